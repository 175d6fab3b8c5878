"""What a request is answered with that cannot be followed: a sentence in both languages.

Never a traceback, a path or SQL: what a fault was goes to the log, under a number.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from rapidfuzz import process
from starlette.exceptions import HTTPException

from scoreboard.answers.link import cut
from scoreboard.catalog import Text
from scoreboard.store.folder import ReleaseFolderError

MEDIA_TYPE = "application/problem+json"
_MOST_ACCEPTED = 40
_NEAREST = 5
_log = logging.getLogger("scoreboard.api")
_TITLES = {
    400: Text(zh="请求中有无法使用的参数", en="The request has a parameter that cannot be used"),
    404: Text(zh="没有所请求的内容", en="What was asked for does not exist"),
    405: Text(zh="只能读取", en="Reading only"),
    500: Text(zh="程序出错", en="The program failed"),
    503: Text(zh="数据暂不可用", en="The data cannot be read for now"),
}
_METHODS = Text(zh="接口只读，只接受GET请求。", en="The API is read-only: use GET.")
_PATHS = Text(
    zh="没有这个地址。所有地址见openapi.json。",
    en="No such address. openapi.json lists all of them.",
)


class RefusedRequest(Exception):
    """A request that cannot be followed: status, why, and what would be accepted."""

    def __init__(self, status: int, why: Text, accepted: Iterable[str] = ()) -> None:
        super().__init__(why.en)
        self.status, self.why, self.accepted = status, why, tuple(accepted)[:_MOST_ACCEPTED]


def unknown_code(
    what: Text, code: str, known: Collection[str], status: int = 404
) -> RefusedRequest:
    """That a code names nothing, with those that are spelled most like it."""
    shown = cut(code)
    why = Text(
        zh=f"没有代码为“{shown}”的{what.zh}。拼写相近的代码见accepted。",
        en=f'There is no {what.en} with the code "{shown}". Codes spelled alike are in accepted.',
    )
    return RefusedRequest(status, why, _spelled_alike(code, known))


def refuse_parameter(name: str, value: object, accepted: Iterable[str]) -> RefusedRequest:
    """That a parameter's value cannot be used; of many that can, those spelled most like it."""
    shown, known = cut(str(value)), list(accepted)
    if len(known) > _MOST_ACCEPTED:
        known = _spelled_alike(str(value), known)
    why = Text(
        zh=f"参数{name}的值“{shown}”无法使用，可用或拼写相近的值见accepted。",
        en=f'The value "{shown}" of {name} cannot be used. accepted lists what can, or is alike.',
    )
    return RefusedRequest(400, why, known)


def _spelled_alike(code: str, known: Collection[str]) -> list[str]:
    return [found for found, _score, _at in process.extract(code, list(known), limit=_NEAREST)]


def problem(status: int, why: Text, accepted: Iterable[str] = ()) -> Response:
    """A problem as RFC 9457 writes it, with the sentence in both languages."""
    title = _TITLES.get(status, _TITLES[400])
    body = {
        "type": "about:blank",
        "status": status,
        "title": f"{title.zh} / {title.en}",
        "detail": why.zh,
        "detail_en": why.en,
        "accepted": list(accepted),
    }
    return Response(orjson.dumps(body), status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have every error of an app answered this way."""
    app.add_exception_handler(RefusedRequest, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(ReleaseFolderError, _unreadable)
    app.add_exception_handler(Exception, _failed)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedRequest)
    return problem(error.status, error.why, error.accepted)


def _invalid(request: Request, error: Exception) -> Response:
    """The first thing that is wrong with the parameters."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name, value = str(first["loc"][-1]), first.get("input")
    if first["type"] == "extra_forbidden":
        why = Text(
            zh=f"没有参数“{cut(name)}”，可用的参数见accepted。",
            en=f'There is no parameter "{cut(name)}". accepted lists those there are.',
        )
        return problem(400, why, _parameters_of(request))
    return _refused(request, refuse_parameter(cut(name), value, _accepted_by(first)))


def _accepted_by(error: dict[str, object]) -> list[str]:
    """What pydantic would have accepted, from what it says was wrong."""
    context = error.get("ctx")
    said = context if isinstance(context, dict) else {}
    if "expected" in said:
        return str(said["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    if error["type"] == "string_too_long":
        return [f"≤ {said['max_length']} 字符 characters"]
    bounds = [f"{sign} {said[key]}" for key, sign in (("ge", "≥"), ("le", "≤")) if key in said]
    return bounds or ["整数 integer"]


def _parameters_of(request: Request) -> list[str]:
    """The query parameters of the route that was asked for."""
    path = request.scope["route"].path
    listed = request.app.openapi()["paths"][path]["get"].get("parameters", [])
    return [each["name"] for each in listed if each["in"] == "query"]


def _of_http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = problem(error.status_code, _METHODS if error.status_code == 405 else _PATHS)
    response.headers.update(error.headers or {})
    return response


def _unreadable(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ReleaseFolderError)
    return problem(503, error.sentence)


def _failed(_request: Request, error: Exception) -> Response:
    number = uuid.uuid4().hex[:8]
    _log.error("fault %s", number, exc_info=error)
    why = Text(
        zh=f"程序处理该请求时出错，已记入日志（编号{number}）。",
        en=f"The program failed at this request; the log has it under {number}.",
    )
    return problem(500, why)
