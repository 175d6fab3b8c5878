"""Tables as files hold the figures of the release, in every form, and explain themselves."""

import io
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import sdmx
from python_calamine import CalamineWorkbook

from scoreboard.answers.model import Behind, Table, TableFacts
from scoreboard.answers.observations import Selection, observations_frame, stream
from scoreboard.answers.questions import answer_question
from scoreboard.answers.release import Release, open_in_force
from scoreboard.reports.pivots import to_pivots
from scoreboard.reports.sdmx import DATAFLOW, STRUCTURE, to_sdmx_csv
from scoreboard.reports.tables import explaining_sheets, to_csv, to_xlsx
from scoreboard.reports.whole import COMMENTS, to_whole

FACTS = TableFacts("标题", (("版本", "第1版"), ("筛选", "=1+1")))
SELECTION = Selection(indicators=("rd_intensity",), level="province")


@pytest.fixture(scope="module")
def release(releases: Path) -> Release:
    return open_in_force()


def sheets_of(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def overview_table(release: Release) -> Table:
    found, _notices = answer_question("overview", release, {"indicator": "rd_intensity"}, "zh")
    return next(part for part in found["table"] if isinstance(part, Table))


def test_a_workbook_has_the_figures_and_all_that_explains_them(release: Release) -> None:
    part = overview_table(release)
    table = part.build()
    assert part.behind is not None
    others = explaining_sheets(release, part.behind, "zh")
    sheets = sheets_of(to_xlsx(table, part.facts(), others))
    names = list(sheets)
    assert names == ["数据 Data", "指标定义 Definitions", "来源 Sources", "版本与筛选 About"]
    head, *rows = sheets["数据 Data"]
    assert head == list(table.columns)
    values = table.columns.get_loc("2023（%）")
    read = [row[values] for row in rows]
    assert all(isinstance(value, float) or value == "" for value in read)
    assert [v for v in read if v != ""] == table["2023（%）"].dropna().tolist()
    assert sheets["指标定义 Definitions"][1][0] == "rd_intensity"
    cited = {row[0] for row in sheets["来源 Sources"][1:]}
    frame = observations_frame(release, SELECTION, "zh")
    assert cited == {code for cell in frame["source_code"] for code in cell.split("|")}


def test_no_cell_runs_as_a_formula() -> None:
    table = pd.DataFrame({"地区": ["=HYPERLINK(1)", "+1+1", "@a"], "值": [-5.3, 1.0, None]})
    text = to_csv(table, FACTS).decode("utf-8-sig")
    assert [line[0] for line in text.splitlines()[1:]] == ["'", "'", "'"]
    assert "'=1+1" in text and "-5.3" in text
    with zipfile.ZipFile(io.BytesIO(to_xlsx(table, FACTS))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'state="frozen"' in sheet


def test_pivots_hold_the_figures_and_leave_out_what_is_missing(release: Release) -> None:
    content = to_pivots(release, Behind(SELECTION, 2023), "en")
    sheets = sheets_of(content)
    rows = observations_frame(release, SELECTION, "en")
    head, *lines = sheets["Regions by years"]
    found = {
        (line[2], int(year)): value
        for line in lines
        for year, value in zip(head[3:], line[3:], strict=True)
        if value != ""
    }
    keys = zip(rows["region_code"], rows["year"], strict=True)
    assert found == dict(zip(keys, rows["value"], strict=True))
    turned_head, *turned = sheets["Years by regions"]
    place = turned_head.index("Shaanxi")
    own = rows[rows["region_code"] == "610000"].set_index("year")["value"]
    assert {int(line[0]): line[place] for line in turned if line[place] != ""} == own.to_dict()
    head, *lines = sheets["Regions by indicators"]
    assert len(head) > 20
    of_year = observations_frame(
        release, Selection(level="province", first_year=2023, last_year=2023), "en"
    )
    assert sum(cell != "" for line in lines for cell in line[2:]) == len(of_year)


def test_sdmx_csv_is_read_back_by_sdmx1(release: Release) -> None:
    content = b"".join(to_sdmx_csv(stream(release, SELECTION, "zh", for_spreadsheets=True)))
    dataflow = sdmx.read_sdmx(STRUCTURE).dataflow["OBSERVATIONS"]
    assert f"{dataflow.maintainer.id}:{dataflow.id}({dataflow.version})" == DATAFLOW
    message = sdmx.read_sdmx(io.BytesIO(content), format="csv", structure=dataflow)
    assert len(message.data) == 1
    told = {
        (obs.dimension["REF_AREA"].value, int(obs.dimension["TIME_PERIOD"].value)): (
            float(obs.value),
            obs.attached_attribute["OBS_STATUS"].value,
            obs.attached_attribute["UNIT_MEASURE"].value,
        )
        for obs in message.data[0].obs
    }
    rows = observations_frame(release, SELECTION, "zh")
    assert told == {
        (row.region_code, row.year): (row.value, row.status, row.unit) for row in rows.itertuples()
    }


def test_a_whole_release_is_one_duckdb_file(release: Release, tmp_path: Path) -> None:
    file = tmp_path / "release.duckdb"
    file.write_bytes(to_whole(release, "duckdb", "zh"))
    with duckdb.connect(str(file), read_only=True) as connection:
        listed = connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall()
        assert dict(listed) == COMMENTS
        number, total = connection.execute(
            "SELECT count(*), sum(value) FROM observation"
        ).fetchone()
        lost = connection.execute(
            "SELECT count(*) FROM observation o ANTI JOIN indicator USING (indicator_code)"
        ).fetchone()
    rows = observations_frame(release, Selection(), "zh")
    assert number == len(rows)
    assert total == pytest.approx(rows["value"].sum(), rel=1e-12)
    assert lost == (0,)


def test_a_whole_release_is_a_zip_of_parquet(release: Release) -> None:
    with zipfile.ZipFile(io.BytesIO(to_whole(release, "parquet", "en"))) as archive:
        assert {f"{name}.parquet" for name in COMMENTS} < set(archive.namelist())
        rows = pd.read_parquet(io.BytesIO(archive.read("observation.parquet")))
    pd.testing.assert_frame_equal(
        rows, observations_frame(release, Selection(), "en"), check_dtype=False
    )
