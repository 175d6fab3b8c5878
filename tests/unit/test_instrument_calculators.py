"""The calculators give the founding papers' own examples, and bounds never end in an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scoreboard.analysis.instruments import (
    check_inputs,
    compare_lines,
    complete_inputs,
    fund_institute,
    plan_stages,
    score_consortium,
    share_chain_project,
    share_income,
    split_amount,
    subsidise_pilot,
)
from scoreboard.catalog import Instrument, load_catalog

INSTRUMENTS = load_catalog().instruments
CALCULATORS = {
    "income_sharing": share_income,
    "chain_sharing": share_chain_project,
    "pilot_subsidy": subsidise_pilot,
    "shared_line": compare_lines,
    "institute_funding": fund_institute,
    "staged_fund": plan_stages,
    "consortium_kpi": score_consortium,
}
amounts = st.floats(0, 1e7)


def with_defaults(code: str, **changes: float) -> dict[str, float]:
    return INSTRUMENTS[code].defaults | changes


def entered_for(instrument: Instrument) -> st.SearchStrategy[dict[str, float]]:
    """Any numbers at all, also none that make sense."""
    return st.dictionaries(
        st.sampled_from([i.code for i in instrument.inputs]),
        st.floats(-1e9, 1e9) | st.sampled_from([float("nan"), float("inf"), 0.0, 100.0]),
    )


def test_every_instrument_of_the_catalog_has_a_calculator_that_takes_its_defaults() -> None:
    assert CALCULATORS.keys() == INSTRUMENTS.keys()
    for code, calculate in CALCULATORS.items():
        assert check_inputs(INSTRUMENTS[code], INSTRUMENTS[code].defaults) == ()
        assert calculate(INSTRUMENTS[code].defaults)


def test_the_shenzhen_chip_is_shared_40_40_20_with_2_per_cent_of_sales() -> None:
    # 000: 8 million yuan for the university; 2 million a year for the team on sales of 100.
    found = share_income(with_defaults("income_sharing", income=2000, sales=10000, years=5))
    assert [(p.code, p.amount) for p in found.parts] == [
        ("university", 800),
        ("team", 800),
        ("firm", 400),
    ]
    assert found.royalty_a_year == 200
    assert found.royalty == 1000
    assert found.team_total == 1800


def test_half_a_year_and_half_a_project_cannot_be_entered() -> None:
    for code, entered in (("income_sharing", {"years": 4.5}), ("staged_fund", {"projects": 2.5})):
        values, problems = complete_inputs(INSTRUMENTS[code], entered)
        assert values == INSTRUMENTS[code].defaults
        assert [(p.kind, p.codes) for p in problems] == [("unreadable", tuple(entered))]


def test_the_ranges_of_income_sharing_are_the_papers() -> None:
    ranges = {i.code: (i.low, i.high) for i in INSTRUMENTS["income_sharing"].inputs}
    assert ranges["university"] == ranges["team"] == (30, 50)
    assert ranges["firm"] == (10, 20)
    assert ranges["royalty"] == (1, 3)
    assert ranges["years"] == (3, 5)


def test_the_chip_chain_is_shared_40_30_20_10() -> None:
    found = share_chain_project(with_defaults("chain_sharing", income=1000))
    assert [p.amount for p in found.income] == [400, 300, 200, 100]


def test_a_risk_fund_meets_the_loss_as_far_as_it_reaches() -> None:
    found = share_chain_project(with_defaults("chain_sharing", fund=200, loss=500))
    assert found.covered_pct == pytest.approx(40)
    assert [p.amount for p in found.met] == pytest.approx([80, 60, 40, 20])
    whole = share_chain_project(with_defaults("chain_sharing", fund=800, loss=500))
    assert whole.covered_pct == 100
    assert sum(p.amount for p in whole.met) == pytest.approx(500)
    assert share_chain_project(with_defaults("chain_sharing", loss=0)).covered_pct == 100


def test_a_pilot_subsidy_follows_the_rate_up_to_five_million() -> None:
    small = subsidise_pilot(with_defaults("pilot_subsidy", cost=800, rate=40))
    assert (small.subsidy, small.firm_pays, small.is_capped) == (320, 480, False)
    large = subsidise_pilot(with_defaults("pilot_subsidy", cost=2000, rate=50))
    assert (large.subsidy, large.firm_pays, large.is_capped) == (500, 1500, True)
    assert large.effective_pct == 25
    assert large.capped_from == 1000
    assert subsidise_pilot(with_defaults("pilot_subsidy", rate=0)).capped_from is None


def test_the_vaccine_pilot_falls_from_8_to_2_million_and_comes_6_months_sooner() -> None:
    found = compare_lines(with_defaults("shared_line"))
    assert (found.own_cost, found.price, found.saved, found.months) == (800, 200, 600, 6)
    assert found.saved_pct == 75
    # A third to a fifth of the own line.
    for ratio, price in ((3, 800 / 3), (5, 160)):
        assert compare_lines(with_defaults("shared_line", ratio=ratio)).price == pytest.approx(
            price
        )
    # 60 % of 100 million over 600 × 10 a year.
    assert found.years_to_equal == pytest.approx(6000 / 6000)
    assert compare_lines(with_defaults("shared_line", ratio=1)).years_to_equal is None


def test_institute_funding_adds_up_and_says_what_public_money_draws() -> None:
    found = fund_institute(with_defaults("institute_funding"))
    assert [p.amount for p in found.parts] == [4000, 3000, 3000]
    assert found.levered == pytest.approx(1.5)
    none = fund_institute(
        with_defaults("institute_funding", government=0, firms=50, universities=50)
    )
    assert none.levered is None


def test_a_staged_fund_by_hand() -> None:
    # 100 × 100; half go on: 50 × min(320, 500); half of them: 25 × 1,000; 80 % succeed.
    found = plan_stages(with_defaults("staged_fund"))
    assert [s.spent for s in found.stages] == [10000, 16000, 25000]
    assert found.spent == 51000
    assert found.at_once == 100 * (100 + 320 + 1000)
    assert found.saved == 91000
    assert found.successes == 20
    assert found.cost_per_success == 2550
    assert plan_stages(with_defaults("staged_fund", seed_passes=0)).cost_per_success is None


def test_a_consortium_by_hand() -> None:
    # 40 · 100 % + 60 · (0.4 · 0.9 + 0.3 · 0.6 + 0.3 · 0.5) = 40 + 41.4.
    found = score_consortium(with_defaults("consortium_kpi"))
    assert found.score == pytest.approx(81.4)
    assert found.passes
    assert found.weakest == "market"
    # Twice the target counts as 120 %.
    more = score_consortium(with_defaults("consortium_kpi", market_done=200))
    assert more.score == pytest.approx(40 + 60 * (0.36 + 0.18 + 0.36))
    low = score_consortium(with_defaults("consortium_kpi", base_done=0))
    assert (low.passes, low.to_pass) == (False, pytest.approx(18.6))


def test_shares_that_do_not_sum_to_100_stop_and_are_named() -> None:
    instrument = INSTRUMENTS["income_sharing"]
    (problem,) = check_inputs(instrument, with_defaults("income_sharing", team=35))
    assert (problem.kind, problem.value, problem.stops) == ("total", 95, True)
    assert problem.codes == ("university", "team", "firm")


def test_outside_the_papers_range_is_named_and_still_calculated() -> None:
    values = with_defaults("pilot_subsidy", rate=60, cap=800)
    kinds = [(p.kind, p.codes) for p in check_inputs(INSTRUMENTS["pilot_subsidy"], values)]
    assert kinds == [("above", ("rate",)), ("above", ("cap",))]
    assert subsidise_pilot(values).subsidy == 480


@pytest.mark.parametrize("code", sorted(CALCULATORS))
@given(data=st.data())
def test_no_input_ends_in_an_error(code: str, data: st.DataObject) -> None:
    instrument = INSTRUMENTS[code]
    entered = data.draw(entered_for(instrument))
    values, problems = complete_inputs(instrument, entered)
    assert {c for p in problems for c in p.codes} <= entered.keys()
    if not any(p.stops for p in check_inputs(instrument, values)):
        CALCULATORS[code](values)


@given(amounts, st.integers(0, 100), st.integers(0, 100))
def test_parts_add_up_to_the_amount(amount: float, first: int, second: int) -> None:
    first, second = sorted((first, second))
    shares = {"a": first, "b": second - first, "c": 100 - second}
    assert sum(p.amount for p in split_amount(amount, shares)) == pytest.approx(amount)


@given(amounts, st.floats(0, 100), amounts)
def test_a_subsidy_is_never_above_cap_or_cost(cost: float, rate: float, cap: float) -> None:
    values = {"cost": cost, "rate": rate, "cap": cap, "projects": 1}
    found = subsidise_pilot(values)
    assert found.subsidy <= min(cap, cost) + 1e-6
    assert found.firm_pays >= -1e-6


def test_stages_never_cost_more_than_all_at_once() -> None:
    for passes in (0, 30, 100):
        found = plan_stages(with_defaults("staged_fund", seed_passes=passes, pilot_passes=passes))
        assert found.spent <= found.at_once + 1e-9


def test_a_share_that_is_no_input_and_defaults_out_of_order_are_refused() -> None:
    good = INSTRUMENTS["institute_funding"].model_dump()
    with pytest.raises(ValidationError, match="not an input"):
        Instrument.model_validate(good | {"totals": [["government", "nobody"]]})
    bad = good["inputs"][1] | {"default": 99.0}
    with pytest.raises(ValidationError, match="not in order"):
        Instrument.model_validate(good | {"inputs": [good["inputs"][0], bad]})
    with pytest.raises(ValidationError, match="Extra"):
        Instrument.model_validate(good | {"colour": "red"})


def test_what_a_paper_gives_is_not_sized_by_a_regions_figure() -> None:
    good = INSTRUMENTS["institute_funding"].model_dump()
    total, government, *others = good["inputs"]
    sized = government | {"sized_by": total["sized_by"]}
    with pytest.raises(ValidationError, match="not sized"):
        Instrument.model_validate(good | {"inputs": [total, sized, *others]})
