"""地区画像: one region. What is it good and bad at, and who is really comparable to it?"""

import streamlit as st

from scoreboard.answers.profile.answer import answer
from scoreboard.answers.profile.choice import read_choice
from scoreboard.ui.frame import open_page
from scoreboard.ui.profile import show_choosers
from scoreboard.ui.show import show, show_notices

frame = open_page("profile")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)
show(frame, (*found["opening"], *found["claims"]))
if found["positions"] and found["years"]:
    left, right = st.columns(2, gap="medium")
    with left:
        show(frame, found["positions"])
    with right:
        show(frame, found["years"])
else:
    show(frame, found["positions"])
rest = (
    *("reading", "years_table", "around", "strengths", "named", "targets"),
    *("peers", "lists", "table", "parts"),
)
show(frame, (part for block in rest for part in found[block]))
