"""区域格局 as an answer: true sentences on the shipped figures, and words for gaps."""

import re
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
import pytest

from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Figure, KeyFigures, Map, Part, Sentence, Table
from scoreboard.answers.release import Release
from scoreboard.answers.structure.answer import answer
from scoreboard.answers.structure.choice import read_choice
from scoreboard.answers.structure.data import take_data
from scoreboard.answers.structure.measures import measures
from scoreboard.answers.structure.opening import opening
from scoreboard.answers.structure.parts import specialisation
from scoreboard.catalog import Language

ROOT = Path(__file__).resolve().parents[2]


def asked(release: Release, language: Language = "zh", **query: str) -> Answer:
    return answer(release, read_choice(Link(query, language), release), language)


def parts_of(found: Answer) -> list[Part]:
    return [part for block in found.blocks.values() for part in block]


def said_in(found: Answer) -> str:
    """All sentences, titles and notes of an answer but those of the indicator's card."""
    lines = []
    for part in parts_of(found):
        if isinstance(part, Sentence):
            lines.append(part.text)
        elif isinstance(part, Figure | Map):
            lines += [part.title, *part.notes]
    return "\n".join(lines)


def tiles_of(found: Answer) -> dict[str, tuple[str, str]]:
    """The measures in tiles: label, how it is written, and what stands under it."""
    return tiles_among(found["opening"])


def tiles_among(parts: tuple[Part, ...]) -> dict[str, tuple[str, str]]:
    return {
        tile.label: (tile.text, tile.change or tile.note)
        for part in parts
        if isinstance(part, KeyFigures)
        for tile in part.figures
    }


def table_of(found: Answer, key: str) -> pd.DataFrame:
    return next(p for p in parts_of(found) if isinstance(p, Table) and p.key == key).build()


def shipped(indicator: str, year: int) -> pd.Series:
    """The provinces' figures of a year as they lie in the repository, by region code."""
    table = pd.read_csv(ROOT / f"data/observations/{indicator}.csv", dtype={"region_code": str})
    rows = table[(table["year"] == year) & table["region_code"].str.endswith("0000")]
    return rows[rows["region_code"] != "000000"].set_index("region_code")["value"]


def gini_by_pairs(values: pd.Series) -> float:
    """The mean difference of all pairs over twice the mean; written apart from the page's code."""
    x = values.to_numpy(dtype=float)
    return float(np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean()))


def theil_by_definition(values: pd.Series) -> float:
    """Mean of (x / mean) ln (x / mean)."""
    x = (values / values.mean()).to_numpy(dtype=float)
    return float((x * np.log(x)).mean())


def test_changes_of_gini_and_theil_are_differences_of_unrounded_measures(
    release: Release,
) -> None:
    # 2010: Gini 0.5505, Theil 0.5207; 2023: 0.5540 and 0.5263. Written with three decimals first,
    # they would lie 0.003 and 0.005 apart.
    now, then = (shipped("rd_expenditure", year) for year in (2023, 2010))
    gini = gini_by_pairs(now) - gini_by_pairs(then)
    theil = theil_by_definition(now) - theil_by_definition(then)
    assert (f"{gini:.3f}", f"{theil:.3f}") == ("0.004", "0.006")
    found = asked(release, year="2023", since="2010")
    assert "较2010年上升0.004" in found.headline
    assert tiles_of(found)["基尼系数"] == (f"{gini_by_pairs(now):.3f}", "较2010年 +0.004")
    assert tiles_of(found)["泰尔指数"] == (f"{theil_by_definition(now):.3f}", "较2010年 +0.006")


def test_no_change_of_any_year_is_taken_from_rounded_measures(release: Release) -> None:
    table = measures(release, "rd_expenditure", "province", None, 2023, 1)
    for year in table.index:
        for since in table.index[table.index < year]:
            link = Link({"year": str(year), "since": str(since)}, "zh")
            data = take_data(release, read_choice(link, release), "zh")
            tiles = tiles_among(opening(data))
            for label, column in (
                ("基尼系数", "gini"),
                ("泰尔指数", "theil"),
                ("赫芬达尔指数", "hhi"),
            ):
                change = table.loc[year, column] - table.loc[since, column]
                written = f"{abs(change):.3f}"
                sign = "±" if written == "0.000" else "+" if change > 0 else "−"
                assert tiles[label][1] == f"较{since}年 {sign}{written}", (year, since, label)


def test_the_first_three_provinces_hold_what_the_shipped_figures_say(release: Release) -> None:
    values = shipped("rd_expenditure", 2023).sort_values(ascending=False)
    assert values.index[:3].tolist() == ["440000", "320000", "110000"]
    share = 100 * values.iloc[:3].sum() / values.sum()
    found = asked(release, year="2023")
    assert f"广东、江苏和北京占合计的{share:.1f}%" in found.headline
    first = f"{100 * values.iloc[0] / values.sum():.1f}%"
    assert tiles_of(found)["首位地区占比"] == (first, "广东")


