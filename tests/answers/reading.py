"""What a reader finds in an answer: its words in order, folds opened and tables looked at."""

from collections.abc import Iterable, Iterator

from scoreboard.answers.model import (
    Answer,
    Bullets,
    Card,
    Facts,
    Figure,
    Fold,
    Grid,
    KeyFigures,
    Map,
    Part,
    Sentence,
    Table,
)


def said(answer: Answer, *blocks: str) -> str:
    """All words of some blocks, of all by default; one line a sentence."""
    names = blocks or tuple(answer.blocks)
    return "\n".join(line for name in names for line in lines_of(answer[name]))


def lines_of(parts: Iterable[Part]) -> Iterator[str]:
    """The words of parts, those inside of cards and folds among them."""
    for part in parts:
        yield from _own_lines(part)
        if isinstance(part, Card):
            yield from lines_of((*part.left, *part.right))
        elif isinstance(part, Fold):
            yield from lines_of(part.build())


def _own_lines(part: Part) -> Iterable[str]:
    match part:
        case Sentence():
            return [part.text]
        case Bullets():
            return [part.title, *part.items]
        case Facts():
            return [f"{label} {text}" for label, text in part.pairs]
        case KeyFigures():
            return [f"{f.label} {f.text} {f.note}" for f in part.figures]
        case Grid():
            return [" | ".join(row) for row in (part.headings, *part.rows)]
        case Figure() | Map():
            return [part.title, *part.notes]
        case Card():
            return [part.title]
    return [part.label]


def tables_of(answer: Answer) -> dict[str, Table]:
    """The tables of an answer by their keys."""
    return {p.key: p for parts in answer.blocks.values() for p in parts if isinstance(p, Table)}
