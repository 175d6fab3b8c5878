"""A what-if is accounting: what is moved moves, what is worked out from it follows, no more."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.catalog import RuleSign, load_catalog
from scoreboard.diagnostics.moves import (
    MOST_MOVES,
    Move,
    Stays,
    apply_moves,
    depends_on,
    read_moves,
    stands_alone,
    write_moves,
)
from scoreboard.diagnostics.what_if import WhatIf, ask_what_if, look_out, rank_in_composite
from scoreboard.store.reading import Store

CATALOG = load_catalog()
PUBLISHED = sorted(code for code, i in CATALOG.indicators.items() if not i.parts)
SHAANXI, SICHUAN = "610000", "510000"


def panel_of(rows: list[tuple[str, str, int, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["indicator_code", "region_code", "year", "value"])
    return frame.assign(status="A", source_code="s")


# Shaanxi's figures of 2022 and 2023 in round numbers: 亿元 and 万人; contracts end in 2022.
PANEL = panel_of(
    [
        ("rd_expenditure", SHAANXI, 2022, 700.0),
        ("rd_expenditure", SHAANXI, 2023, 800.0),
        ("rd_expenditure", SICHUAN, 2023, 1300.0),
        ("population", SHAANXI, 2023, 4000.0),
        ("rd_expenditure_per_capita", SHAANXI, 2023, 2000.0),
        ("tech_contract_value", SHAANXI, 2022, 2800.0),
        ("tech_contract_value_per_rd", SHAANXI, 2022, 4.0),
        ("rd_intensity", SHAANXI, 2023, 2.5),
    ]
)
YEARS = {
    "rd_expenditure": 2023,
    "population": 2023,
    "rd_expenditure_per_capita": 2023,
    "tech_contract_value": 2022,
    "tech_contract_value_per_rd": 2022,
    "rd_intensity": 2023,
}


def move(text: str):
    moves, problems = read_moves(text, CATALOG)
    assert not problems
    return apply_moves(PANEL, SHAANXI, moves, YEARS, CATALOG)


def figures(moved) -> dict[tuple[str, str, int], float]:
    rows = moved.panel
    return dict(
        zip(
            zip(rows["indicator_code"], rows["region_code"], rows["year"], strict=True),
            rows["value"],
            strict=True,
        )
    )


def test_half_a_point_more_of_intensity_moves_that_figure_and_nothing_else() -> None:
    moved = move("rd_intensity:+0.5")
    assert [(c.indicator_code, c.year, c.before, c.after) for c in moved.changes] == [
        ("rd_intensity", 2023, 2.5, 3.0)
    ]
    assert (moved.panel["value"] != PANEL["value"]).sum() == 1


def test_what_is_worked_out_from_a_moved_figure_moves_with_it() -> None:
    # 900 亿元 for 4000 万人 are 2250 元 a head; in 2022, where contracts are compared, R&D is
    # moved by the same 100 亿元, and 2800 / 800 = 3.5.
    moved = move("rd_expenditure:=900")
    found = figures(moved)
    assert found["rd_expenditure_per_capita", SHAANXI, 2023] == pytest.approx(2250)
    assert found["rd_expenditure", SHAANXI, 2022] == pytest.approx(800)
    assert found["tech_contract_value_per_rd", SHAANXI, 2022] == pytest.approx(3.5)
    assert {c.indicator_code for c in moved.changes if c.is_worked_out} == {
        "rd_expenditure_per_capita",
        "rd_intensity",
        "tech_contract_value_per_rd",
    }


def test_other_regions_stay_as_they_are() -> None:
    assert figures(move("rd_expenditure:+100"))["rd_expenditure", SICHUAN, 2023] == 1300.0


def test_a_target_and_the_amount_that_reaches_it_are_the_same() -> None:
    assert figures(move("rd_expenditure:=900")) == figures(move("rd_expenditure:+100"))


# Both intensities, and a ratio over population, of which there is a figure of 2020 alone.
PUBLISHED_RATIOS = panel_of(
    [
        ("rd_expenditure", SHAANXI, 2022, 700.0),
        ("rd_expenditure", SHAANXI, 2023, 800.0),
        ("gdp", SHAANXI, 2023, 32000.0),
        ("gdp_first_published", SHAANXI, 2023, 32000.0),
        ("rd_intensity", SHAANXI, 2023, 2.5),
        ("rd_intensity", SHAANXI, 2022, 2.3),
        ("rd_intensity_revised", SHAANXI, 2022, 2.1),
        ("population", SHAANXI, 2020, 4000.0),
        ("higher_edu_per_100k", SHAANXI, 2010, 10000.0),
        ("higher_edu_per_100k", SHAANXI, 2020, 18000.0),
        ("higher_edu_change", SHAANXI, 2020, 8.0),
        ("gdp_per_capita", SHAANXI, 2023, 80000.0),
    ]
)
RATIO_YEARS = {
    "rd_expenditure": 2023,
    "gdp": 2023,
    "gdp_first_published": 2023,
    "rd_intensity": 2023,
    "rd_intensity_revised": 2022,
    "population": 2020,
    "higher_edu_per_100k": 2020,
    "higher_edu_change": 2020,
    "gdp_per_capita": 2023,
}


def move_ratios(text: str):
    moves, problems = read_moves(text, CATALOG)
    assert not problems
    return apply_moves(PUBLISHED_RATIOS, SHAANXI, moves, RATIO_YEARS, CATALOG)


def test_more_rd_raises_both_published_intensities_by_as_much_each_in_its_year() -> None:
    # 900 / 800 x 2.5 = 2.8125 of 2023; 800 / 700 x 2.1 = 2.4 of 2022.
    moved = move_ratios("rd_expenditure:+100")
    found = figures(moved)
    assert found["rd_intensity", SHAANXI, 2023] == pytest.approx(2.8125)
    assert found["rd_intensity_revised", SHAANXI, 2022] == pytest.approx(2.4)
    changed = {c.indicator_code: c.is_worked_out for c in moved.changes}
    assert changed == {"rd_expenditure": False, "rd_intensity": True, "rd_intensity_revised": True}
    assert moved.stays == ()


def test_a_larger_gdp_lowers_the_intensity_and_raises_gdp_a_head() -> None:
    # 32,000 / 40,000 x 2.5 = 2.0; 40,000 / 32,000 x 80,000 = 100,000.
    found = figures(move_ratios("gdp:+8000,gdp_first_published:+8000"))
    assert found["rd_intensity", SHAANXI, 2023] == pytest.approx(2.0)
    assert found["gdp_per_capita", SHAANXI, 2023] == pytest.approx(100_000)


def test_when_both_parts_of_a_ratio_move_both_count() -> None:
    # 960 / 800 x 32,000 / 40,000 = 0.96, of 2.5: 2.4.
    found = figures(move_ratios("rd_expenditure:+160,gdp_first_published:+8000"))
    assert found["rd_intensity", SHAANXI, 2023] == pytest.approx(2.4)


def test_what_is_worked_out_from_a_published_ratio_moves_with_it() -> None:
    # 4,000 / 5,000 x 18,000 = 14,400 in 100,000: 14.4%, which is 4.4 points above the 10% of 2010.
    found = figures(move_ratios("population:=5000"))
    assert found["higher_edu_per_100k", SHAANXI, 2020] == pytest.approx(14_400)
    assert found["higher_edu_per_100k", SHAANXI, 2010] == 10_000
    assert found["higher_edu_change", SHAANXI, 2020] == pytest.approx(4.4)


def test_a_ratio_without_a_figure_of_its_part_in_its_year_stays_and_is_named() -> None:
    moved = move_ratios("population:+100")
    assert figures(moved)["gdp_per_capita", SHAANXI, 2023] == 80_000
    assert moved.stays == (Stays("gdp_per_capita", 2023, "population"),)
    # GDP has no figure of 2022, the year of the revised intensity.
    assert move_ratios("gdp:+1").stays == (Stays("rd_intensity_revised", 2022, "gdp"),)


def test_a_ratio_that_the_reader_moves_is_where_the_reader_put_it() -> None:
    moved = move_ratios("rd_expenditure:+100,rd_intensity:=3")
    assert figures(moved)["rd_intensity", SHAANXI, 2023] == 3.0
    changed = {c.indicator_code: c.is_worked_out for c in moved.changes}
    assert changed["rd_intensity"] is False
    alone = move_ratios("rd_intensity:=3")
    assert [c.indicator_code for c in alone.changes] == ["rd_intensity"]


def test_a_move_that_takes_a_published_ratio_beyond_its_range_is_refused() -> None:
    # 5,000 / 800 x 2.5 = 15.6, and an intensity ends at 15; 4,900 / 700 x 2.1 = 14.7 would do.
    moved = move_ratios("rd_expenditure:=5000")
    assert [(p.reason, p.indicator_code) for p in moved.problems] == [
        ("result_out_of_range", "rd_intensity")
    ]
    assert moved.changes == ()
    nothing = move_ratios("gdp_first_published:=0")
    assert "rd_intensity" in {p.indicator_code for p in nothing.problems}


def test_more_rd_moves_what_is_said_of_the_intensity(
    shipped: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    """Shaanxi: (2.65 / 2.50 - 1) x 846.0 = 50.8, which takes it to the nation's intensity."""
    found = ask(shipped, SHAANXI, "rd_expenditure:+50.8")
    after = {c.indicator_code: c.after for c in found.moved.changes}
    assert after["rd_intensity"] == pytest.approx(2.65, abs=1e-3)
    assert found.after.chains.indices["science"] > found.before.chains.indices["science"]


