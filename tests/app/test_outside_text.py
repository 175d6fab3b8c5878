"""Whatever comes from outside is one line of plain text wherever a page shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from etl.check.file_report import check
from etl.check.report import Acceptance, Original
from etl.read import Hints, read_file
from etl.release.comparison import compare
from etl.release.publish import publish
from scoreboard.ui.choices import KEYS
from tests.app.reading import open_app
from tests.app.test_update import earlier, open_update, own, use  # noqa: F401

PAGES = (
    None, "profile", "compare", "composite", "structure", "relations", "diagnosis", "instruments",
    "gaps", "update", "releases", "methods", "registers",
)  # fmt: skip
# Each begins with what does harm, because a page may show no more than the first signs.
HOSTILE = (
    "\n# evil",
    "\r\n\r\n> evil",
    "![evil](//evil.example/x.png)",
    "[evil](//evil.example)",
    "https://evil.example/",
    "www.evil.example",
    "evil@evil.example",
    "<b>evil</b>",
    ":material/delete: evil",
    ":smile: evil",
    ":red[evil]",
    "$evil$",
    "`x` **evil**",
    "\u2028# evil \u202eevil",
)
# Fields whose text is never read as Markdown: values of inputs, addresses, files, drawings.
NO_MARKDOWN = {
    *("id", "value", "default", "query_string", "form_id", "key", "spec", "data", "raw_value"),
    *("url", "config", "file_name", "placeholder", "page_script_hash", "json", "columns", "name"),
}
_AT_WORK = re.compile(
    r"""
    (?:^|[\n\r\u2028])\s*(?:\#|>|\||[-*+]\s|\d+[.)]\s|```|~~~)\s*evil   # a block of its own
    | !?\[evil | \]\( | <b | :red\[ | \$evil | \*\*\ ?evil | \u202e | `x`
    """,
    re.VERBOSE,
)
# What the browser looks for once Markdown has been read; see tests/unit/test_harmless.py.
_FOUND_LATER = re.compile(
    r"https?://evil|www\.evil|evil@evil|:material[/_]delete|:smile:", re.IGNORECASE
)
_CODE = re.compile(r"`[^`\n]*`")


def strings(message: Message, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in a message to the browser, with the names of the fields it lies in."""
    for field, value in message.ListFields():
        here = (*path, field.name)
        parts = value if isinstance(value, list) or hasattr(value, "__iter__") else [value]
        for part in [value] if isinstance(value, str | bytes) else parts:
            if isinstance(part, Message):
                yield from strings(part, here)
            elif isinstance(part, str):
                yield here, part


def messages(node: Any) -> Iterator[Message]:
    if isinstance(getattr(node, "proto", None), Message):
        yield node.proto
    for child in getattr(node, "children", {}).values():
        yield from messages(child)


def harm(text: str) -> str:
    """What would have effect in a text that is read as Markdown; empty when nothing would."""
    bare = _CODE.sub("", text)
    found = _AT_WORK.search(re.sub(r"\\[^\w\s]", "", bare))
    later = _FOUND_LATER.search(re.sub(r"\\(?=[^\w\s])", "", bare))
    return next((m[0] for m in (found, later) if m), "")


def harm_in_html(text: str) -> str:
    """What of outside would be markup in HTML of ours; empty when it is text alone."""
    found = re.search("<[^<>]*evil|[\u2028\u202e]", text)
    return found[0] if found else ""


def assert_plain(app: AppTest, where: object) -> int:
    """No text from outside has effect; returns in how many texts it is shown."""
    shown = 0
    for message in messages(app._tree):
        for path, text in strings(message):
            if "evil" in text and not NO_MARKDOWN & set(path):
                shown += 1
                found = harm_in_html(text) if type(message).__name__ == "Html" else harm(text)
                assert not found, (where, type(message).__name__, path, text)
    return shown


def test_the_search_for_harm_finds_it() -> None:
    assert all(harm(f"x {text}") or "\u2028" in text for text in HOSTILE if text[0] not in "\n\r")
    assert all(harm(text) for text in HOSTILE)
    assert harm_in_html('<p>x</p><a href="//evil.example">') and harm_in_html("<b>\u202e evil</b>")
    assert not harm_in_html("<p>&lt;b&gt;evil&lt;/b&gt;</p>")


@pytest.mark.usefixtures("releases")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("turn", [0, 10])
def test_parameters_of_a_link_have_no_effect_on_any_page(page: str | None, turn: int) -> None:
    query = {
        key: HOSTILE[(place + turn) % len(HOSTILE)]
        for place, key in enumerate(KEYS)
        if key != "lang" and (key != "as_of" or turn == 0)
    }
    app = open_app(page, **query, lang="en" if turn == 10 else "zh")
    assert_plain(app, (page, turn))


EVIL = " ".join(HOSTILE)


def hostile_table() -> str:
    """A table with a hostile text wherever a text of a file is kept."""
    quoted = EVIL.replace('"', '""')
    return (
        "地区,指标,单位,年份,数值,状态,来源,备注\n"
        f'北京市,R&D经费,亿元,2022,2801.5,P,"{quoted}","{quoted}"\n'
        f'陕西省,R&D经费,亿元,2022,771.3,A,"{quoted}","=cmd|x"\n'
    )


@pytest.fixture
def hostile_release(own: Path) -> Path:  # noqa: F811
    """A second release in which names, notes, the file and its publication are hostile."""
    content = hostile_table().encode()
    file = Original(EVIL, content)
    report = check(read_file(content, file.shown_name, hints=Hints()), file)
    assert not report.errors, report.issues
    accepted = [
        Acceptance(kind, EVIL) for severity, kind, _ in report.issue_counts if severity == "warning"
    ]
    assert accepted, "there is a warning, so that its reason is shown"
    result = publish(
        compare(report), by=EVIL, reviewed_by=EVIL + "2", note=EVIL, acceptances=accepted
    )
    assert result.release_id == 2, result
    return own


@pytest.mark.parametrize("page", PAGES)
def test_what_a_release_tells_has_no_effect_on_any_page(
    hostile_release: Path, page: str | None
) -> None:
    app = open_app(page, indicator="rd_expenditure", year="2022", regions="110000", region="110000")
    assert_plain(app, page)
    if page == "releases":
        cells = [str(c) for frame in app.dataframe for c in frame.value.to_numpy().ravel()]
        assert sum("evil" in cell for cell in cells) >= 4
        assert not [cell for cell in cells if cell.strip()[:1] in "=@" and cell.strip()]


def test_what_a_file_on_the_update_page_says_has_no_effect(own: Path) -> None:  # noqa: F811
    content = (
        hostile_table().replace("北京市", f'"{EVIL}"').replace("亿元,2022,771", "evil元,2022,7")
    )
    app = open_update(EVIL + ".csv", content.encode())
    assert_plain(app, "update")
    assert any("evil" in box.label for box in app.selectbox), "the unknown name is asked about"
