"""From what somebody typed to links: one thing, or a region and something of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoreboard.answers.search.entries import Findable, entries_of, fold
from scoreboard.answers.search.hits import Hit, hit_of, hit_of_both, hit_of_item, hit_of_regions
from scoreboard.answers.search.items import ListedName, find_items
from scoreboard.answers.search.match import INSIDE, PREFIX, SHORT, find, nearest
from scoreboard.catalog import Catalog, Language

MOST_HITS = 10
# Of one group, where there are others as well.
_OF_A_GROUP = 6
_LONGEST = 60
_NEAREST = 3


@dataclass(frozen=True)
class Found:
    """What fits, the best first, each group together; else what is spelled most like it."""

    hits: tuple[Hit, ...]
    nearest: tuple[Hit, ...] = ()


def search(
    catalog: Catalog, query: str, language: Language, items: tuple[ListedName, ...] = ()
) -> Found:
    """What somebody means who types a few words: ten links at most.

    Order: exact name, short name, beginning of a name, synonym, pinyin, inside of a name. Two
    words may be a region and an indicator or page (洛阳 专利, also 洛阳专利), or two regions. Where
    nothing fits, what is spelled nearest. items: what national lists name; a whole name comes
    first, others follow what else is found.
    """
    typed = fold(query)[:_LONGEST].strip()
    if not typed:
        return Found(())
    entries = entries_of(catalog)
    whole = find(entries, typed)
    both = [] if whole and whole[0][0] <= PREFIX else _both(catalog, entries, typed, language)
    hits = [*both, *(hit_of(catalog, entry, language) for _rank, entry in whole)]
    listed = find_items(items, typed)[:MOST_HITS]
    named = [hit_of_item(catalog, item, language) for rank, item in listed if rank == 0]
    others = [hit_of_item(catalog, item, language) for rank, item in listed if rank]
    if not whole or whole[0][0] == INSIDE:
        hits = [*named, *hits, *others]
    else:
        hits = [*hits, *named, *others]
    if hits:
        return Found(_some_of_each(hits))
    return Found(
        (), tuple(hit_of(catalog, entry, language) for entry in nearest(catalog, typed, _NEAREST))
    )


def _both(
    catalog: Catalog, entries: tuple[Findable, ...], typed: str, language: Language
) -> list[Hit]:
    """The links of a region with something else, by the best way to divide what was typed."""
    regions = [entry for entry in entries if entry.kind == "region"]
    others = [entry for entry in entries if entry.kind != "region"]
    best: tuple[int, list[Hit]] = (2 * INSIDE + 1, [])
    for first, second in _divisions(typed, regions):
        places, things = find(regions, first), find(others, second)
        if not places or places[0][0] == INSIDE:
            continue
        top = [catalog.regions[e.code] for rank, e in places[:3] if rank == places[0][0]]
        if things:
            hits = [
                hit
                for _rank, thing in things[:MOST_HITS]
                for region in top
                for hit in hit_of_both(catalog, region, thing, language)
            ]
            rank = places[0][0] + things[0][0]
        else:
            again = find(regions, second)
            if not again or max(places[0][0], again[0][0]) > SHORT:
                continue
            hits = [hit_of_regions([top[0], catalog.regions[again[0][1].code]], language)]
            rank = places[0][0] + again[0][0]
        if hits and rank < best[0]:
            best = rank, hits
    return list(dict.fromkeys(best[1]))


def _divisions(typed: str, regions: list[Findable]) -> Iterator[tuple[str, str]]:
    """The ways to divide what was typed in two: a region's part, and the rest."""
    words = typed.split(" ")
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        yield left, right
        yield right, left
    if len(words) > 1 or typed.isascii():
        return
    # Chinese is written without spaces: a region's whole name, and what stands before or after it.
    known = {name for entry in regions for name in (*entry.names, *entry.shorts)}
    for cut in range(1, len(typed)):
        for place, rest in ((typed[:cut], typed[cut:]), (typed[cut:], typed[:cut])):
            if place in known:
                yield place, rest.removeprefix("的").removeprefix("市")


def _some_of_each(hits: list[Hit]) -> tuple[Hit, ...]:
    """Ten hits at most, each group together, the group of the best first."""
    groups: dict[str, list[Hit]] = {}
    for hit in dict.fromkeys(hits):
        groups.setdefault(hit.group, []).append(hit)
    most = MOST_HITS if len(groups) == 1 else _OF_A_GROUP
    return tuple(hit for group in groups.values() for hit in group[:most])[:MOST_HITS]
