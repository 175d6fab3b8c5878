"""Convergence: whether the spread narrows (σ), and whether the low have grown faster (β)."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.concentration import comparable_years
from scoreboard.analysis.convergence import (
    FEWEST_REGIONS,
    Beta,
    dispersion_by_year,
    fit_beta,
    growth_rates,
)
from scoreboard.answers.model import Part, Sentence, figure_part
from scoreboard.answers.structure.convergence_figures import draw_beta
from scoreboard.answers.structure.data import (
    StructureData,
    comparable_unit,
    comparable_values,
    source_of,
    table_of,
)
from scoreboard.answers.structure.drawing import LARGE
from scoreboard.answers.structure.measures import POPULATION
from scoreboard.answers.structure.words import Measured, beta_sentence, sigma_sentence
from scoreboard.answers.structure.year_figures import YearLine, draw_over_years
from scoreboard.language import in_brackets, plurals, translator

# Over a shorter span growth is more chance than catching up.
SHORTEST_SPAN = 3


def convergence(data: StructureData) -> dict[str, tuple[Part, ...]]:
    """Whether regions draw together: σ over the years, β between two of them.

    Blocks: convergence (the heading, and why nothing is worked out), sigma, beta,
    convergence_data (sources).
    """
    if data.kind in ("score", "unranked"):
        return {}
    _ = translator(data.language)
    heading = Sentence(_("Convergence"), "heading")
    values = comparable_values(data)
    span = _span(data, values) if data.indicator.compares_years else None
    if span is None:
        return {"convergence": (heading, Sentence(_why_not(data), "note"))}
    first, last = span
    return {
        "convergence": (heading,),
        "sigma": _sigma(data, values, first, last),
        "beta": _beta(data, values, first, last),
        "convergence_data": (source_of(data, values[values["year"].isin(span)]),),
    }


def _why_not(data: StructureData) -> str:
    _ = translator(data.language)
    if data.indicator.code == POPULATION:
        return _("Convergence is of values per head; the population has none.")
    if not data.indicator.compares_years:
        return _("Years have different coverage; changes are not shown.")
    return _(
        "Convergence is not worked out: it needs the same regions in two comparable "
        "years that are at least {years} years apart."
    ).format(years=SHORTEST_SPAN)


def _span(data: StructureData, values: pd.DataFrame) -> tuple[int, int] | None:
    """First and last year: those chosen where they can be compared, else the nearest to them."""
    upto = [int(y) for y in values["year"].unique() if y <= data.year]
    if not upto:
        return None
    last = max(upto)
    earlier = [
        y
        for y in comparable_years(values, last, data.indicator.breaks)
        if last - y >= SHORTEST_SPAN
    ]
    if not earlier:
        return None
    return (data.choice.since if data.choice.since in earlier else earlier[0]), last


def _basis(data: StructureData) -> str:
    """What is compared: values per head for amounts, the values themselves for rates."""
    _ = translator(data.language)
    return _("per head of population") if data.kind == "amount" else ""


def _sigma(data: StructureData, values: pd.DataFrame, first: int, last: int) -> tuple[Part, ...]:
    _ = translator(data.language)
    table = dispersion_by_year(values)
    lines = [
        YearLine(_("coefficient of variation"), table["year"], table["cv"]),
        YearLine(_("logarithms, st. dev."), table["year"], table["log_sd"]),
    ]
    drawing = draw_over_years(
        lines, last, data.breaks, from_zero=True, height=LARGE, shows=data.token
    )
    cv = table.set_index("year")["cv"]
    spread = Measured(float(cv[last]), float(cv[first]), first)
    return (
        figure_part(
            "structure_sigma",
            drawing,
            _("Spread of {shown}").format(shown=data.shown),
            _("Spread over the years (σ)"),
            (data.shown, _basis(data), f"{table['year'].min()}–{table['year'].max()}"),
        ),
        Sentence(sigma_sentence(last, spread, data.language)),
        table_of(
            data,
            "structure_sigma_table",
            _("Spread by year: table and download"),
            partial(_sigma_table, data, table),
            values,
            _basis(data),
        ),
    )


def _sigma_table(data: StructureData, table: pd.DataFrame) -> pd.DataFrame:
    _ = translator(data.language)
    return pd.DataFrame(
        {
            _("Year"): table["year"],
            _("Regions"): table["regions"],
            _("Coefficient of variation"): table["cv"].round(4),
            _("Standard deviation of logarithms"): table["log_sd"].round(4),
        }
    )


def _beta(data: StructureData, values: pd.DataFrame, first: int, last: int) -> tuple[Part, ...]:
    _, ngettext = translator(data.language), plurals(data.language)
    growth = growth_rates(values, first, last)
    beta = fit_beta(growth, last - first)
    title, number = _("Growth by the level at the start (β)"), len(growth)
    if beta is None:
        sentence = _(
            "No line is fitted: fewer than {fewest} regions have values above zero in "
            "both years, or all are alike."
        ).format(fewest=FEWEST_REGIONS)
        return Sentence(title, "title"), Sentence(sentence, "note")
    unit = comparable_unit(data)[1]
    drawing = draw_beta(
        growth,
        beta,
        data.names,
        data.notes,
        (
            _("{year}, {unit} (logarithmic)").format(year=first, unit=unit),
            _("growth a year, % (logarithmic)"),
        ),
        data.marked,
        shows=data.token,
    )
    regions = ngettext("{number} region", "{number} regions", number).format(number=number)
    return (
        figure_part(
            "structure_beta",
            drawing,
            _("Growth of {shown} by the level at the start").format(shown=data.shown),
            title,
            (data.shown, _basis(data), f"{first}–{last}", regions),
        ),
        Sentence(beta_sentence(first, last, beta, data.language)),
        table_of(
            data,
            "structure_beta_table",
            _("Start and growth: table and download"),
            partial(_beta_table, data, growth, first, last),
            values[values["year"].isin([first, last])],
            _beta_facts(beta),
        ),
    )


def _beta_table(data: StructureData, growth: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    _ = translator(data.language)
    unit = in_brackets(comparable_unit(data)[1], data.language)
    return pd.DataFrame(
        {
            _("Region"): growth["region_code"].map(data.names),
            f"{first}{unit}": growth["first"],
            f"{last}{unit}": growth["last"],
            _("Growth a year, % (logarithmic)"): (100 * growth["growth"]).round(3),
            _("Code"): growth["region_code"],
        }
    )


def _beta_facts(beta: Beta) -> str:
    """The regression in one line, for the files."""
    return (
        f"ln(y_T/y_0)/T = {beta.intercept:.5f} + {beta.slope:.5f} ln y_0; T = {beta.years}; "
        f"n = {beta.regions}; s.e. {beta.stderr:.5f}; p = {beta.p:.4f}; R² = {beta.r_squared:.3f}; "
        f"λ = {beta.speed:.5f}"
    )
