"""政策工具: what does a lever cost, and what does it give?"""

from scoreboard.ui.frame import open_page
from scoreboard.ui.instruments_page import choose_instrument, show_instrument

frame = open_page("instruments")
show_instrument(frame, choose_instrument(frame))
