"""The profile's answer: true sentences, every region, and words where figures are missing."""

import numpy as np
import orjson
import pandas as pd
import pytest

from scoreboard import paths
from scoreboard.answers import basis
from scoreboard.answers.link import Link
from scoreboard.answers.model import (
    Answer,
    Bullets,
    Card,
    KeyFigures,
    PageLink,
    Sentence,
    Step,
    Table,
)
from scoreboard.answers.profile.answer import answer
from scoreboard.answers.profile.choice import ProfileChoice, read_choice
from scoreboard.answers.release import Release
from scoreboard.catalog import OUTSIDE_STATISTICS, Language, load_catalog

CATALOG = load_catalog()
PROVINCES = [r.code for r in CATALOG.children("000000", "province")]
# The eight nearest of Shaanxi; the order is worked out anew in the test of the peers.
NEAREST = ("140000", "210000", "360000", "500000", "430000", "420000", "530000", "340000")


def shipped(code: str, year: int) -> pd.Series:
    """The provinces' figures as the shipped file has them, without the code under test."""
    rows = pd.read_csv(paths.OBSERVATIONS / f"{code}.csv", dtype={"region_code": str})
    rows = rows[(rows["year"] == year) & rows["region_code"].isin(PROVINCES)]
    return rows.set_index("region_code")["value"].astype(float)


def profile_of(release: Release, language: Language = "zh", **values: str) -> Answer:
    """The answer that a link opens."""
    return answer(release, read_choice(Link(values, language), release), language)


def said(found: Answer) -> str:
    """All words of an answer, a line each."""
    lines: list[str] = []

    def add(part: object) -> None:
        if isinstance(part, Sentence):
            lines.append(part.text)
        elif isinstance(part, Bullets):
            lines.extend((part.title, *part.items))
        elif isinstance(part, Card):
            lines.append(part.title)
            for inner in (*part.left, *part.right):
                add(inner)
        elif isinstance(part, KeyFigures):
            lines.extend(f"{f.label} {f.text} {f.change} {f.note}" for f in part.figures)
        elif isinstance(part, Step | PageLink | Table):
            lines.append(part.label)

    for block in found.blocks.values():
        for part in block:
            add(part)
    return "\n".join(lines)


def tiles(found: Answer) -> KeyFigures:
    return next(p for p in found["opening"] if isinstance(p, KeyFigures))


def table(found: Answer, block: str) -> pd.DataFrame:
    return next(p for p in found[block] if isinstance(p, Table)).build()


# --- what the page says is true --------------------------------------------------------------


def test_shaanxis_intensity_place_and_distance_to_the_nation_are_the_shipped_ones(
    release: Release,
) -> None:
    values = shipped("rd_intensity", 2023)
    assert (values["610000"], (values > values["610000"]).sum() + 1) == (2.50, 11)
    headline = profile_of(release, region="610000").headline
    assert "2023年陕西R&D经费投入强度（首次公布）为2.50%（初步核算）" in headline
    assert "在31个省级地区中居第11位" in headline
    assert "低于全国（2.65%）0.15个百分点" in headline


def test_shaanxi_leads_in_contracts_per_yuan_of_rd_and_the_page_says_so(release: Release) -> None:
    ratio = shipped("tech_contract_value", 2023) / shipped("rd_expenditure", 2023)
    assert ratio.idxmax() == "610000"
    words = said(profile_of(release, region="610000"))
    assert f"第1位：每元R&D经费技术合同成交额，{ratio['610000']:.2f}元（2023年）" in words
    assert "位次最前的是每元R&D经费技术合同成交额（第1位）" in words
    assert "位次最后的是R&D经费中企业资金比重等3项（第28位）" in words


def test_the_peers_are_the_nearest_by_the_shipped_figures(release: Release) -> None:
    people, spent = shipped("population", 2023), shipped("fiscal_general_expenditure", 2023)
    areas = pd.Series(CATALOG.areas())
    traits = pd.DataFrame(
        {
            "size": np.log(people),
            "density": np.log(people / areas),
            "income": np.log(shipped("gdp_per_capita", 2023)),
            "purse": np.log(spent / shipped("gdp", 2023)),
        }
    ).dropna()
    z = (traits - traits.mean()) / traits.std(ddof=1)
    apart = ((z - z.loc["610000"]) ** 2).sum(axis=1) ** 0.5
    assert len(apart) == 31
    assert CATALOG.diagnosis is not None
    nearest = apart.drop("610000").sort_values().index[: CATALOG.diagnosis.peers]
    assert tuple(nearest) == NEAREST
    found = profile_of(release, region="610000")
    names = [p.title for p in found["peers"] if isinstance(p, Card)]
    assert names == [CATALOG.regions[code].short_name.zh for code in NEAREST]
    steps = [p.changes for p in found["peers"] if isinstance(p, Step)]
    assert steps == [(("region", code),) for code in NEAREST]
    words = said(found)
    assert f"距离 {apart['140000']:.2f} · 人口密度、常住人口最接近" in words

    new = shipped("ind_new_product_revenue", 2024)
    ratio = new / shipped("ind_new_product_dev_expenditure", 2024)
    ranks = ratio.rank(ascending=False, method="min")
    assert (
        f"每元新产品开发经费实现的销售收入{ratio['140000']:.2f}元（第{ranks['140000']:.0f}位），"
        f"本地{ratio['610000']:.2f}元（第{ranks['610000']:.0f}位）"
    ) in words


