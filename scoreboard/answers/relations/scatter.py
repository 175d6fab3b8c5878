"""Two indicators in one year, as words, figure and table of 关系 share them."""

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

_POPULATION = "population"


@dataclass(frozen=True, eq=False)
class Axis:
    """One indicator on its axis: how its numbers are written, whether in powers of ten.

    too_low: how many regions have no logarithm, where one was asked for and is refused. nation:
    the nation's figure of the year, missing for amounts, to which regions add up.
    """

    indicator: Indicator
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

    rows: one a region, as `pairs` has them, and `people`; single: the same of regions with one of
    the two. missing: how many of today's regions have neither. peers: of the first chosen region.
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
    people_year: int | None
    correlation: Correlation | None
    line: Line | None
    peers: tuple[str, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the regions with a figure; of a county with the city it lies in."""
        codes = pd.concat([self.rows["region_code"], self.single["region_code"]])
        wanted = {*codes, *self.choice.regions}
        return {c: name_in_place(self.release.catalog, c, self.language) for c in wanted}

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until the figure carries it."""
        axes = "".join(name for name, axis in (("x", self.x), ("y", self.y)) if axis.is_log)
        return f"{self.y.indicator.code}|{self.x.indicator.code}|{self.year}|{axes}"

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
    """The relation in the year of the choice, which there must be."""
    assert choice.year is not None
    table = pairs(release, choice.level, choice.within, choice.across, choice.indicator_code)
    table = table[table["year"] == choice.year]
    nation, table = table[table["region_code"] == NATION], table[table["region_code"] != NATION]
    has_x, has_y = table["value_x"].notna(), table["value_y"].notna()
    rows = table[has_x & has_y].reset_index(drop=True)
    people, people_year = _people(release, choice)
    rows = rows.assign(people=rows["region_code"].map(people))
    x = _axis(release, choice.across, rows["value_x"], nation["value_x"], choice.log_x, language)
    code = choice.indicator_code
    y = _axis(release, code, rows["value_y"], nation["value_y"], choice.log_y, language)
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
        single=table[has_x ^ has_y],
        missing=count_expected(release.catalog, choice.level, choice.within)
        - len(members & set(table.loc[has_x | has_y, "region_code"])),
        people_year=people_year,
        correlation=correlate(*drawn),
        line=fit_line(*drawn) if by_size else None,
        peers=_peers(release, choice, set(rows["region_code"])),
    )


def _axis(
    release: Release,
    code: str,
    values: pd.Series,
    nation: pd.Series,
    wants_log: bool,
    language: Language,
) -> Axis:
    catalog = release.catalog
    indicator = catalog.indicators[code]
    too_low = int((values <= 0).sum()) if wants_log else 0
    known = nation.dropna()
    return Axis(
        indicator=indicator,
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
