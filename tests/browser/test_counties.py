"""Counties as a reader uses them: all on one map, one city's, and a county's profile on a phone."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import HEADLINE, open_page, wait_until_drawn

YIWU = "330782"


def choose(page: Page, chooser: str, typed: str, code: str) -> None:
    """Find an option by what is typed, and choose it."""
    box = page.locator(f'[data-testid="combobox"][data-key="{chooser}"]')
    box.get_by_test_id("combobox-input").click()
    box.get_by_test_id("combobox-input").fill(typed)
    box.locator(f'[data-testid="combobox-option"][data-code="{code}"]').click()


def test_all_counties_stand_on_one_map_and_their_borders_come_once(page: Page, server: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.partition("?")[0]))
    open_page(page, f"{server}/?level=county&regions={YIWU}")
    drawn = page.locator(".st-key-map [data-drawn]")
    expect(drawn).to_have_attribute("data-shows", re.compile("^higher_edu_per_100k"))
    expect(page.locator(HEADLINE).first).to_contain_text("在2826个区县中居第791位")
    with_a_figure = page.locator(".st-key-map .fills path:not([data-class='-1'])")
    # Two of the 2,826 were merged since the census and have no place on the map of today.
    expect(with_a_figure).to_have_count(2824)
    expect(page.locator(".st-key-map .foot")).to_contain_text("GS(2024)0650号")
    choose(page, "indicator", "zyjs", "professional_employment_pct")
    expect(drawn).to_have_attribute("data-shows", re.compile("^professional_employment_pct"))
    borders = [url for url in fetched if "/boundaries/" in url]
    assert [url.rsplit("/", 1)[1] for url in borders] == ["county.json"]

    choose(page, "range", "jinhua", "county:330700")
    expect(page.locator(HEADLINE).first).to_contain_text("专业技术人员占从业人员比重")
    expect(page.locator(".st-key-map .fills path:not(.outside)")).to_have_count(9)
    borders = [url for url in fetched if "/boundaries/" in url]
    assert {url.rsplit("/", 1)[1] for url in borders} == {"county.json", "county-330000.json"}


def test_the_profile_of_yiwu_on_a_phone(browser: Browser, server: str) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, locale="zh-CN"
    )
    page = phone.new_page()
    open_page(page, f"{server}/profile?region={YIWU}")
    expect(page.locator(HEADLINE).first).to_contain_text("在2826个区县中居第791位")
    expect(page.get_by_text("不是金华义乌市自身的数值")).to_be_visible()
    # Nothing is wider than the screen.
    for table in page.locator("table.sb-grid").all():
        box = table.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    choose(page, "region", "kss", "320583")
    expect(page.locator(HEADLINE).first).to_contain_text("苏州昆山市")
    wait_until_drawn(page)
    phone.close()
