"""The blocks of the diagnosis: the tier and why, the findings by disconnection, all at a glance."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from scoreboard.catalog import Region, Rule
from scoreboard.charts.diagnosis import Cell, draw_glance
from scoreboard.diagnostics import (
    CriterionResult,
    Evidence,
    Finding,
    RegionFacts,
    TierAssignment,
)
from scoreboard.diagnostics.measures import name_of, write_value
from scoreboard.diagnostics.tier_sentence import write_second_opinion, write_tier
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.text.diagnosis import (
    DISCONNECTIONS,
    confidence_word,
    disconnection_heading,
    evidence_word,
    finding_mark,
    finding_word,
)
from scoreboard.text.sentences import status_word
from scoreboard.ui import cached_diagnosis, choices
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table, show_with_downloads

_HOVER_WIDTH = {"zh": 34, "en": 70}
# Cities with fewer figures are diagnosed when asked for, but do not fill the overview.
LEAST_FIGURES = 5


def show_tier(frame: Frame, facts: RegionFacts, assignment: TierAssignment) -> DeltaGenerator:
    """The tier in force, in sentences with their numbers, and every criterion as a table.

    Returns the place that is kept for the second opinion; see show_second_opinion.
    """
    _ = frame.translate
    language = frame.language
    tier = frame.catalog.tiers[assignment.tier_code]
    name = frame.region_names([facts.region_code])[0]
    notes = [] if assignment.is_confirmed else [_("not confirmed: too few figures")]
    if assignment.is_borderline:
        notes.append(_("on the line"))
    if assignment.override is not None:
        notes.append(_("set by hand"))
    show_title(f"{_('Tier')}{'：' if language == 'zh' else ': '}{tier.name[language]}", notes)
    sentences = write_tier(assignment, frame.catalog, language)
    st.markdown(plain(sentences[0]))
    st.caption(plain(("" if language == "zh" else " ").join(sentences[1:])))
    place = st.empty()
    looked_at = [r for r in assignment.criteria if r.is_met is not None]
    offer_table(
        frame,
        "tier_criteria",
        _("Criteria: {met} of {known} met, with values and thresholds").format(
            met=sum(bool(r.is_met) for r in looked_at), known=len(looked_at)
        ),
        partial(build_criteria, frame, assignment),
        partial(_tier_facts, frame, assignment, name),
        name=f"tier_{facts.region_code}",
    )
    return place


def show_second_opinion(frame: Frame, region: Region, place: DeltaGenerator) -> None:
    """What groups by structure alone say of the tier, when the rest stands: the first is slow."""
    opinions = cached_diagnosis.second_opinions(frame.release.key, region.level)
    words = write_second_opinion(opinions.get(region.code), frame.catalog, frame.language)
    if words:
        place.caption(plain(words))


def build_criteria(frame: Frame, assignment: TierAssignment) -> pd.DataFrame:
    """Every criterion with the region's value, its year and the threshold."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    titles = {code: s.title for code, s in catalog.sources.items()}
    return pd.DataFrame(
        [
            {
                _("Tier"): catalog.tiers[r.tier_code].name[language],
                _("Criterion"): r.name[language],
                _("Value"): ""
                if r.value is None
                else write_value(catalog, r.indicator_code, r.value)[language],
                _("Year"): "" if r.year is None else str(r.year),
                _("Threshold"): _threshold(frame, r),
                _("Met"): _met(frame, r),
                _("Why this threshold"): _why(frame, r),
                _("Status"): status_word(r.status, language),
                _("Source"): cited(r.source_code, titles) if r.source_code else "",
            }
            for r in assignment.criteria
        ]
    )


