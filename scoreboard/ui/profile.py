"""The choosers of the profile: the region, how many peers, and which may be peers."""

from __future__ import annotations

import streamlit as st

from scoreboard.answers.basis import FEWEST_PEERS, MOST_PEERS, default_peers
from scoreboard.answers.profile.choice import LEVELS, ProfileChoice
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_peers, choose_region, choose_window
from scoreboard.ui.frame import Frame


def show_choosers(frame: Frame, choice: ProfileChoice) -> None:
    """The region, how many peers, and for cities whether those of its province count."""
    _ = frame.translate
    # Of a city the right side has two rows; the region stays in the first of them.
    left, right = st.columns([4, 6], vertical_alignment="top")
    with left:
        choose_region(frame, choice.region_code, LEVELS)
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        level = frame.catalog.regions[choice.region_code].level
        if level != "zone":
            st.selectbox(
                _("Number of peers"),
                [str(n) for n in range(FEWEST_PEERS, MOST_PEERS + 1)],
                width=120,
                **choices.bind("peers", str(choice.peers), str(default_peers(frame.catalog))),
            )
        choose_window(frame, (level,), choice.window)
        if level != "zone":
            choose_peers(frame, choice.region_code, choice.peer_choice)
