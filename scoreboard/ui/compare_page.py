"""The comparison: what it is made from, the answer in words, and what is not compared and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from scoreboard.analysis.benchmark import (
    Missing,
    Nearness,
    compare,
    explain_missing,
    measure_nearness,
    widest_shortfall,
)
from scoreboard.catalog import (
    Bound,
    Direction,
    Language,
)
from scoreboard.charts.theme import COMPARED
from scoreboard.reports.tables import cited
from scoreboard.text.compare import (
    GapFacts,
    GapWords,
    bracketed,
    end,
    gap_sentence,
    nearest_sentence,
)
from scoreboard.text.numbers import change_measure, measure_for
from scoreboard.ui.compare_choosers import (
    MOST_INDICATORS,
    CompareChoice,
    comparable_indicators,
)
from scoreboard.ui.compare_references import (
    build_references,
    has_benchmark,
    read_panels,
    take_figures,
)
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain

MOST_SOURCES = 3
MOST_NAMES = 6


@dataclass(frozen=True)
class ComparePage:
    """Chosen regions against a benchmark, with everything that the blocks are drawn from.

    figures: the regions' own rows of all years; references: each region's benchmark of all
    years; gaps: as analysis.benchmark.compare gives them. indicators: on the page, in order; of
    the pillar besides: left_out, not compared with this kind of benchmark; too_many, beyond what a
    page holds; unpublished, of which no region has a figure.
    """

    frame: Frame
    choice: CompareChoice
    indicators: list[str]
    left_out: list[str]
    too_many: list[str]
    unpublished: list[str]
    figures: pd.DataFrame
    references: pd.DataFrame
    gaps: pd.DataFrame

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @cached_property
    def directions(self) -> dict[str, Direction]:
        """The direction of every indicator."""
        return {i.code: i.direction for i in self.frame.catalog.indicators.values()}

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the compared regions."""
        regions = self.choice.regions
        return dict(zip(regions, self.frame.region_names(regions), strict=True))

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each compared region, by its place."""
        return dict(zip(self.choice.regions, COMPARED, strict=False))

    @property
    def counted(self) -> list[str]:
        """The indicators that count for nearness: of the same thing only the first definition."""
        found: list[str] = []
        for code in self.indicators:
            other = self.frame.catalog.indicators[code].not_comparable_with
            if not set(other) & set(found):
                found.append(code)
        return found

    @property
    def focus(self) -> str:
        """The indicator in detail: the chosen one where it is on the page, else the first."""
        chosen = self.choice.indicator
        return chosen if chosen in self.indicators else self.indicators[0]

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until every figure carries it."""
        return "|".join((*self.choice.regions, self.choice.kind, *self.indicators))

    def words(self, indicator_code: str) -> GapWords:
        """How an indicator's values and gaps are written, in one unit for all its regions."""
        catalog, language = self.frame.catalog, self.language
        indicator, unit = catalog.indicators[indicator_code], catalog.unit_of(indicator_code)
        rows = self.gaps[self.gaps["indicator_code"] == indicator_code]
        largest = rows[["value", "reference"]].abs().max().max() if len(rows) else None
        if largest is None or pd.isna(largest):
            own = self.figures.loc[self.figures["indicator_code"] == indicator_code, "value"]
            largest = own.abs().max() if len(own) else None
        return GapWords(
            indicator.name[language],
            measure_for(indicator, unit, catalog.base_unit_of(indicator_code), largest, language),
            change_measure(unit.change, indicator.decimals, language),
            unit.change,
        )

    def bound_of(self, indicator_code: str) -> Bound:
        """How a case's paper bounds the figure that is the benchmark."""
        if self.choice.kind != "case":
            return "exactly"
        return self.frame.catalog.cases[self.choice.case].compared[indicator_code].bound

    def benchmark_name(self, named: str = "") -> str:
        """What the regions are measured against, with the region that it is where it is one."""
        _ = self.frame.translate
        kind, choice, language = self.choice.kind, self.choice, self.language
        regions = self.frame.catalog.regions
        if kind == "case":
            case = self.frame.catalog.cases[choice.case]
            template = _("case {case} of {year}") if case.year else _("case {case}")
            return template.format(case=case.name[language], year=case.year)
        if kind == "region":
            return regions[choice.against].short_name[language]
        name = self.frame.catalog.benchmark_kinds[kind].phrase[language]
        if kind == "frontier" and named:
            return _("{name} ({region})").format(
                name=name, region=regions[named].short_name[language]
            )
        return name


