"""The what-if is worked out once for a region and a set of moves; keys hold the release."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.chains import newest_year, stand_in_chains
from scoreboard.catalog import Level
from scoreboard.diagnostics.collect import collect_peers
from scoreboard.diagnostics.moves import Move
from scoreboard.diagnostics.what_if import Outlook, WhatIf, ask_what_if, rank_in_composite
from scoreboard.ui import cached, cached_chains, cached_diagnosis


@st.cache_resource(max_entries=4, show_spinner=False)
def peers(release_id: int, level: Level) -> dict[str, tuple[str, ...]]:
    """The peers of every region of a level, on the figures as published."""
    return collect_peers(cached.catalog(release_id), cached.panel(release_id, level), level)


@st.cache_resource(max_entries=512, show_spinner=False)
def outlook(release_id: int, level: Level, region_code: str) -> Outlook | None:
    """Tier, findings, chains and rank of a region on the figures of the release."""
    facts = cached_diagnosis.facts(release_id, level).get(region_code)
    if facts is None:
        return None
    catalog = cached.catalog(release_id)
    coupled = cached_chains.chains_coupled(release_id, level)
    year = newest_year(coupled)
    scores = cached_chains.chain_scores(release_id, level)
    return Outlook(
        facts=facts,
        tier=cached_diagnosis.tiers(release_id, level)[region_code],
        findings=cached_diagnosis.findings_of(release_id, level, region_code),
        chains=None if year is None else stand_in_chains(scores, coupled, region_code, year),
        rank=rank_in_composite(cached.panel(release_id, level), region_code, level, catalog),
    )


@st.cache_resource(max_entries=64, show_spinner=False)
def what_if(
    release_id: int, level: Level, region_code: str, moves: tuple[Move, ...]
) -> WhatIf | None:
    """A region before and after some moves; none when nothing is known of it."""
    before = outlook(release_id, level, region_code)
    if before is None:
        return None
    return ask_what_if(
        cached.panel(release_id, level),
        before,
        moves,
        cached.catalog(release_id),
        cities=_cities(release_id, level),
        peers=peers(release_id, level),
    )


def _cities(release_id: int, level: Level) -> pd.DataFrame | None:
    return cached.panel(release_id, "city") if level == "province" else None
