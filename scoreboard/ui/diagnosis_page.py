"""The diagnosis of one region: what it is made from, the answer, and the parts of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from scoreboard.catalog import Language, Level, Region, TierKind
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import measure_of, name_of
from scoreboard.diagnostics.strategies import Recommendation, match_strategies
from scoreboard.diagnostics.tiers import CriterionResult, TierAssignment
from scoreboard.diagnostics.verdict import weigh_disconnections
from scoreboard.text.chains import index_measure
from scoreboard.text.diagnosis import confidence_word, disconnection_heading, severity_word
from scoreboard.text.verdict import (
    MetCriterion,
    chain_sentence,
    disconnection_sentence,
    missed_sentence,
    no_disconnection_sentence,
    tier_sentence,
    too_little_sentence,
)
from scoreboard.ui import cached_diagnosis, cached_what_if, choices
from scoreboard.ui.choosers import choose_region, read_region
from scoreboard.ui.frame import Frame
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain

# The parts of the page, in the order of the switch; `all` is for the printer.
PARTS = ("verdict", "chains", "measures", "peers", "what_if", "glance", "all")
LEAST_INDICATORS = 5
_MOST_NAMED = 2


@dataclass(frozen=True)
class DiagnosisPage:
    """One region with everything that its blocks are drawn from.

    everywhere: the facts of all regions of its level. against: the region that measures are held
    against; empty for the best of the peers. part: of the page, that is shown.
    """

    frame: Frame
    region: Region
    facts: RegionFacts
    everywhere: Mapping[str, RegionFacts]
    tier: TierAssignment
    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    against: str
    part: str

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @property
    def name(self) -> str:
        """The region's short name."""
        return self.region.short_name[self.language]

    @property
    def level(self) -> Level:
        """Provinces or cities."""
        return self.region.level

    @property
    def is_printed(self) -> bool:
        """Whether everything is shown below each other, with nothing to fill in."""
        return self.part == "all"

    def shows(self, part: str) -> bool:
        """Whether a part of the page is shown now."""
        return self.part in (part, "all")


def open_diagnosis(frame: Frame) -> DiagnosisPage | None:
    """Draw the choosers and gather the diagnosis; none where too little is known, which is said."""
    region = read_region(frame)
    part = choices.read_one("part", PARTS, PARTS[0])
    _show_choosers(frame, region, part)
    return read_diagnosis(frame, region, part)


def read_diagnosis(frame: Frame, region: Region, part: str) -> DiagnosisPage | None:
    """Everything that is said of a region; none, with a sentence, where too little is known."""
    release, level = frame.release.release_id, region.level
    everywhere = cached_diagnosis.facts(release, level)
    facts = everywhere.get(region.code)
    known = [] if facts is None else [c for c in facts.series if c in frame.catalog.indicators]
    if facts is None or len(known) < LEAST_INDICATORS:
        _say_too_little(frame, region, known)
        return None
    tier = cached_diagnosis.tiers(release, level)[region.code]
    findings = cached_diagnosis.findings(release, level)[region.code]
    other = frame.catalog.tiers[tier.other_tier_code].kind if tier.other_tier_code else None
    kind: TierKind | None = tier.kind if tier.is_confirmed else None
    others = {code for code in everywhere if code != region.code}
    return DiagnosisPage(
        frame=frame,
        region=region,
        facts=facts,
        everywhere=everywhere,
        tier=tier,
        findings=findings,
        recommendations=match_strategies(findings, kind, frame.catalog, other),
        against=choices.first_of("against", others),
        part=part,
    )


def part_names(frame: Frame) -> dict[str, str]:
    """The parts of the page, in order, as the switch and the headings call them."""
    _ = frame.translate
    return {
        "verdict": _("Verdict"),
        "chains": _("Chains and funnel"),
        "measures": _("Measures"),
        "peers": _("Regions like it"),
        "what_if": _("What if"),
        "glance": _("All regions"),
        "all": _("All, to print"),
    }


def show_heading(page: DiagnosisPage, part: str) -> None:
    """The name of a part, where several stand below each other."""
    if page.is_printed:
        st.header(plain(part_names(page.frame)[part]), anchor=False, divider="gray")


def _show_choosers(frame: Frame, region: Region, part: str) -> None:
    _ = frame.translate
    labels = part_names(frame)
    left, right = st.columns([2, 5], vertical_alignment="bottom")
    with left:
        choose_region(frame, region.code)
    with right:
        st.segmented_control(
            _("Part of the diagnosis"),
            list(PARTS),
            format_func=labels.__getitem__,
            **choices.bind("part", part, PARTS[0]),
        )


def show_answer(page: DiagnosisPage) -> None:
    """Tier and why; which disconnection holds the region back and how sure; which chain lags."""
    st.subheader(plain(_end(_tier_line(page), page.language)), anchor=False)
    sentences = [_missed_line(page), _disconnection_line(page), _chain_line(page)]
    gap = "" if page.language == "zh" else " "
    st.markdown(plain(gap.join(_end(s, page.language) for s in sentences if s)))


