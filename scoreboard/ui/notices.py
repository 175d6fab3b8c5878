"""States of the data in words: nothing here, only some, and where to look instead."""

import streamlit as st

from scoreboard.catalog import Level
from scoreboard.text.sentences import count_regions
from scoreboard.ui import cached
from scoreboard.ui.choosers import Choice
from scoreboard.ui.frame import Frame
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain


def say_no_data(frame: Frame, choice: Choice) -> None:
    """Says that an indicator has no figure at the chosen level, and at which it has."""
    _ = frame.translate
    where = (
        _("the cities of {province}").format(
            province=frame.catalog.regions[choice.within].short_name[frame.language]
        )
        if choice.within
        else _("cities")
        if choice.level == "city"
        else _("provinces")
    )
    gap = "" if frame.language == "zh" else " "
    sentence = _("There are no figures of {indicator} for {where}.").format(
        indicator=choice.indicator.name[frame.language], where=where
    )
    levels: tuple[Level, ...] = ("province", "city")
    elsewhere = [
        count_regions(regions, level, frame.language)
        for level in levels
        if (regions := cached.widest(frame.release.key, level).get(choice.indicator.code))
    ]
    if elsewhere:
        sentence += gap + _("There are figures for: {levels}.").format(
            levels=join_names(elsewhere, frame.language)
        )
    st.info(plain(sentence))
