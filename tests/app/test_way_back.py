"""A release in force that is unknown or damaged: pages say so, 版本记录 offers the way back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.release.refusal import Refused
from etl.release.rollback import rollback
from scoreboard.store.folder import current_release
from tests.app.reading import texts
from tests.etl.uploads import cell, publish_cells

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped release and a second with the same figures, in a folder of the test's own."""
    own = Path(shutil.copytree(releases, tmp_path / "releases"))
    for extra in own.glob("000[2-9]*"):
        extra.unlink()
    (own / ".highest-number").unlink(missing_ok=True)
    (own / "CURRENT").unlink()
    made = rollback(1, by="张三", note="试", releases=own)
    assert not isinstance(made, Refused)
    monkeypatch.setattr("scoreboard.paths.RELEASES", own)
    return own


def open_page(page: str, language: str = "zh") -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params["lang"] = language
    at.run()
    return at.switch_page(f"pages/{page}.py").run()


MISHAPS: dict[str, tuple[Callable[[Path], object], dict[str, str]]] = {
    "pointer lost": (
        lambda folder: (folder / "CURRENT").unlink(),
        {"zh": "CURRENT不存在", "en": "CURRENT in the folder of releases is missing"},
    ),
    "file damaged": (
        lambda folder: (folder / "0002.duckdb").write_bytes(b"garbage" * 500),
        {"zh": "第2版的文件0002.duckdb无法读取", "en": "Release 2 cannot be read"},
    ),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("mishap", MISHAPS)
def test_every_page_says_what_is_wrong_and_the_releases_offer_the_way_back(
    two: Path, mishap: str, language: str
) -> None:
    cause, sentences = MISHAPS[mishap]
    cause(two)
    for page in ("overview", "diagnosis", "update"):
        at = open_page(page, language)
        assert not at.exception, page
        (error,) = at.error
        assert sentences[language] in error.value.replace("\\", ""), page
        assert str(two) not in error.value
    at = open_page("releases", language)
    assert not at.exception
    assert sentences[language] in at.error[0].value.replace("\\", "")
    assert at.selectbox(key="roll_back_to").options[-1] == "1"
    at.selectbox(key="roll_back_to").set_value(1)
    at.button[0].click().run()
    assert current_or_none(two) != 3, "nobody said who goes back, and why"
    at.text_input(key="rolled_back_by").input("张三")
    at.text_input(key="roll_back_note").input("文件丢失")
    at.button[0].click().run()
    assert not at.exception
    assert not at.error
    assert current_release(two) == 3
    assert not open_page("overview", language).error


def current_or_none(releases: Path) -> int | None:
    try:
        return current_release(releases)
    except RuntimeError:
        return None


def publish_beijing(folder: Path, value: float) -> int:
    """Give Beijing's R&D intensity of 2023 another value."""
    figure = cell(value, indicator="rd_intensity", unit="%", source="rd_bulletin_2023")
    return publish_cells([figure], folder).release_id


def test_pages_show_the_figures_of_the_file_that_is_there_whatever_its_number(
    releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = tmp_path / "shown"
    for folder, value in ((shown, 6.61), (tmp_path / "other", 6.62)):
        folder.mkdir()
        shutil.copy(releases / "0001.duckdb", folder)
        (folder / "CURRENT").write_text("0001.duckdb\n", encoding="utf-8")
        assert publish_beijing(folder, value) == 2
    monkeypatch.setattr("scoreboard.paths.RELEASES", shown)
    assert "6.61" in "".join(texts(open_page("overview")))
    shutil.copy(tmp_path / "other" / "0002.duckdb", shown / "exchanged")
    (shown / "exchanged").replace(shown / "0002.duckdb")
    assert "6.62" in "".join(texts(open_page("overview")))
    # Set back by hand, then published again: the number is a new one, and the figure too.
    (shown / "CURRENT").write_text("0001.duckdb\n", encoding="utf-8")
    assert publish_beijing(shown, 6.63) == 3
    assert "6.63" in "".join(texts(open_page("overview")))
