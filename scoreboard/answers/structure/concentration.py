"""Concentration: over the years, and in the year as a Lorenz curve."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.concentration import LEADERS, Lorenz, lorenz
from scoreboard.answers.model import Figure, Part, Sentence, figure_part
from scoreboard.answers.structure.concentration_figures import draw_lorenz
from scoreboard.answers.structure.data import StructureData, source_of, table_of
from scoreboard.answers.structure.drawing import LARGE
from scoreboard.answers.structure.measures import groups_of, people_of
from scoreboard.answers.structure.year_figures import YearLine, draw_over_years, draw_parts
from scoreboard.language import in_brackets, join_list, translator


def concentration(data: StructureData) -> dict[str, tuple[Part, ...]]:
    """How concentrated an amount is. Nothing for what does not add up.

    Blocks: concentration (the heading), gini, lorenz, theil, herfindahl, leaders,
    concentration_data (groups, sources, tables).
    """
    if data.kind != "amount" or data.whole.empty:
        return {}
    _ = translator(data.language)
    blocks: dict[str, tuple[Part, ...]] = {
        "concentration": (Sentence(_("Concentration"), "heading"),)
    }
    has_years = data.indicator.compares_years and len(data.measures) > 1
    if has_years:
        blocks["gini"] = (_gini(data),)
        blocks["theil"] = (_theil(data),)
        blocks["herfindahl"] = (_herfindahl(data),)
        blocks["leaders"] = (_leaders(data),)
    if data.is_whole:
        blocks["lorenz"] = (_lorenz(data),)
    blocks["concentration_data"] = tuple(_concentration_data(data, has_years=has_years))
    return blocks


def _concentration_data(data: StructureData, *, has_years: bool) -> list[Part]:
    """Which groups Theil is split by, sources and tables."""
    _ = translator(data.language)
    parts: list[Part] = []
    if has_years and data.choice.level == "province":
        groups = list(data.catalog.macro_regions.values())
        sentence = _("Macro-regions: {names}. Source: {source}.").format(
            names=join_list([g.name[data.language] for g in groups], data.language),
            source=groups[0].source[data.language],
        )
        parts.append(Sentence(sentence, "note"))
    parts += [
        source_of(data, data.rows if data.is_whole else data.whole),
        table_of(
            data,
            "structure_measures",
            _("Measures of concentration by year: table and download"),
            partial(_measures_table, data),
            data.whole,
            _("A year counts when at least four fifths of the regions have a value."),
        ),
    ]
    if data.is_whole:
        label = _("Lorenz curve: table and download")
        build = partial(_lorenz_table, data)
        parts.append(table_of(data, "structure_lorenz", label, build, data.rows))
    return parts


def _gini(data: StructureData) -> Figure:
    _ = translator(data.language)
    table = data.measures
    lines = [YearLine(_("each region once"), table["year"], table["gini"])]
    if table["gini_people"].count() > 1:
        lines.append(YearLine(_("by population"), table["year"], table["gini_people"]))
    breaks = _("short marks: breaks in the series") if data.breaks else ""
    figure = draw_over_years(lines, data.year, data.breaks, height=LARGE, shows=data.token)
    return figure_part(
        "structure_gini",
        figure,
        _("Gini coefficient of {shown}").format(shown=data.shown),
        _("Gini coefficient"),
        (_years(data), breaks, _("axis cut, not from zero")),
    )


def _theil(data: StructureData) -> Figure:
    _ = translator(data.language)
    prefix = "theil_people" if data.by_people else "theil"
    table = data.measures.dropna(subset=[prefix])
    notes = [_years(data), _("by population") if data.by_people else _("each region once")]
    if groups_of(data.catalog, data.choice.level, data.choice.within) is None:
        title = _("Theil index")
        line = YearLine(title, table["year"], table[prefix])
        figure = draw_over_years([line], data.year, data.breaks, shows=data.token)
    else:
        title = _("Theil index, between and within groups")
        is_city = data.choice.level == "city"
        notes.append(_("groups: provinces") if is_city else _("four macro-regions"))
        parts = {
            _("within"): table[f"{prefix}_within"].tolist(),
            _("between"): table[f"{prefix}_between"].tolist(),
        }
        figure = draw_parts(table["year"].tolist(), parts, data.year, shows=data.token)
    alt = _("Theil index of {shown}").format(shown=data.shown)
    return figure_part("structure_theil", figure, alt, title, tuple(notes))


def _herfindahl(data: StructureData) -> Figure:
    _ = translator(data.language)
    table = data.measures
    lines = [
        YearLine(_("HHI"), table["year"], table["hhi"]),
        YearLine(_("normalised"), table["year"], table["hhi_normalised"]),
    ]
    equal = _("equal shares would give {value}").format(
        value=f"{1 / int(table['regions'].iloc[-1]):.3f}"
    )
    figure = draw_over_years(lines, data.year, data.breaks, from_zero=True, shows=data.token)
    return figure_part(
        "structure_hhi",
        figure,
        _("HHI of {shown}").format(shown=data.shown),
        _("Herfindahl–Hirschman index (HHI)"),
        (_years(data), equal),
    )


def _leaders(data: StructureData) -> Figure:
    _ = translator(data.language)
    table = data.measures
    lines = [
        YearLine(_("the first three"), table["year"], table["leaders_share_pct"]),
        YearLine(_("the first"), table["year"], table["first_share_pct"]),
    ]
    named = join_list(_leaders_by_year(data), data.language)
    figure = draw_over_years(
        lines, data.year, data.breaks, unit="%", from_zero=True, shows=data.token
    )
    return figure_part(
        "structure_leaders",
        figure,
        _("Leading shares of {shown}").format(shown=data.shown),
        _("Share of the largest in the total"),
        ("%", _("first: {names}").format(names=named)),
    )


def _leaders_by_year(data: StructureData) -> list[str]:
    """Who was first from when to when; names alone where the lead changed often."""
    table = data.measures
    runs = (table["first_code"] != table["first_code"].shift()).cumsum()
    spans = [
        (data.names[rows["first_code"].iloc[0]], rows["year"].min(), rows["year"].max())
        for _, rows in table.groupby(runs)
    ]
    if len(spans) > 2:
        return list(dict.fromkeys(name for name, _, _ in spans))
    return [f"{name} {first}–{last}" for name, first, last in spans]


def _lorenz(data: StructureData) -> Figure:
    _ = translator(data.language)
    counted = _("share of population") if data.by_people else _("share of regions")
    unit = _("by value per head") if data.by_people else _("each region once")
    figure = draw_lorenz(
        _curve(data),
        data.rows["region_code"].tolist(),
        data.names,
        data.notes,
        (counted, _("share of {shown}").format(shown=data.shown)),
        data.marked,
        shows=data.token,
    )
    return figure_part(
        "structure_lorenz_curve",
        figure,
        _("Lorenz curve of {shown}").format(shown=data.shown),
        _("Lorenz curve"),
        (data.when, data.field, unit, _("dashed: equal shares")),
    )


def _curve(data: StructureData) -> Lorenz:
    """The year's curve, over people or over regions."""
    values = data.rows["value"].to_numpy(dtype=float)
    if not data.by_people:
        return lorenz(values)
    rows = people_of(data.release, *data.scope, data.year, data.choice.window)
    people = rows[rows["year"] == data.year].set_index("region_code")["value"]
    return lorenz(values, people.reindex(data.rows["region_code"]).to_numpy(dtype=float))


