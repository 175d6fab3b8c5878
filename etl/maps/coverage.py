"""Simplifies neighbouring polygons together and puts them on a whole-number grid, edges shared.

A coverage is a set of polygons that do not overlap and whose common edges have the same vertices
on both sides. Everything here keeps it one: what two neighbours share before, they share after.
Coordinates are those of the map (1 unit = 100 m, y downwards).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

# shapely has no types of its own that would tell a Polygon from a MultiPolygon here.
Geometry: TypeAlias = Any
Geometries: TypeAlias = NDArray[np.object_]

# Each step simplifies only among polygons of at least its class, so small ones stay finer.
_STEP_RATIO = 2.5


def drop_specks(shapes: Geometries, smallest_area: float, kept: NDArray[np.bool_]) -> Geometries:
    """Leaves out islands below a size, but never the largest part of a region.

    Args:
        shapes: one polygon or multipolygon a region.
        smallest_area: in square units; smaller islands go. A small part that touches a larger one
            is an enclave and stays: it would leave a hole.
        kept: True for regions all of whose parts stay, however small.

    Returns:
        One multipolygon a region, in the same order.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, owner, area)
    stays = (area >= smallest_area) | (area == largest[owner]) | kept[owner]
    specks = np.flatnonzero(~stays)
    enclaves, _ = shapely.STRtree(parts[stays]).query(parts[specks], predicate="intersects")
    stays[specks[enclaves]] = True
    return _regroup(parts[stays], owner[stays], len(shapes))


def simplify(
    shapes: Geometries, share_of_width: float, finest: float, coarsest: NDArray[np.float64]
) -> Geometries:
    """Takes detail away, less from small polygons than from large ones, shared edges kept.

    Every part is given a tolerance by its own size; an edge gets the finer one of its two sides.
    The sea is a member of the coverage too, so that coasts are treated like inner borders.

    Args:
        shapes: one multipolygon a region; small faults of the source are tolerated.
        share_of_width: tolerance of a part as a share of its width, within the next two.
        finest: tolerance for the smallest parts (square root of the area that may go, in units).
        coarsest: largest tolerance, for each region.

    Returns:
        One multipolygon a region, in the same order.
    """
    parts, owner = shapely.get_parts(shapes, return_index=True)
    sea = _sea_around(parts)
    members = np.append(parts, sea)
    width = np.sqrt(shapely.area(members))
    limit = np.append(coarsest[owner], np.full(len(sea), coarsest.max()))
    wanted = np.clip(share_of_width * width, finest, np.maximum(limit, finest))
    for tolerance in _steps(finest, float(coarsest.max())):
        taking_part = np.flatnonzero(wanted >= tolerance)
        members[taking_part] = shapely.coverage_simplify(
            members[taking_part], tolerance, simplify_boundary=False
        )
    return _regroup(members[: len(parts)], owner, len(shapes))


