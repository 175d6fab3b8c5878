"""The four named indicators of the region: every definition, what may be compared, who publishes.

What neighbours and peers have stands beside the region's figure, each with its own year; where the
region has none, it is said who could publish it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoreboard.answers import basis
from scoreboard.answers.model import Bullets, Card, Facts, Part, Sentence
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.sources import titles_of
from scoreboard.catalog import NamedIndicator
from scoreboard.language import in_brackets, join_list, join_sentences, translator
from scoreboard.text.figures import figure_text, is_place, rank_text
from scoreboard.text.sentences import count_regions, span_text, status_in_brackets

MOST_BESIDE = 5


@dataclass(frozen=True)
class _Others:
    """What stands beside the region, read once for all four.

    figures: said of neighbours and peers, by region and indicator. nation: its newest figure by
    indicator.
    """

    neighbours: tuple[str, ...]
    peers: tuple[str, ...]
    figures: pd.DataFrame
    nation: Mapping[str, pd.Series]


def named_indicators(profile: RegionProfile) -> tuple[Part, ...]:
    """R&D intensity, conversion of patents, pilot-test bases and talent that stays, a card each."""
    _ = translator(profile.language)
    others = _read_others(profile)
    cards = [_card(profile, named, others) for named in profile.catalog.named_indicators.values()]
    return (Sentence(_("Four indicators in one view"), "title"), *cards)


def _read_others(profile: RegionProfile) -> _Others:
    release, own = profile.release, profile.region.code
    named = profile.catalog.named_indicators.values()
    definitions = tuple(dict.fromkeys(code for n in named for code in n.definitions))
    neighbours = tuple(
        pair.neighbour_code if pair.region_code == own else pair.region_code
        for pair in profile.catalog.neighbours
        if own in (pair.region_code, pair.neighbour_code)
    )
    peers = profile.peer_codes[:MOST_BESIDE]
    of_nation = release.newest_of_nation(definitions, 1)
    return _Others(
        neighbours,
        peers,
        basis.said_of(
            release, profile.level, {*neighbours, *peers}, definitions, profile.choice.window
        ),
        {str(row["indicator_code"]): row for _n, row in of_nation.iterrows()},
    )


def _card(profile: RegionProfile, named: NamedIndicator, others: _Others) -> Card:
    _, language = translator(profile.language), profile.language
    known = [code for code in named.definitions if profile.shown(code) is not None]
    parts: list[Sentence | Facts | Bullets] = []
    for code in known:
        parts += _own(profile, code, others)
    if not known:
        nothing = _("{name} has no figure by any definition.").format(name=profile.name)
        parts.append(Sentence(nothing))
    parts += _claims(profile, named)
    of_nation = [c for c in named.definitions if c not in known and c in others.nation]
    if of_nation:
        figures = [
            f"{profile.indicator_name(c)} {_figure(profile, c, others.nation[c])}"
            for c in of_nation
        ]
        parts.append(Bullets(_("The nation only"), tuple(figures)))
    absent = [
        code
        for code in named.definitions
        if code not in (*known, *of_nation) and profile.level in profile.indicator(code).levels
    ]
    beside: list[Sentence | Facts] = [*_beside(profile, named, known, others)]
    if absent:
        names = join_list([profile.indicator_name(c) for c in absent], language)
        beside.append(Facts(((_("No figure of the region or the nation"), names),)))
    beside.append(Sentence(named.caution[language], "note"))
    if named.definitions[0] not in known:
        text = _("Who could publish it: {publisher}").format(publisher=named.publisher[language])
        beside.append(Sentence(text, "note"))
    return Card(named.name[language], tuple(parts), tuple(beside))


def _own(profile: RegionProfile, code: str, others: _Others) -> tuple[Facts, Sentence]:
    """The region's figure: value, year, place where there is one, the nation; note and source."""
    _, language = translator(profile.language), profile.language
    row = profile.shown(code)
    assert row is not None
    newer = profile.newer(row)
    said = [
        _figure(profile, code, row),
        _place(profile, code, row),
        _of_nation(profile, code, row, others),
    ]
    if newer is not None:
        said.append(_("newest: {figure}").format(figure=_figure(profile, code, newer)))
    rows = [row] if newer is None else [row, newer]
    titles = titles_of((str(r["source_code"]) for r in rows), profile.release.titles)
    notes = [profile.notes.get((code, int(r["year"])), "") for r in rows]
    source = _("Source: {source}.").format(source=join_list(titles, language))
    return (
        Facts(((profile.indicator_name(code), _sentence(profile, said)),)),
        Sentence(
            join_sentences((source, *(_sentence(profile, [n]) for n in notes)), language), "note"
        ),
    )


def _of_nation(profile: RegionProfile, code: str, row: pd.Series, others: _Others) -> str:
    """The nation's figure of the same year, else its newest; amounts add up to it and have none."""
    _ = translator(profile.language)
    nation = row.get("nation", float("nan"))
    if pd.notna(nation):
        value = figure_text(profile.catalog, code, float(nation), profile.language)
    elif code not in others.nation or profile.catalog.adds_up(code):
        return ""
    else:
        value = _figure(profile, code, others.nation[code])
    return _("nation {value}").format(value=value)


