"""The composite page: what it is made from, and its answer in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
import streamlit as st

from scoreboard.analysis.composite import Composite, Simulation, Uncertainty, not_distinguishable
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.catalog import OUTSIDE_STATISTICS, Language
from scoreboard.charts.theme import CHOSEN
from scoreboard.reports.tables import cited
from scoreboard.text.composite import (
    Place,
    headline,
    method_line,
    nobody_ranked_sentence,
    not_ranked_sentence,
    shares_text,
)
from scoreboard.text.sentences import count_regions
from scoreboard.ui import cached_composite, choices
from scoreboard.ui.choosers import regions_compared
from scoreboard.ui.composite_choosers import CompositeChoice, read_choice
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import TABLE_ROW

_MOST_SOURCES = 2
_HEAD = 38


@dataclass(frozen=True, eq=False)
class CompositePage:
    """One system in one year, evaluated, with everything that the blocks are drawn from.

    composite is none where nobody can be ranked. fell_back: weights were asked from the figures
    and could not be taken from them. Regions in `simulation` and `uncertainty` stand in the order
    of composite.ranked.
    """

    frame: Frame
    choice: CompositeChoice
    composite: Composite | None
    fell_back: bool

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @property
    def found(self) -> Composite:
        """The evaluation, on a page that has one."""
        assert self.composite is not None
        return self.composite

    @property
    def year(self) -> int:
        """The year evaluated, on a page that has one."""
        assert self.choice.year is not None
        return self.choice.year

    @property
    def name(self) -> str:
        """The chosen region's short name."""
        return self.choice.region.short_name[self.language]

    @property
    def codes(self) -> list[str]:
        """The ranked regions, first to last."""
        return self.found.ranked.index.tolist()

    @property
    def chosen(self) -> dict[str, str]:
        """The chosen region with its colour."""
        return {self.choice.region.code: CHOSEN[0]}

    @property
    def is_ranked(self) -> bool:
        """Whether the chosen region has a rank."""
        return self.choice.region.code in self.codes

    @cached_property
    def names(self) -> dict[str, str]:
        """Short names of the regions of the level."""
        regions = regions_compared(self.frame.catalog, self.choice.level, None)
        return {r.code: r.short_name[self.language] for r in regions}

    @property
    def expected(self) -> int:
        """How many regions the statistics of the level cover."""
        return sum(code not in OUTSIDE_STATISTICS for code in self.names)

    @property
    def key(self) -> tuple[object, ...]:
        """What the evaluation depends on, as the caches take it."""
        options = self.found.options if self.composite else self.choice.options
        return (
            self.frame.release.key,
            self.choice.level,
            self.choice.system.code,
            self.year,
            options,
            self.choice.shares,
        )

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until every figure carries it."""
        return "|".join(str(part) for part in (*self.key[2:], self.choice.region.code))

    @property
    def simulation(self) -> Simulation:
        """The draws."""
        return cached_composite.simulation(*self.key)[0]  # type: ignore[arg-type]

    @property
    def uncertainty(self) -> Uncertainty:
        """What the draws say of every ranked region."""
        return cached_composite.simulation(*self.key)[1]  # type: ignore[arg-type]

    @cached_property
    def unclear(self) -> list[tuple[int, str]]:
        """Rank and code of the regions that the chosen one (else the leader) differs not from."""
        subject = self.choice.region.code if self.is_ranked else self.codes[0]
        mask = not_distinguishable(self.simulation, self.codes.index(subject))
        rows = self.found.ranked[mask]
        return [(int(rank), str(code)) for code, rank in rows["rank"].items()]

    def place(self, code: str) -> Place:
        """A ranked region's place and what the draws say of it."""
        at, row, sure = self.codes.index(code), self.found.table.loc[code], self.uncertainty
        return Place(
            name=self.names[code],
            score=float(row["score"]),
            rank=int(row["rank"]),
            rank_low=int(sure.rank_low[at]),
            rank_high=int(sure.rank_high[at]),
            index=float(row["index"]),
            index_low=float(sure.index_low[at]),
            index_high=float(sure.index_high[at]),
        )

    @property
    def method(self) -> str:
        """Every choice of method in one line."""
        names = [group.name[self.language] for group in self.choice.system.groups]
        options = self.found.options if self.composite else self.choice.options
        return method_line(options, shares_text(names, self.choice.shares), self.language)

    def choose_region(self, code: str) -> None:
        """A region clicked in a figure is the one that the page is about."""
        choices.write({"region": code})


def prepare(frame: Frame) -> CompositePage:
    """The page's choices and, where the figures allow one, the evaluation."""
    choice = read_choice(frame)
    if choice.year is None:
        return CompositePage(frame, choice, None, fell_back=False)
    composite, fell_back = _evaluate(frame, choice, choice.year)
    if composite.ranked.empty:
        return CompositePage(frame, choice, None, fell_back)
    return CompositePage(frame, choice, composite, fell_back)


def _evaluate(frame: Frame, choice: CompositeChoice, year: int) -> tuple[Composite, bool]:
    """The evaluation; with the weights of the system where the figures cannot give any."""
    release, system = frame.release.key, choice.system.code
    options, shares = choice.options, choice.shares
    try:
        return (
            cached_composite.evaluation(release, choice.level, system, year, options, shares),
            False,
        )
    except ValueError:
        options = replace(options, weighting="expert")
        return (
            cached_composite.evaluation(release, choice.level, system, year, options, shares),
            True,
        )


