"""The measures that a region's findings call for, as cards: why, what, who, where it worked."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.catalog import Strategy
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import measure_of, name_of
from scoreboard.diagnostics.strategies import (
    Recommendation,
    Watched,
    uncalled_findings,
    watch_indicator,
)
from scoreboard.reports.tables import TableFacts
from scoreboard.text.diagnosis import confidence_word, disconnection_heading, finding_word
from scoreboard.text.strategies import (
    Compared,
    compared_sentence,
    evidence_name,
    kind_name,
    lag_sentence,
    score_sentence,
)
from scoreboard.ui import choices
from scoreboard.ui.diagnosis_page import DiagnosisPage, write_short
from scoreboard.ui.figure import show_title
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

CALCULATORS = "pages/instruments.py"


def show_measures(page: DiagnosisPage) -> None:
    """The measures in order of severity × fit × evidence; the weaker ones folded away."""
    _ = page.frame.translate
    found = page.recommendations
    matching = page.frame.catalog.matching
    shown = len(found) if matching is None else matching.shown
    show_title(
        _("Measures that fit {name}").format(name=page.name),
        [
            _("{count} of the {all} in the catalog are called by findings").format(
                count=len(found), all=len(page.frame.catalog.strategies)
            ),
            _("in order of severity × fit × evidence"),
        ],
    )
    if not found:
        st.info(plain(_no_measures(page)))
    elif not page.is_printed:
        _choose_benchmark(page)
    # A finding that calls several measures is told in full by the first of them only.
    told: set[str] = set()
    for place, recommendation in enumerate(found[:shown], start=1):
        _show_card(page, place, recommendation, told)
    _show_more(page, shown, told)
    _show_unanswered(page)
    st.caption(plain(_caution(page)))
    if found:
        st.caption(plain(_papers_line(page)))
        offer_table(
            page.frame,
            "measures_table",
            _("Table and download: measures"),
            partial(build_table, page),
            partial(_table_facts, page),
            name=f"measures_{page.region.code}",
        )


def _choose_benchmark(page: DiagnosisPage) -> None:
    """The region that the indicators of the measures are held against."""
    _ = page.frame.translate
    codes = [code for code in page.everywhere if code != page.region.code]
    names = dict(zip(codes, page.frame.region_names(codes), strict=True))
    st.selectbox(
        _("Benchmark region"),
        ["", *codes],
        format_func=lambda code: names.get(code) or _("the best of its peers"),
        width=260,
        **choices.bind("against", page.against, ""),
    )


def _show_more(page: DiagnosisPage, shown: int, told: set[str]) -> None:
    """The weaker measures, folded away; on paper only their names."""
    _ = page.frame.translate
    rest = page.recommendations[shown:]
    if not rest:
        return
    if page.is_printed:
        names = [r.strategy.name[page.language] for r in rest]
        line = _("Further measures: {names}.").format(names=join_names(names, page.language))
        st.markdown(plain(line))
        return
    label = _("{count} more measures").format(count=len(rest))
    more = st.expander(label, key="more_measures", on_change="rerun")
    if more.open:
        with more:
            for place, recommendation in enumerate(rest, start=shown + 1):
                _show_card(page, place, recommendation, told)


def _show_card(
    page: DiagnosisPage, place: int, recommendation: Recommendation, told: set[str]
) -> None:
    strategy = recommendation.strategy
    with st.container(border=True, key=f"measure_{strategy.code}"):
        name = plain(f"{place}. {strategy.name[page.language]}")
        st.markdown(f"**{name}**  \n:small[{plain(_what_for(page, strategy))}]")
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _show_what(page, strategy)
        with right:
            _show_why(page, recommendation, told)


def _what_for(page: DiagnosisPage, strategy: Strategy) -> str:
    """Tiers, disconnections, chains and grade of evidence in one line."""
    _ = page.frame.translate
    language, catalog = page.language, page.frame.catalog
    parts = [join_names([kind_name(k, language) for k in strategy.tiers], language)]
    if strategy.disconnections:
        names = [disconnection_heading(d, language) for d in strategy.disconnections]
        parts.append(join_names(names, language))
    names = [catalog.chains[c].name[language] for c in strategy.chains]
    evidence = _("evidence: {grade}").format(grade=evidence_name(strategy.evidence, language))
    parts += [join_names(names, language), evidence]
    return " · ".join(parts)


def _show_what(page: DiagnosisPage, strategy: Strategy) -> None:
    _ = page.frame.translate
    language = page.language
    parts = [
        plain(strategy.action[language]),
        _labelled(_("Who"), strategy.who[language]),
        _labelled(_("Needs"), strategy.preconditions[language]),
    ]
    st.markdown("  \n".join(parts))
    heading = _("Elsewhere, as the papers tell it")
    lines = [f"- {plain(line)}" for line in _elsewhere(page, strategy)]
    st.markdown(f"**{plain(heading)}**\n" + "\n".join(lines))


def _elsewhere(page: DiagnosisPage, strategy: Strategy) -> list[str]:
    """What the measure did in other places, each with the number of its paper.

    Where the place is the region itself, or one holds the other, that is said: it has the measure.
    """
    _ = page.frame.translate
    language = page.language
    colon = "：" if language == "zh" else ": "
    lines = []
    for e in strategy.elsewhere:
        place = e.place[language]
        if any(_is_here(page, code) for code in e.regions):
            place = _("{place} (in place here)").format(place=place)
        lines.append(f"{place}{colon}{e.figures[language]} [{e.source[:3]}]")
    return lines


def _is_here(page: DiagnosisPage, code: str) -> bool:
    """Whether a place is the region, its province or one of its cities."""
    region, place = page.region, page.frame.catalog.regions[code]
    return code == region.code or code == region.parent_code or place.parent_code == region.code


def _papers_line(page: DiagnosisPage) -> str:
    """The papers that the numbers in square brackets stand for, with the names of their files."""
    _ = page.frame.translate
    language = page.language
    cited = {e.source for r in page.recommendations for e in r.strategy.elsewhere}
    titles = [
        f"[{code[:3]}] {paper.name[language]}（{code}）"
        if language == "zh"
        else f"[{code[:3]}] {paper.name[language]} ({code})"
        for code, paper in page.frame.catalog.papers.items()
        if code in cited
    ]
    return _("Papers: {list}.").format(list=("；" if language == "zh" else "; ").join(titles))


def _show_why(page: DiagnosisPage, recommendation: Recommendation, told: set[str]) -> None:
    _ = page.frame.translate
    strategy, language = recommendation.strategy, page.language
    first, *others = recommendation.findings
    parts = [_labelled(_("Because"), _finding_name(page, first))]
    if first.rule_code not in told:
        told.add(first.rule_code)
        parts.append(f":small[{plain(first.sentence[language])}]")
    if others:
        names = join_names([_finding_name(page, f) for f in others], language)
        parts.append(_labelled(_("Also"), names))
    watched = _watch(page, recommendation)
    parts += [
        _labelled(_("Watch"), name_of(page.frame.catalog, watched.indicator_code)[language]),
        f":small[{plain(_watched_line(page, watched, strategy))}]",
        _labelled(_("Shows"), lag_sentence(strategy, language)),
    ]
    if not recommendation.fits_tier:
        note = _("Meant for the neighbouring tier; this one is on the line.")
        parts.append(f":small[{plain(note)}]")
    st.markdown("  \n".join(parts))
    for code in strategy.instruments:
        _link_calculator(page, code)
    call = recommendation.calls[0]
    line = score_sentence(call.severity, call.fit, recommendation.evidence, language)
    st.caption(plain(line))


def _link_calculator(page: DiagnosisPage, code: str) -> None:
    """The way to the instrument's calculator."""
    _ = page.frame.translate
    instrument = page.frame.catalog.instruments[code]
    st.page_link(
        CALCULATORS,
        label=plain(_("Calculate: {name}").format(name=instrument.name[page.language])),
        icon=":material/calculate:",
        query_params=dict(st.query_params) | {"tool": code},
    )


