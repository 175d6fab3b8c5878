"""The choosers of 区域格局."""

from __future__ import annotations

import streamlit as st

from scoreboard.answers.structure.choice import (
    BASES,
    DEFAULT_INDICATOR,
    LEVELS,
    StructureChoice,
    years_before,
)
from scoreboard.answers.structure.data import kind_of
from scoreboard.answers.structure.measures import POPULATION
from scoreboard.catalog import Level
from scoreboard.ui import choices
from scoreboard.ui.choosers import (
    choose_indicator,
    choose_range,
    choose_region,
    choose_window,
    choose_year,
)
from scoreboard.ui.frame import Frame


def show_choosers(frame: Frame, choice: StructureChoice) -> None:
    """Range, indicator, year; then the marked region, the earlier year and what is counted."""
    first = st.columns([2, 4, 3.4], vertical_alignment="bottom")
    with first[0]:
        choose_range(frame, choice.level, choice.within, LEVELS)
    with first[1]:
        choose_indicator(
            frame, choice.indicator_code, choice.level, DEFAULT_INDICATOR, choice.window
        )
    with first[2]:
        choose_year(frame, choice)
    kind = kind_of(frame.catalog, frame.catalog.indicators[choice.indicator_code])
    if choice.year is None or kind == "unranked":
        return
    second = st.columns([2, 2, 3.4, 2], vertical_alignment="bottom")
    with second[3]:
        choose_window(frame, (choice.level,), choice.window)
    levels: tuple[Level, ...] = ("province", "city")
    marked = choice.region_code
    if choice.level == "province":
        province = frame.catalog.province_of(marked)
        levels, marked = ("province",), province.code if province else marked
    with second[0]:
        choose_region(frame, marked, levels)
    if choice.since is not None:
        with second[1]:
            _choose_since(frame, choice)
    if kind == "amount" and choice.indicator_code != POPULATION:
        with second[1 if choice.since is None else 2]:
            _choose_basis(frame, choice)


def choose_composition(frame: Frame, choice: StructureChoice) -> None:
    """The composition that location quotients are worked out for."""
    _, found = frame.translate, frame.catalog.compositions
    with st.columns([2, 3])[0]:
        st.selectbox(
            _("Composition"),
            list(found),
            format_func=lambda code: found[code].name[frame.language],
            **choices.bind("composition", choice.composition_code, next(iter(found))),
        )


def _choose_since(frame: Frame, choice: StructureChoice) -> None:
    _ = frame.translate
    years = [str(year) for year in years_before(frame.release, choice)]
    st.selectbox(
        _("Set against"),
        years,
        **choices.bind("since", str(choice.since), years[0]),
    )


def _choose_basis(frame: Frame, choice: StructureChoice) -> None:
    _ = frame.translate
    labels = {"regions": _("each region once"), "people": _("by population")}
    st.segmented_control(
        _("Regions count"),
        list(BASES),
        format_func=labels.__getitem__,
        help=_(
            "Each region once: in how few regions the amount lies. "
            "By population: how unequal the amounts per head are."
        ),
        **choices.bind("basis", BASES[choice.by_people], BASES[0]),
    )
