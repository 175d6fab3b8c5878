"""What a region's own figures say against a finding: a newer one that is good, or one bad year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.catalog import Catalog, Rule, Text
from scoreboard.diagnostics.collect import settings_of
from scoreboard.diagnostics.facts import Fact, RegionFacts
from scoreboard.diagnostics.finding import Sign
from scoreboard.diagnostics.measures import concerns_break, direction_of, name_of, write_value
from scoreboard.language import LANGUAGES
from scoreboard.text.sentences import status_in_brackets

_NEWER = Text(
    zh="{name}{year}年为{value}，已不差于上述水平；其他地区没有同年数据，不能同年比较。",
    en="{name} was {value} in {year}, no worse than what it is held against; others have no figure "
    "of that year to compare.",
)
_SWING = Text(
    zh="{name}{year}年为{value}，一年之间变动大，须先核实。",
    en="{name} was {value} in {year}: so large a change in one year has to be checked first.",
)


@dataclass(frozen=True)
class Doubts:
    """What speaks against a finding.

    newer: later figures are not bad, where others have none to compare. swing: jumps of one year.
    """

    newer: tuple[Text, ...] = ()
    swing: tuple[Text, ...] = ()

    @property
    def notes(self) -> tuple[Text, ...]:
        """What is to be said with the finding."""
        return (*self.newer, *self.swing)


def find_doubts(rule: Rule, signs: Sequence[Sign], facts: RegionFacts, catalog: Catalog) -> Doubts:
    """What speaks against a finding of one region among its own figures.

    newer: the region has a later figure than the one compared, and that one is on the good side of
    what the decisive signs are held against. swing: the figure moved to the bad side by more than
    the catalog's swing_pct since the year before.
    """
    bad = [s for s in signs if s.points and s.kind != "trend" and not _is_of_city(rule, s)]
    turning = [s for s in bad if s.code in (*rule.decisive, *rule.leads)] or bad
    codes = dict.fromkeys(sign.indicator_code for sign in turning)
    swing = [_before_swing(facts.series[code], facts, catalog) for code in codes]
    newer = [_later(facts.series[code], facts, catalog) for code in codes]
    # Each figure that the finding turns on has to be good by now, or the finding stands.
    values = {fact.indicator_code: fact.value for fact in newer if fact is not None}
    is_overtaken = bool(turning) and all(
        s.indicator_code in values and _is_good(rule, s, values[s.indicator_code]) for s in turning
    )
    return Doubts(
        tuple(_say(_NEWER, f, catalog) for f in newer if f is not None and is_overtaken),
        tuple(_say(_SWING, f, catalog) for f in swing if f is not None),
    )


def _later(series: Sequence[Fact], facts: RegionFacts, catalog: Catalog) -> Fact | None:
    """A figure newer than the one compared, which no break parts from it; none without."""
    latest = series[-1]
    year = facts.values[latest.indicator_code].year
    indicator = catalog.indicators.get(latest.indicator_code)
    if latest.year <= year:
        return None
    is_parted = indicator and concerns_break(indicator, facts.region_code, year, latest.year)
    return None if is_parted else latest


def _is_of_city(rule: Rule, sign: Sign) -> bool:
    return rule.signs[sign.code].of_largest_city


def _is_good(rule: Rule, sign: Sign, value: float) -> bool:
    if sign.yardstick == "place":
        return False
    return value >= sign.against if rule.signs[sign.code].bad == "below" else value <= sign.against


def _before_swing(series: Sequence[Fact], facts: RegionFacts, catalog: Catalog) -> Fact | None:
    """The figure of the year before, where the last one jumped to the bad side; else none."""
    fact = facts.values[series[-1].indicator_code]
    before = next((f for f in series if f.year == fact.year - 1), None)
    return before if before and _has_swung(before, fact, facts, catalog) else None


def _has_swung(before: Fact, fact: Fact, facts: RegionFacts, catalog: Catalog) -> bool:
    code = fact.indicator_code
    indicator = catalog.indicators.get(code)
    if before.value == 0 or (
        indicator and concerns_break(indicator, facts.region_code, before.year, fact.year)
    ):
        return False
    moved = (fact.value / before.value - 1) * 100
    worse = moved if direction_of(catalog, code) == "lower_is_better" else -moved
    return worse > settings_of(catalog).swing_pct


def _say(words: Text, fact: Fact, catalog: Catalog) -> Text:
    name = name_of(catalog, fact.indicator_code)
    written = write_value(catalog, fact.indicator_code, fact.value)
    zh, en = (
        words[language].format(
            name=name[language],
            year=fact.year,
            value=written[language] + status_in_brackets(fact.status, language),
        )
        for language in LANGUAGES
    )
    return Text(zh=zh, en=en)
