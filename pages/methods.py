"""指标方法: what is measured, from where, with which limits?"""

import streamlit as st

from scoreboard.answers.methods.answer import answer
from scoreboard.answers.methods.choice import read_choice
from scoreboard.ui.choosers import choose_indicator, choose_level
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_notices

frame = open_page("methods")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
wide, narrow = st.columns([3, 1], vertical_alignment="bottom")
with wide:
    choose_indicator(frame, choice.indicator_code, choice.level)
with narrow:
    choose_level(frame, choice.level)

found = answer(frame.release, choice, frame.language)
for block in ("about", "card", "coverage", "index", "formulas", "methods", "changes", "sources"):
    show(frame, found[block])
