"""The sentences that a diagnosis opens with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from scoreboard.answers.diagnosis.words import yardstick_text
from scoreboard.catalog import Language
from scoreboard.language import in_brackets, join_list, join_sentences, translator


class WrittenCriterion(NamedTuple):
    """One criterion, written: the indicator's name, the region's figure, its year, the line.

    is_of_year: whether the line is one of that year alone.
    """

    name: str
    value: str
    line: str
    when: str
    is_at_most: bool
    is_of_year: bool


class RankedFigure(NamedTuple):
    """One figure with its place, written: 25.85 of 2023, no. 8 among 31 provinces."""

    code: str
    name: str
    value: str
    when: str
    rank: int
    among: str
    is_strength: bool


class NeededAmount(NamedTuple):
    """What a ratio would take, written; yardstick: what the target is of (nation, peers …)."""

    indicator: str
    yardstick: str
    target: str
    year: int
    numerator: str
    denominator: str
    current: str
    amount: str


def found_headline(name: str, claim: str, language: Language) -> str:
    """The finding in its own words: 浙江研发队伍中研究人员占比低：…。"""
    if language == "zh":
        return f"{name}{claim}。"
    return f"{name} – {inside_sentence(claim, language)}."


def inside_sentence(claim: str, language: Language) -> str:
    """A claim behind other words: "There are few …" goes on in small letters, "R&D …" does not."""
    if language == "zh" or not claim[1:2].islower():
        return claim
    return claim[:1].lower() + claim[1:]


def nothing_judged_headline(name: str, language: Language) -> str:
    """A region of whose disconnections no figure speaks."""
    _ = translator(language)
    sentence = _("{name}: too little is published to judge any of the three disconnections.")
    return sentence.format(name=name)


def none_found_headline(name: str, ends: Sequence[RankedFigure], language: Language) -> str:
    """No marked finding; and the best and the worst place."""
    _ = translator(language)
    between, end = ("；", "。") if language == "zh" else ("; ", ".")
    parts = [_("{name}: no marked weak point in what could be judged").format(name=name)]
    if ends:
        best, worst = (ranked_figure(figure, language) for figure in ends)
        parts += [_("best place: {figure}").format(figure=best)]
        parts += [_("worst place: {figure}").format(figure=worst)]
    return between.join(parts) + end


def slight_sentence(names: Sequence[str], language: Language) -> str:
    """What there is instead of a priority: slight findings, or none."""
    _ = translator(language)
    return _("Nothing comes first; slight: {names}.").format(names=join_list(names, language))


def ranked_figure(figure: RankedFigure, language: Language) -> str:
    """A figure with its year and place."""
    _ = translator(language)
    return _("{name} {value} ({when}), no. {rank} of {among}").format(**figure._asdict())


def priority_sentence(first: str, after: Sequence[str], language: Language) -> str:
    """Which finding comes first, how grave and how sure it is, and which come next."""
    _ = translator(language)
    line = _("{first} comes first, by severity and confidence.").format(first=first)
    if not after:
        return line
    rest = _("Next: {names}.").format(names=join_list(after, language))
    return join_sentences((line, rest), language)


def needed_sentence(needed: NeededAmount, language: Language) -> str:
    """How much more it would take to reach the yardstick, the denominator unchanged."""
    _ = translator(language)
    held = yardstick_text(needed.yardstick, needed.target, language)
    return _(
        "To reach {held} in {indicator}, {numerator} would have to grow by about {amount} from "
        "{current} ({year}), {denominator} unchanged; this is arithmetic, no forecast."
    ).format(held=held, **needed._asdict())


def tier_line(
    tier: str,
    met: Sequence[WrittenCriterion],
    above: str,
    missed: Sequence[WrittenCriterion],
    notes: Sequence[str],
    language: Language,
) -> str:
    """The tier by the region's own figures, and which of them keep it from the tier above.

    above: empty for the highest tier. notes: what must be known at once, such as that it is on the
    line.
    """
    _ = translator(language)
    noted = in_brackets(("，" if language == "zh" else ", ").join(notes), language)
    # A tier's name begins in small letters, for use inside sentences.
    first = _("{tier}{noted}").format(tier=tier[:1].upper() + tier[1:], noted=noted)
    if met:
        criteria = join_list([_criterion(c, language) for c in met], language)
        first = _("{tier}, by {criteria}").format(tier=first, criteria=criteria)
    first += "。" if language == "zh" else "."
    if not above or not missed:
        return first
    criteria = join_list([_criterion(c, language) for c in missed], language)
    second = _("Short of “{tier}”: {criteria}.").format(tier=above, criteria=criteria)
    return join_sentences((first, second), language)


def spread_sentence(counts: Sequence[tuple[int, str]], language: Language) -> str:
    """In which chains the findings lie: 成立的问题中产业链5项、资金链2项。"""
    _ = translator(language)
    if not counts:
        return ""
    said = [_("{chain} {count}").format(chain=name, count=number) for number, name in counts]
    return _("Of the findings by chain: {list}.").format(list=join_list(said, language))


def not_judged_sentence(name: str, headings: Sequence[str], language: Language) -> str:
    """The disconnections that no figure speaks of; empty when there is none."""
    _ = translator(language)
    if not headings:
        return ""
    return _("{name} has too few figures here to judge: {headings}.").format(
        name=name, headings=join_list(headings, language)
    )


def too_little_sentence(name: str, found: int, least: int, language: Language) -> str:
    """A region with too few figures gets no diagnosis."""
    _ = translator(language)
    return _("Indicators with a figure of {name} here: {found}; a diagnosis needs {least}.").format(
        name=name, found=found, least=least
    )


def _criterion(criterion: WrittenCriterion, language: Language) -> str:
    _ = translator(language)
    template = (
        _("{name} {value} ({when}, at most {line})")
        if criterion.is_at_most
        else _("{name} {value} ({when}, at least {line} in that year)")
        if criterion.is_of_year
        else _("{name} {value} ({when}, at least {line})")
    )
    return template.format(**criterion._asdict())
