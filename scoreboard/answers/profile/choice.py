"""What the link of a profile says: the region, how many peers, and which may be peers."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers.basis import PeerChoice
from scoreboard.answers.link import Link, read_peer_count, read_peers, read_region, read_window
from scoreboard.answers.release import Release
from scoreboard.catalog import Level

# A zone is shown as far as it has figures.
LEVELS: tuple[Level, ...] = ("province", "city", "county", "zone")


@dataclass(frozen=True)
class ProfileChoice:
    """The region that a profile is about, and its peers.

    peers: how many are asked for. near: whether cities or counties of the same province may be
    peers; always so for a province. window: how many years the window of a city or county has.
    own: the peers that the reader named; with any, they alone are peers.
    """

    region_code: str
    peers: int
    near: bool = True
    window: int = WINDOW_YEARS
    own: tuple[str, ...] = ()

    @property
    def peer_choice(self) -> PeerChoice:
        """Which peers these are."""
        return PeerChoice(self.peers, self.near, self.own)


def read_choice(link: Link, release: Release) -> ProfileChoice:
    """The choice of a link, each part checked."""
    region = read_region(link, release, LEVELS)
    peers = read_peers(link, release.catalog, region)
    return ProfileChoice(
        region_code=region.code,
        peers=read_peer_count(link, release.catalog),
        near=peers.near,
        window=read_window(link, region.level),
        own=peers.own,
    )
