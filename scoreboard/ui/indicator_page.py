"""The blocks of a page about one indicator: headline, map, ranking, trend, table, card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from scoreboard.analysis.classes import Classes, classify
from scoreboard.analysis.ranking import neighbours_in_rank
from scoreboard.analysis.snapshot import Snapshot, take_snapshot
from scoreboard.analysis.summary import describe_field, find_standing
from scoreboard.catalog import OUTSIDE_STATISTICS, Language
from scoreboard.charts.distribution import draw_distribution
from scoreboard.charts.map import (
    ClassScale,
    ContinuousScale,
    MapLabels,
    MapRegion,
    MapWords,
    map_payload,
)
from scoreboard.charts.ranking import draw_ranking
from scoreboard.charts.theme import (
    CONFIG,
    MOST_CHOSEN,
    SEQUENTIAL,
    chosen_colours,
    class_colours,
)
from scoreboard.charts.trend import draw_trend
from scoreboard.reports.tables import TableFacts, cited, indicator_table, to_csv, to_xlsx
from scoreboard.text.numbers import Measure, change_measure, measure_for, rank_measure
from scoreboard.text.sentences import (
    count_regions,
    coverage_sentence,
    field_sentence,
    standing_sentence,
    view_name,
)
from scoreboard.ui import cached, choices
from scoreboard.ui import map as region_map
from scoreboard.ui.choosers import Choice, regions_compared
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.plain import plain

LONGEST_RANKING = 31
LEADERS = 3
MAP_HEIGHT = 540
TABLE_ROW = 29
LONGEST_TABLE = 34


@dataclass(frozen=True)
class IndicatorPage:
    """One indicator in one year and view, with everything its blocks are drawn from."""

    frame: Frame
    choice: Choice
    year: int
    snapshot: Snapshot
    names: dict[str, str]
    colours: dict[str, str]
    measure: Measure
    changes: Measure

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @property
    def token(self) -> str:
        """What is shown, for tests and benchmarks that wait until every figure carries it."""
        return f"{self.choice.indicator.code}|{self.year}|{self.choice.view}"

    @property
    def is_growth(self) -> bool:
        """Whether the figures are changes, which may fall below zero."""
        return self.choice.view in ("change", "trend5")

    @property
    def shown(self) -> str:
        """What the figures show, in words."""
        return view_name(self.choice.indicator, self.choice.view, self.language)


def prepare(frame: Frame, choice: Choice) -> IndicatorPage | None:
    """The page's figures for a choice; none when the level has no data for the indicator."""
    if choice.year is None:
        return None
    catalog, indicator, language = frame.catalog, choice.indicator, frame.language
    unit = catalog.unit_of(indicator.code)
    observations = cached.observations(
        frame.release.release_id, indicator.code, choice.level, choice.within
    )
    snapshot = take_snapshot(
        observations, choice.view, choice.year, unit.change, indicator.direction
    )
    regions = regions_compared(choice.level, choice.within)
    names = {r.code: r.short_name[language] for r in regions}
    # Units that were abolished since still stand in the years when they existed.
    names |= {
        code: catalog.regions[code].short_name[language]
        for code in snapshot.history["region_code"].unique()
        if code not in names
    }
    largest = snapshot.rows["value"].abs().max() if len(snapshot.rows) else None
    value_measure = measure_for(
        indicator, unit, catalog.base_unit_of(indicator.code), largest, language
    )
    growth = change_measure(unit.change, indicator.decimals, language)
    measures = {"value": value_measure, "rank": rank_measure(language)}
    measure = measures.get(choice.view) or replace(growth, signs=True)
    points = change_measure("points", indicator.decimals, language)
    return IndicatorPage(
        frame=frame,
        choice=choice,
        year=choice.year,
        snapshot=snapshot,
        names=names,
        colours=chosen_colours(choice.regions),
        measure=measure,
        changes=growth if choice.view == "value" else points,
    )


