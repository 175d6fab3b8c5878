"""Observations turned as analysts use them: regions by years, years by regions, by indicators."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from scoreboard.answers.model import Behind
from scoreboard.answers.observations import observations_frame
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.language import in_brackets, translator
from scoreboard.reports.tables import TableSheet, write_sheets


def to_pivots(release: Release, behind: Behind, language: Language) -> bytes:
    """A workbook with the figures behind a table, turned three ways; a missing figure is empty.

    Regions × years and years × regions of the indicators chosen, and regions × indicators of one
    year: of all indicators where one was chosen.
    """
    _ = translator(language)
    rows = _named(observations_frame(release, behind.selection, language), language)
    by_year = rows.pivot(
        index=["indicator", "place", "region_code"], columns="year", values="value"
    )
    heads = [_("Indicator"), _("Region"), _("Code")]
    regions = by_year.rename_axis(index=heads, columns=None).reset_index()
    turned = by_year.droplevel("region_code").T.rename_axis(index=_("Year"), columns=[None, None])
    year = behind.year or (int(rows["year"].max()) if len(rows) else None)
    of_year = replace(behind.selection, first_year=year, last_year=year)
    if len(behind.selection.indicators) == 1:
        of_year = replace(of_year, indicators=())
    across = _named(observations_frame(release, of_year, language), language)
    table = across.pivot(index=["place", "region_code"], columns="indicator", values="value")
    indicators = table.rename_axis(index=heads[1:], columns=None).reset_index()
    line = release_line(release.info, language)
    about = pd.DataFrame([(_("Release"), line), (_("Year"), year)], columns=[" ", "  "])
    return write_sheets(
        [
            TableSheet(_("Regions by years"), regions, (1, 3)),
            TableSheet(_("Years by regions"), _flat(turned), (1, 1)),
            TableSheet(_("Regions by indicators"), indicators, (1, 2)),
            TableSheet(_("Release and filters"), about, (0, 0)),
        ]
    )


def _named(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    """With the unit behind the indicator, and the year behind no figure."""
    shown = [
        name + in_brackets(unit, language)
        for name, unit in zip(rows["indicator"], rows["unit"], strict=True)
    ]
    return rows.assign(indicator=shown, place=rows["region"])


def _flat(turned: pd.DataFrame) -> pd.DataFrame:
    """One heading a column: the region, and the indicator where there are several."""
    several = len({indicator for indicator, _region in turned.columns}) > 1
    names = [f"{r} {i}" if several else r for i, r in turned.columns]
    return turned.set_axis(names, axis=1).reset_index()