def _watch(page: DiagnosisPage, recommendation: Recommendation) -> Watched:
    """What shows whether a measure works: where it can be, what the finding looked at."""
    catalog = page.frame.catalog
    return watch_indicator(
        recommendation.strategy,
        page.facts,
        page.everywhere,
        catalog,
        page.against,
        catalog.rules[recommendation.findings[0].rule_code].indicators,
    )


def compare_watched(page: DiagnosisPage, watched: Watched) -> Compared | None:
    """The watched figure and what it is held against, written; none without a figure."""
    if watched.own is None:
        return None
    catalog, language, code = page.frame.catalog, page.language, watched.indicator_code

    def write(value: float) -> str:
        return write_short(page, code, value)

    return Compared(
        name=name_of(catalog, code)[language],
        year=watched.own.year,
        own=measure_of(catalog, code, language).text(watched.own.value),
        peers=write(watched.peers.value) if watched.peers else "",
        nation=write(watched.nation.value) if watched.nation else "",
        benchmark=write(watched.benchmark.value) if watched.benchmark else "",
        benchmark_name=page.frame.region_names([watched.benchmark_code])[0]
        if watched.benchmark
        else "",
    )


def _watched_line(page: DiagnosisPage, watched: Watched, strategy: Strategy) -> str:
    """The region's figure beside peers, benchmark and nation; and what the indicator misses."""
    _ = page.frame.translate
    compared = compare_watched(page, watched)
    if compared is None:
        line = _("{name} has no figure of it yet; start by counting it.").format(name=page.name)
    else:
        line = compared_sentence(compared, page.name, page.language)
        line += "。" if page.language == "zh" else "."
    if strategy.indicator_note is None:
        return line
    gap = "" if page.language == "zh" else " "
    return line + gap + strategy.indicator_note[page.language]