def prepare(frame: Frame, choice: CompareChoice) -> ComparePage:
    """The comparison that a choice asks for; its gaps may be empty, never its indicators."""
    comparable = [i.code for i in comparable_indicators(frame.catalog)]
    if choice.kind == "target":
        wanted = [choice.indicator]
    elif choice.own:
        wanted = choice.own
    elif choice.kind == "case":
        cases = frame.catalog.cases[choice.case].compared
        wanted = list(cases) or _of_pillar(frame, choice, comparable)
    else:
        wanted = _of_pillar(frame, choice, comparable)
    panels = read_panels(frame, choice, wanted)
    figures = take_figures(panels, choice)
    published = set(figures["indicator_code"])
    references = build_references(frame, choice, panels)
    if choice.not_after is not None:
        figures = figures[figures["year"] <= choice.not_after]
    directions = {c: frame.catalog.indicators[c].direction for c in wanted}
    gaps = compare(figures, references, directions)
    gaps = gaps.assign(relative_pct=gaps["relative_pct"].where(~_is_rank(frame, gaps)))
    indicators, left_out = wanted, list[str]()
    if not (choice.own or choice.kind in ("target", "case")):
        indicators, left_out = _choose_shown(frame, choice, wanted, published, gaps)
    too_many, indicators = indicators[MOST_INDICATORS:], indicators[:MOST_INDICATORS]
    shown = [f[f["indicator_code"].isin(indicators)] for f in (figures, references, gaps)]
    unpublished = [c for c in wanted if c not in published]
    return ComparePage(frame, choice, indicators, left_out, too_many, unpublished, *shown)


def _choose_shown(
    frame: Frame, choice: CompareChoice, wanted: list[str], published: set[str], gaps: pd.DataFrame
) -> tuple[list[str], list[str]]:
    """Which indicators of a pillar stand on the page, and which are left out.

    Those that most of the regions have first, rates before totals: a total says first how large a
    region is. Without any gap at all, whatever there is.
    """
    known = [c for c in wanted if c in published]
    regions = gaps["indicator_code"].value_counts().to_dict()
    half = max(regions.values(), default=0) / 2
    compared = [c for c in known if regions.get(c) and has_benchmark(frame, choice, c)]
    shown = sorted(compared, key=lambda c: (regions[c] < half, frame.catalog.adds_up(c)))
    shown = shown or known or wanted
    return shown, [c for c in known if c not in shown]


def show_answer(page: ComparePage) -> None:
    """Who is nearest the benchmark and where the widest gap is, in words with numbers."""
    st.subheader(plain(answer_of(page)), anchor=False)
    notes = notes_of(page)
    if notes:
        st.caption("  \n".join(plain(note) for note in notes))


def answer_of(page: ComparePage) -> str:
    """The comparison in one or two sentences."""
    _ = page.frame.translate
    if page.choice.kind == "target" and page.choice.target is None:
        return _("Type in a target value for {indicator} to compare with it.").format(
            indicator=page.words(page.focus).shown
        )
    if page.gaps.empty:
        return _("No region chosen has a figure to compare with {benchmark}.").format(
            benchmark=page.benchmark_name()
        )
    worst = widest_shortfall(page.gaps, page.directions)
    counted = page.gaps[page.gaps["indicator_code"].isin(page.counted)]
    nearness = measure_nearness(counted, page.directions)
    parts = []
    if nearness and (len(page.indicators) > 1 or len(nearness) > 1):
        parts.append(_nearest(page, nearness))
    if worst is not None:
        told = _told(page, worst)
        if len(page.gaps) == 1:
            return end([told], page.language)
        parts.append(_("Widest gap: {sentence}").format(sentence=told))
    if not parts:
        parts = [_told(page, row) for _n, row in page.gaps.head(3).iterrows()]
    return end(parts, page.language)


def notes_of(page: ComparePage) -> list[str]:
    """What the kind of benchmark means, and what is not compared, with the reason."""
    _ = page.frame.translate
    kind = page.frame.catalog.benchmark_kinds[page.choice.kind]
    notes = [kind.explanation[page.language]]
    if page.left_out:
        notes.append(
            _("Not compared with {benchmark}: {indicators}.").format(
                benchmark=page.benchmark_name(), indicators=_few(page, page.left_out)
            )
        )
    if page.too_many:
        notes.append(
            _("Not shown for want of room, to be chosen above: {indicators}.").format(
                indicators=_few(page, page.too_many)
            )
        )
    if page.unpublished:
        notes.append(
            _("No region chosen has figures of: {indicators}.").format(
                indicators=_few(page, page.unpublished)
            )
        )
    notes += _missing_notes(page)
    return notes


