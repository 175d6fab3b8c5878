"""The words of the composite page: methods by name, the answer in a sentence, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.analysis.composite import (
    Aggregation,
    Normalisation,
    Options,
    Outliers,
    Step,
    Weighting,
)
from scoreboard.catalog.models import Language, Level
from scoreboard.text import translator
from scoreboard.text.numbers import format_plain

MOST_NAMED = 6


@dataclass(frozen=True)
class Place:
    """A region's place in the evaluation, with what the draws say of it."""

    name: str
    score: float
    rank: int
    rank_low: int
    rank_high: int
    index: float
    index_low: float
    index_high: float


def normalisation_name(code: Normalisation, language: Language) -> str:
    """How figures are put on one scale."""
    _ = translator(language)
    return {
        "goalposts": _("Fixed goalposts"),
        "minmax": _("Min–max of the year"),
        "zscore": _("Standard scores (50 + 10z)"),
        "percentile": _("Percentile rank"),
        "target": _("Distance to the target"),
    }[code]


def weighting_name(code: Weighting, language: Language) -> str:
    """Where the weights come from."""
    _ = translator(language)
    return {
        "expert": _("By group, set by hand"),
        "equal": _("Every indicator the same"),
        "entropy": _("Entropy"),
        "critic": _("CRITIC weights"),
        "pca": _("Principal components"),
    }[code]


def aggregation_name(code: Aggregation, language: Language) -> str:
    """How scores are put together."""
    _ = translator(language)
    return {
        "arithmetic": _("Arithmetic mean"),
        "geometric": _("Geometric mean"),
        "topsis": _("TOPSIS (nearness to the best)"),
    }[code]


def outliers_name(code: Outliers, language: Language) -> str:
    """What is done about outliers."""
    _ = translator(language)
    return {"none": _("Left as they are"), "winsorise": _("Drawn in (winsorised)")}[code]


def level_name(level: Level, language: Language) -> str:
    """The regions of a level."""
    _ = translator(language)
    return _("Cities") if level == "city" else _("Provinces")


def assumption_name(code: str, language: Language) -> str:
    """What the draws vary."""
    _ = translator(language)
    return {
        "weights": _("Weights"),
        "normalisation": _("Normalisation"),
        "aggregation": _("Aggregation"),
        "left_out": _("Indicator left out"),
        "together": _("Several together"),
    }[code]


def step_name(step: Step | None, language: Language) -> str:
    """A rung of the ladder; empty where there is none."""
    if step is None:
        return ""
    _ = translator(language)
    group = {
        "leader": _("leader"),
        "strong": _("strong"),
        "moderate": _("moderate"),
        "emerging": _("emerging"),
    }[step.group]
    return group + step.sign


def shares_text(names: list[str], shares: tuple[int, ...]) -> str:
    """The groups with their shares."""
    return " ".join(f"{name} {share}%" for name, share in zip(names, shares, strict=True))


def method_line(options: Options, groups: str, language: Language) -> str:
    """Every choice of method in one line, the same on the page and in files.

    groups: the shares of the groups, which count where weights are set by hand.
    """
    _ = translator(language)
    weights = weighting_name(options.weighting, language)
    if options.weighting == "expert":
        weights += f"（{groups}）" if language == "zh" else f" ({groups})"
    parts = (
        (_("Outliers"), outliers_name(options.outliers, language)),
        (_("Normalisation"), normalisation_name(options.normalisation, language)),
        (_("Weights"), weights),
        (_("Aggregation"), aggregation_name(options.aggregation, language)),
        (_("Ranked from"), f"{options.least_share * 100:.0f}%"),
    )
    colon = "：" if language == "zh" else ": "
    return ("；" if language == "zh" else "; ").join(f"{k}{colon}{v}" for k, v in parts)


