"""Elements of an SVG as text, written so that every reader of SVG draws them alike."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from scoreboard.reports.fonts import FALLBACKS, SANS, text_width

Anchor = Literal["start", "middle", "end"]
Level = Literal["top", "middle", "bottom"]
Look = dict[str, str | float | None]  # attributes of an element; None leaves one out

INK = "#1f2933"  # the text of the pages' light theme
QUIET = "#5f6770"
PAPER = "#ffffff"
FONTS = ", ".join(f"'{name}'" for name in (SANS, *FALLBACKS)) + ", sans-serif"
# Of a line of text, as shares of its size: its height, and from its middle down to its baseline.
LINE_HEIGHT = 1.3
_BASELINE = 0.36
# The font has one weight. An outline of the same colour makes it bold in every reader.
_BOLD_OUTLINE = 0.03
_TAG = re.compile(r"(<br ?/?>|</?b>|<span[^>]*>|</span>)")
_COLOUR = re.compile(r"color: ?(#[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgba?\(([^)]*)\)")
# XML 1.0 allows no other control characters.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def element(tag: str, *children: str, **attributes: str | float | None) -> str:
    """An element; an underscore in the name of an attribute stands for a hyphen."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(children)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def number(value: float) -> str:
    """A coordinate, to a hundredth of a pixel."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def escape(text: str) -> str:
    """A text inside an element or an attribute."""
    return html.escape(_CONTROL.sub("", text))


def paint(name: str, colour: str) -> Look:
    """The attributes of a fill or a stroke: office programs know no rgba() in an SVG.

    Raises ValueError for a colour that is neither #rrggbb nor rgb() nor rgba().
    """
    if re.fullmatch("#[0-9a-fA-F]{6}", colour) or colour == "none":
        return {name: colour}
    found = _RGB.fullmatch(colour)
    if not found:
        raise ValueError(f"a colour is written #rrggbb or rgba(), not {colour!r}")
    parts = [float(part) for part in found[1].split(",")]
    hexes = "".join(f"{round(part):02x}" for part in parts[:3])
    return {name: f"#{hexes}"} | ({f"{name}_opacity": parts[3]} if len(parts) > 3 else {})


@dataclass(frozen=True)
class Run:
    """Letters of one look within a line."""

    text: str
    is_bold: bool = False
    colour: str | None = None


def lines_of(text: str) -> list[list[Run]]:
    """A text with the tags that our figures use (br, b, span with a colour) as lines of runs.

    Raises ValueError for any other tag.
    """
    lines: list[list[Run]] = [[]]
    is_bold = False
    colours: list[str | None] = [None]
    for piece in _TAG.split(text):
        if piece.startswith("<br"):
            lines.append([])
        elif piece in ("<b>", "</b>"):
            is_bold = piece == "<b>"
        elif piece == "</span>":
            colours.pop()
        elif _TAG.fullmatch(piece):
            found = _COLOUR.search(piece)
            colours.append(found[1] if found else colours[-1])
        elif re.search("</?[a-z]", piece):
            raise ValueError(f"a text of a figure has a tag that is not drawn: {piece!r}")
        elif piece:
            lines[-1].append(Run(html.unescape(piece), is_bold, colours[-1]))
    return lines


def plain_lines(text: str) -> list[str]:
    """The lines of a text without its tags."""
    return ["".join(run.text for run in line) for line in lines_of(text)]


def block_size(text: str, size: float) -> tuple[float, float]:
    """Width and height of a text with tags."""
    lines = plain_lines(text)
    return max(text_width(line, size) for line in lines), len(lines) * LINE_HEIGHT * size


def label(
    text: str,
    x: float,
    y: float,
    size: float,
    *,
    anchor: Anchor = "start",
    level: Level = "middle",
    colour: str = INK,
    turned: float = 0,
) -> str:
    """A text with tags at a place; its lines stand below each other.

    anchor, level: which point of the text stands at the place. turned: degrees clockwise.
    """
    lines = lines_of(text)
    height = len(lines) * LINE_HEIGHT * size
    top = y - {"top": 0.0, "middle": height / 2, "bottom": height}[level]
    shapes = []
    for place, line in enumerate(lines):
        baseline = top + (place + 0.5) * LINE_HEIGHT * size + _BASELINE * size
        if any(run.text.strip() for run in line):
            shapes.append(_line(line, x, baseline, size, anchor, colour))
    inside = "".join(shapes)
    if not turned or not inside:
        return inside
    return element("g", inside, transform=f"rotate({number(turned)} {number(x)} {number(y)})")


def wrapped(text: str, size: float, width: float) -> list[str]:
    """A plain text in lines of at most a width: Chinese breaks anywhere, words at spaces."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > width:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(text: str) -> Iterator[str]:
    """What may not be broken: a word with the space behind it, a Chinese letter with its mark."""
    return (m[0] for m in re.finditer(r"[^\s\u2e80-\uffef]+\s*|\s+|.[，。；：、）》”’％]*", text))


def _line(
    runs: Iterable[Run], x: float, baseline: float, size: float, anchor: Anchor, colour: str
) -> str:
    runs = list(runs)
    if len(runs) == 1:
        inside, look = escape(runs[0].text), _look(runs[0], size, colour)
    else:
        inside = "".join(
            element("tspan", escape(run.text), **_look(run, size, colour)) for run in runs
        )
        look = {}
    anchored = None if anchor == "start" else anchor
    return element("text", inside, x=x, y=baseline, font_size=size, text_anchor=anchored, **look)


def _look(run: Run, size: float, colour: str) -> Look:
    ink = run.colour or colour
    look: Look = {} if ink == INK else paint("fill", ink)
    if run.is_bold:
        look |= {**paint("stroke", ink), "stroke_width": _BOLD_OUTLINE * size}
    return look


def _attribute(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else number(value)
