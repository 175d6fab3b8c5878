"""What an .xlsx file says beside its cells: comments, words in number formats, page headers.

A person sees them with the figures (上半年数 in a comment, 0.00"（1-6月）" as a format), so the
readers hear them too. Only parts that the file has are opened.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError, fromstring

from etl.read.model import Remark, Unreadable, column_index

_MOST = 2_000
_PAGE = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(Header|Footer)>([^<]+)<")
# What a page header is filled with (&P, &D), where it stands (&L), and how it looks (&"宋体", &12).
_PAGE_CODES = re.compile(r'&"[^"]*"|&K[0-9A-F]{6}|&\d{1,3}|&[A-Za-z+-]')
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# One sign of a number format: quoted, escaped, skipped (a space as wide as a sign, a condition).
_FORMAT_SIGN = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|([1-9\u2e80-\uffef])|.', re.DOTALL)
_IS_DAY = re.compile(r"[ymdhs]", re.IGNORECASE)


def parse(xml: bytes) -> Element:
    """The root of a part; refuses entities, of which spreadsheets have none."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Unreadable("xml_entities")
    try:
        if b"\0" in xml[:64]:  # UTF-16, in which the words above would not be seen
            raise ValueError("UTF-16")
        return fromstring(xml)
    except (ParseError, ValueError) as error:
        raise Unreadable("damaged", "xml") from error


def of_sheet(archive: zipfile.ZipFile, path: str, xml: bytes, names: set[str]) -> list[Remark]:
    """The comments of a sheet, and its page headers and footers."""
    remarks = _on_pages(xml) if b"eaderFooter" in xml else []
    folder, file = posixpath.split(path)
    links = f"{folder}/_rels/{file}.rels"
    if links not in names:
        return remarks
    for link in parse(archive.read(links)):
        target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:]
        if link.get("Type", "").endswith("/comments") and target in names:
            remarks += _comments(parse(archive.read(target)))
    return remarks[:_MOST]


def _on_pages(xml: bytes) -> list[Remark]:
    found = []
    for part, raw in _PAGE.findall(xml):
        coded = html.unescape(raw.decode("utf-8", "replace"))
        text = " ".join(_PAGE_CODES.sub(" ", coded.replace("&&", "＆")).split())
        if text:
            found.append(Remark(text, -1, -1, "page" if part == b"Header" else "note"))
    return found


def _comments(root: Element) -> Iterable[Remark]:
    for comment in root.iterfind("{*}commentList/{*}comment"):
        place = _PLACE.fullmatch(comment.get("ref", ""))
        text = "".join(run.text or "" for run in comment.iterfind("{*}text//{*}t"))
        if place and text.strip():
            row, column = int(place[2]) - 1, column_index(place[1])
            yield Remark(text.strip(), row, column, "comment")


def words_of_format(code: str) -> str:
    """The words that a number format shows beside the number; none of days, which it only spells.

    >>> words_of_format('0.00"（1-6月）"'), words_of_format("yyyy年m月"), words_of_format("0.0_)")
    ('（1-6月）', '', '')
    """
    signs = [match.groups() for match in _FORMAT_SIGN.finditer(code)]
    rest = re.sub(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', "", code)
    if _IS_DAY.search(rest.replace("General", "")):
        return ""
    return "".join(filter(None, (text for sign in signs for text in sign))).strip()
