"""The formats of a brief; each loads what writes it only when it is asked for."""

from __future__ import annotations

import re
from typing import Literal

from scoreboard.reports.brief import Brief

Format = Literal["docx", "pptx", "pdf"]
# What each is to a browser.
FORMATS: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}


def write_brief(made: Brief, form: Format, template: bytes | None = None) -> bytes:
    """The brief as a file.

    template: a .docx of the reader's own that is filled instead of our layout. Raises
    TemplateRefusedError for one that cannot be filled, MissingGlyphError for a PDF whose font lacks
    a letter, and ValueError for a template of another format; each says so in the brief's language.
    """
    if template is not None and form != "docx":
        raise ValueError("only a Word document is made by a template")
    if form == "docx":
        from scoreboard.reports.word import to_docx

        return to_docx(made, template)
    if form == "pptx":
        from scoreboard.reports.slides import to_pptx

        return to_pptx(made)
    if form == "pdf":
        from scoreboard.reports.pdf import to_pdf

        return to_pdf(made)
    raise ValueError(f"there is no brief as {form!r}; there are {', '.join(FORMATS)}")


def file_name(made: Brief, form: Format) -> str:
    """The name of the file: what it is about, by code and name, and its ending."""
    stem = re.sub(r"[^\w.-]+", "_", made.name)
    return f"{stem}.{form}"
