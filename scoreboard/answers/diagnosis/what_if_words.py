"""The words of the what-if: moves, what they change, and why some cannot be made."""

from __future__ import annotations

from scoreboard.catalog import Catalog, Language
from scoreboard.language import join_sentences, translator
from scoreboard.language.numbers import change_format, value_format


def write_value(catalog: Catalog, code: str, value: float, language: Language) -> str:
    """One value of an indicator with its unit."""
    indicator, unit, base = (
        catalog.indicators[code],
        catalog.unit_of(code),
        catalog.base_unit_of(code),
    )
    return value_format(indicator, unit, base, None, language).text(value)


def write_difference(catalog: Catalog, code: str, amount: float, language: Language) -> str:
    """How much a value moves, with its sign: points for rates, the unit itself for amounts."""
    unit, indicator = catalog.unit_of(code), catalog.indicators[code]
    if unit.change == "points":
        return change_format("points", indicator.decimals, language).text(amount, signed=True)
    numbers = value_format(indicator, unit, catalog.base_unit_of(code), None, language)
    return numbers.text(amount, signed=True)


def rank_range(rank: int, low: int, high: int, language: Language) -> str:
    """A rank with the range that holds nine tenths of the evaluations."""
    _ = translator(language)
    return _("no. {rank}, range {low}–{high}").format(rank=rank, low=low, high=high)


def problem_sentence(
    reason: str,
    part: str,
    name: str,
    parts: str,
    limits: tuple[str, str],
    most: int,
    language: Language,
) -> str:
    """Why a move cannot be made.

    part: what stands in the link; name: of the indicator, where one was recognised; parts: names
    of what it is worked out from; limits: its range, each end empty where there is none; most:
    how many moves there may be.
    """
    _ = translator(language)
    low, high = limits
    template = {
        "unreadable": _('"{part}" in the link is no move; write code:+amount or code:=target.'),
        "unknown_indicator": _('"{part}" in the link names an unknown indicator; left out.'),
        "worked_out": _("{name} is worked out from {parts}; move those instead."),
        "no_figure": _("There is no figure of {name} that could be moved."),
        "not_a_number": _('"{part}" in the link gives no number for {name}; left out.'),
        "out_of_range": _("{name} would leave its range {range}; the move is left out."),
        "result_out_of_range": _(
            '"{part}" would take {name} beyond its range {range}; the move is left out.'
        ),
        "twice": _("{name} is moved twice in the link; the first counts."),
        "too_many": _("At most {most} moves are worked out; {name} is left out."),
    }[reason]
    return template.format(
        part=part[:40], name=name, parts=parts, range=_range(low, high, language), most=most
    )


def stays_sentence(name: str, year: int, part: str, language: Language) -> str:
    """Why a published ratio does not follow what it divides."""
    _ = translator(language)
    return _("{name} ({year}) does not follow: there is no figure of {part} of that year.").format(
        name=name, year=year, part=part
    )


def alone_sentence(name: str, why: str, language: Language) -> str:
    """That a move changes nothing but the figure itself; why: from its card, empty for none."""
    _ = translator(language)
    line = _(
        "{name}: a move changes this figure alone; no rule, tier, composite or chain index here "
        "uses it, and nothing is worked out from it."
    ).format(name=name)
    return join_sentences((line, why), language)


def _range(low: str, high: str, language: Language) -> str:
    _ = translator(language)
    if low and high:
        return _("from {low} to {high}").format(low=low, high=high)
    return (
        _("of at least {low}").format(low=low) if low else _("of at most {high}").format(high=high)
    )