def show_headline(page: IndicatorPage) -> None:
    """The answer in one sentence: the first chosen region's standing, or who leads."""
    sentence = _standing_of_chosen(page) or _leaders(page)
    if sentence is None:
        _ = page.frame.translate
        sentence = _("No region has a figure of {shown} in {year}.").format(
            shown=page.shown, year=page.year
        )
    st.subheader(plain(sentence), anchor=False)
    notes = [plain(note) for note in _notes(page)]
    if notes:
        st.caption(" ".join(notes))


def _standing_of_chosen(page: IndicatorPage) -> str | None:
    """The sentence about the first chosen region that has a value."""
    snapshot = page.snapshot
    for code in page.choice.regions:
        standing = find_standing(snapshot.rows, code, snapshot.nation_value)
        if standing is not None:
            level, name = page.choice.level, page.names[code]
            return standing_sentence(
                standing, name, page.shown, page.year, level, page.measure, page.changes
            )
    return None


def _leaders(page: IndicatorPage) -> str | None:
    """The sentence about the first and the last; none when no region has a value."""
    is_low_better = page.choice.indicator.direction == "lower_is_better"
    field = describe_field(
        page.snapshot.rows,
        _expected(page),
        page.snapshot.nation_value,
        lower_is_better=is_low_better,
    )
    if field is None:
        return None
    return field_sentence(field, page.names, page.shown, page.year, page.choice.level, page.measure)


def _notes(page: IndicatorPage) -> list[str]:
    """What the figures leave out: regions without a value, and those that are not compared."""
    _ = page.frame.translate
    found = set(page.snapshot.rows["region_code"])
    partial = coverage_sentence(
        len(found), _expected(page), page.year, page.choice.level, page.language
    )
    notes = [partial] if partial else []
    silent = [page.names[code] for code in page.choice.regions if code not in found]
    if silent:
        notes.append(
            _("No value in {year}: {regions}.").format(
                year=page.year, regions=_list(silent, page.language)
            )
        )
    if page.choice.level == "city" and page.choice.within is None:
        notes.append(
            _(
                "Municipalities, Hong Kong, Macao, Taiwan and counties governed by provinces "
                "are not compared as cities."
            )
        )
    return notes


def show_map(page: IndicatorPage) -> None:
    """Where it is high and low; a click on a region chooses it."""
    _title(page, page.shown, _unit_and_count(page))
    payload = map_payload(
        level="city" if page.choice.level == "city" else "province",
        within=page.choice.within,
        files=region_map.locate_border_files(),
        regions=_map_regions(page),
        scale=_map_scale(page),
        words=MapWords(
            title=page.shown,
            labels=_map_labels(page),
            unit=page.measure.unit,
            language=page.language,
        ),
        chosen=page.colours,
        shows=page.token,
    )
    region_map.show_map("map", payload, MAP_HEIGHT, choose_clicked_region)


def show_ranking(page: IndicatorPage) -> None:
    """Who leads, as bars; a click on a bar chooses the region."""
    _ = page.frame.translate
    rows = neighbours_in_rank(page.snapshot.rows, page.choice.regions, LONGEST_RANKING)
    _title(page, _("Ranking"), _unit_and_count(page))
    figure = draw_ranking(
        rows.assign(name=rows["region_code"].map(page.names)),
        page.measure,
        page.colours,
        page.snapshot.comparable_nation,
        page.token,
    )
    _clickable_figure(figure, "ranking", _("Ranking of {shown}").format(shown=page.shown))


