"""Regions like it: which of the problems found here they have not, and how figures moved."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from scoreboard.diagnostics.facts import Fact, RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import (
    concerns_break,
    direction_of,
    is_total,
    name_of,
)
from scoreboard.text.diagnosis import confidence_word, finding_mark, finding_word
from scoreboard.ui import cached_diagnosis
from scoreboard.ui.diagnosis_page import DiagnosisPage, write_short
from scoreboard.ui.figure import show_title
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain

COMPARE = "pages/compare.py"
MOST_FINDINGS = 6
MOST_PEERS = 3
TREND_YEARS = 5


def show_like(page: DiagnosisPage) -> None:
    """For each problem found: the peers without it, their figures now and some years ago."""
    _ = page.frame.translate
    peers = [p for p in page.facts.peers if p in page.everywhere]
    show_title(
        _("Regions like {name}: where the same problem is not found").format(name=page.name),
        [
            _("peers by structure: {names}").format(
                names=join_names(page.frame.region_names(peers), page.language)
            )
            if peers
            else "",
        ],
    )
    if not peers:
        st.info(
            plain(
                _("Too few structural figures of {name}: it has no peers.").format(name=page.name)
            )
        )
        return
    found = [f for f in page.findings if f.state == "fires"]
    found.sort(key=lambda f: (-f.severity, f.rule_code))
    if not found:
        st.markdown(plain(_("No rule fires here, so there is nothing to look up among the peers.")))
    for place, finding in enumerate(found[:MOST_FINDINGS]):
        # A row at a time, so that the worst stays first where columns stack.
        if place % 2 == 0:
            columns = st.columns(2, gap="medium")
        with columns[place % 2], st.container(border=True, key=f"peer_card_{place}"):
            _show_one(page, finding, peers)
    st.caption(
        plain(
            _(
                "The figures say where it went better and not why; what was done there must be "
                "asked there. {release}"
            ).format(release=release_line(page.frame.release, page.language))
        )
    )
    st.page_link(
        COMPARE,
        label=plain(_("Compare with these regions indicator by indicator")),
        icon=":material/compare_arrows:",
        query_params=_compare_link(page, peers),
    )


def _show_one(page: DiagnosisPage, finding: Finding, peers: Sequence[str]) -> None:
    """One problem: how many peers are without it, and the best of them by the indicator."""
    _ = page.frame.translate
    language, catalog = page.language, page.frame.catalog
    release = page.frame.release.key
    without, judged = [], 0
    for peer in peers:
        known = cached_diagnosis.findings_of(release, page.level, peer)
        same = [f for f in known if f.rule_code == finding.rule_code]
        judged += any(f.state != "missing" for f in same)
        without += [peer for f in same if f.state == "silent"]
    words = [
        finding_word(finding.state, finding.severity, language),
        confidence_word(finding.confidence, language),
    ]
    rule = catalog.rules[finding.rule_code].name[language]
    how = ("，" if language == "zh" else ", ").join(words)
    mark = finding_mark(finding.state, finding.severity)
    title = f"{mark} {rule}（{how}）" if language == "zh" else f"{mark} {rule} ({how})"
    code = _leading_indicator(page, finding)
    lines = [
        _("{without} of {judged} peers with data do not show it").format(
            without=len(without), judged=judged
        )
    ]
    if code:
        lines.append(
            _("by {indicator}: {own}").format(
                indicator=name_of(catalog, code)[language],
                own=_moved(page, page.facts, code, page.name),
            )
        )
    st.markdown(f"**{plain(title)}**  \n" + plain(("；" if language == "zh" else "; ").join(lines)))
    if code and without:
        best = _best(page, without, code)[:MOST_PEERS]
        names = page.frame.region_names(best)
        moved = [
            _moved(page, page.everywhere[peer], code, name)
            for peer, name in zip(best, names, strict=True)
        ]
        st.markdown("\n".join(f"- {plain(line)}" for line in moved))


def _leading_indicator(page: DiagnosisPage, finding: Finding) -> str:
    """The indicator of the worst sign that is a level or a gap; empty without one.

    Totals say nothing beside other regions' (such a sign is about a part of them).
    """
    signs = [
        s
        for s in finding.signs
        if s.kind != "trend" and s.points > 0 and not is_total(page.frame.catalog, s.indicator_code)
    ]
    return max(signs, key=lambda s: (s.points, s.distance)).indicator_code if signs else ""


def _best(page: DiagnosisPage, peers: Sequence[str], code: str) -> list[str]:
    """The peers with a figure, best first."""
    sign = -1 if direction_of(page.frame.catalog, code) == "lower_is_better" else 1
    known = [p for p in peers if code in page.everywhere[p].values]
    return sorted(known, key=lambda p: -sign * page.everywhere[p].values[code].value)


def _moved(page: DiagnosisPage, facts: RegionFacts, code: str, name: str) -> str:
    """A region's figure, after the one of some years before where the two may be compared."""
    now = facts.values.get(code)
    gap = "" if page.language == "zh" else " "
    if now is None:
        return f"{name} —"
    written = _written(write_short(page, code, now.value), now.year, page)
    before = _before(page, facts, now)
    if before is None:
        return f"{name}{gap}{written}"
    earlier = _written(write_short(page, code, before.value), before.year, page)
    return f"{name}{gap}{earlier} → {written}"


def _written(value: str, year: int, page: DiagnosisPage) -> str:
    return f"{value}（{year}年）" if page.language == "zh" else f"{value} ({year})"


def _before(page: DiagnosisPage, facts: RegionFacts, now: Fact) -> Fact | None:
    """The oldest figure of the years before that no break parts from the newest."""
    code = now.indicator_code
    indicator = page.frame.catalog.indicators.get(code)
    usable = [
        f
        for f in facts.series.get(code, ())
        if now.year - TREND_YEARS <= f.year < now.year
        and (
            indicator is None or not concerns_break(indicator, facts.region_code, f.year, now.year)
        )
    ]
    return usable[0] if usable else None


def _compare_link(page: DiagnosisPage, peers: Sequence[str]) -> dict[str, str]:
    """The address of the comparison: this region first, then its nearest peers."""
    kept = {k: v for k, v in st.query_params.items() if k in ("lang", "as_of", "release")}
    return kept | {"compared": ",".join([page.region.code, *peers[:5]])}
