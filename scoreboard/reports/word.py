"""A brief as a Word document, laid out as a Chinese official document (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt

from scoreboard.answers.model import (
    Bullets,
    Facts,
    Figure,
    Grid,
    KeyFigures,
    Map,
    Sentence,
)
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.reports.brief import Brief, Printed
from scoreboard.reports.layout import (
    are_short,
    column_shares,
    fact_paragraphs,
    facts_lines,
    is_small,
    key_figure_grid,
    numbered,
    picture_of,
    plain_text,
    reader_label,
    sparkline,
)
from scoreboard.reports.template import fill_template

# Of an official document: A4 with 22 lines of 28 characters.
_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
_WIDTH = Mm(156)
_LINE = {"zh": Pt(28.9), "en": Pt(17)}
_BODY = {"zh": Pt(16), "en": Pt(11)}
_TITLE = {"zh": Pt(22), "en": Pt(18)}
_SMALL = {"zh": Pt(10.5), "en": Pt(9)}
# 16 pt less this give 28 characters in 156 mm; in twentieths of a point.
_TIGHTER = "-5"
_LATIN = "Times New Roman"
# The fonts of official documents, and what stands in for each on machines without it.
_SONG_TITLE, _FANG_SONG, _HEI, _KAI = "方正小标宋简体", "仿宋", "黑体", "楷体"
_STAND_INS = {
    _SONG_TITLE: "FZXiaoBiaoSong-B05S,宋体,SimSun,Songti SC,Noto Serif CJK SC",
    _FANG_SONG: "FangSong,仿宋_GB2312,STFangsong,Noto Serif CJK SC",
    _HEI: "SimHei,Heiti SC,Noto Sans CJK SC",
    _KAI: "KaiTi,楷体_GB2312,STKaiti,Noto Serif CJK SC",
}
_STYLES = {  # name: font, size by language (None: of the body), bold in English
    "Brief title": (_SONG_TITLE, _TITLE, True),
    "Brief facts": (_KAI, _SMALL, False),
    "Brief heading 1": (_HEI, _BODY, True),
    "Brief heading 2": (_KAI, _BODY, True),
    "Brief text": (_FANG_SONG, _BODY, False),
    "Brief item": (_FANG_SONG, _BODY, False),
    "Brief small": (_FANG_SONG, _SMALL, False),
    "Brief cell": (_FANG_SONG, {"zh": Pt(9), "en": Pt(8.5)}, False),
    "Brief page": (_FANG_SONG, {"zh": Pt(14), "en": Pt(9)}, False),
}


def to_docx(made: Brief, template: bytes | None = None) -> bytes:
    """The brief as .docx; pictures have 300 dpi and a text for the blind.

    template: a .docx of one's own that is filled instead; raises TemplateRefusedError.
    """
    if template is not None:
        return fill_template(made, template)
    document = Document()
    language = made.language
    _set_up(document, made)
    _paragraph(document, made.title, "Brief title")
    for line in facts_lines(made):
        _paragraph(document, line, "Brief facts")
    if made.note:
        _add_note(document, made)
    for number, section in enumerate(made.sections, start=1):
        _paragraph(document, numbered(section.heading, number, language), "Brief heading 1")
        _Section(document, language).add_all(section.parts)
    _ = translator(language)
    heading = numbered(_("Sources"), len(made.sections) + 1, language)
    _paragraph(document, heading, "Brief heading 1")
    _add_table(document, made.sources, (0.07, 0.41, 0.44, 0.08))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


class _Section:
    """Adds the parts of one section; its own headings are numbered on."""

    def __init__(self, document: WordDocument, language: Language) -> None:
        self.document = document
        self.language = language
        self.count = 0

    def add_all(self, parts: Sequence[Printed]) -> None:
        waiting: list[Figure | Map] = []
        for part in parts:
            if isinstance(part, Figure | Map) and is_small(part):
                waiting.append(part)
                if len(waiting) == 2:
                    _add_pair(self.document, waiting, self.language)
                    waiting = []
                continue
            _add_pair(self.document, waiting, self.language)
            waiting = []
            self.add(part)
        _add_pair(self.document, waiting, self.language)

    def add(self, part: Printed) -> None:
        if isinstance(part, Sentence):
            if part.role in ("title", "heading"):
                self._heading(part.text)
            else:
                is_small_print = part.role in ("note", "source", "info", "caution")
                style = "Brief small" if is_small_print else "Brief text"
                _paragraph(self.document, part.text, style)
        elif isinstance(part, Bullets):
            self._list(part)
        elif isinstance(part, Facts):
            for label, text in fact_paragraphs(part, self.language):
                _paragraph(self.document, text, "Brief text", label=label)
        elif isinstance(part, KeyFigures):
            self._key_figures(part)
        elif isinstance(part, Grid):
            share = 1 / max(len(part.headings), 1)
            _add_table(self.document, part, (share,) * len(part.headings))
        else:
            _add_picture(self.document, part, _WIDTH, self.language)

    def _key_figures(self, part: KeyFigures) -> None:
        """The tiles as a table, with their last years as a small line at the end of a row."""
        _ = translator(self.language)
        grid = key_figure_grid(part, self.language)
        lines = [sparkline(figure.series) for figure in part.figures]
        if any(lines):
            headings = (*grid.headings, _("Last years"))
            grid = Grid(headings, tuple((*row, "") for row in grid.rows))
        table = _add_table(self.document, grid, column_shares(grid))
        for row, line in zip(table.rows[1:], lines, strict=True):
            if line is not None:
                run = row.cells[-1].paragraphs[0].add_run()
                run.add_picture(BytesIO(line.png()), width=Mm(24))

    def _list(self, part: Bullets) -> None:
        """Short items stand in one paragraph, as an official document has them; long ones apart."""
        if self.language == "zh" and are_short(part):
            self._heading(part.title)
            _paragraph(self.document, "；".join(part.items) + "。", "Brief text")
            return
        self._heading(part.title)
        for number, item in enumerate(part.items, start=1):
            _paragraph(self.document, f"{number}. {item}", "Brief item")

    def _heading(self, text: str) -> None:
        if text:
            self.count += 1
            told = numbered(text, self.count, self.language, inner=True)
            _paragraph(self.document, told, "Brief heading 2")


def _set_up(document: WordDocument, made: Brief) -> None:
    """Page, styles, fonts, page numbers and properties."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = _TOP, _BOTTOM
    section.left_margin, section.right_margin = _LEFT, _RIGHT
    section.footer_distance = Mm(25)
    for name in _STYLES:
        _add_style(document, name, made.language)
    _name_stand_ins(document)
    _add_page_numbers(document)
    properties = document.core_properties
    properties.title = plain_text(made.title)
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = "zh-CN" if made.language == "zh" else "en-GB"
    # The template's day of making would be told as the brief's; the brief says its release itself.
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)


