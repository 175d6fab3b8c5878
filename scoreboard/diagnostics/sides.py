"""On which side of a yardstick a figure is, and how several yardsticks are named together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from scoreboard.catalog import Catalog, Language, Text
from scoreboard.diagnostics.measures import unit_name, write_value

Side = Literal["below", "above", "par", "ahead", "behind"]
_SIDES: dict[Side, Text] = {
    "below": Text(zh="低于{nouns}", en="below {nouns}"),
    "above": Text(zh="高于{nouns}", en="above {nouns}"),
    "par": Text(zh="与{nouns}持平", en="on a par with {nouns}"),
    "ahead": Text(zh="先于{nouns}", en="ahead of {nouns}"),
    "behind": Text(zh="后于{nouns}", en="behind {nouns}"),
}
# Figures that differ by less than this share of the yardstick are on a par: 40.05 and 40.06.
_ON_A_PAR = 0.0025


def find_side(catalog: Catalog, code: str, value: float, against: float) -> Side:
    """Below, above or on a par with a yardstick, by the numbers as they are written.

    A place in a list is better when it is smaller, so it is behind or ahead, not above.
    """
    is_same = write_value(catalog, code, value) == write_value(catalog, code, against)
    is_rank = unit_name(catalog, code) == "位"
    if is_same or (not is_rank and abs(value - against) < _ON_A_PAR * abs(against)):
        return "par"
    if is_rank:
        return "ahead" if value < against else "behind"
    return "below" if value < against else "above"


def name_together(sides: Iterable[tuple[Side, str]], language: Language) -> str:
    """Everything that a figure is below, then what it is above: each side is named once.

    sides: a side and the yardstick in words. Empty without any.
    """
    nouns: dict[Side, list[str]] = {}
    for side, noun in sides:
        nouns.setdefault(side, []).append(noun)
    last, comma = ("和", "，") if language == "zh" else (" and ", ", ")
    between = "、" if language == "zh" else ", "
    return comma.join(
        _SIDES[side][language].format(
            nouns=last.join(filter(None, (between.join(said[:-1]), said[-1])))
        )
        for side, said in nouns.items()
    )
