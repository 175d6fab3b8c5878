"""The profile page: true sentences, every region, and words where figures are missing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from scoreboard import paths
from scoreboard.catalog import OUTSIDE_STATISTICS, load_catalog
from scoreboard.ui.choosers import regions_compared

ROOT = Path(__file__).resolve().parents[2]
CATALOG = load_catalog()
PROVINCES = [r.code for r in CATALOG.children("000000", "province")]
pytestmark = pytest.mark.usefixtures("releases")


def open_profile(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    app.switch_page("pages/profile.py").run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def texts(app: AppTest) -> str:
    parts = [*app.subheader, *app.caption, *app.markdown, *app.info, *app.warning]
    return "\n".join(e.value for e in parts).replace("\\", "")


def shipped(code: str, year: int) -> pd.Series:
    """The provinces' figures as the shipped file has them, without the code under test."""
    rows = pd.read_csv(paths.OBSERVATIONS / f"{code}.csv", dtype={"region_code": str})
    rows = rows[(rows["year"] == year) & rows["region_code"].isin(PROVINCES)]
    return rows.set_index("region_code")["value"].astype(float)


# --- what the page says is true --------------------------------------------------------------


def test_shaanxis_intensity_place_and_distance_to_the_nation_are_the_shipped_ones() -> None:
    values = shipped("rd_intensity", 2023)
    assert (values["610000"], (values > values["610000"]).sum() + 1) == (2.50, 11)
    said = open_profile(region="610000").subheader[0].value.replace("\\", "")
    assert "2023年陕西R&D经费投入强度（首次公布）为2.50%（待核）" in said
    assert "在31个省级地区中居第11位" in said
    assert "低于全国（2.65%）0.15个百分点" in said


def test_shaanxi_leads_in_contracts_per_yuan_of_rd_and_the_page_says_so() -> None:
    ratio = shipped("tech_contract_value", 2023) / shipped("rd_expenditure", 2023)
    assert ratio.idxmax() == "610000"
    said = texts(open_profile(region="610000"))
    assert f"第1位：每元R&D经费技术合同成交额，{ratio['610000']:.2f}元/元（2023年）" in said
    assert "位次最前的是每元R&D经费技术合同成交额（第1位）" in said
    assert "位次最后的是R&D经费中企业资金比重等3项（第28位）" in said


def test_shanxi_is_the_nearest_peer_and_does_better_by_the_shipped_figures() -> None:
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
    nearest = apart.drop("610000").sort_values().index[:5].tolist()
    assert nearest == ["140000", "210000", "360000", "500000", "430000"]
    app = open_profile(region="610000")
    said = texts(app)
    assert f"距离 {apart['140000']:.2f} · 人口密度、常住人口最接近" in said
    names = [b.label for b in app.button if b.key and b.key.startswith("peer_")]
    assert names == [f"**{n}**" for n in ("山西", "辽宁", "江西", "重庆", "湖南")]

    new = shipped("ind_new_product_revenue", 2024)
    ratio = new / shipped("ind_new_product_dev_expenditure", 2024)
    ranks = ratio.rank(ascending=False, method="min")
    assert (
        f"每元新产品开发经费实现的销售收入{ratio['140000']:.2f}元/元（第{ranks['140000']:.0f}位），"
        f"本地{ratio['610000']:.2f}元/元（第{ranks['610000']:.0f}位）"
    ) in said


def test_a_move_of_places_is_the_shipped_one() -> None:
    def rank(year: int) -> pd.Series:
        spent = shipped("hightech_manufacturing_rd_expenditure", year)
        return (spent / shipped("hightech_manufacturing_revenue", year)).rank(ascending=False)

    fell = rank(2023)["610000"] - rank(2022)["610000"]
    assert fell == 7
    assert "高技术制造业R&D投入强度：下降7位，居第13位" in texts(open_profile(region="610000"))


# --- every region ----------------------------------------------------------------------------


def test_every_province_has_a_page_or_words() -> None:
    app = open_profile()
    for code in PROVINCES:
        app.query_params["region"] = code
        app.run()
        assert not app.exception, (code, [e.value for e in app.exception])
        said = texts(app)
        if code in OUTSIDE_STATISTICS:
            assert "未包括香港、澳门特别行政区和台湾省" in said, code
        else:
            assert "R&D经费投入强度" in app.subheader[0].value.replace("\\", ""), code
            assert len(app.metric) == 6, code
            assert "26项比率指标中" in said, code


