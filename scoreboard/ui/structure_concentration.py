"""Concentration: over the years, in the year as a Lorenz curve, and one city in each province."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.analysis.concentration import LEADERS, Lorenz, lorenz
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.charts.structure import (
    LARGE,
    Line,
    draw_first_cities,
    draw_lorenz,
    draw_over_years,
    draw_parts,
)
from scoreboard.text.sentences import count_regions
from scoreboard.text.structure import join_list, per_cent
from scoreboard.ui import cached
from scoreboard.ui.cached_structure import POPULATION, first_cities, groups_of
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.structure_page import (
    StructurePage,
    show_sources,
    show_table,
    weighted_is_known,
)


def show_concentration(page: StructurePage) -> None:
    """How concentrated an amount is: over the years, and in the year as a curve."""
    _ = page.frame.translate
    if page.kind != "amount" or page.whole.empty:
        return
    st.subheader(_("Concentration"), anchor=False)
    has_years = page.indicator.compares_years and len(page.measures) > 1
    if has_years and page.is_whole:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _show_gini(page)
        with right:
            _show_lorenz(page)
    elif page.is_whole:
        _show_lorenz(page)
    elif has_years:
        _show_gini(page)
    if has_years:
        columns = st.columns(3, gap="medium")
        for column, show in zip(
            columns, (_show_theil, _show_herfindahl, _show_leaders), strict=True
        ):
            with column:
                show(page)
        _say_macro_regions(page)
    show_sources(page, page.rows if page.is_whole else page.whole)
    show_table(
        page,
        "structure_measures",
        _("Measures of concentration by year: table and download"),
        partial(_measures_table, page),
        page.whole,
        _("A year counts when at least four fifths of the regions have a value."),
    )
    if page.is_whole:
        show_table(
            page,
            "structure_lorenz",
            _("Lorenz curve: table and download"),
            partial(_lorenz_table, page),
            page.rows,
        )


def _show_gini(page: StructurePage) -> None:
    _ = page.frame.translate
    table = page.measures
    lines = [Line(_("each region once"), table["year"], table["gini"])]
    if table["gini_people"].count() > 1:
        lines.append(Line(_("by population"), table["year"], table["gini_people"]))
    notes = [_years(page), *_break_words(page), _("axis cut, not from zero")]
    show_title(_("Gini coefficient"), notes)
    figure = draw_over_years(lines, page.year, page.breaks, height=LARGE, shows=page.token)
    show_figure("structure_gini", figure, _("Gini coefficient of {shown}").format(shown=page.shown))


def _show_theil(page: StructurePage) -> None:
    _ = page.frame.translate
    prefix = "theil_people" if weighted_is_known(page) else "theil"
    table = page.measures.dropna(subset=[prefix])
    basis = _("by population") if prefix == "theil_people" else _("each region once")
    notes = [_years(page), basis]
    if groups_of(page.frame.catalog, page.choice.level, page.choice.within) is None:
        show_title(_("Theil index"), notes)
        line = Line(_("Theil index"), table["year"], table[prefix])
        figure = draw_over_years([line], page.year, page.breaks, shows=page.token)
    else:
        within, between = _parts(page)
        show_title(_("Theil index, between and within groups"), [*notes, _groups_words(page)])
        figure = draw_parts(
            table["year"].tolist(),
            {
                within: table[f"{prefix}_within"].tolist(),
                between: table[f"{prefix}_between"].tolist(),
            },
            page.year,
            shows=page.token,
        )
    show_figure("structure_theil", figure, _("Theil index of {shown}").format(shown=page.shown))


def _show_herfindahl(page: StructurePage) -> None:
    _ = page.frame.translate
    table = page.measures
    lines = [
        Line(_("HHI"), table["year"], table["hhi"]),
        Line(_("normalised"), table["year"], table["hhi_normalised"]),
    ]
    equal = _("equal shares would give {value}").format(
        value=f"{1 / int(table['regions'].iloc[-1]):.3f}"
    )
    show_title(_("Herfindahl–Hirschman index (HHI)"), [_years(page), equal])
    figure = draw_over_years(lines, page.year, page.breaks, from_zero=True, shows=page.token)
    show_figure("structure_hhi", figure, _("HHI of {shown}").format(shown=page.shown))


def _show_leaders(page: StructurePage) -> None:
    _ = page.frame.translate
    table = page.measures
    lines = [
        Line(_("the first three"), table["year"], table["leaders_share_pct"]),
        Line(_("the first"), table["year"], table["first_share_pct"]),
    ]
    named = join_list(_leaders_by_year(page), page.language)
    show_title(
        _("Share of the largest in the total"),
        ["%", _("first: {names}").format(names=named)],
    )
    figure = draw_over_years(
        lines, page.year, page.breaks, unit="%", from_zero=True, shows=page.token
    )
    show_figure(
        "structure_leaders", figure, _("Leading shares of {shown}").format(shown=page.shown)
    )


def _leaders_by_year(page: StructurePage) -> list[str]:
    """Who was first from when to when; names alone where the lead changed often."""
    table = page.measures
    runs = (table["first_code"] != table["first_code"].shift()).cumsum()
    spans = [
        (page.names[rows["first_code"].iloc[0]], rows["year"].min(), rows["year"].max())
        for _, rows in table.groupby(runs)
    ]
    if len(spans) > 2:
        return list(dict.fromkeys(name for name, _, _ in spans))
    return [f"{name} {first}–{last}" for name, first, last in spans]


def _show_lorenz(page: StructurePage) -> None:
    _ = page.frame.translate
    curve, by_people = _curve(page)
    counted = _("share of population") if by_people else _("share of regions")
    unit = _("by value per head") if by_people else _("each region once")
    show_title(
        _("Lorenz curve"),
        [str(page.year), page.field, unit, _("dashed: equal shares")],
    )
    figure = draw_lorenz(
        curve,
        page.rows["region_code"].tolist(),
        page.names,
        (counted, _("share of {shown}").format(shown=page.shown)),
        page.chosen,
        shows=page.token,
    )
    show_figure(
        "structure_lorenz_curve",
        figure,
        _("Lorenz curve of {shown}").format(shown=page.shown),
        page.choose_region,
    )


def _curve(page: StructurePage) -> tuple[Lorenz, bool]:
    """The year's curve, and whether it counts people."""
    values = page.rows["value"].to_numpy(dtype=float)
    if weighted_is_known(page):
        return lorenz(values, _people(page).to_numpy(dtype=float)), True
    return lorenz(values), False


