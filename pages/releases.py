"""版本记录: who published what, what changed, take it back."""

from scoreboard.ui.frame import open_page
from scoreboard.ui.releases.page import show_release, show_releases

frame = open_page("releases", in_force=True)
show_release(frame, show_releases(frame))