def show_trend(page: IndicatorPage) -> None:
    """How the chosen regions changed; the leaders stand in when none is chosen."""
    _ = page.frame.translate
    snapshot = page.snapshot
    chosen = page.choice.regions or snapshot.rows["region_code"].head(LEADERS).tolist()
    nation = snapshot.nation.iloc[:0] if snapshot.nation_is_total else snapshot.nation
    notes = [page.measure.unit, _("band: middle half of the regions")]
    if page.choice.indicator.breaks:
        notes.append(_("short marks: breaks in the series"))
    if not page.choice.regions:
        notes.append(_("no region chosen: the first three are shown"))
    _title(page, _("Change over the years"), notes)
    figure = draw_trend(
        snapshot.history,
        nation,
        page.names,
        chosen_colours(chosen),
        page.measure,
        page.choice.indicator,
        page.year,
        page.token,
    )
    st.plotly_chart(
        figure, key="trend", config=CONFIG, alt=_("Trend of {shown}").format(shown=page.shown)
    )


def show_distribution(page: IndicatorPage) -> None:
    """How the regions spread, one point each; a click chooses the region."""
    _ = page.frame.translate
    _title(page, _("Distribution"), [*_unit_and_count(page), _("one point a region")])
    rows = page.snapshot.rows
    figure = draw_distribution(
        rows.assign(name=rows["region_code"].map(page.names)),
        page.measure,
        page.colours,
        page.snapshot.comparable_nation,
        page.token,
    )
    _clickable_figure(figure, "distribution", _("Distribution of {shown}").format(shown=page.shown))


def show_source_line(page: IndicatorPage) -> None:
    """Under the figures, small: the publications of this year and the release."""
    _ = page.frame.translate
    titles = _source_titles(page)
    named = titles[:2] + ([_("and {n} more").format(n=len(titles) - 2)] if len(titles) > 2 else [])
    line = _("Source: {titles}; {release}").format(
        titles=_list(named, page.language), release=release_line(page.frame.release, page.language)
    )
    st.caption(plain(line))


def show_table(page: IndicatorPage) -> None:
    """The figures behind the pictures, and their files."""
    _ = page.frame.translate
    opened = st.expander(
        _("Table and download"), key="table_open", on_change="rerun", icon=":material/table_rows:"
    )
    if not opened.open:
        return
    table = build_table(page)
    with opened:
        st.dataframe(
            table,
            hide_index=True,
            key="table",
            placeholder="—",
            row_height=TABLE_ROW,
            height=TABLE_ROW * (min(len(table), LONGEST_TABLE) + 1) + 3,
        )
        facts = table_facts(page)
        name = f"{page.choice.indicator.code}_{page.year}_r{page.frame.release.release_id}"
        with st.container(horizontal=True):
            st.download_button(
                _("Download CSV"),
                partial(to_csv, table, facts),
                f"{name}.csv",
                "text/csv",
                on_click="ignore",
            )
            st.download_button(
                _("Download Excel"),
                partial(to_xlsx, table, facts),
                f"{name}.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                on_click="ignore",
            )


def build_table(page: IndicatorPage) -> pd.DataFrame:
    """The table of the year in the catalog's unit, with every region of the level."""
    unit, decimals = page.measure.unit, page.measure.decimals
    if page.choice.view == "value":
        unit = page.frame.catalog.unit_of(page.choice.indicator.code).name[page.language]
        # One more decimal than pictures show: the table is there to be checked against.
        decimals = page.choice.indicator.decimals + 2
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    return indicator_table(page.snapshot, page.names, titles, unit, decimals, page.language)


def table_facts(page: IndicatorPage) -> TableFacts:
    """What goes with the table into every file."""
    _ = page.frame.translate
    indicator, language = page.choice.indicator, page.language
    lines = (
        (_("Indicator"), page.shown),
        (_("Definition"), indicator.definition[language]),
        (_("Release"), release_line(page.frame.release, language)),
        (_("Sources"), ";".join(_source_titles(page))),
        (_("Caveats"), " ".join(c[language] for c in indicator.caveats)),
    )
    return TableFacts(page.shown, tuple(pair for pair in lines if pair[1]))


def choose_clicked_region(region_code: str | None) -> None:
    """A region clicked on the map or a chart is chosen everywhere, or given up again."""
    if region_code:
        choices.toggle_region(region_code, MOST_CHOSEN)


