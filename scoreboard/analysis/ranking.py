"""Who leads: ranks of regions among regions."""

from typing import get_args

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import as_numbers, check_one_of, level_ties
from scoreboard.catalog.models import Direction

DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


def rank_values(values: pd.Series, direction: Direction) -> pd.Series:
    """The place of each value, 1 being best; equal values share the better place.

    values: one number a region. direction: lower_is_better turns the order round; context
    indicators, which are neither good nor bad, are ranked by size. Values that only rounding tells
    apart are equal. Missing values have no rank. Raises ValueError for an unknown direction and
    for infinity.

    >>> rank_values(pd.Series([3.0, 9.0, 3.0, None]), "higher_is_better").tolist()
    [2.0, 1.0, 2.0, nan]
    """
    check_one_of("direction", direction, DIRECTIONS)
    numbers = as_numbers("values", values.to_numpy(dtype=float, na_value=np.nan))
    level = pd.Series(level_ties(numbers), index=values.index, name=values.name)
    return level.rank(method="min", ascending=direction == "lower_is_better")


def rank_by_year(observations: pd.DataFrame, direction: Direction) -> pd.Series:
    """The place of each region in each year.

    observations: one row per region_code, year with `value`. Returns ranks on the same index;
    missing values have none. Raises ValueError as rank_values does.
    """
    return observations.groupby("year")["value"].transform(lambda v: rank_values(v, direction))


def neighbours_in_rank(ranked: pd.DataFrame, chosen: list[str], limit: int) -> pd.DataFrame:
    """The rows a ranking of limited length shows: the leaders, and the chosen with neighbours.

    ranked: sorted by rank, with region_code. Adds order, the place in the whole ranking. Keeps
    at most `limit` rows unless the chosen need more; a chosen region always comes with the one
    before and the one after it.
    """
    ranked = ranked.assign(order=range(len(ranked)))
    if len(ranked) <= limit:
        return ranked
    places = {code: n for n, code in enumerate(ranked["region_code"])}
    wanted: set[int] = set()
    for code in chosen:
        if code in places:
            wanted |= {places[code] - 1, places[code], places[code] + 1}
    wanted = {n for n in wanted if 0 <= n < len(ranked)}
    leaders = max(3, limit - len([n for n in wanted if n >= limit]))
    return ranked.iloc[sorted(wanted | set(range(leaders)))]
