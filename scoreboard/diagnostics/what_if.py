"""What would be said of a region if some of its figures were others: accounting, no forecast.

Everything is worked out by the same functions that the pages use, once for the figures as they are
and once after the moves: tier, findings, the rank in the composite with its range, and how the four
chains go together. Other regions stay as they are, so a rank that moves is a rank among today's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoreboard.analysis.chains import (
    ChainStanding,
    couple_chains,
    index_chains,
    newest_year,
    score_chains,
    stand_in_chains,
)
from scoreboard.analysis.composite.evaluate import Design, Options, evaluate
from scoreboard.analysis.composite.uncertainty import Plan, assess
from scoreboard.analysis.panel import pick_years, take_matrix
from scoreboard.catalog import (
    NATION,
    OUTSIDE_STATISTICS,
    Catalog,
    IndicatorSystem,
    Level,
)
from scoreboard.diagnostics.collect import collect_facts
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.judge import diagnose
from scoreboard.diagnostics.moves import Move, Moved, apply_moves
from scoreboard.diagnostics.tiers import TierAssignment, assign_tier

# A fifth of the composite page's draws: the range moves by a place at most, in a tenth of a second.
DRAWS = 2_000


@dataclass(frozen=True)
class RankRange:
    """The place of a region in a composite, and the range that holds nine tenths of its draws."""

    system_code: str
    rank: int
    low: int
    high: int
    regions: int
    score: float


@dataclass(frozen=True)
class Outlook:
    """What is said of a region on given figures.

    chains, rank: none where a chain has no index, or too little of the composite is there.
    """

    facts: RegionFacts
    tier: TierAssignment
    findings: tuple[Finding, ...]
    chains: ChainStanding | None
    rank: RankRange | None


@dataclass(frozen=True)
class FindingChange:
    """One rule whose state or severity differs after the moves."""

    before: Finding
    after: Finding


@dataclass(frozen=True)
class WhatIf:
    """A region before and after some moves, what they changed, and which could not be made."""

    before: Outlook
    after: Outlook
    moved: Moved

    @property
    def changed_findings(self) -> tuple[FindingChange, ...]:
        """The rules that speak otherwise after the moves."""
        after = {f.rule_code: f for f in self.after.findings}
        pairs = ((f, after[f.rule_code]) for f in self.before.findings if f.rule_code in after)
        return tuple(
            FindingChange(b, a) for b, a in pairs if (b.state, b.severity) != (a.state, a.severity)
        )


def ask_what_if(
    panel: pd.DataFrame,
    before: Outlook,
    moves: Iterable[Move],
    catalog: Catalog,
    *,
    cities: pd.DataFrame | None = None,
    peers: Mapping[str, Sequence[str]] | None = None,
) -> WhatIf:
    """Work a region out anew after the moves.

    panel: all years and indicators of the level and the nation. before: the region on these
    figures, of look_out. cities, peers: as collect_facts takes them; peers stay those of the
    figures as published.
    """
    facts = before.facts
    years = {code: fact.year for code, fact in facts.values.items()}  # noqa: PD011
    moved = apply_moves(panel, facts.region_code, moves, years, catalog)
    after = None
    if moved.changes:
        after = look_out(
            moved.panel, facts.region_code, facts.level, catalog, cities=cities, peers=peers
        )
    return WhatIf(before, after or before, moved)


def look_out(
    panel: pd.DataFrame,
    region_code: str,
    level: Level,
    catalog: Catalog,
    *,
    cities: pd.DataFrame | None = None,
    peers: Mapping[str, Sequence[str]] | None = None,
) -> Outlook | None:
    """Tier, findings, chains and rank of one region on the panel's figures; none without any."""
    facts = collect_facts(catalog, panel, level, cities=cities, peers=peers).get(region_code)
    if facts is None:
        return None
    return Outlook(
        facts=facts,
        tier=assign_tier(facts, catalog),
        findings=diagnose(facts, catalog),
        chains=_stand_in_chains(panel, region_code, catalog),
        rank=rank_in_composite(panel, region_code, level, catalog),
    )


def rank_in_composite(
    panel: pd.DataFrame, region_code: str, level: Level, catalog: Catalog, draws: int = DRAWS
) -> RankRange | None:
    """The region's place in the level's own composite, by its default options, with its range.

    The system is the first of the catalog that is worked out for the level. None without one, or
    when the region has too little of it.
    """
    system = next((s for s in catalog.systems.values() if s.is_computed and s.level == level), None)
    if system is None:
        return None
    regional = panel[~panel["region_code"].isin([NATION, *OUTSIDE_STATISTICS])]
    design = design_of(system, catalog)
    values = take_matrix(regional, pick_years(regional, design.indicator_codes))
    composite = evaluate(values, design, Options())
    ranked = composite.table["rank"].notna()
    if region_code not in ranked.index or not ranked[region_code]:
        return None
    rows = composite.treated.loc[ranked]
    worst, best = composite.goalposts
    found = assess(rows.to_numpy(), composite.weights.to_numpy(), worst, best, Plan(draws=draws))
    place = list(rows.index).index(region_code)
    return RankRange(
        system_code=system.code,
        rank=int(composite.table.loc[region_code, "rank"]),
        low=int(found.rank_low[place]),
        high=int(found.rank_high[place]),
        regions=len(rows),
        score=float(composite.table.loc[region_code, "score"]),
    )


def design_of(system: IndicatorSystem, catalog: Catalog) -> Design:
    """The indicators of a system that is worked out, with direction, weight and goalposts."""
    rows = [(group, item) for group, item in system.items if item.indicator and item.goalposts]
    codes = tuple(str(item.indicator) for _group, item in rows)
    weights = np.array([item.weight or 0.0 for _group, item in rows])
    goalposts = np.array([item.goalposts for _group, item in rows], dtype=float)
    return Design(
        indicator_codes=codes,
        pillar_codes=tuple(group.code for group, _item in rows),
        directions=tuple(catalog.indicators[code].direction for code in codes),
        weights=weights / weights.sum(),
        worst=goalposts[:, 0],
        best=goalposts[:, 1],
    )


def _stand_in_chains(
    panel: pd.DataFrame, region_code: str, catalog: Catalog
) -> ChainStanding | None:
    indices = list(catalog.chain_indices.values())
    scores = score_chains(panel, indices)
    coupled = couple_chains(index_chains(scores, indices), catalog.chains)
    year = newest_year(coupled)
    return None if year is None else stand_in_chains(scores, coupled, region_code, year)
