"""What is done at once for many cells says the same as what is done cell by cell."""

from __future__ import annotations

import random

import orjson
import pytest

from etl.read import cells as c
from etl.read.child import pack, restore, unpack
from etl.read.forms import columns
from etl.read.model import ReadFigure


@pytest.mark.parametrize(
    ("column", "width", "packed"),
    [
        ([], 0, []),
        (["a"], 1, ["a"]),
        (["a", "a", "a", "a"], 2, ["a"]),
        (["B", "C", "B", "C"], 2, {"across": ["B", "C"]}),
        ([5, 5, 6, 6], 2, {"down": [5, 6]}),
        (["a", "b", "c", "d"], 1, ["a", "b", "c", "d"]),
        # The rows of this table are not all of one length.
        (["B", "C", "B", "C", "D"], 2, ["B", "C", "B", "C", "D"]),
        # It begins as if it repeated itself, and does not.
        (["B", "C", "B", "D"], 2, ["B", "C", "B", "D"]),
        ([5, 5, 6, 7], 2, [5, 5, 6, 7]),
    ],
)
def test_a_column_is_packed_only_where_it_comes_back_whole(
    column: list[object], width: int, packed: object
) -> None:
    told = orjson.loads(orjson.dumps(pack(column, width)))
    assert told == packed
    assert unpack(told, len(column)) == column


def test_numbers_written_otherwise_than_their_text_come_back_with_it() -> None:
    values = {"figures.value": ["1", "2①"], "figures.number": [None, "2"]}
    figures = restore({**values, "count": 2})["figures"]
    assert (figures["value"], figures["number"]) == (["1", "2①"], ["1", "2"])
    alike = restore({"figures.value": ["1", "2"], "figures.number": [None], "count": 2})["figures"]
    assert alike["number"] == ["1", "2"]
    assert set(alike) == set(ReadFigure._fields)


ODD = [0.0, 1.0, 2.0, -1.5, 83747.071234567, 1e16, 1e22, 1e-7, 123456789012345.0, 0.1 + 0.2]


@pytest.mark.parametrize("odd", ODD)
def test_many_numbers_are_written_as_each_of_them(odd: float) -> None:
    draw = random.Random(3)
    numbers = [draw.uniform(-1e5, 1e5) for _ in range(20)] + [odd, 12.5, 2020.0]
    assert c.number_texts(numbers) == list(map(c.number_text, numbers))
    assert c.number_texts([]) == []


@pytest.mark.parametrize(
    "numbers",
    [
        [1.0, 2.0, 3.0],
        [0.0, 1.0, 2.0],
        [2.0, 3.0],
        [1.0],
        [2019.0, 2020.0, 3.5],
        [110000.0, 320100.0, 12.0],
        [1.5, 2.25, 1.5],
        [-110000.0, 1e22, 0.5],
    ],
)
def test_a_column_of_numbers_is_looked_at_as_one_of_their_texts(numbers: list[float]) -> None:
    among_texts = columns.look([*numbers, *map(c.number_text, numbers)])
    alone = columns.look(numbers)
    assert alone.filled * 2 == among_texts.filled
    assert alone.distinct == among_texts.distinct
    assert alone.is_counting == columns.look(list(map(c.number_text, numbers))).is_counting
    for kind in ("year", "code", "word"):
        assert alone.kinds.get(kind, 0) * 2 == among_texts.kinds.get(kind, 0), kind
