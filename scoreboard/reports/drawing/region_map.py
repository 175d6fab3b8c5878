"""A map of regions as SVG: the borders, fills, legend, inset and names that `map.js` draws.

The border files are those that the browser fetches, and the rules of places are the script's:
see static/components/map.js and map.css. Pointer, zoom and the hairlines of a closer view are left
to the screen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import orjson

from scoreboard import paths
from scoreboard.charts.map import MapPayload, MapRegion, unpack_regions
from scoreboard.reports.drawing.axes import Box
from scoreboard.reports.drawing.svg import (
    INK,
    PAPER,
    QUIET,
    Look,
    element,
    escape,
    label,
    number,
    paint,
)
from scoreboard.reports.fonts import text_width

# Mixtures of ink and paper, as in map.css.
GROUND = "#f4f4f5"
LINE = "#8b9095"
FAINT = "#d2d4d6"
_ROW = 18  # of the legend
_SIGN = (20, 12)
_TEXT = 12
_FOOT = 11
_PAD = 10
_NAME = 12
_STATUSES = {"P": "preliminary", "U": "unconfirmed", "E": "estimated"}
_DARK_MARK, _LIGHT_MARK = "rgba(20, 30, 45, 0.62)", "rgba(255, 255, 255, 0.8)"
_FEW = 10  # named beside themselves are those with a value, where one region in so many has one


@dataclass(frozen=True)
class View:
    """Where the borders lie on the picture: their upper left corner and units a pixel."""

    x: float
    y: float
    scale: float

    def place(self, point: list[float] | tuple[float, float]) -> tuple[float, float]:
        """The pixel of a point of the borders."""
        return (point[0] - self.x) / self.scale, (point[1] - self.y) / self.scale

    def box(self, box: list[float] | Box) -> Box:
        """The pixels of a rectangle of the borders."""
        left, top = self.place((box[0], box[1]))
        return Box(left, top, box[2] / self.scale, box[3] / self.scale)


@dataclass(frozen=True)
class Shape:
    """A region's borders, how it is filled, and whether it is of those that are shown."""

    border: dict[str, Any]
    region: MapRegion | None
    fill: str
    is_inside: bool

    @property
    def code(self) -> str:
        """The code of the region."""
        return str(self.border["code"])

    @property
    def has_value(self) -> bool:
        """Whether a value is published."""
        return self.region is not None and self.region.mark is not None

    @property
    def tone(self) -> str:
        """Whether signs on its fill are to be dark or light; none where it is hatched."""
        if not self.has_value:
            return "hatch"
        red, green, blue = _channels(self.fill)
        return "dark" if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else "light"


def draw_map(payload: bytes, width: float) -> tuple[str, float]:
    """The elements of a map of a width in pixels, and its height.

    payload: JSON as `answers.model.Map` has it. Raises LookupError when the borders are not there.
    """
    data = orjson.loads(payload)
    file = read_borders(data["level"], data["within"])
    shapes = _shapes(data, file)
    foot = 20
    stage = Box(0, 0, width, data["height"] - foot)
    legend, legend_box = _legend(data, stage)
    view = _home(data, file, shapes, stage, legend_box)
    inset, inset_box = _inset(data, file, shapes, stage, view)
    taken = [box for box in (legend_box, inset_box) if box is not None]
    height = min(stage.height, _south(data, file, view))
    country = element(
        "svg",
        _patterns(view.scale),
        _borders(data, file, shapes, view),
        x=0.0,
        y=0.0,
        width=width,
        height=height,
        viewBox=f"{view.x:.1f} {view.y:.1f} {width * view.scale:.1f} {height * view.scale:.1f}",
        class_="map",
    )
    names = _names(data, shapes, stage, view, taken)
    return country + names + inset + legend + _approval(data, file, stage), float(data["height"])


@lru_cache(maxsize=8)
def read_borders(level: str, within: str | None) -> dict[str, Any]:
    """The border file of a level; of the counties of a province or city that of the province."""
    name = f"county-{within[:2]}0000" if level == "county" and within else level
    file = paths.STATIC / "boundaries" / f"{name}.json"
    if not file.is_file():
        raise LookupError(f"there is no border file {file.name}")
    found: dict[str, Any] = orjson.loads(file.read_bytes())
    return found


# ---- regions -------------------------------------------------------------------------------


def _shapes(data: dict[str, Any], file: dict[str, Any]) -> list[Shape]:
    within = data["within"]
    is_whole = not within or _is_whole_file(data)
    regions = {region.code: region for region in unpack_regions(cast(MapPayload, data))}
    shapes = []
    for border in file["shapes"]:
        inside = is_whole or within in (border["code"], border["parent"])
        region = regions.get(border["code"])
        fill = "url(#hatch)" if inside or region else GROUND
        if region and region.mark is not None:
            fill = _colour(data["scale"], region.mark)
        shapes.append(Shape(border, region, fill, inside))
    return shapes


