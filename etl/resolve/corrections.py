"""Declared errors of a source: what it printed, why that is wrong, and what is read instead.

A source is never corrected in passing. Every correction names the figure, the wrong text that must
still be there, and the reason; the reason is kept in the note of the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import duckdb
import yaml
from pydantic import Field, ValidationError, model_validator

from etl.check.issues import Issue
from etl.check.kinds import KINDS
from etl.sql import put_table
from scoreboard.catalog.models import Entry, Text

FIELDS = ("region_code", "year", "indicator", "value", "unit", "status", "source", "note")
_COLUMNS = {
    "number": "INTEGER",
    "place_text": "VARCHAR",
    "year_text": "VARCHAR",
    "indicator_text": "VARCHAR",
    "field": "VARCHAR",
    "expect": "VARCHAR",
    "is_rejected": "BOOLEAN",
    "replacement": "VARCHAR",
    "reason_zh": "VARCHAR",
    "reason_en": "VARCHAR",
}


class Match(Entry):
    """Which figure a correction is about, in the very words of the file."""

    indicator: str
    region_code: str
    year: int


class SourceCorrection(Entry):
    """One declared error: the figure, the wrong text, and what to do about it."""

    match: Match
    field: Literal["region_code", "year", "indicator", "value", "unit", "status", "source", "note"]
    expect: str = Field(coerce_numbers_to_str=True)
    action: Literal["replace", "reject"]
    value: str = Field(default="", coerce_numbers_to_str=True)
    reason: Text

    @model_validator(mode="after")
    def _replacement_is_given(self) -> SourceCorrection:
        if (self.action == "replace") != bool(self.value):
            raise ValueError("value belongs to the action replace, and only to it")
        return self


def read_corrections(folder: Path) -> tuple[list[tuple[str, SourceCorrection]], list[Issue]]:
    """All corrections of a folder with the file that declares them, and entries that are unfit.

    A folder that is not there holds none.
    """
    corrections: list[tuple[str, SourceCorrection]] = []
    issues: list[Issue] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            issues.append(_unfit(file.name, str(error)))
            continue
        if not isinstance(entries, list):
            issues.append(_unfit(file.name, "not a list of corrections"))
            continue
        for number, entry in enumerate(entries, start=1):
            try:
                corrections.append((file.name, SourceCorrection.model_validate(entry)))
            except ValidationError as error:
                issues += [
                    _unfit(file.name, f"{number}: {'.'.join(map(str, e['loc']))}: {e['msg']}")
                    for e in error.errors()
                ]
    return corrections, issues


def _unfit(file: str, message: str) -> Issue:
    return KINDS["correction"].issue(f"corrections/{file}", value=message)


def put_corrections(
    connection: duckdb.DuckDBPyConnection, corrections: list[tuple[str, SourceCorrection]]
) -> list[Issue]:
    """Make the temporary table `correction`, one row a declared error, numbered in order.

    Returns an issue for every error that is declared twice.
    """
    rows, issues, seen = [], [], set()
    for number, (file, c) in enumerate(corrections):
        place, year = c.match.region_code, str(c.match.year)
        key = (place, year, c.match.indicator, c.field)
        if key in seen:
            issues.append(_unfit(file, f"declared twice: {' '.join(key)}"))
            continue
        seen.add(key)
        reasons = (c.reason.zh, c.reason.en)
        rows.append((number, *key, c.expect, c.action == "reject", c.value, *reasons))
    put_table(connection, "correction", _COLUMNS, rows)
    return issues


def corrected_sql(raw: str, corrections: list[tuple[str, SourceCorrection]]) -> str:
    """SQL of the raw relation with the declared errors corrected.

    Adds `declared_zh` and `declared_en`, the reason of a row that a correction rejects, else NULL.
    The reason of a replacement is added to the note. Without corrections nothing is joined.
    """
    if not corrections:
        nothing = "CAST(NULL AS VARCHAR)"
        return f"SELECT *, {nothing} AS declared_zh, {nothing} AS declared_en FROM ({raw})"
    fields = sorted({c.field for _, c in corrections})
    joins = "\n".join(
        f"LEFT JOIN correction c_{field} ON c_{field}.field = '{field}' AND {_fits(f'c_{field}')}"
        f" AND c_{field}.expect = coalesce(r.{_column(field)}, '')"
        for field in fields
    )
    replaced = ", ".join(
        f"CASE WHEN NOT c_{field}.is_rejected THEN c_{field}.replacement"
        f" ELSE r.{_column(field)} END AS {_column(field)}"
        for field in fields
        if field != "note"
    )
    note = "r.note_text"
    if "note" in fields:
        note = f"CASE WHEN NOT c_note.is_rejected THEN c_note.replacement ELSE {note} END"
    said = ", ".join(
        [note, *(f"CASE WHEN NOT c_{f}.is_rejected THEN '更正：' || c_{f}.reason_zh END"
                 for f in fields)]
    )  # fmt: skip
    return f"""
        SELECT r.* REPLACE ({replaced}{", " if replaced else ""}
                concat_ws('；', {said}) AS note_text),
            {_reason_of_rejection(fields, "zh")} AS declared_zh,
            {_reason_of_rejection(fields, "en")} AS declared_en
        FROM ({raw}) r {joins}
    """


def find_stale(
    connection: duckdb.DuckDBPyConnection, raw: str, corrections: list[tuple[str, SourceCorrection]]
) -> list[Issue]:
    """Corrections whose wrong text is no longer in the files: the source or the files changed."""
    if not corrections:
        return []
    printed = " ".join(f"WHEN '{field}' THEN r.{_column(field)}" for field in FIELDS)
    stale = connection.execute(
        f"""
        SELECT number FROM correction ANTI JOIN
            (SELECT number FROM ({raw}) r JOIN correction c ON {_fits("c")}
             WHERE c.expect = coalesce(CASE c.field {printed} END, ''))
        USING (number) ORDER BY number
        """
    ).fetchall()
    return [_stale(*corrections[number]) for (number,) in stale]


def _stale(file: str, correction: SourceCorrection) -> Issue:
    match = correction.match
    return KINDS["stale_correction"].issue(
        f"corrections/{file}",
        ("", None, correction.field),
        correction.expect,
        figure=f"{match.indicator} {match.region_code} {match.year}",
    )


def _column(field: str) -> str:
    return "place_text" if field == "region_code" else f"{field}_text"


def _fits(alias: str) -> str:
    """The join of a correction to the figure that it is about."""
    keys = ("place_text", "year_text", "indicator_text")
    return " AND ".join(f"{alias}.{key} = r.{key}" for key in keys)


def _reason_of_rejection(fields: Sequence[str], language: str) -> str:
    reasons = (f"CASE WHEN c_{f}.is_rejected THEN c_{f}.reason_{language} END" for f in fields)
    return f"coalesce({', '.join(reasons)}, NULL)"
