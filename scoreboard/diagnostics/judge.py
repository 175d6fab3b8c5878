"""Weighs a rule's signs into a state, a severity and a confidence, and writes the finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import cast

from scoreboard.catalog import Catalog, DiagnosisSettings, RuleEntry, Text
from scoreboard.diagnostics.collect import settings_of
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Confidence, Finding, Severity, Sign, State
from scoreboard.diagnostics.measures import name_of
from scoreboard.diagnostics.rules import check_rules, find_rules
from scoreboard.diagnostics.sentence import Writer
from scoreboard.diagnostics.signs import Rule, SignSpec, look_at

_STEPS: tuple[Confidence, ...] = ("low", "medium", "high")


def diagnose(
    facts: RegionFacts, catalog: Catalog, rules: Mapping[str, Rule] | None = None
) -> tuple[Finding, ...]:
    """What every rule of the region's level says of it, in the order of the rules.

    rules: those of scoreboard/diagnostics/rules when not given. A rule that does not apply (no
    cities in a municipality) gives no finding. Raises ValueError when a rule's code and data do
    not fit.
    """
    if rules is None:
        rules = checked_rules(catalog)
    return tuple(
        judge(rule, catalog.rules[code], facts, catalog)
        for code, rule in rules.items()
        if facts.level in catalog.rules[code].levels and not (rule.skips and rule.skips(facts))
    )


@lru_cache(maxsize=4)
def checked_rules(catalog: Catalog) -> dict[str, Rule]:
    """Every rule as code, once it is known that its data fit. Raises ValueError when not."""
    rules = find_rules()
    problems = check_rules(rules, catalog)
    if problems:
        raise ValueError("\n".join(problems))
    return rules


def judge(rule: Rule, entry: RuleEntry, facts: RegionFacts, catalog: Catalog) -> Finding:
    """One rule for one region."""
    settings = settings_of(catalog)
    looked = {
        spec.code: look_at(spec, facts, entry.signs[spec.code], catalog, settings)
        for spec in rule.signs
    }
    signs = tuple(sign for sign in looked.values() if sign is not None)
    missing = _missing(rule, facts, looked)
    if any(looked[code] is None for code in rule.needed) or len(signs) < settings.least_signs:
        return _say_missing(rule, entry, facts, catalog, signs, missing)
    state, severity = weigh(signs, entry, settings)
    if not _leads(rule, signs):
        state, severity = "silent", 0
    elif state == "fires" and not all(s.points for s in signs if s.code in rule.decisive):
        state, severity = "borderline", 1
    writer = Writer(catalog, entry, facts)
    lead = {"fires": entry.sentence.fires, "borderline": entry.sentence.borderline}.get(
        state, entry.sentence.silent
    )
    body = writer.write(entry.sentence.body)
    return Finding(
        rule_code=rule.code,
        region_code=facts.region_code,
        state=state,
        severity=severity,
        confidence=find_confidence(rule, entry, signs, facts, settings),
        disconnection=entry.disconnection,
        chain=entry.chain,
        signs=signs,
        evidence=tuple(writer.evidence.values()),
        sentence=Text(zh=f"{lead.zh}：{body.zh}。", en=f"{lead.en}: {body.en}."),
        missing=missing,
        where_from=entry.where_from if missing else None,
    )


def weigh(
    signs: Sequence[Sign], entry: RuleEntry, settings: DiagnosisSettings
) -> tuple[State, Severity]:
    """State and severity from all signs together.

    A finding fires when at least `least_signs` signs are bad and their mean points reach
    `fires_at`, both without the signs that are on the line; it is on the line when it would fire
    with them, or when the mean alone reaches `borderline_at`. The severity of one that fires goes
    by the mean points of all signs; one on the line is slight.
    """
    points = [sign.points for sign in signs]
    strict = [0 if s.is_borderline else s.points for s in signs]
    lenient = [max(1, s.points) if s.is_borderline else s.points for s in signs]
    if _fires(strict, entry, settings):
        mean = sum(points) / len(points)
        step = max(k for k, line in enumerate(settings.severity_from, start=1) if mean >= line)
        return "fires", cast(Severity, step)
    has_bad = any(strict)
    if _fires(lenient, entry, settings) and has_bad:
        return "borderline", 1
    if has_bad and sum(points) / len(points) >= entry.borderline_at:
        return "borderline", 1
    return "silent", 0


def _leads(rule: Rule, signs: Sequence[Sign]) -> bool:
    """Whether one of the signs that the question turns on is bad, where the rule names such."""
    return not rule.leads or any(s.points or s.is_borderline for s in signs if s.code in rule.leads)


def _fires(points: Sequence[int], entry: RuleEntry, settings: DiagnosisSettings) -> bool:
    bad = sum(p > 0 for p in points)
    return bad >= settings.least_signs and sum(points) / len(points) >= entry.fires_at


def find_confidence(
    rule: Rule,
    entry: RuleEntry,
    signs: Sequence[Sign],
    facts: RegionFacts,
    settings: DiagnosisSettings,
) -> Confidence:
    """How sure a finding is, from the coverage, age and status of its figures.

    high: enough of the signs are known, no figure is old, none is unconfirmed or estimated. low:
    half of the signs or fewer, or an old figure. Else medium; never more than the rule allows.
    """
    known = {sign.code for sign in signs}
    specs = [spec for spec in rule.signs if spec.code in known]
    years, statuses = _years_and_statuses(specs, facts)
    share = len(signs) / len(rule.signs)
    age = facts.this_year - min(years)
    if share <= settings.low_share or age > settings.low_age:
        found: Confidence = "low"
    elif share >= settings.high_share and age <= settings.high_age and not statuses & {"P", "E"}:
        found = "high"
    else:
        found = "medium"
    return min(found, entry.confidence_at_most, key=_STEPS.index)


def _years_and_statuses(
    specs: Iterable[SignSpec], facts: RegionFacts
) -> tuple[list[int], set[str]]:
    years, statuses = [], set()
    for spec in specs:
        used = (
            [facts.largest_cities[spec.indicator]]
            if spec.is_of_largest_city
            else [facts.values[code] for code in spec.looks_at]
        )
        years += [u.year for u in used]
        statuses |= {u.status for u in used}
    return years, statuses


def _missing(rule: Rule, facts: RegionFacts, looked: Mapping[str, Sign | None]) -> tuple[str, ...]:
    """Indicators that the rule looks at and the region has no usable figure of.

    Of cities' parts also those where the cities without a figure leave the answer open.
    """
    open_parts = {
        s.indicator for s in rule.signs if s.is_of_largest_city and looked[s.code] is None
    }
    of_city = {s.indicator for s in rule.signs if s.is_of_largest_city}
    return tuple(
        code
        for code in rule.indicators
        if (code in open_parts if code in of_city else code not in facts.values)
    )


def _say_missing(
    rule: Rule,
    entry: RuleEntry,
    facts: RegionFacts,
    catalog: Catalog,
    signs: tuple[Sign, ...],
    missing: tuple[str, ...],
) -> Finding:
    region = catalog.regions[facts.region_code].short_name
    by_city = {s.indicator for s in rule.signs if s.is_of_largest_city}
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
        disconnection=entry.disconnection,
        chain=entry.chain,
        signs=signs,
        evidence=(),
        sentence=Text(
            zh=f"{region.zh}：{lacks.zh}，不能判断“{entry.name.zh}”。",
            en=f"{region.en}: {lacks.en}, so “{entry.name.en}” cannot be judged.",
        ),
        missing=missing,
        where_from=entry.where_from,
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