def show_findings(frame: Frame, findings: Sequence[Finding], *, is_open: bool = False) -> None:
    """What was found, worst first, under the three disconnections and then the rest.

    Findings on the line follow those that fire. What was looked at and not found, and what cannot
    be judged, is folded away unless is_open.
    """
    _ = frame.translate
    language = frame.language
    for disconnection in DISCONNECTIONS:
        group = [f for f in findings if f.disconnection == disconnection]
        if not group:
            continue
        st.subheader(plain(disconnection_heading(disconnection, language)), anchor=False)
        st.caption(plain(_group_line(frame, group)))
        for finding in sort_findings(f for f in group if f.state in ("fires", "borderline")):
            _show_finding(frame, finding)
        _show_rest(frame, [f for f in group if f.state == "silent"], disconnection, is_open)
    _show_missing(frame, [f for f in findings if f.state == "missing"], is_open)
    if findings:
        offer_table(
            frame,
            "findings_table",
            _("Table and download: findings"),
            partial(build_findings, frame, findings),
            partial(_findings_facts, frame, findings),
            name=f"findings_{findings[0].region_code}",
        )


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first: what fires before what is on the line, then by severity and confidence."""
    order = {"fires": 0, "borderline": 1, "silent": 2, "missing": 3}
    sure = {"high": 0, "medium": 1, "low": 2}
    return sorted(
        findings,
        key=lambda f: (order[f.state], -f.severity, sure[f.confidence]),
    )


def build_findings(frame: Frame, findings: Sequence[Finding]) -> pd.DataFrame:
    """Every finding as a row: rule, state, severity, confidence and the sentence."""
    _ = frame.translate
    language = frame.language
    return pd.DataFrame(
        [
            {
                _("Question"): frame.catalog.rules[f.rule_code].question[language],
                _("Found"): finding_word(f.state, f.severity, language),
                _("Confidence"): confidence_word(f.confidence, language),
                _("Disconnection"): disconnection_heading(f.disconnection, language),
                _("Sentence"): f.sentence[language],
                _("Missing"): join_names(
                    [name_of(frame.catalog, c)[language] for c in f.missing], language
                ),
                _("Code"): f.rule_code,
            }
            for f in sort_findings(findings)
        ]
    )


def build_evidence(frame: Frame, finding: Finding) -> pd.DataFrame:
    """Every number of a finding's sentence with its year and source."""
    _ = frame.translate
    language = frame.language
    return pd.DataFrame(
        [
            {
                _("Indicator"): _evidence_name(frame, finding, e),
                _("What it is"): evidence_word(e.what, language),
                _("Value"): e.written[language],
                _("Year"): "" if e.year is None else str(e.year),
                _("Source"): _evidence_source(frame, e),
            }
            for e in _in_reading_order(finding.evidence)
            if evidence_word(e.what, language)
        ]
    )


def _in_reading_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Indicator by indicator as they are first mentioned; the region's own figure first."""
    codes = list(dict.fromkeys(e.code for e in evidence))
    return sorted(evidence, key=lambda e: (codes.index(e.code), e.what not in ("value", "place")))


def show_glance(
    frame: Frame,
    findings: Mapping[str, Sequence[Finding]],
    tiers: Mapping[str, TierAssignment],
    chosen: str,
    facts: Mapping[str, RegionFacts],
) -> None:
    """All regions × rules; a filter by tier, and a click chooses the region of the page."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    level = next((f.level for f in facts.values()), "province")
    own = [t for t in catalog.tiers.values() if t.level == level]
    labels = {"all": _("all tiers")} | {t.code: t.name[language] for t in own}
    tier = choices.read_one("tier", labels, "all")
    st.segmented_control(
        _("Tier"), list(labels), format_func=labels.__getitem__, **choices.bind("tier", tier, "all")
    )
    shown = [
        code
        for code in findings
        if (tier in ("all", tiers[code].tier_code))
        and (
            level != "city"
            or count_indicators(frame, facts[code]) >= LEAST_FIGURES
            or code == chosen
        )
    ]
    rules = {r.code: r.name[language] for r in sort_rules(catalog.rules.values(), level)}
    show_title(
        _("All regions by rule: what was found where"),
        [
            _("{count} regions").format(count=len(shown)),
            _("square: found, the larger the more severe; diamond: on the line"),
            _("dot: not found; dash: no data to judge; blank: does not apply"),
            _("lines part the three disconnections and the rest"),
        ],
    )
    if not shown:
        st.caption(_("No region of this tier."))
        return
    names = dict(zip(shown, frame.region_names(shown), strict=True))
    cells = [
        Cell(code, f.rule_code, f.state, f.severity, _hover(frame, f))
        for code in shown
        for f in findings[code]
    ]
    show_figure(
        "glance",
        draw_glance(cells, names, rules, chosen, language, _group_sizes(frame, rules)),
        _("Heat map of {count} regions by {rules} rules.").format(
            count=len(shown), rules=len(rules)
        ),
        on_region=lambda code: choices.write({"region": code}),
    )
    offer_table(
        frame,
        "glance_table",
        _("Table and download: all regions by rule"),
        partial(build_glance, frame, {c: findings[c] for c in shown}, names, rules),
        lambda: TableFacts(
            _("All regions by rule: what was found where"),
            ((_("Release"), release_line(frame.release, language)),),
        ),
        name=f"glance_{level}",
    )


def count_indicators(frame: Frame, facts: RegionFacts) -> int:
    """How many of the catalog's indicators a region has any figure of."""
    return sum(code in frame.catalog.indicators for code in facts.series)


