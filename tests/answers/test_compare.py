"""The comparison as an answer: every region, every benchmark, and sentences that are true."""

from itertools import cycle, product
from pathlib import Path

import pandas as pd
import pytest

from scoreboard.analysis.progress import Goal, assess_progress
from scoreboard.answers.basis import peers_of, years_compared
from scoreboard.answers.compare.answer import answer
from scoreboard.answers.compare.choice import CompareChoice, read_choice, regions_offered
from scoreboard.answers.compare.comparison import take_comparison
from scoreboard.answers.compare.progress import assess
from scoreboard.answers.compare.tables import gap_table, progress_table
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Facts, Sentence, Table
from scoreboard.answers.release import Release
from scoreboard.answers.targets import newest_data_year
from scoreboard.catalog import NATION

ROOT = Path(__file__).resolve().parents[2]


def choose(release: Release, language: str = "zh", **link: str) -> tuple[CompareChoice, list[str]]:
    read = Link(link, "en" if language == "en" else "zh")
    return read_choice(read, release), [notice.text for notice in read.notices]


def ask(release: Release, **link: str) -> Answer:
    choice, notices = choose(release, **link)
    assert not notices
    return answer(release, choice, "zh")


def said(found: Answer, block: str) -> str:
    lines = []
    for part in found[block]:
        if isinstance(part, Sentence):
            lines.append(part.text)
        elif isinstance(part, Facts):
            lines += [f"{label} {text}" for label, text in part.pairs]
    return "\n".join(lines)


def table(found: Answer, block: str) -> pd.DataFrame:
    return next(part for part in found[block] if isinstance(part, Table)).build()


def shipped(code: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "data/observations" / f"{code}.csv", dtype={"region_code": str})


def value(code: str, region: str, year: int) -> float:
    rows = shipped(code)
    rows = rows[(rows["region_code"] == region) & (rows["year"] == year)]
    return float(rows["value"].iloc[0])


def provinces_of(code: str, year: int) -> pd.DataFrame:
    rows = shipped(code)
    is_province = rows["region_code"].str.endswith("0000") & (rows["region_code"] != "000000")
    return rows[is_province & (rows["year"] == year)]


def test_how_far_shaanxi_is_from_the_nation_in_rd_intensity(release: Release) -> None:
    own, nation = value("rd_intensity", "610000", 2023), value("rd_intensity", "000000", 2023)
    assert (own, nation) == (2.50, 2.65)
    found = ask(release, compared="610000", indicators="rd_intensity")
    assert found.headline == (
        "陕西R&D经费投入强度（首次公布），2023年为2.50%（初步核算），比全国（2.65%）低0.15个百分点，"
        "2020年则高0.02个百分点。"
    )
    assert "比较年份：2023年。" in said(found, "opening")


def test_the_headline_says_how_a_gap_of_a_rate_moved(release: Release) -> None:
    """2.50 against 6.73 in 2023 is 4.23; 2.42 against 6.44 in 2020 was 4.02: 0.21 wider."""
    found = ask(
        release, compared="610000", indicators="rd_intensity", benchmark="region", against="110000"
    )
    apart = [
        value("rd_intensity", "110000", year) - value("rd_intensity", "610000", year)
        for year in (2020, 2023)
    ]
    assert [round(gap, 2) for gap in apart] == [4.02, 4.23]
    assert found.headline.endswith("，差距比2020年扩大0.21个百分点。")
    several = ask(release, compared="610000,510000", indicators="rd_intensity")
    told = said(several, "opening")
    assert several.headline.startswith("陕西")
    assert told.index("陕西") < told.index("四川")
    assert "平均落后" not in told


