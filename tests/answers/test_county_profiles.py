"""A county's profile and comparison, and a zone's: true, of all of them, and said to be missing."""

import pandas as pd
import pytest

from scoreboard import paths
from scoreboard.answers import basis
from scoreboard.answers.compare.answer import answer as compare
from scoreboard.answers.compare.choice import read_choice as read_compare
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Grid, Step
from scoreboard.answers.profile.answer import answer as profile
from scoreboard.answers.profile.choice import read_choice as read_profile
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from tests.answers.reading import said, tables_of

YIWU, JINJIANG, KUNSHAN = "330782", "350582", "320583"
# Counted by the census in other borders than today's.
MOVED = {"330102", "330105", "330109", "330110"}


def read(release: Release, code: str, language: Language = "zh", **values: str) -> Answer:
    link = Link({"region": code, **values}, language)
    found = profile(release, read_profile(link, release), language)
    assert not link.notices
    return found


def grids(found: Answer, block: str) -> list[Grid]:
    return [part for part in found[block] if isinstance(part, Grid)]


def shipped(indicator: str, year: int = 2020) -> pd.Series:
    """Figures as the shipped file has them, without the code under test."""
    rows = pd.read_csv(paths.OBSERVATIONS / f"{indicator}.csv", dtype={"region_code": str})
    rows = rows[rows["year"] == year]
    return rows.set_index("region_code")["value"].astype(float)


def test_yiwu_is_told_with_its_places_and_beside_its_city(release: Release) -> None:
    found = read(release, YIWU)
    assert found.headline == (
        "2020年金华义乌市每10万人口中大学文化程度人数为14,720人（估算），在2826个区县中居"
        "第791位，低于全国（15,467人）4.8%。"
    )
    assert "金华义乌市：浙江90个区县中第31位、金华9个区县中第2位。" in said(found, "opening")
    beside, places, context = grids(found, "around")
    values = {row[0]: row[1:] for row in beside.rows}
    label = "外省流入人口占常住人口比重 2020（%）"
    assert values[label][:2] == ("47.34（估算）", "31.00（估算）")
    migrants = shipped("interprovincial_migrant_pct")
    counties = migrants[~migrants.index.str.endswith("00") & migrants.index.str.match(r"^\d{6}$")]
    place = int((counties > counties[YIWU]).sum()) + 1
    assert (
        "外省流入人口占常住人口比重 2020",
        f"{place}/{len(counties)}",
        "1/90",
        "1/9",
    ) in places.rows
    # What the city has is said to be the city's.
    assert context.headings == ("指标", "金华")
    words = said(found, "around")
    assert "下列数值为金华义乌市所在的金华全域数值，不是金华义乌市自身的数值" in words
    own = context.rows[0]
    assert own == ("地区生产总值 2020", "4,704亿元")
    assert shipped("gdp")["330700"] == pytest.approx(4704, abs=0.5)
    # Its own R&D intensity is its own, and not in the list of what is missing.
    assert values["R&D经费投入强度（首次公布） 2022（%）"][0] == "1.91"
    assert not any("投入强度" in row[0] for row in context.rows)
    steps = [part for part in found["around"] if isinstance(part, Step)]
    assert [dict(step.changes)["region"] for step in steps] == ["330700"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (YIWU, {"330282", "320583", "350582", "320581"}),  # 慈溪, 昆山, 晋江, 常熟
        (JINJIANG, {"320583", "330782", "330282"}),
        (KUNSHAN, {"350582", "330282", "330782", "320581"}),
        ("411425", {"411426", "411628"}),  # 虞城: 夏邑, 鹿邑
        ("360121", {"430121", "370783"}),  # 南昌县: 长沙县, 寿光
    ],
)
def test_the_nearest_of_counties_are_of_their_kind(
    release: Release, code: str, expected: set[str]
) -> None:
    found = set(basis.peers_of(release, "county", code, 5)["region_code"])
    assert expected <= found
    regions = release.catalog.regions
    assert not any(basis.is_district(regions[peer]) for peer in found)


def test_what_is_a_district_is_told_by_its_name(release: Release) -> None:
    regions = release.catalog.regions
    is_district = {
        c: basis.is_district(regions[c]) for c in regions if regions[c].level == "county"
    }
    assert is_district["110108"]  # 海淀区
    assert not is_district["429021"]  # 神农架林区
    assert not is_district["520203"]  # 六枝特区
    assert not is_district[YIWU]
    assert not basis.is_district(regions["110000"])


def test_every_county_has_peers_or_lacks_a_trait_that_is_named(release: Release) -> None:
    traits, years = basis.structural_traits(release, "county")
    assert set(years.values()) == {2020}
    with_all = set(traits.dropna().index)
    now = {r.code for r in basis.regions_compared(release.catalog, "county")}
    has_figures = set(shipped("population").index)
    assert now & has_figures - with_all == MOVED
    for code in sorted(now & with_all)[::30]:
        peers = basis.peers_of(release, "county", code)
        assert len(peers) == 8
        assert code not in set(peers["region_code"])
        assert peers["distance"].is_monotonic_increasing
    words = said(read(release, "330110"), "peers")
    assert "杭州余杭区没有已核实的人口密度数据，不能确定同类地区。" in words


