"""A table's files: CSV and Excel at hand, the other forms of its observations in a menu.

Nothing is made before somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.answers.model import Behind, Table
from scoreboard.answers.observations import stream
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.language import in_brackets
from scoreboard.reports.pivots import to_pivots
from scoreboard.reports.sdmx import to_sdmx_csv
from scoreboard.reports.streams import stream_parquet
from scoreboard.reports.tables import explaining_sheets, to_csv, to_xlsx
from scoreboard.reports.whole import ENDINGS, MEDIA_TYPES, WholeFormat, to_whole
from scoreboard.ui.component import server_address, serves_api
from scoreboard.ui.frame import Frame

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_files(frame: Frame, part: Table, table: pd.DataFrame) -> None:
    """The files of a table; their names end in the release."""
    _ = frame.translate
    file = f"{part.name}_r{frame.release.number}"
    release, language = frame.release, frame.language
    with st.container(horizontal=True):
        _offer(
            _("Download CSV"),
            partial(to_csv, table, part.facts()),
            (f"{file}.csv", "text/csv"),
            f"{part.key}_csv",
        )
        _offer(
            _("Download Excel"),
            partial(_workbook, release, part, table, language),
            (f"{file}.xlsx", _XLSX),
            f"{part.key}_xlsx",
        )
        if part.behind is None:
            return
        with st.popover(_("More forms"), icon=":material/download:"):
            st.caption(_("All years of the indicators and regions of this table."))
            _offer(
                _("Pivot tables (Excel)"),
                partial(to_pivots, release, part.behind, language),
                (f"{file}_pivot.xlsx", _XLSX),
                f"{part.key}_pivot",
            )
            _offer(
                "Parquet",
                partial(_parquet, release, part.behind, language),
                (f"{file}.parquet", "application/vnd.apache.parquet"),
                f"{part.key}_parquet",
            )
            _offer(
                "SDMX-CSV",
                partial(_sdmx, release, part.behind, language),
                (f"{file}_sdmx.csv", "application/vnd.sdmx.data+csv"),
                f"{part.key}_sdmx",
            )


def offer_whole(frame: Frame, release: Release) -> None:
    """A whole release as one file, and where programs get it."""
    _ = frame.translate
    kinds: dict[WholeFormat, str] = {"duckdb": "DuckDB", "parquet": "Parquet"}
    with st.container(horizontal=True, vertical_alignment="center"):
        for form, kind in kinds.items():
            label = _("Whole release") + in_brackets(kind, frame.language)
            name = f"scoreboard_r{release.number}.{ENDINGS[form]}"
            _offer(
                label,
                partial(to_whole, release, form, frame.language),
                (name, MEDIA_TYPES[form]),
                f"whole_{form}",
            )
        if serves_api():
            label = _("For programs: the API")
            st.markdown(f"[{label}]({server_address('api/v1/docs')})")


def _offer(label: str, make: Callable[[], bytes], file: tuple[str, str], key: str) -> None:
    """One file by its name and type."""
    name, kind = file
    st.download_button(label, make, name, kind, on_click="ignore", key=key)


def _workbook(release: Release, part: Table, table: pd.DataFrame, language: Language) -> bytes:
    others = explaining_sheets(release, part.behind, language) if part.behind else []
    return to_xlsx(table, part.facts(), others)


def _parquet(release: Release, behind: Behind, language: Language) -> bytes:
    about = {"release": release_line(release.info, language)}
    return b"".join(stream_parquet(stream(release, behind.selection, language), about))


def _sdmx(release: Release, behind: Behind, language: Language) -> bytes:
    rows = stream(release, behind.selection, language, for_spreadsheets=True)
    return b"".join(to_sdmx_csv(rows))
