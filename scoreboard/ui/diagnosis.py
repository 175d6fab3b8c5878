"""What the reader chooses on the diagnosis: region, part, benchmark, tier, and the moves."""

from __future__ import annotations

from functools import partial

import streamlit as st

from scoreboard.answers.basis import DEFAULT_INDICATOR
from scoreboard.answers.diagnosis.choice import LEVELS, PARTS, DiagnosisChoice, part_names, parts_of
from scoreboard.answers.diagnosis.subject import take_subject
from scoreboard.answers.diagnosis.what_if import Movable, add_move, movable
from scoreboard.catalog import Catalog
from scoreboard.diagnostics.moves import Move
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_region, choose_window
from scoreboard.ui.frame import Frame


def show_choosers(frame: Frame, choice: DiagnosisChoice) -> None:
    """The region, and which part of its diagnosis is shown."""
    _ = frame.translate
    labels = part_names(frame.language)
    with st.container(key="diagnosis_choosers"):
        left, right = st.columns([2, 6])
    level = frame.catalog.regions[choice.region_code].level
    with left:
        choose_region(frame, choice.region_code, LEVELS)
    with right, st.container(horizontal=True):
        choose_window(frame, (level,), choice.window)
        st.segmented_control(
            _("Part of the diagnosis"),
            list(parts_of(level)),
            format_func=labels.__getitem__,
            wrap=True,
            **choices.bind("part", choice.part, PARTS[0]),
        )


def choose_benchmark(frame: Frame, choice: DiagnosisChoice) -> None:
    """The region that the indicators of the measures are held against."""
    _ = frame.translate
    subject = take_subject(frame.release, choice, frame.language)
    if not subject.is_diagnosed or not subject.recommendations:
        return
    codes = [code for code in subject.everywhere if code != choice.region_code]
    names = dict(zip(codes, subject.names(codes), strict=True))
    st.selectbox(
        _("Benchmark region"),
        ["", *codes],
        format_func=lambda code: names.get(code) or _("the best of its peers"),
        width=260,
        **choices.bind("against", choice.against, ""),
    )


def choose_tier(frame: Frame, choice: DiagnosisChoice) -> None:
    """The tier whose regions are shown at a glance."""
    _ = frame.translate
    level = frame.catalog.regions[choice.region_code].level
    own = [t for t in frame.catalog.tiers.values() if t.level == level]
    labels = {"all": _("all tiers")} | {t.code: t.name[frame.language] for t in own}
    st.segmented_control(
        _("Tier"),
        list(labels),
        format_func=labels.__getitem__,
        **choices.bind("tier", choice.tier, "all"),
    )


def choose_move(frame: Frame, choice: DiagnosisChoice) -> None:
    """An indicator, an amount or a target, and a button that puts it into the link."""
    subject = take_subject(frame.release, choice, frame.language)
    options = {m.code: m for m in movable(subject)}
    if not options:
        return
    _ = frame.translate
    codes = list(options)
    columns = st.columns([4.6, 3, 2, 1.4], vertical_alignment="bottom")
    with columns[0]:
        code = st.selectbox(
            _("Indicator moved"),
            codes,
            index=codes.index(DEFAULT_INDICATOR) if DEFAULT_INDICATOR in codes else 0,
            format_func=lambda code: options[code].label,
            key="move_indicator",
        )
    with columns[1]:
        _choose_kind(frame)
    with columns[2]:
        _type_amount(frame, options[code])
    with columns[3]:
        st.button(
            _("Add"),
            icon=":material/add:",
            key="move_add",
            on_click=partial(_add, choice.moves, frame.catalog),
            width="stretch",
        )


def _choose_kind(frame: Frame) -> None:
    _ = frame.translate
    kinds = {"by": _("by an amount"), "to": _("to a target")}
    st.segmented_control(
        _("Moved"),
        list(kinds),
        format_func=kinds.__getitem__,
        default="by",
        required=True,
        wrap=True,
        key="move_kind",
    )


def _type_amount(frame: Frame, option: Movable) -> None:
    _ = frame.translate
    st.number_input(
        _("Amount ({unit})").format(unit=option.unit),
        value=0.0,
        step=10.0**-option.decimals,
        format=f"%.{option.decimals}f",
        key=f"move_amount_{option.code}",
    )


def _add(moves: str, catalog: Catalog) -> None:
    """Put what is typed in into the link; read when the button is pressed, not when drawn."""
    state = st.session_state
    code = state["move_indicator"]
    kind, amount = state["move_kind"], state[f"move_amount_{code}"]
    if amount is None or (kind == "by" and amount == 0):
        return
    move = Move(code, "to" if kind == "to" else "by", float(amount))
    choices.write({"moves": add_move(moves, move, catalog)})