def _measures_table(data: StructureData) -> pd.DataFrame:
    _ = translator(data.language)
    table = data.measures
    people = in_brackets(_("by population"), data.language)
    gini, theil = _("Gini coefficient"), _("Theil index")
    between, within = _("between groups"), _("within groups")
    columns = {
        "gini": gini,
        "gini_people": f"{gini}{people}",
        "theil": theil,
        "theil_between": f"{theil}: {between}",
        "theil_within": f"{theil}: {within}",
        "theil_people": f"{theil}{people}",
        "theil_people_between": f"{theil}{people}: {between}",
        "theil_people_within": f"{theil}{people}: {within}",
        "hhi": _("HHI"),
        "hhi_normalised": _("HHI, normalised"),
    }
    return pd.DataFrame(
        {
            _("Year"): table["year"],
            _("Regions"): table["regions"],
            **{label: table[column].round(4) for column, label in columns.items()},
            _("First region"): table["first_code"].map(data.names),
            _("Share of the first, %"): table["first_share_pct"].round(2),
            _("Share of the first {n}, %").format(n=LEADERS): table["leaders_share_pct"].round(2),
        }
    )


def _lorenz_table(data: StructureData) -> pd.DataFrame:
    _ = translator(data.language)
    curve = _curve(data)
    rows = data.rows.iloc[curve.order]
    counted = (
        _("Cumulated share of population, %")
        if data.by_people
        else _("Cumulated share of regions, %")
    )
    return pd.DataFrame(
        {
            _("Region"): rows["region_code"].map(data.names),
            _("Year"): rows["figure_year"].astype(int),
            data.shown + in_brackets(data.unit, data.language): rows["value"],
            counted: (100 * curve.counted[1:]).round(2),
            _("Cumulated share of the amount, %"): (100 * curve.amount[1:]).round(2),
            _("Code"): rows["region_code"],
            _("Note"): rows["note"].fillna(""),
        }
    )


def _years(data: StructureData) -> str:
    years = data.whole["year"]
    return f"{years.min()}–{years.max()}"
