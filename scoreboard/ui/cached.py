"""The only caches of the dashboard; every key holds the release, so a new one empties them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import streamlit as st

from scoreboard import paths
from scoreboard.analysis import peers
from scoreboard.analysis.coverage import widest_coverage, years_with_data
from scoreboard.catalog import (
    Catalog,
    CatalogError,
    Dropped,
    Language,
    Level,
    Source,
    catalog_in_use,
    find_dropped,
    put_stand_ins,
)
from scoreboard.store import NoReleaseError, ReleaseInfo, Store, current_release_id, is_kept
from scoreboard.text import translator
from scoreboard.text.key_figures import KeyFigureLine, write_key_figures


def catalog(release_id: int) -> Catalog:
    """What is measured, where: the whole catalog as its files are now, for one release."""
    return catalog_and_problem(release_id)[0]


def catalog_and_problem(release_id: int) -> tuple[Catalog, CatalogError | None]:
    """The catalog, and why its files as they lie there now are not used; None when they are.

    Publications that an uploaded file named join the catalog's own. Regions and sources that the
    catalog has dropped since stand under their codes. Raises CatalogError when there was no good
    catalog since the server started.
    """
    known, key, problem = catalog_in_use()
    _forget_older(key)
    return _catalog(release_id, key, known)[0], problem


def dropped(release_id: int) -> Dropped:
    """Codes that figures of the release use and the catalog does not have."""
    known, key, _ = catalog_in_use()
    return _catalog(release_id, key, known)[1]


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalog(release_id: int, key: str, _known: Catalog) -> tuple[Catalog, Dropped]:
    store = _store(str(paths.RELEASES), release_id)
    new = {row["code"]: Source.model_validate(row) for row in store.read_new_sources()}
    known = replace(_known, sources=new | _known.sources)
    codes = store.read_codes()
    missing = find_dropped(
        known, codes["indicator_code"], codes["region_code"], codes["source_code"]
    )
    return put_stand_ins(known, missing, store.read_places()), missing


_followed: list[str] = []


def _forget_older(key: str) -> None:
    """Empty all caches when the catalog has changed: what they hold was worked out with it."""
    if _followed != [key]:
        if _followed:
            st.cache_data.clear()
            st.cache_resource.clear()
        _followed[:] = [key]


def release_in_force(language: str) -> int:
    """The release in force; on a machine without one, builds the first from the shipped figures."""
    try:
        return current_release_id(paths.RELEASES)
    except NoReleaseError:
        _build_first_release(language)
        return current_release_id(paths.RELEASES)


def can_be_shown(release_id: int) -> bool:
    """Whether the file of a release is there; asked anew each time, as files may be taken away."""
    return is_kept(paths.RELEASES, release_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _store(releases: str, release_id: int) -> Store:
    return Store(Path(releases), release_id)


@st.cache_data(max_entries=512, show_spinner=False)
def observations(
    release_id: int, indicator_code: str, level: Level, within: str | None
) -> pd.DataFrame:
    """All years of an indicator for a level and the nation."""
    return _store(str(paths.RELEASES), release_id).read_observations(indicator_code, level, within)


@st.cache_data(max_entries=16, show_spinner=False)
def panel(
    release_id: int, level: Level, indicator_codes: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """All years of many indicators for a level and the nation; of all indicators by default."""
    return _store(str(paths.RELEASES), release_id).read_panel(level, indicator_codes)


@st.cache_data(max_entries=4, show_spinner=False)
def structural_traits(release_id: int, level: Level) -> tuple[pd.DataFrame, dict[str, int]]:
    """The regions of a level by their slow structural traits, and the year of each trait."""
    known = catalog(release_id)
    variables = known.structural_of(level)
    codes = {v.indicator for v in variables} | {v.per for v in variables if v.per}
    rows = panel(release_id, level, tuple(sorted(codes)))
    areas = known.areas()
    return (
        peers.structural_matrix(rows, variables, areas=areas),
        peers.structural_years(rows, variables, areas=areas),
    )


@st.cache_data(max_entries=4, show_spinner=False)
def peer_distances(release_id: int, level: Level) -> pd.DataFrame:
    """How far any two regions of a level are apart in their structure: square, symmetric."""
    matrix, _years = structural_traits(release_id, level)
    return peers.peer_distances(matrix, peers.weights_of(catalog(release_id).structural_of(level)))


@st.cache_data(max_entries=64, show_spinner=False)
def coverage(release_id: int, within: str | None = None) -> pd.DataFrame:
    """How many regions have a value, by indicator, level and year."""
    store = _store(str(paths.RELEASES), release_id)
    if within is None:
        return store.read_coverage()
    return store.read_province_coverage(within).assign(level="city")


@st.cache_data(max_entries=2048, show_spinner=False)
def years(release_id: int, indicator_code: str, level: Level, within: str | None) -> dict[int, int]:
    """The years of an indicator, with the number of regions that have a value."""
    return years_with_data(coverage(release_id, within), indicator_code, level)


@st.cache_data(max_entries=16, show_spinner=False)
def widest(release_id: int, level: Level) -> dict[str, int]:
    """By indicator: the largest number of regions that have a value in one year."""
    return widest_coverage(coverage(release_id), level)


@st.cache_data(max_entries=8, show_spinner=False)
def key_figures(release_id: int, language: Language) -> list[KeyFigureLine]:
    """The nation's newest figures as they are written."""
    store = _store(str(paths.RELEASES), release_id)
    known = catalog(release_id)
    codes = [figure.indicator for figure in known.key_figures]
    return write_key_figures(known, store.read_newest_of_nation(codes, 10), language)


@st.cache_data(max_entries=4, show_spinner=False)
def indicator_sources(release_id: int) -> pd.DataFrame:
    """Which publications each indicator was read from."""
    return _store(str(paths.RELEASES), release_id).read_indicator_sources()


@st.cache_data(max_entries=4, show_spinner=False)
def revisions(release_id: int) -> pd.DataFrame:
    """Figures that a release changed."""
    return _store(str(paths.RELEASES), release_id).read_revisions()


@st.cache_data(max_entries=256, show_spinner=False)
def replaced(release_id: int, indicator_code: str) -> pd.DataFrame:
    """Values of an indicator that a release up to this one replaced by others."""
    return _store(str(paths.RELEASES), release_id).read_replaced(indicator_code)


@st.cache_data(max_entries=4, show_spinner=False)
def release_info(release_id: int) -> ReleaseInfo:
    """Who published the release, when and from what."""
    return _store(str(paths.RELEASES), release_id).read_release()


def _build_first_release(language: str) -> None:
    from etl.publish import build

    _ = translator("en" if language == "en" else "zh")
    with st.spinner(_("First start: the shipped figures are being loaded; this takes seconds.")):
        build()
