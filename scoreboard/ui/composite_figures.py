"""The figures of the composite page: ranks with ranges, ladder, parts, years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import streamlit as st

from scoreboard.charts.composite import (
    RangeRow,
    YearLine,
    draw_contributions,
    draw_ladder,
    draw_rank_ranges,
    draw_score_years,
)
from scoreboard.charts.theme import CHOSEN, SEQUENTIAL
from scoreboard.text.compare import bracketed
from scoreboard.text.composite import rank_range, step_name
from scoreboard.text.numbers import format_plain
from scoreboard.text.sentences import count_regions
from scoreboard.ui import cached_composite
from scoreboard.ui.composite_page import CompositePage
from scoreboard.ui.composite_table import method_facts
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

LONGEST = 40
_MOST_LINES = 4


def shown_codes(page: CompositePage) -> list[str]:
    """The regions that figures show: all, or the leaders and those around the chosen one."""
    codes = page.codes
    if len(codes) <= LONGEST:
        return codes
    at = codes.index(page.choice.region.code) if page.is_ranked else 0
    wanted = set(range(LONGEST - 10)) | set(range(max(0, at - 5), min(len(codes), at + 5)))
    return [codes[k] for k in sorted(wanted)]


def show_ranks(page: CompositePage) -> None:
    """Every region's rank with the range that holds 90% of the evaluations."""
    _ = page.frame.translate
    unclear = {code for _rank, code in page.unclear}
    rows = [_range_row(page, code, ladder=False) for code in shown_codes(page)]
    notes = [
        *_year_and_count(page),
        _("point: rank, bar: 5–95% range of 10,000 evaluations"),
    ]
    if page.is_ranked and unclear:
        notes.append(_("darker: no clear difference from {name}").format(name=page.name))
    show_title(_("Rank and its range"), notes)
    figure = draw_rank_ranges(rows, page.chosen, unclear, len(page.codes), page.token)
    show_figure("composite_ranks", figure, _("Ranks with their ranges"), page.choose_region)


def show_ladder(page: CompositePage) -> None:
    """Scores relative to the mean as 100, with the four groups of the ladder."""
    _ = page.frame.translate
    unclear = {code for _rank, code in page.unclear}
    rows = [_range_row(page, code, ladder=True) for code in shown_codes(page)]
    notes = [
        *_year_and_count(page),
        _("dashed: mean score = 100"),
        _("bar: 5–95% range"),
        _("limits 70, 100, 125; + and − for the upper and lower third of a group"),
    ]
    show_title(_("Ladder"), notes)
    figure = draw_ladder(rows, page.chosen, unclear, page.token)
    show_figure("composite_ladder", figure, _("Ladder of the regions"), page.choose_region)


def show_contributions(page: CompositePage) -> None:
    """What each group of indicators adds to a region's score."""
    _ = page.frame.translate
    groups = {g.code: g.name[page.language] for g in page.choice.system.groups}
    parts = _parts(page, groups)
    whole, parts = parts, parts.loc[shown_codes(page)]
    labels = {code: _label(page, code) for code in parts.index}
    notes = [_("weighted scores, 0–100"), str(page.year)]
    if page.found.options.aggregation != "arithmetic":
        notes.append(_("of the weighted mean, since this way of aggregating does not split"))
    show_title(_("What makes up the score"), notes)
    figure = draw_contributions(parts, labels, groups, page.chosen, page.token)
    show_figure("composite_parts", figure, _("Parts of the scores"), page.choose_region)
    offer_table(
        page.frame,
        "composite_parts_table",
        _("Parts of the scores: table and download"),
        lambda: _parts_table(page, whole, groups),
        lambda: method_facts(page, " · ".join([_("What makes up the score"), *notes])),
        name=f"composite_parts_{page.choice.system.code}_{page.year}",
    )


def _parts(page: CompositePage, groups: Iterable[str]) -> pd.DataFrame:
    """What each group adds to the score of every ranked region, in the order of the groups."""
    design = page.found.design
    pillar_of = dict(zip(design.indicator_codes, design.pillar_codes, strict=True))
    parts = page.found.contributions.T.groupby(pillar_of).sum().T
    return parts[[code for code in groups if code in parts.columns]]


def _parts_table(
    page: CompositePage, parts: pd.DataFrame, groups: Mapping[str, str]
) -> pd.DataFrame:
    _ = page.frame.translate
    named = {groups[code]: parts[code].round(2) for code in parts.columns}
    table = pd.DataFrame({_("Region"): parts.index.map(page.names), **named}, index=parts.index)
    return table.assign(**{_("Code"): parts.index})


