"""Single figures and maps over HTTP, as the pages offer them for download."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Request
from fastapi.responses import Response

from scoreboard.answers.questions import answer_choice
from scoreboard.api.opened import AnyAsked, answered, release_asked_for
from scoreboard.api.questions import AnswerAsked, Question, read_strictly, values_of
from scoreboard.api.refused import unknown_code
from scoreboard.catalog import Text
from scoreboard.reports.drawing import to_png, to_svg
from scoreboard.reports.pictures import captioned, pictures_of

_PICTURE = Text(zh="图", en="picture")
MEDIA = {"svg": "image/svg+xml", "png": "image/png"}


def picture(
    request: Request,
    question: Annotated[Question, Path(description="页面 / page")],
    name: Annotated[
        str,
        Path(
            pattern=r"^[a-z0-9_]{1,80}\.(svg|png)$",
            description="图的代码与格式 / key of the figure or map, and svg or png",
        ),
    ],
    asked: Annotated[AnswerAsked, Query()],  # type: ignore[valid-type]
) -> Response:
    """页面上的一幅图，含来源和审图号。One figure or map of a page, with its source."""
    return _picture(request, question, name, asked)


def _picture(request: Request, question: str, name: str, asked: AnyAsked) -> Response:
    release = release_asked_for(asked.as_of)
    _link, choice = read_strictly(question, values_of(asked), release, asked.lang)
    key, _dot, kind = name.partition(".")

    def make() -> Response:
        answer = answer_choice(question, release, choice, asked.lang)
        parts = pictures_of(answer)
        if key not in parts:
            raise unknown_code(_PICTURE, key, parts)
        caption = captioned(answer, parts[key], release, choice, asked.lang)
        svg = to_svg(parts[key], caption)
        content = to_png(svg) if kind == "png" else svg
        file = quote(f"{caption.title}_r{release.number}.{kind}")
        headers = {"Content-Disposition": f"inline; filename*=UTF-8''{file}"}
        return Response(content, media_type=MEDIA[kind], headers=headers)

    return answered(request, release, make)
