"""Tables as files: CSV and Excel, with what a table must say about itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple

import pandas as pd

from scoreboard.answers.model import Behind, TableFacts
from scoreboard.answers.observations import observations_frame
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.harmless import neutralise_table
from scoreboard.language import translator
from scoreboard.reports.whole import indicator_rows, source_rows

DATA, ABOUT = "数据 Data", "版本与筛选 About"
_DEFINITIONS, _SOURCES = "指标定义 Definitions", "来源 Sources"
_WIDEST = 60


class TableSheet(NamedTuple):
    """A sheet of a workbook; fixed: how many rows and columns stay in sight."""

    name: str
    table: pd.DataFrame
    fixed: tuple[int, int]


def to_csv(table: pd.DataFrame, facts: TableFacts) -> bytes:
    """The table as CSV that Excel opens without garbling: UTF-8 with a byte-order mark.

    Every row carries the facts in columns of their own, so that a filtered copy keeps them.
    """
    told = neutralise_table(table.assign(**dict(facts.lines)))
    return told.to_csv(index=False).encode("utf-8-sig")


def to_xlsx(table: pd.DataFrame, facts: TableFacts, others: Sequence[TableSheet] = ()) -> bytes:
    """The table as a workbook with a last sheet that says what, whence, and which release."""
    about = pd.DataFrame([("", facts.title), *facts.lines], columns=[" ", "  "])
    return write_sheets(
        [TableSheet(DATA, table, (1, 2)), *others, TableSheet(ABOUT, about, (0, 1))]
    )


def explaining_sheets(release: Release, behind: Behind, language: Language) -> list[TableSheet]:
    """What the indicators of a table mean, and the publications that its figures are from."""
    _ = translator(language)
    rows = observations_frame(release, behind.selection, language)
    cited = {code for cell in rows["source_code"].unique() for code in cell.split("|")}
    used = set(rows["indicator_code"])
    order = [i.code for i in release.catalog.indicators_in_order() if i.code in used]
    definitions = indicator_rows(release, order, language).rename(
        columns={
            "indicator_code": _("Code"),
            "name": _("Indicator"),
            "unit": _("Unit"),
            "definition": _("Definition"),
            "direction": _("Direction"),
            "pillar": _("Pillar"),
            "formula": _("Formula"),
            "caveats": _("Caveats"),
        }
    )
    sources = source_rows(release, sorted(cited)).rename(
        columns={
            "source_code": _("Code"),
            "title": _("Source"),
            "publisher": _("Publisher"),
            "published": _("Published"),
            "url": _("Link"),
            "grade": _("Grade"),
        }
    )
    return [TableSheet(_DEFINITIONS, definitions, (1, 2)), TableSheet(_SOURCES, sources, (1, 2))]


def write_sheets(sheets: Iterable[TableSheet]) -> bytes:
    """A workbook: numbers as numbers, headings in sight, and no text that runs as a formula."""
    buffer = BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs=options) as writer:
        for sheet in sheets:
            has_heading = sheet.fixed[0] > 0
            sheet.table.to_excel(
                writer,
                sheet_name=sheet.name,
                index=False,
                header=has_heading,
                freeze_panes=sheet.fixed,
            )
            written = writer.sheets[sheet.name]
            for place, name in enumerate(sheet.table.columns):
                written.set_column(place, place, _width(str(name), sheet.table.iloc[:, place]))
    return buffer.getvalue()


def _width(heading: str, cells: pd.Series) -> int:
    """How wide a column is, by its heading and its first cells; Chinese takes twice the room."""
    texts = [heading, *cells.head(50).dropna().astype(str)]
    longest = max(sum(2 if ord(sign) > 0x2E80 else 1 for sign in text) for text in texts)
    return min(max(longest + 2, 10), _WIDEST)
