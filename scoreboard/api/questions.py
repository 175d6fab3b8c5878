"""The answers of the pages over HTTP: the same words and figures, by the same choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated, Any, Literal

import orjson
from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, create_model

from scoreboard.answers.link import KEYS, Link
from scoreboard.answers.questions import answer_choice, read_question
from scoreboard.answers.release import Release
from scoreboard.api.opened import AnyAsked, answered, release_asked_for
from scoreboard.api.parts import answer_json
from scoreboard.api.refused import RefusedRequest, refuse_parameter, unknown_code
from scoreboard.catalog import Language, Text

Question = Literal[
    "overview",
    "profile",
    "compare",
    "composite",
    "structure",
    "relations",
    "diagnosis",
    "instruments",
    "registers",
    "gaps",
    "follow",
    "methods",
]
# What every request may say, and what only concerns where a link was made or what it embeds.
_COMMON = {"lang", "as_of", "release", "figure"}
_OF_DIAGNOSIS = ("part", "against", "tier", "moves", "window", "near", "own_peers")
_OF_COMPOSITE = (
    *("system", "level", "year", "region", "normalisation", "weighting", "shares"),
    *("aggregation", "outliers", "coverage"),
)
_LONGEST = 2_000


def _asked(name: str, keys: Iterable[str]) -> type[BaseModel]:
    """The parameters of a question: choices as the address of its page has them."""
    # By alias: `register` is a method of every model.
    fields: dict[str, Any] = {
        f"{key}_": (
            Annotated[str | None, Query(alias=key, max_length=_LONGEST, description=KEYS[key])],
            None,
        )
        for key in keys
    }
    return create_model(name, __base__=AnyAsked, **fields)


AnswerAsked = _asked("AnswerAsked", [key for key in KEYS if key not in _COMMON])
DiagnosisAsked = _asked("DiagnosisAsked", _OF_DIAGNOSIS)
CompositeAsked = _asked("CompositeAsked", _OF_COMPOSITE)
_REGION = Text(zh="地区", en="region")
_NOT_DIAGNOSED = Text(
    zh="该地区没有分层诊断：可诊断的是现有的省、市、县。",
    en="This region is not diagnosed: provinces, cities and counties of today are.",
)


class _FaultError(Exception):
    """What a link says and the page could not follow, in the language of the link."""


class StrictLink(Link):
    """A link whose faults are errors: a program must not get another answer than it asked for."""

    def one(self, key: str, allowed: Collection[str], default: str) -> str:
        """One code; raises RefusedRequest when it is not allowed."""
        asked = self.get(key)
        if asked and asked not in allowed:
            raise refuse_parameter(key, asked, allowed)
        return super().one(key, allowed, default)

    def notice(self, text: str, *, is_fault: bool = True) -> None:
        """What is a fault is raised; what is only to be known is told with the answer."""
        if is_fault:
            raise _FaultError(text)
        super().notice(text, is_fault=is_fault)


def question(
    request: Request,
    question: Annotated[Question, Path(description="页面 / page")],
    asked: Annotated[AnswerAsked, Query()],  # type: ignore[valid-type]
) -> Response:
    """一个页面的全部内容，参数与页面网址相同。All of a page, by the choices of its address."""
    return _answer(request, question, asked)


def diagnosis(
    request: Request,
    region: Annotated[str, Path(max_length=20, description="地区代码 / code of a region")],
    asked: Annotated[DiagnosisAsked, Query()],  # type: ignore[valid-type]
) -> Response:
    """一个地区的分层诊断。The diagnosis of a region: tier, findings, measures."""
    return _answer(request, "diagnosis", asked, region)


def composite(
    request: Request,
    asked: Annotated[CompositeAsked, Query()],  # type: ignore[valid-type]
) -> Response:
    """综合评价。The composite of a level: scores and ranks with their ranges."""
    return _answer(request, "composite", asked)


def _answer(
    request: Request, question: str, asked: AnyAsked, region: str | None = None
) -> Response:
    release = release_asked_for(asked.as_of)
    values = values_of(asked)
    if region is not None:
        if region not in release.catalog.regions:
            raise unknown_code(_REGION, region, release.catalog.regions)
        values["region"] = region
    link, choice = read_strictly(question, values, release, asked.lang)
    if region is not None and choice.region_code != region:
        raise RefusedRequest(404, _NOT_DIAGNOSED)

    def make() -> Response:
        found = answer_choice(question, release, choice, asked.lang)
        body = {
            "question": question,
            "release": release.number,
            "language": asked.lang,
            "notices": [each.text for each in link.notices],
            **answer_json(found),
        }
        content = orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY, default=str)
        return Response(content, media_type="application/json")

    return answered(request, release, make)


def values_of(asked: AnyAsked) -> dict[str, str]:
    """What a request chooses on a page, by the keys of its address."""
    given = asked.model_dump(exclude_none=True, by_alias=True)
    return {key: value for key, value in given.items() if key not in _COMMON}


def read_strictly(
    question: str, values: dict[str, str], release: Release, language: Language
) -> tuple[Link, Any]:
    """The choice of a page; raises RefusedRequest, with its sentence in both languages."""
    said: dict[Language, str] = {}
    for each in (language, "zh", "en"):
        link = StrictLink(values, each)
        try:
            choice = read_question(question, release, link)
        except _FaultError as fault:
            said[each] = str(fault)
        else:
            return link, choice
    raise RefusedRequest(400, Text(zh=said["zh"], en=said["en"]))
