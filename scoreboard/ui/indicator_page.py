"""One indicator in one year and view: what a page is made from, and the words on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from scoreboard.analysis.snapshot import Snapshot, take_snapshot
from scoreboard.analysis.summary import describe_field, find_standing
from scoreboard.catalog import OUTSIDE_STATISTICS, Language
from scoreboard.charts.theme import chosen_colours
from scoreboard.reports.tables import cited
from scoreboard.text.numbers import Measure, change_measure, measure_for, rank_measure
from scoreboard.text.sentences import (
    coverage_sentence,
    field_sentence,
    standing_sentence,
    view_name,
)
from scoreboard.ui import cached
from scoreboard.ui.choosers import Choice, regions_compared
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.plain import plain


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator in one year and view, with everything its blocks are drawn from."""

    frame: Frame
    choice: Choice
    year: int
    snapshot: Snapshot
    names: dict[str, str]
    colours: dict[str, str]
    measure: Measure
    changes: Measure

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @property
    def token(self) -> str:
        """What is shown, for tests and benchmarks that wait until every figure carries it."""
        return f"{self.choice.indicator.code}|{self.year}|{self.choice.view}"

    @property
    def is_growth(self) -> bool:
        """Whether the figures are changes, which may fall below zero."""
        return self.choice.view in ("change", "trend5")

    @property
    def shown(self) -> str:
        """What the figures show, in words."""
        return view_name(self.choice.indicator, self.choice.view, self.language)


def prepare(frame: Frame, choice: Choice) -> IndicatorPage | None:
    """The page's figures for a choice; none when the level has no data for the indicator."""
    if choice.year is None:
        return None
    catalog, indicator, language = frame.catalog, choice.indicator, frame.language
    unit = catalog.unit_of(indicator.code)
    observations = cached.observations(
        frame.release.release_id, indicator.code, choice.level, choice.within
    )
    snapshot = take_snapshot(
        observations,
        choice.view,
        choice.year,
        unit.change,
        indicator.direction,
        adds_up=catalog.adds_up(indicator.code),
    )
    regions = regions_compared(choice.level, choice.within)
    names = {r.code: r.short_name[language] for r in regions}
    # Units that were abolished since still stand in the years when they existed.
    names |= {
        code: catalog.regions[code].short_name[language]
        for code in snapshot.history["region_code"].unique()
        if code not in names
    }
    largest = snapshot.rows["value"].abs().max() if len(snapshot.rows) else None
    value_measure = measure_for(
        indicator, unit, catalog.base_unit_of(indicator.code), largest, language
    )
    growth = change_measure(unit.change, indicator.decimals, language)
    measures = {"value": value_measure, "rank": rank_measure(language)}
    measure = measures.get(choice.view) or replace(growth, signs=True)
    points = change_measure("points", indicator.decimals, language)
    return IndicatorPage(
        frame=frame,
        choice=choice,
        year=choice.year,
        snapshot=snapshot,
        names=names,
        colours=chosen_colours(choice.regions),
        measure=measure,
        changes=growth if choice.view == "value" else points,
    )


def show_headline(page: IndicatorPage) -> None:
    """The answer in one sentence: the first chosen region's standing, or who leads."""
    sentence = _standing_of_chosen(page) or _leaders(page)
    if sentence is None:
        _ = page.frame.translate
        sentence = _("No region has a figure of {shown} in {year}.").format(
            shown=page.shown, year=page.year
        )
    st.subheader(plain(sentence), anchor=False)
    notes = [plain(note) for note in _notes(page)]
    if notes:
        st.caption(" ".join(notes))


def show_source_line(page: IndicatorPage) -> None:
    """Under the figures, small: the publications of this year and the release."""
    _ = page.frame.translate
    titles = source_titles(page)
    named = titles[:2] + ([_("and {n} more").format(n=len(titles) - 2)] if len(titles) > 2 else [])
    line = _("Source: {titles}; {release}").format(
        titles=join_names(named, page.language),
        release=release_line(page.frame.release, page.language),
    )
    st.caption(plain(line))


def source_titles(page: IndicatorPage) -> list[str]:
    """The publications that the year's figures were read from, each once."""
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    cells = page.snapshot.rows["source_code"].unique()
    return list(dict.fromkeys(t for cell in cells for t in cited(cell, titles).split(";")))


def join_names(items: list[str], language: Language) -> str:
    """Names in a row, as the language sets them apart."""
    return ("、" if language == "zh" else ", ").join(items)


def regions_expected(page: IndicatorPage) -> int:
    """How many regions the statistics of the level cover."""
    compared = regions_compared(page.choice.level, page.choice.within)
    return sum(region.code not in OUTSIDE_STATISTICS for region in compared)


def _standing_of_chosen(page: IndicatorPage) -> str | None:
    """The sentence about the first chosen region that has a value."""
    snapshot = page.snapshot
    for code in page.choice.regions:
        standing = find_standing(snapshot, code)
        if standing is not None:
            level, name = page.choice.level, page.names[code]
            return standing_sentence(
                standing, name, page.shown, page.year, level, page.measure, page.changes
            )
    return None


def _leaders(page: IndicatorPage) -> str | None:
    """The sentence about the first and the last; none when no region has a value."""
    is_low_better = page.choice.indicator.direction == "lower_is_better"
    field = describe_field(page.snapshot, regions_expected(page), lower_is_better=is_low_better)
    if field is None:
        return None
    return field_sentence(field, page.names, page.shown, page.year, page.choice.level, page.measure)


def _notes(page: IndicatorPage) -> list[str]:
    """What the figures leave out: regions without a value, and those that are not compared."""
    _ = page.frame.translate
    found = set(page.snapshot.rows["region_code"])
    partial = coverage_sentence(
        len(found), regions_expected(page), page.year, page.choice.level, page.language
    )
    notes = [partial] if partial else []
    silent = [page.names[code] for code in page.choice.regions if code not in found]
    if silent:
        notes.append(
            _("No value in {year}: {regions}.").format(
                year=page.year, regions=join_names(silent, page.language)
            )
        )
    if page.choice.level == "city" and page.choice.within is None:
        notes.append(
            _(
                "Municipalities, Hong Kong, Macao, Taiwan and counties governed by provinces "
                "are not compared as cities."
            )
        )
    return notes
