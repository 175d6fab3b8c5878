"""政策工具: choose an instrument, enter numbers, read what follows from them."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.analysis.instruments import Problem, check_inputs, complete_inputs
from scoreboard.catalog import Instrument, InstrumentInput
from scoreboard.reports.tables import TableFacts
from scoreboard.text.instruments import (
    MONEY_FIELD,
    problem_sentence,
    range_text,
    sources_sentences,
    unit_word,
)
from scoreboard.ui import choices
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.instrument_results import Outcome, work_out
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

# Two fields beside each other fit a phone.
FIELD = 166


def choose_instrument(frame: Frame) -> Instrument:
    """The instrument of the URL, and the chooser; another one drops what was entered."""
    _ = frame.translate
    instruments = {
        i.code: i for i in sorted(frame.catalog.instruments.values(), key=lambda i: i.order)
    }
    default = next(iter(instruments))
    code = choices.read_one("tool", instruments, default)
    st.pills(
        _("Instrument"),
        list(instruments),
        format_func=lambda c: instruments[c].name[frame.language],
        label_visibility="collapsed",
        **choices.bind("tool", code, default, lambda _code: {"inputs": None}),
    )
    return instruments[code]


def show_instrument(frame: Frame, instrument: Instrument) -> None:
    """The result in a sentence, the inputs, the picture, where the numbers are from, the table."""
    values, problems = _read_inputs(frame, instrument)
    problems += check_inputs(instrument, values)
    outcome = None if any(p.stops for p in problems) else work_out(frame, instrument, values)
    st.caption(plain(instrument.question[frame.language]))
    if outcome is not None:
        gap = "" if frame.language == "zh" else " "
        st.subheader(plain(gap.join(outcome.sentences)), anchor=False)
    for problem in problems:
        st.warning(plain(problem_sentence(problem, instrument, frame.language)))
    left, right = st.columns([2, 3], gap="large")
    with left:
        _show_inputs(frame, instrument, values)
    with right:
        for place, picture in enumerate(outcome.pictures if outcome else []):
            show_title(picture.title, picture.notes)
            show_figure(f"{instrument.code}_{place}", picture.figure, picture.title)
    _show_sources(frame, instrument)
    if outcome is not None:
        offer_table(
            frame,
            f"{instrument.code}_table",
            frame.translate("Table and download"),
            partial(build_table, frame, instrument, values, outcome),
            partial(_table_facts, frame, instrument, outcome),
            name=instrument.code,
        )


def _read_inputs(
    frame: Frame, instrument: Instrument
) -> tuple[dict[str, float], tuple[Problem, ...]]:
    """What the URL holds for this instrument, else the defaults; what cannot be used is said."""
    entered: dict[str, float] = {}
    known = {item.code for item in instrument.inputs}
    unknown = []
    for pair in filter(None, st.query_params.get("inputs", "").split(",")):
        code, _colon, text = pair.partition(":")
        if code not in known:
            unknown.append(code)
            continue
        try:
            entered[code] = float(text)
        except ValueError:
            entered[code] = float("nan")
    if unknown:
        _ = frame.translate
        names = ", ".join(map(choices.cut, unknown[:3]))
        sentence = _("The link names unknown inputs, left out: “{names}”.")
        st.warning(plain(sentence.format(names=names)))
    return complete_inputs(instrument, entered)


def _show_inputs(frame: Frame, instrument: Instrument, values: dict[str, float]) -> None:
    """A field for every input, two beside each other, and a button back to the defaults."""
    _ = frame.translate
    for first in range(0, len(instrument.inputs), 2):
        # A row for each pair keeps fields level when a label takes two lines; columns would
        # stack on a phone.
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", wrap=False):
            for item in instrument.inputs[first : first + 2]:
                _show_field(frame, instrument, item, values)
    if values != instrument.defaults:
        st.button(
            _("Back to the defaults"),
            icon=":material/undo:",
            type="tertiary",
            on_click=lambda: choices.write({"inputs": None}),
        )


def _show_field(
    frame: Frame, instrument: Instrument, item: InstrumentInput, values: dict[str, float]
) -> None:
    """One number; a change goes into the URL before the page is drawn."""
    scale = MONEY_FIELD[frame.language] if item.unit == "money" else 1.0
    widget = f"input_{frame.language}_{instrument.code}_{item.code}"
    st.session_state[widget] = round(values[item.code] / scale, 6)

    def changed() -> None:
        new = dict(values)
        if st.session_state[widget] is not None:
            new[item.code] = st.session_state[widget] * scale
        choices.write({"inputs": encode_inputs(instrument, new)})

    unit = unit_word(item, frame.language)
    name = item.name[frame.language]
    st.number_input(
        plain(f"{name}（{unit}）" if frame.language == "zh" else f"{name} ({unit})"),
        min_value=item.least / scale,
        max_value=item.most / scale,
        step=item.step / scale,
        format="%g",
        key=widget,
        width=FIELD,
        on_change=changed,
        help=_field_help(frame, item),
    )


def _field_help(frame: Frame, item: InstrumentInput) -> str:
    """Where the default is from and the range the paper gives."""
    _ = frame.translate
    parts = []
    span = range_text(item, frame.language)
    if span:
        parts.append(_("Range {range}.").format(range=span))
    if item.source:
        parts.append(_("From paper {file}.").format(file=item.source))
    if item.note is not None:
        parts.append(item.note[frame.language])
    return plain(("" if frame.language == "zh" else " ").join(parts))


def encode_inputs(instrument: Instrument, values: dict[str, float]) -> str | None:
    """What differs from the defaults as it stands in the URL; none when nothing does."""
    changed = [
        f"{item.code}:{values[item.code]:.10g}"
        for item in instrument.inputs
        if abs(values[item.code] - item.default) > 1e-9
    ]
    return ",".join(changed) or None


def _show_sources(frame: Frame, instrument: Instrument) -> None:
    """What the paper reports, where every default is from, and what is only an example."""
    _ = frame.translate
    example = _("{text} (paper {file})").format(
        text=instrument.example[frame.language], file=instrument.source
    )
    lines = [
        example,
        *sources_sentences(instrument, frame.language),
        _(
            "The papers' figures are their claims, not statistics; results follow from the numbers "
            "entered and are no forecast."
        ),
    ]
    st.caption("  \n".join(plain(line) for line in lines))


def build_table(
    frame: Frame, instrument: Instrument, values: dict[str, float], outcome: Outcome
) -> pd.DataFrame:
    """The inputs with their defaults, ranges and sources, then the results."""
    _ = frame.translate
    rows: list[dict[str, object]] = []
    for item in instrument.inputs:
        scale = MONEY_FIELD[frame.language] if item.unit == "money" else 1.0
        rows.append(
            {
                _("Item"): item.name[frame.language],
                _("Kind"): _("input"),
                _("Value"): round(values[item.code] / scale, 6),
                _("Unit"): unit_word(item, frame.language),
                _("Default"): round(item.default / scale, 6),
                _("Range of the paper"): range_text(item, frame.language),
                _("Source"): item.source or _("an example of ours"),
            }
        )
    rows += [
        {
            _("Item"): line.name,
            _("Kind"): _("result"),
            _("Value"): None if line.value is None else round(line.value, 4),
            _("Unit"): line.unit,
        }
        for line in outcome.lines
    ]
    return pd.DataFrame(rows)


def _table_facts(frame: Frame, instrument: Instrument, outcome: Outcome) -> TableFacts:
    _ = frame.translate
    gap = "" if frame.language == "zh" else " "
    lines = (
        (_("In one sentence"), gap.join(outcome.sentences)),
        (_("Release"), release_line(frame.release, frame.language)),
    )
    return TableFacts(instrument.name[frame.language], lines)
