"""What every page goes by: who is compared, in which year, with which peers.

One place decides, so that a figure has one value on every page.

- The regions of a level are those that exist today. The mainland's statistics do not cover Hong
  Kong, Macao and Taiwan: they are not counted as missing.
- Regions are compared in the newest year that is widely published: at least half as many regions
  as in the indicator's best-covered year. Cities, counties and zones publish in different years:
  there each stands with its newest figure within a window of some years, three unless the reader
  asks for another number; the window holds that year and as many regions as it can. Figures of two
  windows are never held against each other, nor figures that a break parts from the window's last
  year.
- The figure said of a region is that of the window. A region without one is spoken of by its own
  newest figure, with its year and without a rank.
- Peers are the regions nearest in structure, as many as the catalog's settings of the diagnosis
  say unless the reader asks for another number, leaves out the cities of the same province or names
  peers of their own (the link carries all three). They never contain the region itself. Their
  median is of one window, and of as many figures as those settings ask for.
- Differences are taken from unrounded figures and rounded when they are written.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from scoreboard.analysis import peers as structure
from scoreboard.analysis.profile import (
    compare_region,
    compared_codes,
    newest_own,
    place_regions,
    recent_codes,
)
from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.window import WINDOW_YEARS, pick_windows, take_windows, window_length
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import (
    NATION,
    OUTSIDE_STATISTICS,
    Catalog,
    Language,
    Level,
    Region,
)

DEFAULT_INDICATOR = "rd_intensity"
# Few cities publish an intensity of one year; two thirds have granted patents of 2020. Counties
# have figures of the census alone.
_DEFAULTS: dict[Level, str] = {
    "city": "patents_granted_per_10k",
    "county": "higher_edu_per_100k",
}
# The province that the survey among the founding papers is about.
DEFAULT_REGION = "610000"
FEWEST_PEERS, MOST_PEERS = 3, 10


@dataclass(frozen=True)
class PeerChoice:
    """Which regions are peers: the nearest, or those that the reader names.

    count: how many of the nearest, none for the default number. near: whether cities of the same
    province may be among them. own: codes that the reader named; with any, they alone are peers.
    """

    count: int | None = None
    near: bool = True
    own: tuple[str, ...] = ()


NEAREST = PeerChoice()


def default_indicator(level: Level) -> str:
    """The indicator that is shown where a link names none: one that most of a level publishes."""
    return _DEFAULTS.get(level, DEFAULT_INDICATOR)


@lru_cache(maxsize=128)
def regions_compared(
    catalog: Catalog, level: Level, within: str | None = None
) -> tuple[Region, ...]:
    """The regions of a level that still exist: all of them, or those of one province or city.

    Pieces of land that the border file holds apart are no zones: their codes have no suffix.
    """
    return tuple(
        r
        for r in catalog.regions.values()
        if r.level == level
        and r.valid_to is None
        and _lies_in(catalog, r, within)
        and (level != "zone" or "-" in r.code)
    )


def _lies_in(catalog: Catalog, region: Region, within: str | None) -> bool:
    if within in (None, region.parent_code):
        return True
    parent = catalog.regions.get(region.parent_code)
    return region.level == "county" and parent is not None and parent.parent_code == within


def count_expected(catalog: Catalog, level: Level, within: str | None = None) -> int:
    """How many regions the statistics of a level cover."""
    compared = regions_compared(catalog, level, within)
    provinces = (catalog.province_of(region.code) for region in compared)
    return sum(p is not None and p.code not in OUTSIDE_STATISTICS for p in provinces)


@lru_cache(maxsize=4)
def provinces_with_cities(catalog: Catalog) -> tuple[Region, ...]:
    """The provinces below which cities are compared."""
    return tuple(
        r for r in catalog.children(NATION, "province") if catalog.children(r.code, "city")
    )


@lru_cache(maxsize=4)
def regions_with_counties(catalog: Catalog) -> tuple[Region, ...]:
    """The provinces and cities below which counties are compared: each province, then its own."""
    above: dict[str, set[str]] = {}
    for county in regions_compared(catalog, "county"):
        parent = catalog.regions[county.parent_code]
        province = parent if parent.level == "province" else catalog.regions[parent.parent_code]
        if province.code not in OUTSIDE_STATISTICS:
            above.setdefault(province.code, set()).update({parent.code} - {province.code})
    return tuple(
        catalog.regions[code]
        for province in sorted(above)
        for code in (province, *sorted(above[province]))
    )


def name_in_place(catalog: Catalog, code: str, language: Language) -> str:
    """The short name of a region; of a county with the city or province that it lies in.

    Four cities have a 鼓楼区: alone it would name nobody.
    """
    region = catalog.regions[code]
    parent = catalog.regions.get(region.parent_code)
    name = region.short_name[language]
    if region.level != "county" or parent is None:
        return name
    around = parent.short_name[language]
    return around + name if language == "zh" else f"{name}, {around}"


def is_district(region: Region) -> bool:
    """Whether a county-level region is a district of its city (市辖区), planned and paid with it.

    Counties and county-level cities are none; nor are the two whose names only end alike.
    """
    name = region.name.zh
    return region.level == "county" and name.endswith("区") and not name.endswith(("林区", "特区"))


def default_peers(catalog: Catalog) -> int:
    """How many peers a region has unless the reader asks for another number."""
    assert catalog.diagnosis is not None  # a shipped catalog always has its settings
    return catalog.diagnosis.peers


def least_for_median(catalog: Catalog) -> int:
    """Of how many peers with a figure there is a median; of fewer none is shown."""
    assert catalog.diagnosis is not None  # a shipped catalog always has its settings
    return catalog.diagnosis.least_for_median


@kept
def years_compared(
    release: Release, level: Level, window: int = WINDOW_YEARS, not_after: int | None = None
) -> dict[str, int]:
    """The year that each indicator of a level is compared in: the last of its window.

    window: how many years it has on sparse levels, here and below; one for provinces.
    not_after: years after it are not looked at.
    """
    rows = release.panel(level)
    codes = [i.code for i in release.catalog.indicators_in_order()]
    regions = rows[rows["region_code"] != NATION]
    return pick_windows(regions, codes, window_length(level, window), release.catalog, not_after)


@kept
def windowed(
    release: Release, level: Level, window: int = WINDOW_YEARS, not_after: int | None = None
) -> pd.DataFrame:
    """The figure that each region of a level is compared by in each indicator: the panel's rows."""
    rows = release.panel(level)
    lasts = years_compared(release, level, window, not_after)
    regions = rows[rows["region_code"] != NATION]
    return take_windows(regions, lasts, window_length(level, window), release.catalog)


