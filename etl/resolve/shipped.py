"""Files in, sound figures out: reads, resolves and checks everything before anything is published.

The result lies in two temporary tables of a DuckDB connection: `loaded`, one row per sound figure
in catalog codes and units, and `issue`, one row per thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.check import row_checks
from etl.check.issues import Issue, add_issues, create_issue_table
from etl.read import shipped
from etl.read.shipped import TidyFile
from etl.release.tables import Content
from etl.resolve import corrections, dictionaries
from etl.resolve.corrections import Correction
from etl.sql import add_rows, count_rows, put_table
from scoreboard.catalog.loader import Catalog

# Called with a sentence before each step of a long work.
Progress = Callable[[str], None]
_KEYS = "region_code, indicator_code, year"
# Where a row stands; letter is empty for files whose columns have names (see checks).
LOCATION = {
    "file": "SMALLINT",
    "ordinal": "BIGINT",
    "sheet": "VARCHAR",
    "row": "INTEGER",
    "letter": "VARCHAR",
    "label": "VARCHAR",
}


@dataclass(frozen=True)
class Loaded:
    """How many rows the files had, and what became of them.

    figures: the sound rows. Every row read is sound, rejected (for at least one error) or a
    repetition of a sound row with the same value.
    """

    figures: Content = field(repr=False)
    files: int
    rows_read: int
    rows_sound: int
    rows_rejected: int
    rows_repeated: int
    corrections: int


def load_files(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    paths: Sequence[Path],
    corrections_folder: Path,
    progress: Progress,
) -> Loaded:
    """Read tidy files into the tables `loaded` and `issue`, all issues at once.

    Files that are no tidy tables, unfit corrections and such as no longer find their wrong text
    are errors that reject no row; wrong rows are errors that leave the row out. Needs the types
    of dictionaries.create_code_types.
    """
    progress("reading the catalog's names")
    create_issue_table(connection)
    dictionaries.create_dictionaries(connection, catalog)
    files = _recognise(connection, paths)
    if not files:
        return Loaded(Content.of_rows(connection), 0, 0, 0, 0, 0, 0)
    declared, stale = _read_corrections(connection, corrections_folder, files)

    progress("reading and checking the files")
    _resolve(connection, files, declared)
    rows_resolved = count_rows(connection, "loaded")

    progress("locating what is wrong")
    rows_broken = _flag(connection, files, declared)
    if count_rows(connection, "flagged"):
        row_checks.put_descriptions(connection, catalog)
        row_checks.mark_repeated(connection)
        row_checks.describe_faults(connection)
        _remove_unsound(connection)
    rejected = f"flagged WHERE faults & {row_checks.ERRORS} > 0"
    repeated = f"flagged WHERE faults & {row_checks.BIT['repeated']} > 0"
    figures = Content(connection, "loaded")
    return Loaded(
        figures=figures,
        files=len(files),
        rows_read=rows_resolved + rows_broken,
        rows_sound=figures.count(),
        rows_rejected=count_rows(connection, rejected) + rows_broken,
        rows_repeated=count_rows(connection, repeated),
        corrections=len(declared) - stale,
    )


def _recognise(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> list[TidyFile]:
    """The files that are tidy tables; what is wrong with others becomes an issue."""
    recognised = [shipped.recognise(path, path.name) for path in paths]
    files = [file for file in recognised if isinstance(file, TidyFile)]
    add_issues(connection, [issue for issue in recognised if isinstance(issue, Issue)])
    add_issues(connection, [p for file in files for p in shipped.unknown_columns(file)])
    numbered = [(number, file.name) for number, file in enumerate(files)]
    put_table(connection, "read_file", {"file": "SMALLINT", "name": "VARCHAR"}, numbered)
    return files


def _read_corrections(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: list[TidyFile]
) -> tuple[list[tuple[str, Correction]], int]:
    """The declared errors of the sources, and how many of them are stale."""
    declared, issues = corrections.read_corrections(folder)
    issues += corrections.put_corrections(connection, declared)
    stale = corrections.find_stale(connection, shipped.raw_sql(files), declared)
    add_issues(connection, issues + stale)
    return declared, len(stale)


def _resolve(
    connection: duckdb.DuckDBPyConnection,
    files: list[TidyFile],
    declared: list[tuple[str, Correction]],
) -> None:
    """Make the table `loaded` of all rows, wrong ones marked, and `repeated` of double keys."""
    resolved = row_checks.resolved_sql(corrections.corrected_sql(shipped.raw_sql(files), declared))
    # The order of rows is not wanted here (all is sorted at the end), and keeping it costs time.
    # Joins are made as written: DuckDB cannot know that a csv file is larger than a dictionary,
    # and would now and then hash the file instead.
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    is_settled = False
    while not is_settled:
        connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE loaded AS
            SELECT file, {_KEYS}, value, status, source_code,
                coalesce(note_text, '') AS note, faults
            FROM ({resolved})
            """
        )
        is_settled = not _learn_spellings(connection, resolved)
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET disabled_optimizers = ''")
    find_repeated(connection)


