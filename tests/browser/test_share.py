"""What leaves a page: its link, its citation, a figure for another page, what is followed."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import HEADLINE, run_server


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder of plain HTML pages, and the address that another server shows them under."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        yield tmp_path, f"http://127.0.0.1:{other.server_port}"
        other.shutdown()


def open_share(page: Page, address: str) -> list[str]:
    """Open 分享 on a page; returns its texts: the link, the citation, the HTML to embed."""
    page.goto(address)
    # The first reader of a server waits for what is worked out once.
    expect(page.locator(HEADLINE).first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="导出、分享").click()
    page.get_by_role("tab", name="分享").click()
    codes = page.get_by_test_id("stCode")
    expect(codes.nth(2)).to_be_visible()
    return [codes.nth(k).inner_text().strip() for k in range(3)]


def test_the_link_and_the_citation_name_what_is_shown_and_the_release(
    page: Page, server: str
) -> None:
    link, citation, _ = open_share(page, f"{server}/profile?region=410300")
    assert link == f"{server}/profile?region=410300&release=1"
    headline = page.locator(HEADLINE).first.inner_text().rstrip("。")
    assert citation.startswith(f"区域创新看板. 地区画像：{headline}[DB/OL]. 第1版. (")
    assert citation.endswith(f"]. {link}.")
    expect(page.get_by_role("img", name="本页链接的二维码")).to_be_visible()
    page.goto(link)
    expect(page.locator(HEADLINE).first).to_have_text(f"{headline}。")


def test_a_figure_stands_in_a_page_of_another_origin(
    page: Page, server: str, elsewhere: tuple[Path, str]
) -> None:
    folder, address = elsewhere
    *_, html = open_share(page, f"{server}/?indicator=rd_intensity&year=2023")
    (folder / "report.html").write_text(
        f"<!doctype html><meta charset=utf-8><h1>Report</h1>{html}", encoding="utf-8"
    )
    page.goto(f"{address}/report.html")
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="R&D经费投入强度")).to_be_visible()
    expect(frame.get_by_text("3.20–6.73")).to_be_visible()
    expect(frame.get_by_text("审图号").first).to_be_visible()
    expect(frame.get_by_text("第1版").first).to_be_visible()
    # The figure alone: no menu, no choosers, no headline.
    expect(frame.get_by_test_id("stSidebar")).to_have_count(0)
    expect(frame.get_by_role("combobox")).to_have_count(0)
    expect(frame.locator(HEADLINE)).to_have_count(0)
    # All of it is in the frame, on a phone too.
    for width in (1000, 390):
        page.set_viewport_size({"width": width, "height": 900})
        back = frame.get_by_role("link", name="在看板中打开")
        box, outer = back.bounding_box(), page.locator("iframe").bounding_box()
        assert box and outer
        assert box["y"] + box["height"] <= outer["y"] + outer["height"]
    target = back.get_attribute("href") or ""
    asked = parse_qs(urlsplit(target).query)
    assert asked == {"indicator": ["rd_intensity"], "year": ["2023"]}


def test_an_embedded_page_without_such_a_figure_says_so(page: Page, server: str) -> None:
    for query in ("/?embed=true&figure=nothing", "/update?embed=true", "/releases?embed=true"):
        page.goto(f"{server}{query}")
        expect(page.get_by_text("本页没有这幅图")).to_be_visible()
        expect(page.get_by_role("link", name="在看板中打开")).to_be_visible()
        # What publishes or takes back is not there.
        expect(page.get_by_role("button")).to_have_count(0)


def test_what_is_followed_goes_with_the_reader(page: Page, releases: Path) -> None:
    with run_server(releases, ("scoreboard.ui.serve",)) as server:
        follow_and_subscribe(page, server)


def follow_and_subscribe(page: Page, server: str) -> None:
    open_share(page, f"{server}/profile?region=410300")
    page.get_by_role("button", name="关注洛阳").click()
    expect(page).to_have_url(re.compile("follow=410300"))
    page.get_by_role("link", name="所关注内容的变化").click()
    expect(page.locator(HEADLINE).first).to_contain_text("洛阳：数据第1版", timeout=60_000)
    # From the menu too.
    page.get_by_role("link", name="概览").first.click()
    page.get_by_role("link", name="关注", exact=True).click()
    expect(page.locator(HEADLINE).first).to_contain_text("洛阳", timeout=60_000)
    # What a feed reader is given works.
    feed = page.get_by_test_id("stCode").inner_text().strip()
    assert feed == f"{server}/api/v1/feed.atom?follow=410300"
    answer = page.request.get(feed)
    assert answer.ok and answer.headers["content-type"].startswith("application/atom+xml")
    assert "洛阳" in answer.text()
