"""What the figures of regional structure share: heights, and the colour of the marked region."""

from __future__ import annotations

from scoreboard.charts.theme import CHOSEN

SMALL, LARGE = 250, 340


def mark(code: str, chosen: str, ordinary: str) -> str:
    """The colour of a region: that of the chosen one, or the ordinary one."""
    return CHOSEN[0] if code == chosen else ordinary
