"""Many observations at once, with the words that explain them: what leaves the dashboard as data.

Rows come out as batches and are never held all together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from scoreboard.catalog.models import Level
from scoreboard.store.reading import Store

ROWS_A_BATCH = 4096
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
    "indicators": "o.indicator_code IN (SELECT unnest($indicators))",
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
    wanted = {key: getattr(selection, key) for key in _CONDITIONS}
    parameters = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in wanted.items()
        if value not in (None, ())
    }
    conditions = [_CONDITIONS[key] for key in parameters]
    if after is not None:
        conditions.append(_AFTER)
        keys = ("after_indicator", "after_year", "after_region")
        parameters |= dict(zip(keys, after, strict=True))
    sql = _SELECT.format(where=" AND ".join(conditions) or "true")
    if as_json:
        members = ", ".join(f"'{name}': {name}" for name in COLUMNS)
        sql = (
            f"SELECT to_json({{{members}}})::VARCHAR AS row, indicator_code, year, region_code"
            f" FROM ({sql}) ORDER BY indicator_code, year, region_code"
        )
    parameters |= {"release": store.number, "limit": limit}
    return store.stream(sql, parameters, names, ROWS_A_BATCH)