def _map_regions(page: IndicatorPage) -> list[MapRegion]:
    """Every region of the level; those without a value have no place on the scale."""
    found = {
        row.region_code: MapRegion(
            code=row.region_code,
            mark=mark,
            value=page.measure.number(row.value),
            rank=int(row.rank),
            change=_change_text(page, row.value, row.value_before),
            status=row.status if row.status in ("P", "E") else "",
        )
        for row, mark in zip(page.snapshot.rows.itertuples(), _marks(page), strict=True)
    }
    return [found.get(code) or MapRegion(code, None) for code in page.names]


def _marks(page: IndicatorPage) -> list[float]:
    """The class of each region with a value, or its share of the way from lowest to highest."""
    values = page.snapshot.rows["value"]
    if page.choice.scheme != "continuous":
        return [float(k) for k in _classes(page).index]
    span = (values.max() - values.min()) or 1.0
    return ((values - values.min()) / span).tolist()


def _classes(page: IndicatorPage) -> Classes:
    values = page.snapshot.rows["value"]
    return classify(values, page.choice.scheme, split_at_zero=page.is_growth)


def _map_scale(page: IndicatorPage) -> ClassScale | ContinuousScale:
    values, write = page.snapshot.rows["value"], page.measure.number
    # First place is the best: the darkest colour belongs to the smallest number.
    turn = slice(None, None, -1 if page.measure.is_rank else 1)
    if page.choice.scheme == "continuous":
        low, high = (0.0, 0.0) if values.empty else (values.min(), values.max())
        ticks = (write(low), write((low + high) / 2), write(high))
        return ContinuousScale(SEQUENTIAL[turn], ticks)
    bounds = _classes(page).bounds
    colours = class_colours(bounds, around_zero=page.is_growth)
    texts = [write(low) if low == high else f"{write(low)}–{write(high)}" for low, high in bounds]
    return ClassScale(colours[turn], texts)


def _change_text(page: IndicatorPage, value: float, before: float) -> str:
    """The change on the year for the hover card; empty when the year before is missing."""
    if page.choice.view != "value" or pd.isna(before):
        return ""
    if page.changes.unit != "%":
        return page.changes.text(value - before, signed=True)
    return page.changes.text((value / before - 1) * 100, signed=True) if before > 0 else ""


