"""The table behind the figures of one indicator, and its files."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.reports.tables import TableFacts, indicator_table
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import IndicatorPage, source_titles
from scoreboard.ui.tables import offer_table


def show_table(page: IndicatorPage) -> None:
    """The figures behind the pictures, and their files."""
    _ = page.frame.translate
    offer_table(
        page.frame,
        "table",
        _("Table and download"),
        partial(build_table, page),
        partial(table_facts, page),
        name=f"{page.choice.indicator.code}_{page.year}",
    )


def build_table(page: IndicatorPage) -> pd.DataFrame:
    """The table of the year in the catalog's unit, with every region of the level."""
    unit, decimals = page.measure.unit, page.measure.decimals
    if page.choice.view == "value":
        unit = page.frame.catalog.unit_of(page.choice.indicator.code).name[page.language]
        # One more decimal than pictures show: the table is there to be checked against.
        decimals = page.choice.indicator.decimals + 2
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    return indicator_table(page.snapshot, page.names, titles, unit, decimals, page.language)


def table_facts(page: IndicatorPage) -> TableFacts:
    """What goes with the table into every file."""
    _ = page.frame.translate
    indicator, language = page.choice.indicator, page.language
    lines = (
        (_("Indicator"), page.shown),
        (_("Definition"), indicator.definition[language]),
        (_("Release"), release_line(page.frame.release, language)),
        (_("Sources"), ";".join(source_titles(page))),
        (_("Caveats"), " ".join(c[language] for c in indicator.caveats)),
    )
    return TableFacts(page.shown, tuple(pair for pair in lines if pair[1]))
