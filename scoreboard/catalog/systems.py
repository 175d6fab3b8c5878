"""Indicator systems: which indicators make a composite, in which groups, with which weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Level, Text

# How an indicator of ours stands to the row of a system: the very same, of the same thing with
# another base or scope, or none that we have.
Match = Literal["same", "near", "none"]


class SystemItem(Entry):
    """One row of a system.

    number: as the system counts it. name: as the system words it; without one, the indicator's
    own. indicator: ours, where match is not none; a near one differs as `note` says. weight: in per
    cent of the whole, where published or set. goalposts: the values that score 0 and 100, in the
    indicator's unit. is_verified: whether the row was read in a copy of the published list.
    """

    number: str = ""
    name: Text | None = None
    indicator: str | None = None
    match: Match = "same"
    weight: float | None = Field(default=None, ge=0, le=100)
    goalposts: tuple[float, float] | None = None
    is_verified: bool = True
    note: Text | None = None

    @model_validator(mode="after")
    def _match_and_indicator_agree(self) -> SystemItem:
        if (self.indicator is None) != (self.match == "none"):
            raise ValueError(f"{self.number}: a match needs an indicator, and none has no match")
        if self.indicator is None and self.name is None:
            raise ValueError(f"{self.number}: a row without an indicator needs a name")
        return self


class SystemGroup(Entry):
    """A group of rows, with its weight in per cent where it is published or set."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    weight: float | None = Field(default=None, ge=0, le=100)
    items: tuple[SystemItem, ...] = Field(min_length=1)


class IndicatorSystem(Entry):
    """A system of indicators for evaluating regions.

    short_name: for the heads of tables. is_official: whether an authority published the list (a
    list that is only arranged after one is not). is_computed: whether composites are worked out by
    it; then every row has an indicator, weight and goalposts, and the weights sum to 100.
    is_complete: whether the published list is known to its last row. level: of the units it was
    made for.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    short_name: Text
    description: Text
    edition: int
    level: Level
    is_official: bool
    is_computed: bool
    is_complete: bool = True
    reference: Text
    groups: tuple[SystemGroup, ...] = Field(min_length=1)

    @property
    def items(self) -> Iterator[tuple[SystemGroup, SystemItem]]:
        """Every row with its group, in order."""
        return ((group, item) for group in self.groups for item in group.items)

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of our indicators in the system, in order."""
        return tuple(item.indicator for _group, item in self.items if item.indicator)

    @model_validator(mode="after")
    def _can_be_computed_when_it_says_so(self) -> IndicatorSystem:
        if not self.is_computed:
            return self
        rows = [item for _group, item in self.items]
        for item in rows:
            if item.indicator is None or item.weight is None or item.goalposts is None:
                raise ValueError(f"{item.indicator or item.number}: needs weight and goalposts")
            if item.goalposts[0] == item.goalposts[1]:
                raise ValueError(f"{item.indicator}: goalposts span nothing")
        if abs(sum(item.weight or 0.0 for item in rows) - 100) > 1e-9:
            raise ValueError("weights do not sum to 100")
        if len(set(self.indicators)) < len(rows):
            raise ValueError("an indicator stands there twice")
        return self
