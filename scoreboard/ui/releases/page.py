"""The releases: who published what, what it changed, and taking one back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from etl.api import (
    RECORDED,
    Refused,
    acceptances_of,
    changes_of,
    kind_name,
    list_releases,
    original_file,
    withdraw,
)
from scoreboard.answers.sources import local_time
from scoreboard.ui import cached
from scoreboard.ui.downloads import offer_whole
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import ROWS_SHOWN, say_first, show_cells
from scoreboard.ui.update.comparison import also_changed
from scoreboard.ui.update.publishing import PUBLISHED_BY

_DONE = "releases.done"


def show_releases(frame: Frame) -> int:
    """All releases, newest first; returns the number of the one looked at."""
    _ = frame.translate
    listed = list_releases()
    kinds = {
        "build": _("shipped figures"),
        "publish": _("file"),
        "withdraw": _("taken back"),
        "rollback": _("gone back"),
    }
    table = pd.DataFrame(
        {
            _("Release"): listed["release_id"],
            _("In force"): listed["is_in_force"].map({True: "✓", False: ""}),
            _("Published"): listed["published_at"].map(local_time),
            _("Published by"): listed["published_by"],
            _("Reviewed by"): listed["reviewed_by"],
            _("Kind"): listed["kind"].map(kinds),
            _("File"): listed["source_file"],
            _("Added"): listed["rows_added"],
            _("Changed"): listed["rows_changed"],
            _("Withdrawn"): listed["rows_withdrawn"],
            _("Accepted warnings"): listed["accepted_warnings"],
            _("Takes back"): listed["withdraws"],
            _("Taken back in"): listed["withdrawn_by"],
            _("Goes back to"): listed["rolls_back_to"],
            _("Note"): listed["note"],
        }
    )
    show_cells(
        _without_empty(table),
        hide_index=True,
        key="release_list",
        placeholder="—",
        column_config={
            _(name): st.column_config.NumberColumn(format="localized")
            for name in ("Added", "Changed", "Withdrawn")
        },
    )
    names = {
        row.release_id: f"{row.release_id} · {local_time(row.published_at)} · {row.published_by}"
        for row in listed.itertuples()
    }
    return int(
        st.selectbox(_("Release"), list(names), format_func=names.__getitem__, key="release_shown")
    )


def _without_empty(table: pd.DataFrame) -> pd.DataFrame:
    """A table without the columns that say nothing in any row: who reviewed, what was before."""
    return table.loc[:, table.notna().any() & table.ne("").any()]


def show_release(frame: Frame, release_id: int) -> None:
    """What one release changed, the warnings it accepted, and the file it came from."""
    _ = frame.translate
    listed = list_releases().set_index("release_id").loc[release_id]
    if release_id != frame.release.number:
        _offer_look_back(frame, release_id)
    kept = cached.find_kept(release_id, frame.release.key)
    if kept is not None:
        offer_whole(frame, cached.release_of(kept))
    changes = changes_of(release_id)
    if changes.empty:
        st.caption(_("The first release: all of its figures are new."))
    else:
        show_cells(
            _changes_table(frame, changes), hide_index=True, key="release_changes", placeholder="—"
        )
        say_first(frame, len(changes))
    accepted = acceptances_of(release_id)
    is_done = accepted["kind"].isin(RECORDED)
    for key, title, rows in (
        ("release_accepted", _("Accepted warnings"), accepted[~is_done]),
        ("release_done", _("Corrected on the page, or left out"), accepted[is_done]),
    ):
        if not rows.empty:
            st.markdown(f"**{plain(title)}**")
            show_cells(_accepted_table(frame, rows), hide_index=True, key=key)
    if listed["kind"] == "publish":
        _offer_original(frame, str(listed["sha256"]), str(listed["source_file"]))
        done = st.session_state.pop(_DONE, None)
        if done:  # where the button stood
            st.success(done)
        if pd.isna(listed["withdrawn_by"]):
            _offer_withdrawal(frame, release_id)


def _offer_look_back(frame: Frame, release_id: int) -> None:
    """The overview as of an older release; a sentence where its file is no longer there."""
    _ = frame.translate
    if cached.find_kept(release_id, frame.release.key) is None:
        st.caption(_("The file of release {number} is no longer kept.").format(number=release_id))
        return
    number = str(release_id)
    st.page_link(
        "pages/overview.py",
        label=_("Open the overview as of release {number}").format(number=number),
        icon=":material/history:",
        query_params={**st.query_params.to_dict(), "as_of": number, "release": number},
    )


def _offer_original(frame: Frame, sha256: str, name: str) -> None:
    """The file that was published, as it came."""
    _ = frame.translate
    try:
        content = original_file(sha256)
    except LookupError:
        st.caption(_("The original file is no longer kept."))
        return
    st.download_button(
        _("Download the original file"),
        content,
        name,
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(f"SHA-256 {sha256}")


def _changes_table(frame: Frame, changes: pd.DataFrame) -> pd.DataFrame:
    """What a release changed, the greatest change in per cent first; figures it added last."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    words = {"added": _("Added"), "changed": _("Changed"), "withdrawn": _("Withdrawn")}
    units = {c: catalog.unit_of(c).name[language] for c in catalog.indicators}
    share = ((changes["value_after"] / changes["value_before"] - 1) * 100).abs()
    order = changes.assign(share=share.replace(float("inf"), pd.NA).astype("float"))
    changes = order.sort_values("share", ascending=False, kind="stable", na_position="last")
    changes = changes.head(ROWS_SHOWN)
    table = {
        _("Region"): frame.region_names(changes["region_code"]),
        _("Indicator"): frame.indicator_names(changes["indicator_code"]),
        _("Year"): changes["year"].astype(str),
        _("Before"): changes["value_before"],
        _("After"): changes["value_after"],
        _("Unit"): changes["indicator_code"].map(units),
        _("Change"): changes["action"].map(words),
        _("Also changes"): also_changed(frame, changes),
    }
    return _without_empty(pd.DataFrame(table))