def _people(page: StructurePage) -> pd.Series:
    """The population of the year's regions, in their order; missing where there is none."""
    rows = cached.observations(page.release_key, POPULATION, *page.scope[1:])
    people = rows[rows["year"] == page.year].set_index("region_code")["value"]
    return people.reindex(page.rows["region_code"])


def show_first_cities(page: StructurePage) -> None:
    """Whether one city is too big: the largest city's share in each province."""
    _ = page.frame.translate
    if page.kind != "amount":
        return
    table, year = first_cities(page.release_key, page.indicator.code, page.year)
    st.subheader(_("The first city in its province"), anchor=False)
    if year is None:
        st.caption(
            plain(
                _("No city's figure of {shown} can be set against its province's.").format(
                    shown=page.shown
                )
            )
        )
        return
    catalog, language = page.frame.catalog, page.language
    cities = [catalog.regions[c].short_name[language] for c in table["region_code"]]
    provinces = [catalog.regions[c].short_name[language] for c in table["province_code"]]
    known = [
        _("{found} of {expected} cities have a value").format(found=n, expected=m)
        for n, m in zip(table["cities"], table["expected"], strict=True)
    ]
    show_title(
        _("Share of the largest city with a value in its province"),
        ["%", str(year), count_regions(len(table), "province", language)],
    )
    figure = draw_first_cities(
        table.assign(
            label=provinces,
            hover=[f"{c}: {k}" for c, k in zip(cities, known, strict=True)],
            is_chosen=table["province_code"] == _province_marked(page),
        ),
        [f"{per_cent(s)} {c}" for s, c in zip(table["share_pct"], cities, strict=True)],
        shows=page.token,
    )
    show_figure(
        "structure_cities",
        figure,
        _("Share of the largest city of {shown}").format(shown=page.shown),
        page.choose_region,
    )
    uncertain = int((~table["is_first_certain"]).sum())
    if uncertain:
        st.caption(
            plain(
                _(
                    "Light bars ({number}): not every city has published, and one without a "
                    "value may be larger; the share of the first city is at least this."
                ).format(number=uncertain)
            )
        )
    both = pd.concat(
        cached.observations(page.release_key, page.indicator.code, level, None)
        for level in ("province", "city")
    )
    named = {*table["region_code"], *table["province_code"]}
    drawn = both[(both["year"] == year) & both["region_code"].isin(named)]
    unsure = drawn.loc[drawn["status"].isin(UNCERTAIN), "region_code"]
    if len(unsure):
        names = [catalog.regions[code].short_name[language] for code in unsure]
        st.caption(
            plain(_("Unconfirmed or estimated: {names}.").format(names=join_list(names, language)))
        )
    show_sources(page, drawn)
    show_table(
        page,
        "structure_cities_table",
        _("First cities: table and download"),
        lambda: pd.DataFrame(
            {
                _("Province"): provinces,
                _("Largest city"): cities,
                _("Share, %"): table["share_pct"].round(2),
                _("Cities with a value"): table["cities"],
                _("Cities"): table["expected"],
                _("Certainly the first"): table["is_first_certain"].map(
                    {True: _("yes"), False: _("no")}
                ),
                _("Year"): year,
            }
        ),
        drawn,
    )


