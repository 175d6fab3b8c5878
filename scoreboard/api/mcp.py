"""The dashboard's figures as tools of an assistant, over the Model Context Protocol.

python -m scoreboard.api.mcp

An assistant that asks here answers with the figure of the release, its year, status, source and the
address of its page, and says that the release has none where there is none.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlencode

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from scoreboard.answers.indicator_choice import read_choice
from scoreboard.answers.link import Link
from scoreboard.answers.model import Bullets, Card, Facts, Sentence
from scoreboard.answers.observations import Selection, observations_frame
from scoreboard.answers.overview.picture import take_picture
from scoreboard.answers.questions import answer_choice, read_question
from scoreboard.answers.release import Release
from scoreboard.answers.search.entries import Kind, entries_of, fold
from scoreboard.answers.search.match import PREFIX, find, nearest
from scoreboard.answers.sources import cited, release_line
from scoreboard.api.listed import describe
from scoreboard.api.opened import release_asked_for
from scoreboard.api.refused import RefusedRequest
from scoreboard.catalog import NATION, Language, Level
from scoreboard.store.folder import ReleaseFolderError

# Of the office it is only known that this release has no figure from it.
NOT_PUBLISHED = {"zh": "本版没有公布的数值", "en": "no published figure in this release"}
_MOST_FOUND = 8
_MOST_RANKED = 40
_MOST_YEARS = 60
_STATUS = {
    "A": "normal",
    "E": "worked out from other figures",
    "P": "preliminary",
    "U": "not confirmed by a second source",
}
INSTRUCTIONS = """Official innovation statistics of China's regions, and a diagnosis by them.
Take every figure from these tools and name its year, unit, status and source, with its link.
Where a tool says that this release has no published figure, say so; never fill one in. Figures of
different indicators or years are only comparable where `definition` does not say otherwise."""

server = MCPServer(
    "regional-innovation-scoreboard",
    title="区域创新看板",
    instructions=INSTRUCTIONS,
    log_level="WARNING",
)


@server.tool()
def find_indicator(words: str, lang: Language = "zh") -> dict[str, Any]:
    """Indicators by name, synonym, pinyin or everyday word: code, name, unit, definition."""
    release = _release()
    cards = release.catalog.indicators
    return {
        "indicators": [
            {
                "code": code,
                "name": cards[code].name[lang],
                "unit": release.catalog.unit_of(code).name[lang],
                "definition": cards[code].definition[lang],
                "levels": list(cards[code].levels),
            }
            for code in _found(release, words, "indicator")
        ]
    }


@server.tool()
def find_region(words: str, lang: Language = "zh") -> dict[str, Any]:
    """Regions by name or pinyin: code (GB/T 2260), name, level, and what they lie in."""
    release = _release()
    regions = release.catalog.regions
    return {
        "regions": [
            {
                "code": code,
                "name": regions[code].name[lang],
                "level": regions[code].level,
                "within": [regions[c].short_name[lang] for c in release.catalog.above(code)],
            }
            for code in _found(release, words, "region")
        ]
    }


@server.tool()
def get_figures(
    indicator: str,
    region: str,
    year_from: int | None = None,
    year_to: int | None = None,
    lang: Language = "zh",
) -> dict[str, Any]:
    """Figures of an indicator for a region: the newest one, or every year of a span.

    indicator, region: codes or exact names. Each figure has value, unit, year, status, source and
    link; a year without one is marked as such.
    """
    release = _release()
    code, place = _one(release, indicator, "indicator"), _one(release, region, "region")
    rows = observations_frame(release, Selection((code,), (place,)), lang)
    link = _link(release, code, place, lang)
    by_year = {row["year"]: _figure(row, link) for row in rows.to_dict("records")}
    about = {
        "indicator": release.catalog.indicators[code].name[lang],
        "region": release.catalog.regions[place].name[lang],
        "release": release_line(release.info, lang),
        "link": link,
    }
    if year_from is None and year_to is None:
        newest = by_year[max(by_year)] if by_year else NOT_PUBLISHED[lang]
        return about | {"newest": newest, "years_published": sorted(by_year)}
    years = list(by_year) or [year_from or year_to or 0]
    first = min(years) if year_from is None else year_from
    last = max(years) if year_to is None else year_to
    if not 0 <= last - first < _MOST_YEARS:
        raise ToolError(f"年份至多{_MOST_YEARS}年 / at most {_MOST_YEARS} years, in order")
    return about | {
        "figures": [
            by_year.get(year, {"year": year, "value": NOT_PUBLISHED[lang]})
            for year in range(first, last + 1)
        ]
    }


@server.tool()
def rank(
    indicator: str,
    level: Level = "province",
    year: int | None = None,
    within: str | None = None,
    most: int = 10,
    lang: Language = "zh",
) -> dict[str, Any]:
    """Who leads in an indicator: the regions of a level, or of one province, in order of rank.

    indicator, within: codes or exact names. Without a year that of the overview page.
    """
    release = _release()
    code = _one(release, indicator, "indicator")
    values = {"indicator": code, "level": level}
    values |= {} if year is None else {"year": str(year)}
    values |= {} if within is None else {"within": _one(release, within, "region")}
    link = Link(values, lang)
    choice = read_choice(link, release, marks_region=False)
    notices = [notice.text for notice in link.notices]
    if choice.year is None:
        return {"ranking": [], "said": NOT_PUBLISHED[lang], "notices": notices}
    picture = take_picture(release, choice, lang)
    rows = picture.snapshot.rows.sort_values("rank", kind="stable")
    unit = release.catalog.unit_of(code).name[lang]
    return {
        "indicator": picture.indicator.name[lang],
        "year": choice.year,
        "regions_with_a_figure": len(rows),
        "regions_of_the_level": picture.expected,
        "notices": notices,
        "ranking": [
            {
                "rank": None if row.rank != row.rank else int(row.rank),
                "region": picture.names[row.region_code],
                "region_code": row.region_code,
                "value": float(row.value),
                "unit": unit,
                "year": int(row.year),
                "status": _STATUS.get(row.status, row.status),
                "source": cited(row.source_code, release.titles),
            }
            for row in rows.head(max(1, min(most, _MOST_RANKED))).itertuples()
        ],
        "link": _address("", values | {"lang": lang}, release),
    }


@server.tool()
def diagnosis(region: str, lang: Language = "zh") -> dict[str, Any]:
    """The diagnosis of a province, city or county: what holds it back, on what evidence.

    region: a code or an exact name.
    """
    release = _release()
    place = _one(release, region, "region")
    values = {"region": place}
    link = Link(values, lang)
    choice = read_question("diagnosis", release, link)
    if choice.region_code != place:  # the page would show another region in its stead
        raise ToolError("只诊断现有的省、市、县 / only provinces, cities and counties of today")
    found = answer_choice("diagnosis", release, choice, lang)
    parts = [part for block in found.blocks.values() for part in block]
    return {
        "headline": found.headline,
        "said": [text for part in parts for text in _words(part)],
        "notices": [notice.text for notice in link.notices],
        "release": release_line(release.info, lang),
        "link": _address("diagnosis", values | {"lang": lang}, release),
    }


@server.tool()
def definition(indicator: str, lang: Language = "zh") -> dict[str, Any]:
    """What an indicator means: definition, unit, formula, caveats, breaks, sources, coverage."""
    release = _release()
    code = _one(release, indicator, "indicator")
    values = {"indicator": code, "lang": lang}
    return describe(release, code, lang) | {"link": _address("methods", values, release)}


def _release() -> Release:
    """The release in force, looked at anew each time."""
    try:
        return release_asked_for(None)
    except RefusedRequest as refused:
        raise ToolError(f"{refused.why.zh} / {refused.why.en}") from refused
    except ReleaseFolderError as error:
        raise ToolError(f"{error.sentence.zh} / {error.sentence.en}") from error


def _found(release: Release, words: str, kind: Kind) -> list[str]:
    """The codes that words may mean, the best first; else of what is spelled most like them."""
    typed = fold(words)
    catalog = release.catalog
    hits = find((e for e in entries_of(catalog) if e.kind in (kind, "word")), typed)
    codes = []
    for _rank, entry in hits:
        if entry.kind == kind:
            codes.append(entry.code)
        elif kind == "indicator":
            codes += catalog.everyday_words[entry.code].indicators
    if not codes:
        codes = [e.code for e in nearest(catalog, typed, _MOST_FOUND) if e.kind == kind]
    return list(dict.fromkeys(codes))[:_MOST_FOUND]


def _one(release: Release, asked: str, kind: Kind) -> str:
    """The one code that a code or name means; raises ToolError with what it may have meant."""
    known = release.catalog.indicators if kind == "indicator" else release.catalog.regions
    if asked in known:
        return asked
    hits = find((e for e in entries_of(release.catalog) if e.kind == kind), fold(asked))
    best = [entry.code for rank, entry in hits if rank == hits[0][0] < PREFIX]
    if len(best) == 1:
        return best[0]
    near = "; ".join(f"{c}: {known[c].name.zh}" for c in best or _found(release, asked, kind))
    raise ToolError(f"“{asked[:40]}”不能确定是哪一个 / is not one {kind}. 可能是 perhaps: {near}")


def _figure(row: dict[str, Any], link: str) -> dict[str, Any]:
    return {
        "value": row["value"],
        "unit": row["unit"],
        "year": row["year"],
        "status": _STATUS.get(row["status"], row["status"]),
        "source": row["source"],
        "note": row["note"],
        "link": link,
    }


def _link(release: Release, indicator: str, region: str, lang: Language) -> str:
    """The page that shows the figure: the overview with the region marked."""
    level = release.catalog.regions[region].level
    values = {"indicator": indicator, "lang": lang}
    if region != NATION:
        values |= {"level": level, "regions": region}
    return _address("", values, release)


def _address(page: str, values: dict[str, str], release: Release) -> str:
    """The address of a page, with the release that the figures are from."""
    base = os.environ.get("SCOREBOARD_ADDRESS", "http://127.0.0.1:8501").rstrip("/")
    return f"{base}/{page}?{urlencode(values | {'release': str(release.number)})}"


def _words(part: Any) -> list[str]:
    """The sentences of a part, in order."""
    if isinstance(part, Sentence):
        return [part.text]
    if isinstance(part, Facts):
        return [f"{label}: {text}" for label, text in part.pairs]
    if isinstance(part, Bullets):
        return [part.title, *part.items]
    if isinstance(part, Card):
        inner = [text for each in (*part.left, *part.right) for text in _words(each)]
        return [part.title, *inner]
    return []


if __name__ == "__main__":
    server.run()
