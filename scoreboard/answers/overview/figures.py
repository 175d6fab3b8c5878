"""The figures of the overview: map, ranking, trend, distribution."""

from __future__ import annotations

from typing import cast

import pandas as pd

from scoreboard.analysis.classes import classify
from scoreboard.analysis.ranking import neighbours_in_rank
from scoreboard.analysis.revisions import earlier_values
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers.model import Figure, Map, figure_part, map_part
from scoreboard.answers.overview.picture import Picture
from scoreboard.charts.distribution import MOST_POINTS, draw_distribution
from scoreboard.charts.map import (
    ClassScale,
    ContinuousScale,
    MapRegion,
    MapWords,
    border_versions,
    map_labels,
    map_payload,
)
from scoreboard.charts.map import Level as BorderLevel
from scoreboard.charts.ranking import draw_ranking
from scoreboard.charts.theme import (
    ORDINARY,
    SEQUENTIAL,
    chosen_colours,
    class_colours,
    diverging,
)
from scoreboard.charts.trend import draw_trend, mark_earlier
from scoreboard.language import translator
from scoreboard.paths import BOUNDARIES
from scoreboard.text.sentences import count_regions, span_text

LONGEST_RANKING = 31
LEADERS = 3
MAP_HEIGHT = 540


def map_of(picture: Picture) -> Map:
    """Where it is high and low."""
    payload = map_payload(
        level=cast(BorderLevel, picture.choice.level),
        within=picture.choice.within,
        versions=border_versions(BOUNDARIES),
        regions=_map_regions(picture),
        scale=_map_scale(picture),
        words=MapWords(
            title=picture.shown,
            labels=map_labels(picture.language, _change_label(picture)),
            unit=picture.numbers.unit,
            language=picture.language,
        ),
        chosen=picture.colours,
        shows=picture.token,
    )
    return map_part("map", payload, MAP_HEIGHT, picture.shown, _unit_and_count(picture))


def ranking_of(picture: Picture) -> Figure:
    """Who leads, as bars; in the order of the regions' codes where nobody is ranked."""
    _ = translator(picture.language)
    is_ranked = picture.indicator.is_ranked
    rows = picture.snapshot.rows
    rows = neighbours_in_rank(rows, list(picture.choice.regions), LONGEST_RANKING)
    figure = draw_ranking(
        rows.assign(name=rows["region_code"].map(picture.dated)),
        picture.numbers,
        picture.colours,
        picture.snapshot.comparable_nation,
        picture.token,
        is_ranked=is_ranked,
    )
    alt = _("Ranking of {shown}") if is_ranked else _("Figures of {shown} by region")
    title = _("Ranking") if is_ranked else _("Figures by region")
    return figure_part(
        "ranking", figure, alt.format(shown=picture.shown), title, _unit_and_count(picture)
    )


def trend_of(picture: Picture) -> Figure:
    """How the chosen regions changed; the leaders stand in when none is chosen."""
    _ = translator(picture.language)
    snapshot = picture.snapshot
    chosen = list(picture.choice.regions) or snapshot.rows["region_code"].head(LEADERS).tolist()
    nation = snapshot.nation.iloc[:0] if snapshot.nation_is_total else snapshot.nation
    earlier = _earlier_values(picture, chosen)
    figure = draw_trend(
        snapshot.history,
        nation,
        picture.names,
        chosen_colours(chosen),
        picture.numbers,
        picture.indicator,
        picture.year,
        picture.token,
    )
    figure = mark_earlier(figure, earlier, picture.names, chosen_colours(chosen), picture.numbers)
    notes = [picture.numbers.unit]
    if len(earlier):
        notes.append(_("open diamonds: values before a revision"))
    if any(trace.get("fill") == "toself" for trace in figure["data"]):
        notes.append(_("band: middle half of the regions"))
    if any(b.concerns(code) for b in picture.indicator.breaks for code in chosen):
        notes.append(_("short marks: breaks in the series"))
    if not picture.choice.regions and len(chosen) == LEADERS and picture.indicator.is_ranked:
        notes.append(_("no region chosen: the first three are shown"))
    alt = _("Trend of {shown}").format(shown=picture.shown)
    return figure_part("trend", figure, alt, _("Change over the years"), tuple(notes))


def distribution_of(picture: Picture) -> Figure:
    """How the regions spread, one point each."""
    _ = translator(picture.language)
    rows = picture.snapshot.rows
    figure = draw_distribution(
        rows.assign(name=rows["region_code"].map(picture.dated)),
        picture.numbers,
        picture.colours,
        picture.snapshot.comparable_nation,
        picture.token,
    )
    alt = _("Distribution of {shown}").format(shown=picture.shown)
    drawn = _("one point a region") if len(rows) <= MOST_POINTS else _("columns: how many regions")
    notes = (*_unit_and_count(picture), drawn)
    return figure_part("distribution", figure, alt, _("Distribution"), notes)


