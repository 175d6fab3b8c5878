"""The table behind the figures of one indicator and year, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pandas as pd

from scoreboard.analysis.snapshot import Snapshot
from scoreboard.catalog.models import Language
from scoreboard.harmless import neutralise_table
from scoreboard.text import translator
from scoreboard.text.sentences import status_word


@dataclass(frozen=True)
class TableFacts:
    """What a table must say about itself wherever it goes: pairs of label and text."""

    title: str
    lines: tuple[tuple[str, str], ...]


def indicator_table(
    snapshot: Snapshot,
    region_names: dict[str, str],
    source_titles: dict[str, str],
    unit: str,
    decimals: int,
    language: Language,
) -> pd.DataFrame:
    """All regions of the level, ranked; those without a value last and marked as such.

    Values are in the unit named in the header, unrounded beyond the decimals shown. One row a
    region; a missing value stays empty.
    """
    _ = translator(language)
    value, before = f"{snapshot.year} ({unit})", f"{snapshot.year - 1} ({unit})"
    rows = snapshot.rows
    found = pd.DataFrame(
        {
            _("Rank"): rows["rank"].astype("Int64"),
            _("Region"): rows["region_code"].map(region_names),
            value: rows["value"].round(decimals),
            before: rows["value_before"].round(decimals),
            _("Rank before"): rows["rank_before"].astype("Int64"),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(codes, source_titles) for codes in rows["source_code"]],
            _("Code"): rows["region_code"],
        }
    )
    missing = [c for c in region_names if c not in set(rows["region_code"])]
    absent = pd.DataFrame(
        {
            _("Region"): [region_names[c] for c in missing],
            _("Status"): _("no data"),
            _("Code"): missing,
        }
    )
    if absent.empty:
        return found
    return pd.concat([found, absent], ignore_index=True).reindex(columns=found.columns)


def cited(source_codes: str, titles: dict[str, str]) -> str:
    """The titles behind a figure; a derived one has those of all its parts."""
    return ";".join(titles.get(code, code) for code in source_codes.split("|"))


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
