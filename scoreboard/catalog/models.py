"""What an indicator, a unit, a pillar, a source and a region are; unknown keys are refused."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scoreboard.catalog.formula import codes_in

Language = Literal["zh", "en"]
# The region code that statistics give the whole country; GB/T 2260 itself has none.
NATION = "000000"
# Provinces that the mainland's statistics leave out: on every map, in no count of coverage.
OUTSIDE_STATISTICS = frozenset({"710000", "810000", "820000"})
# The scope of an indicator whose card names none.
WHOLE_SOCIETY = "whole_society"
Level = Literal["nation", "province", "city", "county", "zone"]
Direction = Literal["higher_is_better", "lower_is_better", "context"]
Chain = Literal["science", "industry", "capital", "talent"]
# How a change of the indicator is said: in per cent of the earlier value, in percentage
# points, or as a plain difference (scores, indices, ranks).
ChangeKind = Literal["percent", "points", "difference"]


_KEYS: dict[frozenset[str], set[str]] = {}


class Entry(BaseModel):
    """Anything read from the catalog: fixed once read, and strict about its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    def model_post_init(self, _context: object) -> None:
        """Hold the names of the keys once for all entries that have the same."""
        keys = self.model_fields_set
        shared = _KEYS.setdefault(frozenset(keys), keys)
        object.__setattr__(self, "__pydantic_fields_set__", shared)


class Text(Entry):
    """A wording in both languages."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class Unit(Entry):
    """A unit of measure, and how it converts into others of the same base.

    `factor` is how many `base` one of this unit is (亿元: 100000000 元). `also_written` lists
    spellings that published tables use for the very same unit.
    """

    code: str
    name: Text
    base: str
    factor: int = Field(gt=0)
    change: ChangeKind
    also_written: tuple[str, ...] = ()

    def ratio_to(self, other: Unit) -> Fraction:
        """By what a value in this unit is multiplied to be in the other unit.

        Raises ValueError when the two do not measure the same thing.
        """
        if self.base != other.base:
            raise ValueError(f"{self.code} cannot be converted into {other.code}")
        return Fraction(self.factor, other.factor)


class Pillar(Entry):
    """A group of indicators that belong together, in the order of the menu."""

    code: str
    name: Text
    description: Text


class ChainEntry(Entry):
    """One of the four chains (science, industry, capital, talent) of an innovation system."""

    code: Chain
    name: Text
    description: Text


class Scope(Entry):
    """Whose figures an indicator counts: the whole society, or a part of it.

    within: the code of the scope that this one lies in. words: how titles and headers write it;
    unless_in: words that hold one of these and mean something else (省市区 is no 市区).
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    within: str = ""
    words: tuple[str, ...] = Field(min_length=1)
    unless_in: tuple[str, ...] = ()


class SeriesBreak(Entry):
    """A year from which an indicator is not comparable with the years before.

    region_codes: the regions concerned; none named means all. is_boundary: it follows from a
    change of borders (region_changes.yml) and stands in all series of these regions.
    """

    year: int
    text: Text
    region_codes: tuple[str, ...] = ()
    is_boundary: bool = False

    def concerns(self, region_code: str) -> bool:
        """Whether the break lies in this region's series."""
        return not self.region_codes or region_code in self.region_codes


