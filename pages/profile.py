"""地区画像: one region. What is it good and bad at, and who is really comparable to it?"""

from scoreboard.ui.frame import open_page
from scoreboard.ui.peers_block import show_peers
from scoreboard.ui.profile_figures import show_cities, show_positions
from scoreboard.ui.profile_page import (
    prepare,
    say_nothing_known,
    show_choosers,
    show_headline,
    show_key_figures,
    show_strengths,
    show_table,
)

frame = open_page("profile")
page = prepare(frame)
show_choosers(page)
if page.newest.empty:
    say_nothing_known(page)
else:
    show_headline(page)
    show_key_figures(page)
    show_positions(page)
    show_strengths(page)
    show_peers(page)
    show_table(page)
show_cities(page)
