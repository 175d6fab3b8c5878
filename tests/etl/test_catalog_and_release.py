"""Catalog and release are checked together before anything comes into force."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from etl import __main__ as command_line
from etl.check.file_report import check
from etl.check.report import Acceptance, Original
from etl.release.build import build
from etl.release.comparison import ReleaseComparison, compare
from etl.release.history import ListedRelease
from etl.release.publish import publish
from etl.release.refusal import Refused
from etl.release.withdraw import withdraw
from etl.resolve.cards import write_indicator_card
from scoreboard import paths
from scoreboard.catalog import Catalog, load_catalog
from tests.etl.test_recognise import CARD
from tests.etl.uploads import cell, reading
from tests.etl.workbench import read_release, small_catalog

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "catalog"
HEADER = "region_code,year,indicator,value,unit,source\n"
ROWS = {
    "rd_expenditure": "110000,2022,rd_expenditure,2843.3,亿元,rd_bulletin_2022\n",
    "tech_sme": "110000,2022,tech_sme,100,家,rd_bulletin_2022\n",
    # a zone: nothing else in the catalog speaks of it
    "gdp": "320500-SIP,2022,gdp,3515.61,亿元,rd_bulletin_2022\n",
}


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one's own with a release of three figures."""
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    monkeypatch.setattr(paths, "CATALOG", tmp_path / "catalog")
    monkeypatch.setattr(paths, "RELEASES", tmp_path / "releases")
    monkeypatch.setattr(paths, "OBSERVATIONS", tmp_path / "observations")
    (tmp_path / "observations").mkdir()
    for code, row in ROWS.items():
        (tmp_path / "observations" / f"{code}.csv").write_text(HEADER + row, encoding="utf-8")
    build(without_counties(load_catalog()))
    return tmp_path


def without_counties(catalog: Catalog) -> Catalog:
    """The catalog as it is, with the few regions of small_catalog, to save time."""
    kept = small_catalog().regions
    return replace(catalog, regions={c: r for c, r in catalog.regions.items() if c in kept})


def compared(*cells: dict[str, str | int]) -> ReleaseComparison:
    report = check(
        reading(cells),
        Original("上传.xlsx", repr(cells).encode()),
        catalog=without_counties(load_catalog()),
    )
    assert report.errors == 0, report.issues
    kinds = {kind for severity, kind, _ in report.issue_counts if severity == "warning"}
    return compare(report.accepting(Acceptance(kind, "已核对") for kind in kinds))


def published(*cells: dict[str, str | int]) -> ListedRelease:
    result = publish(compared(*cells), by="张三")
    assert not isinstance(result, Refused), result
    return result


def new_labs() -> dict[str, str | int]:
    return cell(7, indicator="new_labs", unit="个", year="2022")


def state(own: Path) -> tuple[str, list[str]]:
    releases = own / "releases"
    names = sorted(path.name for path in releases.glob("*.duckdb"))
    return (releases / "CURRENT").read_text(), names


# ---- a file that cannot be read ----------------------------------------------------------------


