"""The nation's key figures in words: name, newest value, change on the year, certainty."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.analysis.views import change_over
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import NATION, KeyFigure, Language
from scoreboard.text.numbers import change_measure, measure_for
from scoreboard.text.sentences import short_status


@dataclass(frozen=True)
class KeyFigureLine:
    """One key figure as it is shown; change and status are empty where there is none."""

    label: str
    value: str
    change: str
    status: str
    series: tuple[float, ...]


def write_key_figures(
    catalog: Catalog, newest: pd.DataFrame, language: Language
) -> list[KeyFigureLine]:
    """The key figures of the catalog, each with the last years of its series.

    newest: one row per indicator_code, year of the nation with value and status, ascending.
    Figures without any value are left out.
    """
    series = {code: rows for code, rows in newest.groupby("indicator_code")}
    return [
        _write(catalog, figure, series[figure.indicator], language)
        for figure in catalog.key_figures
        if figure.indicator in series
    ]


def _write(
    catalog: Catalog, figure: KeyFigure, series: pd.DataFrame, language: Language
) -> KeyFigureLine:
    indicator = catalog.indicators[figure.indicator]
    unit, base = catalog.unit_of(indicator.code), catalog.base_unit_of(indicator.code)
    newest = series.iloc[-1]
    breaks = [mark for mark in indicator.breaks if mark.concerns(NATION)]
    growth = change_over(series.assign(region_code=NATION), 1, unit.change, breaks)
    change = growth.loc[growth["year"] == newest["year"], "value"]
    written = change_measure(unit.change, indicator.decimals, language)
    return KeyFigureLine(
        label=f"{figure.name[language]} {newest['year']}",
        value=measure_for(indicator, unit, base, newest["value"], language).text(newest["value"]),
        change="" if change.empty else written.text(float(change.iloc[0]), signed=True),
        status=short_status(newest["status"], language),
        series=tuple(series["value"]),
    )
