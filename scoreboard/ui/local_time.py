"""Moments as releases keep them, in the time of this machine."""

from __future__ import annotations

from datetime import datetime


def local_time(moment: str) -> str:
    """A moment as releases keep it (2026-01-31T23:59:00+00:00), in the time of this machine."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
