"""The yearly update as an analyst does it: from the Bureau's export to a release, and back."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from etl.release.history import list_releases
from tests.browser.conftest import HEADLINE, ROOT, open_page, wait_until_drawn


def national_bureau_export(slip: bool = False) -> bytes:
    """R&D expenditure of 2022, 2023 and a new year 2025, as the Bureau's database exports it."""
    file = ROOT / "data" / "observations" / "rd_expenditure.csv"
    with file.open(encoding="utf-8") as handle:
        rows = [r for r in csv.DictReader(handle) if r["region_code"].endswith("0000")]
    values = {(r["region"], r["year"]): r["value"] for r in rows}
    regions = dict.fromkeys(r["region"] for r in rows if r["region_code"] != "000000")
    lines = [
        "数据库：分省年度数据",
        "指标：R&D经费(亿元)",
        "时间：最近3年",
        "地区,2025年,2023年,2022年",
    ]
    for region in regions:
        new = float(values[region, "2023"]) * 1.1
        if slip and region == "陕西省":
            new *= 10_000
        lines.append(f"{region},{new:.2f},{values[region, '2023']},{values[region, '2022']}")
    lines += ["注：", "数据来源：国家统计局", ""]
    return "\n".join(lines).encode("gb18030")


def upload(page: Page, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("识别为：国家统计局数据库导出")).to_be_visible()
    wait_until_drawn(page)


def releases_in(folder: Path) -> list[tuple[str, str, str]]:
    """Kind, reviewer and note of all releases, oldest first."""
    listed = list_releases(folder / "releases")[::-1]
    return list(listed[["kind", "reviewed_by", "note"]].itertuples(index=False, name=None))


def test_a_slip_of_ten_thousand_is_named_and_nothing_can_be_published(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    open_page(page, f"{own_server}/update")
    upload(page, tmp_path / "export.csv", national_bureau_export(slip=True))
    expect(page.get_by_text("有1处错误，改正后方可发布。")).to_be_visible()
    expect(page.get_by_text("疑似万、亿之差（1处）：全部接受，理由")).to_be_visible()
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载标注副本").click()
    marked = tmp_path / "marked.xlsx"
    download.value.save_as(marked)
    assert marked.read_bytes().startswith(b"PK")


def test_a_new_year_is_published_seen_on_the_overview_and_taken_back(
    page: Page, own_server: str, tmp_path: Path
) -> None:
    open_page(page, f"{own_server}/update")
    # The first visitor of this server came by a deep link: the menu is the dashboard's own.
    expect(page.get_by_role("link", name="概览")).to_be_visible()
    upload(page, tmp_path / "export.csv", national_bureau_export())
    expect(page.get_by_text("未发现问题。")).to_be_visible()
    expect(page.get_by_text("2025年31个省级地区的R&D经费：广东居首位")).to_be_visible()
    # The Enter key publishes from no field: reviewer and note of the press below would be missing.
    for field, text in (("发布人", "统计处"), ("复核人", "综合处"), ("说明", "年度更新")):
        page.get_by_label(field, exact=True).fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Press Enter")).to_have_count(0)
    # Pressed twice, it is published once; which of the two is answered, the browser decides.
    page.get_by_role("button", name="发布", exact=True).dblclick()
    expect(page.get_by_text(re.compile("第2版已发布：新增31个|已作为第2版发布"))).to_be_visible()
    wait_until_drawn(page)
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    assert releases_in(tmp_path) == [
        ("build", "", ""), ("publish", "综合处", "年度更新")
    ]  # fmt: skip

    open_page(page, f"{own_server}/?indicator=rd_expenditure&year=2025&regions=610000")
    expect(page.locator(HEADLINE).first).to_contain_text("2025年陕西R&D经费为930.6亿元")
    expect(page.get_by_text("数据第2版").first).to_be_visible()

    open_page(page, f"{own_server}/releases")
    expect(page.get_by_role("button", name="下载原始文件")).to_be_visible()
    page.get_by_label("撤回人").fill("统计处")
    page.keyboard.press("Enter")
    page.get_by_label("理由").fill("试发布")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="撤回", exact=True).click()
    expect(page.get_by_text("已发布第3版，撤回第2版的变动。")).to_be_visible()
    open_page(page, f"{own_server}/?indicator=rd_expenditure&year=2025")
    expect(page.get_by_text("没有2025年数据")).to_be_visible()
