"""The shipped files: all figures read, resolved and checked before anything is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.check import row_checks
from etl.check.issues import Issue, add_issues, create_issue_table
from etl.check.row_checks import FileNames, Flagged, Location
from etl.progress import Progress
from etl.read import shipped
from etl.read.shipped import TidyFile
from etl.resolve import corrections, spellings
from etl.resolve.corrections import SourceCorrection
from etl.resolve.figures import KEYS, Repeated, Resolved, find_repeated
from scoreboard.catalog.loader import Catalog


@dataclass(frozen=True)
class Loaded:
    """How many rows the files had, and what became of them.

    figures: the sound rows. Every row read is sound, rejected (for at least one error) or a
    repetition of a sound row with the same value.
    """

    figures: Resolved = field(repr=False)
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
    """Read tidy files; what is wrong with them goes to the table `issue`, all at once.

    Files that are no tidy tables, unfit corrections and such as no longer find their wrong text
    are errors that reject no row; wrong rows are errors that leave the row out. Needs the types
    of codes.declare_codes.
    """
    progress("reading the catalog's names")
    create_issue_table(connection)
    spellings.create_spellings(connection, catalog)
    files = _recognise(connection, paths)
    if not files:
        return Loaded(Resolved.of_rows(connection), 0, 0, 0, 0, 0, 0)
    declared, stale = _read_corrections(connection, corrections_folder, files)

    progress("reading and checking the files")
    figures = _resolve(connection, files, declared)
    repeated = find_repeated(figures)
    rows_resolved = figures.count()

    progress("locating what is wrong")
    flagged, locations, rows_broken = _flag(figures, repeated, files, declared)
    if flagged.count():
        row_checks.mark_repeated(flagged, repeated)
        numbered = [(number, file.name) for number, file in enumerate(files)]
        file_names = FileNames.of_rows(connection, numbered)
        row_checks.describe_faults(flagged, locations, file_names, catalog)
        _remove_unsound(figures, repeated, flagged)
    return Loaded(
        figures=figures,
        files=len(files),
        rows_read=rows_resolved + rows_broken,
        rows_sound=figures.count(),
        rows_rejected=flagged.count(f"faults & {row_checks.ERRORS} > 0") + rows_broken,
        rows_repeated=flagged.count(f"faults & {row_checks.BIT['repeated']} > 0"),
        corrections=len(declared) - stale,
    )


def _recognise(connection: duckdb.DuckDBPyConnection, paths: Sequence[Path]) -> list[TidyFile]:
    """The files that are tidy tables; what is wrong with others becomes an issue."""
    recognised = [shipped.recognise(path, path.name) for path in paths]
    files = [file for file in recognised if isinstance(file, TidyFile)]
    add_issues(connection, [issue for issue in recognised if isinstance(issue, Issue)])
    add_issues(connection, [p for file in files for p in shipped.unknown_columns(file)])
    return files


def _read_corrections(
    connection: duckdb.DuckDBPyConnection, folder: Path, files: list[TidyFile]
) -> tuple[list[tuple[str, SourceCorrection]], int]:
    """The declared errors of the sources, and how many of them are stale."""
    declared, issues = corrections.read_corrections(folder)
    issues += corrections.put_corrections(connection, declared)
    stale = corrections.find_stale(connection, shipped.raw_sql(files), declared)
    add_issues(connection, issues + stale)
    return declared, len(stale)


def _resolve(
    connection: duckdb.DuckDBPyConnection,
    files: list[TidyFile],
    declared: list[tuple[str, SourceCorrection]],
) -> Resolved:
    """All rows in codes and units, wrong ones marked."""
    resolved = row_checks.resolved_sql(corrections.corrected_sql(shipped.raw_sql(files), declared))
    # The order of rows is not wanted here (all is sorted at the end), and keeping it costs time.
    # Joins are made as written: DuckDB cannot know that a csv file is larger than a dictionary,
    # and would now and then hash the file instead.
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    is_settled = False
    while not is_settled:
        figures = Resolved.select(
            connection,
            f"""
            SELECT file, {KEYS}, value, status, source_code,
                coalesce(note_text, '') AS note, faults
            FROM ({resolved})
            """,
        )
        is_settled = not _learn_spellings(figures, resolved)
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET disabled_optimizers = ''")
    return figures


def _learn_spellings(figures: Resolved, resolved: str) -> bool:
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
        if figures.count(f"faults & {bit} > 0"):
            texts = figures.connection.execute(
                f"SELECT DISTINCT {column} FROM ({resolved}) WHERE faults & {bit} > 0"
            ).fetchall()
            learned |= spellings.learn_spellings(
                figures.connection, table, [text for (text,) in texts]
            )
    return learned


def _flag(
    figures: Resolved,
    repeated: Repeated,
    files: list[TidyFile],
    declared: list[tuple[str, SourceCorrection]],
) -> tuple[Flagged, Location, int]:
    """Read files with wrong rows once more, for the texts of these rows and where they stand.

    Also returns how many rows were broken and could not be read at all.
    """
    connection = figures.connection

    def resolved(file: TidyFile, number: int) -> str:
        raw = shipped.raw_sql([file], first_number=number, numbered=True)
        return row_checks.resolved_sql(corrections.corrected_sql(raw, declared))

    flagged = Flagged.select(connection, f"FROM ({resolved(files[0], 0)}) LIMIT 0")
    locations = Location.of_rows(connection)
    broken_paths = shipped.paths_with_broken_rows(connection)
    wrong = _files_with_wrong_rows(figures, repeated)
    rows_broken = 0
    for number, file in enumerate(files):
        if number not in wrong and file.path not in broken_paths:
            continue
        connection.execute(
            f"""
            INSERT INTO {flagged}
            SELECT r.* FROM ({resolved(file, number)}) r
            LEFT JOIN {repeated} USING ({KEYS})
            WHERE faults <> 0 OR is_same IS NOT NULL
            """
        )
        ordinals = connection.execute(
            f"SELECT ordinal FROM {flagged} WHERE file = {number}"
        ).fetchall()
        located = shipped.locate(connection, file, {ordinal for (ordinal,) in ordinals})
        rows = [
            (number, ordinal, "", row, None, f"{file.name}:{row}")
            for ordinal, row in located.row_of.items()
        ]
        locations.add(rows)
        add_issues(connection, located.broken)
        rows_broken += sum(issue.is_rejected for issue in located.broken)
    return flagged, locations, rows_broken


def _files_with_wrong_rows(figures: Resolved, repeated: Repeated) -> set[int]:
    files = figures.connection.execute(
        f"""
        SELECT DISTINCT file FROM {figures} WHERE faults <> 0
        UNION SELECT DISTINCT file FROM {figures} SEMI JOIN {repeated} USING ({KEYS})
        """
    ).fetchall()
    return {file for (file,) in files}


def _remove_unsound(figures: Resolved, repeated: Repeated, flagged: Flagged) -> None:
    """Take out what is wrong or contradicted, and all but the first of equal rows."""
    connection = figures.connection
    connection.execute(f"DELETE FROM {figures} WHERE faults & {row_checks.ERRORS} > 0")
    connection.execute(f"DELETE FROM {figures} f USING {repeated} r WHERE {_same_key('f', 'r')}")
    connection.execute(
        f"""
        INSERT INTO {figures} BY NAME
        SELECT f.file, {KEYS}, f.value, f.status, f.source_code,
            coalesce(f.note_text, '') AS note, f.faults
        FROM {flagged} f JOIN {repeated} r USING ({KEYS})
        WHERE r.is_same AND f.faults & {row_checks.ERRORS | row_checks.BIT["repeated"]} = 0
        """
    )


def _same_key(left: str, right: str) -> str:
    return " AND ".join(f"{left}.{key} = {right}.{key}" for key in KEYS.split(", "))
