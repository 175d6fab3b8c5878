"""What new figures change against the release in force, and what they must leave alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter

from etl.relation import Relation, declare
from etl.release.derive import derive
from etl.release.history import History
from etl.release.tables import Change, Content, Derived, Figures, Items, Places
from etl.sql import count_rows
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Source


class Incoming(Relation):
    """The figures of a file; is_withdrawal: the row takes its figure back and has no value."""

    table = "incoming"
    columns = declare(
        region_code="VARCHAR",
        indicator_code="VARCHAR",
        year="SMALLINT",
        value="DOUBLE",
        status="VARCHAR",
        source_code="VARCHAR",
        note="VARCHAR",
        is_withdrawal="BOOLEAN",
    )


class LowerGrade(Relation):
    """Figures that would change although their publication has a lower grade than the one cited."""

    table = "lower_grade"
    columns = declare(**Change.columns, grade_before="VARCHAR", grade_after="VARCHAR")


class Graded(Relation):
    """Title and grade of every publication; is_own: it stands in sources.csv."""

    table = "graded"
    columns = declare(code="VARCHAR", title="VARCHAR", grade="VARCHAR", is_own="BOOLEAN")


class DerivedCodes(Relation):
    """The codes of the indicators that are worked out by formula."""

    table = "derived_code"
    columns = declare(indicator_code="VARCHAR")


@dataclass(frozen=True)
class Compared:
    """What a file changes: its own figures, and those of them on a source of a lower grade."""

    change: Change
    lower_grade: LowerGrade
    graded: Graded


def derived_codes(past: History, catalog: Catalog) -> DerivedCodes:
    """The catalog's indicators by formula."""
    codes = [(i.code,) for i in catalog.indicators.values() if i.formula is not None]
    return DerivedCodes.of_rows(past.connection, codes)


