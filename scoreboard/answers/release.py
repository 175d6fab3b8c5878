"""One release with its catalog: all that answers are worked out from."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from scoreboard import paths
from scoreboard.analysis.coverage import widest_coverage, years_with_data
from scoreboard.answers.kept import Shared, kept
from scoreboard.answers.sources import with_grades
from scoreboard.catalog import (
    NATION,
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


@dataclass(frozen=True, eq=False)
class Release(Shared):
    """A release as the answers read it; two are equal when file and catalog are the same.

    catalog: with the publications that uploaded files named, and stand-ins for codes that the
    catalog has dropped since (`dropped`). Frames are shared by all readers: nobody changes them.
    """

    key: ReleaseKey
    catalog: Catalog
    dropped: Dropped
    info: ReleaseInfo
    store: Store
    identity: tuple[str, ReleaseKey, str]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Release) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    @property
    def number(self) -> int:
        """The number of the release."""
        return self.key.number

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every publication, by its code."""
        return {code: source.title for code, source in self.catalog.sources.items()}

    @kept
    def region_names(self, language: Language) -> dict[str, str]:
        """The short name of every region, by its code."""
        return {c: r.short_name[language] for c, r in self.catalog.regions.items()}

    @kept
    def observations(
        self, indicator_code: str, level: Level, within: str | None = None
    ) -> pd.DataFrame:
        """All years of an indicator for a level and the nation; see Store.read_observations.

        Without the nation's, here and in panels, where the level's are of another kind (`apart`).

        status: as `with_grades` gives it, here and in the other readings.
        """
        rows = self.store.read_observations(indicator_code, level, within)
        if indicator_code in self._apart(level):
            rows = rows[rows["region_code"] != NATION]
        return with_grades(rows, self.catalog, indicator_code)

    @kept
    def panel(self, level: Level, indicator_codes: tuple[str, ...] | None = None) -> pd.DataFrame:
        """All years of many indicators, of all by default; see Store.read_panel."""
        rows = self.store.read_panel(level, indicator_codes)
        is_apart = rows["indicator_code"].isin(self._apart(level))
        return with_grades(rows[~is_apart | (rows["region_code"] != NATION)], self.catalog)

    def _apart(self, level: Level) -> list[str]:
        """Indicators whose figures at a level are of another kind than the nation's."""
        return [i.code for i in self.catalog.indicators.values() if level in i.apart]

    @kept
    def notes(self, region_code: str) -> pd.DataFrame:
        """What the sources say about single values of a region; see Store.read_notes."""
        return self.store.read_notes(region_code)

    @kept
    def coverage(self, within: str | None = None) -> pd.DataFrame:
        """How many regions have a value: one row per indicator_code, level, year.

        within: a province or city, of the regions in which alone it is said.
        """
        if within is None:
            return self.store.read_coverage()
        return self.store.read_coverage_within(within)

    @kept
    def years(self, indicator_code: str, level: Level, within: str | None = None) -> dict[int, int]:
        """The years of an indicator, with the number of regions that have a value."""
        return years_with_data(self.coverage(within), indicator_code, level)

    @kept
    def widest(self, level: Level) -> dict[str, int]:
        """By indicator: the largest number of regions that have a value in one year."""
        return widest_coverage(self.coverage(), level)

    @kept
    def newest_of_nation(self, indicator_codes: tuple[str, ...], years: int) -> pd.DataFrame:
        """The nation's last years of some indicators; see Store.read_newest_of_nation."""
        rows = self.store.read_newest_of_nation(list(indicator_codes), years)
        return with_grades(rows, self.catalog)

    @kept
    def register_items(self) -> pd.DataFrame:
        """What registers list, item by item; see Store.read_register_items."""
        return self.store.read_register_items()

    @kept
    def indicator_sources(self) -> pd.DataFrame:
        """Which publications each indicator was read from."""
        return self.store.read_indicator_sources()

    @kept
    def revisions(self) -> pd.DataFrame:
        """Figures that a release changed."""
        return self.store.read_revisions()

    @kept
    def releases(self) -> pd.DataFrame:
        """Every release up to this one; see Store.read_releases."""
        return self.store.read_releases()

    @kept
    def replaced(self, indicator_code: str) -> pd.DataFrame:
        """Values of an indicator that a release up to this one replaced by others."""
        return self.store.read_replaced(indicator_code)


def open_in_force() -> Release:
    """The release in force, with the catalog as its files are now.

    Raises LookupError when no release was built yet, CatalogError and ReleaseFolderError as
    open_and_tell does.
    """
    number = current_release(paths.RELEASES)
    if number is None:
        raise LookupError(f"there is no release in {paths.RELEASES}; python -m etl build makes one")
    return open_release(key_of(paths.RELEASES, number))


def find_kept(number: int, in_force: Release) -> ReleaseKey | None:
    """An older release that can still be shown; None when it never was in force or is not kept.

    Asked anew each time, as files may be taken away.
    """
    if not (paths.RELEASES / release_name(number)).is_file():
        return None
    if number not in in_force.store.read_numbers():
        return None
    return key_of(paths.RELEASES, number)


def open_release(key: ReleaseKey) -> Release:
    """A release with the catalog as its files are now; raises as open_and_tell does."""
    return open_and_tell(key)[0]


def open_and_tell(key: ReleaseKey) -> tuple[Release, CatalogError | None]:
    """A release with the catalog as its files are now, and why these are not used, if so.

    Raises CatalogError when there was no good catalog since the start, and ReleaseFolderError when
    the release cannot be read.
    """
    known, edition, problem = catalog_in_use()
    with _opening:
        return _open(str(paths.RELEASES), key, edition, known), problem


# One thread opens a release, and the others wait for it.
_opening = threading.Lock()


@lru_cache(maxsize=4)
def _open(folder: str, key: ReleaseKey, edition: str, known: Catalog) -> Release:
    store = Store(Path(folder), key.number)
    known = known.with_named_sources(map(Source.model_validate, store.read_new_sources()))
    codes = store.read_codes()
    dropped = find_dropped(
        known, codes["indicator_code"], codes["region_code"], codes["source_code"]
    )
    return Release(
        key=key,
        catalog=put_stand_ins(known, dropped, store.read_places()),
        dropped=dropped,
        info=store.read_release(),
        store=store,
        identity=(folder, key, edition),
    )
