"""One indicator among regions, as words, figures and tables of 区域格局 share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Literal

import pandas as pd

from scoreboard.analysis.convergence import dispersion_by_year, per_head
from scoreboard.analysis.spatial.moran import Autocorrelation
from scoreboard.answers.basis import count_expected, regions_compared
from scoreboard.answers.model import Sentence, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line, source_line, titles_of
from scoreboard.answers.structure.choice import StructureChoice
from scoreboard.answers.structure.measures import (
    POPULATION,
    autocorrelation,
    measures,
    whole_windows,
    whole_years,
)
from scoreboard.answers.structure.words import Measured
from scoreboard.catalog import OUTSIDE_STATISTICS, Catalog, Indicator, Language, Level, Region
from scoreboard.charts.theme import hover_note
from scoreboard.language import translator
from scoreboard.text.sentences import count_regions, span_text

# amount: adds up over regions; rate: can be set side by side; score: without a zero to divide by;
# unranked: regions count different things, so nothing is worked out.
Kind = Literal["amount", "rate", "score", "unranked"]


@dataclass(frozen=True, eq=False)
class StructureData:
    """What the blocks of the page are made from; choice.year is one with figures.

    whole: the figures of the years that enough regions have published, in the year shown those of
    the window that ends in it. names: of the regions
    compared, and of those abolished since that have figures.
    """

    release: Release
    choice: StructureChoice
    language: Language
    year: int
    kind: Kind
    whole: pd.DataFrame
    names: dict[str, str]

    @property
    def catalog(self) -> Catalog:
        """The catalog of the release."""
        return self.release.catalog

    @property
    def indicator(self) -> Indicator:
        """The indicator that the page is about."""
        return self.catalog.indicators[self.choice.indicator_code]

    @property
    def shown(self) -> str:
        """The indicator's name."""
        return self.indicator.name[self.language]

    @property
    def unit(self) -> str:
        """The unit that the figures are kept in."""
        return self.catalog.unit_of(self.indicator.code).name[self.language]

    @property
    def scope(self) -> tuple[str, Level, str | None]:
        """Indicator, level and province that the figures are of."""
        return self.choice.indicator_code, self.choice.level, self.choice.within

    @property
    def expected(self) -> int:
        """How many regions the statistics of the level cover."""
        return count_expected(self.catalog, self.choice.level, self.choice.within)

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until every figure carries it."""
        return f"{self.indicator.code}|{self.year}|{self.choice.level}|{self.choice.within}"

    @cached_property
    def is_whole(self) -> bool:
        """Whether enough regions have a value in the year."""
        return self.year in set(self.whole["year"])

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The regions with a value in the year, in order of code."""
        rows = self.whole[self.whole["year"] == self.year]
        return rows.sort_values("region_code", ignore_index=True)

    @cached_property
    def breaks(self) -> dict[int, str]:
        """Years from which the regions of the page are not comparable with those before."""
        codes = set(self.whole["region_code"])
        return {
            b.year: b.text[self.language]
            for b in self.indicator.breaks
            if any(b.concerns(code) for code in codes)
        }

    @property
    def measures(self) -> pd.DataFrame:
        """The measures of concentration by year, with the year as index."""
        return measures(self.release, *self.scope, self.year, self.choice.window)

    @property
    def autocorrelation(self) -> Autocorrelation | None:
        """Moran's I and the local clusters of the year; none where there are too few regions."""
        return autocorrelation(self.release, *self.scope, self.year, self.choice.window)

    @cached_property
    def years(self) -> tuple[int, int]:
        """The first and the last year of the figures shown; of the year alone where none is."""
        if self.rows.empty:
            return self.year, self.year
        return int(self.rows["figure_year"].min()), int(self.rows["figure_year"].max())

    @property
    def when(self) -> str:
        """The year of the figures, or the first and the last of their years."""
        return span_text(self.years, "en").replace("–", "—" if self.language == "zh" else "–")

    @cached_property
    def year_of(self) -> dict[str, int]:
        """The year of each region's figure."""
        years = self.rows["figure_year"].astype(int)
        return dict(zip(self.rows["region_code"], years, strict=True))

    @cached_property
    def notes(self) -> dict[str, str]:
        """What the source says of each region's figure, as it stands under a point's text."""
        return dict(zip(self.rows["region_code"], map(hover_note, self.rows["note"]), strict=True))

    @property
    def is_mixed(self) -> bool:
        """Whether the regions' figures are of several years."""
        return len(set(self.years)) > 1

    @cached_property
    def spread(self) -> pd.DataFrame:
        """How far the values lie apart, with the year as index; see dispersion_by_year."""
        return dispersion_by_year(self.whole).set_index("year")

    @property
    def field(self) -> str:
        """The regions counted in the year, in words."""
        return count_regions(len(self.rows), self.choice.level, self.language)

    @cached_property
    def by_people(self) -> bool:
        """Whether regions are to count by population, and the year has everybody's population."""
        return self.choice.by_people and bool(pd.notna(self.measures["gini_people"].get(self.year)))

    @property
    def province(self) -> Region:
        """The province of the region that is marked."""
        found = self.catalog.province_of(self.choice.region_code)
        assert found is not None  # a choice has a province or a city
        return found

    @property
    def marked(self) -> str:
        """The code of the region that is marked; empty when it is not among those compared."""
        code = self.province.code if self.choice.level == "province" else self.choice.region_code
        return code if code in self.names else ""

    def measured(self, by_year: pd.Series) -> Measured:
        """A measure in the year and in the earlier year; by_year has the years as index."""
        before = by_year.get(self.choice.since)
        if before is None or pd.isna(before):
            return Measured(float(by_year[self.year]))
        return Measured(float(by_year[self.year]), float(before), self.choice.since)

    def missing(self, there: set[str]) -> list[str]:
        """The names of the regions compared that are not there."""
        compared = regions_compared(self.catalog, self.choice.level, self.choice.within)
        return [self.names[r.code] for r in compared if r.code not in there | OUTSIDE_STATISTICS]

    def region_names(self, codes: pd.Series) -> list[str]:
        """The short names of regions of any level."""
        return [self.catalog.regions[code].short_name[self.language] for code in codes]


