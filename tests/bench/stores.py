"""Releases to measure on: one that covers every city, and one a thousand times the shipped one.

Both have the tables of a release (etl.release.history.TABLES), sorted as a release is. They are
kept in .bench/ until the catalog, the shipped figures, the borders or this file change.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.release.build import build
from etl.release.history import TABLES
from scoreboard import paths
from scoreboard.catalog import load_catalog
from scoreboard.store.folder import FORMAT, FORMAT_TABLE
from tests.bench.places import WORK

FULL_YEARS = range(2003, 2025)
LARGE_YEARS = range(2000, 2025)
TIMES = 1000
FILE = "0001.duckdb"
WHAT_FULL = (
    "every contestant reads one release, generated around the median of the shipped figures: every "
    "indicator of the catalog in 22 years for all 375 shapes of the city map"
)
WHAT_LARGE = (
    "the larger store keeps every shipped figure, so that both pages show the same; around them "
    "each indicator of the catalog gets all counties in 25 years, and further indicators of the "
    "same size fill it up to exactly 1,000 times the observations (generated figures)"
)
# A number from 0 to 1 that looks random and is the same in every run.
_DICE = "(hash({salt}, region_code, indicator_code) % 10007 / 10007.0)"
_VALUE = (
    f"scale * exp(2.4 * {_DICE.format(salt=1)} - 1.2)"
    f" * pow(1.02 + 0.06 * {_DICE.format(salt=2)}, year - 2014)"
    " * (0.97 + 0.06 * (hash(region_code, indicator_code, year) % 1009 / 1009.0))"
)


def build_shipped_store() -> Path:
    """The release that `make data` publishes, built once into .bench/."""

    def make(folder: Path) -> None:
        build(releases=folder)

    return _keep("shipped", make)


def build_full_store() -> Path:
    """A release in which no city is missing anywhere: the folder with its file and CURRENT.

    Every shape of the city map counts as a city here, also the 42 that are municipalities,
    county-level units under a province, or without statistics, so that 375 are drawn.
    """
    shipped = build_shipped_store()

    def make(folder: Path) -> None:
        with _new_release(folder, shipped) as connection:
            shapes = json.loads((paths.BOUNDARIES / "city.json").read_text("utf-8"))["shapes"]
            codes = [shape["code"] for shape in shapes]
            connection.execute(
                "UPDATE region SET level = 'city' WHERE list_contains(?, region_code)", [codes]
            )
            _generate(connection, FULL_YEARS, "level IN ('nation', 'province', 'city')", "measured")

    return _keep("full", make)


def build_large_store() -> Path:
    """A release with exactly 1,000 times the observations of the shipped one."""
    shipped = build_shipped_store()

    def make(folder: Path) -> None:
        wanted = TIMES * count_observations(shipped)
        with _new_release(folder, shipped) as connection:
            connection.execute("INSERT INTO figure FROM shipped.observation")
            _generate(connection, LARGE_YEARS, "level = 'county'", "measured")
            _fill_up(connection, wanted)

    return _keep("large", make)


def count_observations(releases: Path) -> int:
    """How many figures a release holds."""
    with duckdb.connect(str(releases / FILE), read_only=True) as connection:
        return _count(connection, "observation")


def widest_city_indicators(releases: Path) -> list[str]:
    """The indicators of the catalog with figures of cities in a release, the widest first."""
    with duckdb.connect(str(releases / FILE), read_only=True) as connection:
        rows = connection.execute(
            "SELECT indicator_code FROM coverage WHERE level = 'city'"
            " GROUP BY 1 ORDER BY sum(regions) DESC, 1"
        ).fetchall()
    known = load_catalog().indicators
    return [code for (code,) in rows if code in known]


def _generate(
    connection: duckdb.DuckDBPyConnection, years: range, places: str, indicators: str
) -> None:
    """Add figures of some places and indicators for all years; those there already stay."""
    connection.execute(
        f"""
        INSERT INTO figure
        SELECT region_code, indicator_code, year, round({_VALUE}, 2), 'A', source_code, ''
        FROM (SELECT region_code, indicator_code, year, scale, i.source_code
            FROM region, {indicators} i,
                (SELECT unnest(range({years.start}, {years.stop}))::SMALLINT AS year)
            WHERE {places})
        ANTI JOIN shipped.observation o USING (region_code, indicator_code, year)
        """
    )


def _fill_up(connection: duckdb.DuckDBPyConnection, wanted: int) -> None:
    """Add indicators beyond the catalog until there are exactly as many figures as wanted."""
    missing = wanted - _count(connection, "figure")
    places = "level IN ('nation', 'province', 'city', 'county')"
    size = _count(connection, f"region WHERE {places}") * len(LARGE_YEARS)
    further = -(-missing // size)
    connection.execute(
        f"""
        CREATE TEMP TABLE further AS
        SELECT printf('further_%05d', n) AS indicator_code, 100.0 AS scale, source_code
        FROM range({further}) t(n), (SELECT min(source_code) AS source_code FROM measured)
        """
    )
    _generate(connection, LARGE_YEARS, places, "further")
    connection.execute(
        "DELETE FROM figure WHERE rowid IN (SELECT rowid FROM figure"
        " WHERE indicator_code LIKE 'further_%' ORDER BY rowid DESC LIMIT ?)",
        [_count(connection, "figure") - wanted],
    )


@contextmanager
def _new_release(folder: Path, shipped: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty release with the shipped one attached; what is put into `figure` is published.

    `measured` has the scale and a source of every indicator of the catalog, `region` all places.
    """
    connection = duckdb.connect(str(folder / FILE))
    connection.execute("SET enable_progress_bar = false")
    try:
        connection.execute(f"ATTACH '{shipped / FILE}' AS shipped (READ_ONLY)")
        for table, columns in TABLES.items():
            connection.execute(f"CREATE TABLE {table} ({columns})")
        connection.execute("INSERT INTO region FROM shipped.region")
        connection.execute(f"CREATE TEMP TABLE figure ({TABLES['observation']})")
        connection.execute(
            """
            CREATE TEMP TABLE measured AS
            SELECT indicator_code, coalesce(median(abs(value)), 100.0) AS scale,
                coalesce(min(string_split(source_code, '|')[1]), $other) AS source_code
            FROM (SELECT unnest($codes::VARCHAR[]) AS indicator_code)
            LEFT JOIN shipped.observation USING (indicator_code) GROUP BY ALL
            """,
            {"codes": list(load_catalog().indicators), "other": min(load_catalog().sources)},
        )
        yield connection
        _publish(connection)
    finally:
        connection.close()
    (folder / "CURRENT").write_text(f"{FILE}\n", encoding="utf-8")


