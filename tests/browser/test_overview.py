"""The overview as a reader uses it: choose, click, send the link on, go back, read the table."""

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import HEADLINE, ROOT, open_page, wait_until_drawn

OBSERVATIONS = ROOT / "data" / "observations"
# (region, indicator, year), spread over pillars, provinces and years.
PICKED = [
    ("610000", "rd_intensity", 2023),
    ("110000", "rd_expenditure", 2010),
    ("440000", "rd_expenditure", 2023),
    ("650000", "rd_personnel_fte", 2015),
    ("320000", "rd_basic_research", 2020),
    ("330000", "patents_granted", 2018),
    ("420000", "tech_contract_value", 2022),
    ("510000", "fiscal_st_expenditure", 2012),
    ("340000", "ind_new_product_revenue", 2019),
    ("530000", "gdp_per_capita", 2021),
]
# What a published figure is multiplied by to be in the unit of the page.
FACTORS = {"万元": 1e-4, "亿元": 1, "%": 1, "人年": 1, "件": 1, "元": 1}


def parameters(page: Page) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlparse(page.url).query).items()}


def headline(page: Page) -> Locator:
    """The answer, which follows the title of the page."""
    return page.locator(HEADLINE).first


def drawn_map(page: Page, shows: str | None = None) -> Locator:
    wanted = f"[data-shows='{shows}']" if shows else ""
    found = page.locator(f".st-key-map [data-drawn]{wanted}")
    expect(found).to_have_count(1)
    return found


def region(page: Page, code: str) -> Locator:
    return page.locator(f".st-key-map path[data-code='{code}']").first


def published(code: str, indicator: str, year: int) -> float:
    """The figure as shipped, in the unit of the page: read from the file, not through our code."""
    with (OBSERVATIONS / f"{indicator}.csv").open(encoding="utf-8") as handle:
        row = next(
            r for r in csv.DictReader(handle) if r["region_code"] == code and r["year"] == str(year)
        )
    return float(row["value"]) * FACTORS[row["unit"]]


def read_table(page: Page) -> list[list[str]]:
    """The cells of the open table, as a screen reader gets them."""
    table = page.get_by_test_id("stDataFrame").locator("canvas table").first
    expect(table.locator("tbody tr").nth(10)).to_be_attached()
    return table.locator("tr").evaluate_all(
        "rows => rows.map(r => [...r.querySelectorAll('td, th')].map(c => c.textContent))"
    )


def open_table(page: Page) -> None:
    page.get_by_text("数据表与下载").click()
    wait_until_drawn(page)


@pytest.mark.parametrize(("code", "indicator", "year"), PICKED)
def test_the_table_says_what_was_published(
    page: Page, server: str, code: str, indicator: str, year: int
) -> None:
    open_page(page, f"{server}/?indicator={indicator}&year={year}")
    open_table(page)
    header, *rows = read_table(page)
    row = next(r for r in rows if code in r)
    shown = float(
        row[next(n for n, h in enumerate(header) if h.startswith(str(year)))].replace(",", "")
    )
    # The table rounds to two decimals more than the pictures show.
    assert shown == pytest.approx(published(code, indicator, year), abs=5e-3, rel=1e-6)


def test_searching_by_pinyin_switches_every_figure_and_the_link(page: Page, server: str) -> None:
    open_page(page, server)
    drawn_map(page, "rd_intensity|2023|value")
    chooser = page.get_by_role("combobox", name="指标", exact=True)
    chooser.click()
    chooser.fill("jscyfy")
    chooser.fill("rdryqs")
    page.get_by_role("option", name=re.compile("R&D人员全时当量")).first.click()
    drawn_map(page, "rd_personnel_fte|2023|value")
    expect(headline(page)).to_contain_text("R&D人员全时当量")
    assert parameters(page)["indicator"] == "rd_personnel_fte"
    assert parameters(page)["release"] == "1"


def test_a_click_on_the_map_or_a_bar_chooses_the_region_everywhere(page: Page, server: str) -> None:
    open_page(page, server)
    drawn_map(page)
    region(page, "430000").click(force=True)
    expect(headline(page)).to_contain_text("湖南")
    expect(page.get_by_test_id("combobox-chip")).to_have_text(["湖南"])
    assert parameters(page)["regions"] == "430000"
    bar = page.locator(".st-key-ranking .bars .point path").first
    wait_until_drawn(page)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    # A mouse, not an element, clicks on a chart: Plotly lays its own drag layer over the bars.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_test_id("combobox-chip")).to_have_text(["湖南", "北京"])
    expect(page.locator(".st-key-trend")).to_contain_text("北京")
    assert parameters(page)["regions"] == "430000,110000"


def test_a_link_opens_the_same_view_in_another_browser(
    page: Page, server: str, context: BrowserContext
) -> None:
    open_page(page, f"{server}/?indicator=tech_contract_value&year=2022&regions=420000,610000")
    drawn_map(page, "tech_contract_value|2022|value")
    said = headline(page).inner_text()
    assert context.browser is not None
    other = context.browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    open_page(other, page.url)
    drawn_map(other, "tech_contract_value|2022|value")
    expect(headline(other)).to_have_text(said)
    expect(other.get_by_test_id("combobox-chip")).to_have_text(["湖北", "陕西"])


def test_back_steps_through_the_choices(page: Page, server: str) -> None:
    open_page(page, server)
    page.get_by_test_id("stButtonGroup").get_by_text("位次", exact=True).click()
    drawn_map(page, "rd_intensity|2023|rank")
    page.get_by_test_id("stButtonGroup").get_by_text("近五年", exact=True).click()
    drawn_map(page, "rd_intensity|2023|trend5")
    page.go_back()
    drawn_map(page, "rd_intensity|2023|rank")
    assert parameters(page)["view"] == "rank"
    page.go_back()
    drawn_map(page, "rd_intensity|2023|value")
    page.go_forward()
    drawn_map(page, "rd_intensity|2023|rank")


