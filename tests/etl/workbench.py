"""A workbench for tests: rows of a tidy file, published into a folder of the test's own."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from etl.check.issues import Issue
from etl.read.shipped import COLUMNS
from etl.release.build import BuildReport, build
from scoreboard.catalog.loader import Catalog, load_catalog

GOOD = {
    "region_code": "110000",
    "region": "北京市",
    "year": "2020",
    "indicator": "gdp",
    "value": "35943.3",
    "unit": "亿元",
    "status": "A",
    "source": "out_nbs_gdp_5c",
    "note": "",
}


def row(**changes: str) -> dict[str, str]:
    """A good row with some cells changed."""
    return GOOD | changes


def read_release(releases: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the release in force."""
    name = (releases / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(releases / name), read_only=True) as connection:
        return connection.execute(query).fetchall()


@dataclass
class Workbench:
    """A folder with observations, corrections and releases."""

    folder: Path

    @property
    def releases(self) -> Path:
        return self.folder / "releases"

    def write(self, rows: Iterable[dict[str, str]], name: str = "figures.csv") -> None:
        """Write rows as a tidy file."""
        (self.folder / "observations").mkdir(exist_ok=True)
        with (self.folder / "observations" / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)

    def write_text(self, content: str | bytes, name: str = "figures.csv") -> None:
        """Write a file just as given."""
        (self.folder / "observations").mkdir(exist_ok=True)
        content = content.encode() if isinstance(content, str) else content
        (self.folder / "observations" / name).write_bytes(content)

    def write_correction(self, content: str) -> None:
        """Declare errors of sources."""
        (self.folder / "corrections").mkdir(exist_ok=True)
        (self.folder / "corrections" / "declared.yml").write_text(content, encoding="utf-8")

    def build(self) -> BuildReport:
        """Publish what was written, with the shipped catalog but for most counties."""
        return build(
            small_catalog(),
            observations=self.folder / "observations",
            releases=self.releases,
        )

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the release in force."""
        return read_release(self.releases, query)


@lru_cache(maxsize=1)
def small_catalog() -> Catalog:
    """The shipped catalog without most counties, to save time."""
    catalog = load_catalog()
    regions = {
        code: region
        for code, region in catalog.regions.items()
        if region.level != "county" or code.startswith(("11", "3201", "3203", "3401"))
    }
    return replace(catalog, regions=regions)


def kinds_by_row(issues: Iterable[Issue]) -> dict[int | None, set[str]]:
    """Which issues each row of the file has."""
    found: dict[int | None, set[str]] = {}
    for issue in issues:
        found.setdefault(issue.row, set()).add(issue.kind)
    return found
