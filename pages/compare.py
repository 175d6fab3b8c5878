"""对标比较: chosen regions against a benchmark. How far are they, and will they reach it?"""

from scoreboard.answers.compare.answer import answer
from scoreboard.answers.compare.choice import read_choice
from scoreboard.answers.compare.comparison import take_comparison
from scoreboard.ui.compare import show_choosers, show_detail_choosers
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_grid, show_notices

GAP_COLUMNS, TREND_COLUMNS = 2, 4

frame = open_page("compare")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
page = take_comparison(frame.release, choice, frame.language)
show_choosers(frame, page)

found = answer(frame.release, choice, frame.language)
show(frame, found["opening"])
show_grid(frame, found["gaps"], GAP_COLUMNS)
show(frame, (*found["source"], *found["gap_table"], *found["case"], *found["detail"]))
show_detail_choosers(frame, page)
show(frame, (*found["progress"], *found["trends_title"]))
show_grid(frame, found["trends"], TREND_COLUMNS)
show(frame, (*found["trends_source"], *found["trend_table"]))
