"""Observations over HTTP are those of the release: filtered, page by page, in every format."""

import io

import pandas as pd
import pytest
from pyarrow import parquet
from starlette.testclient import TestClient

from scoreboard.answers.observations import COLUMNS, Selection, observations_frame, stream
from scoreboard.answers.release import Release
from scoreboard.answers.sources import with_grades
from scoreboard.harmless import neutralise

ASKED = "observations?indicator=rd_intensity&level=province&year_from=2021"


def rows_of(api: TestClient, path: str) -> list[dict[str, object]]:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["observations"]


def test_an_observation_says_all_that_is_known_of_it(api: TestClient, release: Release) -> None:
    rows = rows_of(api, "observations?indicator=rd_intensity&region=610000&year_from=2023")
    assert [row["year"] for row in rows] == [2023]
    assert list(rows[0]) == list(COLUMNS)
    read = release.observations("rd_intensity", "province")
    own = read[(read["region_code"] == "610000") & (read["year"] == 2023)].iloc[0]
    assert rows[0]["value"] == own["value"]
    assert (rows[0]["status"], rows[0]["note"]) == (own["status"], own["note"])
    assert (rows[0]["region"], rows[0]["unit"]) == ("陕西", "%")
    assert rows[0]["source"] == release.titles[own["source_code"]]
    assert rows[0]["release"] == release.number


@pytest.mark.parametrize("level", ["province", "city", "county"])
def test_the_status_is_the_one_that_pages_show(level: str, release: Release) -> None:
    ours = observations_frame(release, Selection(level=level), "zh")
    theirs = with_grades(release.store.read_panel(level), release.catalog)
    keys = ["indicator_code", "region_code", "year"]
    both = theirs[theirs["region_code"] != "000000"].merge(ours, on=keys, validate="1:1")
    assert len(both) == len(ours) > 0
    assert (both["status_x"] == both["status_y"]).all()
    assert (both["value_x"] == both["value_y"]).all()


def test_every_observation_of_the_release_leaves_by_some_page(
    api: TestClient, release: Release
) -> None:
    whole = rows_of(api, "observations?level=city&within=610000&limit=100000")
    pages, path = [], "observations?level=city&within=610000&limit=97"
    while path:
        page = api.get(path).json()
        assert len(page["observations"]) <= 97
        pages += page["observations"]
        path = page["next"]
        assert path is None or f"as_of={release.number}" in path
    assert pages == whole
    assert {row["region_code"][:2] for row in whole} == {"61"}


def test_all_leave_in_order_and_each_once(release: Release) -> None:
    rows = observations_frame(release, Selection(), "zh")
    assert len(rows) == release.store.read_all()
    keys = list(zip(rows["indicator_code"], rows["year"], rows["region_code"], strict=True))
    assert keys == sorted(set(keys))
    first = next(stream(release, Selection(), "zh", limit=5))
    after = keys[len(keys) // 2]
    rest = pd.concat(b.to_pandas() for b in stream(release, Selection(), "zh", after=after))
    assert len(rest) == len(keys) - len(keys) // 2 - 1
    assert first.num_rows == 5


def test_a_page_that_ends_with_the_last_row_has_no_next(api: TestClient) -> None:
    number = len(rows_of(api, ASKED))
    assert api.get(f"{ASKED}&limit={number}").json()["next"] is None
    assert api.get(f"{ASKED}&limit={number - 1}").json()["next"] is not None


def test_what_is_not_published_has_no_row(api: TestClient, release: Release) -> None:
    asked = "observations?indicator=rd_intensity&region=710000"
    assert api.get(asked).json() == {"observations": [], "next": None}
    for form in ("csv", "sdmx-csv"):
        assert len(api.get(f"{asked}&format={form}").text.splitlines()) == 1
    content = api.get(f"{asked}&format=parquet").content
    assert len(pd.read_parquet(io.BytesIO(content))) == 0


def test_all_formats_hold_the_same_figures(api: TestClient, release: Release) -> None:
    json = pd.DataFrame(rows_of(api, ASKED))
    text = api.get(f"{ASKED}&format=csv")
    assert text.content.startswith(b"\xef\xbb\xbf")
    types = {"region_code": str}
    csv = pd.read_csv(io.BytesIO(text.content), dtype=types, keep_default_na=False)
    binary = api.get(f"{ASKED}&format=parquet")
    table = parquet.read_table(io.BytesIO(binary.content))
    assert "release" in {key.decode() for key in table.schema.metadata}
    keys = ["region_code", "year", "value", "status", "unit", "source", "note"]
    for other in (csv, table.to_pandas()):
        pd.testing.assert_frame_equal(json[keys], other[keys], check_dtype=False)


def test_no_text_of_a_file_for_spreadsheets_runs_as_a_formula(release: Release) -> None:
    for batch in stream(release, Selection(level="city"), "zh", for_spreadsheets=True):
        for name in ("region", "indicator", "unit", "source", "note"):
            texts = batch.column(name).unique().to_pylist()
            assert texts == [neutralise(text) for text in texts]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("observations?indicator=rd_intensitx", "rd_intensity"),
        ("observations?level=provinces", "province"),
        ("observations?limit=0", "≥ 1"),
        ("observations?limit=many", "整数 integer"),
        ("observations?years=2020", "year_from"),
        ("observations?year_from=2022&year_to=2020", "<= 2020"),
        ("observations?region=61000", "610000"),
    ],
)
def test_what_cannot_be_followed_is_said_with_what_could(
    api: TestClient, path: str, told: str
) -> None:
    answer = api.get(path)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.json()["accepted"]


@pytest.mark.parametrize("cursor", ["", "x", "====", "Z2Rw", "Z2RwfHgsfDE", "中"])
def test_a_cursor_that_no_page_gave_is_refused(api: TestClient, cursor: str) -> None:
    answer = api.get("observations", params={"cursor": cursor})
    assert answer.status_code == 400
    assert "cursor" in answer.json()["detail"]
