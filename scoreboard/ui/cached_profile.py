"""The caches of the profile page; every key holds the release, so a new one empties them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.panel import pick_years
from scoreboard.analysis.profile import compare_region, place_regions
from scoreboard.catalog import NATION, Level
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached


@st.cache_data(max_entries=8, show_spinner=False)
def years(release: ReleaseKey, level: Level) -> dict[str, int]:
    """The year that each indicator of a level is compared in."""
    rows = cached.panel(release, level)
    codes = [i.code for i in cached.catalog(release).indicators_in_order()]
    return pick_years(rows[rows["region_code"] != NATION], codes)


@st.cache_data(max_entries=8, show_spinner=False)
def placed(release: ReleaseKey, level: Level) -> pd.DataFrame:
    """Every region of a level in every indicator, with rank, percentile and change."""
    known = cached.catalog(release)
    return place_regions(cached.panel(release, level), known, years(release, level))


@st.cache_data(max_entries=256, show_spinner=False)
def compared(
    release: ReleaseKey, level: Level, region_code: str, peer_codes: tuple[str, ...]
) -> pd.DataFrame:
    """One region in every indicator beside the nation, its peers and the best of them."""
    return compare_region(
        placed(release, level),
        cached.panel(release, level),
        cached.catalog(release),
        region_code,
        peer_codes,
    )
