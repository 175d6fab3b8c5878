"""Cards: the nation's key figures, and what an indicator means and where it comes from."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from scoreboard.analysis.views import change_over
from scoreboard.catalog import NATION, Indicator
from scoreboard.text.numbers import change_measure, measure_for
from scoreboard.text.sentences import status_in_brackets
from scoreboard.ui import cached
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.plain import plain

SPARKLINE_YEARS = 10
MOST_SOURCES = 6


def show_key_figures(frame: Frame) -> None:
    """The nation's newest figures with their change on the year and ten years as a small line."""
    codes = frame.catalog.key_figures
    newest = cached.newest_of_nation(frame.release.release_id, codes, SPARKLINE_YEARS)
    with st.container(horizontal=True, key="key_figures"):
        for code in codes:
            series = newest[newest["indicator_code"] == code]
            if not series.empty:
                _show_key_figure(frame, frame.catalog.indicators[code], series)


def _show_key_figure(frame: Frame, indicator: Indicator, series: pd.DataFrame) -> None:
    _ = frame.translate
    unit = frame.catalog.unit_of(indicator.code)
    newest = series.iloc[-1]
    measure = measure_for(
        indicator, unit, frame.catalog.units[unit.base], newest["value"], frame.language
    )
    growth = change_over(series.assign(region_code=NATION), 1, unit.change)
    change = growth.loc[growth["year"] == newest["year"], "value"]
    written = change_measure(unit.change, indicator.decimals, frame.language)
    st.metric(
        plain(f"{_('Nation')} {newest['year']}: {indicator.name[frame.language]}"),
        measure.text(newest["value"]) + status_in_brackets(newest["status"], frame.language),
        None if change.empty else written.text(float(change.iloc[0]), signed=True),
        delta_color="off",
        delta_description=_("on the year"),
        chart_data=series["value"].tolist(),
        width=190,
    )


def show_card(frame: Frame, indicator: Indicator) -> None:
    """Definition, unit, direction, formula, sources, release and caveats of an indicator."""
    _ = frame.translate
    language = frame.language
    catalog = frame.catalog
    with st.container(border=True):
        st.markdown(f"#### {plain(indicator.name[language])}")
        st.markdown(plain(indicator.definition[language]))
        facts = [
            (_("Unit"), catalog.unit_of(indicator.code).name[language]),
            (_("Direction"), _direction(frame, indicator)),
            (_("Pillar"), catalog.pillars[indicator.pillar].name[language]),
            (_("Chain"), catalog.chains[indicator.chain].name[language]),
        ]
        if indicator.formula:
            facts.append((_("Formula"), formula_in_words(frame, indicator)))
        facts += [
            (_("Caveat"), caveat[language])
            for caveat in (*indicator.caveats, *(b.text for b in indicator.breaks))
        ]
        other = [catalog.indicators[c].name[language] for c in indicator.not_comparable_with]
        if other:
            facts.append((_("Not comparable with"), ", ".join(other)))
        lines = [(label, plain(text)) for label, text in facts]
        lines += [(_("Source"), line) for line in _source_lines(frame, indicator)]
        lines.append((_("Release"), plain(release_line(frame.release, language))))
        st.markdown("\n".join(f"- **{plain(label)}** {text}" for label, text in lines))


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
    """The newest publications behind the indicator, as Markdown; linked where there is a page."""
    _ = frame.translate
    used = cached.indicator_sources(frame.release.release_id)
    rows = used[used["indicator_code"] == indicator.code].sort_values(
        ["last_year", "observations"], ascending=False
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
