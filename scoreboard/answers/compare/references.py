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
from scoreboard.analysis.summary import WHOLE_FIELD
from scoreboard.answers.basis import chosen_peers, count_expected, least_for_median
from scoreboard.answers.compare.choice import CompareChoice
from scoreboard.answers.judged import tiers
from scoreboard.answers.release import Release
from scoreboard.answers.targets import JudgedTarget, targets_for
from scoreboard.catalog import NATION, CaseFigure, Catalog, Level

# Of cities a few have published; with fewer than these nobody is the best.
FEWEST_CITIES = 5
# A figure further than this from a case's year is not set beside it.
YEARS_FROM_CASE = 5


def read_panels(
    release: Release, choice: CompareChoice, indicator_codes: tuple[str, ...]
) -> dict[Level, pd.DataFrame]:
    """The figures of the levels concerned; provinces always, since they make the benchmarks."""
    regions = release.catalog.regions
    levels: set[Level] = {regions[c].level for c in (*choice.regions, choice.against)}
    # Provinces make the national benchmarks, and zones are measured against cities.
    levels |= {"province", "city"} if "zone" in levels else {"province"}
    key = tuple(sorted(indicator_codes))
    return {level: release.panel(level, key) for level in sorted(levels)}


def take_figures(panels: Mapping[Level, pd.DataFrame], choice: CompareChoice) -> pd.DataFrame:
    """The compared regions' own figures of all years, of every level in one frame."""
    chosen = [p[p["region_code"].isin(choice.regions)] for p in panels.values()]
    return _with_plain_texts(pd.concat(chosen, ignore_index=True))


def has_benchmark(catalog: Catalog, choice: CompareChoice, indicator_code: str) -> bool:
    """Whether an indicator can have this benchmark for any of the regions."""
    levels = {catalog.regions[c].level for c in choice.regions}
    return any(_may_compare(catalog, choice, indicator_code, level) for level in levels)


def build_references(
    release: Release, choice: CompareChoice, panels: Mapping[Level, pd.DataFrame]
) -> pd.DataFrame:
    """Each region's benchmark of every year, in one frame with region_code."""
    catalog = release.catalog
    codes = {str(c) for p in panels.values() for c in p["indicator_code"].unique()}
    in_groups = choice.kind in ("peers", "tier")
    level_of = {code: catalog.regions[code].level for code in choice.regions}
    levels = set[Level]() if in_groups else set(level_of.values())
    shared = {level: _reference_of_level(catalog, choice, panels, level) for level in levels}
    parts = []
    for code, level in level_of.items():
        if in_groups:
            group = group_of(release, choice, code, level)
            found = refer_to_median(panels[level], group, least_for_median(release.catalog))
        elif choice.is_planned:
            planned = planned_of(release, choice, code)
            values = {} if planned is None else {choice.indicator: planned.target.value}
            found = refer_to_fixed(_every_year(panels), values)
        else:
            found = shared[level]
        fitting = [c for c in codes if _may_compare(catalog, choice, c, level)]
        parts.append(found[found["indicator_code"].isin(fitting)].assign(region_code=code))
    return _with_plain_texts(pd.concat(parts, ignore_index=True))


def _with_plain_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with texts as Python's: a few hundred are cut and joined faster than Arrow's."""
    return rows.astype({name: object for name, kind in rows.dtypes.items() if kind == "str"})


def planned_of(release: Release, choice: CompareChoice, region_code: str) -> JudgedTarget | None:
    """A region's own target in the chosen indicator: of the year asked for, else the next."""
    own = targets_for(release, region_code, choice.indicator)
    asked = [judged for judged in own if judged.target.year == choice.target_year]
    return next(iter(asked or own), None)


def _may_compare(
    catalog: Catalog, choice: CompareChoice, indicator_code: str, level: Level
) -> bool:
    """Totals are compared within a level only, and never with the nation's sum.

    What is of another kind at a level (`apart`) is held against figures of that level alone.
    """
    kind = choice.kind
    apart = catalog.indicators[indicator_code].apart
    against = catalog.regions[choice.against].level if kind == "region" else "nation"
    is_of_others = kind in ("nation", "mean", "region") and level != against
    if is_of_others and (level in apart or against in apart):
        return False
    if kind == "frontier" and catalog.indicators[indicator_code].direction == "context":
        return False
    if not catalog.adds_up(indicator_code) or kind in ("target", "peers", "tier"):
        return True
    if kind == "nation":
        return False
    if kind == "mean":
        return level == "province"
    if kind == "frontier":
        return level in ("province", "city", "county")
    if kind == "case":
        place = catalog.cases[choice.case].region_code
        return bool(place) and catalog.regions[place].level == level
    return catalog.regions[choice.against].level == level


def _reference_of_level(
    catalog: Catalog, choice: CompareChoice, panels: Mapping[Level, pd.DataFrame], level: Level
) -> pd.DataFrame:
    """The benchmark that all regions of a level share."""
    provinces = panels["province"]
    expected = count_expected(catalog, "province")
    match choice.kind:
        case "mean":
            return refer_to_mean(provinces, expected)
        case "frontier":
            directions = {i.code: i.direction for i in catalog.indicators.values()}
            if level == "province":
                return refer_to_best(provinces, directions, WHOLE_FIELD * expected)
            return refer_to_best(
                panels["county" if level == "county" else "city"], directions, FEWEST_CITIES
            )
        case "region":
            against = catalog.regions[choice.against].level
            return refer_to_region(panels[against], choice.against)
        case "case":
            figures = catalog.cases[choice.case].compared
            values = {code: figure.value for code, figure in figures.items()}
            return refer_to_fixed(_years_of_case(catalog, panels, figures), values)
        case "target":
            values = {} if choice.target is None else {choice.indicator: choice.target}
            return refer_to_fixed(_every_year(panels), values)
    return refer_to_region(provinces, NATION)


def group_of(release: Release, choice: CompareChoice, code: str, level: Level) -> list[str]:
    """The regions whose median a region is measured against, never itself; of peers and tiers.

    A tier that is not certain groups nobody; zones have neither traits nor tiers, counties no
    tiers.
    """
    if level == "zone" or (level == "county" and choice.kind == "tier"):
        return []
    if choice.kind == "peers":
        return chosen_peers(release, level, code, choice.peers)["region_code"].tolist()
    certain = {
        c: t.tier_code for c, t in tiers(release, level, choice.window).items() if t.is_confirmed
    }
    own = certain.get(code)
    return [c for c, tier in certain.items() if own and tier == own and c != code]


def _every_year(panels: Mapping[Level, pd.DataFrame]) -> pd.DataFrame:
    keys = [p[["indicator_code", "year"]] for p in panels.values()]
    return pd.concat(keys).drop_duplicates()


def _years_of_case(
    catalog: Catalog, panels: Mapping[Level, pd.DataFrame], figures: Mapping[str, CaseFigure]
) -> pd.DataFrame:
    """The years near enough to a case's figure to be set beside it, on its side of every break."""
    keys = _every_year(panels)
    of_case = keys["indicator_code"].map({c: f.year for c, f in figures.items()}).astype(float)
    apart = (keys["year"] - of_case).abs()
    crossed = pd.Series(False, index=keys.index)
    for code in figures:
        for mark in catalog.indicators[code].breaks:
            if not mark.region_codes:
                own = keys["indicator_code"] == code
                crossed |= own & ((keys["year"] < mark.year) != (of_case < mark.year))
    return keys[apart.isna() | ((apart <= YEARS_FROM_CASE) & ~crossed)]
