"""A what-if is accounting: what is moved moves, what is worked out from it follows, no more."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.catalog import load_catalog
from scoreboard.diagnostics.moves import (
    MOST_MOVES,
    Move,
    apply_moves,
    depends_on,
    read_moves,
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
        "tech_contract_value_per_rd",
    }


def test_other_regions_stay_as_they_are() -> None:
    assert figures(move("rd_expenditure:+100"))["rd_expenditure", SICHUAN, 2023] == 1300.0


def test_a_target_and_the_amount_that_reaches_it_are_the_same() -> None:
    assert figures(move("rd_expenditure:=900")) == figures(move("rd_expenditure:+100"))


def test_a_published_intensity_is_not_moved_by_the_expenditure() -> None:
    # It is a figure of its own: the bulletin rounds it and uses another GDP.
    assert figures(move("rd_expenditure:+100"))["rd_intensity", SHAANXI, 2023] == 2.5


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
    assert set(ordered) == {code for code, i in CATALOG.indicators.items() if i.parts}
    for place, code in enumerate(ordered):
        assert not set(CATALOG.indicators[code].parts) & set(ordered[place:])


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
