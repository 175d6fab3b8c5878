"""The search field in a real browser: typed, chosen by key, left by key; nothing sent before."""

import re

from playwright.sync_api import Page, WebSocket, expect

from tests.browser.conftest import HEADLINE, open_page
from tests.browser.test_accessibility import AXE, RUN


def test_two_words_lead_to_a_regions_indicator_by_keyboard(page: Page, server: str) -> None:
    received: list[bytes | str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(frame))

    page.on("websocket", listen)
    open_page(page, f"{server}/instruments")
    field = page.get_by_test_id("search-input")
    expect(field).to_be_visible()
    # Before somebody types no name of a region was sent for it.
    sent = b"".join(f if isinstance(f, bytes) else f.encode() for f in received)
    assert "洛阳".encode() not in sent
    field.focus()
    page.keyboard.type("洛阳 专利")
    options = page.get_by_role("option")
    expect(options.first).to_have_text(re.compile("洛阳 · 每万人口专利授权数"))
    expect(field).to_have_attribute("aria-expanded", "true")
    assert len(options.all()) <= 10
    page.evaluate(AXE)
    assert page.evaluate(RUN)["violations"] == []
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("End")
    page.keyboard.type(" ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("概览")
    expect(page.locator(HEADLINE).first).to_contain_text("洛阳每万人口专利授权数")
    assert "regions=410300" in page.url
    # On the page that is shown already, the choice changes and the page stays.
    field.focus()
    page.keyboard.type("hefei rd")
    page.keyboard.press("Enter")
    expect(page.locator(HEADLINE).first).to_contain_text("合肥R&D经费")
    field.focus()
    page.keyboard.type("heifei")
    expect(page.get_by_test_id("search-said")).to_have_text("没有找到，写法相近的有：")
