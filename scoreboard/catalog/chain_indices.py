"""Which indicators make the index of each of the four chains, between which fixed goalposts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Chain, Entry, Text


class ChainPart(Entry):
    """One indicator of a chain's index: worth 0 at `worst` and below, 1 at `best` and above.

    The goalposts never move, so that years compare. scale: log for figures that differ between
    regions by factors, where each doubling counts the same; both goalposts must be above zero.
    """

    indicator: str
    worst: float
    best: float
    scale: Literal["linear", "log"] = "linear"

    @model_validator(mode="after")
    def _goalposts_span_a_range(self) -> ChainPart:
        if self.worst == self.best:
            raise ValueError(f"{self.indicator}: worst and best are the same")
        if self.scale == "log" and min(self.worst, self.best) <= 0:
            raise ValueError(f"{self.indicator}: a log scale needs goalposts above zero")
        return self


class ChainIndex(Entry):
    """How a chain's index is made: its indicators count the same, from first_year on.

    left_out: what the chain would need besides, and why it is not in the index.
    """

    code: Chain
    first_year: int
    parts: tuple[ChainPart, ...] = Field(min_length=1)
    left_out: Text
