"""How far regions are from what they are measured against: nation, mean, peers, the best, a goal.

A reference is long: one row per indicator_code, year with reference (in the indicator's unit),
members (how many figures it rests on), reference_status (of the least certain of them) and named
(the region whose value it is, else empty). A gap is direction-corrected: above zero is better than
the benchmark, whether more or less is better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from scoreboard.analysis.summary import WHOLE_FIELD
from scoreboard.analysis.views import least_certain
from scoreboard.catalog.models import NATION, Direction

# A median of fewer members says more about one of them than about the group.
LEAST_MEMBERS = 3
_KEYS = ["indicator_code", "year"]
_REFERENCE = [*_KEYS, "reference", "members", "reference_status", "named"]
Missing = Literal["no_value", "no_reference", "no_common_year"]


@dataclass(frozen=True)
class Nearness:
    """How near one region is to the benchmark over several indicators.

    compared: indicators with a relative gap; reached: of them at the benchmark or better;
    shortfall_pct: the mean over all compared of how far the region falls short, 0 where it does
    not, in per cent of the benchmark.
    """

    region_code: str
    compared: int
    reached: int
    shortfall_pct: float


def correct_gap(
    values: pd.Series, references: pd.Series, directions: Iterable[Direction]
) -> pd.Series:
    """The gap in the unit of the values: value − reference, turned where less is better.

    directions: one a row. Of context indicators, which are neither good nor bad, the plain
    difference. Missing where either is missing.
    """
    signs = [-1.0 if d == "lower_is_better" else 1.0 for d in directions]
    return (values - references) * np.array(signs)


def relative_gap(gaps: pd.Series, references: pd.Series) -> pd.Series:
    """The gap in per cent of the benchmark; missing where the benchmark is not above zero."""
    return gaps / references.where(references > 0) * 100


def refer_to_region(panel: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """One region's (or the nation's) own values as the benchmark.

    panel: one row per indicator_code, region_code, year with value and status.
    """
    rows = panel[panel["region_code"] == region_code]
    names = {"value": "reference", "status": "reference_status"}
    found = rows[[*_KEYS, *names]].rename(columns=names)
    named = "" if region_code == NATION else region_code
    return found.assign(members=1, named=named)[_REFERENCE]


def refer_to_mean(
    panel: pd.DataFrame, expected: int, least_share: float = WHOLE_FIELD
) -> pd.DataFrame:
    """The plain mean of a level's regions in each year, where enough of them have a value.

    panel: the regions of one level; the nation's rows are left out. expected: how many regions
    the level has; a year with less than `least_share` of them has no mean.
    """
    found = _summarise(_regions(panel), "mean")
    enough = found["members"] >= least_share * expected
    return found[enough].assign(named="")[_REFERENCE]


def refer_to_median(
    panel: pd.DataFrame, members: Collection[str], least: int = LEAST_MEMBERS
) -> pd.DataFrame:
    """The median of chosen regions (peers, a tier) in each year, of at least so many values."""
    found = _summarise(panel[panel["region_code"].isin(list(members))], "median")
    return found[found["members"] >= least].assign(named="")[_REFERENCE]


def refer_to_best(
    panel: pd.DataFrame, directions: Mapping[str, Direction], least: float
) -> pd.DataFrame:
    """The best value of each year among the regions of a level, and whose it is.

    directions: by indicator; of context indicators nothing is best. least: how many regions must
    have a value. Of equal values the region with the lowest code is named.
    """
    rows = _regions(panel)
    rows = rows[rows["indicator_code"].map(directions).fillna("context") != "context"]
    if rows.empty:
        return pd.DataFrame(columns=_REFERENCE)
    lower = rows["indicator_code"].map(directions) == "lower_is_better"
    rows = rows.assign(
        order=rows["value"].where(~lower, -rows["value"]),
        members=rows.groupby(_KEYS)["value"].transform("size"),
    )
    best = rows.sort_values([*_KEYS, "order", "region_code"], ascending=[True, True, False, True])
    best = best.drop_duplicates(_KEYS)
    best = best[best["members"] >= least]
    names = {"value": "reference", "status": "reference_status", "region_code": "named"}
    return best.rename(columns=names)[_REFERENCE]


def refer_to_fixed(panel: pd.DataFrame, values: Mapping[str, float]) -> pd.DataFrame:
    """Fixed values by indicator (a goal, a case's figures) as the benchmark of every year."""
    keys = panel.loc[panel["indicator_code"].isin(list(values)), _KEYS].drop_duplicates()
    reference = keys["indicator_code"].map(values).astype(float)
    return keys.assign(reference=reference, members=1, reference_status="A", named="")[_REFERENCE]


def compare(
    figures: pd.DataFrame, references: pd.DataFrame, directions: Mapping[str, Direction]
) -> pd.DataFrame:
    """Each region's figure of each indicator beside its benchmark, in one year each.

    figures: one row per indicator_code, region_code, year with value, status, source_code.
    references: as in the module, with region_code: the region that the benchmark is for. The year
    of an indicator is the newest in which most of the regions have both; a region without them
    then stands with its own newest year, and is_common is false. Adds the reference's columns,
    gap (direction-corrected, in the unit), relative_pct. Regions without any pair are absent.
    """
    both = figures.merge(references, on=[*_KEYS, "region_code"])
    if both.empty:
        return both.reindex(columns=[*both.columns, "is_common", "gap", "relative_pct"])
    common = _common_years(both)
    both = both.assign(is_common=both["year"] == both["indicator_code"].map(common))
    both = both.sort_values(["is_common", "year"], ascending=False)
    both = both.drop_duplicates(["indicator_code", "region_code"])
    gap = correct_gap(both["value"], both["reference"], both["indicator_code"].map(directions))
    both = both.assign(gap=gap, relative_pct=relative_gap(gap, both["reference"]))
    return both.sort_values(["indicator_code", "region_code"], ignore_index=True)


def explain_missing(
    figures: pd.DataFrame, references: pd.DataFrame, region_code: str, indicator_code: str
) -> Missing:
    """Why a region has no gap in an indicator: no figure, no benchmark, or never in one year."""
    has_value, has_reference = (
        bool(((f["region_code"] == region_code) & (f["indicator_code"] == indicator_code)).any())
        for f in (figures, references)
    )
    if not has_value:
        return "no_value"
    return "no_common_year" if has_reference else "no_reference"


def measure_nearness(gaps: pd.DataFrame, directions: Mapping[str, Direction]) -> list[Nearness]:
    """The regions from nearest to farthest, over the indicators that all of them have.

    gaps: as compare() gives them. Context indicators and gaps without a percentage do not count.
    Empty when the regions share no indicator. Equal regions stand in order of code.
    """
    counted = _judged(gaps, directions)
    regions = counted["region_code"].nunique()
    shared = counted.groupby("indicator_code")["region_code"].nunique()
    rows = counted[counted["indicator_code"].isin(shared.index[shared == regions])]
    found = [
        Nearness(
            str(code),
            len(own),
            int((own["gap"] >= 0).sum()),
            float(-own["relative_pct"].clip(upper=0).mean()) + 0.0,
        )
        for code, own in rows.groupby("region_code")
    ]
    return sorted(found, key=lambda n: (n.shortfall_pct, -n.reached, n.region_code))


def widest_shortfall(gaps: pd.DataFrame, directions: Mapping[str, Direction]) -> pd.Series | None:
    """The row of the gap that is worst in per cent; none when nobody falls short."""
    counted = _judged(gaps, directions)
    short = counted[counted["relative_pct"] < 0]
    return None if short.empty else short.loc[short["relative_pct"].idxmin()]


def _judged(gaps: pd.DataFrame, directions: Mapping[str, Direction]) -> pd.DataFrame:
    is_context = gaps["indicator_code"].map(directions) == "context"
    return gaps[~is_context & gaps["relative_pct"].notna()]


def _common_years(both: pd.DataFrame) -> dict[str, int]:
    """By indicator: the newest of the years that most regions have."""
    counts = both.groupby(_KEYS)["region_code"].nunique().reset_index()
    best = counts.sort_values([*_KEYS[:1], "region_code", "year"]).groupby("indicator_code").last()
    return {str(code): int(year) for code, year in best["year"].items()}


def _summarise(rows: pd.DataFrame, how: Literal["mean", "median"]) -> pd.DataFrame:
    """One figure of several regions' a year, as certain as the least certain of them."""
    return (
        rows.groupby(_KEYS)
        .agg(
            reference=("value", how),
            members=("value", "size"),
            reference_status=("status", lambda found: least_certain(tuple(found))),
        )
        .reset_index()
    )


def _regions(panel: pd.DataFrame) -> pd.DataFrame:
    return panel[panel["region_code"] != NATION]
