"""The yearly update: upload → check → compare → publish. Nothing is written before 发布.

Here a file is read and checked; update_names asks about names that nobody could place, and
update_comparison shows what would change and publishes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import count

import pandas as pd
import streamlit as st

from etl.api import (
    CHECK_STEPS,
    Acceptance,
    Checked,
    CheckReport,
    Hints,
    Issue,
    Original,
    Progress,
    Severity,
    Stopped,
    accept,
    check_file,
    kind_name,
    mark_file,
)
from scoreboard.catalog import Catalog, Text, catalog_in_use
from scoreboard.ui.frame import Frame
from scoreboard.ui.give_back import give_back_when_closed
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import show_cells
from scoreboard.ui.update.corrections import Corrections, corrections_of
from scoreboard.ui.update.files import FILES, choose_file
from scoreboard.ui.update.questions import (
    ASKED,
    ask_hints,
    form_name,
    note_questions,
)
from scoreboard.ui.update.template import SHEET_TYPE

ROWS_SHOWN = 500
# What the file was read with, and what was found in it or why nothing was; emptied to have the
# file read anew.
CHECKED = "update.checked"
# What publishing that file would change.
COMPARED = "update.compared"


def upload_and_check(frame: Frame) -> Checked | None:
    """The file that the reader brings, read and checked; none before there is one."""
    original = choose_file(frame)
    form, hints = ask_hints(frame)
    if original is None:
        for kept in (CHECKED, COMPARED, ASKED):
            st.session_state.pop(kept, None)
        return None
    give_back_when_closed(CHECKED, COMPARED, FILES)
    hints = replace(hints, corrections=corrections_of(original.shown_name))
    # The files' own, as the command line takes it: that of the page has entries for showing only.
    catalog, catalog_key, _issue = catalog_in_use()
    release_id = frame.release.number
    read_with = (original.sha256, original.shown_name, form, hints, release_id, catalog_key)
    key, found = st.session_state.get(CHECKED, (None, None))
    if key != read_with:
        for kept in (CHECKED, COMPARED):  # no two files at once
            st.session_state.pop(kept, None)
        found = _check(frame, original, form, hints, catalog)
        st.session_state[CHECKED] = read_with, found
    if not isinstance(found, Checked):
        st.error(plain(found[frame.language]))
        return None
    if note_questions(found.report.issues, has_questions=_asks(found)):
        st.rerun()  # the fields lie above and are drawn already
    return found


def _check(
    frame: Frame, original: Original, form: str | None, hints: Hints, catalog: Catalog
) -> Checked | Text:
    """Read and check a file, with a bar meanwhile; the reason when it could not be done."""
    _ = frame.translate
    reading = _("Reading and checking the file")
    place = st.empty()
    with place.status(reading, expanded=True) as status:

        def watch(is_waiting: bool) -> None:
            # Also ends the work when the page is closed: Streamlit stops the script here.
            waiting = _("Other files are being checked; this one waits for its turn")
            status.update(label=waiting if is_waiting else reading)

        try:
            found: Checked | Text = check_file(
                original, form, hints, catalog, progress=_progress(CHECK_STEPS), watch=watch
            )
        except Stopped as stopped:
            found = stopped.reason
    place.empty()  # or the page would jump at the next click
    return found


def _asks(checked: Checked) -> bool:
    """Whether something is wrong that an answer above could put right."""
    kinds = {kind for _severity, kind, _n in checked.report.issue_counts}
    return bool(checked.questions) or "scope_unclear" in kinds


def _progress(steps: int) -> Progress:
    """A bar that moves on with each step; the steps' own words are for the command line."""
    bar, numbers = st.progress(0.0), count(1)

    def move(_step: str) -> None:
        bar.progress(min(1.0, next(numbers) / steps))

    return move


