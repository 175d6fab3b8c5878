"""What the chosen province does more of than its weight: location quotients."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.catalog import Composition
from scoreboard.charts.structure import draw_quotients
from scoreboard.text.structure import quotients_sentence
from scoreboard.ui import cached, choices
from scoreboard.ui.cached_structure import quotients
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.structure_page import StructurePage, show_sources, show_table


def show_quotients(page: StructurePage) -> None:
    """The location quotients of the marked region's province, among all provinces."""
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
    province = catalog.province_of(page.region_code)
    if province is None:
        return
    st.subheader(_("Specialisation"), anchor=False)
    with st.columns([2, 3])[0]:
        composition = _choose_composition(page)
    table, years = quotients(page.release_key, composition.code, page.year)
    region = province.short_name[language]
    if table.empty or province.code not in table.index or table.loc[province.code].isna().all():
        st.caption(
            plain(
                _("{region} has no figures of {what} up to {year}.").format(
                    region=region, what=composition.name[language], year=page.year
                )
            )
        )
        return
    own = table.loc[province.code].dropna()
    names = {code: catalog.indicators[code].name[language] for code in table.columns}
    if len(own) > 1:
        high, low = str(own.idxmax()), str(own.idxmin())
        sentence = quotients_sentence(
            region, (names[high], float(own[high])), (names[low], float(own[low])), language
        )
        st.markdown(plain(sentence))
    whole = catalog.indicators[composition.whole].name[language]
    show_title(
        _("Location quotients of {region}").format(region=region),
        [
            _("share of the part ÷ share of {whole}").format(whole=whole),
            _years_words(years),
            _("1 = as much as its weight; grey: the other provinces"),
        ],
    )
    figure = draw_quotients(
        table,
        [_label(names[code], years[code], years) for code in table.columns],
        {code: catalog.regions[code].short_name[language] for code in table.index},
        province.code,
        shows=page.token,
    )
    show_figure(
        "structure_quotients",
        figure,
        _("Location quotients of {region}").format(region=region),
        page.choose_region,
    )
    missing = [part for part in composition.parts if part not in years]
    if missing:
        st.caption(
            plain(
                _("No year up to {year} with enough provinces: {names}.").format(
                    year=page.year,
                    names=("、" if language == "zh" else ", ").join(
                        page.frame.indicator_names(missing)
                    ),
                )
            )
        )
    drawn = _rows(page, composition, years)
    show_sources(page, drawn)
    show_table(
        page,
        "structure_quotients_table",
        _("Location quotients: table and download"),
        lambda: _table(page, table, years),
        drawn,
        composition.name[language],
    )


def _choose_composition(page: StructurePage) -> Composition:
    _ = page.frame.translate
    found = page.frame.catalog.compositions
    default = next(iter(found))
    code = choices.read_one("composition", found, default)
    st.selectbox(
        _("Composition"),
        list(found),
        format_func=lambda c: found[c].name[page.language],
        **choices.bind("composition", code, default),
    )
    return found[code]


def _years_words(years: dict[str, int]) -> str:
    """The year of all parts, or the first and last of them."""
    first, last = min(years.values()), max(years.values())
    return str(last) if first == last else f"{first}–{last}"


def _label(name: str, year: int, years: dict[str, int]) -> str:
    """A part's name, with its year where the parts differ in theirs."""
    return name if len(set(years.values())) == 1 else f"{name} {year}"


def _rows(page: StructurePage, composition: Composition, years: dict[str, int]) -> pd.DataFrame:
    """The figures that the quotients are worked out from."""
    panel = cached.panel(page.release_key, "province", (composition.whole, *composition.parts))
    parts = panel[panel["indicator_code"].map(years) == panel["year"]]
    whole = panel[
        (panel["indicator_code"] == composition.whole) & panel["year"].isin(set(years.values()))
    ]
    return pd.concat([parts, whole])


def _table(page: StructurePage, table: pd.DataFrame, years: dict[str, int]) -> pd.DataFrame:
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
    columns = {
        f"{catalog.indicators[code].name[language]} {years[code]}": table[code].round(3)
        for code in table.columns
    }
    names = [catalog.regions[code].short_name[language] for code in table.index]
    return pd.DataFrame({_("Region"): names, **columns, _("Code"): table.index})
