"""A brief as slides whose charts can still be edited: one message each, its source below."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from scoreboard.answers.model import Bullets, Facts, Figure, Grid, KeyFigures, Map, Sentence
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.reports.brief import Brief, Printed, Series, Slide
from scoreboard.reports.layout import (
    column_shares,
    facts_lines,
    key_figure_grid,
    letters_wide,
    picture_of,
    plain_text,
    reader_label,
)
from scoreboard.reports.native import ChartData, chart_of

_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_MARGIN = Inches(0.6)
_INNER = Emu(_WIDTH - 2 * _MARGIN)
_MESSAGE = Inches(1.3)
_TOP, _BOTTOM = Inches(1.75), Inches(6.75)
_INK, _BLUE, _GREY = (
    RGBColor(0x1F, 0x26, 0x2E),
    RGBColor(0x17, 0x55, 0x90),
    RGBColor(0x6B, 0x73, 0x7C),
)
_FONTS = {"zh": ("Arial", "微软雅黑"), "en": ("Arial", "微软雅黑")}
_BLANK = 6
_SOURCES_A_SLIDE = 10
# A chart with more rows than this needs smaller letters.
_MANY_ROWS = 16


def to_pptx(made: Brief) -> bytes:
    """The brief as .pptx: charts are native, maps are pictures, notes hold the table."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    properties = deck.core_properties
    properties.title = plain_text(made.title)
    properties.author = properties.last_modified_by = ""
    _cover(deck, made)
    for slide in made.slides:
        _Filled(deck, slide, made).fill()
    _source_slides(deck, made)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()


def _cover(deck: Any, made: Brief) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
    _text(
        slide, (_MARGIN, Inches(1.3), _INNER, Inches(1.2)), [made.title], made.language, 36, _BLUE
    )
    box = (_MARGIN, Inches(2.6), _INNER, Inches(1.9))
    _text(slide, box, [made.headline], made.language, _size_of(made.headline, 24), _INK)
    lines = facts_lines(made)
    if made.note:
        colon = "：" if made.language == "zh" else ": "
        lines.append(f"{reader_label(made.language)}{colon}{made.note}")
    _text(slide, (_MARGIN, Inches(4.6), _INNER, Inches(2.4)), lines, made.language, 14, _GREY)


class _Filled:
    """One slide being filled: its message on top, its parts side by side, its source below."""

    def __init__(self, deck: Any, slide: Slide, made: Brief) -> None:
        self.slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
        self.told, self.made, self.language = slide, made, made.language
        self.notes: list[str] = [slide.message]

    def fill(self) -> None:
        message = (_MARGIN, Inches(0.35), _INNER, _MESSAGE)
        size = _size_of(self.told.message, 24)
        _text(self.slide, message, [self.told.message], self.language, size, _BLUE)
        room = int(_INNER) // len(self.told.parts)
        for place, part in enumerate(self.told.parts):
            left = Emu(int(_MARGIN) + place * room)
            self._put(part, (left, _TOP, Emu(room - Inches(0.2)), Emu(_BOTTOM - _TOP)))
        if self.told.source:
            foot = (_MARGIN, Inches(6.85), _INNER, Inches(0.45))
            _text(self.slide, foot, [self.told.source], self.language, 10, _GREY)
            self.notes.append(self.told.source)
        self.slide.notes_slide.notes_text_frame.text = "\n".join(map(plain_text, self.notes))

    def _put(self, part: Printed | Series, box: tuple[Any, ...]) -> None:
        if isinstance(part, Figure | Series):
            chart = chart_of(part, self.made.subject)
            if chart is not None:
                self._charts(chart, box, part.alt if isinstance(part, Figure) else part.title)
                return
        if isinstance(part, Figure | Map):
            _picture(self.slide, part, box)
            self.notes.append(" · ".join((part.title, *part.notes)))
        elif isinstance(part, KeyFigures):
            grid = key_figure_grid(part, self.language)
            _table(self.slide, grid, box, self.language, column_shares(grid))
            self.notes += ["\t".join(row) for row in (grid.headings, *grid.rows)]
        else:
            self._words(part, box)

    def _charts(self, chart: ChartData, box: tuple[Any, ...], alt: str) -> None:
        """The chart; one of many rows and several series as two side by side."""
        pieces = chart.halves() if len(self.told.parts) == 1 else (chart,)
        left, top, width, height = box
        room = int(width) // len(pieces)
        for place, piece in enumerate(pieces):
            beside = (Emu(int(left) + place * room), top, Emu(room), height)
            _chart(self.slide, piece, beside, self.language, alt)
        self.notes += ["\t".join(row) for row in chart.rows()]

    def _words(self, part: Printed | Series, box: tuple[Any, ...]) -> None:
        lines: list[str] = []
        if isinstance(part, Bullets):
            lines = ([part.title] if part.title else []) + [f"• {item}" for item in part.items]
        elif isinstance(part, Facts):
            lines = [f"{label}  {text}" for label, text in part.pairs]
        elif isinstance(part, Sentence):
            lines = [part.text]
        size = _text_size(lines, int(box[2]) / int(_INNER))
        _text(self.slide, box, lines, self.language, size, _INK)
        self.notes += lines


