"""What the one cache counts as the size of a result."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from scoreboard.answers.kept import _Keeper, size_of


@dataclass(frozen=True)
class _Answer:
    first: pd.DataFrame
    second: pd.DataFrame


def test_a_table_counts_by_its_columns() -> None:
    table = pd.DataFrame({"value": np.zeros(100_000)})
    assert 800_000 <= size_of(table) <= 802_000


def test_what_stands_in_a_result_twice_is_held_once() -> None:
    table = pd.DataFrame({"value": np.zeros(100_000)})
    again = table.copy()
    assert size_of(_Answer(table, table)) < 1.01 * size_of(table)
    assert size_of(_Answer(table, again)) > 1.99 * size_of(table)
    assert size_of([table, (table, {"table": table})]) < 1.01 * size_of(table)


def test_a_frame_that_is_kept_holds_no_texts_but_its_own() -> None:
    whole = pd.DataFrame({"code": [f"{n:06}" for n in range(10_000)]}, index=range(10_000, 0, -1))
    cut, joined = whole.iloc[10:20], pd.concat([whole.iloc[:5], whole.iloc[-5:]])
    for frame in (cut, joined):
        held = _Keeper(2**20).get("key", lambda frame=frame: frame)
        texts = pa.array(held["code"].array)
        assert (
            texts.get_total_buffer_size()
            < 1_000
            < pa.array(frame["code"].array).get_total_buffer_size()
        )
        pd.testing.assert_frame_equal(held, frame)


def test_texts_arrays_and_mappings_count_what_they_hold() -> None:
    assert size_of("x" * 1_000) > 1_000
    assert size_of(np.zeros(1_000)) >= 8_000
    assert size_of({"a": "x" * 1_000, "b": "y" * 1_000}) > 2_000
