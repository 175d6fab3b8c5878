"""The key figures of the nation or of one region as tiles."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.views import change_over
from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers import basis
from scoreboard.answers.kept import kept
from scoreboard.answers.model import KeyFigure, KeyFigures, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, KeyIndicator, Language
from scoreboard.language import translator
from scoreboard.language.numbers import change_format, value_format
from scoreboard.text.sentences import short_status

YEARS = 10


@kept
def key_figures(
    release: Release, region_code: str, language: Language, window: int = WINDOW_YEARS
) -> tuple[Sentence | KeyFigures, ...]:
    """Figure, change on the year and last ten years of the catalog's key figures.

    region_code: 000000 for the nation, whose newest figures are shown; a region's are those of the
    window of comparison, as on every page, else its newest. For a region that has none of them the
    nation's are shown.
    """
    _ = translator(language)
    catalog = release.catalog
    figures = _figures(release, region_code, language, window)
    if not figures:
        region_code = NATION
        figures = _figures(release, NATION, language, window)
    if not figures:
        return ()
    name = catalog.regions[region_code].short_name[language]
    title = (
        _("{region}: newest figures, change on the year, last ten years")
        if region_code == NATION
        else _("{region}: figures of the year of comparison, change on the year, last ten years")
    )
    return Sentence(title.format(region=name), "title"), KeyFigures(figures)


def _figures(
    release: Release, region_code: str, language: Language, window: int
) -> tuple[KeyFigure, ...]:
    codes = tuple(figure.indicator for figure in release.catalog.key_figures)
    if region_code == NATION:
        rows = release.newest_of_nation(codes, YEARS).assign(region_code=NATION)
    else:
        level = release.catalog.regions[region_code].level
        rows = release.panel(level)
        rows = rows[(rows["region_code"] == region_code) & rows["indicator_code"].isin(codes)]
        years = basis.said(release, level, region_code, window)["year"]
        # Without any row the years would have no type.
        rows = rows[rows["year"] <= rows["indicator_code"].map(years).astype(float)]
    series = dict(tuple(rows.groupby("indicator_code")))
    return tuple(
        _figure(release, figure, series[figure.indicator].tail(YEARS), region_code, language)
        for figure in release.catalog.key_figures
        if figure.indicator in series
    )


def _figure(
    release: Release,
    named: KeyIndicator,
    series: pd.DataFrame,
    region_code: str,
    language: Language,
) -> KeyFigure:
    catalog = release.catalog
    indicator = catalog.indicators[named.indicator]
    unit, base = catalog.unit_of(indicator.code), catalog.base_unit_of(indicator.code)
    newest = series.iloc[-1]
    breaks = [mark for mark in indicator.breaks if mark.concerns(region_code)]
    growth = change_over(series, 1, unit.change, breaks)
    change = growth.loc[growth["year"] == newest["year"], "value"]
    value = float(newest["value"])
    written = change_format(unit.change, indicator.decimals, language)
    return KeyFigure(
        label=f"{named.name[language]} {newest['year']}",
        text=value_format(indicator, unit, base, value, language).text(value),
        value=value,
        indicator_code=indicator.code,
        year=int(newest["year"]),
        change="" if change.empty else written.text(float(change.iloc[0]), signed=True),
        note=short_status(str(newest["status"]), language),
        status=str(newest["status"]),
        source_code=str(newest["source_code"]),
        series=tuple(series["value"]),
    )
