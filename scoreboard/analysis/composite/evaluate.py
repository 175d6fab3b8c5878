"""The whole evaluation of a table of regions and indicators, step by step, lifted to frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.checks import check_unique, drop_missing, level_ties
from scoreboard.analysis.composite.aggregate import FLOOR, combine
from scoreboard.analysis.composite.design import Design, Options
from scoreboard.analysis.composite.ladder import LadderStep, index_to_mean, place_on_ladder
from scoreboard.analysis.composite.normalise import FIXED, normalise
from scoreboard.analysis.composite.outliers import winsorise
from scoreboard.analysis.composite.screen import Array, orient, present_share
from scoreboard.analysis.composite.weights import weigh
from scoreboard.analysis.ranking import rank_values

# An indicator is used only when so many of the regions have it.
_LEAST_REGIONS = 0.5
# Scores that differ by less, of 100, differ by rounding only.
_SAME_SCORE = 1e-9


@dataclass(frozen=True, eq=False)
class Composite:
    """The evaluation of one year.

    design: the indicators used, with the method; dropped: those that too few regions have.
    treated: figures turned so that more is better, regions × indicators, outliers treated among
    the ranked regions. scores: normalised among the ranked regions; a region that is not ranked
    has scores only where they do not depend on the others (fixed goalposts, a target, scores
    given). weights: summing to one over the indicators used. table: one row a region, by
    region_code, with score (0 to 100), rank, index (mean = 100) and present, the share of the
    weight that it has, 0 to 1; regions not ranked have no score. drawn_in: outliers treated by
    indicator; floored: scores raised to the floor.
    """

    design: Design
    dropped: tuple[str, ...]
    treated: pd.DataFrame
    scores: pd.DataFrame
    weights: pd.Series
    table: pd.DataFrame
    drawn_in: pd.Series
    floored: int

    @property
    def options(self) -> Options:
        """The choices of method."""
        return self.design.options

    @property
    def ranked(self) -> pd.DataFrame:
        """The rows of the ranked regions, first to last."""
        rows = self.table[self.table["rank"].notna()]
        return rows.sort_values(["rank", "score"], ascending=[True, False], kind="stable")

    @property
    def contributions(self) -> pd.DataFrame:
        """What each indicator adds to the weighted mean of a ranked region (they sum to it).

        One row a ranked region, one column an indicator, in points. Geometric means, TOPSIS and
        Borda do not split into sums of scores; theirs are those of the weighted mean.
        """
        scores = self.scores.loc[self.ranked.index]
        present = scores.notna().mul(self.weights, axis=1)
        return scores.mul(self.weights, axis=1).div(present.sum(axis=1), axis=0)

    @property
    def ladder(self) -> dict[str, LadderStep | None]:
        """The rung of every region."""
        steps = place_on_ladder(self.table["index"].to_numpy())
        return dict(zip(self.table.index, steps, strict=True))

    @property
    def goalposts(self) -> tuple[Array, Array]:
        """The goalposts, turned as the values are."""
        return self.design.oriented_goalposts


def evaluate(values: pd.DataFrame, design: Design) -> Composite:
    """Score and rank the regions of one year.

    values: one row a region, one column an indicator, by code and in its unit, NaN where missing.
    Indicators that fewer than half of the regions have are dropped, and their weight counts as
    missing for everybody. Regions without enough of the weight are set aside before outliers are
    treated and figures normalised: they move no other region's score. Weights from the figures
    are taken among the regions that have every indicator. Raises ValueError for infinite figures,
    repeated regions or indicators, figures that the normalisation cannot take, and when weights
    cannot be taken from so few complete regions.
    """
    for what, labels in (("region", values.index), ("indicator", values.columns)):
        if not labels.is_unique:
            again = labels[labels.duplicated()][0]
            raise ValueError(f"each {what} can stand once in the values; {again!r} stands twice")
    wide = values.reindex(columns=list(design.indicator_codes))
    used = wide.notna().mean() >= _LEAST_REGIONS if len(wide) else wide.notna().any()
    used &= wide.notna().any()
    kept_share = float(design.weights[used.to_numpy()].sum())
    used &= kept_share > 0
    dropped = tuple(code for code, is_used in used.items() if not is_used)
    kept = design.keep(used.to_numpy())
    oriented = orient(wide.loc[:, used].to_numpy(dtype=float), kept.directions)
    weights = _weigh(oriented, kept) if used.any() else kept.weights
    present = present_share(oriented, weights) * kept_share
    is_ranked = _is_ranked(present, kept)
    treated, drawn_in = oriented.copy(), np.zeros(oriented.shape[1], dtype=np.int64)
    if kept.options.outliers == "winsorise":
        treated[is_ranked], drawn_in = winsorise(oriented[is_ranked])
    among = np.ones_like(is_ranked) if kept.options.normalisation in FIXED else is_ranked
    scores = np.full(oriented.shape, np.nan)
    scores[among] = normalise(treated[among], kept.options.normalisation, *kept.oriented_goalposts)
    return _assemble(kept, dropped, wide.index, treated, scores, weights, present, drawn_in)


def leave_one_out(composite: Composite) -> pd.DataFrame:
    """The rank of every ranked region when one indicator is left out at a time.

    One row a ranked region, one column an indicator; the others share its weight in proportion.
    An indicator that has all the weight has no column.
    """
    codes = list(composite.design.indicator_codes)
    return _rank_without(composite, {code: np.array(codes) == code for code in codes})


def leave_one_group_out(composite: Composite) -> pd.DataFrame:
    """The rank of every ranked region when one pillar is left out at a time, with all it holds.

    One row a ranked region, one column a pillar of the design; the others share its weight in
    proportion. A pillar that has all the weight has no column. OECD/JRC Handbook (2008), step 7
    (including and excluding sub-indicators).
    """
    pillars = np.array(composite.design.pillar_codes)
    return _rank_without(composite, {str(p): pillars == p for p in dict.fromkeys(pillars)})


def evaluate_years(panel: pd.DataFrame, composite: Composite) -> pd.DataFrame:
    """Scores and ranks of all years on one scale: fixed goalposts and the weights of one year.

    panel: one row per indicator_code, region_code, year with value. composite: the evaluation
    whose weights and aggregation are kept. One row per region_code, year with score, rank and
    `missing_weight`, the share of the weight whose indicators nobody has in the year. A region
    below the required share has no row. TOPSIS takes its best and worst, and Borda its points,
    from all years together. Figures that are scores already are taken as they are. Raises
    ValueError for rows that repeat a region, year and indicator, and for missing goalposts.
    """
    design = composite.design
    codes = list(design.indicator_codes)
    rows = drop_missing(panel[panel["indicator_code"].isin(codes)])
    check_unique("the panel", rows, ["indicator_code", "region_code", "year"])
    wide = rows.pivot(index=["year", "region_code"], columns="indicator_code", values="value")
    wide = wide.reindex(columns=codes)
    is_scored = composite.options.normalisation == "scored"
    scores = normalise(
        orient(wide.to_numpy(dtype=float), design.directions),
        "scored" if is_scored else "goalposts",
        *composite.goalposts,
    )
    weights = composite.weights.to_numpy()
    enough = _is_ranked(present_share(scores, weights), design)
    found = wide.index.to_frame(index=False)
    found["score"] = combine(scores, weights, composite.options.aggregation)
    published = wide.notna().groupby(level="year").any()
    found["missing_weight"] = found["year"].map(1.0 - published @ weights).clip(lower=0.0)
    found = found[enough & found["score"].notna()].reset_index(drop=True)
    return found.assign(rank=found.groupby("year")["score"].transform(_rank))


def _weigh(oriented: Array, design: Design) -> Array:
    """The weights; those from the figures are taken among the regions that have every one."""
    options = design.options
    complete = ~np.isnan(oriented).any(axis=1)
    figures = scores = oriented[complete]
    if options.outliers == "winsorise":
        figures, _counts = winsorise(figures)
    if options.weighting == "entropy" and len(figures):
        scores = normalise(figures, options.normalisation, *design.oriented_goalposts)
    return weigh(options.weighting, figures, scores, design.weights)


def _is_ranked(present: Array, design: Design) -> NDArray[np.bool_]:
    """Which regions have enough of the weight."""
    return present >= design.options.least_share - 1e-9


def _rank(scores: pd.Series) -> pd.Series:
    """Ranks from the highest score; scores that only rounding tells apart share one."""
    level = pd.Series(level_ties(scores.to_numpy(dtype=float), _SAME_SCORE), index=scores.index)
    return rank_values(level, "higher_is_better")


def _rank_without(composite: Composite, groups: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """One column of ranks a group of indicators that is left out, unless it has all the weight."""
    rows = composite.ranked.index
    scores, weights = composite.scores.loc[rows].to_numpy(), composite.weights.to_numpy()
    method = composite.options.aggregation
    return pd.DataFrame(
        {
            code: _rank(pd.Series(combine(scores, np.where(out, 0.0, weights), method), index=rows))
            for code, out in groups.items()
            if weights[~out].sum() > 0
        },
        index=rows,
    )


def _assemble(
    design: Design,
    dropped: tuple[str, ...],
    regions: pd.Index,
    treated: Array,
    scores: Array,
    weights: Array,
    present: Array,
    drawn_in: np.ndarray,
) -> Composite:
    """Aggregate and rank: the last steps of the evaluation."""
    is_ranked = _is_ranked(present, design)
    composite = np.full(len(regions), np.nan)
    if is_ranked.any():
        composite[is_ranked] = combine(scores[is_ranked], weights, design.options.aggregation)
    table = pd.DataFrame(
        {
            "score": composite,
            "rank": _rank(pd.Series(composite)).to_numpy(),
            "index": index_to_mean(composite),
            "present": present,
        },
        index=regions,
    )
    codes = list(design.indicator_codes)
    is_geometric = design.options.aggregation == "geometric"
    return Composite(
        design=design,
        dropped=dropped,
        treated=pd.DataFrame(treated, index=regions, columns=codes),
        scores=pd.DataFrame(scores, index=regions, columns=codes),
        weights=pd.Series(weights, index=codes),
        table=table,
        drawn_in=pd.Series(drawn_in, index=codes),
        floored=int((scores[is_ranked] < FLOOR).sum()) if is_geometric else 0,
    )