def _figure(profile: RegionProfile, code: str, row: pd.Series) -> str:
    """A value of a year, with its status where it is uncertain."""
    _ = translator(profile.language)
    value = figure_text(profile.catalog, code, float(row["value"]), profile.language)
    status = status_in_brackets(str(row["status"]), profile.language)
    return _("{value} in {year}").format(value=value + status, year=int(row["year"]))


def _place(profile: RegionProfile, code: str, row: pd.Series) -> str:
    """The rank among those with a figure of the years compared, or why there is none."""
    _, indicator = translator(profile.language), profile.indicator(code)
    if is_place(profile.catalog, code):
        return ""
    if not indicator.is_ranked:
        return _("shown, not ranked: places count differently")
    rank, regions = row.get("rank", float("nan")), row.get("regions", float("nan"))
    if pd.isna(rank) or pd.isna(regions):
        return _("not of the years in which places are compared, so no rank")
    counted = count_regions(int(regions), profile.level, profile.language)
    span = profile.window_text(code) or span_text((int(row["year"]),) * 2, profile.language)
    if not profile.is_wide(row):
        few = _("no rank, as only {regions} have a figure of {span}")
        return few.format(regions=counted, span=span)
    return _("{rank} of {regions} with a figure of {span}").format(
        rank=rank_text(float(rank), profile.language), regions=counted, span=span
    )


def _beside(
    profile: RegionProfile, named: NamedIndicator, known: Sequence[str], others: _Others
) -> list[Facts]:
    """What neighbours and the nearest peers have, by the region's own definitions first."""
    _ = translator(profile.language)
    definitions = dict.fromkeys((*known, *named.definitions))
    return [
        Facts(((label, _told(profile, definitions, codes, others.figures)),))
        for label, codes in (
            (_("Neighbouring regions"), others.neighbours),
            (_("Nearest peers"), others.peers),
        )
        if codes
    ]


def _told(
    profile: RegionProfile,
    definitions: Iterable[str],
    codes: Sequence[str],
    figures: pd.DataFrame,
) -> str:
    """Other regions' figures of one definition, each with its year; who has none is named."""
    _, language = translator(profile.language), profile.language
    for definition in definitions:
        known = [code for code in codes if (code, definition) in figures.index]
        if not known:
            continue
        told = [
            f"{name} {_figure(profile, definition, figures.loc[(code, definition)])}"
            for code, name in zip(known, profile.region_names(known), strict=True)
        ]
        colon = "：" if language == "zh" else ": "
        text = profile.indicator_name(definition) + colon + _listed(profile, told)
        lacking = profile.region_names(c for c in codes if c not in known)
        if lacking:
            text += in_brackets(
                _("no figure: {names}").format(names=join_list(lacking, language)), language
            )
        return _sentence(profile, [text])
    names = join_list(profile.region_names(codes), language)
    return _("no figure by any definition: {names}.").format(names=names)


def _claims(profile: RegionProfile, named: NamedIndicator) -> list[Facts]:
    """What a founding paper says of the region: a claim and no statistic."""
    _, language = translator(profile.language), profile.language
    found = []
    for case in profile.catalog.cases.values():
        place = profile.catalog.regions.get(case.region_code)
        if place is None or profile.region.code not in (place.code, place.parent_code):
            continue
        if place.level not in (profile.level, "zone"):
            continue
        for figure in case.figures:
            if figure.named != named.code:
                continue
            bounds = {
                "exactly": "{figure}",
                "more_than": _("more than {figure}"),
                "less_than": _("less than {figure}"),
            }
            gap = "" if language == "zh" or figure.unit.en == "%" else " "
            value = f"{figure.value:,.10g}{gap}{figure.unit[language]}"
            # Of a zone inside of the region, its name with it.
            whose = "" if place.code == profile.region.code else f"{place.short_name[language]} "
            told = f"{whose}{figure.label[language]} " + bounds[figure.bound].format(figure=value)
            if figure.year:
                told += in_brackets(str(figure.year), language)
            note = figure.note[language] if figure.note else ""
            source = _("Source: {source}.").format(source=case.title[language])
            text = join_sentences((_sentence(profile, [told]), note, source), language)
            found.append(Facts(((_("A paper's claim, no statistic"), text),)))
    return found


def _listed(profile: RegionProfile, parts: Sequence[str]) -> str:
    return ("；" if profile.language == "zh" else "; ").join(parts)


def _sentence(profile: RegionProfile, parts: Sequence[str]) -> str:
    """Clauses as a sentence; empty ones are left out."""
    text = ("，" if profile.language == "zh" else "; ").join(part for part in parts if part)
    if not text or text[-1] in "。.":
        return text
    return text + ("。" if profile.language == "zh" else ".")
