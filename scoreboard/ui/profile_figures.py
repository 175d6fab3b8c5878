"""The figures of a region's profile: its places, ten years, and the cities of a province."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from scoreboard.analysis.panel import pick_years, take_matrix, take_rows
from scoreboard.analysis.profile import recent_medians, recent_series
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.charts.profile import ProfileRow, ProfileWords, draw_positions, draw_sparklines
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.text.profile import figure_text, is_place, rank_text, short_figure_text
from scoreboard.text.sentences import count_regions, status_in_brackets, status_word
from scoreboard.ui import cached
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.profile_page import ProfilePage, table_facts
from scoreboard.ui.tables import offer_table, show_cells

# What the cities of a province are set beside each other in, in this order.
_CITY_COLUMNS = (
    "gdp",
    "population",
    "rd_expenditure",
    "rd_intensity",
    "invention_patents_per_10k",
    "talent_attraction_rank",
)


def show_positions(page: ProfilePage) -> None:
    """The region's place in each indicator beside ten years of it, row by row."""
    _ = page.frame.translate
    rows = _figure_rows(page)
    if not any(row.code for row in rows):
        heading = _("Place by indicator")
        st.markdown(f"**{plain(heading)}**")
        st.caption(
            plain(
                _(
                    "No scaled indicator that tells better from worse has figures of ten cities "
                    "and this one."
                )
            )
        )
        return
    words = _words(page)
    left, right = st.columns(2, gap="medium")
    with left:
        show_title(_("Place by indicator"), _position_notes(page))
        alt = _("Place of {name} by indicator").format(name=page.name)
        show_figure("positions", draw_positions(rows, words), alt)
    with right:
        show_title(_("The last ten years"), _spark_notes(page))
        figure = draw_sparklines(rows, words)
        alt = _("Ten years of {name} by indicator").format(name=page.name)
        show_figure("sparklines", figure, alt)
    st.caption(plain(_reading_note(page)))
    drawn = page.rows[page.rows["indicator_code"].isin(page.position_codes)]
    st.caption(plain(_source_line(page, drawn)))
    offer_table(
        page.frame,
        "profile_years_table",
        _("Ten years: table and download"),
        partial(_years_table, page),
        partial(table_facts, page),
        name=f"profile_years_{page.region.code}",
    )


def _years_table(page: ProfilePage) -> pd.DataFrame:
    """One row an indicator drawn and year, in the catalog's unit, beside the median of peers."""
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
    codes = page.position_codes
    medians = recent_medians(page.panel, page.peer_codes, codes)
    rows = recent_series(page.panel, page.region.code, codes).merge(
        medians, on=["indicator_code", "year"], how="left", suffixes=("", "_peers")
    )
    order = {code: n for n, code in enumerate(codes)}
    rows = rows.sort_values(["indicator_code", "year"], key=lambda c: c.map(order).fillna(c))
    titles = {code: s.title for code, s in catalog.sources.items()}
    return pd.DataFrame(
        {
            _("Indicator"): page.frame.indicator_names(rows["indicator_code"]),
            _("Year"): rows["year"].astype(int),
            _("Value"): rows["value"].round(4),
            _("Unit"): [catalog.unit_of(c).name[language] for c in rows["indicator_code"]],
            _("Median of the peers"): rows["value_peers"].round(4),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(s, titles) for s in rows["source_code"]],
            _("Code"): rows["indicator_code"],
        }
    )


def _words(page: ProfilePage) -> ProfileWords:
    _ = page.frame.translate
    return ProfileWords(
        last=_("last"),
        first=_("first"),
        rank=_("Rank"),
        value=_("Value"),
        peers=_("median of the peers"),
        nation=_("Nation"),
        shows=f"{page.region.code}|{page.k}",
    )


def _position_notes(page: ProfilePage) -> list[str]:
    """What the signs of the left figure are; short, so that both figures start level."""
    _ = page.frame.translate
    notes = [_("dot: {name}").format(name=page.name)]
    if len(page.peers):
        notes.append(_("line: median of the peers"))
    drawn = page.rows[page.rows["indicator_code"].isin(page.position_codes)]
    if drawn["nation"].notna().any():
        notes.append(_("diamond: nation"))
    return notes