def show_headline(page: CompositePage) -> None:
    """Who leads, where the chosen region stands, and how sure that is."""
    language = page.language
    leader = page.codes[0]
    own = page.choice.region.code
    unclear = [(rank, page.names[code]) for rank, code in page.unclear]
    sentence = headline(
        page.place(leader),
        page.place(own) if page.is_ranked and own != leader else None,
        unclear,
        page.year,
        count_regions(len(page.codes), page.choice.level, language),
        language,
    )
    st.subheader(plain(sentence), anchor=False)
    notes = _notes(page)
    st.caption(plain(("" if language == "zh" else " ").join(notes)))
    st.caption(plain(page.method))


def table_height(rows: int) -> int:
    """Pixels of a table that shows so many rows whole, head included."""
    return TABLE_ROW * rows + _HEAD


def show_source_line(page: CompositePage) -> None:
    """Under the figures, small: system, publications and release."""
    _ = page.frame.translate
    titles = source_titles(page)
    named = titles[:_MOST_SOURCES]
    if len(titles) > _MOST_SOURCES:
        named.append(_("and {n} more").format(n=len(titles) - _MOST_SOURCES))
    line = _("Source: {titles}; {release}").format(
        titles=join_names(named, page.language),
        release=release_line(page.frame.release, page.language),
    )
    st.caption(plain(line))


def source_titles(page: CompositePage) -> list[str]:
    """The publications that the year's figures were read from, most used first."""
    rows = year_rows(page)
    cells = rows["source_code"].value_counts()
    titles = {code: source.title for code, source in page.frame.catalog.sources.items()}
    return list(dict.fromkeys(t for cell in cells.index for t in cited(cell, titles).split(";")))


def year_rows(page: CompositePage) -> pd.DataFrame:
    """The figures that the evaluation rests on."""
    rows = cached_composite.panel(
        page.frame.release.key, page.choice.level, page.choice.system.code
    )
    return rows[rows["year"] == page.year]


def say_nobody_ranked(page: CompositePage) -> None:
    """Why there is no ranking, and which regions come nearest to one."""
    choice, language = page.choice, page.language
    system = choice.system.name[language]
    if choice.system.is_computed:
        sentence = nobody_ranked_sentence(
            count_regions(page.expected, choice.level, language),
            system,
            choice.options.least_share,
            choice.year,
            language,
        )
    else:
        sentence = _not_computed_sentence(page)
    st.info(plain(sentence))


def _not_computed_sentence(page: CompositePage) -> str:
    _ = page.frame.translate
    system = page.choice.system
    rows = [item for _group, item in system.items]
    near = sum(item.match != "none" for item in rows)
    return _(
        "“{system}” is made for development zones. Of the {rows} rows known here, {near} have a "
        "related indicator for provinces or cities and none the very same: nobody is ranked by "
        "it. The rows are listed below."
    ).format(
        system=system.name[page.language],
        rows=len(rows),
        near=near,
    )


def _notes(page: CompositePage) -> list[str]:
    """What the evaluation leaves out and what was done to the figures."""
    _, language, found = page.frame.translate, page.language, page.found
    notes = []
    if page.fell_back:
        notes.append(
            _(
                "Too few regions have every indicator to take weights from the figures; the "
                "weights of the system are used."
            )
        )
    if not page.is_ranked:
        notes.append(_why_not_ranked(page))
    out = len(found.table) - len(page.codes)
    if out:
        names = [page.names[c] for c in found.table.index if c not in page.codes]
        notes.append(
            _("Not ranked for lack of figures: {regions}.").format(
                regions=join_names(names[:6], language)
                + (_(" and {n} more").format(n=out - 6) if out > 6 else "")
            )
        )
    if found.dropped:
        names = page.frame.indicator_names(found.dropped)
        notes.append(
            _("Not published in {year} and left out: {indicators}.").format(
                year=page.year, indicators=join_names(names, language)
            )
        )
    drawn_in = found.drawn_in[found.drawn_in > 0]
    if len(drawn_in):
        listed = [
            f"{page.frame.catalog.indicators[c].name[language]} {n}" for c, n in drawn_in.items()
        ]
        notes.append(
            _("Outliers drawn in: {indicators}.").format(indicators=join_names(listed, language))
        )
    if found.options.aggregation == "geometric":
        notes.append(
            _(
                "Scores below {floor} count as {floor} in the geometric mean: {count} of them."
            ).format(floor=1, count=found.floored)
        )
    provisional = year_rows(page)["status"].isin(UNCERTAIN)
    if provisional.any():
        codes = year_rows(page).loc[provisional, "indicator_code"].unique()
        names = page.frame.indicator_names(codes)
        notes.append(
            _("Rests on unconfirmed or estimated figures in: {indicators}.").format(
                indicators=join_names(names, language)
            )
        )
    return notes


def _why_not_ranked(page: CompositePage) -> str:
    """What the chosen region lacks."""
    code, found = page.choice.region.code, page.found
    if code not in found.table.index:
        _ = page.frame.translate
        return _("{name} is not covered by the statistics.").format(name=page.name)
    row = found.scores.loc[code]
    missing = [*row.index[row.isna()], *found.dropped]
    return not_ranked_sentence(
        page.name,
        float(found.table.loc[code, "present"]),
        page.frame.indicator_names(missing),
        found.options,
        page.language,
    )
