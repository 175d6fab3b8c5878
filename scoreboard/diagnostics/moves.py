"""The moves of a what-if: read from a link, and made in one region's figures.

A move changes one figure of one region by an amount, or to a target. What the catalog works out
from it moves along, and a ratio that is published as such moves in proportion to its parts; every
other published figure, the other regions and the nation stay. That is arithmetic and no forecast.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from scoreboard.analysis.composite.system import system_of
from scoreboard.analysis.formula import evaluate_formula
from scoreboard.catalog import Catalog, Indicator, Level, PublishedRatio

MoveKind = Literal["by", "to"]
Reason = Literal[
    "unreadable",
    "unknown_indicator",
    "worked_out",
    "no_figure",
    "not_a_number",
    "out_of_range",
    "result_out_of_range",
    "twice",
    "too_many",
]
MOST_MOVES = 8
# The figures of one region, by indicator and year.
_Figures = dict[tuple[str, int], float]
_WRITTEN = re.compile(r"^(?P<code>[a-z][a-z0-9_]*):(?P<kind>=?)(?P<amount>[+-]?[0-9.]+)$")


@dataclass(frozen=True)
class Move:
    """One figure moved by an amount, or to a target, in the indicator's unit."""

    indicator_code: str
    kind: MoveKind
    amount: float

    def written(self) -> str:
        """The move as it stands in a link: code:+0.5, code:-2 or code:=3.5."""
        # Adding zero turns a minus zero into zero.
        number = f"{self.amount + 0.0:.10f}".rstrip("0").rstrip(".") or "0"
        sign = "=" if self.kind == "to" else "" if self.amount < 0 else "+"
        return f"{self.indicator_code}:{sign}{number}"


@dataclass(frozen=True)
class MoveProblem:
    """A part of a link that gives no move, and why; shown as a sentence.

    part: what stood there. indicator_code: empty where none was recognised; the one worked out
    from the moved where its result is why. low, high: the range that was left, where that is why.
    """

    part: str
    reason: Reason
    indicator_code: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class FigureChange:
    """One figure before and after: moved by the reader, or worked out from one that was."""

    indicator_code: str
    year: int
    before: float
    after: float
    is_worked_out: bool


@dataclass(frozen=True, order=True)
class Stays:
    """A published ratio that cannot follow a move: its part has no figure of the ratio's year."""

    indicator_code: str
    year: int
    part_code: str


@dataclass(frozen=True)
class MovedFigures:
    """The figures after the moves. panel: all regions, the one changed; changes: as compared."""

    panel: pd.DataFrame
    changes: tuple[FigureChange, ...]
    problems: tuple[MoveProblem, ...]
    stays: tuple[Stays, ...]


def read_moves(text: str, catalog: Catalog) -> tuple[tuple[Move, ...], tuple[MoveProblem, ...]]:
    """The moves in a link such as rd_intensity:+0.5,pilot_test_bases:=30, each indicator once.

    A number without a sign is an increase, as a link typed by hand loses its plus. What cannot be
    read, names no indicator, comes a second time or beyond MOST_MOVES is a problem, never an
    exception.
    """
    moves: dict[str, Move] = {}
    problems = []
    for part in (p.strip().replace(" ", "") for p in text.split(",")):
        if not part:
            continue
        read = _read_move(part, catalog)
        if isinstance(read, MoveProblem):
            problems.append(read)
        elif read.indicator_code in moves:
            problems.append(MoveProblem(part, "twice", read.indicator_code))
        elif len(moves) >= MOST_MOVES:
            problems.append(MoveProblem(part, "too_many", read.indicator_code))
        else:
            moves[read.indicator_code] = read
    return tuple(moves.values()), tuple(problems)


def write_moves(moves: Iterable[Move]) -> str:
    """The moves as they stand in a link; empty for none."""
    return ",".join(move.written() for move in moves)


