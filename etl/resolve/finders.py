"""Texts of a file, as people write them, to the catalog's codes, with suggestions where unsure.

Region names are read in their company: the region above in the same row, the year, and what the
other rows of the sheet are. What stays unclear is left unresolved: a figure for the wrong place is
worse than none.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz, process

from etl.read.forms import scopes
from etl.resolve.dictionaries import RegionNames, normalise
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import NATION, WHOLE_SOCIETY, Indicator, Region, Source

SUGGESTIONS = 3
_LEAST_SCORE = 55.0
_LEAST_IF_LIKELY = 45.0
# A text longer than this is no name that anybody misspelt.
_LONGEST_COMPARED = 100
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
_BRACKETS = re.compile(r"[（(\[【〔][^（()）\]】〕]*[)）\]】〕]")
_LAST_BRACKET = re.compile(r"[（(\[【]([^（()）\]】]+)[)）\]】]\s*$")
_OPENING, _CLOSING = "([【〔", ")]】〕"
_UNIT_LABEL = re.compile(r"^(计量)?单位[::]?|^unit:?", re.IGNORECASE)
_YEAR = re.compile(r"(\d{1,4})(?:\.0+)?(?:年|年度|财年)?")

# What templates and tables print for the codes of names.STATUSES.
STATUS_WORDS = {
    "": "A",
    "正常": "A",
    "正式": "A",
    "正式数": "A",
    "公布": "A",
    "公布值": "A",
    "最终核实": "A",
    "初步": "P",
    "初步数": "P",
    "初步核算": "P",
    "快报": "P",
    "快报数": "P",
    "暂定": "P",
    "provisional": "P",
    "估计": "E",
    "估计值": "E",
    "估算": "E",
    "推算": "E",
    "estimated": "E",
    "插补": "I",
    "断点": "B",
    "口径变化": "B",
    "序列中断": "B",
    "预测": "F",
    "forecast": "F",
}
# What a row says when its figure is to be taken back; it has no value then.
WITHDRAWAL_WORDS = frozenset({"撤回", "撤销", "撤下", "withdraw", "withdrawn"})


class Suggestion(NamedTuple):
    """What may have been meant: a code and how to call it."""

    code: str
    zh: str
    en: str

    @property
    def text(self) -> str:
        """As issues list it."""
        return f"{self.code} {self.zh}"


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


@dataclass(frozen=True)
class Found:
    """What a text was taken for: a code, or candidates among which nobody decided.

    is_assumed: a code was chosen although other regions bear the name, and nothing beside it says
    which one is meant.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    is_assumed: bool = False
    # The scopes that the file names, where they chose the indicator or left none to choose.
    scopes: tuple[str, ...] = ()


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

    def find_all(self, places: Iterable[Place]) -> dict[Place, Found]:
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
                    Found(next(iter(same))) if len(same) == 1 else self._decide(result, around)
                )
        return found

    def suggest(self, text: str, found: Found, sheet: str = "") -> tuple[Suggestion, ...]:
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

    def _find(self, place: Place) -> Found:
        key = normalise(place.text)
        if not key:
            return Found(None)
        decided = self._aliases.get((key, normalise(place.parent))) or self._aliases.get((key, ""))
        if decided:
            return Found(decided)
        if key in _TOTAL_NAMES or key in _WHOLE_NAMES:
            return self._total(place)
        parent = self._find_parent(place)
        if parent is not None:
            inside = self._find_inside(key, place.year, parent)
            if inside.code or inside.candidates:
                return inside
        return self._find_alone(key, place.year, parent)

    def _total(self, place: Place) -> Found:
        """合计 is the nation, unless a region above it says whose total it is."""
        parent = self._find_parent(place)
        if parent is None and place.text in _WHOLE_NAMES:
            return Found(None)
        return Found(NATION if parent is None else parent)

    def _find_parent(self, place: Place) -> str | None:
        if not place.parent or normalise(place.parent) == normalise(place.text):
            return None
        return self._find(Place(place.sheet, place.parent, "", place.year)).code

    def _find_inside(self, key: str, year: int, parent: str) -> Found:
        code = self._names.resolve(key, year, parent)
        if code is not None:
            return Found(code)
        inside = [c for c in self._namesakes(key, year) if self._is_inside(c, parent)]
        return Found(inside[0]) if len(inside) == 1 else Found(None, tuple(inside))

    def _find_alone(self, key: str, year: int, parent: str | None) -> Found:
        code = self._names.resolve(key, year)
        namesakes = self._namesakes(key, year)
        if code is not None:
            if parent is not None and not self._is_inside(code, parent) and code != parent:
                return Found(None, (code,))  # the row says it lies elsewhere
            others = tuple(c for c in namesakes if c != code)
            is_code_or_full = key in (code.casefold(), normalise(self._regions[code].name.zh))
            is_assumed = not is_code_or_full and self._may_be_another(code, others)
            return Found(code, (code, *others), is_assumed)
        if len(namesakes) == 1:
            return Found(namesakes[0])
        return Found(None, tuple(namesakes)) if namesakes else self._find_joined(key, year, None)

    def _may_be_another(self, code: str, others: tuple[str, ...]) -> bool:
        """Whether a short name needs a second look: 吉林, 朝阳; but 河北 is no district."""
        levels = {self._regions[other].level for other in others}
        return bool(levels - {"county"} if self._regions[code].level == "province" else levels)

    def _find_joined(self, key: str, year: int, parent: str | None) -> Found:
        """江苏省南京市鼓楼区, 南京鼓楼区: a name with those above it written before."""
        for cut in range(min(len(key) - 2, self._names.longest), 1, -1):
            above = self._names.resolve(key[:cut], year, parent)
            if above is not None:
                rest = self._find_inside(key[cut:], year, above)
                if rest.code is None and not rest.candidates:
                    rest = self._find_joined(key[cut:], year, above)
                if rest.code or rest.candidates:
                    return rest
        return Found(None)

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

    def _decide(self, found: Found, around: _Around) -> Found:
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
            return Found(fitting[0]) if around.is_known else found
        if len({self._regions[code].level for code in fitting}) != 1:
            return found
        alike = [c for c in fitting if around.end and self._regions[c].name.zh.endswith(around.end)]
        if len(alike) == 1:
            return Found(alike[0])
        lasting = [c for c in fitting if not self._regions[c].name.zh.endswith("地区")]
        if found.code is None and len(lasting) == 1 and len(fitting) > 1:
            return Found(lasting[0], tuple(fitting), is_assumed=True)
        return found

    @cached_property
    def _searchable(self) -> dict[str, str]:
        """Names and their sound, by which similar ones are looked for, with the code."""
        names: dict[str, str] = {}
        for region in self._regions.values():
            for name in (region.name.zh, region.short_name.zh):
                names.setdefault(normalise(name), region.code)
            names.setdefault(_letters(region.name.en), region.code)
        return names

    def _similar(self, text: str, level: str | None) -> list[str]:
        rank = _RANKS.search(normalise(text))
        levels = {level} if level else set(_LEVELS_OF_RANK.get(rank[1], ()) if rank else ())
        return _most_similar(
            normalise(text), self._searchable, lambda code: self._regions[code].level in levels
        )


