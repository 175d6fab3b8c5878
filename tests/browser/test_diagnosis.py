"""The diagnosis as it is read, sent on and printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_page, wait_until_drawn


def test_a_figure_moved_by_hand_stands_in_the_link_and_gives_a_result(
    page: Page, server: str
) -> None:
    open_page(page, f"{server}/diagnosis?region=610000&part=what_if")
    page.get_by_test_id("stNumberInputField").fill("0.5")
    page.get_by_test_id("stNumberInputField").press("Tab")
    page.get_by_role("button", name="加入").click()
    expect(page).to_have_url(re.compile(r"moves=rd_intensity(:|%3A)(%2B|\+)0\.5"))
    expect(page.locator("table")).to_contain_text("创新链指数")


@pytest.mark.parametrize("region", ["610000", "230000", "320500"])
def test_on_paper_a_diagnosis_is_at_most_two_sheets_without_menu_and_choosers(
    page: Page, server: str, region: str
) -> None:
    open_page(page, f"{server}/diagnosis?region={region}&part=sheet")
    wait_until_drawn(page)
    for heading in ("结论", "措施"):
        expect(page.get_by_text(heading, exact=True).last).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.locator(".st-key-diagnosis_choosers")).to_be_hidden()
    # A4 at 96 dpi less the margins: nothing is wider than the paper. The figure draws itself anew.
    page.set_viewport_size({"width": 703, "height": 1000})
    page.wait_for_function(
        "() => ![...document.querySelectorAll('.stMain div')].some(e =>"
        " e.getBoundingClientRect().width > 720 && getComputedStyle(e).display !== 'none')"
    )
    assert 1 <= page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") <= 2
