"""概览: one indicator. Where is it high, who leads, how did it change, where is it from?"""

import streamlit as st

from scoreboard.ui.cards import show_card, show_key_figures
from scoreboard.ui.choosers import read_choice, show_choosers
from scoreboard.ui.frame import open_page
from scoreboard.ui.indicator_figures import (
    show_distribution,
    show_map,
    show_ranking,
    show_trend,
)
from scoreboard.ui.indicator_page import prepare, show_headline, show_source_line
from scoreboard.ui.indicator_table import show_table
from scoreboard.ui.nation_only import show_nation_only
from scoreboard.ui.notices import say_no_data

frame = open_page("overview")
show_key_figures(frame)
choice = read_choice(frame)
show_choosers(frame, choice)

page = prepare(frame, choice)
if page is None:
    if not show_nation_only(frame, choice.indicator):
        say_no_data(frame, choice)
else:
    show_headline(page)
    wide, narrow = st.columns([3, 2], gap="medium")
    with wide:
        show_map(page)
    with narrow:
        show_ranking(page)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show_trend(page)
    with right:
        show_distribution(page)
    show_source_line(page)
    show_table(page)
show_card(frame, choice.indicator)