def headline(
    leader: Place,
    own: Place | None,
    unclear: list[tuple[int, str]],
    year: int,
    regions: str,
    language: Language,
) -> str:
    """The answer: who leads, where the chosen region stands, how sure that is.

    unclear: rank and name of the regions that it cannot be told from, best first. own is none
    where the chosen region leads or is not ranked.
    """
    _ = translator(language)
    facts = {
        "year": year,
        "regions": regions,
        "leader": leader.name,
        "best": format_plain(leader.score, 1),
    }
    subject = own or leader
    if own is None:
        parts = [
            _("{year}: {leader} leads the {regions} with a score of {best}").format(**facts),
            _("the 5–95% range of its rank is {range}").format(range=rank_range(leader, language)),
        ]
    else:
        parts = [
            _("{year}: {leader} leads the {regions} with a score of {best}").format(**facts),
            _("{name} scores {score} and ranks no. {rank}").format(
                name=own.name, score=format_plain(own.score, 1), rank=own.rank
            ),
            _("the 5–95% range of its rank is {range}").format(range=rank_range(own, language)),
        ]
    parts.append(unclear_clause(subject, unclear, language))
    return _join(parts, language)


def rank_range(place: Place, language: Language) -> str:
    """The range of a rank in words."""
    _ = translator(language)
    if place.rank_low == place.rank_high:
        return _("no. {rank}").format(rank=place.rank_low)
    return _("no. {low} to {high}").format(low=place.rank_low, high=place.rank_high)


def unclear_clause(place: Place, unclear: list[tuple[int, str]], language: Language) -> str:
    """Which regions a region does not differ from: those next to it first."""
    _ = translator(language)
    if not unclear:
        return _("it differs clearly from every other region")
    near = sorted(unclear, key=lambda entry: abs(entry[0] - place.rank))[:MOST_NAMED]
    named = [_("{name} (no. {rank})").format(name=name, rank=rank) for rank, name in sorted(near)]
    names = ("、" if language == "zh" else ", ").join(named)
    if len(unclear) > MOST_NAMED:
        return _("no clear difference from {count} regions, among them {names}").format(
            count=len(unclear), names=names
        )
    return _("no clear difference from {names}").format(names=names)


def not_ranked_sentence(
    name: str, present: float, missing: list[str], options: Options, language: Language
) -> str:
    """Why a region has no rank: how much of the weight it has, and what is missing."""
    _ = translator(language)
    separator = "、" if language == "zh" else ", "
    shown = separator.join(missing[:MOST_NAMED])
    if len(missing) > MOST_NAMED:
        shown += _(" and {n} more").format(n=len(missing) - MOST_NAMED)
    return _(
        "{name} is not ranked: it has figures for {present} of the weight, {least} are needed. "
        "Missing: {missing}."
    ).format(
        name=name,
        present=f"{present * 100:.0f}%",
        least=f"{options.least_share * 100:.0f}%",
        missing=shown,
    )


def nobody_ranked_sentence(
    regions: str, system: str, least: float, year: int | None, language: Language
) -> str:
    """That no region of the level has enough figures for the system, in a year or in any."""
    _ = translator(language)
    template = (
        _(
            "None of the {regions} has figures for {least} of the weight of “{system}” in any "
            "year; nobody is ranked."
        )
        if year is None
        else _(
            "None of the {regions} has figures for {least} of the weight of “{system}” in {year}; "
            "nobody is ranked."
        )
    )
    return template.format(regions=regions, least=f"{least * 100:.0f}%", system=system, year=year)


def movers_sentence(overall: dict[str, float], language: Language) -> str:
    """Which assumption moves the ranks most, with its share."""
    _ = translator(language)
    order = sorted(overall, key=lambda code: -overall[code])
    if overall[order[0]] == 0:
        return _("No assumption moves a rank.")
    return _(
        "The ranks depend most on: {first} ({first_share} of their variance), then {second} "
        "({second_share})."
    ).format(
        first=assumption_name(order[0], language).lower(),
        first_share=f"{overall[order[0]] * 100:.0f}%",
        second=assumption_name(order[1], language).lower(),
        second_share=f"{overall[order[1]] * 100:.0f}%",
    )


def _join(parts: list[str], language: Language) -> str:
    return "，".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."
