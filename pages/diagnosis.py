"""分层诊断: which tier, what holds the region back, which chain lags, what fits, and what if?"""

import streamlit as st

from scoreboard.answers.diagnosis.answer import answer
from scoreboard.answers.diagnosis.choice import read_choice
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_peers
from scoreboard.ui.diagnosis import (
    choose_benchmark,
    choose_move,
    choose_tier,
    show_choosers,
)
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_notices

frame = open_page("diagnosis")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)


def open_region(code: str) -> None:
    """A click on a region makes it the one that the page is about."""
    choices.write({"region": code})


found = answer(frame.release, choice, frame.language)
show(
    frame,
    (*found["sheet_title"], *found["opening"], *found["sheet"], *found["places"]),
    open_region,
)
show(frame, found["verdict"])
show(frame, found["sheet_measures"])
show(frame, found["sheet_sources"])
if found["chains"]:
    show(frame, found["chains"])
    left, right = st.columns(2, gap="medium")
    with left:
        show(frame, found["chains_plane"], open_region)
    with right:
        show(frame, found["chains_trend"])
    show(frame, found["chains_more"])
    st.divider()
    show(frame, found["funnel"])
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show(frame, found["funnel_steps"], open_region)
    with right:
        show(frame, found["funnel_sleeping"])
    show(frame, found["funnel_more"])
if found["measures"]:
    show(frame, found["measures_title"])
    choose_benchmark(frame, choice)
    show(frame, found["measures"])
if found["peers"]:
    choose_peers(frame, choice.region_code, choice.peers)
    show(frame, found["peers"])
if found["what_if_title"]:
    show(frame, found["what_if_title"])
    choose_move(frame, choice)
    with st.container(horizontal=True, key="moves"):
        show(frame, found["moves"])
    show(frame, found["what_if"])
if found["glance"]:
    choose_tier(frame, choice)
    show(frame, found["glance"], open_region)
