"""Which measures fit a region's findings: matched by what the catalog says, never by code.

A measure is called by a finding whose rule it names, while that finding fires or lies on the line
and the indicator that the measure acts on is one of those found wanting. How good the match is:
severity × fit × evidence, with the weights of data/catalog/matching.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from scoreboard.catalog import Catalog, MatchWeights, Strategy, TierKind
from scoreboard.diagnostics.facts import Fact, RegionFacts, Yardstick
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import direction_of, is_total
from scoreboard.diagnostics.verdict import find_priority

CALLING = ("fires", "borderline")
_What = Literal["figure", "city", "place", "growth"]
# What stands in for the figure itself where it is not held against anything, and in which order.
_STAND_INS: dict[str, tuple[int, _What]] = {
    "place": (1, "place"),
    "nation_growth": (2, "growth"),
    "past": (3, "growth"),
}


@dataclass(frozen=True)
class Call:
    """A finding that calls a measure: how grave it is and how well the measure fits it, 0 to 1."""

    finding: Finding
    severity: float
    fit: float

    @property
    def strength(self) -> float:
        """Severity × fit."""
        return self.severity * self.fit


@dataclass(frozen=True)
class Recommendation:
    """A measure with the findings that call it, strongest first; there is always one.

    score: severity × fit of the strongest call × evidence, 0 to 1. fits_tier: false only where
    the region's tier is on the line and the measure is meant for the other one.
    """

    strategy: Strategy
    calls: tuple[Call, ...]
    evidence: float
    fits_tier: bool

    @property
    def score(self) -> float:
        """By what recommendations are put in order."""
        return self.calls[0].strength * self.evidence

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that call the measure, strongest first."""
        return tuple(call.finding for call in self.calls)


@dataclass(frozen=True)
class Watched:
    """The indicator that shows whether a measure works, and how places stand on it.

    own: the region's figure, none where it has none. peers: their median; nation: its value where
    it is of the regions' own size. benchmark: the figure of the benchmark region, none where it
    has none of the same year (of cities: of a year near enough).
    """

    indicator_code: str
    own: Fact | None
    peers: Yardstick | None
    nation: Yardstick | None
    benchmark_code: str
    benchmark: Fact | None


@dataclass(frozen=True)
class Target:
    """What a measure should move, as its finding saw it: from a value of a year towards another.

    what: the figure itself, its largest city's part in per cent, its place among the regions, or
    its yearly growth in per cent. yardstick: what `against` is of. of: the city whose part it is,
    or the indicator whose place it is held against; empty for the others.
    """

    indicator_code: str
    what: _What
    value: float
    year: int
    yardstick: str
    against: float
    of: str = ""


def match_strategies(
    findings: Iterable[Finding],
    tier_kind: TierKind | None,
    catalog: Catalog,
    other_kind: TierKind | None = None,
) -> tuple[Recommendation, ...]:
    """The measures that a region's findings call for and that suit its tier, best first.

    findings: of one region. tier_kind: its tier; none where no tier can be given, and then no
    measure is left out for its tier. other_kind: the tier next to it where it is on the line;
    measures meant for that one come in, with a lower fit. What lies on the line calls measures only
    where nothing fires. Measures against the priority come first, then the higher score; equal
    scores stand in order of the number of findings, then of code. At most as many as the weights
    say. Raises ValueError when the catalog has no weights.
    """
    weights = catalog.matching
    if weights is None:
        raise ValueError("data/catalog/matching.yml is missing")
    known = list(findings)
    calling = [f for f in known if f.state == "fires"] or [f for f in known if f.state in CALLING]
    priority = find_priority(known)
    found = []
    for strategy in catalog.strategies.values():
        fits_tier = tier_kind in strategy.tiers
        if tier_kind is not None and not fits_tier and other_kind not in strategy.tiers:
            continue
        calls = [
            _call(strategy, f, weights, fits_tier=fits_tier) for f in calling if _moves(strategy, f)
        ]
        if calls:
            calls.sort(key=lambda c: (-c.strength, c.finding.rule_code))
            evidence = weights.evidence[strategy.evidence]
            # A tier that is not known does not speak against a measure.
            suits = fits_tier or tier_kind is None
            found.append(Recommendation(strategy, tuple(calls), evidence, suits))
    found.sort(key=lambda r: (priority not in r.findings, -r.score, -len(r.calls), r.strategy.code))
    return tuple(found[: weights.most])