def _text_size(lines: Sequence[str], share: float) -> int:
    """The largest letters in which lines fit on a slide, of whose width they have a share."""
    for size in (20, 18, 16, 14, 12):
        a_line = share * int(_INNER) / Pt(1) / size
        rows = sum(math.ceil(letters_wide(line) / a_line) * 1.2 + 0.35 for line in lines)
        if rows * size < (_BOTTOM - _TOP) / Pt(1):
            return size
    return 11


def _size_of(message: str, size: int) -> int:
    """The largest letters in which a message fits over a slide."""
    for tried in (size, 20, 18, 16, 14):
        if math.ceil(
            letters_wide(message) * tried / (_INNER / Pt(1))
        ) * 1.25 * tried < _MESSAGE / Pt(1):
            return tried
    return 12


def _text(
    slide: Any,
    box: tuple[Any, ...],
    lines: Sequence[str],
    language: Language,
    size: int,
    colour: RGBColor,
) -> None:
    frame = slide.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size / 3)
        run = paragraph.add_run()
        run.text = plain_text(line)
        _dress(run.font, language, size, colour)


def _dress(font: Any, language: Language, size: float, colour: RGBColor | None = None) -> None:
    """Size, colour, and the fonts of Latin and of Chinese letters."""
    font.size = Pt(size)
    if colour is not None:
        font.color.rgb = colour
    latin, asian = _FONTS[language]
    font.name = latin
    properties = font._element
    east = properties.find(qn("a:ea"))
    if east is None:
        east = properties.makeelement(qn("a:ea"), {})
        properties.find(qn("a:latin")).addnext(east)
    east.set("typeface", asian)


def _table(
    slide: Any,
    grid: Grid,
    box: tuple[Any, ...],
    language: Language,
    shares: Sequence[float],
    size: int = 16,
) -> None:
    left, top, width, _height = box
    rows = len(grid.rows) + 1
    shape = slide.shapes.add_table(
        rows, len(grid.headings), left, top, width, Emu(int(Inches(0.4)) * rows)
    )
    for place, share in enumerate(shares):
        shape.table.columns[place].width = Emu(int(width * share))
    for number, cells in enumerate((grid.headings, *grid.rows)):
        for place, text in enumerate(cells):
            run = shape.table.cell(number, place).text_frame.paragraphs[0].add_run()
            run.text = plain_text(text)
            colour = RGBColor(0xFF, 0xFF, 0xFF) if number == 0 else _INK
            _dress(run.font, language, size, colour)