def test_the_gini_by_population_fell_and_is_that_of_values_per_head(release: Release) -> None:
    def weighted(year: int) -> float:
        amount, people = shipped("rd_expenditure", year), shipped("population", year)
        each = (amount / people).to_numpy()
        weight = (people / people.sum()).reindex(amount.index).to_numpy()
        differences = np.abs(each[:, None] - each[None, :])
        return float(weight @ differences @ weight / (2 * weight @ each))

    said = asked(release, year="2023", since="2012", basis="people").headline
    assert f"人口加权基尼系数为{weighted(2023):.3f}" in said
    assert f"较2012年下降{weighted(2012) - weighted(2023):.3f}" in said


def test_morans_i_of_rd_intensity_is_that_of_the_listed_neighbours(release: Release) -> None:
    values = shipped("rd_intensity", 2023).sort_index()
    codes = values.index.tolist()
    weights = np.zeros((31, 31))
    for pair in release.catalog.neighbours:
        if {pair.region_code, pair.neighbour_code} <= set(codes):
            i, j = codes.index(pair.region_code), codes.index(pair.neighbour_code)
            weights[i, j] = weights[j, i] = 1
    weights /= weights.sum(axis=1, keepdims=True)
    z = (values - values.mean()).to_numpy()
    expected = float(z @ weights @ z / (z @ z))
    said = said_in(asked(release, indicator="rd_intensity", year="2023"))
    assert f"2023年莫兰指数为{expected:.3f}（p = 0." in said
    assert "只有31个地区，检验功效低" in said
    assert "海南与广东" in said


def test_more_than_half_of_a_provinces_rd_lies_in_its_first_city(release: Release) -> None:
    # 西安 has four fifths of Shaanxi's R&D expenditure: one city too big.
    cities = pd.read_csv(ROOT / "data/observations/rd_expenditure.csv", dtype={"region_code": str})
    value = cities[(cities["region_code"] == "610100") & (cities["year"] == 2022)]["value"].item()
    share = 100 * value / shipped("rd_expenditure", 2022)["610000"]
    assert share > 50
    table = table_of(asked(release, year="2022"), "structure_cities_table")
    row = table[table["省份"] == "陕西"].iloc[0]
    assert row["首位城市"] == "西安"
    assert row["占比（%）"] == pytest.approx(share, abs=0.006)
    assert row["确为首位"] == "是"


def test_the_share_of_a_first_city_is_of_the_newest_year_that_is_certain(release: Release) -> None:
    # 深圳 1,880.49 of Guangdong's 4,411.9 in 2022: no other city can be larger. Of 2023 two cities
    # are known. Jilin's 长春 was last known in 2020, and its year is said.
    found = asked(release, year="2023")
    figure = next(p for p in found["first_cities"] if isinstance(p, Figure))
    assert "2022年，其他年份见括号" in figure.notes
    texts = orjson.loads(figure.spec)["data"][0]["text"]
    assert "42.6% 深圳" in texts
    assert any("长春（2020）" in text for text in texts)
    table = table_of(found, "structure_cities_table").set_index("省份")
    assert table.loc["广东", "首位城市"] == "深圳"
    assert table.loc["广东", "占比（%）"] == round(100 * 1880.49 / 4411.9, 2)
    assert table.loc["广东", "年份"] == 2022
    assert table.loc["吉林", "年份"] == 2020
    # In 2024 only 南京 has published its GDP, which is not Jiangsu's largest.
    gdp = table_of(asked(release, indicator="gdp", year="2024"), "structure_cities_table")
    assert gdp.set_index("省份").loc["江苏", ["首位城市", "年份"]].tolist() == ["苏州", 2023]


def test_every_indicator_gives_an_answer_at_every_level(release: Release) -> None:
    for place, code in enumerate(release.catalog.indicators):
        # Years and ways to count take turns, so that every one meets indicators of every kind.
        year = ("2023", "2024", "2020")[place % 3]
        basis = ("regions", "people")[place % 2]
        for level in ("province", "city"):
            found = asked(release, indicator=code, level=level, year=year, basis=basis)
            assert found["opening"], (code, level, year)
            assert found["card"], (code, level, year)


def test_every_province_with_cities_gives_an_answer(release: Release) -> None:
    catalog = release.catalog
    for province in catalog.children("000000", "province"):
        if catalog.children(province.code, "city"):
            found = asked(
                release,
                level="city",
                indicator="gdp",
                within=province.code,
                region=province.code,
            )
            assert found.headline or "没有" in said_in(found), province.code


def test_every_province_has_its_quotients_or_words(release: Release) -> None:
    catalog = release.catalog
    for composition in catalog.compositions:
        for province in catalog.children("000000", "province"):
            link = Link({"region": province.code, "composition": composition}, "zh")
            data = take_data(release, read_choice(link, release), "zh")
            parts = specialisation(data)["quotients"]
            said = "".join(p.text for p in parts if isinstance(p, Sentence))
            name = province.short_name.zh
            assert f"{name}区位熵最高的是" in said or f"{name}没有" in said, province.code


