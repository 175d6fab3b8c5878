"""What the link of the diagnosis says: region, part of the page, benchmark, tier, moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers.basis import NEAREST, PeerChoice, chosen_peers
from scoreboard.answers.judged import facts
from scoreboard.answers.link import Link, read_peers, read_region, read_window
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, Level
from scoreboard.language import translator

Part = Literal["verdict", "chains", "measures", "peers", "what_if", "glance", "sheet"]
# In the order of the switch; `sheet` is for the printer.
PARTS: tuple[Part, ...] = ("verdict", "chains", "measures", "peers", "what_if", "glance", "sheet")
# A zone is shown by the city or county that it lies in.
LEVELS: tuple[Level, ...] = ("province", "city", "county")
# A county has no figures for chains and funnel, and 2,800 of them are no picture at a glance.
_OF_COUNTIES: tuple[Part, ...] = ("verdict", "measures", "peers", "sheet")


def parts_of(level: Level) -> tuple[Part, ...]:
    """The parts of the page that a region of a level has."""
    return _OF_COUNTIES if level == "county" else PARTS


@dataclass(frozen=True)
class DiagnosisChoice:
    """What the page shows.

    against: the region that the measures' indicators are held against; empty for the best of the
    peers. tier: whose regions are shown at a glance; `all` for every tier. moves: of the what-if,
    as the link writes them. window: how many years a city's window has. peers: which regions it
    is held against.
    """

    region_code: str
    part: Part
    against: str = ""
    tier: str = "all"
    moves: str = ""
    window: int = WINDOW_YEARS
    peers: PeerChoice = NEAREST


def read_choice(link: Link, release: Release) -> DiagnosisChoice:
    """The choice of a link, each part checked; what the part shown does not use is left out."""
    catalog = release.catalog
    region = read_region(link, release, LEVELS)
    part = cast(Part, link.one("part", PARTS, PARTS[0]))
    if part not in parts_of(region.level):
        _ = translator(link.language)
        sentence = _("Of counties there is no part “{part}”; the verdict is shown.")
        link.notice(sentence.format(part=part_names(link.language)[part]), is_fault=False)
        part = PARTS[0]
    window = read_window(link, region.level)
    peers = read_peers(link, catalog, region)
    against, tier, moves = "", "all", ""
    if part == "measures":
        # A benchmark of another level may have come along with the link: it is no fault.
        code = link.one("against", catalog.regions, "")
        if region.level == "county":
            others = set(chosen_peers(release, region.level, region.code, peers)["region_code"])
        else:
            others = facts(release, region.level, window).keys() - {region.code}
        against = code if code in others else ""
    if part == "glance":
        own = [t.code for t in catalog.tiers.values() if t.level == region.level]
        tier = link.one("tier", ["all", *own], "all")
    if part == "what_if":
        moves = link.get("moves") or ""
    return DiagnosisChoice(region.code, part, against, tier, moves, window, peers)


def part_names(language: Language) -> dict[Part, str]:
    """The parts of the page, in order, as the switch and the headings call them."""
    _ = translator(language)
    return {
        "verdict": _("Verdict"),
        "chains": _("Chains and funnel"),
        "measures": _("Measures"),
        "peers": _("Regions like it"),
        "what_if": _("What if"),
        "glance": _("All regions"),
        "sheet": _("To print"),
    }
