"""Tables behind figures: shown when asked for, and downloaded with source and release in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from scoreboard.harmless import neutralise_table
from scoreboard.reports.tables import TableFacts, to_csv, to_xlsx
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

TABLE_ROW = 29
LONGEST_TABLE = 34
# Of what a release changes nobody reads more than this one by one; counts are of all.
ROWS_SHOWN = 2_000


def show_cells(table: pd.DataFrame, **options: Any) -> None:
    """A table on the page; what its own toolbar downloads is harmless in a spreadsheet.

    options: those of st.dataframe.
    """
    st.dataframe(neutralise_table(table), **options)


def say_first(frame: Frame, number: int) -> None:
    """Say, where there are more than ROWS_SHOWN, that a table shows the first of them only."""
    _ = frame.translate
    if number > ROWS_SHOWN:
        sentence = _("Shown are the first {shown} of {all}, the greatest first.")
        st.caption(plain(sentence.format(shown=f"{ROWS_SHOWN:,}", all=f"{number:,}")))


def edit_cells(table: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """A table of which some cells can be filled in, as harmless; returns it as it is now filled in.

    options: those of st.data_editor.
    """
    edited: pd.DataFrame = st.data_editor(neutralise_table(table), **options)
    return edited


def offer_table(
    frame: Frame,
    key: str,
    label: str,
    build: Callable[[], pd.DataFrame],
    facts: Callable[[], TableFacts],
    name: str = "",
) -> None:
    """The table behind a figure, folded away until asked for, with its downloads.

    key: unique on the page. label: what stands on the fold. build and facts are called only when
    the reader opens it. name: of the files, the key when empty.
    """
    opened = st.expander(label, key=f"{key}_open", on_change="rerun", icon=":material/table_rows:")
    if opened.open:
        with opened:
            show_with_downloads(frame, key, build(), facts(), name or key)


def show_with_downloads(
    frame: Frame, key: str, table: pd.DataFrame, facts: TableFacts, name: str
) -> None:
    """A table and its files, whose names end in the release."""
    _ = frame.translate
    show_cells(
        table,
        hide_index=True,
        key=key,
        placeholder="—",
        row_height=TABLE_ROW,
        height=TABLE_ROW * (min(len(table), LONGEST_TABLE) + 1) + 3,
    )
    file = f"{name}_r{frame.release.release_id}"
    with st.container(horizontal=True):
        st.download_button(
            _("Download CSV"),
            partial(to_csv, table, facts),
            f"{file}.csv",
            "text/csv",
            on_click="ignore",
            key=f"{key}_csv",
        )
        st.download_button(
            _("Download Excel"),
            partial(to_xlsx, table, facts),
            f"{file}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            on_click="ignore",
            key=f"{key}_xlsx",
        )
