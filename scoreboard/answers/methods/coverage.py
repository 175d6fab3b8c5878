"""Coverage: how many regions have a value of each indicator in each year."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.model import Sentence, ShadedTable
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, Level
from scoreboard.charts.theme import SEQUENTIAL, washed
from scoreboard.language import translator


def coverage_of(
    release: Release, level: Level, language: Language
) -> tuple[Sentence | ShadedTable, ...]:
    """The regions of a level that have a value, by indicator and year.

    A coloured table rather than a figure, so that it can be scrolled on a phone and read by a
    screen reader.
    """
    _ = translator(language)
    names = {i.code: i.name[language] for i in release.catalog.indicators_in_order()}
    coverage = release.coverage()
    cells = count_by_year(coverage[coverage["level"] == level], names, _("Indicator"))
    return (
        Sentence(_("Coverage"), "heading"),
        Sentence(_("Number of regions with a value; blank: none."), "note"),
        ShadedTable(
            key="coverage",
            alt=_("Coverage by indicator and year"),
            cells=cells,
            style=partial(_style, most=cells.max().max()),
        ),
    )


def count_by_year(coverage: pd.DataFrame, names: dict[str, str], heading: str) -> pd.DataFrame:
    """One row an indicator, one column a year, the newest first; missing where nobody has a value.

    coverage: indicator_code, year, regions of one level. names: the indicators shown, in order
    from top to bottom; those without any value are left out. heading: over the names.
    """
    wide = coverage.pivot_table(index="indicator_code", columns="year", values="regions")
    wide = wide.reindex(index=[code for code in names if code in wide.index])
    if not wide.empty:
        wide = wide.reindex(columns=range(int(wide.columns.max()), int(wide.columns.min()) - 1, -1))
    table = wide.rename(index=names).rename_axis(index=heading).astype("Int64")
    table.columns = table.columns.astype(str)
    return table


def _style(regions: int | None, most: float) -> str:
    """The colour of a cell by its share of the widest coverage: a wash over white or dark paper.

    It is never so strong that the page's own text would not stand out on it.
    """
    if regions is None or pd.isna(regions):
        return ""
    return f"background-color: {washed(SEQUENTIAL[3], round(0.1 + 0.45 * regions / most, 2))}"
