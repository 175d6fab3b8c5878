"""What the chain blocks are drawn from, kept per release."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.chains import couple_chains, index_chains, score_chains
from scoreboard.analysis.peers import find_peers
from scoreboard.catalog import Level
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached

PEERS = 8


@st.cache_data(max_entries=8, show_spinner=False)
def chain_scores(release: ReleaseKey, level: Level) -> pd.DataFrame:
    """Every figure of the chains' indices with its score, for the regions of a level."""
    indices = list(cached.catalog(release).chain_indices.values())
    codes = tuple(sorted(part.indicator for index in indices for part in index.parts))
    return score_chains(cached.panel(release, level, codes), indices)


@st.cache_data(max_entries=8, show_spinner=False)
def chain_index(release: ReleaseKey, level: Level) -> pd.DataFrame:
    """The index of each chain by region and year."""
    indices = cached.catalog(release).chain_indices.values()
    return index_chains(chain_scores(release, level), indices)


@st.cache_data(max_entries=8, show_spinner=False)
def chains_coupled(release: ReleaseKey, level: Level) -> pd.DataFrame:
    """How the four chains go together, by region and year."""
    return couple_chains(chain_index(release, level), cached.catalog(release).chains)


@st.cache_data(max_entries=8, show_spinner=False)
def funnel_panel(release: ReleaseKey, level: Level) -> pd.DataFrame:
    """Every figure that the funnel's stages and ratios use, the nation's included."""
    funnel = cached.catalog(release).funnel
    if funnel is None:
        return pd.DataFrame()
    codes = {stage.indicator for stage in funnel.stages}
    codes |= {code for step in funnel.steps for code in (step.of, step.per)}
    return cached.panel(release, level, tuple(sorted(codes)))


def peers_of(release: ReleaseKey, level: Level, region_code: str) -> list[str]:
    """The regions most alike in structure, nearest first; never the region itself."""
    found = find_peers(cached.peer_distances(release, level), region_code, PEERS)
    return found["region_code"].tolist()
