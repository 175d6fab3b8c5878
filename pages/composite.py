"""综合评价: who leads overall, and how sure is that rank?"""

import streamlit as st

from scoreboard.ui.composite_choosers import show_choosers
from scoreboard.ui.composite_figures import (
    show_contributions,
    show_ladder,
    show_ranks,
    show_years,
)
from scoreboard.ui.composite_page import (
    prepare,
    say_nobody_ranked,
    show_headline,
    show_source_line,
)
from scoreboard.ui.composite_sure import show_assumptions, show_leave_one_out
from scoreboard.ui.composite_systems import show_editions, show_rows, show_systems
from scoreboard.ui.composite_table import show_coverage, show_table
from scoreboard.ui.frame import open_page

frame = open_page("composite")
page = prepare(frame)
show_choosers(frame, page.choice)
if page.composite is None:
    say_nobody_ranked(page)
    show_coverage(page)
    show_editions(page)
else:
    show_headline(page)
    left, right = st.columns(2, gap="medium")
    with left:
        show_ranks(page)
    with right:
        show_ladder(page)
    left, right = st.columns(2, gap="medium")
    with left:
        show_contributions(page)
    with right:
        show_years(page)
        show_assumptions(page)
    show_source_line(page)
    show_table(page)
    show_leave_one_out(page)
    left, right = st.columns(2, gap="medium")
    with left:
        show_systems(page)
    with right:
        show_editions(page)
show_rows(page)
