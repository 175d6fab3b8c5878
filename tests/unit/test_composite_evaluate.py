"""The whole evaluation: screening, what is dropped, contributions, years on one scale."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    Design,
    Options,
    evaluate,
    evaluate_years,
    leave_one_out,
)

NAN = np.nan
# Four indicators in two pillars; of the last, less is better.
DESIGN = Design(
    indicator_codes=("a", "b", "c", "d"),
    pillar_codes=("p", "p", "q", "q"),
    directions=("higher_is_better",) * 3 + ("lower_is_better",),
    weights=np.array([0.4, 0.2, 0.2, 0.2]),
    worst=np.array([0.0, 0.0, 0.0, 10.0]),
    best=np.array([10.0, 10.0, 10.0, 0.0]),
)


def table(**rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=list("abcd"))


def long(year: int, values: pd.DataFrame) -> pd.DataFrame:
    rows = values.rename_axis("region_code").reset_index()
    rows = rows.melt("region_code", var_name="indicator_code", value_name="value").dropna()
    return rows.assign(year=year)


def test_scores_and_ranks_by_hand() -> None:
    found = evaluate(table(x=[10, 5, 5, 0], y=[5, 5, 5, 5], z=[0, 10, 0, 10]), DESIGN)
    # x: .4·100 + .2·(50 + 50 + 100); y: 50 everywhere; z: .2·100.
    assert found.table["score"].tolist() == pytest.approx([80, 50, 20])
    assert found.table["rank"].tolist() == [1, 2, 3]
    assert found.table["index"].tolist() == pytest.approx([160, 100, 40])
    assert found.ranked.index.tolist() == ["x", "y", "z"]
    assert found.ladder["x"].group == "leader"


def test_a_region_below_four_fifths_of_the_weight_has_no_rank_and_keeps_its_row() -> None:
    values = table(x=[10, NAN, 5, 0], y=[NAN, 5, 5, 5], z=[0, 10, 0, 10])
    found = evaluate(values, DESIGN)
    # x lacks .2 of the weight: (.4·100 + .2·50 + .2·100)/.8; y lacks .4 and is not ranked.
    assert found.table["present"].tolist() == pytest.approx([0.8, 0.6, 1.0])
    assert found.table["score"].tolist()[0] == pytest.approx(87.5)
    assert np.isnan(found.table.loc["y", "score"])
    assert np.isnan(found.table.loc["y", "rank"])
    stricter = evaluate(values, replace(DESIGN, options=Options(least_share=1.0)))
    assert stricter.ranked.index.tolist() == ["z"]


def test_an_indicator_that_few_have_is_dropped_and_counts_as_missing_for_all() -> None:
    values = table(x=[10, 5, 5, NAN], y=[5, 5, 5, NAN], z=[0, 10, 0, 10])
    found = evaluate(values, DESIGN)
    assert found.dropped == ("d",)
    assert found.table["present"].tolist() == pytest.approx([0.8, 0.8, 0.8])
    assert found.weights.to_dict() == pytest.approx({"a": 0.5, "b": 0.25, "c": 0.25})
    assert evaluate(values, replace(DESIGN, options=Options(least_share=0.9))).ranked.empty


def test_equal_scores_share_the_better_rank() -> None:
    found = evaluate(table(x=[5, 5, 5, 5], y=[5, 5, 5, 5], z=[0, 0, 0, 9]), DESIGN)
    assert found.table["rank"].tolist() == [1, 1, 3]


@pytest.mark.parametrize("aggregation", AGGREGATIONS)
def test_contributions_sum_to_the_weighted_mean(aggregation) -> None:
    values = table(x=[10, NAN, 5, 0], y=[5, 5, 4, 5], z=[1, 10, 1, 9])
    found = evaluate(values, replace(DESIGN, options=Options(aggregation=aggregation)))
    mean = evaluate(values, DESIGN).table["score"]
    sums = found.contributions.sum(axis=1)
    assert sums.to_dict() == pytest.approx(mean[sums.index].to_dict())


def test_scores_raised_to_the_floor_are_counted() -> None:
    values = table(x=[10, 5, 5, 0], y=[5, 5, 5, 5], z=[0, 10, 0, 10])
    found = evaluate(values, replace(DESIGN, options=Options(aggregation="geometric")))
    assert found.floored == 3
    assert found.table.loc["z", "score"] == pytest.approx(100**0.2)
    assert evaluate(values, DESIGN).floored == 0


def test_leaving_out_an_indicator_by_hand() -> None:
    found = evaluate(table(x=[10, 1, 5, 5], y=[0, 9, 5, 5], z=[4, 4, 4, 4]), DESIGN)
    ranks = leave_one_out(found)
    assert ranks.shape == (3, 4)
    # Without a, the second indicator decides for y; without b, the first for x.
    assert ranks.loc["y", "a"] == 1
    assert ranks.loc["x", "b"] == 1


def test_years_are_scored_on_one_scale_with_the_weights_of_one_year() -> None:
    early = table(x=[5, 5, 5, 5], y=[2, 2, 2, 8])
    late = table(x=[10, 10, 10, 0], y=[5, 5, 5, 5])
    panel = pd.concat([long(2022, early), long(2023, late)])
    composite = evaluate(
        late, replace(DESIGN, options=Options(normalisation="minmax", weighting="equal"))
    )
    found = evaluate_years(panel, composite).set_index(["year", "region_code"])
    # Goalposts 0 and 10 in both years, although the evaluation itself goes by min and max.
    assert found["score"].to_dict() == pytest.approx(
        {(2022, "x"): 50, (2022, "y"): 20, (2023, "x"): 100, (2023, "y"): 50}
    )
    assert found.loc[(2023, "y"), "rank"] == 2


def test_a_year_without_an_indicator_says_how_much_weight_is_missing() -> None:
    early = table(x=[5, 5, 5, NAN], y=[2, 2, NAN, NAN])
    late = table(x=[10, 10, 10, 0], y=[5, 5, 5, 5])
    composite = evaluate(late, DESIGN)
    found = evaluate_years(pd.concat([long(2022, early), long(2023, late)]), composite)
    assert found["missing_weight"].tolist() == pytest.approx([0.2, 0.0, 0.0])
    assert found["region_code"].tolist() == ["x", "x", "y"]


def test_an_empty_table_gives_an_empty_ranking() -> None:
    found = evaluate(table().astype(float), DESIGN)
    assert found.ranked.empty
    nobody = evaluate(table(x=[NAN] * 4), DESIGN)
    assert nobody.ranked.empty
    assert nobody.dropped == ("a", "b", "c", "d")


def test_winsorised_values_are_counted_by_indicator() -> None:
    rng = np.random.default_rng(0)
    values = pd.DataFrame(rng.random((20, 4)), columns=list("abcd"))
    values.loc[3, "b"] = 900.0
    found = evaluate(values, replace(DESIGN, options=Options(outliers="winsorise")))
    assert found.drawn_in.to_dict() == {"a": 0, "b": 1, "c": 0, "d": 0}
    assert found.treated["b"].max() < 1
