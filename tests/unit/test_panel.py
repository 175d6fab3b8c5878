"""Many indicators at once: each in its own newest widely published year, missing left missing."""

import numpy as np
import pandas as pd

from scoreboard.analysis.panel import pick_years, take_matrix, take_rows


def panel() -> pd.DataFrame:
    cells = [("a", r, y, 10 * y + n) for y in (2021, 2022) for n, r in enumerate("wxyz")]
    cells += [("a", "w", 2023, 1.0)]
    cells += [("b", r, 2020, n) for n, r in enumerate("wx")]
    return pd.DataFrame(cells, columns=["indicator_code", "region_code", "year", "value"])


def test_each_indicator_has_its_own_newest_widely_published_year() -> None:
    assert pick_years(panel(), ["b", "a", "none"]) == {"b": 2020, "a": 2022}
    assert pick_years(panel(), ["a"], not_after=2021) == {"a": 2021}


def test_a_matrix_keeps_the_order_asked_for_and_leaves_missing_missing() -> None:
    wide = take_matrix(panel(), {"b": 2020, "a": 2022}, ["z", "w", "nowhere"])
    assert list(wide.columns) == ["b", "a"]
    assert list(wide.index) == ["z", "w", "nowhere"]
    assert wide.loc["w"].tolist() == [0.0, 20220.0]
    assert np.isnan(wide.loc["z", "b"])
    assert wide.loc["nowhere"].isna().all()


def test_only_the_chosen_years_are_taken() -> None:
    rows = take_rows(panel(), {"a": 2023})
    assert rows["region_code"].tolist() == ["w"]
