"""Chosen regions against a benchmark, as words, figures and tables of the comparison share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from scoreboard.analysis.benchmark import (
    Missing,
    compare,
    explain_missing,
    put_windows_first,
)
from scoreboard.answers.basis import name_in_place, years_compared
from scoreboard.answers.compare.choice import (
    MOST_INDICATORS,
    CompareChoice,
    comparable_indicators,
)
from scoreboard.answers.compare.references import (
    build_references,
    has_benchmark,
    read_panels,
    take_figures,
)
from scoreboard.answers.compare.sentences import GapFacts
from scoreboard.answers.compare.windows import (
    figures_in_windows,
    is_of_window,
    newest_beside,
    references_in_windows,
    sparse_regions,
)
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import Bound, Catalog, Direction, Language, Level
from scoreboard.charts.theme import COMPARED
from scoreboard.language import in_brackets, translator
from scoreboard.text.pace import GapWords, gap_words


@dataclass(frozen=True, eq=False)
class Comparison:
    """Chosen regions against a benchmark, with everything that the blocks are drawn from.

    figures: the regions' own rows of all years; references: each region's benchmark of all
    years; gaps: as analysis.benchmark.compare gives them; each with the rows of an indicator one
    after the other. indicators: on the page, in order; of
    the pillar besides: left_out, not compared with this kind of benchmark; too_many, beyond what a
    page holds; unpublished, of which no region has a figure.
    """

    release: Release
    choice: CompareChoice
    language: Language
    indicators: tuple[str, ...]
    left_out: tuple[str, ...]
    too_many: tuple[str, ...]
    unpublished: tuple[str, ...]
    figures: pd.DataFrame
    references: pd.DataFrame
    gaps: pd.DataFrame

    @property
    def catalog(self) -> Catalog:
        """What is measured, where."""
        return self.release.catalog

    @cached_property
    def directions(self) -> dict[str, Direction]:
        """The direction of every indicator."""
        return _directions(self.catalog)

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the compared regions."""
        return {
            code: name_in_place(self.catalog, code, self.language) for code in self.choice.regions
        }

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each compared region, by its place."""
        return dict(zip(self.choice.regions, COMPARED, strict=False))

    @property
    def counted(self) -> list[str]:
        """The indicators that count for nearness: of the same thing only the first definition."""
        found: list[str] = []
        for code in self.indicators:
            other = self.catalog.indicators[code].not_comparable_with
            if not set(other) & set(found):
                found.append(code)
        return found

    @property
    def focus(self) -> str:
        """The indicator in detail: the chosen one where it is on the page, else the first."""
        chosen = self.choice.indicator
        return chosen if chosen in self.indicators else self.indicators[0]

    @property
    def is_judged(self) -> bool:
        """Whether reaching the benchmark is good in the indicator in detail."""
        return self.choice.kind == "target" or self.directions[self.focus] != "context"

    @property
    def years(self) -> list[int]:
        """The years in which any region has a figure of the indicator in detail."""
        return sorted({int(y) for y in self.figures_of(self.focus)["year"]})

    @property
    def has_windows(self) -> bool:
        """Whether any region stands with its newest figure within some years."""
        return (
            self.choice.window > 1 and self.has_sparse and is_of_window(self.release, self.choice)
        )

    @property
    def is_by_newest(self) -> bool:
        """Whether every region stands with its newest figure, whatever the others' years."""
        sparse = sparse_regions(self.release, self.choice)
        return len(sparse) == len(self.choice.regions) and not is_of_window(
            self.release, self.choice
        )

    @property
    def has_sparse(self) -> bool:
        """Whether any region's level publishes in different years."""
        return bool(sparse_regions(self.release, self.choice))

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until every figure carries it."""
        return "|".join((*self.choice.regions, self.choice.kind, *self.indicators))

    def figures_of(self, indicator_code: str) -> pd.DataFrame:
        """The regions' own figures of one indicator, all years."""
        return self.figures.iloc[self._spans["figures"].get(indicator_code, _NO_ROWS)]

    def references_of(self, indicator_code: str) -> pd.DataFrame:
        """Each region's benchmark of one indicator, all years."""
        return self.references.iloc[self._spans["references"].get(indicator_code, _NO_ROWS)]

    def gaps_of(self, indicator_code: str) -> pd.DataFrame:
        """The gaps of one indicator, one row a region that has one."""
        return self.gaps.iloc[self._spans["gaps"].get(indicator_code, _NO_ROWS)]

    @cached_property
    def _spans(self) -> dict[str, dict[str, slice]]:
        """The rows of each indicator in each table: a slice is had at once, a filter is not."""
        tables = {"figures": self.figures, "references": self.references, "gaps": self.gaps}
        return {name: _spans_of(table["indicator_code"]) for name, table in tables.items()}

    def notes(self, indicator_code: str) -> dict[tuple[str, int], str]:
        """What the sources say about the regions' figures, by region and year."""
        notes = _notes_of(self.release, self.choice.regions, self.indicators)
        return notes.get(indicator_code, {})

    @cached_property
    def _words(self) -> dict[str, GapWords]:
        return {code: self._words_of(code) for code in self.indicators}

    def words(self, indicator_code: str) -> GapWords:
        """How an indicator's values and gaps are written, in one unit for all its regions."""
        return self._words[indicator_code]

    def _words_of(self, indicator_code: str) -> GapWords:
        gaps = self.gaps_of(indicator_code)
        shown = pd.concat([gaps["value"], gaps["reference"]])
        if shown.empty:
            shown = self.figures_of(indicator_code)["value"]
        typical = None if shown.empty else float(shown.abs().median())
        return gap_words(self.catalog, indicator_code, typical, self.language)

    def bound_of(self, indicator_code: str) -> Bound:
        """How a case's paper bounds the figure that is the benchmark."""
        if self.choice.kind != "case":
            return "exactly"
        return self.catalog.cases[self.choice.case].compared[indicator_code].bound

    def benchmark_name(self, named: str = "") -> str:
        """What the regions are measured against, with the region that it is where it is one."""
        _ = translator(self.language)
        kind, choice, language = self.choice.kind, self.choice, self.language
        if kind == "case":
            case = self.catalog.cases[choice.case]
            template = _("case {case} of {year}") if case.year else _("case {case}")
            return template.format(case=case.name[language], year=case.year)
        if kind == "region":
            return name_in_place(self.catalog, choice.against, language)
        if choice.is_planned:
            return _("the plan's target")
        name = self.catalog.benchmark_kinds[kind].phrase[language]
        if kind == "frontier" and named:
            return name + in_brackets(name_in_place(self.catalog, named, language), language)
        return name

    def facts_of(self, gap: pd.Series) -> GapFacts:
        """A row of the gaps as the words take it."""
        relative = gap["relative_pct"]
        return GapFacts(
            self.names[str(gap["region_code"])],
            self.benchmark_name(str(gap["named"])),
            float(gap["value"]),
            float(gap["reference"]),
            None if pd.isna(relative) else float(relative),
            int(gap["year"]),
            str(gap["status"]),
            self.bound_of(str(gap["indicator_code"])),
            str(gap["reference_status"]),
            (int(gap["first_year"]), int(gap["last_year"])),
        )

    def missing_reason(self, region_code: str, indicator_code: str) -> Missing:
        """Why a region has no gap in an indicator."""
        rows = self.figures_of(indicator_code), self.references_of(indicator_code)
        return explain_missing(*rows, region_code, indicator_code)


