"""What speaks against a finding among a region's own figures, and how moves and gaps are said."""

from dataclasses import replace

import pytest

from scoreboard.catalog import load_catalog
from scoreboard.diagnostics.collect import settings_of
from scoreboard.diagnostics.facts import Fact, RegionFacts
from scoreboard.diagnostics.judge import judge
from scoreboard.diagnostics.needed import find_needed
from scoreboard.diagnostics.signs import find_trend, look_at
from scoreboard.diagnostics.tiers import assign_tier
from tests.diagnostics.conftest import Shipped
from tests.diagnostics.region_fixtures import build_region, read_fixture

CATALOG = load_catalog()
RATIO = "invention_patents_granted_per_100m_rd"


def fired(rule_code: str) -> RegionFacts:
    fixture = read_fixture(rule_code)
    return build_region(fixture["level"], fixture["fires"])


def with_figure(facts: RegionFacts, code: str, year: int, value: float) -> RegionFacts:
    """The same region with one more figure of an indicator."""
    more = Fact(code, year, value, "A", "fixture")
    series = sorted((*facts.series.get(code, ()), more), key=lambda f: f.year)
    return replace(facts, series={**facts.series, code: tuple(series)})


def test_a_newer_figure_that_is_good_puts_a_finding_on_the_line() -> None:
    facts, rule = fired("city_inventions_per_rd_low"), CATALOG.rules["city_inventions_per_rd_low"]
    median = facts.peer_medians[RATIO].value
    before = judge(rule, facts, CATALOG)
    after = judge(rule, with_figure(facts, RATIO, 2024, median * 1.1), CATALOG)
    assert (before.state, after.state) == ("fires", "borderline")
    assert after.severity == 1
    assert any("2024年" in caveat.zh for caveat in after.caveats)
    # One that is bad as well leaves the finding as it is.
    still = judge(rule, with_figure(facts, RATIO, 2024, median * 0.5), CATALOG)
    assert (still.state, still.severity, still.caveats) == (
        before.state,
        before.severity,
        before.caveats,
    )


def test_a_newer_figure_that_is_good_beside_peers_alone_leaves_the_finding() -> None:
    """Decisive here are nation and peers; between the two it is still below the nation."""
    facts, rule = fired("absorbs_little"), CATALOG.rules["absorbs_little"]
    code = "tech_contract_value_absorbed_gdp_pct"
    nation, peers = facts.nation[code].value, facts.peer_medians[code].value
    low, high = sorted((nation, peers))
    between = with_figure(facts, code, 2024, (low + high) / 2 if low < high else low * 0.99)
    assert judge(rule, between, CATALOG).state == "fires"
    above = with_figure(facts, code, 2024, high * 1.01)
    assert judge(rule, above, CATALOG).state == "borderline"


def test_a_newer_figure_behind_a_break_says_nothing() -> None:
    facts, rule = fired("rd_input_low"), CATALOG.rules["rd_input_low"]
    code = "rd_intensity"
    newer = with_figure(facts, code, 2024, 10 * facts.values[code].value)
    # Figures of 2024 follow the economic census.
    assert judge(rule, newer, CATALOG).state == "fires"
    card = CATALOG.indicators[code].model_copy(update={"breaks": ()})
    unbroken = replace(CATALOG, indicators={**CATALOG.indicators, code: card})
    assert judge(rule, newer, unbroken).state == "borderline"


@pytest.mark.parametrize(("times", "is_doubted"), [(1.2, False), (1.5, True)])
def test_a_jump_to_the_bad_side_in_one_year_lowers_the_confidence(
    times: float, is_doubted: bool
) -> None:
    """Divided by 1.2 a figure falls by 17 %, by 1.5 it falls by 33 %; the line is 25."""
    facts, rule = fired("hightech_products_old"), CATALOG.rules["hightech_products_old"]
    code = "hightech_manufacturing_new_product_pct"
    before = judge(rule, facts, CATALOG)
    jumped = with_figure(facts, code, 2022, facts.values[code].value * times)
    after = judge(rule, jumped, CATALOG)
    assert after.state == before.state == "fires"
    assert after.severity <= 2 or not is_doubted
    assert (after.confidence != before.confidence) == is_doubted
    assert any("2022年" in caveat.zh for caveat in after.caveats) == is_doubted


def test_a_change_that_turned_says_since_when() -> None:
    facts, rule = fired("hightech_products_old"), CATALOG.rules["hightech_products_old"]
    code = "hightech_manufacturing_new_product_pct"
    series = [(2019, 13.3), (2020, 20.0), (2021, 30.0), (2022, 33.9), (2023, 18.9)]
    facts = replace(
        facts,
        values={**facts.values, code: Fact(code, 2023, 18.9, "A", "fixture")},
        series={**facts.series, code: tuple(Fact(code, y, v, "A", "fixture") for y, v in series)},
    )
    trend = find_trend(facts, code, CATALOG, settings_of(CATALOG))
    assert trend is not None
    assert trend.turn is not None
    assert (trend.first.year, trend.turn.year) == (2019, 2022)
    said = judge(rule, facts, CATALOG).sentence.zh
    assert "比2019年的13.3%升5.6个百分点，但比2022年的33.9%降15.0个百分点" in said


