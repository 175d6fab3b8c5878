"""One indicator in one year and view, as words, figures and table of the overview share it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from scoreboard.analysis.snapshot import Snapshot, take_newest, take_snapshot
from scoreboard.answers.basis import count_expected, name_in_place, regions_compared
from scoreboard.answers.indicator_choice import IndicatorChoice
from scoreboard.answers.release import Release
from scoreboard.catalog import Indicator, Language
from scoreboard.charts.theme import chosen_colours
from scoreboard.language import in_brackets
from scoreboard.language.numbers import NumberFormat, change_format, rank_format, value_format
from scoreboard.text.sentences import newest_text, view_name


@dataclass(frozen=True, eq=False)
class Picture:
    """What the overview is drawn from: figures, names, colours, and how numbers are written.

    numbers: how the figures are written; changes: how differences between them are. expected: how
    many regions the statistics of the level cover.
    """

    release: Release
    choice: IndicatorChoice
    language: Language
    indicator: Indicator
    snapshot: Snapshot
    names: dict[str, str]
    colours: dict[str, str]
    numbers: NumberFormat
    changes: NumberFormat
    expected: int

    @property
    def year(self) -> int:
        """The year shown, the last of a window; the newest where every region shows its own."""
        return self.snapshot.year

    @property
    def is_mixed(self) -> bool:
        """Whether regions are compared by figures of several years."""
        return self.indicator.is_ranked and self.snapshot.is_mixed

    @property
    def when(self) -> str:
        """The year of the figures, or the first and the last of their years."""
        first, last = self.snapshot.years
        dash = "—" if self.language == "zh" else "–"
        return f"{first}{dash}{last}" if self.is_mixed else str(last)

    @property
    def within(self) -> str:
        """What regions are compared by, where that is not the figures of one year; else empty."""
        if not self.is_mixed:
            return ""
        return newest_text(self.snapshot.years, self.choice.level, self.language)

    @cached_property
    def dated(self) -> dict[str, str]:
        """The names; with the year of the region's figure where regions differ in it."""
        if not self.is_mixed and self.indicator.is_ranked:
            return self.names
        rows = self.snapshot.rows
        return self.names | {
            code: self.names[code] + in_brackets(str(year), self.language)
            for code, year in zip(rows["region_code"], rows["year"], strict=True)
        }

    @property
    def token(self) -> str:
        """What is shown, for tests and benchmarks that wait until every figure carries it."""
        return f"{self.indicator.code}|{self.year}|{self.choice.view}"

    @property
    def is_growth(self) -> bool:
        """Whether the figures are changes, which may fall below zero."""
        return self.choice.view in ("change", "trend5")

    @property
    def shown(self) -> str:
        """What the figures show, in words."""
        return view_name(self.indicator, self.choice.view, self.language, self.snapshot.span)

    @property
    def present(self) -> set[str]:
        """The regions that have a figure."""
        return set(self.snapshot.rows["region_code"])


def take_picture(
    release: Release,
    choice: IndicatorChoice,
    language: Language,
    observations: pd.DataFrame | None = None,
) -> Picture:
    """The picture of the release's observations, or of given ones.

    observations: all years of the level's regions and of the nation; choice.year is one of them.
    """
    if observations is None:
        observations = release.observations(choice.indicator_code, choice.level, choice.within)
    catalog = release.catalog
    indicator = catalog.indicators[choice.indicator_code]
    snapshot = _take_snapshot(release, choice, indicator, observations)
    numbers, changes = _formats(release, choice, indicator, snapshot, language)
    return Picture(
        release=release,
        choice=choice,
        language=language,
        indicator=indicator,
        snapshot=snapshot,
        names=_names(release, choice, snapshot, language),
        colours=chosen_colours(list(choice.regions)),
        numbers=numbers,
        changes=changes,
        expected=count_expected(catalog, choice.level, choice.within),
    )


def _take_snapshot(
    release: Release, choice: IndicatorChoice, indicator: Indicator, observations: pd.DataFrame
) -> Snapshot:
    if not indicator.is_ranked:
        return take_newest(observations)
    assert choice.year is not None
    return take_snapshot(
        observations,
        choice.view,
        choice.year,
        indicator,
        release.catalog.unit_of(indicator.code).change,
        adds_up=release.catalog.adds_up(indicator.code),
        window=choice.window,
    )


def _names(
    release: Release,
    choice: IndicatorChoice,
    snapshot: Snapshot,
    language: Language,
) -> dict[str, str]:
    """The regions' names."""
    regions = release.catalog.regions
    compared = regions_compared(release.catalog, choice.level, choice.within)
    # Units that were abolished since still stand in the years when they existed.
    codes = {r.code for r in compared} | set(snapshot.history["region_code"])
    is_one_city = choice.within is not None and regions[choice.within].level == "city"
    names = {
        code: regions[code].short_name[language]
        if is_one_city
        else name_in_place(release.catalog, code, language)
        for code in codes
    }
    return names


def _formats(
    release: Release,
    choice: IndicatorChoice,
    indicator: Indicator,
    snapshot: Snapshot,
    language: Language,
) -> tuple[NumberFormat, NumberFormat]:
    """How the figures are written, and how differences between them are."""
    catalog = release.catalog
    unit, base = catalog.unit_of(indicator.code), catalog.base_unit_of(indicator.code)
    growth = change_format(unit.change, indicator.decimals, language)
    if choice.view == "value":
        typical = snapshot.rows["value"].abs().median() if len(snapshot.rows) else None
        return value_format(indicator, unit, base, typical, language), growth
    if choice.view == "rank":
        return rank_format(language), growth
    # A yearly mean over some years is finer than the figures themselves.
    decimals = growth.decimals + (choice.view == "trend5" and unit.change != "percent")
    points = change_format("points", decimals, language)
    return replace(growth, decimals=decimals, signs=True), points