def test_a_count_that_nothing_looks_at_stands_alone_and_the_catalog_says_so() -> None:
    lists = ("pilot_platforms_miit_key", "pilot_platforms_municipal", "pilot_platforms_national")
    for code in ("pilot_test_bases", *lists):
        assert stands_alone(CATALOG, code, "province"), code
    for code in ("rd_intensity", "rd_expenditure", "gdp", "rd_researchers_pct"):
        assert not stands_alone(CATALOG, code, "province"), code
    # Read by rules of cities only.
    assert stands_alone(CATALOG, "professional_employment_pct", "province")
    assert not stands_alone(CATALOG, "professional_employment_pct", "city")


def test_a_rule_that_looks_at_the_bases_ends_that() -> None:
    rule = CATALOG.rules["pilot_gap"]
    sign = RuleSign(indicator="pilot_test_bases", against="nation")
    looking = rule.model_copy(update={"signs": {**rule.signs, "bases": sign}})
    catalog = replace(CATALOG, rules={**CATALOG.rules, "pilot_gap": looking})
    assert not stands_alone(catalog, "pilot_test_bases", "province")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("rd_intensity:+20", "out_of_range"),
        ("rd_expenditure:-801", "out_of_range"),
        ("pilot_test_bases:+5", "no_figure"),
    ],
)
def test_an_impossible_move_is_not_made_and_says_why(text: str, reason: str) -> None:
    moves, _problems = read_moves(text, CATALOG)
    moved = apply_moves(PANEL, SHAANXI, moves, YEARS, CATALOG)
    assert [p.reason for p in moved.problems] == [reason]
    assert moved.changes == ()
    pd.testing.assert_frame_equal(moved.panel, PANEL)