def apply_moves(
    panel: pd.DataFrame,
    region_code: str,
    moves: Iterable[Move],
    years: Mapping[str, int],
    catalog: Catalog,
    also: Mapping[str, int] | None = None,
) -> MovedFigures:
    """One region's figures after the moves, with everything the catalog works out from them.

    panel: one row per indicator_code, region_code, year with value and status. years: by
    indicator, the year in which the region's figure is compared. also: by indicator, one more
    year that is used of it. A move counts in these years and, for what is worked out from it, in
    those that are used of that; a target gives its distance in the year compared. A move of an
    indicator that the region has no figure of, one beyond the valid range, or one that takes
    something worked out beyond its own, is not made and is a problem. No row is added.
    """
    is_own = panel["region_code"] == region_code
    own = panel[is_own]
    values = {
        (str(code), int(year)): float(value)
        for code, year, value in zip(own["indicator_code"], own["year"], own["value"], strict=True)
    }
    made, problems = list(moves), []
    while True:
        after, worked_out, refused = _make_all(made, values, years, also or {}, catalog)
        problems += refused
        made = [m for m in made if m.written() not in {p.part for p in refused}]
        if not refused:
            break
    changed = {key: value for key, value in after.items() if value != values[key]}
    changes = tuple(
        FigureChange(code, year, values[code, year], value, code in worked_out)
        for (code, year), value in sorted(
            changed.items(), key=lambda item: (item[0][0] in worked_out, item[0])
        )
        if years.get(code) == year
    )
    stays = _find_stays(made, values, years, catalog)
    return MovedFigures(_replace(panel, is_own, changed), changes, tuple(problems), stays)


def depends_on(catalog: Catalog, codes: Iterable[str]) -> list[Indicator]:
    """The indicators that the catalog works out from any of these, parts before wholes.

    Among them the ratios that are published as such and have one of these as a part.
    """
    moved = set(codes)
    ordered: dict[str, Indicator] = {}

    def visit(code: str) -> bool:
        indicator = catalog.indicators[code]
        # All parts are visited, also after one that depends, so that each is in order.
        if any([visit(part) or part in moved for part in _parts_of(catalog, code)]):
            ordered[code] = indicator
        return code in ordered

    for code in catalog.indicators:
        visit(code)
    return list(ordered.values())


def stands_alone(catalog: Catalog, code: str, level: Level) -> bool:
    """Whether nothing that is said of a region of a level looks at an indicator.

    Nothing: no rule, no tier, no index of a chain, not the level's composite, and no indicator or
    ratio that is worked out from it. A rule that only mentions it does not judge by it.
    """
    signs = [(r, s) for r in catalog.rules.values() if level in r.levels for s in r.signs.values()]
    looked_at = {part for _rule, sign in signs for part in sign.looks_at}
    looked_at |= {caveat.indicator for rule, _sign in signs for caveat in rule.caveats}
    criteria = [c for t in catalog.tiers.values() if t.level == level for c in t.criteria]
    looked_at |= {used for c in criteria for used in (c.indicator, c.instead)}
    looked_at |= {p.indicator for chain in catalog.chain_indices.values() for p in chain.parts}
    system = system_of(catalog, level)
    looked_at |= set(system.indicators if system else ())
    looked_at |= {part for r in catalog.worked_ratios.values() for part in r.parts}
    return code not in looked_at and not depends_on(catalog, [code])


def _parts_of(catalog: Catalog, code: str) -> tuple[str, ...]:
    """What an indicator is worked out from, or divides where it is published as a ratio."""
    ratio = catalog.published_ratios.get(code)
    return catalog.indicators[code].parts if ratio is None else ratio.parts


def _read_move(part: str, catalog: Catalog) -> Move | MoveProblem:
    match = _WRITTEN.match(part)
    if match is None:
        code = part.partition(":")[0]
        if code in catalog.indicators:
            return MoveProblem(part, "not_a_number", code)
        return MoveProblem(part, "unreadable")
    code = match["code"]
    if code not in catalog.indicators:
        return MoveProblem(part, "unknown_indicator")
    try:
        amount = float(match["amount"])
    except ValueError:
        return MoveProblem(part, "not_a_number", code)
    if not math.isfinite(amount) or abs(amount) > 1e12:
        return MoveProblem(part, "not_a_number", code)
    if catalog.indicators[code].parts:
        return MoveProblem(part, "worked_out", code)
    return Move(code, "to" if match["kind"] else "by", amount)


