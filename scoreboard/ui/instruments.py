"""政策工具: the chooser of the instrument, and a field for each of its inputs."""

from __future__ import annotations

import streamlit as st

from scoreboard.analysis.instruments import encode_inputs
from scoreboard.answers.instruments.choice import (
    InstrumentChoice,
    instruments_in_order,
)
from scoreboard.catalog import Instrument, InstrumentInput
from scoreboard.language import in_brackets, join_sentences
from scoreboard.text.instruments import MONEY_FIELD, range_text, unit_word
from scoreboard.ui import choices
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

# Two fields beside each other fit a phone.
FIELD = 166


def choose_instrument(frame: Frame, choice: InstrumentChoice) -> None:
    """The instruments side by side; another one drops what was entered."""
    _ = frame.translate
    instruments = instruments_in_order(frame.catalog)
    st.pills(
        _("Instrument"),
        list(instruments),
        format_func=lambda code: instruments[code].name[frame.language],
        label_visibility="collapsed",
        **choices.bind(
            "tool",
            choice.instrument_code,
            next(iter(instruments)),
            lambda _code: {"inputs": None},
        ),
    )


def enter_inputs(frame: Frame, choice: InstrumentChoice) -> None:
    """A field for every input, two beside each other, and a button back to the defaults."""
    _ = frame.translate
    instrument = frame.catalog.instruments[choice.instrument_code]
    values = dict(choice.inputs)
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

    unit = in_brackets(unit_word(item, frame.language), frame.language)
    st.number_input(
        plain(item.name[frame.language] + unit),
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
        paper = frame.catalog.papers[item.source].cited(frame.language)
        parts.append(_("From paper {paper}.").format(paper=paper))
    if item.note is not None:
        parts.append(item.note[frame.language])
    return plain(join_sentences(parts, frame.language))
