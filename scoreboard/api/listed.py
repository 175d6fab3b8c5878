"""What there is: indicators, regions, registers and their items, releases."""

from __future__ import annotations

import pathlib
import tempfile
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import orjson
import pandas as pd
from fastapi import Path, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, ConfigDict
from starlette.background import BackgroundTask

from scoreboard.answers.observations import Selection, observations_frame
from scoreboard.answers.registered import listed, registers_in_order
from scoreboard.answers.release import Release, find_kept
from scoreboard.answers.sources import cited
from scoreboard.api.opened import AnyAsked, answered, release_asked_for
from scoreboard.api.refused import unknown_code
from scoreboard.catalog import Indicator, Language, Level, Region, Register, Text
from scoreboard.harmless import neutralise_table
from scoreboard.reports.whole import ENDINGS, MEDIA_TYPES, WholeFormat, write_whole

ListFormat = Literal["json", "csv"]
Code = Annotated[str, Path(max_length=60, description="代码 / code")]
_INDICATOR = Text(zh="指标", en="indicator")
_REGION = Text(zh="地区", en="region")
_REGISTER = Text(zh="名单", en="register")
_PILLAR = Text(zh="指标组", en="pillar")


class ListAsked(AnyAsked):
    """A list, as JSON or as CSV for a spreadsheet."""

    format: Annotated[ListFormat, Query(description="格式 / format")] = "json"


class ReleasesAsked(BaseModel):
    """Nothing to choose: all that are kept."""

    model_config = ConfigDict(extra="forbid")


class WholeAsked(BaseModel):
    """In which form, and in which language names are."""

    model_config = ConfigDict(extra="forbid")

    lang: Annotated[Language, Query(description="语言 / language of names")] = "zh"
    format: Annotated[WholeFormat, Query(description="格式 / format")] = "duckdb"


class IndicatorsAsked(ListAsked):
    """Which indicators."""

    pillar: Annotated[
        str | None, Query(max_length=60, description="指标组代码 / code of a pillar")
    ] = None
    level: Annotated[
        Level | None, Query(description="有该层级数值的 / with figures of this level")
    ] = None


class RegionsAsked(ListAsked):
    """Which regions."""

    level: Annotated[Level | None, Query(description="层级 / level")] = None
    within: Annotated[
        str | None, Query(max_length=20, description="所属省或市的代码 / province or city around")
    ] = None


class ItemsAsked(ListAsked):
    """Which items of a register."""

    region: Annotated[
        str | None, Query(max_length=20, description="地区代码，含其下辖 / region, with all in it")
    ] = None
    year: Annotated[
        int | None, Query(ge=1949, le=2100, description="名单年份 / year of the list")
    ] = None


def indicators(request: Request, asked: Annotated[IndicatorsAsked, Query()]) -> Response:
    """指标目录。The indicators: name, unit, direction, years and levels with figures."""
    release = release_asked_for(asked.as_of)
    pillars = release.catalog.pillars
    if asked.pillar is not None and asked.pillar not in pillars:
        raise unknown_code(_PILLAR, asked.pillar, pillars, 400)

    def rows() -> Iterable[dict[str, Any]]:
        found = release.coverage()
        if asked.level:
            found = found[found["level"] == asked.level]
        years = found.groupby("indicator_code")["year"].agg(["min", "max"])
        for card in release.catalog.indicators_in_order():
            if asked.pillar in (None, card.pillar) and (
                asked.level is None or card.code in years.index
            ):
                span = years.loc[card.code] if card.code in years.index else None
                yield _indicator_row(release, card, asked.lang) | {
                    "first_year": None if span is None else int(span["min"]),
                    "last_year": None if span is None else int(span["max"]),
                }

    return answered(request, release, lambda: _list("indicators", rows(), asked.format))


def indicator(request: Request, code: Code, asked: Annotated[AnyAsked, Query()]) -> Response:
    """一个指标：定义、单位、公式、口径、来源与覆盖。One indicator with all that limits it."""
    release = release_asked_for(asked.as_of)
    if code not in release.catalog.indicators:
        raise unknown_code(_INDICATOR, code, release.catalog.indicators)
    return answered(request, release, lambda: _json(describe(release, code, asked.lang)))


