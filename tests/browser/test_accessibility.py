"""axe-core finds nothing on any page against WCAG 2.1 A and AA, light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_page
from tests.browser.test_pages import PAGES

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Left out: Streamlit's menu puts its groups and links as <div> and <li> side by side into a <ul>.
# Its markup cannot be reached by a setting.
RUN = """() => axe.run(
    {exclude: [['[data-testid=stSidebarNavItems]']]},
    {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"""


@pytest.fixture(params=["light", "dark"])
def themed(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"] = request.param
    size = {"width": 1440, "height": 900}
    with browser.new_context(viewport=size, locale="zh-CN", color_scheme=scheme) as context:
        yield context.new_page()


def failures(page: Page) -> list[str]:
    """What axe-core finds: rule, element and what is wrong with it."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{found['id']}: {node['html'][:120]} {node['failureSummary']}"
        for found in page.evaluate(RUN)["violations"]
        for node in found["nodes"]
    ]


def test_axe_finds_what_is_wrong(themed: Page) -> None:
    themed.set_content("<title>x</title><p style='color:#999;background:#fff'>pale</p><img src=x>")
    found = {line.split(":")[0] for line in failures(themed)}
    assert {"color-contrast", "image-alt"} <= found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read_and_used_by_everybody(themed: Page, server: str, name: str) -> None:
    open_page(themed, f"{server}/{'' if name == 'overview' else name}")
    assert failures(themed) == []