def snap_to_grid(shapes: Geometries) -> Geometries:
    """Moves every vertex to whole numbers without opening gaps or overlaps between neighbours.

    Rounding alone would let thin parts cross themselves. So all edges together are rounded and
    cut where they meet, the faces between them are formed anew, and each goes to the region that
    it lay in.

    Args:
        shapes: one polygon or multipolygon a region, a coverage.

    Returns:
        One polygon or multipolygon a region, in the same order, valid, with whole coordinates.
        What is thinner than the grid is gone; a region may come back empty only if all of it was.
    """
    rounded = edge_lines(shapely.transform(shapes, np.rint))
    edges = shapely.union_all(rounded, grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    inside = shapely.point_on_surface(faces)
    tree = shapely.STRtree(shapes)
    face, region = tree.query(inside, predicate="intersects")
    # A point on a border is in two regions; the first is as good as the second, but only once.
    face, first = np.unique(face, return_index=True)
    region = region[first]
    return _as_array([join(faces[face[region == i]]) for i in range(len(shapes))])


def join(shapes: Geometries) -> Geometry:
    """One region from polygons of one coverage; the vertices on its outline stay as they are."""
    return shapely.normalize(shapely.coverage_union_all(shapes))


def edge_lines(shapes: Geometries) -> Geometry:
    """All borders of a coverage as lines, each border once, however many regions it belongs to."""
    edges, _ = _edges(shapes)
    return shapely.normalize(_lines(edges))


def polygon_path(shape: Geometry) -> str:
    """A region as an SVG path in relative whole numbers, its largest part first.

    Outer rings run clockwise on the screen and holes the other way, so that every fill rule
    gives the same picture.
    """
    parts = shapely.orient_polygons(shapely.get_parts(shape))
    by_size = parts[np.argsort(-shapely.area(parts), kind="stable")]
    rings = [ring for part in by_size for ring in (part.exterior, *part.interiors)]
    return _path([shapely.get_coordinates(ring)[:-1] for ring in rings], closed=True)


def line_path(lines: Geometry) -> str:
    """Lines as an SVG path in relative whole numbers, one subpath a line."""
    return _path([shapely.get_coordinates(line) for line in shapely.get_parts(lines)])


def _path(subpaths: list[NDArray[np.float64]], closed: bool = False) -> str:
    pen = np.zeros(2, dtype=np.int64)
    pieces = []
    for points in subpaths:
        whole = np.rint(points).astype(np.int64)
        steps = np.diff(whole, axis=0, prepend=pen[None, :])
        pen = whole[0] if closed else whole[-1]
        pieces.append("m" + _numbers(steps) + ("z" if closed else ""))
    return "".join(pieces)


def _numbers(steps: NDArray[np.int64]) -> str:
    """Numbers one after another; a minus sign separates as well as a space does."""
    return " ".join(str(n) for n in steps.ravel().tolist()).replace(" -", "-")


def _sea_around(parts: Geometries) -> Geometries:
    """All that is not land, out to a frame around it, lagoons included."""
    edges, uses = _edges(parts)
    # Where the source is at fault, edges cross; cut there, or the rings around would not close.
    coast = shapely.node(_lines(edges[uses == 1]))
    left, top, right, bottom = shapely.total_bounds(parts)
    margin = right - left
    frame = shapely.box(left - margin, top - margin, right + margin, bottom + margin)
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(coast), frame.exterior]))
    land, _ = shapely.STRtree(parts).query(shapely.point_on_surface(faces), predicate="intersects")
    is_sea = np.ones(len(faces), dtype=bool)
    is_sea[land] = False
    return faces[is_sea]


def _steps(finest: float, coarsest: float) -> list[float]:
    count = max(1, round(np.log(coarsest / finest) / np.log(_STEP_RATIO)) + 1)
    return [float(t) for t in np.geomspace(finest, coarsest, count)]


def _regroup(parts: Geometries, owner: NDArray[np.intp], regions: int) -> Geometries:
    bounds = np.searchsorted(owner, np.arange(regions + 1))
    return _as_array([shapely.multipolygons(parts[a:b]) for a, b in pairwise(bounds)])


def _edges(shapes: Geometries) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Every edge once, as x, y, x, y, and of how many regions it is an edge (one on a coast)."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    points = [shapely.get_coordinates(ring) for ring in rings]
    # A complex number is one point and sorts by x, then y: much faster than rows of four.
    start = np.concatenate([p[:-1] for p in points]).view(np.complex128).ravel()
    end = np.concatenate([p[1:] for p in points]).view(np.complex128).ravel()
    # Rounding may have made the ends of an edge one point; that is no edge.
    is_edge = start != end
    first, last = np.sort([start[is_edge], end[is_edge]], axis=0)
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    is_new = np.append(True, (first[1:] != first[:-1]) | (last[1:] != last[:-1]))
    place = np.flatnonzero(is_new)
    edges = np.column_stack([first[place], last[place]]).view(np.float64)
    return edges, np.diff(place, append=len(first))


def _lines(edges: NDArray[np.float64]) -> Geometry:
    return shapely.line_merge(shapely.multilinestrings(edges.reshape(-1, 2, 2)))


def _as_array(geometries: list[Geometry]) -> Geometries:
    array = np.empty(len(geometries), dtype=object)
    array[:] = geometries
    return array
