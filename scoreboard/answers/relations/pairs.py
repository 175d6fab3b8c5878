"""The figures of two indicators side by side: a pair a region, each its newest within a window."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.views import breaks_of
from scoreboard.analysis.window import newest_within
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Level, SeriesBreak

_OF_EACH = ["year", "value", "status", "source_code", "note"]


@kept
def pairs(
    release: Release,
    level: Level,
    within: str | None,
    across: str,
    code: str,
    last: int,
    window: int,
) -> pd.DataFrame:
    """Every region with either indicator within the window that ends in a year, one row a region.

    Region_code, with year_x, value_x, status_x, source_code_x, note_x of the indicator across and
    the same with _y of the other, missing where there is none. parted: whether a figure of the
    window is left out, as its series breaks before the window's last year.
    """
    both, parted = [], set()
    for axis, one in (("x", across), ("y", code)):
        rows, breaks = _figures(release, level, within, one)
        kept_rows = newest_within(rows, last, window, breaks).set_index("region_code")[_OF_EACH]
        parted |= set(newest_within(rows, last, window)["region_code"]) - set(kept_rows.index)
        both.append(kept_rows.add_suffix(f"_{axis}"))
    # Those whose only figure is left out have a row, too: they are not without figures.
    found = both[0].join(both[1], how="outer")
    found = found.reindex(sorted({*found.index, *parted})).rename_axis("region_code").reset_index()
    return found.assign(parted=found["region_code"].isin(parted))


@kept
def ends_with_both(
    release: Release, level: Level, within: str | None, across: str, code: str, window: int
) -> dict[int, int]:
    """The last years of windows in which regions have both indicators, with how many have."""
    every = [_figures(release, level, within, one) for one in (across, code)]
    found = {}
    for end in sorted({int(year) for rows, _breaks in every for year in rows["year"].unique()}):
        first, second = (
            set(newest_within(rows, end, window, breaks)["region_code"]) for rows, breaks in every
        )
        if first & second:
            found[end] = len(first & second)
    return found


def default_end(ends: Mapping[int, int], window: int) -> int | None:
    """The last year of the window shown where a link names none; none where nobody has both.

    ends: of ends_with_both. The newest window of many regions; of those that reach into it the one
    of most regions, and of equal ones the earliest.

    >>> default_end({2019: 90, 2020: 280, 2021: 280, 2022: 280, 2023: 40}, 3)
    2020
    """
    if not ends:
        return None
    full = newest_full_year(dict(ends))
    near = [end for end in ends if full - window < end <= full]
    return max(near, key=lambda end: (ends[end], -end))


def _figures(
    release: Release, level: Level, within: str | None, code: str
) -> tuple[pd.DataFrame, tuple[SeriesBreak, ...]]:
    """All years of an indicator's regions, without the nation, and its breaks."""
    rows = release.observations(code, level, within)
    rows = rows[rows["region_code"] != NATION]
    return rows, breaks_of(release.catalog.indicators[code], rows)
