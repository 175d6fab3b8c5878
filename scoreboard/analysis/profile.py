"""One region in every indicator: value, rank, change, and how it stands against three yardsticks.

The yardsticks are the nation (where its figure is of the regions' own size), the median of the
region's peers and the best of them. Nothing is compared across a break, nor outside one window.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import as_numbers, check_one_of, drop_missing, level_ties
from scoreboard.analysis.panel import take_rows
from scoreboard.analysis.ranking import DIRECTIONS, rank_values
from scoreboard.analysis.views import breaks_of, change_over, crosses_break
from scoreboard.analysis.window import newest_within, years_of
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import NATION, Direction, Indicator

# Global Innovation Index 2023, p. 218: the ten best and ten worst of an economy's indicators; a
# place among the first three is always a strength.
GII_PLACES = 10
GII_ALWAYS = 3
# Below this share of the indicators compared, nothing is called a strength or a weakness.
LEAST_COVERAGE = 2 / 3
# A figure this many years older than the newest says little about the present.
RECENT_YEARS = 2

_ROW = ["indicator_code", "region_code", "year", "value", "status", "source_code"]
_PLACE = [
    "regions",
    "rank",
    "percentile",
    "value_before",
    "rank_before",
    "change",
    "standard_change",
]


@dataclass(frozen=True)
class Marks:
    """Strengths and weaknesses of one region, best (worst) first, or why there are none.

    compared: how many indicators the level compares; present: how many of them the region has.
    """

    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    compared: int
    present: int

    @property
    def is_covered(self) -> bool:
        """Whether the region has enough figures to speak of strengths and weaknesses."""
        return _is_covered(self.present, self.compared, GII_PLACES)


def percentile_ranks(values: pd.Series, direction: Direction) -> pd.Series:
    """The share of regions that one is better than, in per cent, half of its equals counted.

    values: one number a region. (below + equal / 2) / n, so that turning the direction round
    turns p into 100 − p; the same as scipy's percentileofscore(kind="mean"). Missing values have
    none and are not counted. context indicators count as higher_is_better. Values that only
    rounding tells apart are equal. Raises ValueError for an unknown direction and for infinity.
    """
    check_one_of("direction", direction, DIRECTIONS)
    numbers = as_numbers("values", values.to_numpy(dtype=float, na_value=np.nan))
    level = pd.Series(level_ties(numbers), index=values.index, name=values.name)
    order = level.rank(method="average", ascending=direction != "lower_is_better")
    return (order - 0.5) / values.notna().sum() * 100


def percentile_of(value: float, values: pd.Series, direction: Direction) -> float:
    """Where a figure that need not be a region's own would stand among the regions, in per cent.

    value: in the unit of the values; values: one number a region, missing ones are no members.
    (worse + equal / 2) / n · 100. NaN for a missing value, and where no region has one. Raises
    ValueError for an unknown direction and for infinity.
    """
    check_one_of("direction", direction, DIRECTIONS)
    value, *others = as_numbers("values", [value, *values.to_numpy(dtype=float, na_value=np.nan)])
    known = np.array(others)[~np.isnan(others)]
    if np.isnan(value) or not known.size:
        return float("nan")
    better = known > value if direction == "lower_is_better" else known < value
    return float((better.sum() + (known == value).sum() / 2) / known.size * 100)


def place_regions(
    panel: pd.DataFrame, catalog: Catalog, years: Mapping[str, int], length: int = 1
) -> pd.DataFrame:
    """Every region in every indicator of the window it is compared in, beside the year before.

    panel: one level, all years; the nation's rows are left out. years: the last of each
    indicator's window, see pick_windows; length: how many years the windows have. One row per
    indicator_code, region_code with year (of its newest figure in the window), value, status,
    source_code and
    regions (how many have a value), rank and percentile (missing for what is not ranked),
    value_before, rank_before, change (in the unit's own kind: per cent, points or difference) and
    standard_change: how many standard deviations of the regions it moved to the better. Across a
    break, or where other regions had figures the year before, what would compare them is missing;
    so are rank_before and standard_change where the regions' figures are of several years.
    """
    regions = drop_missing(panel[panel["region_code"] != NATION])
    by_code = dict(tuple(regions.groupby("indicator_code")))
    frames = [
        _place(by_code[code][_ROW], catalog, catalog.indicators[code], year, length)
        for code, year in years.items()
        if code in by_code
    ]
    if not frames:
        return regions.iloc[:0].reindex(columns=_ROW + _PLACE)
    return pd.concat(frames, ignore_index=True)


def _place(
    rows: pd.DataFrame, catalog: Catalog, indicator: Indicator, last: int, length: int
) -> pd.DataFrame:
    direction = indicator.direction
    breaks = breaks_of(indicator, rows)
    now = newest_within(rows, last, length, breaks).sort_values("region_code", ignore_index=True)
    changes = change_over(
        rows[rows["year"].between(last - length, last)],
        1,
        catalog.unit_of(indicator.code).change,
        breaks,
    )
    keys = ["region_code", "year"]
    earlier = rows[[*keys, "value"]].assign(year=rows["year"] + 1)
    before = now[keys].merge(earlier, on=keys, how="left")["value"]
    placed = now.assign(
        regions=len(now),
        rank=np.nan,
        percentile=np.nan,
        value_before=before.mask(crosses_break(now, 1, breaks)),
        rank_before=np.nan,
        change=now[keys].merge(changes[[*keys, "value"]], on=keys, how="left")["value"],
        standard_change=np.nan,
    )
    if now.empty or not indicator.is_ranked:
        return placed
    placed["rank"] = rank_values(now["value"], direction)
    placed["percentile"] = percentile_ranks(now["value"], direction)
    first, newest = years_of(now)
    year_before = rows.loc[rows["year"] == newest - 1, "region_code"]
    same = first == newest and set(now["region_code"]) == set(year_before)
    if same and placed["value_before"].notna().all():
        placed["rank_before"] = rank_values(placed["value_before"], direction)
        moved = _z(placed["value"]) - _z(placed["value_before"])
        placed["standard_change"] = -moved if direction == "lower_is_better" else moved
    return placed


def _z(values: pd.Series) -> pd.Series:
    spread = values.std(ddof=1)
    return (values - values.mean()) / spread if spread > 0 else values * np.nan


def compared_codes(placed: pd.DataFrame, catalog: Catalog, regions_expected: int) -> list[str]:
    """The indicators that tell better from worse among the regions of a level.

    Ranked, with a direction, scaled (amounts only tell large regions from small), not an overall
    verdict of another body, and with a figure for at least half of the regions expected.
    """
    counts = placed.groupby("indicator_code")["regions"].first()
    return [
        code
        for code in dict.fromkeys(placed["indicator_code"])
        if _tells_better(catalog, catalog.indicators[code]) and counts[code] >= regions_expected / 2
    ]


def _tells_better(catalog: Catalog, indicator: Indicator) -> bool:
    return (
        indicator.is_ranked
        and indicator.direction != "context"
        and not catalog.adds_up(indicator.code)
        and indicator.pillar != "composite"
    )


def recent_codes(years: Mapping[str, int], codes: Iterable[str]) -> list[str]:
    """Those of the indicators whose year is at most two before the newest year among them.

    years: by indicator; indicators without one are left out.
    """
    known = [c for c in codes if c in years]
    newest = max((years[c] for c in known), default=0)
    return [c for c in known if years[c] >= newest - RECENT_YEARS]


def mark_strengths(
    own: pd.DataFrame,
    codes: Collection[str],
    places: int = GII_PLACES,
    always: int = GII_ALWAYS,
) -> Marks:
    """Strengths and weaknesses by the rule of the Global Innovation Index 2023 (p. 218).

    own: the region's rows of place_regions; codes: the indicators compared. A strength has a
    percentile rank at or above the region's own tenth best, or one of the first three places; a
    weakness one at or below its own tenth worst; ties may make more than ten. Ours in addition: a
    strength lies in the better half of the regions and a weakness in the worse. None of either
    when the region has figures in fewer than two thirds of the indicators, or in so few that the
    ten best and the ten worst overlap.
    """
    rows = own[own["indicator_code"].isin(list(codes)) & own["percentile"].notna()]
    rows = rows.sort_values(["percentile", "indicator_code"], ascending=[False, True])
    if not _is_covered(len(rows), len(codes), places):
        return Marks((), (), len(codes), len(rows))
    place = rows["percentile"]
    # Percentiles of the same place among as many regions differ in the last digits only.
    high, low = place.iloc[places - 1] - 1e-9, place.iloc[-places] + 1e-9
    strong = ((place >= high) & (place > 50)) | (rows["rank"] <= always)
    weak = (place <= low) & (place < 50) & ~strong
    return Marks(
        strengths=tuple(rows.loc[strong, "indicator_code"]),
        weaknesses=tuple(rows.loc[weak, "indicator_code"][::-1]),
        compared=len(codes),
        present=len(rows),
    )


def _is_covered(present: int, compared: int, places: int) -> bool:
    return present >= 2 * places and present >= LEAST_COVERAGE * compared


def compare_region(
    placed: pd.DataFrame,
    panel: pd.DataFrame,
    catalog: Catalog,
    region_code: str,
    peer_codes: Sequence[str],
    least: int,
) -> pd.DataFrame:
    """One region's rows of place_regions, each beside the nation, its peers and the best of them.

    least: of fewer peers with a figure there is no median.

    panel: holds the nation's rows (000000). Adds nation (missing where regions add up to it, or
    without a figure of the same year), peers_median and peers (how many have a figure),
    peers_first_year and peers_last_year (of their figures; missing without any), best_peer,
    best_value and best_year (missing for context indicators and what is not ranked), the percentile
    of each yardstick, and better_than_nation, better_than_peers: True, False, or
    missing when there is nothing to say.
    """
    own = placed[placed["region_code"] == region_code].reset_index(drop=True)
    years = dict(zip(own["indicator_code"], own["year"], strict=True))
    nation = take_rows(panel[panel["region_code"] == NATION], years)
    nation_values = dict(zip(nation["indicator_code"], nation["value"], strict=True))
    fields = dict(tuple(placed.groupby("indicator_code")["value"]))
    peers = placed[placed["region_code"].isin(list(peer_codes))]
    peers = peers[["indicator_code", "region_code", "year", "value", "rank"]]
    by_code = dict(tuple(peers.sort_values(["rank", "region_code"]).groupby("indicator_code")))
    facts = [
        _yardsticks(
            fields[code],
            catalog.indicators[code],
            float(value),
            _comparable(catalog, code, nation_values),
            by_code.get(code, peers[:0]),
            least,
        )
        for code, value in zip(own["indicator_code"], own["value"], strict=True)
    ]
    return pd.concat([own, pd.DataFrame(facts, columns=_FACTS, index=own.index)], axis=1)


_FACTS = [
    "nation",
    "nation_percentile",
    "peers_median",
    "peers_percentile",
    "peers",
    "peers_first_year",
    "peers_last_year",
    "best_peer",
    "best_value",
    "best_year",
    "better_than_nation",
    "better_than_peers",
]


def _comparable(catalog: Catalog, code: str, nation: Mapping[str, float]) -> float | None:
    """The nation's figure where it is of the regions' own size; none where they add up to it."""
    is_one = catalog.indicators[code].is_ranked and not catalog.adds_up(code)
    return nation.get(code) if is_one else None


def _yardsticks(
    field: pd.Series,
    indicator: Indicator,
    value: float,
    nation: float | None,
    peers: pd.DataFrame,
    least: int,
) -> dict[str, object]:
    """What a figure is compared with; peers: their rows, the best first."""
    direction = indicator.direction
    facts: dict[str, object] = dict.fromkeys(_FACTS)
    if nation is not None:
        facts["nation"] = float(nation)
        facts["nation_percentile"] = percentile_of(nation, field, direction)
        facts["better_than_nation"] = is_better(value, nation, direction)
    facts["peers"] = len(peers)
    if len(peers):
        facts["peers_first_year"], facts["peers_last_year"] = years_of(peers)
    if len(peers) >= least and indicator.is_ranked:
        median = float(peers["value"].median())
        facts["peers_median"] = median
        facts["peers_percentile"] = percentile_of(median, field, direction)
        facts["better_than_peers"] = is_better(value, median, direction)
    if len(peers) and indicator.is_ranked and direction != "context":
        facts["best_peer"] = peers["region_code"].iloc[0]
        facts["best_value"] = float(peers["value"].iloc[0])
        facts["best_year"] = int(peers["year"].iloc[0])
    return facts


def is_better(value: float, other: float, direction: Direction) -> bool | None:
    """Whether a figure is better than another; nothing to say for equal ones and for context.

    None as well where one of them is missing. Raises ValueError for an unknown direction.
    """
    check_one_of("direction", direction, DIRECTIONS)
    if np.isnan(value) or np.isnan(other):
        return None
    if direction == "context" or value == other:
        return None
    return (value < other) == (direction == "lower_is_better")


# A lead by less of the own figure is within what rounding and sampling make.
CLEAR_LEAD = 0.05
# Figures of years further apart are not held against each other one by one.
YEARS_APART = 1


def better_at(
    placed: pd.DataFrame,
    region_code: str,
    peer_codes: Collection[str],
    codes: Collection[str],
    n: int,
) -> pd.DataFrame:
    """What peers are better at: the indicators where each leads by most percentile points, most n.

    One row a region_code (the peer's), indicator_code with year, value, rank, regions (the
    peer's), own_year, own_value, own_rank, lead (percentile points), largest lead first. Only
    indicators that both have, of years close to each other, and by more than a hair.
    """
    columns = ["indicator_code", "year", "value", "rank", "percentile", "regions"]
    rows = placed[placed["indicator_code"].isin(list(codes))]
    own = rows.loc[rows["region_code"] == region_code, columns]
    others = rows.loc[rows["region_code"].isin(list(peer_codes)), ["region_code", *columns]]
    both = others.merge(own, on="indicator_code", suffixes=("", "_own"))
    both = both.rename(columns={f"{name}_own": f"own_{name}" for name in columns[1:]})
    both["lead"] = both["percentile"] - both["own_percentile"]
    apart = (both["value"] - both["own_value"]).abs()
    is_clear = (apart > CLEAR_LEAD * both["own_value"].abs()) & (
        (both["year"] - both["own_year"]).abs() <= YEARS_APART
    )
    ahead = both[(both["lead"] > 0) & is_clear].sort_values(
        ["lead", "indicator_code"], ascending=[False, True], ignore_index=True
    )
    return (
        ahead.drop(columns=["percentile", "own_percentile", "own_regions"])
        .groupby("region_code")
        .head(n)
    )


def largest_moves(own: pd.DataFrame, codes: Collection[str], n: int) -> pd.DataFrame:
    """The indicators in which a region moved most against the others since the year before.

    own: the region's rows of place_regions. At most n of those with a standard_change, the
    largest either way first; those that did not move at all are left out.
    """
    rows = own[own["indicator_code"].isin(list(codes)) & own["standard_change"].notna()]
    size = rows["standard_change"].abs()
    order = size[size > 1e-9].sort_values(ascending=False, kind="stable").index
    return rows.loc[order].head(n)


def newest_own(panel: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """The newest figure a region has in each indicator, whatever the year: the panel's rows.

    panel: one row per indicator_code, region_code, year with value; rows without a figure are none.
    """
    own = drop_missing(panel[panel["region_code"] == region_code])
    return own.sort_values("year").groupby("indicator_code", as_index=False).last()


def recent_series(
    panel: pd.DataFrame, region_code: str, codes: Collection[str], years: int = 10
) -> pd.DataFrame:
    """The last years of a region in some indicators: the panel's rows without the region.

    The years are the last ten up to the newest of that indicator for any region; a missing year
    is no row, so that a line can leave it open.
    """
    rows = panel[panel["indicator_code"].isin(list(codes))]
    newest = rows.groupby("indicator_code")["year"].transform("max")
    rows = rows[(rows["year"] > newest - years) & (rows["region_code"] == region_code)]
    return rows[["indicator_code", "year", "value", "status", "source_code"]]


def recent_medians(
    panel: pd.DataFrame, region_codes: Sequence[str], codes: Collection[str], years: int = 10
) -> pd.DataFrame:
    """The median of some regions in the same years as recent_series: indicator_code, year, value.

    A year in which fewer than half of the regions have a figure is left out.
    """
    rows = panel[panel["indicator_code"].isin(list(codes))]
    newest = rows.groupby("indicator_code")["year"].transform("max")
    rows = rows[(rows["year"] > newest - years) & rows["region_code"].isin(list(region_codes))]
    found = rows.groupby(["indicator_code", "year"])["value"].agg(["median", "count"])
    enough = found[found["count"] >= len(region_codes) / 2]
    return enough["median"].rename("value").reset_index()
