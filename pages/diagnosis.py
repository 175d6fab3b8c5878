"""分层诊断: which tier, what holds the region back, which chain lags, what fits, and what if?"""

import streamlit as st

from scoreboard.ui.diagnosis_chains import show_chains
from scoreboard.ui.diagnosis_findings import show_findings, show_second_opinion, show_tier
from scoreboard.ui.diagnosis_funnel import show_funnel
from scoreboard.ui.diagnosis_measures import show_measures
from scoreboard.ui.diagnosis_page import (
    open_diagnosis,
    show_all_regions,
    show_answer,
    show_heading,
)
from scoreboard.ui.diagnosis_peers import show_like
from scoreboard.ui.diagnosis_what_if import show_what_if
from scoreboard.ui.frame import open_page

frame = open_page("diagnosis")
page = open_diagnosis(frame)
if page is not None:
    region = page.region
    show_answer(page)
    if page.shows("verdict"):
        show_heading(page, "verdict")
        place = show_tier(frame, page.facts, page.tier)
        show_findings(frame, page.findings, is_open=page.is_printed)
        show_second_opinion(frame, region, place)
    if page.shows("chains"):
        show_heading(page, "chains")
        show_chains(frame, region)
        st.divider()
        show_funnel(frame, region)
    if page.shows("measures"):
        show_heading(page, "measures")
        show_measures(page)
    if page.shows("peers"):
        show_heading(page, "peers")
        show_like(page)
    if page.shows("what_if"):
        show_heading(page, "what_if")
        show_what_if(page)
    if page.shows("glance"):
        show_heading(page, "glance")
        show_all_regions(frame, region)
