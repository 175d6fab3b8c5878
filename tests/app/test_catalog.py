"""The catalog changes, breaks and is mended while pages are open."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from etl.resolve.cards import write_indicator_card
from scoreboard import paths
from scoreboard.catalog import catalog_in_use
from scoreboard.ui import cached
from tests.app.reading import ROOT, headline, open_app, texts, tiles
from tests.etl.test_recognise import CARD

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture
def own(releases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalog and releases of one's own, for a server that has just started."""
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    shutil.copytree(releases, tmp_path / "releases")
    monkeypatch.setattr(paths, "CATALOG", tmp_path / "catalog")
    monkeypatch.setattr(paths, "RELEASES", tmp_path / "releases")
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    """Begin like a new server."""
    st.cache_data.clear()
    st.cache_resource.clear()


def open_broken(page: str, **query: str) -> AppTest:
    """A page, and that no script stopped with an exception."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, (page, [e.value for e in app.exception])
    return app


def test_every_page_goes_on_by_the_last_good_catalog_and_says_which_file_is_broken(
    own: Path,
) -> None:
    first = open_app()
    leader = headline(first)
    file = own / "catalog" / "indicators" / "rd_intensity.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text("code: rd_intensity\nname: {zh: 强度\ndecimals: 2\n", encoding="utf-8")
    for page in PAGES:
        app = open_broken(page)
        (said,) = _warnings(app)
        assert "指标目录有一处错误：indicators/rd_intensity.yml第3行" in said
        assert said.endswith("下一次操作时即自动采用。")
    first.run()
    assert headline(first) == leader
    said = texts(open_broken("overview", lang="en"))
    assert "indicators/rd_intensity.yml line 3" in said
    file.write_text(text.replace("R&D经费投入强度", "研发强度"), encoding="utf-8")
    first.run()
    assert not _warnings(first)
    assert "研发强度" in texts(first)


def _warnings(app: AppTest) -> list[str]:
    said = [warning.value.replace("\\", "") for warning in app.warning]
    return [text for text in said if "目录" in text]


@pytest.mark.parametrize("page", ["overview", "update", "releases", "methods"])
def test_a_server_that_starts_with_a_broken_catalog_says_why_nothing_is_shown(
    own: Path, page: str
) -> None:
    file = own / "catalog" / "pillars.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("- code", "-code", 1), encoding="utf-8")
    app = open_broken(page)
    said = app.error[0].value.replace("\\", "")
    assert said.startswith("指标目录无法使用，页面不能显示：pillars.yml第")
    file.write_text(text, encoding="utf-8")
    app.run()
    assert not app.error


def test_a_card_written_on_one_page_is_seen_at_once_on_another(own: Path) -> None:
    app = open_app("methods")
    assert "新型实验室数" not in _cells(app)
    write_indicator_card(CARD, catalog_in_use().catalog)
    assert "新型实验室数" in _cells(app.run())
    assert "新型实验室数" in _cells(open_app("methods"))


def _cells(app: AppTest) -> set[str]:
    return {str(c) for frame in app.dataframe for c in frame.value.to_numpy().ravel()}


def test_what_was_worked_out_by_the_old_catalog_is_worked_out_anew(own: Path) -> None:
    before = tiles(open_app())[0].splitlines()[0]
    file = own / "catalog" / "key_figures.yml"
    text = file.read_text(encoding="utf-8")
    name = before.replace("\\", "").rsplit(" ", 1)[0]  # the year stands behind it
    assert name in text
    file.write_text(text.replace(name, "改了名的指标"), encoding="utf-8")
    assert "改了名的指标" in tiles(open_app())[0]


def test_pages_show_a_release_whose_sources_places_and_indicators_the_catalog_dropped(
    own: Path,
) -> None:
    (own / "catalog" / "indicators" / "new_rd_institutes.yml").unlink()
    publishers = own / "catalog" / "publishers.yml"
    text = publishers.read_text(encoding="utf-8")
    assert "new_rd_institutes" in text
    publishers.write_text(re.sub(r",?\s*\bnew_rd_institutes\b", "", text), encoding="utf-8")
    for file, codes in {
        "sources.csv": ("rd_bulletin_2023,", "city_C001,"),
        "regions.csv": ("330200-NBHT,",),
    }.items():
        path = own / "catalog" / file
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(codes)]
        assert len(kept) == len(lines) - len(codes)
        path.write_text("".join(kept), encoding="utf-8")
    for page in PAGES:
        app = open_broken(page)
        told = "330200-NBHT" in texts(app) and "指标new_rd_institutes" in texts(app)
        assert told == (page in {"update", "releases"}), page
    app = open_broken("overview", indicator="rd_intensity", year="2023", regions="610000")
    assert "rd_bulletin_2023" in texts(app)
    open_broken("overview", indicator="new_rd_institutes")
    open_broken("profile", region="330200-NBHT")
    open_broken("compare", regions="330200-NBHT,340100-HFHT")


def test_asking_for_the_catalog_reads_no_file_again(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = cached.release_in_force("zh")
    known = cached.catalog(release)
    monkeypatch.setattr("scoreboard.catalog.loader.read_catalog", lambda *_: pytest.fail("read"))
    assert cached.catalog(release) is known