def _map_labels(page: IndicatorPage) -> MapLabels:
    _ = page.frame.translate
    return {
        "rank": _("no. {rank}"),
        "change": _("{change} on the year"),
        "missing": _("no data"),
        "provisional": _("provisional"),
        "estimated": _("estimated"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "reset": _("Whole map"),
        "hint": _("Ctrl and wheel to zoom, drag to move"),
        "keys": _("Arrow keys move between regions, Enter chooses, plus and minus zoom"),
        "failed": _("The borders could not be loaded."),
        "inset": _("South China Sea Islands"),
        "approval": _("Map approval no. {approval}"),
        "source": _("Borders: {source}"),
    }


def _clickable_figure(figure: Any, key: str, alt: str) -> None:
    """A figure whose points stand for regions; their codes stay here, not in the browser."""
    codes = [trace.customdata for trace in figure.data]
    figure.update_traces(customdata=None)

    def clicked() -> None:
        points = st.session_state[key].selection.points
        if points:
            choose_clicked_region(codes[points[0]["curve_number"]][points[0]["point_index"]])

    st.plotly_chart(
        figure, key=key, config=CONFIG, alt=alt, on_select=clicked, selection_mode="points"
    )


def _map_regions(page: IndicatorPage) -> list[MapRegion]:
    """Every region of the level; those without a value have no place on the scale."""
    found = {
        row.region_code: MapRegion(
            code=row.region_code,
            mark=mark,
            value=page.measure.number(row.value),
            rank=int(row.rank),
            change=_change_text(page, row.value, row.value_before),
            status=row.status if row.status in ("P", "E") else "",
        )
        for row, mark in zip(page.snapshot.rows.itertuples(), _marks(page), strict=True)
    }
    return [found.get(code) or MapRegion(code, None) for code in page.names]


def _marks(page: IndicatorPage) -> list[float]:
    """The class of each region with a value, or its share of the way from lowest to highest."""
    values = page.snapshot.rows["value"]
    if page.choice.scheme != "continuous":
        return [float(k) for k in _classes(page).index]
    span = (values.max() - values.min()) or 1.0
    return ((values - values.min()) / span).tolist()


def _classes(page: IndicatorPage) -> Classes:
    values = page.snapshot.rows["value"]
    return classify(values, page.choice.scheme, split_at_zero=page.is_growth)


def _map_scale(page: IndicatorPage) -> ClassScale | ContinuousScale:
    values, write = page.snapshot.rows["value"], page.measure.number
    # First place is the best: the darkest colour belongs to the smallest number.
    turn = slice(None, None, -1 if page.measure.is_rank else 1)
    if page.choice.scheme == "continuous":
        low, high = (0.0, 0.0) if values.empty else (values.min(), values.max())
        ticks = (write(low), write((low + high) / 2), write(high))
        return ContinuousScale(SEQUENTIAL[turn], ticks)
    bounds = _classes(page).bounds
    colours = class_colours(bounds, around_zero=page.is_growth)
    texts = [write(low) if low == high else f"{write(low)}–{write(high)}" for low, high in bounds]
    return ClassScale(colours[turn], texts)


def _change_text(page: IndicatorPage, value: float, before: float) -> str:
    """The change on the year for the hover card; empty when the year before is missing."""
    if page.choice.view != "value" or pd.isna(before):
        return ""
    if page.changes.unit != "%":
        return page.changes.text(value - before, signed=True)
    return page.changes.text((value / before - 1) * 100, signed=True) if before > 0 else ""


def _map_labels(page: IndicatorPage) -> MapLabels:
    _ = page.frame.translate
    return {
        "rank": _("no. {rank}"),
        "change": _("{change} on the year"),
        "missing": _("no data"),
        "provisional": _("provisional"),
        "estimated": _("estimated"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "reset": _("Whole map"),
        "hint": _("Ctrl and wheel to zoom, drag to move"),
        "keys": _("Arrow keys move between regions, Enter chooses, plus and minus zoom"),
        "failed": _("The borders could not be loaded."),
        "inset": _("South China Sea Islands"),
        "approval": _("Map approval no. {approval}"),
        "source": _("Borders: {source}"),
    }


def _clickable_figure(figure: Any, key: str, alt: str) -> None:
    """A figure whose points stand for regions."""

    def clicked() -> None:
        points = st.session_state[key].selection.points
        if points and points[0].get("customdata"):
            data = points[0]["customdata"]
            choose_clicked_region(data[0] if isinstance(data, list) else data)

    st.plotly_chart(
        figure, key=key, config=CONFIG, alt=alt, on_select=clicked, selection_mode="points"
    )


def _title(page: IndicatorPage, what: str, notes: list[str]) -> None:
    st.markdown(f"**{plain(what)}**  \n:small[{plain(' · '.join(n for n in notes if n))}]")


def _unit_and_count(page: IndicatorPage) -> list[str]:
    regions = count_regions(len(page.snapshot.rows), page.choice.level, page.language)
    return [page.measure.unit, str(page.year), regions]


def _expected(page: IndicatorPage) -> int:
    compared = regions_compared(page.choice.level, page.choice.within)
    return sum(region.code not in OUTSIDE_STATISTICS for region in compared)


def _source_titles(page: IndicatorPage) -> list[str]:
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    cells = page.snapshot.rows["source_code"].unique()
    return list(dict.fromkeys(t for cell in cells for t in cited(cell, titles).split(";")))


def _list(items: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(items)
