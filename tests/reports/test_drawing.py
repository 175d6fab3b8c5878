"""Pictures without a browser: what is drawn, against the figure and the map that it is drawn from.

Every figure and map of a sample of links is drawn, in both languages; the numbers are read back out
of the SVG. How it looks is for the eye.
"""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import orjson
import pytest
from PIL import Image

from scoreboard.answers.model import Card, Figure, Fold, Map, Part
from scoreboard.answers.questions import answer_question
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.charts.map import unpack_regions
from scoreboard.reports.drawing import Caption, UnknownFeatureError, caption_of, to_png, to_svg
from scoreboard.reports.drawing.region_map import read_borders
from scoreboard.reports.drawing.svg import plain_lines
from scoreboard.reports.fonts import missing_glyphs

SVG = "{http://www.w3.org/2000/svg}"
THREE = "610000,420000,340000"
LINKS: list[tuple[str, dict[str, str]]] = [
    ("overview", {}),
    ("overview", {"regions": THREE, "view": "change"}),
    ("overview", {"regions": THREE, "view": "rank"}),
    ("overview", {"regions": THREE, "indicator": "gdp", "view": "trend5"}),
    ("overview", {"level": "city", "regions": "610100,340100"}),
    ("overview", {"level": "city", "within": "460000"}),
    ("overview", {"level": "county"}),
    ("overview", {"level": "county", "within": "610000"}),
    ("overview", {"level": "county", "within": "610100"}),
    *(("profile", {"region": code}) for code in ("610000", "540000", "340100", "110108")),
    ("compare", {"regions": THREE}),
    ("compare", {"regions": "340100,610100"}),
    ("composite", {"region": "610000"}),
    ("composite", {"level": "city"}),
    ("structure", {"region": "610000"}),
    ("structure", {"level": "city", "indicator": "gdp"}),
    *(("relations", {"log": log, "regions": THREE}) for log in ("none", "xy")),
    ("relations", {"level": "city"}),
    *(
        ("diagnosis", {"region": code, "part": part})
        for code in ("610000", "340100")
        for part in ("verdict", "chains", "glance", "sheet")
    ),
    *(
        ("instruments", {"tool": tool})
        for tool in (
            *("chain_sharing", "consortium_kpi", "income_sharing", "institute_funding"),
            *("pilot_subsidy", "shared_line", "staged_fund"),
        )
    ),
]


def drawn_parts(release: Release) -> Iterator[tuple[str, Figure | Map]]:
    languages: tuple[Language, ...] = ("zh", "en")
    for page, link in LINKS:
        for language in languages:
            answer, _notices = answer_question(page, release, link, language)
            for parts in answer.blocks.values():
                for part in figures_of(parts):
                    yield f"{page} {link} {language} {part.key}", part


def figures_of(parts: tuple[Part, ...]) -> Iterator[Figure | Map]:
    for part in parts:
        if isinstance(part, Figure | Map):
            yield part
        elif isinstance(part, Fold):
            yield from figures_of(part.build())
        elif isinstance(part, Card):
            yield from figures_of((*part.left, *part.right))


@pytest.mark.slow
def test_every_figure_is_drawn_with_all_its_words(release: Release) -> None:
    pages = set()
    for name, part in drawn_parts(release):
        pages.add(name.split(" ")[0])
        svg = ElementTree.fromstring(to_svg(part, caption_of(part, "来源：统计公报")))
        words = flat("".join(svg.itertext()))
        assert not missing_glyphs(words), name
        for text in (part.title, *part.notes, "来源：统计公报", *words_of(part)):
            assert flat(text) in words, (name, text)
        if isinstance(part, Map):
            assert_map(svg, part, name)
        assert_within(svg, name)
    assert pages == {page for page, _link in LINKS}


def flat(text: str) -> str:
    """Letters alone: a long note is broken into lines."""
    return re.sub(r"\s+", "", text)


