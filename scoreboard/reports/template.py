"""A Word template of one's own, filled with a brief; what cannot be filled is said by name.

A template comes from outside. It is read as text with placeholders and loops over what a brief
has, and nothing else: no calls, no arithmetic, no macros, no links to other files.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from scoreboard.answers.model import Bullets, Facts, Figure, KeyFigures, Map, Sentence
from scoreboard.catalog import Language
from scoreboard.language import join_list, translator
from scoreboard.reports.brief import Brief, Section
from scoreboard.reports.layout import picture_of, plain_text

LARGEST_FILE, _LARGEST_UNPACKED, _MOST_ENTRIES = 5 * 2**20, 40 * 2**20, 500
# What a template may name; the words are those of a brief.
PLACEHOLDERS = (
    *("title", "subject", "headline", "release", "link", "note"),
    *("facts", "sections", "key_figures", "figures", "sources"),
)
_FIELDS = {
    "facts": ("label", "text"),
    "sections": ("heading", "paragraphs"),
    "key_figures": ("label", "text", "change", "note"),
    "figures": ("title", "picture"),
    "sources": ("number", "title", "publisher", "grade"),
}
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For),
    *(nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Const),
)
_DEEPEST_LOOPS = 2
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class TemplateRefusedError(ValueError):
    """A template cannot be used; the message, in the reader's language, says what and where."""


def fill_template(made: Brief, template: bytes) -> bytes:
    """The brief in a Word template of one's own.

    template: a .docx with {{ title }}, {{ headline }}, {% for section in sections %} and the like,
    see PLACEHOLDERS. Raises TemplateRefusedError where it is no such file, has macros or links to
    other files, or names what a brief does not have.
    """
    language = made.language
    _check_file(template, language)
    document = DocxTemplate(BytesIO(template))
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    document.init_docx()
    _check_placeholders(document, environment, language)
    try:
        document.render(_context(made, document), environment)
        out = BytesIO()
        document.save(out)
    except UndefinedError as error:
        raise _refused_name(str(error), language) from error
    except (TemplateError, SecurityError, etree.XMLSyntaxError) as error:
        _ = translator(language)
        sentence = _("The template cannot be filled: {problem}")
        raise TemplateRefusedError(sentence.format(problem=str(error)[:200])) from error
    return out.getvalue()


