"""Listens to all that is written around the figures of a sheet, for periods and scopes.

Whatever names a part of a year is told, because no observation is of one; whatever names a part of
society goes along with the figures, so that the indicator of that scope is chosen.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from etl.read import cells as c
from etl.read.forms import scopes
from etl.read.forms.blocks import is_note
from etl.read.forms.periods import is_expected, is_whole_year, part_of_year, without_part
from etl.read.model import (
    Hints,
    RawIssue,
    Remark,
    Sheet,
    SheetResult,
    Skipped,
    column_index,
    column_letters,
)

_OF_THE_TABLE = re.compile(
    "本表|本数据|口径|(?:统计|数据|调查)(?:范围|对象)|均为|仅[含为指]|只[含包]|限于"
    # 以上 of what stands above, not of 规模以上 or 2000万元及以上.
    "|(?<![\u3400-\u9fff])以上(?:各?[数表]据?|指标)?[均皆]?[为是系]|数据[均皆]?[为是系]"
)
_BRACKET = re.compile(r"[(（\[［【]([^()（）\[\]［］【】]+)[)）\]］】]\s*$")
# The name that spreadsheets put before a comment.
_AUTHOR = re.compile(r"^[^:：\n]{1,20}[:：]\s*")
_SHORT = 20
# Nobody says a period or a scope only beyond this many characters.
_LONGEST = 400
NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def _hear(text: str) -> tuple[str, frozenset[str]]:
    """The words of a text that say a period, and the scopes that it names."""
    return part_of_year(text), scopes.named_in(text)


class Around:
    """The ear of one sheet: hears texts with their place, tells of periods, returns scopes."""

    def __init__(self, sheet: Sheet, hints: Hints, found: SheetResult) -> None:
        self._sheet = sheet.name
        self._found = found
        self._told: set[str] = set()
        self._said: dict[tuple[frozenset[str], ...], str] = {}
        self._is_given = bool(hints.period)
        self._is_whole = is_whole_year(hints.period)
        self._scope = scopes.code_of(hints.scope)
        self.everywhere = self.hear(sheet.name).union(*map(self._hear_remark, sheet.remarks))

    def hear(self, text: str, row: int = -1, index: int = -1) -> frozenset[str]:
        """The scopes that a title, header or label names; row and column count from 0."""
        words, named = _hear(text[:_LONGEST])
        if words:
            self._tell(words, text, row, index)
        return named

    def hear_note(self, text: str, row: int = -1, index: int = -1) -> frozenset[str]:
        """The scopes that a note names, where it speaks of the table and not of its background.

        Running text says many things; it never chooses an indicator by itself.
        """
        named = NOTHING
        if _OF_THE_TABLE.search(c.squeeze(c.plain(text))):
            named = self.hear(text, row, index)
        else:
            self._tell(part_of_year(text, in_prose=True), text, row, index)
        is_unclear = named or scopes.leaves_out_places(text)
        return named | {scopes.UNCLEAR} if is_unclear else NOTHING

    def hear_label(self, text: str, row: int, index: int) -> frozenset[str]:
        """The scopes that a region's label has behind it in brackets: 江苏（市辖区）."""
        bracket = _BRACKET.search(text)
        return self.hear(bracket[1], row, index) if bracket else NOTHING

    def hear_source(self, text: str, row: int, index: int) -> frozenset[str]:
        """Tell of a source that is of a part of a year; the month in which it came out is none."""
        self._tell(part_of_year(text, in_prose=True), text, row, index)
        return NOTHING

    def _hear_remark(self, remark: Remark) -> frozenset[str]:
        """The scopes that a remark names; of which figures those of one cell are, is unclear."""
        text, row, index, kind = remark
        text = _AUTHOR.sub("", text) if kind == "comment" else text
        is_label = kind in ("format", "page") or (
            kind == "comment" and len(text) <= _SHORT and _is_all_said(text)
        )
        named = (self.hear if is_label else self.hear_note)(text, row, index)
        return named | {scopes.UNCLEAR} if named and row >= 0 else named

    def hear_notes(self, skipped: list[Skipped], titles: set[tuple[int, int]]) -> frozenset[str]:
        """The scopes that the notes of a sheet and lines below its tables name.

        titles: row and column of those that are heard with their tables.
        """
        named = NOTHING
        for cell in skipped:
            if cell.reason != "words":
                continue
            place = cell.row - 1, column_index(cell.column)
            if is_note(cell.value) or c.footnote_of(cell.value) or place not in titles:
                named |= self.hear_note(cell.value, *place)
            else:
                self._tell(part_of_year(cell.value, in_prose=True), cell.value, *place)
        return named

    def say(self, *named: frozenset[str]) -> str:
        """Scopes as a figure carries them: the analyst's alone, where it was given."""
        said = self._said.get(named)
        if said is None:  # the same for nearly every figure
            said = self._scope or " ".join(sorted(self.everywhere.union(*named)))
            self._said[named] = said
        return said

    def _tell(self, words: str, text: str, row: int, index: int) -> None:
        if not words or words in self._told:
            return
        self._told.add(words)
        if self._is_given and not self._is_whole:  # told of the answer instead
            return
        asked = "period_expected" if is_expected(words) else "period_unclear"
        kind = "period_taken" if self._is_whole else asked
        letters = column_letters(index) if index >= 0 else ""
        self._found.raw_issues.append(RawIssue(kind, self._sheet, row + 1, letters, text, words))


def _is_all_said(text: str) -> bool:
    """Whether a comment says a period, a scope or what is left out, and nothing beside it."""
    if part_of_year(text):
        rest = c.take_year(c.plain(without_part(text)))[1]
        return not re.sub("[本此该列行表均皆为是系的数据值口径。]", "", rest)
    return not re.search("[,;，；。]", text)


def hear_name(file: str, columns: dict[str, Any], hints: Hints) -> list[RawIssue]:
    """What the name of a file says of its figures, and what is wrong with the answers given.

    columns: those of the figures; scopes that the name says are added to them.
    """
    found = SheetResult()
    told = Around(Sheet(PurePath(file).stem, []), hints, found).everywhere
    if told and columns.get("scope") and not scopes.code_of(hints.scope):
        packed = columns["scope"]
        for said in packed.values() if isinstance(packed, dict) else [packed]:
            said[:] = [" ".join(sorted(told.union(s.split()))) for s in said]
    raw_issues = [raw_issue._replace(sheet="") for raw_issue in found.raw_issues]
    if hints.period and not is_whole_year(hints.period):
        raw_issues.append(RawIssue("period_part", value=hints.period))
    if hints.scope and not scopes.code_of(hints.scope):
        raw_issues.append(RawIssue("scope_unknown", value=hints.scope))
    return raw_issues
