"""An analyst's year in the browser: three files of other layouts, each within eight actions.

An action is a click, a choice, a text that is typed, or a file that is handed over.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from etl.release.history import acceptances_of, list_releases
from tests.browser.conftest import HEADLINE, ROOT, open_page, wait_until_drawn
from tests.browser.test_update import national_bureau_export
from tests.etl.table_files import to_xlsx

MOST_ACTIONS = 8
# Of the tables that are drawn on a canvas: where the first field to fill in is.
FIRST_FIELD = {"x": 270, "y": 60}


class Analyst:
    """Somebody at the page, whose actions are counted."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.actions = 0

    def click(self, target: Locator) -> None:
        self._count()
        target.click()
        wait_until_drawn(self._page)

    def press(self, name: str) -> None:
        self.click(self._page.get_by_role("button", name=name, exact=True))

    def type(self, label: str, text: str) -> None:
        self._count()
        self._page.get_by_label(label, exact=True).fill(text)
        self._page.keyboard.press("Tab")
        wait_until_drawn(self._page)

    def choose(self, name: str) -> None:
        """Choose an indicator for the template."""
        self._count()
        self._page.get_by_test_id("stPopoverBody").get_by_role("combobox").first.fill(name)
        self._page.get_by_role("option", name=name, exact=True).click()
        self._page.keyboard.press("Escape")
        wait_until_drawn(self._page)

    def bring(self, file: Path) -> None:
        self._count()
        self._page.locator("input[type=file]").set_input_files(file)
        expect(self._page.get_by_text("识别为：")).to_be_visible()
        wait_until_drawn(self._page)

    def correct(self, table: Locator, text: str) -> None:
        """Type into the first field of a table."""
        self._count()
        field = self._page.locator("#portal").locator("input, textarea").first
        for _attempt in range(10):  # a click is lost on a table that is being laid out
            table.click(position=FIRST_FIELD)  # where to type is part of typing
            self._page.keyboard.press("Enter")
            try:
                field.wait_for(timeout=1_000)
                break
            except PlaywrightTimeout:
                continue
        field.fill(text)
        self._page.keyboard.press("Enter")
        wait_until_drawn(self._page)

    def _count(self) -> None:
        self.actions += 1


def shipped(indicator: str, year: int) -> dict[str, float]:
    """The shipped values of the provinces, by name."""
    with (ROOT / "data" / "observations" / f"{indicator}.csv").open(encoding="utf-8-sig") as file:
        return {
            row["region"]: float(row["value"])
            for row in csv.DictReader(file)
            if row["year"] == str(year) and re.fullmatch(r"(?!000000)\d\d0000", row["region_code"])
        }


def yearbook_table() -> bytes:
    """Two indicators in two units that one line names, totals below, one figure misprinted."""
    gdp, spent = shipped("gdp", 2024), shipped("fiscal_general_expenditure", 2024)
    rows: list[list[object]] = [
        ["表3-2 各地区主要经济指标（2025年）"],
        ["单位：亿元、万元"],
        ["地区", "地区生产总值", "一般公共预算支出"],
    ]
    for region in gdp:
        now = f"{gdp[region] * 1.05:.1f}"
        is_misprint = region == "陕西省"
        rows.append(
            [region, now.replace(".", "..") if is_misprint else float(now),
             round(spent[region] * 1.04 * 10_000)]
        )  # fmt: skip
    rows += [
        ["地方合计", sum(gdp.values()), sum(spent.values()) * 10_000],
        ["长三角", 330_000, 40_000_000],
        ["资料来源：2026年中国统计摘要"],
    ]
    return to_xlsx(rows)


def overview_says(page: Page, text: str) -> None:
    expect(page.locator(HEADLINE).first).to_contain_text(text)
    wait_until_drawn(page)


