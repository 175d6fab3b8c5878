"""数据清单: what is missing is missing, who has it is named, and the template comes back whole."""

import io

import openpyxl
import pytest

from etl.api import Hints, Original, check_file
from scoreboard.answers import basis
from scoreboard.answers.gaps.answer import answer
from scoreboard.answers.gaps.choice import GapsChoice, read_choice
from scoreboard.answers.gaps.missing import missing_of, publisher_of, uses_at
from scoreboard.answers.gaps.words import office_of
from scoreboard.answers.link import Link
from scoreboard.answers.release import Release
from scoreboard.catalog import Level
from scoreboard.ui.gaps import asked_for, template_of
from tests.answers.reading import said, tables_of

LUOYANG = "410300"


def test_what_is_listed_is_missing_in_the_year_of_comparison(release: Release) -> None:
    found = missing_of(release, LUOYANG)
    years = basis.years_compared(release, "city")
    own = release.panel("city").query("region_code == @LUOYANG")
    has = set(zip(own["indicator_code"], own["year"], strict=True))
    listed = {gap.indicator.code for gap in found.gaps}
    assert listed
    for indicator in release.catalog.indicators.values():
        code = indicator.code
        if "city" not in indicator.levels or not release.catalog.is_published(code):
            assert code not in listed
        elif code not in years:
            # No city has it: nobody could say of which year.
            assert (code in listed) == (code not in set(own["indicator_code"]))
        else:
            newest = own.loc[own["indicator_code"] == code, "year"].max()
            assert (code in listed) == (not newest >= years[code]), code
            assert code not in listed or (code, years[code]) not in has


def test_peers_with_a_figure_are_counted(release: Release) -> None:
    found = missing_of(release, LUOYANG)
    peers = list(basis.peers_of(release, "city", LUOYANG)["region_code"])
    assert found.peers == len(peers)
    for gap in found.gaps:
        rows = release.observations(gap.indicator.code, "city")
        there = set(rows["region_code"])
        assert gap.peers == sum(code in there for code in peers)


@pytest.mark.parametrize(("region", "level"), [(LUOYANG, "city"), ("610000", "province")])
def test_the_year_wanted_is_the_newest_that_the_office_has_published(
    release: Release, region: str, level: Level
) -> None:
    """Of staff in research 26 cities have 2015, but the same yearbooks have 2020 of nearly all."""
    panel = release.panel(level).query("region_code != '000000'")
    gaps = missing_of(release, region).local
    for gap in gaps:
        assert gap.publisher is not None
        rows = panel[panel["indicator_code"].isin(gap.publisher.indicators)]
        years = rows.groupby("year")["region_code"].nunique()
        usual = years[years >= 3].index
        if len(usual) and usual.max() > (gap.newest or 0):
            assert gap.year == usual.max(), gap.indicator.code
        assert gap.newest is None or gap.newest < gap.year
    wanted = {gap.indicator.code: gap.year for gap in gaps}
    if level == "city":
        assert wanted["rd_personnel_fte"] == 2020
        # Two cities have 2026 of pilot platforms, and that is no year to ask for.
        assert wanted["pilot_test_bases"] == 2025


def test_the_most_used_come_first(release: Release) -> None:
    gaps = missing_of(release, LUOYANG).gaps
    counts = [sum(n for _, n in gap.uses) for gap in gaps]
    assert counts == sorted(counts, reverse=True)
    # A rule that looks at a ratio wants its parts, and so does a criterion.
    uses = dict(uses_at(release.catalog, "province")["rd_basic_research"])
    assert uses["diagnosis"] >= 1
    assert "hightech_enterprises" in uses_at(release.catalog, "city")


def test_every_published_indicator_has_a_publisher(release: Release) -> None:
    catalog = release.catalog
    for code in catalog.indicators:
        known = publisher_of(catalog, code)
        assert (known is not None) == catalog.is_published(code), code
        if known is not None and not catalog.indicators[code].is_official:
            assert known.by != "nation", code


