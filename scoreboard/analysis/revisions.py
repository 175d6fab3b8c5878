"""What was published before: values that a later release replaced by others."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd


def earlier_values(
    replaced: pd.DataFrame, history: pd.DataFrame, codes: Collection[str]
) -> pd.DataFrame:
    """The values of some regions that were published before and are not the present ones.

    replaced: one row per region_code, year, release_id with value_before. A value that a later
    release brought back is the present one and left out; one that stood twice is told once, with
    the release that replaced it last. Columns: region_code, year, release_id, value_before.
    """
    chosen = replaced[replaced["region_code"].isin(codes)]
    known = chosen.merge(history[["region_code", "year", "value"]], on=["region_code", "year"])
    differs = known["value_before"] != known["value"]
    keys = ["region_code", "year", "value_before"]
    once = known[differs].drop_duplicates(keys, keep="last")
    return once[["region_code", "year", "release_id", "value_before"]].reset_index(drop=True)