def _spark_notes(page: ProfilePage) -> list[str]:
    _ = page.frame.translate
    notes = [_("each on its own scale")]
    if len(page.peers):
        notes.append(_("grey: median of the peers"))
    return notes


def _reading_note(page: ProfilePage) -> str:
    """How both figures are read, below them."""
    _ = page.frame.translate
    note = _(
        "Further right is better: the place is the share of regions behind, the dotted line the "
        "middle. Hollow dots are "
        "unconfirmed or estimated; lines are open where there is no figure; short upright marks "
        "are breaks in the series."
    )
    if page.level == "city":
        more = _("Places are among the cities that have published.")
        note += more if page.language == "zh" else f" {more}"
    return note


def _figure_rows(page: ProfilePage) -> list[ProfileRow]:
    """Indicators under their pillars, in the catalog's order."""
    codes = page.position_codes
    series = _by_indicator(recent_series(page.panel, page.region.code, codes))
    medians = _by_indicator(recent_medians(page.panel, page.peer_codes, codes))
    years = [page.years[c] for c in codes]
    usual = max(set(years), key=years.count) if years else 0
    rows: list[ProfileRow] = []
    pillar = ""
    for code in codes:
        indicator = page.indicator(code)
        if indicator.pillar != pillar:
            pillar = indicator.pillar
            name = page.frame.catalog.pillars[pillar].name[page.language]
            rows.append(ProfileRow(name))
        row = page.row(code)
        if row is not None:
            rows.append(_figure_row(page, row, usual, series.get(code, ()), medians.get(code, ())))
    return rows


def _figure_row(
    page: ProfilePage,
    row: pd.Series,
    usual: int,
    series: tuple[tuple[int, float], ...],
    medians: tuple[tuple[int, float], ...],
) -> ProfileRow:
    code, year = str(row["indicator_code"]), int(row["year"])
    indicator = page.indicator(code)
    name = indicator.name[page.language]
    return ProfileRow(
        label=name if year == usual else f"{name} {year}",
        code=code,
        percentile=_number(row["percentile"]),
        peers=_number(row["peers_percentile"]),
        nation=_number(row["nation_percentile"]),
        rank=_place_text(page, row),
        value=short_figure_text(page.frame.catalog, code, float(row["value"]), page.language),
        falls=indicator.direction == "lower_is_better",
        hover=_hover(page, row),
        is_uncertain=row["status"] in UNCERTAIN,
        series=series,
        peers_series=medians,
        breaks=tuple(b.year for b in indicator.breaks if b.concerns(page.region.code)),
    )


def _place_text(page: ProfilePage, row: pd.Series) -> str:
    """The rank; for cities with the number of those that have published."""
    if is_place(page.frame.catalog, str(row["indicator_code"])):
        return f"{row['value']:.0f}"
    rank = f"{row['rank']:.0f}"
    return rank if page.level == "province" else f"{rank}/{row['regions']:.0f}"


def _hover(page: ProfilePage, row: pd.Series) -> str:
    """The whole row in words, one line a yardstick."""
    _ = page.frame.translate
    catalog, language, code = page.frame.catalog, page.language, str(row["indicator_code"])

    def line(label: str, value: Any) -> list[str]:
        if pd.isna(value):
            return []
        return [f"{label} {figure_text(catalog, code, float(value), language)}"]

    status = status_in_brackets(str(row["status"]), language)
    regions = count_regions(int(row["regions"]), page.level, language)
    lines = [
        f"{page.indicator(code).name[language]} {int(row['year'])}",
        *line(page.name, row["value"]),
        *line(_("Nation"), row["nation"]),
        *line(_("Median of the peers"), row["peers_median"]),
    ]
    lines[1] += f"{status} {rank_text(row['rank'], language)} / {regions}"
    if not pd.isna(row["best_peer"]):
        best = page.frame.region_names([row["best_peer"]])[0]
        lines += line(_("Best of the peers") + f" {best}", row["best_value"])
    return "<br>".join(lines)


def _by_indicator(rows: pd.DataFrame) -> dict[str, tuple[tuple[int, float], ...]]:
    return {
        str(code): tuple(zip(part["year"].astype(int), part["value"].astype(float), strict=True))
        for code, part in rows.sort_values("year").groupby("indicator_code")
    }


