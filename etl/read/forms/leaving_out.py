"""What of a table is left out on purpose: rows and columns that hold no figures of one region.

Some are recognised (groups of regions, ranks, growth rates), others named by the analyst, by the
label of a row or column or a column's letter. Whatever is left out is told once, in a notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from etl.read import cells as c
from etl.read import vocabulary as places
from etl.read.forms.headings import why_no_figure
from etl.read.model import Hints, RawIssue, SheetResult, column_letters

_MOST_NAMED = 12
# The kinds of notices by the reason why cells are skipped.
NOTICES = {
    "left_out": "left_out_on_request",
    "region_group": "group_left_out",
    "no_region": "row_left_out",
    "growth": "growth_left_out",
    "rank": "rank_left_out",
}


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """A label without what does not tell labels apart: spaces, width, capitals, marks, unit."""
    name = c.split_name(c.take_unit(label)[1] or label)[0]
    return "".join(c.plain(name).split()).casefold()


def _keys(index: int, texts: Sequence[str]) -> set[str]:
    """All by which a column may be named: its letter, each text above it, and these together."""
    return set(map(label_key, [column_letters(index), *texts, "".join(texts)]))


@lru_cache(maxsize=8192)
def _why_no_region(label: str) -> str:
    name = places.region_in(label)
    if places.is_group(name):
        return "region_group"
    return "no_region" if places.is_no_region(name) else ""


class LeavingOut:
    """Says why a row or a column is left out, and keeps count of what was."""

    def __init__(self, sheet: str, hints: Hints) -> None:
        self._sheet = sheet
        self._asked = frozenset(map(label_key, hints.leave_out))
        self._kept = frozenset(map(label_key, hints.keep))
        self._left: dict[str, dict[str, tuple[int, str]]] = {}

    def why_row(self, label: str) -> str:
        """The reason why a row so labelled is left out; empty where it is read."""
        if self._kept or self._asked:
            key = label_key(label)
            if not label or key in self._kept:
                return ""
            if key in self._asked:
                return "left_out"
        return _why_no_region(label)

    def is_asked(self, label: str) -> bool:
        """Whether the analyst wants rows or columns of that label left out."""
        return bool(self._asked) and label_key(label) in self._asked

    def is_column_asked(self, index: int, texts: Sequence[str]) -> bool:
        """Whether the analyst wants a column left out; texts are those of its header."""
        return bool(self._asked) and not self._asked.isdisjoint(_keys(index, texts))

    def why_column(self, index: int, texts: Sequence[str]) -> str:
        """The reason why a column is left out; texts are those of its header."""
        if self._kept and not self._kept.isdisjoint(_keys(index, texts)):
            return ""
        if self.is_column_asked(index, texts):
            return "left_out"
        return next(filter(None, map(why_no_figure, reversed(texts))), "")

    def note(self, reason: str, label: str, row: int, letters: str) -> None:
        """Remember that something was left out; row counts from 1."""
        if reason in NOTICES:
            self._left.setdefault(reason, {}).setdefault(label, (row, letters))

    def tell(self, found: SheetResult) -> None:
        """One notice for each reason, at the first row or column that it left out."""
        for reason, labels in self._left.items():
            row, letters = next(iter(labels.values()))
            named = list(labels)[:_MOST_NAMED]
            more = "…" if len(labels) > len(named) else ""
            found.raw_issues.append(
                RawIssue(NOTICES[reason], self._sheet, row, letters, "、".join(named) + more)
            )
        self._left.clear()
