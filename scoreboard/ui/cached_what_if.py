"""The what-if is worked out once for a region and a set of moves; keys hold the release."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.chains import newest_year, stand_in_chains
from scoreboard.catalog import Level
from scoreboard.diagnostics.collect import collect_peers
from scoreboard.diagnostics.moves import Move
from scoreboard.diagnostics.what_if import Outlook, WhatIf, ask_what_if, rank_in_composite
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached, cached_chains, cached_diagnosis


@st.cache_resource(max_entries=4, show_spinner=False)
def peers(release: ReleaseKey, level: Level) -> dict[str, tuple[str, ...]]:
    """The peers of every region of a level, on the figures as published."""
    return collect_peers(cached.catalog(release), cached.panel(release, level), level)


@st.cache_resource(max_entries=512, show_spinner=False)
def outlook(release: ReleaseKey, level: Level, region_code: str) -> Outlook | None:
    """Tier, findings, chains and rank of a region on the figures of the release."""
    facts = cached_diagnosis.facts(release, level).get(region_code)
    if facts is None:
        return None
    catalog = cached.catalog(release)
    coupled = cached_chains.chains_coupled(release, level)
    year = newest_year(coupled)
    scores = cached_chains.chain_scores(release, level)
    return Outlook(
        facts=facts,
        tier=cached_diagnosis.tiers(release, level)[region_code],
        findings=cached_diagnosis.findings_of(release, level, region_code),
        chains=None if year is None else stand_in_chains(scores, coupled, region_code, year),
        rank=rank_in_composite(cached.panel(release, level), region_code, level, catalog),
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def what_if(
    release: ReleaseKey, level: Level, region_code: str, moves: tuple[Move, ...]
) -> WhatIf | None:
    """A region before and after some moves; none when nothing is known of it."""
    before = outlook(release, level, region_code)
    if before is None:
        return None
    return ask_what_if(
        cached.panel(release, level),
        before,
        moves,
        cached.catalog(release),
        cities=_cities(release, level),
        peers=peers(release, level),
    )


def _cities(release: ReleaseKey, level: Level) -> pd.DataFrame | None:
    return cached.panel(release, "city") if level == "province" else None
