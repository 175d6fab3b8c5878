"""No page compares cities by figures outside one window, and every page says which it is.

All cities are swept in what the pages are made from and in the tables of overview and comparison;
the words of the other pages are read for cities whose figures are of different years.
"""

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from scoreboard.analysis.views import breaks_of
from scoreboard.answers import basis, judged
from scoreboard.answers.compare.choice import CompareChoice
from scoreboard.answers.compare.comparison import take_comparison
from scoreboard.answers.compare.tables import gap_table
from scoreboard.answers.compare.words import opening as compare_opening
from scoreboard.answers.indicator_choice import indicators_offered
from scoreboard.answers.indicator_choice import read_choice as read_indicator
from scoreboard.answers.link import Link
from scoreboard.answers.overview.answer import answer as overview
from scoreboard.answers.profile.answer import answer as profile
from scoreboard.answers.profile.choice import ProfileChoice
from scoreboard.answers.release import Release
from scoreboard.answers.structure.answer import answer as structure
from scoreboard.answers.structure.choice import read_choice as read_structure
from tests.answers.reading import said, tables_of

# R&D of 2019 for most cities and of 2021 for Jiangsu's: nobody stands in one year alone.
MIXED = ("rd_expenditure", "rd_intensity_derived", "patents_granted", "university_students")
# 洛阳 and 宝鸡 with R&D of 2019, 苏州 and 南京 of 2021, 西安, 合肥, 绵阳, and 三沙 with hardly any.
READ = ("410300", "610300", "320500", "320100", "610100", "340100", "510700", "460300")


def spans(release: Release, window: int) -> dict[str, tuple[int, int]]:
    """The first and the last year that each indicator's window may hold."""
    lasts = basis.years_compared(release, "city", window)
    return {code: (last - window + 1, last) for code, last in lasts.items()}


def is_within(years: pd.Series, codes: pd.Series, known: dict[str, tuple[int, int]]) -> bool:
    """Whether every year lies in the window of its indicator."""
    first, last = (codes.map({c: span[n] for c, span in known.items()}) for n in (0, 1))
    return bool(((first <= years) & (years <= last)).all())


def test_the_cities_open_on_an_indicator_that_most_publish(release: Release) -> None:
    choice = read_indicator(Link({"level": "city"}, "zh"), release)
    table = tables_of(overview(release, choice, "zh"))["table"].build()
    assert table["位次"].notna().sum() >= 250


@pytest.mark.parametrize("window", [1, 3])
def test_all_cities_are_compared_within_one_window(release: Release, window: int) -> None:
    known = spans(release, window)
    placed = basis.placed(release, "city", window)
    cities = {r.code for r in basis.regions_compared(release.catalog, "city")}
    assert len(cities) == 333
    assert cities <= set(placed["region_code"])
    assert is_within(placed["year"], placed["indicator_code"], known)
    counts = placed.groupby("indicator_code")["region_code"].transform("size")
    assert (placed["regions"] == counts).all()
    rows = release.panel("city")
    for code, of_code in placed.groupby("indicator_code"):
        every = rows[(rows["indicator_code"] == code) & (rows["region_code"] != "000000")]
        for mark in breaks_of(release.catalog.indicators[str(code)], every):
            parted = of_code[(of_code["year"] < mark.year) & (mark.year <= known[str(code)][1])]
            assert not any(map(mark.concerns, parted["region_code"])), (code, mark.year)
        assert not of_code.duplicated("region_code").any()


def test_a_window_adds_cities_and_loses_none(release: Release) -> None:
    one, three = (basis.placed(release, "city", n).groupby("indicator_code").size() for n in (1, 3))
    assert (three.reindex(one.index) >= one).all()
    for code, at_least in {"rd_expenditure": 210, "patents_granted": 270}.items():
        assert three[code] >= at_least > one[code]


def test_yardsticks_of_the_diagnosis_lie_within_the_window(release: Release) -> None:
    known = spans(release, 3)
    checked = 0
    for region in judged.facts(release, "city").values():
        for medians in (region.peer_medians, region.tier_medians, region.level_medians):
            for code, yardstick in medians.items():
                if code in known:
                    first, last = known[code]
                    own = region.values[code].year  # noqa: PD011 (a mapping, no frame)
                    years = (yardstick.first_year, yardstick.last_year, own)
                    assert all(first <= year <= last for year in years), (region.region_code, code)
                    checked += 1
    assert checked > 10_000


def test_the_overview_says_its_window_and_every_citys_year(release: Release) -> None:
    known, mixed = spans(release, 3), 0
    for code in indicators_offered(release, "city", 3, "", few=True):
        if not release.catalog.indicators[code].is_ranked or code not in known:
            continue
        link = Link({"level": "city", "indicator": code}, "zh")
        found = overview(release, read_indicator(link, release), "zh")
        table = tables_of(found)["table"].build()
        if "年份" not in table:
            assert "最新值" not in found.headline
            continue
        mixed += 1
        years = table["年份"].dropna().astype(int)
        span = f"{years.min()}—{years.max()}年各市最新值"
        assert known[code][0] <= years.min() <= years.max() <= known[code][1]
        assert span in found.headline or len(years) <= 2, code
        for block in ("map", "ranking", "distribution"):
            assert span in said(found, block), (code, block)
    assert mixed > 10