def words_of(part: Figure | Map) -> Iterator[str]:
    """What a reader of the page sees in a figure, or on a map."""
    if isinstance(part, Map):
        data = orjson.loads(part.payload)
        yield from (*data["scale"]["texts"], data["unit"], "GS(2024)0650号")
        return
    spec = orjson.loads(part.spec)
    for note in spec["layout"].get("annotations", ()):
        yield from plain_lines(note["text"])
    for name, axis in spec["layout"].items():
        if name[1:].startswith("axis") and axis.get("visible", True):
            low, high = sorted(axis.get("range", (0, 0)))
            ticks = zip(axis.get("tickvals", ()), axis.get("ticktext", ()), strict=False)
            yield from (line for at, t in ticks if low <= at <= high for line in plain_lines(t))
    for trace in spec["data"]:
        texts = trace.get("text", ())
        if trace["type"] == "bar" and trace.get("textposition", "none") != "none":
            yield from texts
        if trace["type"] == "scatter" and "text" in trace["mode"]:
            yield from texts


def assert_map(svg: ElementTree.Element, part: Map, name: str) -> None:
    """As many shapes as regions, each filled with the colour of its class."""
    data = orjson.loads(part.payload)
    regions = svg.find(f".//{SVG}g[@class='regions']")
    assert regions is not None, name
    borders = read_borders(data["level"], data["within"])["shapes"]
    assert len(regions) == len(borders) >= 1, name
    fills = {b["code"]: shape.get("fill") for b, shape in zip(borders, regions, strict=True)}
    for region in unpack_regions(data):
        if region.code not in fills:
            continue
        if region.mark is None:
            assert fills[region.code] == "url(#hatch)", (name, region)
        elif data["scale"]["kind"] == "classes":
            assert fills[region.code] == data["scale"]["colors"][int(region.mark)], (name, region)


def assert_within(svg: ElementTree.Element, name: str) -> None:
    """No number that is none, and no picture without a height."""
    assert float(svg.get("height", "nan")) > 100, name
    for element in svg.iter():
        assert "nan" not in " ".join(element.attrib.values()), (name, element.attrib)


def test_bars_are_as_long_as_their_values(release: Release) -> None:
    ranking = part_of(release, "overview", "ranking")
    trace = orjson.loads(ranking.spec)["data"][0]
    bars = data_elements(ranking, "rect")
    assert len(bars) == len(trace["x"]) > 30
    per_unit = float(bars[0].get("width", "nan")) / trace["x"][0]
    for bar, value in zip(bars, trace["x"], strict=True):
        assert float(bar.get("width", "nan")) / per_unit == pytest.approx(value, abs=0.001)
    tops = [float(bar.get("y", "nan")) for bar in bars]
    assert tops == sorted(tops)


def test_points_lie_where_their_values_are(release: Release) -> None:
    scatter = part_of(release, "relations", "relations_scatter")
    points = [t for t in orjson.loads(scatter.spec)["data"] if t["mode"] == "markers"]
    across = [x for trace in points for x in trace["x"]]
    upwards = [y for trace in points for y in trace["y"]]
    marks = data_elements(scatter, "circle")
    assert len(marks) == len(across) > 20
    for values, name in ((across, "cx"), (upwards, "cy")):
        pixels = [float(mark.get(name, "nan")) for mark in marks]
        low, high = values.index(min(values)), values.index(max(values))
        per_unit = (pixels[high] - pixels[low]) / (values[high] - values[low])
        for pixel, value in zip(pixels, values, strict=True):
            expected = pixels[low] + (value - values[low]) * per_unit
            assert pixel == pytest.approx(expected, abs=0.02)


