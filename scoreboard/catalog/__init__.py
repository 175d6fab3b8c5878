"""The catalog: what is measured, in which unit, from which source, for which places."""

from scoreboard.catalog.loader import Catalog, CatalogError, load_catalog
from scoreboard.catalog.models import (
    NATION,
    Chain,
    ChainEntry,
    ChangeKind,
    Direction,
    Indicator,
    Language,
    Level,
    Pillar,
    Region,
    RegionChange,
    SeriesBreak,
    Source,
    Text,
    Unit,
)

__all__ = [
    "NATION",
    "Catalog",
    "CatalogError",
    "Chain",
    "ChainEntry",
    "ChangeKind",
    "Direction",
    "Indicator",
    "Language",
    "Level",
    "Pillar",
    "Region",
    "RegionChange",
    "SeriesBreak",
    "Source",
    "Text",
    "Unit",
    "load_catalog",
]
