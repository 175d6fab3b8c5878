"""The diagnosis as it is read, sent on and printed."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import open_page


def test_a_figure_moved_by_hand_stands_in_the_link_and_gives_a_result(
    page: Page, server: str
) -> None:
    open_page(page, f"{server}/diagnosis?region=610000&part=what_if")
    page.get_by_test_id("stNumberInputField").fill("0.5")
    page.get_by_test_id("stNumberInputField").press("Tab")
    page.get_by_role("button", name="加入").click()
    expect(page).to_have_url(re.compile(r"moves=rd_intensity(:|%3A)(%2B|\+)0\.5"))
    expect(page.locator("table")).to_contain_text("创新链指数")


def test_on_paper_the_menu_and_choosers_are_gone_and_every_part_is_there(
    page: Page, server: str
) -> None:
    open_page(page, f"{server}/diagnosis?region=610000&part=all&moves=rd_intensity:%2B0.5")
    for part in ("结论", "四链与漏斗", "措施", "同类地区", "假设测算", "全部地区"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.locator(".st-key-diagnosis_choosers")).to_be_hidden()
    expect(page.get_by_test_id("stPageLink").first).to_be_hidden()
    # A4 at 96 dpi less the margins: nothing is wider than the paper. The figures draw themselves
    # anew for it, one after another.
    page.set_viewport_size({"width": 703, "height": 1000})
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.stMain div')].some(e =>"
        " e.getBoundingClientRect().width > 720 && getComputedStyle(e).display !== 'none')"
    )
    # More than one sheet: the page is not cut off after what the screen shows.
    assert page.pdf(format="A4").count(b"/Type /Page\n") > 5
