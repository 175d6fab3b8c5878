"""A Word template of one's own is filled; one that cannot be is refused with its place."""

import zipfile
from io import BytesIO

import docx
import pytest

from scoreboard.answers.release import Release
from scoreboard.reports import template as templates
from scoreboard.reports.brief import Brief, brief
from scoreboard.reports.formats import write_brief
from scoreboard.reports.template import PLACEHOLDERS, TemplateRefusedError, fill_template
from tests.reports.reading import words_of_docx


def document(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def with_files(data: bytes, **files: bytes) -> bytes:
    """The same package with some of its files replaced, or with others inside."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in files:
                new.writestr(name, old.read(name))
        for name, content in files.items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def made(release: Release) -> Brief:
    return brief(release, "indicator", {"indicator": "rd_intensity"}, "zh", note="附注 <b> & {{ }}")


def test_a_template_is_filled(made: Brief) -> None:
    template = document(
        "厅内简报：{{ title }}",
        "{{ headline }}",
        "{{ release }} {{ link }} {{ note }} {{ subject }}",
        "{%p for section in sections %}",
        "{{ section.heading }}",
        "{%p for text in section.paragraphs %}",
        "{{ text }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p for figure in figures %}",
        "{{ figure.picture }}{{ figure.title }}",
        "{%p endfor %}",
        "{% if note %}有附注{% endif %}",
        rows=(
            ("出处", "单位"),
            ("{%tr for source in sources %}", ""),
            ("{{ source.number }} {{ source.title }}", "{{ source.publisher }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    data = write_brief(made, "docx", template)
    said = "\n".join(words_of_docx(data))
    assert f"厅内简报：{made.title}" in said
    assert made.headline in said
    assert "附注 <b> & {{ }}" in said
    assert "有附注" in said
    assert all(section.heading in said for section in made.sections)
    assert made.sources.rows[0][1] in said
    assert "{%" not in said
    assert len(docx.Document(BytesIO(data)).inline_shapes) == 4


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("开头 {{ titel }} 结尾", "“titel”.*开头 {{ titel }} 结尾"),
        ("{% for s in sections %}{{ s.haeding }}{% endfor %}", "“s.haeding”"),
        ("{% for x in regions %}{{ x }}{% endfor %}", "“for … in regions”"),
        ("{{ title.__class__ }}", "“title.__class__”"),
        ("{{ ''.__class__.__mro__ }}", "__mro__"),
        ("{{ title | upper }}", "filter"),
        ("{{ range(10) }}", "call"),
        ("{{ 'a' * 1000000000 }}", "mul"),
        ("{% set x = title %}{{ x }}", "assign"),
        ("{% macro m() %}{% endmacro %}", "macro"),
        ("{% include 'other' %}", "include"),
        (
            "{% for a in sections %}{% for b in sections %}{% for c in sections %}{{ c.heading }}"
            "{% endfor %}{% endfor %}{% endfor %}",
            "for … in sections",
        ),
        ("{{ title", "无法读取，位于：“{{ title”"),
        ("{% for s in sections %}{{ s.heading }}", "无法读取"),
    ],
)
def test_a_broken_template_is_named_with_its_place(made: Brief, text: str, named: str) -> None:
    with pytest.raises(TemplateRefusedError, match=named):
        fill_template(made, document("{{ title }}", text))


def test_what_is_no_template_is_refused(made: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = document("{{ title }}")
    with pytest.raises(TemplateRefusedError, match="不是Word文档"):
        fill_template(made, b"not a package")
    with pytest.raises(TemplateRefusedError, match="不是Word文档"):
        fill_template(made, with_files(plain, **{"word/document.xml": b""})[:200])
    types = zipfile.ZipFile(BytesIO(plain)).read("[Content_Types].xml")
    macros = types.replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert macros != types
    with pytest.raises(TemplateRefusedError, match="含有宏"):
        fill_template(made, with_files(plain, **{"[Content_Types].xml": macros}))
    with pytest.raises(TemplateRefusedError, match="含有宏"):
        fill_template(made, with_files(plain, **{"word/vbaProject.bin": b"x"}))
    with pytest.raises(TemplateRefusedError, match="其他文件"):
        fill_template(made, with_files(plain, **{"word/embeddings/a.xlsx": b"x"}))
    leads_out = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/attachedTemplate" TargetMode="External"'
        b' Target="http://elsewhere.example/a.dotm"/></Relationships>'
    )
    with pytest.raises(TemplateRefusedError, match="外部内容"):
        fill_template(made, with_files(plain, **{"word/_rels/settings.xml.rels": leads_out}))
    monkeypatch.setattr(templates, "LARGEST_FILE", 1000)
    with pytest.raises(TemplateRefusedError, match="最多读取"):
        fill_template(made, plain)


def test_a_package_that_unpacks_to_very_much_is_refused(made: Brief) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * (50 * 2**20))
    with pytest.raises(TemplateRefusedError, match="解压后过大"):
        fill_template(made, out.getvalue())


def test_a_template_is_for_word_only(made: Brief) -> None:
    with pytest.raises(ValueError, match="only a Word document"):
        write_brief(made, "pdf", document("{{ title }}"))


def test_every_placeholder_is_described_in_the_documents() -> None:
    from pathlib import Path

    told = (Path(__file__).parents[2] / "docs" / "briefs.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in PLACEHOLDERS)
