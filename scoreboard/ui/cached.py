"""The release in force, and its readings by key for pages whose answer is not yet a pure one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard import paths
from scoreboard.answers.release import Release, open_and_tell
from scoreboard.answers.release import find_kept as find_kept_release
from scoreboard.catalog import Catalog, CatalogError, Level
from scoreboard.language import translator
from scoreboard.store.folder import ReleaseKey, current_release, key_of

_opened: dict[ReleaseKey, Release] = {}


def open_anew(key: ReleaseKey) -> tuple[Release, CatalogError | None]:
    """A release with the catalog as its files are now; looked at once a run of a page."""
    if len(_opened) > 4:
        _opened.clear()
    _opened[key], problem = open_and_tell(key)
    return _opened[key], problem


def release_of(key: ReleaseKey) -> Release:
    """The release as this run of the page opened it."""
    return _opened.get(key) or open_anew(key)[0]


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
    return find_kept_release(number, release_of(in_force))


def catalog(release: ReleaseKey) -> Catalog:
    """What is measured, where."""
    return release_of(release).catalog


def observations(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None
) -> pd.DataFrame:
    """All years of an indicator for a level and the nation."""
    return release_of(release).observations(indicator_code, level, within)


def years(
    release: ReleaseKey, indicator_code: str, level: Level, within: str | None
) -> dict[int, int]:
    """The years of an indicator, with the number of regions that have a value."""
    return release_of(release).years(indicator_code, level, within)


def _build_first_release(language: str) -> None:
    from etl.api import build

    _ = translator("en" if language == "en" else "zh")
    with st.spinner(_("First start: the shipped figures are being loaded; this takes seconds.")):
        build()
