"""What the link of the comparison says: regions of any level, benchmark, indicators, goal."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers.basis import (
    DEFAULT_INDICATOR,
    DEFAULT_REGION,
    NEAREST,
    PeerChoice,
    newest,
    peers_of,
    regions_compared,
    structural_traits,
)
from scoreboard.answers.link import Link, cut, read_peers, read_shown_region, read_window
from scoreboard.answers.release import Release
from scoreboard.catalog import BenchmarkKind, Catalog, Indicator, Level, Region
from scoreboard.charts.theme import MOST_COMPARED
from scoreboard.language import translator

LEVELS: tuple[Level, ...] = ("province", "city", "county", "zone")
MOST_INDICATORS = 12
# With fewer regions than this in the link, a region's nearest peers stand beside it.
FEWEST_COMPARED = 2
PEERS_BESIDE = 3
DEFAULT_KIND: BenchmarkKind = "nation"
DEFAULT_AGAINST = "110000"
DEFAULT_PILLAR = "input"
DEFAULT_TARGET_YEAR = 2030
FIRST_TARGET_YEAR, LAST_TARGET_YEAR = 2000, 2060
# What stands beside a region that has no peers.
_BESIDE = (DEFAULT_REGION, "510000", "420000")
# A target beyond this is a slip of the keyboard, or no number.
_LARGEST_TARGET = 1e15


@dataclass(frozen=True)
class CompareChoice:
    """What the comparison shows.

    regions: codes of any level. against: the region of the kind `region`; case: of the kind
    `case`. own: the reader's list of indicators, empty where a pillar's are shown. indicator: the
    one in detail, also the one that a target is for. not_after: newer years are left out. target:
    as typed, in the indicator's unit; none for those of the regions' plans. base_year: of indexed
    trends, none for plain ones. window: how many years the windows of cities and zones have.
    peers: of the kind `peers`; named ones are those of every region of their level.
    """

    regions: tuple[str, ...]
    kind: BenchmarkKind = DEFAULT_KIND
    against: str = DEFAULT_AGAINST
    case: str = ""
    pillar: str = DEFAULT_PILLAR
    own: tuple[str, ...] = ()
    indicator: str = DEFAULT_INDICATOR
    not_after: int | None = None
    target: float | None = None
    target_year: int = DEFAULT_TARGET_YEAR
    base_year: int | None = None
    window: int = WINDOW_YEARS
    peers: PeerChoice = NEAREST

    @property
    def is_planned(self) -> bool:
        """Whether each region stands against the target of its own plan: none was typed in."""
        return self.kind == "target" and self.target is None


def read_choice(link: Link, release: Release) -> CompareChoice:
    """The comparison's choices as the link has them, each checked against what there is."""
    catalog = release.catalog
    comparable = {i.code for i in comparable_indicators(catalog)}
    offered = {r.code for r in regions_offered(catalog)}
    asked = link.one("indicator", catalog.indicators, DEFAULT_INDICATOR)
    years = [str(y) for y in range(FIRST_TARGET_YEAR, LAST_TARGET_YEAR + 1)]
    regions = _read_regions(link, release, offered)
    kind = link.one("benchmark", list(catalog.benchmark_kinds), default_kind(release, regions))
    return CompareChoice(
        regions=regions,
        kind=cast(BenchmarkKind, kind),
        against=link.one("against", offered, DEFAULT_AGAINST),
        case=link.one("case", catalog.cases, next(iter(catalog.cases))),
        pillar=link.one("pillar", catalog.pillars, default_pillar(release, regions)),
        own=_read_own(link, catalog, comparable),
        indicator=asked if asked in comparable else DEFAULT_INDICATOR,
        not_after=_read_year(link, "year"),
        target=_read_target(link),
        target_year=int(link.one("target_year", years, str(DEFAULT_TARGET_YEAR))),
        base_year=_read_year(link, "base_year"),
        window=read_window(link, *(catalog.regions[code].level for code in regions)),
        peers=_read_peers(link, catalog, regions) if kind == "peers" else NEAREST,
    )


def default_kind(release: Release, regions: tuple[str, ...]) -> BenchmarkKind:
    """What regions are measured against where the link says nothing: the nation, or the peers.

    Of what the census has of counties the nation publishes a single figure, and of a city that
    publishes no intensity nothing can be held against the nation.
    """
    levels = {release.catalog.regions[code].level for code in regions}
    if levels == {"city"}:
        known = newest(release, "city", regions[0])["indicator_code"]
        return DEFAULT_KIND if (known == DEFAULT_INDICATOR).any() else "peers"
    return "peers" if levels == {"county"} else DEFAULT_KIND


