"""The answer of 区域格局 in a sentence, what limits it, and its measures as tiles."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.concentration import LEADERS
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers.model import KeyFigure, KeyFigures, Sentence
from scoreboard.answers.structure.data import StructureData
from scoreboard.answers.structure.words import (
    concentration_sentence,
    dispersion_sentence,
    join_clauses,
    moran_clause,
    number,
    per_cent,
    since_words,
    too_few_sentence,
)
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.sentences import count_regions, newest_text


def opening(data: StructureData) -> tuple[Sentence | KeyFigures, ...]:
    """Headline, limits, and the year's measures with their change since the earlier year."""
    headline, notes = _said(data)
    parts: list[Sentence | KeyFigures] = [Sentence(headline, "headline")]
    if notes:
        parts.append(Sentence(join_sentences(notes, data.language), "note"))
    figures = _figures(data) if data.is_whole else []
    if figures:
        parts.append(KeyFigures(tuple(figures)))
    return tuple(parts)


def _said(data: StructureData) -> tuple[str, list[str]]:
    """The sentence on top and the notes under it."""
    _ = translator(data.language)
    if data.kind == "unranked":
        sentence = _("{shown}: regions count different things, so nothing is worked out of them.")
        return sentence.format(shown=data.shown), []
    if not data.is_whole:
        return _too_few(data), []
    notes = [*_window_note(data), *_missing_note(data), *_uncertain_notes(data), *_break_note(data)]
    if data.kind == "amount":
        return _concentration(data), notes
    found = data.autocorrelation
    clause = "" if found is None else moran_clause(found, data.language)
    if data.kind == "rate":
        about = _("Rates do not add up: there is no Gini coefficient and no share of a total.")
        first = [join_clauses([clause], data.language)] if clause else []
        return _dispersion(data), [*first, about, *notes]
    about = _(
        "Scores, indices and ranks have no zero to divide by: "
        "their spread and convergence are not worked out."
    )
    if not clause:
        return about, notes
    said = _("{year}, {shown} among {field}: {clause}").format(
        year=data.when, shown=data.shown, field=data.field, clause=clause
    )
    return join_clauses([said], data.language), [about, *notes]


def _concentration(data: StructureData) -> str:
    leaders = data.rows.nlargest(LEADERS, "value")["region_code"]
    return concentration_sentence(
        data.when,
        data.shown,
        data.field,
        data.measured(data.measures["gini_people" if data.by_people else "gini"]),
        (data.region_names(leaders), float(data.measures.loc[data.year, "leaders_share_pct"])),
        data.language,
        by_people=data.by_people,
    )


def _dispersion(data: StructureData) -> str:
    spread = data.measured(data.spread["cv"])
    return dispersion_sentence(data.when, data.shown, data.field, spread, data.language)


def _too_few(data: StructureData) -> str:
    """That the year has too few regions, and which are missing."""
    rows = data.release.observations(*data.scope)
    there = set(rows.loc[rows["year"] == data.year, "region_code"]) & data.names.keys()
    return too_few_sentence(
        data.year,
        data.shown,
        [data.names[code] for code in sorted(there)],
        count_regions(data.expected, data.choice.level, data.language),
        data.missing(there),
        data.language,
    )


def _window_note(data: StructureData) -> list[str]:
    """By which figures regions are compared where these are of several years."""
    if not data.is_mixed:
        return []
    _ = translator(data.language)
    sentence = _(
        "Compared by {within}. Years are not set against each other: figures of several years "
        "would mix places and times."
    )
    within = newest_text(data.years, data.choice.level, data.language)
    return [sentence.format(within=within)]


def _missing_note(data: StructureData) -> list[str]:
    missing = data.missing(set(data.rows["region_code"]))
    if not missing:
        return []
    _ = translator(data.language)
    sentence = _("No value in {year}: {regions}.")
    return [sentence.format(year=data.when, regions=join_list(missing, data.language))]


def _uncertain_notes(data: StructureData) -> list[str]:
    """How many of the figures of the year, and of the one it is set against, are not certain."""
    _ = translator(data.language)
    sentence = _("Preliminary, unconfirmed or estimated: {count} of the {all} figures of {year}.")
    notes = []
    for year in (y for y in (data.year, data.choice.since) if y is not None):
        status = data.whole.loc[data.whole["year"] == year, "status"]
        uncertain = int(status.isin(UNCERTAIN).sum())
        if uncertain:
            notes.append(sentence.format(count=uncertain, all=len(status), year=year))
    return notes


def _break_note(data: StructureData) -> list[str]:
    """Why the year is not set against older ones."""
    _ = translator(data.language)
    if data.is_mixed:
        return []
    if not data.indicator.compares_years:
        return [_("Years have different coverage; changes are not shown.")]
    earlier = [y for y in data.breaks if y <= data.year]
    if not earlier:
        return []
    last = max(earlier)
    sentence = _("Break in {year}, not set against the years before: {text}")
    return [sentence.format(year=last, text=data.breaks[last])]


def _figures(data: StructureData) -> list[KeyFigure]:
    """The page's main measures, with their change since the earlier year."""
    _ = translator(data.language)
    if data.kind == "amount":
        return _amount_figures(data)
    figures = []
    if data.kind == "rate":
        for column, label in (
            ("cv", _("Coefficient of variation")),
            ("log_sd", _("Log standard deviation")),
        ):
            if pd.notna(data.spread.loc[data.year, column]):
                figures.append(_tile(data, label, data.spread[column]))
    found = data.autocorrelation if data.kind != "unranked" else None
    if found is not None:
        figures.append(
            KeyFigure(
                label=_("Moran's I"),
                text=number(found.value),
                value=found.value,
                indicator_code=data.indicator.code,
                year=data.year,
                note=f"p = {number(found.p)}",
            )
        )
    return figures


def _amount_figures(data: StructureData) -> list[KeyFigure]:
    _ = translator(data.language)
    table = data.measures
    plan = {"gini": _("Gini coefficient"), "gini_people": _("Gini by population")}
    plan |= {"theil": _("Theil index"), "hhi": _("HHI")}
    figures = [
        _tile(data, label, table[column])
        for column, label in plan.items()
        if pd.notna(table.loc[data.year, column])
    ]
    share = float(table.loc[data.year, "first_share_pct"])
    return [
        *figures,
        KeyFigure(
            label=_("Share of the first region"),
            text=per_cent(share),
            value=share,
            indicator_code=data.indicator.code,
            year=data.year,
            note=data.names[str(table.loc[data.year, "first_code"])],
        ),
    ]


def _tile(data: StructureData, label: str, by_year: pd.Series) -> KeyFigure:
    measured = data.measured(by_year)
    return KeyFigure(
        label=label,
        text=number(measured.now),
        value=measured.now,
        indicator_code=data.indicator.code,
        year=data.year,
        change=since_words(measured, data.language),
    )
