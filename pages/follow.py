"""关注: what did newer releases change of the regions and indicators that I follow?"""

from scoreboard.answers.follow.answer import answer
from scoreboard.answers.follow.choice import read_choice
from scoreboard.ui.component import serves_api
from scoreboard.ui.follow import offer_feed, show_choosers
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_notices

frame = open_page("follow")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)
for block in ("opening", "changes", "source", "table"):
    show(frame, found[block])
if choice.followed and serves_api():
    offer_feed(frame, choice)
