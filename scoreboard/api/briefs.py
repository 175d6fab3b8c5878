"""A brief over HTTP: the same file that the page's export gives."""

from __future__ import annotations

import unicodedata
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Request
from fastapi.responses import Response

from scoreboard.answers.link import KEYS
from scoreboard.api.opened import answered, release_asked_for
from scoreboard.api.questions import AnswerAsked, read_strictly, values_of
from scoreboard.api.refused import RefusedRequest, refuse_parameter
from scoreboard.catalog import Text
from scoreboard.reports.brief import ANSWERED_BY, LONGEST_NOTE, Brief, Question, brief
from scoreboard.reports.formats import FORMATS, Format, file_name, write_brief

_NO_GLYPH = Text(
    zh="PDF的字体没有附言中的某个字符。请改用docx，或删去该字符。",
    en="The font of the PDF lacks a letter of the note. Ask for docx, or leave the letter out.",
)


class BriefAsked(AnswerAsked):  # type: ignore[valid-type,misc]
    """Which brief, in which format; the other choices are those of its page."""

    format: Annotated[Format, Query(description="格式 / format")] = "docx"
    note: Annotated[
        str, Query(max_length=LONGEST_NOTE, description="附言 / a note of one's own on the brief")
    ] = ""


def briefs(
    request: Request,
    question: Annotated[Question, Path(description="简报种类 / kind of brief")],
    asked: Annotated[BriefAsked, Query()],
) -> Response:
    """简报（Word、PowerPoint、PDF）。A brief of a region, a comparison or an indicator."""
    release = release_asked_for(asked.as_of)
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in asked.note):
        raise refuse_parameter("note", asked.note, ["文字 text"])
    values = {k: v for k, v in values_of(asked).items() if k in KEYS}
    # What it is asked for is checked as the pages check it whose answers it prints.
    for page in ANSWERED_BY[question]:
        read_strictly(page, values, release, asked.lang)

    def make() -> Response:
        pages = str(request.base_url).removesuffix("api/v1/")
        made = brief(release, question, values, asked.lang, asked.note, pages)
        name = quote(file_name(made, asked.format))
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(
            _write(made, asked.format), media_type=FORMATS[asked.format], headers=headers
        )

    return answered(request, release, make)


def _write(made: Brief, form: Format) -> bytes:
    """The file; raises RefusedRequest where the font lacks a letter of the note."""
    try:
        return write_brief(made, form)
    except ValueError as error:
        # Imported here, as the library that writes PDFs is loaded only where it is needed.
        from scoreboard.reports.pdf import MissingGlyphError

        if not isinstance(error, MissingGlyphError):
            raise
        raise RefusedRequest(400, _NO_GLYPH) from error
