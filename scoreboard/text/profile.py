"""The sentences of a region's profile and of its peers, made from computed facts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Language, Level
from scoreboard.text import translator
from scoreboard.text.numbers import change_measure, measure_for
from scoreboard.text.sentences import count_regions, status_in_brackets


@dataclass(frozen=True)
class Summary:
    """What the second sentence of a profile counts; see summary_sentence.

    best, worst: an indicator's name, its place, and how many indicators share that place.
    """

    against_peers: int
    better_than_peers: int
    best: tuple[str, int, int]
    worst: tuple[str, int, int]


def figure_text(catalog: Catalog, code: str, value: float, language: Language) -> str:
    """A figure of an indicator with its unit, in the step that suits its size."""
    indicator = catalog.indicators[code]
    unit, base = catalog.unit_of(code), catalog.base_unit_of(code)
    return measure_for(indicator, unit, base, value, language).text(value, signed=False)


def short_figure_text(catalog: Catalog, code: str, value: float, language: Language) -> str:
    """The same where there is little room: a unit that takes more than a word is left out.

    It stands in the indicator's name, in the table and in what appears on pointing.
    """
    text = figure_text(catalog, code, value, language)
    unit = catalog.unit_of(code)
    long = unit.change == "percent" and "/" in unit.code and language == "en"
    return text.split(" ")[0] if long else text


def is_place(catalog: Catalog, code: str) -> bool:
    """Whether the figure itself is a place, which is not placed again."""
    return catalog.unit_of(code).code == "位"


def change_text(catalog: Catalog, code: str, change: float, language: Language) -> str:
    """A change on the year with its sign, in per cent, points or plainly."""
    kind = catalog.unit_of(code).change
    decimals = catalog.indicators[code].decimals
    return change_measure(kind, decimals, language).text(change, signed=True)


def rank_text(rank: float, language: Language) -> str:
    """A place in words: 第3位, no. 3."""
    _ = translator(language)
    return _("no. {rank}").format(rank=f"{rank:.0f}")


def summary_sentence(summary: Summary, level: Level, regions: int, language: Language) -> str:
    """How many of the compared figures are better than the peers', and the best and worst place."""
    _ = translator(language)
    parts = []
    if summary.against_peers:
        parts.append(
            _("{better} of {n} scaled indicators are better than the median of the peers").format(
                better=summary.better_than_peers, n=summary.against_peers
            )
        )
    parts.append(
        _("best place among {regions}: {best} ({rank})").format(
            regions=count_regions(regions, level, language),
            best=_among_equals(summary.best, language),
            rank=rank_text(summary.best[1], language),
        )
    )
    parts.append(
        _("lowest place: {worst} ({rank})").format(
            worst=_among_equals(summary.worst, language),
            rank=rank_text(summary.worst[1], language),
        )
    )
    return "；".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."


def _among_equals(extreme: tuple[str, int, int], language: Language) -> str:
    """The indicator's name, and how many share its place when it is not alone."""
    name, _rank, equal = extreme
    if equal == 1:
        return name
    _ = translator(language)
    return _("{name}, one of {total}").format(name=name, total=equal)


def coverage_of_region(name: str, present: int, measured: int, language: Language) -> str:
    """How many of the indicators of the level the region has any figure of."""
    _ = translator(language)
    return _("{name}: {present} of the {measured} indicators of this level have a value.").format(
        name=name, present=present, measured=measured
    )


def newest_figure_sentence(catalog: Catalog, row: pd.Series, name: str, language: Language) -> str:
    """A region's newest figure of an indicator, without a place among the few that published."""
    _ = translator(language)
    code = str(row["indicator_code"])
    return _("{year}: {shown} of {name} is {value}{status}.").format(
        year=int(row["year"]),
        shown=catalog.indicators[code].name[language],
        name=name,
        value=figure_text(catalog, code, float(row["value"]), language),
        status=status_in_brackets(str(row["status"]), language),
    )


def marked_line(catalog: Catalog, row: pd.Series, language: Language) -> str:
    """One strength or weakness: place, indicator, figure and year."""
    _ = translator(language)
    code = str(row["indicator_code"])
    return _("{rank}: {indicator}, {value} ({year}{status})").format(
        rank=rank_text(float(row["rank"]), language),
        indicator=catalog.indicators[code].name[language],
        value=figure_text(catalog, code, float(row["value"]), language),
        year=int(row["year"]),
        status=_after_comma(status_in_brackets(str(row["status"]), language), language),
    )


def moved_line(catalog: Catalog, row: pd.Series, language: Language) -> str:
    """What moved since the year before: places, and the figure before and now."""
    _ = translator(language)
    code = str(row["indicator_code"])
    facts = {
        "indicator": catalog.indicators[code].name[language],
        "before": figure_text(catalog, code, float(row["value_before"]), language),
        "value": figure_text(catalog, code, float(row["value"]), language),
        "year": int(row["year"]),
        "rank": rank_text(float(row["rank"]), language),
        "places": f"{abs(row['rank_before'] - row['rank']):.0f}",
    }
    if row["rank"] < row["rank_before"]:
        template = _("{indicator}: up {places} to {rank}, {before} → {value} ({year})")
    elif row["rank"] > row["rank_before"]:
        template = _("{indicator}: down {places} to {rank}, {before} → {value} ({year})")
    else:
        template = _("{indicator}: still {rank}, {before} → {value} ({year})")
    return template.format(**facts)


def peer_reason(names: list[str], lacking: list[str], language: Language) -> str:
    """Why a region is a peer: the traits that are closest, and those that could not be compared."""
    _ = translator(language)
    joined = "、".join(names) if language == "zh" else " and ".join(names)
    sentence = _("closest in {traits}").format(traits=joined)
    if lacking:
        missing = "、".join(lacking) if language == "zh" else " and ".join(lacking)
        sentence += _("; not compared for lack of figures: {traits}").format(traits=missing)
    return sentence


def better_line(catalog: Catalog, row: pd.Series, language: Language) -> str:
    """What a peer does better: its figure and place, and those of the region the page is about."""
    _ = translator(language)
    code = str(row["indicator_code"])
    if is_place(catalog, code):
        return _("{indicator} {value}, here {own_value}").format(
            indicator=catalog.indicators[code].name[language],
            value=figure_text(catalog, code, float(row["value"]), language),
            own_value=figure_text(catalog, code, float(row["own_value"]), language),
        )
    return _("{indicator} {value} ({rank}), here {own_value} ({own_rank})").format(
        indicator=catalog.indicators[code].name[language],
        value=figure_text(catalog, code, float(row["value"]), language),
        rank=rank_text(float(row["rank"]), language),
        own_value=figure_text(catalog, code, float(row["own_value"]), language),
        own_rank=rank_text(float(row["own_rank"]), language),
    )


def _after_comma(status: str, language: Language) -> str:
    """A status in brackets as a further word inside brackets that are open already."""
    word = status.strip(" （）()")
    if not word:
        return ""
    return f"，{word}" if language == "zh" else f", {word}"