def _source_line(page: ProfilePage, drawn: pd.DataFrame) -> str:
    """The publications behind the figures drawn, and the release."""
    _ = page.frame.translate
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    found = list(
        dict.fromkeys(t for cell in drawn["source_code"] for t in cited(cell, titles).split(";"))
    )
    named = found[:2] + ([_("and {n} more").format(n=len(found) - 2)] if len(found) > 2 else [])
    return _("Source: {titles}; {release}").format(
        titles=join_names(named, page.language),
        release=release_line(page.frame.release, page.language),
    )


def show_cities(page: ProfilePage) -> None:
    """The cities of a province side by side, with bars in the cells; nothing for a city."""
    cities = [c for c in page.frame.catalog.children(page.region.code, "city") if not c.valid_to]
    if page.level != "province" or not cities:
        return
    _ = page.frame.translate
    rows = cached.panel(page.release_key, "city", _CITY_COLUMNS)
    rows = rows[rows["region_code"].isin([c.code for c in cities])]
    years = pick_years(rows, _CITY_COLUMNS)
    counts = take_rows(rows, years)["indicator_code"].value_counts()
    # A column for a single city compares nothing.
    years = {code: year for code, year in years.items() if counts[code] > 1}
    notes = [_("newest year that most of them have"), _("blank: no figure")]
    show_title(_("Cities of {province}").format(province=page.name), notes if years else [])
    if not years:
        sentence = _("No indicator has figures for two or more of the {n} cities.")
        st.caption(plain(sentence.format(n=len(cities))))
        return
    matrix = take_matrix(rows, years, [c.code for c in cities])
    matrix = matrix.sort_values(next(iter(years)), ascending=False, na_position="last")
    table = matrix.reset_index(drop=True)
    table.insert(0, "region", page.frame.region_names(matrix.index))
    show_cells(
        table,
        hide_index=True,
        key="profile_cities",
        placeholder="—",
        row_height=29,
        height=29 * (min(len(table), 24) + 1) + 8,
        column_config={
            "region": st.column_config.TextColumn(_("Region"), pinned=True),
            **{code: _bar(page, code, year, matrix[code]) for code, year in years.items()},
        },
    )
    drawn = take_rows(rows, years)
    st.caption(plain(_source_line(page, drawn)))
    offer_table(
        page.frame,
        "profile_cities_table",
        _("Cities: table and download"),
        partial(_city_table, page, table, years),
        partial(_city_facts, page, drawn),
        name=f"cities_{page.region.code}",
    )


def _city_table(page: ProfilePage, table: pd.DataFrame, years: dict[str, int]) -> pd.DataFrame:
    """The same table with year and unit in its headers."""
    _ = page.frame.translate
    headers = {code: _column_label(page, code, year) for code, year in years.items()}
    return table.rename(columns={"region": _("Region"), **headers})


def _city_facts(page: ProfilePage, rows: pd.DataFrame) -> TableFacts:
    _ = page.frame.translate
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    found = dict.fromkeys(t for c in rows["source_code"] for t in cited(c, titles).split(";"))
    return TableFacts(
        _("Cities of {province}").format(province=page.name),
        (
            (_("Release"), release_line(page.frame.release, page.language)),
            (_("Sources"), ";".join(found)),
        ),
    )


def _column_label(page: ProfilePage, code: str, year: int) -> str:
    unit = page.frame.catalog.unit_of(code).name[page.language]
    named = {f.indicator: f.name[page.language] for f in page.frame.catalog.key_figures}
    name = named.get(code, page.indicator(code).name[page.language])
    return f"{name} {year} ({unit})"


def _bar(page: ProfilePage, code: str, year: int, values: pd.Series) -> Any:
    """A column with bars from zero; places are numbers only, as a longer bar would be worse."""
    indicator = page.indicator(code)
    label = _column_label(page, code, year)
    if indicator.direction == "lower_is_better":
        return st.column_config.NumberColumn(label, format="%d")
    large = values.max() >= 1000
    return st.column_config.ProgressColumn(
        label,
        format="localized" if large else f"%.{indicator.decimals}f",
        step=1 if large else None,
        min_value=0,
        max_value=float(values.max()),
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
