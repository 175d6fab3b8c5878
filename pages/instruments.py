"""政策工具: what does a lever cost, and what does it give?"""

import streamlit as st

from scoreboard.answers.instruments.answer import answer
from scoreboard.answers.instruments.choice import read_choice
from scoreboard.ui.frame import open_page
from scoreboard.ui.instruments import choose_instrument, enter_inputs
from scoreboard.ui.show import show, show_notices

frame = open_page("instruments")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
choose_instrument(frame, choice)

found = answer(frame.release, choice, frame.language)
show(frame, found["opening"])
left, right = st.columns([2, 3], gap="large")
with left:
    enter_inputs(frame, choice)
with right:
    show(frame, found["figures"])
show(frame, (*found["sources"], *found["table"]))
