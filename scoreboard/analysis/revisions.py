"""What was published before, and what releases made of it since."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
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


_KEYS = ["region_code", "indicator_code", "year"]


def changes_since(revisions: pd.DataFrame, after: int) -> pd.DataFrame:
    """What has become of figures since a release, each told once however often it changed.

    revisions: one row per figure and release with value_, status_, source_ and note_before and
    _after; no value before is a figure that came in, no value after one that went. after: the
    number of the release that is compared with. A figure that is again what it was is left out.
    Columns: those of a revision, release_id being the last one that touched the figure, and kind:
    added, changed (its value), restated (only its status, source or note), withdrawn. In the order
    of indicators, regions and years.
    """
    later = revisions[revisions["release_id"] > after].sort_values("release_id", kind="stable")
    is_before = later.columns.str.endswith("_before")
    ends = later.loc[:, ~is_before].drop_duplicates(_KEYS, keep="last")
    starts = later.loc[:, later.columns[is_before].union(_KEYS)].drop_duplicates(_KEYS)
    net = starts.merge(ends, on=_KEYS)
    came, went = net["value_before"].isna(), net["value_after"].isna()
    differs = net["value_before"] != net["value_after"]
    told = ("status", "source", "note")
    is_restated = pd.concat(
        [net[f"{each}_before"].fillna("") != net[f"{each}_after"].fillna("") for each in told],
        axis=1,
    ).any(axis=1)
    kinds = np.select(
        [came & went, came, went, differs, is_restated],
        ["", "added", "withdrawn", "changed", "restated"],
        default="",
    )
    found = net.assign(kind=kinds)[kinds != ""]
    return found.sort_values(["indicator_code", "region_code", "year"]).reset_index(drop=True)
