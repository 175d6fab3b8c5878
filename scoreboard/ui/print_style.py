"""How pages print from the browser; see static/print.css."""

import streamlit as st

from scoreboard import paths


def use_print_style() -> None:
    """Leave menu, choosers and folded blocks off the paper, on every page."""
    st.html(paths.STATIC / "print.css")
