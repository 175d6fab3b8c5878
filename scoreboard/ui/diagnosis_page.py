"""The diagnosis of one region: what it is made from, the answer, and the parts of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from scoreboard.catalog import OUTSIDE_STATISTICS, Language, Level, Region, TierKind
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import measure_of, name_of
from scoreboard.diagnostics.strategies import Recommendation, match_strategies
from scoreboard.diagnostics.tiers import CriterionResult, TierAssignment
from scoreboard.diagnostics.verdict import DisconnectionStanding, weigh_disconnections
from scoreboard.text.chains import index_measure
from scoreboard.text.diagnosis import confidence_word, disconnection_heading, severity_word
from scoreboard.text.verdict import (
    MetCriterion,
    chain_clause,
    disconnection_clause,
    disconnection_sentence,
    headline,
    missed_sentence,
    no_disconnection_clause,
    no_disconnection_sentence,
    not_judged_sentence,
    tier_clause,
    tier_sentence,
    too_little_sentence,
)
from scoreboard.ui import cached_diagnosis, cached_what_if, choices
from scoreboard.ui.choosers import choose_region, read_region
from scoreboard.ui.diagnosis_findings import show_glance
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain

# The parts of the page, in the order of the switch; `all` is for the printer.
PARTS = ("verdict", "chains", "measures", "peers", "what_if", "glance", "all")
LEAST_INDICATORS = 5
# So many criteria and measures are named in the answer; the parts of the page have them all.
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
        """Whether a part of the page is shown now; on paper a what-if only where there is one."""
        if self.is_printed and part == "what_if":
            return "moves" in st.query_params
        return self.part in (part, "all")


def open_diagnosis(frame: Frame) -> DiagnosisPage | None:
    """Draw the choosers and gather the diagnosis; none where too little is known, which is said."""
    region = read_region(frame)
    part = choices.read_one("part", PARTS, PARTS[0])
    _show_choosers(frame, region, part)
    found = read_diagnosis(frame, region, part)
    if found is None and part == "glance":
        show_all_regions(frame, region)
    return found


def show_all_regions(frame: Frame, region: Region) -> None:
    """All regions of the level by all rules, the region of the page marked where it is known."""
    release, level = frame.release.key, region.level
    show_glance(
        frame,
        cached_diagnosis.findings(release, level),
        cached_diagnosis.tiers(release, level),
        region.code,
        cached_diagnosis.facts(release, level),
    )


def read_diagnosis(frame: Frame, region: Region, part: str) -> DiagnosisPage | None:
    """Everything that is said of a region; none, with a sentence, where too little is known."""
    release, level = frame.release.key, region.level
    everywhere = cached_diagnosis.facts(release, level)
    facts = everywhere.get(region.code)
    known = [] if facts is None else [c for c in facts.series if c in frame.catalog.indicators]
    if facts is None or len(known) < LEAST_INDICATORS:
        _say_too_little(frame, region, known)
        return None
    tier = cached_diagnosis.tiers(release, level)[region.code]
    findings = cached_diagnosis.findings_of(release, level, region.code)
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
        against=_read_against(frame, others),
        part=part,
    )


def _read_against(frame: Frame, others: set[str]) -> str:
    """The benchmark region of the URL; empty, the best of the peers, for one of another level."""
    code = choices.read_one("against", {"", *frame.catalog.regions}, "")
    return code if code in others else ""


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
        "all": _("To print"),
    }


def show_heading(page: DiagnosisPage, part: str) -> None:
    """The name of a part, where several stand below each other."""
    if page.is_printed:
        with st.container(key=f"part_{part}"):
            st.header(plain(part_names(page.frame)[part]), anchor=False, divider="gray")


def _show_choosers(frame: Frame, region: Region, part: str) -> None:
    _ = frame.translate
    labels = part_names(frame)
    with st.container(key="diagnosis_choosers"):
        left, right = st.columns([2, 6], vertical_alignment="bottom")
    with left:
        choose_region(frame, region.code)
    with right:
        st.segmented_control(
            _("Part of the diagnosis"),
            list(PARTS),
            format_func=labels.__getitem__,
            wrap=True,
            **choices.bind("part", part, PARTS[0]),
        )


def show_answer(page: DiagnosisPage) -> None:
    """Tier and why; which disconnection holds the region back and how sure; which chain lags."""
    _ = page.frame.translate
    language = page.language
    if page.is_printed:
        st.caption(plain(release_line(page.frame.release, language)))
    sentence = headline(
        page.name, _tier_clause(page), _disconnection_clause(page), _chain_clause(page), language
    )
    st.subheader(plain(sentence), anchor=False)
    gap = "" if language == "zh" else " "
    lines = [
        (_("Tier"), gap.join(filter(None, (_met_line(page), _missed_line(page))))),
        (_("Disconnections"), _disconnection_line(page)),
        (_("Measures"), _measures_line(page)),
    ]
    st.markdown("\n".join(f"- **{plain(label)}** {plain(text)}" for label, text in lines if text))


def _tier_clause(page: DiagnosisPage) -> str:
    """The tier in force, how many of its criteria are met, and what makes it unsure."""
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
    known = _criteria_of(page, page.tier.tier_code)
    notes = []
    if page.tier.override is not None:
        notes.append(_("set by an analyst"))
    elif not page.tier.is_confirmed:
        notes.append(_("by default, as too few criteria have figures"))
    if page.tier.is_borderline:
        other = catalog.tiers[page.tier.other_tier_code].name[language]
        notes.append(_("on the line to “{tier}”").format(tier=other))
    name = catalog.tiers[page.tier.tier_code].name[language]
    return tier_clause(name, sum(bool(c.is_met) for c in known), len(known), notes, language)


def _criteria_of(page: DiagnosisPage, tier_code: str) -> list[CriterionResult]:
    """The criteria of a tier that the region has a figure of."""
    return [c for c in page.tier.criteria if c.tier_code == tier_code and c.is_met is not None]


def _met_line(page: DiagnosisPage) -> str:
    met = [c for c in _criteria_of(page, page.tier.tier_code) if c.is_met]
    return tier_sentence([_write(page, c) for c in met[:_MOST_NAMED]], page.language) if met else ""


def _missed_line(page: DiagnosisPage) -> str:
    """What keeps the region from the tier above; empty for the highest."""
    tiers = [t.code for t in page.frame.catalog.tiers.values() if t.level == page.level]
    place = tiers.index(page.tier.tier_code)
    known = _criteria_of(page, tiers[place - 1]) if place else []
    missed = [c for c in known if not c.is_met]
    if not missed:
        return ""
    return missed_sentence(
        page.frame.catalog.tiers[tiers[place - 1]].name[page.language],
        len(known) - len(missed),
        len(known),
        [_write(page, c) for c in missed[:_MOST_NAMED]],
        page.language,
    )


def _write(page: DiagnosisPage, criterion: CriterionResult) -> MetCriterion:
    code = criterion.indicator_code
    return MetCriterion(
        name=criterion.name[page.language],
        value=write_short(page, code, criterion.value or 0.0),
        line=write_short(page, code, criterion.threshold),
        is_at_most=criterion.is_at_most,
    )


def write_short(page: DiagnosisPage, code: str, value: float) -> str:
    """A value after its indicator's name: without the unit, which the name tells, unless it is %.

    Amounts keep theirs, which goes with their size.
    """
    measure = measure_of(page.frame.catalog, code, page.language)
    keeps_unit = measure.steps or measure.is_rank or measure.unit == "%"
    return measure.text(value) if keeps_unit else measure.number(value)


def _disconnection_clause(page: DiagnosisPage) -> str:
    language = page.language
    standings = weigh_disconnections(page.findings)
    worst = standings[0]
    if not worst.fires:
        judged = [_heading(page, s) for s in standings if s.looked_at]
        return no_disconnection_clause(judged, len(standings), language)
    notes = [severity_word(worst.severity, language)]
    if worst.confidence is not None:
        notes.append(confidence_word(worst.confidence, language))
    return disconnection_clause(_heading(page, worst), notes, language)


def _heading(page: DiagnosisPage, standing: DisconnectionStanding) -> str:
    return disconnection_heading(standing.disconnection, page.language)


def _disconnection_line(page: DiagnosisPage) -> str:
    """How many rules say so, which is the gravest, and what could not be judged."""
    language = page.language
    standings = weigh_disconnections(page.findings)
    worst = standings[0]
    if worst.fires:
        rule = page.frame.catalog.rules[worst.fires[0].rule_code]
        line = disconnection_sentence(
            len(worst.fires), worst.looked_at, rule.name[language], language
        )
    else:
        line = no_disconnection_sentence(
            sum(s.looked_at for s in standings),
            sum(len(s.borderline) for s in standings),
            sum(s.missing for s in standings),
            language,
        )
    absent = [_heading(page, s) for s in standings if not s.looked_at]
    gap = "" if language == "zh" else " "
    return gap.join(filter(None, (line, not_judged_sentence(absent, language))))


def _measures_line(page: DiagnosisPage) -> str:
    """The measures that come first; empty when no finding calls any."""
    _ = page.frame.translate
    first = [r.strategy.name[page.language] for r in page.recommendations[: _MOST_NAMED + 1]]
    if not first:
        return ""
    return _("{count} fit, first {names}.").format(
        count=len(page.recommendations), names=join_names(first, page.language)
    )


def _chain_clause(page: DiagnosisPage) -> str:
    """Which chain is weakest; empty where the four cannot be worked out."""
    found = cached_what_if.outlook(page.frame.release.key, page.level, page.region.code)
    chains = found.chains if found else None
    if chains is None:
        return ""
    name = {c: entry.name[page.language] for c, entry in page.frame.catalog.chains.items()}
    return chain_clause(
        name[chains.lagging] if page.language == "zh" else name[chains.lagging].lower(),
        index_measure(page.language).text(chains.indices[chains.lagging]),
        chains.ranks[chains.lagging],
        chains.regions,
        page.level,
        page.language,
    )


def _say_too_little(frame: Frame, region: Region, known: list[str]) -> None:
    """What is there, what the rules of the level would need, and the province instead."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    name = region.short_name[language]
    if region.code in OUTSIDE_STATISTICS:
        sentence = _("{name}: not covered by the statistics of the mainland; there are no figures.")
        st.info(plain(sentence.format(name=name)))
        return
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
