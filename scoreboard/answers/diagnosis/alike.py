"""Regions like it: which of the problems found here they have not, and how figures moved."""

from __future__ import annotations

from collections.abc import Sequence

from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.words import confidence_word, finding_mark, finding_word
from scoreboard.answers.model import Bullets, Card, PageLink, Part, Sentence
from scoreboard.diagnostics.facts import Fact, RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import concerns_break, direction_of, is_total, name_of
from scoreboard.language import in_brackets, join_list, translator

COMPARE = "compare"
MOST_FINDINGS = 6
MOST_PEERS = 3
MOST_COMPARED = 5
TREND_YEARS = 5


def alike_parts(subject: Subject) -> tuple[Part, ...]:
    """For each problem found: the peers without it, their figures now and some years ago."""
    _ = translator(subject.language)
    peers = subject.peers
    title = _("Regions like {name}: where the same problem is not found").format(name=subject.name)
    parts: list[Part] = [Sentence(title, "title")]
    if not peers:
        none = _("Too few structural figures of {name}: it has no peers.")
        return (*parts, Sentence(none.format(name=subject.name), "info"))
    said = (
        _("peers that you named: {names}")
        if subject.choice.peers.own
        else _("peers by structure: {names}")
    )
    note = said.format(names=join_list(subject.names(peers), subject.language))
    parts.append(Sentence(note, "note"))
    found = [f for f in subject.findings if f.state == "fires"]
    found.sort(key=lambda f: (-f.severity, f.rule_code))
    if not found:
        none = _("No rule fires here, so there is nothing to look up among the peers.")
        parts.append(Sentence(none))
    parts += [_card(subject, finding, peers) for finding in found[:MOST_FINDINGS]]
    caution = _(
        "The figures say where it went better and not why; what was done there must be "
        "asked there. {release}"
    ).format(release=subject.release_line)
    compared = ",".join([subject.region.code, *peers[:MOST_COMPARED]])
    label = _("Compare with these regions indicator by indicator")
    link = PageLink(COMPARE, label, (("compared", compared),), ":material/compare_arrows:")
    return (*parts, Sentence(caution, "note"), link)


def _card(subject: Subject, finding: Finding, peers: Sequence[str]) -> Card:
    """One problem: how many peers are without it, and the best of them by the indicator."""
    _ = translator(subject.language)
    language, catalog = subject.language, subject.catalog
    without, known = [], 0
    for peer in peers:
        said = subject.findings_of(peer)
        same = [f for f in said if f.rule_code == finding.rule_code]
        known += any(f.state != "missing" for f in same)
        without += [peer for f in same if f.state == "silent"]
    words = [
        finding_word(finding.state, finding.severity, language),
        confidence_word(finding.confidence, language),
    ]
    how = ("，" if language == "zh" else ", ").join(words)
    rule = catalog.rules[finding.rule_code].name[language]
    mark = finding_mark(finding.state, finding.severity)
    lines = [
        _("{without} of {judged} peers with data do not show it").format(
            without=len(without), judged=known
        )
    ]
    code = _leading_indicator(subject, finding)
    if code:
        own = _moved(subject, subject.facts, code)
        name = name_of(catalog, code)[language]
        lines.append(_("by {indicator}: {own}").format(indicator=name, own=own))
    left = (
        Sentence(f"{mark} {rule}" + in_brackets(how, language), "title"),
        Sentence(("；" if language == "zh" else "; ").join(lines)),
    )
    best = _best(subject, without, code)[:MOST_PEERS] if code else []
    moved = tuple(_moved(subject, subject.everywhere[peer], code) for peer in best)
    return Card("", left, (Bullets("", moved),) if moved else ())


def _leading_indicator(subject: Subject, finding: Finding) -> str:
    """The indicator of the worst sign that is a level or a gap; empty without one.

    Totals say nothing beside other regions' (such a sign is about a part of them), and of what is
    neither good nor bad no region has the best.
    """
    signs = [
        s
        for s in finding.signs
        if s.kind != "trend"
        and s.points > 0
        and not is_total(subject.catalog, s.indicator_code)
        and direction_of(subject.catalog, s.indicator_code) != "context"
    ]
    return max(signs, key=lambda s: (s.points, s.distance)).indicator_code if signs else ""


def _best(subject: Subject, peers: Sequence[str], code: str) -> list[str]:
    """The peers with a figure, best first."""
    sign = -1 if direction_of(subject.catalog, code) == "lower_is_better" else 1
    known = [p for p in peers if code in subject.everywhere[p].values]
    return sorted(known, key=lambda p: -sign * subject.everywhere[p].values[code].value)


def _moved(subject: Subject, facts: RegionFacts, code: str) -> str:
    """A region's figure, after the one of some years before where the two may be compared."""
    name = subject.names([facts.region_code])[0]
    now = facts.values.get(code)
    if now is None:
        return f"{name} —"
    gap = "" if subject.language == "zh" else " "
    before = _before(subject, facts, now)
    figures = [_written(subject, fact) for fact in (before, now) if fact is not None]
    return name + gap + " → ".join(figures)


def _written(subject: Subject, fact: Fact) -> str:
    value = subject.write_short(fact.indicator_code, fact.value)
    year = f"{fact.year}年" if subject.language == "zh" else str(fact.year)
    return value + in_brackets(year, subject.language)


def _before(subject: Subject, facts: RegionFacts, now: Fact) -> Fact | None:
    """The oldest figure of the years before that no break parts from the newest."""
    code = now.indicator_code
    indicator = subject.catalog.indicators.get(code)
    usable = [
        f
        for f in facts.series.get(code, ())
        if now.year - TREND_YEARS <= f.year < now.year
        and (
            indicator is None or not concerns_break(indicator, facts.region_code, f.year, now.year)
        )
    ]
    return usable[0] if usable else None
