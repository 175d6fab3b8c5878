"""Names and codes, as people write them, to the catalog's codes; regions by the year as well.

The dictionaries are small tables in DuckDB, joined to the rows of a file in one pass.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import duckdb

from etl.resolve.codes import LEVELS
from etl.sql import put_table
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Region, RegionChange, Unit

FIRST_YEAR, LAST_YEAR = 0, 9999


# Names of the catalog are shorter; longer texts of a file are not worth the memory to remember.
_LONGEST_REMEMBERED = 100


def normalise(name: str) -> str:
    """A name without what does not tell names apart: spaces, full width, capitals."""
    return _remember(name) if len(name) <= _LONGEST_REMEMBERED else _normalise(name)


def _normalise(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


# The catalog's own names come again with every file.
_remember = lru_cache(maxsize=50_000)(_normalise)


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


@lru_cache(maxsize=1)
def _shipped_names() -> RegionNames:
    return RegionNames(load_catalog())


def resolve_region(name: str, year: int, parent: str | None = None) -> str | None:
    """The code of the region that a code or name means in a year; None if unknown or ambiguous.

    Knows full and short names, English ones, old names and old codes; parent narrows the search,
    see RegionNames.resolve.
    """
    return _shipped_names().resolve(name, year, parent)


REGION_SPELLING = {
    "spelling": "VARCHAR",
    "first_year": "SMALLINT",
    "last_year": "SMALLINT",
    "region_code": "region_code_t",
    "level_bit": "UTINYINT",
    "valid_from": "SMALLINT",
    "valid_to": "SMALLINT",
}
INDICATOR_SPELLING = {
    "spelling": "VARCHAR",
    "indicator_code": "indicator_code_t",
    "unit_code": "VARCHAR",
    "low": "DOUBLE",
    "high": "DOUBLE",
    "level_bits": "UTINYINT",
    "is_derived": "BOOLEAN",
}
# Every spelling of every unit, for every unit that an indicator may be kept in and for '' (the
# indicator is unknown). Without numerator and denominator: the unit is known but does not convert.
CONVERSION = {
    "spelling": "VARCHAR",
    "unit_code": "VARCHAR",
    "numerator": "DOUBLE",
    "denominator": "DOUBLE",
}
DICTIONARIES = {
    "region_spelling": REGION_SPELLING,
    "indicator_spelling": INDICATOR_SPELLING,
    "conversion": CONVERSION,
}


def create_dictionaries(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    """Make the tables region_spelling, indicator_spelling and conversion from the catalog."""
    rows = {
        "region_spelling": list(_region_rows(catalog)),
        "indicator_spelling": list(_indicator_rows(catalog)),
        "conversion": list(_conversion_rows(catalog)),
    }
    for table, columns in DICTIONARIES.items():
        put_table(connection, table, columns, rows[table])


def learn_spellings(
    connection: duckdb.DuckDBPyConnection, table: str, texts: Iterable[str]
) -> bool:
    """Add texts of a file that differ from known spellings only in spaces, width or capitals.

    Returns whether any was added, so that the file is worth another look.
    """
    columns = ["spelling", "written"]
    rows = [(normalise(text), text) for text in texts if text]
    put_table(connection, "unknown_text", dict.fromkeys(columns, "VARCHAR"), rows)
    others = ", ".join(f"d.{column}" for column in DICTIONARIES[table] if column != "spelling")
    added = connection.execute(
        f"""
        INSERT INTO {table}
        SELECT u.written, {others} FROM {table} d JOIN unknown_text u USING (spelling)
        WHERE u.written NOT IN (SELECT spelling FROM {table})
        """
    ).fetchall()
    return bool(added[0][0])


def _region_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    for text, first, last, code in RegionNames(catalog).spellings():
        region = catalog.regions[code]
        bit = 1 << LEVELS.index(region.level)
        yield text, first, last, code, bit, region.valid_from, region.valid_to


def _indicator_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    codes_of: dict[str, set[str]] = defaultdict(set)
    for indicator in catalog.indicators.values():
        for text in (indicator.code, indicator.name.zh, indicator.name.en, *indicator.synonyms):
            codes_of[text].add(indicator.code)
            codes_of[normalise(text)].add(indicator.code)
    for text, codes in codes_of.items():
        if len(codes) == 1:
            indicator = catalog.indicators[next(iter(codes))]
            low, high = indicator.valid_range
            yield (
                text,
                indicator.code,
                indicator.unit,
                float("-inf") if low is None else low,
                float("inf") if high is None else high,
                sum(1 << LEVELS.index(level) for level in indicator.levels),
                indicator.formula is not None,
            )


def _conversion_rows(catalog: Catalog) -> Iterator[tuple[Any, ...]]:
    kept_in = [catalog.units[code] for code in {i.unit for i in catalog.indicators.values()}]
    meant_by: dict[str, dict[tuple[str, int], Unit]] = defaultdict(dict)
    for unit in catalog.units.values():
        for text in (unit.code, unit.name.zh, unit.name.en, *unit.also_written):
            # Units alike in base and factor (家, 户) may share a name; others make it ambiguous.
            meant_by[text][unit.base, unit.factor] = unit
            meant_by[normalise(text)][unit.base, unit.factor] = unit
    for text, units in meant_by.items():
        if len(units) == 1:
            unit = next(iter(units.values()))
            yield text, "", None, None
            yield from (_conversion(text, unit, target) for target in kept_in)


def _conversion(text: str, unit: Unit, target: Unit) -> tuple[Any, ...]:
    if unit.base != target.base:
        return text, target.code, None, None
    ratio = unit.ratio_to(target)
    return text, target.code, ratio.numerator, ratio.denominator
