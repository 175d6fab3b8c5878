"""Streamlit's own words are Chinese on Chinese pages: empty lists, toolbars of tables, dialogs."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import open_page


def said(element: Locator) -> str:
    """What a reader sees: the words of the style sheet where those of the element have no size."""
    expect(element).to_be_visible()
    return str(
        element.evaluate(
            """async e => {
            // The style sheet may come after the element.
            const put_ = () => getComputedStyle(e, '::after').content;
            for (let k = 0; k < 100 && put_() === 'none'; k++) {
              await new Promise(done => setTimeout(done, 100));
            }
            const own = parseFloat(getComputedStyle(e).fontSize) > 0;
            const put = put_();
            return (own ? e.textContent : '') + (put === 'none' ? '' : JSON.parse(put)); }"""
        )
    )


def test_an_address_without_a_page(page: Page, server: str) -> None:
    page.goto(f"{server}/no_such_page")
    dialog = page.get_by_test_id("stDialog")
    assert said(dialog.locator("h2")) == "没有这个页面"
    assert said(dialog.locator("h2 + div > div")) == "链接所指的页面不存在，现显示首页。"


def test_a_list_without_a_match(page: Page, server: str) -> None:
    open_page(page, f"{server}/compare")
    page.get_by_test_id("stSelectbox").locator("input").first.fill("zzzz")
    empty = page.locator("[data-testid=stSelectboxVirtualDropdown] [role=option] > span")
    assert said(empty) == "没有匹配项"


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("Show/hide columns", "显示或隐藏列"),
        ("Download as CSV", "下载CSV"),
        ("Search", "查找"),
        ("Fullscreen", "全屏"),
    ],
)
def test_the_hint_of_a_button_of_a_table(page: Page, server: str, button: str, words: str) -> None:
    open_page(page, f"{server}/methods")
    page.get_by_test_id("stDataFrame").nth(1).hover()
    page.get_by_role("button", name=button, exact=True).first.hover()
    assert said(page.get_by_test_id("stTooltipContent").locator("p")) == words


def test_english_pages_keep_the_english_words(page: Page, server: str) -> None:
    open_page(page, f"{server}/compare?lang=en")
    page.get_by_test_id("stSelectbox").locator("input").first.fill("zzzz")
    empty = page.locator("[data-testid=stSelectboxVirtualDropdown] [role=option] > span")
    assert said(empty) == "No results"