def test_a_move_of_places_is_the_shipped_one(release: Release) -> None:
    def rank(year: int) -> pd.Series:
        spent = shipped("hightech_manufacturing_rd_expenditure", year)
        return (spent / shipped("hightech_manufacturing_revenue", year)).rank(ascending=False)

    fell = rank(2023)["610000"] - rank(2022)["610000"]
    assert fell == 7
    words = said(profile_of(release, region="610000"))
    assert "高技术制造业R&D投入强度：下降7位，居第13位" in words


def test_tiles_carry_value_change_rank_and_years_of_the_year_named(release: Release) -> None:
    spent, before = shipped("rd_expenditure", 2023), shipped("rd_expenditure", 2022)
    tile = tiles(profile_of(release, region="610000")).figures[0]
    assert (tile.indicator_code, tile.year, tile.value) == ("rd_expenditure", 2023, spent["610000"])
    growth = (spent["610000"] / before["610000"] - 1) * 100
    assert tile.change == f"+{growth:.1f}%"
    assert tile.note == f"第{(spent > spent['610000']).sum() + 1}位"
    assert tile.series[-2:] == (before["610000"], spent["610000"])


def test_a_tile_shows_the_regions_newest_figure(release: Release) -> None:
    for code in ("110000", "610100", "340100", "320500"):
        panel = release.panel(CATALOG.regions[code].level)
        own = panel[panel["region_code"] == code]
        for tile in tiles(profile_of(release, region=code)).figures:
            known = own[own["indicator_code"] == tile.indicator_code].set_index("year")["value"]
            newest = known.index.max()
            assert (tile.year, tile.value) == (newest, known[newest]), (code, tile.label)


def test_a_place_of_an_older_year_names_it(release: Release) -> None:
    """Hefei's GDP of 2024 is newer than that of the yearbook by which cities are compared."""
    gdp = next(
        t for t in tiles(profile_of(release, region="340100")).figures if t.indicator_code == "gdp"
    )
    assert (gdp.year, gdp.value) == (2024, 13500)
    assert gdp.note == "第16位（2019—2020年）"


# --- every region ----------------------------------------------------------------------------


def test_every_province_has_a_page_or_words(release: Release) -> None:
    for code in PROVINCES:
        found = profile_of(release, region=code)
        words = said(found)
        if code in OUTSIDE_STATISTICS:
            assert "未包括香港、澳门特别行政区和台湾省" in words, code
        else:
            assert "R&D经费投入强度" in found.headline, code
            assert len(tiles(found).figures) == 6, code
            assert "26项比率指标中" in words, code


def test_every_city_has_a_page_or_words(release: Release) -> None:
    for region in basis.regions_compared(release.catalog, "city"):
        found = profile_of(release, region=region.code)
        words = said(found)
        assert "强项、弱项按" not in words, region.code
        name = region.short_name.zh
        expected = f"{name}：本级" if found.headline else f"没有{name}的数据"
        assert expected in words, region.code


def test_what_is_drawn_and_what_the_table_holds_agree_for_every_region(release: Release) -> None:
    codes = [*PROVINCES, *(r.code for r in basis.regions_compared(release.catalog, "city"))]
    for code in codes:
        found = profile_of(release, region=code)
        if not found["positions"]:
            continue
        rows = table(found, "table").set_index("代码")
        assert rows.index.is_unique
        for figure in (*found["positions"], *found["years"]):
            spec = orjson.loads(figure.spec)  # type: ignore[union-attr]
            peers = basis.peers_of(release, release.catalog.regions[code].level, code)
            token = "|".join((code, ",".join(peers["region_code"])))
            assert f'"{token}"'.encode() in figure.spec, code  # type: ignore[union-attr]
            assert spec["layout"]["height"] > 0
        for tile in tiles(found).figures:
            row = rows.loc[tile.indicator_code]
            assert row["年份"] <= tile.year, (code, tile.label)
            if row["年份"] < tile.year:
                continue
            assert row["数值"] == pytest.approx(tile.value, rel=1e-3), (code, tile.label)