def test_nothing_comes_into_force_while_a_file_of_the_catalog_is_broken(own: Path) -> None:
    published(cell(2947.1))
    comparison = compared(cell(3000))
    before = state(own)
    file = own / "catalog" / "units.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "- code: [\n", encoding="utf-8")
    line = text.count("\n") + 1
    # The server that asks still works by the catalog that it had read before.
    known = comparison.report.catalog
    for result in (publish(comparison, by="张三"), withdraw(2, by="张三", catalog=known)):
        assert isinstance(result, Refused)
        assert result.kind == "catalog"
        assert f"units.yml第{line}行：不是有效的YAML" in result.reason.zh
        assert f"units.yml line {line}: this is no valid YAML" in result.reason.en
    assert state(own) == before
    file.write_text(text, encoding="utf-8")
    assert not isinstance(publish(comparison, by="张三"), Refused)


@pytest.mark.parametrize(
    "command", [["build"], ["check", "FILE"], ["publish", "FILE", "--yes"], ["withdraw", "2"]]
)
def test_the_command_line_says_which_file_is_broken_and_does_nothing(
    own: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(own)
    (own / "catalog" / "indicators" / "gdp.yml").write_text("code: gdp\nname: ]\n")
    file = own / "observations" / "gdp.csv"
    given = [str(file) if word == "FILE" else word for word in command]
    assert command_line.main(given) == 2
    said = "".join(capsys.readouterr())
    assert "indicators/gdp.yml line 2" in said
    assert "Traceback" not in said
    assert state(own) == before


# ---- a code that is gone -----------------------------------------------------------------------


def test_people_s_cards_serve_the_releases_that_they_lie_with(own: Path) -> None:
    write_indicator_card(CARD, load_catalog())
    assert published(new_labs()).rows_added == 1
    moved = own / "moved"
    (own / "releases").rename(moved)
    shutil.rmtree(own / "catalog")
    shutil.copytree(SHIPPED, own / "catalog")  # the program is installed anew
    result = check(reading([new_labs()]), Original("x", b""), releases=moved)
    assert result.errors == 0
    assert compare(result).changes.empty


def test_figures_are_not_published_under_a_card_that_is_gone_since(own: Path) -> None:
    card = write_indicator_card(CARD, load_catalog())
    comparison = compared(new_labs())
    before = state(own)
    card.unlink()
    result = publish(comparison, by="张三")
    assert isinstance(result, Refused)
    assert result.kind == "catalog"
    assert "指标new_labs" in result.reason.zh
    assert state(own) == before


def test_figures_compared_in_one_unit_are_not_published_in_another(own: Path) -> None:
    card = write_indicator_card(CARD, load_catalog())
    comparison = compared(new_labs())
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("unit: 个", "unit: 亿元"), encoding="utf-8")
    result = publish(comparison, by="张三")
    assert isinstance(result, Refused)
    assert result.kind == "differs"
    card.write_text(text + "caveats: []\n", encoding="utf-8")  # nothing that figures depend on
    assert not isinstance(publish(comparison, by="张三"), Refused)


def test_what_is_carried_on_is_kept_without_its_card_and_told(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = write_indicator_card(CARD, load_catalog())
    published(new_labs())
    card.unlink()
    published(cell(2947.1))
    rows = read_release(own / "releases", "SELECT indicator_code, value FROM observation")
    assert ("new_labs", 7.0) in rows
    command_line.main(["check", str(own / "observations" / "gdp.csv")])
    assert "indicator new_labs" in capsys.readouterr().err
    # To take back what nobody can read any more is always possible …
    result = withdraw(2, by="张三")
    assert not isinstance(result, Refused)
    # … but not to bring it back unread.
    write_indicator_card(CARD, load_catalog())
    published(new_labs())
    known = load_catalog()
    gone = published(
        cell("", number="", indicator="new_labs", unit="个", status="撤回", year="2022")
    )
    card.unlink()
    before = state(own)
    # A page that asks has stand-ins for what is gone; what counts are the files.
    for catalog in (None, known):
        result = withdraw(gone.release_id, by="张三", catalog=catalog)
        assert isinstance(result, Refused)
        assert (result.kind, state(own)) == ("catalog", before)


@pytest.mark.parametrize(
    ("lost", "code", "rows"),
    [("indicators/tech_sme.yml", "tech_sme", "tech_sme"), ("regions.csv", "320500-SIP", "gdp")],
)
def test_a_build_does_not_take_figures_back_for_a_lost_card(
    own: Path, lost: str, code: str, rows: str
) -> None:
    known = without_counties(load_catalog())
    catalog = replace(
        known,
        indicators={c: i for c, i in known.indicators.items() if c != code},
        regions={c: r for c, r in known.regions.items() if c != code},
    )
    before = state(own)
    report = build(catalog)
    assert report.is_stopped
    assert state(own) == before
    (issue,) = [p for p in report.issues if p.kind == "code_dropped"]
    assert (issue.file, issue.value) == (f"{rows}.csv", code)
    assert lost in issue.accepted.zh
    # Given up on purpose, its rows are gone, too.
    (own / "observations" / f"{rows}.csv").write_text(HEADER, encoding="utf-8")
    report = build(catalog)
    assert (report.is_stopped, report.rows_withdrawn) == (False, 1)
