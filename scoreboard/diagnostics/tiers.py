"""Which tier a region belongs to, by the criteria of data/catalog/tiers.yml, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scoreboard.analysis.window import SPARSE, WINDOW_YEARS
from scoreboard.catalog import Catalog, Text, Tier, TierCriterion, TierKind
from scoreboard.diagnostics.facts import Fact, RegionFacts

_TOO_FEW = Text(
    zh="“{zh}”的{total}项标准只有{known}项有数据，不足{least}项，不能认定。",
    en="Only {known} of the {total} criteria of “{en}” have a figure, fewer than {least}: "
    "it cannot be given.",
)
_SOME_MISSING = Text(
    zh="“{zh}”的{total}项标准中{known}项有数据，缺数据的不计入。",
    en="{known} of the {total} criteria of “{en}” have a figure; the others do not count.",
)


@dataclass(frozen=True)
class CriterionResult:
    """One criterion of one tier: the region's value and year against the threshold.

    of_year: the year that the threshold is one of, where it is of one year. is_met: none where
    the region has no figure. is_borderline: within the tier's margin of the threshold, on either
    side. value, year, status, source_code: none or empty without a figure.
    """

    criterion_code: str
    tier_code: str
    name: Text
    indicator_code: str
    value: float | None
    year: int | None
    status: str
    source_code: str
    threshold: float
    of_year: int | None
    is_at_most: bool
    is_met: bool | None
    is_borderline: bool


@dataclass(frozen=True)
class TierOverrideShown:
    """An analyst's own assignment, with the reason that was recorded."""

    tier_code: str
    reason: Text
    by: str
    date: str


@dataclass(frozen=True)
class TierAssignment:
    """The tier of a region, with every criterion that was looked at.

    tier_code: the tier in force (an analyst's, where there is an override); computed_tier_code:
    what the criteria alone say. kind: hub, base or town, the same for cities and provinces.
    is_borderline: one criterion on the line would change the tier; other_tier_code: to which.
    is_confirmed: false where so few figures are there that a region is in the last tier only
    because no other could be given. rule_for_missing: what was done about missing figures, in
    words; none where all were there.
    """

    region_code: str
    tier_code: str
    kind: TierKind
    computed_tier_code: str
    criteria: tuple[CriterionResult, ...]
    met: int
    known: int
    is_borderline: bool
    other_tier_code: str
    is_confirmed: bool
    rule_for_missing: Text | None
    override: TierOverrideShown | None


def assign_tier(facts: RegionFacts, catalog: Catalog) -> TierAssignment:
    """The tier of one region: the first of its level enough of whose criteria are met.

    Raises ValueError when the catalog has no tier for the level.
    """
    tiers = [tier for tier in catalog.tiers.values() if tier.level == facts.level]
    if not tiers:
        raise ValueError(f"no tier is declared for the level {facts.level}")
    criteria = {tier.code: _look_at_all(tier, facts, catalog) for tier in tiers}
    computed = _first_met(tiers, criteria, lambda result: bool(result.is_met))
    strict = _first_met(tiers, criteria, lambda r: bool(r.is_met) and not r.is_borderline)
    lenient = _first_met(tiers, criteria, lambda r: bool(r.is_met) or r.is_borderline)
    other = next((t.code for t in (lenient, strict) if t.code != computed.code), "")
    override = next((o for o in catalog.tier_overrides if o.region == facts.region_code), None)
    in_force = catalog.tiers[override.tier] if override else computed
    looked_at = criteria[computed.code] or criteria[tiers[-2].code] if len(tiers) > 1 else ()
    return TierAssignment(
        region_code=facts.region_code,
        tier_code=in_force.code,
        kind=in_force.kind,
        computed_tier_code=computed.code,
        criteria=tuple(result for results in criteria.values() for result in results),
        met=sum(bool(result.is_met) for result in looked_at),
        known=sum(result.is_met is not None for result in looked_at),
        is_borderline=bool(other),
        other_tier_code=other,
        is_confirmed=override is not None or _is_confirmed(tiers, criteria, computed),
        rule_for_missing=_say_missing(tiers, criteria, computed),
        override=TierOverrideShown(override.tier, override.reason, override.by, override.date)
        if override
        else None,
    )


