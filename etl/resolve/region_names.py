"""All codes and names that regions have and had, and in which years each was in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from etl.resolve.texts import normalise
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Region, RegionChange

FIRST_YEAR, LAST_YEAR = 0, 9999


@dataclass(frozen=True)
class _Use:
    """One way in which a region is written, and from when to when it was."""

    region_code: str
    is_short: bool
    first_year: int
    last_year: int


class RegionNames:
    """All codes and names of the catalog's regions, past ones too.

    A name that fits several regions is decided by the year, then left unresolved: a figure for
    the wrong place is worse than none. Full names and codes go before short names.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._regions = catalog.regions
        self._uses: dict[str, list[_Use]] = defaultdict(list)
        # The very texts, beside their normal form: a file is matched by text first.
        self._texts: dict[str, set[str]] = defaultdict(set)
        renamed = {c.region_code: c.year for c in catalog.region_changes if c.kind == "renamed"}
        for region in catalog.regions.values():
            self._add_region(region, renamed.get(region.code))
        for change in catalog.region_changes:
            if change.region_code in catalog.regions:
                self._add_change(change)

    def _add_region(self, region: Region, renamed_in: int | None) -> None:
        first = FIRST_YEAR if region.valid_from is None else region.valid_from
        last = LAST_YEAR if region.valid_to is None else region.valid_to
        self._add(region.code, _Use(region.code, False, first, last))
        named_from = first if renamed_in is None else renamed_in
        self._add(region.name.zh, _Use(region.code, False, named_from, last))
        cut = _cut_names(region) if region.level == "province" else ()
        for short in (region.short_name.zh, region.short_name.en, *cut):
            self._add(short, _Use(region.code, True, named_from, last))

    def _add_change(self, change: RegionChange) -> None:
        last = change.year - 1
        if change.old_name:
            self._add(change.old_name, _Use(change.region_code, False, FIRST_YEAR, last))
            short = _without_suffix(change.old_name)
            self._add(short, _Use(change.region_code, True, FIRST_YEAR, last))
        # An abolished unit that has its own entry keeps its code; only mere recodings lead on.
        if change.old_code and change.old_code not in self._regions:
            self._add(change.old_code, _Use(change.region_code, False, FIRST_YEAR, last))

    def _add(self, text: str, use: _Use) -> None:
        self._uses[normalise(text)].append(use)
        self._texts[normalise(text)].add(text)

    @cached_property
    def longest(self) -> int:
        """The length of the longest name or code, in its normal form."""
        return max(map(len, self._uses), default=0)

    def resolve(self, name: str, year: int, parent: str | None = None) -> str | None:
        """The code of the region written so in a year; None when unknown or ambiguous.

        parent narrows the search to regions inside another, the nearest below it first: within
        000000 吉林 is the province, within 220000 the city.
        """
        uses = self._uses.get(normalise(name), [])
        if parent is not None:
            uses = self._nearest(uses, parent)
        return _decide(uses, year)

    def _nearest(self, uses: list[_Use], parent: str) -> list[_Use]:
        steps = {use: self._steps_below(use.region_code, parent) for use in uses}
        inside = [step for step in steps.values() if step is not None]
        return [use for use in uses if inside and steps[use] == min(inside)]

    def _steps_below(self, region_code: str, parent: str) -> int | None:
        code, steps = self._regions[region_code].parent_code, 1
        while code and code != parent:
            code, steps = self._regions[code].parent_code, steps + 1
        return steps if code else None

    def is_outdated(self, name: str, year: int) -> bool:
        """Whether a name was given up before a year: 襄樊市 in 2020."""
        uses = self._uses.get(normalise(name), [])
        return bool(uses) and all(use.last_year < year for use in uses)

    def spellings(self) -> Iterator[tuple[str, int, int, str]]:
        """Every text with the years in which it means one region: text, first, last, code."""
        for key, uses in self._uses.items():
            for first, last, code in _spans(uses):
                for text in self._texts[key] | {key}:
                    yield text, first, last, code


def _decide(uses: Iterable[_Use], year: int) -> str | None:
    """The region that is meant in a year.

    A name is good in years in which it was not yet or no longer in use, too: tables of old years
    are printed under new names. Only when two regions share a name do the years tell them apart.
    """
    pools: list[set[str]] = [set(), set(), set(), set()]
    for use in uses:
        in_use = use.first_year <= year <= use.last_year
        pools[(0 if in_use else 2) + use.is_short].add(use.region_code)
    chosen = next((pool for pool in pools if pool), set())
    return next(iter(chosen)) if len(chosen) == 1 else None


def _spans(uses: list[_Use]) -> Iterator[tuple[int, int, str]]:
    """The years cut into spans in which the uses mean one and the same region."""
    if len({use.region_code for use in uses}) == 1:
        yield FIRST_YEAR, LAST_YEAR, uses[0].region_code
        return
    starts = sorted({FIRST_YEAR, *(u.first_year for u in uses), *(u.last_year + 1 for u in uses)})
    for first, following in zip(starts, [*starts[1:], LAST_YEAR + 1], strict=True):
        code = _decide(uses, first)
        if code is not None and first <= LAST_YEAR:
            yield first, following - 1, code


def _cut_names(region: Region) -> Iterator[str]:
    """How narrow columns cut the names of autonomous regions: 新疆维吾尔, 壮族自治区."""
    name, short = region.name.zh, region.short_name.zh
    if name.endswith("自治区"):
        yield from (name[:end] for end in range(len(short) + 1, len(name)))
        people = name.removeprefix(short)
        if people != "自治区":
            yield people
            yield people.removesuffix("自治区")
    if short == "内蒙古":
        yield "内蒙"


def _without_suffix(name: str) -> str:
    for suffix in ("地区", "市"):
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name.removesuffix(suffix)
    return name
