"""How far regions are from what they are measured against: nation, mean, peers, the best, a goal.

A reference is long: one row per indicator_code, year with reference (in the indicator's unit),
members (how many figures it rests on), reference_status (of the least certain of them) and named
(the region whose value it is, else empty). A gap is direction-corrected: above zero is better than
the benchmark, whether more or less is better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import check_one_of, drop_missing
from scoreboard.analysis.ranking import DIRECTIONS
from scoreboard.analysis.summary import WHOLE_FIELD
from scoreboard.analysis.views import least_certain
from scoreboard.catalog.models import NATION, Direction

# A median of fewer members says more about one of them than about the group.
LEAST_MEMBERS = 3
_KEYS = ["indicator_code", "year"]
_PAIR = ["indicator_code", "region_code"]
_REFERENCE = [*_KEYS, "reference", "members", "reference_status", "named"]
Missing = Literal["no_value", "no_reference", "no_common_year"]


def correct_gap(
    values: pd.Series, references: pd.Series, directions: Iterable[Direction]
) -> pd.Series:
    """The gap in the unit of the values: value − reference, turned where less is better.

    values and references are matched by index; directions: one a row, by position, or a Series
    with the index of the values. Of context indicators, which are neither good nor bad, the plain
    difference. Missing where either is missing. Raises ValueError for an unknown direction, for
    too few or too many, and for references of other rows.
    """
    if isinstance(directions, pd.Series):
        directions = directions.reindex(values.index)
    given = list(directions)
    for direction in set(given):
        check_one_of("direction", direction, DIRECTIONS)
    if len(given) != len(values) or not values.index.equals(references.index):
        raise ValueError(
            f"{len(values)} values need as many directions and references with the same index; "
            f"there are {len(given)} directions and {len(references)} references"
        )
    signs = [-1.0 if d == "lower_is_better" else 1.0 for d in given]
    return (values - references) * np.array(signs)


def relative_gap(gaps: pd.Series, references: pd.Series) -> pd.Series:
    """The gap in per cent of the benchmark; missing where the benchmark is not above zero.

    gaps, references: in the same unit, matched by index; 100 · gap / reference.
    """
    return gaps / references.where(references > 0) * 100


def refer_to_region(panel: pd.DataFrame, region_code: str) -> pd.DataFrame:
    """One region's (or the nation's) own values as the benchmark.

    panel: one row per indicator_code, region_code, year with value and status. Years without a
    figure have no row.
    """
    rows = drop_missing(panel[panel["region_code"] == region_code])
    names = {"value": "reference", "status": "reference_status"}
    found = rows[[*_KEYS, *names]].rename(columns=names)
    named = "" if region_code == NATION else region_code
    return found.assign(members=1, named=named)[_REFERENCE]


def refer_to_mean(
    panel: pd.DataFrame, expected: int, least_share: float = WHOLE_FIELD
) -> pd.DataFrame:
    """The plain mean of a level's regions in each year, where enough of them have a value.

    panel: the regions of one level; the nation's rows are left out. expected: how many regions
    the level has; a year in which less than `least_share` of them have a figure has no mean.
    Raises ValueError for infinity.
    """
    found = _summarise(_regions(panel), "mean")
    enough = found["members"] >= least_share * expected
    return found[enough].assign(named="")[_REFERENCE]


def refer_to_median(
    panel: pd.DataFrame, members: Collection[str], least: int = LEAST_MEMBERS
) -> pd.DataFrame:
    """The median of chosen regions (peers, a tier) in each year, of at least so many values.

    panel: one row per indicator_code, region_code, year with value and status. Regions without a
    figure are no members. Raises ValueError for infinity.
    """
    found = _summarise(panel[panel["region_code"].isin(list(members))], "median")
    return found[found["members"] >= least].assign(named="")[_REFERENCE]


def refer_to_best(
    panel: pd.DataFrame, directions: Mapping[str, Direction], least: float
) -> pd.DataFrame:
    """The best value of each year among the regions of a level, and whose it is.

    directions: by indicator; of context indicators nothing is best. least: how many regions must
    have a value. Of equal values the region with the lowest code is named. Raises ValueError for
    an unknown direction and for infinity.
    """
    for direction in set(directions.values()):
        check_one_of("direction", direction, DIRECTIONS)
    rows = drop_missing(_regions(panel))
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
    """Fixed values by indicator (a goal, a case's figures) as the benchmark of every year.

    values: in the indicators' units. Raises ValueError for one that is missing or infinite.
    """
    wrong = [code for code, value in values.items() if not np.isfinite(value)]
    if wrong:
        raise ValueError(f"a fixed benchmark needs a finite value; {', '.join(wrong)} have none")
    keys = panel.loc[panel["indicator_code"].isin(list(values)), _KEYS].drop_duplicates()
    reference = keys["indicator_code"].map(values).astype(float)
    return keys.assign(reference=reference, members=1, reference_status="A", named="")[_REFERENCE]


def compare(
    figures: pd.DataFrame,
    references: pd.DataFrame,
    directions: Mapping[str, Direction],
    years: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Each region's figure of each indicator beside its benchmark, in one year each.

    figures: one row per indicator_code, region_code, year with value, status, source_code.
    references: as in the module, with region_code: the region that the benchmark is for. years:
    the year to compare an indicator in; one that is not given, or in which no region has both
    figure and benchmark, is the newest in which most of the regions have both. A region without
    them in that year stands with its own newest year, and is_common is false. Adds the reference's
    columns, gap (direction-corrected, in the unit), relative_pct. Regions without any pair are
    absent.
    Raises ValueError for infinity and for an indicator without a direction.
    """
    figures, references = drop_missing(figures), drop_missing(references, "reference")
    both = figures.merge(references, on=[*_KEYS, "region_code"])
    if both.empty:
        return both.reindex(columns=[*both.columns, "is_common", "gap", "relative_pct"])
    common = _common_years(both, years or {})
    both = both.assign(is_common=both["year"] == both["indicator_code"].map(common))
    both = both.sort_values(["is_common", "year"], ascending=False)
    both = both.drop_duplicates(["indicator_code", "region_code"])
    gap = correct_gap(both["value"], both["reference"], both["indicator_code"].map(directions))
    both = both.assign(gap=gap, relative_pct=relative_gap(gap, both["reference"]))
    return both.sort_values(["indicator_code", "region_code"], ignore_index=True)


def put_windows_first(
    gaps: pd.DataFrame, within: pd.DataFrame, sparse: Collection[str]
) -> pd.DataFrame:
    """The gaps of some regions within windows; where they have none there, of their newest year.

    gaps, within: as `compare` gives them, of years and of windows; sparse: the regions that are
    compared within windows. is_common then says whether the regions' figures are all of one year.
    """
    one_year = within.groupby("indicator_code")["year"].transform("nunique") == 1
    within = within.assign(is_common=one_year.astype(bool))
    keys = pd.MultiIndex.from_frame(within[_PAIR])
    rest = gaps[~pd.MultiIndex.from_frame(gaps[_PAIR]).isin(keys)]
    is_sparse = rest["region_code"].isin(list(sparse))
    rest = rest.assign(is_common=rest["is_common"].astype(bool) & ~is_sparse)
    both = pd.concat([f for f in (within, rest) if len(f)] or [gaps], ignore_index=True)
    return both.sort_values(_PAIR, ignore_index=True)


def explain_missing(
    figures: pd.DataFrame, references: pd.DataFrame, region_code: str, indicator_code: str
) -> Missing:
    """Why a region has no gap in an indicator: no figure, no benchmark, or never in one year.

    figures, references: as `compare` takes them.
    """
    pair = (region_code, indicator_code)
    has_value, has_reference = (
        pair in zip(rows["region_code"], rows["indicator_code"], strict=True)
        for rows in (figures, references)
    )
    if not has_value:
        return "no_value"
    return "no_common_year" if has_reference else "no_reference"


def widest_shortfall(gaps: pd.DataFrame, directions: Mapping[str, Direction]) -> pd.Series | None:
    """The row of the gap that is worst in per cent; none when nobody falls short.

    gaps: as `compare` gives them. Context indicators and gaps without a percentage do not count.
    """
    counted = _judged(gaps, directions)
    short = counted[counted["relative_pct"] < 0]
    return None if short.empty else short.loc[short["relative_pct"].idxmin()]


def _judged(gaps: pd.DataFrame, directions: Mapping[str, Direction]) -> pd.DataFrame:
    is_context = gaps["indicator_code"].map(directions) == "context"
    return gaps[~is_context & gaps["relative_pct"].notna()]


def _common_years(both: pd.DataFrame, wanted: Mapping[str, int]) -> dict[str, int]:
    """By indicator: the year wanted where any region has it, else the newest that most have."""
    rows = zip(both["indicator_code"], both["year"], both["region_code"], strict=True)
    counts = Counter((str(code), int(year)) for code, year, _region in set(rows))
    best: dict[str, tuple[int, int]] = {}
    for (code, year), regions in counts.items():
        best[code] = max(best.get(code, (0, 0)), (regions, year))
    found = {code: year for code, (_regions, year) in best.items()}
    return found | {code: year for code, year in wanted.items() if (code, year) in counts}


def _summarise(rows: pd.DataFrame, how: Literal["mean", "median"]) -> pd.DataFrame:
    """One figure of several regions' a year, as certain as the least certain of them."""
    return (
        drop_missing(rows)
        .groupby(_KEYS)
        .agg(
            reference=("value", how),
            members=("value", "size"),
            reference_status=("status", lambda found: least_certain(tuple(found))),
        )
        .reset_index()
    )


def _regions(panel: pd.DataFrame) -> pd.DataFrame:
    return panel[panel["region_code"] != NATION]
