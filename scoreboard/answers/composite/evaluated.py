"""One system in one year, evaluated, as the blocks of the composite page share it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from scoreboard.analysis.composite import Composite, Options, Uncertainty, not_distinguishable
from scoreboard.analysis.composite.system import RankRange
from scoreboard.answers import composited
from scoreboard.answers.basis import regions_compared
from scoreboard.answers.composite.choice import CompositeChoice
from scoreboard.answers.composite.words import method_line, shares_text
from scoreboard.answers.model import TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line, titles_of
from scoreboard.catalog import IndicatorSystem, Language
from scoreboard.charts.theme import CHOSEN
from scoreboard.language import translator

# Figures show so many regions; of more, the leaders and those around the chosen one.
LONGEST = 40


@dataclass(frozen=True, eq=False)
class Evaluated:
    """The evaluation, its simulation, and names, as words, figures and tables need them.

    fell_back: the steps of the method that these figures do not allow as chosen, and that are
    done by default: weighting, normalisation. ranges: by region, first to last. unclear: the
    regions that the chosen one (the leader, where it has no rank) cannot be told from. year_rows:
    the figures that the evaluation rests on. names: short names of the regions of the level.
    """

    release: Release
    choice: CompositeChoice
    language: Language
    system: IndicatorSystem
    composite: Composite
    fell_back: tuple[str, ...]
    sure: Uncertainty
    ranges: dict[str, RankRange]
    unclear: frozenset[str]
    years: pd.DataFrame
    year_rows: pd.DataFrame
    names: dict[str, str]

    @property
    def year(self) -> int:
        """The year evaluated."""
        assert self.choice.year is not None
        return self.choice.year

    @property
    def name(self) -> str:
        """The chosen region's short name."""
        return self.names[self.choice.region_code]

    @property
    def codes(self) -> list[str]:
        """The ranked regions, first to last."""
        return list(self.ranges)

    @property
    def chosen(self) -> dict[str, str]:
        """The chosen region with its colour."""
        return {self.choice.region_code: CHOSEN[0]}

    @property
    def is_ranked(self) -> bool:
        """Whether the chosen region has a rank."""
        return self.choice.region_code in self.ranges

    @property
    def shown_codes(self) -> list[str]:
        """The regions that figures show, first to last."""
        codes = self.codes
        if len(codes) <= LONGEST:
            return codes
        at = codes.index(self.choice.region_code) if self.is_ranked else 0
        around = range(max(0, at - 5), min(len(codes), at + 5))
        return [codes[k] for k in sorted({*range(LONGEST - 10), *around})]

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until every figure carries it."""
        choice, options = self.choice, self.composite.options
        shown = (choice.system_code, self.year, options, choice.shares, choice.region_code)
        return "|".join(map(str, shown))

    @property
    def method(self) -> str:
        """Every choice of method in one line."""
        groups = [group.name[self.language] for group in self.system.groups]
        shares = shares_text(groups, self.choice.shares, self.language)
        return method_line(self.composite.options, shares, self.language)

    @property
    def source_titles(self) -> list[str]:
        """The publications that the year's figures were read from, most used first."""
        return titles_of(self.year_rows["source_code"].value_counts().index, self.release.titles)

    def indicator_names(self, codes: Iterable[str]) -> list[str]:
        """The names of indicators."""
        return [self.release.catalog.indicators[c].name[self.language] for c in codes]

    def facts(self, title: str, *more: tuple[str, str]) -> TableFacts:
        """System, method, weights, sources and release, as every file states them."""
        _, language = translator(self.language), self.language
        weights = "; ".join(
            f"{name} {weight * 100:.2f}%"
            for name, weight in zip(
                self.indicator_names(self.composite.weights.index),
                self.composite.weights,
                strict=True,
            )
        )
        lines = (
            (_("Indicator system"), self.system.name[language]),
            (_("Description"), self.system.description[language]),
            (_("Method"), self.method),
            (_("Weights"), weights),
            *more,
            (_("Release"), release_line(self.release.info, language)),
            (_("Sources"), ";".join(self.source_titles)),
        )
        return TableFacts(title, lines)


def evaluate_choice(
    release: Release, choice: CompositeChoice, language: Language
) -> Evaluated | None:
    """The evaluation of a choice; none where nobody can be ranked."""
    if choice.year is None:
        return None
    composite, fell_back = _evaluate(release, choice)
    if composite.ranked.empty:
        return None
    asked = composited.Asked(
        choice.level, choice.system_code, choice.year, composite.options, choice.shares
    )
    ranks, sure = composited.simulation(release, asked)
    ranges = composited.rank_ranges(release, asked)
    codes = np.array(list(ranges))
    subject = choice.region_code if choice.region_code in ranges else codes[0]
    unclear = codes[not_distinguishable(ranks, list(ranges).index(subject))]
    rows = composited.system_panel(release, choice.level, choice.system_code)
    regions = regions_compared(release.catalog, choice.level)
    return Evaluated(
        release=release,
        choice=choice,
        language=language,
        system=release.catalog.systems[choice.system_code],
        composite=composite,
        fell_back=fell_back,
        sure=sure,
        ranges=ranges,
        unclear=frozenset(map(str, unclear)),
        years=composited.over_years(release, asked),
        year_rows=rows[rows["year"] == choice.year],
        names={r.code: r.short_name[language] for r in regions},
    )


def _evaluate(release: Release, choice: CompositeChoice) -> tuple[Composite, tuple[str, ...]]:
    """The evaluation, by the defaults in as few steps as the figures do not allow as chosen."""
    ways: tuple[tuple[str, ...], ...] = (("weighting",), ("normalisation",))
    assert choice.year is not None
    for given_up in ((), *ways, ("weighting", "normalisation")):
        options = replace(choice.options, **{step: getattr(Options(), step) for step in given_up})
        asked = composited.Asked(
            choice.level, choice.system_code, choice.year, options, choice.shares
        )
        try:
            composite = composited.evaluation(release, asked)
        except ValueError:
            if len(given_up) > 1:
                raise
        else:
            break
    return composite, given_up