def describe(release: Release, code: str, language: Language) -> dict[str, Any]:
    """All that is to be known of an indicator before its figures are used."""
    card = release.catalog.indicators[code]
    sources = release.indicator_sources()
    sources = sources[sources["indicator_code"] == code]
    coverage = release.coverage()
    coverage = coverage[coverage["indicator_code"] == code]
    return _indicator_row(release, card, language) | {
        "caveats": [caveat[language] for caveat in card.caveats],
        "breaks": [
            {
                "year": each.year,
                "text": each.text[language],
                "region_codes": list(each.region_codes),
            }
            for each in card.breaks
        ],
        "not_comparable_with": list(card.not_comparable_with),
        "synonyms": list(card.synonyms),
        "sources": [
            {
                "code": row.source_code,
                "title": release.titles.get(row.source_code, row.source_code),
                "url": _url(release, row.source_code),
                "observations": row.observations,
                "first_year": row.first_year,
                "last_year": row.last_year,
            }
            for row in sources.itertuples()
        ],
        "coverage": [
            {"level": row.level, "year": row.year, "regions": row.regions}
            for row in coverage.itertuples()
        ],
    }


def _url(release: Release, code: str) -> str | None:
    source = release.catalog.sources.get(code)
    return (source.url or None) if source else None


def _indicator_row(release: Release, card: Indicator, language: Language) -> dict[str, Any]:
    catalog = release.catalog
    return {
        "code": card.code,
        "name": card.name[language],
        "definition": card.definition[language],
        "unit": catalog.units[card.unit].name[language],
        "direction": card.direction,
        "pillar": card.pillar,
        "pillar_name": catalog.pillars[card.pillar].name[language],
        "chain": card.chain,
        "scope": card.scope,
        "formula": card.formula,
        "is_official": card.is_official,
    }


def regions(request: Request, asked: Annotated[RegionsAsked, Query()]) -> Response:
    """地区目录（国标行政区划代码）。The regions by their code of GB/T 2260."""
    release = release_asked_for(asked.as_of)
    catalog = release.catalog
    if asked.within is not None and asked.within not in catalog.regions:
        raise unknown_code(_REGION, asked.within, catalog.regions, 400)

    def rows() -> Iterable[dict[str, Any]]:
        for region in catalog.regions.values():
            if asked.level in (None, region.level) and (
                asked.within is None or asked.within in catalog.above(region.code)
            ):
                yield _region_row(region, asked.lang)

    return answered(request, release, lambda: _list("regions", rows(), asked.format))


def region(request: Request, code: Code, asked: Annotated[AnyAsked, Query()]) -> Response:
    """一个地区及其各指标最新数值。One region, with its newest figure of every indicator."""
    release = release_asked_for(asked.as_of)
    catalog = release.catalog
    if code not in catalog.regions:
        raise unknown_code(_REGION, code, catalog.regions)

    def make() -> Response:
        figures = observations_frame(release, Selection(regions=(code,)), asked.lang)
        newest = figures.groupby("indicator_code", sort=False).tail(1)
        return _json(
            _region_row(catalog.regions[code], asked.lang)
            | {
                "above": list(catalog.above(code)),
                "newest": newest.to_dict("records"),
            }
        )

    return answered(request, release, make)


def _region_row(region: Region, language: Language) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name[language],
        "short_name": region.short_name[language],
        "level": region.level,
        "parent_code": region.parent_code or None,
        "valid_from": region.valid_from,
        "valid_to": region.valid_to,
    }


def registers(request: Request, asked: Annotated[ListAsked, Query()]) -> Response:
    """国家名单目录。The registers: what an item is, and of which years there is a list."""
    release = release_asked_for(asked.as_of)

    def rows() -> Iterable[dict[str, Any]]:
        for found in registers_in_order(release.catalog).values():
            yield _register_row(found, asked.lang)

    return answered(request, release, lambda: _list("registers", rows(), asked.format))


