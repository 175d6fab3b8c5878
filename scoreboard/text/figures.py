"""One figure in words: value, change, rank, as every page writes them."""

from __future__ import annotations

import pandas as pd

from scoreboard.catalog import Bound
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Language
from scoreboard.language import translator
from scoreboard.language.numbers import beside_name, change_format, value_format


def round_column(values: pd.Series, decimals: int) -> pd.Series:
    """Numbers of a table as a single number is rounded; missing stays missing.

    pandas scales before it rounds, so that 170.6885 becomes 170.688, and Python's 170.689.
    """
    return values.map(lambda value: round(float(value), decimals), na_action="ignore")


def figure_text(catalog: Catalog, code: str, value: float, language: Language) -> str:
    """A figure of an indicator beside its name, with its unit, in the step that suits its size."""
    indicator = catalog.indicators[code]
    unit, base = catalog.unit_of(code), catalog.base_unit_of(code)
    numbers = value_format(indicator, unit, base, value, language)
    return beside_name(numbers, indicator).text(value, signed=False)


def short_figure_text(catalog: Catalog, code: str, value: float, language: Language) -> str:
    """The same where there is little room: a unit that takes more than a word is left out.

    It stands in the indicator's name, in the table and in what appears on pointing.
    """
    text = figure_text(catalog, code, value, language)
    number, *unit = text.split(" ")
    is_per_something = "/" in catalog.unit_of(code).code
    return number if language == "en" and (len(unit) > 1 or is_per_something) else text


def is_place(catalog: Catalog, code: str) -> bool:
    """Whether the figure itself is a rank, which is not ranked again."""
    return catalog.unit_of(code).code == "位"


def change_text(catalog: Catalog, code: str, change: float, language: Language) -> str:
    """A change on the year with its sign, in per cent, points or plainly."""
    kind = catalog.unit_of(code).change
    decimals = catalog.indicators[code].decimals
    return change_format(kind, decimals, language).text(change, signed=True)


def rank_text(rank: float, language: Language) -> str:
    """A rank in words: 第3位, no. 3."""
    _ = translator(language)
    return _("no. {rank}").format(rank=f"{rank:.0f}")


def bound_text(text: str, bound: Bound, language: Language) -> str:
    """A figure as its paper bounds it: more than, less than, or as it stands."""
    _ = translator(language)
    if bound == "exactly":
        return text
    template = _("more than {figure}") if bound == "more_than" else _("less than {figure}")
    return template.format(figure=text)