def _check_file(template: bytes, language: Language) -> None:
    """Refuse what is no plain .docx, or unpacks to more than a template has."""
    _ = translator(language)
    if len(template) > LARGEST_FILE:
        sentence = _("The template has {n} MB; at most {most} MB are read.")
        size = f"{len(template) / 2**20:.1f}"
        raise TemplateRefusedError(sentence.format(n=size, most=LARGEST_FILE // 2**20))
    not_word = _("The template is not a Word document (.docx).")
    try:
        with zipfile.ZipFile(BytesIO(template)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > _LARGEST_UNPACKED or len(entries) > _MOST_ENTRIES:
                raise TemplateRefusedError(_("The template unpacks to more than a brief needs."))
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise TemplateRefusedError(not_word)
            types = archive.read("[Content_Types].xml")
            if b"macroEnabled" in types or any("vbaProject" in name for name in names):
                raise TemplateRefusedError(_("The template has macros; save it as .docx without."))
            if any("embeddings/" in name or "activeX/" in name for name in names):
                raise TemplateRefusedError(_("The template has other files inside; remove these."))
            for name in names:
                if name.endswith(".rels") and _leads_out(archive.read(name)):
                    sentence = _("The template fetches something from elsewhere ({file}).")
                    raise TemplateRefusedError(sentence.format(file=name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, etree.XMLSyntaxError) as error:
        raise TemplateRefusedError(not_word) from error


def _leads_out(relations: bytes) -> bool:
    """Whether a part points outside of the file by anything but a link to click."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return any(
        each.get("TargetMode") == "External" and not each.get("Type", "").endswith("/hyperlink")
        for each in etree.fromstring(relations, parser)
    )


def _check_placeholders(
    document: DocxTemplate, environment: ImmutableSandboxedEnvironment, language: Language
) -> None:
    """Every placeholder names what a brief has; the first that does not is said with its place."""
    _ = translator(language)
    for part in document.docx.part.package.iter_parts():
        name = str(part.partname).lstrip("/")
        if not _PARTS.fullmatch(name):
            continue
        root = getattr(part, "element", None)
        root = etree.fromstring(part.blob) if root is None else root
        source = document.patch_xml(etree.tostring(root, encoding="unicode"))
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            raise _not_read(root, str(error.message), language) from error
        _Check(root, language).visit(tree, {name: () for name in PLACEHOLDERS}, 0)


class _Check:
    """Walks through a template and refuses the first thing that a brief does not have."""

    def __init__(self, root: Any, language: Language) -> None:
        self.root, self.language = root, language

    def visit(self, node: nodes.Node, known: dict[str, tuple[str, ...]], depth: int) -> None:
        """known: the names that may stand here, each with its fields."""
        if not isinstance(node, _ALLOWED):
            raise self.refused(type(node).__name__.lower(), node)
        if isinstance(node, nodes.Name) and node.name not in known:
            raise self.refused(node.name, node)
        if isinstance(node, nodes.Getattr):
            self._check_field(node, known)
            return
        if isinstance(node, nodes.For):
            self._check_loop(node, known, depth)
            return
        for child in node.iter_child_nodes():
            self.visit(child, known, depth)

    def _check_field(self, node: nodes.Getattr, known: dict[str, tuple[str, ...]]) -> None:
        owner = node.node.name if isinstance(node.node, nodes.Name) else ""
        if node.attr not in known.get(owner, ()):
            raise self.refused(f"{owner}.{node.attr}", node)

    def _check_loop(self, node: nodes.For, known: dict[str, tuple[str, ...]], depth: int) -> None:
        over, name = _loop_over(node)
        fields = _FIELDS.get(over.rpartition(".")[2], ())
        is_list = over in _FIELDS or over.endswith(".paragraphs")
        if not is_list or not name or depth >= _DEEPEST_LOOPS:
            raise self.refused(f"for … in {over or '…'}", node)
        if "." in over:
            self.visit(node.iter, known, depth)
        inner = known | {name: fields, "loop": ("index", "first", "last")}
        for child in (*node.body, *node.else_):
            self.visit(child, inner, depth + 1)
        if node.test is not None:
            self.visit(node.test, inner, depth + 1)

    def refused(self, name: str, node: nodes.Node) -> TemplateRefusedError:
        """The sentence that names a placeholder and the paragraph that it stands in."""
        _ = translator(self.language)
        sentence = _(
            "The template names “{name}”, which a brief does not have, in: “{place}”. A brief has: "
            "{names}."
        )
        return TemplateRefusedError(
            sentence.format(
                name=name,
                place=_place_of(self.root, name.rpartition(".")[2]),
                names=join_list(PLACEHOLDERS, self.language),
            )
        )


def _loop_over(node: nodes.For) -> tuple[str, str]:
    """What a loop goes over, and the name of each; empty where it is not that simple."""
    name = node.target.name if isinstance(node.target, nodes.Name) else ""
    if isinstance(node.iter, nodes.Name):
        return node.iter.name, name
    if isinstance(node.iter, nodes.Getattr) and isinstance(node.iter.node, nodes.Name):
        return f"{node.iter.node.name}.{node.iter.attr}", name
    return "", name


def _place_of(root: Any, word: str) -> str:
    """The text of the paragraph that a word stands in, cut."""
    texts = ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]
    marked = [t for t in texts if "{{" in t or "{%" in t]
    found = next((t for t in marked if word in t), next(iter(marked), ""))
    return plain_text(found)[:60]


def _not_read(root: Any, problem: str, language: Language) -> TemplateRefusedError:
    """The sentence on a placeholder that is not closed or not spelt as one."""
    _ = translator(language)
    texts = ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]
    broken = [t for t in texts if t.count("{{") != t.count("}}") or t.count("{%") != t.count("%}")]
    place = plain_text(next(iter(broken), _place_of(root, "{")))[:60]
    sentence = _("A placeholder of the template cannot be read, in: “{place}” ({problem}).")
    return TemplateRefusedError(sentence.format(place=place, problem=problem))


def _refused_name(problem: str, language: Language) -> TemplateRefusedError:
    _ = translator(language)
    sentence = _("The template cannot be filled: {problem}")
    return TemplateRefusedError(sentence.format(problem=problem))


def _context(made: Brief, document: DocxTemplate) -> dict[str, Any]:
    """What the placeholders stand for."""
    parts = [part for section in made.sections for part in section.parts]
    facts = [{"label": plain_text(a), "text": plain_text(b)} for a, b in made.facts]
    drawn = [part for part in parts if isinstance(part, Figure | Map)]
    return {
        "title": plain_text(made.title),
        "subject": plain_text(made.subject),
        "headline": plain_text(made.headline),
        "release": facts[-2]["text"],
        "link": facts[-1]["text"],
        "note": plain_text(made.note),
        "facts": facts,
        "sections": [_section(section, made.language) for section in made.sections],
        "key_figures": [
            {"label": f.label, "text": f.text, "change": f.change, "note": f.note}
            for part in parts
            if isinstance(part, KeyFigures)
            for f in part.figures
        ],
        "figures": [
            {
                "title": plain_text(" · ".join((part.title, *part.notes))),
                "picture": InlineImage(document, BytesIO(picture_of(part).png()), width=Mm(150)),
            }
            for part in drawn
        ],
        "sources": [
            dict(zip(_FIELDS["sources"], map(plain_text, row), strict=True))
            for row in made.sources.rows
        ],
    }


def _section(section: Section, language: Language) -> dict[str, Any]:
    """A section as its heading and its paragraphs."""
    told: list[str] = []
    colon = "：" if language == "zh" else ": "
    for part in section.parts:
        if isinstance(part, Sentence):
            told.append(part.text)
        elif isinstance(part, Bullets):
            told += [*([part.title] if part.title else []), *part.items]
        elif isinstance(part, Facts):
            told += [f"{label}{colon}{text}" for label, text in part.pairs]
    return {"heading": plain_text(section.heading), "paragraphs": [plain_text(t) for t in told]}
