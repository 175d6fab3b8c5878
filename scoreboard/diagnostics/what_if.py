"""What would be said of a region if some of its figures were others: accounting, no forecast.

Everything is worked out by the same functions that the pages use, once for the figures as they are
and once after the moves: tier, findings, the rank in the composite with its range, and how the four
chains go together. Other regions stay as they are, so a rank that moves is a rank among today's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from scoreboard.analysis.chains import (
    ChainStanding,
    couple_chains,
    index_chains,
    newest_year,
    score_chains,
    stand_in_chains,
)
from scoreboard.analysis.composite.system import (
    RankRange,
    design_of,
    evaluate_system,
    rank_ranges,
    ranked_years,
    simulate_ranked,
    system_of,
)
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.catalog import NATION, Catalog, Level
from scoreboard.diagnostics.collect import collect_facts
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.judge import diagnose
from scoreboard.diagnostics.moves import Move, MovedFigures, apply_moves
from scoreboard.diagnostics.tiers import TierAssignment, assign_tier


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
    moved: MovedFigures

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
    window: int = WINDOW_YEARS,
) -> WhatIf:
    """Work a region out anew after the moves.

    panel: all years and indicators of the level and the nation. before: the region on these
    figures, of look_out. cities, peers, window: as collect_facts takes them; peers stay those of
    the figures as published.
    """
    facts = before.facts
    years = {code: fact.year for code, fact in facts.values.items()}  # noqa: PD011
    # The composite is of one year, which need not be the one an indicator is compared in.
    ranked_by = catalog.systems[before.rank.system_code].indicators if before.rank else ()
    also = dict.fromkeys(ranked_by, before.rank.year) if before.rank else {}
    moved = apply_moves(panel, facts.region_code, moves, years, catalog, also)
    after = None
    if moved.changes:
        after = look_out(
            moved.panel,
            facts.region_code,
            facts.level,
            catalog,
            cities=cities,
            peers=peers,
            window=window,
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
    window: int = WINDOW_YEARS,
) -> Outlook | None:
    """Tier, findings, chains and rank of one region on the panel's figures; none without any."""
    facts = collect_facts(catalog, panel, level, cities=cities, peers=peers, window=window).get(
        region_code
    )
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
    panel: pd.DataFrame, region_code: str, level: Level, catalog: Catalog
) -> RankRange | None:
    """The region's place in the level's own system by its default method, in its newest full year.

    It is the place that the composite page gives for the same figures. None where the level has no
    system, and where the region has too little of it.
    """
    system = system_of(catalog, level)
    if system is None:
        return None
    rows = panel[panel["indicator_code"].isin(system.indicators)]
    rows = rows[rows["region_code"] != NATION]
    years = ranked_years(rows, system)
    if not years:
        return None
    year = newest_full_year(years)
    design = design_of(system, catalog)
    composite = evaluate_system(rows, design, level, year, catalog)
    _ranks, sure = simulate_ranked(composite)
    return rank_ranges(composite, sure, system.code, year).get(region_code)


def _stand_in_chains(
    panel: pd.DataFrame, region_code: str, catalog: Catalog
) -> ChainStanding | None:
    indices = list(catalog.chain_indices.values())
    scores = score_chains(panel, indices)
    coupled = couple_chains(index_chains(scores, indices), catalog.chains)
    year = newest_year(coupled)
    return None if year is None else stand_in_chains(scores, coupled, region_code, year)
