"""区域格局: in how few regions does it lie, who clusters with whom, do regions draw together?"""

from scoreboard.answers.structure.answer import answer
from scoreboard.answers.structure.choice import read_choice
from scoreboard.ui import choices
from scoreboard.ui.frame import open_page
from scoreboard.ui.show import show, show_beside, show_notices
from scoreboard.ui.structure import choose_composition, show_choosers

frame = open_page("structure")
link = frame.link
choice = read_choice(link, frame.release)
show_notices(frame, link)
show_choosers(frame, choice)

found = answer(frame.release, choice, frame.language)


def choose(code: str) -> None:
    """A region clicked on the map or in a figure becomes the marked one."""
    if code:
        choices.write({"region": code})


show(frame, (*found["opening"], *found["concentration"]))
show_beside(frame, ((3, found["gini"]), (2, found["lorenz"])), choose)
show_beside(frame, ((1, found["theil"]), (1, found["herfindahl"]), (1, found["leaders"])))
show(frame, found["concentration_data"])
show(frame, (*found["first_cities"], *found["space"]), choose)
show_beside(frame, ((3, found["clusters"]), (2, found["moran"])), choose)
show(frame, (*found["space_data"], *found["convergence"]))
show_beside(frame, ((1, found["sigma"]), (1, found["beta"])), choose)
show(frame, (*found["convergence_data"], *found["specialisation"]))
if found["quotients"]:
    choose_composition(frame, choice)
show(frame, found["quotients"], choose)
show(frame, found["card"])
