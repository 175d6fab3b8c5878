"""What the address bar says, read as choices; what it says wrongly becomes a sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import cast, get_args

from scoreboard.analysis.window import MOST_YEARS, SPARSE, WINDOW_YEARS
from scoreboard.answers.basis import (
    DEFAULT_REGION,
    FEWEST_PEERS,
    MOST_PEERS,
    PeerChoice,
    default_peers,
    regions_compared,
)
from scoreboard.answers.model import Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Catalog, Language, Level, Region
from scoreboard.language import join_list, translator

# What a link may say, a public contract: links that people have sent must keep working.
KEYS = {
    "tier": "code of the tier whose regions are shown at a glance; else all",
    "lang": "language of the page: zh, en",
    "release": "number of the release that the link was made from",
    "as_of": "number of an older release whose figures are shown; else those in force",
    "indicator": "code of an indicator",
    "about": "code of an everyday word or a method that is explained on top",
    "x": "code of the indicator on the horizontal axis; `indicator` is on the vertical one",
    "log": "which axes are logarithmic: none, x, y, xy",
    "few": "show: indicators with figures of fewer than ten regions are listed, too",
    "level": "level of the regions compared: province, city, county",
    "within": "code of the province, or of the city, whose cities or counties are compared",
    "year": "year shown",
    "window": "of how many years regions of a sparse level stand with their newest, 1 to 5",
    "view": "value, change, trend5, rank",
    "regions": "codes of the chosen regions, separated by commas; else `region`",
    "region": "code of the one region that a page is about; else the first of `regions`",
    "compared": "codes of regions of any level that are compared; else those of `regions`",
    "benchmark": "nation, mean, tier, peers, frontier, region, case, target",
    "against": "code of the region that is the benchmark",
    "case": "code of the case that is the benchmark",
    "pillar": "code of the pillar whose indicators are compared",
    "indicators": "codes of the indicators compared, separated by commas; else the pillar's",
    "target": "value to reach, in the unit of `indicator`",
    "target_year": "year to reach the target or the benchmark in",
    "base_year": "year that is 100 in indexed trends",
    "scheme": "classes of the map: quantile, natural, continuous",
    "peers": "how many peers are shown, 3 to 10",
    "near": "whether the cities of the same province may be peers: in, out",
    "own_peers": "codes of the regions that the reader names as peers; else the nearest",
    "since": "earlier year that the structure is set against; else the oldest comparable one",
    "basis": "what concentration is measured against: regions (each counts once), people",
    "composition": "code of the composition that location quotients are worked out for",
    "part": "part of the diagnosis: verdict, chains, measures, peers, what_if, glance, all",
    "moves": "figures that a what-if moves: code:+amount or code:=target, separated by commas",
    "system": "code of the indicator system that composites are worked out by",
    "normalisation": "goalposts, minmax, zscore, percentile, target, vector, around_mean, scored",
    "weighting": "expert, equal, entropy, critic, pca",
    "shares": "whole per cents of the system's groups that sum to 100, separated by dashes",
    "aggregation": "arithmetic, geometric, topsis, borda",
    "outliers": "none, winsorise",
    "coverage": "share of the weight that a region must have to be ranked: 80, 90, 100",
    "register": "code of the register whose items are listed",
    "list": "year of the list shown; else the newest",
    "follow": "codes of the regions and indicators that are followed, separated by commas",
    "after": "number of the release after which changes of these are told; else the one before",
    "figure": "key of the one figure that an embedded page shows; else the first",
    "tool": "code of the policy instrument that is calculated",
    "inputs": "what was entered for it where it differs from the default, as code:number, …",
}
_LONGEST_SHOWN = 40


class Link:
    """The choices of a link by key; `notices` collects what was not understood.

    values: as the address bar has them. An unknown code gives the default and a notice.
    """

    def __init__(self, values: Mapping[str, str], language: Language) -> None:
        self.values = dict(values)
        self.language = language
        self.notices: list[Sentence] = []

    def get(self, key: str) -> str | None:
        """What the link says under a key, unchecked; None when it says nothing."""
        return self.values.get(key)

    def one(self, key: str, allowed: Collection[str], default: str) -> str:
        """One code; the default, with a notice, when the link names one that is not allowed."""
        asked = self.values.get(key)
        if not asked or asked in allowed:
            return asked or default
        self._say_unknown(key, asked)
        return default

    def first_of(self, key: str, allowed: Collection[str]) -> str:
        """The first code of a list that is allowed; empty when there is none."""
        return next((c for c in self.values.get(key, "").split(",") if c in allowed), "")

    def many(
        self, key: str, allowed: Collection[str], known: Mapping[str, str], limit: int
    ) -> tuple[str, ...]:
        """Several codes, each once, in the order of the link.

        allowed: the codes of this page; known: the names of all there are, so that one that
        belongs elsewhere is named as such. What is left out, also beyond the limit, is said.
        """
        _ = translator(self.language)
        asked = list(dict.fromkeys(c for c in self.values.get(key, "").split(",") if c))
        for code in asked:
            if code in known and code not in allowed:
                sentence = _("{name} is not among the regions compared and is left out.")
                self.notice(sentence.format(name=known[code]))
            elif code not in known:
                sentence = _("The link names an unknown region, left out: “{value}”.")
                self.notice(sentence.format(value=cut(code)))
        found = [code for code in asked if code in allowed]
        if len(found) > limit:
            self.notice(_("At most {limit} can be chosen").format(limit=limit))
        return tuple(found[:limit])

    def notice(self, text: str, *, is_fault: bool = True) -> None:
        """Have something said about the link, on top of the page."""
        self.notices.append(Sentence(text, "caution" if is_fault else "info"))

    def _say_unknown(self, key: str, value: str) -> None:
        _ = translator(self.language)
        names = {
            "indicator": _("indicator"),
            "within": _("province"),
            "year": _("year"),
            "region": _("region"),
        }
        sentence = _("The link names an unknown {what}: “{value}”. The default is shown instead.")
        self.notice(sentence.format(what=names.get(key, _("choice")), value=cut(value)))


def read_level(link: Link, levels: tuple[Level, ...]) -> Level:
    """The level of the regions compared: the link's, else the first of those that the page has.

    For a level that only other pages compare a sentence says which are compared here.
    """
    asked = cast(Level, link.one("level", get_args(Level), levels[0]))
    if asked in levels:
        return asked
    _, words = translator(link.language), _level_words(link.language)
    sentence = _("This page compares: {levels}; not {asked}. It opens with {shown}.")
    names = join_list([words[level] for level in levels], link.language)
    facts = {"asked": words[asked], "shown": words[levels[0]]}
    link.notice(sentence.format(levels=names, **facts), is_fault=False)
    return levels[0]


def read_region(
    link: Link, release: Release, levels: tuple[Level, ...] = ("province", "city")
) -> Region:
    """The one region that a page is about: the link's, else the first chosen one, else Shaanxi.

    levels: those that the page shows. For a region of another level, or one that no longer exists,
    the nearest region that can be shown stands in, with a notice: the city or province that it lies
    in, else its first city. Where Shaanxi cannot be shown, its first city is the default.
    """
    catalog = release.catalog
    shown = {r.code: r for level in levels for r in regions_compared(catalog, level)}
    return read_shown_region(link, catalog, shown, levels)


def read_shown_region(
    link: Link, catalog: Catalog, shown: Mapping[str, Region], levels: tuple[Level, ...]
) -> Region:
    """As read_region, for a page that shows the regions given."""
    chosen = link.first_of("regions", shown) or link.first_of("regions", catalog.regions)
    code = link.one("region", catalog.regions, chosen)
    default = _nearest_shown(catalog, DEFAULT_REGION, shown) or next(iter(shown.values()))
    if not code or code in shown:
        return shown.get(code, default)
    nearest = _nearest_shown(catalog, code, shown) or default
    say_not_shown(link, catalog.regions[code], nearest, levels)
    return nearest


def read_peer_count(link: Link, catalog: Catalog) -> int:
    """How many peers the link asks for; the number that the catalog sets when it asks for none."""
    allowed = [str(n) for n in range(FEWEST_PEERS, MOST_PEERS + 1)]
    return int(link.one("peers", allowed, str(default_peers(catalog))))


def read_window(link: Link, *levels: Level) -> int:
    """How many years the windows of sparse levels have; the usual number where none is concerned.

    levels: those that the page shows.
    """
    allowed = [str(n) for n in range(1, MOST_YEARS + 1)]
    asked = int(link.one("window", allowed, str(WINDOW_YEARS)))
    return asked if set(levels) & set(SPARSE) else WINDOW_YEARS


def read_peers(link: Link, catalog: Catalog, region: Region) -> PeerChoice:
    """Which peers of a region the link asks for: from where, or named one by one."""
    near = link.one("near", ("in", "out"), "in") == "in" or region.level == "province"
    names = {code: r.short_name[link.language] for code, r in catalog.regions.items()}
    level = {r.code for r in regions_compared(catalog, region.level)} - {region.code}
    return PeerChoice(None, near, link.many("own_peers", level, names, MOST_PEERS))


def _nearest_shown(catalog: Catalog, code: str, shown: Mapping[str, Region]) -> Region | None:
    """The region shown that one lies in or became part of, else the first in its province.

    None for the nation, and where its province has none.
    """
    successors = {
        c.region_code: c.successor_code for c in catalog.region_changes if c.kind == "merged"
    }
    while code in catalog.regions and code != NATION:
        if code in shown:
            return shown[code]
        region = catalog.regions[code]
        if region.level == "province":
            return next((r for r in shown.values() if r.parent_code == code), None)
        joined = successors.get(code) if region.valid_to is not None else None
        code = joined or region.parent_code
    return None


def say_not_shown(link: Link, asked: Region, shown: Region, levels: tuple[Level, ...]) -> None:
    """Say that a region is not one of the levels of the page, and which is shown instead."""
    _, language = translator(link.language), link.language
    facts = {"name": asked.short_name[language], "shown": shown.short_name[language]}
    if asked.valid_to is not None:
        sentence = _("{name} no longer exists; {shown} is shown.")
        link.notice(sentence.format(**facts), is_fault=False)
        return
    words = _level_words(language)
    sentence = _("This page shows: {levels}. {name} is none of these; {shown} is shown.")
    names = join_list([words[level] for level in levels], language)
    link.notice(sentence.format(levels=names, **facts), is_fault=False)


def _level_words(language: Language) -> dict[Level, str]:
    _ = translator(language)
    return {
        "nation": _("the nation"),
        "province": _("provinces"),
        "city": _("cities"),
        "county": _("counties"),
        "zone": _("development zones"),
    }


def cut(value: str) -> str:
    """What stands in a link may be anything: no more of it than fits into a sentence."""
    return value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"
