"""The blocks of the page on indicators and methods, all built from the catalog and the release."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.gap import widest_gap
from scoreboard.catalog import Level
from scoreboard.charts.coverage import draw_coverage
from scoreboard.harmless import neutralise
from scoreboard.text.numbers import format_plain
from scoreboard.ui import cached, choices
from scoreboard.ui.cards import formula_in_words
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import show_cells


def show_coverage(frame: Frame, level: Level) -> None:
    """How many regions have a value of each indicator in each year, as a heat map."""
    _ = frame.translate
    st.segmented_control(
        _("Level"),
        ["province", "city"],
        format_func=lambda code: _("Provinces") if code == "province" else _("Cities"),
        **choices.bind("level", level, "province", choices.split_level),
    )
    coverage = cached.coverage(frame.release.key)
    rows = coverage[coverage["level"] == level]
    # A table with colours is drawn before it could be made harmless as a whole.
    names = {
        i.code: neutralise(i.name[frame.language]) for i in frame.catalog.indicators_in_order()
    }
    st.caption(_("Number of regions with a value; blank: none."))
    st.dataframe(
        draw_coverage(rows, names, _("Indicator")),
        key="coverage",
        height=560,
        row_height=28,
        placeholder="",
        alt=_("Coverage by indicator and year"),
    )


def show_index(frame: Frame) -> None:
    """Every indicator with unit, direction, pillar and coverage, one a row."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    levels: tuple[Level, ...] = ("province", "city")
    widest = {level: cached.widest(frame.release.key, level) for level in levels}
    table = pd.DataFrame(
        [
            {
                _("Indicator"): i.name[language],
                _("Unit"): catalog.units[i.unit].name[language],
                _("Pillar"): catalog.pillars[i.pillar].name[language],
                _("Chain"): catalog.chains[i.chain].name[language],
                _("Provinces"): widest["province"].get(i.code),
                _("Cities"): widest["city"].get(i.code),
                _("Code"): i.code,
                _("Definition"): i.definition[language],
            }
            for i in frame.catalog.indicators_in_order()
        ]
    )
    counts = {c: table[c].astype("Int64") for c in (_("Provinces"), _("Cities"))}
    show_cells(
        table.assign(**counts), hide_index=True, height=420, key="indicator_index", placeholder="—"
    )


def show_formulas(frame: Frame) -> None:
    """The indicators that are worked out here, with their formulas in words."""
    _ = frame.translate
    language = frame.language
    st.caption(
        plain(
            _(
                "Worked out for a region and year only when every part has a value; the status "
                "is that of the least certain part. A published official ratio is never replaced."
            )
        )
    )
    table = pd.DataFrame(
        [
            {
                _("Indicator"): i.name[language],
                _("Formula"): formula_in_words(frame, i),
                _("Unit"): frame.catalog.units[i.unit].name[language],
            }
            for i in frame.catalog.indicators_in_order()
            if i.formula
        ]
    )
    show_cells(table, hide_index=True, height=420, key="formulas")


def show_methods(frame: Frame) -> None:
    """Every method that the pages use: two lines, the formula, and where it is from."""
    _ = frame.translate
    topics = {
        "profile": _("Region profile"),
        "compare": _("Benchmarking"),
        "composite": _("Composite evaluation"),
        "structure": _("Regional structure"),
        "diagnosis": _("Tiered diagnosis"),
        "instruments": _("Policy instruments"),
    }
    for topic, heading in topics.items():
        methods = [m for m in frame.catalog.methods.values() if m.topic == topic]
        if methods:
            with st.expander(heading):
                for method in methods:
                    st.markdown(
                        f"**{plain(method.name[frame.language])}** "
                        f"{plain(method.explanation[frame.language])}  \n"
                        f"{plain(method.formula)}  \n:small[{plain(method.reference)}]"
                    )


def show_first_and_revised(frame: Frame) -> None:
    """Why first-published and revised R&D intensity are two indicators, by their widest gap."""
    _ = frame.translate
    release = frame.release.key
    gap = widest_gap(
        cached.observations(release, "rd_intensity", "province", None),
        cached.observations(release, "rd_intensity_revised", "province", None),
    )
    if gap is None:
        return
    sentence = _(
        "First-published and revised R&D intensity are two indicators. The first divides by the "
        "GDP known in the year of publication, the second by GDP as revised after an economic "
        "census. For {region} in {year} they are {first}% and {revised}%: one line through "
        "both would show a jump that never happened."
    ).format(
        region=frame.catalog.regions[gap.region_code].short_name[frame.language],
        year=gap.year,
        first=format_plain(gap.first, 2),
        revised=format_plain(gap.second, 2),
    )
    st.markdown(plain(sentence))


def show_breaks(frame: Frame) -> None:
    """Known breaks of the series; folded below, the limits of comparison, by indicator."""
    _ = frame.translate
    language = frame.language
    year = "{}年：" if language == "zh" else "{}: "
    lines = [
        f"- **{plain(i.name[language])}** {plain(year.format(b.year) + b.text[language])}"
        for i in frame.catalog.indicators_in_order()
        for b in i.breaks
    ]
    st.markdown("\n".join(lines))
    limits = [
        f"- **{plain(i.name[language])}** {plain(caveat[language])}"
        for i in frame.catalog.indicators_in_order()
        for caveat in i.caveats
        if not i.formula
    ]
    with st.expander(_("Caveats by indicator")):
        st.markdown("\n".join(limits))


def show_revisions(frame: Frame) -> None:
    """Figures that a release changed or withdrew, newest first."""
    _ = frame.translate
    revisions = cached.revisions(frame.release.key)
    if revisions.empty:
        st.caption(_("No release has changed a published figure so far."))
        return
    regions, indicators = frame.catalog.regions, frame.catalog.indicators
    language = frame.language
    table = pd.DataFrame(
        {
            _("Release"): revisions["release_id"],
            _("Region"): [regions[c].short_name[language] for c in revisions["region_code"]],
            _("Indicator"): [indicators[c].name[language] for c in revisions["indicator_code"]],
            _("Year"): revisions["year"],
            _("Before"): [_value(v) for v in revisions["value_before"]],
            _("After"): [_value(v) for v in revisions["value_after"]],
        }
    )
    show_cells(table, hide_index=True, key="revisions")


def show_sources(frame: Frame) -> None:
    """Every publication that figures were read from, with its grade."""
    _ = frame.translate
    st.caption(
        plain(
            _(
                "Grade A: read on an official page. B: read in a public copy of the official "
                "table and cross-checked. C: read in a news or web copy of an official release."
            )
        )
    )
    table = pd.DataFrame(
        [
            {
                _("Title"): s.title,
                _("Publisher"): s.publisher,
                _("Published"): s.published,
                _("Grade"): s.grade,
                _("Address"): s.url or None,
            }
            for s in frame.catalog.sources.values()
        ]
    )
    show_cells(
        table,
        hide_index=True,
        height=420,
        key="sources",
        placeholder="—",
        column_config={
            _("Title"): st.column_config.TextColumn(width=380),
            _("Publisher"): st.column_config.TextColumn(width=200),
            _("Address"): st.column_config.LinkColumn(display_text=r"https?://([^/]+)"),
        },
    )


def _value(value: float | None) -> str:
    return "" if value is None or pd.isna(value) else format_plain(value, 4)
