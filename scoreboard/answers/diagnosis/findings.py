"""What was found, worst first, under the three disconnections and then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.wanted import wanted_parts
from scoreboard.answers.diagnosis.words import (
    DISCONNECTIONS,
    confidence_word,
    disconnection_heading,
    evidence_word,
    finding_mark,
    finding_word,
)
from scoreboard.answers.model import Card, Facts, Fold, PageLink, Part, Sentence, Table, TableFacts
from scoreboard.answers.sources import cited
from scoreboard.answers.targets import target_parts, targets_for
from scoreboard.diagnostics import Evidence, Finding
from scoreboard.diagnostics.measures import name_of
from scoreboard.language import join_list, join_sentences, translator


def findings_parts(subject: Subject) -> tuple[Part, ...]:
    """Every finding with its sentence; the evidence of a group as a table under it.

    Findings on the line follow those that fire. What was looked at and not found, and what cannot
    be judged, is folded away.
    """
    _ = translator(subject.language)
    findings = subject.findings
    parts: list[Part] = []
    for disconnection in DISCONNECTIONS:
        group = [f for f in findings if f.disconnection == disconnection]
        if group:
            parts += _group(subject, disconnection, group)
        elif findings and disconnection:
            parts += [
                Sentence(disconnection_heading(disconnection, subject.language), "heading"),
                Sentence(_("Not judged: figures are missing."), "note"),
            ]
        if findings and disconnection:
            parts += wanted_parts(subject, disconnection, group)
    missing = [f for f in findings if f.state == "missing"]
    if missing:
        label = _("Questions that the published figures cannot answer: {count}")
        build = partial(_missing, subject, missing)
        label = label.format(count=len(missing))
        parts.append(Fold("missing_rules", label, build, ":material/help:"))
    if findings:
        parts.append(
            Table(
                key="findings_table",
                label=_("Table and download: findings"),
                name=f"findings_{subject.region.code}",
                build=partial(build_findings, subject, findings),
                facts=partial(_table_facts, subject),
            )
        )
    return tuple(parts)


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first: what fires before what is on the line, then by severity and confidence."""
    order = {"fires": 0, "borderline": 1, "silent": 2, "missing": 3}
    sure = {"high": 0, "medium": 1, "low": 2}
    return sorted(findings, key=lambda f: (order[f.state], -f.severity, sure[f.confidence]))


def build_findings(subject: Subject, findings: Sequence[Finding]) -> pd.DataFrame:
    """Every finding as a row: rule, state, severity, confidence and the sentence."""
    _ = translator(subject.language)
    language, catalog = subject.language, subject.catalog
    return pd.DataFrame(
        [
            {
                _("Question"): catalog.rules[f.rule_code].question[language],
                _("Found"): finding_word(f.state, f.severity, language),
                _("Confidence"): confidence_word(f.confidence, language),
                _("Disconnection"): disconnection_heading(f.disconnection, language),
                _("Sentence"): f.sentence[language],
                _("Missing"): join_list(
                    [name_of(catalog, c)[language] for c in f.missing], language
                ),
                _("Code"): f.rule_code,
            }
            for f in sort_findings(findings)
        ]
    )


def build_evidence(subject: Subject, findings: Sequence[Finding]) -> pd.DataFrame:
    """Every number of the findings' sentences with its year and source, finding by finding."""
    _ = translator(subject.language)
    language = subject.language
    return pd.DataFrame(
        [
            {
                _("Finding"): subject.catalog.rules[f.rule_code].name[language],
                _("Indicator"): _evidence_name(subject, f, e),
                _("What it is"): evidence_word(e.what, language),
                _("Value"): e.written[language],
                _("Year"): "" if e.year is None else str(e.year),
                _("Source"): _evidence_source(subject, e),
            }
            for f in findings
            for e in _in_reading_order(f.evidence)
            if evidence_word(e.what, language)
        ]
    )


def _group(subject: Subject, disconnection: str, group: Sequence[Finding]) -> list[Part]:
    """One disconnection: heading, what was found, its evidence, what was not found."""
    _ = translator(subject.language)
    found = sort_findings(f for f in group if f.state in ("fires", "borderline"))
    silent = [f for f in group if f.state == "silent"]
    parts: list[Part] = [
        Sentence(disconnection_heading(disconnection, subject.language), "heading"),
        *(Sentence(line, "note") for line in (_standing(subject, disconnection, group),) if line),
        *(_card(subject, finding) for finding in found),
    ]
    name = disconnection or "other"
    if found:
        parts.append(
            Table(
                key=f"evidence_{name}",
                label=_("Evidence: every figure with year and source"),
                name=f"evidence_{subject.region.code}_{name}",
                build=partial(build_evidence, subject, found),
                facts=partial(_table_facts, subject),
            )
        )
    if silent:
        label = _("Questions looked at, nothing marked found: {count}").format(count=len(silent))
        build = partial(_silent, subject, silent)
        parts.append(Fold(f"silent_{name}", label, build, ":material/check:"))
    return parts


