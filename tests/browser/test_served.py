"""What `make run` starts: pages and API from one process, with what the pages need."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HEADLINE, run_server


def test_pages_and_api_come_from_one_process(page: Page, releases: Path) -> None:
    # The first answers are being worked out meanwhile.
    expect.set_options(timeout=60_000)
    with run_server(releases, ("scoreboard.ui.serve",)) as address:
        with urllib.request.urlopen(f"{address}/api/v1/diagnosis/610000") as answer:
            told = json.load(answer)
        page.goto(f"{address}/diagnosis?region=610000")
        expect(page.locator(HEADLINE).first).to_have_text(told["headline"])
        # Straight to a page, and by the menu to another: as `streamlit run` serves them.
        page.get_by_role("link", name="概览").click()
        expect(page.get_by_test_id("stAppViewContainer")).to_be_visible()
        expect(page.locator(".st-key-map [data-drawn]").first).to_be_attached()
        with urllib.request.urlopen(f"{address}/app/static/favicon.svg") as picture:
            assert b"<svg" in picture.read()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/api/v1/none")
        assert "detail_en" in json.loads(refused.value.read())
    expect.set_options(timeout=20_000)