@pytest.mark.parametrize("code", ["110000", "540000", "610100", "341000", "710000"])
def test_the_answer_in_english_holds_no_chinese_sentence(release: Release, code: str) -> None:
    words = said(profile_of(release, "en", region=code))
    # Titles of sources are quoted as they were published.
    lines = [line for line in words.split("\n") if not line.startswith("Source: ")]
    assert not any("一" <= c <= "鿿" for line in lines for c in line), lines


# --- choices ---------------------------------------------------------------------------------


def test_the_number_of_peers_is_the_readers(release: Release) -> None:
    for number in ("3", "10"):
        found = profile_of(release, region="610000", peers=number)
        assert len([p for p in found["peers"] if isinstance(p, Card)]) == int(number)


def test_cities_of_the_same_province_can_be_left_out(release: Release) -> None:
    def provinces(**values: str) -> set[str]:
        found = profile_of(release, region="320500", **values)
        changes = [dict(p.changes) for p in found["peers"] if isinstance(p, Step)]
        return {str(change["region"])[:2] for change in changes}

    assert "32" in provinces()
    assert "32" not in provinces(near="out")
    # A province has no others beside it: the switch means nothing there.
    link = Link({"region": "610000", "near": "out"}, "zh")
    assert read_choice(link, release) == ProfileChoice("610000", 8)


def test_the_link_to_the_comparison_names_the_region_and_its_nearest(release: Release) -> None:
    found = profile_of(release, region="610000", peers="3")
    (link,) = [p for p in found["peers"] if isinstance(p, PageLink)]
    assert link.page == "compare"
    assert dict(link.changes)["compared"] == "610000,140000,210000,360000"


# --- tables ----------------------------------------------------------------------------------


def test_the_table_holds_every_figure_with_its_yardsticks(release: Release) -> None:
    rows = table(profile_of(release, region="610000"), "table")
    row = rows[rows["代码"] == "rd_intensity"].iloc[0]
    assert (row["数值"], row["位次"], row["全国"], row["年份"]) == (2.50, 11, 2.65, 2023)
    peers = shipped("rd_intensity", 2023)[list(NEAREST)]
    assert row["同类地区中位数"] == pytest.approx(peers.median())
    assert row["最优值"] == peers.max()


def test_notes_of_values_stand_in_both_tables(release: Release) -> None:
    found = profile_of(release, region="610000")
    file = pd.read_csv(paths.OBSERVATIONS / "rd_intensity.csv", dtype=str)
    own = file[(file["region_code"] == "610000") & file["note"].notna()]
    notes = dict(zip(own["year"].astype(int), own["note"], strict=True))
    assert notes
    for block in ("table", "years_table"):
        rows = table(found, block)
        rows = rows[rows["代码"] == "rd_intensity"]
        expected = [notes.get(year, "") for year in rows["年份"]]
        assert rows["说明"].tolist() == expected
        assert any(expected)


def test_the_ten_years_drawn_have_their_table(release: Release) -> None:
    rows = table(profile_of(release, region="320000"), "years_table")
    own = rows[rows["代码"] == "rd_intensity"].set_index("年份")
    assert own.index.max() - own.index.min() <= 9
    assert own.loc[2023, "数值"] == shipped("rd_intensity", 2023)["320000"]
    assert own.loc[2018, "数值"] == shipped("rd_intensity", 2018)["320000"]
    # The bulletins' figures are preliminary; that of 2024 comes from a copy alone.
    assert set(own.loc[:2023, "数据状态"]) == {"初步核算"}
    assert set(own.loc[2024:, "数据状态"]) <= {"待核"}


def test_the_cities_of_a_province_are_listed_with_gaps_as_gaps(release: Release) -> None:
    rows = table(profile_of(release, region="610000"), "parts")
    assert len(rows) == 10
    assert rows.iloc[:, 1].is_monotonic_decreasing
    assert "地区生产总值" in rows.columns[1]
    assert rows["地区"].iloc[0] == "西安"
    assert rows.iloc[:, 1:].isna().any(axis=None)
    # A municipality has no cities, but districts.
    districts = table(profile_of(release, region="110000"), "parts")
    assert len(districts) == 16
    assert profile_of(release, region="710000")["parts"] == ()


def test_a_city_with_few_figures_says_how_many_and_names_no_strength(release: Release) -> None:
    words = said(profile_of(release, region="610100"))
    assert "西安：本级68项指标中52项有数据" in words
    assert "不作判定" in words
    assert "强项、弱项按" not in words


def test_a_city_that_lacks_a_trait_has_no_peers_and_is_told_which(release: Release) -> None:
    # 恩施's GDP of 2020 is from a source that nothing confirms.
    found = profile_of(release, region="422800")
    assert not [p for p in found["peers"] if isinstance(p, Card)]
    assert "恩施没有已核实的人均GDP数据，不能确定同类地区。" in said(found)
