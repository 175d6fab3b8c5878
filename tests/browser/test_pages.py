"""Every page in a real browser, on a phone, in both languages."""

import re
from contextlib import suppress
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.conftest import HEADLINE, ROOT, open_page, wait_until_drawn

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
TOOLS = sorted(path.stem for path in (ROOT / "data/catalog/instruments").glob("*.yml"))
VIEWS = [
    *("" if name == "overview" else name for name in PAGES),
    "diagnosis?part=sheet",
    *(f"instruments?tool={tool}" for tool in TOOLS),
]
WIDER = """() => [document.scrollingElement, ...document.querySelectorAll(
    '[data-testid=stMain], [data-testid=stMainBlockContainer]')
].filter(e => e.scrollWidth > e.clientWidth).map(e => e.tagName + ' ' + e.scrollWidth)"""


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_opens_whole_on_a_phone_and_asks_nobody_else(
    page: Page, server: str, view: str, language: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, f"{server}/{view}{'&' if '?' in view else '?'}lang={language}")
    title = page.get_by_role("heading", level=1)
    is_chinese = re.compile("[\u4e00-\u9fff]")
    expect(title).to_have_count(1)
    assert bool(is_chinese.search(title.inner_text())) == (language == "zh")
    wait_until_drawn(page)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    # Figures fit themselves to the screen one after another.
    with suppress(TimeoutError):
        page.wait_for_function(f"({WIDER})().length === 0")
    assert page.evaluate(WIDER) == []
    assert len(asked) > 5
    hosts = {urlparse(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}


def test_the_region_chosen_on_one_page_is_that_of_the_next(page: Page, server: str) -> None:
    open_page(page, f"{server}/?regions=510000")
    for name in ("地区画像", "综合评价", "分层诊断", "概览"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(page.locator(HEADLINE).first).to_contain_text("四川")


def test_the_region_that_a_page_is_about_is_marked_on_the_overview(page: Page, server: str) -> None:
    open_page(page, f"{server}/profile?region=320000")
    page.get_by_role("link", name="概览", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("概览")
    expect(page.locator(HEADLINE).first).to_contain_text("江苏")
