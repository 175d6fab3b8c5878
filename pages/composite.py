"""综合评价: who leads overall, and how sure is that rank?"""

import streamlit as st

from scoreboard.answers.composite.answer import answer
from scoreboard.answers.composite.choice import read_choice
from scoreboard.ui.composite import pick_region, show_choosers
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_notices

frame = open_page("composite")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)
show(frame, found["opening"])
if found["ranks"]:
    left, right = st.columns(2, gap="medium")
    with left:
        show(frame, found["ranks"], pick_region)
    with right:
        show(frame, found["ladder"], pick_region)
    left, right = st.columns(2, gap="medium")
    with left:
        show(frame, found["parts"], pick_region)
    with right:
        show(frame, (*found["years"], *found["assumptions"]))
    show(frame, found["source"])
    show(frame, (*found["table"], *found["left_out"]))
show(frame, found["coverage"])
if found["systems"]:
    left, right = st.columns(2, gap="medium")
    with left:
        show(frame, found["systems"])
    with right:
        show(frame, found["editions"])
else:
    show(frame, found["editions"])
show(frame, found["rows"])
