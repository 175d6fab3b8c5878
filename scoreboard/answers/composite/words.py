"""The sentences of the composite page: methods by name, who leads, how sure, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from scoreboard.analysis.composite import (
    Aggregation,
    LadderStep,
    Normalisation,
    Options,
    Outliers,
    Weighting,
)
from scoreboard.analysis.composite.system import RankRange
from scoreboard.catalog import Language, Level
from scoreboard.language import in_brackets, join_list, translator
from scoreboard.language.numbers import format_plain

MOST_NAMED = 6


def normalisation_name(code: Normalisation, language: Language) -> str:
    """How figures are put on one scale."""
    _ = translator(language)
    return {
        "goalposts": _("Fixed goalposts"),
        "minmax": _("Min–max of the year"),
        "zscore": _("Standard scores (50 + 10z)"),
        "percentile": _("Percentile rank"),
        "target": _("Distance to the target"),
        "vector": _("Vector normalisation (L2), as in TOPSIS"),
        "around_mean": _("Above or below the mean by 20%"),
        "scored": _("Figures that are scores already"),
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
        "borda": _("Borda count (points for order)"),
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


def step_name(step: LadderStep | None, language: Language) -> str:
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


def normalisation_refused(code: Normalisation, shown: Normalisation, language: Language) -> str:
    """Why a normalisation cannot be had of these figures, and which is used in its place."""
    _ = translator(language)
    reasons = {
        "vector": _("Vector normalisation needs figures of one sign in each indicator"),
        "around_mean": _("Scores around the mean need a mean other than zero in each indicator"),
        "scored": _("The figures are not all scores from 0 to 100 of which more is better"),
    }
    reason = reasons.get(code, _("The figures cannot be normalised in the way chosen"))
    return _("{reason}; used instead: {shown}.").format(
        reason=reason, shown=normalisation_name(shown, language)
    )


def entropy_flat_sentence(language: Language) -> str:
    """That entropy weights say nothing where every indicator spreads alike."""
    _ = translator(language)
    return _(
        "Percentile ranks spread alike in every indicator, so entropy weights are nearly equal "
        "here whatever the figures are."
    )


def shares_text(names: list[str], shares: tuple[int, ...], language: Language) -> str:
    """The groups with their shares."""
    return join_list(
        [f"{name} {share}%" for name, share in zip(names, shares, strict=True)], language
    )


def method_line(options: Options, groups: str, language: Language) -> str:
    """Every choice of method in one line, the same on the page and in files.

    groups: the shares of the groups, which count where weights are set by hand.
    """
    _ = translator(language)
    weights = weighting_name(options.weighting, language)
    if options.weighting == "expert":
        weights += in_brackets(groups, language)
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
    leader: tuple[str, RankRange],
    own: tuple[str, RankRange] | None,
    unclear: list[tuple[int, str]],
    regions: str,
    language: Language,
) -> str:
    """The answer: who leads, where the chosen region stands, how sure that is.

    leader, own: name and place; own is none where the chosen region leads or is not ranked.
    unclear: rank and name of the regions that it cannot be told from, best first.
    """
    _ = translator(language)
    name, place = leader
    parts = [
        _("{year}: {leader} leads the {regions} with a score of {best}").format(
            year=place.year, leader=name, regions=regions, best=format_plain(place.score, 1)
        )
    ]
    if own is not None:
        name, place = own
        parts.append(
            _("{name} scores {score} and ranks no. {rank}").format(
                name=name, score=format_plain(place.score, 1), rank=place.rank
            )
        )
    parts.append(
        _("the 5–95% range of its rank is {range}").format(range=rank_range(place, language))
    )
    parts.append(unclear_clause(place, unclear, language))
    return _join(parts, language)


def rank_range(place: RankRange, language: Language) -> str:
    """The range of a rank in words."""
    _ = translator(language)
    if place.low == place.high:
        return _("no. {rank}").format(rank=place.low)
    return _("no. {low} to {high}").format(low=place.low, high=place.high)


def unclear_clause(place: RankRange, unclear: list[tuple[int, str]], language: Language) -> str:
    """Which regions a region does not differ from: those next to it first."""
    _ = translator(language)
    if not unclear:
        return _("it differs clearly from every other region")
    near = sorted(unclear, key=lambda entry: abs(entry[0] - place.rank))[:MOST_NAMED]
    named = [_("{name} (no. {rank})").format(name=name, rank=rank) for rank, name in sorted(near)]
    names = join_list(named, language)
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
    return _(
        "{name} is not ranked: it has figures for {present} of the weight, {least} are needed. "
        "Missing: {missing}."
    ).format(
        name=name,
        present=f"{present * 100:.0f}%",
        least=f"{options.least_share * 100:.0f}%",
        missing=name_some(missing, language),
    )


def name_some(names: list[str], language: Language) -> str:
    """The first names of a list, and how many more there are."""
    _ = translator(language)
    more = len(names) - MOST_NAMED
    return join_list(names[:MOST_NAMED], language) + (
        _(" and {n} more").format(n=more) if more > 0 else ""
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
    if language == "zh":
        return "；".join([parts[0], "，".join(parts[1:])]) + "。"
    return "; ".join(parts) + "."


def reason_sentence(
    name: str,
    rank: int,
    won: Sequence[tuple[str, float]],
    lost: Sequence[tuple[str, float]],
    language: Language,
) -> str:
    """What puts a region at its rank: indicators with the points above and below their median."""
    _ = translator(language)
    if won and lost:
        template = _(
            "{name} is no. {rank}: above the median most in {won}; below it most in {lost}."
        )
    elif won:
        template = _("{name} is no. {rank}: above the median most in {won}; below it in none.")
    elif lost:
        template = _("{name} is no. {rank}: below the median most in {lost}; above it in none.")
    else:
        template = _("{name} is no. {rank}, at the median in all indicators.")

    def points(found: Sequence[tuple[str, float]]) -> str:
        each = (
            n + in_brackets(_("{points} points").format(points=f"{p:.1f}"), language)
            for n, p in found
        )
        return join_list(list(each), language)

    return template.format(name=name, rank=rank, won=points(won), lost=points(lost))