def test_a_missing_year_is_a_gap() -> None:
    line = {"type": "scatter", "mode": "lines", "x": [1, 2, 3, 4, 5], "y": [1, 2, None, 3, 4]}
    path = data_elements(figure(line | {"line": {"color": "#000000"}}), "path")[0].get("d", "")
    assert path.count("M") == 2 and path.count("L") == 2


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([0, 4], ["0", "1", "2", "3", "4"]),
        ([0.1, 0.5], ["0.1", "0.2", "0.3", "0.4", "0.5"]),
        ([-2, 2], ["−2", "−1", "0", "1", "2"]),
        ([0, 4000], ["0", "1000", "2000", "3000", "4000"]),
        ([0, 40000], ["0", "10k", "20k", "30k", "40k"]),
    ],
)
def test_axes_have_the_round_numbers_of_the_page(values: list[float], written: list[str]) -> None:
    layout = {"xaxis": {"range": values, "nticks": 5}, "yaxis": {"visible": False}}
    svg = to_svg(figure({"type": "scatter", "mode": "lines", "x": [], "y": []}, layout))
    texts = [t.text for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]
    assert texts == written


@pytest.mark.parametrize(
    "trace",
    [
        {"type": "pie"},
        {"type": "scatter", "mode": "lines", "error_x": {"array": [1]}},
        {"type": "scatter", "mode": "markers", "marker": {"symbol": "star", "color": "#000000"}},
    ],
)
def test_what_is_not_known_is_refused(trace: dict[str, object]) -> None:
    with pytest.raises(UnknownFeatureError):
        to_svg(figure({"x": [1], "y": [1]} | trace))


def test_text_from_outside_stays_text() -> None:
    part = figure({"type": "scatter", "mode": "lines", "x": [], "y": []})
    svg = to_svg(part, Caption('a <b> & \x0b "c"', ("<script>",), ("</svg>",)))
    words = "".join(ElementTree.fromstring(svg).itertext())
    assert "a <b> &" in words and "<script>" in words and "</svg>" in words


def test_a_png_has_its_dots_an_inch_and_chinese(release: Release) -> None:
    part = part_of(release, "overview", "ranking")
    with Image.open(io.BytesIO(to_png(to_svg(part, caption_of(part))))) as picture:
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.width == 720 / 96 * 300
        shades = picture.convert("L").getcolors(1 << 24)
    assert shades is not None and len(shades) > 30
    title = to_png(
        to_svg(figure({"type": "scatter", "mode": "lines", "x": [], "y": []}), Caption("专")), 96
    )
    other = to_png(
        to_svg(figure({"type": "scatter", "mode": "lines", "x": [], "y": []}), Caption("利")), 96
    )
    assert title != other  # two boxes would be alike


def test_a_glyph_that_the_font_lacks_is_named() -> None:
    assert missing_glyphs("区域创新看板，R&D ≥ 2.5% − 万亿元 ⋯") == ()
    assert missing_glyphs("a\U0001f600b\U0001f600") == ("\U0001f600",)


def test_the_font_has_every_name(release: Release) -> None:
    catalog = release.catalog
    names = [n for r in catalog.regions.values() for n in (r.name.zh, r.name.en)]
    names += [n for i in catalog.indicators.values() for n in (i.name.zh, i.name.en)]
    names += [s.title for s in catalog.sources.values()]
    assert missing_glyphs("".join(names)) == ()


def part_of(release: Release, page: str, key: str) -> Figure:
    blocks = answer_question(page, release, {}, "zh")[0].blocks.values()
    return next(p for parts in blocks for p in figures_of(parts) if p.key == key)  # type: ignore[return-value]


def data_elements(part: Figure, tag: str) -> list[ElementTree.Element]:
    """The elements of a kind inside the axes of a picture."""
    svg = ElementTree.fromstring(to_svg(part))
    return [e for data in svg.iter(f"{SVG}svg") if data.get("class") for e in data.iter(SVG + tag)]


def figure(trace: dict[str, object], layout: dict[str, object] | None = None) -> Figure:
    common = {"height": 200, "margin": {"l": 40, "r": 10, "t": 10, "b": 30}}
    spec = orjson.dumps({"data": [trace], "layout": common | (layout or {})})
    return Figure("figure", "", (), "", spec, 200)
