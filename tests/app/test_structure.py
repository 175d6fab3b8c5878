"""The page on regional structure: true sentences on the shipped figures, and words for gaps."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.catalog import load_catalog
from tests.app.test_overview import open_app, texts

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("releases")


def shipped(indicator: str, year: int) -> pd.Series:
    """The provinces' figures of a year as they lie in the repository, by region code."""
    table = pd.read_csv(ROOT / f"data/observations/{indicator}.csv", dtype={"region_code": str})
    rows = table[(table["year"] == year) & table["region_code"].str.endswith("0000")]
    return rows[rows["region_code"] != "000000"].set_index("region_code")["value"]


def gini_by_pairs(values: pd.Series) -> float:
    """The mean difference of all pairs over twice the mean; written apart from the page's code."""
    x = values.to_numpy(dtype=float)
    return float(np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean()))


def said_on(app: AppTest) -> str:
    return "\n".join([texts(app), *(e.value.replace("\\", "") for e in app.markdown)])


def headline(**query: str) -> str:
    return str(open_app("structure", **query).subheader[0].value).replace("\\", "")


def test_the_gini_of_rd_expenditure_moved_as_the_shipped_figures_say() -> None:
    now, then = (shipped("rd_expenditure", year) for year in (2023, 2012))
    assert len(now) == len(then) == 31
    moved = round(gini_by_pairs(now), 3) - round(gini_by_pairs(then), 3)
    assert moved > 0, "it rose, a little"
    said = headline(indicator="rd_expenditure", year="2023", since="2012")
    assert f"2023年R&D经费在31个省级地区间的基尼系数为{gini_by_pairs(now):.3f}" in said
    assert f"较2012年上升{moved:.3f}" in said


def test_the_first_three_provinces_hold_what_the_shipped_figures_say() -> None:
    values = shipped("rd_expenditure", 2023).sort_values(ascending=False)
    assert values.index[:3].tolist() == ["440000", "320000", "110000"]
    share = 100 * values.iloc[:3].sum() / values.sum()
    assert f"广东、江苏和北京占合计的{share:.1f}%" in headline(year="2023")
    app = open_app("structure", year="2023")
    first = next(m for m in app.metric if m.label == "首位地区占比")
    assert first.value == f"{100 * values.iloc[0] / values.sum():.1f}%"
    assert first.delta == "广东"


def test_the_gini_by_population_fell_and_is_that_of_values_per_head() -> None:
    def weighted(year: int) -> float:
        amount, people = shipped("rd_expenditure", year), shipped("population", year)
        each = (amount / people).to_numpy()
        weight = (people / people.sum()).reindex(amount.index).to_numpy()
        differences = np.abs(each[:, None] - each[None, :])
        return float(weight @ differences @ weight / (2 * weight @ each))

    said = headline(year="2023", since="2012", basis="people")
    assert f"人口加权基尼系数为{weighted(2023):.3f}" in said
    fall = round(weighted(2012), 3) - round(weighted(2023), 3)
    assert f"较2012年下降{fall:.3f}" in said


def test_morans_i_of_rd_intensity_is_that_of_the_listed_neighbours() -> None:
    values = shipped("rd_intensity", 2023).sort_index()
    codes = values.index.tolist()
    weights = np.zeros((31, 31))
    for pair in load_catalog().neighbours:
        if {pair.region_code, pair.neighbour_code} <= set(codes):
            i, j = codes.index(pair.region_code), codes.index(pair.neighbour_code)
            weights[i, j] = weights[j, i] = 1
    weights /= weights.sum(axis=1, keepdims=True)
    z = (values - values.mean()).to_numpy()
    expected = float(z @ weights @ z / (z @ z))
    app = open_app("structure", indicator="rd_intensity", year="2023")
    said = said_on(app)
    assert f"莫兰指数为{expected:.3f}（p = 0." in said
    assert "只有31个地区，检验功效低" in said
    assert "海南与广东" in said


def test_more_than_half_of_a_provinces_rd_lies_in_its_first_city() -> None:
    # 西安 has four fifths of Shaanxi's R&D expenditure: one city too big.
    cities = pd.read_csv(ROOT / "data/observations/rd_expenditure.csv", dtype={"region_code": str})
    value = cities[(cities["region_code"] == "610100") & (cities["year"] == 2022)]["value"].item()
    share = 100 * value / shipped("rd_expenditure", 2022)["610000"]
    assert share > 50
    app = open_app("structure", year="2022")
    app.session_state["structure_cities_table_open"] = True
    app.run()
    table = next(d.value for d in app.dataframe if "首位城市" in d.value.columns)
    row = table[table["省份"] == "陕西"].iloc[0]
    assert row["首位城市"] == "西安"
    assert row["占比（%）"] == pytest.approx(share, abs=0.006)
    assert row["确为首位"] == "是"


def test_every_indicator_gives_a_page_at_every_level() -> None:
    app = open_app("structure")
    for place, code in enumerate(load_catalog().indicators):
        # Years and ways to count take turns, so that every one meets indicators of every kind.
        year = ("2023", "2024", "2020")[place % 3]
        basis = ("regions", "people")[place % 2]
        for level in ("province", "city"):
            app.query_params.update(
                {"indicator": code, "level": level, "year": year, "basis": basis}
            )
            app.run()
            assert not app.exception, (code, level, [e.value for e in app.exception])
            assert app.subheader, (code, level)


