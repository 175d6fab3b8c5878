"""The yearly update: upload → check → compare → publish. Nothing is written before 发布."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from etl.amend import Refused, publish
from etl.kinds import kind_name
from etl.problems import Problem
from etl.readers.forms import FORMS
from etl.readers.marking import mark_problems
from etl.readers.model import Hints
from etl.readers.reading import Reading, read_file
from etl.readers.template import write_template
from etl.update import (
    Acceptance,
    CheckReport,
    Comparison,
    Original,
    accept,
    apply_changes,
    check,
    compare,
)
from scoreboard.analysis.views import VIEWS
from scoreboard.catalog import NATION, Level
from scoreboard.charts.update import draw_old_and_new
from scoreboard.text.numbers import measure_for
from scoreboard.ui import cached
from scoreboard.ui.choosers import Choice
from scoreboard.ui.figure import show_figure
from scoreboard.ui.frame import Frame
from scoreboard.ui.indicator_page import build_page, headline_of
from scoreboard.ui.plain import plain

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADLINES = 3
ROWS_SHOWN = 500
_CHECKED = "update.checked"
_DONE = "update.done"


@dataclass(frozen=True)
class Checked:
    """A file as it was read and checked, and what it was read with."""

    key: tuple[object, ...]
    reading: Reading
    report: CheckReport


def show_template(frame: Frame) -> None:
    """The template to fill in, with regions and indicators to choose from."""
    _ = frame.translate
    st.download_button(
        _("Download the template"),
        partial(write_template, frame.catalog),
        "template.xlsx",
        SHEET_TYPE,
        icon=":material/download:",
        on_click="ignore",
    )


def upload_and_check(frame: Frame) -> Checked | None:
    """The file that the reader uploads, read and checked; none before there is one."""
    _ = frame.translate
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done)
    file = st.file_uploader(
        _("File: an export of the National Bureau's database, a yearbook table, the template"),
        key="update_file",
        max_upload_size=50,
    )
    form, hints = _ask_hints(frame)
    if file is None:
        st.session_state.pop(_CHECKED, None)
        return None
    original = Original(file.name, file.getvalue())
    key = (original.sha256, form, hints, frame.release.release_id)
    known = st.session_state.get(_CHECKED)
    if isinstance(known, Checked) and known.key == key:
        return known
    with st.status(_("Reading and checking the file"), expanded=True) as status:
        reading = read_file(original.content, original.shown_name, form=form, hints=hints)
        report = check(reading, original, catalog=frame.catalog, progress=_ignore)
        status.update(label=_("Read and checked"), state="complete", expanded=False)
    checked = Checked(key, reading, report)
    st.session_state[_CHECKED] = checked
    return checked


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
                form=_form_name(frame, checked.report.form),
                cells=counts.cells,
                sound=counts.sound,
                wrong=counts.wrong,
                repeated=counts.repeated,
                blank=counts.blank,
                skipped=len(checked.reading.skipped),
            )
        )
    )


def show_problems(frame: Frame, checked: Checked) -> CheckReport:
    """What is wrong, as a table and in a marked copy; warnings are accepted with a reason.

    Returns the report with the warnings accepted so far.
    """
    _ = frame.translate
    report = checked.report
    errors = [p for p in report.problems if p.severity == "error"]
    warnings = [p for p in report.problems if p.severity == "warning"]
    if not errors and not warnings:
        st.success(_("Nothing is wrong with the file."))
        return report
    if errors:
        st.error(
            _("{n} errors: nothing can be published until they are put right.").format(
                n=report.errors
            )
        )
        st.dataframe(_problem_table(frame, errors), hide_index=True, key="update_errors")
    accepted = _accept_warnings(frame, warnings, report) if warnings else []
    st.download_button(
        _("Download a marked copy"),
        partial(mark_problems, checked.reading, report.problems, frame.language),
        "marked.xlsx",
        SHEET_TYPE,
        icon=":material/ink_highlighter:",
        on_click="ignore",
    )
    return report.accepting(accepted)


def show_comparison(frame: Frame, report: CheckReport) -> Comparison:
    """What publishing would change: counts, headlines, a picture and the changes, biggest first."""
    _ = frame.translate
    comparison = compare(report)
    with st.container(horizontal=True):
        for label, number in (
            (_("Added"), comparison.added),
            (_("Changed"), comparison.changed),
            (_("Withdrawn"), comparison.withdrawn),
            (_("Unchanged"), comparison.unchanged),
            (_("Derived figures"), comparison.derived),
        ):
            st.metric(label, f"{number:,}", width=120)
    for code in comparison.affected[:HEADLINES]:
        _show_headlines(frame, comparison, code)
    _show_picture(frame, comparison)
    st.dataframe(
        _change_table(frame, comparison.changes),
        hide_index=True,
        key="update_changes",
        placeholder="—",
    )
    return comparison


def show_publish(frame: Frame, comparison: Comparison) -> None:
    """Who publishes, and the button that publishes exactly what is shown."""
    _ = frame.translate
    if comparison.changes.empty:
        st.info(_("The release in force says the same already: there is nothing to publish."))
        return
    with st.form("publish", border=True):
        by = st.text_input(_("Published by"), key="published_by")
        reviewed = st.text_input(_("Reviewed by"), key="reviewed_by")
        note = st.text_input(_("Note"), key="publish_note")
        pressed = st.form_submit_button(_("Publish"), type="primary")
    if not pressed:
        return
    if not by.strip():
        st.error(_("Say who publishes."))
        return
    result = publish(comparison, by=by, reviewed_by=reviewed, note=note)
    if isinstance(result, Refused):
        st.error(plain(result.reason[frame.language]))
        return
    st.session_state.pop(_CHECKED, None)
    sentence = _(
        "Release {number} is published: {added} added, {changed} changed, {withdrawn} withdrawn."
    ).format(
        number=result.release_id,
        added=result.rows_added,
        changed=result.rows_changed,
        withdrawn=result.rows_withdrawn,
    )
    st.session_state[_DONE] = plain(sentence)
    st.rerun()


def _ask_hints(frame: Frame) -> tuple[str | None, Hints]:
    """What the analyst knows and the file does not say."""
    _ = frame.translate
    with st.expander(_("What the file does not say"), icon=":material/tune:"):
        form = st.selectbox(
            _("Form of the table"),
            ["", *FORMS],
            format_func=lambda code: _form_name(frame, code) if code else _("recognise"),
            key="hint_form",
        )
        columns = st.columns(4)
        labels = {
            "indicator": _("Indicator"),
            "unit": _("Unit"),
            "year": _("Year"),
            "source": _("Source"),
        }
        given = {
            name: column.text_input(label, key=f"hint_{name}").strip()
            for (name, label), column in zip(labels.items(), columns, strict=True)
        }
    return form or None, Hints(**given)


def _accept_warnings(
    frame: Frame, warnings: list[Problem], report: CheckReport
) -> list[Acceptance]:
    """The warnings, to be accepted by kind or one by one, each with a reason."""
    _ = frame.translate
    kinds = {kind: n for severity, kind, n in report.problem_counts if severity == "warning"}
    st.warning(
        _("{n} warnings: look at them, and say why they do not matter.").format(
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
    table = _problem_table(frame, warnings[:ROWS_SHOWN]).assign(**{_("Accepted because"): ""})
    edited = st.data_editor(
        table,
        hide_index=True,
        key=f"warnings_{report.file.sha256[:12]}",
        disabled=[c for c in table.columns if c != _("Accepted because")],
    )
    for problem, reason in zip(warnings, edited[_("Accepted because")], strict=False):
        if str(reason or "").strip():
            accepted.append(accept(problem, str(reason)))
    return accepted


def _problem_table(frame: Frame, problems: Iterable[Problem]) -> pd.DataFrame:
    _ = frame.translate
    language = frame.language
    return pd.DataFrame(
        [
            {
                _("Kind"): kind_name(p.kind)[language],
                _("Sheet"): p.sheet,
                _("Row"): str(p.row or ""),
                _("Column"): p.column,
                _("As written"): p.value,
                _("What is wrong"): p.problem[language],
                _("What would be accepted"): p.accepted[language],
            }
            for p in problems
        ]
    )


def _show_headlines(frame: Frame, comparison: Comparison, code: str) -> None:
    """The overview's sentence of an indicator before and after, in the newest year that changes."""
    _ = frame.translate
    level: Level = "province"
    before = cached.observations(frame.release.release_id, code, level, None)
    changes = comparison.changes[comparison.changes["indicator_code"] == code]
    after = apply_changes(before.assign(indicator_code=code), changes)
    regions = frame.catalog.regions
    after = after[[regions[c].level == level or c == NATION for c in after["region_code"]]]
    year = int(changes["year"].max())
    if after.empty or not (after["year"] == year).any():
        return
    indicator = frame.catalog.indicators[code]
    choice = Choice(level, None, indicator, year, {}, VIEWS[0], "quantile", [])
    new = headline_of(build_page(frame, choice, year, after))
    old = (
        headline_of(build_page(frame, choice, year, before))
        if (before["year"] == year).any()
        else _("no figures of {year} so far").format(year=year)
    )
    st.markdown(f"{plain(_('Before'))}: {plain(old)}  \n**{plain(_('After'))}: {plain(new)}**")


