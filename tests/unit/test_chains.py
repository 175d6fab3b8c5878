"""Chain indices: fixed goalposts, the coverage rule, coordination, and what holds back."""

import math

import pandas as pd
import pytest

from scoreboard.analysis.chains import (
    FLOOR,
    couple_chains,
    find_obstacles,
    index_chains,
    newest_year,
    score_chains,
    score_part,
    stand_in_chains,
)
from scoreboard.catalog import ChainIndex, ChainPart, load_catalog
from scoreboard.catalog.models import Text

NONE = Text(zh="无", en="none")
CATALOG = load_catalog()


def chain(code: str, *parts: str, first_year: int = 2016) -> ChainIndex:
    made = tuple(ChainPart(indicator=p, worst=0, best=10) for p in parts)
    return ChainIndex(code=code, first_year=first_year, parts=made, left_out=NONE)


def panel(rows: list[tuple[str, str, int, float]]) -> pd.DataFrame:
    columns = ["indicator_code", "region_code", "year", "value"]
    return pd.DataFrame(rows, columns=columns).assign(status="A", source_code="s")


TWO = [chain("science", "a"), chain("talent", "b")]


def test_scores_lie_between_the_goalposts_and_stay_there() -> None:
    part = ChainPart(indicator="a", worst=2, best=4)
    assert score_part(pd.Series([1.0, 2, 3, 4, 9]), part).tolist() == [0, 0, 0.5, 1, 1]
    falling = ChainPart(indicator="a", worst=4, best=2)
    assert score_part(pd.Series([1.0, 3, 9]), falling).tolist() == [1, 0.5, 0]


def test_on_a_log_scale_each_doubling_counts_the_same() -> None:
    part = ChainPart(indicator="a", worst=1, best=16, scale="log")
    found = score_part(pd.Series([0.0, 1, 2, 4, 8, 16, math.nan]), part)
    assert found.iloc[:6].tolist() == pytest.approx([0, 0, 0.25, 0.5, 0.75, 1])
    assert math.isnan(found.iloc[6])


def test_a_chain_with_less_than_four_fifths_present_has_no_index() -> None:
    five = [chain("science", "a", "b", "c", "d", "e")]
    data = panel([(code, "110000", 2020, 5.0) for code in "abcd"])
    enough = index_chains(score_chains(data, five), five)
    assert enough[["index", "present"]].to_numpy().tolist() == [[0.5, 0.8]]
    short = panel([(code, "110000", 2020, 5.0) for code in "abc"])
    assert index_chains(score_chains(short, five), five).empty


def test_goalposts_do_not_move_when_another_region_does() -> None:
    before = panel([("a", "110000", 2020, 5.0), ("a", "120000", 2020, 1.0)])
    after = panel([("a", "110000", 2020, 5.0), ("a", "120000", 2020, 99.0)])
    one = [chain("science", "a")]
    for data in (before, after):
        found = index_chains(score_chains(data, one), one).set_index("region_code")
        assert found.loc["110000", "index"] == 0.5


def test_a_region_without_one_chain_has_no_coordination() -> None:
    data = panel([("a", "110000", 2020, 8), ("b", "110000", 2020, 4), ("a", "120000", 2020, 8)])
    coupled = couple_chains(index_chains(score_chains(data, TWO), TWO), ["science", "talent"])
    assert coupled["region_code"].tolist() == ["110000"]
    row = coupled.iloc[0]
    found = row[["coupling", "coordination", "coupling_corrected", "coordination_corrected"]]
    assert found.tolist() == pytest.approx([0.9428, 0.7521, 0.5477, 0.5733], abs=5e-5)
    assert row["grade"] == 7


def test_a_chain_at_its_lowest_counts_as_the_floor_and_is_said_to() -> None:
    data = panel([("a", "110000", 2020, 5), ("b", "110000", 2020, 0)])
    scores = score_chains(data, TWO)
    coupled = couple_chains(index_chains(scores, TWO), ["science", "talent"])
    standing = stand_in_chains(scores, coupled, "110000", 2020)
    assert standing is not None
    assert standing.is_floored
    assert standing.indices["talent"] == FLOOR
    assert standing.lagging == "talent"
    assert standing.coupling > 0


def test_years_before_the_goalposts_and_the_nation_are_left_out() -> None:
    data = panel([("a", "110000", 2015, 5), ("a", "000000", 2020, 5), ("a", "110000", 2016, 5)])
    scores = score_chains(data, TWO)
    assert scores[["region_code", "year"]].to_numpy().tolist() == [["110000", 2016]]


def test_obstacles_weigh_chains_alike_however_many_indicators_they_have() -> None:
    uneven = [chain("science", "a", "b"), chain("talent", "c")]
    data = panel([(code, "110000", 2020, 0.0) for code in "abc"])
    found = find_obstacles(score_chains(data, uneven), "110000", 2020)
    assert found.to_dict() == pytest.approx({"c": 50, "a": 25, "b": 25})


def test_no_figures_give_no_year() -> None:
    empty = score_chains(panel([]), TWO)
    assert newest_year(couple_chains(index_chains(empty, TWO), ["science", "talent"])) is None


def test_the_shipped_indices_cover_the_four_chains_with_goalposts_in_order() -> None:
    assert CATALOG.chain_indices.keys() == CATALOG.chains.keys()
    for index in CATALOG.chain_indices.values():
        for part in index.parts:
            rises = CATALOG.indicators[part.indicator].direction == "higher_is_better"
            assert (part.worst < part.best) == rises, part.indicator