def test_a_move_that_takes_a_ratio_beyond_its_range_is_refused_by_the_ratios_name() -> None:
    rows = [
        ("rd_expenditure", SHAANXI, 2023, 800.0),
        ("ind_rd_expenditure", SHAANXI, 2023, 400.0),
        ("ind_rd_expenditure_pct", SHAANXI, 2023, 50.0),
    ]
    years = {code: 2023 for code, *_rest in rows}
    moves, _problems = read_moves("ind_rd_expenditure:+500", CATALOG)
    moved = apply_moves(panel_of(rows), SHAANXI, moves, years, CATALOG)
    assert [(p.reason, p.indicator_code, p.high) for p in moved.problems] == [
        ("result_out_of_range", "ind_rd_expenditure_pct", 100)
    ]
    assert moved.changes == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense", "unreadable"),
        ("no_such_indicator:+1", "unknown_indicator"),
        ("rd_intensity:much", "not_a_number"),
        ("rd_intensity:1.2.3", "not_a_number"),
        ("rd_intensity:+1,rd_intensity:+2", "twice"),
        ("rd_expenditure_per_capita:+1", "worked_out"),
        (",".join(f"{code}:+1" for code in PUBLISHED[: MOST_MOVES + 1]), "too_many"),
    ],
)
def test_what_cannot_be_moved_is_told_and_not_raised(text: str, reason: str) -> None:
    _moves, problems = read_moves(text, CATALOG)
    assert [p.reason for p in problems] == [reason]