@kept
def placed(release: Release, level: Level, window: int = WINDOW_YEARS) -> pd.DataFrame:
    """Every region of a level in every indicator of its window; see place_regions."""
    lasts = years_compared(release, level, window)
    return place_regions(release.panel(level), release.catalog, lasts, window_length(level, window))


@kept
def places_around(
    release: Release, level: Level, region_code: str, window: int = WINDOW_YEARS
) -> pd.DataFrame:
    """The place of a region in each indicator among those of the nation, its province, its city.

    One row per indicator_code and around (the code of the nation, province or city) with rank and
    regions, how many there have a figure in the window. Indicators that are not ranked
    and those without a figure of the region have no row.
    """
    catalog, rows = release.catalog, placed(release, level, window)
    own = rows[(rows["region_code"] == region_code) & rows["rank"].notna()]
    found = [
        (row.indicator_code, NATION, int(row.rank), int(row.regions))
        for row in own.itertuples(index=False)
    ]
    for around in catalog.above(region_code)[-2::-1]:
        # Also counties that were merged since the census.
        codes = [c for c in catalog.regions if around in catalog.above(c)]
        inside = dict(tuple(rows[rows["region_code"].isin(codes)].groupby("indicator_code")))
        for code in own["indicator_code"]:
            among = inside[code]
            ranks = rank_values(among["value"], catalog.indicators[code].direction)
            place = ranks[among["region_code"] == region_code].iloc[0]
            found.append((code, around, int(place), len(among)))
    columns = ["indicator_code", "around", "rank", "regions"]
    return pd.DataFrame(found, columns=columns)


@kept
def telling(release: Release, level: Level) -> tuple[str, ...]:
    """The indicators that tell better from worse at a level: those of strengths and weaknesses."""
    expected = count_expected(release.catalog, level)
    codes = compared_codes(placed(release, level), release.catalog, expected)
    return tuple(recent_codes(years_compared(release, level), codes))


