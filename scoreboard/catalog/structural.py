"""What makes regions comparable: slow structural traits, and the land they lie on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoreboard.catalog.models import Entry, Level, Text

# What `per` names when a figure is divided by the region's land instead of another indicator.
LAND_AREA = "land_area"


class StructuralVariable(Entry):
    """A trait that changes slowly and says nothing of success; peers are alike in these.

    indicator: where the figure is from; per: another indicator of the same year, or land_area
    (km²), to divide it by. transform: log for traits that differ by factors. weight: how much the
    trait counts beside the others. levels: where it is used; a trait may be measured by one
    indicator for provinces and by another for cities.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    indicator: str
    per: str | None = None
    levels: tuple[Level, ...] = Field(min_length=1)
    transform: Literal["log", "plain"]
    weight: float = Field(gt=0)
    reason: Text


class LandArea(Entry):
    """The area of a region in km², as its borders on the map enclose it."""

    code: str = Field(pattern=r"^\d{6}$")
    area_km2: float = Field(gt=0)
