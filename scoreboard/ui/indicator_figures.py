"""The figures of one indicator: map, ranking, trend, distribution; a click chooses a region."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.classes import Classes, classify
from scoreboard.analysis.ranking import neighbours_in_rank
from scoreboard.analysis.revisions import earlier_values
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
    SEQUENTIAL,
    chosen_colours,
    class_colours,
    diverging,
)
from scoreboard.charts.trend import draw_trend, mark_earlier
from scoreboard.text.sentences import count_regions
from scoreboard.ui import cached
from scoreboard.ui import map as region_map
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.indicator_page import IndicatorPage

LONGEST_RANKING = 31
LEADERS = 3
MAP_HEIGHT = 540


def show_map(page: IndicatorPage) -> None:
    """Where it is high and low; a click on a region chooses it."""
    show_title(page.shown, _unit_and_count(page))
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
    region_map.show_map("map", payload, MAP_HEIGHT, page.choose_region)


def show_ranking(page: IndicatorPage) -> None:
    """Who leads, as bars; a click on a bar chooses the region."""
    _ = page.frame.translate
    rows = neighbours_in_rank(page.snapshot.rows, page.choice.regions, LONGEST_RANKING)
    is_ranked = page.choice.indicator.is_ranked
    title = _("Ranking") if is_ranked else _("Figures by region")
    show_title(title, _unit_and_count(page))
    figure = draw_ranking(
        rows.assign(name=rows["region_code"].map(page.names)),
        page.measure,
        page.colours,
        page.snapshot.comparable_nation,
        page.token,
        is_ranked=is_ranked,
    )
    show_figure(
        "ranking", figure, _("Ranking of {shown}").format(shown=page.shown), page.choose_region
    )


def show_trend(page: IndicatorPage) -> None:
    """How the chosen regions changed; the leaders stand in when none is chosen."""
    _ = page.frame.translate
    snapshot = page.snapshot
    chosen = page.choice.regions or snapshot.rows["region_code"].head(LEADERS).tolist()
    nation = snapshot.nation.iloc[:0] if snapshot.nation_is_total else snapshot.nation
    earlier = _earlier_values(page, chosen)
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
    figure = mark_earlier(figure, earlier, page.names, chosen_colours(chosen), page.measure)
    notes = [page.measure.unit]
    if len(earlier):
        notes.append(_("open diamonds: values before a revision"))
    if any(trace.fill == "toself" for trace in figure.data):
        notes.append(_("band: middle half of the regions"))
    if page.choice.indicator.breaks:
        notes.append(_("short marks: breaks in the series"))
    if not page.choice.regions and len(chosen) == LEADERS:
        notes.append(_("no region chosen: the first three are shown"))
    show_title(_("Change over the years"), notes)
    show_figure("trend", figure, _("Trend of {shown}").format(shown=page.shown))


def _earlier_values(page: IndicatorPage, chosen: list[str]) -> pd.DataFrame:
    """What was published before for the chosen regions and later revised; of values only."""
    replaced = cached.replaced(page.frame.release.key, page.choice.indicator.code)
    if page.choice.view != "value":
        replaced = replaced.iloc[:0]
    return earlier_values(replaced, page.snapshot.history, chosen)


def show_distribution(page: IndicatorPage) -> None:
    """How the regions spread, one point each; a click chooses the region."""
    _ = page.frame.translate
    show_title(_("Distribution"), [*_unit_and_count(page), _("one point a region")])
    rows = page.snapshot.rows
    figure = draw_distribution(
        rows.assign(name=rows["region_code"].map(page.names)),
        page.measure,
        page.colours,
        page.snapshot.comparable_nation,
        page.token,
    )
    show_figure(
        "distribution",
        figure,
        _("Distribution of {shown}").format(shown=page.shown),
        page.choose_region,
    )


def _unit_and_count(page: IndicatorPage) -> list[str]:
    regions = count_regions(len(page.snapshot.rows), page.choice.level, page.language)
    _ = page.frame.translate
    year = str(page.year) if page.choice.indicator.is_ranked else _("newest")
    return [page.measure.unit, year, regions]


def _map_regions(page: IndicatorPage) -> list[MapRegion]:
    """The regions from first to last, then those without a value, which no class holds."""
    rows = page.snapshot.rows
    found = [
        MapRegion(
            code=row.region_code,
            mark=mark,
            value=page.measure.number(row.value),
            rank=int(row.rank) if page.choice.indicator.is_ranked else None,
            change=_change_text(page, row.value, row.value_before),
            status=row.status if row.status in ("P", "E") else "",
        )
        for row, mark in zip(rows.itertuples(), _marks(page), strict=True)
    ]
    missing = page.names.keys() - set(rows["region_code"])
    return found + [MapRegion(code, None) for code in sorted(missing)]


def _marks(page: IndicatorPage) -> list[float]:
    """The class of each region with a value, or its share of the way from lowest to highest."""
    values = page.snapshot.rows["value"]
    if page.choice.scheme != "continuous":
        return [float(k) for k in _classes(page).index]
    if page.is_growth:
        # Zero stands in the middle, so that growth and decline have different colours.
        reach = values.abs().max() or 1.0
        return (0.5 + values / reach / 2).tolist()
    span = (values.max() - values.min()) or 1.0
    return ((values - values.min()) / span).tolist()


def _classes(page: IndicatorPage) -> Classes:
    values = page.snapshot.rows["value"]
    return classify(values, page.choice.scheme, split_at_zero=page.is_growth)


def _map_scale(page: IndicatorPage) -> ClassScale | ContinuousScale:
    values, write = page.snapshot.rows["value"], page.measure.number
    # First place is the best: the darkest colour belongs to the smallest number.
    turn = slice(None, None, -1 if page.measure.is_rank else 1)
    falls = page.choice.indicator.direction == "lower_is_better"
    if page.choice.scheme == "continuous" and page.is_growth:
        reach = 0.0 if values.empty else values.abs().max()
        stops = diverging(falling_is_better=falls)
        return ContinuousScale(stops, (write(-reach), write(0.0), write(reach)))
    if page.choice.scheme == "continuous":
        low, high = (0.0, 0.0) if values.empty else (values.min(), values.max())
        ticks = (write(low), write((low + high) / 2), write(high))
        return ContinuousScale(SEQUENTIAL[turn], ticks)
    bounds = _classes(page).bounds
    colours = class_colours(
        bounds,
        around_zero=page.is_growth,
        falling_is_better=falls,
    )
    texts = [_range_text(page, low, high) for low, high in bounds]
    return ClassScale(colours[turn], texts)


def _range_text(page: IndicatorPage, low: float, high: float) -> str:
    """The limits of a class; a dash between numbers below zero would read as a minus."""
    first, last = page.measure.number(low), page.measure.number(high)
    if first == last:
        return first
    _ = page.frame.translate
    return _("{low} to {high}").format(low=first, high=last) if low < 0 else f"{first}–{last}"


def _change_text(page: IndicatorPage, value: float, before: float) -> str:
    """The change on the year for the hover card, without unit; empty where there is none."""
    if page.choice.view != "value" or pd.isna(before):
        return ""
    if page.changes.unit != "%":
        return page.changes.number(value - before, signed=True)
    return page.changes.number((value / before - 1) * 100, signed=True) if before > 0 else ""


def _map_labels(page: IndicatorPage) -> MapLabels:
    _ = page.frame.translate
    # The unit stands here once, not behind every region's change.
    change = _("{change} on the year").replace("{change}", "{change}" + page.changes.unit)
    return region_map.map_labels(_, change)
