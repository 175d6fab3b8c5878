"""Composite evaluation: from many indicators to one score, a rank, and how sure that rank is.

The order, and the words used throughout: select → screen by coverage → treat outliers → normalise
→ weight → aggregate → rank → uncertainty. Arrays are regions × indicators, missing as NaN.
Direction is handled once, by `orient`: afterwards more is always better.

Missing data and ties, after the OECD/JRC Handbook on Constructing Composite Indicators (2008):
the Handbook (step 3) names case deletion, single and multiple imputation, and asks that the choice
be stated and tested. Here nothing is imputed: the weights of the indicators that a region has are
rescaled to one (available data), and a region with less than 80 % of the weight present is not
ranked. Equal values share a rank, as in the Handbook's table 15; here it is the better one.
"""

from scoreboard.analysis.composite.aggregate import AGGREGATIONS, FLOOR, Aggregation, aggregate
from scoreboard.analysis.composite.design import LEAST_SHARE, Design, Options
from scoreboard.analysis.composite.evaluate import (
    Composite,
    evaluate,
    evaluate_years,
    leave_one_group_out,
    leave_one_out,
)
from scoreboard.analysis.composite.ladder import (
    LadderStep,
    index_to_mean,
    ladder_cuts,
    place_on_ladder,
)
from scoreboard.analysis.composite.normalise import NORMALISATIONS, Normalisation, normalise
from scoreboard.analysis.composite.outliers import OUTLIERS, Outliers, winsorise
from scoreboard.analysis.composite.screen import orient, present_share
from scoreboard.analysis.composite.shares import share_pillars, split_shares
from scoreboard.analysis.composite.uncertainty import (
    DRAWS,
    Plan,
    Simulation,
    Uncertainty,
    assess,
    not_distinguishable,
    plan_for,
    share_above,
    simulate,
    summarise,
)
from scoreboard.analysis.composite.weights import (
    WEIGHTINGS,
    Weighting,
    critic_weights,
    entropy_weights,
    equal_weights,
    pca_weights,
    weigh,
)

__all__ = [
    "AGGREGATIONS",
    "DRAWS",
    "FLOOR",
    "LEAST_SHARE",
    "NORMALISATIONS",
    "OUTLIERS",
    "WEIGHTINGS",
    "Aggregation",
    "Composite",
    "Design",
    "LadderStep",
    "Normalisation",
    "Options",
    "Outliers",
    "Plan",
    "Simulation",
    "Uncertainty",
    "Weighting",
    "aggregate",
    "assess",
    "critic_weights",
    "entropy_weights",
    "equal_weights",
    "evaluate",
    "evaluate_years",
    "index_to_mean",
    "ladder_cuts",
    "leave_one_group_out",
    "leave_one_out",
    "normalise",
    "not_distinguishable",
    "orient",
    "pca_weights",
    "place_on_ladder",
    "plan_for",
    "present_share",
    "share_above",
    "share_pillars",
    "simulate",
    "split_shares",
    "summarise",
    "weigh",
    "winsorise",
]
