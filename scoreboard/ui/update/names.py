"""Names that nobody could place: what the analyst decides about them is kept for next time."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

import streamlit as st

from etl.api import (
    Alias,
    AliasError,
    CardError,
    CheckReport,
    UnknownName,
    append_aliases,
    write_indicator_card,
)
from scoreboard.catalog import CatalogError, Direction, Level
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.update.page import CHECKED

# Nobody decides more names than this at once; the next ones follow when these are kept.
NAMES_ASKED = 12
_LIKELY = 3
# The answer that rows or columns of that name are to be left out.
_NOT_READ = "-"
_KEPT = "update.kept"
log = logging.getLogger(__name__)


class _Fields(NamedTuple):
    """What was filled in: the card, and by label the texts without which it cannot be one."""

    card: dict[str, Any]
    needed: dict[str, str]


def decide_names(frame: Frame, report: CheckReport) -> None:
    """Ask what the unknown names mean; likely answers stand first. Answers are kept."""
    _ = frame.translate
    kept = st.session_state.pop(_KEPT, None)
    if kept:
        st.success(kept)
    asked = [name for name in report.unknown_names if name.text.strip()][:NAMES_ASKED]
    if not asked:
        return
    title = _("Names that are not known ({n}): what is meant?").format(n=len(report.unknown_names))
    st.subheader(plain(title), anchor=False)
    with st.form("names", border=True, enter_to_submit=False):
        answers = [_ask(frame, number, name) for number, name in enumerate(asked)]
        by = st.text_input(_("Decided by"), key="names_decided_by", max_chars=100)
        pressed = st.form_submit_button(_("Keep and read the file again"))
    unknown = [name.text for name in asked if name.kind == "indicator"]
    if unknown:
        _offer_card(frame, unknown[0])
    if not pressed:
        return
    decided = [
        _alias(name, code, by.strip()) for name, code in zip(asked, answers, strict=True) if code
    ]
    if not decided:
        st.error(_("Choose at least one meaning."))
        return
    try:
        append_aliases(decided, frame.catalog)
    except (AliasError, CatalogError, OSError):
        log.exception("decisions about names could not be kept")
        st.error(_("The catalog cannot be written; the log says why."))
        return
    _read_again(_("Decisions kept: {n}.").format(n=len(decided)))


def _read_again(said: str) -> None:
    """Check the file that lies there anew, with what is known now."""
    st.session_state[_KEPT] = plain(said)
    st.session_state.pop(CHECKED, None)
    st.rerun()


def _ask(frame: Frame, number: int, name: UnknownName) -> str:
    """What one name means: its code, or empty when the analyst leaves it open."""
    _ = frame.translate
    names = _choices(frame, name)
    if name.kind in ("region", "indicator"):
        names |= {_NOT_READ: _("not to be read")}
    company = f"（{name.company}）" if frame.language == "zh" else f" ({name.company})"
    label = _("“{name}”{company}, cells: {n}").format(
        name=name.text[:80], company=company if name.company else "", n=name.cells
    )
    chosen = st.selectbox(
        plain(label),
        list(names),
        index=None,
        format_func=lambda code: f"{names.get(code, code)}  {code}".strip("- "),
        placeholder=_perhaps(frame, name, names),
        key=f"name_{number}_{name.kind}_{name.text[:80]}_{name.company[:80]}",
    )
    return chosen or ""


def _perhaps(frame: Frame, name: UnknownName, names: Mapping[str, str]) -> str:
    """The likely answers, where the field is still empty."""
    _ = frame.translate
    likely = [names[s.code] for s in name.suggestions[:_LIKELY] if s.code in names]
    if not likely:
        return _("not decided")
    joined = ("、" if frame.language == "zh" else ", ").join(likely)
    return _("perhaps: {names}").format(names=joined)


def _choices(frame: Frame, name: UnknownName) -> dict[str, str]:
    """The names of all codes of a kind; suggestions first, counties only where suggested."""
    catalog, language = frame.catalog, frame.language
    if name.kind == "region":
        known = {
            code: r.short_name[language] if r.level != "county" else r.name[language]
            for code, r in catalog.regions.items()
        }
        usual = [code for code, r in catalog.regions.items() if r.level != "county"]
    elif name.kind == "indicator":
        known = {
            code: i.name[language]
            for code, i in catalog.indicators.items()
            if catalog.is_published(code)
        }
        usual = list(known)
    else:
        known = {code: unit.name[language] for code, unit in catalog.units.items()}
        usual = list(known)
    # With the regions they lie in, since namesakes are told apart by those alone.
    likely = {
        s.code: s.zh if language == "zh" else s.en for s in name.suggestions if s.code in known
    }
    return likely | {code: known[code] for code in usual if code not in likely}


def _alias(name: UnknownName, code: str, by: str) -> Alias:
    """A decision, in the company in which the name stood."""
    if code == _NOT_READ:
        return Alias(kind="left_out", text=name.text, decided_by=by)
    parent = name.company if name.kind == "region" else ""
    unit = name.company if name.kind == "indicator" else ""
    given = {"text": name.text, "code": code, "parent": parent, "unit": unit, "decided_by": by}
    return Alias.model_validate({"kind": name.kind, **given})


def _offer_card(frame: Frame, text: str) -> None:
    """A card for an indicator that the catalog does not have, the only way in for a new one."""
    _ = frame.translate
    with st.expander(_("A new indicator: fill in its card"), icon=":material/note_add:"):
        with st.form("card", border=False, enter_to_submit=False):
            fields = _ask_card(frame, text)
            pressed = st.form_submit_button(_("Enter into the catalog"))
        if not pressed:
            return
        missing = [label for label, value in fields.needed.items() if not value]
        if missing:
            joined = ("、" if frame.language == "zh" else ", ").join(missing)
            st.error(plain(_("Still missing: {fields}.").format(fields=joined)))
            return
        try:
            write_indicator_card(fields.card, frame.catalog)
        except CardError as error:
            _say_issues(frame, error)
            return
        except OSError:
            log.exception("a card could not be written")
            st.error(_("The catalog cannot be written; the log says why."))
            return
        _read_again(_("The indicator {code} is in the catalog.").format(code=fields.card["code"]))


def _ask_card(frame: Frame, text: str) -> _Fields:
    """The fields of a card, side by side where there is room."""
    _ = frame.translate
    catalog, language = frame.catalog, frame.language
    labels = {
        "code": _("Code: small letters, digits, underscores"),
        "zh": _("Chinese name"),
        "en": _("English name"),
        "definition_zh": _("Chinese definition"),
        "definition_en": _("English definition"),
    }
    code = st.text_input(labels["code"], key="card_code", max_chars=60).strip()
    texts = {"code": code}
    for name, places in (("", st.columns(2)), ("definition_", st.columns(2))):
        for tongue, place in zip(("zh", "en"), places, strict=True):
            key = f"{name}{tongue}"
            given = text if key == "zh" else ""
            texts[key] = place.text_input(labels[key], given, key=f"card_{key}").strip()
    unit, decimals, direction = st.columns(3)
    pillar, chain, levels = st.columns(3)
    low, high, _space = st.columns(3)
    directions = {
        "higher_is_better": _("higher is better"),
        "lower_is_better": _("lower is better"),
        "context": _("context, neither good nor bad"),
    }
    level_names = {
        "nation": _("Nation"),
        "province": _("Provinces"),
        "city": _("Cities"),
        "county": _("Counties"),
        "zone": _("Zones"),
    }
    card = {
        "code": code,
        "name": {"zh": texts["zh"], "en": texts["en"]},
        "definition": {"zh": texts["definition_zh"], "en": texts["definition_en"]},
        "unit": unit.selectbox(
            _("Unit"),
            list(catalog.units),
            format_func=lambda c: catalog.units[c].name[language],
            key="card_unit",
        ),
        "decimals": decimals.number_input(_("Decimals"), 0, 4, 1, key="card_decimals"),
        "direction": direction.selectbox(
            _("Direction"),
            get_args(Direction),
            format_func=lambda d: directions[d],
            key="card_direction",
        ),
        "pillar": pillar.selectbox(
            _("Pillar"),
            list(catalog.pillars),
            format_func=lambda c: catalog.pillars[c].name[language],
            key="card_pillar",
        ),
        "chain": chain.selectbox(
            _("Chain"),
            list(catalog.chains),
            format_func=lambda c: catalog.chains[c].name[language],
            key="card_chain",
        ),
        "levels": levels.multiselect(
            _("Level"),
            get_args(Level),
            ["nation", "province"],
            format_func=lambda c: level_names[c],
            key="card_levels",
        ),
        "valid_range": [
            low.number_input(_("Least possible value"), value=0.0, key="card_low"),
            high.number_input(_("Greatest possible value"), value=None, key="card_high"),
        ],
    }
    needed = {labels[key]: value for key, value in texts.items()}
    needed[_("Level")] = "".join(card["levels"])
    return _Fields(card, needed)


def _say_issues(frame: Frame, error: CardError) -> None:
    """Why the card was refused, in the reader's words where the reason is one of the usual."""
    _ = frame.translate
    usual = {
        "code": _("The code is taken already, or holds other characters than allowed."),
        "name.zh": _("Another indicator has this Chinese name."),
        "name.en": _("Another indicator has this English name."),
    }
    for field, said in error.problems.items():
        st.error(plain(usual.get(field, f"{field}: {said}")))
