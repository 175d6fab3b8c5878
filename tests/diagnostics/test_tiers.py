"""Tiers: criteria that are data, lines that are said, gaps that give nothing, a second opinion."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pandas as pd
import pytest

from scoreboard import paths
from scoreboard.analysis.clusters import Clusters, cluster_regions
from scoreboard.catalog import Catalog, CatalogError, load_catalog, read_catalog
from scoreboard.diagnostics import TierAssignment, assign_tier
from scoreboard.diagnostics.facts import Fact, RegionFacts
from scoreboard.diagnostics.second_opinion import find_second_opinions
from scoreboard.diagnostics.tier_sentence import write_second_opinion, write_tier
from tests.diagnostics.conftest import Shipped

CATALOG = load_catalog()
HUB = {
    "rd_intensity": 3.6,
    "rd_researchers_fte_per_10k": 33.0,
    "valid_invention_patents_per_10k": 44.0,
    "hightech_enterprises_recognized_per_10k": 2.3,
}
BASE = {
    "rd_intensity": 2.4,
    "rd_personnel_fte_per_10k": 30.0,
    "hightech_enterprises_recognized_per_10k": 1.0,
    "hightech_manufacturing_new_product_pct": 25.0,
}


def region(values: dict[str, float], code: str = "610000", year: int = 2023) -> RegionFacts:
    return RegionFacts(
        region_code=code,
        level="province",
        this_year=2023,
        values={c: Fact(c, year, v, "A", "fixture") for c, v in values.items()},
        series={},
        nation={},
    )


def tier_of(values: dict[str, float], catalog: Catalog = CATALOG) -> TierAssignment:
    return assign_tier(region(values), catalog)


def test_the_first_tier_enough_of_whose_criteria_are_met_is_given() -> None:
    assert tier_of(HUB | BASE | {"rd_intensity": 3.6}).tier_code == "province_hub"
    assert tier_of(BASE).tier_code == "province_base"
    assert tier_of(dict.fromkeys([*HUB, *BASE], 0.1)).tier_code == "province_growth"


def test_three_of_four_criteria_are_enough_and_two_are_not() -> None:
    one_short = HUB | {"valid_invention_patents_per_10k": 10.0}
    assert tier_of(one_short).tier_code == "province_hub"
    two_short = one_short | {"rd_researchers_fte_per_10k": 10.0}
    assert tier_of(two_short).tier_code != "province_hub"


def test_each_criterion_is_listed_with_value_year_threshold_and_whether_it_is_met() -> None:
    assignment = tier_of(HUB)
    found = {(r.tier_code, r.criterion_code): r for r in assignment.criteria}
    assert len(found) == sum(
        len(t.criteria) for t in CATALOG.tiers.values() if "province" in t.code
    )
    research = found[("province_hub", "research")]
    assert (research.value, research.year, research.threshold) == (3.6, 2023, 3.0)
    assert research.is_met is True
    people = found[("province_base", "people")]
    assert people.value is None
    assert people.is_met is None


def test_a_value_within_the_margin_of_a_threshold_is_on_the_line_on_either_side() -> None:
    # Two of four met and one just short: with it met the tier would be given.
    nearly = HUB | {"rd_intensity": 2.9, "valid_invention_patents_per_10k": 10.0}
    assignment = tier_of(nearly | {"rd_personnel_fte_per_10k": 80.0})
    assert assignment.is_borderline
    assert assignment.other_tier_code == "province_hub"
    barely = (
        HUB
        | {"rd_intensity": 3.1, "valid_invention_patents_per_10k": 10.0}
        | {"rd_personnel_fte_per_10k": 80.0}
    )
    assignment = tier_of(barely)
    assert assignment.tier_code == "province_hub"
    assert assignment.is_borderline
    assert assignment.other_tier_code == "province_base"
    assert not tier_of(HUB).is_borderline


def test_a_criterion_without_a_figure_does_not_count_and_too_few_give_no_tier() -> None:
    three = {c: v for c, v in HUB.items() if c != "rd_intensity"}
    assignment = tier_of(three)
    assert assignment.tier_code == "province_hub"
    assert assignment.rule_for_missing is not None
    assert "4项标准中3项有数据" in assignment.rule_for_missing.zh
    two = {c: HUB[c] for c in list(HUB)[:2]}
    assignment = tier_of(two)
    assert assignment.tier_code == "province_growth"
    assert not assignment.is_confirmed
    said = " ".join(write_tier(assignment, CATALOG, "en"))
    assert "too few figures are known" in said
    assert "2 of 4 criteria have a figure, fewer than 3" in said


def research_of(published: int | None, worked_out: int | None) -> tuple[float | None, str]:
    """The figure and the indicator of a city's criterion of research, by the years of its two."""
    years = {"rd_intensity": published, "rd_intensity_derived": worked_out}
    values = {
        c: Fact(c, y, {"rd_intensity": 2.0}.get(c, 3.0), "A", "s") for c, y in years.items() if y
    }
    facts = replace(region({}), region_code="410300", level="city", this_year=2020, values=values)
    results = assign_tier(facts, CATALOG).criteria
    found = next(r for r in results if (r.tier_code, r.criterion_code) == ("base", "research"))
    return found.value, found.indicator_code


