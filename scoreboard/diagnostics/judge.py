"""Weighs a rule's signs into a state, a severity and a confidence, and writes the finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from scoreboard.analysis.views import UNCERTAIN
from scoreboard.catalog import Catalog, Caveat, DiagnosisSettings, Rule, RuleSign, Text
from scoreboard.diagnostics.collect import settings_of
from scoreboard.diagnostics.doubts import Doubts, find_doubts
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Confidence, Finding, Severity, Sign, State
from scoreboard.diagnostics.measures import name_of
from scoreboard.diagnostics.sentence import Writer
from scoreboard.diagnostics.signs import look_at

_STEPS: tuple[Confidence, ...] = ("low", "medium", "high")


def diagnose(facts: RegionFacts, catalog: Catalog) -> tuple[Finding, ...]:
    """What every rule of the region's level says of it, in the order of the rules' files.

    A rule that does not apply (cities' parts in a municipality) gives no finding. Of a rule and
    the one that may speak in its place (instead_of) there is one: the first that has an answer.
    """
    found = {
        rule.code: judge(rule, facts, catalog)
        for rule in catalog.rules.values()
        if facts.level in rule.levels and (facts.has_cities or not rule.is_of_cities)
    }
    for code in list(found):
        first = catalog.rules[code].instead_of
        if first in found and code in found:
            speaks_first = found[first].state != "missing" or found[code].state == "missing"
            del found[code if speaks_first else first]
    return tuple(found.values())


def judge(rule: Rule, facts: RegionFacts, catalog: Catalog) -> Finding:
    """One rule for one region."""
    settings = settings_of(catalog)
    looked = {
        code: look_at(code, sign, facts, catalog, settings) for code, sign in rule.signs.items()
    }
    signs = tuple(sign for sign in looked.values() if sign is not None)
    missing = _missing(rule, facts, looked)
    if looked[rule.needed] is None or len(signs) < settings.least_signs:
        return _say_missing(rule, facts, catalog, signs, missing)
    state, severity = _settle(rule, signs, settings)
    confidence = find_confidence(rule, signs, facts, settings)
    caveats = [c for c in rule.caveats if is_of(c, facts)]
    doubts = find_doubts(rule, signs, facts, catalog) if severity else Doubts()
    if any(c.effect == "silences" for c in caveats):
        if state == "silent":  # there was nothing to silence, so there is nothing to explain
            caveats = [c for c in caveats if c.effect != "silences"]
        state, severity = "silent", 0
    elif caveats or doubts.notes:
        confidence = _STEPS[max(0, _STEPS.index(confidence) - 1)]
        if doubts.newer:
            state, severity = ("borderline", 1) if state == "fires" else ("silent", 0)
        elif doubts.swing:
            severity = min(severity, 2, key=int)
    lead = {"fires": rule.sentence.fires, "borderline": rule.sentence.borderline}.get(
        state, rule.sentence.silent
    )
    writer = Writer(catalog, rule, facts)
    body = writer.write(rule.sentence.body)
    return Finding(
        rule_code=rule.code,
        region_code=facts.region_code,
        state=state,
        severity=severity,
        confidence=confidence,
        disconnection=rule.disconnection,
        chain=rule.chain,
        signs=signs,
        evidence=tuple(writer.evidence.values()),
        sentence=Text(zh=f"{lead.zh}：{body.zh}。", en=f"{lead.en}: {body.en}."),
        missing=missing,
        where_from=rule.where_from if missing else None,
        caveats=(*(c.note for c in caveats), *doubts.notes),
    )


def is_of(caveat: Caveat, facts: RegionFacts) -> bool:
    """Whether a caveat speaks of the region; one on a figure that it lacks does not."""
    if caveat.regions and facts.region_code not in caveat.regions:
        return False
    if not caveat.indicator:
        return True
    fact = facts.values.get(caveat.indicator)
    if fact is None:
        return False
    low = caveat.at_least is None or fact.value >= caveat.at_least
    return low and (caveat.at_most is None or fact.value <= caveat.at_most)


def _settle(
    rule: Rule, signs: Sequence[Sign], settings: DiagnosisSettings
) -> tuple[State, Severity]:
    """What all signs say together, held back by those that the rule's question turns on."""
    decisive = [sign for sign in signs if sign.code in rule.decisive]
    if not _leads(rule, signs) or any(sign.is_clearly_good for sign in decisive):
        return "silent", 0
    state, severity = weigh(signs, rule, settings)
    if state == "fires" and not all(s.points and not s.is_borderline for s in decisive):
        return "borderline", 1
    return state, severity


def weigh(signs: Sequence[Sign], rule: Rule, settings: DiagnosisSettings) -> tuple[State, Severity]:
    """State and severity from all signs together.

    A finding fires when at least `least_signs` signs are bad and their mean points reach
    `fires_at`, both without the signs that are on the line; it is on the line when it would fire
    with them, or when the mean alone reaches `borderline_at`. The severity of one that fires goes
    by the mean points of all signs; one on the line is slight.
    """
    points = [sign.points for sign in signs]
    strict = [0 if s.is_borderline else s.points for s in signs]
    lenient = [max(1, s.points) if s.is_borderline else s.points for s in signs]
    if _fires(strict, rule, settings):
        mean = sum(points) / len(points)
        step = max(k for k, line in enumerate(settings.severity_from, start=1) if mean >= line)
        return "fires", cast(Severity, step)
    has_bad = any(strict)
    if _fires(lenient, rule, settings) and has_bad:
        return "borderline", 1
    if has_bad and sum(points) / len(points) >= rule.borderline_at:
        return "borderline", 1
    return "silent", 0


def _leads(rule: Rule, signs: Sequence[Sign]) -> bool:
    """Whether one of the signs that the question turns on is bad, where the rule names such."""
    return not rule.leads or any(s.points or s.is_borderline for s in signs if s.code in rule.leads)


def _fires(points: Sequence[int], rule: Rule, settings: DiagnosisSettings) -> bool:
    bad = sum(p > 0 for p in points)
    return bad >= settings.least_signs and sum(points) / len(points) >= rule.fires_at


def find_confidence(
    rule: Rule,
    signs: Sequence[Sign],
    facts: RegionFacts,
    settings: DiagnosisSettings,
) -> Confidence:
    """How sure a finding is, from the coverage, age and status of its figures.

    high: enough of the signs are known, no figure is old, none is uncertain by its status. low:
    half of the signs or fewer, or an old figure. Else medium; never more than the rule allows.
    """
    known = {sign.code for sign in signs}
    used = [sign for code, sign in rule.signs.items() if code in known]
    years, statuses = _years_and_statuses(used, facts)
    share = len(signs) / len(rule.signs)
    age = facts.this_year - min(years)
    if share <= settings.low_share or age > settings.low_age:
        found: Confidence = "low"
    elif (
        share >= settings.high_share and age <= settings.high_age and statuses.isdisjoint(UNCERTAIN)
    ):
        found = "high"
    else:
        found = "medium"
    return min(found, rule.confidence_at_most, key=_STEPS.index)


def _years_and_statuses(
    signs: Iterable[RuleSign], facts: RegionFacts
) -> tuple[list[int], set[str]]:
    years, statuses = [], set()
    for sign in signs:
        used = (
            [facts.largest_cities[sign.indicator]]
            if sign.of_largest_city
            else [facts.values[code] for code in sign.looks_at]
        )
        years += [u.year for u in used]
        statuses |= {u.status for u in used}
    return years, statuses


def _missing(rule: Rule, facts: RegionFacts, looked: Mapping[str, Sign | None]) -> tuple[str, ...]:
    """Indicators that the rule looks at and the region has no usable figure of.

    Of cities' parts also those where the cities without a figure leave the answer open.
    """
    of_city = {s.indicator for s in rule.signs.values() if s.of_largest_city}
    open_parts = {
        s.indicator for c, s in rule.signs.items() if s.of_largest_city and looked[c] is None
    }
    return tuple(
        code
        for code in rule.indicators
        if (code in open_parts if code in of_city else code not in facts.values)
    )


def _say_missing(
    rule: Rule,
    facts: RegionFacts,
    catalog: Catalog,
    signs: tuple[Sign, ...],
    missing: tuple[str, ...],
) -> Finding:
    region = catalog.regions[facts.region_code].short_name
    by_city = {s.indicator for s in rule.signs.values() if s.of_largest_city}
    names = {code: name_of(catalog, code) for code in missing}
    names_zh = "、".join(("各市" if c in by_city else "") + n.zh for c, n in names.items())
    names_en = ", ".join(n.en + (" by city" if c in by_city else "") for c, n in names.items())
    lacks = Text(
        zh=f"缺少“{names_zh}”的可用数据" if missing else "可比数据不足",
        en=f"there are no usable figures of “{names_en}”"
        if missing
        else "too little is comparable",
    )
    return Finding(
        rule_code=rule.code,
        region_code=facts.region_code,
        state="missing",
        severity=0,
        confidence="low",
        disconnection=rule.disconnection,
        chain=rule.chain,
        signs=signs,
        evidence=(),
        sentence=Text(
            zh=f"{region.zh}：{lacks.zh}，不能判断“{rule.name.zh}”。",
            en=f"{region.en}: {lacks.en}, so “{rule.name.en}” cannot be judged.",
        ),
        missing=missing,
        where_from=rule.where_from,
    )


def find_degenerate(findings: Iterable[Finding], catalog: Catalog) -> list[str]:
    """Rules that speak of every judged region or of none, and whose data have no note why."""
    judged: dict[str, list[bool]] = {}
    for f in findings:
        fires = judged.setdefault(f.rule_code, [])
        if f.state != "missing":
            fires.append(f.state == "fires")
    return [
        f"{code}: fires for {'every region' if fires and all(fires) else 'no region'}"
        for code, fires in judged.items()
        if (all(fires) or not any(fires)) and catalog.rules[code].note is None
    ]
