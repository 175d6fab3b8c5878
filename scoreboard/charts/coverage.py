"""Coverage: how many regions have a value of each indicator in each year."""

from __future__ import annotations

import pandas as pd
from pandas.io.formats.style import Styler

from scoreboard.charts.theme import SEQUENTIAL


def draw_coverage(coverage: pd.DataFrame, names: dict[str, str], heading: str) -> Styler:
    """A heat map, one row an indicator, one column a year; blank where nobody has a value.

    coverage: indicator_code, year, regions of one level. names: the indicators shown, in order
    from top to bottom; those without any value are left out. A coloured table rather than a
    figure, so that it can be scrolled on a phone and read by a screen reader.
    """
    wide = coverage.pivot_table(index="indicator_code", columns="year", values="regions")
    wide = wide.reindex(index=[code for code in names if code in wide.index])
    if not wide.empty:
        wide = wide.reindex(columns=range(int(wide.columns.min()), int(wide.columns.max()) + 1))
    most = wide.max().max()
    table = wide.rename(index=names).rename_axis(index=heading).astype("Int64")
    table.columns = table.columns.astype(str)
    return table.style.map(lambda regions: _cell(regions, most))


def _cell(regions: int | None, most: float) -> str:
    """The colour of a cell by its share of the widest coverage, with a text that stands out."""
    if regions is None or pd.isna(regions):
        return ""
    step = round((len(SEQUENTIAL) - 1) * regions / most)
    text = "#ffffff" if step >= 3 else "#1f2933"
    return f"background-color: {SEQUENTIAL[step]}; color: {text}"
