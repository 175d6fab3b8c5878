"""The choosers of 关系, and what a click on a point does."""

from __future__ import annotations

from functools import partial

import streamlit as st

from scoreboard.analysis.window import SPARSE
from scoreboard.answers.relations.choice import (
    LOGS,
    RelationsChoice,
    default_pair,
    levels_offered,
)
from scoreboard.answers.relations.pairs import default_end, ends_with_both
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_chosen, choose_indicator, choose_range, choose_window
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
    """The two indicators and their axes; then which regions and years, and the regions marked."""
    _ = frame.translate
    first = st.columns([3.5, 3.5, 1.3, 3.2], vertical_alignment="bottom")
    vertical, horizontal = default_pair(choice.level)
    with first[0]:
        choose_indicator(
            frame,
            choice.indicator_code,
            choice.level,
            vertical,
            choice.window,
            label=_("Vertical axis"),
        )
    with first[1]:
        own = horizontal if choice.indicator_code != horizontal else vertical
        choose_indicator(
            frame,
            choice.across,
            choice.level,
            own,
            choice.window,
            key="x",
            label=_("Horizontal axis"),
        )
    with first[2]:
        st.button(
            _("Swap"),
            icon=":material/swap_horiz:",
            key="swap",
            on_click=partial(choices.write, _swapped(choice)),
        )
    with first[3]:
        _choose_log(frame, choice)
    has_window = choice.level in SPARSE
    widths = [2.4, 2.3, 2.6, 4.2] if has_window else [2.4, 2.3, 6.8]
    second = iter(st.columns(widths, vertical_alignment="bottom"))
    with next(second):
        choose_range(frame, choice.level, choice.within, levels_offered(frame.release))
    with next(second):
        _choose_year(frame, choice)
    if has_window:
        with next(second):
            choose_window(frame, (choice.level,), choice.window)
    with next(second):
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
    """The years or windows with both indicators, newest first, and how many regions have both."""
    if choice.year is None:
        return
    of_both = (choice.level, choice.within, choice.across, choice.indicator_code)
    ends = ends_with_both(frame.release, *of_both, choice.window)
    spans = {
        str(end): f"{end - choice.window + 1}–{end}" if choice.window > 1 else str(end)
        for end in sorted(ends, reverse=True)
    }
    st.selectbox(
        frame.translate("Year"),
        list(spans),
        format_func=lambda end: f"{spans[end]} ({ends[int(end)]})",
        **choices.bind("year", str(choice.year), str(default_end(ends, choice.window))),
    )


def _choose_log(frame: Frame, choice: RelationsChoice) -> None:
    _ = frame.translate
    labels = {"none": _("none"), "x": _("x"), "y": _("y"), "xy": _("both")}
    st.segmented_control(
        _("Logarithmic axes"),
        list(LOGS),
        format_func=labels.__getitem__,
        **choices.bind("log", _log_of(choice), LOGS[0]),
    )