def test_three_files_are_mended_published_seen_and_one_taken_back(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    releases = tmp_path / "releases"

    # March: the yearbook's table, with two units, totals to leave out and a misprint.
    open_page(page, f"{own_server}/update")
    analyst = Analyst(page)
    table = tmp_path / "表3-2.xlsx"
    table.write_bytes(yearbook_table())
    analyst.bring(table)
    expect(page.get_by_text("有3处错误")).to_be_visible()
    analyst.type("“地区生产总值”的单位", "亿元")
    analyst.type("“一般公共预算支出”的单位", "万元")
    expect(page.get_by_text("有1处错误")).to_be_visible()
    wait_until_drawn(page)
    right = f"{shipped('gdp', 2024)['陕西省'] * 1.05:.1f}"
    analyst.correct(page.get_by_test_id("stDataFrame").first, right)
    analyst.press("改正并重新检查")
    expect(page.get_by_text("已在页面改正1处")).to_be_visible()
    expect(page.get_by_text("未发现问题。")).to_be_visible()
    analyst.type("发布人", "统计处")
    analyst.press("发布")
    done = page.get_by_text("第2版已发布：新增62个")
    expect(done).to_be_visible()
    expect(done).to_be_in_viewport()
    analyst.click(page.get_by_role("link", name="查看2025年地区生产总值（31省）"))
    overview_says(page, "2025年31个省级地区的地区生产总值：广东居首位")
    assert analyst.actions <= MOST_ACTIONS
    kept = acceptances_of(2, releases)
    assert sorted(kept["kind"]) == ["corrected_in_page", "group_left_out", "row_left_out"]

    # June: the template with last year's figures, filled in.
    open_page(page, f"{own_server}/update")
    analyst = Analyst(page)
    analyst.press("列好地区和上年数值的模板")
    analyst.choose("有效发明专利数")
    with page.expect_download() as download:
        analyst.press("下载该模板")
    template = tmp_path / "template.xlsx"
    download.value.save_as(template)
    year = fill_in(template)
    page.keyboard.press("Escape")
    analyst.bring(template)
    expect(page.get_by_text("识别为：模板")).to_be_visible()
    expect(page.get_by_text("未发现问题。")).to_be_visible()
    analyst.type("发布人", "统计处")
    analyst.press("发布")
    expect(page.get_by_text("第3版已发布：")).to_be_in_viewport()
    analyst.click(page.get_by_role("link", name=f"查看{year}年（31省）"))
    overview_says(page, f"{year}年31个省级地区")
    assert analyst.actions <= MOST_ACTIONS

    # November: the Bureau's export, seen, and taken back on second thoughts.
    open_page(page, f"{own_server}/update")
    analyst = Analyst(page)
    export = tmp_path / "分省年度数据.csv"
    export.write_bytes(national_bureau_export())
    analyst.bring(export)
    analyst.type("发布人", "统计处")
    analyst.press("发布")
    expect(page.get_by_text("第4版已发布：")).to_be_in_viewport()
    analyst.click(page.get_by_role("link", name="查看2025年（31省）"))
    overview_says(page, "2025年31个省级地区的R&D经费：广东居首位")
    analyst.click(page.get_by_role("link", name="版本记录"))
    expect(page.get_by_label("撤回人", exact=True)).to_have_value("统计处")
    analyst.type("理由", "口径待核")
    analyst.press("撤回")
    taken_back = page.get_by_text("已发布第5版，撤回第4版的变动。")
    expect(taken_back).to_be_in_viewport()
    assert analyst.actions <= MOST_ACTIONS
    assert list(list_releases(releases)["kind"]) == ["withdraw", *["publish"] * 3, "build"]


def fill_in(template: Path) -> int:
    """Write new figures beside last year's, 8 % above them; returns the year."""
    book = openpyxl.load_workbook(template)
    sheet = book["填报"]
    heads = [cell.value for cell in sheet[2]]
    year, last, new = heads.index("年份"), heads.index("数值") - 1, heads.index("数值")
    assert re.fullmatch(r"\d{4}年数值（仅供参考，不读取）", str(heads[last]))
    for row in sheet.iter_rows(3):
        if isinstance(row[last].value, int | float):
            row[new].value = round(row[last].value * 1.08, 2)
    book.save(template)
    return int(sheet.cell(3, year + 1).value)