def _count(data: dict[str, Any]) -> int:
    """How many regions are shown, with a value or without."""
    return len(data["codes"].split())


def _colour(scale: dict[str, Any], mark: float) -> str:
    colours = scale["colors"]
    if scale["kind"] == "classes":
        return str(colours[int(mark)])
    at = mark * (len(colours) - 1)
    low = min(int(at), len(colours) - 2)
    ends = zip(_channels(colours[low]), _channels(colours[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (at - low)):02x}" for a, b in ends)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_whole_file(data: dict[str, Any]) -> bool:
    """The file of a province's counties holds nothing else."""
    return data["level"] == "county" and str(data["within"]).endswith("0000")


# ---- view ----------------------------------------------------------------------------------


def _fit(box: Box, stage: Box, left: float = 0) -> View:
    room = stage.width - left
    scale = max(box.width / (room - 2 * _PAD), box.height / (stage.height - 2 * _PAD))
    x = box.x + box.width / 2 - (left + room / 2) * scale
    return View(x, box.y + box.height / 2 - stage.height * scale / 2, scale)


def _home(
    data: dict[str, Any], file: dict[str, Any], shapes: list[Shape], stage: Box, legend: Box
) -> View:
    """The whole file, or the province or city asked for beside the legend."""
    whole = Box(*file["view"])
    if not data["within"]:
        view = _fit(whole, stage)
        return View(view.x, max(view.y, whole.y - _PAD * view.scale), view.scale)
    if _is_whole_file(data):
        return _fit(whole, stage, legend.x + legend.width)
    scope = [s for s in shapes if s.is_inside]
    # What reaches far beyond the south edge is in the inset.
    north = [s for s in scope if not _is_southern(s, file)] or scope
    boxes = [_overlap(Box(*s.border["box"]), whole) for s in north]
    return _fit(_union(boxes) if boxes else whole, stage, legend.x + legend.width)


def _south(data: dict[str, Any], file: dict[str, Any], view: View) -> float:
    """The pixel below which the map is cut, as what lies beyond is in the inset."""
    if data["level"] == "county" and data["within"]:
        return math.inf
    return view.place((0, file["view"][1] + file["view"][3]))[1]


def _is_southern(shape: Shape, file: dict[str, Any]) -> bool:
    _x, y, _width, height = shape.border["box"]
    return bool(y + height > file["view"][1] + file["view"][3])


def _overlap(one: Box, other: Box) -> Box:
    x, y = max(one.x, other.x), max(one.y, other.y)
    right = min(one.x + one.width, other.x + other.width)
    return Box(x, y, right - x, min(one.y + one.height, other.y + other.height) - y)


def _union(boxes: list[Box]) -> Box:
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.x + b.width for b in boxes), max(b.y + b.height for b in boxes)
    return Box(x, y, right - x, bottom - y)