def _earlier_values(picture: Picture, chosen: list[str]) -> pd.DataFrame:
    """What was published before for the chosen regions and later revised; of values only."""
    replaced = picture.release.replaced(picture.indicator.code)
    if picture.choice.view != "value":
        replaced = replaced.iloc[:0]
    return earlier_values(replaced, picture.snapshot.history, chosen)


def _unit_and_count(picture: Picture) -> tuple[str, ...]:
    _ = translator(picture.language)
    rows, level = picture.snapshot.rows, picture.choice.level
    year = picture.within or (str(picture.year) if picture.indicator.is_ranked else _("newest"))
    return picture.numbers.unit, year, count_regions(len(rows), level, picture.language)


def _map_regions(picture: Picture) -> list[MapRegion]:
    """The regions from first to last, then those without a value, which no class holds."""
    rows = picture.snapshot.rows
    is_ranked = picture.indicator.is_ranked
    notes = _notes(picture)
    found = [
        MapRegion(
            code=row.region_code,
            mark=mark,
            value=picture.numbers.number(row.value),
            rank=int(row.rank) if is_ranked else None,
            change=_change_text(picture, row.value, row.value_before),
            status=row.status if row.status in UNCERTAIN else "",
            note=note,
        )
        for row, mark, note in zip(rows.itertuples(), _marks(picture), notes, strict=True)
    ]
    missing = picture.names.keys() - set(rows["region_code"])
    return found + [MapRegion(code, None) for code in sorted(missing)]


def _notes(picture: Picture) -> list[str]:
    """What the card of each region says besides: its year where regions differ, its note."""
    rows, language = picture.snapshot.rows, picture.language
    notes = rows["note"].fillna("") if "note" in rows else pd.Series("", index=rows.index)
    if not picture.is_mixed and picture.indicator.is_ranked:
        return list(notes)
    years = [span_text((int(year), int(year)), language) for year in rows["year"]]
    return [" · ".join(filter(None, pair)) for pair in zip(years, notes, strict=True)]


def _marks(picture: Picture) -> list[float]:
    """The class of each region with a value, or its share of the way from lowest to highest."""
    values = picture.snapshot.rows["value"]
    if not picture.indicator.is_ranked:
        return [0.0] * len(values)
    if picture.choice.scheme != "continuous":
        classes = classify(values, picture.choice.scheme, split_at_zero=picture.is_growth)
        return [float(k) for k in classes.index]
    if picture.is_growth:
        # Zero stands in the middle, so that growth and decline have different colours.
        reach = values.abs().max() or 1.0
        return (0.5 + values / reach / 2).tolist()
    span = (values.max() - values.min()) or 1.0
    return ((values - values.min()) / span).tolist()


def _map_scale(picture: Picture) -> ClassScale | ContinuousScale:
    _ = translator(picture.language)
    if not picture.indicator.is_ranked:
        # Figures of different definitions: a ramp would order what must not be ordered.
        return ClassScale((ORDINARY,), (_("figure published"),))
    values, write = picture.snapshot.rows["value"], picture.numbers.number
    # First place is the best: the darkest colour belongs to the smallest number.
    turn = slice(None, None, -1 if picture.numbers.is_rank else 1)
    falls = picture.indicator.direction == "lower_is_better"
    if picture.choice.scheme == "continuous" and picture.is_growth:
        reach = 0.0 if values.empty else values.abs().max()
        stops = diverging(falling_is_better=falls)
        return ContinuousScale(stops, (write(-reach), write(0.0), write(reach)))
    if picture.choice.scheme == "continuous":
        low, high = (0.0, 0.0) if values.empty else (values.min(), values.max())
        ticks = (write(low), write((low + high) / 2), write(high))
        return ContinuousScale(SEQUENTIAL[turn], ticks)
    bounds = classify(values, picture.choice.scheme, split_at_zero=picture.is_growth).bounds
    colours = class_colours(bounds, around_zero=picture.is_growth, falling_is_better=falls)
    return ClassScale(colours[turn], [_range_text(picture, low, high) for low, high in bounds])


def _range_text(picture: Picture, low: float, high: float) -> str:
    """The limits of a class; a dash between numbers below zero would read as a minus."""
    first, last = picture.numbers.number(low), picture.numbers.number(high)
    if first == last:
        return first
    _ = translator(picture.language)
    return _("{low} to {high}").format(low=first, high=last) if low < 0 else f"{first}–{last}"


def _change_text(picture: Picture, value: float, before: float) -> str:
    """The change on the year for the hover card, without unit; empty where there is none."""
    if picture.choice.view != "value" or pd.isna(before):
        return ""
    if picture.changes.unit != "%":
        return picture.changes.number(value - before, signed=True)
    growth = (value / before - 1) * 100 if before > 0 else None
    return "" if growth is None else picture.changes.number(growth, signed=True)


def _change_label(picture: Picture) -> str:
    _ = translator(picture.language)
    # The unit stands here once, not behind every region's change.
    return _("{change} on the year").replace("{change}", "{change}" + picture.changes.unit)
