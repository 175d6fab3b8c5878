"""What is to be read: one of the files that lie on the page, or a table pasted from Excel."""

from __future__ import annotations

import streamlit as st

from etl.api import Original, list_releases
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.update.questions import forget_answers

FILES = "update_file"
# The checksum of the file that was worked at last: answers are of one file only.
_WORKED_AT = "update.worked_at"


def choose_file(frame: Frame) -> Original | None:
    """The file to be worked at: of several the one chosen, without any what is pasted."""
    _ = frame.translate
    files = st.file_uploader(
        _("Files: an export of the National Bureau's database, a yearbook table, the template"),
        key=FILES,
        max_upload_size=50,
        accept_multiple_files=True,
    )
    found: Original | None
    if files:
        found = _choose(frame, [Original(file.name, file.getvalue()) for file in files])
    else:
        found = _take_pasted(frame)
    worked_at = found.sha256 if found else ""
    if st.session_state.get(_WORKED_AT, "") not in ("", worked_at):
        forget_answers()
    st.session_state[_WORKED_AT] = worked_at
    return found


def _choose(frame: Frame, files: list[Original]) -> Original:
    """One of several files; each content once, with the release that it was published as."""
    _ = frame.translate
    by_content: dict[str, Original] = {}
    for file in files:
        first = by_content.setdefault(file.sha256, file)
        if first is not file:
            sentence = _("{name} has the same content as {first} and is listed once.")
            st.caption(plain(sentence.format(name=file.shown_name, first=first.shown_name)))
    if len(by_content) == 1:
        return files[0]
    published = _published()
    said = _("published as release {number}")
    labels: dict[str, str] = {}
    for sha256, file in by_content.items():
        same = sum(
            f.shown_name == file.shown_name for f in list(by_content.values())[: len(labels)]
        )
        labels[sha256] = plain(f"{file.shown_name} ({same + 1})" if same else file.shown_name)
    chosen = st.radio(
        _("File worked at; the others wait"),
        list(labels),
        format_func=lambda sha256: labels.get(sha256, ""),
        captions=[said.format(number=published[f]) if f in published else "" for f in labels],
        key="update_chosen",
    )
    return by_content[chosen]


def _published() -> dict[str, int]:
    """The releases that published a file and were not taken back, by its checksum."""
    listed = list_releases()
    stands = listed[(listed["kind"] == "publish") & listed["withdrawn_by"].isna()]
    return dict(zip(stands["sha256"][::-1], stands["release_id"][::-1].astype(int), strict=True))


def _take_pasted(frame: Frame) -> Original | None:
    """A table copied from a spreadsheet, as the text file that it would be."""
    _ = frame.translate
    text = st.text_area(
        _("Or paste a table copied from Excel, with its title and header"),
        key="update_pasted",
        height=72,
    )
    if not text.strip():
        return None
    return Original(_("Pasted table") + ".txt", text.encode())
