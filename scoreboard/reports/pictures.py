"""A figure or map of an answer as a picture that can leave the page: it says what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from scoreboard.answers.model import Answer, Card, Figure, Fold, Map, Part, Sentence
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.reports.drawing import Caption


def pictures_of(answer: Answer) -> dict[str, Figure | Map]:
    """The figures and maps of an answer by their keys, those in cards and folds among them."""
    parts = (part for block in answer.blocks.values() for part in block)
    return {part.key: part for part in _pictures(parts)}


def captioned(
    answer: Answer, part: Figure | Map, release: Release, choice: Any, language: Language
) -> Caption:
    """What a picture says of itself: the subject of the page, title, notes, source and release.

    choice: what the page shows, as `questions.read_question` gives it.
    """
    subject = subject_of(release, choice, language)
    names = {i.name[language] for i in release.catalog.indicators.values()}
    is_named = not subject or subject in part.title or part.title in names
    title = part.title if is_named else f"{subject} · {part.title}"
    return Caption(title, part.notes, _foot(answer, part, release, language))


def subject_of(release: Release, choice: Any, language: Language) -> str:
    """What a page is about, by its choice: an indicator, a system, an instrument or a region.

    Empty for the diagnosis of all regions at a glance.
    """
    catalog = release.catalog
    for key, named in (
        ("indicator_code", catalog.indicators),
        ("indicator", catalog.indicators),
        ("system_code", catalog.systems),
        ("instrument_code", catalog.instruments),
    ):
        if hasattr(choice, key):
            return str(named[getattr(choice, key)].name[language])
    if getattr(choice, "part", "") == "glance":
        return ""
    return catalog.regions[choice.region_code].short_name[language]


def _pictures(parts: Any) -> Iterator[Figure | Map]:
    for part in parts:
        if isinstance(part, Figure | Map):
            yield part
        elif isinstance(part, Card):
            yield from _pictures((*part.left, *part.right))
        elif isinstance(part, Fold):
            yield from _pictures(part.build())


def _foot(
    answer: Answer, part: Figure | Map, release: Release, language: Language
) -> tuple[str, ...]:
    """The source of a figure, or the note under it and the nearest source line.

    Nearest: with the fewest words and tables between; of two, the one that follows.
    """
    if isinstance(part, Figure) and part.source:
        return (part.source, release_line(release.info, language))
    parts = [p for block in answer.blocks.values() for p in block]
    here = parts.index(part) if part in parts else 0

    def distance(place: int) -> tuple[int, bool]:
        first, last = sorted((here, place))
        others = [p for p in parts[first + 1 : last] if not isinstance(p, Figure | Map)]
        return len(others), place < here

    places = [k for k, p in enumerate(parts) if isinstance(p, Sentence) and p.role == "source"]
    if not places:
        return (*_under(answer, part), release_line(release.info, language))
    nearest = parts[min(places, key=distance)]
    assert isinstance(nearest, Sentence)
    return (*_under(answer, part), nearest.text)


def _under(answer: Answer, part: Part) -> tuple[str, ...]:
    """The note that directly follows a figure in its block."""
    for block in answer.blocks.values():
        for one, next_one in pairwise(block):
            if one is part and isinstance(next_one, Sentence) and next_one.role == "note":
                return (next_one.text,)
    return ()
