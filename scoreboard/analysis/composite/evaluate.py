"""The whole evaluation of a table of regions and indicators, step by step, lifted to frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.analysis.composite.aggregate import FLOOR, Aggregation, aggregate
from scoreboard.analysis.composite.ladder import Step, index_to_mean, place_on_ladder
from scoreboard.analysis.composite.normalise import Normalisation, normalise
from scoreboard.analysis.composite.outliers import Outliers, winsorise
from scoreboard.analysis.composite.screen import Array, orient, present_share
from scoreboard.analysis.composite.weights import Weighting, weigh
from scoreboard.analysis.ranking import rank_values
from scoreboard.catalog.models import Direction

# A region is ranked only when it has figures for so much of the weight.
LEAST_SHARE = 0.8
# An indicator is used only when so many of the regions have it.
_LEAST_REGIONS = 0.5


@dataclass(frozen=True, eq=False)
class Design:
    """What a system of indicators says of each: its pillar, direction, weight and goalposts.

    weights sum to one. worst, best: goalposts in the indicator's own unit.
    """

    indicator_codes: tuple[str, ...]
    pillar_codes: tuple[str, ...]
    directions: tuple[Direction, ...]
    weights: Array
    worst: Array
    best: Array


@dataclass(frozen=True)
class Options:
    """The choices of method that a reader can make."""

    normalisation: Normalisation = "goalposts"
    weighting: Weighting = "expert"
    aggregation: Aggregation = "arithmetic"
    outliers: Outliers = "none"
    least_share: float = LEAST_SHARE


@dataclass(frozen=True, eq=False)
class Composite:
    """The evaluation of one year.

    design: the indicators used; dropped: those that too few regions have. treated: figures turned
    so that more is better, outliers treated, regions × indicators; scores: normalised. weights:
    summing to one over those used. table: one row a region, by region_code, with score, rank, index
    (mean = 100) and present, the share of the system's weight that it has, 0 to 1; regions not
    ranked have no score. drawn_in: outliers treated by indicator; floored: scores raised to the
    floor.
    """

    design: Design
    options: Options
    dropped: tuple[str, ...]
    treated: pd.DataFrame
    scores: pd.DataFrame
    weights: pd.Series
    table: pd.DataFrame
    drawn_in: pd.Series
    floored: int

    @property
    def ranked(self) -> pd.DataFrame:
        """The rows of the ranked regions, first to last."""
        rows = self.table[self.table["rank"].notna()]
        return rows.sort_values(["rank", "score"], ascending=[True, False], kind="stable")

    @property
    def contributions(self) -> pd.DataFrame:
        """What each indicator adds to the weighted mean of a ranked region (they sum to it).

        Geometric means and TOPSIS do not split into sums; theirs are those of the weighted mean.
        """
        scores = self.scores.loc[self.ranked.index]
        present = scores.notna().mul(self.weights, axis=1)
        return scores.mul(self.weights, axis=1).div(present.sum(axis=1), axis=0)

    @property
    def ladder(self) -> dict[str, Step | None]:
        """The rung of every region."""
        steps = place_on_ladder(self.table["index"].to_numpy())
        return dict(zip(self.table.index, steps, strict=True))

    @property
    def goalposts(self) -> tuple[Array, Array]:
        """The goalposts, turned as the values are."""
        directions = self.design.directions
        return orient(self.design.worst, directions), orient(self.design.best, directions)


def evaluate(values: pd.DataFrame, design: Design, options: Options) -> Composite:
    """Score and rank the regions of one year.

    values: regions × indicators of the design, in their units, NaN where missing. Indicators
    that fewer than half of the regions have are dropped, and their weight counts as missing for
    everybody. Raises ValueError when weights cannot be taken from so few complete regions.
    """
    wide = values.reindex(columns=list(design.indicator_codes))
    used = wide.notna().mean() >= _LEAST_REGIONS if len(wide) else wide.notna().any()
    used &= wide.notna().any()
    dropped = tuple(code for code, is_used in used.items() if not is_used)
    kept_share = float(design.weights[used.to_numpy()].sum())
    kept = reduce_design(design, used.to_numpy())
    oriented = orient(wide.loc[:, used].to_numpy(dtype=float), kept.directions)
    treated, drawn_in = (
        winsorise(oriented)
        if options.outliers == "winsorise"
        else (oriented, np.zeros(oriented.shape[1], dtype=np.int64))
    )
    worst, best = (orient(post, kept.directions) for post in (kept.worst, kept.best))
    scores = normalise(treated, options.normalisation, worst, best)
    weights = (
        weigh(options.weighting, treated, scores, kept.weights) if used.any() else kept.weights
    )
    present = present_share(treated, weights) * kept_share
    return _assemble(
        kept,
        options,
        dropped,
        pd.DataFrame(treated, index=wide.index, columns=list(kept.indicator_codes)),
        scores,
        weights,
        present,
        pd.Series(drawn_in, index=list(kept.indicator_codes)),
    )


def reduce_design(design: Design, keep: np.ndarray) -> Design:
    """The design with some of its indicators only; their weights are rescaled to one."""
    weights = design.weights[keep]
    total = weights.sum()
    return Design(
        indicator_codes=_kept(design.indicator_codes, keep),
        pillar_codes=_kept(design.pillar_codes, keep),
        directions=tuple(d for d, k in zip(design.directions, keep, strict=True) if k),
        weights=weights / total if total > 0 else weights,
        worst=design.worst[keep],
        best=design.best[keep],
    )


def leave_one_out(composite: Composite) -> pd.DataFrame:
    """The rank of every ranked region when one indicator is left out at a time.

    One row a region, one column an indicator; the others share its weight in proportion.
    """
    rows = composite.ranked.index
    scores = composite.scores.loc[rows].to_numpy()
    ranks = {}
    for place, code in enumerate(composite.design.indicator_codes):
        weights = composite.weights.to_numpy().copy()
        weights[place] = 0.0
        without = aggregate(scores, weights, composite.options.aggregation)
        ranks[code] = rank_values(pd.Series(without, index=rows), "higher_is_better")
    return pd.DataFrame(ranks)


def evaluate_years(panel: pd.DataFrame, composite: Composite) -> pd.DataFrame:
    """Scores and ranks of all years on one scale: fixed goalposts and the weights of one year.

    panel: one row per indicator_code, region_code, year with value. composite: the evaluation
    whose weights and aggregation are kept. One row per region_code, year with score, rank and
    `missing_weight`, the share of the weight whose indicators nobody has in the year. A region
    below the required share has no row. TOPSIS takes its best and worst from all years together.
    """
    design = composite.design
    codes = list(design.indicator_codes)
    rows = panel[panel["indicator_code"].isin(codes)]
    wide = rows.pivot(index=["year", "region_code"], columns="indicator_code", values="value")
    wide = wide.reindex(columns=codes)
    worst, best = composite.goalposts
    scores = normalise(
        orient(wide.to_numpy(dtype=float), design.directions), "goalposts", worst, best
    )
    weights = composite.weights.to_numpy()
    enough = present_share(scores, weights) >= composite.options.least_share - 1e-9
    found = wide.index.to_frame(index=False)
    found["score"] = aggregate(scores, weights, composite.options.aggregation)
    published = wide.notna().groupby(level="year").any()
    found["missing_weight"] = found["year"].map(1.0 - published @ weights).clip(lower=0.0)
    found = found[enough & found["score"].notna()].reset_index(drop=True)
    ranks = found.groupby("year")["score"].transform(lambda s: rank_values(s, "higher_is_better"))
    return found.assign(rank=ranks)


def _assemble(
    design: Design,
    options: Options,
    dropped: tuple[str, ...],
    values: pd.DataFrame,
    scores: Array,
    weights: Array,
    present: Array,
    drawn_in: pd.Series,
) -> Composite:
    """Screen, aggregate and rank: the last steps of the evaluation."""
    is_ranked = present >= options.least_share - 1e-9
    composite = np.full(len(values), np.nan)
    if is_ranked.any():
        composite[is_ranked] = aggregate(scores[is_ranked], weights, options.aggregation)
    table = pd.DataFrame(
        {
            "score": composite,
            "rank": rank_values(pd.Series(composite), "higher_is_better").to_numpy(),
            "index": index_to_mean(composite),
            "present": present,
        },
        index=values.index,
    )
    codes = list(design.indicator_codes)
    below = int((scores[is_ranked] < FLOOR).sum()) if options.aggregation == "geometric" else 0
    return Composite(
        design=design,
        options=options,
        dropped=dropped,
        treated=values,
        scores=pd.DataFrame(scores, index=values.index, columns=codes),
        weights=pd.Series(weights, index=codes),
        table=table,
        drawn_in=drawn_in,
        floored=below,
    )


def _kept(codes: tuple[str, ...], keep: np.ndarray) -> tuple[str, ...]:
    return tuple(code for code, is_kept in zip(codes, keep, strict=True) if is_kept)
