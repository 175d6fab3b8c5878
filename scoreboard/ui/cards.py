"""Cards: the nation's key figures, and what an indicator means and where it comes from."""

from __future__ import annotations

import re

import streamlit as st

from scoreboard.catalog import Indicator
from scoreboard.ui import cached
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.plain import plain

MOST_SOURCES = 6


def show_key_figures(frame: Frame) -> None:
    """The nation's newest figures with their change on the year and ten years as a small line."""
    _ = frame.translate
    st.caption(
        plain(_("The nation's newest figures, their change on the year and the last ten years"))
    )
    with st.container(horizontal=True, key="key_figures", gap="small"):
        for line in cached.key_figures(frame.release.key, frame.language):
            st.metric(
                plain(line.label),
                line.value,
                line.change or None,
                delta_color="off",
                delta_arrow="off",
                delta_description=line.status or None,
                chart_data=line.series,
                width=142,
            )


def show_card(frame: Frame, indicator: Indicator) -> None:
    """Definition, unit, direction, formula, sources, release and caveats of an indicator."""
    _ = frame.translate
    language = frame.language
    with st.container(border=True):
        st.subheader(plain(indicator.name[language]), anchor=False)
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.markdown(plain(indicator.definition[language]))
            st.markdown(_facts_line(frame, indicator))
            if indicator.formula:
                formula = formula_in_words(frame, indicator)
                st.markdown(f"**{plain(_('Formula'))}** {plain(formula)}")
            _show_list(_("Caveats"), [plain(text) for text in _caveats(frame, indicator)])
        with right:
            _show_list(_("Sources"), _source_lines(frame, indicator))
            st.caption(plain(release_line(frame.release, language)))


def _facts_line(frame: Frame, indicator: Indicator) -> str:
    """Unit, direction, pillar and chain in one line of Markdown."""
    _ = frame.translate
    catalog, language = frame.catalog, frame.language
    facts = (
        (_("Unit"), catalog.unit_of(indicator.code).name[language]),
        (_("Direction"), _direction(frame, indicator)),
        (_("Pillar"), catalog.pillars[indicator.pillar].name[language]),
        (_("Chain"), catalog.chains[indicator.chain].name[language]),
    )
    return " · ".join(f"**{plain(label)}** {plain(text)}" for label, text in facts)


def _caveats(frame: Frame, indicator: Indicator) -> list[str]:
    """What limits the figure: caveats, breaks, and what it must not be compared with."""
    _ = frame.translate
    language = frame.language
    limits = [c[language] for c in (*indicator.caveats, *(b.text for b in indicator.breaks))]
    other = [frame.catalog.indicators[c].name[language] for c in indicator.not_comparable_with]
    if other:
        separator = "、" if language == "zh" else ", "
        limits.append(_("Not comparable with: {names}.").format(names=separator.join(other)))
    return limits


def _show_list(heading: str, lines: list[str]) -> None:
    if lines:
        st.markdown(f"**{plain(heading)}**\n" + "\n".join(f"- {line}" for line in lines))


def formula_in_words(frame: Frame, indicator: Indicator) -> str:
    """The formula with the indicators' names in place of their codes."""
    language = frame.language

    def name(match: re.Match[str]) -> str:
        part = frame.catalog.indicators.get(match[0])
        return f"「{part.name[language]}」" if part else match[0]

    text = re.sub(r"[a-z][a-z0-9_]*", name, indicator.formula or "")
    return text.replace("*", "×").replace("/", "÷")


def _direction(frame: Frame, indicator: Indicator) -> str:
    _ = frame.translate
    return {
        "higher_is_better": _("higher is better"),
        "lower_is_better": _("lower is better"),
        "context": _("context, neither good nor bad"),
    }[indicator.direction]


def _source_lines(frame: Frame, indicator: Indicator) -> list[str]:
    """The publications behind most of the figures, as Markdown; linked where there is a page."""
    _ = frame.translate
    used = cached.indicator_sources(frame.release.key)
    rows = used[used["indicator_code"] == indicator.code].sort_values(
        ["observations", "last_year"], ascending=False
    )
    lines = []
    for row in rows.head(MOST_SOURCES).itertuples():
        source = frame.catalog.sources[row.source_code]
        years = (
            f"{row.first_year}"
            if row.first_year == row.last_year
            else f"{row.first_year}–{row.last_year}"
        )
        line = plain(
            _("{title}, {publisher} ({years}; grade {grade})").format(
                title=source.title, publisher=source.publisher, years=years, grade=source.grade
            )
        )
        lines.append(f"[{line}]({source.url})" if source.url else line)
    if len(rows) > MOST_SOURCES:
        lines.append(_("and {n} more").format(n=len(rows) - MOST_SOURCES))
    return lines