@pytest.mark.parametrize(
    ("published", "worked_out", "used"),
    [
        (2020, 2022, (2.0, "rd_intensity")),
        (2019, 2022, (3.0, "rd_intensity_derived")),
        (None, 2019, (3.0, "rd_intensity_derived")),
        (2020, None, (2.0, "rd_intensity")),
        (None, None, (None, "rd_intensity")),
    ],
)
def test_a_published_figure_goes_first_unless_it_is_over_two_years_older(
    published: int | None, worked_out: int | None, used: tuple[float | None, str]
) -> None:
    assert research_of(published, worked_out) == used


def test_a_figure_too_old_is_as_good_as_missing() -> None:
    assignment = assign_tier(region(HUB, year=2019), CATALOG)
    assert all(r.value is None for r in assignment.criteria)
    assert not assignment.is_confirmed


def copy_catalog(folder: Path) -> Path:
    copy = folder / "catalog"
    copytree(paths.CATALOG, copy)
    return copy


def test_an_analysts_own_choice_is_in_force_recorded_and_shown(tmp_path: Path) -> None:
    folder = copy_catalog(tmp_path)
    (folder / "tier_overrides.yml").write_text(
        '- region: "610000"\n  tier: province_hub\n  by: 张三\n  date: "2026-01-31"\n'
        "  reason: {zh: 国家科学中心所在地, en: Seat of a national science centre.}\n",
        "utf-8",
    )
    catalog = read_catalog(folder)
    assignment = tier_of(BASE, catalog)
    assert assignment.tier_code == "province_hub"
    assert assignment.kind == "hub"
    assert assignment.computed_tier_code == "province_base"
    said = write_tier(assignment, catalog, "en")[-1]
    assert "张三" in said
    assert "2026-01-31" in said
    assert "Seat of a national science centre." in said
    assert "industrial province" in said


@pytest.mark.parametrize(
    "entry",
    [
        {"region": "610000", "tier": "hub"},  # a tier of cities
        {"region": "999999", "tier": "province_hub"},
        {"region": "610000", "tier": "nowhere"},
    ],
)
def test_an_override_must_fit_the_region(tmp_path: Path, entry: dict[str, str]) -> None:
    folder = copy_catalog(tmp_path)
    (folder / "tier_overrides.yml").write_text(
        f'- region: "{entry["region"]}"\n  tier: {entry["tier"]}\n  by: a\n  date: "2026-01-31"\n'
        "  reason: {zh: 理由, en: reason}\n",
        "utf-8",
    )
    with pytest.raises(CatalogError, match=r"tier_overrides.yml"):
        read_catalog(folder)