def sort_rules(rules: Iterable[Rule], level: str) -> list[Rule]:
    """The rules of a level under the three disconnections in their order, then the rest."""
    own = [rule for rule in rules if level in rule.levels]
    return sorted(own, key=lambda r: (DISCONNECTIONS.index(r.disconnection), r.theme, r.code))


def _group_sizes(frame: Frame, rules: Iterable[str]) -> list[int]:
    """How many rules each disconnection has, for the lines between them."""
    groups = [frame.catalog.rules[code].disconnection for code in rules]
    return [groups.count(d) for d in DISCONNECTIONS if d in groups]


def build_glance(
    frame: Frame,
    findings: Mapping[str, Sequence[Finding]],
    names: Mapping[str, str],
    rules: Mapping[str, str],
) -> pd.DataFrame:
    """One row a region, one column a rule; the mark and the word, blank where it does not apply."""
    _ = frame.translate
    rows = []
    for code, found in findings.items():
        row = {_("Region"): names[code]} | dict.fromkeys(rules.values(), "")
        for f in found:
            word = finding_word(f.state, f.severity, frame.language)
            row[rules[f.rule_code]] = f"{finding_mark(f.state, f.severity)} {word}"
        rows.append(row | {_("Code"): code})
    return pd.DataFrame(rows)


def _threshold(frame: Frame, result: CriterionResult) -> str:
    sign = "≤" if result.is_at_most else "≥"
    written = write_value(frame.catalog, result.indicator_code, result.threshold)
    return f"{sign} {written[frame.language]}"


def _met(frame: Frame, result: CriterionResult) -> str:
    _ = frame.translate
    if result.is_met is None:
        return _("no data")
    word = _("met") if result.is_met else _("not met")
    if not result.is_borderline:
        return word
    return (
        f"{word}（{_('on the line')}）"
        if frame.language == "zh"
        else f"{word} ({_('on the line')})"
    )


def _why(frame: Frame, result: CriterionResult) -> str:
    tier = frame.catalog.tiers[result.tier_code]
    criterion = next(c for c in tier.criteria if c.code == result.criterion_code)
    return criterion.why[frame.language]


def _group_line(frame: Frame, group: Sequence[Finding]) -> str:
    _ = frame.translate
    counts = {state: sum(f.state == state for f in group) for state in ("fires", "borderline")}
    judged = sum(f.state != "missing" for f in group)
    return _("questions judged: {judged}, found: {fires}, on the line: {line}").format(
        fires=counts["fires"], judged=judged, line=counts["borderline"]
    )


def _show_finding(frame: Frame, finding: Finding) -> None:
    _ = frame.translate
    language = frame.language
    mark = finding_mark(finding.state, finding.severity)
    word = finding_word(finding.state, finding.severity, language)
    sure = confidence_word(finding.confidence, language)
    chain = frame.catalog.chains[finding.chain].name[language]
    with st.container(border=True, key=f"finding_{finding.rule_code}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{mark} {plain(word)}** :small[{plain(f'{sure} · {chain}')}]")
            shows_evidence = st.toggle(_("Evidence"), key=f"evidence_of_{finding.rule_code}")
        st.markdown(plain(finding.sentence[language]))
        notes = [note for note in (_note(frame, finding), _lacking(frame, finding)) if note]
        if notes:
            st.caption(plain(("" if language == "zh" else " ").join(notes)))
        if shows_evidence:
            show_with_downloads(
                frame,
                f"evidence_{finding.rule_code}",
                build_evidence(frame, finding),
                _findings_facts(frame, [finding]),
                f"evidence_{finding.region_code}_{finding.rule_code}",
            )


