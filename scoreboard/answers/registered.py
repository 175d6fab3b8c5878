"""What a region has on a register, and how sure that is: for every page that shows lists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from scoreboard.answers.basis import regions_compared
from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited
from scoreboard.catalog import (
    NATION,
    OUTSIDE_STATISTICS,
    Catalog,
    Language,
    Level,
    Region,
    Register,
    RegisterList,
)
from scoreboard.language import in_brackets, join_list, translator


@dataclass(frozen=True, eq=False)
class Listed:
    """What one region has on a register as it stood in one year.

    known: the list; None where only names are known. items: those in the region. on_list: how many
    the list holds in all. unplaced: items of which it is only known that they lie in a region
    above this one.
    """

    register: Register
    known: RegisterList | None
    items: pd.DataFrame
    on_list: int
    unplaced: int

    @property
    def number(self) -> int:
        """How many items are known to lie in the region."""
        return len(self.items)

    @property
    def is_exact(self) -> bool:
        """Whether that is how many there are: no item is missing, or may lie here as well."""
        return self.known is not None and self.known.is_complete and not self.unplaced


def places_listed(catalog: Catalog, level: Level, within: str | None = None) -> list[Region]:
    """The regions that lists speak of: all of a level, or those of one province."""
    regions = regions_compared(catalog, level, within)
    return [region for region in regions if region.code not in OUTSIDE_STATISTICS]


def registers_in_order(catalog: Catalog) -> dict[str, Register]:
    """The registers by code, as pages list them."""
    return {r.code: r for r in sorted(catalog.registers.values(), key=lambda r: r.order)}


@kept
def listed(
    release: Release, register_code: str, region_code: str, year: int | None = None
) -> Listed:
    """What a region has on a register in a year, its newest list when none is named."""
    register = release.catalog.registers[register_code]
    known = next((each for each in register.lists if each.year == year), register.newest)
    rows = _on_list(release, register_code, None if known is None else known.year)
    above = release.catalog.above(region_code)
    codes = rows["region_code"].unique()
    inside = [c for c in codes if region_code in (c, *release.catalog.above(c))]
    return Listed(
        register=register,
        known=known,
        items=rows[rows["region_code"].isin(inside)].reset_index(drop=True),
        on_list=len(rows),
        unplaced=int(rows["region_code"].isin(above).sum()),
    )


@kept
def _on_list(release: Release, register_code: str, year: int | None) -> pd.DataFrame:
    """All items of a register on its list of a year; all there are where it has no list."""
    rows = release.register_items()
    rows = rows[rows["register_code"] == register_code]
    if year is None:
        return rows
    return rows[rows["year"].isin(release.catalog.registers[register_code].years_of(year))]


def number_words(found: Listed, language: Language) -> str:
    """How many: a number, a lower bound, a true zero, or that it is not known."""
    _ = translator(language)
    if found.is_exact and found.number == 0:
        is_old = found.register.since is not None
        note = _("the list of {year} is complete") if is_old else _("the list is complete")
        return "0" + in_brackets(note.format(year=found.known and found.known.year), language)
    if found.number:
        words = _("{n} listed") if found.is_exact else _("at least {n}")
        return words.format(n=f"{found.number:,}")
    return _("not known") if found.known and found.known.is_complete else _("none listed")


def whole_words(found: Listed, language: Language) -> str:
    """Whether the list is complete, by which number, and what could not be placed."""
    _ = translator(language)
    known, on_list = found.known, f"{found.on_list:,}"
    if known is None:
        words = [_("no list: {n} names that were seen").format(n=on_list)]
    elif known.is_complete:
        words = [_("complete, {n} items").format(n=on_list)]
    elif known.announced:
        words = [_("{n} of {all} announced").format(n=on_list, all=f"{known.announced:,}")]
    else:
        words = [_("{n} items, not shown to be complete").format(n=on_list)]
    if found.unplaced:
        words.append(_("{n} more whose place is not known").format(n=found.unplaced))
    return _joined(words, language)


def state_words(found: Listed, language: Language) -> str:
    """Whether the list is complete, and what has come since that is not on it."""
    since = found.register.since
    words = [whole_words(found, language), *([since[language]] if since else [])]
    return _joined(words, language)


def _joined(words: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(words)


def items_table(
    release: Release, rows: pd.DataFrame, language: Language, leave_out: Collection[str] = ()
) -> pd.DataFrame:
    """Items as a table for people, in the order given.

    leave_out: columns of the items that would say the same in every row.
    """
    _, catalog = translator(language), release.catalog
    kinds = [
        catalog.registers[code].kind_of[kind][language]
        if kind in catalog.registers[code].kind_of
        else kind
        for code, kind in zip(rows["register_code"], rows["kind"], strict=True)
    ]
    columns = {
        "register_code": (
            _("List"),
            [catalog.registers[code].name[language] for code in rows["register_code"]],
        ),
        "name": (_("Listed item"), rows["name"]),
        "region_code": (_("Place"), [_place(catalog, c, language) for c in rows["region_code"]]),
        "kind": (_("Type"), kinds),
        "year": (_("Year"), rows["year"]),
        "batch": (_("Batch"), rows["batch"]),
        "source_code": (_("Source"), [cited(c, release.titles) for c in rows["source_code"]]),
        "note": (_("Note"), rows["note"]),
    }
    return pd.DataFrame({head: v for k, (head, v) in columns.items() if k not in leave_out})


def _place(catalog: Catalog, code: str, language: Language) -> str:
    """A place with the province before it."""
    _ = translator(language)
    if code == NATION:
        return _("place not known")
    names = [catalog.regions[c].short_name[language] for c in (code, *catalog.above(code))]
    return " ".join(names[-2::-1]) if language == "zh" else join_list(names[:-1], language)
