"""Sentences about regional structure: direction, numbers and what is left unsaid."""

import math

import pandas as pd
import pytest

from scoreboard.analysis.convergence import Beta
from scoreboard.analysis.spatial.moran import Autocorrelation
from scoreboard.answers.structure.words import (
    Measured,
    beta_sentence,
    change_clause,
    clusters_sentence,
    concentration_sentence,
    dispersion_sentence,
    join_with_and,
    moran_clause,
    moran_notes,
    p_value,
    sigma_sentence,
    since_words,
    too_few_sentence,
)


def beta(slope: float, p: float, half_life: float = math.nan) -> Beta:
    return Beta(slope, 0.1, 0.002, p, 0.4, 31, 10, -slope, half_life)


def found(value: float, p: float, regions: int = 31, clusters: str = "") -> Autocorrelation:
    rows = pd.DataFrame(
        {"region_code": [f"r{k}" for k in range(regions)], "cluster": [clusters] + [""] * 30}
    )
    return Autocorrelation(value, -1 / 30, p, rows, ())


def test_the_sentence_on_concentration_says_value_change_and_leaders() -> None:
    said = concentration_sentence(
        2023, "X", "31 provinces", Measured(0.5538, 0.5476, 2012), (["A", "B", "C"], 35.86), "en"
    )
    assert said == (
        "2023: the Gini coefficient of X among 31 provinces is 0.554; 0.006 higher than in 2012; "
        "A, B and C hold 35.9% of the total."
    )
    chinese = concentration_sentence(
        2023, "X", "31个省", Measured(0.4, 0.5, 2012), (["甲", "乙"], 50.0), "zh", by_people=True
    )
    assert (
        chinese
        == "2023年X在31个省间的人口加权基尼系数为0.400，较2012年下降0.100，甲和乙占合计的50.0%。"
    )


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (Measured(0.5, 0.4, 2012), "较2012年上升0.100"),
        (Measured(0.5, 0.50004, 2012), "与2012年持平"),
        (Measured(0.5), ""),
        (Measured(0.5, math.nan, 2012), ""),
    ],
)
def test_a_change_is_said_only_where_there_is_one_to_say(measured: Measured, said: str) -> None:
    assert change_clause(measured, 3, "zh") == said


def test_a_change_is_the_difference_of_unrounded_measures() -> None:
    # 0.3664 − 0.3545 = 0.0119 is 0.012; the rounded 0.366 − 0.355 would be 0.011.
    grown = Measured(0.3664, 0.3545, 2010)
    assert change_clause(grown, 3, "zh") == "较2010年上升0.012"
    assert since_words(grown, "zh") == "较2010年 +0.012"
    # 0.5006 and 0.4994 read 0.501 and 0.499, two thousandths apart; they differ by 0.0012.
    fallen = Measured(0.4994, 0.5006, 2010)
    assert change_clause(fallen, 3, "en") == "0.001 lower than in 2010"
    assert since_words(fallen, "en") == "−0.001 since 2010"
    # 0.49949 and 0.49951 read 0.499 and 0.500, and are the same.
    same = Measured(0.49951, 0.49949, 2010)
    assert change_clause(same, 3, "en") == "the same as in 2010"
    assert since_words(same, "en") == "±0.000 since 2010"
    assert since_words(Measured(0.5), "en") == ""


def test_dispersion_without_an_earlier_year_is_one_clause() -> None:
    assert dispersion_sentence(2023, "X", "31个省", Measured(0.4), "zh") == (
        "2023年X在31个省间的变异系数为0.400。"
    )


def test_morans_verdict_follows_p_and_sign() -> None:
    assert "未见显著" in moran_clause(found(0.3, 0.06), "zh")
    assert "水平相近" in moran_clause(found(0.3, 0.01), "zh")
    assert "高低相间" in moran_clause(found(-0.4, 0.01), "zh")
    assert "p = 0.010" in moran_clause(found(0.3, 0.01), "zh")


def test_notes_say_low_power_islands_and_who_is_left_out() -> None:
    notes = "".join(moran_notes(found(0.3, 0.2), [("海南", "广东")], ["甲"], "zh"))
    assert "只有31个地区，检验功效低" in notes
    assert "海南与广东" in notes
    assert "未计入：甲" in notes
    many = found(0.3, 0.2)
    wide = Autocorrelation(0.3, 0, 0.2, pd.concat([many.rows] * 4), ())
    assert "功效" not in "".join(moran_notes(wide, [], [], "zh"))


def test_clusters_are_listed_by_kind_or_said_to_be_none() -> None:
    names = {f"r{k}": f"R{k}" for k in range(31)}
    assert clusters_sentence(found(0.3, 0.01, clusters="HH"), names, "en") == (
        "Local clusters (p < 0.05): high among high: R0."
    )
    assert "没有地区" in clusters_sentence(found(0.3, 0.01), names, "zh")


def test_sigma_says_narrowed_widened_or_stayed() -> None:
    assert "缩小" in sigma_sentence(2020, Measured(0.4, 0.5, 2010), "zh")
    assert "扩大" in sigma_sentence(2020, Measured(0.6, 0.5, 2010), "zh")
    assert "保持" in sigma_sentence(2020, Measured(0.5, 0.5, 2010), "zh")
    assert "保持在0.500" in sigma_sentence(2020, Measured(0.49951, 0.49949, 2010), "zh")
    # What is said to have changed does not read the same before and after.
    assert "由0.5004降至0.4996" in sigma_sentence(2020, Measured(0.4996, 0.5004, 2010), "zh")


def test_beta_speaks_of_half_lives_only_when_regions_converge() -> None:
    assert "差距减半需35年" in beta_sentence(2010, 2020, beta(-0.02, 0.01, 34.6), "zh")
    assert "减半" not in beta_sentence(2010, 2020, beta(-0.11, 0.01), "zh")
    assert "没有显著关系" in beta_sentence(2010, 2020, beta(-0.02, 0.2, 34.6), "zh")
    assert "差距扩大" in beta_sentence(2010, 2020, beta(0.02, 0.01), "zh")


def test_small_things() -> None:
    assert p_value(0.0004) == "p < 0.001"
    assert p_value(0.0126) == "p = 0.013"
    assert join_with_and(["A"], "en") == "A"


def test_too_few_regions_names_the_shorter_list() -> None:
    said = too_few_sentence(2024, "X", ["丙", "丁", "戊"], "5个省", ["甲", "乙"], "zh")
    assert "5个省中仅3个有X数据" in said
    assert said.endswith("缺：甲、乙。")
    said = too_few_sentence(2024, "X", ["丙"], "5个省", ["甲", "乙", "丁", "戊"], "zh")
    assert said.endswith("有数据：丙。")
    many = [str(k) for k in range(40)]
    assert too_few_sentence(2024, "X", many, "333个城市", many, "zh").endswith("趋同。")