def _note(frame: Frame, finding: Finding) -> str:
    note = frame.catalog.rules[finding.rule_code].note
    return note[frame.language] if note else ""


def _lacking(frame: Frame, finding: Finding) -> str:
    """What the finding had to do without, and where it could come from."""
    _ = frame.translate
    if not finding.missing:
        return ""
    language = frame.language
    names = [name_of(frame.catalog, code)[language] for code in finding.missing]
    line = _("Not known: {names}.").format(names=join_names(names, language))
    if finding.where_from is None:
        return line
    return (
        line
        + ("" if language == "zh" else " ")
        + _("Could come from: {where}").format(where=finding.where_from[language])
    )


def _show_rest(frame: Frame, silent: Sequence[Finding], disconnection: str, is_open: bool) -> None:
    if not silent:
        return
    _ = frame.translate
    label = _("Questions looked at, nothing marked found: {count}").format(count=len(silent))
    key = f"silent_{disconnection or 'other'}"
    fold = st.expander(label, expanded=is_open, key=key, icon=":material/check:")
    with fold:
        for finding in silent:
            st.markdown(f":small[{plain(finding.sentence[frame.language])}]")


def _show_missing(frame: Frame, missing: Sequence[Finding], is_open: bool) -> None:
    if not missing:
        return
    _ = frame.translate
    label = _("Questions that the published figures cannot answer: {count}").format(
        count=len(missing)
    )
    fold = st.expander(label, expanded=is_open, key="missing_rules", icon=":material/help:")
    with fold:
        for finding in missing:
            where = finding.where_from[frame.language] if finding.where_from else ""
            source = _("Could come from: {where}").format(where=where)
            st.markdown(f"{plain(finding.sentence[frame.language])}  \n:small[{plain(source)}]")


def _evidence_name(frame: Frame, finding: Finding, evidence: Evidence) -> str:
    language = frame.language
    if evidence.what == "context":
        rule = frame.catalog.rules[finding.rule_code]
        return rule.context[evidence.code.removeprefix("context_")].what[language]
    return name_of(frame.catalog, evidence.code)[language]


def _evidence_source(frame: Frame, evidence: Evidence) -> str:
    """Titles of the sources; of a paper its file, of a line the file that sets it."""
    _ = frame.translate
    if evidence.source == "what_if":
        return _("assumed")
    paper = frame.catalog.papers.get(evidence.source)
    if paper is not None:
        return f"{paper.name[frame.language]} ({evidence.source})"
    if evidence.source.startswith("rules/"):
        return _("set in {file}").format(file=f"data/catalog/{evidence.source}")
    return cited(evidence.source, {code: s.title for code, s in frame.catalog.sources.items()})


def _hover(frame: Frame, finding: Finding) -> str:
    """The sentence in short lines, under the region's name."""
    name = frame.region_names([finding.region_code])[0]
    word = finding_word(finding.state, finding.severity, frame.language)
    lines = textwrap.wrap(finding.sentence[frame.language], _HOVER_WIDTH[frame.language])
    return "<br>".join([f"<b>{name}</b> {word}", *lines])


def _tier_facts(frame: Frame, assignment: TierAssignment, name: str) -> TableFacts:
    _ = frame.translate
    tier = frame.catalog.tiers[assignment.tier_code].name[frame.language]
    lines = [(_("Release"), release_line(frame.release, frame.language))]
    lines += [
        (_("Note"), sentence)
        for sentence in [
            " ".join(write_tier(assignment, frame.catalog, frame.language)),
        ]
    ]
    return TableFacts(f"{name} {tier}", tuple(lines))


def _findings_facts(frame: Frame, findings: Sequence[Finding]) -> TableFacts:
    _ = frame.translate
    name = frame.region_names([findings[0].region_code])[0]
    return TableFacts(
        _("{name}: findings").format(name=name),
        ((_("Release"), release_line(frame.release, frame.language)),),
    )