def find_repeated(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `repeated` of the keys that several sound rows share.

    A bit a region says cheaply which indicators and years hold a region twice; only these are
    grouped by the whole key.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE repeated AS
        WITH sound AS (FROM loaded WHERE faults & {row_checks.ERRORS} = 0),
        crowded AS (
            SELECT indicator_code, year FROM sound GROUP BY indicator_code, year
            HAVING count(*) <> bit_count(bitstring_agg(
                CAST(enum_code(region_code) AS INTEGER),
                0, len(enum_range(CAST(NULL AS region_code_t)))
            ))
        )
        -- 67.3 ‰ and 6.73 % are one value, though their doubles differ in the last bit
        SELECT {_KEYS}, max(value) - min(value) <= 1e-12 * abs(max(value)) AS is_same
        FROM sound SEMI JOIN crowded USING (indicator_code, year)
        GROUP BY {_KEYS} HAVING count(*) > 1
        """
    )


def _learn_spellings(connection: duckdb.DuckDBPyConnection, resolved: str) -> bool:
    """Learn spellings of these files that are unknown only for their spaces, width or capitals.

    Returns whether there were any, so that the files are worth another reading. Text is compared
    as it stands first, because tidying ten million names costs more than resolving them.
    """
    unknown = {
        "region_spelling": ("place_text", row_checks.BIT["region_unknown"]),
        "indicator_spelling": ("indicator_text", row_checks.BIT["indicator_unknown"]),
        "conversion": ("unit_text", row_checks.BIT["unit_unknown"]),
    }
    learned = False
    for table, (column, bit) in unknown.items():
        if count_rows(connection, f"loaded WHERE faults & {bit} > 0"):
            texts = connection.execute(
                f"SELECT DISTINCT {column} FROM ({resolved}) WHERE faults & {bit} > 0"
            ).fetchall()
            learned |= dictionaries.learn_spellings(connection, table, [text for (text,) in texts])
    return learned


def _flag(
    connection: duckdb.DuckDBPyConnection,
    files: list[TidyFile],
    declared: list[tuple[str, Correction]],
) -> int:
    """Read files with wrong rows once more, for the texts of these rows and where they stand.

    Makes the tables `flagged` (resolved relation with ordinal) and `location`; returns how many
    rows were broken and could not be read at all.
    """

    def resolved(file: TidyFile, number: int) -> str:
        raw = shipped.raw_sql([file], first_number=number, numbered=True)
        return row_checks.resolved_sql(corrections.corrected_sql(raw, declared))

    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE flagged AS FROM ({resolved(files[0], 0)}) LIMIT 0"
    )
    put_table(connection, "location", LOCATION, [])
    broken_paths = shipped.paths_with_broken_rows(connection)
    wrong = _files_with_wrong_rows(connection)
    rows_broken = 0
    for number, file in enumerate(files):
        if number not in wrong and file.path not in broken_paths:
            continue
        connection.execute(
            f"""
            INSERT INTO flagged
            SELECT r.* FROM ({resolved(file, number)}) r
            LEFT JOIN repeated USING ({_KEYS})
            WHERE faults <> 0 OR is_same IS NOT NULL
            """
        )
        ordinals = connection.execute(
            f"SELECT ordinal FROM flagged WHERE file = {number}"
        ).fetchall()
        located = shipped.locate(connection, file, {ordinal for (ordinal,) in ordinals})
        rows = [
            (number, ordinal, "", row, None, f"{file.name}:{row}")
            for ordinal, row in located.row_of.items()
        ]
        add_rows(connection, "location", LOCATION, rows)
        add_issues(connection, located.broken)
        rows_broken += sum(issue.is_rejected for issue in located.broken)
    return rows_broken


def _files_with_wrong_rows(connection: duckdb.DuckDBPyConnection) -> set[int]:
    files = connection.execute(
        f"""
        SELECT DISTINCT file FROM loaded WHERE faults <> 0
        UNION SELECT DISTINCT file FROM loaded SEMI JOIN repeated USING ({_KEYS})
        """
    ).fetchall()
    return {file for (file,) in files}


def _remove_unsound(connection: duckdb.DuckDBPyConnection) -> None:
    """Take out of `loaded` what is wrong or contradicted, and all but the first of equal rows."""
    connection.execute(f"DELETE FROM loaded WHERE faults & {row_checks.ERRORS} > 0")
    connection.execute(f"DELETE FROM loaded USING repeated r WHERE {_same_key('loaded', 'r')}")
    connection.execute(
        f"""
        INSERT INTO loaded BY NAME
        SELECT f.file, {_KEYS}, f.value, f.status, f.source_code,
            coalesce(f.note_text, '') AS note, f.faults
        FROM flagged f JOIN repeated r USING ({_KEYS})
        WHERE r.is_same AND f.faults & {row_checks.ERRORS | row_checks.BIT["repeated"]} = 0
        """
    )


def _same_key(left: str, right: str) -> str:
    return " AND ".join(f"{left}.{key} = {right}.{key}" for key in _KEYS.split(", "))
