"""How far two series of the same thing lie apart."""

from dataclasses import dataclass

import pandas as pd

from scoreboard.analysis.checks import drop_missing


@dataclass(frozen=True)
class Gap:
    """The region and year where two series differ most, with both values."""

    region_code: str
    year: int
    first: float
    second: float


def widest_gap(first: pd.DataFrame, second: pd.DataFrame) -> Gap | None:
    """Where two series of the same unit differ most; none when they share no region and year.

    first, second: one row per region_code, year with value; rows without a figure do not count.
    Raises ValueError for infinity.
    """
    keys = ["region_code", "year"]
    both = drop_missing(first).merge(drop_missing(second), on=keys, suffixes=("_first", "_second"))
    if both.empty:
        return None
    row = both.loc[(both["value_first"] - both["value_second"]).abs().idxmax()]
    return Gap(
        str(row["region_code"]),
        int(row["year"]),
        float(row["value_first"]),
        float(row["value_second"]),
    )
