"""The table behind the composite, with the method in every file, and coverage without ranks."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.reports.tables import TableFacts
from scoreboard.text.composite import step_name
from scoreboard.ui import cached_composite
from scoreboard.ui.composite_page import CompositePage, source_titles, table_height
from scoreboard.ui.figure import show_title
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.tables import TABLE_ROW, offer_table, show_cells

_MOST_ROWS = 12


def show_table(page: CompositePage) -> None:
    """Ranks, scores, ranges and the scores of every indicator, with their files."""
    _ = page.frame.translate
    name = f"composite_{page.choice.system.code}_{page.year}"
    offer_table(
        page.frame,
        "composite_table",
        _("Table and download"),
        partial(build_table, page),
        partial(table_facts, page),
        name=name,
    )


def build_table(page: CompositePage) -> pd.DataFrame:
    """One row a region, first to last; regions without a rank last, with what they have."""
    _, language, found = page.frame.translate, page.language, page.found
    indicators = page.frame.catalog.indicators
    order = [*page.codes, *(c for c in found.table.index if c not in page.codes)]
    places = {code: page.place(code) for code in page.codes}

    def told(read: str) -> pd.Series:
        cells = [getattr(places[c], read) if c in places else None for c in order]
        return pd.Series(cells, dtype="Int64" if "rank" in read else "Float64")

    columns = {
        _("Rank"): told("rank"),
        _("Region"): pd.Series([page.names[c] for c in order]),
        _("Score"): told("score").round(2),
        _("Rank, 5%"): told("rank_low"),
        _("Rank, 95%"): told("rank_high"),
        _("Mean = 100"): told("index").round(1),
        _("Mean = 100, 5%"): told("index_low").round(1),
        _("Mean = 100, 95%"): told("index_high").round(1),
        _("Ladder"): pd.Series([step_name(found.ladder[c], language) for c in order]),
        _("Weight present, %"): pd.Series(
            (found.table.loc[order, "present"] * 100).round(1).to_numpy()
        ),
    }
    scores = {
        _("{indicator} (score)").format(indicator=indicators[code].name[language]): pd.Series(
            found.scores.loc[order, code].round(1).to_numpy()
        )
        for code in found.design.indicator_codes
    }
    return pd.DataFrame(columns | scores | {_("Code"): pd.Series(order)})


def table_facts(page: CompositePage) -> TableFacts:
    """What goes with the table of ranks: the method, and how the ranges came about."""
    _ = page.frame.translate
    ranges = _(
        "10,000 evaluations with other weights, normalisation, aggregation and one "
        "indicator left out; 5% and 95% of them."
    )
    title = _("Composite evaluation {year}").format(year=page.year)
    return method_facts(page, title, (_("Ranges"), ranges))


def method_facts(page: CompositePage, title: str, *more: tuple[str, str]) -> TableFacts:
    """System, method, weights, sources and release, in every file."""
    _, language = page.frame.translate, page.language
    system = page.choice.system
    weights = "; ".join(
        f"{page.frame.catalog.indicators[code].name[language]} {weight * 100:.2f}%"
        for code, weight in page.found.weights.items()
    )
    lines = (
        (_("Indicator system"), system.name[language]),
        (_("Description"), system.description[language]),
        (_("Method"), page.method),
        (_("Weights"), weights),
        *more,
        (_("Release"), release_line(page.frame.release, language)),
        (_("Sources"), ";".join(source_titles(page))),
    )
    return TableFacts(title, lines)


def show_coverage(page: CompositePage) -> None:
    """Where nobody is ranked: which regions have figures of most of the weight, in any year."""
    _, language = page.frame.translate, page.language
    system = page.choice.system
    if not system.is_computed:
        return
    rows = cached_composite.panel(page.frame.release.key, page.choice.level, system.code)
    if rows.empty:
        return
    weights = {item.indicator: item.weight or 0.0 for _group, item in system.items}
    rows = rows.assign(weight=rows["indicator_code"].map(weights))
    by_year = rows.groupby(["region_code", "year"]).agg(
        present=("weight", "sum"), indicators=("indicator_code", "nunique")
    )
    best = by_year.sort_values(["present", "year"], ascending=False).reset_index()
    best = best.drop_duplicates("region_code")
    is_own = best["region_code"] == page.choice.region.code
    best = pd.concat([best.head(_MOST_ROWS), best[is_own]]).drop_duplicates("region_code")
    have = rows.groupby(["region_code", "year"])["indicator_code"].apply(list).to_dict()
    show_title(
        _("Regions with figures of most of the weight"),
        [system.name[language], _("each in its best year")],
    )
    table = pd.DataFrame(
        {
            _("Region"): page.frame.region_names(best["region_code"]),
            _("Year"): best["year"].astype(str),
            _("Weight present, %"): best["present"].round(1),
            _("Indicators"): [f"{n}/{len(weights)}" for n in best["indicators"]],
            _("Present"): [
                join_names(page.frame.indicator_names(have[code, year]), language)
                for code, year in zip(best["region_code"], best["year"], strict=True)
            ],
        }
    )
    show_cells(
        table,
        hide_index=True,
        key="composite_coverage",
        row_height=TABLE_ROW,
        height=table_height(len(table)),
    )
