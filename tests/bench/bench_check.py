"""How long does it take to check and compare a file of a million figures?

Publishes a release with the older years of 3,300 cities, then checks and compares a tidy upload of
all years, in which a tenth of the older figures is revised: names and units, every check of a cell,
every check against history, neighbours and totals, derived figures, and all changes with their
ranks. In a fresh process, whose greatest memory is measured; promised: 28.6 s, as long as it took
before the way in was laid out anew, and 2 GB.

    python -m tests.bench.bench_check --rows 1000000
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from tqdm import tqdm

from etl.check.file_report import CHECK_STEPS, check
from etl.check.report import Original
from etl.release.build import build
from etl.release.comparison import COMPARE_STEPS, compare
from tests.bench.bench_load import CITIES, YEARS, synthetic_catalog

LIMIT_SECONDS, LIMIT_GB = 28.6, 2.0
NEW_YEARS = 3


@dataclass(frozen=True)
class Reading:
    """A reading as etl.read deliver it."""

    rows: pd.DataFrame
    form: str = "tidy"
    issues: tuple[()] = ()
    sheets: tuple[()] = ()


def figures_sql(rows: int, revised: bool) -> str:
    """Figures that grow steadily and differ much between cities, as real ones do."""
    indicators = max(1, rows // (CITIES * len(YEARS)))
    factor = "CASE WHEN hash(r, i, year) % 10 = 0 THEN 1.03 ELSE 1 END" if revised else "1"
    return f"""
        SELECT 100001 + 7 * r AS region_code, '第' || r || '市' AS region, year,
            format('indicator_{{:03d}}', i) AS indicator,
            round(exp(hash(i, r) % 1000 / 100.0) * 10 * pow(1.08, year - {YEARS.start})
                * (1 + hash(year, r, i) % 100 / 1000.0)
                * CASE WHEN year < {YEARS.stop - NEW_YEARS} THEN {factor} ELSE 1 END, 4) AS value,
            '亿元' AS unit, 'A' AS status, 'yearbook_' || year || '_1' AS source, NULL AS note
        FROM range({indicators}) _(i), range({YEARS.start}, {YEARS.stop}) _(year),
            range({CITIES}) _(r)
    """


def write_release(folder: Path, rows: int) -> None:
    """Publish the older years."""
    observations = folder / "observations"
    observations.mkdir()
    older = f"SELECT * FROM ({figures_sql(rows, False)}) WHERE year < {YEARS.stop - NEW_YEARS}"
    duckdb.connect().execute(f"COPY ({older}) TO '{observations / 'older.csv'}' (HEADER)")
    build(synthetic_catalog(), observations=observations, releases=folder / "releases")


def read_upload(rows: int) -> Reading:
    """The upload, as the readers deliver a tidy file."""
    with duckdb.connect() as connection:
        table = connection.execute(
            f"""
            SELECT 'figures' AS sheet, row_number() OVER () + 1 AS row, 'E' AS column,
                CAST(region_code AS VARCHAR) AS region, '' AS parent, indicator, unit,
                CAST(year AS VARCHAR) AS year, CAST(value AS VARCHAR) AS value, status, source,
                '' AS note, CAST(value AS VARCHAR) AS number, region AS region_name
            FROM ({figures_sql(rows, True)})
            """
        ).arrow()
        return Reading(table.read_all().to_pandas())


def check_upload(folder: Path, rows: int) -> None:
    """Check and compare, with progress; prints seconds and the greatest memory."""
    reading = read_upload(rows)
    started = time.perf_counter()
    with tqdm(total=CHECK_STEPS + COMPARE_STEPS, bar_format="{desc} {bar} {elapsed}") as bar:

        def say(step: str) -> None:
            bar.set_description_str(step)
            bar.update()

        report = check(
            reading,
            Original("figures.csv", b""),
            catalog=synthetic_catalog(),
            releases=folder / "releases",
            aliases=(),
            progress=say,
        )
        comparison = compare(report, progress=say)
    seconds = time.perf_counter() - started
    if report.errors or comparison.unchanged + comparison.changed + comparison.added != len(
        reading.rows
    ):
        raise SystemExit(f"not every figure was compared: {report.issue_counts}")
    print(f"{len(reading.rows)} {comparison.added} {comparison.changed} {seconds:.2f}")


def main() -> int:
    """Measure; 1 with --strict when a promise is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.folder:
        check_upload(asked.folder, asked.rows)
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-check-") as folder:
        write_release(Path(folder), asked.rows)
        command = [sys.executable, "-m", "tests.bench.bench_check", "--rows", str(asked.rows)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        told = subprocess.run(
            [*command, "--folder", folder], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.split()
        gigabytes = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1e6
    figures, added, changed, seconds = int(told[0]), int(told[1]), int(told[2]), float(told[3])
    print(
        f"{figures:,} figures checked and compared in {seconds:.1f} s (at most {LIMIT_SECONDS:g}),"
        f" {gigabytes:.2f} GB (at most {LIMIT_GB:g}): {added:,} new, {changed:,} changed"
    )
    return int(asked.strict and (seconds > LIMIT_SECONDS or gigabytes > LIMIT_GB))


if __name__ == "__main__":
    sys.exit(main())
