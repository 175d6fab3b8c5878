"""The codes that figures may have: regions, indicators, sources and statuses as closed lists."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from etl.release.history import History
from etl.release.tables import Places
from etl.sql import create_enum
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Level, Source

# SDMX code list CL_OBS_STATUS, without the codes that stand for "there is no value" (H, K, L, M,
# O, Q): a missing figure is a missing row here. The order is from the most to the least certain,
# so that the greatest status of several is that of the least certain:
# measured as defined; measured under a stated difference (derogation, includes other data,
# special event, break, definition differs); inferred (imputed, estimated); too small to matter;
# not final (provisional, unvalidated); weak (experimental, unreliable); not yet happened.
STATUSES = ("A", "J", "W", "S", "B", "D", "I", "E", "N", "P", "V", "G", "U", "F")
LEVELS: tuple[Level, ...] = ("nation", "province", "city", "county", "zone")


def declare_codes(past: History, catalog: Catalog, new_sources: Iterable[Source] = ()) -> Places:
    """Declare the types region_code_t, indicator_code_t, source_code_t and status_t.

    They hold the codes of the catalog, of the release in force (the catalog may have dropped some
    since) and of new sources. Returns the catalog's regions.
    """
    in_force = past.codes()
    known: dict[str, Iterable[str]] = {
        "region_code": catalog.regions,
        "indicator_code": catalog.indicators,
        "source_code": (*catalog.sources, *(source.code for source in new_sources)),
    }
    for column, codes in known.items():
        create_enum(past.connection, f"{column}_t", sorted({*codes, *in_force[column]}))
    create_enum(past.connection, "status_t", STATUSES)
    return _list_places(past.connection, catalog)


def _list_places(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> Places:
    rows = []
    for region in catalog.regions.values():
        province = catalog.province_of(region.code)
        rows.append(
            (region.code, region.level, region.parent_code, province.code if province else "")
        )
    return Places.of_rows(connection, rows)
