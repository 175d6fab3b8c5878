"""国家名单: which universities, laboratories and zones are there, and is the list whole?"""

from scoreboard.answers.registers.answer import answer
from scoreboard.answers.registers.choice import read_choice
from scoreboard.ui.frame import open_page
from scoreboard.ui.registers import show_choosers
from scoreboard.ui.show import show, show_notices

frame = open_page("registers")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)
for block in ("opening", "items", "places", "card"):
    show(frame, found[block])
