"""The funnel in sentences; no number is typed in."""

from __future__ import annotations

from collections.abc import Mapping

from scoreboard.analysis.funnel import StepFigure
from scoreboard.answers.diagnosis.chain_words import join_clauses
from scoreboard.catalog import Funnel, FunnelStep, Language
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat
from scoreboard.text.sentences import status_in_brackets


def step_format(step: FunnelStep, language: Language) -> NumberFormat:
    """How a ratio of the funnel is written."""
    divisor = step.english_divisor if language == "en" else 1.0
    decimals = step.decimals + (1 if divisor > 1 else 0)
    return NumberFormat(divisor, step.unit[language], decimals, language)


def funnel_sentence(
    figures: list[StepFigure], funnel: Funnel, name: str, language: Language
) -> str:
    """The step at which a region lies furthest below its yardstick, and the one furthest above."""
    _ = translator(language)
    steps = {step.code: step for step in funnel.steps}
    known = [
        (f.value / f.yardstick * 100, f) for f in figures if f.value is not None and f.yardstick
    ]
    if not known and (alone := next((f for f in figures if f.value is not None), None)):
        return _(
            "{name}, {year}: {step} is {value}; too few other regions have published both stages "
            "to compare it."
        ).format(
            name=name,
            year=alone.year,
            step=steps[alone.code].name[language],
            value=step_format(steps[alone.code], language).text(alone.value or 0.0),
        )
    if not known:
        return _("For {name} no two neighbouring stages are published for the same year.").format(
            name=name
        )
    known.sort(key=lambda pair: pair[0])
    if len(known) == 1:
        only = _(
            "{name}, {year}: of the steps only {step} can be compared: {value}, {share} of {whose}"
        )
        return join_clauses([_step_clause(known[0], steps, name, language, only)], language)
    lowest = _(
        "{name}, {year}: {step} stands lowest against others, at {value}, {share} of {whose}"
    )
    highest = _("{step} stands highest, at {value}, {share} of {whose}")
    ends = ((known[0], lowest), (known[-1], highest))
    return join_clauses(
        [_step_clause(pair, steps, name, language, words) for pair, words in ends], language
    )


def _step_clause(
    pair: tuple[float, StepFigure],
    steps: Mapping[str, FunnelStep],
    name: str,
    language: Language,
    template: str,
) -> str:
    share, figure = pair
    numbers = step_format(steps[figure.code], language)
    return template.format(
        name=name,
        step=steps[figure.code].name[language],
        year=figure.year,
        value=numbers.text(figure.value or 0.0) + status_in_brackets(figure.status, language),
        share=NumberFormat(1, "%", 0, language).text(share),
        whose=yardstick_name(figure, language),
    )


def yardstick_name(figure: StepFigure, language: Language) -> str:
    """Whose median a ratio is held against, with how many regions it is of."""
    _ = translator(language)
    if figure.peers is not None:
        return _("the median of {count} peers").format(count=figure.peer_count)
    return _("the median of {count} regions").format(count=figure.regions)
