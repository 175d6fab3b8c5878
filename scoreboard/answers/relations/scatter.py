"""Two indicators in one window, as words, figure and table of 关系 share them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from scoreboard.analysis.correlation import Correlation, Line, correlate, fit_line
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.answers.basis import count_expected, name_in_place, peers_of, regions_compared
from scoreboard.answers.relations.choice import RelationsChoice
from scoreboard.answers.relations.pairs import pairs
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Indicator, Language
from scoreboard.language.numbers import NumberFormat, value_format
from scoreboard.text.figures import is_place
from scoreboard.text.sentences import newest_text, span_text

_POPULATION = "population"


@dataclass(frozen=True, eq=False)
class Axis:
    """One indicator on its axis: how its numbers are written, whether in powers of ten.

    years: the first and the last of the figures drawn. too_low: how many regions have no logarithm,
    where one was asked for and is refused. nation: the nation's figure where the regions' are of
    one year, missing for amounts, to which regions add up.
    """

    indicator: Indicator
    years: tuple[int, int]
    numbers: NumberFormat
    is_log: bool
    too_low: int
    nation: float | None

    def drawn(self, values: ArrayLike) -> np.ndarray:
        """Where values stand on the axis: in the unit of its numbers, or the power of ten of it."""
        numbers = np.asarray(values, dtype=float) / self.numbers.divisor
        return np.log10(numbers) if self.is_log else numbers

    def value(self, drawn: np.ndarray) -> np.ndarray:
        """The values, in the indicator's unit, that stand at places of the axis."""
        return (10**drawn if self.is_log else drawn) * self.numbers.divisor


@dataclass(frozen=True, eq=False)
class Scatter:
    """The regions with both indicators, and how these go together.

    year: the last of the window. rows: one a region, as `pairs` has them, and `people`; single: the
    same of regions with one of the two. missing: how many of today's regions have neither. parted:
    the regions left out because a series breaks within the window. peers: of the first chosen one.
    """

    release: Release
    choice: RelationsChoice
    language: Language
    year: int
    x: Axis
    y: Axis
    rows: pd.DataFrame
    single: pd.DataFrame
    missing: int
    parted: tuple[str, ...]
    people_year: int | None
    correlation: Correlation | None
    line: Line | None
    peers: tuple[str, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the regions with a figure; of a county with the city it lies in."""
        codes = pd.concat([self.rows["region_code"], self.single["region_code"]])
        wanted = {*codes, *self.parted, *self.choice.regions}
        return {c: name_in_place(self.release.catalog, c, self.language) for c in wanted}

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of the figures drawn."""
        spans = (self.x.years, self.y.years)
        return min(first for first, _last in spans), max(last for _first, last in spans)

    @property
    def is_mixed(self) -> bool:
        """Whether the figures drawn are of several years."""
        return self.years[0] != self.years[1]

    @property
    def when(self) -> str:
        """The year of the figures, or that they are the newest of which years."""
        if self.is_mixed:
            return newest_text(self.years, self.choice.level, self.language)
        return span_text(self.years, self.language)

    @property
    def span(self) -> str:
        """The years of the window."""
        return span_text((self.year - self.choice.window + 1, self.year), self.language)

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until the figure carries it."""
        axes = "".join(name for name, axis in (("x", self.x), ("y", self.y)) if axis.is_log)
        shown = (self.y.indicator.code, self.x.indicator.code, self.year, self.choice.window, axes)
        return "|".join(map(str, shown))

    @property
    def sources(self) -> list[str]:
        """The publications behind what is drawn."""
        return list(pd.concat([self.rows["source_code_y"], self.rows["source_code_x"]]).unique())

    def fitted(self) -> np.ndarray | None:
        """The value of the line at each region's x, in the vertical indicator's unit."""
        if self.line is None:
            return None
        return self.y.value(self.line.at(self.x.drawn(self.rows["value_x"])))


def take_scatter(release: Release, choice: RelationsChoice, language: Language) -> Scatter:
    """The relation in the window of the choice, which there must be."""
    assert choice.year is not None
    code, window = choice.indicator_code, choice.window
    table = pairs(release, choice.level, choice.within, choice.across, code, choice.year, window)
    has_x, has_y = table["value_x"].notna(), table["value_y"].notna()
    rows = table[has_x & has_y].reset_index(drop=True)
    people, people_year = _people(release, choice)
    rows = rows.assign(people=rows["region_code"].map(people))
    x = _axis(release, choice, choice.across, rows["value_x"], rows["year_x"], language)
    y = _axis(release, choice, code, rows["value_y"], rows["year_y"], language)
    members = {r.code for r in regions_compared(release.catalog, choice.level, choice.within)}
    drawn = x.drawn(rows["value_x"]), y.drawn(rows["value_y"])
    # Ranks are not spaced evenly: no line goes through them.
    by_size = not any(is_place(release.catalog, code) for code in (choice.across, code))
    return Scatter(
        release=release,
        choice=choice,
        language=language,
        year=choice.year,
        x=x,
        y=y,
        rows=rows,
        single=table[(has_x ^ has_y) & ~table["parted"]],
        missing=count_expected(release.catalog, choice.level, choice.within)
        - len(members & set(table["region_code"])),
        parted=tuple(table.loc[table["parted"], "region_code"]),
        people_year=people_year,
        correlation=correlate(*drawn),
        line=fit_line(*drawn) if by_size else None,
        peers=_peers(release, choice, set(rows["region_code"])),
    )


def _axis(
    release: Release,
    choice: RelationsChoice,
    code: str,
    values: pd.Series,
    years: pd.Series,
    language: Language,
) -> Axis:
    catalog = release.catalog
    indicator = catalog.indicators[code]
    wants_log = choice.log_x if code == choice.across else choice.log_y
    too_low = int((values <= 0).sum()) if wants_log else 0
    span = int(years.min()), int(years.max())
    every = release.observations(code, choice.level, choice.within)
    is_nation = (every["region_code"] == NATION) & (every["year"] == span[1])
    known = every.loc[is_nation & (span[0] == span[1]), "value"]
    return Axis(
        indicator=indicator,
        years=span,
        numbers=value_format(
            indicator,
            catalog.unit_of(code),
            catalog.base_unit_of(code),
            float(values.abs().median()),
            language,
        ),
        is_log=wants_log and not too_low,
        too_low=too_low,
        nation=None if known.empty or catalog.adds_up(code) else float(known.iloc[0]),
    )


def _people(release: Release, choice: RelationsChoice) -> tuple[dict[str, float], int | None]:
    """The population of each region in the newest year that most have, and that year."""
    years = release.years(_POPULATION, choice.level)
    if not years:
        return {}, None
    year = newest_full_year(years)
    rows = release.observations(_POPULATION, choice.level, choice.within)
    rows = rows[rows["year"] == year]
    return dict(zip(rows["region_code"], rows["value"], strict=True)), year


def _peers(release: Release, choice: RelationsChoice, there: set[str]) -> tuple[str, ...]:
    """The peers of the first chosen region that are drawn; of counties there are none."""
    if not choice.regions or choice.level not in ("province", "city"):
        return ()
    found = peers_of(release, choice.level, choice.regions[0])["region_code"]
    return tuple(code for code in found if code in there and code not in choice.regions)
