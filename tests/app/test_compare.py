"""The comparison as its script runs: every region, every benchmark, and sentences that are true."""

from itertools import cycle, product
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.analysis.progress import Goal, assess_progress
from scoreboard.catalog import load_catalog

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("releases")


def open_compare(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page("pages/compare.py")
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def go(app: AppTest, **query: str) -> None:
    app.query_params.clear()
    app.query_params.update(query)
    app.run()
    assert not app.exception, (query, [e.value for e in app.exception])


def answer(app: AppTest) -> str:
    return app.subheader[0].value.replace("\\", "")


def texts(app: AppTest) -> str:
    parts = [*app.subheader, *app.caption, *app.markdown, *app.info, *app.warning]
    return "\n".join(e.value for e in parts).replace("\\", "")


def shipped(code: str, region: str) -> pd.DataFrame:
    rows = pd.read_csv(ROOT / "data/observations" / f"{code}.csv", dtype={"region_code": str})
    return rows[rows["region_code"] == region].sort_values("year", ignore_index=True)


def value(code: str, region: str, year: int) -> float:
    rows = shipped(code, region)
    return float(rows.loc[rows["year"] == year, "value"].iloc[0])


def test_how_far_shaanxi_is_from_the_nation_in_rd_intensity() -> None:
    own, nation = value("rd_intensity", "610000", 2023), value("rd_intensity", "000000", 2023)
    assert (own, nation) == (2.50, 2.65)
    # 0.15 below, 0.15 / 2.65 = 5.7 %.
    app = open_compare(compared="610000", indicators="rd_intensity")
    assert answer(app) == (
        "陕西R&D经费投入强度（首次公布），2023年为2.50%（待核），比全国（2.65%）低0.15个百分点（5.7%）。"
    )


def test_how_long_shaanxi_takes_to_a_typed_target_recomputed_by_hand() -> None:
    first, last = value("rd_intensity", "610000", 2019), value("rd_intensity", "610000", 2023)
    # 2019 is the first year after the fourth economic census; nothing before it counts.
    pace = (last - first) / 4
    years = (2.80 - last) / pace
    assert (round(pace, 3), round(years, 1)) == (0.057, 5.2)
    app = open_compare(
        compared="610000", benchmark="target", indicator="rd_intensity", target="2.8"
    )
    said = texts(app)
    assert "2019—2023年年均提高0.057个百分点" in said
    assert "照此速度约需5.2年，到2029年达到" in said
    assert "要在2030年达到2.80%，此后须年均提高0.043个百分点" in said
    # (2.50 − 2.27) / 4 over (2.80 − 2.27) / 11.
    assert "2019年以来的速度为所需的119%" in said
    assert "**按期可达** 陕西2023年为2.50%" in said


def test_who_is_the_frontier_in_rd_intensity() -> None:
    rows = pd.read_csv(ROOT / "data/observations/rd_intensity.csv", dtype={"region_code": str})
    provinces = rows[rows["region_code"].str.endswith("0000") & (rows["region_code"] != "000000")]
    best = provinces[provinces["year"] == 2023].nlargest(1, "value").iloc[0]
    assert (best["region_code"], best["value"]) == ("110000", 6.73)
    app = open_compare(compared="610000", indicators="rd_intensity", benchmark="frontier")
    # 4.23 below, 4.23 / 6.73 = 62.9 %.
    assert "比最优水平（北京）（6.73%）低4.23个百分点（62.9%）" in answer(app)


def test_growth_of_rd_expenditure_towards_a_target_is_compound() -> None:
    first, last = value("rd_expenditure", "610000", 2018), value("rd_expenditure", "610000", 2023)
    growth = ((last / first) ** (1 / 5) - 1) * 100
    found = assess_progress(
        shipped("rd_expenditure", "610000"), Goal(1500, 2030), "higher_is_better", "percent"
    )
    assert found is not None
    assert found.pace is not None
    assert found.pace.per_year == pytest.approx(growth)
    app = open_compare(
        compared="610000", benchmark="target", indicator="rd_expenditure", target="1500"
    )
    assert f"2018—2023年年均增长{growth:.1f}%" in texts(app)


def test_the_province_mean_is_the_plain_mean_of_31() -> None:
    rows = pd.read_csv(ROOT / "data/observations/rd_intensity.csv", dtype={"region_code": str})
    provinces = rows[rows["region_code"].str.endswith("0000") & (rows["region_code"] != "000000")]
    year = provinces[provinces["year"] == 2023]
    assert len(year) == 31
    app = open_compare(compared="610000", indicators="rd_intensity", benchmark="mean")
    assert f"比省均值（{year['value'].mean():.2f}%）高" in "".join(
        answer(app).split("R&D经费投入强度（首次公布），")
    )


def test_every_region_is_compared_without_an_exception() -> None:
    catalog = load_catalog()
    regions = [
        r.code
        for r in catalog.regions.values()
        if (r.level in ("province", "city") or "-" in r.code) and r.valid_to is None
    ]
    assert len(regions) > 350
    kinds, pillars = cycle(catalog.benchmark_kinds), cycle(catalog.pillars)
    app = open_compare()
    for start in range(0, len(regions), 8):
        codes = regions[start : start + 8]
        kind, pillar = next(kinds), next(pillars)
        go(app, compared=",".join(codes), benchmark=kind, pillar=pillar)
        assert not app.warning, [w.value for w in app.warning]
        assert answer(app), (codes, kind)


def test_every_pillar_meets_every_benchmark() -> None:
    catalog = load_catalog()
    app = open_compare()
    mixed = "610000,610100,320500-SIP,440300,650000"
    for kind, pillar in product(catalog.benchmark_kinds, catalog.pillars):
        go(app, compared=mixed, benchmark=kind, pillar=pillar, lang="en")
        said = answer(app)
        assert not any("一" <= c <= "鿿" for c in said), said


def test_every_indicator_is_shown_in_detail_with_a_target_and_indexed() -> None:
    catalog = load_catalog()
    app = open_compare()
    for place, indicator in enumerate(catalog.indicators.values()):
        base = {"base_year": "2018"} if place % 2 else {}
        go(app, benchmark="target", indicator=indicator.code, target="3", **base)


def test_every_case_shows_its_claims_with_the_paper() -> None:
    app = open_compare()
    for code, case in load_catalog().cases.items():
        go(app, benchmark="case", case=code)
        assert "不是统计数据" in texts(app)
        assert case.source in texts(app)
        assert len(app.dataframe[0].value) == len(case.figures)


def test_a_case_is_compared_only_where_the_indicator_is_the_same() -> None:
    app = open_compare(benchmark="case", compared="610000")
    assert "比案例“苏州工业园区”2023年（4.50%）低2.00个百分点（44.4%）" in answer(app)
    # High-tech enterprises of a zone are not set beside those of a province.
    app.session_state["gaps_open"] = True
    app.run()
    table = app.dataframe[0].value
    assert table["指标"].tolist() == ["R&D经费投入强度（首次公布）", "高新技术企业数"]
    assert table["差距 (%)"].isna().tolist() == [False, True]


def test_a_case_is_not_set_against_years_on_the_other_side_of_a_break() -> None:
    # 2024 goes by the GDP after the fifth census, the case's 2023 by that before it.
    assert value("rd_intensity", "330000", 2024) == 3.22
    said = answer(open_compare(benchmark="case", compared="330000"))
    assert f"2023年为{value('rd_intensity', '330000', 2023):.2f}%（待核），比案例" in said


def test_totals_are_not_compared_with_the_nation_and_it_is_said() -> None:
    app = open_compare()
    assert "不与全国比较的指标：" in texts(app)
    assert "R&D经费、" in texts(app)


def test_every_table_opens_and_carries_the_benchmark() -> None:
    app = open_compare(benchmark="peers", compared="610000,320500-SIP")
    for key in ("gaps", "progress", "trends"):
        app.session_state[f"{key}_open"] = True
    app.run()
    assert not app.exception
    gaps, progress, trends = (frame.value for frame in app.dataframe)
    assert set(gaps["基准"].dropna()) == {"同类地区中位数"}
    # The zone has no peers, and says so in its own row.
    assert "无基准值" in set(gaps["数据状态"]) | set(progress["进度"])
    assert "同类地区中位数" in trends.columns


def test_the_regions_of_the_overview_come_along_and_stay_as_they_are() -> None:
    app = open_compare(regions="420000,430000")
    assert "湖北" in texts(app)
    assert "".join(app.query_params["regions"]) == "420000,430000"
    go(app, compared="320500-SIP,610000", regions="420000")
    assert "苏州工业园区" in texts(app)
    assert "".join(app.query_params["regions"]) == "420000"


def test_a_lone_region_stands_beside_its_nearest_peers() -> None:
    app = open_compare(region="420000")
    titles = [m.value for m in app.markdown]
    assert any("湖北" in title for title in titles)
    assert len(next(t for t in titles if t.startswith("- ")).splitlines()) == 4


def test_bad_links_get_a_sentence_and_the_default() -> None:
    app = open_compare(
        compared="999999,610000",
        benchmark="moon",
        indicators="no_such,pilot_test_bases,rd_intensity",
        target="many",
        year="abcd",
        target_year="1",
        base_year="x",
    )
    said = " ".join(w.value for w in app.warning).replace("\\", "")
    for bad in ("999999", "moon", "no_such", "many", "abcd", "中试"):
        assert bad in said, bad
    assert "比全国" in answer(app)


def test_a_year_limits_what_is_compared() -> None:
    app = open_compare(compared="610000", indicators="rd_intensity", year="2020")
    assert "2020年为2.42%" in answer(app)
    nothing = open_compare(compared="610000", indicators="rd_intensity", year="1990")
    assert "没有可与全国比较的数据" in answer(nothing)