@kept
def compared(
    release: Release,
    level: Level,
    region_code: str,
    peer_codes: tuple[str, ...],
    window: int = WINDOW_YEARS,
) -> pd.DataFrame:
    """One region in every indicator beside the nation, its peers and the best of them."""
    return compare_region(
        placed(release, level, window),
        release.panel(level),
        release.catalog,
        region_code,
        peer_codes,
        least_for_median(release.catalog),
    )


@kept
def newest(release: Release, level: Level, region_code: str) -> pd.DataFrame:
    """A region's own newest figure in each indicator, whatever the year."""
    return newest_own(release.panel(level), region_code)


@kept
def said(
    release: Release, level: Level, region_code: str, window: int = WINDOW_YEARS
) -> pd.DataFrame:
    """The figure said of a region in each indicator: of the window, else its own newest.

    The panel's columns, and the indicator as index; indicators without any figure are absent.
    """
    rows = windowed(release, level, window)
    at = rows[rows["region_code"] == region_code]
    rest = newest(release, level, region_code)
    rest = rest[~rest["indicator_code"].isin(at["indicator_code"])]
    both = pd.concat([at, rest[at.columns]], ignore_index=True)
    return both.set_index("indicator_code", drop=False)


def said_of(
    release: Release,
    level: Level,
    region_codes: Collection[str],
    indicator_codes: Collection[str],
    window: int = WINDOW_YEARS,
) -> pd.DataFrame:
    """The same for several regions in some indicators, indexed by region and indicator."""
    at, rest = (
        rows[rows["region_code"].isin(region_codes) & rows["indicator_code"].isin(indicator_codes)]
        for rows in (windowed(release, level, window), release.panel(level))
    )
    keys = ["region_code", "indicator_code"]
    both = pd.concat([rest.sort_values("year")[at.columns], at])
    return both.drop_duplicates(keys, keep="last").set_index(keys, drop=False)


@kept
def structural_traits(release: Release, level: Level) -> tuple[pd.DataFrame, dict[str, int]]:
    """The regions of a level by their slow structural traits, and the year of each trait."""
    variables = release.catalog.structural_of(level)
    codes = {v.indicator for v in variables} | {v.per for v in variables if v.per}
    rows = release.panel(level, tuple(sorted(codes)))
    areas = release.catalog.areas()
    return (
        structure.structural_matrix(rows, variables, areas=areas),
        structure.structural_years(rows, variables, areas=areas),
    )


@kept
def peers_of(
    release: Release,
    level: Level,
    region_code: str,
    count: int | None = None,
    excluded: tuple[str, ...] = (),
) -> pd.DataFrame:
    """The regions nearest in structure, nearest first: region_code, distance.

    count: the default number when not given; excluded: regions that may not be peers. Districts
    have peers among districts, other counties among those that are none.
    """
    number = default_peers(release.catalog) if count is None else count
    matrix, _years = structural_traits(release, level)
    weights = structure.weights_of(release.catalog.structural_of(level))
    # One row: between all counties there are eight million distances.
    distances = structure.distances_from(matrix, weights, region_code)
    regions, own = release.catalog.regions, is_district(release.catalog.regions[region_code])
    alike = [is_district(regions[code]) == own for code in distances.index]
    return structure.nearest(distances[alike], number, excluded)


@kept
def chosen_peers(
    release: Release, level: Level, region_code: str, choice: PeerChoice = NEAREST
) -> pd.DataFrame:
    """The peers that a choice asks for: region_code, distance.

    The nearest first; those that the reader named in their order, each with its distance, missing
    where either lacks a trait. One of another level, or the region itself, is none.
    """
    regions = release.catalog.regions
    if not choice.own:
        excluded = () if choice.near else _same_province(release.catalog, regions[region_code])
        return peers_of(release, level, region_code, choice.count, excluded)
    every = peers_of(release, level, region_code, len(regions)).set_index("region_code")
    own = [c for c in choice.own if c != region_code and regions[c].level == level]
    distances = every["distance"].reindex(own)
    return distances.rename_axis("region_code").reset_index()


def _same_province(catalog: Catalog, region: Region) -> tuple[str, ...]:
    province = catalog.province_of(region.code)
    return tuple(
        r.code
        for r in catalog.regions.values()
        if r.level == region.level and catalog.province_of(r.code) is province
    )
