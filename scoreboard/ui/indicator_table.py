"""The table behind the figures of one indicator, and its files."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.reports.tables import TableFacts, indicator_table, to_csv, to_xlsx
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import IndicatorPage, source_titles

TABLE_ROW = 29
LONGEST_TABLE = 34


def show_table(page: IndicatorPage) -> None:
    """The figures behind the pictures, and their files."""
    _ = page.frame.translate
    opened = st.expander(
        _("Table and download"), key="table_open", on_change="rerun", icon=":material/table_rows:"
    )
    if not opened.open:
        return
    table = build_table(page)
    with opened:
        st.dataframe(
            table,
            hide_index=True,
            key="table",
            placeholder="—",
            row_height=TABLE_ROW,
            height=TABLE_ROW * (min(len(table), LONGEST_TABLE) + 1) + 3,
        )
        facts = table_facts(page)
        name = f"{page.choice.indicator.code}_{page.year}_r{page.frame.release.release_id}"
        with st.container(horizontal=True):
            st.download_button(
                _("Download CSV"),
                partial(to_csv, table, facts),
                f"{name}.csv",
                "text/csv",
                on_click="ignore",
            )
            st.download_button(
                _("Download Excel"),
                partial(to_xlsx, table, facts),
                f"{name}.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                on_click="ignore",
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
