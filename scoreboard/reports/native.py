"""Figures as data of native charts: what a drawing's points say, under the names they have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import orjson

from scoreboard.answers.model import Figure
from scoreboard.reports.brief import Series
from scoreboard.reports.layout import plain_text

Kind = Literal["bars", "lines", "points"]


_MOST_ROWS = 16
# Figures of places between last and first, a row an indicator.
_PLACES = ("positions", "places")
# What names their rows is not what they measure.
_NAMED_BY_SUBJECT = (*_PLACES, "ranking", "distribution")


@dataclass(frozen=True)
class ChartData:
    """A chart as slides draw it.

    bars, lines: a value of each series by category, None where there is no figure. points: pairs of
    x and y by series. colours: by series, as #rrggbb. longest: where the axis of bars ends, if not
    just beyond the longest. is_read: whether the values of bars stand beside them.
    """

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Any, ...]], ...]
    colours: tuple[str, ...]
    longest: float = 0.0
    is_read: bool = False

    @property
    def reach(self) -> float:
        """The end of an axis from zero that holds all bars; 0 where one goes below zero."""
        found = [v for _name, values in self.series for v in values if v is not None]
        if self.longest:
            return self.longest
        return max(found) * 1.1 if self.kind == "bars" and found and min(found) >= 0 else 0.0

    def halves(self) -> tuple[ChartData, ...]:
        """Two charts of half the rows each where one has too many to read, on axes alike."""
        if self.kind != "bars" or len(self.categories) <= _MOST_ROWS:
            return (self,)
        middle = (len(self.categories) + 1) // 2
        return tuple(
            replace(
                self,
                categories=self.categories[part],
                series=tuple((name, values[part]) for name, values in self.series),
                longest=self.reach,
            )
            for part in (slice(None, middle), slice(middle, None))
        )

    def rows(self) -> list[tuple[str, ...]]:
        """The data as a table, headings first; a missing value is empty."""
        names = [name for name, _values in self.series]
        if self.kind == "points":
            return [
                ("", "x", "y"),
                *((name, f"{x:g}", f"{y:g}") for name, values in self.series for x, y in values),
            ]
        rows = [("", *names)]
        for place, category in enumerate(self.categories):
            cells = (values[place] for _name, values in self.series)
            rows.append((category, *("" if v is None else f"{v:.10g}" for v in cells)))
        return rows


def chart_of(part: Figure | Series, subject: str) -> ChartData | None:
    """A figure as a native chart; None for one that has no such form.

    Rows with a label each become bars, lines over years stay lines, other points stay points.
    subject: whom the figure is about: the name of the series where its rows are indicators.
    """
    if isinstance(part, Series):
        years = tuple(map(str, part.years))
        title = f"{part.title} ({part.unit})" if part.unit else part.title
        return ChartData("lines", title, years, part.lines, ("#175590", "#6f7780"))
    spec = orjson.loads(part.spec)
    # What explains the marks of the drawing explains nothing of a native chart.
    title = " · ".join((part.title, *(n for n in part.notes if not re.search("[：:]", n))))
    default = subject if part.key in _NAMED_BY_SUBJECT else part.title
    labels = spec["layout"].get("yaxis", {}).get("ticktext")
    if labels:
        bars = _bars(spec, title, default)
        return replace(bars, is_read=part.key not in _PLACES) if bars else None
    lines = [t for t in spec["data"] if t.get("name") and "lines" in t.get("mode", "")]
    if lines:
        return _lines(lines, title)
    if any(t["type"] == "bar" for t in spec["data"]):
        return None  # a histogram: its columns stand for no region, and the chosen ones lie on it
    return _points(spec, title, default)


def _bars(spec: Mapping[str, Any], title: str, default: str) -> ChartData | None:
    """One category a row of the drawing; its bars or points are the values."""
    axis = spec["layout"]["yaxis"]
    places = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    drawn = [t for t in spec["data"] if t["type"] == "bar" or t.get("mode") == "markers"]
    rows = [place for place in places if any(place in t["y"] for t in drawn)]
    # Of several series the last drawn lies on top: it is the one that the figure is about.
    drawn = [t for t in reversed(drawn) if t["y"]]
    if not rows or not drawn:
        return None
    series = []
    for trace in drawn:
        found = dict(zip(trace["y"], trace["x"], strict=True))
        series.append((plain_text(trace.get("name") or default), tuple(map(found.get, rows))))
    labels = tuple(plain_text(places[row].replace("<br>", " ")) for row in rows)
    colours = ("#175590", "#9aa3ad", "#d97a22", "#157f6b")[: len(series)]
    return ChartData("bars", title, labels, tuple(series), colours)


def _lines(lines: Sequence[Mapping[str, Any]], title: str) -> ChartData:
    first = min(min(t["x"]) for t in lines)
    last = max(max(t["x"]) for t in lines)
    years = range(int(first), int(last) + 1)
    series = tuple(
        (plain_text(t["name"]), tuple(map(dict(zip(t["x"], t["y"], strict=True)).get, years)))
        for t in lines
    )
    colours = tuple(str(t["line"]["color"]) for t in lines)
    return ChartData("lines", title, tuple(map(str, years)), series, colours)


def _points(spec: Mapping[str, Any], title: str, default: str) -> ChartData | None:
    drawn = [t for t in spec["data"] if t.get("mode") == "markers" and t["x"]]
    if not drawn:
        return None
    series = tuple(
        (plain_text(t.get("name") or default), tuple(zip(t["x"], t["y"], strict=True)))
        for t in drawn
    )
    return ChartData("points", title, (), series, ("#2c74ae", "#d97a22", "#157f6b")[: len(series)])
