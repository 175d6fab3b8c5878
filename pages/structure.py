"""区域格局: in how few regions does it lie, who clusters with whom, do regions draw together?"""

from scoreboard.ui.cards import show_card
from scoreboard.ui.frame import open_page
from scoreboard.ui.notices import say_no_data
from scoreboard.ui.structure_change import show_convergence
from scoreboard.ui.structure_concentration import show_concentration, show_first_cities
from scoreboard.ui.structure_page import prepare, show_choosers, show_headline
from scoreboard.ui.structure_parts import show_quotients
from scoreboard.ui.structure_space import show_space

frame = open_page("structure")
choice, page = prepare(frame)
show_choosers(frame, choice, page)
if page is None:
    say_no_data(frame, choice)
else:
    show_headline(page)
    show_concentration(page)
    show_first_cities(page)
    show_space(page)
    show_convergence(page)
    show_quotients(page)
show_card(frame, choice.indicator)
