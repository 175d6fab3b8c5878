"""What a reader finds in a brief of each format, and every number that its answers hold."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import docx
import orjson
import pptx
import pypdf

from scoreboard.answers.model import Answer, Figure, KeyFigures, Table
from tests.answers.reading import lines_of

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers_in(text: str) -> set[str]:
    """Numbers as they are written, without the commas between thousands."""
    return {found.replace(",", "").rstrip(".") for found in _NUMBER.findall(text)}


def words_of_docx(data: bytes) -> list[str]:
    """The text of a document in order, that of its tables at the end; without list numbers."""
    document = docx.Document(BytesIO(data))
    words = [
        re.sub(r"^\d+\. ", "", p.text) if p.style.name == "Brief item" else p.text
        for p in document.paragraphs
    ]
    for table in document.tables:
        words += [cell.text for row in table.rows for cell in row.cells]
    return words


def words_of_pptx(data: bytes) -> list[str]:
    """The text of slides and tables; charts and notes are read apart."""
    words = []
    for slide in pptx.Presentation(BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
            elif shape.has_table:
                words += [cell.text for row in shape.table.rows for cell in row.cells]
    return words


def words_of_pdf(data: bytes) -> str:
    """The text of all pages, as it would be copied, without blanks and line breaks."""
    pages = pypdf.PdfReader(BytesIO(data)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def charts_of(data: bytes) -> list[Any]:
    """The native charts of a deck."""
    slides = pptx.Presentation(BytesIO(data)).slides
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def numbers_of(answers: Iterable[Answer]) -> set[str]:
    """Every number in the words of answers, and in what their figures say under the pointer."""
    found: set[str] = set()
    for answer in answers:
        for parts in answer.blocks.values():
            found |= numbers_in("\n".join(lines_of(parts)))
            for part in parts:
                found |= numbers_in("\n".join(_hidden_words(part)))
    return found


def values_of(answers: Iterable[Answer]) -> set[float]:
    """Every value that is drawn in a figure or stands in a table of some answers."""
    found: set[float] = set()
    for answer in answers:
        for part in (p for parts in answer.blocks.values() for p in parts):
            if isinstance(part, Figure):
                for trace in orjson.loads(part.spec)["data"]:
                    for axis in ("x", "y"):
                        found |= {float(v) for v in trace.get(axis) or () if v is not None}
            elif isinstance(part, Table):
                table = part.build().select_dtypes("number")
                found |= {float(v) for column in table for v in table[column].dropna()}
    return found


def _hidden_words(part: Any) -> Iterator[str]:
    if isinstance(part, KeyFigures):
        yield from (f"{f.change} {f.note}" for f in part.figures)
    elif isinstance(part, Table):
        facts = part.facts()
        yield from (f"{label} {text}" for label, text in facts.lines)
    elif isinstance(part, Figure):
        spec = orjson.loads(part.spec)
        for trace in spec["data"]:
            for key in ("text", "hovertext"):
                told = trace.get(key) or ()
                yield from ([told] if isinstance(told, str) else map(str, told))
        labels = spec["layout"].get("yaxis", {}).get("ticktext") or ()
        yield from map(str, labels)
        yield part.alt
