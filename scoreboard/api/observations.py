"""Observations over HTTP: filtered, page by page or whole, in the format that a tool reads."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Iterator
from typing import Annotated, Literal

import orjson
import pyarrow as pa
from fastapi import Query, Request
from fastapi.responses import Response, StreamingResponse

from scoreboard.answers.observations import Key, Selection, stream
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.api.opened import AnyAsked, answered, release_asked_for
from scoreboard.api.refused import RefusedRequest, refuse_parameter, unknown_code
from scoreboard.catalog import Catalog, Level, Text
from scoreboard.reports.sdmx import to_sdmx_csv
from scoreboard.reports.streams import stream_csv, stream_parquet

Format = Literal["json", "csv", "parquet", "sdmx-csv"]
MEDIA_TYPES: dict[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "sdmx-csv": "application/vnd.sdmx.data+csv; version=2.0.0",
}
_ENDINGS = {"csv": "csv", "parquet": "parquet", "sdmx-csv": "csv"}
_JSON_PAGE = 1_000
_MOST_ROWS = 1_000_000
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_INDICATOR = Text(zh="指标", en="indicator")
_REGION = Text(zh="地区", en="region")


class ObservationsAsked(AnyAsked):
    """Which observations, in which format, and where the page begins."""

    indicator: Annotated[
        str | None,
        Query(max_length=4_000, description="指标代码，逗号分隔 / codes of indicators, by commas"),
    ] = None
    region: Annotated[
        str | None,
        Query(max_length=8_000, description="地区代码，逗号分隔 / codes of regions, by commas"),
    ] = None
    level: Annotated[Level | None, Query(description="地区层级 / level of the regions")] = None
    within: Annotated[
        str | None,
        Query(max_length=20, description="所属省或市的代码 / code of the province or city around"),
    ] = None
    year_from: Annotated[
        int | None,
        Query(ge=_FIRST_YEAR, le=_LAST_YEAR, description="起始年份 / first year"),
    ] = None
    year_to: Annotated[
        int | None,
        Query(ge=_FIRST_YEAR, le=_LAST_YEAR, description="截止年份 / last year"),
    ] = None
    format: Annotated[Format, Query(description="格式 / format")] = "json"
    limit: Annotated[
        int | None,
        Query(
            ge=1,
            le=_MOST_ROWS,
            description="最多行数；json缺省1000，其他格式缺省为全部 / "
            "at most so many rows; 1,000 of json and all of other formats where it is not given",
        ),
    ] = None
    cursor: Annotated[
        str | None,
        Query(max_length=400, description="上一页给出的next / where the last page ended"),
    ] = None


def observations(request: Request, asked: Annotated[ObservationsAsked, Query()]) -> Response:
    """指标数值，一行一个（地区、指标、年份）；未公布的没有行，不作零。

    Figures, one row a region, indicator and year; what is not published has no row and is no zero.
    """
    release = release_asked_for(asked.as_of)
    selection = _selection(release.catalog, asked)
    after = None if asked.cursor is None else read_cursor(asked.cursor)
    return answered(request, release, lambda: _respond(request, release, asked, selection, after))


def _selection(catalog: Catalog, asked: ObservationsAsked) -> Selection:
    """What was asked for, each code checked."""
    if asked.year_from and asked.year_to and asked.year_from > asked.year_to:
        raise refuse_parameter("year_from", asked.year_from, [f"<= {asked.year_to}"])
    if asked.within is not None and asked.within not in catalog.regions:
        raise unknown_code(_REGION, asked.within, catalog.regions, 400)
    return Selection(
        indicators=_codes(asked.indicator, catalog.indicators, _INDICATOR),
        regions=_codes(asked.region, catalog.regions, _REGION),
        level=asked.level,
        within=asked.within,
        first_year=asked.year_from,
        last_year=asked.year_to,
    )


def _codes(text: str | None, known: Collection[str], what: Text) -> tuple[str, ...]:
    """The codes of a list; raises RefusedRequest for one that names nothing."""
    codes = tuple(dict.fromkeys(c.strip() for c in (text or "").split(",") if c.strip()))
    for code in codes:
        if code not in known:
            raise unknown_code(what, code, known, 400)
    return codes


def _respond(
    request: Request,
    release: Release,
    asked: ObservationsAsked,
    selection: Selection,
    after: Key | None,
) -> Response:
    if asked.format == "json":
        limit = asked.limit or _JSON_PAGE
        rows = stream(release, selection, asked.lang, as_json=True, after=after, limit=limit + 1)
        content = _as_json(rows, limit, _next_page(request, release))
        return StreamingResponse(content, media_type=MEDIA_TYPES["json"])
    batches = stream(
        release,
        selection,
        asked.lang,
        for_spreadsheets=asked.format != "parquet",
        after=after,
        limit=asked.limit,
    )
    name = f"observations_r{release.number}.{_ENDINGS[asked.format]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        _as_file(release, asked, batches), media_type=MEDIA_TYPES[asked.format], headers=headers
    )


def _as_file(
    release: Release, asked: ObservationsAsked, batches: Iterator[pa.RecordBatch]
) -> Iterator[bytes]:
    if asked.format == "csv":
        return stream_csv(batches)
    if asked.format == "sdmx-csv":
        return to_sdmx_csv(batches)
    return stream_parquet(batches, {"release": release_line(release.info, asked.lang)})


def _next_page(request: Request, release: Release) -> str:
    """The address of the next page but for its cursor; always of the release of this page."""
    url = request.url.remove_query_params("cursor").include_query_params(as_of=release.number)
    return f"{url}&cursor="


def _as_json(batches: Iterator[pa.RecordBatch], limit: int, next_page: str) -> Iterator[bytes]:
    """{"observations": [...], "next": the address of the next page or null}."""
    yield b'{"observations":['
    left, following, last = limit, None, None
    for batch in batches:
        told = batch.slice(0, left)
        if len(told):
            text = ",\n".join(told.column("row").to_pylist())
            yield (b",\n" if last else b"") + text.encode()
            last = _key(told)
        left -= len(told)
        # One more is asked for than is told, to know whether there is a next page.
        if len(told) < len(batch) and last is not None:
            following = next_page + write_cursor(last)
            break
    yield b'],"next":' + orjson.dumps(following) + b"}"


def _key(batch: pa.RecordBatch) -> Key:
    """The key of a batch's last observation."""
    row = batch.slice(len(batch) - 1).to_pylist()[0]
    return row["indicator_code"], row["year"], row["region_code"]


def write_cursor(key: Key) -> str:
    """Where a page ended, as the address of the next one says it."""
    return base64.urlsafe_b64encode("|".join(map(str, key)).encode()).decode().rstrip("=")


def read_cursor(text: str) -> Key:
    """Where the page before ended; raises RefusedRequest for what no page gave."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        parts = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split("|")
        indicator, year, region = parts
        if _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            return indicator, int(year), region
    except (ValueError, binascii.Error):
        pass
    why = Text(
        zh="参数cursor无法识别。请使用上一页next中的地址。",
        en="The cursor cannot be read. Use the address in `next` of the page before.",
    )
    raise RefusedRequest(400, why)
