"""What the chain blocks are drawn from, kept per release."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.chains import couple_chains, index_chains, score_chains
from scoreboard.analysis.peers import find_peers
from scoreboard.catalog import Level
from scoreboard.ui import cached

PEERS = 8


@st.cache_data(max_entries=8, show_spinner=False)
def chain_scores(release_id: int, level: Level) -> pd.DataFrame:
    """Every figure of the chains' indices with its score, for the regions of a level."""
    indices = list(cached.catalog(release_id).chain_indices.values())
    codes = tuple(sorted(part.indicator for index in indices for part in index.parts))
    return score_chains(cached.panel(release_id, level, codes), indices)


@st.cache_data(max_entries=8, show_spinner=False)
def chain_index(release_id: int, level: Level) -> pd.DataFrame:
    """The index of each chain by region and year."""
    indices = cached.catalog(release_id).chain_indices.values()
    return index_chains(chain_scores(release_id, level), indices)


@st.cache_data(max_entries=8, show_spinner=False)
def chains_coupled(release_id: int, level: Level) -> pd.DataFrame:
    """How the four chains go together, by region and year."""
    return couple_chains(chain_index(release_id, level), cached.catalog(release_id).chains)


@st.cache_data(max_entries=8, show_spinner=False)
def funnel_panel(release_id: int, level: Level) -> pd.DataFrame:
    """Every figure that the funnel's stages and ratios use, the nation's included."""
    funnel = cached.catalog(release_id).funnel
    if funnel is None:
        return pd.DataFrame()
    codes = {stage.indicator for stage in funnel.stages}
    codes |= {code for step in funnel.steps for code in (step.of, step.per)}
    return cached.panel(release_id, level, tuple(sorted(codes)))


def peers_of(release_id: int, level: Level, region_code: str) -> list[str]:
    """The regions most alike in structure, nearest first; never the region itself."""
    found = find_peers(cached.peer_distances(release_id, level), region_code, PEERS)
    return found["region_code"].tolist()
