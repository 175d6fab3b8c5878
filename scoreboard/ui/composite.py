"""The choosers of the composite page: system, year, region, and every choice of method."""

from __future__ import annotations

from functools import partial

import streamlit as st

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    NORMALISATIONS,
    OUTLIERS,
    WEIGHTINGS,
    share_pillars,
)
from scoreboard.analysis.composite.system import default_shares
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.answers.composite.choice import (
    COVERAGES,
    DEFAULT_OPTIONS,
    LEVELS,
    CompositeChoice,
    default_system,
    systems_in_order,
)
from scoreboard.answers.composite.words import (
    aggregation_name,
    level_name,
    normalisation_name,
    outliers_name,
    weighting_name,
)
from scoreboard.answers.composited import ranked_years
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_region
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain


def pick_region(code: str) -> None:
    """A region clicked in a figure is the one that the page is about."""
    choices.write({"region": code})


def show_choosers(frame: Frame, choice: CompositeChoice) -> None:
    """System, level, year and region in one row, with the two popovers of the method."""
    row = st.columns([3.2, 1.5, 1.5, 2.2, 2.8], vertical_alignment="bottom")
    with row[0]:
        _choose_system(frame, choice)
    with row[1]:
        _choose_level(frame, choice)
    with row[2]:
        _choose_year(frame, choice)
    with row[3]:
        choose_region(frame, choice.region_code, (choice.level,))
    if not frame.catalog.systems[choice.system_code].is_computed:
        return
    with row[4], st.container(horizontal=True, vertical_alignment="bottom"):
        _ = frame.translate
        with st.popover(_("Weights"), icon=":material/balance:"):
            _choose_weights(frame, choice)
        with st.popover(_("Method"), icon=":material/tune:"):
            _choose_steps(frame, choice)


def _choose_system(frame: Frame, choice: CompositeChoice) -> None:
    systems, default = frame.catalog.systems, default_system(frame.catalog, choice.level)
    st.selectbox(
        frame.translate("Indicator system"),
        systems_in_order(frame.catalog, choice.level),
        format_func=lambda code: systems[code].short_name[frame.language],
        **choices.bind("system", choice.system_code, default, lambda _new: {"shares": None}),
    )


def _choose_level(frame: Frame, choice: CompositeChoice) -> None:
    st.selectbox(
        frame.translate("Regions compared"),
        list(LEVELS),
        format_func=lambda level: level_name(level, frame.language),
        **choices.bind("level", choice.level, "province", _take_level),
    )


def _take_level(value: str) -> dict[str, str | None]:
    """What goes with a new level: it has a system of its own."""
    return {**choices.split_level(value), "system": None, "shares": None}


def _choose_year(frame: Frame, choice: CompositeChoice) -> None:
    _ = frame.translate
    if choice.year is None:
        st.selectbox(_("Year"), ["—"], disabled=True, key="no_year")
        return
    known = ranked_years(frame.release, choice.level, choice.system_code)
    years = [str(y) for y in sorted(known, reverse=True)]
    default = str(newest_full_year(known))
    st.selectbox(_("Year"), years, **choices.bind("year", str(choice.year), default))


def _choose_weights(frame: Frame, choice: CompositeChoice) -> None:
    """The way of weighting, and sliders for the groups that always sum to 100."""
    _, system = frame.translate, frame.catalog.systems[choice.system_code]
    default = default_shares(system)
    st.radio(
        _("Weights"),
        list(WEIGHTINGS),
        format_func=lambda code: weighting_name(code, frame.language),
        **choices.bind("weighting", choice.options.weighting, DEFAULT_OPTIONS.weighting),
    )
    if choice.options.weighting != "expert":
        return
    st.caption(_("The others give way in proportion, so that the sum stays 100%."))
    for place, group in enumerate(system.groups):
        key = f"share_{system.code}_{group.code}"
        st.session_state[key] = choice.shares[place]
        st.slider(
            plain(group.name[frame.language]),
            0,
            100,
            format="%d%%",
            key=key,
            on_change=partial(_move_share, choice.shares, default, place, key),
        )
    st.button(
        _("Weights of the system"),
        disabled=choice.shares == default,
        on_click=partial(choices.write, {"shares": None}),
        key="default_shares",
    )


def _move_share(shares: tuple[int, ...], default: tuple[int, ...], place: int, key: str) -> None:
    moved = tuple(share_pillars(shares, place, int(st.session_state[key])))
    choices.write({"shares": None if moved == default else "-".join(map(str, moved))})


def _choose_steps(frame: Frame, choice: CompositeChoice) -> None:
    _, language, options = frame.translate, frame.language, choice.options
    st.radio(
        _("Outliers"),
        list(OUTLIERS),
        format_func=lambda code: outliers_name(code, language),
        **choices.bind("outliers", options.outliers, DEFAULT_OPTIONS.outliers),
    )
    st.radio(
        _("Normalisation"),
        sorted(NORMALISATIONS, key=lambda code: code != DEFAULT_OPTIONS.normalisation),
        format_func=lambda code: normalisation_name(code, language),
        **choices.bind("normalisation", options.normalisation, DEFAULT_OPTIONS.normalisation),
    )
    st.radio(
        _("Aggregation"),
        list(AGGREGATIONS),
        format_func=lambda code: aggregation_name(code, language),
        **choices.bind("aggregation", options.aggregation, DEFAULT_OPTIONS.aggregation),
    )
    st.radio(
        _("Weight that a region must have figures for"),
        list(COVERAGES),
        format_func=lambda share: f"{share}%",
        horizontal=True,
        **choices.bind("coverage", f"{options.least_share * 100:.0f}", COVERAGES[0]),
    )
