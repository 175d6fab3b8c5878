"""Targets that plans of regions set, and what officials said of the same figures later.

A statement is shown beside our figures with its date and source, and never becomes an observation.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Text

# How a plan bounds its value: 达到, 以上 and the like; 突破, 超过; 左右; 控制在…以内.
Comparator = Literal["at_least", "more_than", "about", "at_most"]


class _Planned(Entry):
    """What a target and a statement share: whose figure, of which year, in whose words.

    indicator: the code of ours that measures the same quantity by the same definition, in whose
    unit the value then is; else `quantity` names what is meant.
    """

    region_code: str
    year: int
    indicator: str = ""
    quantity: Text | None = None
    value: float
    unit: str = Field(min_length=1)
    source: str
    note: Text | None = None

    @model_validator(mode="after")
    def _says_what_is_meant(self) -> _Planned:
        if bool(self.indicator) == (self.quantity is not None):
            raise ValueError("either an indicator or the name of another quantity is needed")
        return self

    @property
    def what(self) -> str:
        """What it is about, the same for a target and for what was said of it."""
        return self.indicator or (self.quantity.zh if self.quantity else "")


class PlanTarget(_Planned):
    """A value that a plan sets for a region and a year.

    wording: the plan's own words around the value. is_ambition: introduced by 力争. base_year: the
    year before the planned period; `is_base_inferred` where the plan names no period and it is the
    last full year before the plan; none where not even that is known. apart: why a quantity that
    is no indicator of ours is not compared. doubt: why it is uncertain that this is the target,
    which is then shown and not judged.
    """

    comparator: Comparator
    wording: str = Field(min_length=1)
    is_ambition: bool = False
    base_year: int | None = None
    is_base_inferred: bool = False
    apart: Text | None = None
    doubt: Text | None = None

    @model_validator(mode="after")
    def _is_compared_or_says_why_not(self) -> PlanTarget:
        if bool(self.indicator) == (self.apart is not None):
            raise ValueError("`apart` belongs to quantities that are no indicator of ours")
        if self.base_year is not None and self.base_year >= self.year:
            raise ValueError("the base year lies before the year of the target")
        return self


class TargetStatement(_Planned):
    """What officials said of a figure that plans set targets for.

    wording: how they bound it (突破, 预计…左右). verdict: what they said of the target, if
    anything.
    """

    wording: str = ""
    verdict: str = ""
