"""All the SQL that the dashboard reads with: one published release, opened read-only.

Frames come out typed and sorted. A cursor is taken for every query, because DuckDB refuses
concurrent use of one connection.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from scoreboard.catalog.models import NATION, Level
from scoreboard.store.folder import (
    FORMAT,
    FORMAT_TABLE,
    ReleaseKey,
    key_of,
    release_name,
    too_new,
    unreadable,
)


@dataclass(frozen=True)
class ReleaseInfo:
    """Who published a release, when, from what, and how much it changed."""

    release_id: int
    published_at: str
    published_by: str
    kind: str
    note: str
    key: ReleaseKey


def named_sources_sql(source: str, observation: str) -> str:
    """SQL for the publications that files named and some figure cites, in order of code.

    source and observation name these tables of a release. A publication that came in with a
    release taken back since is cited by nothing, unless a later release cites it, too.
    """
    return f"""
        SELECT DISTINCT code, title, publisher, published, url, grade FROM {source}
        WHERE code IN (SELECT unnest(string_split(cited, '|'))
            FROM (SELECT DISTINCT CAST(source_code AS VARCHAR) AS cited FROM {observation}))
        ORDER BY code
    """


_ITEM_COLUMNS = (
    *("register_code", "year", "region_code", "name", "kind"),
    *("batch", "source_code", "note"),
)


class Store:
    """One release, open for reading; it never changes, so any answer may be kept.

    Raises UnreadableReleaseError when the file is damaged, gone, or made by a newer program.
    """

    def __init__(self, releases: Path, number: int) -> None:
        self.key = key_of(releases, number)
        self.number = number
        file = str(releases / release_name(number)).replace("'", "''")
        # Attached, not opened: DuckDB would hand out a file that is open in this process already,
        # also when another one has taken its name since.
        # One thread: a reading takes milliseconds, and each thread keeps memory of its own.
        self._connection = duckdb.connect(config={"threads": 1})
        try:
            self._connection.execute(f"ATTACH '{file}' AS release_file (READ_ONLY)")
            self._tables = self._list_tables()
            self._refuse_newer()
        except duckdb.Error as error:
            self._connection.close()
            raise unreadable(number, str(error)) from error

    def _list_tables(self) -> frozenset[str]:
        found = self._connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'release_file'"
        ).fetchall()
        return frozenset(name for (name,) in found)

    def _refuse_newer(self) -> None:
        if FORMAT_TABLE not in self._tables:
            return
        row = self._connection.execute(
            f"SELECT max(number) FROM release_file.{FORMAT_TABLE}"
        ).fetchone()
        if row is None or row[0] is None:
            raise unreadable(self.number, f"{FORMAT_TABLE} is empty")
        if row[0] > FORMAT:
            raise too_new(self.number, f"format {row[0]}")

    def read_observations(
        self, indicator_code: str, level: Level, within: str | None = None
    ) -> pd.DataFrame:
        """Every year of one indicator for the regions of a level, and for the nation.

        within: the code of a province or city keeps only the regions in it. One row per
        region_code, year with value (catalog unit), status, source_code, note; the nation's rows
        have code 000000.
        """
        return self._frame(
            """
            SELECT o.region_code, o.year::INTEGER AS year, o.value, o.status, o.source_code, o.note
            FROM observation o JOIN region r USING (region_code)
            WHERE o.indicator_code = $indicator
              AND (o.region_code = $nation
                   OR (r.level = $level
                       AND ($within IS NULL OR $within IN (r.province_code, r.parent_code))))
            ORDER BY o.year, o.region_code
            """,
            {"indicator": indicator_code, "level": level, "within": within, "nation": NATION},
        )

    def read_panel(
        self, level: Level, indicator_codes: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """Every year of many indicators for the regions of a level, and for the nation.

        indicator_codes: all indicators when not given. One row per indicator_code, region_code,
        year with value (catalog unit), status, source_code; the nation's rows have code 000000.
        """
        return self._frame(
            """
            SELECT o.indicator_code, o.region_code, o.year::INTEGER AS year, o.value, o.status,
                   o.source_code
            FROM observation o JOIN region r USING (region_code)
            WHERE (o.region_code = $nation OR r.level = $level)
              AND ($codes IS NULL OR list_contains($codes, o.indicator_code))
            ORDER BY o.indicator_code, o.year, o.region_code
            """,
            {
                "level": level,
                "nation": NATION,
                "codes": None if indicator_codes is None else list(indicator_codes),
            },
        )

    def read_notes(self, region_code: str) -> pd.DataFrame:
        """What the sources say about single values of a region: indicator_code, year, note.

        Values without a note have no row.
        """
        return self._frame(
            """
            SELECT indicator_code, year::INTEGER AS year, note FROM observation
            WHERE region_code = $region AND note <> ''
            ORDER BY indicator_code, year
            """,
            {"region": region_code},
        )

    def read_newest_of_nation(self, indicator_codes: list[str], years: int) -> pd.DataFrame:
        """The nation's last years of some indicators.

        One row per indicator_code, year with value and status, at most `years` a code.
        """
        return self._frame(
            """
            SELECT indicator_code, year::INTEGER AS year, value, status, source_code
            FROM observation
            WHERE region_code = $nation AND list_contains($codes, indicator_code)
            QUALIFY row_number() OVER (PARTITION BY indicator_code ORDER BY year DESC) <= $years
            ORDER BY indicator_code, year
            """,
            {"nation": NATION, "codes": indicator_codes, "years": years},
        )

    def read_coverage(self) -> pd.DataFrame:
        """How many regions have a value: one row per indicator_code, level, year."""
        return self._frame(
            "SELECT indicator_code, level, year::INTEGER AS year, regions::INTEGER AS regions"
            " FROM coverage ORDER BY ALL",
            {},
        )

    def read_coverage_within(self, region_code: str) -> pd.DataFrame:
        """The same for the regions inside one province or city."""
        return self._frame(
            """
            SELECT o.indicator_code, r.level, o.year::INTEGER AS year, count(*)::INTEGER AS regions
            FROM observation o JOIN region r USING (region_code)
            WHERE $within IN (r.province_code, r.parent_code) AND r.region_code <> $within
            GROUP BY ALL ORDER BY ALL
            """,
            {"within": region_code},
        )

    def read_register_items(self) -> pd.DataFrame:
        """What registers list, one row an item; none in a release of before there were registers.

        Columns: register_code, year (missing where unknown), region_code, name, kind, batch,
        source_code, note.
        """
        if "register_item" not in self._tables:
            return pd.DataFrame(columns=list(_ITEM_COLUMNS)).astype({"year": "Int64"})
        rows = self._frame(
            f"SELECT {', '.join(_ITEM_COLUMNS)} FROM register_item"
            " ORDER BY register_code, year NULLS FIRST, region_code, name",
            {},
        )
        return rows.astype({"year": "Int64"})

    def read_indicator_sources(self) -> pd.DataFrame:
        """Which publications each indicator was read from: indicator_code, source_code, values."""
        return self._frame(
            """
            SELECT indicator_code, source_code, count(*)::INTEGER AS observations,
                   min(year)::INTEGER AS first_year, max(year)::INTEGER AS last_year
            FROM (SELECT indicator_code, year,
                         unnest(string_split(source_code, '|')) AS source_code
                  FROM observation)
            GROUP BY ALL ORDER BY ALL
            """,
            {},
        )

    def read_new_sources(self) -> list[dict[str, str]]:
        """Publications that uploaded files named and figures of this release cite."""
        known = self._frame("SELECT table_name FROM information_schema.tables", {})
        if "source" not in set(known["table_name"]):
            return []
        return self._frame(named_sources_sql("source", "observation"), {}).to_dict("records")

    def read_codes(self) -> dict[str, list[str]]:
        """The codes that figures use: by indicator_code, region_code and source_code."""
        return {
            column: self._frame(f"SELECT DISTINCT {column} AS code FROM observation", {})[
                "code"
            ].tolist()
            for column in ("indicator_code", "region_code", "source_code")
        }

    def read_places(self) -> dict[str, tuple[Level, str]]:
        """The level and the parent of every region, as they were when the release was made."""
        rows = self._frame("SELECT region_code, level, parent_code FROM region", {})
        return {row.region_code: (row.level, row.parent_code) for row in rows.itertuples()}

    def read_revisions(self) -> pd.DataFrame:
        """Figures that a release changed: region, indicator, year, before, after, release."""
        return self._frame(
            "SELECT * FROM revision ORDER BY release_id DESC, indicator_code, year, region_code", {}
        )

    def read_releases(self) -> pd.DataFrame:
        """Every release up to this one: release_id, published_at, kind, and how much it changed.

        In the order of their numbers; rows_added, rows_changed and rows_withdrawn are counts.
        """
        return self._frame(
            """
            SELECT release_id::INTEGER AS release_id, published_at, kind, rows_added,
                   rows_changed, rows_withdrawn
            FROM release ORDER BY release_id
            """,
            {},
        )

    def read_replaced(self, indicator_code: str) -> pd.DataFrame:
        """Values of one indicator that a release revised, in the order of releases.

        One row per region_code, year, release_id (the one that revised it) with value_before in
        the catalog's unit. What was taken back with its whole release was no value to remember.
        """
        return self._frame(
            """
            SELECT v.region_code, v.year::INTEGER AS year, release_id::INTEGER AS release_id,
                   v.value_before
            FROM revision v JOIN release r USING (release_id)
            WHERE v.indicator_code = $indicator AND v.value_before <> v.value_after
              AND r.kind <> 'withdraw'
            ORDER BY release_id, region_code, year
            """,
            {"indicator": indicator_code},
        )

    def read_all(self) -> int:
        """Read every value of every table, so that damage anywhere is found; returns the figures.

        Raises UnreadableReleaseError.
        """
        tables = self._frame(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'release_file'", {}
        )
        for table in tables["table_name"]:
            self._frame(f"SELECT max(hash(t)) FROM {table} t", {})
        return int(self._frame("SELECT count(*) AS n FROM observation", {})["n"].iloc[0])

    def read_numbers(self) -> frozenset[int]:
        """The numbers of all releases up to this one that were in force."""
        return frozenset(self._frame("SELECT release_id FROM release", {})["release_id"])

    def read_release(self) -> ReleaseInfo:
        """What is known of the release itself."""
        row = self._frame(
            "SELECT release_id, published_at, published_by, kind, note FROM release"
            " ORDER BY release_id DESC LIMIT 1",
            {},
        ).iloc[0]
        return ReleaseInfo(
            int(row["release_id"]),
            str(row["published_at"]),
            str(row["published_by"]),
            str(row["kind"]),
            str(row["note"] or ""),
            self.key,
        )

    def count_by_indicator(self) -> dict[str, int]:
        """How many figures each indicator has, in order of codes."""
        rows = self._frame(
            "SELECT indicator_code, count(*)::INTEGER AS n FROM observation GROUP BY 1 ORDER BY 1",
            {},
        )
        return dict(zip(rows["indicator_code"], rows["n"].tolist(), strict=True))

    def read_note_texts(self) -> list[str]:
        """What sources say about single values, each wording once."""
        return self._frame("SELECT DISTINCT note FROM observation WHERE note <> ''", {})[
            "note"
        ].tolist()

    def stream(
        self, sql: str, parameters: dict[str, Any], tables: Mapping[str, pa.Table], rows: int
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a query some thousand at a time, so that no more of them are held at once.

        tables: what the query joins besides the release, by the name that it has there.
        """
        cursor = self._connection.cursor()
        try:
            cursor.execute("USE release_file")
            for name, table in tables.items():
                cursor.register(name, table)
            yield from cursor.execute(sql, parameters).to_arrow_reader(rows)
        except duckdb.Error as error:
            raise unreadable(self.number, str(error)) from error
        finally:
            cursor.close()

    def _frame(self, sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
        try:
            cursor = self._connection.cursor()
            cursor.execute("USE release_file")
            # By way of Arrow: a frame made at once makes an object of every text on its way. Rows
            # are taken over into columns as long as they are: DuckDB's have room for thousands.
            rows = cursor.execute(sql, parameters).to_arrow_table(2048)
            return rows.take(pa.array(range(len(rows)), pa.int64())).to_pandas()
        except duckdb.Error as error:
            raise unreadable(self.number, str(error)) from error
