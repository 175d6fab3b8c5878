"""Keeps what an analyst decided about a name, so that nobody is asked twice."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock

from etl.resolve.cards import write_whole
from scoreboard.catalog.aliases import Alias, AliasKind
from scoreboard.catalog.files import Folder
from scoreboard.catalog.loader import Catalog, added_folder
from scoreboard.catalog.models import Text
from scoreboard.catalog.problems import CatalogError, CatalogProblem

_FILE = "aliases.yml"
_HEADER = """\
# Names that files use and the catalog does not, as analysts decided them on the update page.
# kind region: the name, and what stands beside it as the region above (empty: wherever it stands);
# kind indicator: the name, and the unit beside it (empty: any); kind unit: the unit as written;
# kind left_out: the label of rows and columns that are not read.
"""


class AliasError(ValueError):
    """A decision cannot be kept: its codes are not in the catalog; the reason says so."""

    def __init__(self, codes: Iterable[str]) -> None:
        listed = tuple(codes)
        super().__init__(listed)
        self.reason = Text(
            zh=f"目录中没有：{'、'.join(listed)}", en=f"not in the catalog: {', '.join(listed)}"
        )

    def __str__(self) -> str:
        return self.reason.en


def append_aliases(
    new: Iterable[Alias], catalog: Catalog, releases: Path | None = None
) -> tuple[Alias, ...]:
    """Keep decisions for next time; a new decision about the same text replaces the old one.

    They lie with the releases, in catalog/aliases.yml. Returns all that are kept there. Raises
    AliasError when a code is not in the catalog, CatalogError when the file cannot be read. Safe
    to call from two pages at once.
    """
    added = [_dated(alias) for alias in new]
    known: dict[AliasKind, Mapping[str, Any]] = {
        "region": catalog.regions,
        "indicator": catalog.indicators,
        "unit": catalog.units,
    }
    unknown = [f"{a.kind} {a.code}" for a in added if a.code and a.code not in known[a.kind]]
    if unknown:
        raise AliasError(unknown)
    folder = added_folder(releases)
    file = folder / _FILE
    # In the folder itself the lock would be copied and backed up.
    place = hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]
    with FileLock(Path(tempfile.gettempdir()) / f"scoreboard-aliases-{place}.lock"):
        kept = {alias.key: alias for alias in (*_read(folder), *added)}
        part = write_whole(file, _HEADER + _written(kept.values()))
        part.replace(file)
    return tuple(kept.values())


def left_out_before(catalog: Catalog) -> tuple[str, ...]:
    """The labels of rows and columns that were decided not to be read."""
    return tuple(alias.text for alias in catalog.aliases if alias.kind == "left_out")


def decide(text: str, code: str, catalog: Catalog) -> Alias:
    """The decision that a text means a code of the catalog, whichever kind it is of.

    Raises AliasError when the catalog has no such code.
    """
    kinds: dict[AliasKind, Mapping[str, Any]] = {
        "region": catalog.regions,
        "indicator": catalog.indicators,
        "unit": catalog.units,
    }
    for kind, codes in kinds.items():
        if code in codes:
            return Alias(kind=kind, text=text, code=code)
    raise AliasError([code])


def _read(folder: Path) -> tuple[Alias, ...]:
    problems: list[CatalogProblem] = []
    is_there = (folder / _FILE).exists()
    aliases = Folder(folder, problems).sequence(Alias, _FILE) if is_there else ()
    if problems:
        raise CatalogError(problems)
    return aliases


def _dated(alias: Alias) -> Alias:
    today = datetime.now(UTC).date().isoformat()
    return alias if alias.decided_on else alias.model_copy(update={"decided_on": today})


def _written(aliases: Iterable[Alias]) -> str:
    entries: list[dict[str, Any]] = [alias.model_dump(exclude_defaults=True) for alias in aliases]
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=100)
