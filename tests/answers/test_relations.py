"""关系: shipped figures by hand, refusals in words, regions without both, marks, link and table."""

import json
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Figure, PageLink, Sentence
from scoreboard.answers.relations.answer import answer
from scoreboard.answers.relations.choice import RelationsChoice, read_choice
from scoreboard.answers.release import Release
from tests.answers.reading import said, tables_of

CITIES = {"level": "city", "indicator": "patents_granted_per_10k", "x": "gdp_per_capita"}


def choose(release: Release, **link: str) -> tuple[RelationsChoice, str]:
    """The choice of a link, and what was said about it."""
    read = Link(link, "zh")
    return read_choice(read, release), " ".join(notice.text for notice in read.notices)


def ask(release: Release, **link: str) -> Answer:
    return answer(release, choose(release, **link)[0], "zh")


def drawn(page: Answer) -> dict[str, Any]:
    (figure,) = (p for p in page["scatter"] if isinstance(p, Figure))
    spec: dict[str, Any] = json.loads(figure.spec)
    return spec


def codes(page: Answer) -> list[str]:
    """The regions of all points, from the lowest to the topmost."""
    (figure,) = (p for p in page["scatter"] if isinstance(p, Figure))
    return [code for trace in figure.regions for code in trace]


def test_the_correlation_is_that_of_the_shipped_figures(release: Release) -> None:
    page = ask(release, year="2023")
    values = [
        release.observations(code, "province").query("year == 2023 and region_code != '000000'")
        for code in ("gdp_per_capita", "rd_intensity")
    ]
    both = values[0].merge(values[1], on="region_code")
    assert len(both) == 31
    rho = spearmanr(both["value_x"], both["value_y"]).statistic
    assert f"等级相关系数{rho:.2f}（95%区间" in page.headline
    assert "2023年，31个省级地区中" in page.headline
    assert "相关不等于因果" in said(page, "opening")
    # R&D over GDP by GDP over people.
    assert "地区生产总值既计入人均地区生产总值，又是R&D经费投入强度（首次公布）的分母" in said(page)


def test_swapped_axes_have_the_same_rank_correlation(release: Release) -> None:
    one = ask(release, indicator="rd_intensity", x="gdp_per_capita", year="2023").headline
    other = ask(release, indicator="gdp_per_capita", x="rd_intensity", year="2023").headline
    assert one.split("等级相关系数")[1] == other.split("等级相关系数")[1]


def test_logarithms_leave_the_ranks_and_straighten_the_line(release: Release) -> None:
    plain, logs = (
        ask(release, indicator="gdp", x="rd_expenditure", year="2023", log=log)
        for log in ("none", "xy")
    )
    assert plain.headline == logs.headline
    assert "取对数后，皮尔逊" in said(logs)
    layout = drawn(logs)["layout"]
    assert (layout["xaxis"]["type"], layout["yaxis"]["type"]) == ("log", "log")
    line = next(trace for trace in drawn(logs)["data"] if trace["mode"] == "lines")
    assert min(line["x"] + line["y"]) > 0
    assert all(tick > 0 for tick in layout["xaxis"]["tickvals"])


def test_an_axis_with_values_not_above_zero_is_not_logarithmic(release: Release) -> None:
    """One province had no revenue from new products in 2014."""
    page = ask(release, indicator="ind_new_product_revenue_per_rd", x="gdp", log="xy", year="2014")
    name = release.catalog.indicators["ind_new_product_revenue_per_rd"].name.zh
    assert f"{name}有1个省级地区的数值不大于零，不能取对数，仍用普通坐标" in said(page)
    layout = drawn(page)["layout"]
    assert (layout["xaxis"]["type"], layout["yaxis"]["type"]) == ("log", "linear")
    assert "地区生产总值取对数后，皮尔逊" in said(page)


def test_regions_with_one_figure_or_none_are_counted(release: Release) -> None:
    page = ask(release, **CITIES, year="2020")
    table = tables_of(page)["relations_table"].build().set_index("代码")
    value_y, value_x = (c for c in table if c.startswith(("每万人口专利", "人均地区")))
    has_y, has_x = table[value_y].notna(), table[value_x].notna()
    assert len(codes(page)) == (has_x & has_y).sum() > 200
    assert set(codes(page)) == set(table.index[has_x & has_y])
    words = said(page, "opening")
    assert f"只有每万人口专利授权数的{(has_y & ~has_x).sum()}个城市" in words
    assert f"只有人均地区生产总值的{(has_x & ~has_y).sum()}个城市" in words
    # What one region has is what the release says of it.
    rows = release.observations("gdp_per_capita", "city")
    own = rows[(rows["region_code"] == "410300") & (rows["year"] == 2020)].iloc[0]
    assert table.loc["410300", value_x] == pytest.approx(own["value"])
    assert table.loc["410300", "年份（人均地区生产总值）"] == "2020"
    assert table.loc["410300", "数据状态（人均地区生产总值）"] == "待核"
    # Of those with one figure the other is missing, and its year with it.
    alone = table[has_x & ~has_y]
    assert (alone["年份（每万人口专利授权数）"] == "").all()
    assert alone["拟合线对应值（件/万人）"].isna().all()