def show_reading(frame: Frame, checked: Checked) -> None:
    """What the file was taken for, and what became of its cells."""
    _ = frame.translate
    counts = checked.report.counts
    st.caption(
        plain(
            _(
                "Read as: {form}. Figures {cells}, usable {sound}, wrong {wrong}, repeated "
                "{repeated}, blank {blank}; other cells skipped {skipped}."
            ).format(
                form=form_name(frame, checked.report.form),
                cells=counts.cells,
                sound=counts.sound,
                wrong=counts.wrong,
                repeated=counts.repeated,
                blank=counts.blank,
                skipped=checked.skipped,
            )
        )
    )


def show_issues(frame: Frame, checked: Checked) -> CheckReport:
    """What is wrong, as a table and in a marked copy; warnings are accepted with a reason.

    Returns the report with the warnings accepted so far.
    """
    _ = frame.translate
    report = checked.report
    editor = Corrections(frame, checked)
    if not (report.errors or _number(report, "warning")):
        st.success(_("Nothing is wrong with the file."))
    if report.errors:
        st.error(
            _("Errors: {n}. Nothing can be published until they are put right.").format(
                n=report.errors
            )
        )
        if _asks(checked):
            st.caption(plain(_("What the file does not say can be filled in above.")))
        errors = _of(report, "error")
        editor.edit("errors", _issue_table(frame, errors), errors)
    warnings = _of(report, "warning")
    accepted = _accept_warnings(frame, warnings, report, editor) if warnings else []
    editor.show_corrected()
    editor.offer_button()
    notices = _number(report, "notice")
    if notices:
        with st.expander(
            _("Notices: {n}, nothing to do").format(n=notices), icon=":material/info:"
        ):
            _show_table(frame, "update_notices", _of(report, "notice"))
    if report.issues:
        st.download_button(
            _("Download a marked copy"),
            partial(mark_file, checked, frame.language),
            "marked.xlsx",
            SHEET_TYPE,
            icon=":material/ink_highlighter:",
            on_click="ignore",
        )
    return report.accepting(accepted)


def _of(report: CheckReport, severity: Severity) -> list[Issue]:
    return [p for p in report.issues if p.severity == severity]


def _number(report: CheckReport, severity: Severity) -> int:
    """How many problems of a severity there are, also those too many to be told singly."""
    return sum(n for known, _kind, n in report.issue_counts if known == severity)


def _accept_warnings(
    frame: Frame, warnings: list[Issue], report: CheckReport, editor: Corrections
) -> list[Acceptance]:
    """The warnings, to be accepted by kind or one by one, each with a reason, or corrected."""
    _ = frame.translate
    kinds = {kind: n for severity, kind, n in report.issue_counts if severity == "warning"}
    st.warning(
        _("Warnings: {n}. Look at them, and say why they do not matter.").format(
            n=sum(kinds.values())
        )
    )
    accepted = []
    for kind, number in kinds.items():
        reason = st.text_input(
            plain(
                _("{kind} ({n}): all accepted because").format(
                    kind=kind_name(kind)[frame.language], n=number
                )
            ),
            key=f"accept_{kind}",
        )
        if reason.strip():
            accepted.append(Acceptance(kind, reason))
    shown = warnings[:ROWS_SHOWN]
    reasons = editor.edit("warnings", _issue_table(frame, shown), shown, has_reasons=True)
    return accepted + [accept(p, r) for p, r in zip(shown, reasons, strict=True) if r]


def _show_table(frame: Frame, key: str, issues: list[Issue]) -> None:
    _ = frame.translate
    show_cells(_issue_table(frame, issues), hide_index=True, key=key)


def _issue_table(frame: Frame, issues: Iterable[Issue]) -> pd.DataFrame:
    """Problems as a table; its texts are harmless in a spreadsheet, since it can be downloaded."""
    _ = frame.translate
    language = frame.language
    table = pd.DataFrame(
        [
            {
                _("What is wrong"): p.message[language],
                _("Cell"): f"{p.column}{p.row or ''}",
                _("As written"): p.value,
                _("Kind"): kind_name(p.kind)[language],
                _("Sheet"): p.sheet,
                _("What would be accepted"): p.accepted[language],
            }
            for p in issues
        ]
    )
    # A text file has one sheet, without a name.
    return table if table[_("Sheet")].any() else table.drop(columns=_("Sheet"))
