"""版本记录: who published what, what changed, take it back."""

import streamlit as st

from scoreboard.ui.frame import open_page
from scoreboard.ui.releases_page import show_release, show_releases

frame = open_page(in_force=True)
_ = frame.translate
st.title(_("Releases"), anchor=False)
show_release(frame, show_releases(frame))
