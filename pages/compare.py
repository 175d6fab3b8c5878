"""对标比较: chosen regions against a benchmark. How far are they, and will they reach it?"""

from scoreboard.ui.compare_choosers import read_choice, show_choosers
from scoreboard.ui.compare_figures import (
    assess,
    show_case,
    show_dumbbells,
    show_focus,
    show_trends,
)
from scoreboard.ui.compare_page import prepare, show_answer
from scoreboard.ui.compare_table import (
    show_case_table,
    show_gap_table,
    show_progress_table,
    show_trend_table,
)
from scoreboard.ui.frame import open_page

frame = open_page("compare")
choice = read_choice(frame)
page = prepare(frame, choice)
show_choosers(frame, choice, page.indicators)
show_answer(page)
show_dumbbells(page)
show_gap_table(page)
show_case(page)
show_case_table(page)

assessed = assess(page)
show_focus(page, assessed)
show_progress_table(page, assessed)
show_trends(page, assessed)
show_trend_table(page)
