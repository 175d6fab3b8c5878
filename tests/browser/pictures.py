"""Takes the pictures of the README anew, from a dashboard of its own with the shipped figures.

python -m tests.browser.pictures
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from etl.release.build import build
from tests.browser.conftest import ARGUMENTS, ROOT, find_chromium, open_page, run_server
from tests.browser.test_update import national_bureau_export, upload

IMAGES = ROOT / "docs" / "images"
WIDTH = 1440


def take(page: Page, name: str, height: int) -> None:
    """The top of the page as it stands, in full width."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / f"{name}.png")


def take_brief(page: Page, address: str, folder: Path) -> None:
    """The first page of a brief, as a reader exports it; drawn by pdftoppm of poppler-utils."""
    open_page(page, f"{address}/profile?region=610000")
    page.get_by_role("button", name="导出、分享").click()
    page.get_by_role("button", name="PDF", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载610000_陕西.pdf").click()
    file = folder / "brief.pdf"
    saved.value.save_as(file)
    command = ["pdftoppm", "-r", "90", "-png", "-f", "1", "-l", "1", "-singlefile"]
    subprocess.run([*command, str(file), str(IMAGES / "brief")], check=True)


def main() -> None:
    """Walk through the pages that the README shows."""
    with tempfile.TemporaryDirectory(prefix="scoreboard-pictures-") as folder:
        releases = Path(folder) / "releases"
        build(releases=releases)
        with run_server(releases) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": WIDTH, "height": 1600})
            open_page(
                page, f"{address}/?indicator=tech_contract_value&regions=610000,420000,340000"
            )
            take(page, "overview", 1640)
            open_page(page, f"{address}/diagnosis?region=610000")
            expect(page.get_by_text("产学研脱节").first).to_be_visible()
            take(page, "diagnosis", 1320)
            open_page(page, f"{address}/update")
            upload(page, Path(folder) / "R&D经费2025.csv", national_bureau_export())
            expect(page.get_by_text("未发现问题。")).to_be_visible()
            take(page, "update", 1560)
            page.get_by_label("发布人").fill("统计处")
            page.get_by_role("button", name="发布", exact=True).click()
            expect(page.get_by_text("第2版已发布：新增31个")).to_be_visible()
            open_page(page, f"{address}/releases")
            take(page, "releases", 1070)
            take_brief(page, address, Path(folder))
            browser.close()


if __name__ == "__main__":
    main()
