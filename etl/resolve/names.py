"""What the names in one upload mean: put beside its cells, and told where nobody can say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import pandas as pd

from etl.check import row_checks
from etl.check.issues import Issue, Severity, add_issues
from etl.read.cells import units_in
from etl.resolve.indicators import IndicatorFinder
from etl.resolve.regions import Place, RegionFinder
from etl.resolve.sources import find_sources
from etl.resolve.texts import SUGGESTIONS, Found, Suggestion, clean_status, clean_year
from etl.resolve.units import UnitFinder
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Source, Text

# More than this nobody reads one by one.
_MOST_TOLD = 2_000
# Names beyond this many are told without suggestions: nobody decides them one by one.
_MOST_SUGGESTED = 300
# Kinds that are told once a name here, and not once a cell.
TOLD_BY_NAME = frozenset(
    {
        "region_unknown",
        "indicator_unknown",
        "indicator_derived",
        "unit_unknown",
        "unit_not_convertible",
        "source_unknown",
    }
)
# What a reader tells of a whole file need not be told again of its blank cells.
_TOLD_OF_FILE = {
    "region_missing": "region_unknown",
    "indicator_missing": "indicator_unknown",
    "unit_missing": "unit_unknown",
    "source_missing": "source_unknown",
    "year_missing": "year_not_whole",
}


@dataclass(frozen=True)
class UnknownName:
    """A name that nobody could place, as a question for the analyst.

    kind is region, indicator or unit; company is the region above it, or the unit beside it.
    The answer is kept with etl.resolve.aliases.append_aliases.
    """

    kind: str
    text: str
    company: str
    cells: int
    suggestions: tuple[Suggestion, ...]


class Recognition:
    """What the names of one upload were taken for, and which nobody could place."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalog: Catalog, aliases: Sequence[Alias]
    ) -> None:
        self._connection = connection
        self._catalog = catalog
        self._units = UnitFinder(catalog, aliases)
        self._indicators = IndicatorFinder(catalog, aliases, self._units)
        self._regions = RegionFinder(catalog, aliases)
        self._places: dict[Place, Found] = {}
        self._whats: dict[tuple[str, str, str], Found] = {}

    @cached_property
    def _sources(self) -> tuple[dict[str, str], list[Source]]:
        texts = [row[0] for row in self._distinct("source")]
        return find_sources(texts, self._catalog)

    @property
    def new_sources(self) -> list[Source]:
        """Publications that the catalog does not have."""
        return self._sources[1]

    def put_all(self) -> None:
        """Make the tables that say what each text means: place_of, what_of, year_of, …"""
        self._put_places()
        self._put_indicators()
        self._put("source_of", {"source": list(self._sources[0].items())}, "source")
        for column, clean in (("year", clean_year), ("status", clean_status)):
            texts = [(text, clean(text)) for (text,) in self._distinct(column)]
            self._put(f"{column}_of", {column: texts}, column)

    def _distinct(self, columns: str) -> list[tuple[str, ...]]:
        return self._connection.execute(f"SELECT DISTINCT {columns} FROM upload").fetchall()

    def _put(self, table: str, rows: dict[str, list[tuple[str, str]]], column: str) -> None:
        self._put_frame(table, pd.DataFrame(rows[column], columns=[column, "code"], dtype="str"))

    def _put_frame(self, table: str, frame: pd.DataFrame) -> None:
        """Make a table of many texts: as literals they would be read letter by letter."""
        self._connection.register("frame", frame)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS FROM frame")
        self._connection.unregister("frame")

    def _put_places(self) -> None:
        written: dict[tuple[str, ...], Place] = {}
        for text in ("region", "region_name"):
            for key in self._distinct(f"sheet, {text}, parent, year"):
                year = clean_year(key[3])
                number = int(year) if year.isdecimal() and len(year) == 4 else 2000
                written[key] = Place(key[0], key[1], key[2], number)
        self._places = self._regions.find_all(dict.fromkeys(written.values()))
        rows = [
            (
                *key,
                self._places[place].code,
                self._places[place].is_assumed,
                self._regions.is_outdated(place.text, place.year),
            )
            for key, place in written.items()
        ]
        columns = ["sheet", "region", "parent", "year", "code", "is_assumed", "is_outdated"]
        frame = pd.DataFrame(rows, columns=columns)
        frame[columns[:5]] = frame[columns[:5]].astype("str")
        self._put_frame("place_of", frame)

    def _put_indicators(self) -> None:
        rows = []
        for indicator, unit, scope in self._distinct("indicator, unit, scope"):
            found, unit_code = self._find_what(indicator, unit, scope)
            self._whats[indicator, unit, scope] = found
            rows.append((indicator, unit, scope, found.code, unit_code))
        columns = ["indicator", "unit", "scope", "indicator_code", "unit_code"]
        self._put_frame("what_of", pd.DataFrame(rows, columns=columns, dtype="str"))

    def _find_what(self, indicator: str, unit: str, scope: str) -> tuple[Found, str | None]:
        """Indicator and unit as codes; of several units the one that the indicator converts from.

        A line such as 单位：亿元、% gives several; where not exactly one fits, there is none.
        """
        units = units_in(unit)
        if len(units) < 2:
            code = self._units.find(unit) if unit.strip() else self._units.in_name(indicator)
            return self._indicators.find(indicator, code or unit, scope), code
        fitting = {}
        for code in filter(None, map(self._units.find, units)):
            found = self._indicators.find(indicator, code, scope)
            kept_in = self._catalog.unit_of(found.code) if found.code else None
            if kept_in is not None and kept_in.base == self._catalog.units[code].base:
                fitting[code] = found
        if len(fitting) == 1:
            code, found = fitting.popitem()
            return found, code
        return self._indicators.find(indicator, "", scope), None

    def unknown_names(self) -> list[UnknownName]:
        """Every name that is not resolved, once, with suggestions; needs the table `loaded`."""
        unknown: list[UnknownName] = []
        for text, parent, sheet, year, cells in self._faulty(
            "region_unknown",
            "region, parent",
            ", arg_min(u.sheet, ordinal), arg_min(u.year, ordinal)",
        ):
            found = self._find_place(sheet, text, parent, year)
            is_told = len(unknown) < _MOST_SUGGESTED
            suggestions = self._regions.suggest(text, found, sheet) if is_told else ()
            unknown.append(UnknownName("region", text, parent, cells, suggestions))
        regions = len(unknown)
        for text, unit, scope, cells in self._faulty("indicator_unknown", "indicator, unit, scope"):
            is_told = len(unknown) - regions < _MOST_SUGGESTED
            found = self._whats[text, unit, scope]
            if found.scopes:  # the name is known, and matching it would hold for all scopes
                continue
            suggestions = self._indicators.suggest(text, found) if is_told else ()
            unknown.append(UnknownName("indicator", text, unit, cells, suggestions))
        for text, cells in self._faulty("unit_unknown", "unit"):
            if text.strip() and len(units_in(text)) < 2:
                listed = [
                    Suggestion(c, self._catalog.units[c].name.zh, self._catalog.units[c].name.en)
                    for c in self._units.suggest(text)
                ]
                unknown.append(UnknownName("unit", text, "", cells, tuple(listed)))
        return unknown

    def _find_place(self, sheet: str, text: str, parent: str, year: str) -> Found:
        cleaned = clean_year(year)
        number = int(cleaned) if cleaned.isdecimal() and len(cleaned) == 4 else 2000
        return self._places.get(Place(sheet, text, parent, number), Found(None))

    def _faulty(self, kind: str, columns: str, also: str = "") -> list[tuple[Any, ...]]:
        return self._connection.execute(
            f"""
            SELECT {columns}{also}, count(*) FROM loaded l JOIN upload u USING (ordinal)
            WHERE faults & {row_checks.BIT[kind]} > 0 GROUP BY {columns}
            ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()

    def tell(self, file: str, unknown: Sequence[UnknownName]) -> None:
        """Write what is to be said about names, units and sources to the table `issue`."""
        suggested = {(u.kind, u.text, u.company): u.suggestions for u in unknown}
        told = [
            *self._tell_regions(file, suggested),
            *self._tell_assumed(file),
            *self._tell_outdated(file),
            *self._tell_indicators(file, suggested),
            *self._tell_units(file, suggested),
            *self._tell_sources(file),
        ]
        add_issues(self._connection, told)
        self._leave_out_told()

    def _leave_out_told(self) -> None:
        """Leave out blank names and years that the reader has told of the file as a whole."""
        for missing, kind in _TOLD_OF_FILE.items():
            self._connection.execute(
                f"""
                DELETE FROM issue WHERE kind = '{kind}' AND trim(value) = ''
                    AND EXISTS (FROM issue WHERE kind = '{missing}')
                """
            )

    def _tell_regions(
        self, file: str, suggested: dict[tuple[str, str, str], tuple[Suggestion, ...]]
    ) -> Iterable[Issue]:
        for where, (text, parent, year), cells in self._groups(
            "region_unknown", "region, parent, any_value(u.year)", "region, parent"
        ):
            found = self._find_place(where[0], text, parent, year)
            suggestions = suggested.get(("region", text, parent), ())
            listed = "、".join(s.text for s in suggestions)
            if not text.strip():
                message = Text(zh="没有地区", en="no region is given")
            elif len(found.candidates) > 1:
                n = len(found.candidates)
                message = Text(zh=f"“{text}”有{n}处同名地区", en=f'{n} regions are called "{text}"')
            elif found.candidates:
                message = Text(
                    zh=f"“{text}”不在“{parent}”之内", en=f'"{text}" does not lie in "{parent}"'
                )
            else:
                message = Text(zh=f"没有名为“{text}”的地区", en=f'no region is called "{text}"')
            accepted = Text(
                zh="代码、唯一的全称，或在同一行写明上级地区"
                + (f"；是否为：{listed}" if listed else ""),
                en="a code, a full name, or the region above it in the same row"
                + (f"; perhaps {listed}" if listed else ""),
            )
            yield _issue(
                file, where, text, _with_cells(message, cells), accepted, "error",
                "region_unknown", tuple(s.text for s in suggestions),
            )  # fmt: skip

    def _tell_assumed(self, file: str) -> Iterable[Issue]:
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                region, p.code, count(*), any_value(u.year), any_value(u.parent)
            FROM upload u JOIN place_of p USING (sheet, region, parent, year)
            WHERE p.is_assumed GROUP BY region, p.code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, text, code, cells, year, parent in rows:
            chosen = self._regions.describe(code)
            found = self._find_place(sheet, text, parent, year)
            others = [self._regions.describe(c) for c in found.candidates if c != code]
            listed = "、".join(s.text for s in others[:SUGGESTIONS])
            message = Text(
                zh=f"“{text}”按{chosen.text}读取；同名的还有：{listed}",
                en=f'"{text}" is read as {chosen.text}; others of that name: {listed}',
            )
            accepted = Text(
                zh="所指即此地区时接受；否则写全称或上级地区",
                en="accept it if this is meant; otherwise write the full name or the region above",
            )
            yield _issue(
                file, (sheet, row, letter), text, _with_cells(message, cells), accepted,
                "warning", "region_assumed", tuple(s.text for s in (chosen, *others))[:3],
            )  # fmt: skip

    def _tell_outdated(self, file: str) -> Iterable[Issue]:
        """Notices: regions under a name that they gave up before the year of the figure."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                region, p.code, min(u.year), count(*)
            FROM upload u JOIN place_of p USING (sheet, region, parent, year)
            WHERE p.code IS NOT NULL AND p.is_outdated
            GROUP BY region, p.code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, text, code, year, cells in rows:
            name = self._catalog.regions[code].name
            message = Text(
                zh=f"“{text}”在{year}年已更名，读为{name.zh}",
                en=f'"{text}" had another name by {year} and is read as {name.en}',
            )
            yield _issue(
                file, (sheet, row, letter), text, _with_cells(message, cells),
                Text(zh="无须处理", en="nothing to do"), "notice", "region_old_name",
            )  # fmt: skip

    def _tell_indicators(
        self, file: str, suggested: dict[tuple[str, str, str], tuple[Suggestion, ...]]
    ) -> Iterable[Issue]:
        for where, (text, unit, scope), cells in self._groups(
            "indicator_unknown", "indicator, unit, scope", "u.indicator, u.unit, u.scope"
        ):
            if named := self._whats[text, unit, scope].scopes:
                yield self._scope_unclear(file, where, text, named, cells)
                continue
            suggestions = suggested.get(("indicator", text, unit), ())
            listed = "、".join(s.text for s in suggestions)
            message = (
                Text(zh=f"指标目录中没有“{text}”", en=f'the catalog has no indicator "{text}"')
                if text.strip()
                else Text(zh="没有指标", en="no indicator is given")
            )
            accepted = Text(
                zh="指标目录中的代码或名称"
                + (f"；是否为：{listed}" if listed else "；新指标须先填写指标卡"),
                en="a code or name of the catalog"
                + (f"; perhaps {listed}" if listed else "; a new indicator needs a card first"),
            )
            yield _issue(
                file, where, text, _with_cells(message, cells), accepted, "error",
                "indicator_unknown", tuple(s.text for s in suggestions),
            )  # fmt: skip
        yield from self._tell_scopes(file)
        for where, (text,), cells in self._groups("indicator_derived", "indicator", "indicator"):
            message = Text(
                zh=f"“{text}”由本平台按公式计算，不从文件读取",
                en=f'"{text}" is worked out here by a formula and not taken from files',
            )
            accepted = Text(
                zh="公式所用的指标；公布值须另立指标",
                en="the parts of the formula; a published ratio needs an indicator of its own",
            )
            yield _issue(
                file, where, text, _with_cells(message, cells), accepted, "error",
                "indicator_derived",
            )  # fmt: skip

    def _scope_unclear(
        self, file: str, where: tuple[str, int, str], text: str, named: tuple[str, ...], cells: int
    ) -> Issue:
        if any(code in self._catalog.scopes for code in named):
            scope = self._scope_names(named)
            message = Text(
                zh=f"“{text}”的范围写为{scope.zh}，指标目录中没有该范围的这一指标",
                en=f'"{text}" stands under the scope {scope.en}, for which the catalog has no such'
                " indicator",
            )
        else:
            message = Text(
                zh=f"“{text}”旁写有“不含”“不包括”或“外部支出”，不能确定为全社会数",
                en=f'beside "{text}" stands that something is not included, or spent outside; these'
                " may not be figures of the whole society",
            )
        accepted = Text(
            zh="该范围的指标须先填写指标卡；确为全社会数的，在“范围”中选全社会",
            en="a card for the indicator of this scope; if these are figures of the whole society,"
            " say so as the scope",
        )
        return _issue(
            file, where, text, _with_cells(message, cells), accepted, "error", "scope_unclear"
        )

    def _tell_scopes(self, file: str) -> Iterable[Issue]:
        """Notices: indicators that were chosen by what the file says of their scope."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(sheet, ordinal), arg_min(row, ordinal), arg_min(letter, ordinal),
                indicator, scope, any_value(unit), indicator_code, count(*)
            FROM upload JOIN what_of USING (indicator, unit, scope) WHERE indicator_code IS NOT NULL
            GROUP BY indicator, scope, indicator_code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, text, scope, unit, code, cells in rows:
            if named := self._whats[text, unit, scope].scopes:
                said, chosen = self._scope_names(named), self._catalog.indicators[code].name
                message = Text(
                    zh=f"“{text}”的范围写为{said.zh}，读为“{chosen.zh}”",
                    en=f'"{text}" stands under the scope {said.en} and is read as "{chosen.en}"',
                )
                accepted = Text(zh="无须处理", en="nothing to do")
                yield _issue(
                    file, (sheet, row, letter), text, _with_cells(message, cells), accepted,
                    "notice", "scope_taken",
                )  # fmt: skip

    def _scope_names(self, codes: Iterable[str]) -> Text:
        known = [self._catalog.scopes[code].name for code in codes if code in self._catalog.scopes]
        return Text(
            zh="、".join(f"“{name.zh}”" for name in known),
            en=", ".join(f'"{name.en}"' for name in known),
        )

    def _tell_units(
        self, file: str, suggested: dict[tuple[str, str, str], tuple[Suggestion, ...]]
    ) -> Iterable[Issue]:
        wanted = "any_value(w.indicator_code)"
        for kind in ("unit_unknown", "unit_not_convertible"):
            for where, (text, code), cells in self._groups(
                kind, f"unit, {wanted}", "unit, w.indicator_code"
            ):
                unit = self._catalog.unit_of(code).name if code else None
                suggestions = suggested.get(("unit", text, ""), ())
                if kind == "unit_unknown" and len(units_in(text)) > 1:
                    continue
                if not text.strip() and kind == "unit_unknown":
                    message = Text(zh="没有写明单位", en="no unit is given")
                elif kind == "unit_unknown":
                    message = Text(zh=f"不认识的单位“{text}”", en=f'the unit "{text}" is unknown')
                else:
                    message = Text(
                        zh=f"单位“{text}”不能换算为{unit.zh if unit else ''}",
                        en=f'"{text}" cannot be converted into {unit.en if unit else ""}',
                    )
                accepted = Text(
                    zh=f"{unit.zh if unit else '指标目录所列单位'}，或可换算的单位",
                    en=f"{unit.en if unit else 'the unit of the catalog'}, or one that converts",
                )
                listed = tuple(s.zh for s in suggestions)
                if not listed and unit is not None and not text.strip():
                    listed = (unit.zh,)
                yield _issue(
                    file, where, text, _with_cells(message, cells), accepted, "error", kind, listed
                )
        yield from self._tell_unclear_units(file)
        yield from self._tell_conversions(file)

    def _tell_unclear_units(self, file: str) -> Iterable[Issue]:
        """Questions, one an indicator: several units are said, and which is its own is open."""
        for where, (unit, text), cells in self._groups(
            "unit_unknown", "unit, indicator", "u.unit, u.indicator"
        ):
            if len(units_in(unit)) > 1:
                message = Text(
                    zh=f"“{text}”的单位写为“{unit}”，不能确定是哪一个",
                    en=f'the unit of "{text}" is said to be "{unit}"; it is unclear which',
                )
                accepted = Text(
                    zh="给出这一指标的单位",
                    en="the unit of this indicator (--unit-of INDICATOR=UNIT)",
                )
                yield _issue(
                    file, where, text, _with_cells(message, cells), accepted, "error",
                    "unit_unclear", tuple(units_in(unit)),
                )  # fmt: skip

    def _tell_conversions(self, file: str) -> Iterable[Issue]:
        """Notices: every unit that was converted, with one figure as an example."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                l.indicator_code, w.unit_code, arg_min(u.value, ordinal), arg_min(l.value, ordinal),
                count(*), any_value(c.numerator / c.denominator)
            FROM loaded l JOIN upload u USING (ordinal)
            JOIN what_of w USING (indicator, unit, scope)
            JOIN indicator_spelling i ON i.spelling = CAST(l.indicator_code AS VARCHAR)
            JOIN conversion c ON c.spelling = w.unit_code AND c.unit_code = i.unit_code
            WHERE l.value IS NOT NULL AND c.numerator <> c.denominator
            GROUP BY l.indicator_code, w.unit_code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, code, unit_code, written, value, cells, ratio in rows:
            kept, unit = self._catalog.unit_of(code), self._catalog.units[unit_code]
            factor = f"×{ratio:.12g}" if ratio >= 1 else f"÷{1 / ratio:.12g}"
            name = self._catalog.indicators[code].name
            message = Text(
                zh=f"{name.zh}：{unit.name.zh}换算为{kept.name.zh}（{factor}），"
                f"如{written}→{value:.12g}",
                en=f"{name.en}: {unit.name.en} converted into {kept.name.en} ({factor}),"
                f" such as {written} → {value:.12g}",
            )
            accepted = Text(zh="无须处理", en="nothing to do")
            yield _issue(
                file, (sheet, row, letter), unit_code, _with_cells(message, cells), accepted,
                "notice", "unit_converted",
            )  # fmt: skip

    def _tell_sources(self, file: str) -> Iterable[Issue]:
        for where, (text,), cells in self._groups("source_unknown", "source", "source"):
            yield _issue(
                file,
                where,
                text,
                _with_cells(Text(zh="没有写明来源", en="no source is given"), cells),
                Text(
                    zh="出版物的名称，或来源目录中的代码",
                    en="the title of the publication, or its code in the catalog",
                ),
                "error",
                "source_unknown",
            )
        first = {
            code: (sheet, row, letter)
            for code, sheet, row, letter in self._connection.execute(
                """
                SELECT o.code, arg_min(sheet, ordinal), arg_min(row, ordinal),
                    arg_min(letter, ordinal) FROM upload JOIN source_of o USING (source) GROUP BY 1
                """
            ).fetchall()
        }
        for source in self.new_sources[:_MOST_TOLD]:
            yield _issue(
                file,
                first[source.code],
                source.title,
                Text(
                    zh=f"来源“{source.title}”不在来源目录中，将随本次发布登记为C级来源",
                    en=f'the source "{source.title}" is not in the catalog; it will be entered'
                    " with this release as grade C",
                ),
                Text(
                    zh="无须处理；或改用目录中的代码", en="nothing to do; or a code of the catalog"
                ),
                "notice",
                "source_new",
            )

    def _groups(
        self, kind: str, columns: str, group: str
    ) -> Iterable[tuple[tuple[str, int, str], tuple[str, ...], int]]:
        """Cells with a fault, by their texts: where the first stands, the texts, how many."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                {columns}, count(*)
            FROM loaded l JOIN upload u USING (ordinal)
            JOIN what_of w USING (indicator, unit, scope)
            WHERE faults & {row_checks.BIT[kind]} > 0 GROUP BY {group}
            ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, *texts, cells in rows:
            yield (sheet, row, letter), tuple(texts), cells


def _with_cells(message: Text, cells: int) -> Text:
    if cells == 1:
        return message
    return Text(zh=f"{message.zh}（共{cells}格）", en=f"{message.en} ({cells} cells)")


def _issue(
    file: str,
    where: tuple[str, int, str],
    value: str,
    message: Text,
    accepted: Text,
    severity: Severity,
    kind: str,
    suggestions: tuple[str, ...] = (),
) -> Issue:
    sheet, row, letter = where
    return Issue(
        file=file,
        sheet=sheet,
        row=row,
        column=letter,
        value=value,
        message=message,
        accepted=accepted,
        severity=severity,
        kind=kind,
        suggestions=suggestions,
    )
