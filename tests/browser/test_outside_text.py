"""A link with hostile parameters, as a real browser draws the sentence that names them."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_page

# All signs in one: of Markdown, and of what the browser looks for once Markdown has been read.
EVIL = (
    "\n\n# evil",
    "![evil](//evil.example/x.png)",
    "[evil](//evil.example) <b>evil</b>",
    "https://evil.example www.evil.example",
    "evil@evil.example mailto:a@evil.co",
    ":material/delete: :smile: :red[evil]",
    "$evil$ **evil** `evil` :streamlit:",
)
_MADE = "h1, h2, h3, a, img, b, strong, em, code, svg, [role=img], span[style*=color], .katex"


def test_what_a_link_says_is_drawn_as_it_is_written(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    query = urlencode({"regions": ",".join(text.replace(",", "") for text in EVIL)})
    open_page(page, f"{server}/?{query}")
    alerts = page.locator("[data-testid=stAlertContainer]", has_text="evil")
    expect(alerts).to_have_count(len(EVIL))
    for text, alert in zip(EVIL, alerts.all(), strict=True):
        body = alert.locator("[data-testid=stMarkdownContainer]")
        expect(body.locator(_MADE)).to_have_count(0)
        shown = body.inner_text().replace("\u2060", "")
        assert " ".join(text.split())[:38] in " ".join(shown.split())
    assert not [url for url in asked if "evil.example" in url.split("?")[0]]
