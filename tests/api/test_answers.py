"""What the API says is what the pages say; what it cannot say is a sentence."""

import re

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette

from scoreboard import paths
from scoreboard.answers.link import Link
from scoreboard.answers.model import KeyFigures, Table
from scoreboard.answers.profile.answer import answer as profile_answer
from scoreboard.answers.profile.choice import read_choice
from scoreboard.answers.questions import QUESTIONS
from scoreboard.answers.release import Release
from scoreboard.api.app import routes
from scoreboard.api.parts import part_json


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_its_answer(api: TestClient, question: str, release: Release) -> None:
    found = api.get(f"answers/{question}").json()
    assert found["question"] == question
    assert found["release"] == release.number
    parts = [part for block in found["blocks"].values() for part in block]
    assert parts
    assert all(part["type"] for part in parts)


def test_a_page_and_the_api_say_the_same(api: TestClient, release: Release) -> None:
    link = Link({"region": "410300", "level": "city"}, "en")
    shown = profile_answer(release, read_choice(link, release), "en")
    told = api.get("answers/profile?region=410300&level=city&lang=en").json()
    assert told["headline"] == shown.headline
    tiles = [p for block in shown.blocks.values() for p in block if isinstance(p, KeyFigures)]
    same = [p for block in told["blocks"].values() for p in block if p["type"] == "KeyFigures"]
    assert [[f.value for f in t.figures] for t in tiles] == [
        [f["value"] for f in t["figures"]] for t in same
    ]


def test_a_table_comes_with_its_rows_and_what_it_says_of_itself(release: Release) -> None:
    link = Link({"region": "610000"}, "zh")
    shown = profile_answer(release, read_choice(link, release), "zh")
    table = next(p for block in shown.blocks.values() for p in block if isinstance(p, Table))
    told = part_json(table)
    built = table.build()
    assert told["columns"] == [str(name) for name in built.columns]
    assert len(told["rows"]) == len(built)
    assert told["facts"] == [list(line) for line in table.facts().lines]


def test_a_diagnosis_is_of_the_region_that_was_asked_for(api: TestClient) -> None:
    assert "洛阳" in api.get("diagnosis/410300").json()["headline"]
    assert api.get("diagnosis/000000").status_code == 404
    near = api.get("diagnosis/41030").json()
    assert "410300" in near["accepted"]


@pytest.mark.parametrize(
    "path",
    [
        "composite?system=none",
        "composite?shares=1-2",
        "diagnosis/610000?part=none",
        "diagnosis/610000?own_peers=none",
        "briefs/region?region=none",
        "briefs/indicator?note=" + "x" * 501,
        "briefs/indicator?format=pdf&note=\U0001f600",
        "answers/instruments?inputs=none:3",
        "answers/overview?indicator=none",
        "answers/none",
        "answers/overview?none=1",
    ],
)
def test_a_program_never_gets_another_answer_than_it_asked_for(api: TestClient, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 400
    told = answer.json()
    assert told["detail"]
    assert not re.search("[一-鿿]", told["detail_en"])


def test_what_the_client_has_is_not_sent_again(api: TestClient) -> None:
    first = api.get("regions?level=province")
    tag = first.headers["etag"]
    again = api.get("regions?level=province", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    for other in ("regions?level=city", "regions?level=province&lang=en", "indicators"):
        assert api.get(other, headers={"If-None-Match": tag}).status_code == 200


def test_lists_open_in_a_spreadsheet(api: TestClient) -> None:
    for path in ("indicators", "regions", "registers", "registers/double_first_class"):
        answer = api.get(f"{path}?format=csv")
        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert answer.headers["content-type"].startswith("text/csv")


def test_a_register_says_whether_it_is_whole(api: TestClient) -> None:
    whole = api.get("registers/double_first_class").json()
    assert whole["register"]["is_complete"] is True
    assert len(whole["items"]) == whole["register"]["announced"]
    part = api.get("registers/double_first_class?region=610000").json()
    assert 0 < len(part["items"]) < len(whole["items"])
    assert api.get("registers/double_first_class?year=1999").status_code == 400


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("briefs/region?region=410300&level=city&format=docx&note=附言", b"PK"),
        ("briefs/indicator?indicator=rd_intensity&format=pdf&lang=en", b"%PDF"),
        ("briefs/compare?format=pptx", b"PK"),
    ],
)
def test_a_brief_is_a_file(api: TestClient, path: str, start: bytes) -> None:
    answer = api.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(start)
    assert "filename*=UTF-8" in answer.headers["content-disposition"]


def test_a_whole_release_is_a_file(api: TestClient, release: Release) -> None:
    for form, sign in (("parquet", b"PK"), ("duckdb", b"DUCK")):
        asked = f"releases/{release.number}/whole?format={form}"
        answer = api.get(asked)
        assert sign in answer.content[:16]
        assert len(answer.content) > 100_000
        again = api.get(asked, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
    assert api.get("releases/999/whole").status_code == 404


def test_only_reading(api: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = api.request(method, "regions")
        assert answer.status_code == 405
        assert answer.json()["detail_en"]
    assert "access-control-allow-origin" not in api.get("regions").headers


def test_an_older_release_that_is_not_kept_is_said(api: TestClient, release: Release) -> None:
    answer = api.get("regions?as_of=999")
    assert answer.status_code == 404
    assert answer.json()["accepted"] == [str(release.number)]
    assert api.get(f"regions?as_of={release.number}").status_code == 200


def test_a_fault_is_a_sentence_and_a_number(
    api: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_number: int | None) -> Release:
        raise RuntimeError("SELECT secret FROM /somewhere")

    monkeypatch.setattr("scoreboard.api.listed.release_asked_for", fail)
    app = Starlette(routes=list(routes()))
    answer = TestClient(app, raise_server_exceptions=False).get("/api/v1/regions")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    number = answer.json()["detail_en"].split()[-1].rstrip(".")
    assert number in caplog.text


def test_without_a_release_there_is_a_sentence(
    api: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(paths, "RELEASES", tmp_path)
    answer = api.get("regions")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.text