def test_a_plus_that_a_browser_turned_into_a_space_is_still_a_plus() -> None:
    assert read_moves("rd_intensity: 0.5", CATALOG) == read_moves("rd_intensity:+0.5", CATALOG)


AMOUNTS = st.decimals(-10_000, 10_000, places=3).map(float)
MOVES = st.lists(
    st.builds(Move, st.sampled_from(PUBLISHED), st.sampled_from(["by", "to"]), AMOUNTS),
    max_size=MOST_MOVES,
    unique_by=lambda m: m.indicator_code,
)


@given(MOVES)
def test_every_set_of_moves_is_read_back_as_it_was_written(moves: list[Move]) -> None:
    assert read_moves(write_moves(moves), CATALOG) == (tuple(moves), ())


@given(st.text(max_size=60))
def test_no_link_raises(text: str) -> None:
    read_moves(text, CATALOG)


@given(st.sampled_from(["rd_expenditure", "population", "tech_contract_value"]), AMOUNTS)
def test_figures_worked_out_agree_with_their_formula_after_any_move(
    code: str, amount: float
) -> None:
    moved = apply_moves(PANEL, SHAANXI, [Move(code, "by", amount)], YEARS, CATALOG)
    found = figures(moved)
    for (indicator, region, year), value in found.items():
        formula = CATALOG.indicators[indicator].formula
        parts = {c: v for (c, r, y), v in found.items() if (r, y) == (region, year)}
        if formula and region == SHAANXI:
            assert value == pytest.approx(eval(formula, {}, parts))


def test_parts_come_before_what_is_worked_out_from_them() -> None:
    ordered = [i.code for i in depends_on(CATALOG, PUBLISHED)]
    parts = {code: set(i.parts) for code, i in CATALOG.indicators.items() if i.parts}
    parts |= {r.code: set(r.parts) for r in CATALOG.published_ratios.values() if r.parts}
    assert set(ordered) == set(parts)
    for place, code in enumerate(ordered):
        assert not parts[code] & set(ordered[place:])


