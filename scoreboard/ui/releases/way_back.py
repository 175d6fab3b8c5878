"""The way back on 版本记录 when the release in force is not known or cannot be read."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from etl.api import Refused, list_files, rollback
from scoreboard import paths
from scoreboard.answers.sources import local_time
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import show_cells


def offer_way_back(language: Language) -> None:
    """The release files as they lie there, and a form that puts one in force again."""
    _ = translator(language)
    with st.spinner(_("Reading the release files")):
        files = list_files(paths.RELEASES)
    if not files:
        return
    table = {
        _("Release"): [f.number for f in files],
        _("State"): [_("readable") if f.fault is None else _("not readable") for f in files],
        _("Published"): [local_time(f.published_at) if f.published_at else "" for f in files],
        _("Published by"): [f.published_by for f in files],
        _("Figures"): pd.array([f.figures for f in files], dtype="Int64"),
    }
    show_cells(
        pd.DataFrame(table),
        hide_index=True,
        key="release_files",
        placeholder="—",
        column_config={_("Figures"): st.column_config.NumberColumn(format="localized")},
    )
    readable = [f.number for f in files if f.fault is None]
    if not readable:
        return
    with st.form("roll_back", enter_to_submit=False):
        st.caption(
            _(
                "Going back publishes the figures of the chosen release as the next one. No file "
                "is removed or changed."
            )
        )
        number = st.selectbox(_("Release to go back to"), readable, key="roll_back_to")
        by = st.text_input(_("Published by"), key="rolled_back_by")
        note = st.text_input(_("Reason"), key="roll_back_note")
        pressed = st.form_submit_button(_("Go back"))
    if not pressed:
        return
    if not by.strip() or not note.strip():
        st.error(_("Say who goes back, and why."))
        return
    result = rollback(int(number), by=by, note=note)
    if isinstance(result, Refused):
        st.error(plain(result.reason[language]))
        return
    st.rerun()
