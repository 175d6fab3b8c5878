"""The moves of a what-if: read from a link, and made in one region's figures.

A move changes one figure of one region by an amount, or to a target. What the catalog works out
from it moves along; every other published figure, the other regions and the nation stay. That is
arithmetic and no forecast.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from scoreboard.analysis.formula import evaluate_formula
from scoreboard.catalog import Catalog, Indicator

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


@dataclass(frozen=True)
class MovedFigures:
    """The figures after the moves. panel: all regions, the one changed; changes: as compared."""

    panel: pd.DataFrame
    changes: tuple[FigureChange, ...]
    problems: tuple[MoveProblem, ...]


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
    return MovedFigures(_replace(panel, is_own, changed), changes, tuple(problems))


def depends_on(catalog: Catalog, codes: Iterable[str]) -> list[Indicator]:
    """The indicators that the catalog works out from any of these, parts before wholes."""
    moved = set(codes)
    ordered: dict[str, Indicator] = {}

    def visit(code: str) -> bool:
        indicator = catalog.indicators[code]
        # All parts are visited, also after one that depends, so that each is in order.
        if any([part in moved or visit(part) for part in indicator.parts]):
            ordered[code] = indicator
        return code in ordered

    for code in catalog.indicators:
        visit(code)
    return list(ordered.values())


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
    dependent = depends_on(catalog, [m.indicator_code for m in moves])
    for indicator in dependent:
        if not _work_out_again(indicator, values, after):
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