def _add_style(document: WordDocument, name: str, language: Language) -> None:
    font, sizes, is_bold = _STYLES[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size = sizes[language]
    style.font.name = _LATIN
    style.font.bold = is_bold if language == "en" else name == "Brief title"
    fonts = style.element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), _LATIN)
    style.element.rPr.append(_element("w:lang", val="en-GB", eastAsia="zh-CN"))
    paragraph = style.paragraph_format
    paragraph.space_before = paragraph.space_after = Pt(0)
    paragraph.widow_control = True
    if sizes is _BODY:
        paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.line_spacing = _LINE[language]
        if language == "zh":
            # The schema has an order: before the size.
            size = style.element.rPr.find(qn("w:sz"))
            size.addprevious(_element("w:spacing", val=_TIGHTER))
            _indent_first(style.element.get_or_add_pPr())
        else:
            paragraph.space_after = Pt(4)
    if name.startswith("Brief heading"):
        paragraph.keep_with_next = True
        level = int(name[-1]) - 1
        style.element.get_or_add_pPr().append(_element("w:outlineLvl", val=str(level)))
    if name in ("Brief text", "Brief item"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if name == "Brief title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.space_after = Pt(10)
        paragraph.keep_with_next = True
    if name == "Brief facts":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.space_after = Pt(2)
    if name == "Brief small":
        paragraph.space_after = Pt(3)
    if name == "Brief item" and language == "en":
        paragraph.left_indent = Mm(5)


def _indent_first(properties: Any) -> None:
    """Two characters, as Chinese paragraphs begin."""
    properties.append(_element("w:ind", firstLineChars="200", firstLine="640"))


def _name_stand_ins(document: WordDocument) -> None:
    """Say which fonts stand in for those of official documents where these are not installed."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _STAND_INS.items()
    )
    table = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = table.encode()


def _add_page_numbers(document: WordDocument) -> None:
    """— 1 — at the foot: to the right on odd pages, to the left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    sides = (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    )
    for footer, side in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles["Brief page"]
        paragraph.alignment = side
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                run._r.append(_element("w:fldChar", fldCharType=kind))
            else:
                code = OxmlElement("w:instrText")
                code.text = text
                run._r.append(code)
        paragraph.add_run(" —")


def _paragraph(parent: Any, text: str, style: str, *, label: str = "") -> Any:
    paragraph = parent.add_paragraph(style=style)
    if label:
        paragraph.add_run(plain_text(label) + ("：" if _is_chinese(label) else ": ")).bold = True
    paragraph.add_run(plain_text(text))
    return paragraph


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def _add_note(document: WordDocument, made: Brief) -> None:
    """The reader's own note in a frame, under a line that says whose it is."""
    paragraph = _paragraph(document, made.note, "Brief text", label=reader_label(made.language))
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right")
    )
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{borders}</w:pBdr>"))