def test_own_province_can_be_left_out_of_a_countys_peers(release: Release) -> None:
    found = read(release, YIWU, near="out")
    names = [part.label for part in found["peers"] if isinstance(part, Step)]
    assert len(names) == 8
    assert not any(name.startswith(("宁波", "温州", "台州")) for name in names)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counties_of_every_kind_have_a_profile(release: Release, language: Language) -> None:
    catalog = release.catalog
    codes = [r.code for r in basis.regions_compared(catalog, "county")]
    # Those without a figure, a county right under its province, and every 150th.
    some = {"330113", "659012", "810101", "429004", "469005", "500101", "540502", *codes[::150]}
    for code in sorted(some):
        found = read(release, code, language)
        assert found["opening"], code
        assert found["around"] or catalog.province_of(code).code in ("710000", "810000", "820000")  # type: ignore[union-attr]
        if language == "en":
            assert not any("一" <= c <= "鿿" for c in found.headline), code


def test_a_county_recoded_since_the_census_is_told_to_have_no_figure(release: Release) -> None:
    words = said(read(release, "330113"))
    assert "本数据版本中没有杭州临平区的数据。" in words
    assert "区县数据取自2020年人口普查" in words
    assert "杭州全域" in words


def test_what_the_source_says_of_old_borders_stands_in_the_table(release: Release) -> None:
    table = tables_of(read(release, "330110"))["profile_table"].build()
    assert table["说明"].str.contains("2021年划出临平区").any()


def test_the_industrial_park_shows_claim_and_statistic_with_their_years(release: Release) -> None:
    found = read(release, "320500-SIP")
    (claims,) = grids(found, "claims")
    assert claims.rows == (
        ("研发投入占比", "4.5%（2023）", "5.01%（2022）"),
        ("高新技术企业数", "2,000家以上（2023）", "2,800家（2023）"),
    )
    words = said(found, "claims")
    assert "研发投入占比：论文与统计的年份不同，不能互相印证或否定。" in words
    assert "判断以公布值为准" in words
    assert "高新技术企业数：同年统计数值与论文相符。" in words
    assert "开发区不作判定" in said(found, "strengths")
    assert "不是苏州工业园区自身的数值" in said(found, "around")


def test_every_zone_has_a_profile_and_a_comparison(release: Release) -> None:
    zones = basis.regions_compared(release.catalog, "zone")
    assert len(zones) == 7
    for zone in zones:
        for language in ("zh", "en"):
            found = read(release, zone.code, language)
            assert found.headline
            # A zone is not ranked among seven that publish different things.
            assert "positions" not in found.blocks
        link = Link({"compared": zone.code}, "zh")
        assert compare(release, read_compare(link, release), "zh").headline
        assert not link.notices


def test_pieces_of_land_without_statistics_are_no_zones(release: Release) -> None:
    link = Link({"region": "629700"}, "zh")
    assert read_profile(link, release).region_code == "620000"
    assert "不含山丹马场；现展示甘肃" in link.notices[0].text


def test_counties_are_compared_with_their_peers_and_with_their_city(release: Release) -> None:
    link = Link({"region": YIWU}, "zh")
    choice = read_compare(link, release)
    assert choice.regions[0] == YIWU
    assert (choice.kind, choice.pillar) == ("peers", "talent")
    assert "同类地区中位数" in compare(release, choice, "zh").headline
    link = Link({"compared": KUNSHAN, "benchmark": "region", "against": "320500"}, "zh")
    found = compare(release, read_compare(link, release), "zh")
    table = tables_of(found)["gaps"].build().set_index("指标")
    row = table.loc["每10万人口中大学文化程度人数"]
    figures = shipped("higher_edu_per_100k")
    assert row["数值"] == figures[KUNSHAN]
    assert row["基准值"] == figures["320500"]
    # A county's people are no part of a comparison of size with its city.
    assert "大学文化程度人口" not in set(table.index)


def test_a_county_without_peers_stands_beside_the_counties_of_its_city(release: Release) -> None:
    catalog = release.catalog
    known = set(basis.structural_traits(release, "county")[0].index)
    alone = [r for r in basis.regions_compared(catalog, "county") if r.code not in known]
    beside_its_own = 0
    for county in alone:
        choice = read_compare(Link({"region": county.code}, "zh"), release)
        first, *others = choice.regions
        assert first == county.code
        around = {
            r.code for r in basis.regions_compared(catalog, "county", county.parent_code)
        } & known
        if around:
            beside_its_own += 1
            assert set(others) <= around
            assert len(others) == min(3, len(around))
    assert beside_its_own
