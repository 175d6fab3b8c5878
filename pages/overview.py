"""概览: one indicator. Where is it high, who leads, how did it change, where is it from?"""

import streamlit as st

from scoreboard.answers.indicator_choice import read_choice
from scoreboard.answers.overview.answer import answer
from scoreboard.ui.choosers import choose_or_drop, show_choosers
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_notices

frame = open_page("overview")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)
toggle = choose_or_drop(choice.regions)
show(frame, found["opening"])
wide, narrow = st.columns([3, 2], gap="medium")
with wide:
    show(frame, found["map"], toggle)
with narrow:
    show(frame, found["ranking"], toggle)
if found["trend"]:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show(frame, found["trend"])
else:
    right = st.container()
with right:
    show(frame, found["distribution"], toggle)
show(frame, found["source"])
show(frame, found["table"])
# Apart: the key figures stay as they are when the indicator changes.
show(frame, found["key_figures"])
show(frame, found["named"])
show(frame, found["card"])
