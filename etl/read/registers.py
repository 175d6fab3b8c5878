"""Reads registers: csv files with one item a row, each fitting the card of its register."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from etl.check.issues import Issue
from etl.check.kinds import KINDS
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Text
from scoreboard.catalog.registers import Register

COLUMNS = ("name", "region_code", "kind", "year", "batch", "source", "note")


class Item(NamedTuple):
    """One thing on a register. year: of the list or batch it stands in, None where unknown.

    region_code: where it lies, as exactly as is known; of a province where the city is unknown.
    """

    register_code: str
    year: int | None
    region_code: str
    name: str
    kind: str
    batch: str
    source_code: str
    note: str


def read_registers(folder: Path, catalog: Catalog) -> tuple[list[Item], list[Issue]]:
    """The items of all registers of a folder, and whatever is wrong with them.

    An item that does not fit is an error of its file and not left out: a list without it would
    give a number that is too small. A register without a file, or a file without a card, too.
    """
    items: list[Item] = []
    issues: list[Issue] = []
    files = {file.stem: file for file in sorted(folder.glob("*.csv"))}
    for code in sorted({*files, *catalog.registers}) if files else ():
        register, file = catalog.registers.get(code), files.get(code)
        if register is None or file is None:
            what = ("没有卡片", "has no card") if register is None else ("不存在", "is not there")
            issues.append(_unread(code, *what))
            continue
        read, found = _read_register(file, register, catalog)
        items += read
        issues += found
    return items, issues


def is_register(file: Path) -> bool:
    """Whether a file has the columns of a register, and not of figures."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            return tuple(next(csv.reader(handle), ())) == COLUMNS
    except (OSError, UnicodeError, csv.Error):
        return False


def read_register(file: Path, catalog: Catalog) -> tuple[list[Item], list[Issue]]:
    """The items of one register, named after its file, and whatever is wrong with them."""
    register = catalog.registers.get(file.stem)
    if register is None:
        return [], [_unread(file.stem, "没有卡片", "has no card")]
    return _read_register(file, register, catalog)


def _read_register(
    file: Path, register: Register, catalog: Catalog
) -> tuple[list[Item], list[Issue]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = csv.DictReader(handle, restval="")
            if tuple(rows.fieldnames or ()) != COLUMNS:
                return [], [_unread(register.code, "的列名不符", "has other columns")]
            # A spreadsheet leaves empty rows behind.
            lines = [(rows.line_num, _tidy(row)) for row in rows if any(row.values())]
    except (OSError, UnicodeError, csv.Error) as error:
        return [], [_unread(register.code, f"无法读取：{error}", f"cannot be read: {error}")]
    issues: list[Issue] = []
    items: list[Item] = []
    first: dict[tuple[str, str, str], int] = {}
    for line, row in lines:
        found = list(_unfit(row, register, catalog))
        issues += [
            KINDS["item_unfit"].issue(
                file.name, ("", line, column), row[column], item=row["name"] or "—", column=column,
                why_zh=why.zh, why_en=why.en, accepted_zh=accepted.zh, accepted_en=accepted.en,
            )
            for column, why, accepted in found
        ]  # fmt: skip
        list_year = "" if register.is_cumulative else row["year"]
        known = first.setdefault((row["name"], row["region_code"], list_year), line)
        if known != line:
            where = ("", line, "name")
            issues.append(KINDS["item_twice"].issue(file.name, where, row["name"], first=known))
        if not found:
            year = int(row["year"]) if row["year"] else None
            items.append(
                Item(register.code, year, row["region_code"], row["name"], row["kind"],
                     row["batch"], row["source"], row["note"])
            )  # fmt: skip
    return items, issues or list(_other_numbers(register, items, file.name))


def _tidy(row: dict[str, str]) -> dict[str, str]:
    return {column: row[column].strip() for column in COLUMNS}


def _unfit(
    row: dict[str, str], register: Register, catalog: Catalog
) -> Iterator[tuple[str, Text, Text]]:
    """Columns of a row that do not fit: which, why, and what would be accepted."""
    if not row["name"]:
        yield "name", Text(zh="为空", en="is empty"), Text(zh="条目的名称", en="the item's name")
    if row["region_code"] not in catalog.regions:
        why = Text(zh="不是目录中的地区", en="is no region of the catalog")
        accepted = Text(
            zh="regions.csv中的代码；所在市不明的，填所在省的代码",
            en="a code of regions.csv; the province's where the city is unknown",
        )
        yield "region_code", why, accepted
    if row["source"] not in catalog.sources:
        why = Text(zh="不在来源目录中", en="is not among the sources")
        accepted = Text(
            zh="先在sources.csv中登记该出版物", en="a code of sources.csv; enter it there first"
        )
        yield "source", why, accepted
    card = f"registers/{register.code}.yml"
    if row["kind"] not in register.kind_of:
        why = Text(zh="未在卡片中声明", en="is not declared on the card")
        kinds = "、".join(register.kind_of)
        yield "kind", why, Text(zh=f"{kinds}；新的种类先写入{card}", en=f"{kinds} ({card})")
    years = [str(known.year) for known in register.lists]
    is_year = row["year"] in years if years else row["year"].isdigit() or not row["year"]
    if not is_year:
        why = Text(zh="没有这一年的名单", en="has no list")
        named = "、".join(years) or "2025"
        yield "year", why, Text(zh=f"{named}；见{card}", en=f"{named} ({card})")


def _other_numbers(register: Register, items: list[Item], file: str) -> Iterator[Issue]:
    """Complete lists that hold more or fewer items than were announced."""
    by_year = Counter(item.year for item in items)
    for known in register.lists:
        number = sum(by_year[year] for year in register.years_of(known.year))
        if known.is_complete and known.announced not in (None, number):
            yield KINDS["register_number"].issue(
                file, ("", None, "year"), str(number), year=known.year, announced=known.announced,
                card=f"registers/{register.code}.yml",
            )  # fmt: skip


def _unread(code: str, zh: str, en: str) -> Issue:
    card = f"registers/{code}.yml"
    columns = ", ".join(COLUMNS)
    return KINDS["register_unread"].issue(
        f"{code}.csv", why_zh=zh, why_en=en, columns=columns, card=card
    )