def test_every_province_with_cities_gives_a_page() -> None:
    catalog = load_catalog()
    app = open_app("structure", level="city", indicator="gdp")
    for province in catalog.children("000000", "province"):
        if catalog.children(province.code, "city"):
            app.query_params.update({"within": province.code, "region": province.code})
            app.run()
            assert not app.exception, (province.code, [e.value for e in app.exception])


def test_every_province_has_its_quotients_or_words() -> None:
    catalog = load_catalog()
    app = open_app("structure")
    for composition in catalog.compositions:
        for province in catalog.children("000000", "province"):
            app.query_params.update({"region": province.code, "composition": composition})
            app.run()
            assert not app.exception, (province.code, [e.value for e in app.exception])
            said = said_on(app)
            name = province.short_name.zh
            assert f"{name}区位熵最高的是" in said or f"{name}没有" in said, province.code


def test_the_cities_of_one_province_are_measured_where_enough_have_figures() -> None:
    said = headline(level="city", within="610000", indicator="gdp", year="2023")
    assert "2023年地区生产总值在10个城市间的基尼系数为" in said
    assert "西安" in said


def test_a_year_that_few_have_published_gets_words_and_what_is_missing() -> None:
    app = open_app("structure", indicator="rd_expenditure", year="2024")
    said = app.subheader[0].value.replace("\\", "")
    assert re.search(r"2024年31个省级地区中仅\d+个有R&D经费数据，不足五分之四", said)
    assert "有数据：" in said
    cities = headline(level="city", indicator="gdp", year="2023")
    assert "333个城市中仅131个有" in cities
    some = headline(level="city", within="410000", indicator="population", year="2020")
    assert "基尼系数" in some


def test_the_missing_are_named() -> None:
    app = open_app("structure", level="city", within="330000", indicator="gdp", year="2023")
    assert "2023年地区生产总值在9个城市间" in app.subheader[0].value.replace("\\", "")
    assert "无2023年数据：衢州、舟山" in said_on(app)


def test_rates_and_scores_get_what_makes_sense_and_no_gini() -> None:
    app = open_app("structure", indicator="rd_intensity", year="2023")
    said = app.subheader[0].value.replace("\\", "")
    assert "变异系数为" in said
    assert "比率不能相加" in said_on(app)
    assert not any("基尼" in m.label for m in app.metric)
    score = open_app("structure", indicator="regional_innovation_capability_rank", year="2020")
    assert "不计算变异系数和趋同" in said_on(score)
    assert not any("变异系数" in m.label for m in score.metric)


def test_unconfirmed_and_estimated_figures_are_said_to_be_so() -> None:
    rates = said_on(open_app("structure", indicator="rd_intensity", year="2023"))
    assert "2023年31个数值中31个待核或为估算数" in rates
    assert "2019年31个数值中31个待核或为估算数" in rates
    # Both are worked back from the next year's figure and its growth.
    cities = said_on(open_app("structure", indicator="rd_expenditure", year="2021"))
    assert "待核或估算数：成都、西安" in cities
    assert "待核或为估算数" not in cities
    assert "待核或" not in said_on(open_app("structure", year="2023"))


def test_nothing_is_set_against_the_years_before_a_break() -> None:
    app = open_app("structure", indicator="rd_intensity", year="2023", since="2015")
    assert "改与2019年比较" in " ".join(i.value.replace("\\", "") for i in app.info)
    assert "较2019年" in app.subheader[0].value.replace("\\", "")
    assert "2019年口径变化" in said_on(app)


def test_what_regions_count_differently_is_not_worked_out() -> None:
    app = open_app("structure", indicator="pilot_test_bases")
    assert "口径不同，不作计算" in app.subheader[0].value.replace("\\", "")
    assert not app.metric


def test_bad_links_get_the_default_and_a_sentence() -> None:
    app = open_app("structure", basis="moon", composition="x", since="abc", region="999999")
    said = " ".join(w.value for w in [*app.warning, *app.info])
    assert all(bad in said for bad in ("moon", "abc", "999999"))
    assert "R&D经费" in app.subheader[0].value.replace("\\", "")
    # Longer than what a number may have been written with.
    long = open_app("structure", year="9" * 5000, since="9" * 5000)
    assert "9" * 40 in " ".join(w.value for w in long.warning)


@pytest.mark.parametrize("indicator", ["rd_expenditure", "rd_intensity"])
def test_the_same_in_english_without_any_chinese(indicator: str) -> None:
    app = open_app("structure", lang="en", indicator=indicator, year="2023")
    # Titles of publications stay in their language.
    said = [e.value for e in [*app.subheader, *app.markdown] if "Source" not in e.value]
    said += [m.label for m in app.metric]
    assert "31 provinces" in said[0]
    card = next(k for k, text in enumerate(said) if "**Unit**" in text)
    assert not any("一" <= c <= "鿿" for text in said[:card] for c in text)


def test_every_table_opens_and_has_rows() -> None:
    app = open_app("structure", basis="people", year="2023")
    keys = ["measures", "lorenz", "cities_table", "lisa", "sigma_table", "beta_table"]
    for key in [*keys, "quotients_table"]:
        app.session_state[f"structure_{key}_open"] = True
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    assert len(app.dataframe) == 7
    assert all(len(d.value) for d in app.dataframe)
