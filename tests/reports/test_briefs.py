"""The three formats of a brief say what the pages say: opened again and read."""

from io import BytesIO

import docx
import orjson
import pptx
import pytest
from docx.oxml.ns import qn

from scoreboard.answers.model import Answer, Figure, Map, Sentence
from scoreboard.answers.questions import answer_question
from scoreboard.answers.release import Release
from scoreboard.reports import fonts
from scoreboard.reports.brief import ANSWERED_BY, LONGEST_NOTE, Brief, NoteTooLongError, brief
from scoreboard.reports.native import chart_of
from scoreboard.reports.pdf import MissingGlyphError, to_pdf
from scoreboard.reports.slides import to_pptx
from scoreboard.reports.word import to_docx
from tests.reports.reading import (
    charts_of,
    numbers_in,
    numbers_of,
    values_of,
    words_of_docx,
    words_of_pdf,
    words_of_pptx,
)

# Two provinces, one of which has few figures, two cities, one county.
REGIONS = ("610000", "540000", "610100", "610300", "610113")
NOTE = "请重点看企业出资。"
ADDRESS = "https://board.example/"
CASES = [
    *(("region", {"region": code}, "zh") for code in REGIONS),
    ("region", {"region": "610000"}, "en"),
    ("compare", {"compared": "610000,510000,420000"}, "zh"),
    ("compare", {"compared": "610100,510100", "benchmark": "peers"}, "en"),
    ("indicator", {"indicator": "rd_intensity", "regions": "610000"}, "zh"),
    ("indicator", {"indicator": "gdp", "level": "city", "within": "610000"}, "en"),
]


def answers_to(release: Release, question: str, values: dict, language: str) -> list[Answer]:
    """What the pages say that the brief is made of; of the diagnosis the part to print."""
    return [
        answer_question(page, release, values | {"part": "sheet"}, language)[0]
        for page in ANSWERED_BY[question]
    ]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}-{case[2]}")
def made(request: pytest.FixtureRequest, release: Release) -> tuple[Brief, list[Answer]]:
    question, values, language = request.param
    found = brief(release, question, values, language, note=NOTE, address=ADDRESS)
    return found, answers_to(release, question, dict(values), language)


def allowed_numbers(made: Brief, answers: list[Answer]) -> set[str]:
    """Numbers of the answers; of the link, the codes and the sources; of headings and rows."""
    told = [text for pair in made.facts for text in pair]
    told += [cell for row in made.sources.rows for cell in row]
    return numbers_of(answers) | numbers_in("\n".join(told)) | {str(n) for n in range(1, 11)}


def test_every_number_on_paper_is_in_the_answer(made: tuple[Brief, list[Answer]]) -> None:
    found, answers = made
    allowed = allowed_numbers(found, answers)
    for words in (words_of_docx(to_docx(found)), words_of_pptx(to_pptx(found))):
        assert len(words) > 10
        strange = {line: numbers_in(line) - allowed for line in words}
        assert {line: numbers for line, numbers in strange.items() if numbers} == {}


def test_pdf_says_word_for_word_what_the_brief_holds(made: tuple[Brief, list[Answer]]) -> None:
    found, _answers = made
    said = words_of_pdf(to_pdf(found))

    def bare(text: str) -> str:
        return "".join(text.split())

    assert bare(found.headline) in said
    for label, text in found.facts:
        assert bare(label) in said
        assert bare(text) in said
    assert bare(NOTE) in said
    sentences = [p for s in found.sections for p in s.parts if isinstance(p, Sentence)]
    assert sentences
    for sentence in sentences:
        assert bare(sentence.text) in said
    for row in found.sources.rows:
        assert bare(row[1]) in said, row


def test_all_formats_have_filters_release_link_note_and_sources(
    made: tuple[Brief, list[Answer]],
) -> None:
    found, _answers = made
    for words in (words_of_docx(to_docx(found)), words_of_pptx(to_pptx(found))):
        said = "\n".join(words)
        assert all(text in said for pair in found.facts for text in pair)
        assert all(row[1] in said for row in found.sources.rows)
        assert found.sources.rows
        assert NOTE in said
        assert found.headline in said
        assert ADDRESS in said
        assert "release=1" in said


def test_charts_have_the_values_of_the_answer_and_can_be_edited(
    made: tuple[Brief, list[Answer]],
) -> None:
    found, answers = made
    known = values_of(answers)
    data = to_pptx(found)
    charts = charts_of(data)
    assert charts
    for chart in charts:
        for series in chart.plots[0].series:
            assert {float(v) for v in series.values if v is not None} <= known


def test_a_value_of_a_chart_is_changed_and_read_back(release: Release) -> None:
    deck = pptx.Presentation(BytesIO(to_pptx(brief(release, "region", {"region": "610000"}, "zh"))))
    charts = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) >= 3
    for chart in charts:
        plot = chart.plots[0]
        changed = pptx.chart.data.CategoryChartData()
        changed.categories = list(plot.categories)
        for series in plot.series:
            changed.add_series(series.name, [77.5, *series.values[1:]])
        chart.replace_data(changed)
    out = BytesIO()
    deck.save(out)
    for chart in charts_of(out.getvalue()):
        assert [series.values[0] for series in chart.plots[0].series] == [77.5] * len(
            list(chart.plots[0].series)
        )


