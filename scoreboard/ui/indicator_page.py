"""One indicator in one year and view: what a page is made from, and the words on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from scoreboard.analysis.snapshot import Snapshot, take_newest, take_snapshot
from scoreboard.analysis.summary import describe_field, find_standing
from scoreboard.catalog import OUTSIDE_STATISTICS, Language
from scoreboard.charts.theme import MOST_CHOSEN, chosen_colours
from scoreboard.reports.tables import cited
from scoreboard.text.numbers import Measure, change_measure, measure_for, rank_measure
from scoreboard.text.sentences import (
    coverage_sentence,
    field_sentence,
    newest_sentence,
    standing_sentence,
    view_name,
)
from scoreboard.ui import cached, choices
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

    def choose_region(self, code: str) -> None:
        """A region clicked on the map or a chart is chosen everywhere, or given up again."""
        choices.toggle_region(code, self.choice.regions, MOST_CHOSEN)

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
    observations = cached.observations(
        frame.release.key, choice.indicator.code, choice.level, choice.within
    )
    return build_page(frame, choice, choice.year, observations)


def build_page(
    frame: Frame, choice: Choice, year: int, observations: pd.DataFrame
) -> IndicatorPage:
    """The page's figures from given observations, which need not be those of the release."""
    snapshot = _snapshot(frame, choice, year, observations)
    measure, changes = _measures(frame, choice, snapshot)
    return IndicatorPage(
        frame=frame,
        choice=choice,
        year=snapshot.year,
        snapshot=snapshot,
        names=_names(frame, choice, snapshot),
        colours=chosen_colours(choice.regions),
        measure=measure,
        changes=changes,
    )


def _snapshot(frame: Frame, choice: Choice, year: int, observations: pd.DataFrame) -> Snapshot:
    if not choice.indicator.is_ranked:
        return take_newest(observations)
    code = choice.indicator.code
    return take_snapshot(
        observations,
        choice.view,
        year,
        choice.indicator,
        frame.catalog.unit_of(code).change,
        adds_up=frame.catalog.adds_up(code),
    )


def _names(frame: Frame, choice: Choice, snapshot: Snapshot) -> dict[str, str]:
    """The regions' names; with the year where every region shows its own newest figure."""
    language, regions = frame.language, frame.catalog.regions
    names = {
        r.code: r.short_name[language]
        for r in regions_compared(frame.catalog, choice.level, choice.within)
    }
    # Units that were abolished since still stand in the years when they existed.
    names |= {
        code: regions[code].short_name[language]
        for code in snapshot.history["region_code"].unique()
        if code not in names
    }
    if not choice.indicator.is_ranked:
        for code, year in zip(snapshot.rows["region_code"], snapshot.rows["year"], strict=True):
            names[code] += f"（{year}）" if language == "zh" else f" ({year})"
    return names


def _measures(frame: Frame, choice: Choice, snapshot: Snapshot) -> tuple[Measure, Measure]:
    """How the figures are written, and how differences between them are."""
    indicator, language = choice.indicator, frame.language
    unit, base = frame.catalog.unit_of(indicator.code), frame.catalog.base_unit_of(indicator.code)
    growth = change_measure(unit.change, indicator.decimals, language)
    if choice.view == "value":
        largest = snapshot.rows["value"].abs().max() if len(snapshot.rows) else None
        return measure_for(indicator, unit, base, largest, language), growth
    if choice.view == "rank":
        return rank_measure(language), growth
    # A yearly mean over five years is finer than the figures themselves.
    decimals = growth.decimals + (choice.view == "trend5" and unit.change != "percent")
    points = change_measure("points", decimals, language)
    return replace(growth, decimals=decimals, signs=True), points


def show_headline(page: IndicatorPage) -> None:
    """The answer in one sentence: the first chosen region's standing, or who leads."""
    st.subheader(plain(headline_of(page)), anchor=False)
    notes = [plain(note) for note in _notes(page)]
    if notes:
        st.caption(("" if page.language == "zh" else " ").join(notes))


def headline_of(page: IndicatorPage) -> str:
    """The page in one sentence."""
    sentence = _standing_of_chosen(page) or _leaders(page)
    if sentence is not None:
        return sentence
    _ = page.frame.translate
    return _("No region has a figure of {shown} in {year}.").format(
        shown=page.shown, year=page.year
    )


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
    compared = regions_compared(page.frame.catalog, page.choice.level, page.choice.within)
    return sum(region.code not in OUTSIDE_STATISTICS for region in compared)


def _standing_of_chosen(page: IndicatorPage) -> str | None:
    """The sentence about the first chosen region that has a value."""
    snapshot = page.snapshot
    if not page.choice.indicator.is_ranked:
        return None
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
    field = describe_field(page.snapshot, regions_expected(page))
    if field is None:
        return None
    if not page.choice.indicator.is_ranked:
        years = page.snapshot.rows["year"]
        first, last = int(years.min()), int(years.max())
        return newest_sentence(field, page.shown, page.choice.level, first, last, page.language)
    return field_sentence(field, page.names, page.shown, page.year, page.choice.level, page.measure)


def _notes(page: IndicatorPage) -> list[str]:
    """What the figures leave out: regions without a value, and those that are not compared."""
    _ = page.frame.translate
    found = set(page.snapshot.rows["region_code"])
    partial = coverage_sentence(
        len(found), regions_expected(page), page.year, page.choice.level, page.language
    )
    notes = [partial] if partial and page.choice.indicator.is_ranked else []
    concerned = page.choice.regions or list(found)
    notes += [
        _("Break in {year}, no comparison with the year before: {text}").format(
            year=mark.year, text=mark.text[page.language]
        )
        for mark in page.choice.indicator.breaks
        if mark.year == page.year and any(mark.concerns(code) for code in concerned)
    ]
    if not page.choice.indicator.compares_years:
        notes.append(_("Years have different coverage; changes are not shown."))
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