def test_a_chosen_citys_place_names_its_year_and_the_window(release: Release) -> None:
    asked = {"level": "city", "indicator": "rd_intensity_derived", "regions": "410300"}
    link = Link(asked, "zh")
    headline = overview(release, read_indicator(link, release), "zh").headline
    assert re.match(r"2019年洛阳.+，在208个城市中居第\d+位（按2019—2021年各市最新值）", headline)
    one_year = Link({**asked, "window": "1"}, "zh")
    headline = overview(release, read_indicator(one_year, release), "zh").headline
    assert re.match(r"2019年洛阳.+，在194个城市中居第\d+位", headline)
    assert "最新值" not in headline


def test_all_comparisons_with_peers_lie_within_the_window(release: Release) -> None:
    known, checked = spans(release, 3), 0
    regions = [r.code for r in basis.regions_compared(release.catalog, "city")]
    for some in (tuple(regions[n : n + 8]) for n in range(0, len(regions), 8)):
        page = take_comparison(release, CompareChoice(some, "peers", own=MIXED), "zh")
        compared = basis.placed(release, "city")
        own = compared[compared["region_code"].isin(some)].set_index(
            ["indicator_code", "region_code"]
        )
        for gap in page.gaps.itertuples():
            first, last = known[gap.indicator_code]
            if (gap.indicator_code, gap.region_code) not in own.index:
                assert not gap.is_common, "an older figure has its year in brackets"
                continue
            assert first <= gap.first_year <= gap.last_year <= last, gap
            assert first <= gap.year <= last, gap
            checked += 1
        if len(page.gaps):
            assert "3年内各地最新值" in "".join(s.text for s in compare_opening(page))
            assert "基准所用数据年份" in gap_table(page).build()
    assert checked > 700


@pytest.mark.parametrize("region", READ)
def test_a_profile_says_its_window(release: Release, region: str) -> None:
    found = profile(release, ProfileChoice(region, 8), "zh")
    table = tables_of(found)["profile_table"].build()
    known = spans(release, 3)
    ranked = table[table["位次"].notna()]
    assert is_within(ranked["年份"], ranked["代码"], known)
    for code, words in zip(ranked["代码"], ranked["比较所用年份"], strict=True):
        years = [int(y) for y in re.findall(r"\d{4}", words)]
        assert known[code][0] <= years[0] <= years[-1] <= known[code][1]
    if len(found["positions"]):
        assert "3年内的最新值" in said(found, "opening")


def test_the_structure_of_mixed_years_says_so_and_compares_no_years(release: Release) -> None:
    seen = 0
    for code in MIXED:
        link = Link({"level": "city", "indicator": code}, "zh")
        choice = read_structure(link, release)
        found = structure(release, choice, "zh")
        if "最新值" in said(found, "opening"):
            assert choice.since is None
            assert "不作历年比较" in said(found, "opening")
            assert not any("较" in tile.change for tile in tiles_of(found["opening"]))
            seen += 1
    assert seen


def tiles_of(parts: tuple[object, ...]) -> Iterator[object]:
    """The key figures among some parts."""
    for part in parts:
        yield from getattr(part, "figures", ())


def test_the_menu_counts_a_levels_regions_and_leaves_out_what_few_have(release: Release) -> None:
    offered = indicators_offered(release, "city", 3, "rd_basic_research_pct", few=False)
    assert offered["rd_expenditure"] == 212
    assert offered["higher_edu_per_100k"] == 333
    assert "concept_validation_centers" not in offered
    assert "rd_basic_research_pct" in offered, "what is shown is always listed"
    every = indicators_offered(release, "city", 3, "", few=True)
    assert set(every) == set(release.catalog.indicators)
    assert all(n >= 10 for c, n in offered.items() if c != "rd_basic_research_pct")


def test_the_smallest_ratios_of_unchecked_rd_are_not_ranked(release: Release) -> None:
    """来宾, 庆阳, 玉林 and 陇南: their provinces' figures lack cities and could not be added up."""
    left_out = {"451300", "621000", "450900", "621200"}
    spent, gdp = (
        release.observations(code, "city").query("year == 2019").set_index("region_code")
        for code in ("rd_expenditure", "gdp")
    )
    ratios = (spent["value"] / gdp["value"] * 100).dropna()
    assert set(ratios.index[ratios < 0.15]) == left_out
    assert (spent.loc[list(left_out), "value"] < 2).all()
    assert set(spent.loc[list(left_out), "status"]) == {"U"}
    ranked = basis.placed(release, "city").query("indicator_code == 'rd_intensity_derived'")
    assert not left_out & set(ranked["region_code"])
    # The amounts themselves stay.
    amounts = basis.placed(release, "city").query("indicator_code == 'rd_expenditure'")
    assert left_out <= set(amounts["region_code"])