def test_a_criterion_is_one_entry_and_changes_the_tier(tmp_path: Path) -> None:
    """docs/adding.md: a tier criterion is one entry in data/catalog/tiers.yml."""
    folder = copy_catalog(tmp_path)
    file = folder / "tiers.yml"
    text = file.read_text("utf-8")
    head, _found, tail = text.partition("- code: province_hub\n")
    before, _found, after = tail.partition("  criteria:\n")
    entry = (
        "    - code: basic\n      indicator: rd_basic_research_pct\n      at_least: 10\n"
        "      why: {zh: 试加, en: tried}\n"
        "    - code: public\n      indicator: fiscal_st_expenditure_pct\n      at_least: 5\n"
        "      why: {zh: 试加, en: tried}\n"
    )
    file.write_text(
        head + "- code: province_hub\n" + before + "  criteria:\n" + entry + after, "utf-8"
    )
    catalog = read_catalog(folder)
    values = HUB | {"rd_basic_research_pct": 5.0, "fiscal_st_expenditure_pct": 1.0}
    assert tier_of(values).tier_code == "province_hub"
    assignment = tier_of(values, catalog)
    assert assignment.tier_code != "province_hub"
    assert {r.criterion_code for r in assignment.criteria} >= {"basic", "public"}


def test_groups_are_found_again_whatever_the_order() -> None:
    draw = np.random.default_rng(7)
    centres = np.array([[0, 0], [9, 0], [0, 9]])
    points = np.vstack([centre + draw.normal(0, 0.5, (8, 2)) for centre in centres])
    matrix = pd.DataFrame(points, columns=["a", "b"]).rename(index=str)
    weights = pd.Series({"a": 1.0, "b": 1.0})
    found = cluster_regions(matrix, weights)
    assert found is not None
    assert found.count == 3
    assert max(found.silhouettes, key=found.silhouettes.get) == 3  # type: ignore[arg-type]
    groups = {frozenset(g) for g in found.labels.groupby(found.labels).groups.values()}
    again = cluster_regions(matrix.sample(frac=1, random_state=1), weights)
    assert again is not None
    assert {frozenset(g) for g in again.labels.groupby(again.labels).groups.values()} == groups
    assert groups == {frozenset(map(str, range(k, k + 8))) for k in (0, 8, 16)}


def test_regions_without_all_traits_are_left_out_and_few_regions_are_no_groups() -> None:
    matrix = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 6, np.nan]}, index=list("abcdefg"))
    weights = pd.Series({"a": 1.0})
    found = cluster_regions(matrix, weights)
    assert found is not None
    assert found.left_out == ("g",)
    assert cluster_regions(matrix.iloc[:5], weights) is None


def test_the_second_opinion_differs_only_where_groups_can_tell_the_tier() -> None:
    labels = pd.Series({"a": 0, "b": 0, "c": 0, "d": 1, "e": 1, "f": 1})
    clusters = Clusters(labels, 2, {2: 0.5}, ())
    tiers = {"a": "base", "b": "base", "c": "hub", "d": "town", "e": "town", "f": "base"}
    found = find_second_opinions(clusters, tiers)
    assert not found["a"].differs
    # Hubs lead no group: nothing is said against them.
    assert not found["c"].is_told_apart
    assert not found["c"].differs
    assert found["f"].differs
    assert found["f"].tier_code == "town"
    assert found["f"].tier_share == 1.0
    assert find_second_opinions(None, tiers) == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tier_is_said_in_words_of_one_language(shipped: Shipped, language: str) -> None:
    for assignment in shipped.tiers.values():
        text = " ".join(write_tier(assignment, shipped.catalog, language))  # type: ignore[arg-type]
        assert text
        assert "{" not in text
        assert (language == "zh") == any("一" <= letter <= "鿿" for letter in text)
    assert write_second_opinion(None, shipped.catalog, "zh") == ""


def test_an_unknown_level_has_no_tier() -> None:
    with pytest.raises(ValueError, match="zone"):
        assign_tier(replace(region(HUB), level="zone"), CATALOG)