def show_source_line(page: ComparePage, rows: pd.DataFrame) -> None:
    """Under the figures, small: publications of the rows, the benchmark and the release."""
    _ = page.frame.translate
    if rows.empty:
        return
    titles = source_titles(page, rows["source_code"])
    named = titles[:MOST_SOURCES]
    if len(titles) > MOST_SOURCES:
        named.append(_("and {n} more").format(n=len(titles) - MOST_SOURCES))
    release = release_line(page.frame.release, page.language)
    line = _("Source: {titles}; {release}").format(
        titles=join_names(named, page.language), release=release
    )
    st.caption(plain(line))


def source_titles(page: ComparePage, cells: Iterable[str]) -> list[str]:
    """The publications that figures were read from, each once."""
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    return list(dict.fromkeys(t for cell in cells for t in cited(cell, titles).split(";")))


def missing_reason(page: ComparePage, region_code: str, indicator_code: str) -> Missing:
    """Why a region has no gap in an indicator."""
    return explain_missing(page.figures, page.references, region_code, indicator_code)


def _nearest(page: ComparePage, nearness: list[Nearness]) -> str:
    """The nearest region; of a single indicator with its figure."""
    _ = page.frame.translate
    only = nearness[0].compared == 1
    if not only:
        return nearest_sentence(nearness, page.names, page.benchmark_name(), page.language)
    row = _shared(page, nearness[0])
    if nearness[0].reached:
        own = page.gaps[page.gaps["indicator_code"] == row["indicator_code"]]
        years = own.set_index("region_code")["year"]
        at_it = [
            page.names[n.region_code] + bracketed(str(years[n.region_code]), page.language)
            for n in nearness
            if n.reached
        ]
        return _("{indicator}, level with {benchmark} or better: {names}").format(
            indicator=page.words(str(row["indicator_code"])).shown,
            benchmark=page.benchmark_name(),
            names=join_names(at_it, page.language),
        )
    return _("Nearest: {sentence}").format(sentence=_told(page, row))


def _shared(page: ComparePage, nearest: Nearness) -> pd.Series:
    """The nearest region's gap in the one indicator that all regions share."""
    rows = page.gaps[page.gaps["indicator_code"].isin(page.counted)]
    regions = rows.groupby("indicator_code")["region_code"].transform("nunique")
    judged = rows["indicator_code"].map(page.directions) != "context"
    own = rows[judged & (rows["region_code"] == nearest.region_code) & rows["relative_pct"].notna()]
    return own.loc[regions[own.index].idxmax()]


def _told(page: ComparePage, row: pd.Series) -> str:
    """One gap as a sentence: region, indicator, value, benchmark."""
    _ = page.frame.translate
    words = page.words(str(row["indicator_code"]))
    sentence = gap_sentence(gap_facts(page, row), words)
    return _("{indicator} of {name}: {sentence}").format(
        name=page.names[str(row["region_code"])], indicator=words.shown, sentence=sentence
    )


def gap_facts(page: ComparePage, row: Mapping[Any, Any] | pd.Series) -> GapFacts:
    """A row of the gaps as the words take it."""
    relative = row["relative_pct"]
    bound = page.bound_of(str(row["indicator_code"]))
    return GapFacts(
        page.names[str(row["region_code"])],
        page.benchmark_name(str(row["named"])),
        float(row["value"]),
        float(row["reference"]),
        None if pd.isna(relative) else float(relative),
        int(row["year"]),
        str(row["status"]),
        bound,
        str(row["reference_status"]),
    )


def _few(page: ComparePage, codes: list[str]) -> str:
    """The names of some indicators, the first of them where there are many."""
    _ = page.frame.translate
    names = page.frame.indicator_names(codes[:MOST_NAMES])
    if len(codes) > MOST_NAMES:
        names.append(_("and {n} more").format(n=len(codes) - MOST_NAMES))
    return join_names(names, page.language)


def _missing_notes(page: ComparePage) -> list[str]:
    """Regions without any figure to compare, each named once."""
    _ = page.frame.translate
    found = set(page.gaps["region_code"])
    silent = [page.names[code] for code in page.choice.regions if code not in found]
    if not silent or page.gaps.empty:
        return []
    return [
        _("Nothing to compare here: {regions}.").format(regions=join_names(silent, page.language))
    ]


def _of_pillar(frame: Frame, choice: CompareChoice, comparable: list[str]) -> list[str]:
    indicators = frame.catalog.indicators
    return [c for c in comparable if indicators[c].pillar == choice.pillar]


def _is_rank(frame: Frame, gaps: pd.DataFrame) -> pd.Series:
    """Ranks have no percentage: the fifth place is not five times the first."""
    ranks = {i.code for i in frame.catalog.indicators.values() if i.unit == "位"}
    return gaps["indicator_code"].isin(ranks)
