"""What groups found from structure alone say of a tier, for a second look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scoreboard.analysis.clusters import Clusters


@dataclass(frozen=True)
class SecondOpinion:
    """The group of a region by structure, and the tier that most of that group are in.

    members: the other regions of the group. tier_code: the commonest tier among them; tier_share:
    how many of them are in it, 0–1. is_told_apart: whether the region's own tier is the
    commonest of any group; where it is of none, the groups cannot speak for or against it.
    differs: whether they speak for another tier.
    """

    region_code: str
    members: tuple[str, ...]
    tier_code: str
    tier_share: float
    is_told_apart: bool
    differs: bool


def find_second_opinions(
    clusters: Clusters | None, tiers: Mapping[str, str]
) -> dict[str, SecondOpinion]:
    """The second opinion on each region that has all traits and a tier.

    tiers: tier code by region. A region alone in its group has none. With an equal count the tier
    that more regions of the level have is taken.
    """
    if clusters is None:
        return {}
    common = Counter(tiers.values())
    found: dict[str, SecondOpinion] = {}
    of_group = _commonest_by_group(clusters, tiers)
    labels = {str(code): label for code, label in clusters.labels.items()}
    for region, label in labels.items():
        members = [r for r, own in labels.items() if own == label and r != region and r in tiers]
        if region not in tiers or not members:
            continue
        counted = Counter(tiers[m] for m in members)
        tier = max(counted, key=lambda t: (counted[t], common[t]))
        is_told_apart = tiers[region] in of_group
        found[region] = SecondOpinion(
            region_code=region,
            members=tuple(members),
            tier_code=tier,
            tier_share=counted[tier] / len(members),
            is_told_apart=is_told_apart,
            differs=is_told_apart and tier != tiers[region],
        )
    return found


def _commonest_by_group(clusters: Clusters, tiers: Mapping[str, str]) -> set[str]:
    """The tiers that are the commonest of a group."""
    groups = clusters.labels.groupby(clusters.labels).groups.values()
    counted = [Counter(tiers[str(c)] for c in codes if str(c) in tiers) for codes in groups]
    return {max(count, key=count.__getitem__) for count in counted if count}
