"""What the formats of a brief share: numbering, the table of key figures, pictures, plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.answers.model import Bullets, Facts, Figure, Grid, KeyFigures, Map
from scoreboard.catalog import Language
from scoreboard.language import in_brackets, translator
from scoreboard.reports.brief import Brief
from scoreboard.reports.drawing import WIDTH, to_png, to_svg

# What no XML may hold, line breaks of every kind, and signs that turn the direction of writing.
_UNPRINTED = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\ufffe\uffff]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CHINESE_NUMBERS = "一二三四五六七八九十"
# Figures up to this height stand two in a row.
_SMALL_HEIGHT = 200
_ONE_LINE = 100
_SHORT = 72
_SPARK_WIDTH, _SPARK_HEIGHT = 110, 22
DPI = 300


def plain_text(text: str) -> str:
    """Text of catalog, data and readers as one line that every format can hold."""
    return _UNPRINTED.sub(" ", _TURNS.sub("", text))


def numbered(text: str, number: int, language: Language, *, inner: bool = False) -> str:
    """A heading with its number: 一、 and （一） in Chinese, 1. and (1) in English."""
    if language == "en":
        return f"({number}) {text}" if inner else f"{number}. {text}"
    ten, one = divmod(number, 10)
    said = _CHINESE_NUMBERS[one - 1] if one else ""
    if ten:
        said = (_CHINESE_NUMBERS[ten - 1] if ten > 1 else "") + "十" + said
    return f"（{said}）{text}" if inner else f"{said}、{text}"


def facts_lines(made: Brief) -> list[str]:
    """What the brief shows, from which release, under which link: a line each."""
    colon = "：" if made.language == "zh" else ": "
    return [f"{label}{colon}{text}" for label, text in made.facts]


def reader_label(language: Language) -> str:
    """What stands before the reader's own note."""
    _ = translator(language)
    return _("Note of the person who made this brief, not of the dashboard")


def key_figure_grid(part: KeyFigures, language: Language) -> Grid:
    """Tiles as a table: what, how much, change, rank or limit; what none has is left out."""
    _ = translator(language)
    headings = (_("Indicator"), _("Value"), _("Change on a year before"), _("Rank or limit"))
    rows = [(f.label, f.text, f.change, f.note) for f in part.figures]
    told = [n for n in range(len(headings)) if any(row[n] for row in rows)]
    return Grid(
        tuple(headings[n] for n in told), tuple(tuple(row[n] for n in told) for row in rows)
    )


def are_short(part: Bullets) -> bool:
    """Whether the items of a list are a few words each, and no sentences."""
    return not any(letters_wide(item) > _SHORT or item.endswith("。") for item in part.items)


def column_shares(grid: Grid) -> list[float]:
    """How much of the width each column of key figures takes: the names more than the rest."""
    rest = len(grid.headings) - 1
    return [1.0] if not rest else [0.34, *([0.66 / rest] * rest)]


def letters_wide(text: str) -> float:
    """How wide a text is in letters of Chinese, which are square."""
    return sum(1 if ord(letter) > 0x2E7F else 0.55 for letter in text)


def sparkline(values: Sequence[float]) -> PaperPicture | None:
    """The last years of a key figure as a small line; None for a single figure."""
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    reach, step = (high - low) or 1.0, (_SPARK_WIDTH - 6) / (len(values) - 1)
    points = [
        (3 + k * step, _SPARK_HEIGHT - 3 - (v - low) / reach * (_SPARK_HEIGHT - 6))
        for k, v in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SPARK_WIDTH}" height="{_SPARK_HEIGHT}"'
        f' viewBox="0 0 {_SPARK_WIDTH} {_SPARK_HEIGHT}">'
        f'<polyline points="{path}" fill="none" stroke="#4688bf" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="#175590"/></svg>'
    )
    return PaperPicture(svg, _SPARK_WIDTH, _SPARK_HEIGHT, "")


def fact_paragraphs(part: Facts, language: Language) -> list[tuple[str, str]]:
    """Pairs of label and text, a paragraph each; short ones stand in one line as on the page."""
    if len(part.pairs) == 1 or sum(len(text) for _label, text in part.pairs) > _ONE_LINE:
        return list(part.pairs)
    colon, stop = ("：", "；") if language == "zh" else (": ", "; ")
    (label, text), *others = part.pairs
    return [(label, stop.join((text, *(f"{a}{colon}{b}" for a, b in others))))]


def is_small(part: Figure | Map) -> bool:
    """Whether two of it stand side by side on a page."""
    return part.height <= _SMALL_HEIGHT


@dataclass(frozen=True)
class PaperPicture:
    """A drawing for paper: its lines as SVG, its size in points of the drawing, its text."""

    svg: str
    width: float
    height: float
    alt: str

    def png(self) -> bytes:
        """The same with so many points an inch that print shows no steps."""
        return to_png(self.svg, DPI)


def picture_of(part: Figure | Map, share: float = 1.0) -> PaperPicture:
    """A figure or map as it is printed, drawn for a share of the width of a page."""
    svg = to_svg(part, width=int(WIDTH * share))
    found = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise ValueError("a drawing without a viewBox has no size")
    alt = (
        part.alt
        if isinstance(part, Figure)
        else part.title + in_brackets(" · ".join(part.notes), "en")
    )
    return PaperPicture(svg, float(found[1]), float(found[2]), alt)