def test_how_long_shaanxi_takes_to_a_typed_target_recomputed_by_hand(release: Release) -> None:
    first, last = value("rd_intensity", "610000", 2019), value("rd_intensity", "610000", 2023)
    # 2019 is the first year after the fourth economic census; nothing before it counts.
    pace = (last - first) / 4
    years = (2.80 - last) / pace
    assert (round(pace, 3), round(years, 1)) == (0.057, 5.2)
    found = ask(
        release, compared="610000", benchmark="target", indicator="rd_intensity", target="2.8"
    )
    lines = said(found, "progress")
    assert "2019—2023年年均提高0.057个百分点" in lines
    assert "照此速度约需5.2年，到2029年达到" in lines
    assert "要在2030年达到2.80%，此后须年均提高0.043个百分点" in lines
    # (2.50 − 2.27) / 4 over (2.80 − 2.27) / 11.
    assert "2019年以来的速度为自2019年起按期达到所需的119%" in lines
    assert "按期可达 陕西2023年为2.50%" in lines


def test_who_is_the_frontier_in_rd_intensity(release: Release) -> None:
    best = provinces_of("rd_intensity", 2023).nlargest(1, "value").iloc[0]
    assert (best["region_code"], best["value"]) == ("110000", 6.73)
    found = ask(release, compared="610000", indicators="rd_intensity", benchmark="frontier")
    # 4.23 below, 4.23 / 6.73 = 62.9 %.
    assert "比最优水平（北京）（6.73%）低4.23个百分点" in found.headline


def test_growth_of_rd_expenditure_towards_a_target_is_compound(release: Release) -> None:
    first, last = value("rd_expenditure", "610000", 2018), value("rd_expenditure", "610000", 2023)
    growth = ((last / first) ** (1 / 5) - 1) * 100
    rows = shipped("rd_expenditure")
    rows = rows[rows["region_code"] == "610000"]
    pace = assess_progress(rows, Goal(1500, 2030), "higher_is_better", "percent")
    assert pace is not None
    assert pace.pace is not None
    assert pace.pace.per_year == pytest.approx(growth)
    found = ask(
        release, compared="610000", benchmark="target", indicator="rd_expenditure", target="1500"
    )
    assert f"2018—2023年年均增长{growth:.1f}%" in said(found, "progress")


def test_the_province_mean_is_the_plain_mean_of_31(release: Release) -> None:
    year = provinces_of("rd_intensity", 2023)
    assert len(year) == 31
    found = ask(release, compared="610000", indicators="rd_intensity", benchmark="mean")
    assert f"比省均值（{year['value'].mean():.2f}%）高" in found.headline


def test_the_median_of_the_peers_is_that_of_as_many_as_the_catalog_says(release: Release) -> None:
    assert release.catalog.diagnosis is not None
    peers = peers_of(release, "province", "610000")["region_code"]
    assert len(peers) == release.catalog.diagnosis.peers == 8
    year = provinces_of("rd_intensity", 2023)
    median = year.loc[year["region_code"].isin(peers), "value"].median()
    found = ask(release, compared="610000", indicators="rd_intensity", benchmark="peers")
    row = table(found, "gap_table").iloc[0]
    assert (row["年份"], row["基准所含地区数"]) == ("2023", 8)
    assert row["基准值"] == pytest.approx(median)


@pytest.mark.parametrize("against", ["nation", "peers", "frontier", "case"])
def test_one_region_has_one_figure_of_an_indicator_on_the_whole_page(
    release: Release, against: str
) -> None:
    # A zone published until 2022, so the whole comparison is of 2022: 2.35 % of Shaanxi, not 2.50.
    own = value("rd_intensity", "610000", 2022)
    assert own == 2.35
    found = ask(
        release,
        compared="610000,320500-SIP,440300",
        indicators="rd_intensity",
        benchmark=against,
    )
    row = table(found, "gap_table").iloc[0]
    assert (row["年份"], row["数值"]) == ("2022", own)
    assert "陕西2022年为2.35%" in said(found, "progress")
    told = said(found, "opening") + said(found, "progress")
    assert "2.50%" not in told.replace("；最新为2023年的2.50%（初步核算）", "")


