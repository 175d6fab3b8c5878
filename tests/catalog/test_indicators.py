"""What the catalog and the shipped figures promise each other."""

from __future__ import annotations

import ast
import csv
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from etl.read.registers import read_registers
from etl.release.count import count_items
from scoreboard import paths
from scoreboard.catalog import Catalog, CatalogError, Indicator, Text, load_catalog

COLUMNS = [
    *("region_code", "region", "year", "indicator", "value"),
    *("unit", "status", "source", "note"),
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Words in Latin letters that an office writes inside a Chinese sentence.
LATIN_IN_CHINESE = re.compile(r"R&D|GDP|A[类+、-]")
PLACEHOLDER = re.compile(r"TODO|FIXME|TBD|XXX|lorem|待补|待填", re.IGNORECASE)
PROVINCES = 31


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@cache
def observations() -> tuple[dict[str, str], ...]:
    """Every shipped figure as text, with the file that it lies in."""
    rows = []
    for file in sorted(paths.OBSERVATIONS.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            assert reader.fieldnames == COLUMNS, file.name
            rows += [{**row, "file": file.stem} for row in reader]
    return tuple(rows)


@cache
def corrections() -> tuple[dict, ...]:
    files = sorted(paths.CORRECTIONS.glob("*.yml"))
    return tuple(e for f in files for e in yaml.safe_load(f.read_text(encoding="utf-8")))


def key_of(row: dict[str, str]) -> tuple[str, str, int]:
    return row["indicator"], row["region_code"], int(row["year"])


@cache
def corrected_units() -> dict[tuple[str, str, int], str]:
    """The right unit of the figures whose printed unit is declared wrong."""
    return {
        (e["match"]["indicator"], e["match"]["region_code"], e["match"]["year"]): e["value"]
        for e in corrections()
        if e["field"] == "unit" and e["action"] == "replace"
    }


@pytest.fixture(scope="module")
def figures(catalog: Catalog) -> list[tuple[dict[str, str], Fraction]]:
    """Every shipped figure with its value in the unit of the catalog."""
    spelled = {s: u for u in catalog.units.values() for s in (u.code, *u.also_written)}
    found = []
    for row in observations():
        unit = spelled[corrected_units().get(key_of(row), row["unit"])]
        found.append(
            (row, Fraction(row["value"]) * unit.ratio_to(catalog.unit_of(row["indicator"])))
        )
    return found


def texts_of(indicator: Indicator) -> Iterator[Text]:
    yield indicator.name
    yield indicator.definition
    yield from indicator.caveats
    yield from (b.text for b in indicator.breaks)


def places_with_values(catalog: Catalog) -> dict[str, set[tuple[str, int]]]:
    """For each indicator the regions and years that have a value, worked out ones included."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for row in observations():
        found[row["indicator"]].add((row["region_code"], int(row["year"])))
    for figure in count_items(read_registers(paths.REGISTERS, catalog)[0], catalog):
        found[figure.indicator_code].add((figure.region_code, figure.year))
    for indicator in catalog.indicators.values():
        if indicator.parts:
            parts = [found[p] for p in indicator.parts]
            found[indicator.code] = set.intersection(*parts)
    return found


# ---- wording --------------------------------------------------------------------------------


def test_each_file_holds_the_indicator_it_is_named_after(catalog: Catalog) -> None:
    files = {f.stem for f in (paths.CATALOG / "indicators").glob("*.yml")}
    assert files == set(catalog.indicators)


def test_definitions_are_sentences_and_nobody_shares_one(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        assert indicator.definition.zh.endswith("。"), indicator.code
        assert indicator.definition.en.endswith("."), indicator.code
        assert len(indicator.definition.zh) >= 15, indicator.code
        assert len(indicator.definition.en) >= 40, indicator.code
    for language in ("zh", "en"):
        for field in ("definition", "name"):
            said = Counter(getattr(i, field)[language] for i in catalog.indicators.values())
            assert [t for t, n in said.items() if n > 1] == []


def test_caveats_and_breaks_are_sentences(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        for text in (*indicator.caveats, *(b.text for b in indicator.breaks)):
            assert text.zh.endswith("。"), (indicator.code, text.zh)
            assert text.en.endswith("."), (indicator.code, text.en)


def test_no_language_leaks_into_the_other(catalog: Catalog) -> None:
    entries = [
        *(t for i in catalog.indicators.values() for t in texts_of(i)),
        *(t for p in catalog.pillars.values() for t in (p.name, p.description)),
        *(t for c in catalog.chains.values() for t in (c.name, c.description)),
    ]
    for text in entries:
        assert not CHINESE.search(text.en), text.en
        assert not re.search(r"[A-Za-z]", LATIN_IN_CHINESE.sub("", text.zh)), text.zh
        assert not PLACEHOLDER.search(text.zh + text.en), text.zh
    assert not any(CHINESE.search(u.name.en) for u in catalog.units.values())


# ---- units, formulas, comparability -----------------------------------------------------------


def test_each_unit_is_used_or_converts_into_one_that_is(catalog: Catalog) -> None:
    used = {catalog.unit_of(code).base for code in catalog.indicators}
    assert [u.code for u in catalog.units.values() if u.base not in used] == []


def test_money_is_kept_in_one_unit(catalog: Catalog) -> None:
    money = {
        i.code: i.unit
        for i in catalog.indicators.values()
        if catalog.unit_of(i.code).base == "元" and i.code != "gdp_per_capita"
    }
    assert set(money.values()) == {"亿元"}


def test_formulas_are_built_from_published_indicators_only(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        for part in indicator.parts:
            assert catalog.indicators[part].formula is None, (indicator.code, part)


def unit_scale(catalog: Catalog, code: str) -> tuple[Fraction, Counter]:
    """How much one unit is in base units, and of what (元 up, 人 down …)."""
    if code in ("%", "个百分点"):
        return Fraction(1, 100), Counter()
    if "/" not in code:
        unit = catalog.units[code]
        return Fraction(unit.factor), Counter({unit.base: 1})
    if code == "人/10万人":
        return Fraction(1, 100_000), Counter()
    (up, up_of), (down, down_of) = (unit_scale(catalog, part) for part in code.split("/"))
    of = Counter(up_of)
    of.subtract(down_of)
    return up / down, Counter({k: n for k, n in of.items() if n})


def physical(catalog: Catalog, node: ast.expr, values: dict[str, Fraction]):
    """The quantity a formula stands for, in base units: its bare numbers are unit factors."""
    if isinstance(node, ast.Name):
        scale, of = unit_scale(catalog, catalog.indicators[node.id].unit)
        return values[node.id] * scale, of
    if isinstance(node, ast.Constant):
        return Fraction(1), Counter()
    assert isinstance(node, ast.BinOp)
    (left, left_of), (right, right_of) = (
        physical(catalog, side, values) for side in (node.left, node.right)
    )
    if isinstance(node.op, ast.Add | ast.Sub):
        assert left_of == right_of, "adds different things"
        return left + right, left_of
    sign = 1 if isinstance(node.op, ast.Mult) else -1
    of = Counter(left_of)
    for base, n in right_of.items():
        of[base] += sign * n
    value = left * right if sign == 1 else left / right
    return value, Counter({k: n for k, n in of.items() if n})


def test_each_formula_gives_the_quantity_and_size_of_its_unit(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        if indicator.formula is None:
            continue
        values = {p: Fraction(7 + 4 * n) for n, p in enumerate(indicator.parts)}
        quantity, of = physical(catalog, ast.parse(indicator.formula, mode="eval").body, values)
        scale, unit_of = unit_scale(catalog, indicator.unit)
        assert of == unit_of, indicator.code
        result = eval(indicator.formula, {"__builtins__": {}}, dict(values))
        assert result * scale == quantity, f"{indicator.code}: a unit factor is wrong"


def test_incomparable_indicators_say_so_of_each_other(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        for other in indicator.not_comparable_with:
            assert indicator.code in catalog.indicators[other].not_comparable_with
            assert other != indicator.code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rd_intensity", "rd_intensity_revised"),
        ("gdp", "gdp_first_published"),
        ("hightech_manufacturing_enterprises", "hightech_enterprises"),
        ("hightech_enterprises", "hightech_enterprises_recognized"),
        ("tech_contract_value", "tech_contract_value_registered"),
        ("invention_patents_per_10k", "valid_invention_patents_per_10k"),
        ("patent_industrialization_rate", "tech_contract_value_per_rd"),
    ],
)
def test_known_traps_are_two_indicators_never_compared(
    catalog: Catalog, one: str, other: str
) -> None:
    assert other in catalog.indicators[one].not_comparable_with


def test_first_published_and_revised_intensity_keep_their_own_values() -> None:
    tianjin = {
        row["indicator"]: row["value"]
        for row in observations()
        if row["region_code"] == "120000" and row["year"] == "2015"
    }
    assert tianjin["rd_intensity"] == "3.08"
    assert tianjin["rd_intensity_revised"] == "4.69"


def test_company_indices_and_evaluations_are_marked_unofficial(catalog: Catalog) -> None:
    assert {i.code for i in catalog.indicators.values() if not i.is_official} == {
        "talent_attraction_index",
        "talent_attraction_rank",
        "talent_net_inflow_share",
        "talent_retention_graduates",
        "regional_innovation_capability_score",
        "regional_innovation_capability_rank",
    }


# ---- the shipped figures ----------------------------------------------------------------------


def test_all_shipped_figures_are_there() -> None:
    assert len(observations()) == 13_714 + 2_223 + 33_340
    counts = Counter(row["indicator"] for row in observations())
    assert len(counts) == 71
    assert counts["gdp"] == 1_513 + 398
    assert counts["rd_expenditure"] == 537 + 204
    assert counts["tech_contract_value"] == 441
    assert counts["industrial_enterprises"] == 1 + 584
    # Counties: 2,826 rows of each of the census' tables.
    assert counts["higher_edu_population"] == 62 + 665 + 2_826


def test_observation_files_hold_their_indicator_in_order_without_repeats() -> None:
    keys = [key_of(row) for row in observations()]
    assert len(set(keys)) == len(keys)
    assert all(row["file"] == row["indicator"] for row in observations())
    by_file: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in observations():
        by_file[row["file"]].append((int(row["year"]), row["region_code"]))
    assert all(order == sorted(order) for order in by_file.values())


def test_every_published_indicator_has_figures_and_every_figure_an_indicator(
    catalog: Catalog,
) -> None:
    published = set(filter(catalog.is_published, catalog.indicators))
    assert {row["indicator"] for row in observations()} == published


def test_every_source_is_declared_and_used(catalog: Catalog) -> None:
    planned = {e.source for e in (*catalog.targets, *catalog.target_statements)}
    listed = {item.source_code for item in read_registers(paths.REGISTERS, catalog)[0]}
    used = {row["source"] for row in observations()} | planned | listed
    assert used == set(catalog.sources)


def test_sources_read_on_official_pages_carry_a_link_and_links_lead_to_such_pages(
    catalog: Catalog,
) -> None:
    sources = catalog.sources.values()
    assert [s.code for s in sources if s.grade == "A" and not s.url] == []
    copies = [s.url for s in sources if s.grade != "A" and s.url]
    official = ".gov.cn"
    assert [url for url in copies if not urlsplit(url).netloc.endswith(official)] == []


def test_every_figure_lies_in_a_known_region(catalog: Catalog) -> None:
    assert {row["region_code"] for row in observations()} - set(catalog.regions) == set()


# Worked out for cities alone. Every province publishes its intensity, on the GDP of its time.
# Census shares of provinces are with servicemen in one year and without them in the other, and
# counties have one census. Provinces' patents are set against their people and GDP.
OF_CITIES = {
    "rd_intensity_derived",
    "higher_edu_change",
    "bachelor_change",
    "patents_granted_per_100m_rd",
    "invention_patents_granted_per_100m_rd",
}


def test_levels_are_those_that_have_values(catalog: Catalog) -> None:
    for code, places in places_with_values(catalog).items():
        levels = {catalog.regions[region].level for region, _ in places}
        left_out = {"nation", "province", "county"} if code in OF_CITIES else set()
        assert levels - left_out == set(catalog.indicators[code].levels), code


def test_figures_convert_into_the_catalog_unit_and_lie_in_the_valid_range(
    catalog: Catalog, figures: list[tuple[dict[str, str], Fraction]]
) -> None:
    for row, value in figures:
        low, high = catalog.indicators[row["indicator"]].valid_range
        assert low is None or value >= low, row
        assert high is None or value <= high, row
        assert row["status"] in {"A", "E", "P"}, row


def test_a_slip_by_ten_thousand_is_out_of_range(
    catalog: Catalog, figures: list[tuple[dict[str, str], Fraction]]
) -> None:
    largest: dict[str, Fraction] = defaultdict(Fraction)
    for row, value in figures:
        largest[row["indicator"]] = max(largest[row["indicator"]], value)
    for code, value in largest.items():
        high = catalog.indicators[code].valid_range[1]
        assert high is not None and value * 10_000 > high, code


def test_provinces_add_up_to_the_nation_where_the_catalog_says_so(
    catalog: Catalog, figures: list[tuple[dict[str, str], Fraction]]
) -> None:
    totals: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    nation: dict[tuple[str, int], Fraction] = {}
    members: Counter = Counter()
    for row, value in figures:
        key = row["indicator"], int(row["year"])
        if row["region_code"] == "000000":
            nation[key] = value
        elif row["region_code"].endswith("0000"):
            totals[key] += value
            members[key] += 1
    checked = Counter()
    for key, whole in nation.items():
        tolerance = catalog.indicators[key[0]].total_tolerance_pct
        if tolerance is not None and members[key] == PROVINCES:
            assert abs(totals[key] / whole - 1) * 100 <= Fraction(str(tolerance)), key
            checked[key[0]] += 1
    declared = {i.code for i in catalog.indicators.values() if i.total_tolerance_pct is not None}
    assert set(checked) == declared - catalog.register_of.keys()
    assert checked["rd_expenditure"] == 14


def test_totals_with_unassigned_parts_are_never_asked_to_add_up(catalog: Catalog) -> None:
    for code in ("patents_granted", "valid_invention_patents", "tech_contract_value", "gdp"):
        assert catalog.indicators[code].total_tolerance_pct is None


def test_a_break_has_values_on_both_sides(catalog: Catalog) -> None:
    places = places_with_values(catalog)
    for indicator in catalog.indicators.values():
        years: dict[str, set[int]] = defaultdict(set)
        for region, year in places[indicator.code]:
            years[region].add(year)
        # Breaks of boundaries stand in all series of two cities, whatever years these have.
        for each in (b for b in indicator.breaks if not b.is_boundary):
            spans = {r for r, here in years.items() if min(here) < each.year <= max(here)}
            assert spans, (indicator.code, each.year)
            assert set(each.region_codes) <= spans, (indicator.code, each.year)


def test_each_correction_meets_exactly_the_error_it_declares(catalog: Catalog) -> None:
    by_key = {key_of(row): row for row in observations()}
    assert len(corrections()) == 7
    for entry in corrections():
        assert set(entry) == {"match", "field", "expect", "action", "value", "reason"}
        match = entry["match"]
        row = by_key[(match["indicator"], match["region_code"], match["year"])]
        assert row[entry["field"]] == entry["expect"]
        assert entry["action"] in {"replace", "reject"}
        reason = Text.model_validate(entry["reason"])
        assert reason.zh.endswith("。") and not CHINESE.search(reason.en)
        if entry["field"] == "unit":
            right = catalog.units[entry["value"]]
            assert right.base == catalog.unit_of(match["indicator"]).base
        if entry["field"] == "source":
            assert entry["value"] in catalog.sources


# ---- refusals ---------------------------------------------------------------------------------


def test_an_unknown_key_is_refused_by_file_and_name(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(paths.CATALOG, folder)
    file = folder / "indicators" / "rd_intensity.yml"
    file.write_text(file.read_text(encoding="utf-8") + "colour: red\n", encoding="utf-8")
    with pytest.raises(CatalogError, match=r"rd_intensity\.yml line \d+: colour: .*'red'"):
        load_catalog(folder)


def test_an_indicator_under_another_file_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(paths.CATALOG, folder)
    (folder / "indicators" / "gdp.yml").rename(folder / "indicators" / "gnp.yml")
    with pytest.raises(CatalogError, match=r"gnp\.yml line 1: code 'gdp' is not the file's name"):
        load_catalog(folder)