def _meet(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


# ---- borders -------------------------------------------------------------------------------


def _patterns(scale: float) -> str:
    """The hatch of missing values, and the dots and crosses of uncertain ones."""

    def pattern(name: str, size: int, *marks: str) -> str:
        return element(
            "pattern",
            *marks,
            id=name,
            width=size,
            height=size,
            patternUnits="userSpaceOnUse",
            patternTransform=f"scale({scale:.3f})",
        )

    ground = element("rect", width=6, height=6, fill=GROUND)
    hatch = element("path", d="M-1 1l2-2M0 6L6 0M5 7l2-2", fill="none", stroke_width=0.8, **_HATCH)
    drawn = [pattern("hatch", 6, ground, hatch)]
    for tone, colour in (("light", _DARK_MARK), ("dark", _LIGHT_MARK)):
        fill = paint("fill", colour)
        dots = [element("circle", cx=at, cy=at, r=0.95, **fill) for at in (1.5, 4.5)]
        cross = element(
            "path", d="M2 4h4M4 2v4", fill="none", stroke_width=0.9, **paint("stroke", colour)
        )
        drawn += [
            pattern(f"P-{tone}", 6, *dots),
            pattern(f"U-{tone}", 8, element("circle", cx=4, cy=4, r=1.9, **fill)),
            pattern(f"E-{tone}", 8, cross),
        ]
    return element("defs", *drawn)


_HATCH: Look = {"stroke": INK, "stroke_opacity": 0.3}


def _borders(data: dict[str, Any], file: dict[str, Any], shapes: list[Shape], view: View) -> str:
    """Fills, signs of uncertain values, lines of provinces, outlines of the chosen."""
    inner = {"province": 0.7, "county": 0.45 if data["within"] else 0.1}.get(file["level"], 0.45)
    fills = "".join(_fill(shape, data) for shape in shapes)
    lines = element("path", d=file["outlines"], stroke_width=0.6 * view.scale)
    if file["lines"]:
        lines += element(
            "path", d=file["lines"], stroke_width=1.4 * view.scale, stroke_linecap="butt"
        )
    chosen = [(s, data["chosen"][s.code]) for s in shapes if s.code in data["chosen"]]
    look: Look = {"stroke_width": 4.6 * view.scale, "stroke": PAPER}
    casings = "".join(element("path", d=s.border["d"], **look) for s, _colour in chosen)
    marks = "".join(
        element("path", d=s.border["d"], stroke=colour, stroke_width=2.4 * view.scale)
        for s, colour in chosen
    )
    group: Look = {"stroke_linejoin": "round", "stroke_linecap": "round"}
    return element(
        "g",
        element("g", fills, stroke=PAPER, stroke_width=inner * view.scale, class_="regions"),
        _statuses(data, shapes),
        element("g", lines, fill="none", stroke=LINE),
        element("g", casings, marks, fill="none"),
        **group,
    )


def _fill(shape: Shape, data: dict[str, Any]) -> str:
    name = shape.border[data["language"]]
    value = shape.region.value if shape.region and shape.has_value else ""
    words = f"{name} {value} {data['unit']}" if value else f"{name} {data['labels']['missing']}"
    opacity = None if shape.is_inside else 0.3
    title = element("title", escape(words.strip())) if shape.is_inside else ""
    return element("path", title, d=shape.border["d"], fill=shape.fill, opacity=opacity)


def _statuses(data: dict[str, Any], shapes: list[Shape]) -> str:
    """Dots and crosses, only where they tell regions apart."""
    counts = data["counts"]
    valued = _count(data) - counts["missing"]
    drawn = [
        element("path", d=s.border["d"], fill=f"url(#{s.region.status}-{s.tone})")
        for s in shapes
        if s.region and s.has_value and s.region.status and counts[s.region.status] < valued
    ]
    return element("g", *drawn) if drawn else ""


# ---- inset ---------------------------------------------------------------------------------


def _inset(
    data: dict[str, Any], file: dict[str, Any], shapes: list[Shape], stage: Box, view: View
) -> tuple[str, Box | None]:
    """The South China Sea, as large as the lower right corner allows; on the map of the country.

    And on that of a province that reaches there.
    """
    reaches = any(s.is_inside and _is_southern(s, file) for s in shapes)
    if not file["inset"] or (data["within"] and not reaches):
        return "", None
    box = _inset_box(file, shapes, stage, view)
    room = Box(*file["inset"])
    tall = box.height - 16
    scale = room.height / tall
    twins = "".join(
        element("path", d=s.border["d"], fill=s.fill)
        for s in shapes
        if _meet(Box(*s.border["box"]), room)
    )
    lines = element("path", d=file["outlines"], stroke_width=0.5 * scale)
    dashes = element("path", d=file["lines"], stroke_width=1.1 * scale)
    seas = element(
        "svg",
        element("g", twins, stroke=PAPER, stroke_width=0.3 * scale),
        element("g", lines, dashes, fill="none", stroke=LINE),
        x=box.x,
        y=box.y,
        width=box.width,
        height=tall,
        viewBox=" ".join(number(part) for part in room),
        class_="inset",
    )
    frame = element("rect", **box._asdict(), fill=PAPER, stroke=LINE)
    words = data["labels"]["inset"]
    name = label(
        words,
        box.x + box.width / 2,
        box.y + tall + 7,
        min(10, (box.width - 4) / text_width(words, 1)),
        anchor="middle",
        colour=QUIET,
    )
    return frame + seas + name, box


def _inset_box(file: dict[str, Any], shapes: list[Shape], stage: Box, view: View) -> Box:
    """As large as it can be without lying on a region or on a dash of the line."""
    end = file["view"][1] + file["view"][3]
    boxes = [view.box(s.border["box"]) for s in shapes if not _is_southern(s, file)]
    for point in _points(file["lines"]):
        if point[1] < end:
            x, y = view.place(point)
            boxes.append(Box(x - 3, y - 3, 6, 6))
    tall = min(max(stage.height * 0.27, 70), 160)
    while True:
        wide = tall * file["inset"][2] / file["inset"][3]
        box = Box(stage.width - wide - 8, stage.height - tall - 22, wide, tall + 16)
        if tall < 54 or not any(_meet(other, box) for other in boxes):
            return box
        tall -= 6


def _points(path: str) -> Iterator[tuple[float, float]]:
    """The corners of a path of relative moves and lines, and the middles between them."""
    x = y = 0.0
    start = (x, y)
    for command, numbers in re.findall(r"([mlzMLZ])([^mlzMLZ]*)", path):
        if command in "zZ":
            x, y = start
            continue
        values = [float(n) for n in re.findall(r"-?\d+\.?\d*", numbers)]
        for place, (dx, dy) in enumerate(zip(values[::2], values[1::2], strict=True)):
            before = (x, y)
            x, y = (x + dx, y + dy) if command.islower() else (dx, dy)
            if command in "mM" and place == 0:
                start = (x, y)
            else:
                yield (before[0] + x) / 2, (before[1] + y) / 2
            yield x, y


# ---- names ---------------------------------------------------------------------------------


def _names(
    data: dict[str, Any], shapes: list[Shape], stage: Box, view: View, taken: list[Box]
) -> str:
    """As many names as fit without touching: the chosen first, then the largest."""
    chosen = data["chosen"]
    inside = [s for s in shapes if s.is_inside]
    inside.sort(key=lambda s: (s.code not in chosen, -s.border["area"]))
    valued = [s for s in shapes if s.has_value]
    # Names of blank ones would say nothing where most have no value.
    told = {s.code for s in valued} if len(valued) * _FEW <= _count(data) else None
    few = [view.place(s.border["label"]) for s in valued] if told else []
    drawn = []
    for shape in inside:
        is_chosen = shape.code in chosen
        if told is not None and shape.code not in told and not is_chosen:
            continue
        name = shape.border[data["language"]]
        wide, tall = text_width(name, _NAME) + 4, _NAME * 1.2
        own = view.box(shape.border["box"])
        is_roomy = own.width > wide * 1.05 and own.height > tall * 1.5
        if not is_roomy and not is_chosen and told is None:
            continue
        for x, y in _places(shape, view, (wide, tall), is_roomy=is_roomy):
            box = Box(x - wide / 2, y - tall / 2, wide, tall)
            if not _is_within(box, stage) or any(_meet(box, other) for other in taken):
                continue
            if few and not is_chosen and not _is_nearest((x, y), shape, view, few):
                continue
            taken.append(box)
            drawn.append(_name(name, x, y, shape.tone if is_roomy else "hatch", is_chosen))
            break
    return element("g", *drawn, class_="names") if drawn else ""


def _places(
    shape: Shape, view: View, size: tuple[float, float], *, is_roomy: bool
) -> list[tuple[float, float]]:
    """Where a name may stand: in its region, or beside one that is smaller than its name."""
    x, y = view.place(shape.border["label"])
    if is_roomy:
        return [(x, y)]
    own = view.box(shape.border["box"])
    right, down = (own.width + size[0]) / 2 + 3, (own.height + size[1]) / 2 + 2
    return [(x + right, y), (x, y - down), (x, y + down), (x - right, y)]


def _is_within(box: Box, stage: Box) -> bool:
    return (
        box.x > 0
        and box.y > 0
        and box.x + box.width < stage.width
        and box.y + box.height < stage.height
    )


def _is_nearest(
    at: tuple[float, float], shape: Shape, view: View, others: list[tuple[float, float]]
) -> bool:
    """A name beside a region must not stand nearer to another one that is named."""

    def away(point: tuple[float, float]) -> float:
        return (at[0] - point[0]) ** 2 + (at[1] - point[1]) ** 2

    own = away(view.place(shape.border["label"]))
    return all(own <= away(point) for point in others)


def _name(name: str, x: float, y: float, tone: str, is_chosen: bool) -> str:
    """A name with a seam that sets it off from what lies under it."""
    fill, seam = {
        "light": ("#1a1a1a", "rgba(255, 255, 255, 0.7)"),
        "dark": ("#ffffff", "rgba(20, 30, 45, 0.55)"),
        "hatch": (INK, PAPER),
    }[tone]
    look: Look = {"stroke_width": 2.4, "stroke_linejoin": "round", **paint("stroke", seam)}
    at: Look = {"x": x, "y": y + 0.36 * _NAME, "font_size": _NAME, "text_anchor": "middle"}
    # The seam is a text of its own: not every reader of SVG knows paint-order.
    under = element("text", escape(name), fill="none", aria_hidden="true", **at, **look)
    strong: Look = {"stroke": fill, "stroke_width": 0.4} if is_chosen else {}
    return under + element("text", escape(name), fill=fill, **at, **strong)


# ---- legend and approval -------------------------------------------------------------------


def _legend(data: dict[str, Any], stage: Box) -> tuple[str, Box]:
    """Classes with how many regions each has, the highest on top; then the uncertain, the blank."""
    rows = _legend_rows(data)
    ramp = _ramp(data["scale"]) if data["scale"]["kind"] == "continuous" else None
    unit = data["unit"]
    tall = len(rows) * _ROW + (_ROW if unit else 0) + (2 * _ROW if ramp else 0) + 12
    wide = max(
        [text_width(f"{text} ({count})", _TEXT) + _SIGN[0] + 8 for _sign, text, count in rows]
        + [text_width(unit, _TEXT), 150.0 if ramp else 0.0]
    )
    box = Box(0, stage.height - tall, wide + 14, tall)
    drawn = [element("rect", **box._asdict(), fill=PAPER, fill_opacity=0.84)]
    y = box.y + 6
    if unit:
        drawn.append(label(unit, 6, y + _ROW / 2, _TEXT, colour=QUIET))
        y += _ROW
    if ramp:
        drawn.append(element("g", ramp, transform=f"translate(6 {number(y)})"))
        y += 2 * _ROW
    for sign, text, count in rows:
        middle = y + _ROW / 2
        drawn.append(element("g", sign, transform=f"translate(6 {number(middle - _SIGN[1] / 2)})"))
        words = f'{escape(text)} <span style="color:{QUIET}">({count})</span>'
        drawn.append(label(words, 6 + _SIGN[0] + 6, middle, _TEXT))
        y += _ROW
    return element("g", *drawn, class_="legend"), box


def _legend_rows(data: dict[str, Any]) -> list[tuple[str, str, int]]:
    scale, counts, labels = data["scale"], data["counts"], data["labels"]
    rows = []
    if scale["kind"] == "classes":
        classes = zip(scale["colors"], scale["texts"], scale["counts"], strict=True)
        rows = [(_sign(fill=colour), text, count) for colour, text, count in classes][::-1]
    valued = _count(data) - counts["missing"]
    for key, word in (*_STATUSES.items(), ("missing", "missing")):
        if not counts[key]:
            continue
        # Where all values have one status it is not drawn on the map, and no sign stands here.
        is_told = key == "missing" or counts[key] < valued
        rows.append((_SIGNS[key] if is_told else "", labels[word], counts[key]))
    return rows


def _sign(*marks: str, fill: str = PAPER) -> str:
    wide, tall = _SIGN
    return element("rect", width=wide, height=tall, fill=fill, stroke=FAINT, stroke_width=0.5) + (
        "".join(marks)
    )


def _dots(places: list[tuple[float, float]], r: float) -> str:
    return "".join(element("circle", cx=x, cy=y, r=r, fill=INK) for x, y in places)


_SIGNS = {
    "P": _sign(_dots([(4 + 4 * k, y) for k in range(4) for y in (3.5, 8.5)], 1.0)),
    "U": _sign(_dots([(6, 6), (14, 6)], 1.9)),
    "E": _sign(element("path", d="M7.5 6h5M10 3.5v5", fill="none", stroke=INK)),
    "missing": _sign(
        element(
            "path",
            d="M0 5L5 0M0 11L11 0M5 12L17 0M11 12L20 3M17 12L20 9",
            fill="none",
            stroke_width=0.8,
            **_HATCH,
        ),
        fill=GROUND,
    ),
}


def _ramp(scale: dict[str, Any]) -> str:
    """A scale without classes, with its lowest, middle and highest value."""
    colours = scale["colors"]
    stops = [
        element("stop", offset=place / (len(colours) - 1), stop_color=colour)
        for place, colour in enumerate(colours)
    ]
    bar = element("rect", width=150, height=10, fill="url(#ramp)", stroke=FAINT, stroke_width=0.5)
    places = ((0, "start"), (75, "middle"), (150, "end"))
    texts = [
        label(text, x, _ROW + 4, _TEXT, anchor=anchor)  # type: ignore[arg-type]
        for text, (x, anchor) in zip(scale["texts"], places, strict=True)
    ]
    return element("linearGradient", *stops, id="ramp") + bar + "".join(texts)


def _approval(data: dict[str, Any], file: dict[str, Any], stage: Box) -> str:
    labels = data["labels"]
    approval = labels["approval"].replace("{approval}", file["approval"])
    source = labels["source"].replace("{source}", file["source"][data["language"]])
    y = stage.height + 11
    return label(escape(f"{approval}   {source}"), 6, y, _FOOT, colour=QUIET)
