"""The choosers of 关系, and what a click on a point does."""

from __future__ import annotations

from functools import partial

import streamlit as st

from scoreboard.analysis.coverage import newest_full_year
from scoreboard.answers.relations.choice import (
    LOGS,
    RelationsChoice,
    default_pair,
    levels_offered,
)
from scoreboard.answers.relations.pairs import years_with_both
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_chosen, choose_indicator, choose_range
from scoreboard.ui.frame import Frame

# The region whose point was clicked: pages are changed by a run of the page, not by a callback.
_CLICKED = "relations_clicked"


def open_profile(code: str) -> None:
    """A click on a point: the next run of the page opens the profile."""
    st.session_state[_CLICKED] = code


def open_clicked() -> None:
    """Go to the profile of the region whose point was clicked, if one was."""
    code = st.session_state.pop(_CLICKED, None)
    if code:
        query = {**st.query_params.to_dict(), "region": code}
        st.switch_page("pages/profile.py", query_params=query)


def show_choosers(frame: Frame, choice: RelationsChoice) -> None:
    """The two indicators; then which regions, the year, the axes, and the regions marked."""
    _ = frame.translate
    first = st.columns([4, 4, 1.4], vertical_alignment="bottom")
    vertical, horizontal = default_pair(choice.level)
    with first[0]:
        choose_indicator(
            frame, choice.indicator_code, choice.level, vertical, label=_("Vertical axis")
        )
    with first[1]:
        own = horizontal if choice.indicator_code != horizontal else vertical
        choose_indicator(
            frame, choice.across, choice.level, own, key="x", label=_("Horizontal axis")
        )
    with first[2]:
        st.button(
            _("Swap"),
            icon=":material/swap_horiz:",
            key="swap",
            on_click=partial(choices.write, _swapped(choice)),
        )
    second = st.columns([2, 1.6, 2.6, 4], vertical_alignment="bottom")
    with second[0]:
        choose_range(frame, choice.level, choice.within, levels_offered(frame.release))
    with second[1]:
        _choose_year(frame, choice)
    with second[2]:
        _choose_log(frame, choice)
    with second[3]:
        choose_chosen(frame, choice.level, choice.within, choice.regions)


def _swapped(choice: RelationsChoice) -> dict[str, str | None]:
    turned = {"none": None, "x": "y", "y": "x", "xy": "xy"}
    return {
        "indicator": choice.across,
        "x": choice.indicator_code,
        "log": turned[_log_of(choice)],
    }


def _log_of(choice: RelationsChoice) -> str:
    return ("x" if choice.log_x else "") + ("y" if choice.log_y else "") or LOGS[0]


def _choose_year(frame: Frame, choice: RelationsChoice) -> None:
    """The years with both indicators, newest first, with the number of regions that have both."""
    if choice.year is None:
        return
    years = years_with_both(
        frame.release, choice.level, choice.within, choice.across, choice.indicator_code
    )
    st.selectbox(
        frame.translate("Year"),
        [str(year) for year in sorted(years, reverse=True)],
        format_func=lambda year: f"{year} ({years[int(year)]})",
        **choices.bind("year", str(choice.year), str(newest_full_year(years))),
    )


def _choose_log(frame: Frame, choice: RelationsChoice) -> None:
    _ = frame.translate
    labels = {"none": _("none"), "x": _("horizontal"), "y": _("vertical"), "xy": _("both")}
    st.segmented_control(
        _("Logarithmic axes"),
        list(LOGS),
        format_func=labels.__getitem__,
        **choices.bind("log", _log_of(choice), LOGS[0]),
    )
