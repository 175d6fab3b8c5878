"""What the link of 数据清单 says: one region."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.answers.link import Link, read_region
from scoreboard.answers.release import Release
from scoreboard.catalog import Level

LEVELS: tuple[Level, ...] = ("province", "city", "county")


@dataclass(frozen=True)
class GapsChoice:
    """One region whose missing figures are listed."""

    region_code: str


def read_choice(link: Link, release: Release) -> GapsChoice:
    """The choice of a link; a region of another level gives way to the nearest."""
    return GapsChoice(read_region(link, release, LEVELS).code)
