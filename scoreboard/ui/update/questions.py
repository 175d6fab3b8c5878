"""What the analyst knows and the file does not say: a field for each question that a file asks."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from etl.api import (
    FORMS,
    NOTICES,
    Alias,
    AliasError,
    Hints,
    Issue,
    append_aliases,
    left_out_before,
    words,
)
from scoreboard.catalog.problems import CatalogError
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

# What the last reading asked; emptied with the file.
ASKED = "update.asked"
# Answers that hold for one file only must not pass another one that says otherwise.
_OF_ONE_FILE = ("period", "scope", "region", "leave_out", "keep", "remember")
_UNIT_OF, _INDICATOR_OF = "hint_unit_of_", "hint_indicator_of_"
_UNITS_ASKED = frozenset(["unit_missing", "unit_unclear"])
_INDICATORS_ASKED = frozenset(["indicator_unclear", "indicator_unknown"])
# What may be left out instead of being put right.
_MAY_BE_LEFT_OUT = words(
    """
    unknown_column column_twice region_unknown indicator_unknown indicator_derived total_unclear
    """
)
# The field that answers for the whole file.
_FIELD_OF = {
    "form": "form",
    "sheet_unknown": "form",
    "indicator_missing": "indicator",
    "year_missing": "year",
    "region_missing": "region",
    "total_unclear": "region",
    "source_missing": "source",
    "period_unclear": "period",
    "period_expected": "period",
    "period_part": "period",
    "scope_unclear": "scope",
    "scope_unknown": "scope",
}
_MOST_FIELDS = 24
log = logging.getLogger(__name__)


def forget_answers() -> None:
    """Empty the fields whose answers are of one file, before another one is read."""
    st.session_state.pop(ASKED, None)
    for key in list(st.session_state):
        if (
            str(key).startswith((_UNIT_OF, _INDICATOR_OF))
            or str(key).removeprefix("hint_") in _OF_ONE_FILE
        ):
            st.session_state.pop(key, None)


def note_questions(issues: Iterable[Issue], *, has_questions: bool) -> bool:
    """Keep what a reading asks for the fields above it; whether they must be drawn anew."""
    kinds = ("fields", "units", "indicators", "out", "left")
    asked: dict[str, list[str]] = {kind: [] for kind in kinds}
    for issue in issues:
        if issue.kind in _FIELD_OF:
            asked["fields"].append(_FIELD_OF[issue.kind])
        if issue.kind in _INDICATORS_ASKED and issue.value.strip():
            asked["indicators"].append(issue.value)
        if issue.kind in _UNITS_ASKED:
            asked["units"].append(issue.value)
        elif issue.kind in _MAY_BE_LEFT_OUT and issue.value.strip():
            asked["out"].append(issue.value)
        elif issue.kind in NOTICES.values():
            asked["left"] += issue.value.removesuffix("…").split("、")
    found = {key: list(dict.fromkeys(texts)) for key, texts in asked.items()}
    known = st.session_state.get(ASKED)
    if known == found or not (has_questions or any(found.values())):
        return False
    # Fields that were asked for stay, or their answers would go with them.
    kept = known or {}
    merged = {key: list(dict.fromkeys([*kept.get(key, []), *found[key]])) for key in found}
    st.session_state[ASKED] = merged
    return bool(merged != known)


def ask_hints(frame: Frame) -> tuple[str | None, Hints]:
    """The form of the table, if given, and the answers."""
    _ = frame.translate
    asked: dict[str, list[str]] = st.session_state.get(ASKED) or {}
    units, headers, out = (asked.get(key, []) for key in ("units", "indicators", "out"))
    # One answer may do for several indicators.
    wanted = {*asked.get("fields", []), *(["unit"] if len(units) > 1 else [])}
    is_asked = bool(wanted or units or headers or out)
    title, icon = _("What the file does not say"), ":material/tune:"
    fields = others = st.expander(title, expanded=is_asked, icon=icon)
    if is_asked:
        others = st.expander(_("What else can be said of the file"), icon=icon)
    first, rest = _Pairs(fields), _Pairs(others)

    def place(field: str) -> DeltaGenerator:
        return (first if field in wanted else rest).next_place()

    catalog, language = frame.catalog, frame.language
    indicators = {
        c: i.name[language] for c, i in catalog.indicators.items() if catalog.is_published(c)
    }
    sources = {c: s.title for c, s in catalog.sources.items()}
    periods = {"whole_year": _("whole years, actual figures")}
    scopes = {c: s.name[language] for c, s in catalog.scopes.items()}
    regions = {c: r.name[language] for c, r in catalog.regions.items() if r.level != "county"}
    form = place("form").selectbox(
        _("Form of the table"),
        ["", *FORMS],
        format_func=lambda code: form_name(frame, code) if code else _("recognise"),
        key="hint_form",
    )
    hints = Hints(
        indicator=_choose_or_type(place("indicator"), "indicator", _("Indicator"), indicators),
        unit=place("unit").text_input(_("Unit"), key="hint_unit").strip(),
        year=place("year").text_input(_("Year"), key="hint_year").strip(),
        source=_choose_or_type(place("source"), "source", _("Source"), sources),
        period=_choose_or_type(place("period"), "period", _("Period"), periods),
        scope=_choose_or_type(place("scope"), "scope", _("Scope"), scopes),
        region=_choose_or_type(place("region"), "region", _("Region"), regions),
        unit_of=_ask_units(frame, first, units),
        indicator_of=_ask_indicators(frame, first, headers, indicators),
        leave_out=_ask_leave_out(frame, fields if out else others, out),
        keep=_ask_labels(others, "keep", _("Read all the same"), asked.get("left", [])),
    )
    return form or None, hints


class _Pairs:
    """Places for fields, two in a row."""

    def __init__(self, within: DeltaGenerator) -> None:
        self._within = within
        self._free: list[DeltaGenerator] = []

    def next_place(self) -> DeltaGenerator:
        """The next place, in a new row where the last one is full."""
        self._free = self._free or list(self._within.columns(2))
        return self._free.pop(0)


def _ask_units(frame: Frame, places: _Pairs, names: list[str]) -> tuple[tuple[str, str], ...]:
    """The units of single indicators, where the file leaves them open."""
    _ = frame.translate
    answers = []
    for name in names[:_MOST_FIELDS]:
        label = plain(_("Unit of “{name}”").format(name=name[:80]))
        unit = places.next_place().text_input(label, key=f"{_UNIT_OF}{name[:80]}")
        answers += [(name, unit.strip())] if unit.strip() else []
    return tuple(answers)


def _ask_indicators(
    frame: Frame, places: _Pairs, names: list[str], indicators: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    """The indicators of single headers in this file, where these are no indicator's name."""
    _ = frame.translate
    answers = []
    for name in names[:_MOST_FIELDS]:
        label = plain(_("Indicator of “{name}”").format(name=name[:80]))
        key = f"indicator_of_{name[:80]}"
        code = _choose_or_type(places.next_place(), key, label, indicators)
        answers += [(name, code)] if code else []
    return tuple(answers)