def test_headline_progress_and_table_name_the_same_figure_of_every_region(
    release: Release,
) -> None:
    for level in ("province", "city", "zone"):
        codes = [r.code for r in regions_offered(release.catalog) if r.level == level]
        years = years_compared(release, level)
        for start in range(0, len(codes), 8):
            compared = tuple(codes[start : start + 8])
            choice = CompareChoice(compared, own=("rd_intensity",))
            page = take_comparison(release, choice, "zh")
            common = page.gaps[page.gaps["is_common"].astype(bool)]
            assert len(set(common["year"])) <= 1
            if level == "province":
                assert page.gaps.empty or set(common["year"]) == {years["rd_intensity"]}
            gaps = gap_table(page).build().set_index("代码")
            pace = progress_table(page, assess(page)).build().set_index("地区")
            for row in page.gaps.itertuples():
                name = page.names[row.region_code]
                assert gaps.loc[row.region_code, "数值"] == pytest.approx(row.value, abs=1e-4)
                assert gaps.loc[row.region_code, "年份"] == str(row.year) == pace.loc[name, "年份"]
                assert pace.loc[name, "数值"] == row.value


def test_the_note_of_a_figure_is_in_the_tables(release: Release) -> None:
    rows = shipped("rd_intensity")
    own = rows[(rows["region_code"] == "610000") & (rows["year"] == 2023)].iloc[0]
    assert own["note"]
    found = ask(release, compared="610000", indicators="rd_intensity")
    assert table(found, "gap_table").iloc[0]["说明"] == own["note"]
    years = table(found, "trend_table").set_index("年份")
    assert years.loc["2023", "说明"] == own["note"]


def test_every_region_is_compared(release: Release) -> None:
    catalog = release.catalog
    offered = regions_offered(catalog)
    # Of the counties every fortieth.
    regions = [r.code for r in offered if r.level != "county"]
    regions += [r.code for r in offered if r.level == "county"][::40]
    assert len(regions) > 400
    kinds, pillars = cycle(catalog.benchmark_kinds), cycle(catalog.pillars)
    for start in range(0, len(regions), 8):
        codes = regions[start : start + 8]
        kind, pillar = next(kinds), next(pillars)
        found = ask(release, compared=",".join(codes), benchmark=kind, pillar=pillar)
        assert found.headline, (codes, kind)


def test_every_pillar_meets_every_benchmark_in_english(release: Release) -> None:
    mixed = "610000,610100,320500-SIP,440300,650000"
    catalog = release.catalog
    for kind, pillar in product(catalog.benchmark_kinds, catalog.pillars):
        choice, _ = choose(release, "en", compared=mixed, benchmark=kind, pillar=pillar)
        headline = answer(release, choice, "en").headline
        assert headline
        assert not any("一" <= c <= "鿿" for c in headline), headline


def test_every_indicator_is_shown_in_detail_with_a_target_and_indexed(release: Release) -> None:
    for place, code in enumerate(release.catalog.indicators):
        base = {"base_year": "2018"} if place % 2 else {}
        found = ask(release, benchmark="target", indicator=code, target="3", **base)
        assert found["progress"], code
        assert table(found, "trend_table") is not None


def test_every_case_shows_its_claims_with_the_paper(release: Release) -> None:
    for code, case in release.catalog.cases.items():
        found = ask(release, benchmark="case", case=code)
        assert "不是统计数据" in said(found, "case")
        assert case.source in said(found, "case")
        assert len(table(found, "case")) == len(case.figures)


def test_a_case_is_compared_only_where_the_indicator_is_the_same(release: Release) -> None:
    found = ask(release, benchmark="case", compared="610000")
    assert "比案例“苏州工业园区”2023年（4.50%）低2.00个百分点" in found.headline
    # High-tech enterprises of a zone are not set beside those of a province.
    rows = table(found, "gap_table")
    assert rows["指标"].tolist() == ["R&D经费投入强度（首次公布）", "高新技术企业数"]
    assert rows["差距 (%)"].isna().tolist() == [False, True]