def test_every_table_has_rows_and_says_where_it_is_from(release: Release) -> None:
    for language in ("zh", "en"):
        found = asked(release, language, basis="people", year="2023")
        tables = [p for p in parts_of(found) if isinstance(p, Table)]
        assert len(tables) == 7
        for table in tables:
            assert len(table.build()), table.key
            assert len(table.facts().lines) >= 3, table.key


def test_the_cities_of_one_province_are_measured_where_enough_have_figures(
    release: Release,
) -> None:
    said = asked(release, level="city", within="610000", indicator="gdp", year="2023").headline
    assert "2023年地区生产总值在10个城市间的基尼系数为" in said
    assert "西安" in said


def test_a_year_that_few_have_published_gets_words_and_what_is_missing(release: Release) -> None:
    said = asked(release, indicator="rd_expenditure", year="2024").headline
    assert re.search(r"2024年31个省级地区中仅\d+个有R&D经费数据，不足五分之四", said)
    assert "有数据：" in said
    assert (
        "333个城市中仅131个有"
        in asked(release, level="city", indicator="gdp", year="2023").headline
    )
    some = asked(release, level="city", within="410000", indicator="population", year="2020")
    assert "基尼系数" in some.headline


def test_the_missing_are_named(release: Release) -> None:
    found = asked(release, level="city", within="330000", indicator="gdp", year="2023")
    assert "2023年地区生产总值在9个城市间" in found.headline
    assert "无2023年数据：衢州、舟山" in said_in(found)


def test_rates_and_scores_get_what_makes_sense_and_no_gini(release: Release) -> None:
    rate = asked(release, indicator="rd_intensity", year="2023")
    assert "变异系数为" in rate.headline
    assert "比率不能相加" in said_in(rate)
    assert not any("基尼" in label for label in tiles_of(rate))
    score = asked(release, indicator="regional_innovation_capability_rank", year="2020")
    assert "不计算变异系数和趋同" in said_in(score)
    assert not any("变异系数" in label for label in tiles_of(score))


def test_unconfirmed_and_estimated_figures_are_said_to_be_so(release: Release) -> None:
    rates = said_in(asked(release, indicator="rd_intensity", year="2023"))
    assert "2023年31个数值中31个为初步核算、待核或估算数" in rates
    assert "2019年31个数值中31个为初步核算、待核或估算数" in rates
    # Both are worked back from the next year's figure and its growth.
    cities = said_in(asked(release, indicator="rd_expenditure", year="2021"))
    unsure = cities.split("初步核算、待核或估算：")[1].split("。")[0]
    assert {"成都", "西安"} <= set(unsure.split("、"))
    assert "个为初步核算" not in cities
    assert "待核" not in said_in(asked(release, indicator="gdp", year="2015"))


def test_nothing_is_set_against_the_years_before_a_break(release: Release) -> None:
    link = Link({"indicator": "rd_intensity", "year": "2023", "since": "2015"}, "zh")
    found = answer(release, read_choice(link, release), "zh")
    assert "改与2019年比较" in "".join(notice.text for notice in link.notices)
    assert "较2019年" in found.headline
    assert "2019年口径变化" in said_in(found)


def test_what_regions_count_differently_is_not_worked_out(release: Release) -> None:
    found = asked(release, indicator="pilot_test_bases")
    assert "口径不同，不作计算" in found.headline
    assert not tiles_of(found)
    assert not found["clusters"]


def test_an_earlier_year_in_a_link_is_checked_like_all_of_it(release: Release) -> None:
    link = Link({"basis": "moon", "composition": "x", "since": "abc", "region": "999999"}, "zh")
    choice = read_choice(link, release)
    said = "".join(notice.text for notice in link.notices)
    assert all(bad in said for bad in ("moon", "x", "abc", "999999"))
    assert (choice.by_people, choice.since, choice.region_code) == (False, 2010, "610000")
    empty = Link({"since": ""}, "zh")
    assert read_choice(empty, release).since == 2010
    assert not empty.notices


def test_a_region_chosen_elsewhere_makes_one_answer(release: Release) -> None:
    # What the page does not show is no part of its choice.
    links = ({"regions": "110000,310000", "region": "610000", "view": "rank"}, {})
    one, other = (read_choice(Link(values, "zh"), release) for values in links)
    assert one == other


def test_the_map_of_clusters_has_a_colour_for_each_kind(release: Release) -> None:
    found = asked(release, year="2023")
    (cluster_map,) = found["clusters"]
    assert isinstance(cluster_map, Map)
    colours = orjson.loads(cluster_map.payload)["scale"]["colors"]
    assert len(colours) == len(set(colours)) == 5


@pytest.mark.parametrize("indicator", ["rd_expenditure", "rd_intensity"])
def test_the_same_in_english_without_any_chinese(release: Release, indicator: str) -> None:
    found = asked(release, "en", indicator=indicator, year="2023")
    # Titles of publications stay in their language.
    said = [line for line in said_in(found).splitlines() if not line.startswith("Source")]
    said += [*tiles_of(found), *(text for pair in tiles_of(found).values() for text in pair)]
    assert "31 provinces" in said[0]
    assert not [line for line in said if any("一" <= c <= "鿿" for c in line)]
