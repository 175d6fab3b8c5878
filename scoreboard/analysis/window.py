"""Windows: where regions publish in different years, each stands with its newest within some years.

A window is named by its last year. It is one year long where nearly all regions publish every year.
Regions are held against each other, ranked and counted within one window only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import drop_missing
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.views import breaks_of
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Level, SeriesBreak

# How many years a window has where the reader does not ask for another number, and at most.
WINDOW_YEARS = 3
MOST_YEARS = 5
SPARSE: tuple[Level, ...] = ("city", "county", "zone")


def window_length(level: Level, asked: int = WINDOW_YEARS) -> int:
    """How many years a window has at a level: those asked for, one for the nation and provinces.

    >>> window_length("city", 5), window_length("province", 5)
    (5, 1)
    """
    return asked if level in SPARSE else 1


def newest_within(
    rows: pd.DataFrame, last: int, length: int, breaks: Iterable[SeriesBreak] = ()
) -> pd.DataFrame:
    """Each region's newest figure of the window that ends in a year: one row a region.

    rows: of one indicator, with region_code and year. A region whose series breaks between its
    figure's year and the last of the window is left out.
    """
    rows = rows[rows["year"].between(last - length + 1, last)]
    years = rows["year"].to_numpy(dtype=float, na_value=np.nan)
    parted = np.zeros(len(rows), dtype=bool)
    for mark in breaks:
        crossed = years < mark.year
        if mark.year > last or not crossed.any():
            continue
        if mark.region_codes:
            crossed &= rows["region_code"].isin(mark.region_codes).to_numpy()
        parted |= crossed
    return rows[~parted].sort_values("year").drop_duplicates("region_code", keep="last")


def pick_window(
    rows: pd.DataFrame,
    length: int,
    breaks: Iterable[SeriesBreak] = (),
    not_after: int | None = None,
) -> int | None:
    """The last year of the window to compare one indicator in; none without any figure.

    rows: the regions' figures. The window holds the newest widely published year (see
    newest_full_year); of the windows that do, it is the one in which most regions have a figure,
    and of equal ones the earliest. not_after: years after it are not looked at.
    """
    if not_after is not None:
        rows = rows[rows["year"] <= not_after]
    if rows.empty:
        return None
    counts = rows.groupby("year")["region_code"].nunique()
    full = newest_full_year({int(y): int(n) for y, n in counts.items()})
    if length == 1:
        return full
    marks = tuple(breaks)
    ends = range(full, min(full + length, int(rows["year"].max()) + 1))
    return max(ends, key=lambda end: (len(newest_within(rows, end, length, marks)), -end))


def pick_windows(
    panel: pd.DataFrame,
    indicator_codes: Iterable[str],
    length: int,
    catalog: Catalog,
    not_after: int | None = None,
) -> dict[str, int]:
    """The last year of the window of each indicator, see pick_window; those without any are absent.

    panel: the regions of one level, without the nation: indicator_code, region_code, year, value.
    Codes that the catalog does not know have no breaks. Rows without a figure do not count.
    Raises ValueError for infinity.
    """
    found = {}
    by_code = _by_indicator(panel)
    for code in indicator_codes:
        if code in by_code:
            rows = by_code[code]
            last = pick_window(rows, length, _breaks(catalog, code, rows), not_after)
            if last is not None:
                found[code] = last
    return found


def take_windows(
    panel: pd.DataFrame, lasts: Mapping[str, int], length: int, catalog: Catalog
) -> pd.DataFrame:
    """The panel's rows within the windows: one an indicator and region, in the order of `lasts`.

    panel, catalog: as pick_windows takes them. lasts: the last year of each indicator's window.
    """
    by_code = _by_indicator(panel)
    frames = [
        newest_within(by_code[code], last, length, _breaks(catalog, code, by_code[code]))
        for code, last in lasts.items()
        if code in by_code
    ]
    return pd.concat(frames, ignore_index=True) if frames else panel.iloc[:0]


def years_of(rows: pd.DataFrame) -> tuple[int, int]:
    """The first and the last year of some figures. Raises ValueError without any."""
    if rows.empty:
        raise ValueError("no figures have no years")
    return int(rows["year"].min()), int(rows["year"].max())


def _by_indicator(panel: pd.DataFrame) -> dict[Any, pd.DataFrame]:
    return dict(tuple(drop_missing(panel).groupby("indicator_code")))


def _breaks(catalog: Catalog, code: str, rows: pd.DataFrame) -> Sequence[SeriesBreak]:
    return breaks_of(catalog.indicators[code], rows) if code in catalog.indicators else ()
