"""The releases: who published what, what it changed, and taking one back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from etl.amend import Refused, withdraw
from etl.history import acceptances_of, changes_of, list_releases, original_file
from etl.kinds import kind_name
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

_DONE = "releases.done"


def show_releases(frame: Frame) -> int:
    """All releases, newest first; returns the number of the one looked at."""
    _ = frame.translate
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done)
    listed = list_releases()
    kinds = {"build": _("shipped figures"), "publish": _("file"), "withdraw": _("taken back")}
    table = pd.DataFrame(
        {
            _("Release"): listed["release_id"],
            _("In force"): listed["is_in_force"],
            _("Published"): listed["published_at"].str[:16].str.replace("T", " "),
            _("Published by"): listed["published_by"],
            _("Reviewed by"): listed["reviewed_by"],
            _("Kind"): listed["kind"].map(kinds),
            _("File"): listed["source_file"],
            _("Added"): listed["rows_added"],
            _("Changed"): listed["rows_changed"],
            _("Withdrawn"): listed["rows_withdrawn"],
            _("Accepted warnings"): listed["accepted_warnings"],
            _("Takes back"): listed["withdraws"],
            _("Taken back by"): listed["withdrawn_by"],
            _("Note"): listed["note"],
            "SHA-256": listed["sha256"],
        }
    )
    st.dataframe(table, hide_index=True, key="release_list", placeholder="—")
    return int(st.selectbox(_("Release"), listed["release_id"].tolist(), key="release_shown"))


def show_release(frame: Frame, release_id: int) -> None:
    """What one release changed, the warnings it accepted, and the file it came from."""
    _ = frame.translate
    listed = list_releases().set_index("release_id").loc[release_id]
    changes = changes_of(release_id)
    if changes.empty:
        st.caption(_("The first release: all of its figures are new."))
    else:
        words = {"added": _("Added"), "changed": _("Changed"), "withdrawn": _("Withdrawn")}
        table = pd.DataFrame(
            {
                _("Change"): changes["action"].map(words),
                _("Region"): frame.region_names(changes["region_code"]),
                _("Indicator"): frame.indicator_names(changes["indicator_code"]),
                _("Year"): changes["year"].astype(str),
                _("Before"): changes["value_before"],
                _("After"): changes["value_after"],
            }
        )
        st.dataframe(table, hide_index=True, key="release_changes", placeholder="—")
    accepted = acceptances_of(release_id)
    if not accepted.empty:
        st.markdown(f"**{plain(_('Accepted warnings'))}**")
        kinds = [kind_name(kind)[frame.language] for kind in accepted["kind"]]
        st.dataframe(accepted.assign(kind=kinds), hide_index=True, key="release_accepted")
    if listed["kind"] == "publish":
        st.download_button(
            _("Download the original file"),
            original_file(str(listed["sha256"])),
            str(listed["source_file"]),
            icon=":material/download:",
            on_click="ignore",
        )
        if pd.isna(listed["withdrawn_by"]):
            _offer_withdrawal(frame, release_id)


def _offer_withdrawal(frame: Frame, release_id: int) -> None:
    """Take a release back by publishing another without it."""
    _ = frame.translate
    with st.form(f"withdraw_{release_id}", border=True):
        st.caption(
            plain(
                _(
                    "Taking a release back publishes a new one without its changes; figures that a "
                    "later release changed again keep the later value. Nothing is deleted."
                )
            )
        )
        by = st.text_input(_("Taken back by"), key="withdrawn_by")
        note = st.text_input(_("Reason"), key="withdraw_note")
        pressed = st.form_submit_button(_("Take back"))
    if not pressed:
        return
    if not by.strip() or not note.strip():
        st.error(_("Say who takes it back, and why."))
        return
    result = withdraw(release_id, by=by, note=note, catalog=frame.catalog)
    if isinstance(result, Refused):
        st.error(plain(result.reason[frame.language]))
        return
    st.session_state[_DONE] = plain(
        _("Release {number} takes release {old} back.").format(
            number=result.release_id, old=release_id
        )
    )
    st.rerun()
