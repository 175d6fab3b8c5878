"""Small corrections made on the page: cells of the file that are wrong, without going to Excel.

A correction is kept for the file of that name, goes through the same reading and check as the
file, and is recorded with the release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from etl.api import CORRECTED, NOT_CORRECTED, CellCorrection, Checked, Issue
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import edit_cells, show_cells

CORRECTIONS = "update.corrections"
# Reasons given for single warnings of a file, so that a correction does not take them away.
_REASONS = "update.reasons"
# What the fields of each table held when it was first shown; changed later, they would lose what
# is typed.
_FIRST = "update.first"
# Both are seen side by side on a phone, where what is wrong takes up to three lines.
_SAID, _WIDTH, _ROW = 220, 130, 66
_Place = tuple[str, int, str]


def corrections_of(name: str) -> tuple[CellCorrection, ...]:
    """What was corrected in the file of this name."""
    kept: dict[str, tuple[CellCorrection, ...]] = st.session_state.get(CORRECTIONS, {})
    return kept.get(name, ())


class Corrections:
    """The cells of one file that can be corrected, and what the analyst has typed for them."""

    def __init__(self, frame: Frame, checked: Checked) -> None:
        self._frame = frame
        self._report = checked.report
        self._name = checked.report.file.shown_name
        self._written = {
            id(issue): cell
            for place, issue in enumerate(checked.report.issues)
            if (cell := checked.written.get(place))
        }
        self._made = {(one.sheet, one.row, one.column): one for one in checked.hints.corrections}
        self._typed: dict[_Place, CellCorrection] = {}
        self._is_lost = False
        self._has_fields = False

    def edit(
        self, key: str, table: pd.DataFrame, issues: Sequence[Issue], *, has_reasons: bool = False
    ) -> list[str]:
        """A table of issues in which cells can be corrected, and warnings accepted with a reason.

        table: one row an issue, what is wrong first. Returns the reasons, empty where none is.
        """
        _ = self._frame.translate
        cells = [self._written.get(id(issue)) for issue in issues]
        if not any(cells) and not has_reasons:
            show_cells(table, hide_index=True, key=f"update_{key}")
            return []
        columns = {_("Correct to"): [""] * len(table)} if any(cells) else {}
        if has_reasons:
            columns[_("Accepted because")] = self._reasons_before(issues)
        for place, cell in enumerate(cells):
            if cell:
                table.loc[place, _("Cell")] = f"{cell.column}{cell.row}"
                table.loc[place, _("As written")] = cell.text
        # Beside what is wrong, because at the far end of a wide table nobody would find them.
        for place, (column, values) in enumerate(columns.items(), start=1):
            table.insert(place, column, values)
        edited = self._edit(key, table, list(columns))
        if any(cells):
            self._has_fields = True
            for issue, cell, after in zip(issues, cells, edited[_("Correct to")], strict=True):
                if not str(after or "").strip():
                    continue
                self._is_lost |= cell is None
                if cell:
                    self._type(issue.sheet, cell.row, cell.column, cell.text, str(after))
        return self._keep_reasons(issues, edited[_("Accepted because")]) if has_reasons else []

    def _type(self, sheet: str, row: int, column: str, text: str, after: str) -> None:
        """Take a correction; of a cell corrected before, in place of that."""
        place = sheet, row, column
        before = self._made[place].before if place in self._made else text
        self._typed[place] = CellCorrection(*place, before, after.strip())

    def show_corrected(self) -> None:
        """What is corrected already, to be corrected again or, emptied, undone."""
        _ = self._frame.translate
        dropped = [p for p in self._report.issues if p.kind == NOT_CORRECTED]
        for issue in dropped[:3]:
            st.info(plain(f"{issue.column}{issue.row}: {issue.message[self._frame.language]}"))
        made = [p for p in self._report.issues if p.kind == CORRECTED]
        if not made:
            return
        title = _("Corrected on the page: {n}").format(n=len(made))
        st.markdown(f"**{plain(title)}**")
        places = [(p.sheet, p.row or 0, p.column) for p in made]
        table = pd.DataFrame(
            {
                _("Correct to"): [self._made[place].after for place in places],
                _("Sheet"): [p.sheet for p in made],
                _("Cell"): [f"{p.column}{p.row}" for p in made],
                _("As written"): [p.value for p in made],
            }
        )
        edited = self._edit("corrected", table, [_("Correct to")])
        for place, after in zip(places, edited[_("Correct to")], strict=True):
            if str(after or "").strip() != self._made[place].after:
                self._type(*place, "", str(after or ""))
        self._has_fields = True

    def offer_button(self) -> None:
        """The button that has the file read again with what was typed."""
        if not self._has_fields:
            return
        _ = self._frame.translate
        made = {place: one for place, one in self._made.items() if place not in self._typed}
        wanted = tuple(one for one in (made | self._typed).values() if one.after)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("Correct and check again"),
                icon=":material/edit:",
                disabled=not self._typed,
                on_click=_keep,
                args=(self._name, wanted),
            )
            st.caption(
                plain(
                    _(
                        "Write what the whole cell should say under “Correct to”; “…” where there "
                        "is no value. Corrections are recorded with the release."
                    )
                ),
                width="stretch",
            )
        if self._is_lost:
            st.warning(_("A row without a cell of its own cannot be corrected here."))

    def _edit(self, key: str, table: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
        """The table with fields to fill in, of which the first contents stay while it is shown."""
        told = repr((self._report.file.sha256, self._made, table.drop(columns=fields).to_csv()))
        version = hashlib.sha256(told.encode()).hexdigest()[:12]
        state = st.session_state.setdefault(_FIRST, {})
        if state.get(key, ("",))[0] != version:
            state[key] = version, table[fields]
        table = table.assign(**state[key][1])
        options: dict[str, Any] = {
            "disabled": [column for column in table.columns if column not in fields],
            "column_config": {
                self._frame.translate("What is wrong"): st.column_config.TextColumn(width=_SAID),
                **{f: st.column_config.TextColumn(width=_WIDTH) for f in fields},
            },
            "row_height": _ROW,
        }
        return edit_cells(table, hide_index=True, key=f"update_{key}_{version}", **options)

    def _reasons_before(self, issues: Sequence[Issue]) -> list[str]:
        sha256, reasons = st.session_state.get(_REASONS, ("", {}))
        known = reasons if sha256 == self._report.file.sha256 else {}
        return [known.get(_place_of(issue), "") for issue in issues]

    def _keep_reasons(self, issues: Sequence[Issue], reasons: Sequence[Any]) -> list[str]:
        """The reasons as they are now; kept for the table that follows a correction."""
        given = [str(reason or "").strip() for reason in reasons]
        now = {_place_of(issue): r for issue, r in zip(issues, given, strict=True) if r}
        st.session_state[_REASONS] = self._report.file.sha256, now
        return given


def _place_of(issue: Issue) -> tuple[str, str, int | None, str, str]:
    return issue.kind, issue.sheet, issue.row, issue.column, issue.value


def _keep(name: str, corrections: tuple[CellCorrection, ...]) -> None:
    st.session_state[CORRECTIONS] = st.session_state.get(CORRECTIONS, {}) | {name: corrections}
