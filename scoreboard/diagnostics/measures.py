"""Names, units and words of what rules look at: indicators and worked ratios alike."""

from __future__ import annotations

from scoreboard.catalog import Catalog, Direction, Indicator, Language, Text
from scoreboard.language.numbers import NumberFormat, value_format

_TEN_THOUSAND = "10,000 "


def name_of(catalog: Catalog, code: str) -> Text:
    """The name of an indicator or of a worked ratio."""
    return (catalog.indicators.get(code) or catalog.worked_ratios[code]).name


def direction_of(catalog: Catalog, code: str) -> Direction:
    """Which way is better for an indicator or a worked ratio."""
    return (catalog.indicators.get(code) or catalog.worked_ratios[code]).direction


def unit_name(catalog: Catalog, code: str) -> str:
    """The unit that values are kept in: the code of the catalog's unit, or the ratio's own."""
    indicator = catalog.indicators.get(code)
    return indicator.unit if indicator else catalog.worked_ratios[code].unit.zh


def is_total(catalog: Catalog, code: str) -> bool:
    """Whether regions add up to the nation, so that the larger is simply the larger region."""
    return code in catalog.indicators and catalog.adds_up(code)


def is_known(catalog: Catalog, code: str) -> bool:
    """Whether there is such an indicator or worked ratio."""
    return code in catalog.indicators or code in catalog.worked_ratios


def format_of(catalog: Catalog, code: str, language: Language) -> NumberFormat:
    """How a single value is written in a sentence."""
    indicator = catalog.indicators.get(code)
    if indicator is None:
        ratio = catalog.worked_ratios[code]
        return NumberFormat(1, ratio.unit[language], ratio.decimals, language)
    return value_format(
        indicator, catalog.unit_of(code), catalog.base_unit_of(code), None, language
    )


def write_value(catalog: Catalog, code: str, value: float) -> Text:
    """A value with its unit, in both languages.

    Yuan per yuan is a bare ratio; 万元 per something is thousands of yuan in English.
    """
    if unit_name(catalog, code) == "元/元":
        bare = format_of(catalog, code, "zh").number(value)
        return Text(zh=bare, en=bare)
    chinese = format_of(catalog, code, "zh").text(value)
    numbers = format_of(catalog, code, "en")
    if numbers.unit.startswith(_TEN_THOUSAND):
        english = f"{value * 10:,.1f}k {numbers.unit.removeprefix(_TEN_THOUSAND)}"
        return Text(zh=chinese, en=english)
    return Text(zh=chinese, en=numbers.text(value))


def write_named(catalog: Catalog, code: str, value: float) -> Text:
    """A value after its indicator's name, in both languages: without the unit that this tells.

    Per cent, points and amounts keep theirs: a name does not tell it, or it goes with the size.
    """

    def write(language: Language) -> str:
        numbers = format_of(catalog, code, language)
        points = catalog.units["个百分点"].name[language]
        keeps_unit = numbers.steps or numbers.is_rank or numbers.unit in ("%", points)
        return numbers.text(value) if keeps_unit else numbers.number(value)

    return Text(zh=write("zh"), en=write("en"))


def concerns_break(indicator: Indicator, region_code: str, one: int, other: int) -> bool:
    """Whether a break of the region's series lies between two years."""
    if one == other:
        return False
    first, last = sorted((one, other))
    return not indicator.compares_years or any(
        first < mark.year <= last and mark.concerns(region_code) for mark in indicator.breaks
    )