@pytest.mark.parametrize(
    ("region", "indicator", "office"),
    [
        (LUOYANG, "rd_expenditure", "洛阳市统计局"),
        ("150000", "gdp", "内蒙古自治区统计局"),
        ("110000", "tech_contract_value", "北京市科技厅（局、委）"),
        ("330782", "population", "义乌市统计局"),
        (LUOYANG, "higher_edu_per_100k", "人口普查办公室（统计局）"),
    ],
)
def test_the_office_is_that_of_the_region(
    release: Release, region: str, indicator: str, office: str
) -> None:
    publisher = publisher_of(release.catalog, indicator)
    assert publisher is not None
    assert office_of(publisher, release.catalog.regions[region], "zh") == office


def test_the_page_says_how_many_and_whom_to_ask(release: Release) -> None:
    found = missing_of(release, LUOYANG)
    page = answer(release, GapsChoice(LUOYANG), "zh")
    never = sum(gap.newest is None for gap in found.gaps)
    assert f"缺{len(found.gaps)}项：{never}项没有数据" in page.headline
    table = tables_of(page)["gaps_table"].build()
    assert len(table) == len(found.local)
    assert table["发布单位"].str.startswith("洛阳市").all()
    # What nobody there publishes is said apart.
    asked = set(table["代码"])
    names = {g.indicator.name.zh for g in found.gaps if g.indicator.code not in asked}
    assert all(name in said(page, "elsewhere") for name in names)


def test_a_filled_in_template_is_read_as_it_is(release: Release) -> None:
    """Every value that is filled in comes back under its region, indicator, year and source."""
    gaps = asked_for(release, LUOYANG)
    book = openpyxl.load_workbook(io.BytesIO(template_of(release, LUOYANG)))
    sheet = book["填报"]
    head = [cell.value for cell in sheet[2]]
    assert not any("仅供参考" in str(name) for name in head)
    column = head.index("数值") + 1
    values = {}
    for place, gap in enumerate(gaps):
        low, high = gap.indicator.valid_range
        values[gap.indicator.code] = min((low or 0) + 2 + place, high or 1e9)
        sheet.cell(3 + place, column).value = values[gap.indicator.code]
    buffer = io.BytesIO()
    book.save(buffer)
    file = Original("t.xlsx", buffer.getvalue())
    report = check_file(file, None, Hints(), release.catalog).report
    kinds = {issue.kind for issue in report.issues if issue.severity == "error"}
    # What is filled in here is nonsense; that alone may be held against it.
    assert kinds <= {"exceeds_total", "out_of_range"}
    rows = report.rows
    assert set(rows["region_code"]) == {LUOYANG}
    read = dict(zip(rows["indicator_code"], rows["value"], strict=True))
    assert {code: read[code] for code in values} == pytest.approx(values)
    years = dict(zip(rows["indicator_code"], rows["year"], strict=True))
    assert years == {gap.indicator.code: gap.year for gap in gaps}


def test_an_empty_template_is_no_figure(release: Release) -> None:
    file = Original("t.xlsx", template_of(release, LUOYANG))
    report = check_file(file, None, Hints(), release.catalog).report
    assert report.rows.empty


@pytest.mark.parametrize("level", ["province", "city", "county"])
def test_every_region_gets_an_answer(release: Release, level: str) -> None:
    regions = [r for r in release.catalog.regions.values() if r.level == level]
    for region in regions[:: {"province": 4, "city": 40, "county": 700}[level]]:
        if region.valid_to is None:
            page = answer(release, GapsChoice(region.code), "zh")
            assert region.short_name.zh in page.headline


def test_a_zone_gives_way_to_its_city(release: Release) -> None:
    link = Link({"region": "320500-SIP"}, "zh")
    assert read_choice(link, release).region_code == "320500"
    assert link.notices
