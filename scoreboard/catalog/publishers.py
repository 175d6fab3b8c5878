"""Which office publishes the figures of an indicator."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoreboard.catalog.models import Entry, Text


class Publisher(Entry):
    """An office, what it publishes, and the indicators whose figures stand there.

    by: local where the place's own office has the figure, nation where only a national office
    publishes it, other where no office does. provincial: what the office is called in a province,
    where that differs. note: what to know before asking.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    by: Literal["local", "nation", "other"]
    office: Text
    provincial: Text | None = None
    publication: Text
    indicators: tuple[str, ...] = Field(min_length=1)
    note: Text | None = None
