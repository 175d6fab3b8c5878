"""Tells what is wrong with names, units and sources: once a name, not once a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from etl.check import row_checks
from etl.check.issues import Issue, add_issues
from etl.check.kind import Where
from etl.check.kinds import KINDS
from etl.read.cells import units_in
from etl.resolve.figures import Resolved
from etl.resolve.meanings import Meanings, Names
from etl.resolve.texts import SUGGESTIONS, Suggestion
from scoreboard.catalog.models import Text

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


_PLACED = Text(
    zh="代码、唯一的全称，或在同一行写明上级地区",
    en="a code, a full name, or the region above it in the same row",
)
_NAMED = Text(zh="指标目录中的代码或名称", en="a code or name of the catalog")
_NEEDS_CARD = Text(zh="新指标须先填写指标卡", en="a new indicator needs a card first")


class NameIssues:
    """What is to be said about the names of one upload."""

    def __init__(self, names: Names, meanings: Meanings, figures: Resolved, file: str) -> None:
        self._names = names
        self._meanings = meanings
        self._figures = figures
        self._upload = names.upload
        self._connection = names.upload.connection
        self._catalog = names.catalog
        self._file = file

    def unknown_names(self) -> list[UnknownName]:
        """Every name that is not resolved, once, with suggestions."""
        unknown: list[UnknownName] = []
        for text, parent, sheet, year, cells in self._faulty(
            "region_unknown",
            "region, parent",
            ", arg_min(u.sheet, ordinal), arg_min(u.year, ordinal)",
        ):
            found = self._names.place(sheet, text, parent, year)
            is_told = len(unknown) < _MOST_SUGGESTED
            suggestions = self._names.regions.suggest(text, found, sheet) if is_told else ()
            unknown.append(UnknownName("region", text, parent, cells, suggestions))
        regions = len(unknown)
        for text, unit, scope, cells in self._faulty("indicator_unknown", "indicator, unit, scope"):
            is_told = len(unknown) - regions < _MOST_SUGGESTED
            found = self._names.whats[text, unit, scope]
            if found.scopes:  # the name is known, and matching it would hold for all scopes
                continue
            suggestions = self._names.indicators.suggest(text, found) if is_told else ()
            unknown.append(UnknownName("indicator", text, unit, cells, suggestions))
        for text, cells in self._faulty("unit_unknown", "unit"):
            if text.strip() and len(units_in(text)) < 2:
                listed = [
                    Suggestion(c, self._catalog.units[c].name.zh, self._catalog.units[c].name.en)
                    for c in self._names.units.suggest(text)
                ]
                unknown.append(UnknownName("unit", text, "", cells, tuple(listed)))
        return unknown

    def _faulty(self, kind: str, columns: str, also: str = "") -> list[tuple[Any, ...]]:
        return self._connection.execute(
            f"""
            SELECT {columns}{also}, count(*)
            FROM {self._figures} l JOIN {self._upload} u USING (ordinal)
            WHERE faults & {row_checks.BIT[kind]} > 0 GROUP BY {columns}
            ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()

    def tell(self, unknown: Sequence[UnknownName]) -> None:
        """Write what is to be said about names, units and sources to the table `issue`."""
        suggested = {(u.kind, u.text, u.company): u.suggestions for u in unknown}
        told = [
            *self._tell_regions(suggested),
            *self._tell_assumed(),
            *self._tell_outdated(),
            *self._tell_indicators(suggested),
            *self._tell_units(suggested),
            *self._tell_sources(),
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
        self, suggested: dict[tuple[str, str, str], tuple[Suggestion, ...]]
    ) -> Iterable[Issue]:
        for where, (text, parent, year), cells in self._groups(
            "region_unknown", "region, parent, any_value(u.year)", "region, parent"
        ):
            found = self._names.place(where[0], text, parent, year)
            suggestions = suggested.get(("region", text, parent), ())
            if not text.strip():
                message = Text(zh="没有地区", en="no region is given")
            elif len(found.candidates) > 1:
                n = len(found.candidates)
                message = Text(
                    zh=f"“{{value}}”有{n}处同名地区", en=f'{n} regions are called "{{value}}"'
                )
            elif found.candidates:
                message = Text(
                    zh="“{value}”不在“{parent}”之内",
                    en='"{value}" does not lie in "{parent}"',
                )
            else:
                message = Text(zh="没有名为“{value}”的地区", en='no region is called "{value}"')
            yield self._issue(
                "region_unknown", where, text, cells, message, _or(_PLACED, suggestions),
                suggestions=_texts(suggestions), parent=parent,
            )  # fmt: skip

    def _tell_assumed(self) -> Iterable[Issue]:
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                region, p.code, count(*), any_value(u.year), any_value(u.parent)
            FROM {self._upload} u JOIN {self._meanings.places} p USING (sheet, region, parent, year)
            WHERE p.is_assumed GROUP BY region, p.code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, text, code, cells, year, parent in rows:
            chosen = self._names.regions.describe(code)
            found = self._names.place(sheet, text, parent, year)
            others = [self._names.regions.describe(c) for c in found.candidates if c != code]
            yield self._issue(
                "region_assumed", (sheet, row, letter), text, cells,
                suggestions=_texts((chosen, *others))[:3], chosen=chosen.text,
                others="、".join(_texts(others[:SUGGESTIONS])),
            )  # fmt: skip

    def _tell_outdated(self) -> Iterable[Issue]:
        """Notices: regions under a name that they gave up before the year of the figure."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                region, p.code, min(u.year), count(*)
            FROM {self._upload} u JOIN {self._meanings.places} p USING (sheet, region, parent, year)
            WHERE p.code IS NOT NULL AND p.is_outdated
            GROUP BY region, p.code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, text, code, year, cells in rows:
            name = self._catalog.regions[code].name
            yield self._issue(
                "region_old_name", (sheet, row, letter), text, cells,
                year=year, name_zh=name.zh, name_en=name.en,
            )  # fmt: skip

    def _tell_indicators(
        self, suggested: dict[tuple[str, str, str], tuple[Suggestion, ...]]
    ) -> Iterable[Issue]:
        for where, (text, unit, scope), cells in self._groups(
            "indicator_unknown", "indicator, unit, scope", "u.indicator, u.unit, u.scope"
        ):
            if named := self._names.whats[text, unit, scope].scopes:
                yield self._scope_unclear(where, text, named, cells)
                continue
            suggestions = suggested.get(("indicator", text, unit), ())
            is_given = bool(text.strip())
            yield self._issue(
                "indicator_unknown", where, text, cells,
                None if is_given else Text(zh="没有指标", en="no indicator is given"),
                _or(_NAMED, suggestions, _NEEDS_CARD), suggestions=_texts(suggestions),
            )  # fmt: skip
        yield from self._tell_scopes()
        for where, (text,), cells in self._groups("indicator_derived", "indicator", "indicator"):
            yield self._issue("indicator_derived", where, text, cells)

    def _scope_unclear(
        self, where: tuple[str, int, str], text: str, named: tuple[str, ...], cells: int
    ) -> Issue:
        if any(code in self._catalog.scopes for code in named):
            scope = self._scope_names(named)
            return self._issue(
                "scope_unclear", where, text, cells, scope_zh=scope.zh, scope_en=scope.en
            )
        message = Text(
            zh="“{value}”旁写有“不含”“不包括”或“外部支出”，不能确定为全社会数",
            en='beside "{value}" stands that something is not included, or spent outside; these'
            " may not be figures of the whole society",
        )
        return self._issue("scope_unclear", where, text, cells, message)

    def _tell_scopes(self) -> Iterable[Issue]:
        """Notices: indicators that were chosen by what the file says of their scope."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(sheet, ordinal), arg_min(row, ordinal), arg_min(letter, ordinal),
                indicator, scope, any_value(unit), indicator_code, count(*)
            FROM {self._upload} JOIN {self._meanings.whats} USING (indicator, unit, scope)
            WHERE indicator_code IS NOT NULL
            GROUP BY indicator, scope, indicator_code ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, text, scope, unit, code, cells in rows:
            if named := self._names.whats[text, unit, scope].scopes:
                scope, name = self._scope_names(named), self._catalog.indicators[code].name
                yield self._issue(
                    "scope_taken", (sheet, row, letter), text, cells,
                    scope_zh=scope.zh, scope_en=scope.en, name_zh=name.zh, name_en=name.en,
                )  # fmt: skip

    def _scope_names(self, codes: Iterable[str]) -> Text:
        known = [self._catalog.scopes[code].name for code in codes if code in self._catalog.scopes]
        return Text(
            zh="、".join(f"“{name.zh}”" for name in known),
            en=", ".join(f'"{name.en}"' for name in known),
        )

    def _tell_units(
        self, suggested: dict[tuple[str, str, str], tuple[Suggestion, ...]]
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
                missing = None if text.strip() else Text(zh="没有写明单位", en="no unit is given")
                accepted = Text(
                    zh=f"{unit.zh if unit else '指标目录所列单位'}，或可换算的单位",
                    en=f"{unit.en if unit else 'the unit of the catalog'}, or one that converts",
                )
                listed = tuple(s.zh for s in suggestions)
                if not listed and unit is not None and missing is not None:
                    listed = (unit.zh,)
                yield self._issue(
                    kind, where, text, cells, missing, accepted, suggestions=listed,
                    wanted_unit=unit.zh if unit else "", wanted_unit_en=unit.en if unit else "",
                )  # fmt: skip
        yield from self._tell_unclear_units()
        yield from self._tell_conversions()

    def _tell_unclear_units(self) -> Iterable[Issue]:
        """Questions, one an indicator: several units are said, and which is its own is open."""
        for where, (unit, text), cells in self._groups(
            "unit_unknown", "unit, indicator", "u.unit, u.indicator"
        ):
            if len(units_in(unit)) > 1:
                yield self._issue(
                    "unit_unclear", where, text, cells,
                    suggestions=tuple(units_in(unit)), unit=unit,
                )  # fmt: skip

    def _tell_conversions(self) -> Iterable[Issue]:
        """Notices: every unit that was converted, with one figure as an example."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                l.indicator_code, w.unit_code, arg_min(u.value, ordinal), arg_min(l.value, ordinal),
                count(*), any_value(c.numerator / c.denominator)
            FROM {self._figures} l JOIN {self._upload} u USING (ordinal)
            JOIN {self._meanings.whats} w USING (indicator, unit, scope)
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
            yield self._issue(
                "unit_converted", (sheet, row, letter), unit_code, cells,
                name_zh=name.zh, name_en=name.en, unit_zh=unit.name.zh, unit_en=unit.name.en,
                kept_zh=kept.name.zh, kept_en=kept.name.en, factor=factor, written=written,
                converted=f"{value:.12g}",
            )  # fmt: skip

    def _tell_sources(self) -> Iterable[Issue]:
        for where, (text,), cells in self._groups("source_unknown", "source", "source"):
            yield self._issue(
                "source_unknown", where, text, cells,
                Text(zh="没有写明来源", en="no source is given"),
                Text(
                    zh="出版物的名称，或来源目录中的代码",
                    en="the title of the publication, or its code in the catalog",
                ),
            )  # fmt: skip
        first = {
            code: (sheet, row, letter)
            for code, sheet, row, letter in self._connection.execute(
                f"""
                SELECT o.code, arg_min(sheet, ordinal), arg_min(row, ordinal),
                    arg_min(letter, ordinal)
                FROM {self._upload} u JOIN {self._meanings.sources} o ON o.text = u.source
                GROUP BY 1
                """
            ).fetchall()
        }
        for source in self._names.new_sources[:_MOST_TOLD]:
            yield self._issue("source_new", first[source.code], source.title)

    def _issue(
        self,
        kind: str,
        where: Where,
        value: str,
        cells: int = 1,
        message: Text | None = None,
        accepted: Text | None = None,
        **said: Any,
    ) -> Issue:
        """An issue of a name, with the number of cells it concerns; see Kind.issue."""
        told = message or KINDS[kind].message
        if cells > 1:
            told = Text(zh=f"{told.zh}（共{cells}格）", en=f"{told.en} ({cells} cells)")
        said |= dict.fromkeys(("indicator_text", "unit_text"), value)
        return KINDS[kind].issue(self._file, where, value, message=told, accepted=accepted, **said)

    def _groups(
        self, kind: str, columns: str, group: str
    ) -> Iterable[tuple[tuple[str, int, str], tuple[str, ...], int]]:
        """Cells with a fault, by their texts: where the first stands, the texts, how many."""
        rows = self._connection.execute(
            f"""
            SELECT arg_min(u.sheet, ordinal), arg_min(u.row, ordinal), arg_min(u.letter, ordinal),
                {columns}, count(*)
            FROM {self._figures} l JOIN {self._upload} u USING (ordinal)
            JOIN {self._meanings.whats} w USING (indicator, unit, scope)
            WHERE faults & {row_checks.BIT[kind]} > 0 GROUP BY {group}
            ORDER BY min(ordinal) LIMIT {_MOST_TOLD}
            """
        ).fetchall()
        for sheet, row, letter, *texts, cells in rows:
            yield (sheet, row, letter), tuple(texts), cells


def _texts(suggestions: Iterable[Suggestion]) -> tuple[str, ...]:
    return tuple(suggestion.text for suggestion in suggestions)


def _or(accepted: Text, suggestions: Sequence[Suggestion], otherwise: Text | None = None) -> Text:
    """What would be accepted, with what was probably meant, or else what can be done."""
    if suggestions:
        listed = "、".join(_texts(suggestions)).replace("{", "{{").replace("}", "}}")
        more = Text(zh=f"是否为：{listed}", en=f"perhaps {listed}")
    elif otherwise:
        more = otherwise
    else:
        return accepted
    return Text(zh=f"{accepted.zh}；{more.zh}", en=f"{accepted.en}; {more.en}")