def _show_picture(frame: Frame, comparison: Comparison) -> None:
    """Old against new for the indicator with the most changed figures."""
    _ = frame.translate
    changed = comparison.changes[comparison.changes["action"] == "changed"]
    if changed.empty:
        return
    code = str(changed["indicator_code"].value_counts().idxmax())
    rows = changed[changed["indicator_code"] == code]
    catalog, indicator = frame.catalog, frame.catalog.indicators[code]
    named = rows.assign(name=frame.region_names(rows["region_code"]))
    largest = float(rows[["value_before", "value_after"]].abs().max().max())
    measure = measure_for(
        indicator, catalog.unit_of(code), catalog.base_unit_of(code), largest, frame.language
    )
    name = indicator.name[frame.language]
    title = _("{indicator}: old against new").format(indicator=name)
    st.markdown(f"**{plain(title)}**  \n:small[{plain(measure.unit)}]")
    show_figure("old_and_new", draw_old_and_new(named, measure), title)


def _change_table(frame: Frame, changes: pd.DataFrame) -> pd.DataFrame:
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    words = {"added": _("Added"), "changed": _("Changed"), "withdrawn": _("Withdrawn")}
    return pd.DataFrame(
        {
            _("Change"): changes["action"].map(words),
            _("Region"): frame.region_names(changes["region_code"]),
            _("Indicator"): frame.indicator_names(changes["indicator_code"]),
            _("Unit"): [catalog.unit_of(c).name[language] for c in changes["indicator_code"]],
            _("Year"): changes["year"].astype(str),
            _("Before"): changes["value_before"],
            _("After"): changes["value_after"],
            _("Difference"): changes["difference"],
            _("Difference, %"): changes["difference_pct"].round(2),
            _("Rank before"): changes["rank_before"],
            _("Rank after"): changes["rank_after"],
        }
    )


def _form_name(frame: Frame, form: str) -> str:
    _ = frame.translate
    names = {
        "nbs_export": _("export of the National Bureau's database"),
        "yearbook": _("yearbook or bulletin table"),
        "template": _("our template"),
        "tidy": _("one figure a row"),
        "tidy_file": _("one figure a row"),
    }
    return names.get(form, form or _("not recognised"))


def _ignore(_sentence: str) -> None:
    """The page shows one status line; the steps are for the command line."""