class Indicator(Entry):
    """What is measured: definition, unit, direction, place in the system, and its limits.

    `formula` is set for indicators worked out by us from others: numbers, indicator codes,
    + - * / and brackets; with `years_back` it is the change of that over so many years.
    `total_tolerance_pct` is set when the provinces must add up to the nation, and says within how
    many per cent. `is_first_estimate` is true where the figure is, or rests on, the GDP that is
    estimated first and revised later: only there a provisional figure is preliminary (初步核算);
    elsewhere it is one that no second source confirms. `is_official` is false for indices of
    companies and research groups. `is_total` is false for an amount that is an average, such as
    GDP per head:
    regions do not add up to it. (Rates never do; their unit says so.) `is_ranked` is false where
    regions count different things: each region's newest figure is shown and nobody leads.
    `compares_years` is false where every year has its own coverage; `keeps_boundaries` is true
    where all years are of today's borders, so that a county that moved breaks nothing. `scope`
    says whose figures are counted where that is not the whole society. `apart` are levels whose
    figures are of another kind than the nation's and the provinces', and are held against none of
    these. `synonyms` are what
    publications call the very same; a name that may mean another definition as well is none.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    synonyms: tuple[str, ...] = ()
    definition: Text
    unit: str
    scope: str = WHOLE_SOCIETY
    decimals: int = Field(ge=0, le=4)
    direction: Direction
    pillar: str
    chain: Chain
    levels: tuple[Level, ...] = Field(min_length=1)
    apart: tuple[Level, ...] = ()
    valid_range: tuple[float | None, float | None]
    formula: str | None = None
    years_back: int | None = Field(default=None, ge=1)
    caveats: tuple[Text, ...] = ()
    breaks: tuple[SeriesBreak, ...] = ()
    not_comparable_with: tuple[str, ...] = ()
    total_tolerance_pct: float | None = Field(default=None, ge=0)
    is_total: bool = True
    is_ranked: bool = True
    compares_years: bool = True
    keeps_boundaries: bool = False
    is_official: bool = True
    is_first_estimate: bool = False

    @property
    def meaning(self) -> tuple[str, str | None, int | None, str]:
        """What makes a figure of it mean what it does: unit, formula with its span, and scope."""
        return self.unit, self.formula, self.years_back, self.scope

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Codes of the indicators that the formula uses, each once, in order of appearance."""
        return () if self.formula is None else codes_in(self.formula)

    @model_validator(mode="after")
    def _formula_is_plain_arithmetic(self) -> Indicator:
        if self.formula is not None:
            codes_in(self.formula)
        if self.years_back is not None and self.formula is None:
            raise ValueError(f"{self.code}: years_back is of a formula, and there is none")
        return self

    @model_validator(mode="after")
    def _range_is_in_order(self) -> Indicator:
        low, high = self.valid_range
        if low is not None and high is not None and low > high:
            raise ValueError(f"{self.code}: valid_range starts above its end")
        return self


class KeyIndicator(Entry):
    """One of the nation's figures at the head of the overview, under a name short enough."""

    indicator: str
    name: Text


class NamedIndicator(Entry):
    """One of the four indicators that the founding papers name, with all its definitions.

    definitions: codes of indicators, never compared with one another. caution: what to know before
    comparing. publisher: who could publish the figure where it is missing.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    definitions: tuple[str, ...] = Field(min_length=1)
    caution: Text
    publisher: Text


class Method(Entry):
    """A way of working something out, explained on the methods page in two lines.

    formula: as plain text with ordinary signs, the same in both languages. reference: the book,
    paper or official text it is from. topic: the page it belongs to, which groups the list.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    topic: Literal[
        "profile", "compare", "composite", "structure", "relations", "diagnosis", "instruments"
    ]
    name: Text
    explanation: Text
    formula: str
    reference: str


class Source(Entry):
    """A publication that figures were read from, and how far it is trusted.

    Grade A: read on an official page; B: in a public copy of the official table, cross-checked;
    C: in a news or web copy of an official release. Only grade A carries a link.
    """

    code: str
    title: str = Field(min_length=1)
    publisher: str
    published: str = ""
    url: str = ""
    grade: Literal["A", "B", "C"]


class Region(Entry):
    """A place that figures are given for: nation, province, city, county or development zone."""

    code: str = Field(pattern=r"^\d{6}(-[A-Z0-9]+)?$")
    name: Text
    short_name: Text
    level: Level
    parent_code: str = ""
    valid_from: int | None = None
    valid_to: int | None = None
    note: str = ""


class RegionChange(Entry):
    """A change of a region's name, code or parent, by the year it took effect."""

    year: int
    region_code: str
    kind: Literal["renamed", "merged", "split", "reparented", "recoded", "created"]
    old_name: str = ""
    new_name: str = ""
    old_code: str = ""
    successor_code: str = ""
    note: Text
