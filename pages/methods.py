"""指标方法: what is measured, from where, with which limits?"""

import streamlit as st

from scoreboard.ui.cards import show_card
from scoreboard.ui.choosers import choose_indicator, read_choice
from scoreboard.ui.frame import open_page
from scoreboard.ui.methods_page import (
    show_breaks,
    show_coverage,
    show_first_and_revised,
    show_formulas,
    show_index,
    show_methods,
    show_revisions,
    show_sources,
)

frame = open_page("methods")
_ = frame.translate
choice = read_choice(frame)
choose_indicator(frame, choice.indicator.code, choice.level)
show_card(frame, choice.indicator)

st.header(_("Coverage"), anchor=False)
show_coverage(frame, choice.level)

st.header(_("All indicators"), anchor=False)
show_index(frame)
st.header(_("Formulas of derived indicators"), anchor=False)
show_formulas(frame)
st.header(_("Methods, page by page"), anchor=False)
show_methods(frame)

st.header(_("Revisions and breaks"), anchor=False)
show_first_and_revised(frame)
show_breaks(frame)
show_revisions(frame)

st.header(_("Sources"), anchor=False)
show_sources(frame)
