"""The press that publishes exactly what was compared, what came of it, and the way to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd
import streamlit as st

from etl.api import Refused, ReleaseComparison, changes_of, publish
from scoreboard.catalog import Level
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.update.page import COMPARED

# More than this a reader looks up on the overview.
_LINKS = 3
_PRESSED = "update.pressed"
_OUTCOME = "update.outcome"
# Who published last in this session, and so will probably publish or take back next.
PUBLISHED_BY = "update.by"


@dataclass(frozen=True)
class Press:
    """A press on 发布: the very comparison that was on the screen, and who pressed."""

    comparison: ReleaseComparison
    by: str
    reviewed_by: str
    note: str


@dataclass(frozen=True)
class Outcome:
    """What came of a press, and how it is shown: success, info or error."""

    sentence: str
    kind: Literal["success", "info", "error"]


def take_press() -> Press | None:
    """The press that this run of the page is to carry out; taken once, by nobody again."""
    pressed = st.session_state.pop(_PRESSED, None)
    return pressed if isinstance(pressed, Press) else None


def finish_publishing(frame: Frame, press: Press | None) -> None:
    """Publish what a press was about; last on the page, where the button stands, disabled.

    If another release came in meanwhile, or the same press was carried out before, nothing is
    published. What came of it is said by the run that follows.
    """
    _ = frame.translate
    _show_outcome()
    if press is None:
        return
    with st.spinner(_("Publishing")):
        # Kept at once: whatever interrupts this run, the next one says what was done.
        st.session_state[_OUTCOME] = _publish(frame, press)
    st.rerun()


def _publish(frame: Frame, press: Press) -> Outcome:
    _ = frame.translate
    if not press.by:
        return Outcome(_("Say who publishes."), "error")
    result = publish(press.comparison, by=press.by, reviewed_by=press.reviewed_by, note=press.note)
    if isinstance(result, Refused):
        is_done = result.kind in ("published", "nothing")
        return Outcome(plain(result.reason[frame.language]), "info" if is_done else "error")
    sentence = _(
        "Release {number} is published: {added} added, {changed} changed, {withdrawn} withdrawn."
    ).format(
        number=result.release_id,
        added=result.rows_added,
        changed=result.rows_changed,
        withdrawn=result.rows_withdrawn,
    )
    return Outcome(plain(sentence), "success")


def _show_outcome() -> bool:
    """Say what came of the last press, once; whether there was one."""
    outcome = st.session_state.pop(_OUTCOME, None)
    if not isinstance(outcome, Outcome):
        return False
    shown = {"success": st.success, "info": st.info, "error": st.error}
    shown[outcome.kind](outcome.sentence)
    return True


def show_publish(frame: Frame, comparison: ReleaseComparison, press: Press | None) -> None:
    """Who publishes, and the button that publishes exactly what is shown.

    Only the button publishes, never the Enter key in a field. press: what is being published now.
    """
    _ = frame.translate
    is_told = _show_outcome()
    if comparison.changes.empty:
        if not is_told:
            st.info(_nothing_to_publish(frame, comparison))
        if comparison.published_as is not None:
            show_links(frame, comparison.published_as)
        return
    if not comparison.report.can_publish:
        st.caption(_("It can be published once every warning is accepted with a reason."))
        return
    with st.form("publish", border=True, enter_to_submit=False):
        by, reviewer, note = st.columns(3)
        known = st.session_state.get(PUBLISHED_BY, "")
        by.text_input(_("Published by"), known, key="published_by", max_chars=100)
        reviewer.text_input(
            _("Reviewed by"),
            key="reviewed_by",
            max_chars=100,
            placeholder=_("somebody else, or nobody"),
        )
        note.text_input(_("Note"), key="publish_note", max_chars=500)
        # Without the comparison as an argument: a button keeps those for as long as the session.
        st.form_submit_button(
            _("Publish"), type="primary", on_click=_remember_press, disabled=press is not None
        )


def _nothing_to_publish(frame: Frame, comparison: ReleaseComparison) -> str:
    _ = frame.translate
    if comparison.published_as is None:
        return _("The release in force says the same already: there is nothing to publish.")
    return _("This file is published already, as release {number}.").format(
        number=comparison.published_as
    )


def _remember_press() -> None:
    state = st.session_state
    comparison = state.get(COMPARED)
    if isinstance(comparison, ReleaseComparison):
        by, reviewed_by, note = (
            str(state.get(key, "")).strip()
            for key in ("published_by", "reviewed_by", "publish_note")
        )
        state[_PRESSED] = Press(comparison, by, reviewed_by, note)
        state[PUBLISHED_BY] = by


class _Seen(NamedTuple):
    """An indicator in a year that a release brought or changed, at one level, to be looked at."""

    indicator_code: str
    year: int
    level: Level
    number: int
    within: str


def show_links(frame: Frame, release_id: int) -> None:
    """Links to the overview of what a release brought, the most new figures first."""
    seen = _what_to_see(frame.release.key, release_id)
    for one in seen:
        st.page_link(
            "pages/overview.py",
            label=plain(_link_words(frame, one, len({s.indicator_code for s in seen}) > 1)),
            icon=":material/visibility:",
            query_params=_link_choices(frame, one),
        )


def _link_words(frame: Frame, seen: _Seen, is_named: bool) -> str:
    _ = frame.translate
    regions = {
        "province": _("provinces: {n}"),
        "city": _("cities: {n}"),
        "county": _("counties: {n}"),
        "nation": _("the nation"),
    }[seen.level].format(n=seen.number)
    if not is_named:
        return _("See {year} ({regions})").format(year=seen.year, regions=regions)
    name = frame.catalog.indicators[seen.indicator_code].name[frame.language]
    return _("See {indicator}, {year} ({regions})").format(
        indicator=name, year=seen.year, regions=regions
    )


def _link_choices(frame: Frame, seen: _Seen) -> dict[str, str]:
    """The address of what is to be seen; empty where what was chosen before must not be kept."""
    wanted = {
        "indicator": seen.indicator_code,
        "year": str(seen.year),
        "release": str(frame.release.number),
    }
    if seen.level in ("city", "county"):
        wanted["level"] = seen.level
    if seen.within:
        wanted["within"] = seen.within
    before = st.query_params.to_dict()
    dropped = ("level", "within", "view", "regions", "as_of")
    return before | {key: "" for key in dropped if key in before} | wanted


@st.cache_data(max_entries=4, show_spinner=False)
def _what_to_see(release: ReleaseKey, release_id: int) -> list[_Seen]:
    """What a release brought or else changed, by indicator, year and level, the most first."""
    catalog = cached.catalog(release)
    changes = changes_of(release_id)
    published = {c for c, i in catalog.indicators.items() if catalog.is_published(c)}
    levels = changes["region_code"].map({c: r.level for c, r in catalog.regions.items()})
    changes = changes.assign(level=levels)
    changes = changes[changes["indicator_code"].isin(published)]
    shown = changes[changes["level"].isin(["nation", "province", "city", "county"])]
    for action in ("added", "changed"):
        found = shown[shown["action"] == action]
        if len(found):
            return _largest(found, {c: r.parent_code for c, r in catalog.regions.items()})
    return []


def _largest(changes: pd.DataFrame, parents: dict[str, str]) -> list[_Seen]:
    """The indicators, years and levels with the most figures; the nation where it stands alone."""
    seen = []
    for (indicator, year, level), rows in changes.groupby(["indicator_code", "year", "level"]):
        above = {parents[code] for code in rows["region_code"]}
        within = above.pop() if level in ("city", "county") and len(above) == 1 else ""
        seen.append(_Seen(indicator, int(year), level, len(rows), within))
    regional = [one for one in seen if one.level != "nation"]
    # Of one indicator the year and level with the most figures stands for all.
    largest: dict[str, _Seen] = {}
    for one in sorted(regional or seen, key=lambda s: (-s.number, -s.year, s.indicator_code)):
        largest.setdefault(one.indicator_code, one)
    return list(largest.values())[:_LINKS]
