"""All figures of a case, the paper's claims: those that are compared and the others."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.compare.comparison import Comparison
from scoreboard.answers.model import Part, Sentence, Table, TableFacts
from scoreboard.answers.sources import release_line
from scoreboard.language import translator
from scoreboard.language.numbers import format_plain
from scoreboard.text.figures import bound_text


def case_block(page: Comparison) -> tuple[Part, ...]:
    """The case's figures as a table with its paper."""
    _, language = translator(page.language), page.language
    case = page.catalog.cases[page.choice.case]
    claims = _("Claims of a paper, not statistics: {title}; file {source}.")
    return (
        Sentence(_("Figures of the case: {case}").format(case=case.name[language]), "heading"),
        Sentence(claims.format(title=case.title[language], source=case.source), "note"),
        Table(
            key="case_table",
            label="",
            name=f"case_{case.code}",
            build=partial(_build, page),
            facts=partial(_facts, page),
        ),
    )


def _build(page: Comparison) -> pd.DataFrame:
    """One row a figure: value as the paper bounds it, unit, year, our indicator."""
    _, language, indicators = translator(page.language), page.language, page.catalog.indicators
    return pd.DataFrame(
        [
            {
                _("Figure"): figure.label[language],
                _("Value"): bound_text(_shortest(figure.value), figure.bound, language),
                _("Unit"): figure.unit[language],
                _("Year"): "" if figure.year is None else str(figure.year),
                _("Compared as"): indicators[figure.indicator].name[language]
                if figure.indicator
                else _("not compared"),
                _("Note"): figure.note[language] if figure.note else "",
            }
            for figure in page.catalog.cases[page.choice.case].figures
        ]
    )


def _facts(page: Comparison) -> TableFacts:
    _, language = translator(page.language), page.language
    case = page.catalog.cases[page.choice.case]
    lines = (
        (_("Case"), case.name[language]),
        (_("Source"), f"{case.title[language]} ({case.source})"),
        (_("Release"), release_line(page.release.info, language)),
    )
    return TableFacts(case.name[language], lines)


def _shortest(value: float) -> str:
    decimals = 0 if value == int(value) else 2 if round(value, 1) != value else 1
    return format_plain(value, decimals)
