"""How long does it take to check and compare a file of a million figures, against bare joins?

Publishes a release with the older years of 3,300 cities. Then, in turns and each in a fresh
process, a tidy upload of all years, in which a tenth of the older figures is revised, is met
(a) with DuckDB's bare joins: names to codes, numbers to doubles, every figure beside the release,
beside the range of its other years, beside the year before and beside the median of its year,
and the ranks of all years that change; nothing is told and nothing kept.
(b) with our whole check and comparison: names and units, every check of a cell, every check
against history, neighbours and totals, derived figures, and all changes with their ranks.
Both must find the same numbers of new and of changed figures.

The bare joins are a floor that no check can reach: they check nothing. What is promised is the
distance to it that was measured when the two were first set beside each other, with a tenth to
spare, so that the check becomes no slower; a limit in seconds says nothing on another machine.
Both are measured in processor seconds of all their threads, which neither more cores nor other
work on the machine changes much. And at most 2 GB.

    python -m tests.bench.bench_check --rows 1000000 --repeat 3
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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
from tests.bench.report import Section, Target, ratio, spread, write_table

LIMIT_TIMES, LIMIT_GB = 5.6, 2.0
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


def check_ours(folder: Path, rows: int) -> str:
    """Check and compare, with progress; the numbers of all, of new and of changed figures."""
    reading = read_upload(rows)
    started = time.process_time()
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
    seconds = time.process_time() - started
    if report.errors or comparison.unchanged + comparison.changed + comparison.added != len(
        reading.rows
    ):
        raise SystemExit(f"not every figure was compared: {report.issue_counts}")
    return f"{len(reading.rows)} {comparison.added} {comparison.changed} {seconds:.2f}"


BARE = """
    CREATE TEMP TABLE upload AS
    SELECT place.code AS region_code, what.code AS indicator_code,
        TRY_CAST(year AS SMALLINT) AS year, TRY_CAST(number AS DOUBLE) AS value, rows.unit,
        status, source
    FROM rows LEFT JOIN place ON place.code = rows.region AND place.name = rows.region_name
    LEFT JOIN what ON what.code = rows.indicator AND what.unit = rows.unit;
    CREATE TEMP TABLE met AS
    SELECT u.*, o.value AS before, abs(o.value - u.value) > 1e-12 * abs(o.value) AS differs
    FROM upload u LEFT JOIN release.observation o USING (region_code, indicator_code, year);
    CREATE TEMP TABLE beside AS
    SELECT m.*, low, high, middle, value / lag(value) OVER (
        PARTITION BY region_code, indicator_code ORDER BY year) AS growth
    FROM met m LEFT JOIN (
        SELECT region_code, indicator_code, min(value) AS low, max(value) AS high
        FROM release.observation GROUP BY ALL) USING (region_code, indicator_code)
    JOIN (SELECT indicator_code, year, median(value) AS middle FROM met GROUP BY ALL)
        USING (indicator_code, year);
    CREATE TEMP TABLE ranked AS
    SELECT *, rank() OVER (PARTITION BY indicator_code, year ORDER BY value DESC) AS now,
        rank() OVER (PARTITION BY indicator_code, year ORDER BY before DESC) AS earlier
    FROM met;
"""


def check_bare(folder: Path, rows: int) -> str:
    """The same figures through DuckDB's joins alone; the same numbers."""
    reading, catalog = read_upload(rows), synthetic_catalog()
    newest = max((folder / "releases").glob("[0-9]*.duckdb"))
    started = time.process_time()
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{newest}' AS release (READ_ONLY)")
        place = pd.DataFrame([(r.code, r.name.zh) for r in catalog.regions.values()])
        what = pd.DataFrame([(i.code, i.unit) for i in catalog.indicators.values()])
        connection.register("rows", reading.rows)
        connection.register("place", place.set_axis(["code", "name"], axis=1))
        connection.register("what", what.set_axis(["code", "unit"], axis=1))
        connection.execute(BARE)
        found = connection.execute(
            "SELECT count(*), count(*) FILTER (before IS NULL), count(*) FILTER (differs) FROM met"
        ).fetchall()[0]
    seconds = time.process_time() - started
    return " ".join(map(str, found)) + f" {seconds:.2f}"


WAYS: dict[str, Callable[[Path, int], str]] = {"bare": check_bare, "ours": check_ours}


@dataclass(frozen=True)
class CheckRun:
    """What one new process found, and what it took."""

    figures: int
    added: int
    changed: int
    seconds: float
    gigabytes: float


def run_fresh(way: str, folder: str, rows: int) -> CheckRun:
    """Meet the upload in one of the ways in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bench_check", "--rows", str(rows)]
    process = subprocess.Popen(
        [*command, "--only", way, "--folder", folder], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = process.stdout.read().split()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{way} failed")
    figures, added, changed = map(int, told[:3])
    return CheckRun(figures, added, changed, float(told[3]), usage.ru_maxrss / 1e6)


def run_all(rows: int, repeats: int) -> dict[str, list[CheckRun]]:
    """Both ways in turns, so many times; fails where they do not find the same."""
    runs: dict[str, list[CheckRun]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory(prefix="bench-check-") as folder:
        write_release(Path(folder), rows)
        for _ in range(repeats):
            for way, taken in runs.items():
                taken.append(run_fresh(way, folder, rows))
    found = {(run.figures, run.added, run.changed) for taken in runs.values() for run in taken}
    if len(found) > 1:
        raise SystemExit(f"the two ways do not find the same: {found}")
    return runs


def measure(rows: int = 1_000_000, repeats: int = 3) -> Section:
    """Both ways in turns; processor seconds, and the greatest memory."""
    runs = run_all(rows, repeats)
    titles = {"bare": "DuckDB's joins alone", "ours": "our checks and comparison"}
    seconds = {way: [run.seconds for run in taken] for way, taken in runs.items()}
    most = {way: max(run.gigabytes for run in taken) for way, taken in runs.items()}
    first = runs["ours"][0]
    caption = (
        f"A tidy upload of {first.figures:,} figures against a release with its older years"
        f" ({first.added:,} new, {first.changed:,} changed), in turns, in fresh processes:"
    )
    cells = [[titles[way], spread(seconds[way], 1), f"{most[way]:.2f}"] for way in WAYS]
    return Section(
        name="check",
        title="Checking and comparing an upload",
        command=f"python -m tests.bench.bench_check --rows {rows} --repeat {repeats}",
        tables=[(caption, ["", "processor seconds", "peak memory, GB"], cells)],
        targets=[
            Target(
                "check and compare ÷ DuckDB's joins alone",
                ratio(seconds["ours"], seconds["bare"]),
                LIMIT_TIMES,
            ),
            Target("peak memory of that", most["ours"], LIMIT_GB, "GB"),
        ],
        notes=[
            "The joins check nothing and tell nothing: a floor, not a peer. The limit is the"
            " distance when both were first measured in one run, with a tenth to spare."
        ],
    )


def main() -> int:
    """Measure; 1 with --strict when a promise is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--only", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        print(WAYS[asked.only](asked.folder, asked.rows))
        return 0
    section = measure(asked.rows, asked.repeat)
    for caption, heading, rows in section.tables:
        print(f"{caption}\n\n{write_table(heading, rows)}\n")
    for target in section.targets:
        print(f"{target.what}: {target.value:.2f} (promised ≤ {target.limit:g})")
    return int(asked.strict and not all(target.is_met for target in section.targets))


if __name__ == "__main__":
    sys.exit(main())
