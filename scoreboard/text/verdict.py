"""The sentences that a diagnosis opens with: tier and why, disconnection and how sure, chain."""

from __future__ import annotations

from typing import NamedTuple

from scoreboard.catalog import Language, Level
from scoreboard.text import translator
from scoreboard.text.sentences import count_regions


class MetCriterion(NamedTuple):
    """One criterion, written: the indicator's name, the region's figure, and the line."""

    name: str
    value: str
    line: str
    is_at_most: bool


def tier_sentence(
    name: str,
    tier: str,
    met: int,
    known: int,
    met_by: list[MetCriterion],
    language: Language,
) -> str:
    """Which tier a region is in, and by which figures.

    met, known: criteria of that tier met, and with a figure; known 0 for the last tier, which
    takes the rest. met_by: the criteria that are named.
    """
    _ = translator(language)
    if not known:
        return _("{name}: {tier}").format(name=name, tier=tier)
    named = _listed([_criterion(c, language) for c in met_by], language)
    template = (
        _("{name}: {tier}, meeting {met} of {known} criteria, among them {named}")
        if named
        else _("{name}: {tier}, meeting {met} of {known} criteria")
    )
    return template.format(name=name, tier=tier, met=met, known=known, named=named)


def missed_sentence(
    tier: str, met: int, known: int, missed: list[MetCriterion], language: Language
) -> str:
    """Why a region is not in the tier above."""
    _ = translator(language)
    return _("Not {tier}, where it meets {met} of {known} criteria: {missed}").format(
        tier=tier,
        met=met,
        known=known,
        missed=_listed([_missed(c, language) for c in missed], language),
    )


def disconnection_sentence(
    heading: str, found: int, looked_at: int, gravest: str, how: str, language: Language
) -> str:
    """Which disconnection holds a region back most, how many rules say so and how sure.

    how: severity and confidence of the gravest finding, in words.
    """
    _ = translator(language)
    return _(
        "Of the three disconnections “{heading}” weighs most: {found} of {rules} rules with data "
        "find it, the gravest “{gravest}” ({how})"
    ).format(heading=heading, found=found, rules=looked_at, gravest=gravest, how=how)


def no_disconnection_sentence(looked_at: int, line: int, missing: int, language: Language) -> str:
    """None of the three is found, or none could be looked at."""
    _ = translator(language)
    if not looked_at:
        return _(
            "None of the three disconnections can be judged: {missing} rules lack data"
        ).format(missing=missing)
    return _(
        "None of the three disconnections is found: {rules} rules with data, {line} on the line, "
        "{missing} without data"
    ).format(rules=looked_at, line=line, missing=missing)


def chain_sentence(
    chain: str, index: str, rank: int, regions: int, year: int, level: Level, language: Language
) -> str:
    """Which of the four chains lags."""
    _ = translator(language)
    return _(
        "Of the four chains the {chain} lags: index {index}, no. {rank} of {regions} ({year})"
    ).format(
        chain=chain,
        index=index,
        rank=rank,
        regions=count_regions(regions, level, language),
        year=year,
    )


def too_little_sentence(name: str, found: int, least: int, language: Language) -> str:
    """A region with too few figures gets no diagnosis."""
    _ = translator(language)
    return _("{name} has figures of {found} indicators here; a diagnosis needs {least}.").format(
        name=name, found=found, least=least
    )


def _criterion(criterion: MetCriterion, language: Language) -> str:
    _ = translator(language)
    template = (
        _("{name} {value} (at most {line})")
        if criterion.is_at_most
        else _("{name} {value} (at least {line})")
    )
    return template.format(name=criterion.name, value=criterion.value, line=criterion.line)


def _missed(criterion: MetCriterion, language: Language) -> str:
    _ = translator(language)
    template = (
        _("{name} {value}, above {line}")
        if criterion.is_at_most
        else _("{name} {value}, below {line}")
    )
    return template.format(name=criterion.name, value=criterion.value, line=criterion.line)


def _listed(items: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(items)
