"""100,000 figures with their names over HTTP, beside DuckDB alone, bare HTTP, and Datasette.

DuckDB alone runs the same statement and writes the same CSV to a file; bare HTTP sends that file
as it is; Datasette streams the same rows, which SQLite holds ready joined. No contestant packs what
it sends.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import duckdb
import psutil

from scoreboard import paths
from scoreboard.answers.observations import Selection, names_of
from scoreboard.answers.release import open_release
from scoreboard.store.bulk import COLUMNS, select_sql
from scoreboard.store.folder import key_of, release_name
from tests.bench.places import WORK, free_port, serve
from tests.bench.report import Section, Target, ratio, spread
from tests.bench.stores import build_full_store, count_observations

ROWS = 100_000
TIMES, GROWTH_MB = 1.5, 100.0
_CHUNK = 2**18


def measure(repeats: int) -> Section:
    """Time every contestant in turn, and how much memory the server took for ours."""
    folder = build_full_store()
    paths.RELEASES = folder
    file = WORK / "observations.csv"
    by_duckdb = _prepare_duckdb(folder, file)
    by_duckdb()
    database = _write_sqlite(file)
    settings = {"SCOREBOARD_RELEASES": str(folder)}
    port, other = free_port(), free_port()
    ours = [sys.executable, "-m", "tests.bench.api_app", str(port), str(file)]
    theirs = [sys.executable, "-m", "datasette", "serve", str(database), "--port", str(other)]
    theirs += ["--setting", "max_csv_mb", "0", "--setting", "max_returned_rows", "10000"]
    with (
        serve("api", ours, port, settings) as server,
        serve("datasette", theirs, other, {}) as peer,
    ):
        api = f"{server.url}/api/v1/observations?limit={ROWS}&format="
        contestants: dict[str, Callable[[], int]] = {
            "DuckDB alone, to a file": by_duckdb,
            "bare HTTP, that file": lambda: fetch(f"{server.url}/floor"),
            "API, csv": lambda: fetch(f"{api}csv"),
            "API, json": lambda: fetch(f"{api}json"),
            "API, parquet": lambda: fetch(f"{api}parquet"),
            "Datasette, csv": lambda: fetch(
                f"{peer.url}/observations/observation.csv?_stream=on&_size=max"
            ),
        }
        times: dict[str, list[float]] = {name: [] for name in contestants}
        sizes: dict[str, int] = {}
        process = _listener(port)
        fetch(f"{server.url}/api/v1/observations?limit=100")  # what is kept for all is there
        grown = _growth(process, lambda: fetch(f"{api}csv"), lambda: fetch(f"{api}json"))
        for _repeat in range(repeats):
            for name, run in contestants.items():
                start = time.perf_counter()
                sizes[name] = run()
                times[name].append(time.perf_counter() - start)
    floor = [
        a + b
        for a, b in zip(
            times["DuckDB alone, to a file"], times["bare HTTP, that file"], strict=True
        )
    ]
    cells = [
        [name, spread([t * 1000 for t in taken]), f"{sizes[name] / 1e6:.1f}"]
        for name, taken in times.items()
    ]
    caption = (
        f"{ROWS:,} figures with names, units, sources and notes, out of"
        f" {count_observations(folder):,}:"
    )
    return Section(
        name="api",
        title="Figures over HTTP",
        command="python -m tests.bench api",
        tables=[(caption, ["", "milliseconds", "MB"], cells)],
        targets=[
            Target("API csv ÷ (DuckDB alone + bare HTTP)", ratio(times["API, csv"], floor), TIMES),
            Target("memory that the server grows by", grown, GROWTH_MB, "MB"),
        ],
        notes=[
            "DuckDB alone sorts all figures before it cuts off the first; the API reads some"
            " indicators at a time, in the order in which the file holds them.",
            "Memory: what the server holds more at its highest while it sends csv and json.",
        ],
    )


def _prepare_duckdb(folder: Path, file: Path) -> Callable[[], int]:
    """The statement of the API, run by DuckDB itself, which writes the CSV."""
    release = open_release(key_of(folder, 1))
    connection = duckdb.connect(str(folder / release_name(1)), read_only=True)
    for name, table in names_of(release, "zh", True).items():
        connection.register(name, table)
    sql = select_sql(Selection(), None)
    parameters = {"release": 1, "limit": ROWS}

    def run() -> int:
        connection.execute(f"COPY ({sql}) TO '{file}' (FORMAT csv, HEADER)", parameters)
        return file.stat().st_size

    return run


def _write_sqlite(file: Path) -> Path:
    """The same rows in a database of SQLite, as Datasette reads them."""
    database = WORK / "observations.db"
    database.unlink(missing_ok=True)
    rows = duckdb.sql(f"SELECT * FROM read_csv('{file}', all_varchar = true)").fetchall()
    with sqlite3.connect(database) as connection:
        connection.execute(f"CREATE TABLE observation ({', '.join(COLUMNS)})")
        marks = ", ".join("?" * len(COLUMNS))
        connection.executemany(f"INSERT INTO observation VALUES ({marks})", rows)
    return database


def fetch(url: str) -> int:
    """Read an answer to its end; the bytes it had."""
    read = 0
    with urllib.request.urlopen(url, timeout=600) as answer:
        while chunk := answer.read(_CHUNK):
            read += len(chunk)
    return read


def _listener(port: int) -> psutil.Process:
    """The process that listens on a port."""
    found = [c.pid for c in psutil.net_connections("tcp") if c.laddr and c.laddr.port == port]
    return psutil.Process(next(pid for pid in found if pid))


def _growth(process: psutil.Process, *runs: Callable[[], int]) -> float:
    """By how many MB the process grew at most, after it was warm."""
    before = highest = process.memory_info().rss
    done = threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.005):
            highest = max(highest, process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for run in runs:
        run()
    done.set()
    watcher.join()
    return (highest - before) / 2**20
