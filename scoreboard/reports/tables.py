"""Tables as files: CSV and Excel, with what a table must say about itself."""

from __future__ import annotations

from io import BytesIO

import pandas as pd

from scoreboard.answers.model import TableFacts
from scoreboard.harmless import neutralise_table


def to_csv(table: pd.DataFrame, facts: TableFacts) -> bytes:
    """The table as CSV that Excel opens without garbling: UTF-8 with a byte-order mark.

    Every row carries the facts in columns of their own, so that a filtered copy keeps them.
    """
    told = neutralise_table(table.assign(**dict(facts.lines)))
    return told.to_csv(index=False).encode("utf-8-sig")


def to_xlsx(table: pd.DataFrame, facts: TableFacts) -> bytes:
    """The table as a workbook with a second sheet that says what, whence, and which release."""
    buffer = BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs=options) as writer:
        table.to_excel(writer, sheet_name="数据 Data", index=False, freeze_panes=(1, 2))
        about = pd.DataFrame([("", facts.title), *facts.lines])
        about.to_excel(writer, sheet_name="说明 About", index=False, header=False)
        for name, width in (("数据 Data", 16), ("说明 About", 24)):
            writer.sheets[name].set_column(0, len(table.columns), width)
        writer.sheets["说明 About"].set_column(1, 1, 100)
    return buffer.getvalue()
