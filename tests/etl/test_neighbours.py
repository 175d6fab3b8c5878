"""Who borders on whom: built from the map's borders, checked against the source's own shapes."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import shapely

from etl.maps import tianditu
from etl.maps.neighbours import build_neighbours, find_neighbours
from scoreboard import paths
from scoreboard.catalog import load_catalog
from scoreboard.catalog.models import Level

SHIPPED = paths.CATALOG / "neighbours.csv"


def square(x: int, y: int, size: int = 2) -> list[np.ndarray]:
    return [np.array([[x, y], [x + size, y], [x + size, y + size], [x, y + size]])]


def shipped(level: Level, link: str) -> set[tuple[str, str]]:
    with SHIPPED.open(encoding="utf-8") as handle:
        return {
            (row["region_code"], row["neighbour_code"])
            for row in csv.DictReader(handle)
            if row["level"] == level and row["link"] == link
        }


def test_an_edge_and_a_corner_both_make_neighbours() -> None:
    # A B      A and B share an edge, A and D a corner only, C and D an edge.
    # C D
    shapes = {"a": square(0, 0), "b": square(2, 0), "c": square(0, 2), "d": square(2, 2)}
    pairs = {pair[:2] for pair in find_neighbours(shapes)}
    assert pairs == {("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"), ("c", "d")}


def test_an_island_is_joined_to_the_nearest_and_only_to_it() -> None:
    shapes = {"a": square(0, 0), "b": square(2, 0), "island": square(7, 0)}
    assert find_neighbours(shapes) == [("a", "b", "border"), ("b", "island", "nearest")]


def test_two_islands_join_each_other() -> None:
    assert find_neighbours({"x": square(0, 0), "y": square(9, 9)}) == [("x", "y", "nearest")]
    assert find_neighbours({"x": square(0, 0)}) == []


def test_rebuilding_gives_the_shipped_file(tmp_path: Path) -> None:
    pairs = build_neighbours(tmp_path / "neighbours.csv")
    assert (tmp_path / "neighbours.csv").read_bytes() == SHIPPED.read_bytes()
    assert pairs == len(SHIPPED.read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.parametrize("level", ["province", "city"])
def test_simplified_borders_have_the_neighbours_of_the_source(level: Level) -> None:
    """Worked out the other way: the source's shapes in degrees, tested for touching."""
    regions = load_catalog().regions
    listed = [r.code for r in tianditu.list_regions(level)]
    kept = [i for i, code in enumerate(listed) if regions[code].level == level]
    codes = [listed[i] for i in kept]
    source = np.array(tianditu.borders(level), dtype=object)[kept]
    shapes = shapely.make_valid(source)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    touching = {
        (codes[a], codes[b]) for a, b in zip(first, second, strict=True) if codes[a] < codes[b]
    }
    assert shipped(level, "border") == touching


def test_islands_are_joined_where_a_reader_expects_it() -> None:
    assert shipped("province", "nearest") == {("350000", "710000"), ("440000", "460000")}
    assert ("330200", "330900") in shipped("city", "nearest"), "舟山 to 宁波"
    assert ("440800", "460100") in shipped("city", "nearest"), "海口 to 湛江"


def test_every_region_of_a_level_has_a_neighbour() -> None:
    catalog = load_catalog()
    for level in ("province", "city"):
        there = {
            r.code for r in catalog.regions.values() if r.level == level and r.valid_to is None
        }
        pairs = [a for a in catalog.neighbours if a.level == level]
        assert {c for a in pairs for c in (a.region_code, a.neighbour_code)} == there


def test_the_four_macro_regions_hold_every_province_with_statistics_once() -> None:
    catalog = load_catalog()
    members = [code for group in catalog.macro_regions.values() for code in group.members]
    assert len(members) == len(set(members)) == 31
    sizes = {code: len(group.members) for code, group in catalog.macro_regions.items()}
    assert sizes == {"east": 10, "centre": 6, "west": 12, "north_east": 3}
