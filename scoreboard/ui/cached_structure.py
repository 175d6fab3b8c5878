"""What regional structure is worked out from, kept per release; see cached.py for the rule."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.concentration import first_shares, keep_whole_years, measure_by_year
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.spatial.moran import Autocorrelation, measure_autocorrelation
from scoreboard.analysis.specialisation import location_quotients
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, Catalog, Level
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached
from scoreboard.ui.choosers import regions_compared

POPULATION = "population"


def count_expected(catalog: Catalog, level: Level, within: str | None) -> int:
    """How many regions the statistics of a level cover."""
    compared = regions_compared(catalog, level, within)
    return sum(region.code not in OUTSIDE_STATISTICS for region in compared)


@st.cache_data(max_entries=256, show_spinner=False)
def whole_years(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None
) -> pd.DataFrame:
    """The regions' figures of the years that at least four fifths of the regions have published."""
    rows = cached.observations(release, indicator_code, level, within)
    expected = count_expected(cached.catalog(release), level, within)
    return keep_whole_years(rows[rows["region_code"] != NATION], expected)


@st.cache_data(max_entries=256, show_spinner=False)
def measures(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None
) -> pd.DataFrame:
    """Every measure of concentration of an amount, one row a year that is whole."""
    people = None
    if indicator_code != POPULATION:
        people = cached.observations(release, POPULATION, level, within)
    groups = groups_of(cached.catalog(release), level, within)
    whole = whole_years(release, indicator_code, level, within)
    return measure_by_year(whole, people, groups)


@st.cache_data(max_entries=256, show_spinner=False)
def autocorrelation(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None, year: int
) -> Autocorrelation | None:
    """Moran's I and the local clusters of one year; none where there are too few regions."""
    whole = whole_years(release, indicator_code, level, within)
    rows = whole[whole["year"] == year]
    pairs = [
        (pair.region_code, pair.neighbour_code)
        for pair in cached.catalog(release).neighbours
        if pair.level == level
    ]
    return measure_autocorrelation(rows.set_index("region_code")["value"], pairs)


@st.cache_data(max_entries=64, show_spinner=False)
def quotients(
    release: ReleaseKey, composition_code: str, year: int
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Location quotients of the provinces, and the year of each part: the newest up to `year`.

    A part without a year that is whole for it and for what it is set against is left out.
    """
    composition = cached.catalog(release).compositions[composition_code]
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


@st.cache_data(max_entries=256, show_spinner=False)
def first_cities(
    release: ReleaseKey, indicator_code: str, year: int
) -> tuple[pd.DataFrame, int | None]:
    """The largest city's share in each province, and the year: the newest widely published.

    Widely: at least half as many provinces as in the best year up to `year`.
    """
    catalog = cached.catalog(release)
    cities = cached.observations(release, indicator_code, "city", None)
    cities = cities[(cities["region_code"] != NATION) & (cities["year"] <= year)]
    parents = {r.code: r.parent_code for r in catalog.regions.values()}
    cities = cities.assign(province_code=cities["region_code"].map(parents))
    provinces = cached.observations(release, indicator_code, "province", None)
    expected = {code: count_expected(catalog, "city", code) for code in set(parents.values())}
    tables = {}
    for at, rows in cities.groupby("year"):
        totals = provinces[provinces["year"] == at].set_index("region_code")["value"].to_dict()
        tables[int(at)] = first_shares(rows, totals, expected)
    counts = {at: len(table) for at, table in tables.items() if len(table)}
    if not counts:
        return first_shares(cities.iloc[:0], {}, {}), None
    newest = newest_full_year(counts)
    return tables[newest], newest


def groups_of(catalog: Catalog, level: Level, within: str | None) -> dict[str, str] | None:
    """The group of each region that Theil is split by; none for the cities of one province.

    Provinces: the four macro-regions; cities of the whole country: their provinces.
    """
    if within is not None:
        return None
    if level == "city":
        return {r.code: r.parent_code for r in catalog.regions.values() if r.level == "city"}
    return {code: group.code for group in catalog.macro_regions.values() for code in group.members}


def _by_year(release: ReleaseKey, indicator_code: str) -> dict[int, pd.Series]:
    """The provinces' figures of each whole year."""
    rows = whole_years(release, indicator_code, "province", None)
    return {
        int(year): group.set_index("region_code")["value"] for year, group in rows.groupby("year")
    }