def _look_at_all(tier: Tier, facts: RegionFacts, catalog: Catalog) -> tuple[CriterionResult, ...]:
    return tuple(_look_at(tier, criterion, facts, catalog) for criterion in tier.criteria)


def _look_at(
    tier: Tier, criterion: TierCriterion, facts: RegionFacts, catalog: Catalog
) -> CriterionResult:
    fact = _pick(criterion, facts)
    if fact is not None and facts.this_year - fact.year > tier.max_age:
        fact = None
    used = fact.indicator_code if fact else criterion.indicator
    is_met = None
    is_borderline = False
    if fact is not None:
        is_met = (
            fact.value >= criterion.threshold
            if criterion.at_least is not None
            else fact.value <= criterion.threshold
        )
        margin = abs(criterion.threshold) * tier.margin_pct / 100
        is_borderline = abs(fact.value - criterion.threshold) <= margin
    return CriterionResult(
        criterion_code=criterion.code,
        tier_code=tier.code,
        name=catalog.indicators[used].name,
        indicator_code=used,
        value=fact.value if fact else None,
        year=fact.year if fact else None,
        status=fact.status if fact else "",
        source_code=fact.source_code if fact else "",
        threshold=criterion.threshold,
        of_year=criterion.of_year,
        is_at_most=criterion.at_most is not None,
        is_met=is_met,
        is_borderline=is_borderline,
    )


def _pick(criterion: TierCriterion, facts: RegionFacts) -> Fact | None:
    """The figure of the indicator; that of the one instead where it is missing or much older."""
    first, other = (
        _figure(code, criterion.of_year, facts) for code in (criterion.indicator, criterion.instead)
    )
    if first is None or other is None:
        return first or other
    return other if other.year - first.year >= WINDOW_YEARS else first


def _figure(code: str, year: int | None, facts: RegionFacts) -> Fact | None:
    """The figure of a year; without one the region's newest, as a threshold compares no regions.

    Provinces publish every year: theirs is of the year in which all are compared.
    """
    series = facts.series.get(code, ())
    if year is not None:
        return next((f for f in series if f.year == year), None)
    return series[-1] if series and facts.level in SPARSE else facts.values.get(code)


def _first_met(
    tiers: list[Tier],
    criteria: dict[str, tuple[CriterionResult, ...]],
    counts: Callable[[CriterionResult], bool],
) -> Tier:
    """The first tier enough of whose known criteria count; the last one takes the rest."""
    for tier in tiers[:-1]:
        known = [r for r in criteria[tier.code] if r.is_met is not None]
        met = sum(counts(r) for r in known)
        if len(known) >= tier.known and met * 100 >= tier.needed_pct * len(known):
            return tier
    return tiers[-1]


def _is_confirmed(
    tiers: list[Tier], criteria: dict[str, tuple[CriterionResult, ...]], computed: Tier
) -> bool:
    """Whether the tier was earned, or every better one could at least be looked at last."""
    if computed is not tiers[-1] or len(tiers) == 1:
        return True
    before = tiers[-2]
    return sum(r.is_met is not None for r in criteria[before.code]) >= before.known


def _say_missing(
    tiers: list[Tier], criteria: dict[str, tuple[CriterionResult, ...]], computed: Tier
) -> Text | None:
    """What was done about missing figures, of the tier given and of those tried before it."""
    tried = tiers[: tiers.index(computed) + 1]
    said_zh, said_en = [], []
    for tier in tried:
        total = len(criteria[tier.code])
        known = sum(r.is_met is not None for r in criteria[tier.code])
        if known == total:
            continue
        facts = {"zh": tier.name.zh, "en": tier.name.en, "total": total, "known": known}
        if known < tier.known:
            said_zh.append(_TOO_FEW.zh.format(**facts, least=tier.known))
            said_en.append(_TOO_FEW.en.format(**facts, least=tier.known))
        else:
            said_zh.append(_SOME_MISSING.zh.format(**facts))
            said_en.append(_SOME_MISSING.en.format(**facts))
    return Text(zh="".join(said_zh), en=" ".join(said_en)) if said_zh else None