def default_pillar(release: Release, regions: tuple[str, ...]) -> str:
    """The pillar shown where the link names none: inputs; with counties, what most of them have.

    Counties have figures of the census alone, which tells of people and their work.
    """
    catalog = release.catalog
    levels = {code: catalog.regions[code].level for code in regions}
    if "county" not in levels.values():
        return DEFAULT_PILLAR
    comparable = {i.code: i.pillar for i in comparable_indicators(catalog)}
    found = Counter[str]()
    for code, level in levels.items():
        known = newest(release, level, code)["indicator_code"] if level == "county" else ()
        found.update(comparable[c] for c in known if c in comparable)
    return found.most_common(1)[0][0] if found else DEFAULT_PILLAR


@lru_cache(maxsize=2)
def comparable_indicators(catalog: Catalog) -> tuple[Indicator, ...]:
    """The indicators that regions may be compared by, in order of pillar."""
    return tuple(i for i in catalog.indicators_in_order() if i.is_ranked)


@lru_cache(maxsize=2)
def regions_offered(catalog: Catalog) -> tuple[Region, ...]:
    """Every region that can be compared: provinces, cities, counties, development zones."""
    return tuple(r for level in LEVELS for r in regions_compared(catalog, level))


def _read_regions(link: Link, release: Release, offered: set[str]) -> tuple[str, ...]:
    """The compared regions; else those chosen elsewhere, and a lone one with its nearest peers."""
    names = {code: r.short_name[link.language] for code, r in release.catalog.regions.items()}
    found = link.many("compared", offered, names, MOST_COMPARED)
    if found:
        return found
    asked = [link.get("region") or "", *(link.get("regions") or "").split(",")]
    chosen = tuple(code for code in dict.fromkeys(asked) if code in offered)[:MOST_COMPARED]
    if len(chosen) >= FEWEST_COMPARED:
        return chosen
    shown = {r.code: r for r in regions_offered(release.catalog)}
    alone = read_shown_region(link, release.catalog, shown, LEVELS).code
    return (alone, *_peers_beside(release, alone))


def _read_peers(link: Link, catalog: Catalog, regions: tuple[str, ...]) -> PeerChoice:
    """Which peers: named ones are of the level of the first region."""
    return read_peers(link, catalog, catalog.regions[regions[0]])


def _peers_beside(release: Release, code: str) -> tuple[str, ...]:
    """The nearest peers of a region; without traits other zones, or counties of its city."""
    level = release.catalog.regions[code].level
    if level == "zone":
        zones = [r.code for r in regions_offered(release.catalog) if r.level == level]
        return tuple(zone for zone in zones if zone != code)[:PEERS_BESIDE]
    found = list(peers_of(release, level, code, PEERS_BESIDE)["region_code"])
    if not found and level == "county":
        # Without traits there are no peers: the counties around it that have figures.
        around = release.catalog.regions[code].parent_code
        there = {str(known) for known in structural_traits(release, level)[0].index}
        beside = [r.code for r in regions_compared(release.catalog, level, around)]
        found = [c for c in beside if c in there and c != code][:PEERS_BESIDE]
    return tuple(found) or tuple(c for c in _BESIDE if c != code)


def _read_own(link: Link, catalog: Catalog, comparable: set[str]) -> tuple[str, ...]:
    """The reader's own list of indicators; what cannot be compared is named and left out."""
    _, known = translator(link.language), catalog.indicators
    asked = list(dict.fromkeys(c for c in (link.get("indicators") or "").split(",") if c))
    for code in asked:
        if code in known and code not in comparable:
            sentence = _("{name} is shown but not compared: its figures differ in definition.")
            link.notice(sentence.format(name=known[code].name[link.language]))
        elif code not in known:
            sentence = _("The link names an unknown indicator, left out: “{value}”.")
            link.notice(sentence.format(value=cut(code)))
    return tuple(code for code in asked if code in comparable)[:MOST_INDICATORS]


def _read_year(link: Link, key: str) -> int | None:
    asked = link.get(key)
    if asked and asked.isascii() and asked.isdecimal() and len(asked) == 4:
        return int(asked)
    link.one(key, (), "")
    return None


def _read_target(link: Link) -> float | None:
    asked = link.get("target")
    try:
        value = float(asked) if asked else None
    except ValueError:
        value = float("nan")
    # A number that has no end, or is none, gives no target.
    if value is None or abs(value) < _LARGEST_TARGET:
        return value
    link.one("target", (), "")
    return None
