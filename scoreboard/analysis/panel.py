"""Many indicators of many regions at once: which year of each, and the table they make.

A panel is long: one row per indicator_code, region_code, year with value, status, source_code.
A matrix is wide: one row a region, one column an indicator; a missing value is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from scoreboard.analysis.checks import check_unique, drop_missing
from scoreboard.analysis.coverage import newest_full_year


def pick_years(
    panel: pd.DataFrame, indicator_codes: Iterable[str], not_after: int | None = None
) -> dict[str, int]:
    """The year to compare each indicator in: the newest that is widely published.

    panel: the regions of one level, without the nation. Widely: at least half as many regions as
    in the indicator's best-covered year (see newest_full_year), so that a few early publishers
    do not stand for all. not_after: years after it are not looked at. An indicator without any
    figure is left out. Indicators differ in their newest year, so every page shows it. Rows
    without a figure do not count. Raises ValueError for infinity.
    """
    panel = drop_missing(panel)
    rows = panel if not_after is None else panel[panel["year"] <= not_after]
    counts = rows.groupby(["indicator_code", "year"])["region_code"].nunique()
    known = set(counts.index.get_level_values(0))
    return {
        code: newest_full_year({int(y): int(n) for y, n in counts.loc[code].items()})
        for code in indicator_codes
        if code in known
    }


def take_rows(panel: pd.DataFrame, years: Mapping[str, int]) -> pd.DataFrame:
    """The panel's rows of one year an indicator; indicators without a year drop out.

    panel: as in the module; years: by indicator.
    """
    wanted = panel["indicator_code"].map(years)
    return panel[panel["year"] == wanted]


def take_matrix(
    panel: pd.DataFrame,
    years: Mapping[str, int],
    region_codes: Iterable[str] | None = None,
    column: str = "value",
) -> pd.DataFrame:
    """Regions × indicators in the chosen years: index region_code, one column an indicator.

    region_codes: the rows wanted, in this order, also those without any value; all regions of
    the panel when not given. Columns stand in the order of `years`. Missing stays missing. Raises
    ValueError for rows that repeat a region and indicator.
    """
    rows = take_rows(panel, years)
    check_unique("the panel in one year", rows, ["region_code", "indicator_code"])
    wide = rows.pivot(index="region_code", columns="indicator_code", values=column)
    wide = wide.reindex(columns=list(years))
    return wide.sort_index() if region_codes is None else wide.reindex(list(region_codes))