def _register_row(found: Register, language: Language) -> dict[str, Any]:
    newest = found.newest
    return {
        "code": found.code,
        "name": found.name[language],
        "item": found.item[language],
        "newest_year": newest.year if newest else None,
        "is_complete": newest.is_complete if newest else None,
        "announced": newest.announced if newest else None,
    }


def register(request: Request, code: Code, asked: Annotated[ItemsAsked, Query()]) -> Response:
    """一份名单的各项。The items of a register on its newest list, or on that of a year.

    `is_complete`: only where it is true a region without an item has none.
    """
    release = release_asked_for(asked.as_of)
    catalog = release.catalog
    if code not in catalog.registers:
        raise unknown_code(_REGISTER, code, catalog.registers)
    if asked.region is not None and asked.region not in catalog.regions:
        raise unknown_code(_REGION, asked.region, catalog.regions, 400)
    card = catalog.registers[code]
    years = [str(each.year) for each in card.lists]
    if asked.year is not None and str(asked.year) not in years:
        raise unknown_code(Text(zh="名单", en="list of the year"), str(asked.year), years, 400)

    def make() -> Response:
        found = listed(release, code, asked.region or "000000", asked.year)
        rows = (
            {
                "name": row.name,
                "region_code": row.region_code,
                "region": catalog.regions[row.region_code].short_name[asked.lang],
                "kind": card.kind_of[row.kind][asked.lang]
                if row.kind in card.kind_of
                else row.kind,
                "year": None if pd.isna(row.year) else int(row.year),
                "batch": row.batch,
                "source": cited(row.source_code, release.titles),
                "note": row.note,
            }
            for row in found.items.itertuples(index=False)
        )
        about = _register_row(card, asked.lang) | {
            "list_year": found.known.year if found.known else None,
            "is_complete": found.is_exact,
            "unplaced": found.unplaced,
        }
        return _list("items", rows, asked.format, {"register": about})

    return answered(request, release, make)


def releases(request: Request, asked: Annotated[ReleasesAsked, Query()]) -> Response:
    """保存着的各版数据，最新在前。The releases that are kept, the newest first."""
    in_force = release_asked_for(None)

    def make() -> Response:
        rows = [
            {
                "number": row.release_id,
                "published_at": row.published_at,
                "kind": row.kind,
                "is_in_force": row.release_id == in_force.number,
                "sha256": key.digest,
            }
            for row in in_force.releases().iloc[::-1].itertuples()
            if (key := find_kept(row.release_id, in_force)) is not None
        ]
        return _list("releases", rows, "json")

    return answered(request, in_force, make)


def whole(
    request: Request,
    number: Annotated[int, Path(ge=1, le=99_999_999, description="版本号 / number of a release")],
    asked: Annotated[WholeAsked, Query()],
) -> Response:
    """整版数据，一个DuckDB文件或Parquet压缩包。A whole release as one file: DuckDB, or Parquet."""
    release = release_asked_for(number)

    def make() -> Response:
        folder = tempfile.TemporaryDirectory(prefix="scoreboard-whole-")
        file = pathlib.Path(folder.name) / f"whole.{ENDINGS[asked.format]}"
        write_whole(release, asked.format, asked.lang, file)
        return FileResponse(
            file,
            media_type=MEDIA_TYPES[asked.format],
            filename=f"scoreboard_r{release.number}.{ENDINGS[asked.format]}",
            # A folder that is not cleaned up by then goes with the object.
            background=BackgroundTask(folder.cleanup),
        )

    return answered(request, release, make)


def _json(content: object) -> Response:
    return Response(
        orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json"
    )


def _list(
    name: str,
    rows: Iterable[dict[str, Any]],
    form: ListFormat,
    about: dict[str, Any] | None = None,
) -> Response:
    """A list under its name, as JSON or as CSV."""
    if form == "json":
        return _json({**(about or {}), name: list(rows)})
    table = neutralise_table(pd.DataFrame(list(rows)).convert_dtypes())
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    content = table.to_csv(index=False).encode("utf-8-sig")
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
