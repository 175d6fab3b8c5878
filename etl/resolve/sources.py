"""Finds the publication that a file names, or enters it as a new one of the lowest grade."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from etl.resolve.texts import normalise
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Source


def find_sources(texts: Iterable[str], catalog: Catalog) -> tuple[dict[str, str], list[Source]]:
    """By text: the code of the publication; and the publications that are new.

    A text is a code of the catalog, a title in it, or else becomes a publication of its own, of
    the lowest grade, whose code follows from the text alone.
    """
    by_title: dict[str, set[str]] = defaultdict(set)
    for source in catalog.sources.values():
        by_title[normalise(source.title)].add(source.code)
    codes: dict[str, str] = {}
    new: dict[str, Source] = {}
    for text in texts:
        title = " ".join(text.split())
        if not title:
            continue
        same_title = by_title.get(normalise(title), set())
        if title in catalog.sources:
            codes[text] = title
        elif len(same_title) == 1:
            codes[text] = next(iter(same_title))
        else:
            code = f"file_{hashlib.sha256(normalise(title).encode()).hexdigest()[:12]}"
            codes[text] = code
            if code not in new:
                new[code] = Source(code=code, title=title[:500], publisher="", grade="C")
    return codes, list(new.values())