def _accepted_table(frame: Frame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Warnings with the reason why they did not matter; harmless in a spreadsheet."""
    _ = frame.translate
    language = frame.language
    rows = accepted["row"].astype("Int64").astype("string").fillna("")
    table = {
        _("Kind"): [kind_name(kind)[language] for kind in accepted["kind"]],
        _("Accepted because"): accepted["reason"],
        _("Sheet"): accepted["sheet"].fillna(""),
        _("Cell"): accepted["column_name"].fillna("") + rows,
        _("As written"): accepted["value"].fillna(""),
        _("What is wrong"): accepted[f"problem_{language}"],
    }
    if accepted["kind"].isin(RECORDED).all():  # nobody needs a reason for these
        del table[_("Accepted because")]
    return pd.DataFrame(table)


def _offer_withdrawal(frame: Frame, release_id: int) -> None:
    """Take a release back by publishing another without it."""
    _ = frame.translate
    with st.form(f"withdraw_{release_id}", border=True, enter_to_submit=False):
        st.caption(
            plain(
                _(
                    "Taking a release back publishes a new one without its changes; figures that a "
                    "later release changed again keep the later value. Nothing is deleted."
                )
            )
        )
        known = st.session_state.get(PUBLISHED_BY, "")
        by = st.text_input(_("Taken back by"), known, key="withdrawn_by")
        note = st.text_input(_("Reason"), key="withdraw_note")
        pressed = st.form_submit_button(_("Take back"))
    if not pressed:
        return
    if not by.strip() or not note.strip():
        st.error(_("Say who takes it back, and why."))
        return
    result = withdraw(release_id, by=by, note=note)
    if isinstance(result, Refused):
        st.error(plain(result.reason[frame.language]))
        return
    st.session_state[_DONE] = plain(
        _("Release {number} takes release {old} back.").format(
            number=result.release_id, old=release_id
        )
    )
    st.rerun()
