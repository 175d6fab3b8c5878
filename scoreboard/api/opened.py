"""The release that a request asks for, and answers that need not be sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from scoreboard import paths
from scoreboard.answers.release import Release, find_kept, open_in_force, open_release
from scoreboard.api.refused import RefusedRequest
from scoreboard.catalog import CatalogError, Language, Text

_LARGEST_NUMBER = 99_999_999


class AnyAsked(BaseModel):
    """What any request may say: the language of names and sentences, and an older release."""

    model_config = ConfigDict(extra="forbid")

    lang: Annotated[Language, Query(description="语言 / language of names and sentences")] = "zh"
    as_of: Annotated[
        int | None,
        Query(
            ge=1,
            le=_LARGEST_NUMBER,
            description="版本号，缺省为现行版本 / number of a release; else the one in force",
        ),
    ] = None


def release_asked_for(as_of: int | None) -> Release:
    """The release of a number, else the one in force; raises RefusedRequest without it."""
    try:
        in_force = open_in_force()
    except LookupError as error:
        why = Text(
            zh="尚未发布任何版本。",
            en="No release has been published yet.",
        )
        raise RefusedRequest(503, why) from error
    except CatalogError as error:
        why = Text(
            zh="指标目录有误，暂时无法回答。看板页面上写明了原因。",
            en="The catalog cannot be used for now; the pages of the dashboard say why.",
        )
        raise RefusedRequest(503, why) from error
    if as_of is None or as_of == in_force.number:
        return in_force
    key = find_kept(as_of, in_force)
    if key is not None:
        return open_release(key)
    why = Text(
        zh=f"没有保存第{as_of}版，现行版本为第{in_force.number}版。",
        en=f"Release {as_of} is not kept here; in force is release {in_force.number}.",
    )
    raise RefusedRequest(404, why, map(str, kept_numbers(in_force)))


def kept_numbers(in_force: Release) -> list[int]:
    """The releases that were in force and are still kept, the newest first."""
    numbers = sorted(in_force.store.read_numbers(), reverse=True)
    return [n for n in numbers if find_kept(n, in_force) is not None]


def answered(request: Request, release: Release, make: Callable[[], Response]) -> Response:
    """The response with its ETag; 304 without working anything out when the client has it.

    The tag is one of release, catalog, program and request, so none of them changes unnoticed.
    """
    asked = f"{request.url.path}?{urlencode(sorted(request.query_params.multi_items()))}"
    parts = (*map(str, release.identity[1:]), _program(), asked)
    tag = f'W/"{hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Release": str(release.number)}
    had = {each.strip() for each in request.headers.get("if-none-match", "").split(",")}
    if had & {tag, tag.removeprefix("W/"), "*"}:
        return Response(status_code=304, headers=headers)
    response = make()
    response.headers.update(headers)
    return response


@lru_cache(maxsize=1)
def _program() -> str:
    """What tells one state of the program from another: when its newest file was written."""
    files = (paths.ROOT / "scoreboard").rglob("*.p[yo]")
    return str(max(file.stat().st_mtime_ns for file in files))
