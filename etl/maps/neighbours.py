"""Works out which regions are neighbours from the border files that the map shows.

Two regions are neighbours when they share a border or a corner (queen contiguity). The border
files have whole coordinates and neighbours share every vertex, so a common vertex is enough. A
region without any neighbour, an island, is joined to the nearest one.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from scoreboard import paths
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Level

LEVELS: tuple[Level, ...] = ("province", "city")
COLUMNS = ("level", "region_code", "neighbour_code", "link")
# The vertices of a region, ring by ring.
Rings: TypeAlias = list[NDArray[np.int64]]
_SUBPATH = re.compile(r"m([^mz]+)z")
_NUMBER = re.compile(r"-?\d+")


def build_neighbours(target: Path | None = None, borders: Path | None = None) -> int:
    """Writes the list of neighbouring regions anew; returns the number of pairs.

    Args:
        target: file to write; data/catalog/neighbours.csv when not given.
        borders: folder of the border files; static/boundaries when not given.
    """
    catalog = load_catalog()
    folder = borders or paths.BOUNDARIES
    rows = [row for level in LEVELS for row in _pairs_of_level(catalog, folder, level)]
    with (target or paths.CATALOG / "neighbours.csv").open("w", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)


def find_neighbours(shapes: dict[str, Rings]) -> list[tuple[str, str, str]]:
    """Pairs of regions with how they are joined, the lower code first, in order.

    shapes: the rings of each region by its code, with whole coordinates. Regions that share a
    vertex are joined by `border`; one that shares none by `nearest`, to the region whose edge is
    the least distance away (the lower code where two are equally near).
    """
    owners: dict[tuple[int, int], set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for point in np.vstack(rings).tolist():
            owners[point[0], point[1]].add(code)
    pairs = {
        pair: "border"
        for codes in owners.values()
        if len(codes) > 1
        for pair in combinations(sorted(codes), 2)
    }
    joined = {code for pair in pairs for code in pair}
    for island in sorted(shapes.keys() - joined):
        nearest = _nearest(island, shapes)
        if nearest is not None:
            first, second = sorted((island, nearest))
            pairs[first, second] = "nearest"
    return [(*pair, link) for pair, link in sorted(pairs.items())]


def _pairs_of_level(catalog: Catalog, folder: Path, level: Level) -> Iterator[tuple[str, ...]]:
    """The pairs of a level: those regions that figures of the level are compared for.

    The border files of cities hold municipalities and counties under a province as well; they
    are no cities of the comparison and make nobody's neighbour.
    """
    content: dict[str, Any] = json.loads((folder / f"{level}.json").read_text(encoding="utf-8"))
    shapes = {
        shape["code"]: list(_rings(shape["d"]))
        for shape in content["shapes"]
        if catalog.regions[shape["code"]].level == level
    }
    for pair in find_neighbours(shapes):
        yield (level, *pair)


def _rings(path: str) -> Iterator[NDArray[np.int64]]:
    """The vertices of each subpath of a path in relative whole numbers."""
    pen = np.zeros(2, dtype=np.int64)
    for subpath in _SUBPATH.findall(path):
        steps = np.array(_NUMBER.findall(subpath), dtype=np.int64).reshape(-1, 2)
        points = pen + np.cumsum(steps, axis=0)
        pen = points[0]
        yield points


def _nearest(island: str, shapes: dict[str, Rings]) -> str | None:
    """The region whose edge is nearest to an island's edge; none when it is alone."""
    edges = {code: _edges(rings) for code, rings in shapes.items()}
    others = sorted(code for code in edges if code != island)
    if not others:
        return None
    distances = shapely.distance(edges[island], np.array([edges[c] for c in others], dtype=object))
    return others[int(np.argmin(distances))]


def _edges(rings: Rings) -> Any:
    return shapely.multilinestrings([shapely.linearrings(ring) for ring in rings if len(ring) > 2])