def test_choices_go_along_to_another_page_and_back(page: Page, server: str) -> None:
    open_page(page, f"{server}/?indicator=patents_granted&lang=en")
    page.get_by_role("link", name="Methods").click()
    expect(page.get_by_role("heading", name="Patents granted", exact=True)).to_be_visible()
    wait_until_drawn(page)
    assert parameters(page)["indicator"] == "patents_granted"
    page.get_by_role("link", name="Overview").click()
    drawn_map(page, "patents_granted|2023|value")


def test_a_link_with_unknown_codes_gives_the_default_and_a_sentence(
    page: Page, server: str
) -> None:
    open_page(page, f"{server}/?indicator=<script>alert(1)</script>&regions=12")
    alerts = page.get_by_test_id("stAlert")
    expect(alerts).to_have_count(2)
    expect(alerts.first).to_contain_text("<script>alert(1)</script>")
    drawn_map(page, "rd_intensity|2023|value")


def test_no_request_leaves_the_machine(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_page(page, server)
    drawn_map(page)
    open_table(page)
    region(page, "440000").hover(force=True)
    page.get_by_role("link", name="指标方法").click()
    expect(page.get_by_role("heading", name="数据来源", level=3)).to_be_visible()
    wait_until_drawn(page)
    host = urlparse(server).netloc
    outside = [
        u
        for u in asked
        if urlparse(u).scheme not in ("data", "blob") and urlparse(u).netloc != host
    ]
    assert outside == []
    assert len(asked) > 10


def test_borders_are_fetched_once_and_kept_over_a_reload(page: Page, server: str) -> None:
    open_page(page, server)
    drawn_map(page)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    cached: dict[str, bool] = {}
    session.on(
        "Network.responseReceived",
        lambda event: cached.update(
            {event["response"]["url"]: event["response"].get("fromDiskCache", False)}
        ),
    )
    page.reload()
    drawn_map(page)
    borders = {url: kept for url, kept in cached.items() if "/boundaries/" in url}
    assert borders
    assert all(borders.values()), borders


def test_missing_and_uncertain_values_look_different(page: Page, server: str) -> None:
    open_page(page, f"{server}/?indicator=rd_intensity&year=2024")
    drawn_map(page)
    # Map: missing is hatched, unconfirmed dotted; both stand in the legend.
    expect(region(page, "650000")).to_have_attribute("data-class", "-1")
    expect(region(page, "110000")).to_have_attribute("data-status", "U")
    legend = page.locator(".st-key-map")
    expect(legend).to_contain_text("无数据")
    expect(legend).to_contain_text("待核")
    # The card says what the source says about the value.
    region(page, "110000").hover()
    expect(page.locator(".st-key-map .card")).to_contain_text("公报发布时按初步核算GD")
    # Chart: a washed bar with an outline against the full one of a confirmed figure.
    bar = page.locator(".st-key-ranking .bars .point path").first
    assert "0.22" in bar.evaluate("e => getComputedStyle(e).fillOpacity + getComputedStyle(e).fill")
    # Table: the words.
    open_table(page)
    _header, *rows = read_table(page)
    assert any("无数据" in row for row in rows)
    assert any("待核" in row for row in rows)
    open_page(page, f"{server}/?indicator=gdp&year=2020")
    drawn_map(page)
    plain = page.locator(".st-key-ranking .bars .point path").first
    assert "0.22" not in plain.evaluate(
        "e => getComputedStyle(e).fillOpacity + getComputedStyle(e).fill"
    )


def test_playing_runs_through_the_years_and_stops_at_the_last(page: Page, server: str) -> None:
    open_page(page, f"{server}/?indicator=gdp&year=2022")
    page.get_by_role("button", name="播放").click()
    drawn_map(page, "gdp|2023|value")
    drawn_map(page, "gdp|2024|value")
    expect(page.get_by_role("button", name="播放")).to_be_visible()


def test_every_chooser_is_reached_by_the_keyboard(page: Page, server: str) -> None:
    open_page(page, server)
    drawn_map(page)
    reached: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                """() => {
                    let e = document.activeElement;
                    while (e && e.shadowRoot && e.shadowRoot.activeElement) {
                        e = e.shadowRoot.activeElement;
                    }
                    const labels = [...(e.labels || [])].map(label => label.textContent);
                    return [e.getAttribute('aria-label'), e.getAttribute('role'), e.textContent,
                            e.id, ...labels].join(' ');
                }"""
            )
        )
    everything = "\n".join(reached)
    for name in ("比较范围", "combobox", "年份", "播放", "地图分级", "方向键移动"):
        assert name in everything, name


def test_the_downloads_carry_source_and_release(page: Page, server: str, tmp_path: Path) -> None:
    open_page(page, server)
    open_table(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载CSV").click()
    file = tmp_path / "table.csv"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert "全国科技经费投入统计公报" in rows[0]["来源"]
    assert "数据第1版" in rows[0]["数据版本"]
    with page.expect_download() as download:
        page.get_by_role("button", name="下载Excel").click()
    book = tmp_path / "table.xlsx"
    download.value.save_as(book)
    import openpyxl

    sheets = openpyxl.load_workbook(book)
    assert sheets.sheetnames == [
        *("数据 Data", "指标定义 Definitions", "来源 Sources", "版本与筛选 About"),
    ]
    about = {row[0].value: row[1].value for row in sheets["版本与筛选 About"].iter_rows()}
    assert "数据第1版" in about["数据版本"]
