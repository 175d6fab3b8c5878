"""The frame of a picture: title and notes above, source and approval number below."""

from __future__ import annotations

import html
from dataclasses import dataclass

from scoreboard.answers.model import Figure, Map
from scoreboard.reports.drawing.figure import draw_figure
from scoreboard.reports.drawing.region_map import draw_map
from scoreboard.reports.drawing.svg import (
    FONTS,
    INK,
    LINE_HEIGHT,
    PAPER,
    QUIET,
    element,
    escape,
    label,
    number,
    wrapped,
)

WIDTH = 720  # pixels of 1/96 inch: a picture across a page of A4
_EDGE = 12
_TITLE, _NOTES, _FOOT = 16, 12, 10.5


@dataclass(frozen=True)
class Caption:
    """What a picture says about itself when it leaves the page.

    title: what is shown. notes: unit, year, how many, in one line. foot: source and release, a
    line each.
    """

    title: str = ""
    notes: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()


def caption_of(part: Figure | Map, *foot: str) -> Caption:
    """The title and the notes of a part as on the page, over lines such as source and release."""
    return Caption(part.title, part.notes, foot)


def to_svg(part: Figure | Map, caption: Caption | None = None, width: int = WIDTH) -> str:
    """A figure or a map as a picture for print, on white, its texts still texts.

    caption: written inside the picture; without one the drawing stands alone, and a map still has
    its approval number. width: in pixels of 1/96 inch; the height follows from what is drawn.
    Raises UnknownFeatureError for a figure with something that is not drawn.
    """
    caption = caption or Caption()
    room = width - 2 * _EDGE
    if isinstance(part, Map):
        drawing, tall = draw_map(part.payload, room)
    else:
        drawing, tall = draw_figure(part.spec, room)
    head, top = _lines([caption.title], _TITLE, INK, room, _EDGE * 0.7, is_bold=True)
    notes, top = _lines([" · ".join(caption.notes)], _NOTES, QUIET, room, top)
    top += _EDGE * 0.5
    foot, bottom = _lines(caption.foot, _FOOT, QUIET, room, top + tall + _EDGE * 0.5)
    height = number(bottom + _EDGE * 0.7)
    body = element("g", drawing, transform=f"translate({_EDGE} {number(top)})")
    name = element("title", escape(caption.title)) if caption.title else ""
    ground = element("rect", width=float(width), height=height, fill=PAPER)
    return element(
        "svg",
        name + ground + head + notes + body + foot,
        xmlns="http://www.w3.org/2000/svg",
        width=float(width),
        height=height,
        viewBox=f"0 0 {width} {height}",
        font_family=FONTS,
        fill=INK,
        xml_space="preserve",
    ).replace(" xml-space=", " xml:space=", 1)


def _lines(
    texts: list[str] | tuple[str, ...],
    size: float,
    colour: str,
    room: float,
    top: float,
    *,
    is_bold: bool = False,
) -> tuple[str, float]:
    """Texts below each other, broken where they are longer than the room, and where they end."""
    drawn = []
    for text in texts:
        for line in wrapped(text, size, room):
            shown = html.escape(line, quote=False)
            shown = f"<b>{shown}</b>" if is_bold else shown
            drawn.append(label(shown, _EDGE, top, size, level="top", colour=colour))
            top += LINE_HEIGHT * size
    return "".join(drawn), top