def _picture(slide: Any, part: Figure | Map, box: tuple[Any, ...]) -> None:
    left, top, width, height = map(int, box)
    picture = picture_of(part)
    scale = min(width / picture.width, height / picture.height)
    wide, high = int(picture.width * scale), int(picture.height * scale)
    shape = slide.shapes.add_picture(
        BytesIO(picture.png()), Emu(left + (width - wide) // 2), Emu(top), Emu(wide), Emu(high)
    )
    shape._element.nvPicPr.cNvPr.set("descr", plain_text(picture.alt))


def _chart(
    slide: Any, chart: ChartData, box: tuple[Any, ...], language: Language, alt: str
) -> None:
    """A native chart; a year or row without a figure is a gap."""
    data: Any
    if chart.kind == "points":
        data, form = XyChartData(), XL_CHART_TYPE.XY_SCATTER
        for name, pairs in chart.series:
            added = data.add_series(name)
            for x, y in pairs:
                added.add_data_point(x, y)
    else:
        data = CategoryChartData()
        data.categories = chart.categories
        is_bar = chart.kind == "bars"
        form = XL_CHART_TYPE.BAR_CLUSTERED if is_bar else XL_CHART_TYPE.LINE_MARKERS
        for name, values in chart.series:
            data.add_series(name, values)
    frame = slide.shapes.add_chart(form, *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plain_text(alt))
    native = frame.chart
    _dress(native.font, language, 10 if len(chart.categories) > _MANY_ROWS else 12, _INK)
    native.has_title = True
    title = native.chart_title.text_frame
    title.text = plain_text(chart.title)
    _dress(title.paragraphs[0].runs[0].font, language, 12, _GREY)
    native.has_legend = len(chart.series) > 1 and chart.kind != "points"
    if native.has_legend:
        native.legend.position = XL_LEGEND_POSITION.BOTTOM
        native.legend.include_in_layout = False
    _shape_axes(native, chart)
    for series, colour in zip(native.plots[0].series, chart.colours, strict=False):
        _colour(series, colour, chart.kind)


def _shape_axes(native: Any, chart: ChartData) -> None:
    native.value_axis.major_gridlines.format.line.color.rgb = RGBColor(0xDD, 0xDD, 0xDD)
    native.value_axis.format.line.fill.background()
    if chart.kind == "bars" and chart.reach > 0:
        native.value_axis.minimum_scale, native.value_axis.maximum_scale = 0, chart.reach
    if chart.kind == "bars":
        # The first row stands on top, as in the figure.
        native.category_axis.reverse_order = True
        native.value_axis.visible = False
        native.value_axis.has_major_gridlines = False
        plot = native.plots[0]
        plot.gap_width = 45
        plot.overlap = -5
        if chart.is_read:
            plot.has_data_labels = True
            plot.data_labels.font.size = Pt(9)
            plot.data_labels.number_format = _number_format(chart)
            plot.data_labels.number_format_is_linked = False
    if chart.kind == "points":
        native.value_axis.visible = False
        native.value_axis.crosses = XL_AXIS_CROSSES.MINIMUM
        native.value_axis.has_major_gridlines = False


def _number_format(chart: ChartData) -> str:
    """As many decimals as the size of the values asks for."""
    largest = max(
        (abs(v) for _n, values in chart.series for v in values if v is not None), default=0
    )
    return "#,##0" if largest >= 1000 else "0.0" if largest >= 100 else "0.00"


def _colour(series: Any, colour: str, kind: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return
    rgb = RGBColor.from_string(colour[1:].upper())
    if kind == "bars":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb
        series.invert_if_negative = False
        return
    series.marker.style = XL_MARKER_STYLE.CIRCLE
    series.marker.size = 6
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb
    series.marker.format.line.color.rgb = rgb
    if kind == "lines":
        series.smooth = False
        series.format.line.color.rgb = rgb
        series.format.line.width = Pt(2)
    else:
        series.format.line.fill.background()


def _source_slides(deck: Any, made: Brief) -> None:
    """The table of sources, on as many slides as it needs."""
    _ = translator(made.language)
    for start in range(0, len(made.sources.rows), _SOURCES_A_SLIDE):
        rows = made.sources.rows[start : start + _SOURCES_A_SLIDE]
        slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])
        box = (_MARGIN, Inches(0.35), _INNER, Inches(0.8))
        _text(slide, box, [_("Sources")], made.language, 24, _BLUE)
        table = (_MARGIN, Inches(1.2), _INNER, Inches(5))
        _table(
            slide,
            Grid(made.sources.headings, rows),
            table,
            made.language,
            (0.06, 0.5, 0.37, 0.07),
            11,
        )
        foot = (_MARGIN, Inches(6.85), _INNER, Inches(0.45))
        _text(slide, foot, [" · ".join(facts_lines(made)[-2:])], made.language, 10, _GREY)
