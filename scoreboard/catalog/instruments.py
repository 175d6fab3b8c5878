"""Policy instruments: what each asks for, within which ranges, and where those are from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Text

# money is in 万元; the others as their names say.
InputUnit = Literal["money", "pct", "years", "months", "count", "times", "points"]


class SizedBy(Entry):
    """A region's own figure that an input is filled in from: figure × times, in whole numbers.

    times: a convention of ours, which words says; it turns the figure's unit into the input's.
    """

    indicator: str
    times: float = Field(gt=0)
    words: Text


class InstrumentInput(Entry):
    """One number that the user may change.

    least and most: what can be entered at all; low and high: the range that the source gives,
    outside which the result comes with a sentence. source: the founding paper that default or
    range are from; empty for an assumption of ours, which note then says.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    unit: InputUnit
    default: float
    least: float = 0
    most: float
    step: float = Field(gt=0)
    low: float | None = None
    high: float | None = None
    source: str = ""
    note: Text | None = None
    sized_by: tuple[SizedBy, ...] = ()

    @model_validator(mode="after")
    def _numbers_are_in_order(self) -> InstrumentInput:
        low = self.least if self.low is None else self.low
        high = self.most if self.high is None else self.high
        if not self.least <= low <= self.default <= high <= self.most:
            raise ValueError(f"{self.code}: least, low, default, high, most are not in order")
        if not self.source and (self.low, self.high) != (None, None):
            raise ValueError(f"{self.code}: a range needs its source")
        if not self.source and self.note is None:
            raise ValueError(f"{self.code}: an assumption needs a note that says so")
        if self.source and self.sized_by:
            raise ValueError(f"{self.code}: what a paper gives is not sized by a region's figure")
        return self

    def accepts(self, value: float) -> bool:
        """Whether a number can be entered: within least and most; of counts and years a whole one.

        Not a number, or none that ends, lies in no range.
        """
        is_whole = self.unit not in ("count", "years") or value % 1 == 0
        return self.least <= value <= self.most and is_whole


class Instrument(Entry):
    """A calculator: its question, its inputs and the groups of shares that must sum to 100.

    example: what a founding paper reports of it, in words of our own; source: that paper's file.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    order: int
    name: Text
    question: Text
    example: Text
    source: str = Field(min_length=1)
    inputs: tuple[InstrumentInput, ...] = Field(min_length=1)
    totals: tuple[tuple[str, ...], ...] = ()

    @model_validator(mode="after")
    def _shares_are_inputs_and_sum_to_100(self) -> Instrument:
        defaults = {i.code: i.default for i in self.inputs}
        if len(defaults) != len(self.inputs):
            raise ValueError("an input is there twice")
        for group in self.totals:
            unknown = [code for code in group if code not in defaults]
            if unknown:
                raise ValueError(f"totals: {unknown[0]!r} is not an input")
            if abs(sum(defaults[code] for code in group) - 100) > 1e-9:
                raise ValueError(f"totals: the defaults of {', '.join(group)} do not sum to 100")
        return self

    def input(self, code: str) -> InstrumentInput:
        """The input of a code. Raises KeyError for an unknown one."""
        return {i.code: i for i in self.inputs}[code]

    @property
    def defaults(self) -> dict[str, float]:
        """What is calculated with before the user changes anything."""
        return {i.code: i.default for i in self.inputs}