def test_a_case_is_not_set_against_years_on_the_other_side_of_a_break(release: Release) -> None:
    # 2024 goes by the GDP after the fifth census, the case's 2023 by that before it.
    assert value("rd_intensity", "330000", 2024) == 3.22
    found = ask(release, benchmark="case", compared="330000")
    assert (
        f"2023年为{value('rd_intensity', '330000', 2023):.2f}%（初步核算），比案例"
        in found.headline
    )
    choice, _ = choose(release, benchmark="case", compared="330000")
    marks = take_comparison(release, choice, "zh").references
    years = marks.loc[marks["indicator_code"] == "rd_intensity", "year"]
    assert 2023 in set(years)
    assert 2024 not in set(years)


def test_totals_are_not_compared_with_the_nation_and_it_is_said(release: Release) -> None:
    notes = said(ask(release), "opening")
    assert "不与全国比较的指标：" in notes
    assert "R&D经费、" in notes


def test_every_table_carries_the_benchmark(release: Release) -> None:
    found = ask(release, benchmark="peers", compared="610000,320500-SIP")
    gaps, progress = table(found, "gap_table"), table(found, "progress")
    assert set(gaps["基准"].dropna()) == {"同类地区中位数"}
    # The zone has no peers, and says so in its own row.
    assert "无基准值" in set(gaps["数据状态"]) | set(progress["进度"])
    assert "同类地区中位数" in table(found, "trend_table").columns


def test_the_regions_of_another_page_come_along(release: Release) -> None:
    assert choose(release, regions="420000,430000")[0].regions == ("420000", "430000")
    both = choose(release, compared="320500-SIP,610000", regions="420000")[0]
    assert both.regions == ("320500-SIP", "610000")


def test_a_lone_region_stands_beside_its_nearest_peers(release: Release) -> None:
    nearest = peers_of(release, "province", "420000", 3)["region_code"]
    choice, _ = choose(release, region="420000")
    assert choice.regions == ("420000", *nearest)
    assert len(nearest) == 3


def test_bad_links_get_a_sentence_and_the_default(release: Release) -> None:
    choice, notices = choose(
        release,
        compared="999999,610000",
        benchmark="moon",
        indicators="no_such,pilot_test_bases,rd_intensity",
        target="many",
        year="abcd",
        target_year="1",
        base_year="x",
    )
    for bad in ("999999", "moon", "no_such", "many", "abcd", "中试", "“1”", "“x”"):
        assert any(bad in notice for notice in notices), bad
    assert choice == CompareChoice(
        ("610000",), case=next(iter(release.catalog.cases)), own=("rd_intensity",)
    )


def test_a_year_limits_what_is_compared(release: Release) -> None:
    found = ask(release, compared="610000", indicators="rd_intensity", year="2020")
    assert "2020年为2.42%" in found.headline
    nothing = ask(release, compared="610000", indicators="rd_intensity", year="1990")
    assert "没有可与全国比较的数据" in nothing.headline


def test_no_forecast_names_a_year_that_is_over_or_rests_on_fewer_than_four_years(
    release: Release,
) -> None:
    catalog, until = release.catalog, newest_data_year(release)
    seen = 0
    for level, indicator, kind in (
        ("province", "rd_intensity", "nation"),
        ("province", "rd_intensity", "mean"),
        ("province", "rd_expenditure", "frontier"),
        ("city", "rd_expenditure", "frontier"),
    ):
        codes = [r.code for r in regions_offered(catalog) if r.level == level][:64]
        for start in range(0, len(codes), 8):
            some = tuple(codes[start : start + 8])
            page = take_comparison(release, CompareChoice(some, kind, own=(indicator,)), "zh")
            assessed = assess(page)
            told = progress_table(page, assessed).build().set_index("地区")
            for region, (_goal, progress) in assessed.items():
                arrival = told.loc[page.names[region]].get("达到年份")
                if not isinstance(arrival, str) or not arrival:
                    continue
                assert int(arrival) > until, (region, arrival)
                assert progress.pace is not None
                own = page.figures_of(indicator)
                own = own[
                    (own["region_code"] == region) & (own["year"] >= progress.pace.first_year)
                ]
                assert own.loc[own["year"] <= progress.year, "year"].nunique() >= 4, region
                assert progress.year >= until - 5
                seen += 1
    assert seen > 5


