"""What a reader finds on a page that a test has run: headline, words, tiles."""

import html
import json
import re
import zlib
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def open_app(page: str | None = None, **query: str) -> AppTest:
    """The app as a link opens it; no page may fail."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page:
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def markup(app: AppTest) -> list[str]:
    """The pieces of HTML on the page, as they are."""
    return [element.proto.body for element in app.get("html")]


def words(piece: str) -> str:
    """A piece of HTML as a reader sees it: one line an element."""
    cells = re.sub(r"</t[hd]>", " | ", piece)
    lines = re.sub(r"</(h\d|p|li|div|section|tr)>", "\n", cells)
    return html.unescape(re.sub(r"<[^>]+>", "", lines)).strip()


def texts(app: AppTest) -> str:
    """All words on the page."""
    parts = [*app.subheader, *app.caption, *app.markdown, *app.info, *app.warning]
    said = "\n".join(e.value for e in parts).replace("\\", "")
    return "\n".join([said, *map(words, markup(app)), *drawings(app)])


def drawings(app: AppTest) -> list[str]:
    """The titles and notes over maps and figures."""
    messages = [element.proto.bytes for element in app.get("bidi_component")]
    heads = [json.loads(zlib.decompress(message)) for message in messages if message]
    return [f"{head['title']}\n{head['notes']}" for head in heads]


def headline(app: AppTest) -> str:
    """The answer in a sentence."""
    found = re.findall(r'<h2 class="sb-headline">(.*?)</h2>', "".join(markup(app)))
    if found:
        return html.unescape(found[0])
    return str(app.subheader[0].value).replace("\\", "")


def tiles(app: AppTest) -> list[str]:
    """The key figures in tiles: label, value and what stands under it."""
    pieces = re.findall(
        r'<div class="sb-tile">(.*?)</div>\s*(?=<div class="sb-tile">|</div>)', "".join(markup(app))
    )
    return [words(piece) for piece in pieces]