def take_data(release: Release, choice: StructureChoice, language: Language) -> StructureData:
    """The data of a choice with a year."""
    assert choice.year is not None
    catalog = release.catalog
    indicator = catalog.indicators[choice.indicator_code]
    scope = (indicator.code, choice.level, choice.within, choice.year, choice.window)
    whole = whole_windows(release, *scope)
    compared = regions_compared(catalog, choice.level, choice.within)
    codes = {r.code for r in compared} | set(whole["region_code"])
    return StructureData(
        release=release,
        choice=choice,
        language=language,
        year=choice.year,
        kind=kind_of(catalog, indicator),
        whole=whole,
        names={code: catalog.regions[code].short_name[language] for code in codes},
    )


def kind_of(catalog: Catalog, indicator: Indicator) -> Kind:
    """Which measures make sense for an indicator."""
    if not indicator.is_ranked:
        return "unranked"
    if catalog.adds_up(indicator.code):
        return "amount"
    return "score" if catalog.unit_of(indicator.code).change == "difference" else "rate"


def comparable_values(data: StructureData) -> pd.DataFrame:
    """The whole years in values that can be set side by side: rates, and amounts per head.

    Of single years: what changes from year to year is not taken from windows.
    """
    whole = whole_years(data.release, *data.scope)
    if data.kind != "amount":
        return whole
    if data.indicator.code == POPULATION:
        return whole.iloc[:0]
    people = data.release.observations(POPULATION, data.choice.level, data.choice.within)
    each = per_head(whole, people)
    each = each.assign(value=each["value"] * comparable_unit(data)[0])
    # A year in which some have no population is not whole.
    counts = whole.groupby("year")["region_code"].count()
    return each[each.groupby("year")["region_code"].transform("count") == each["year"].map(counts)]


def comparable_unit(data: StructureData) -> tuple[float, str]:
    """By what comparable values are multiplied to be readable, and the unit they then have.

    Rates keep theirs. Money per head, kept in 亿元 by 万人, becomes 元 a person; what is counted
    stands by 万人.
    """
    _ = translator(data.language)
    if data.kind != "amount":
        return 1.0, data.unit
    unit, people = data.catalog.unit_of(data.indicator.code), data.catalog.unit_of(POPULATION)
    if unit.factor == 1:
        return 1.0, _("{unit} per 10,000 people").format(unit=data.unit)
    base = data.catalog.base_unit_of(data.indicator.code).name[data.language]
    return unit.factor / people.factor, _("{unit} a person").format(unit=base)


def source_of(data: StructureData, rows: pd.DataFrame) -> Sentence:
    """The publications that figures were read from, and the release; rows have source_code."""
    titles = titles_of(rows["source_code"].unique(), data.release.titles)
    return Sentence(source_line(titles, data.release.info, data.language), "source")


def table_of(
    data: StructureData,
    key: str,
    label: str,
    build: Callable[[], pd.DataFrame],
    rows: pd.DataFrame,
    method: str = "",
) -> Table:
    """The table behind a figure; rows: the figures that it is made from, with source_code."""
    return Table(
        key=key,
        label=label,
        name=f"{key}_{data.indicator.code}_{data.year}",
        build=build,
        facts=partial(_facts, data, label, rows, method),
    )


def _facts(data: StructureData, label: str, rows: pd.DataFrame, method: str) -> TableFacts:
    _ = translator(data.language)
    titles = titles_of(rows["source_code"].unique(), data.release.titles)
    lines = (
        (_("Indicator"), data.shown),
        (_("Method"), method),
        (_("Release"), release_line(data.release.info, data.language)),
        (_("Sources"), ";".join(titles)),
    )
    return TableFacts(label, tuple(pair for pair in lines if pair[1]))