def test_every_city_has_a_page_or_words() -> None:
    app = open_profile()
    for region in regions_compared(CATALOG, "city", None):
        app.query_params["region"] = region.code
        app.run()
        assert not app.exception, (region.code, [e.value for e in app.exception])
        said = texts(app)
        assert "强项、弱项按" not in said, region.code
        name = region.short_name.zh
        expected = f"{name}：本级" if app.subheader else f"没有{name}的数据"
        assert expected in said, region.code


@pytest.mark.parametrize("code", ["110000", "540000", "610100", "341000", "710000"])
def test_the_page_in_english_holds_no_chinese_sentence(code: str) -> None:
    app = open_profile(region=code, lang="en")
    # Titles of sources are quoted as they were published.
    said = "\n".join(line for line in texts(app).split("\n") if not line.startswith("Source: "))
    assert not any("一" <= c <= "鿿" for c in said), said


# --- choices ---------------------------------------------------------------------------------


def test_the_number_of_peers_is_the_readers() -> None:
    app = open_profile(region="610000", peers="3")
    assert len([b for b in app.button if b.key and b.key.startswith("peer_")]) == 3
    app.selectbox(key="choose_peers").set_value("10").run()
    assert len([b for b in app.button if b.key and b.key.startswith("peer_")]) == 10
    assert app.query_params["peers"] == "10"


def test_cities_of_the_same_province_can_be_left_out() -> None:
    def provinces(app: AppTest) -> set[str]:
        codes = [b.key.removeprefix("peer_") for b in app.button if b.key]
        return {c[:2] for c in codes if c.isdecimal()}

    assert "32" in provinces(open_profile(region="320500"))
    assert "32" not in provinces(open_profile(region="320500", near="out"))


def test_a_click_on_a_peer_opens_its_profile() -> None:
    app = open_profile(region="610000")
    app.button(key="peer_140000").click().run()
    assert not app.exception
    assert "山西" in app.subheader[0].value
    assert app.query_params["region"] == "140000"


def test_an_unknown_region_or_number_gives_the_default_and_a_sentence() -> None:
    app = open_profile(region="999999", peers="77")
    said = " ".join(w.value for w in app.warning)
    assert "999999" in said
    assert "77" in said
    assert "陕西" in app.subheader[0].value


# --- tables ----------------------------------------------------------------------------------


def test_the_table_holds_every_figure_with_its_yardsticks() -> None:
    app = open_profile(region="610000")
    app.session_state["profile_table_open"] = True
    app.run()
    assert not app.exception
    table = next(d.value for d in app.dataframe if "同类地区中位数" in d.value)
    row = table[table["代码"] == "rd_intensity"].iloc[0]
    assert (row["数值"], row["位次"], row["全国"], row["年份"]) == (2.50, 11, 2.65, 2023)
    peers = shipped("rd_intensity", 2023)[["140000", "210000", "360000", "500000", "430000"]]
    assert row["同类地区中位数"] == pytest.approx(peers.median())
    assert row["最优值"] == peers.max()


def test_the_ten_years_drawn_have_their_table() -> None:
    app = open_profile(region="320000")
    app.session_state["profile_years_table_open"] = True
    app.run()
    assert not app.exception
    table = next(d.value for d in app.dataframe if "代码" in d.value)
    own = table[table["代码"] == "rd_intensity"].set_index("年份")
    assert own.index.max() - own.index.min() <= 9
    assert own.loc[2023, "数值"] == shipped("rd_intensity", 2023)["320000"]
    assert own.loc[2018, "数值"] == shipped("rd_intensity", 2018)["320000"]
    assert set(own["数据状态"]) == {"待核"}


def test_the_cities_of_a_province_are_listed_with_gaps_as_gaps() -> None:
    app = open_profile(region="610000")
    table = next(d.value for d in app.dataframe if "region" in d.value)
    assert len(table) == 10
    assert table["gdp"].is_monotonic_decreasing
    assert table["region"].iloc[0] == "西安"
    assert "各市" not in texts(open_profile(region="110000"))


def test_a_city_with_few_figures_says_how_many_and_names_no_strength() -> None:
    said = texts(open_profile(region="610100"))
    assert "西安：本级27项指标中13项有数据" in said
    assert "不作判定" in said
    assert "强项、弱项按" not in said