_NO_ROWS = slice(0, 0)


@lru_cache(maxsize=8)  # only while an answer is worked out: a page's tables are seldom opened
def _notes_of(
    release: Release, regions: tuple[str, ...], indicators: tuple[str, ...]
) -> dict[str, dict[tuple[str, int], str]]:
    """The notes of some regions' figures by indicator, then by region and year."""
    found: dict[str, dict[tuple[str, int], str]] = {code: {} for code in indicators}
    for region in regions:
        rows = release.notes(region)
        rows = rows[rows["indicator_code"].isin(indicators)]
        columns = (rows[name].tolist() for name in ("indicator_code", "year", "note"))
        for code, year, note in zip(*columns, strict=True):
            found[code][region, year] = note
    return found


def _spans_of(codes: pd.Series) -> dict[str, slice]:
    """Where the rows of each code are; those of one code stand one after the other."""
    listed = codes.tolist()
    first = {code: place for place, code in reversed(list(enumerate(listed)))}
    return {code: slice(place, place + listed.count(code)) for code, place in first.items()}


def _of_indicators(rows: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The rows of some indicators, by the code of each, and within it as they stood."""
    place = {code: number for number, code in enumerate(sorted(codes))}
    places = np.array([place.get(code, -1) for code in rows["indicator_code"]], dtype=int)
    order = places.argsort(kind="stable")
    return rows.iloc[order[places[order] >= 0]]


@kept
def take_comparison(release: Release, choice: CompareChoice, language: Language) -> Comparison:
    """The comparison that a choice asks for; its gaps may be empty, never its indicators."""
    catalog = release.catalog
    wanted = _wanted(catalog, choice)
    panels = read_panels(release, choice, wanted)
    figures = take_figures(panels, choice)
    published = set(figures["indicator_code"])
    if choice.not_after is not None:
        figures = figures[figures["year"] <= choice.not_after]
    references = build_references(release, choice, panels)
    gaps = _gaps(release, choice, panels, figures, references)
    # Ranks have no percentage: the fifth place is not five times the first.
    ranks = [i.code for i in catalog.indicators.values() if i.unit == "位"]
    is_rank = gaps["indicator_code"].isin(ranks)
    gaps = gaps.assign(relative_pct=gaps["relative_pct"].where(~is_rank))
    shown, left_out = wanted, tuple[str, ...]()
    if not (choice.own or choice.kind in ("target", "case")):
        shown, left_out = _choose_shown(catalog, choice, wanted, published, gaps)
    too_many, shown = shown[MOST_INDICATORS:], shown[:MOST_INDICATORS]
    on_page = [_of_indicators(rows, shown) for rows in (figures, references, gaps)]
    unpublished = tuple(c for c in wanted if c not in published)
    return Comparison(release, choice, language, shown, left_out, too_many, unpublished, *on_page)


def indicator_names(catalog: Catalog, codes: Iterable[str], language: Language) -> list[str]:
    """The names of some indicators."""
    return [catalog.indicators[code].name[language] for code in codes]


def _directions(catalog: Catalog) -> dict[str, Direction]:
    return {i.code: i.direction for i in catalog.indicators.values()}


def _gaps(
    release: Release,
    choice: CompareChoice,
    panels: Mapping[Level, pd.DataFrame],
    figures: pd.DataFrame,
    references: pd.DataFrame,
) -> pd.DataFrame:
    """The gaps of all regions; of those of sparse levels within their windows, else the newest."""
    directions, lasts = _directions(release.catalog), _years(release, choice)
    gaps = compare(figures, references, directions, lasts)
    gaps = gaps.assign(first_year=gaps["year"], last_year=gaps["year"])
    sparse = sparse_regions(release, choice)
    if not sparse:
        return gaps
    if not is_of_window(release, choice):
        own = newest_beside(figures[figures["region_code"].isin(sparse)], references)
        found = compare(own, references, directions)
        found = found.assign(first_year=found["year"], last_year=found["year"])
        return put_windows_first(gaps, found, sparse)
    within = figures_in_windows(release, choice, panels, lasts)
    own = pd.concat([f[f["region_code"].isin(sparse)] for f in within.values()])
    made = references_in_windows(release, choice, panels, lasts, within)
    return put_windows_first(gaps, compare(own, made, directions), sparse)


def _years(release: Release, choice: CompareChoice) -> dict[str, int]:
    """The year that each indicator is compared in, the last of the window: one for all regions.

    Of regions of several levels it is the earliest of the levels' years, which all of them have
    widely published.
    """
    levels = {release.catalog.regions[code].level for code in choice.regions}
    found: dict[str, int] = {}
    for level in levels:
        for code, year in years_compared(release, level, choice.window, choice.not_after).items():
            found[code] = min(year, found.get(code, year))
    return found


def _wanted(catalog: Catalog, choice: CompareChoice) -> tuple[str, ...]:
    """The indicators asked for: the target's, the reader's own, the case's, else the pillar's."""
    if choice.kind == "target":
        return (choice.indicator,)
    if choice.own:
        return choice.own
    of_case = tuple(catalog.cases[choice.case].compared) if choice.kind == "case" else ()
    comparable = comparable_indicators(catalog)
    return of_case or tuple(i.code for i in comparable if i.pillar == choice.pillar)


def _choose_shown(
    catalog: Catalog,
    choice: CompareChoice,
    wanted: tuple[str, ...],
    published: set[str],
    gaps: pd.DataFrame,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which indicators of a pillar stand on the page, and which are left out.

    Those that most of the regions have first, rates before totals: a total says first how large a
    region is. Without any gap at all, whatever there is.
    """
    known = tuple(c for c in wanted if c in published)
    regions = gaps["indicator_code"].value_counts().to_dict()
    half = max(regions.values(), default=0) / 2
    compared = [c for c in known if regions.get(c) and has_benchmark(catalog, choice, c)]
    ordered = tuple(sorted(compared, key=lambda c: (regions[c] < half, catalog.adds_up(c))))
    shown = ordered or known or wanted
    return shown, tuple(c for c in known if c not in shown)
