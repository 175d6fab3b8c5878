"""The only caches of the dashboard; every key holds the release, so a new one empties them."""

from __future__ import annotations

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
from scoreboard.store.folder import ReleaseKey, current_release, key_of, release_name
from scoreboard.store.reading import ReleaseInfo, Store
from scoreboard.text import translator
from scoreboard.text.key_figures import KeyFigureLine, write_key_figures


def catalog(release: ReleaseKey) -> Catalog:
    """What is measured, where: the whole catalog as its files are now, for one release."""
    return catalog_and_problem(release)[0]


def catalog_and_problem(release: ReleaseKey) -> tuple[Catalog, CatalogError | None]:
    """The catalog, and why its files as they lie there now are not used; None when they are.

    Publications that an uploaded file named join the catalog's own. Regions and sources that the
    catalog has dropped since stand under their codes. Raises CatalogError when there was no good
    catalog since the server started.
    """
    known, key, problem = catalog_in_use()
    _forget_older(key)
    return _catalog(release, key, known)[0], problem


def dropped(release: ReleaseKey) -> Dropped:
    """Codes that figures of the release use and the catalog does not have."""
    known, key, _ = catalog_in_use()
    return _catalog(release, key, known)[1]


@st.cache_resource(max_entries=4, show_spinner=False)
def _catalog(release: ReleaseKey, key: str, _known: Catalog) -> tuple[Catalog, Dropped]:
    store = _store(str(paths.RELEASES), release)
    known = _known.with_named_sources(map(Source.model_validate, store.read_new_sources()))
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


def release_in_force(language: str) -> ReleaseKey:
    """The release in force; on a machine without one, builds the first from the shipped figures.

    Raises ReleaseFolderError when it is not known which one that is, or it is not there.
    """
    number = current_release(paths.RELEASES)
    if number is None:
        _build_first_release(language)
        number = current_release(paths.RELEASES) or 1
    return key_of(paths.RELEASES, number)


def find_kept(number: int, in_force: ReleaseKey) -> ReleaseKey | None:
    """An older release that can still be shown; None when it never was in force or is not kept.

    Asked anew each time, as files may be taken away.
    """
    if not (paths.RELEASES / release_name(number)).is_file():
        return None
    if number not in _store(str(paths.RELEASES), in_force).read_numbers():
        return None
    return key_of(paths.RELEASES, number)


@st.cache_resource(max_entries=4, show_spinner=False)
def _store(releases: str, release: ReleaseKey) -> Store:
    return Store(Path(releases), release.number)


@st.cache_data(max_entries=512, show_spinner=False)
def observations(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None
) -> pd.DataFrame:
    """All years of an indicator for a level and the nation."""
    return _store(str(paths.RELEASES), release).read_observations(indicator_code, level, within)


@st.cache_data(max_entries=16, show_spinner=False)
def panel(
    release: ReleaseKey, level: Level, indicator_codes: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """All years of many indicators for a level and the nation; of all indicators by default."""
    return _store(str(paths.RELEASES), release).read_panel(level, indicator_codes)


@st.cache_data(max_entries=4, show_spinner=False)
def structural_traits(release: ReleaseKey, level: Level) -> tuple[pd.DataFrame, dict[str, int]]:
    """The regions of a level by their slow structural traits, and the year of each trait."""
    known = catalog(release)
    variables = known.structural_of(level)
    codes = {v.indicator for v in variables} | {v.per for v in variables if v.per}
    rows = panel(release, level, tuple(sorted(codes)))
    areas = known.areas()
    return (
        peers.structural_matrix(rows, variables, areas=areas),
        peers.structural_years(rows, variables, areas=areas),
    )


@st.cache_data(max_entries=4, show_spinner=False)
def peer_distances(release: ReleaseKey, level: Level) -> pd.DataFrame:
    """How far any two regions of a level are apart in their structure: square, symmetric."""
    matrix, _years = structural_traits(release, level)
    return peers.peer_distances(matrix, peers.weights_of(catalog(release).structural_of(level)))


@st.cache_data(max_entries=64, show_spinner=False)
def coverage(release: ReleaseKey, within: str | None = None) -> pd.DataFrame:
    """How many regions have a value, by indicator, level and year."""
    store = _store(str(paths.RELEASES), release)
    if within is None:
        return store.read_coverage()
    return store.read_province_coverage(within).assign(level="city")


@st.cache_data(max_entries=2048, show_spinner=False)
def years(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None
) -> dict[int, int]:
    """The years of an indicator, with the number of regions that have a value."""
    return years_with_data(coverage(release, within), indicator_code, level)


@st.cache_data(max_entries=16, show_spinner=False)
def widest(release: ReleaseKey, level: Level) -> dict[str, int]:
    """By indicator: the largest number of regions that have a value in one year."""
    return widest_coverage(coverage(release), level)


@st.cache_data(max_entries=8, show_spinner=False)
def key_figures(release: ReleaseKey, language: Language) -> list[KeyFigureLine]:
    """The nation's newest figures as they are written."""
    store = _store(str(paths.RELEASES), release)
    known = catalog(release)
    codes = [figure.indicator for figure in known.key_figures]
    return write_key_figures(known, store.read_newest_of_nation(codes, 10), language)


@st.cache_data(max_entries=4, show_spinner=False)
def indicator_sources(release: ReleaseKey) -> pd.DataFrame:
    """Which publications each indicator was read from."""
    return _store(str(paths.RELEASES), release).read_indicator_sources()


@st.cache_data(max_entries=4, show_spinner=False)
def revisions(release: ReleaseKey) -> pd.DataFrame:
    """Figures that a release changed."""
    return _store(str(paths.RELEASES), release).read_revisions()


@st.cache_data(max_entries=256, show_spinner=False)
def replaced(release: ReleaseKey, indicator_code: str) -> pd.DataFrame:
    """Values of an indicator that a release up to this one replaced by others."""
    return _store(str(paths.RELEASES), release).read_replaced(indicator_code)


@st.cache_data(max_entries=4, show_spinner=False)
def release_info(release: ReleaseKey) -> ReleaseInfo:
    """Who published the release, when and from what."""
    return _store(str(paths.RELEASES), release).read_release()


def _build_first_release(language: str) -> None:
    from etl.api import build

    _ = translator("en" if language == "en" else "zh")
    with st.spinner(_("First start: the shipped figures are being loaded; this takes seconds.")):
        build()