@pytest.fixture(scope="module")
def shipped(releases: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    store = Store(releases, 1)
    return store.read_panel("province"), store.read_panel("city")


def ask(shipped: tuple[pd.DataFrame, pd.DataFrame], region: str, text: str) -> WhatIf:
    panel, cities = shipped
    moves, problems = read_moves(text, CATALOG)
    assert not problems
    before = look_out(panel, region, "province", CATALOG, cities=cities)
    assert before is not None
    peers = {region: before.facts.peers}
    return ask_what_if(panel, before, moves, CATALOG, cities=cities, peers=peers)


def test_no_move_changes_nothing(shipped: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = ask(shipped, SHAANXI, "")
    assert found.after is found.before
    assert found.changed_findings == ()


def test_shaanxi_with_the_intensity_of_beijing_meets_one_more_criterion(
    shipped: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    found = ask(shipped, SHAANXI, "rd_intensity:=6.5")
    before, after = (
        {c.indicator_code for c in o.tier.criteria if c.is_met and c.tier_code == "province_hub"}
        for o in (found.before, found.after)
    )
    assert after - before == {"rd_intensity"}
    assert found.after.rank.rank <= found.before.rank.rank
    assert found.after.rank.low <= found.after.rank.rank <= found.after.rank.high
    # 2.5 stands at (2.5 − 0.5) / 3.5 between the goalposts, 6.5 at 1; a third of the chain.
    gained = found.after.chains.indices["science"] - found.before.chains.indices["science"]
    assert gained == pytest.approx((1 - 2 / 3.5) / 3)
    assert found.after.chains.coordination > found.before.chains.coordination


def test_a_figure_moved_there_and_back_gives_the_same_diagnosis(
    shipped: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    _panel, cities = shipped
    there = ask(shipped, SHAANXI, "ind_new_product_revenue:+4000")
    assert there.changed_findings
    moves, _problems = read_moves("ind_new_product_revenue:-4000", CATALOG)
    peers = {SHAANXI: there.before.facts.peers}
    back = ask_what_if(there.moved.panel, there.after, moves, CATALOG, cities=cities, peers=peers)
    assert back.after.findings == there.before.findings
    assert back.after.tier == there.before.tier
    assert back.after.rank == there.before.rank


def test_more_new_products_end_the_finding_that_there_are_few(
    shipped: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    found = ask(shipped, SHAANXI, "ind_new_product_revenue:+4000")
    changed = {c.before.rule_code: (c.before.state, c.after.state) for c in found.changed_findings}
    assert changed["new_products_per_rd_low"] == ("fires", "silent")


def test_a_move_counts_in_the_year_of_the_composite_too() -> None:
    # A composite of 2022 holds R&D a head; the comparison is of 2023.
    panel = panel_of(
        [
            ("rd_expenditure", SHAANXI, 2022, 700.0),
            ("rd_expenditure", SHAANXI, 2023, 800.0),
            ("population", SHAANXI, 2022, 4000.0),
            ("population", SHAANXI, 2023, 4000.0),
            ("rd_expenditure_per_capita", SHAANXI, 2022, 1750.0),
            ("rd_expenditure_per_capita", SHAANXI, 2023, 2000.0),
        ]
    )
    moves, _problems = read_moves("rd_expenditure:+100", CATALOG)
    years = dict.fromkeys(("rd_expenditure", "population", "rd_expenditure_per_capita"), 2023)
    also = {"rd_expenditure_per_capita": 2022}
    found = figures(apply_moves(panel, SHAANXI, moves, years, CATALOG, also))
    assert found["rd_expenditure_per_capita", SHAANXI, 2023] == pytest.approx(2250)
    assert found["rd_expenditure_per_capita", SHAANXI, 2022] == pytest.approx(2000)
    without = figures(apply_moves(panel, SHAANXI, moves, years, CATALOG))
    assert without["rd_expenditure_per_capita", SHAANXI, 2022] == 1750.0


def test_a_figure_that_is_newer_than_the_composite_moves_the_rank(
    shipped: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    # New product revenue is compared in 2024, the composite is of 2023.
    found = ask(shipped, SHAANXI, "ind_new_product_revenue:+4000")
    assert [c.year for c in found.moved.changes if not c.is_worked_out] == [2024]
    assert (found.before.rank.year, found.after.rank.year) == (2023, 2023)
    assert found.after.rank.score > found.before.rank.score


def test_the_rank_before_the_moves_is_the_one_of_the_composite_page(
    shipped: tuple[pd.DataFrame, pd.DataFrame], releases: Path
) -> None:
    from scoreboard.answers import composited
    from scoreboard.answers.release import open_release
    from scoreboard.store.folder import key_of

    release = open_release(key_of(releases, 1))
    panel, _cities = shipped
    ranks = []
    for region in CATALOG.children("000000", "province"):
        told = composited.rank_of(release, "province", region.code)
        if region.code in (SHAANXI, "110000", "540000"):
            assert told == rank_in_composite(panel, region.code, "province", CATALOG)
        if told:
            assert 1 <= told.low <= told.high <= told.regions == 31
            ranks.append(told.rank)
    assert sorted(ranks) == list(range(1, 32))
