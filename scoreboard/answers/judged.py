"""What the diagnosis says of the regions of a level: facts, findings, tiers, second opinions.

window: how many years a window has on sparse levels; see scoreboard.answers.basis.
"""

from __future__ import annotations

from scoreboard.analysis.clusters import cluster_regions
from scoreboard.analysis.peers import weights_of
from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers.basis import peers_of, structural_traits
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import OUTSIDE_STATISTICS, Level
from scoreboard.diagnostics import (
    Finding,
    RegionFacts,
    TierAssignment,
    assign_tier,
    collect_facts,
    diagnose,
)
from scoreboard.diagnostics.second_opinion import SecondOpinion, find_second_opinions


@kept
def facts(release: Release, level: Level, window: int = WINDOW_YEARS) -> dict[str, RegionFacts]:
    """What is known of every region of a level that has any figure; of counties see facts_of."""
    matrix, _years = structural_traits(release, level)
    peers = {
        str(code): tuple(peers_of(release, level, str(code))["region_code"])
        for code in matrix.index
    }
    return collect_facts(
        release.catalog,
        release.panel(level),
        level,
        cities=release.panel("city"),
        peers=peers,
        window=window,
    )


@kept
def county_tiers(release: Release, window: int = WINDOW_YEARS) -> dict[str, str]:
    """The tier code of every county: the facts of all of them would be too much to keep."""
    panel = release.panel("county")
    known = collect_facts(release.catalog, panel, "county", peers={}, window=window)
    return {code: region.tier_code for code, region in known.items()}


@kept
def county_facts(
    release: Release, region_code: str, peers: tuple[str, ...], window: int = WINDOW_YEARS
) -> dict[str, RegionFacts]:
    """What is known of a county and of its peers, as far as they have any figure."""
    return collect_facts(
        release.catalog,
        release.panel("county"),
        "county",
        peers={region_code: peers},
        window=window,
        tiers=county_tiers(release, window),
        only=(region_code, *peers),
    )


@kept
def facts_of(
    release: Release, level: Level, region_code: str, window: int = WINDOW_YEARS
) -> RegionFacts | None:
    """What is known of one region; none where it has no figure. Counties are built one by one."""
    if level != "county":
        return facts(release, level, window).get(region_code)
    peers = tuple(peers_of(release, level, region_code)["region_code"])
    return county_facts(release, region_code, peers, window).get(region_code)


@kept
def facts_with_peers(
    release: Release,
    level: Level,
    region_code: str,
    peers: tuple[str, ...],
    window: int = WINDOW_YEARS,
) -> RegionFacts | None:
    """As facts_of, with peers that the reader named or left out; the tiers stay as they are."""
    known = facts(release, level, window)
    found = collect_facts(
        release.catalog,
        release.panel(level),
        level,
        cities=release.panel("city"),
        peers={region_code: peers},
        window=window,
        tiers={code: f.tier_code for code, f in known.items()},
        only=(region_code,),
    )
    return found.get(region_code)


def tier_of(
    release: Release, level: Level, region_code: str, window: int = WINDOW_YEARS
) -> TierAssignment | None:
    """The tier of one region with its criteria; none where it has no figure."""
    known = facts_of(release, level, region_code, window)
    return None if known is None else assign_tier(known, release.catalog)


@kept
def findings_of(
    release: Release, level: Level, region_code: str, window: int = WINDOW_YEARS
) -> tuple[Finding, ...]:
    """What every rule says of one region; nothing where it has no figure."""
    known = facts_of(release, level, region_code, window)
    return () if known is None else diagnose(known, release.catalog)


@kept
def findings(
    release: Release, level: Level, window: int = WINDOW_YEARS
) -> dict[str, tuple[Finding, ...]]:
    """What every rule says of every region of a level."""
    known = facts(release, level, window)
    return {code: findings_of(release, level, code, window) for code in known}


@kept
def tiers(release: Release, level: Level, window: int = WINDOW_YEARS) -> dict[str, TierAssignment]:
    """The tier of every region of a level, with its criteria."""
    known = facts(release, level, window)
    return {code: assign_tier(region, release.catalog) for code, region in known.items()}


@kept
def second_opinions(
    release: Release, level: Level, window: int = WINDOW_YEARS
) -> dict[str, SecondOpinion]:
    """The tier that groups by structure alone suggest, for regions with all structural traits.

    None for counties: their tiers rest on the figures that would make the groups.
    """
    if level == "county":
        return {}
    matrix, _years = structural_traits(release, level)
    matrix = matrix[~matrix.index.isin(list(OUTSIDE_STATISTICS))]
    clusters = cluster_regions(matrix, weights_of(release.catalog.structural_of(level)))
    known = tiers(release, level, window)
    return find_second_opinions(clusters, {code: tier.tier_code for code, tier in known.items()})