class IndicatorFinder:
    """Finds indicators by code or name, and by unit where a name fits several."""

    def __init__(self, catalog: Catalog, aliases: Iterable[Alias], units: UnitFinder) -> None:
        self._catalog = catalog
        self._units = units
        self._aliases = {
            (normalise(a.text), normalise(a.unit)): a.code for a in aliases if a.kind == "indicator"
        }
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._loose: dict[str, list[str]] = defaultdict(list)
        for indicator in catalog.indicators.values():
            names = (indicator.code, indicator.name.zh, indicator.name.en)
            for text in (*names, *indicator.synonyms):
                if indicator.code not in self._exact[normalise(text)]:
                    self._exact[normalise(text)].append(indicator.code)
                # Of a synonym in brackets these are the point: R&D人员(全时当量).
                is_whole = text in names or not _BRACKETS.search(text)
                if is_whole and indicator.code not in self._loose[_loose(text)]:
                    self._loose[_loose(text)].append(indicator.code)
        self._of_scope: dict[tuple[str, str], list[str]] = defaultdict(list)
        for indicator in catalog.indicators.values():
            for name in _names_beside_scope(indicator):
                if indicator.code not in self._of_scope[indicator.scope, name]:
                    self._of_scope[indicator.scope, name].append(indicator.code)

    def find(self, text: str, unit: str, scope: str = "") -> Found:
        """The indicator of that name, in that unit (as written, may be empty).

        scope: codes of the scopes named around it. Where they are not those of the indicator, the
        one of the same name and that scope is found; where there is none, nothing is.
        """
        around = set(scope.split())
        is_official = normalise(text) in self._exact
        if scopes.WHOLE in around:  # the analyst's word, whatever the file says
            found = self._find(text, unit)
            return found if found.code or is_official else self._find(_bare_of_scope(text), unit)
        found = self._find(text, unit)
        named = around if is_official else around | scopes.named_in(text)
        sure = named - {scopes.UNCLEAR}
        if not named or (sure and found.code and sure <= self._own_scopes(found.code)):
            return found
        return self._find_of_scope(text, unit, named, found)

    def _find_of_scope(self, text: str, unit: str, named: set[str], found: Found) -> Found:
        """The indicator that counts the same for a part of society only."""
        told = tuple(sorted(named))
        wanted = scopes.narrowest(named)
        names = {text, _bare_of_scope(text)}
        of_society = found.code or self._find(_bare_of_scope(text), unit).code
        if of_society:
            indicator = self._catalog.indicators[of_society]
            official = (indicator.name.zh, indicator.name.en)
            names |= {n for name in official for n in (name, _bare_of_scope(name))}
        codes = {c for name in names for c in self._of_scope.get((wanted, _loose(name)), ())}
        chosen = (
            self._by_unit(sorted(codes), unit) if len(codes) > 1 else Found(next(iter(codes), None))
        )
        if chosen.code:
            return Found(chosen.code, scopes=told)
        return Found(None, scopes=told) if of_society or found.candidates else found

    def _own_scopes(self, code: str) -> set[str]:
        """The scopes that may stand around an indicator without making it another one."""
        indicator = self._catalog.indicators[code]
        own = {indicator.scope, *scopes.named_in(indicator.name.zh)}
        own |= scopes.named_in(indicator.name.en)
        return {outer for scope in own for outer in scopes.wider(scope)}

    def _find(self, text: str, unit: str) -> Found:
        key = normalise(text)
        if not key:
            return Found(None)
        decided = self._aliases.get((key, normalise(unit))) or self._aliases.get((key, ""))
        if decided:
            return Found(decided)
        for index, name in ((self._exact, key), (self._loose, _loose(text))):
            codes = index.get(name, [])
            if len(codes) == 1:
                return Found(codes[0])
            if codes:
                return self._by_unit(codes, unit)
        return Found(None)

    def suggest(self, text: str, found: Found) -> tuple[Suggestion, ...]:
        """Up to three indicators that may be meant."""
        codes = list(found.candidates) or _most_similar(_loose(text), self._searchable)
        return tuple(self.describe(code) for code in codes[:SUGGESTIONS])

    def describe(self, code: str) -> Suggestion:
        """An indicator with its unit, because that tells two of the same name apart."""
        indicator = self._catalog.indicators[code]
        unit = self._catalog.unit_of(code)
        return Suggestion(
            code,
            f"{indicator.name.zh}（{unit.name.zh}）",
            f"{indicator.name.en} ({unit.name.en})",
        )

    def _by_unit(self, codes: list[str], unit: str) -> Found:
        written = self._units.find(unit)
        if written is None:
            return Found(None, tuple(codes))
        base = self._catalog.units[written].base
        fitting = [c for c in codes if self._catalog.unit_of(c).base == base]
        published = [c for c in fitting if self._catalog.indicators[c].formula is None]
        chosen = fitting if len(fitting) == 1 else published
        return Found(chosen[0]) if len(chosen) == 1 else Found(None, tuple(fitting or codes))

    @cached_property
    def _searchable(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for indicator in self._catalog.indicators.values():
            names.setdefault(_loose(indicator.name.zh), indicator.code)
            names.setdefault(normalise(indicator.name.en), indicator.code)
        for indicator in self._catalog.indicators.values():
            for text in indicator.synonyms:
                names.setdefault(_loose(text), indicator.code)
        return names


class UnitFinder:
    """Finds units by every spelling of the catalog, decided ones, and labels around them."""

    def __init__(self, catalog: Catalog, aliases: Iterable[Alias] = ()) -> None:
        self._units = catalog.units
        self._codes = {normalise(a.text): a.code for a in aliases if a.kind == "unit"}
        meant: dict[str, set[tuple[str, int]]] = defaultdict(set)
        code_of: dict[tuple[str, int], str] = {}
        for unit in catalog.units.values():
            code_of.setdefault((unit.base, unit.factor), unit.code)
            for text in (unit.code, unit.name.zh, unit.name.en, *unit.also_written):
                meant[normalise(text)].add((unit.base, unit.factor))
        for text, units in meant.items():
            if len(units) == 1:
                self._codes.setdefault(text, code_of[next(iter(units))])

    def find(self, text: str) -> str | None:
        """The code of a unit, also from 单位：万元 or （万元）; None when unknown or empty."""
        key = clean_unit(text)
        if key == "":
            return None
        return self._codes.get(key) or self._codes.get(key.removesuffix("人民币"))

    def in_name(self, indicator_text: str) -> str | None:
        """The unit in the last brackets of an indicator's name: R&D经费（万元）."""
        last = _LAST_BRACKET.search(indicator_text)
        return self.find(last[1]) if last else None

    def suggest(self, text: str) -> list[str]:
        """Up to three units written alike."""
        return _most_similar(normalise(text), self._codes)[:SUGGESTIONS]


def clean_unit(text: str) -> str:
    """A unit without its label and brackets, in normal form."""
    key = _UNIT_LABEL.sub("", normalise(text)).strip(":")
    # Not the last bracket alone: it belongs to the unit in 指数(上年=100).
    while key[:1] in _OPENING and key[-1:] in _CLOSING and key:
        key = key[1:-1]
    return key


def clean_year(text: str) -> str:
    """2023年, ２０２３ and 2023.0 as 2023; anything else as it stands."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    whole = _YEAR.fullmatch(plain)
    return whole[1] if whole else plain


def clean_status(text: str) -> str:
    """The code of a status written as a word; anything else as it stands."""
    return STATUS_WORDS.get(normalise(text), text.strip().upper() if len(text) < 3 else text)


def suggest_number(text: str) -> str:
    """What a number with letters in it probably was: 2023 for 2o23; empty when there is no guess.

    >>> suggest_number("2o23"), suggest_number("1l.5"), suggest_number("十万")
    ('2023', '11.5', '100000')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    swapped = plain.translate(str.maketrans("oO〇○lI|", "0000111"))
    if re.fullmatch(r"-?\d+(\.\d+)?", swapped):
        return swapped
    return _chinese_number(plain)


def _chinese_number(text: str) -> str:
    digits = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
    digits |= {"六": 6, "七": 7, "八": 8, "九": 9}
    steps = {"十": 10, "百": 100, "千": 1000}
    total = section = digit = 0
    for letter in text:
        if letter in digits:
            digit = digits[letter]
        elif letter in steps:
            section += (digit or 1) * steps[letter]
            digit = 0
        elif letter in "万亿":
            total = (total + section + digit) * (10_000 if letter == "万" else 100_000_000)
            section = digit = 0
        else:
            return ""
    return str(total + section + digit) if text else ""


def find_sources(texts: Iterable[str], catalog: Catalog) -> tuple[dict[str, str], list[Source]]:
    """By text: the code of the publication; and the publications that are new.

    A text is a code of the catalog, a title in it, or else becomes a publication of its own, of
    the lowest grade, whose code follows from the text alone.
    """
    by_title: dict[str, set[str]] = defaultdict(set)
    for source in catalog.sources.values():
        by_title[normalise(source.title)].add(source.code)
    codes: dict[str, str] = {}
    new: dict[str, Source] = {}
    for text in texts:
        title = " ".join(text.split())
        if not title:
            continue
        same_title = by_title.get(normalise(title), set())
        if title in catalog.sources:
            codes[text] = title
        elif len(same_title) == 1:
            codes[text] = next(iter(same_title))
        else:
            code = f"file_{hashlib.sha256(normalise(title).encode()).hexdigest()[:12]}"
            codes[text] = code
            if code not in new:
                new[code] = Source(code=code, title=title[:500], publisher="", grade="C")
    return codes, list(new.values())


def _bare(name: str) -> str:
    """A name without its rank, as long as two characters are left."""
    key = normalise(name)
    bare = _RANKS.sub("", key)
    return bare if len(bare) > 1 else key


def _exists(region: Region, year: int) -> bool:
    return (region.valid_from or 0) <= year <= (region.valid_to or 9999)


def _loose(text: str) -> str:
    """An indicator's name without brackets and without the words that tables add at will."""
    key = normalise(_BRACKETS.sub("", unicodedata.normalize("NFKC", text))).replace(":", "")
    key = key.replace("研究与试验发展", "r&d").replace("(r&d)", "")
    return key or normalise(text)


def _bare_of_scope(text: str) -> str:
    return scopes.without_words(text) or text


def _names_beside_scope(indicator: Indicator) -> set[str]:
    """An indicator's names without the words of its scope: 规上工业企业R&D经费 is R&D经费."""
    if indicator.scope == WHOLE_SOCIETY:
        return set()
    return {
        _loose(re.sub(r"^ of |^ by | (?:of|by) ?$", "", name.replace(word, "")))
        for name in (normalise(indicator.name.zh), indicator.name.en.casefold())
        for word in scopes.words_of(indicator.scope)
        if word in name
    } - {""}


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isascii() and letter.isalpha())