def _standing(subject: Subject, disconnection: str, group: Sequence[Finding]) -> str:
    """What is said of a disconnection before its findings; empty where the findings say it."""
    _ = translator(subject.language)
    if all(f.state == "missing" for f in group):
        return _("Not judged: figures are missing.")
    found = [f for f in group if f.state == "fires"]
    if disconnection == "talent":
        return _of_people(subject, group, found)
    if not found and disconnection:
        return _("Nothing marked found in what could be judged.")
    return ""


def _of_people(subject: Subject, group: Sequence[Finding], found: Sequence[Finding]) -> str:
    """What the findings on talent cannot tell: who comes and who leaves."""
    _ = translator(subject.language)
    rules = subject.catalog.rules
    if any(rules[f.rule_code].shows_flow for f in found):
        return ""
    if found:
        return _("What follows is of the people there are; who comes and goes is not told by it.")
    if any(rules[f.rule_code].shows_flow for f in group if f.state != "missing"):
        return _(
            "There are no figures of who comes and who leaves; by the change in the number of "
            "people nothing marked is found."
        )
    return _("There are no figures of who comes and who leaves: that is not judged.")


def _card(subject: Subject, finding: Finding) -> Card:
    """A finding: how grave, how sure, the sentence, and what limits it."""
    language = subject.language
    mark = finding_mark(finding.state, finding.severity)
    word = finding_word(finding.state, finding.severity, language)
    sure = confidence_word(finding.confidence, language)
    chain = subject.catalog.chains[finding.chain].name[language]
    limits = join_sentences((_note(subject, finding), _lacking(subject, finding)), language)
    said = [
        Sentence(f"{mark} {word}", "title"),
        Sentence(f"{sure} · {chain}", "note"),
        Sentence(finding.sentence[language]),
        Sentence(limits, "note"),
    ]
    return Card("", (*(s for s in said if s.text), *_planned(subject, finding)))


def _planned(subject: Subject, finding: Finding) -> tuple[Facts | Sentence, ...]:
    """What plans want of the figures that a finding rests on, and how they stand to it."""
    _ = translator(subject.language)
    codes = dict.fromkeys(e.indicator_code for e in finding.evidence if e.indicator_code)
    parts: list[Facts | Sentence] = []
    for code in codes:
        for judged in targets_for(subject.release, subject.region.code, code):
            parts += target_parts(subject.release, judged, subject.language)
    return tuple(parts)


def _note(subject: Subject, finding: Finding) -> str:
    note = subject.catalog.rules[finding.rule_code].note
    notes = [*finding.caveats, *([note] if note else [])]
    return join_sentences([n[subject.language] for n in notes], subject.language)


def _lacking(subject: Subject, finding: Finding) -> str:
    """What the finding had to do without, and where it could come from."""
    _ = translator(subject.language)
    if not finding.missing:
        return ""
    language = subject.language
    names = [name_of(subject.catalog, code)[language] for code in finding.missing]
    line = _("Not known: {names}.").format(names=join_list(names, language))
    return join_sentences((line, _where_from(subject, finding)), language)


def _where_from(subject: Subject, finding: Finding) -> str:
    _ = translator(subject.language)
    if finding.where_from is None:
        return ""
    return _("Could come from: {where}").format(where=finding.where_from[subject.language])


def _silent(subject: Subject, silent: Sequence[Finding]) -> tuple[Part, ...]:
    language = subject.language
    return tuple(
        Sentence(
            join_sentences((f.sentence[language], *(c[language] for c in f.caveats)), language),
            "note",
        )
        for f in silent
    )


def _missing(subject: Subject, missing: Sequence[Finding]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for finding in missing:
        parts.append(Sentence(finding.sentence[subject.language]))
        where = _where_from(subject, finding)
        if where:
            parts.append(Sentence(where, "note"))
    _ = translator(subject.language)
    label = _("Missing figures, who publishes them, and a template for them")
    parts.append(
        PageLink("gaps", label, (("region", subject.region.code),), ":material/playlist_add:")
    )
    return tuple(parts)


def _in_reading_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Indicator by indicator as they are first mentioned; the region's own figure first."""
    codes = list(dict.fromkeys(e.code for e in evidence))
    return sorted(evidence, key=lambda e: (codes.index(e.code), e.what not in ("value", "place")))


def _evidence_name(subject: Subject, finding: Finding, evidence: Evidence) -> str:
    language = subject.language
    if evidence.what == "context":
        rule = subject.catalog.rules[finding.rule_code]
        return rule.context[evidence.code.removeprefix("context_")].what[language]
    return name_of(subject.catalog, evidence.code)[language]


def _evidence_source(subject: Subject, evidence: Evidence) -> str:
    """Titles of the sources; of a paper its file, of a line the file that sets it."""
    _ = translator(subject.language)
    paper = subject.catalog.papers.get(evidence.source)
    if paper is not None:
        return f"{paper.name[subject.language]} ({evidence.source})"
    if evidence.source.startswith("rules/"):
        return _("set in {file}").format(file=f"data/catalog/{evidence.source}")
    return cited(evidence.source, subject.release.titles)


def _table_facts(subject: Subject) -> TableFacts:
    _ = translator(subject.language)
    title = _("{name}: findings").format(name=subject.name)
    return TableFacts(title, ((_("Release"), subject.release_line),))
