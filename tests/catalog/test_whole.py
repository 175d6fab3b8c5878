"""The whole catalog: the program's files and people's beside the releases, broken or not."""

import os
import shutil
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scoreboard import paths
from scoreboard.catalog import (
    Alias,
    CatalogError,
    Source,
    catalog_in_use,
    find_dropped,
    load_catalog,
    put_stand_ins,
    read_catalog,
)
from tests.etl.test_recognise import CARD


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of one's own: its catalog and its folder of releases."""
    shutil.copytree(paths.CATALOG, tmp_path / "catalog")
    monkeypatch.setattr(paths, "CATALOG", tmp_path / "catalog")
    monkeypatch.setattr(paths, "RELEASES", tmp_path / "releases")
    return tmp_path


def add_card(releases: Path, **change: object) -> Path:
    card = CARD | change
    file = releases / "catalog" / "indicators" / f"{card['code']}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(card, allow_unicode=True), encoding="utf-8")
    return file


def shipped_card(own: Path, code: str) -> dict[str, object]:
    text = (own / "catalog" / "indicators" / f"{code}.yml").read_text(encoding="utf-8")
    card: dict[str, object] = yaml.safe_load(text)
    return card


# ---- people's part ----------------------------------------------------------------------------


def test_what_people_wrote_moves_with_the_releases(own: Path) -> None:
    add_card(paths.RELEASES)
    (paths.RELEASES / "catalog" / "aliases.yml").write_text(
        "- {kind: indicator, text: 实验室, code: new_labs}\n", encoding="utf-8"
    )
    moved = own / "elsewhere"
    paths.RELEASES.rename(moved)
    assert "new_labs" not in load_catalog().indicators
    catalog = load_catalog(releases=moved)
    assert catalog.indicators["new_labs"].unit == "个"
    assert [alias.code for alias in catalog.aliases] == ["new_labs"]
    assert catalog.notices == ()


def test_a_decision_replaces_the_shipped_one_about_the_same_text(own: Path) -> None:
    (own / "catalog" / "aliases.yml").write_text(
        "- {kind: indicator, text: 研发, code: rd_expenditure}\n"
        "- {kind: unit, text: 亿, code: 亿元}\n",
        encoding="utf-8",
    )
    (paths.RELEASES / "catalog").mkdir(parents=True)
    (paths.RELEASES / "catalog" / "aliases.yml").write_text(
        "- {kind: indicator, text: 研发, code: rd_intensity_revised}\n", encoding="utf-8"
    )
    assert load_catalog().aliases == (
        Alias(kind="indicator", text="研发", code="rd_intensity_revised"),
        Alias(kind="unit", text="亿", code="亿元"),
    )


def test_a_card_left_in_the_programs_folder_by_an_older_version_still_counts(own: Path) -> None:
    add_card(own).rename(own / "catalog" / "indicators" / "new_labs.yml")
    assert "new_labs" in load_catalog().indicators


def test_a_card_that_the_program_ships_by_now_gives_way_to_it_and_that_is_said(own: Path) -> None:
    card = shipped_card(own, "tech_sme")
    add_card(paths.RELEASES, **card | {"name": {"zh": "科小", "en": "SMEs"}})
    catalog = load_catalog()
    assert catalog.indicators["tech_sme"].name.zh != "科小"
    assert "tech_sme" in catalog.notices[0].zh
    assert "以程序的定义为准" in catalog.notices[0].zh


@pytest.mark.parametrize(
    "change",
    [
        {"unit": "万元"},
        {"unit": "亿元", "formula": "gdp / 2"},
        {"unit": "亿元", "scope": "industrial_firms"},
    ],
)
def test_figures_keep_their_meaning_when_the_program_ships_another_indicator_of_that_code(
    own: Path, change: dict[str, object]
) -> None:
    add_card(own / "shipped", unit="亿元").rename(own / "catalog" / "indicators" / "new_labs.yml")
    add_card(paths.RELEASES, **change)
    catalog = load_catalog()
    assert catalog.indicators["new_labs"].unit == change["unit"]
    assert "仍以本地登记的为准" in catalog.notices[0].zh


# ---- what is wrong, and where -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "zh"),
    [
        ("indicators/tech_sme.yml", "unit: 家", "unit: [家", None, "YAML"),
        (
            "indicators/tech_sme.yml",
            "unit: 家",
            "unit: 斤",
            "unit: 斤",
            "unit：“斤”不在units.yml中",
        ),
        ("indicators/tech_sme.yml", "unit: 家", "units: 家", "units: 家", "units"),
        ("indicators/tech_sme.yml", "decimals: 0", "decimals: 1.5", "decimals: 1.5", "应为整数"),
        ("units.yml", "- code: 家\n", "- code: 户2\n", None, "家"),
        ("regions.csv", "city,610000", "town,610000", "town,610000", "应为"),
        ("regions.csv", "city,610000", "city,619999", "city,619999", "“619999”不是目录中的地区"),
        ("regions.csv", "city,610000", "city,610100", "city,610100", "位于自身之内"),
        ("targets.yml", "  wording: 达\n", "  words: 达\n", "words: 达", "没有“words”这一项"),
        ("targets.yml", "value: 375\n  unit: 亿元", "value: 375\n  unit: 万元", None, "单位是亿元"),
    ],
)
def test_a_slip_is_told_with_its_file_and_line(
    own: Path, file: str, old: str, new: str, line: str | None, zh: str
) -> None:
    path = own / "catalog" / file
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogError) as refused:
        load_catalog()
    problem = refused.value.problems[0]
    if file != "units.yml":
        assert problem.file == file
        assert problem.line is not None
    if line:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert line in lines[(problem.line or 0) - 1]
    assert zh in problem.text.zh
    assert problem.said("zh").startswith(problem.file)
    assert str(refused.value).count("\n") + 1 == len(refused.value.problems)