def test_the_line_of_the_table_is_that_of_the_sentence_and_the_figure(release: Release) -> None:
    page = ask(release, **CITIES, year="2020", regions="410300")
    table = tables_of(page)["relations_table"].build().set_index("代码")
    height = table.loc["410300", "拟合线对应值（件/万人）"]
    assert f"拟合线在该处为{height:.2f}件/万人" in said(page)
    both = table.dropna(subset=["拟合线对应值（件/万人）"])
    value_y, value_x = (c for c in table if c.startswith(("每万人口专利", "人均地区")))
    slope, intercept = np.polyfit(both[value_x], both[value_y], 1)
    assert height == pytest.approx(slope * table.loc["410300", value_x] + intercept, abs=0.01)
    rest = (both[value_y] - both["拟合线对应值（件/万人）"]).sort_values()
    name = release.catalog.regions[rest.index[-1]].short_name.zh
    assert f"高出拟合线最多的是{name}" in said(page)


def test_chosen_regions_and_peers_are_marked_and_named(release: Release) -> None:
    page = ask(release, **CITIES, year="2020", regions="410300,320500")
    spec = drawn(page)
    colours = {
        code: trace["marker"]["color"][k]
        if isinstance(trace["marker"]["color"], list)
        else trace["marker"]["color"]
        for trace, group in zip(spec["data"], regions_of(page), strict=True)
        for k, code in enumerate(group)
    }
    assert (colours["410300"], colours["320500"]) == ("#d1490b", "#157f6b")
    names = {note["text"] for note in spec["layout"]["annotations"]}
    assert {"洛阳", "苏州"} <= names
    peers = [code for code, colour in colours.items() if colour == "#2c74ae"]
    assert peers
    assert any(release.catalog.regions[code].short_name.zh in names for code in peers)
    links = [p for p in page["source"] if isinstance(p, PageLink)]
    assert [dict(link.changes)["region"] for link in links] == ["410300", "320500"]
    alone = ask(release, **CITIES, year="2020")
    assert "同类地区" not in said(alone, "scatter")


def regions_of(page: Answer) -> tuple[tuple[Any, ...], ...]:
    (figure,) = (p for p in page["scatter"] if isinstance(p, Figure))
    return figure.regions


def test_too_few_regions_have_no_correlation_and_no_line(release: Release) -> None:
    link = {"level": "city", "year": "2022", "window": "1"}
    page = ask(release, **link, indicator="rd_intensity", x="rd_expenditure")
    assert "不足10个，不计算相关系数" in page.headline
    assert 0 < len(codes(page)) < 10
    assert all(trace["mode"] == "markers" for trace in drawn(page)["data"])
    assert "二者都含R&D经费" in said(page)


def test_ranks_have_a_rank_correlation_and_nothing_by_size(release: Release) -> None:
    link = {"indicator": "regional_innovation_capability_rank", "x": "rd_intensity"}
    page = ask(release, **link)
    assert "等级相关系数−0." in page.headline
    assert "皮尔逊" not in said(page, "opening")
    assert all(trace["mode"] == "markers" for trace in drawn(page)["data"])


def test_a_part_of_an_amount_and_two_amounts_are_said_to_go_together(release: Release) -> None:
    page = ask(release, indicator="rd_basic_research", x="rd_expenditure")
    assert "基础研究经费是R&D经费的一部分，二者必然相关" in said(page)
    assert "二者都是总量" in said(page)
    # A composition that is only set against the GDP has no parts of the GDP.
    other = ask(release, indicator="valid_invention_patents", x="gdp")
    assert "的一部分，二者" not in said(other)
    assert "二者都是总量" in said(other)
    rates = ask(release, indicator="rd_researchers_pct", x="gdp_per_capita")
    assert not [p for p in rates["opening"] if isinstance(p, Sentence) and p.role == "caution"]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"indicator": "gdp", "x": "gdp"}, "横轴与纵轴是同一指标"),
        ({"indicator": "pilot_platforms_municipal", "x": "gdp"}, "各地统计的内容不同"),
        (
            {"level": "county", "indicator": "gdp", "x": "higher_edu_per_100k"},
            "没有地区在3年内既有地区生产总值又有每10万人口中大学文化程度人数",
        ),
    ],
)
def test_what_cannot_be_related_gets_a_sentence(
    release: Release, link: dict[str, str], words: str
) -> None:
    indicators = release.catalog.indicators
    assert not indicators["pilot_platforms_municipal"].is_ranked
    page = ask(release, **link)
    assert words in said(page, "opening")
    assert not page["scatter"]
    assert page["cards"]


