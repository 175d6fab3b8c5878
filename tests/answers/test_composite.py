"""The composite's answer: true of the shipped figures, and every choice gives one."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    NORMALISATIONS,
    OUTLIERS,
    WEIGHTINGS,
    Options,
    not_distinguishable,
    simulate,
)
from scoreboard.analysis.composite.system import design_of
from scoreboard.analysis.composite.uncertainty import Plan
from scoreboard.answers import composited
from scoreboard.answers.composite.answer import answer
from scoreboard.answers.composite.choice import read_choice
from scoreboard.answers.composite.evaluated import evaluate_choice
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Figure, Grid, Sentence, Table
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, load_catalog
from scoreboard.reports.tables import to_csv
from scoreboard.store.reading import Store

CATALOG = load_catalog()
PROVINCES = [r.code for r in CATALOG.children("000000", "province")]
SHARES = (20, 20, 20, 20, 20)


@pytest.fixture(scope="module")
def figures(releases: Path) -> pd.DataFrame:
    rows = Store(releases, 1).read_panel("province", CATALOG.systems["pillars_2026"].indicators)
    return rows[rows["region_code"] != "000000"]


def scores_of(figures: pd.DataFrame, year: int, without: str = "") -> pd.Series:
    """The scores by the plain arithmetic: clipped share of the way between the goalposts.

    without: a group of indicators that is left out.
    """
    score, present, whole = 0.0, 0.0, 0.0
    for group, item in CATALOG.systems["pillars_2026"].items:
        rows = figures[(figures["indicator_code"] == item.indicator) & (figures["year"] == year)]
        values = rows.set_index("region_code")["value"].reindex(PROVINCES)
        assert item.goalposts and item.weight
        low, high = item.goalposts
        share = ((values - low) / (high - low)).clip(0, 1) * 100
        weight = 0.0 if group.code == without else item.weight
        score = score + share.fillna(0) * weight
        present = present + share.notna() * weight
        whole = whole + share.notna() * item.weight
    return (score / present)[whole >= 80]


def ask(release: Release, language: Language = "zh", **query: str) -> Answer:
    return answer(release, read_choice(Link(query, language), release), language)


def parts(found: Answer) -> list:
    return [part for block in found.blocks.values() for part in block]


def said(found: Answer) -> str:
    """All words of the answer: sentences, titles and notes of figures, small tables."""
    words = []
    for part in parts(found):
        if isinstance(part, Sentence):
            words.append(part.text)
        elif isinstance(part, Figure):
            words += [part.title, *part.notes]
        elif isinstance(part, Grid):
            words += [*part.headings, *(cell for row in part.rows for cell in row)]
    return "\n".join(words)


def table(found: Answer, key: str) -> pd.DataFrame:
    return next(p for p in parts(found) if isinstance(p, Table) and p.key == key).build()


def method(found: Answer) -> str:
    return next(p.text for p in found["opening"] if "异常值处理" in p.text)


# ---- true of the shipped figures --------------------------------------------------------------


def test_the_leader_and_shaanxis_score_and_rank_of_2023_are_those_of_the_figures(
    release: Release, figures: pd.DataFrame
) -> None:
    scores = scores_of(figures, 2023)
    ranks = scores.rank(ascending=False)
    assert scores.idxmax() == "110000"
    headline = ask(release, year="2023").headline
    assert f"北京居首位，为{scores['110000']:.1f}分" in headline
    assert f"陕西为{scores['610000']:.1f}分，居第{ranks['610000']:.0f}位" in headline
    # As read off on the day the page was written.
    assert "北京居首位，为81.1分；陕西为46.5分，居第11位" in headline


def test_the_regions_that_shaanxi_does_not_differ_from_are_those_of_the_draws(
    release: Release, figures: pd.DataFrame
) -> None:
    design = design_of(CATALOG.systems["pillars_2026"], CATALOG, Options(), SHARES)
    wide = (
        figures[figures["year"] == 2023]
        .pivot(index="region_code", columns="indicator_code", values="value")
        .reindex(columns=list(design.indicator_codes))
    )
    draws = simulate(wide.to_numpy(), design.weights, design.worst, design.best, Plan(seed=99))
    unclear = wide.index[not_distinguishable(draws.ranks, wide.index.get_loc("610000"))]
    names = {CATALOG.regions[code].short_name.zh for code in unclear}
    clause = ask(release, year="2023").headline.split("与", 1)[1]
    told = {n for c in PROVINCES if (n := CATALOG.regions[c].short_name.zh) in clause}
    # Another seed may move one that is on the edge of 5 %.
    assert len(told ^ names) <= 1
    assert "第10名山东" in clause


def test_scores_over_the_years_rise_as_the_figures_do(
    release: Release, figures: pd.DataFrame
) -> None:
    asked = composited.Asked("province", "pillars_2026", 2023, Options(), SHARES)
    rows = composited.over_years(release, asked)
    years = rows.set_index(["year", "region_code"])["score"]
    for year in (2012, 2018, 2023):
        assert years.loc[year].to_dict() == pytest.approx(scores_of(figures, year).to_dict())
    # Shaanxi: from 30 in 2018 to 46 in 2023, between the same goalposts.
    assert round(years[2018, "610000"]) == 30
    assert round(years[2023, "610000"], 1) == 46.5


def test_what_a_group_left_out_does_to_a_rank_is_what_the_figures_give(
    release: Release, figures: pd.DataFrame
) -> None:
    by_group = table(ask(release, year="2023"), "composite_leave_one_group_out")
    groups = {g.name.zh: g.code for g in CATALOG.systems["pillars_2026"].groups}
    assert set(by_group["剔除项"]) == set(groups)
    for name, code in groups.items():
        without = scores_of(figures, 2023, code)
        expected = int(without.rank(ascending=False, method="min")["610000"])
        row = by_group[by_group["剔除项"] == name].iloc[0]
        assert row["陕西位次"] == expected, name


def test_a_region_has_one_rank_and_one_range_in_sentence_figure_table_and_on_other_pages(
    release: Release,
) -> None:
    ranks = table(ask(release), "composite_table").set_index("代码")
    figure = next(p for p in ask(release)["ranks"] if isinstance(p, Figure))
    bars, points = json.loads(figure.spec)["data"]
    codes = list(figure.regions[0])
    assert sorted(codes) == sorted(PROVINCES[:31])
    for code in codes:
        told = composited.rank_of(release, "province", code)
        assert told is not None
        row = ranks.loc[code]
        assert (row["位次"], row["位次（5%）"], row["位次（95%）"]) == (
            told.rank,
            told.low,
            told.high,
        )
        assert row["得分"] == pytest.approx(told.score, abs=0.005)
        assert points["x"][codes.index(code)] == told.rank
        limits = f"第{told.low}—{told.high}位" if told.low < told.high else f"第{told.low}位"
        headline = ask(release, region=code).headline
        assert f"名次的5%—95%区间为{limits}" in headline, code
        assert limits in bars["hovertext"][codes.index(code)]


def test_cities_are_ranked_by_their_own_system_in_2020(release: Release) -> None:
    found = ask(release, level="city", region="410300")
    assert found.headline.startswith("2020年264个城市综合得分：南京居首位，为95.0分；洛阳为33.2分")
    assert "居第57位，名次的5%—95%区间为第39—71位" in found.headline
    assert "财政科技支出占比" in said(found)


def test_a_score_of_a_city_is_that_of_its_figures(release: Release) -> None:
    # 洛阳: each figure of 2020 between its goalposts, times its weight.
    system = CATALOG.systems["cities_2026"]
    rows = release.panel("city", system.indicators)
    own = rows[(rows["region_code"] == "410300") & (rows["year"] == 2020)]
    values = own.set_index("indicator_code")["value"]
    assert set(values.index) == set(system.indicators)
    score = 0.0
    for _group, item in system.items:
        assert item.indicator and item.weight and item.goalposts
        worst, best = item.goalposts
        share = (values[item.indicator] - worst) / (best - worst)
        score += item.weight * min(max(share, 0.0), 1.0)
    ranked = composited.rank_of(release, "city", "410300")
    assert ranked is not None
    assert ranked.score == pytest.approx(score)


def test_by_the_provinces_system_no_city_can_be_ranked_and_who_comes_nearest_is_said(
    release: Release,
) -> None:
    found = ask(release, level="city", system="pillars_2026")
    assert "333个城市中，没有一个在任何年份具备" in said(found)
    assert "不作排名" in said(found)
    coverage = table(found, "composite_coverage")
    assert coverage["已有权重（%）"].is_monotonic_decreasing
    assert coverage["已有权重（%）"].max() < 80
    assert not found.headline


def test_the_same_in_english_without_any_chinese(release: Release) -> None:
    found = ask(release, "en", region="110000")
    assert found.headline.startswith("2023: Beijing leads the 31 provinces with a score of 81.1")
    for line in said(found).splitlines():
        if not line.startswith("Source"):
            assert not any("一" <= c <= "鿿" for c in line), line


# ---- choices ----------------------------------------------------------------------------------


def test_every_way_of_each_step_gives_an_answer_and_is_named_in_it(release: Release) -> None:
    # Lengths and strides differ, so that every way of a step meets many of the others.
    steps = {
        "normalisation": (NORMALISATIONS, 1),
        "weighting": (WEIGHTINGS, 3),
        "aggregation": (AGGREGATIONS, 1),
        "outliers": (OUTLIERS, 1),
        "coverage": (("80", "90", "100"), 3),
        "system": (("pillars_2026", "five_forces"), 2),
        "year": (("2023", "2017", "2012"), 5),
    }
    seen: dict[str, set[str]] = {key: set() for key in steps}
    ranked = 0
    for turn in range(15):
        asked = {key: ways[turn // slow % len(ways)] for key, (ways, slow) in steps.items()}
        found = ask(release, **asked)
        for key, way in asked.items():
            seen[key].add(way)
        if found.headline:
            ranked += 1
            assert f"{asked['coverage']}%" in method(found)
        else:
            assert "不作排名" in said(found)
    assert ranked >= 8
    assert all(seen[key] == set(ways) for key, (ways, _slow) in steps.items())


def test_every_province_has_an_answer_and_those_not_ranked_are_told_why(release: Release) -> None:
    for code in PROVINCES:
        opening = "".join(p.text for p in ask(release, region=code)["opening"])
        assert CATALOG.regions[code].short_name.zh in opening, code
        if code in PROVINCES[31:]:
            assert f"{CATALOG.regions[code].short_name.zh}不在" in opening


def test_every_city_has_an_answer(release: Release) -> None:
    cities = [r for r in CATALOG.regions.values() if r.level == "city" and not r.valid_to]
    assert len(cities) > 300
    for city in cities:
        found = ask(release, level="city", region=city.code)
        assert city.short_name.zh in said(found)
        old = ask(release, level="city", region=city.code, system="pillars_2026")
        assert isinstance(old["coverage"][-1], Table)


@pytest.mark.parametrize("system", sorted(CATALOG.systems))
@pytest.mark.parametrize("level", ["province", "city"])
def test_every_system_has_an_answer_at_every_level(
    release: Release, system: str, level: str
) -> None:
    found = ask(release, system=system, level=level)
    entry = CATALOG.systems[system]
    assert len(table(found, "composite_rows")) == sum(len(group.items) for group in entry.groups)
    if not entry.is_computed:
        assert "不据此排名" in said(found)


def test_the_choices_of_method_stand_in_the_files(release: Release) -> None:
    found = ask(release, weighting="entropy", aggregation="topsis", outliers="none")
    part = next(p for p in found["table"] if isinstance(p, Table))
    ranks = part.build()
    text = to_csv(ranks, part.facts()).decode("utf-8-sig")
    for words in ("权重：熵权", "合成方法：TOPSIS", "标准化：固定上下限", "数据第1版", "1万次"):
        assert words in text
    assert len(ranks) == 31
    assert ranks["位次"].tolist() == sorted(ranks["位次"])
    assert (ranks["位次（5%）"] <= ranks["位次（95%）"]).all()
    assert np.allclose(ranks["平均=100"].mean(), 100, atol=0.1)


def test_the_tables_agree_with_each_other(release: Release) -> None:
    found = ask(release, year="2023")
    ranks = table(found, "composite_table").set_index("地区")
    pieces = table(found, "composite_parts_table").set_index("地区")
    sums = pieces.drop(columns="代码").astype(float).sum(axis=1)
    assert sums.to_dict() == pytest.approx(ranks["得分"].to_dict(), abs=0.03)
    years = table(found, "composite_years_table")
    own = years[(years["地区"] == "陕西") & (years["年份"] == 2023)].iloc[0]
    assert (own["得分"], own["位次"]) == (ranks.loc["陕西", "得分"], ranks.loc["陕西", "位次"])
    moves = table(found, "composite_assumptions_table")
    assert "合成方法 (%)" in moves
    assert moves["地区"].tolist()[0] == "全部地区"
    assert len(moves) == 32


def test_a_bad_link_gives_the_default_and_a_notice(release: Release) -> None:
    bad = {"system": "nothing", "shares": "50-60", "normalisation": "magic", "year": "1999"}
    link = Link(bad, "zh")
    choice = read_choice(link, release)
    assert choice == read_choice(Link({}, "zh"), release)
    notices = " ".join(n.text for n in link.notices)
    for word in ("nothing", "50-60", "magic", "没有1999年数据"):
        assert word in notices


@pytest.mark.parametrize(
    "shares", ["20-20-20-20-30", "abc", "-", "100-0-0-0", "²0-20-20-20-20", "9" * 5000]
)
def test_shares_that_are_none_are_named(release: Release, shares: str) -> None:
    link = Link({"shares": shares}, "zh")
    assert read_choice(link, release).shares == SHARES
    assert shares[:40] in link.notices[0].text


def test_a_region_of_another_level_gives_way_to_the_nearest(release: Release) -> None:
    link = Link({"region": "510100"}, "zh")
    assert read_choice(link, release).region_code == "510000"
    assert "四川" in link.notices[0].text
    city = Link({"region": "610000", "level": "city"}, "zh")
    assert read_choice(city, release).region_code == "610100"
    assert [n.text for n in city.notices] == ["本页展示城市，不含陕西；现展示西安。"]
    # Nothing was asked for: nothing is said.
    default = Link({"level": "city"}, "zh")
    assert read_choice(default, release).region_code == "610100"
    assert not default.notices


def test_a_year_with_indicators_missing_says_which(release: Release) -> None:
    assert "2017年没有数据、未计入的指标" in said(ask(release, year="2017"))
    assert "2017年没有一个具备" in said(ask(release, year="2017", coverage="90"))


def test_entropy_of_percentile_ranks_says_that_it_weighs_all_the_same(release: Release) -> None:
    words = "熵权因此接近等权"
    assert words in said(ask(release, weighting="entropy", normalisation="percentile"))
    assert words not in said(ask(release, weighting="entropy"))
    assert words not in said(ask(release, normalisation="percentile"))


def test_figures_that_are_no_scores_are_not_taken_for_such(release: Release) -> None:
    found = ask(release, normalisation="scored")
    assert "现有数据不全是0—100、越高越好的得分，改用固定上下限。" in said(found)
    assert "标准化：固定上下限" in method(found)
    # The weights that were asked for stay.
    assert "权重：CRITIC" in method(ask(release, normalisation="scored", weighting="critic"))


@pytest.mark.parametrize(
    ("step", "way", "named"),
    [
        ("normalisation", "vector", "向量归一（L2，TOPSIS原法）"),
        ("normalisation", "around_mean", "高于或低于平均值20%"),
        ("aggregation", "borda", "波达计数（按位次计点）"),
    ],
)
def test_further_conventions_are_named_and_give_ranks(
    release: Release, step: str, way: str, named: str
) -> None:
    found = ask(release, **{step: way})
    assert named in method(found)
    assert "居首" in found.headline


def test_a_choice_seen_before_is_not_worked_out_again(release: Release) -> None:
    assert ask(release, region="510000") is ask(release, region="510000")


def test_what_puts_a_city_at_its_rank_is_said_in_points(release: Release) -> None:
    """洛阳: of eight indicators those furthest above and below the median city, by hand."""
    link = Link({"level": "city", "region": "410300"}, "zh")
    choice = read_choice(link, release)
    found = evaluate_choice(release, choice, "zh")
    assert found is not None
    points = found.composite.contributions
    apart = (points.loc["410300"] - points.median()).round(1).sort_values()
    said = next(p.text for p in answer(release, choice, "zh")["parts"] if isinstance(p, Sentence))
    best = CATALOG.indicators[str(apart.index[-1])].name.zh
    assert said.startswith(f"洛阳居第{found.ranges['410300'].rank}位：得分高于中位最多的是{best}")
    assert f"{apart.iloc[-1]:.1f}分" in said


def test_counties_have_no_composite_and_it_is_said_why(release: Release) -> None:
    link = Link({"level": "county"}, "zh")
    read_choice(link, release)
    assert any("区县没有综合评价" in notice.text for notice in link.notices)