def _make_all(
    moves: list[Move],
    values: _Figures,
    years: Mapping[str, int],
    also: Mapping[str, int],
    catalog: Catalog,
) -> tuple[_Figures, set[str], list[MoveProblem]]:
    """The figures after all moves, the codes worked out again, and the moves that cannot be."""
    after, problems = dict(values), []
    for move in moves:
        problem = _make(move, values, after, years, also, catalog)
        if problem is not None:
            problems.append(problem)
    own = {m.indicator_code for m in moves}
    # A published ratio that is moved itself is where the reader put it.
    dependent = [i for i in depends_on(catalog, own) if i.code not in own]
    for indicator in dependent:
        ratio = catalog.published_ratios.get(indicator.code)
        work_out = partial(_scale, ratio) if ratio else _work_out_again
        if not work_out(indicator, values, after):
            low, high = indicator.valid_range
            problems += [
                MoveProblem(move.written(), "result_out_of_range", indicator.code, low, high)
                for move in moves
                if indicator in depends_on(catalog, [move.indicator_code])
            ]
    return after, {i.code for i in dependent}, problems


def _make(
    move: Move,
    values: _Figures,
    after: _Figures,
    years: Mapping[str, int],
    also: Mapping[str, int],
    catalog: Catalog,
) -> MoveProblem | None:
    """Make one move in `after`, in every year that it is compared in; or say why not."""
    code = move.indicator_code
    year = years.get(code)
    if year is None or (code, year) not in values:
        return MoveProblem(move.written(), "no_figure", code)
    distance = move.amount if move.kind == "by" else move.amount - values[code, year]
    depending = [i.code for i in depends_on(catalog, [code])]
    used_in = {years[c] for c in depending if c in years}
    used_in |= {also[c] for c in [code, *depending] if c in also}
    keys = [(code, y) for y in sorted({year} | used_in) if (code, y) in values]
    low, high = catalog.indicators[code].valid_range
    if not all(_is_within(values[key] + distance, low, high) for key in keys):
        return MoveProblem(move.written(), "out_of_range", code, low, high)
    for key in keys:
        after[key] = values[key] + distance
    return None


def _work_out_again(indicator: Indicator, values: _Figures, after: _Figures) -> bool:
    """Work one indicator out again in `after`; false when a result is none or out of range."""
    for year in [year for code, year in values if code == indicator.code]:
        parts = {p: after[p, year] for p in indicator.parts if (p, year) in after}
        if any(value != values[part, year] for part, value in parts.items()):
            result = evaluate_formula(indicator.formula or "", parts)
            if result is not None and indicator.years_back:
                start = year - indicator.years_back
                first = {p: after[p, start] for p in indicator.parts if (p, start) in after}
                before = evaluate_formula(indicator.formula or "", first)
                result = None if before is None else result - before
            if result is None or not _is_within(result, *indicator.valid_range):
                return False
            after[indicator.code, year] = result
    return True


def _scale(ratio: PublishedRatio, indicator: Indicator, values: _Figures, after: _Figures) -> bool:
    """Move a published ratio in `after` as its parts of the same year; false as in working out."""
    for year in [year for code, year in values if code == indicator.code]:
        result = values[indicator.code, year]
        for part, above, below in ((ratio.of, after, values), (ratio.per, values, after)):
            if (part, year) in values and after[part, year] != values[part, year]:
                if below[part, year] == 0:
                    return False
                result *= above[part, year] / below[part, year]
        if not _is_within(result, *indicator.valid_range):
            return False
        after[indicator.code, year] = result
    return True


def _find_stays(
    moves: Iterable[Move], values: _Figures, years: Mapping[str, int], catalog: Catalog
) -> tuple[Stays, ...]:
    """The ratios that are compared in a year in which a part that moves has no figure."""
    own = {m.indicator_code for m in moves}
    dependent = {i.code for i in depends_on(catalog, own)}
    ratios = [catalog.published_ratios[c] for c in dependent - own if c in catalog.published_ratios]
    found = {
        Stays(ratio.code, years[ratio.code], part)
        for ratio in ratios
        if ratio.code in years
        for part in ratio.parts
        if part in own | dependent and (part, years[ratio.code]) not in values
    }
    return tuple(sorted(found))


def _is_within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _replace(
    panel: pd.DataFrame, is_own: pd.Series, changed: Mapping[tuple[str, int], float]
) -> pd.DataFrame:
    if not changed:
        return panel
    value = panel["value"].to_numpy(dtype=float, copy=True)
    codes, years = panel["indicator_code"].to_numpy(), panel["year"].to_numpy()
    for place in np.flatnonzero(is_own):
        key = (str(codes[place]), int(years[place]))
        value[place] = changed.get(key, value[place])
    return panel.assign(value=value)
