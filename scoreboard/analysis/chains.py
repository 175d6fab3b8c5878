"""The four chains: an index of each by region and year, how they go together, what holds back.

Scores, indices and degrees are from 0 to 1. Goalposts are fixed in the catalog, so years compare.
Missing is missing: a chain with less than four fifths of its weight present has no index, and a
region without all four indices has no coordination degree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.analysis.composite.normalise import scale_goalposts
from scoreboard.analysis.coupling import (
    coordinate,
    couple_classic,
    couple_corrected,
    develop,
    grade_coordination,
)
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.obstacle import obstacle_degrees
from scoreboard.catalog.chain_indices import ChainIndex, ChainPart
from scoreboard.catalog.models import NATION

# The share of a chain's weight that must be present; below it there is no index.
LEAST_PRESENT = 0.8
# A chain at or below all its lowest goalposts would make the product of the chains zero, and a
# region's coupling with it, whatever the other three are. It counts as this much instead.
FLOOR = 0.01
_COLUMNS = ["region_code", "year", "value", "status", "source_code"]


@dataclass(frozen=True)
class ChainStanding:
    """One region in one year: its chains, how they go together, what holds it back.

    indices, ranks (place among `regions`), medians: by chain code. medians are those of the
    region's peers, or of all regions where `peers`, the number of peers with all chains, is 0.
    lagging: the chain furthest below its median, or least above it. obstacles: per
    cent of the distance to the goal, by indicator, highest first. is_floored: a chain stands at
    FLOOR.
    """

    region_code: str
    year: int
    regions: int
    indices: Mapping[str, float]
    ranks: Mapping[str, int]
    medians: Mapping[str, float]
    peers: int
    lagging: str
    development: float
    coupling: float
    coordination: float
    coupling_corrected: float
    coordination_corrected: float
    grade: int
    grade_corrected: int
    coordination_rank: int
    obstacles: pd.Series
    is_floored: bool


def score_part(values: pd.Series, part: ChainPart) -> pd.Series:
    """Figures of one indicator as scores between its goalposts: 0 at worst, 1 at best.

    Beyond the goalposts it stays at 0 or 1; missing stays missing. On a log scale what is not
    above zero scores like the lower goalpost.
    """
    low, high = part.worst, part.best
    if part.scale == "log":
        values = np.log(values.clip(lower=min(low, high)))
        low, high = np.log(low), np.log(high)
    column = values.to_numpy(dtype=float)[:, None]
    scores = scale_goalposts(column, np.array([low]), np.array([high]))[:, 0]
    return pd.Series(scores / 100, index=values.index)


def score_chains(panel: pd.DataFrame, indices: Iterable[ChainIndex]) -> pd.DataFrame:
    """Every figure that a chain's index uses, with its score and its weight in the whole.

    panel: one row per indicator_code, region_code, year with value, status, source_code, of one
    level; the nation's rows are left out. Adds chain, score, weight (chains count the same, and
    so do the indicators of a chain; weights sum to 1).
    """
    chains = list(indices)
    found = [pd.DataFrame(columns=[*_COLUMNS, "indicator_code", "chain", "score", "weight"])]
    by_code = dict(tuple(panel[panel["region_code"] != NATION].groupby("indicator_code")))
    for chain in chains:
        for part in chain.parts:
            rows = by_code.get(part.indicator)
            if rows is None:
                continue
            rows = rows.loc[rows["year"] >= chain.first_year, _COLUMNS]
            found.append(
                rows.assign(
                    indicator_code=part.indicator,
                    chain=chain.code,
                    score=score_part(rows["value"], part),
                    weight=1 / len(chains) / len(chain.parts),
                )
            )
    filled = [rows for rows in found if len(rows)]
    return pd.concat(filled, ignore_index=True) if filled else found[0]


def index_chains(scores: pd.DataFrame, indices: Iterable[ChainIndex]) -> pd.DataFrame:
    """The index of each chain: one row per chain, region_code, year with index and present.

    scores: of score_chains. The index is the weighted mean of the scores present, not below
    FLOOR; present is the share of the chain's weight that has a figure, and rows with less than
    LEAST_PRESENT are left out.
    """
    whole = {chain.code: len(chain.parts) for chain in indices}
    grouped = scores.groupby(["chain", "region_code", "year"], as_index=False)
    rows = grouped.agg(index=("score", "mean"), parts=("score", "count"))
    present = rows["parts"] / rows["chain"].map(whole)
    rows = rows.assign(present=present.astype(float), index=rows["index"].clip(lower=FLOOR))
    return rows.loc[rows["present"] >= LEAST_PRESENT - 1e-9].drop(columns="parts")


def couple_chains(index: pd.DataFrame, chains: Iterable[str]) -> pd.DataFrame:
    """How the chains go together: one row per region_code, year that has all of them.

    index: of index_chains. Columns: one index a chain, development T, coupling C and coordination
    D in the classic and the corrected form (…_corrected), and the class of each D (grade, 0–9).
    """
    codes = list(chains)
    wide = index.pivot(index=["region_code", "year"], columns="chain", values="index")
    wide = wide.reindex(columns=codes).dropna().astype(float)
    if wide.empty:
        return wide.reset_index()
    u = wide.to_numpy()
    total, classic, corrected = develop(u), couple_classic(u), couple_corrected(u)
    d, d_corrected = coordinate(classic, total), coordinate(corrected, total)
    return wide.assign(
        development=total,
        coupling=classic,
        coordination=d,
        coupling_corrected=corrected,
        coordination_corrected=d_corrected,
        grade=grade_coordination(d),
        grade_corrected=grade_coordination(d_corrected),
    ).reset_index()


def newest_year(coupled: pd.DataFrame) -> int | None:
    """The newest year that most regions have a coordination degree for; none without any.

    coupled: of couple_chains.
    """
    if coupled.empty:
        return None
    return newest_full_year({int(y): int(n) for y, n in coupled["year"].value_counts().items()})


def stand_in_chains(
    scores: pd.DataFrame,
    coupled: pd.DataFrame,
    region_code: str,
    year: int,
    peer_codes: Collection[str] = (),
    least: int = 1,
) -> ChainStanding | None:
    """Where one region stands in a year; none when one of its chains has no index.

    scores: of score_chains; coupled: of couple_chains, of the same level. peer_codes: whose
    medians it is held against; with fewer than `least` of them it is held against all regions.
    """
    rows = coupled[coupled["year"] == year].set_index("region_code")
    if region_code not in rows.index:
        return None
    own = rows.loc[region_code]
    chains = list(dict.fromkeys(scores["chain"]))
    ranks = rows[chains].rank(ascending=False, method="min").loc[region_code].astype(int)
    peers = rows.loc[rows.index.isin(list(peer_codes)), chains]
    held_against = peers if len(peers) >= max(least, 1) else rows[chains]
    medians = {c: float(held_against[c].median()) for c in chains}
    place = rows["coordination"].rank(ascending=False, method="min")
    return ChainStanding(
        region_code=region_code,
        year=year,
        regions=len(rows),
        indices={c: float(own[c]) for c in chains},
        ranks={c: int(ranks[c]) for c in chains},
        medians=medians,
        peers=len(peers) if held_against is peers else 0,
        lagging=min(chains, key=lambda c: (own[c] - medians[c], own[c], c)),
        development=float(own["development"]),
        coupling=float(own["coupling"]),
        coordination=float(own["coordination"]),
        coupling_corrected=float(own["coupling_corrected"]),
        coordination_corrected=float(own["coordination_corrected"]),
        grade=int(own["grade"]),
        grade_corrected=int(own["grade_corrected"]),
        coordination_rank=int(place[region_code]),
        obstacles=find_obstacles(scores, region_code, year),
        is_floored=bool((own[chains] <= FLOOR).any()),
    )


def find_obstacles(scores: pd.DataFrame, region_code: str, year: int) -> pd.Series:
    """The obstacle degree of each indicator for one region and year, in per cent, highest first.

    Indicators without a figure that year are left out; see obstacle_degrees.
    """
    rows = scores[(scores["region_code"] == region_code) & (scores["year"] == year)]
    rows = rows.set_index("indicator_code")
    return obstacle_degrees(rows["score"].astype(float), rows["weight"].astype(float))


def parts_present(panel: pd.DataFrame, indices: Iterable[ChainIndex], region_code: str) -> dict:
    """By chain: the newest year of each of its indicators that a region has any figure of.

    panel: one row per indicator_code, region_code, year.
    """
    rows = panel[panel["region_code"] == region_code]
    newest = rows.groupby("indicator_code")["year"].max().to_dict()
    return {
        chain.code: {
            part.indicator: int(newest[part.indicator])
            for part in chain.parts
            if part.indicator in newest
        }
        for chain in indices
    }