def show_years(page: CompositePage) -> None:
    """Scores over the years between fixed goalposts, with the weights of the chosen year."""
    _ = page.frame.translate
    rows = cached_composite.over_years(*page.key)  # type: ignore[arg-type]
    if rows["year"].nunique() < 2:
        st.caption(plain(_("There are figures for one year only; nothing to compare over time.")))
        return
    notes = [
        _("fixed goalposts and the weights of {year} for every year").format(year=page.year),
        _("band: middle half of the regions"),
    ]
    breaks = _breaks(page, rows)
    if breaks:
        notes.append(_("short marks: breaks in the series"))
    partial = rows[rows["missing_weight"] > 1e-9]
    if len(partial):
        notes.append(_("hollow: some indicators were not published"))
    show_title(_("Score over the years"), notes)
    band = rows.groupby("year")["score"].quantile([0.25, 0.75]).unstack().reset_index()
    band.columns = ["year", "low", "high"]
    figure = draw_score_years(band, _lines(page, rows), breaks, page.year, page.token)
    show_figure("composite_years", figure, _("Scores over the years"))
    offer_table(
        page.frame,
        "composite_years_table",
        _("Scores over the years: table and download"),
        lambda: _years_table(page, rows),
        lambda: method_facts(page, " · ".join([_("Score over the years"), notes[0]])),
        name=f"composite_years_{page.choice.system.code}_{page.year}",
    )
    if len(partial):
        by_year = partial.groupby("missing_weight")["year"].unique()
        listed = [
            join_names([str(y) for y in sorted(years)], page.language)
            + bracketed(f"{share * 100:.0f}%", page.language)
            for share, years in by_year.items()
        ]
        st.caption(
            plain(
                _("Years without some indicators (their weight): {years}.").format(
                    years=join_names(listed, page.language)
                )
            )
        )


def _years_table(page: CompositePage, rows: pd.DataFrame) -> pd.DataFrame:
    """One row a year and region, with its score and rank and the weight that nobody has."""
    _ = page.frame.translate
    rows = rows.sort_values(["year", "rank", "region_code"])
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(int),
            _("Region"): rows["region_code"].map(page.names),
            _("Score"): rows["score"].round(2),
            _("Rank"): rows["rank"].astype(int),
            _("Weight not published, %"): (rows["missing_weight"] * 100).round(1),
            _("Code"): rows["region_code"],
        }
    )


def _range_row(page: CompositePage, code: str, *, ladder: bool) -> RangeRow:
    place = page.place(code)
    step = step_name(page.found.ladder[code], page.language)
    _ = page.frame.translate
    hover = _("{name}: score {score}, {index} of the mean ({low}–{high}), rank {range}").format(
        name=place.name,
        score=format_plain(place.score, 1),
        index=f"{place.index:.0f}%",
        low=f"{place.index_low:.0f}",
        high=f"{place.index_high:.0f}",
        range=rank_range(place, page.language),
    )
    if ladder:
        label = f"{step}  {place.name}"
        return RangeRow(
            code,
            label,
            round(place.index, 1),
            round(place.index_low, 1),
            round(place.index_high, 1),
            hover,
        )
    return RangeRow(code, _label(page, code), place.rank, place.rank_low, place.rank_high, hover)


def _year_and_count(page: CompositePage) -> list[str]:
    return [
        str(page.year),
        count_regions(len(page.codes), page.choice.level, page.language),
    ]


def _label(page: CompositePage, code: str) -> str:
    return f"{page.found.table.loc[code, 'rank']:.0f}  {page.names[code]}"


def _lines(page: CompositePage, rows: pd.DataFrame) -> list[YearLine]:
    """The chosen region, the leader, and the chosen one's neighbours in rank."""
    codes = page.codes
    own = page.choice.region.code
    at = codes.index(own) if own in codes else 0
    near = [codes[k] for k in (at - 1, at + 1) if 0 <= k < len(codes)]
    wanted = list(dict.fromkeys([own, codes[0], *near]))[:_MOST_LINES]
    shades = [CHOSEN[0], SEQUENTIAL[4], SEQUENTIAL[3], SEQUENTIAL[2]]
    lines = []
    for code, colour in zip(wanted, shades, strict=False):
        series = rows[rows["region_code"] == code].sort_values("year")
        if series.empty:
            continue
        _ = page.frame.translate
        hover = [
            f"{page.names[code]} {row.year}  {row.score:.1f}  "
            + _("no. {rank}").format(rank=f"{row.rank:.0f}")
            for row in series.itertuples()
        ]
        lines.append(
            YearLine(
                page.names[code],
                colour,
                [int(y) for y in series["year"]],
                [float(s) for s in series["score"]],
                (series["missing_weight"] > 1e-9).tolist(),
                hover,
            )
        )
    return lines


def _breaks(page: CompositePage, rows: pd.DataFrame) -> dict[int, str]:
    """Breaks in series of the system that concern every region, by year."""
    first, last = int(rows["year"].min()), int(rows["year"].max())
    found: dict[int, list[str]] = {}
    for code in page.found.design.indicator_codes:
        indicator = page.frame.catalog.indicators[code]
        for mark in indicator.breaks:
            if first < mark.year <= last and not mark.region_codes:
                found.setdefault(mark.year, []).append(indicator.name[page.language])
    return {year: join_names(names, page.language) for year, names in sorted(found.items())}