def test_a_detour_is_said_where_a_fall_was_steeper_than_it_seems() -> None:
    """10.66, 12.31, 8.24: 23 % below the first, and 33 % below the highest."""
    code = "ind_new_product_revenue_per_rd"
    facts, rule = fired("new_products_per_rd_low"), CATALOG.rules["new_products_per_rd_low"]
    series = [(2019, 10.66), (2020, 9.29), (2021, 11.92), (2022, 12.31), (2023, 8.24)]
    facts = replace(
        facts,
        values={**facts.values, code: Fact(code, 2023, 8.24, "A", "fixture")},
        series={**facts.series, code: tuple(Fact(code, y, v, "A", "fixture") for y, v in series)},
    )
    said = judge(rule, facts, CATALOG).sentence.zh
    assert "比2019年的10.66降23%，比2022年的12.31降33%" in said


def test_a_steady_change_and_a_small_dent_are_no_turn() -> None:
    code = "rd_intensity"
    for series in ([2.0, 2.1, 2.2, 2.3, 2.4], [2.0, 2.1, 2.45, 2.41, 2.4]):
        facts = build_region("province", {"values": {code: series[-1]}})
        figures = tuple(Fact(code, 2019 + n, v, "A", "x") for n, v in enumerate(series))
        trend = find_trend(
            replace(facts, series={code: figures}), code, CATALOG, settings_of(CATALOG)
        )
        assert trend is not None
        assert trend.turn is None


def test_few_researchers_among_many_engineers_are_no_lack_of_researchers() -> None:
    fixture = read_fixture("researchers_few")
    rule = CATALOG.rules["researchers_few"]
    for own, state in ((36.0, "silent"), (9.0, "fires")):
        case = fixture["fires"]
        case = {
            **case,
            "values": {**case["values"], "rd_researchers_fte_per_10k": own},
            "level": {"rd_researchers_fte_per_10k": 15.0},
        }
        assert judge(rule, build_region("province", case), CATALOG).state == state


def test_places_in_lists_of_unlike_length_are_compared_by_their_part() -> None:
    """No. 30 of 300 and no. 3 of 30 are as far in front."""
    rule = CATALOG.rules["city_firms_without_research"]
    code, sign = next((c, s) for c, s in rule.signs.items() if s.against == "place")
    facts = fired("city_firms_without_research")
    alike = replace(facts, ranks={sign.indicator: (30, 300), sign.other: (3, 30)})
    found = look_at(code, sign, alike, CATALOG, settings_of(CATALOG))
    assert found is not None
    assert found.distance == pytest.approx(0)
    behind = replace(facts, ranks={sign.indicator: (300, 300), sign.other: (3, 30)})
    worse = look_at(code, sign, behind, CATALOG, settings_of(CATALOG))
    assert worse is not None
    assert worse.distance == pytest.approx(270)


def test_an_amount_is_held_against_the_threshold_of_its_year(shipped: Shipped) -> None:
    """合肥: a GDP of 1.00 trillion in 2020, when 1.10 was asked; that of 2024 is no answer."""
    code = shipped.named("合肥")
    tier = shipped.tiers[code]
    size = next(c for c in tier.criteria if (c.tier_code, c.criterion_code) == ("hub", "size"))
    assert (size.year, size.of_year, size.is_met) == (2020, 2020, False)
    newer = {f.year: f.value for f in shipped.facts[code].series["gdp"]}
    assert newer[2024] > size.threshold
    # Rates are the newest that the city has: 4.00 % of 2024.
    research = next(
        c for c in tier.criteria if (c.tier_code, c.criterion_code) == ("hub", "research")
    )
    assert (research.value, research.year) == (4.0, 2024)
    only_new = replace(shipped.facts[code], series={"gdp": shipped.facts[code].series["gdp"][-1:]})
    again = assign_tier(only_new, shipped.catalog)
    assert next(c for c in again.criteria if c.criterion_code == "size").is_met is None


def test_a_citys_part_is_of_what_its_province_published_then(shipped: Shipped) -> None:
    """合肥 26.9 % of 2023 (12,674 of 47,051), not 26.3 % of a revised whole.

    Its figures up to 2018 are of before the fourth economic census.
    """
    city = shipped.facts[shipped.named("安徽")].largest_cities["gdp"]
    assert city.share_pct == pytest.approx(12673.8 / 47050.6 * 100, abs=0.05)
    assert city.earlier_year is not None
    assert city.earlier_year >= 2019


def test_what_it_takes_is_worked_out_from_amounts_and_said_with_two_digits(
    shipped: Shipped,
) -> None:
    """陕西: 33,786.1 x 2.65 % - 846.0 = 49.3; from the rounded 2.50 % it would be 50.8."""
    code = shipped.named("陕西")
    finding = next(f for f in shipped.findings[code] if f.rule_code == "rd_input_low")
    needed = find_needed(finding, shipped.facts[code], shipped.catalog)
    assert needed is not None
    assert needed.amount == pytest.approx(49.0)


def test_nobody_is_told_to_turn_technicians_into_researchers(shipped: Shipped) -> None:
    found = [
        find_needed(finding, shipped.facts[code], shipped.catalog)
        for code, findings in shipped.findings.items()
        for finding in findings
        if finding.rule_code == "researchers_few"
    ]
    assert len(found) == 31
    # What it takes is said of researchers per head, never of their part of the R&D personnel.
    asked = {needed.indicator_code for needed in found if needed is not None}
    assert asked <= {"rd_researchers_fte_per_10k"}
