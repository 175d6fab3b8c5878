"""The API's addresses, all under /api/v1, and the document that describes them."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount

from scoreboard.api import listed, pictures, questions
from scoreboard.api.briefs import briefs
from scoreboard.api.feed import feed
from scoreboard.api.observations import MEDIA_TYPES, observations
from scoreboard.api.page import page
from scoreboard.api.refused import MEDIA_TYPE, install
from scoreboard.reports.formats import FORMATS
from scoreboard.reports.sdmx import STRUCTURE
from scoreboard.reports.whole import MEDIA_TYPES as WHOLE_MEDIA_TYPES

PREFIX = "/api/v1"
_JSON = {"application/json": {"schema": {"type": "object"}}}
_CSV = {"text/csv": {"schema": {"type": "string"}}}
_LIST = {**_JSON, **_CSV}
_FILES = {
    media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
    for name, media in MEDIA_TYPES.items()
    if name != "json"
}
_PICTURES = {m: {"schema": {"type": "string", "format": "binary"}} for m in pictures.MEDIA.values()}
_WHOLE = {
    media: {"schema": {"type": "string", "format": "binary"}}
    for media in WHOLE_MEDIA_TYPES.values()
}
_BRIEFS = {media: {"schema": {"type": "string", "format": "binary"}} for media in FORMATS.values()}
_PROBLEM = {
    "type": "object",
    "required": ["type", "status", "title", "detail", "detail_en", "accepted"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string", "description": "中文"},
        "detail_en": {"type": "string", "description": "English"},
        "accepted": {"type": "array", "items": {"type": "string"}},
    },
}
_OBSERVATION = {
    "type": "object",
    "properties": {
        "region_code": {"type": "string", "description": "GB/T 2260; 000000: the nation"},
        "region": {"type": "string"},
        "level": {"enum": ["nation", "province", "city", "county", "zone"]},
        "indicator_code": {"type": "string"},
        "indicator": {"type": "string"},
        "year": {"type": "integer"},
        "value": {"type": "number"},
        "unit": {"type": "string"},
        "status": {
            "enum": ["A", "E", "P", "U"],
            "description": "SDMX CL_OBS_STATUS. A: normal; E: worked out; P: preliminary; "
            "U: not confirmed by a second source",
        },
        "source_code": {"type": "string"},
        "source": {"type": "string"},
        "note": {"type": "string"},
        "release": {"type": "integer"},
    },
}
_OBSERVATIONS = {
    "type": "object",
    "required": ["observations", "next"],
    "properties": {
        "observations": {"type": "array", "items": _OBSERVATION},
        "next": {"type": ["string", "null"], "description": "address of the next page"},
    },
}
_SAID = {
    304: "The client has this answer already (If-None-Match)",
    400: "A parameter cannot be used",
    404: "No such code, or a release that is not kept",
    503: "No release has been published, or it cannot be read",
}
_ROUTES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("/indicators", listed.indicators, _LIST),
    ("/indicators/{code}", listed.indicator, _JSON),
    ("/regions", listed.regions, _LIST),
    ("/regions/{code}", listed.region, _JSON),
    (
        "/observations",
        observations,
        {"application/json": {"schema": _OBSERVATIONS}, **_FILES},
    ),
    ("/registers", listed.registers, _LIST),
    ("/registers/{code}", listed.register, _LIST),
    ("/releases", listed.releases, _JSON),
    ("/releases/{number}/whole", listed.whole, _WHOLE),
    ("/composite", questions.composite, _JSON),
    ("/diagnosis/{region}", questions.diagnosis, _JSON),
    ("/answers/{question}", questions.question, _JSON),
    ("/briefs/{question}", briefs, _BRIEFS),
    ("/feed.atom", feed, {"application/atom+xml": {"schema": {"type": "string"}}}),
    ("/pictures/{question}/{name}", pictures.picture, _PICTURES),
)


def make_app() -> FastAPI:
    """The API as an application of its own; any error is a sentence."""
    app = FastAPI(
        title="区域创新看板 Regional innovation scoreboard",
        version="1",
        description="官方创新统计数据与诊断，只读 / Official innovation statistics and the "
        "diagnosis by them, read-only.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for path, endpoint, content in _ROUTES:
        app.add_api_route(
            path,
            endpoint,
            methods=["GET"],
            response_class=Response,
            responses={200: {"content": content}, **_responses(path)},
            operation_id=endpoint.__name__,
        )
    for path, plain in (
        ("/openapi.json", _document),
        ("/structure.xml", _structure),
        ("/docs", _page),
        ("/", _page),
    ):
        app.add_api_route(path, plain, methods=["GET"], include_in_schema=False)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    install(app)
    return app


def routes(base: str = "") -> list[Mount]:
    """The API as routes beside those of the pages; base: the path that all of them lie below."""
    below = f"/{base.strip('/')}" if base.strip("/") else ""
    mount = Mount(below + PREFIX, make_app())
    # As compiled there an address with a line break in it would be one of the pages'.
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return [mount]


def _responses(path: str) -> dict[int | str, dict[str, Any]]:
    content = {MEDIA_TYPE: {"schema": _PROBLEM}}
    return {
        status: {"description": said} | ({} if status == 304 else {"content": content})
        for status, said in _SAID.items()
    }


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document; parameters that cannot be used are 400 here, never 422."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        for path in found["paths"].values():
            path["get"]["responses"].pop("422", None)
        found.pop("components", None)
        app.openapi_schema = found
    return app.openapi_schema


def _document(request: Request) -> Response:
    """The API, described for programs."""
    at = request.scope.get("root_path", "") or "/"
    return JSONResponse({**request.app.openapi(), "servers": [{"url": at}]})


def _structure() -> Response:
    """The data structure of the format sdmx-csv."""
    return FileResponse(STRUCTURE, media_type="application/xml")


def _page(request: Request) -> Response:
    """The API, described for people."""
    return HTMLResponse(page(request.app.openapi(), request.scope.get("root_path", "")))
