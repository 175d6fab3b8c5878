"""What each compared region is measured against: its benchmark of every indicator and year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoreboard.analysis.benchmark import (
    refer_to_best,
    refer_to_fixed,
    refer_to_mean,
    refer_to_median,
    refer_to_region,
)
from scoreboard.analysis.peers import find_peers
from scoreboard.analysis.summary import WHOLE_FIELD
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, CaseFigure, Level
from scoreboard.ui import cached, cached_diagnosis
from scoreboard.ui.choosers import regions_compared
from scoreboard.ui.compare_choosers import CompareChoice
from scoreboard.ui.frame import Frame

PEERS = 8
# Of cities a few have published; with fewer than these nobody is the best.
FEWEST_CITIES = 5
# A figure further than this from a case's year is not set beside it.
YEARS_FROM_CASE = 5


def read_panels(frame: Frame, choice: CompareChoice, codes: list[str]) -> dict[Level, pd.DataFrame]:
    """The figures of the levels concerned; provinces always, since they make the benchmarks."""
    regions = frame.catalog.regions
    levels: set[Level] = {regions[c].level for c in (*choice.regions, choice.against)}
    # Provinces make the national benchmarks, and zones are measured against cities.
    levels |= {"province", "city"} if "zone" in levels else {"province"}
    key = tuple(sorted(codes))
    return {level: cached.panel(frame.release.key, level, key) for level in levels}


def take_figures(panels: dict[Level, pd.DataFrame], choice: CompareChoice) -> pd.DataFrame:
    """The compared regions' own figures, of every level in one frame."""
    chosen = [p[p["region_code"].isin(choice.regions)] for p in panels.values()]
    return pd.concat(chosen, ignore_index=True)


def has_benchmark(frame: Frame, choice: CompareChoice, code: str) -> bool:
    """Whether an indicator can have this benchmark for any of the regions."""
    levels = {frame.catalog.regions[c].level for c in choice.regions}
    return any(_may_compare(frame, choice, code, level) for level in levels)


def _may_compare(frame: Frame, choice: CompareChoice, code: str, level: Level) -> bool:
    """Totals are compared within a level only, and never with the nation's sum."""
    indicator, kind = frame.catalog.indicators[code], choice.kind
    if kind == "frontier" and indicator.direction == "context":
        return False
    if not frame.catalog.adds_up(code) or kind in ("target", "peers", "tier"):
        return True
    if kind == "nation":
        return False
    if kind == "mean":
        return level == "province"
    if kind == "frontier":
        return level in ("province", "city")
    if kind == "case":
        place = frame.catalog.cases[choice.case].region_code
        return bool(place) and frame.catalog.regions[place].level == level
    return frame.catalog.regions[choice.against].level == level


def build_references(
    frame: Frame, choice: CompareChoice, panels: dict[Level, pd.DataFrame]
) -> pd.DataFrame:
    """Each region's benchmark of every year, in one frame with region_code."""
    regions = frame.catalog.regions
    codes = {str(c) for p in panels.values() for c in p["indicator_code"].unique()}
    in_groups = choice.kind in ("peers", "tier")
    levels = set[Level]() if in_groups else {regions[code].level for code in choice.regions}
    shared = {level: _reference_of_level(frame, choice, panels, level) for level in levels}
    parts = []
    for code in choice.regions:
        level = regions[code].level
        found = (
            refer_to_median(panels[level], _group_of(frame, choice, code, level))
            if in_groups
            else shared[level]
        )
        fitting = [c for c in codes if _may_compare(frame, choice, c, level)]
        parts.append(found[found["indicator_code"].isin(fitting)].assign(region_code=code))
    return pd.concat(parts, ignore_index=True)


def _reference_of_level(
    frame: Frame, choice: CompareChoice, panels: dict[Level, pd.DataFrame], level: Level
) -> pd.DataFrame:
    """The benchmark that all regions of a level share."""
    provinces = panels["province"]
    expected = sum(
        r.code not in OUTSIDE_STATISTICS for r in regions_compared(frame.catalog, "province", None)
    )
    match choice.kind:
        case "mean":
            return refer_to_mean(provinces, expected)
        case "frontier":
            directions = {i.code: i.direction for i in frame.catalog.indicators.values()}
            if level == "province":
                return refer_to_best(provinces, directions, WHOLE_FIELD * expected)
            return refer_to_best(panels["city"], directions, FEWEST_CITIES)
        case "region":
            against = frame.catalog.regions[choice.against].level
            return refer_to_region(panels[against], choice.against)
        case "case":
            figures = frame.catalog.cases[choice.case].compared
            values = {code: figure.value for code, figure in figures.items()}
            return refer_to_fixed(_years_of_case(frame, panels, figures), values)
        case "target":
            values = {} if choice.target is None else {choice.indicator: choice.target}
            return refer_to_fixed(_every_year(panels), values)
    return refer_to_region(provinces, NATION)


def _group_of(frame: Frame, choice: CompareChoice, code: str, level: Level) -> list[str]:
    """The regions whose median a region is measured against, never itself.

    A tier that is not certain groups nobody; zones have neither traits nor tiers.
    """
    release = frame.release.key
    if level == "zone":
        return []
    if choice.kind == "peers":
        distances = cached.peer_distances(release, level)
        return find_peers(distances, code, PEERS)["region_code"].tolist()
    tiers = cached_diagnosis.tiers(release, level)
    certain = {c: t.tier_code for c, t in tiers.items() if t.is_confirmed}
    own = certain.get(code)
    return [c for c, tier in certain.items() if own and tier == own and c != code]


def _every_year(panels: dict[Level, pd.DataFrame]) -> pd.DataFrame:
    keys = [p[["indicator_code", "year"]] for p in panels.values()]
    return pd.concat(keys).drop_duplicates()


def _years_of_case(
    frame: Frame, panels: dict[Level, pd.DataFrame], figures: Mapping[str, CaseFigure]
) -> pd.DataFrame:
    """The years near enough to a case's figure to be set beside it, on its side of every break."""
    keys = _every_year(panels)
    of_case = keys["indicator_code"].map({c: f.year for c, f in figures.items()}).astype(float)
    apart = (keys["year"] - of_case).abs()
    crossed = pd.Series(False, index=keys.index)
    for code in figures:
        for mark in frame.catalog.indicators[code].breaks:
            if not mark.region_codes:
                own = keys["indicator_code"] == code
                crossed |= own & ((keys["year"] < mark.year) != (of_case < mark.year))
    return keys[apart.isna() | ((apart <= YEARS_FROM_CASE) & ~crossed)]
