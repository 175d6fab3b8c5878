"""The sentences that a diagnosis opens with: tier and why, disconnection and how sure, chain."""

from __future__ import annotations

from typing import NamedTuple

from scoreboard.catalog import Language, Level
from scoreboard.text import translator
from scoreboard.text.sentences import count_regions


class MetCriterion(NamedTuple):
    """One criterion, written: the indicator's name, the region's figure with year, the line."""

    name: str
    value: str
    line: str
    is_at_most: bool


def headline(name: str, tier: str, disconnection: str, chain: str, language: Language) -> str:
    """The diagnosis in one sentence; parts that could not be worked out are empty."""
    colon, between, end = ("：", "；", "。") if language == "zh" else (": ", "; ", ".")
    return name + colon + between.join(p for p in (tier, disconnection, chain) if p) + end


def tier_clause(tier: str, met: int, known: int, notes: list[str], language: Language) -> str:
    """Which tier a region is in, by how many criteria; known is 0 for the tier that takes the rest.

    notes: what else must be known at once, such as that it is on the line.
    """
    _ = translator(language)
    if known:
        notes = [_("{met} of {known} criteria met").format(met=met, known=known), *notes]
    return _noted(tier, notes, language)


def no_disconnection_clause(judged: list[str], of: int, language: Language) -> str:
    """None of the disconnections that could be judged is found; `of` is how many there are."""
    _ = translator(language)
    if not judged:
        return _("no disconnection can be judged")
    if len(judged) == of:
        return _("none of the three disconnections found")
    return _("not found: {names}").format(names=_listed(judged, language))


def not_judged_sentence(names: list[str], language: Language) -> str:
    """The disconnections that no rule with figures speaks of; empty when there is none."""
    _ = translator(language)
    if not names:
        return ""
    return _("Not judged for lack of figures: {names}.").format(names=_listed(names, language))


def disconnection_clause(heading: str, notes: list[str], language: Language) -> str:
    """Which disconnection weighs most, with severity and confidence."""
    _ = translator(language)
    return _noted(_("“{heading}” weighs most").format(heading=heading), notes, language)


def chain_clause(
    chain: str, index: str, rank: int, regions: int, level: Level, language: Language
) -> str:
    """Which of the four chains is weakest."""
    _ = translator(language)
    place = _("no. {rank} of {regions}").format(
        rank=rank, regions=count_regions(regions, level, language)
    )
    notes = [_("index {index}").format(index=index), place]
    return _noted(_("weakest of the four: {chain}").format(chain=chain), notes, language)


def tier_sentence(met_by: list[MetCriterion], language: Language) -> str:
    """By which figures a region meets its tier."""
    _ = translator(language)
    return _("Met: {criteria}.").format(
        criteria=_listed([_criterion(c, language) for c in met_by], language)
    )


def missed_sentence(
    tier: str, met: int, known: int, missed: list[MetCriterion], language: Language
) -> str:
    """Why a region is not in the tier above."""
    _ = translator(language)
    return _("Short of “{tier}” ({met} of {known} met): {criteria}.").format(
        tier=tier,
        met=met,
        known=known,
        criteria=_listed([_criterion(c, language) for c in missed], language),
    )


def disconnection_sentence(found: int, looked_at: int, gravest: str, language: Language) -> str:
    """How many rules find the disconnection, and the gravest of them."""
    _ = translator(language)
    return _("{found} of {rules} rules with data find it, the gravest “{gravest}”.").format(
        found=found, rules=looked_at, gravest=gravest
    )


def no_disconnection_sentence(looked_at: int, line: int, missing: int, language: Language) -> str:
    """None of the three is found, or none could be looked at."""
    _ = translator(language)
    if not looked_at:
        return _("Cannot be judged: {missing} rules lack data.").format(missing=missing)
    return _(
        "Rules of the three with data: {rules}, on the line: {line}, without data: {missing}."
    ).format(rules=looked_at, line=line, missing=missing)


def too_little_sentence(name: str, found: int, least: int, language: Language) -> str:
    """A region with too few figures gets no diagnosis."""
    _ = translator(language)
    return _("Indicators with a figure of {name} here: {found}; a diagnosis needs {least}.").format(
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


def _noted(text: str, notes: list[str], language: Language) -> str:
    """A text with notes in brackets."""
    if not notes:
        return text
    inside = ("，" if language == "zh" else ", ").join(notes)
    return f"{text}（{inside}）" if language == "zh" else f"{text} ({inside})"


def _listed(items: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(items)
