"""How long does it take to publish ten million figures, against merely copying the file?

Compares, in turns and each in a fresh process, (a) DuckDB's bare CREATE TABLE AS of a tidy csv
file into a database file with (b) our whole load of the same file into a release: names and codes
resolved, units converted, every check made, indicators derived, sorted, checked and put in force.

    python -m tests.bench.bench_load --rows 10000000 --repeat 3
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from etl.release.build import build
from scoreboard.catalog.loader import Catalog, load_catalog
from scoreboard.catalog.models import Indicator, Region, Source, Text

PUBLISHED, DERIVED = 203, 10
YEARS = range(2010, 2025)
CITIES = 3300
SOURCES_PER_YEAR = 10


def synthetic_catalog() -> Catalog:
    """A catalog of the size of ten million figures: indicators, regions and sources made up."""
    published = [_indicator(n) for n in range(PUBLISHED)]
    derived = [
        _indicator(
            PUBLISHED + n,
            unit="%",
            formula=f"{published[2 * n].code} / {published[2 * n + 1].code} * 100",
        )
        for n in range(DERIVED)
    ]
    regions = [Region(**_region(n)) for n in range(CITIES)]
    sources = [
        Source(code=code, title=code, publisher="国家统计局", grade="A") for code in _source_codes()
    ]
    return dataclasses.replace(
        load_catalog(),
        indicators={i.code: i for i in (*published, *derived)},
        regions={r.code: r for r in regions},
        sources={s.code: s for s in sources},
        region_changes=(),
    )


def _indicator(number: int, unit: str = "亿元", formula: str | None = None) -> Indicator:
    name = Text(zh=f"指标{number}", en=f"Indicator {number}")
    return Indicator(
        code=f"indicator_{number:03d}",
        name=name,
        definition=name,
        unit=unit,
        decimals=2,
        direction="higher_is_better",
        pillar="input",
        chain="science",
        levels=("city",),
        valid_range=(0, None),
        formula=formula,
    )


def _region(number: int) -> dict[str, object]:
    name = Text(zh=f"第{number}市", en=f"City {number}")
    return {
        "code": f"{100001 + 7 * number}",
        "name": name,
        "short_name": Text(zh=f"第{number}", en=f"City {number}"),
        "level": "city",
    }


def _source_codes() -> list[str]:
    return [f"yearbook_{year}_{n}" for year in YEARS for n in range(SOURCES_PER_YEAR)]


def write_figures(file: Path, rows: int) -> None:
    """Write a tidy file of so many figures, every key once; half of them in another unit."""
    most = PUBLISHED * len(YEARS) * CITIES
    if rows > most:
        raise SystemExit(f"at most {most} rows have different keys")
    duckdb.connect().execute(
        f"""
        COPY (
            SELECT 100001 + 7 * r AS region_code, '第' || r || '市' AS region, year,
                format('indicator_{{:03d}}', i) AS indicator,
                round(hash(i, year, r) % 100000000 / 10000.0, (i % 5)::INTEGER) AS value,
                CASE WHEN i % 2 = 0 THEN '亿元' ELSE '万元' END AS unit,
                CASE WHEN hash(r, i) % 10 = 0 THEN 'E' ELSE 'A' END AS status,
                'yearbook_' || year || '_' || (i % {SOURCES_PER_YEAR}) AS source,
                NULL AS note
            FROM range({PUBLISHED}) _(i), range({YEARS.start}, {YEARS.stop}) _(year),
                range({CITIES}) _(r)
            LIMIT {rows}
        ) TO '{file}' (HEADER)
        """
    )


def copy_bare(file: Path, folder: Path) -> None:
    """Copy the file into a database, as DuckDB does it by itself."""
    connection = duckdb.connect(str(folder / "bare.duckdb"))
    connection.execute(f"CREATE TABLE figures AS SELECT * FROM read_csv('{file}')")
    connection.close()


def load_ours(file: Path, folder: Path) -> None:
    """Publish the file as a release; fails when a single figure is missing."""
    rows = int(file.stem)
    report = build(synthetic_catalog(), observations=file.parent, releases=folder / "releases")
    if report.rows_published != rows or report.issues or not report.is_new:
        raise SystemExit(f"not everything was published: {report}")


WAYS = {"bare": copy_bare, "ours": load_ours}


@dataclasses.dataclass(frozen=True)
class Run:
    """What one new process took from start to end, and how large a file it wrote."""

    seconds: float
    processor_seconds: float
    peak_gb: float
    written_mb: float


def run_fresh(way: str, file: Path) -> Run:
    """Load the file in one of the ways in a process of its own."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        command = [sys.executable, "-m", "tests.bench.bench_load", "--only", way]
        started = time.perf_counter()
        process = subprocess.Popen([*command, "--file", str(file), "--folder", folder])
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{way} failed")
        written = max(path.stat().st_size for path in Path(folder).rglob("*.duckdb"))
    processor_seconds = usage.ru_utime + usage.ru_stime
    return Run(seconds, processor_seconds, usage.ru_maxrss / 1e6, written / 1e6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        WAYS[arguments.only](arguments.file, arguments.folder)
        return

    with tempfile.TemporaryDirectory(prefix="bench-load-") as folder:
        file = Path(folder) / f"{arguments.rows}.csv"
        write_figures(file, arguments.rows)
        print(f"{arguments.rows:,} rows, {file.stat().st_size / 1e6:.0f} MB csv")
        runs: dict[str, list[Run]] = {way: [] for way in WAYS}
        for number in range(1, arguments.repeat + 1):
            for way, taken in runs.items():
                run = run_fresh(way, file)
                taken.append(run)
                print(
                    f"{number} {way}: {run.seconds:6.2f} s, {run.processor_seconds:6.2f} s of"
                    f" processor, {run.peak_gb:.2f} GB, {run.written_mb:.0f} MB written"
                )
    _print_medians(runs)


def _print_medians(runs: dict[str, list[Run]]) -> None:
    def median(way: str, measure: str) -> float:
        return statistics.median(getattr(run, measure) for run in runs[way])

    for way, taken in runs.items():
        peak = max(run.peak_gb for run in taken)
        print(f"median {way}: {median(way, 'seconds'):.2f} s, peak {peak:.2f} GB")
    ratios = {
        measure: median("ours", measure) / median("bare", measure)
        for measure in ("seconds", "processor_seconds")
    }
    print(
        f"ratio {ratios['seconds']:.2f} (at most 2.0),"
        f" of processor time {ratios['processor_seconds']:.2f}; peak at most 3 GB"
    )


if __name__ == "__main__":
    main()