def _finding_name(page: DiagnosisPage, finding: Finding) -> str:
    """The rule's name with state, severity and confidence."""
    language = page.language
    rule = page.frame.catalog.rules[finding.rule_code].name[language]
    how = finding_word(finding.state, finding.severity, language)
    sure = confidence_word(finding.confidence, language)
    return f"{rule}（{how}，{sure}）" if language == "zh" else f"{rule} ({how}, {sure})"


def _show_unanswered(page: DiagnosisPage) -> None:
    """Findings that no measure of the catalog answers for this tier."""
    _ = page.frame.translate
    left = uncalled_findings(page.findings, page.recommendations)
    if left:
        names = join_names([_finding_name(page, f) for f in left], page.language)
        st.caption(
            plain(
                _("The catalog holds no measure for this tier against: {names}.").format(
                    names=names
                )
            )
        )


def _no_measures(page: DiagnosisPage) -> str:
    _ = page.frame.translate
    missing = sum(f.state == "missing" for f in page.findings)
    return _(
        "No rule fires for {name} and none is on the line, so no measure is recommended; "
        "{missing} of {all} rules lack figures."
    ).format(name=page.name, missing=missing, all=len(page.findings))


def _caution(page: DiagnosisPage) -> str:
    _ = page.frame.translate
    return _(
        "A measure is shown only where a finding calls it. What it did elsewhere is the claim of "
        "the paper named and no statistic; effects have not been evaluated."
    )


def build_table(page: DiagnosisPage) -> pd.DataFrame:
    """One row a measure, in order: why, what, who, where, indicator, lag, score."""
    _ = page.frame.translate
    language = page.language
    rows = []
    for place, found in enumerate(page.recommendations, start=1):
        strategy = found.strategy
        watched = _watch(page, found)
        compared = compare_watched(page, watched)
        rows.append(
            {
                _("Order"): place,
                _("Measure"): strategy.name[language],
                _("Because"): join_names(
                    [_finding_name(page, f) for f in found.findings], language
                ),
                _("Action"): strategy.action[language],
                _("Who"): strategy.who[language],
                _("Needs"): strategy.preconditions[language],
                _("Elsewhere"): " ".join(_elsewhere(page, strategy)),
                _("Watch"): name_of(page.frame.catalog, watched.indicator_code)[language],
                _("How it stands"): compared_sentence(compared, page.name, language)
                if compared
                else _("no data"),
                _("Lag (years)"): strategy.lag_years,
                _("Evidence"): evidence_name(strategy.evidence, language),
                _("Score"): round(found.score, 3),
            }
        )
    return pd.DataFrame(rows)


def _table_facts(page: DiagnosisPage) -> TableFacts:
    _ = page.frame.translate
    title = _("Measures that fit {name}").format(name=page.name)
    lines = (
        (_("Note"), _caution(page)),
        (_("Papers"), _papers_line(page)),
        (_("Release"), release_line(page.frame.release, page.language)),
    )
    return TableFacts(title, lines)


def _labelled(label: str, text: str) -> str:
    return f"**{plain(label)}** {plain(text)}"
