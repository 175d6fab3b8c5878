"""The four chains in sentences; no number is typed in."""

from __future__ import annotations

from collections.abc import Mapping

from scoreboard.analysis.chains import FLOOR, ChainStanding
from scoreboard.catalog import Chain, ChainEntry, Language, Level
from scoreboard.language import join_sentences, translator
from scoreboard.language.numbers import NumberFormat
from scoreboard.text.sentences import count_regions


def grade_name(grade: int, language: Language) -> str:
    """One of the ten classes of the coordination degree, after 廖重斌 (1999)."""
    _ = translator(language)
    return [
        _("extreme disorder"),
        _("severe disorder"),
        _("moderate disorder"),
        _("mild disorder"),
        _("verge of disorder"),
        _("bare coordination"),
        _("primary coordination"),
        _("intermediate coordination"),
        _("good coordination"),
        _("quality coordination"),
    ][grade]


def index_format(language: Language) -> NumberFormat:
    """How indices and degrees from 0 to 1 are written."""
    return NumberFormat(1, "", 2, language)


def chains_sentence(
    standing: ChainStanding,
    name: str,
    chains: Mapping[str, ChainEntry],
    level: Level,
    language: Language,
) -> str:
    """Which chain lags, the coordination degree and its class in both forms, and the place."""
    _ = translator(language)
    write = index_format(language).text
    regions = count_regions(standing.regions, level, language)
    parts = [lagging_clause(standing, name, chains, level, language)]
    parts.append(
        _(
            "the coordination degree of the four is {degree} ({grade}), no. {rank} of {regions}, "
            "or {corrected} ({corrected_grade}) in the corrected form"
        ).format(
            degree=write(standing.coordination),
            grade=grade_name(standing.grade, language),
            rank=standing.coordination_rank,
            regions=regions,
            corrected=write(standing.coordination_corrected),
            corrected_grade=grade_name(standing.grade_corrected, language),
        )
    )
    return join_clauses(parts, language)


def lagging_clause(
    standing: ChainStanding,
    name: str,
    chains: Mapping[str, ChainEntry],
    level: Level,
    language: Language,
) -> str:
    """Which chain is furthest below the median of the region's peers, and by how much."""
    _ = translator(language)
    write, code = index_format(language).text, standing.lagging
    own, median = standing.indices[code], standing.medians[code]
    held = (
        _("the median of {count} peers").format(count=standing.peers)
        if standing.peers
        else _("the median of {regions}").format(
            regions=count_regions(standing.regions, level, language)
        )
    )
    template = (
        _(
            "{year}: of the four chains of {name} the {chain} is furthest below {held}, {value} "
            "against {median} (no. {rank} of {regions})"
        )
        if write(own) != write(median) and own < median
        else _(
            "{year}: none of the four chains of {name} is below {held}; nearest to it is the "
            "{chain}, {value} against {median} (no. {rank} of {regions})"
        )
    )
    return template.format(
        year=standing.year,
        name=name,
        chain=_in_sentence(chains[code], language),
        held=held,
        value=write(own),
        median=write(median),
        rank=standing.ranks[code],
        regions=count_regions(standing.regions, level, language),
    )


def coupling_caution(
    standing: ChainStanding, lowest: float, high: int, limit: float, language: Language
) -> str:
    """Why the coupling degree alone misleads, with this year's numbers.

    lowest: the lowest C of the regions; high: how many of them are above `limit`.
    """
    _ = translator(language)
    write = index_format(language).text
    # Two decimals would show nearly every coupling degree as 1.
    fine = NumberFormat(1, "", 3, language).text
    sentence = _(
        "The coupling degree C alone misleads: it tells how equal the chains are, and four equally "
        "poor ones give 1. In {year} C is above {limit} in {high} of {regions} regions and lowest "
        "at {lowest}; here it is {own} ({corrected} corrected). That is why D is shown, which "
        "takes in the level T, here {level}."
    ).format(
        year=standing.year,
        limit=write(limit),
        high=high,
        regions=standing.regions,
        lowest=fine(lowest),
        own=fine(standing.coupling),
        corrected=fine(standing.coupling_corrected),
        level=write(standing.development),
    )
    if not standing.is_floored:
        return sentence
    floored = _(
        "A chain at its lowest goalposts counts as {floor}, as zero would make every degree zero."
    ).format(floor=write(FLOOR))
    return join_sentences((sentence, floored), language)


def missing_sentence(
    name: str,
    present: Mapping[Chain, tuple[int, int]],
    chains: Mapping[str, ChainEntry],
    language: Language,
) -> str:
    """That a region has no coordination degree, and how much of each chain is published.

    present: by chain, indicators with a figure and indicators needed.
    """
    _ = translator(language)
    counts = _("; ").join(
        _("{chain} {found} of {needed}").format(
            chain=_in_sentence(chains[code], language), found=found, needed=needed
        )
        for code, (found, needed) in present.items()
    )
    return _(
        "No coordination degree for {name}: a chain needs four fifths of its indicators in one "
        "year. Published in any year: {counts}."
    ).format(name=name, counts=counts)


def _in_sentence(chain: ChainEntry, language: Language) -> str:
    """A chain's name inside a sentence: English names lose their capital."""
    name = chain.name[language]
    return name if language == "zh" else name[:1].lower() + name[1:]


def join_clauses(parts: list[str], language: Language) -> str:
    """Clauses as one sentence."""
    return "；".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."
