"""What an analyst decided once about a name: kept in the catalog, so that nobody is asked twice."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import yaml
from filelock import FileLock
from pydantic import Field, ValidationError, model_validator

from scoreboard import paths
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Entry

AliasKind = Literal["region", "indicator", "unit"]
_HEADER = """\
# Names that files use and the catalog does not, as analysts decided them on the update page.
# kind region: the name, and what stands beside it as the region above (empty: wherever it stands);
# kind indicator: the name, and the unit beside it (empty: any); kind unit: the unit as written.
"""


class AliasError(ValueError):
    """The list of decided names cannot be used, or a decision cannot be kept."""


class Alias(Entry):
    """One decision: this text, in this company, means that code.

    parent narrows a region to rows under that name, unit an indicator to columns in that unit.
    """

    kind: AliasKind
    text: str = Field(min_length=1)
    code: str = Field(min_length=1)
    parent: str = ""
    unit: str = ""
    decided_by: str = ""
    decided_on: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _company_fits_the_kind(self) -> Alias:
        if self.parent and self.kind != "region":
            raise ValueError("parent belongs to regions only")
        if self.unit and self.kind != "indicator":
            raise ValueError("unit belongs to indicators only")
        return self


def load_aliases(folder: Path | None = None) -> tuple[Alias, ...]:
    """The decisions kept in aliases.yml of the catalog folder; none when there is no such file.

    Raises AliasError that lists every unfit entry.
    """
    file = _file(folder)
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    except FileNotFoundError:
        return ()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AliasError(f"{file.name}: {error}") from error
    if not isinstance(entries, list):
        raise AliasError(f"{file.name}: not a list")
    aliases: list[Alias] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, start=1):
        try:
            aliases.append(Alias.model_validate(entry))
        except ValidationError as error:
            problems += [
                f"{file.name} entry {number}: {'.'.join(map(str, e['loc']))}: {e['msg']}"
                for e in error.errors()
            ]
    if problems:
        raise AliasError("\n".join(problems))
    return tuple(aliases)


def append_aliases(
    new: Iterable[Alias], catalog: Catalog, folder: Path | None = None
) -> tuple[Alias, ...]:
    """Keep decisions for next time; a new decision about the same text replaces the old one.

    Returns all that are now kept. Raises AliasError when a code is not in the catalog. Safe to
    call from two pages at once.
    """
    added = [_dated(alias) for alias in new]
    known: dict[AliasKind, Mapping[str, Any]] = {
        "region": catalog.regions,
        "indicator": catalog.indicators,
        "unit": catalog.units,
    }
    unknown = [f"{a.kind} {a.code}" for a in added if a.code not in known[a.kind]]
    if unknown:
        raise AliasError("not in the catalog: " + ", ".join(unknown))
    file = _file(folder)
    # Beside the catalog the lock would lie about in the repository.
    place = hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]
    with FileLock(Path(tempfile.gettempdir()) / f"scoreboard-aliases-{place}.lock"):
        kept = {_key(alias): alias for alias in (*load_aliases(folder), *added)}
        part = file.with_name(".aliases.yml.part")
        part.write_text(_HEADER + _written(kept.values()), encoding="utf-8")
        part.replace(file)
    return tuple(kept.values())


def _file(folder: Path | None) -> Path:
    return (folder or paths.CATALOG) / "aliases.yml"


def _key(alias: Alias) -> tuple[str, str, str, str]:
    return alias.kind, alias.text, alias.parent, alias.unit


def _dated(alias: Alias) -> Alias:
    today = datetime.now(UTC).date().isoformat()
    return alias if alias.decided_on else alias.model_copy(update={"decided_on": today})


def _written(aliases: Iterable[Alias]) -> str:
    entries: list[dict[str, Any]] = [alias.model_dump(exclude_defaults=True) for alias in aliases]
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)
