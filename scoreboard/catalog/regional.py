"""How regions lie to one another, and which compositions they are compared by."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Level, Text

# Regions share a border or a corner; or none does, and the nearest stands in for it.
Link = Literal["border", "nearest"]


class Adjacency(Entry):
    """Two regions of a level that are neighbours; each pair once, the lower code first.

    border: they share a border or a corner; nearest: one of them has no neighbour (an island),
    and the other is the nearest to it.
    """

    level: Level
    region_code: str
    neighbour_code: str
    link: Link

    @model_validator(mode="after")
    def _lower_code_first(self) -> Adjacency:
        if self.region_code >= self.neighbour_code:
            raise ValueError("the lower code stands first, and no region is its own neighbour")
        return self


class MacroRegion(Entry):
    """One of the large regions that provinces are summed up in, with where that is laid down."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: Text
    members: tuple[str, ...] = Field(min_length=1)
    source: Text
    url: str


class Composition(Entry):
    """Parts set against a whole, by which a region's structure is compared with the nation's.

    whole: the indicator that the parts are set against (GDP, or the sum that they are parts of).
    parts: indicators that add up over regions, in the order in which they are shown.
    """

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    name: Text
    whole: str
    parts: tuple[str, ...] = Field(min_length=1)
