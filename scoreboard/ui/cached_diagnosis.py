"""What the diagnosis is drawn from, kept per release; see cached.py for the rule."""

from __future__ import annotations

import streamlit as st

from scoreboard.analysis.clusters import cluster_regions
from scoreboard.analysis.peers import weights_of
from scoreboard.catalog import OUTSIDE_STATISTICS, Level
from scoreboard.diagnostics import (
    Finding,
    RegionFacts,
    TierAssignment,
    assign_tier,
    collect_facts,
    diagnose,
)
from scoreboard.diagnostics.second_opinion import SecondOpinion, find_second_opinions
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached


@st.cache_resource(max_entries=4, show_spinner=False)
def facts(release: ReleaseKey, level: Level) -> dict[str, RegionFacts]:
    """What is known of every region of a level that has any figure."""
    cities = cached.panel(release, "city")
    panel = cities if level == "city" else cached.panel(release, level)
    return collect_facts(cached.catalog(release), panel, level, cities=cities)


@st.cache_resource(max_entries=1024, show_spinner=False)
def findings_of(release: ReleaseKey, level: Level, region_code: str) -> tuple[Finding, ...]:
    """What every rule says of one region, of which something is known."""
    return diagnose(facts(release, level)[region_code], cached.catalog(release))


def findings(release: ReleaseKey, level: Level) -> dict[str, tuple[Finding, ...]]:
    """What every rule says of every region of a level."""
    return {code: findings_of(release, level, code) for code in facts(release, level)}


@st.cache_resource(max_entries=4, show_spinner=False)
def tiers(release: ReleaseKey, level: Level) -> dict[str, TierAssignment]:
    """The tier of every region of a level, with its criteria."""
    catalog = cached.catalog(release)
    return {code: assign_tier(region, catalog) for code, region in facts(release, level).items()}


@st.cache_resource(max_entries=4, show_spinner=False)
def second_opinions(release: ReleaseKey, level: Level) -> dict[str, SecondOpinion]:
    """The tier that groups by structure alone suggest, for regions with all structural traits."""
    catalog = cached.catalog(release)
    matrix, _years = cached.structural_traits(release, level)
    matrix = matrix[~matrix.index.isin(list(OUTSIDE_STATISTICS))]
    clusters = cluster_regions(matrix, weights_of(catalog.structural_of(level)))
    return find_second_opinions(
        clusters, {c: a.tier_code for c, a in tiers(release, level).items()}
    )
