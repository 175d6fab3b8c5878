"""What the texts of an upload mean in codes of the catalog: names, units, years, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from etl.read.cells import units_in
from etl.relation import Relation, declare
from etl.resolve.indicators import IndicatorFinder
from etl.resolve.regions import Place, RegionFinder
from etl.resolve.sources import find_sources
from etl.resolve.texts import NameMatch, clean_status, clean_year
from etl.resolve.units import UnitFinder
from etl.resolve.upload import Upload
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Source


class PlaceOf(Relation):
    """The region that a text means beside others of its row; is_outdated: under an old name."""

    table = "place_of"
    columns = declare(
        sheet="VARCHAR",
        region="VARCHAR",
        parent="VARCHAR",
        year="VARCHAR",
        code="VARCHAR",
        is_assumed="BOOLEAN",
        is_outdated="BOOLEAN",
    )


class WhatOf(Relation):
    """The indicator and the unit that texts mean together."""

    table = "what_of"
    columns = declare(
        indicator="VARCHAR",
        unit="VARCHAR",
        scope="VARCHAR",
        indicator_code="VARCHAR",
        unit_code="VARCHAR",
    )


class TextOf(Relation):
    """The code of a text that means the same wherever it stands."""

    table = "text_of"
    columns = declare(text="VARCHAR", code="VARCHAR")


@dataclass(frozen=True)
class Meanings:
    """What every text of an upload means; a text without a meaning has no code."""

    places: PlaceOf
    whats: WhatOf
    years: TextOf
    statuses: TextOf
    sources: TextOf


class Names:
    """Finds what the names of one upload mean, and remembers why where nobody can say."""

    def __init__(self, upload: Upload, catalog: Catalog, aliases: Sequence[Alias]) -> None:
        self.upload = upload
        self.catalog = catalog
        self.units = UnitFinder(catalog, aliases)
        self.indicators = IndicatorFinder(catalog, aliases, self.units)
        self.regions = RegionFinder(catalog, aliases)
        self.whats: dict[tuple[str, str, str], NameMatch] = {}
        self._places: dict[Place, NameMatch] = {}
        self._sources, self.new_sources = self._find_sources()

    def _find_sources(self) -> tuple[dict[str, str], list[Source]]:
        """Sources by text, and publications that the catalog does not have."""
        return find_sources([text for (text,) in self._distinct("source")], self.catalog)

    def find(self) -> Meanings:
        """What every text means; needs the types of declare_codes."""
        years = [(text, clean_year(text)) for (text,) in self._distinct("year")]
        statuses = [(text, clean_status(text)) for (text,) in self._distinct("status")]
        return Meanings(
            places=self._find_places(),
            whats=self._find_whats(),
            years=self._texts("year_of", years),
            statuses=self._texts("status_of", statuses),
            sources=self._texts("source_of", list(self._sources.items())),
        )

    def place(self, sheet: str, text: str, parent: str, year: str) -> NameMatch:
        """What a region's name was taken for in its company."""
        return self._places.get(_place(sheet, text, parent, year), NameMatch(None))

    def _distinct(self, columns: str) -> list[tuple[str, ...]]:
        return self.upload.connection.execute(
            f"SELECT DISTINCT {columns} FROM {self.upload}"
        ).fetchall()

    def _texts(self, name: str, rows: list[tuple[str, str]]) -> TextOf:
        frame = pd.DataFrame(rows, columns=list(TextOf.columns), dtype="str")
        return TextOf.of_frame(self.upload.connection, frame, name=name)

    def _find_places(self) -> PlaceOf:
        written = {
            key: _place(*key)
            for text in ("region", "region_name")
            for key in self._distinct(f"sheet, {text}, parent, year")
        }
        self._places = self.regions.find_all(dict.fromkeys(written.values()))
        rows = [
            (
                *key,
                self._places[place].code,
                self._places[place].is_assumed,
                self.regions.is_outdated(place.text, place.year),
            )
            for key, place in written.items()
        ]
        columns = list(PlaceOf.columns)
        frame = pd.DataFrame(rows, columns=columns)
        frame[columns[:5]] = frame[columns[:5]].astype("str")
        return PlaceOf.of_frame(self.upload.connection, frame)

    def _find_whats(self) -> WhatOf:
        rows = []
        for indicator, unit, scope in self._distinct("indicator, unit, scope"):
            found, unit_code = self._find_what(indicator, unit, scope)
            self.whats[indicator, unit, scope] = found
            rows.append((indicator, unit, scope, found.code, unit_code))
        frame = pd.DataFrame(rows, columns=list(WhatOf.columns), dtype="str")
        return WhatOf.of_frame(self.upload.connection, frame)

    def _find_what(self, indicator: str, unit: str, scope: str) -> tuple[NameMatch, str | None]:
        """Indicator and unit as codes; of several units the one that the indicator converts from.

        A line such as 单位：亿元、% gives several; where not exactly one fits, there is none.
        """
        units = units_in(unit)
        if len(units) < 2:
            code = self.units.find(unit) if unit.strip() else self.units.in_name(indicator)
            return self.indicators.find(indicator, code or unit, scope), code
        fitting = {}
        for code in filter(None, map(self.units.find, units)):
            found = self.indicators.find(indicator, code, scope)
            kept_in = self.catalog.unit_of(found.code) if found.code else None
            if kept_in is not None and kept_in.base == self.catalog.units[code].base:
                fitting[code] = found
        if len(fitting) == 1:
            code, found = fitting.popitem()
            return found, code
        return self.indicators.find(indicator, "", scope), None


def _place(sheet: str, text: str, parent: str, year: str) -> Place:
    """A region's name with its year; without one the year hardly matters."""
    cleaned = clean_year(year)
    number = int(cleaned) if cleaned.isdecimal() and len(cleaned) == 4 else 2000
    return Place(sheet, text, parent, number)
