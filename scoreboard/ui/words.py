"""The words of an answer as one piece of HTML: many sentences, lists and tiles cost one element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import singledispatch
from html import escape
from itertools import groupby

from scoreboard.answers.model import (
    Bullets,
    Card,
    Facts,
    Grid,
    KeyFigure,
    KeyFigures,
    Sentence,
    Words,
)

# Line breaks of every kind, and signs that turn the direction of writing and with it the sense.
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPARK_WIDTH, _SPARK_HEIGHT = 120, 26
_TAGS = {"headline": "h2", "heading": "h3", "title": "h4"}


def html_of(parts: Iterable[Words]) -> str:
    """Words in the order given, safe to stand in a page."""
    pieces = []
    for is_narrow, run in groupby(parts, _is_narrow):
        piece = "".join(map(_html, run))
        pieces.append(f'<div class="sb-cards">{piece}</div>' if is_narrow else piece)
    return '<div class="sb-words">' + "".join(pieces) + "</div>"


def _is_narrow(part: Words) -> bool:
    return isinstance(part, Card) and not part.right


def safe(text: str) -> str:
    """Text from catalog, data files and address bar: one line, without markup."""
    return escape(_BREAKS.sub(" ", _TURNS.sub("", text)))


@singledispatch
def _html(part: object) -> str:
    raise TypeError(f"{type(part).__name__} is no part made of words")


@_html.register
def _(part: Sentence) -> str:
    tag = _TAGS.get(part.role, "p")
    return f'<{tag} class="sb-{part.role}">{safe(part.text)}</{tag}>'


@_html.register
def _(part: Bullets) -> str:
    links = part.links or ("",) * len(part.items)
    items = "".join(
        f"<li>{_linked(item, link)}</li>" for item, link in zip(part.items, links, strict=True)
    )
    title = f'<h4 class="sb-title">{safe(part.title)}</h4>' if part.title else ""
    return f'{title}<ul class="sb-list">{items}</ul>'


@_html.register
def _(part: Facts) -> str:
    pairs = (f"<b>{safe(label)}</b> {safe(text)}" for label, text in part.pairs)
    return f'<p class="sb-facts">{" · ".join(pairs)}</p>'


@_html.register
def _(part: KeyFigures) -> str:
    return f'<div class="sb-tiles">{"".join(map(_tile, part.figures))}</div>'


@_html.register
def _(part: Card) -> str:
    columns = "".join(
        f"<div>{''.join(map(_html, column))}</div>" for column in (part.left, part.right) if column
    )
    title = f'<h3 class="sb-heading">{safe(part.title)}</h3>' if part.title else ""
    return f'<section class="sb-card">{title}<div class="sb-columns">{columns}</div></section>'


@_html.register
def _(part: Grid) -> str:
    head = "".join(f'<th scope="col">{safe(heading)}</th>' for heading in part.headings)
    rows = "".join(
        "<tr>" + "".join(_cell(part, row, column) for column in range(len(cells))) + "</tr>"
        for row, cells in enumerate(part.rows)
    )
    return f'<table class="sb-grid"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(part: Grid, row: int, column: int) -> str:
    text = safe(part.rows[row][column])
    return f"<td><b>{text}</b></td>" if (row, column) in part.stressed else f"<td>{text}</td>"


def _linked(text: str, address: str) -> str:
    if not address.startswith(("https://", "http://")):
        return safe(text)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{safe(text)}</a>'


def _tile(figure: KeyFigure) -> str:
    under = " ".join(
        f'<span class="sb-{kind}">{safe(text)}</span>'
        for kind, text in (("change", figure.change), ("status", figure.note))
        if text
    )
    return (
        f'<div class="sb-tile"><div class="sb-label">{safe(figure.label)}</div>'
        f'<div class="sb-value">{safe(figure.text)}</div>'
        f'<div class="sb-under">{under}</div>{_spark(figure)}</div>'
    )


def _spark(figure: KeyFigure) -> str:
    """The last years as a small line; nothing for a single figure."""
    values = figure.series
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    reach = (high - low) or 1.0
    step = (_SPARK_WIDTH - 4) / (len(values) - 1)
    points = " ".join(
        f"{2 + k * step:.0f},{_SPARK_HEIGHT - 3 - (v - low) / reach * (_SPARK_HEIGHT - 6):.1f}"
        for k, v in enumerate(values)
    )
    # As short as an address may be: only # would end it, and " the attribute that it stands in.
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}'>"
        f"<path d='M{points}' fill='none' stroke='%234688bf' stroke-width='2'/></svg>"
    )
    # The line says in a picture what the table of the indicator says in numbers.
    return f'<img class="sb-spark" alt="" src="data:image/svg+xml,{svg}">'
