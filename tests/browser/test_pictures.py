"""Figures and maps are saved as pictures from the page, by keyboard too."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import open_page, run_server, wait_until_drawn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(releases: Path) -> Iterator[str]:
    """Pages and API in one process, as the dashboard is started."""
    # The first answers are being worked out meanwhile.
    expect.set_options(timeout=60_000)
    with run_server(releases, ("scoreboard.ui.serve",)) as address:
        yield address
    expect.set_options(timeout=20_000)


def saved(page: Page, title: str, kind: str) -> tuple[str, bytes]:
    """Save a figure by the keyboard: its file's name and content."""
    sign = page.get_by_label(f"保存为图片 {title}", exact=True)
    sign.focus()
    page.keyboard.press("Enter")
    with page.expect_download(timeout=60_000) as started:
        page.locator(".sb-picture[open]").get_by_role("button", name=kind).press("Enter")
    found = started.value
    expect(page.locator(".sb-picture[open]")).to_have_count(0)
    return found.suggested_filename, Path(found.path()).read_bytes()


def test_an_embedded_figure_is_saved_too(page: Page, server: str) -> None:
    page.goto(f"{server}/?indicator=gdp&figure=ranking&embed=true")
    title = page.get_by_role("heading", level=4).first.inner_text()
    assert title == "地区生产总值 · 排名"
    name, content = saved(page, title, "PNG")
    assert name.endswith(".png")
    assert Image.open(io.BytesIO(content)).width > 500


def test_what_is_saved_is_what_the_page_shows(page: Page, server: str) -> None:
    open_page(page, f"{server}/?indicator=gdp&regions=610000")
    wait_until_drawn(page)
    name, content = saved(page, "地区生产总值", "SVG")
    assert name.startswith("地区生产总值_r") and name.endswith(".svg")
    assert "GS(2024)0650号" in content.decode()
    # The chosen region's outline, in its colour.
    assert "#d1490b" in content.decode()
    name, content = saved(page, "排名", "PNG")
    assert name.startswith("地区生产总值 · 排名")
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.width == 2250


def test_a_picture_that_cannot_be_made_is_said(page: Page, server: str) -> None:
    open_page(page, f"{server}/?indicator=gdp")
    wait_until_drawn(page)
    page.route("**/api/v1/pictures/**", lambda route: route.fulfill(status=503, body="{}"))
    page.get_by_label("保存为图片 排名", exact=True).click()
    page.locator(".sb-picture[open]").get_by_role("button", name="PNG").click()
    expect(page.get_by_text("图片未能生成。")).to_be_visible()
