"""What regional structure is worked out from: whole years, measures, clusters, quotients."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis import concentration as analysis
from scoreboard.analysis.concentration import (
    comparable_years,
    keep_whole_years,
    measure_by_year,
)
from scoreboard.analysis.spatial.moran import Autocorrelation, measure_autocorrelation
from scoreboard.analysis.specialisation import location_quotients
from scoreboard.analysis.views import breaks_of
from scoreboard.analysis.window import newest_within
from scoreboard.answers.basis import count_expected
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Catalog, Level
from scoreboard.diagnostics.collect import settings_of

POPULATION = "population"


@kept
def whole_years(
    release: Release, indicator_code: str, level: Level, within: str | None
) -> pd.DataFrame:
    """The regions' figures of the years that at least four fifths of the regions have published."""
    rows = release.observations(indicator_code, level, within)
    expected = count_expected(release.catalog, level, within)
    return keep_whole_years(rows[rows["region_code"] != NATION], expected)


@kept
def whole_windows(
    release: Release, indicator_code: str, level: Level, within: str | None, year: int, window: int
) -> pd.DataFrame:
    """As whole_years; in `year`, each region's newest figure of the window that ends in it.

    figure_year: the year that a figure is of.
    """
    rows = release.observations(indicator_code, level, within)
    rows = rows[rows["region_code"] != NATION]
    breaks = breaks_of(release.catalog.indicators[indicator_code], rows)
    newest = newest_within(rows, year, window, breaks)
    newest = newest.assign(figure_year=newest["year"], year=year)
    expected = count_expected(release.catalog, level, within)
    others = whole_years(release, indicator_code, level, within)
    others = others[others["year"] != year]
    frames = [others.assign(figure_year=others["year"]), keep_whole_years(newest, expected)]
    return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)


def is_mixed(whole: pd.DataFrame) -> bool:
    """Whether any figure of whole_windows is older than the year that it stands in."""
    return bool((whole["figure_year"] < whole["year"]).any())


@kept
def people_of(
    release: Release, indicator_code: str, level: Level, within: str | None, year: int, window: int
) -> pd.DataFrame:
    """The population of the year of each figure of whole_windows, under the year it stands in."""
    keys = ["region_code", "figure_year"]
    people = release.observations(POPULATION, level, within).rename(columns={"year": "figure_year"})
    whole = whole_windows(release, indicator_code, level, within, year, window)
    return whole[[*keys, "year"]].merge(people[[*keys, "value"]], on=keys)


@kept
def earlier_years(
    release: Release, indicator_code: str, level: Level, within: str | None, year: int, window: int
) -> tuple[int, ...]:
    """The years that a year can be set against, oldest first; see comparable_years.

    None where the year's figures are of several years.
    """
    indicator = release.catalog.indicators[indicator_code]
    whole = whole_windows(release, indicator_code, level, within, year, window)
    if not indicator.compares_years or is_mixed(whole):
        return ()
    return tuple(comparable_years(whole, year, indicator.breaks))


@kept
def measures(
    release: Release, indicator_code: str, level: Level, within: str | None, year: int, window: int
) -> pd.DataFrame:
    """Every measure of concentration of an amount, one row a whole year, which is the index."""
    scope = (indicator_code, level, within, year, window)
    people = None if indicator_code == POPULATION else people_of(release, *scope)
    groups = groups_of(release.catalog, level, within)
    table = measure_by_year(whole_windows(release, *scope), people, groups)
    return table.set_index("year", drop=False) if len(table) else table


@kept
def autocorrelation(
    release: Release, indicator_code: str, level: Level, within: str | None, year: int, window: int
) -> Autocorrelation | None:
    """Moran's I and the local clusters of one window; none where there are too few regions."""
    whole = whole_windows(release, indicator_code, level, within, year, window)
    rows = whole[whole["year"] == year]
    pairs = [
        (pair.region_code, pair.neighbour_code)
        for pair in release.catalog.neighbours
        if pair.level == level
    ]
    return measure_autocorrelation(rows.set_index("region_code")["value"], pairs)


@kept
def quotients(
    release: Release, composition_code: str, year: int
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Location quotients of the provinces, and the year of each part: the newest up to `year`.

    A part without a year that is whole for it and for what it is set against is left out.
    """
    composition = release.catalog.compositions[composition_code]
    whole = _by_year(release, composition.whole)
    columns: dict[str, pd.Series] = {}
    years: dict[str, int] = {}
    for part in composition.parts:
        values = _by_year(release, part)
        both = [y for y in values.keys() & whole.keys() if y <= year]
        if both:
            years[part] = max(both)
            frame = values[years[part]].to_frame(part)
            columns[part] = location_quotients(frame, whole[years[part]])[part]
    return pd.DataFrame(columns), years


@kept
def first_cities(release: Release, indicator_code: str, year: int) -> pd.DataFrame:
    """The largest city's share in each province, each in the year that tells most up to `year`.

    The diagnosis takes its year by the same rule; see scoreboard.analysis.concentration.
    """
    catalog = release.catalog
    parents = {r.code: r.parent_code for r in catalog.regions.values() if r.level == "city"}
    cities = release.observations(indicator_code, "city")
    cities = cities.assign(province_code=cities["region_code"].map(parents))
    provinces = release.observations(analysis.whole_of(indicator_code), "province")
    expected = {code: count_expected(catalog, "city", code) for code in set(parents.values())}
    max_age = settings_of(catalog).max_age
    return analysis.first_cities(cities, provinces, expected, year, max_age)


def groups_of(catalog: Catalog, level: Level, within: str | None) -> dict[str, str] | None:
    """The group of each region that Theil is split by; none for the cities of one province.

    Provinces: the four macro-regions; cities of the whole country: their provinces.
    """
    if within is not None:
        return None
    if level == "city":
        return {r.code: r.parent_code for r in catalog.regions.values() if r.level == "city"}
    return {code: group.code for group in catalog.macro_regions.values() for code in group.members}


def _by_year(release: Release, indicator_code: str) -> dict[int, pd.Series]:
    """The provinces' figures of each whole year."""
    rows = whole_years(release, indicator_code, "province", None)
    return {
        int(year): group.set_index("region_code")["value"] for year, group in rows.groupby("year")
    }