def _province_marked(page: StructurePage) -> str:
    province = page.frame.catalog.province_of(page.region_code)
    return "" if province is None else province.code


def _measures_table(page: StructurePage) -> pd.DataFrame:
    _ = page.frame.translate
    table = page.measures
    people, gini, theil = _("by population"), _("Gini coefficient"), _("Theil index")
    between, within = _("between groups"), _("within groups")
    columns = {
        "gini": gini,
        "gini_people": f"{gini} ({people})",
        "theil": theil,
        "theil_between": f"{theil}: {between}",
        "theil_within": f"{theil}: {within}",
        "theil_people": f"{theil} ({people})",
        "theil_people_between": f"{theil} ({people}): {between}",
        "theil_people_within": f"{theil} ({people}): {within}",
        "hhi": _("HHI"),
        "hhi_normalised": _("HHI, normalised"),
    }
    return pd.DataFrame(
        {
            _("Year"): table["year"],
            _("Regions"): table["regions"],
            **{label: table[column].round(4) for column, label in columns.items()},
            _("First region"): table["first_code"].map(page.names),
            _("Share of the first, %"): table["first_share_pct"].round(2),
            _("Share of the first {n}, %").format(n=LEADERS): table["leaders_share_pct"].round(2),
        }
    )


def _lorenz_table(page: StructurePage) -> pd.DataFrame:
    _ = page.frame.translate
    curve, by_people = _curve(page)
    rows = page.rows.iloc[curve.order]
    table = {
        _("Region"): rows["region_code"].map(page.names),
        f"{page.shown} ({page.unit})": rows["value"],
        _("Cumulated share of regions, %"): (100 * curve.counted[1:]).round(2),
        _("Cumulated share of the amount, %"): (100 * curve.amount[1:]).round(2),
        _("Code"): rows["region_code"],
    }
    if by_people:
        table[_("Cumulated share of population, %")] = table.pop(_("Cumulated share of regions, %"))
    return pd.DataFrame(table)


def _years(page: StructurePage) -> str:
    years = page.whole["year"]
    return f"{years.min()}–{years.max()}"


def _parts(page: StructurePage) -> tuple[str, str]:
    """What the two parts of Theil are called: within and between."""
    _ = page.frame.translate
    return _("within"), _("between")


def _groups_words(page: StructurePage) -> str:
    _ = page.frame.translate
    return _("groups: provinces") if page.choice.level == "city" else _("four macro-regions")


def _say_macro_regions(page: StructurePage) -> None:
    """Which four regions Theil is split by, and where they are laid down."""
    _ = page.frame.translate
    if page.choice.level == "city":
        return
    groups = list(page.frame.catalog.macro_regions.values())
    st.caption(
        plain(
            _("Macro-regions: {names}. Source: {source}.").format(
                names=join_list([g.name[page.language] for g in groups], page.language),
                source=groups[0].source[page.language],
            )
        )
    )


def _break_words(page: StructurePage) -> list[str]:
    _ = page.frame.translate
    return [_("short marks: breaks in the series")] if page.breaks else []