def test_the_nation_moves_on_while_shaanxi_follows(release: Release) -> None:
    own = [value("rd_intensity", "610000", y) for y in (2019, 2023)]
    nation = [value("rd_intensity", "000000", y) for y in (2019, 2023)]
    pace, other = (own[1] - own[0]) / 4, (nation[1] - nation[0]) / 4
    # Shaanxi gains 0.0575 a year, the nation 0.105: the gap does not close.
    assert (round(pace, 4), round(other, 4)) == (0.0575, 0.105)
    lines = said(ask(release, compared="610000", indicators="rd_intensity"), "progress")
    assert "全国同期年均提高0.105个百分点" in lines
    assert "照两者的速度，差距不会消失" in lines
    needed = (nation[1] + 7 * other - own[1]) / 7
    assert f"要在2030年赶上全国，此后须年均提高{needed:.3f}个百分点" in lines
    assert "按至少4个年份的数据直线外推" in lines


def test_two_figures_make_no_mean_and_old_ones_no_answer(release: Release) -> None:
    """Baoji and its peers have 2019 and 2020 alone: one change each, and all are too old."""
    lines = said(
        ask(release, compared="610300", indicators="fiscal_st_expenditure_pct"), "progress"
    )
    assert lines.startswith("数据过旧 宝鸡2020年为1.49%（待核），")
    assert "比2019年下降0.85个百分点" in lines
    assert "年均" not in lines
    assert "外推" not in lines


def test_a_city_is_not_held_against_a_nation_of_another_kind(release: Release) -> None:
    """What provinces spend themselves is in the nation's share and in no city's."""

    def gaps(**link: str) -> int:
        choice, _notices = choose(
            release, compared="610300", indicators="fiscal_st_expenditure_pct", **link
        )
        return len(take_comparison(release, choice, "zh").gaps)

    assert gaps(benchmark="nation") == gaps(benchmark="region", against="610000") == 0
    assert gaps(benchmark="peers") == gaps(benchmark="region", against="610100") == 1
    rows = release.observations("fiscal_st_expenditure_pct", "city")
    assert NATION not in set(rows["region_code"])
    assert NATION in set(
        release.observations("fiscal_st_expenditure_pct", "province")["region_code"]
    )


def test_each_region_stands_against_the_target_of_its_own_plan(release: Release) -> None:
    found = ask(
        release, compared="310000,440000,610000", benchmark="target", indicator="rd_intensity"
    )
    rows = table(found, "gap_table").set_index("地区")
    assert rows.loc["上海", "基准值"] == 4.5
    assert rows.loc["广东", "基准值"] == 3.5
    # No plan of Shaanxi names an intensity here.
    assert rows.loc["陕西", "数据状态"] == "无基准值"
    lines = said(found, "progress")
    assert "上海 R&D经费投入强度（首次公布），2025年：4.5%左右——与进度相符。2024年为4.35%" in lines
    assert "原文用词：“力争…达到…左右”。" in lines
    assert "官方说法 2025年：预计4.5%左右。" in lines
    # Of two targets the one of the year asked for: Guangxi's 2.5 % of 2035.
    for year, wanted in (("2035", 2.5), ("2030", 1.6)):
        page = ask(
            release,
            compared="450000",
            benchmark="target",
            indicator="rd_intensity",
            target_year=year,
        )
        assert table(page, "gap_table").iloc[0]["基准值"] == wanted
    none = ask(release, compared="610000", benchmark="target", indicator="rd_expenditure")
    assert "本平台未收录所选地区R&D经费的规划目标" in none.headline