def keep_published_by_hand(figures: Content, past: History, catalog: Catalog) -> None:
    """Put figures that a person published last in place of shipped ones.

    Building again, say after an update of the program, must not undo what people published.
    """
    derived = derived_codes(past, catalog)
    connection = past.connection
    # Also figures that a person took out: their keys are here, and in no observation.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE by_hand AS
        SELECT region_code, indicator_code, year FROM ({past.surviving()})
        ANTI JOIN {derived} USING (indicator_code)
        GROUP BY ALL HAVING arg_max(kind, release_id) = 'publish'
        """
    )
    connection.execute(
        f"""
        DELETE FROM {figures} f USING by_hand h
        WHERE f.region_code = TRY_CAST(h.region_code AS region_code_t)
            AND f.indicator_code = TRY_CAST(h.indicator_code AS indicator_code_t)
            AND f.year = h.year
        """
    )
    connection.execute(
        f"""
        INSERT INTO {figures} BY NAME FROM {past.observation}
        SEMI JOIN by_hand USING (region_code, indicator_code, year)
        """
    )


def join(figures: Content, derived: Derived) -> Content:
    """All figures of a release: those of files, and those worked out of them."""
    return Content.select(
        figures.connection,
        f"""
        SELECT region_code, indicator_code, year, value, status,
            CAST(source_code AS VARCHAR) AS source_code, note FROM {figures}
        UNION ALL
        SELECT region_code, indicator_code, year, value, status, source_code, '' FROM {derived}
        """,
        name="all_figures",
        is_view=True,
    )


def compare(content: Content, past: History) -> Change:
    """Set all figures of a release against the one in force.

    A figure differs when it was added or withdrawn, or changed in value, status, source or note.
    The first release lists no changes.
    """
    change = Change.of_rows(past.connection)
    if past.number is None:
        return change
    past.connection.execute(
        f"""
        INSERT INTO {change}
        SELECT coalesce(n.region_code, o.region_code), coalesce(n.indicator_code, o.indicator_code),
            coalesce(n.year, o.year), o.value, n.value, o.status, n.status, o.source_code,
            n.source_code, o.note, n.note
        FROM {content} n FULL JOIN (
            SELECT * REPLACE (CAST(region_code AS region_code_t) AS region_code,
                CAST(indicator_code AS indicator_code_t) AS indicator_code)
            FROM {past.observation}
        ) o ON n.region_code = o.region_code AND n.indicator_code = o.indicator_code
            AND n.year = o.year
        WHERE o.value IS NULL OR n.value IS NULL OR o.value <> n.value
            OR o.status <> CAST(n.status AS VARCHAR) OR o.source_code <> n.source_code
            OR o.note <> n.note
        """
    )
    return change


def regions_differ(places: Places, past: History) -> bool:
    """Whether the release in force has other regions, or places one of them elsewhere."""
    columns = "CAST(region_code AS VARCHAR), level, parent_code, province_code"
    regions = f"SELECT {columns} FROM {places}"
    in_force = f"SELECT {columns} FROM current.region"
    differing = f"({regions} EXCEPT {in_force}) UNION ALL ({in_force} EXCEPT {regions})"
    return count_rows(past.connection, f"({differing})") > 0


def items_differ(items: Items, past: History) -> bool:
    """Whether registers list anything that they do not list in the release in force, or less."""
    listed, in_force = (f"SELECT {', '.join(Items.columns)} FROM {t}"
                        for t in (items, past.register_item))  # fmt: skip
    differing = f"({listed} EXCEPT ALL {in_force}) UNION ALL ({in_force} EXCEPT ALL {listed})"
    return count_rows(past.connection, f"({differing})") > 0


def compare_incoming(
    incoming: Incoming, past: History, catalog: Catalog, new_sources: Iterable[Source] = ()
) -> Compared:
    """Set a file's figures against the release in force.

    A figure changes when its value or status does, when the file brings a note of its own, or
    cites another publication of the catalog of no lower grade. The same value from any other
    publication keeps its citation. Rows with is_withdrawal take theirs back.

    new_sources: publications that the catalog does not hold.
    """
    connection = past.connection
    graded = _grade_sources(past, catalog, new_sources)
    change = Change.of_rows(connection)
    # What differs in the last bit only was written in another unit. Grades sort by the alphabet;
    # a publication that nobody lists has the lowest.
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE met AS
        SELECT region_code, indicator_code, year, o.value AS value_before, n.value AS value_after,
            o.status AS status_before, n.status AS status_after, o.source_code AS source_before,
            n.source_code AS source_after, o.note AS note_before, n.note AS note_after,
            coalesce(b.grade, 'C') AS grade_before, coalesce(a.grade, 'C') AS grade_after,
            o.value IS NOT NULL AND grade_after > grade_before AS is_lower,
            o.value IS NULL OR abs(o.value - n.value) > 1e-12 * abs(o.value) AS differs,
            NOT is_lower AND coalesce(a.is_own, false) AND n.source_code <> o.source_code
                AS is_cited_anew
        FROM (
            -- A column without any text comes as one of numbers.
            SELECT * REPLACE (CAST(status AS VARCHAR) AS status, CAST(note AS VARCHAR) AS note,
                CAST(source_code AS VARCHAR) AS source_code)
            FROM {incoming} WHERE NOT is_withdrawal
        ) n LEFT JOIN {past.observation} o USING (region_code, indicator_code, year)
        LEFT JOIN {graded} a ON a.code = n.source_code
        LEFT JOIN {graded} b ON b.code = o.source_code
        """
    )
    connection.execute(
        f"""
        INSERT INTO {change}
        SELECT region_code, indicator_code, year, value_before, value_after, status_before,
            status_after, source_before,
            CASE WHEN differs OR is_cited_anew THEN source_after ELSE source_before END,
            note_before, CASE WHEN (note_after = '' OR is_lower) AND NOT differs THEN note_before
                ELSE note_after END
        FROM met WHERE differs OR status_before <> status_after OR is_cited_anew
            OR (note_after <> '' AND note_after <> note_before AND NOT is_lower)
        """
    )
    lower_grade = LowerGrade.select(
        connection, "FROM met WHERE is_lower AND (differs OR status_before <> status_after)"
    )
    connection.execute(
        f"""
        INSERT INTO {change}
        SELECT o.region_code, o.indicator_code, o.year, o.value, NULL, o.status, NULL,
            o.source_code, NULL, o.note, NULL
        FROM {past.observation} o SEMI JOIN (FROM {incoming} WHERE is_withdrawal) n
            USING (region_code, indicator_code, year)
        """
    )
    return Compared(change, lower_grade, graded)


def _grade_sources(past: History, catalog: Catalog, new_sources: Iterable[Source]) -> Graded:
    known = {s.code: s for s in new_sources} | catalog.sources
    own = catalog.sources.keys() - catalog.named_sources
    rows = [(s.code, s.title, s.grade, s.code in own) for s in known.values()]
    return Graded.of_rows(past.connection, rows)


class Affected(DerivedCodes):
    """The derived indicators that a changed indicator is a part of."""

    table = "affected"


