"""The table behind the composite, and coverage where nobody is ranked."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.composite.choice import CompositeChoice
from scoreboard.answers.composite.evaluated import Evaluated
from scoreboard.answers.composite.words import step_name
from scoreboard.answers.composited import system_panel
from scoreboard.answers.model import Part, Sentence, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.language import join_list, translator

_MOST_ROWS = 12


def table_of(found: Evaluated) -> Table:
    """Ranks, scores, ranges and the scores of every indicator."""
    _ = translator(found.language)
    return Table(
        key="composite_table",
        label=_("Table and download"),
        name=f"composite_{found.system.code}_{found.year}",
        build=partial(_build, found),
        facts=partial(_facts, found),
    )


def _build(found: Evaluated) -> pd.DataFrame:
    """One row a region, first to last; regions without a rank last, with what they have."""
    _, language, composite = translator(found.language), found.language, found.composite
    ladder = composite.ladder
    order = [*found.codes, *(c for c in composite.table.index if c not in found.ranges)]

    def told(read: str) -> pd.Series:
        cells = [getattr(found.ranges[c], read) if c in found.ranges else None for c in order]
        return pd.Series(cells, dtype="Int64" if read in ("rank", "low", "high") else "Float64")

    columns = {
        _("Rank"): told("rank"),
        _("Region"): pd.Series([found.names[c] for c in order]),
        _("Score"): told("score").round(2),
        _("Rank, 5%"): told("low"),
        _("Rank, 95%"): told("high"),
        _("Mean = 100"): told("index").round(1),
        _("Mean = 100, 5%"): told("index_low").round(1),
        _("Mean = 100, 95%"): told("index_high").round(1),
        _("Ladder"): pd.Series([step_name(ladder[c], language) for c in order]),
        _("Weight present, %"): pd.Series(
            (composite.table.loc[order, "present"] * 100).round(1).to_numpy()
        ),
    }
    codes = composite.design.indicator_codes
    scores = {
        _("{indicator} (score)").format(indicator=name): pd.Series(
            composite.scores.loc[order, code].round(1).to_numpy()
        )
        for code, name in zip(codes, found.indicator_names(codes), strict=True)
    }
    return pd.DataFrame(columns | scores | {_("Code"): pd.Series(order)})


def _facts(found: Evaluated) -> TableFacts:
    """The method, and how the ranges came about."""
    _ = translator(found.language)
    ranges = _(
        "10,000 evaluations with other weights, normalisation, aggregation and one "
        "indicator left out; 5% and 95% of them."
    )
    title = _("Composite evaluation {year}").format(year=found.year)
    return found.facts(title, (_("Ranges"), ranges))


def coverage_of(release: Release, choice: CompositeChoice, language: Language) -> tuple[Part, ...]:
    """Where nobody is ranked: which regions have figures of most of the weight, in any year."""
    _, catalog = translator(language), release.catalog
    system = catalog.systems[choice.system_code]
    rows = system_panel(release, choice.level, system.code)
    if not system.is_computed or rows.empty:
        return ()
    weights = {item.indicator: item.weight or 0.0 for _group, item in system.items}
    rows = rows.assign(weight=rows["indicator_code"].map(weights))
    by_year = rows.groupby(["region_code", "year"]).agg(
        present=("weight", "sum"), indicators=("indicator_code", "nunique")
    )
    best = by_year.sort_values(["present", "year"], ascending=False).reset_index()
    best = best.drop_duplicates("region_code")
    is_own = best["region_code"] == choice.region_code
    best = pd.concat([best.head(_MOST_ROWS), best[is_own]]).drop_duplicates("region_code")
    keys = list(zip(best["region_code"], best["year"], strict=True))
    by_key = rows.groupby(["region_code", "year"])["indicator_code"]
    have = [[catalog.indicators[c].name[language] for c in by_key.get_group(k)] for k in keys]
    table = pd.DataFrame(
        {
            _("Region"): [catalog.regions[c].short_name[language] for c in best["region_code"]],
            _("Year"): best["year"].astype(str).tolist(),
            _("Weight present, %"): best["present"].round(1).tolist(),
            _("Indicators"): [f"{n}/{len(weights)}" for n in best["indicators"]],
            _("Present"): [join_list(names, language) for names in have],
        }
    )
    title = _("Regions with figures of most of the weight")
    lines = (
        (_("Indicator system"), system.name[language]),
        (_("Release"), release_line(release.info, language)),
    )
    return (
        Sentence(title, "title"),
        Sentence(" · ".join([system.name[language], _("each in its best year")]), "note"),
        Table(
            key="composite_coverage",
            label="",
            name=f"composite_coverage_{system.code}_{choice.level}",
            build=table.copy,
            facts=partial(TableFacts, title, lines),
        ),
    )