def test_a_year_without_a_figure_is_a_gap(release: Release) -> None:
    found = brief(release, "indicator", {"indicator": "rd_intensity", "regions": "540000"}, "zh")
    lines = [
        chart
        for slide in found.slides
        for part in slide.parts
        if hasattr(part, "spec") and (chart := chart_of(part, "")) and chart.kind == "lines"
    ]
    assert any(None in values for drawn in lines for _name, values in drawn.series)
    native = [c for c in charts_of(to_pptx(found)) if len(c.plots[0].categories) > 5]
    for drawn in lines:
        for name, values in drawn.series:
            read = [s.values for c in native for s in c.plots[0].series if s.name == name]
            assert tuple(values) in [tuple(r) for r in read]


def test_slides_have_a_message_a_source_and_notes_with_the_table(release: Release) -> None:
    found = brief(release, "region", {"region": "610000"}, "zh")
    deck = pptx.Presentation(BytesIO(to_pptx(found)))
    slides = list(deck.slides)[1 : 1 + len(found.slides)]
    for slide, told in zip(slides, found.slides, strict=True):
        texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert texts[0] == told.message
        assert told.source in texts
        assert told.message in slide.notes_slide.notes_text_frame.text
    fonts_used = {
        east.get("typeface")
        for slide in slides
        for east in slide.shapes._spTree.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}ea"
        )
    }
    assert fonts_used == {"微软雅黑"}


def test_word_is_laid_out_as_an_official_document(release: Release) -> None:
    found = brief(release, "region", {"region": "610000"}, "zh")
    document = docx.Document(BytesIO(to_docx(found)))
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(m.mm) for m in margins] == [37, 35, 28, 26]
    styles = {name: document.styles[f"Brief {name}"] for name in ("title", "heading 1", "text")}
    assert [s.font.size.pt for s in styles.values()] == [22, 16, 16]
    east = [s.element.rPr.rFonts.get(qn("w:eastAsia")) for s in styles.values()]
    assert east == ["方正小标宋简体", "黑体", "仿宋"]
    headings = [p.text for p in document.paragraphs if p.style.name == "Brief heading 1"]
    assert [h[:2] for h in headings] == ["一、", "二、", "三、", "四、"]
    assert "PAGE" in page.footer._element.xml
    assert page.footer.paragraphs[0].text.startswith("— ")
    for table in document.tables:
        head = table.rows[0]._tr.trPr
        assert head is not None
        assert head.find(qn("w:tblHeader")) is not None
    pictures = document.element.body.iter(qn("wp:docPr"))
    described = [picture.get("descr") for picture in pictures]
    # The small lines in the table of key figures say what its cells say.
    drawn = [p for s in found.sections for p in s.parts if isinstance(p, Figure | Map)]
    assert drawn and sum(map(bool, described)) == len(drawn)


def test_the_same_brief_is_the_same_pdf(release: Release) -> None:
    found = brief(release, "indicator", {}, "zh")
    assert to_pdf(found) == to_pdf(found)


def test_a_note_too_long_is_refused_with_a_sentence(release: Release) -> None:
    brief(release, "indicator", {}, "zh", note="字" * LONGEST_NOTE)
    with pytest.raises(NoteTooLongError, match="501个字"):
        brief(release, "indicator", {}, "zh", note="字" * (LONGEST_NOTE + 1))
    with pytest.raises(NoteTooLongError, match="501 characters"):
        brief(release, "indicator", {}, "en", note="x" * (LONGEST_NOTE + 1))


def test_a_note_may_hold_anything(release: Release) -> None:
    note = "<b>#eval(1) \x00 $x$ {{ title }} =1+1 \\ & ]]>"
    found = brief(release, "indicator", {}, "zh", note=note)
    said = "\n".join(words_of_docx(to_docx(found)))
    assert "<b>#eval(1) $x$ {{ title }} =1+1 \\ & ]]>" in said
    assert "#eval(1)$x${{title}}" in words_of_pdf(to_pdf(found))
    to_pptx(found)


def test_an_unknown_question_is_an_error(release: Release) -> None:
    with pytest.raises(ValueError, match="no brief answers 'weather'"):
        brief(release, "weather", {}, "zh")  # type: ignore[arg-type]


def test_a_letter_that_the_font_lacks_is_a_sentence_and_no_box(release: Release) -> None:
    assert fonts.missing_glyphs("陕西R&D 2.50%") == ()
    found = brief(release, "indicator", {}, "zh", note="看\U0001f600")
    with pytest.raises(MissingGlyphError, match="缺少这些字：\U0001f600"):
        to_pdf(found)


def test_what_a_link_says_wrongly_is_said_on_the_brief(release: Release) -> None:
    found = brief(release, "region", {"region": "999999"}, "zh")
    assert "999999" in "\n".join(words_of_docx(to_docx(found)))


def test_the_pdf_embeds_its_font_as_a_subset(release: Release) -> None:
    import pypdf

    reader = pypdf.PdfReader(BytesIO(to_pdf(brief(release, "indicator", {}, "zh"))))
    names = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all("+" in name for name in names)  # ABCDEF+Name: a subset
    assert all("NotoSansSC" in name for name in names)


def test_a_histogram_has_no_native_form(release: Release) -> None:
    """Its points are the chosen regions alone: a chart of these would show two of hundreds."""
    found, _ = answer_question("overview", release, {"level": "county"}, "zh")
    (drawn,) = (part for part in found["distribution"] if isinstance(part, Figure))
    assert any(trace["type"] == "bar" for trace in orjson.loads(drawn.spec)["data"])
    assert chart_of(drawn, "") is None


def test_values_stand_under_the_name_of_what_they_are(release: Release) -> None:
    values = {"indicator": "gdp", "regions": "610000"}
    ranking = answer_question("overview", release, values, "zh")[0]["ranking"][0]
    assert isinstance(ranking, Figure)
    chart = chart_of(ranking, "地区生产总值")
    assert chart is not None
    assert [name for name, _values in chart.series] == ["地区生产总值"]
