"""A brief as PDF: vector figures, text that can be selected and searched, its font embedded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
import typst

from scoreboard.answers.model import Bullets, Facts, Figure, Grid, KeyFigures, Map, Sentence
from scoreboard.catalog import Language
from scoreboard.language import join_list, translator
from scoreboard.reports.brief import Brief, Printed
from scoreboard.reports.fonts import SANS, missing_glyphs, typst_fonts
from scoreboard.reports.layout import (
    are_short,
    column_shares,
    fact_paragraphs,
    facts_lines,
    is_small,
    key_figure_grid,
    numbered,
    picture_of,
    plain_text,
    reader_label,
    sparkline,
)

_LAYOUT = Path(__file__).with_name("brief.typ")
_KINDS = {"headline": "headline", "text": "text", "heading": "title", "title": "title"}
# A figure of this height and more is not as wide as the page, else it fills it alone.
_TALL = 0.62
# Letters in points; where the last page would be almost empty these and the pictures change.
_SIZE = 9.5
_TRIES = ((9.2, 0.95), (9.0, 0.85), (9.9, 1.0), (8.8, 0.75), (9.5, 1.0))
_FILLED = 0.3
# Of two pictures in a row: small ones alike, else the first, which is a map or has years, is wider.
_SHARES = {True: (0.5, 0.5), False: (0.6, 0.4)}


class MissingGlyphError(ValueError):
    """The font has no drawing of a letter: a box would stand in its place."""


def to_pdf(made: Brief) -> bytes:
    """The brief as PDF, about two pages for a region.

    Raises MissingGlyphError, whose message is in the brief's language, where the font lacks a
    letter.
    """
    told = _told(made)
    _check_glyphs(told, made.language)
    compiler = _compiler(told)
    for size, scale in _TRIES:
        if _is_filled(compiler):
            break
        compiler = _compiler(told | {"size": size, "scale": scale})
    # No clock: the same brief is the same file.
    made_file = compiler.compile(format="pdf", timestamp=0)
    if not isinstance(made_file, bytes):
        raise TypeError("a brief is one file")
    return made_file


def _compiler(told: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        _LAYOUT,
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"brief": orjson.dumps(told).decode()},
    )


def _is_filled(compiler: typst.Compiler) -> bool:
    """Whether the last page is no almost empty one."""
    (end,) = orjson.loads(compiler.query("<end>", field="value", one=False))
    return float(end) > _FILLED


def _told(made: Brief) -> dict[str, Any]:
    """The brief as the layout reads it."""
    _ = translator(made.language)
    parts: list[dict[str, Any]] = []
    if made.note:
        label = reader_label(made.language)
        parts.append({"kind": "note", "label": label, "text": plain_text(made.note)})
    for number, section in enumerate(made.sections, start=1):
        heading = numbered(section.heading, number, made.language)
        parts.append({"kind": "section", "text": heading})
        parts += _parts(section.parts, made.language)
    heading = numbered(_("Sources"), len(made.sections) + 1, made.language)
    parts.append({"kind": "section", "text": heading})
    parts.append(_table(made.sources, (5, 48, 41, 6), "sources"))
    return {
        "language": made.language,
        "title": plain_text(made.title),
        "facts": [plain_text(line) for line in facts_lines(made)],
        "footer": plain_text(" · ".join((made.title, made.facts[-2][1]))),
        "fonts": [SANS],
        "size": _SIZE,
        "scale": 1.0,
        "parts": parts,
    }


def _group(part: Printed) -> str:
    """Parts of one group that follow each other are laid out together."""
    if isinstance(part, Bullets):
        return "lists"
    return "pictures" if isinstance(part, Figure | Map) else ""


def _parts(parts: Sequence[Printed], language: Language) -> Iterator[dict[str, Any]]:
    for group, found in groupby(parts, _group):
        run = list(found)
        bullets = [part for part in run if isinstance(part, Bullets)]
        if group == "lists" and 1 < len(run) <= 3 and all(map(are_short, bullets)):
            yield {"kind": "lists", "lists": [_list(part) for part in bullets]}
        elif group == "pictures":
            drawn = [part for part in run if isinstance(part, Figure | Map)]
            for start in range(0, len(drawn), 2):
                yield _row(drawn[start : start + 2])
        else:
            for part in run:
                yield from _part(part, language)


def _part(part: Printed, language: Language) -> Iterator[dict[str, Any]]:
    if isinstance(part, Sentence):
        yield {"kind": _KINDS.get(part.role, "small"), "text": plain_text(part.text)}
    elif isinstance(part, Bullets):
        yield {"kind": "lists", "lists": [_list(part)]}
    elif isinstance(part, Facts):
        told = fact_paragraphs(part, language)
        pairs = [[plain_text(label), plain_text(text)] for label, text in told]
        yield {"kind": "facts", "pairs": pairs}
    elif isinstance(part, KeyFigures):
        _ = translator(language)
        grid = key_figure_grid(part, language)
        lines = [sparkline(figure.series) for figure in part.figures]
        if any(lines):
            grid = Grid((*grid.headings, _("Last years")), grid.rows)
        table = _table(grid, column_shares(grid), "table")
        if any(lines):
            for row, line in zip(table["rows"], lines, strict=True):
                row.append({"svg": line.svg} if line else "")
        yield table
    elif isinstance(part, Grid):
        yield _table(part, (1,) * len(part.headings), "table")


def _list(part: Bullets) -> dict[str, Any]:
    return {"title": plain_text(part.title), "items": [plain_text(i) for i in part.items]}


def _table(grid: Grid, shares: Sequence[float], kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "shares": list(shares),
        "headings": [plain_text(h) for h in grid.headings],
        "rows": [[plain_text(cell) for cell in row] for row in grid.rows],
    }


def _row(parts: Sequence[Figure | Map]) -> dict[str, Any]:
    """One picture or two side by side; a map takes more of the row than what stands beside it."""
    alone = 0.5 if is_small(parts[0]) else 1.0
    shares = (alone,) if len(parts) == 1 else _SHARES[is_small(parts[0])]
    pictures = []
    for part, share in zip(parts, shares, strict=True):
        # A map has more to say at its foot than fits into a part of the page.
        picture = picture_of(part, max(share, 0.8) if isinstance(part, Map) else share)
        # One that is too high for its page is made narrower.
        fitted = min(share, _TALL * picture.width / picture.height) if len(parts) == 1 else 1.0
        caption = plain_text(" · ".join((part.title, *part.notes)))
        pictures.append(
            {
                "svg": picture.svg,
                "share": fitted,
                "alt": plain_text(picture.alt),
                "caption": caption,
            }
        )
    return {"kind": "pictures", "columns": shares, "pictures": pictures}


def _check_glyphs(told: dict[str, Any], language: Language) -> None:
    lacking = missing_glyphs("".join(_texts(told)))
    if lacking:
        _ = translator(language)
        sentence = _("The font of the PDF has no drawing of: {letters}.")
        raise MissingGlyphError(sentence.format(letters=join_list(lacking, language)))


def _texts(value: Any) -> Iterator[str]:
    """Every text that is printed; of drawings their letters are outlines already."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("svg", "alt", "kind", "fonts"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