def _most_similar(
    key: str, names: Mapping[str, str], is_likely: Callable[[str], bool] = lambda _: False
) -> list[str]:
    """Codes of the names most alike in writing or in sound, best first, each once.

    is_likely: codes that go before all others, as far as they are alike at all.
    """
    if not key or len(key) > _LONGEST_COMPARED:
        return []
    queries = {key, _sound(key)} - {""}
    scores: dict[str, float] = {}
    for query in queries:
        # Sound alone is a weaker hint than the characters: 陕西 and 山西 sound alike.
        weight = 1.0 if query == key else 0.95
        for name, score, _ in process.extract(query, names.keys(), scorer=fuzz.ratio, limit=40):
            code = names[name]
            scores[code] = max(scores.get(code, 0.0), score * weight)
    likely = {code for code in scores if is_likely(code)}
    least = {code: _LEAST_IF_LIKELY if code in likely else _LEAST_SCORE for code in scores}
    close = [code for code, score in scores.items() if score >= least[code]]
    return sorted(close, key=lambda code: (code not in likely, -scores[code], code))[:SUGGESTIONS]


def _sound(key: str) -> str:
    if key.isascii():
        return ""
    from pypinyin import lazy_pinyin  # slow to import, and needed for unknown names only

    return _letters("".join(lazy_pinyin(key, v_to_u=True)))
