"""关系: two indicators over regions. Do they go together, how surely, and who stands apart?"""

from scoreboard.answers.relations.answer import answer
from scoreboard.answers.relations.choice import read_choice
from scoreboard.ui.frame import open_page
from scoreboard.ui.relations import open_clicked, open_profile, show_choosers
from scoreboard.ui.show import show, show_notices

open_clicked()
frame = open_page("relations")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)
show(frame, found["opening"])
show(frame, found["scatter"], open_profile)
show(frame, (*found["source"], *found["table"], *found["cards"]))