def _tier_line(page: DiagnosisPage) -> str:
    """The tier in force with the criteria that put the region there."""
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
    code = page.tier.tier_code
    own = [c for c in page.tier.criteria if c.tier_code == code]
    known = [c for c in own if c.is_met is not None]
    met = [c for c in known if c.is_met]
    line = tier_sentence(
        page.name,
        catalog.tiers[code].name[language],
        len(met),
        len(known),
        [_write(page, c) for c in met[:_MOST_NAMED]],
        language,
    )
    notes = []
    if page.tier.override is not None:
        notes.append(_("set by an analyst"))
    elif not page.tier.is_confirmed:
        notes.append(_("by default, as too few criteria have figures"))
    if page.tier.is_borderline:
        other = catalog.tiers[page.tier.other_tier_code].name[language]
        notes.append(_("on the line to {tier}").format(tier=other))
    separator = "，" if language == "zh" else ", "
    return separator.join([line, *notes])


def _missed_line(page: DiagnosisPage) -> str:
    """What keeps the region from the tier above; empty for the highest."""
    tiers = [t.code for t in page.frame.catalog.tiers.values() if t.level == page.level]
    place = tiers.index(page.tier.tier_code)
    if place == 0:
        return ""
    above = tiers[place - 1]
    known = [c for c in page.tier.criteria if c.tier_code == above and c.is_met is not None]
    missed = [c for c in known if not c.is_met]
    if not missed:
        return ""
    return missed_sentence(
        page.frame.catalog.tiers[above].name[page.language],
        len(known) - len(missed),
        len(known),
        [_write(page, c) for c in missed[:_MOST_NAMED]],
        page.language,
    )


def _write(page: DiagnosisPage, criterion: CriterionResult) -> MetCriterion:
    measure = measure_of(page.frame.catalog, criterion.indicator_code, page.language)
    return MetCriterion(
        name=criterion.name[page.language],
        value=measure.text(criterion.value or 0.0),
        line=measure.text(criterion.threshold),
        is_at_most=criterion.is_at_most,
    )


def _disconnection_line(page: DiagnosisPage) -> str:
    language = page.language
    standings = weigh_disconnections(page.findings)
    worst = standings[0]
    if not worst.fires:
        return no_disconnection_sentence(
            sum(s.looked_at for s in standings),
            sum(len(s.borderline) for s in standings),
            sum(s.missing for s in standings),
            language,
        )
    gravest = worst.fires[0]
    words = (
        severity_word(gravest.severity, language),
        confidence_word(gravest.confidence, language),
    )
    return disconnection_sentence(
        disconnection_heading(worst.disconnection, language),
        len(worst.fires),
        worst.looked_at,
        page.frame.catalog.rules[gravest.rule_code].name[language],
        ("，" if language == "zh" else ", ").join(words),
        language,
    )


def _chain_line(page: DiagnosisPage) -> str:
    """Which chain lags; empty where the four cannot be worked out."""
    found = cached_what_if.outlook(page.frame.release.release_id, page.level, page.region.code)
    chains = found.chains if found else None
    if chains is None:
        return ""
    return chain_sentence(
        page.frame.catalog.chains[chains.lagging].name[page.language],
        index_measure(page.language).text(chains.indices[chains.lagging]),
        chains.ranks[chains.lagging],
        chains.regions,
        chains.year,
        page.level,
        page.language,
    )


def _say_too_little(frame: Frame, region: Region, known: list[str]) -> None:
    """What is there, what the rules of the level would need, and the province instead."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    name = region.short_name[language]
    st.info(plain(too_little_sentence(name, len(known), LEAST_INDICATORS, language)))
    wanted = {
        criterion.indicator
        for tier in catalog.tiers.values()
        if tier.level == region.level
        for criterion in tier.criteria
    }
    lines = []
    if known:
        names = join_names(frame.indicator_names(known), language)
        lines.append(_("Published: {list}.").format(list=names))
    absent = [c for c in sorted(wanted) if c not in known]
    if absent:
        names = join_names([name_of(catalog, c)[language] for c in absent], language)
        lines.append(
            _("What its tier would be judged by and is missing: {list}.").format(list=names)
        )
    st.markdown("  \n".join(plain(line) for line in lines))
    province = catalog.province_of(region.code)
    if province is not None and province.code != region.code:
        st.button(
            _("See {name} instead").format(name=plain(province.short_name[language])),
            icon=":material/arrow_upward:",
            key="province_instead",
            on_click=partial(choices.write, {"region": province.code}),
        )


def _end(sentence: str, language: Language) -> str:
    return f"{sentence}{'。' if language == 'zh' else '.'}"