def _ask_leave_out(frame: Frame, place: DeltaGenerator, names: list[str]) -> tuple[str, ...]:
    """Labels of rows and columns that are not to be read, with those decided for all files."""
    _ = frame.translate
    chosen = _ask_labels(place, "leave_out", _("Rows and columns not to be read"), names)
    before = left_out_before(frame.catalog)
    new = [label for label in chosen if label not in before]
    if new and place.checkbox(_("Leave them out of other files too"), key="hint_remember"):
        try:
            append_aliases([Alias(kind="left_out", text=label) for label in new], frame.catalog)
        except (AliasError, CatalogError, OSError):
            log.exception("labels to leave out could not be kept")
            place.error(_("The catalog cannot be written; the log says why."))
    return tuple(dict.fromkeys((*before, *chosen)))


def _ask_labels(place: DeltaGenerator, key: str, label: str, names: list[str]) -> tuple[str, ...]:
    """Labels, chosen among those that the file has or typed."""
    chosen = place.multiselect(
        label, names, key=f"hint_{key}", accept_new_options=True, placeholder=""
    )
    return tuple(str(text).strip() for text in chosen if str(text).strip())


def _choose_or_type(place: DeltaGenerator, key: str, label: str, names: dict[str, str]) -> str:
    """One of the catalog's codes, chosen by its name, or what the analyst types."""
    chosen = place.selectbox(
        label,
        list(names),
        index=None,
        format_func=lambda code: names.get(code, code),
        key=f"hint_{key}",
        accept_new_options=True,
        placeholder="",
    )
    return (chosen or "").strip()


def form_name(frame: Frame, form: str) -> str:
    """What a form of tables is called."""
    _ = frame.translate
    names = {
        "nbs_export": _("export of the National Bureau's database"),
        "yearbook": _("yearbook or bulletin table"),
        "template": _("our template"),
        "tidy": _("one figure a row"),
        "tidy_file": _("one figure a row"),
    }
    return names.get(form, form or _("not recognised"))