def test_a_file_of_people_is_named_as_it_is_found_there(own: Path) -> None:
    file = add_card(paths.RELEASES, pillar="nowhere")
    with pytest.raises(CatalogError, match=r"releases/catalog/indicators/new_labs\.yml line \d+"):
        load_catalog()
    file.write_text("code: [", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"releases/catalog/indicators/new_labs\.yml line 1"):
        load_catalog()


def test_a_table_saved_by_a_spreadsheet_is_read_or_refused_with_its_line(own: Path) -> None:
    file = own / "catalog" / "regions.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8-sig")
    assert "610000" in load_catalog().regions
    file.write_text(text, encoding="gb18030")
    with pytest.raises(CatalogError, match=r"regions\.csv line 2: this is not UTF-8"):
        load_catalog()
    file.unlink()
    with pytest.raises(CatalogError, match=r"regions\.csv: the file is missing"):
        load_catalog()


FILES = sorted(
    str(path.relative_to(paths.CATALOG))
    for path in paths.CATALOG.rglob("*")
    if path.suffix in {".yml", ".csv"}
)


@settings(max_examples=12)
@given(
    file=st.sampled_from(FILES),
    place=st.floats(0, 1),
    put=st.sampled_from(
        ["", "\0", "\t", "- ", ": ", "[", "2024-13-45", "'", ",,,,,,,,", "\n- 3\n"]
    ),
    cut=st.booleans(),
)
def test_whatever_is_broken_is_an_error_of_the_catalog_and_names_its_file(
    tmp_path_factory: pytest.TempPathFactory, file: str, place: float, put: str, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("c") / "catalog"
    shutil.copytree(paths.CATALOG, folder, copy_function=os.link)
    content = (folder / file).read_bytes()
    at = int(place * len(content))
    (folder / file).unlink()
    rest = b"" if cut else content[at:]
    (folder / file).write_bytes(content[:at] + put.encode() + rest)
    try:
        read_catalog(folder)
    except CatalogError as error:
        assert all(problem.file for problem in error.problems)
        assert error.said("zh").endswith("。")
    finally:
        shutil.rmtree(folder)


# ---- while a server runs ----------------------------------------------------------------------


def test_the_last_good_catalog_stays_in_use_until_the_file_is_mended(own: Path) -> None:
    good = catalog_in_use()
    assert good.problem is None
    assert catalog_in_use().catalog is good.catalog
    file = own / "catalog" / "units.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text("- code: [\n", encoding="utf-8")
    broken = catalog_in_use()
    assert broken.problem is not None
    assert "units.yml" in broken.problem.said("zh")
    assert (broken.catalog, broken.key) == (good.catalog, good.key)
    with pytest.raises(CatalogError):
        load_catalog()
    file.write_text(text + "\n", encoding="utf-8")
    mended = catalog_in_use()
    assert mended.problem is None
    assert mended.key != good.key


def test_a_server_that_never_had_a_good_catalog_says_so(own: Path) -> None:
    (own / "catalog" / "units.yml").write_text("- code: [\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"units\.yml line"):
        catalog_in_use()


def test_a_changed_file_is_seen_at_once_and_an_unchanged_catalog_is_not_read_again(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_catalog()
    monkeypatch.setattr("scoreboard.catalog.loader.read_catalog", lambda *_: pytest.fail("read"))
    assert load_catalog() is first
    monkeypatch.undo()


def test_a_new_card_is_in_the_next_catalog(own: Path) -> None:
    assert "new_labs" not in catalog_in_use().catalog.indicators
    file = add_card(paths.RELEASES)
    assert "new_labs" in catalog_in_use().catalog.indicators
    file.unlink()
    assert "new_labs" not in catalog_in_use().catalog.indicators


# ---- beside a release -------------------------------------------------------------------------


def test_what_the_catalog_has_dropped_is_named_and_stood_in_for() -> None:
    catalog = load_catalog()
    dropped = find_dropped(
        catalog,
        ["gdp", "lost"],
        ["110000", "999999"],
        ["rd_bulletin_2023|gone", "rd_bulletin_2023"],
    )
    assert (dropped.indicators, dropped.regions, dropped.sources) == (
        ("lost",),
        ("999999",),
        ("gone",),
    )
    assert dropped.listed().zh == "指标lost；地区999999；来源gone"
    whole = put_stand_ins(catalog, dropped, {"999999": ("city", "110000")})
    assert whole.regions["999999"].parent_code == "110000"
    assert whole.sources["gone"] == Source(code="gone", title="gone", publisher="—", grade="C")
    assert not find_dropped(catalog, ["gdp"], [], [])
