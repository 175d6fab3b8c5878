"""Many observations at once, with the words that explain them: what leaves the dashboard as data.

Rows come out as batches and are never held all together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from scoreboard.catalog.models import Level
from scoreboard.store.reading import Store

ROWS_A_BATCH = 4096
# What one statement sorts at most, unless a single indicator has more.
_ROWS_SORTED, _MOST_YEARS = 30_000, 40
COLUMNS = (
    *("region_code", "region", "level", "indicator_code", "indicator", "year", "value", "unit"),
    *("status", "source_code", "source", "note", "release"),
)
# In which order observations stand; a key that names one also says where the next page begins.
Key = tuple[str, int, str]


@dataclass(frozen=True)
class Selection:
    """Which observations are wanted; what is left empty restricts nothing.

    within: the code of a province or city, of the regions in it. first_year, last_year: inclusive.
    """

    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    level: Level | None = None
    within: str | None = None
    first_year: int | None = None
    last_year: int | None = None


# `status` as scoreboard.answers.sources.with_grades gives it; a test holds the two together.
_SELECT = """
    SELECT o.region_code, p.region, r.level, o.indicator_code, i.indicator,
           o.year::INTEGER AS year, o.value, i.unit,
           CASE WHEN o.status = 'P' AND (NOT i.is_first_estimate OR s.is_copy) THEN 'U'
                ELSE o.status END AS status,
           o.source_code, s.source, coalesce(n.written, o.note) AS note,
           $release::INTEGER AS release
    FROM observation o
    JOIN region r USING (region_code)
    JOIN named_regions p USING (region_code)
    JOIN named_indicators i USING (indicator_code)
    JOIN named_sources s USING (source_code)
    LEFT JOIN written_notes n USING (note)
    WHERE {where}
    ORDER BY o.indicator_code, o.year, o.region_code
    LIMIT $limit
"""
_CONDITIONS = {
    # The blocks of the table are sorted by indicator: first and last say which of them to read.
    "indicators": """o.indicator_code BETWEEN $first_indicator AND $last_indicator
        AND o.indicator_code IN (SELECT unnest($indicators))""",
    "regions": "o.region_code IN (SELECT unnest($regions))",
    "level": "r.level = $level",
    "within": "$within IN (r.province_code, r.parent_code) AND r.region_code <> $within",
    "first_year": "o.year >= $first_year",
    "last_year": "o.year <= $last_year",
}
# One value at a time for the first column, which the blocks of the table are sorted by.
_AFTER = """o.indicator_code >= $after_indicator
    AND (o.indicator_code, o.year, o.region_code)
        > ($after_indicator, $after_year::SMALLINT, $after_region)"""


def stream_observations(
    store: Store,
    selection: Selection,
    names: Mapping[str, pa.Table],
    *,
    as_json: bool = False,
    after: Key | None = None,
    limit: int | None = None,
) -> Iterator[pa.RecordBatch]:
    """The observations selected, with COLUMNS, in order of indicator, year and region.

    names: the words for the codes, as `scoreboard.answers.observations` makes them. as_json: one
    column `row` with each observation as the text of a JSON object, besides those of its key.
    after: only those that come after this one.
    """
    for group in _groups(store, selection, after):
        part = replace(selection, indicators=group)
        sql, parameters = select_sql(part, after), _parameters(part, after)
        if as_json:
            members = ", ".join(f"'{name}': {name}" for name in COLUMNS)
            sql = (
                f"SELECT to_json({{{members}}})::VARCHAR AS row, indicator_code, year, region_code"
                f" FROM ({sql}) ORDER BY indicator_code, year, region_code"
            )
        parameters |= {"release": store.number, "limit": limit}
        for batch in store.stream(sql, parameters, names, ROWS_A_BATCH):
            yield batch
            limit = None if limit is None else limit - len(batch)
        if limit == 0:
            return


def _groups(store: Store, selection: Selection, after: Key | None) -> Iterator[tuple[str, ...]]:
    """The indicators in the order of codes, so many at a time as have some ten thousand figures.

    A statement sorts what it reads: one over a whole release would hold all of it.
    """
    counts = store.count_by_indicator()
    wanted = sorted(selection.indicators) or list(counts)
    group: list[str] = []
    rows = 0
    for code in wanted:
        if after is not None and code < after[0]:
            continue
        number = counts.get(code, 0)
        if selection.regions:
            number = min(number, len(selection.regions) * _MOST_YEARS)
        if group and rows + number > _ROWS_SORTED:
            yield tuple(group)
            group, rows = [], 0
        group.append(code)
        rows += number
    if group:
        yield tuple(group)


def select_sql(selection: Selection, after: Key | None) -> str:
    """The statement that reads what is selected; $release and $limit are still to be given."""
    given = _parameters(selection, None)
    chosen = [condition for key, condition in _CONDITIONS.items() if key in given]
    conditions = chosen if after is None else [*chosen, _AFTER]
    return _SELECT.format(where=" AND ".join(conditions) or "true")


def _parameters(selection: Selection, after: Key | None) -> dict[str, object]:
    """What the statement is given, without what restricts nothing."""
    wanted = {key: getattr(selection, key) for key in _CONDITIONS}
    given: dict[str, object] = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in wanted.items()
        if value not in (None, ())
    }
    if selection.indicators:
        given["first_indicator"] = min(selection.indicators)
        given["last_indicator"] = max(selection.indicators)
    if after is not None:
        keys = ("after_indicator", "after_year", "after_region")
        given |= dict(zip(keys, after, strict=True))
    return given