WINDOW = {"level": "city", "indicator": "rd_intensity_derived", "x": "gdp_per_capita"}


def test_each_city_stands_with_its_newest_figures_within_the_window(release: Release) -> None:
    page = ask(release, **WINDOW, regions="410300")
    table = tables_of(page)["relations_table"].build().set_index("代码")
    value_y, value_x = (c for c in table if c.startswith(("R&D经费与GDP", "人均地区")))
    year_y, year_x = (c for c in table if c.startswith("年份"))
    both = table.dropna(subset=[value_x, value_y])
    assert set(both[year_y]) == {"2019", "2020", "2021"}
    assert len(both) == len(codes(page)) > 200
    # Each figure is the release's of the year beside it, and none newer lies in the window.
    for code, value, year in (
        ("rd_intensity_derived", value_y, year_y),
        ("gdp_per_capita", value_x, year_x),
    ):
        rows = release.observations(code, "city")
        rows = rows[rows["year"].between(2019, 2021)].sort_values("year")
        newest = rows.groupby("region_code").last().loc[both.index]
        assert newest["value"].to_numpy() == pytest.approx(both[value].to_numpy(), abs=0.01)
        assert (newest["year"].astype(str) == both[year]).all()
    words = said(page, "opening")
    assert page.headline.startswith(f"按2019—2021年各市最新值，{len(both)}个城市中")
    assert f"{(both[year_y] != both[year_x]).sum()}个城市的两项数值不是同一年的" in words
    assert re.search(r"洛阳：人均地区生产总值[\d.]+万元（2020年，待核），.+%（2019年）", words)
    assert "2019—2021年各市最新值" in said(page, "scatter")
    marks = {t["hovertemplate"] for t in drawn(page)["data"] if t["mode"] == "markers"}
    assert any("（2019）" in m and "（2020）" in m for m in marks)
    # No line of the nation where figures are of several years; there is one of a single year.
    assert not any(line["y1"] == 1 for line in drawn(page)["layout"]["shapes"])


def test_the_year_alone_stays_possible(release: Release) -> None:
    page = ask(release, **WINDOW, window="1", year="2019")
    table = tables_of(page)["relations_table"].build()
    assert page.headline.startswith("2019年，194个城市中")
    assert {y for c in table if c.startswith("年份") for y in table[c]} == {"2019", ""}
    # Provinces have no window, whatever the link says.
    assert choose(release, window="5")[0].window == 1


def test_a_break_within_the_window_leaves_a_region_out(release: Release) -> None:
    """GDP per head of 盘锦 is of 2019, before the census, and does not compare with 2020."""
    page = ask(release, **CITIES, year="2020")
    assert re.search("2020年之间口径有变化，不参加比较：盘锦、", said(page, "opening"))
    table = tables_of(page)["relations_table"].build()
    assert "211100" not in set(table["代码"])
    alone = ask(release, **CITIES, year="2019", window="1")
    assert "211100" in set(tables_of(alone)["relations_table"].build()["代码"])
    assert "不参加比较" not in said(alone, "opening")


def test_a_link_says_wrongly_what_is_said(release: Release) -> None:
    choice, notices = choose(release, x="moon", log="up", level="zone", regions="999999")
    assert all(bad in notices for bad in ("moon", "up", "999999", "开发区"))
    assert (choice.level, choice.across, choice.log_x) == ("province", "gdp_per_capita", False)
    # What the page is about takes the other indicator where both would be the same.
    assert choose(release, indicator="gdp_per_capita")[0].across == "rd_intensity"


def test_counties_of_a_province_are_those_that_lie_in_it(release: Release) -> None:
    page = ask(release, level="county", within="330000", regions="330782")
    assert {code[:2] for code in codes(page)} == {"33"}
    assert "义乌" in said(page, "opening")
    whole = ask(release, level="county")
    assert len(codes(whole)) == 2826
    (figure,) = (p for p in whole["scatter"] if isinstance(p, Figure))
    # What the sources say of all points is sent once.
    assert len(figure.spec) < 220_000
    assert "长表" in figure.spec.decode()


def test_whatever_pair_is_asked_for_gets_an_answer(release: Release) -> None:
    """No pair fails; each says a correlation or why there is none."""
    indicators = list(release.catalog.indicators)
    for one, code in zip(indicators[::5], indicators[2::5], strict=False):
        page = ask(release, indicator=code, x=one)
        text = said(page, "opening")
        assert any(w in text for w in ("相关系数", "统计的内容不同", "没有地区在")), code
        if page["table"]:
            assert isinstance(tables_of(page)["relations_table"].build(), pd.DataFrame)