def _publish(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the figures sorted, count their coverage, and say where the release is from."""
    connection.execute(
        "INSERT INTO observation FROM figure ORDER BY indicator_code, year, region_code"
    )
    connection.execute(
        """
        INSERT INTO coverage SELECT indicator_code, level, year, count(*)
        FROM observation JOIN region USING (region_code) GROUP BY ALL ORDER BY ALL
        """
    )
    connection.execute(f"INSERT INTO {FORMAT_TABLE} VALUES ({FORMAT})")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO release BY NAME SELECT 1 AS release_id, $now AS published_at,"
        " 'benchmark' AS published_by, 'build' AS kind, 'generated' AS note",
        {"now": now},
    )
    connection.execute("DROP TABLE figure")
    connection.execute("CHECKPOINT")


def _keep(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of a store, made anew only when what it depends on has changed."""
    folder = WORK / name
    stamp = folder / "made_from"
    wanted = _fingerprint()
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make(folder)
        stamp.write_text(wanted, encoding="utf-8")
    return folder


def _fingerprint() -> str:
    """Changes with the catalog, the shipped figures, the borders, the tables, or this file."""
    digest = hashlib.sha256(json.dumps(TABLES).encode())
    files = [Path(__file__), paths.BOUNDARIES / "city.json"]
    for folder in (paths.CATALOG, paths.OBSERVATIONS, paths.CORRECTIONS):
        files += sorted(file for file in folder.rglob("*") if file.is_file())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0
