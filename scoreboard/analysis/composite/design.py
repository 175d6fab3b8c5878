"""The whole design of a composite: indicators and method, checked before anything is worked out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from scoreboard.analysis.checks import check_one_of, check_weights
from scoreboard.analysis.composite.aggregate import AGGREGATIONS, Aggregation
from scoreboard.analysis.composite.normalise import (
    NORMALISATIONS,
    Normalisation,
    check_goalposts,
)
from scoreboard.analysis.composite.outliers import OUTLIERS, Outliers
from scoreboard.analysis.composite.screen import Array, orient
from scoreboard.analysis.composite.weights import WEIGHTINGS, Weighting
from scoreboard.catalog.models import Direction

# A region is ranked only when it has figures for so much of the weight.
LEAST_SHARE = 0.8
# Normalisations that measure every figure against goalposts.
_BY_GOALPOSTS = ("goalposts", "target")


@dataclass(frozen=True)
class Options:
    """The choices of method that a reader can make.

    least_share: the share of the weight that a region must have figures for, above 0 and up to 1.
    Raises ValueError for an unknown name, with those allowed, and for another share.
    """

    normalisation: Normalisation = "goalposts"
    weighting: Weighting = "expert"
    aggregation: Aggregation = "arithmetic"
    outliers: Outliers = "none"
    least_share: float = LEAST_SHARE

    def __post_init__(self) -> None:
        check_one_of("normalisation", self.normalisation, NORMALISATIONS)
        check_one_of("weighting", self.weighting, WEIGHTINGS)
        check_one_of("aggregation", self.aggregation, AGGREGATIONS)
        check_one_of("treatment of outliers", self.outliers, OUTLIERS)
        if not 0 < self.least_share <= 1:
            raise ValueError(
                "the share of the weight that a region needs must be above 0 and at most 1, not "
                f"{self.least_share!r}"
            )

    @property
    def flattens_entropy(self) -> bool:
        """Whether entropy weights come out nearly equal, whatever the figures are.

        Percentile ranks spread alike in every indicator, ties aside, and entropy weighs by
        spread. A page that offers the choice must say so.
        """
        return self.weighting == "entropy" and self.normalisation == "percentile"


@dataclass(frozen=True, eq=False)
class Design:
    """The whole design of a composite: its indicators and the method.

    indicator_codes, pillar_codes, directions, weights, worst, best: one entry an indicator, in
    the same order. weights sum to one. worst, best: goalposts in the indicator's own unit (the
    best is also the target), NaN where there are none. options: the method.

    Raises ValueError, with a sentence that says what was given and what is allowed, for entries
    that do not match in number, a repeated or a context indicator, weights that are negative or
    do not sum to one, goalposts that are infinite or the wrong way round, and goalposts that are
    missing although the normalisation needs them.
    """

    indicator_codes: tuple[str, ...]
    pillar_codes: tuple[str, ...]
    directions: tuple[Direction, ...]
    weights: Array
    worst: Array
    best: Array
    options: Options = field(default_factory=Options)

    def __post_init__(self) -> None:
        count = len(self.indicator_codes)
        for name in ("pillar_codes", "directions", "weights", "worst", "best"):
            given = len(getattr(self, name))
            if given != count:
                raise ValueError(f"{count} indicators need as many {name}, not {given}")
        repeated = {c for c in self.indicator_codes if self.indicator_codes.count(c) > 1}
        if repeated:
            raise ValueError(
                f"an indicator can stand once; repeated: {', '.join(sorted(repeated))}"
            )
        check_weights(self.weights, count)
        worst, best = self.oriented_goalposts
        wrong = [
            c for c, is_wrong in zip(self.indicator_codes, worst >= best, strict=True) if is_wrong
        ]
        if wrong:
            raise ValueError(
                "the worst goalpost must be below the best where more is better and above it where "
                f"less is better; it is not for {', '.join(wrong)}"
            )
        if self.options.normalisation in _BY_GOALPOSTS:
            check_goalposts(worst, best, count)

    @property
    def oriented_goalposts(self) -> tuple[Array, Array]:
        """The goalposts turned so that more is better: worst, best."""
        return orient(self.worst, self.directions), orient(self.best, self.directions)

    def keep(self, kept: np.ndarray) -> Design:
        """The design with some of its indicators only; their weights are rescaled to one.

        kept: True or False, one an indicator. Raises ValueError when no weight is left in the
        indicators kept, unless none is.
        """
        weights = self.weights[kept]
        total = weights.sum()
        if len(weights) and total <= 0:
            raise ValueError("the indicators kept have no weight at all")
        return Design(
            indicator_codes=_kept(self.indicator_codes, kept),
            pillar_codes=_kept(self.pillar_codes, kept),
            directions=tuple(d for d, k in zip(self.directions, kept, strict=True) if k),
            weights=weights / total if len(weights) else weights,
            worst=self.worst[kept],
            best=self.best[kept],
            options=self.options,
        )


def _kept(codes: tuple[str, ...], kept: np.ndarray) -> tuple[str, ...]:
    return tuple(code for code, is_kept in zip(codes, kept, strict=True) if is_kept)