def uncalled_findings(
    findings: Iterable[Finding], recommendations: Iterable[Recommendation]
) -> tuple[Finding, ...]:
    """The findings that fire and that no measure of the catalog answers; the page names them."""
    answered = {f.rule_code for r in recommendations for f in r.findings}
    return tuple(f for f in findings if f.state == "fires" and f.rule_code not in answered)


def watch_indicator(
    strategy: Strategy,
    facts: RegionFacts,
    everywhere: Mapping[str, RegionFacts],
    catalog: Catalog,
    benchmark_code: str = "",
    acted_on: str = "",
) -> Watched:
    """The first of a measure's indicators that the region has, beside its peers and a benchmark.

    acted_on: the indicator of the finding that the measure acts on; it comes before the measure's
    own, so that what is watched is what was found wanting. everywhere: the facts of all regions
    of the level. benchmark_code: the region to hold it against; without one, the best of the
    region's peers. Where the region has none of the
    indicators, the first is named and nothing is compared. A figure outside the window that regions
    are compared in is no comparison.
    Nothing is set beside indicators that are not ranked.
    """
    is_rate = acted_on and not is_total(catalog, acted_on)
    codes = [acted_on, *strategy.indicators] if is_rate else list(strategy.indicators)
    code = next((c for c in codes if c in facts.values), codes[0])
    own = facts.values.get(code)
    indicator = catalog.indicators.get(code)
    if own is None or (indicator is not None and not indicator.is_ranked):
        return Watched(code, own, None, None, "", None)
    near = {
        region: other.values[code]
        for region, other in everywhere.items()
        if code in facts.compared and code in other.compared
    }
    benchmark_code = benchmark_code or _best_of_peers(code, facts, near, catalog)
    return Watched(
        indicator_code=code,
        own=own,
        peers=facts.yardstick("peers", code),
        nation=None if is_total(catalog, code) else facts.yardstick("nation", code),
        benchmark_code=benchmark_code,
        benchmark=near.get(benchmark_code),
    )


def find_target(
    recommendation: Recommendation, facts: RegionFacts, catalog: Catalog
) -> Target | None:
    """The figure that the first finding found wanting and what it was held against.

    The figure itself goes before its place, and that before its growth. None where it lies on the
    line from the good side, or only a city's part grew.
    """
    finding = recommendation.findings[0]
    wanted = recommendation.strategy.acts_on[finding.rule_code]
    signs = [s for s in finding.signs if s.indicator_code == wanted and s.distance > 0]
    if not signs:
        return None
    sign = min(signs, key=lambda s: _kind_of(s.yardstick))
    _order, what = _kind_of(sign.yardstick)
    rule = catalog.rules[finding.rule_code].signs[sign.code]
    city = facts.largest_cities[wanted] if rule.of_largest_city else None
    if city and what != "figure":
        return None
    return Target(
        indicator_code=wanted,
        what="city" if city else what,
        value=sign.value,
        year=city.year if city else facts.values[wanted].year,
        yardstick=sign.yardstick,
        against=sign.against,
        of=city.city_code if city else rule.other,
    )


def _kind_of(yardstick: str) -> tuple[int, _What]:
    return _STAND_INS.get(yardstick, (0, "figure"))


def _moves(strategy: Strategy, finding: Finding) -> bool:
    """Whether the measure acts on an indicator that the finding found wanting."""
    wanted = strategy.acts_on.get(finding.rule_code)
    return any(
        sign.indicator_code == wanted and (sign.points or sign.is_borderline)
        for sign in finding.signs
    )


def _call(strategy: Strategy, finding: Finding, weights: MatchWeights, *, fits_tier: bool) -> Call:
    # A finding on the line may have no step of severity yet; it counts as a slight one.
    severity = weights.severity[finding.severity or 1]
    if finding.state == "borderline":
        severity *= weights.borderline
    agreed = {
        "rule": True,
        "disconnection": finding.disconnection in strategy.disconnections,
        "chain": finding.chain in strategy.chains,
        "tier": fits_tier,
    }
    fit = sum(weight for part, weight in weights.fit.items() if agreed[part])
    return Call(finding, severity, fit)


def _best_of_peers(
    code: str, facts: RegionFacts, near: Mapping[str, Fact], catalog: Catalog
) -> str:
    """The peer that does best on an indicator; empty when none has a figure."""
    direction = direction_of(catalog, code)
    found = [(near[peer].value, peer) for peer in facts.peers if peer in near]
    if not found or direction == "context":
        return ""
    return (min if direction == "lower_is_better" else max)(found)[1]