def _add_table(document: WordDocument, grid: Grid, shares: Sequence[float]) -> Any:
    """A table whose head is repeated on every page; no row breaks over two pages."""
    table = document.add_table(rows=0, cols=len(grid.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Length(int(_WIDTH * share))
    for number, cells in enumerate((grid.headings, *grid.rows)):
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if number == 0:
            properties.append(_element("w:tblHeader"))
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Length(int(_WIDTH * shares[place]))
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Brief cell"]
            paragraph.add_run(plain_text(text)).bold = number == 0 or (
                (number - 1, place) in grid.stressed
            )
    _paragraph(document, "", "Brief small")
    return table


def _add_pair(document: WordDocument, parts: Sequence[Figure | Map], language: Language) -> None:
    """Small pictures side by side."""
    if not parts:
        return
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, part in zip(table.rows[0].cells, parts, strict=False):
        cell.width = Length(_WIDTH // 2)
        paragraph = cell.paragraphs[0]
        paragraph.style = document.styles["Brief small"]
        _put_picture(paragraph, part, Mm(75), language)
        _paragraph(cell, _caption(part), "Brief small")


def _add_picture(
    document: WordDocument, part: Figure | Map, width: Length, language: Language
) -> None:
    paragraph = document.add_paragraph(style="Brief small")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    _put_picture(paragraph, part, width, language)
    below = _paragraph(document, _caption(part), "Brief small")
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _put_picture(paragraph: Any, part: Figure | Map, width: Length, language: Language) -> None:
    picture = picture_of(part, width / _WIDTH)
    tallest = Mm(150)
    fitted = min(width, int(tallest * picture.width / picture.height))
    shape = paragraph.add_run().add_picture(BytesIO(picture.png()), width=Length(fitted))
    described = shape._inline.docPr
    described.set("descr", plain_text(picture.alt))
    described.set("title", plain_text(part.title))


def _caption(part: Figure | Map) -> str:
    return " · ".join((part.title, *part.notes))


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