def add_derived(change: Change, past: History, places: Places, catalog: Catalog) -> None:
    """Work out anew the derived figures whose parts change, and add what changes of them.

    Only regions and years that a changed part is looked at in are worked out. Impossible results
    are warnings in the table `issue`.
    """
    connection = past.connection
    changed = connection.execute(f"SELECT DISTINCT indicator_code FROM {change}").fetchall()
    codes = _affected(catalog, {code for (code,) in changed})
    if not codes:
        return
    affected = Affected.of_rows(connection, [(code,) for code in sorted(codes)])
    # What is a change over some years depends on its first year, too.
    spans = sorted({i.years_back for i in catalog.indicators.values() if i.years_back})
    later = "".join(f" UNION SELECT region_code, year + {span} FROM {change}" for span in spans)
    earlier = "".join(f" UNION SELECT region_code, year - {span} FROM pair" for span in spans)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pair AS"
        f" SELECT DISTINCT region_code, year FROM {change}{later}"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE needed AS"
        f" SELECT DISTINCT region_code, year FROM pair{earlier}"
    )
    around = Figures.select(
        connection,
        f"""
        SELECT CAST(region_code AS region_code_t) AS region_code,
            CAST(indicator_code AS indicator_code_t) AS indicator_code, year, value,
            CAST(status AS status_t) AS status, source_code
        FROM (
            SELECT region_code, indicator_code, year, value, status, source_code
            FROM {past.observation} SEMI JOIN needed USING (region_code, year)
            ANTI JOIN {change} USING (region_code, indicator_code, year)
            UNION ALL
            SELECT region_code, indicator_code, year, value_after, status_after, source_after
            FROM {change} WHERE value_after IS NOT NULL
        ) ANTI JOIN {derived_codes(past, catalog)} USING (indicator_code)
        """,
        name="around",
    )
    derived = derive(around, places, catalog)
    connection.execute(
        f"""
        DELETE FROM issue WHERE kind = 'derived_out_of_range' AND file NOT IN (
            SELECT concat('indicators/', indicator_code, '.yml') FROM {affected})
        """
    )
    connection.execute(
        f"""
        INSERT INTO {change}
        SELECT coalesce(n.region_code, o.region_code), coalesce(n.indicator_code, o.indicator_code),
            coalesce(n.year, o.year), o.value, n.value, o.status, n.status, o.source_code,
            n.source_code, o.note, CASE WHEN n.value IS NOT NULL THEN '' END
        FROM (
            -- Years that a change only starts from are worked out, too, and have not changed.
            FROM (
                SELECT CAST(region_code AS VARCHAR) AS region_code,
                    CAST(indicator_code AS VARCHAR) AS indicator_code, year, value,
                    CAST(status AS VARCHAR) AS status, source_code FROM {derived} d
                SEMI JOIN {affected} a ON a.indicator_code = CAST(d.indicator_code AS VARCHAR)
            ) SEMI JOIN pair USING (region_code, year)
        ) n FULL JOIN (
            FROM {past.observation} SEMI JOIN {affected} USING (indicator_code)
            SEMI JOIN pair USING (region_code, year)
        ) o ON n.region_code = o.region_code AND n.indicator_code = o.indicator_code
            AND n.year = o.year
        WHERE o.value IS NULL OR n.value IS NULL OR o.value <> n.value
            OR o.status <> n.status OR o.source_code <> n.source_code
        """
    )


def _affected(catalog: Catalog, changed: set[str]) -> set[str]:
    """The derived indicators that some changed indicator is a part of, at any remove."""
    formulas = {i.code: i.parts for i in catalog.indicators.values() if i.formula is not None}
    affected: set[str] = set()
    for code in TopologicalSorter(formulas).static_order():
        if not (changed | affected).isdisjoint(formulas.get(code, ())):
            affected.add(code)
    return affected


def digest_changes(change: Change, based_on: int | None) -> str:
    """A checksum of exactly what the changes make of the release it is based on."""
    cells = ", '\t', ".join(
        f"coalesce(CAST({column} AS VARCHAR), '-')"
        for column in ("region_code", "value_after", "status_after", "source_after", "note_after")
    )
    found = change.connection.execute(
        f"""
        SELECT sha256(concat({based_on or 0}, string_agg(part, '' ORDER BY indicator_code, year)))
        FROM (
            SELECT indicator_code, year, sha256(concat(indicator_code, year,
                string_agg(concat({cells}), chr(10) ORDER BY region_code))) AS part
            FROM {change} GROUP BY indicator_code, year
        )
        """
    ).fetchone()
    return str(found[0]) if found else ""
