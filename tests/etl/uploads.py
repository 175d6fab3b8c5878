"""Uploads for tests: cells as the readers deliver them, and a small release to compare with."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from etl.check.file_report import check
from etl.check.issues import Issue
from etl.check.report import Acceptance, CheckReport, Original
from etl.read.reading import SheetRead
from etl.release.build import build
from etl.release.comparison import ReleaseComparison, compare
from etl.release.history import ListedRelease
from etl.release.publish import publish
from etl.release.refusal import Refused
from scoreboard import paths
from scoreboard.catalog.loader import Catalog
from tests.etl.workbench import small_catalog

COLUMNS = (
    "sheet", "row", "column", "region", "parent", "indicator", "unit", "year", "value",
    "status", "source", "note", "number", "region_name",
)  # fmt: skip
CELL: dict[str, str | int] = dict.fromkeys(COLUMNS, "") | {
    "sheet": "表1",
    "row": 2,
    "column": "B",
    "region": "北京市",
    "indicator": "R&D经费",
    "unit": "亿元",
    "year": "2023",
    "source": "rd_bulletin_2023",
}
# The last year that the release of these tests has.
LAST_YEAR = 2022
SHIPPED = (
    "rd_expenditure",
    "gdp",
    "population",
    "invention_patents_per_10k",
    "regional_innovation_capability_score",
)


@dataclass(frozen=True)
class Reading:
    """What a reader delivers."""

    rows: pd.DataFrame
    form: str = "tidy"
    issues: tuple[Issue, ...] = ()
    sheets: tuple[SheetRead, ...] = ()


def cell(value: str | float, **changes: str | int) -> dict[str, str | int]:
    """One cell as read; number is the value itself unless said otherwise."""
    return CELL | {"value": str(value), "number": str(value)} | changes


def reading(cells: Iterable[dict[str, str | int]]) -> Reading:
    """A reading of such cells, in rows one below the other unless they say otherwise."""
    placed = [c | {"row": n} if c["row"] == 2 else c for n, c in enumerate(cells, start=2)]
    frame = pd.DataFrame(placed, columns=list(COLUMNS))
    return Reading(frame.astype({c: "str" for c in COLUMNS if c != "row"}))


def shipped(indicator: str) -> list[dict[str, str]]:
    """The shipped rows of an indicator."""
    with (paths.OBSERVATIONS / f"{indicator}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def values_of(indicator: str, year: int, level: str = "province") -> dict[str, float]:
    """The shipped values of one year, by region."""
    regions = small_catalog().regions
    return {
        row["region_code"]: float(row["value"])
        for row in shipped(indicator)
        if int(row["year"]) == year
        and row["region_code"] in regions
        and regions[row["region_code"]].level == level
    }


def column(
    indicator: str, unit: str, year: int, values: dict[str, float]
) -> list[dict[str, str | int]]:
    """A column of a table: a region a row, by their short names."""
    regions = small_catalog().regions
    return [
        cell(
            f"{value:.10g}",
            region=regions[code].short_name.zh,
            indicator=indicator,
            unit=unit,
            year=str(year),
        )
        for code, value in values.items()
    ]


def build_base(folder: Path) -> Path:
    """A release of some shipped indicators up to LAST_YEAR; returns the folder of releases."""
    observations = folder / "observations"
    observations.mkdir()
    for indicator in SHIPPED:
        rows = [row for row in shipped(indicator) if int(row["year"]) <= LAST_YEAR]
        with (observations / f"{indicator}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    build(small_catalog(), observations=observations, releases=folder / "releases")
    return folder / "releases"


@lru_cache(maxsize=1)
def tiny_catalog() -> Catalog:
    """The shipped catalog with two indicators and without cities: for what is done many times."""
    catalog = small_catalog()
    regions = {c: r for c, r in catalog.regions.items() if r.level in ("nation", "province")}
    indicators = {code: catalog.indicators[code] for code in ("rd_expenditure", "population")}
    return replace(catalog, regions=regions, indicators=indicators, region_changes=())


def check_cells(
    cells: Iterable[dict[str, str | int]],
    releases: Path,
    name: str = "上传.xlsx",
    catalog: Catalog | None = None,
) -> CheckReport:
    """Check an upload of these cells; its content is its values."""
    listed = list(cells)
    content = repr([(c["region"], c["year"], c["value"]) for c in listed]).encode()
    return check(
        reading(listed),
        Original(name, content),
        catalog=catalog or small_catalog(),
        releases=releases,
        aliases=(),
    )


def compare_cells(cells: Iterable[dict[str, str | int]], releases: Path) -> ReleaseComparison:
    """Check and compare an upload, all its warnings accepted."""
    report = check_cells(cells, releases)
    kinds = {kind for severity, kind, _ in report.issue_counts if severity == "warning"}
    return compare(report.accepting(Acceptance(kind, "已核对") for kind in kinds))


def publish_cells(
    cells: Iterable[dict[str, str | int]], releases: Path, note: str = ""
) -> ListedRelease:
    """Check, compare and publish an upload, all its warnings accepted."""
    result = publish(compare_cells(cells, releases), by="张三", note=note)
    assert not isinstance(result, Refused), result
    return result


def kinds(report: CheckReport) -> dict[str, list[Issue]]:
    """The issues of a report, by kind."""
    found: dict[str, list[Issue]] = {}
    for issue in report.issues:
        found.setdefault(issue.kind, []).append(issue)
    return found
