"""导出: what a page says as a brief, made when somebody asks for it."""

from __future__ import annotations

import streamlit as st

from scoreboard.reports.brief import LONGEST_NOTE, Question, brief
from scoreboard.reports.formats import FORMATS, Format, file_name, write_brief
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.share import server_url

# The last brief made: for which choice and note, and the file.
_MADE = "brief_made"
_LABELS: dict[Format, str] = {"docx": "Word", "pptx": "PowerPoint", "pdf": "PDF"}


def show_export(frame: Frame, question: Question) -> None:
    """What is asked before a brief is made, and the file once it is there."""
    _ = frame.translate
    st.caption(_("What this page says now, with its sources, as a brief."))
    note = st.text_area(
        _("A note of your own, printed as yours"),
        max_chars=LONGEST_NOTE,
        height=90,
        key="export_note",
    )
    upload = st.file_uploader(
        _("Your own Word template (.docx), if any"),
        type="docx",
        max_upload_size=5,
        help=_("What a template may name: docs/briefs.md"),
        key="export_template",
    )
    template = None if upload is None else upload.getvalue()
    asked: Format | None = None
    with st.container(horizontal=True):
        for form, label in _LABELS.items():
            is_off = template is not None and form != "docx"
            if st.button(label, key=f"export_{form}", disabled=is_off):
                asked = form
    shown = (question, frame.release.number, frame.language, note, *frame.link.values.items())
    if asked is not None:
        _make(frame, question, asked, note, template, shown)
    made = st.session_state.get(_MADE)
    if made is not None and made[0] == shown:
        _shown, name, data, kind = made
        st.download_button(
            _("Download {file}").format(file=name),
            data,
            name,
            kind,
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            key="export_file",
        )


def _make(
    frame: Frame,
    question: Question,
    form: Format,
    note: str,
    template: bytes | None,
    shown: tuple[object, ...],
) -> None:
    """Make the file and keep it until the next one; what stands against it is said."""
    _ = frame.translate
    st.session_state.pop(_MADE, None)
    try:
        with st.spinner(_("The brief is being made"), show_time=True):
            values, address = frame.link.values, server_url("", {})
            found = brief(frame.release, question, values, frame.language, note, address)
            data = write_brief(found, form, template)
    except ValueError as error:
        # Each of these says in a sentence what cannot be printed, and why.
        st.warning(plain(str(error)))
        return
    st.session_state[_MADE] = (shown, file_name(found, form), data, FORMATS[form])
