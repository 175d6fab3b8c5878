"""数据清单: what does a region have no figure of, who publishes it, what is worth asking for?"""

from scoreboard.answers.gaps.answer import answer
from scoreboard.answers.gaps.choice import LEVELS, read_choice
from scoreboard.ui.choosers import choose_region
from scoreboard.ui.frame import open_page
from scoreboard.ui.gaps import offer_template
from scoreboard.ui.show import show, show_notices

frame = open_page("gaps")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
choose_region(frame, choice.region_code, LEVELS)

found = answer(frame.release, choice, frame.language)
show(frame, (*found["opening"], *found["list"]))
offer_template(frame, choice.region_code)
show(frame, (*found["template"], *found["elsewhere"]))
