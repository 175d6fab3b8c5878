"""Convergence: whether the spread narrows (σ), and whether the low have grown faster (β)."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.concentration import comparable_years
from scoreboard.analysis.convergence import (
    FEWEST_REGIONS,
    Beta,
    dispersion_by_year,
    fit_beta,
    growth_rates,
)
from scoreboard.charts.structure import LARGE, Line, draw_beta, draw_over_years
from scoreboard.text.structure import Moved, beta_sentence, sigma_sentence
from scoreboard.ui.cached_structure import POPULATION
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.structure_page import (
    StructurePage,
    comparable_values,
    per_head_unit,
    show_sources,
    show_table,
)

# Over a shorter span growth is more chance than catching up.
SHORTEST_SPAN = 3


def show_convergence(page: StructurePage) -> None:
    """Whether regions draw together: σ over the years, β between two of them."""
    _ = page.frame.translate
    if page.kind in ("score", "unranked"):
        return
    st.subheader(_("Convergence"), anchor=False)
    if page.indicator.code == POPULATION:
        st.caption(plain(_("Convergence is of values per head; the population has none.")))
        return
    if not page.indicator.compares_years:
        st.caption(plain(_("Years have different coverage; changes are not shown.")))
        return
    values = comparable_values(page)
    span = _span(page, values)
    if span is None:
        st.caption(
            plain(
                _(
                    "Convergence is not worked out: it needs the same regions in two comparable "
                    "years that are at least {years} years apart."
                ).format(years=SHORTEST_SPAN)
            )
        )
        return
    first, last = span
    left, right = st.columns(2, gap="medium")
    with left:
        _show_sigma(page, values, first, last)
    with right:
        _show_beta(page, values, first, last)
    show_sources(page, values[values["year"].isin(span)])


def _span(page: StructurePage, values: pd.DataFrame) -> tuple[int, int] | None:
    """First and last year: those chosen where they can be compared, else the nearest to them."""
    upto = [int(y) for y in values["year"].unique() if y <= page.year]
    if not upto:
        return None
    last = max(upto)
    earlier = [
        y
        for y in comparable_years(values, last, page.indicator.breaks)
        if last - y >= SHORTEST_SPAN
    ]
    if not earlier:
        return None
    return (page.since if page.since in earlier else earlier[0]), last


def _basis(page: StructurePage) -> str:
    """What is compared: values per head for amounts, the values themselves for rates."""
    _ = page.frame.translate
    return _("per head of population") if page.kind == "amount" else ""


def _show_sigma(page: StructurePage, values: pd.DataFrame, first: int, last: int) -> None:
    _ = page.frame.translate
    table = dispersion_by_year(values)
    lines = [
        Line(_("coefficient of variation"), table["year"], table["cv"]),
        Line(_("logarithms, st. dev."), table["year"], table["log_sd"]),
    ]
    years = f"{table['year'].min()}–{table['year'].max()}"
    show_title(_("Spread over the years (σ)"), [page.shown, _basis(page), years])
    figure = draw_over_years(
        lines, last, page.breaks, from_zero=True, height=LARGE, shows=page.token
    )
    show_figure("structure_sigma", figure, _("Spread of {shown}").format(shown=page.shown))
    cv = table.set_index("year")["cv"]
    moved = Moved(float(cv[last]), float(cv[first]), first)
    st.markdown(plain(sigma_sentence(first, last, moved, page.language)))
    show_table(
        page,
        "structure_sigma_table",
        _("Spread by year: table and download"),
        lambda: pd.DataFrame(
            {
                _("Year"): table["year"],
                _("Regions"): table["regions"],
                _("Coefficient of variation"): table["cv"].round(4),
                _("Standard deviation of logarithms"): table["log_sd"].round(4),
            }
        ),
        values,
        _basis(page),
    )


def _show_beta(page: StructurePage, values: pd.DataFrame, first: int, last: int) -> None:
    _ = page.frame.translate
    growth = growth_rates(values, first, last)
    beta = fit_beta(growth, last - first)
    show_title(
        _("Growth by the level at the start (β)"),
        [page.shown, _basis(page), f"{first}–{last}", _("{n} regions").format(n=len(growth))],
    )
    if beta is None:
        st.caption(
            plain(
                _(
                    "No line is fitted: fewer than {fewest} regions have values above zero in "
                    "both years, or all are alike."
                ).format(fewest=FEWEST_REGIONS)
            )
        )
        return
    figure = draw_beta(
        growth,
        beta,
        page.names,
        (
            _("{year}, {unit} (logarithmic)").format(year=first, unit=_unit(page)),
            _("growth a year, % (logarithmic)"),
        ),
        page.chosen,
        shows=page.token,
    )
    show_figure(
        "structure_beta",
        figure,
        _("Growth of {shown} by the level at the start").format(shown=page.shown),
        page.choose_region,
    )
    st.markdown(plain(beta_sentence(first, last, beta, page.language)))
    show_table(
        page,
        "structure_beta_table",
        _("Start and growth: table and download"),
        lambda: _beta_table(page, growth, first, last),
        values[values["year"].isin([first, last])],
        _beta_facts(beta),
    )


def _unit(page: StructurePage) -> str:
    """The unit of the values compared; of amounts, per head."""
    return per_head_unit(page)[1] if page.kind == "amount" else page.unit


def _beta_table(page: StructurePage, growth: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    _ = page.frame.translate
    return pd.DataFrame(
        {
            _("Region"): growth["region_code"].map(page.names),
            f"{first} ({_unit(page)})": growth["first"],
            f"{last} ({_unit(page)})": growth["last"],
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
