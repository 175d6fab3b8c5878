"""Measures: data of the catalog, called by findings only, in the order that the weights give."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.catalog import (
    Catalog,
    EvidenceGrade,
    MatchWeights,
    Strategy,
    Text,
    TierKind,
    load_catalog,
)
from scoreboard.diagnostics.facts import Fact, RegionFacts, Yardstick
from scoreboard.diagnostics.finding import Finding, Sign
from scoreboard.diagnostics.measures import direction_of, is_total
from scoreboard.diagnostics.strategies import (
    find_target,
    match_strategies,
    uncalled_findings,
    watch_indicator,
)
from scoreboard.diagnostics.verdict import find_priority

CATALOG = load_catalog()
KINDS: tuple[TierKind, ...] = get_args(TierKind)
RULES = sorted({rule for s in CATALOG.strategies.values() for rule in s.acts_on})
WORDS = Text(zh="一句话。", en="A sentence.")


def wanting(rule: str) -> tuple[Sign, ...]:
    """Every sign of a rule, found wanting."""
    signs = CATALOG.rules[rule].signs if rule in CATALOG.rules else {}
    return tuple(
        Sign(code, "level", "nation", sign.indicator, 1.0, 2.0, 50.0, 2, is_borderline=False)
        for code, sign in signs.items()
    )


def finding(rule: str, state: str = "fires", severity: int = 2, **changes: str) -> Finding:
    known = {"disconnection": "conversion", "chain": "industry"} | changes
    return Finding(
        rule_code=rule,
        region_code="610000",
        state=state,
        severity=severity,
        confidence="high",
        signs=wanting(rule),
        evidence=(),
        sentence=WORDS,
        **known,
    )


findings = st.lists(
    st.builds(
        finding,
        st.sampled_from([*RULES, "no_such_rule"]),
        st.sampled_from(["fires", "borderline", "silent", "missing"]),
        st.integers(0, 3),
        disconnection=st.sampled_from(["research_industry", "talent", "conversion", ""]),
        chain=st.sampled_from(["science", "industry", "capital", "talent"]),
    ),
    max_size=12,
)
tiers = st.sampled_from([*KINDS, None])


def test_there_are_at_least_24_measures_and_every_tier_and_disconnection_has_some() -> None:
    measures = CATALOG.strategies.values()
    assert len(measures) >= 24
    for kind in KINDS:
        assert sum(kind in s.tiers for s in measures) >= 8, kind
    for disconnection in ("research_industry", "talent", "conversion"):
        assert sum(disconnection in s.disconnections for s in measures) >= 6, disconnection


def test_every_measure_has_a_rule_that_calls_it_and_an_indicator_that_may_be_ranked() -> None:
    for strategy in CATALOG.strategies.values():
        assert strategy.acts_on, strategy.code
        for code in strategy.indicators:
            assert code in CATALOG.worked_ratios or CATALOG.indicators[code].is_ranked
            assert direction_of(CATALOG, code) == "higher_is_better", (strategy.code, code)
            assert not is_total(CATALOG, code), f"{strategy.code}: {code} grows with size"


def test_every_rule_calls_measures_for_the_tiers_whose_task_it_is() -> None:
    for rule in CATALOG.rules:
        kinds = {k for s in CATALOG.strategies.values() if rule in s.acts_on for k in s.tiers}
        # Basic research is no task of small places: the founding paper has them take over.
        wanted = {"hub", "base"} if rule == "basic_research_weak" else set(KINDS)
        assert kinds == wanted, rule


def test_the_numbers_of_a_measure_are_the_same_in_both_languages() -> None:
    # 万 and 亿 become thousands and billions, so only percentages are compared; 三成 is 30%.
    percent = re.compile(r"(\d+(?:\.\d+)?)(?=%|(?:, \d+)*,? and \d+%| to \d+%|–\d+(?:\.\d+)?%)")
    for strategy in CATALOG.strategies.values():
        for place in strategy.elsewhere:
            zh, en = (set(percent.findall(place.figures[x])) for x in ("zh", "en"))
            assert zh <= en, (strategy.code, place.figures, zh - en)


@given(findings, tiers, tiers)
def test_nothing_is_recommended_without_a_finding_that_fires_or_is_on_the_line(
    found: list[Finding], tier: TierKind | None, other: TierKind | None
) -> None:
    for recommendation in match_strategies(found, tier, CATALOG, other):
        assert recommendation.findings
        for calling in recommendation.findings:
            assert calling in found
            assert calling.state in ("fires", "borderline")
            assert calling.rule_code in recommendation.strategy.acts_on


@given(findings, st.sampled_from(KINDS))
def test_a_measure_for_other_tiers_is_never_recommended(
    found: list[Finding], tier: TierKind
) -> None:
    for recommendation in match_strategies(found, tier, CATALOG):
        assert tier in recommendation.strategy.tiers
        assert recommendation.fits_tier


@given(findings, tiers)
def test_every_measure_that_a_finding_calls_is_there_once_and_in_order(
    found: list[Finding], tier: TierKind | None
) -> None:
    recommended = match_strategies(found, tier, CATALOG)
    fires = {f.rule_code for f in found if f.state == "fires"}
    # What lies on the line calls measures only where nothing fires.
    called = fires or {f.rule_code for f in found if f.state == "borderline"}
    wanted = {
        code
        for code, s in CATALOG.strategies.items()
        if called & set(s.acts_on) and (tier is None or tier in s.tiers)
    }
    codes = [r.strategy.code for r in recommended]
    assert len(set(codes)) == len(codes) == min(len(wanted), CATALOG.matching.most)
    assert set(codes) <= wanted
    priority = find_priority(found)
    order = [(priority not in r.findings, -r.score) for r in recommended]
    assert order == sorted(order)
    assert all(0 < r.score <= 1 for r in recommended)
    assert match_strategies(reversed(found), tier, CATALOG)[:0] == ()
    again = match_strategies(found[::-1], tier, CATALOG)
    assert [r.strategy.code for r in again] == [r.strategy.code for r in recommended]


def test_a_measure_acts_on_an_indicator_that_was_found_wanting() -> None:
    """Of firms few and paying little, a measure for the one is not called by the other alone."""
    catalog, _strategy = one_measure(acts_on={"firms_weak": "ind_rd_expenditure_pct"})
    found = finding("firms_weak")
    assert match_strategies([found], "base", catalog)
    others = tuple(s for s in found.signs if s.indicator_code != "ind_rd_expenditure_pct")
    assert 0 < len(others) < len(found.signs)
    assert match_strategies([replace(found, signs=others)], "base", catalog) == ()


@pytest.mark.parametrize("rule", RULES)
def test_a_graver_finding_never_lowers_a_measure(rule: str) -> None:
    for kind in KINDS:
        scores = [
            {
                r.strategy.code: r.score
                for r in match_strategies([finding(rule, "fires", step)], kind, CATALOG)
            }
            for step in (1, 2, 3)
        ]
        assert scores[0].keys() == scores[2].keys()
        assert all(scores[0][c] < scores[1][c] < scores[2][c] for c in scores[0])


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_on_the_line_calls_the_same_measures_more_quietly(rule: str) -> None:
    for kind in KINDS:
        sure = match_strategies([finding(rule)], kind, CATALOG)
        unsure = match_strategies([finding(rule, "borderline")], kind, CATALOG)
        assert {r.strategy.code for r in sure} == {r.strategy.code for r in unsure}
        for a in sure:
            (b,) = [b for b in unsure if b.strategy == a.strategy]
            assert b.score == pytest.approx(a.score * CATALOG.matching.borderline)


def one_measure(**changes: object) -> tuple[Catalog, Strategy]:
    strategy = next(iter(CATALOG.strategies.values()))
    strategy = strategy.model_copy(
        update={
            "code": "new",
            "acts_on": {"contracts_per_rd_low": "tech_contract_value_per_rd"},
            "tiers": ("base",),
            "chains": ("industry",),
            "disconnections": ("conversion",),
            **changes,
        }
    )
    return replace(CATALOG, strategies={"new": strategy}), strategy


def test_the_score_is_severity_times_fit_times_evidence_by_hand() -> None:
    # Marked 0.7 × (rule 0.4 + disconnection 0.2 + chain 0.2 + tier 0.2) × case 0.7 = 0.49.
    catalog, _strategy = one_measure(evidence="case")
    (found,) = match_strategies([finding("contracts_per_rd_low")], "base", catalog)
    assert found.score == pytest.approx(0.49)
    # Another chain costs 0.2 of the fit: 0.7 × 0.8 × 0.7.
    (found,) = match_strategies([finding("contracts_per_rd_low", chain="talent")], "base", catalog)
    assert found.score == pytest.approx(0.392)


def test_weights_changed_in_data_change_the_order_without_code() -> None:
    catalog, strategy = one_measure(evidence="figures")
    other = strategy.model_copy(update={"code": "other", "evidence": "advice"})
    catalog = replace(catalog, strategies={"new": strategy, "other": other})
    found = match_strategies([finding("contracts_per_rd_low")], "base", catalog)
    assert [r.strategy.code for r in found] == ["new", "other"]
    evidence: dict[EvidenceGrade, float] = {"figures": 0.3, "case": 0.5, "advice": 1.0}
    weights = CATALOG.matching.model_copy(update={"evidence": evidence})
    found = match_strategies(
        [finding("contracts_per_rd_low")], "base", replace(catalog, matching=weights)
    )
    assert [r.strategy.code for r in found] == ["other", "new"]


def test_a_tier_on_the_line_brings_in_the_measures_of_the_next_with_less_weight() -> None:
    catalog, _strategy = one_measure()
    assert match_strategies([finding("contracts_per_rd_low")], "hub", catalog) == ()
    (found,) = match_strategies(
        [finding("contracts_per_rd_low")], "hub", catalog, other_kind="base"
    )
    assert not found.fits_tier
    (own,) = match_strategies([finding("contracts_per_rd_low")], "base", catalog)
    assert found.score < own.score


def test_a_finding_that_no_measure_answers_is_named() -> None:
    lonely, answered = finding("no_such_rule"), finding("contracts_per_rd_low")
    catalog, _strategy = one_measure()
    found = match_strategies([lonely, answered], "base", catalog)
    assert uncalled_findings([lonely, answered], found) == (lonely,)


def facts(code: str, value: float, year: int = 2023, peers: tuple[str, ...] = ()) -> RegionFacts:
    fact = Fact("tech_contract_value_per_rd", year, value, "A", "s")
    yardstick = Yardstick("peers", fact.indicator_code, 3.0, 2023, 2023, 5)
    return RegionFacts(
        region_code=code,
        level="province",
        this_year=2023,
        values={fact.indicator_code: fact},
        series={},
        nation={},
        peers=peers,
        peer_medians={fact.indicator_code: yardstick},
        compared=frozenset({fact.indicator_code} if year == 2023 else ()),
    )


def test_the_indicator_watched_is_set_beside_the_best_peer_of_the_same_year() -> None:
    _catalog, strategy = one_measure(indicators=("rd_intensity", "tech_contract_value_per_rd"))
    own = facts("610000", 2.0, peers=("420000", "510000", "340000"))
    everywhere = {
        "420000": facts("420000", 4.0),
        "510000": facts("510000", 5.0),
        # Higher, but of another year: no comparison.
        "340000": facts("340000", 9.0, year=2021),
        # Higher, but not alike.
        "110000": facts("110000", 8.0),
    }
    watched = watch_indicator(strategy, own, everywhere, CATALOG)
    assert watched.indicator_code == "tech_contract_value_per_rd"
    assert watched.own.value == 2.0
    assert watched.peers.value == 3.0
    assert (watched.benchmark_code, watched.benchmark.value) == ("510000", 5.0)
    chosen = watch_indicator(strategy, own, everywhere, CATALOG, "110000")
    assert chosen.benchmark.value == 8.0


def test_what_the_finding_looked_at_is_watched_before_the_measures_other_indicators() -> None:
    _catalog, strategy = one_measure(indicators=("rd_intensity", "tech_contract_value_per_rd"))
    own = facts("610000", 2.0)
    intensity = Fact("rd_intensity", 2023, 2.5, "A", "s")
    own = replace(own, values={"rd_intensity": intensity, **own.values})
    assert watch_indicator(strategy, own, {}, CATALOG).indicator_code == "rd_intensity"
    watched = watch_indicator(strategy, own, {}, CATALOG, acted_on="tech_contract_value_per_rd")
    assert watched.indicator_code == "tech_contract_value_per_rd"


def sign(yardstick: str, value: float, against: float, distance: float) -> Sign:
    code = "tech_contract_value_per_rd"
    return Sign("nation", "level", yardstick, code, value, against, distance, 1, distance < 5)


@pytest.mark.parametrize(
    ("signs", "wanted"),
    [
        # The figure itself before its growth, whichever the rule looks at first.
        (
            [sign("past", -3.0, 0.0, 3.0), sign("nation", 2.0, 4.0, 50.0)],
            ("figure", "nation", 2.0, 4.0),
        ),
        ([sign("past", -3.0, 0.0, 3.0)], ("growth", "past", -3.0, 0.0)),
        # On the line from the good side: there is nothing to bring it up to.
        ([sign("nation", 4.1, 4.0, -2.5)], None),
    ],
)
def test_what_should_move_is_the_figure_found_wanting_and_what_it_was_held_against(
    signs: list[Sign], wanted: tuple[str, str, float, float] | None
) -> None:
    catalog, _strategy = one_measure()
    found = replace(finding("contracts_per_rd_low"), signs=tuple(signs))
    (recommendation,) = match_strategies([found], "base", catalog)
    target = find_target(recommendation, facts("610000", 2.0), catalog)
    if wanted is None:
        assert target is None
    else:
        assert (target.what, target.yardstick, target.value, target.against) == wanted
        assert target.year == 2023


def test_without_the_indicator_nothing_is_compared() -> None:
    _catalog, strategy = one_measure(indicators=("rd_intensity",))
    watched = watch_indicator(strategy, facts("610000", 2.0), {}, CATALOG)
    assert watched.indicator_code == "rd_intensity"
    assert watched.own is None
    assert watched.benchmark is None


@pytest.mark.parametrize(
    "changes",
    [
        {"fit": {"rule": 0.5, "disconnection": 0.2, "chain": 0.2, "tier": 0.2}},
        {"severity": {1: 0.4, 2: 0.7}},
        {"evidence": {"figures": 1.0, "case": 0.7, "advice": 1.5}},
        {"no_such_key": 1},
    ],
)
def test_weights_that_are_not_whole_are_refused(changes: dict[str, object]) -> None:
    good = CATALOG.matching.model_dump()
    MatchWeights.model_validate(good)
    with pytest.raises(ValueError):
        MatchWeights.model_validate(good | changes)
