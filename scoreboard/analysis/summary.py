"""The facts behind the headline: leader, last, rank, change, distance to the national value."""

from dataclasses import dataclass

import pandas as pd

from scoreboard.analysis.snapshot import Snapshot

# The share of a level's regions that must have a value before it is spoken of as a whole.
WHOLE_FIELD = 0.8


@dataclass(frozen=True)
class Standing:
    """Where one region stands in its year, among a window; None where there is nothing to say."""

    region_code: str
    year: int
    value: float
    status: str
    rank: int
    regions: int
    value_before: float | None
    rank_before: int | None
    nation: float | None
    share_of_nation_pct: float | None


@dataclass(frozen=True)
class Field:
    """How all regions stand in one year."""

    regions: int
    expected: int
    best_code: str
    best: float
    last_code: str
    last: float
    is_whole: bool
    median: float
    nation: float | None
    above_nation: int | None


def find_standing(snapshot: Snapshot, region_code: str) -> Standing | None:
    """Where a region stands among the regions of its level; none without a value in the window.

    snapshot: of one level; values are in its unit. The nation's figure is of the region's year.
    """
    rows = snapshot.rows[snapshot.rows["region_code"] == region_code]
    if rows.empty:
        return None
    row = rows.iloc[0]
    nation = snapshot.nation_in(int(row["year"]))
    return Standing(
        region_code=region_code,
        year=int(row["year"]),
        value=float(row["value"]),
        status=str(row["status"]),
        rank=int(row["rank"]),
        regions=len(snapshot.rows),
        value_before=_number(row["value_before"]),
        rank_before=None if pd.isna(row["rank_before"]) else int(row["rank_before"]),
        nation=nation,
        share_of_nation_pct=float(row["value"]) / nation * 100
        if nation and snapshot.nation_is_total
        else None,
    )


def describe_field(snapshot: Snapshot, expected: int) -> Field | None:
    """Leader, last and middle of a year's regions; none when no region has a value.

    expected: how many regions the level has. is_whole: at least four fifths of them have a
    value; below that the last of the published is not the last, and nobody is counted against
    the nation. above_nation: regions with a larger value than the nation; missing where the
    nation's figure is a total or unknown; with figures of several years nothing is said of it.
    """
    year, nation = snapshot.rows, snapshot.comparable_nation
    if year.empty:
        return None
    best, last = year.iloc[0], year.iloc[-1]
    is_whole = len(year) >= WHOLE_FIELD * expected
    return Field(
        regions=len(year),
        expected=expected,
        best_code=str(best["region_code"]),
        best=float(best["value"]),
        last_code=str(last["region_code"]),
        last=float(last["value"]),
        is_whole=is_whole,
        median=float(year["value"].median()),
        nation=snapshot.nation_value,
        above_nation=None
        if nation is None or not is_whole
        else int((year["value"] > nation).sum()),
    )


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[arg-type]
