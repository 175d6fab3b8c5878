"""Reads the files of the catalog into entries; whatever is wrong with one is collected."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from scoreboard.catalog.models import Entry, Text
from scoreboard.catalog.problems import CatalogProblem, EntryInFile, describe_unfit, unreadable

EntryT = TypeVar("EntryT", bound=Entry)
Row = dict[str, Any]
# The C loader reads the catalog ten times as fast; the pure one is the same language.
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Folder:
    """A folder with files of the catalog; `problems` collects what is wrong with them.

    name: what stands before the files' names when something is said about them.
    """

    def __init__(self, path: Path, problems: list[CatalogProblem], name: str = "") -> None:
        self.path = path
        self.problems = problems
        self._name = name

    def listed(self, kind: type[EntryT], file: str) -> dict[str, EntryT]:
        """By code: the entries of a file that is a list."""
        return self._by_code(kind, self._list_of(file))

    def sequence(self, kind: type[EntryT], file: str) -> tuple[EntryT, ...]:
        """The entries of a file that is a list, which have no codes."""
        return tuple(entry for _, entry in self._build(kind, self._list_of(file)))

    def optional(self, kind: type[EntryT], file: str) -> EntryT | None:
        """The one entry of a file; None when there is no such file."""
        path = self.path / file
        if not path.exists():
            return None
        found = [EntryInFile(entry, path, self.shown(file)) for entry in self._yaml(file)]
        return next((entry for _, entry in self._build(kind, found)), None)

    def named(self, kind: type[EntryT], folder: str) -> dict[str, EntryT]:
        """By code: the entries of a folder, one a file, which is named after its code."""
        found = []
        for path in sorted((self.path / folder).glob("*.yml")):
            file = f"{folder}/{path.name}"
            for entry in self._yaml(file):
                found.append(EntryInFile(entry, path, self.shown(file)))
                code = entry.get("code") if isinstance(entry, dict) else None
                if code != path.stem:
                    line = found[-1].line_of(["code"])
                    said = Text(
                        zh=f"代码{code!r}与文件名不同；应为{path.stem}",
                        en=f"code {code!r} is not the file's name; accepted: {path.stem}",
                    )
                    self.problems.append(CatalogProblem(self.shown(file), line, said))
        return self._by_code(kind, found)

    def table(
        self, kind: type[EntryT], file: str, to_entry: Callable[[dict[str, str]], Row]
    ) -> tuple[EntryT, ...]:
        """The entries of a CSV file, one a row."""
        return tuple(e for _, e in self._build(kind, self._rows_of(file, to_entry)))

    def coded_table(
        self, kind: type[EntryT], file: str, to_entry: Callable[[dict[str, str]], Row]
    ) -> dict[str, EntryT]:
        """By code: the entries of a CSV file."""
        return self._by_code(kind, self._rows_of(file, to_entry))

    def shown(self, file: str) -> str:
        """A file's name for people."""
        return f"{self._name}{file}"

    def _yaml(self, file: str) -> list[Any]:
        """What a YAML file holds, as a list of one; empty when it cannot be read."""
        path = self.path / file
        try:
            # ValueError is raised for texts that look like a day and are none.
            return [yaml.load(path.read_text(encoding="utf-8"), Loader=_YAML)]
        except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
            self.problems.append(unreadable(path, self.shown(file), error))
            return []

    def _list_of(self, file: str) -> list[EntryInFile]:
        found: list[EntryInFile] = []
        for entries in self._yaml(file):
            if not isinstance(entries, list):
                said = Text(
                    zh="应为列表，每项以“- ”开头", en="a list is expected, with items “- …”"
                )
                self.problems.append(CatalogProblem(self.shown(file), 1, said))
                continue
            path = self.path / file
            found += [EntryInFile(e, path, self.shown(file), n) for n, e in enumerate(entries)]
        return found

    def _rows_of(self, file: str, to_entry: Callable[[dict[str, str]], Row]) -> list[EntryInFile]:
        path = self.path / file
        found: list[EntryInFile] = []
        line = 1
        try:
            # A spreadsheet that saves the file as UTF-8 puts a byte order mark before it.
            with path.open(encoding="utf-8-sig", newline="") as handle:
                rows = csv.DictReader(handle, restval="")
                for row in rows:
                    line = rows.line_num
                    found.append(EntryInFile(to_entry(row), path, self.shown(file), line=line))
        except KeyError as error:
            said = Text(zh=f"缺少列{error}", en=f"the column {error} is missing")
            self.problems.append(CatalogProblem(self.shown(file), 1, said))
        except UnicodeDecodeError:
            self.problems.append(unreadable(path, self.shown(file), _decoding_error(path)))
        except (OSError, ValueError, TypeError, csv.Error) as error:
            problem = unreadable(path, self.shown(file), error)
            row_line = None if isinstance(error, OSError) else line
            self.problems.append(CatalogProblem(problem.file, row_line, problem.text))
        return found

    def _build(
        self, kind: type[EntryT], entries: Iterable[EntryInFile]
    ) -> list[tuple[EntryInFile, EntryT]]:
        built = []
        for found in entries:
            try:
                built.append((found, kind.model_validate(found.entry)))
            except ValidationError as error:
                self.problems += describe_unfit(found, kind, error)
        return built

    def _by_code(self, kind: type[EntryT], entries: Iterable[EntryInFile]) -> dict[str, EntryT]:
        by_code: dict[str, EntryT] = {}
        for found, entry in self._build(kind, entries):
            code: str = entry.code  # type: ignore[attr-defined]
            if code in by_code:
                said = Text(zh=f"代码{code!r}出现两次", en=f"code {code!r} is there twice")
                line = found.line_of(["code"])
                self.problems.append(CatalogProblem(found.file, line, said))
            by_code[code] = entry
        return by_code


def _decoding_error(path: Path) -> Exception:
    """The error with the place counted from the beginning of the file, not of a block."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return error
    return ValueError("not UTF-8")


def region_row(row: dict[str, str]) -> Row:
    """A line of regions.csv as a Region."""
    return {
        "code": row["region_code"],
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        "short_name": {"zh": row["short_name_zh"], "en": row["name_en"]},
        "level": row["level"],
        "parent_code": row["parent_code"],
        "valid_from": int(row["valid_from"]) if row["valid_from"] else None,
        "valid_to": int(row["valid_to"]) if row["valid_to"] else None,
        "note": row["note"],
    }


def scope_row(row: dict[str, str]) -> Row:
    """A line of scopes.csv as a Scope."""
    return {
        "code": row["code"],
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        "within": row["within"],
        "words": [word for word in row["words"].split("|") if word],
        "unless_in": [word for word in row["unless_in"].split("|") if word],
    }


def area_row(row: dict[str, str]) -> Row:
    """A line of land_areas.csv as a LandArea."""
    return {"code": row["region_code"], "area_km2": row["area_km2"]}
