"""Finds the region that a file means, in the company of the region above, the year and the sheet.

What stays unclear is left unresolved: a figure for the wrong place is worse than none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from etl.resolve.region_names import RegionNames
from etl.resolve.texts import (
    SUGGESTIONS,
    NameMatch,
    Suggestion,
    letters_of,
    most_similar,
    normalise,
)
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import NATION, Region

# How much of the sheet's other regions must agree before they decide about an unclear one.
_MAJORITY = 0.6

_RANKS = re.compile(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|林区|矿区|特区"
    r"|新区|[省市盟州县区旗])$"
)
_LEVELS_OF_RANK: dict[str, tuple[str, ...]] = {
    "省": ("province",),
    "自治区": ("province",),
    "特别行政区": ("province",),
    "维吾尔自治区": ("province",),
    "壮族自治区": ("province",),
    "回族自治区": ("province",),
    "地区": ("city",),
    "盟": ("city",),
    "自治州": ("city",),
    "州": ("city",),
    "市": ("province", "city", "county"),
    "区": ("county", "zone", "province"),
}
_LOWER_RANKS = ("county", "zone")
# Totals: of the region above in the row, else of the nation; 全省 only of a region above.
_TOTAL_NAMES = ("合计", "总计", "全国", "全国合计", "全国总计", "全国平均", "中国", "国家")
_WHOLE_NAMES = ("全省", "全市", "全区", "全州", "全县", "全盟", "全省合计", "全市合计", "全区合计")


class Place(NamedTuple):
    """A region as a file writes it, in its company."""

    sheet: str
    text: str
    parent: str
    year: int


class _Around(NamedTuple):
    """The other regions of a sheet: their level, what they lie in, what their names end with."""

    level: str | None
    above: str | None
    end: str

    @property
    def is_known(self) -> bool:
        """Whether they say anything."""
        return self.level is not None or self.above is not None


class RegionFinder:
    """Finds regions by code, full, short and old names, with and without rank, and by parent."""

    def __init__(self, catalog: Catalog, aliases: Iterable[Alias] = ()) -> None:
        self._regions = catalog.regions
        self._names = RegionNames(catalog)
        self._aliases = {
            (normalise(a.text), normalise(a.parent)): a.code for a in aliases if a.kind == "region"
        }
        self._levels: dict[str, str | None] = {}
        self._by_bare_name: dict[str, list[str]] = defaultdict(list)
        for region in catalog.regions.values():
            for name in {_bare(region.name.zh), _bare(region.short_name.zh)}:
                self._by_bare_name[name].append(region.code)

    def find_all(self, places: Iterable[Place]) -> dict[Place, NameMatch]:
        """What every text means; unclear ones are decided by the rest of their sheet."""
        found = {place: self._find(place) for place in places}
        company: dict[str, Counter[str]] = defaultdict(Counter)
        for place, result in found.items():
            if result.code and not result.is_assumed and result.code != NATION:
                company[place.sheet][result.code] += 1
        neighbourhoods = {sheet: self._neighbourhood(codes) for sheet, codes in company.items()}
        self._levels = {sheet: around.level for sheet, around in neighbourhoods.items()}
        sure = {place: result for place, result in found.items() if result.code}
        named: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for place, result in sure.items():
            if result.code and not result.is_assumed:
                named[place[:3]].add(result.code)
        for place, result in found.items():
            if result.code is None or result.is_assumed:
                # A row is of one region, whatever else bore its name in one of its years.
                same = named[place[:3]] & {*result.candidates}
                around = neighbourhoods.get(place.sheet, _Around(None, None, ""))
                found[place] = (
                    NameMatch(next(iter(same))) if len(same) == 1 else self._decide(result, around)
                )
        return found

    def suggest(self, text: str, found: NameMatch, sheet: str = "") -> tuple[Suggestion, ...]:
        """Up to three regions that may be meant: namesakes first, else the most similar names.

        Of these such as are of the level of the sheet's other regions, or of the name's rank.
        """
        codes = list(found.candidates) or self._similar(text, self._levels.get(sheet))
        return tuple(self.describe(code) for code in codes[:SUGGESTIONS])

    def is_outdated(self, name: str, year: int) -> bool:
        """Whether a name was given up before a year."""
        return self._names.is_outdated(name, year)

    def describe(self, code: str) -> Suggestion:
        """A region with those above it: 江苏省南京市鼓楼区."""
        line: list[Region] = []
        region: Region | None = self._regions[code]
        while region is not None and region.code != NATION:
            line.append(region)
            region = self._regions.get(region.parent_code)
        line = line or [self._regions[code]]
        zh = "".join(r.name.zh for r in reversed(line))
        return Suggestion(code, zh, ", ".join(r.short_name.en for r in line))

    def _find(self, place: Place) -> NameMatch:
        key = normalise(place.text)
        if not key:
            return NameMatch(None)
        decided = self._aliases.get((key, normalise(place.parent))) or self._aliases.get((key, ""))
        if decided:
            return NameMatch(decided)
        if key in _TOTAL_NAMES or key in _WHOLE_NAMES:
            return self._total(place)
        parent = self._find_parent(place)
        if parent is not None:
            inside = self._find_inside(key, place.year, parent)
            if inside.code or inside.candidates:
                return inside
        return self._find_alone(key, place.year, parent)

    def _total(self, place: Place) -> NameMatch:
        """合计 is the nation, unless a region above it says whose total it is."""
        parent = self._find_parent(place)
        if parent is None and place.text in _WHOLE_NAMES:
            return NameMatch(None)
        return NameMatch(NATION if parent is None else parent)

    def _find_parent(self, place: Place) -> str | None:
        if not place.parent or normalise(place.parent) == normalise(place.text):
            return None
        return self._find(Place(place.sheet, place.parent, "", place.year)).code

    def _find_inside(self, key: str, year: int, parent: str) -> NameMatch:
        code = self._names.resolve(key, year, parent)
        if code is not None:
            return NameMatch(code)
        inside = [c for c in self._namesakes(key, year) if self._is_inside(c, parent)]
        return NameMatch(inside[0]) if len(inside) == 1 else NameMatch(None, tuple(inside))

    def _find_alone(self, key: str, year: int, parent: str | None) -> NameMatch:
        code = self._names.resolve(key, year)
        namesakes = self._namesakes(key, year)
        if code is not None:
            if parent is not None and not self._is_inside(code, parent) and code != parent:
                return NameMatch(None, (code,))  # the row says it lies elsewhere
            others = tuple(c for c in namesakes if c != code)
            is_code_or_full = key in (code.casefold(), normalise(self._regions[code].name.zh))
            is_assumed = not is_code_or_full and self._may_be_another(code, others)
            return NameMatch(code, (code, *others), is_assumed)
        if len(namesakes) == 1:
            return NameMatch(namesakes[0])
        return (
            NameMatch(None, tuple(namesakes)) if namesakes else self._find_joined(key, year, None)
        )

    def _may_be_another(self, code: str, others: tuple[str, ...]) -> bool:
        """Whether a short name needs a second look: 吉林, 朝阳; but 河北 is no district."""
        levels = {self._regions[other].level for other in others}
        return bool(levels - {"county"} if self._regions[code].level == "province" else levels)

    def _find_joined(self, key: str, year: int, parent: str | None) -> NameMatch:
        """江苏省南京市鼓楼区, 南京鼓楼区: a name with those above it written before."""
        for cut in range(min(len(key) - 2, self._names.longest), 1, -1):
            above = self._names.resolve(key[:cut], year, parent)
            if above is not None:
                rest = self._find_inside(key[cut:], year, above)
                if rest.code is None and not rest.candidates:
                    rest = self._find_joined(key[cut:], year, above)
                if rest.code or rest.candidates:
                    return rest
        return NameMatch(None)

    def _namesakes(self, key: str, year: int) -> list[str]:
        """Regions of that name when ranks are left off, higher ones first; only such as fit."""
        rank = _RANKS.search(key) if _bare(key) != key else None  # the 州 of 杭州 is no rank
        levels = _LEVELS_OF_RANK.get(rank[1]) if rank else None
        codes = dict.fromkeys((*self._by_bare_name.get(key, ()), *self._by_bare_name[_bare(key)]))
        fitting = [
            self._regions[code]
            for code in codes
            if levels is None or self._regions[code].level in levels
        ]
        if rank and rank[1] in "市县区旗":  # 朝阳区 is not 朝阳县
            same = [r for r in fitting if r.name.zh.endswith(rank[1])]
            fitting = same or [r for r in fitting if r.level not in _LOWER_RANKS]
        alive = [r for r in fitting if _exists(r, year)]
        return [r.code for r in sorted(alive, key=lambda r: (r.level in _LOWER_RANKS, r.code))]

    def _is_inside(self, code: str, above: str) -> bool:
        while code and code != above:
            code = self._regions[code].parent_code
        return bool(code)

    def _neighbourhood(self, codes: Counter[str]) -> _Around:
        """What most regions of a sheet have in common."""
        total = codes.total()
        ends: Counter[str] = Counter()
        levels: Counter[str] = Counter()
        above: Counter[str] = Counter()
        for code, count in codes.items():
            levels[self._regions[code].level] += count
            ends[self._regions[code].name.zh[-1]] += count
            parent = self._regions[code].parent_code
            while parent and parent != NATION:
                above[parent] += count
                parent = self._regions[parent].parent_code
        level = next((v for v, n in levels.most_common(1) if n >= _MAJORITY * total), None)
        common = [code for code, n in above.items() if n >= _MAJORITY * total]
        end = next((v for v, n in ends.most_common(1) if n >= _MAJORITY * total), "")
        # the lowest of a chain is the one with the most ancestors
        return _Around(level, max(common, key=self._depth, default=None), end)

    def _depth(self, code: str) -> int:
        depth = 0
        while code := self._regions[code].parent_code:
            depth += 1
        return depth

    def _decide(self, found: NameMatch, around: _Around) -> NameMatch:
        """Level and place of the other rows must agree on one candidate, or their rank on one.

        A city and a prefecture of one name (南宁 up to 2001) are told apart by writing 地区: where
        nothing else decides, the city is assumed.
        """
        fitting = [
            code
            for code in found.candidates
            if (around.level is None or self._regions[code].level == around.level)
            and (around.above is None or self._is_inside(code, around.above))
        ]
        if len(fitting) == 1:
            return NameMatch(fitting[0]) if around.is_known else found
        if len({self._regions[code].level for code in fitting}) != 1:
            return found
        alike = [c for c in fitting if around.end and self._regions[c].name.zh.endswith(around.end)]
        if len(alike) == 1:
            return NameMatch(alike[0])
        lasting = [c for c in fitting if not self._regions[c].name.zh.endswith("地区")]
        if found.code is None and len(lasting) == 1 and len(fitting) > 1:
            return NameMatch(lasting[0], tuple(fitting), is_assumed=True)
        return found

    @cached_property
    def _searchable(self) -> dict[str, str]:
        """Names and their sound, by which similar ones are looked for, with the code."""
        names: dict[str, str] = {}
        for region in self._regions.values():
            for name in (region.name.zh, region.short_name.zh):
                names.setdefault(normalise(name), region.code)
            names.setdefault(letters_of(region.name.en), region.code)
        return names

    def _similar(self, text: str, level: str | None) -> list[str]:
        rank = _RANKS.search(normalise(text))
        levels = {level} if level else set(_LEVELS_OF_RANK.get(rank[1], ()) if rank else ())
        return most_similar(
            normalise(text), self._searchable, lambda code: self._regions[code].level in levels
        )


def _bare(name: str) -> str:
    """A name without its rank, as long as two characters are left."""
    key = normalise(name)
    bare = _RANKS.sub("", key)
    return bare if len(bare) > 1 else key


def _exists(region: Region, year: int) -> bool:
    return (region.valid_from or 0) <= year <= (region.valid_to or 9999)
