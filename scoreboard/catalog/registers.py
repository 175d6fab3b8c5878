"""What a register is: a list of things that are counted one by one, and how far it is whole."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Text


class RegisterList(Entry):
    """A register as it stood in one year.

    announced: how many items the publisher says that there are; None where no number was seen.
    is_complete: no item is missing, so a region without one has none.
    """

    year: int
    announced: int | None = Field(default=None, gt=0)
    is_complete: bool


class RegisterCount(Entry):
    """An indicator whose values are numbers of items; kinds: those counted, or all."""

    indicator: str
    kinds: tuple[str, ...] = ()


class Register(Entry):
    """A list of universities, laboratories, zones or platforms, one item a line of its file.

    order: of the lists on a page. item: what one is, and what decides where it lies. kinds: the
    kinds an item may be of, as the file writes them (zh). lists: the years for which it is known;
    none where names are known and no list. is_cumulative: the items of a year come in addition to
    those of the years before, as with lists that are published by batches; else each year has a
    whole list of its own. since: what has come since the newest list and is not on it.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    order: int = 100
    name: Text
    item: Text
    kinds: tuple[Text, ...] = Field(min_length=1)
    lists: tuple[RegisterList, ...] = ()
    is_cumulative: bool = False
    since: Text | None = None
    counts: tuple[RegisterCount, ...] = ()
    caveats: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _years_rise_and_counts_have_lists(self) -> Register:
        years = [known.year for known in self.lists]
        if years != sorted(set(years)):
            raise ValueError(f"{self.code}: lists are to be in order of years, each once")
        if self.counts and not self.lists:
            raise ValueError(f"{self.code}: nothing can be counted without a list")
        return self

    @model_validator(mode="after")
    def _counted_kinds_are_declared(self) -> Register:
        unknown = {kind for count in self.counts for kind in count.kinds} - self.kind_of.keys()
        if unknown:
            raise ValueError(f"{self.code}: counts undeclared kinds {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def kind_of(self) -> dict[str, Text]:
        """The kinds in both languages, by how the file writes them."""
        return {kind.zh: kind for kind in self.kinds}

    @property
    def newest(self) -> RegisterList | None:
        """The list of the last year; None where there is no list."""
        return self.lists[-1] if self.lists else None

    def years_of(self, year: int) -> tuple[int, ...]:
        """The years whose items are on the list of a year."""
        earlier = (known.year for known in self.lists if known.year <= year)
        return tuple(earlier) if self.is_cumulative else (year,)
