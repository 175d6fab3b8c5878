"""Tables behind figures: shown when asked for, and downloaded with source and release in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from scoreboard.harmless import neutralise_table
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

TABLE_ROW = 29
# Its head is as high as Streamlit makes it, with the two borders.
_TABLE_HEAD = 38
# Of a shaded table: rows before it scrolls, and pixels for the names of its rows.
_SHADED_ROWS, _NAMES_WIDTH = 20, 240
# Of what a release changes nobody reads more than this one by one; counts are of all.
ROWS_SHOWN = 2_000


def table_height(rows: int, most: int) -> int:
    """The height in pixels that shows every row, or `most` of them, without cutting the last."""
    return _TABLE_HEAD + TABLE_ROW * min(rows, most)


def show_cells(table: pd.DataFrame, **options: Any) -> None:
    """A table on the page; what its own toolbar downloads is harmless in a spreadsheet.

    options: those of st.dataframe.
    """
    st.dataframe(neutralise_table(table), **options)


def show_shaded(table: pd.DataFrame, style: Callable[[Any], str], **options: Any) -> None:
    """A table whose cells are coloured: by the CSS that `style` gives for the figure of each."""
    cells = neutralise_table(table).style.map(style)
    names = {"_index": st.column_config.Column(width=_NAMES_WIDTH)}
    height = table_height(len(table), _SHADED_ROWS)
    st.dataframe(
        cells, height=height, row_height=TABLE_ROW, placeholder="", column_config=names, **options
    )


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
