"""What regions are measured against: kinds of benchmark, and named cases from policy papers.

A case's figure is a claim of the paper that it stands in, not a statistic. It is shown beside the
figures of a release with its paper named, and never becomes an observation.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoreboard.catalog.models import Entry, Text

BenchmarkKind = Literal["nation", "mean", "tier", "peers", "frontier", "region", "case", "target"]
# How a paper bounds its figure: "超过2000家" is more than 2,000.
Bound = Literal["exactly", "more_than", "less_than"]


class BenchmarkEntry(Entry):
    """One kind of benchmark. name: in the chooser; phrase: inside a sentence."""

    code: BenchmarkKind
    name: Text
    phrase: Text
    explanation: Text


class CaseFigure(Entry):
    """One figure that a paper gives for a case.

    indicator: the code of the indicator that measures the same quantity by the same definition;
    none where the paper's definition is another or is not told, and then nothing is compared.
    named: the code of the named indicator that it is a claim about, if any. unit: as written;
    equal to the indicator's where there is one. year: none where the paper gives none. note: what
    a reader must know of the claim.
    """

    label: Text
    value: float
    bound: Bound = "exactly"
    unit: Text
    year: int | None = None
    indicator: str | None = None
    named: str = ""
    note: Text | None = None

    def is_met_by(self, value: float) -> bool:
        """Whether a published value of the same quantity is what the paper says, as it bounds it.

        value: in the figure's unit.
        """
        if self.bound == "exactly":
            return value == self.value
        return value > self.value if self.bound == "more_than" else value < self.value


class Case(Entry):
    """A named case with the figures of one paper. source: the paper's file; title: in words.

    region_code: the place it is about, empty where it is no region of the catalog.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    region_code: str = ""
    year: int | None = None
    source: str = Field(pattern=r"^\d{3}_[0-9a-f]{16}\.txt$")
    title: Text
    figures: tuple[CaseFigure, ...] = Field(min_length=1)

    @property
    def compared(self) -> dict[str, CaseFigure]:
        """The figures that may be set beside ours, by code of the indicator."""
        return {f.indicator: f for f in self.figures if f.indicator is not None}
