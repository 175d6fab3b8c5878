"""The four chains and the funnel in sentences; no number is typed in."""

from __future__ import annotations

from collections.abc import Mapping

from scoreboard.analysis.chains import FLOOR, ChainStanding
from scoreboard.analysis.funnel import StepFigure
from scoreboard.catalog import Chain, ChainEntry, Funnel, FunnelStep, Language, Level
from scoreboard.text import translator
from scoreboard.text.numbers import Measure
from scoreboard.text.sentences import count_regions, status_in_brackets


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


def index_measure(language: Language) -> Measure:
    """How indices and degrees from 0 to 1 are written."""
    return Measure(1, "", 2, language)


def chains_sentence(
    standing: ChainStanding,
    name: str,
    chains: Mapping[str, ChainEntry],
    level: Level,
    language: Language,
) -> str:
    """Which chain lags, the coordination degree and its class in both forms, and the place."""
    _ = translator(language)
    write = index_measure(language).text
    regions = count_regions(standing.regions, level, language)
    lagging = standing.lagging
    parts = [
        _(
            "{year}: the {chain} lags in {name}, with an index of {value}, no. {rank} of {regions}"
        ).format(
            year=standing.year,
            chain=_in_sentence(chains[lagging], language),
            name=name,
            value=write(standing.indices[lagging]),
            rank=standing.ranks[lagging],
            regions=regions,
        )
    ]
    if standing.behind != lagging:
        parts.append(
            _("by rank the {chain} is furthest behind, at no. {rank}").format(
                chain=_in_sentence(chains[standing.behind], language),
                rank=standing.ranks[standing.behind],
            )
        )
    parts.append(
        _(
            "the coordination degree of the four is {degree} ({grade}), no. {rank}, or {corrected} "
            "({corrected_grade}) in the corrected form"
        ).format(
            degree=write(standing.coordination),
            grade=grade_name(standing.grade, language),
            rank=standing.coordination_rank,
            corrected=write(standing.coordination_corrected),
            corrected_grade=grade_name(standing.grade_corrected, language),
        )
    )
    return _joined(parts, language)


def coupling_caution(
    standing: ChainStanding, lowest: float, high: int, limit: float, language: Language
) -> str:
    """Why the coupling degree alone misleads, with this year's numbers.

    lowest: the lowest C of the regions; high: how many of them are above `limit`.
    """
    _ = translator(language)
    write = index_measure(language).text
    # Two decimals would show nearly every coupling degree as 1.
    fine = Measure(1, "", 3, language).text
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
    if standing.is_floored:
        sentence += _gap(language) + _(
            "A chain at its lowest goalposts counts as {floor}, as zero would make every degree "
            "zero."
        ).format(floor=write(FLOOR))
    return sentence


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


def step_measure(step: FunnelStep, language: Language) -> Measure:
    """How a ratio of the funnel is written."""
    divisor = step.english_divisor if language == "en" else 1.0
    decimals = step.decimals + (1 if divisor > 1 else 0)
    return Measure(divisor, step.unit[language], decimals, language)


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
            value=step_measure(steps[alone.code], language).text(alone.value or 0.0),
        )
    if not known:
        return _("For {name} no two neighbouring stages are published for the same year.").format(
            name=name
        )
    known.sort(key=lambda pair: pair[0])
    parts = [_step_clause(known[0], steps, name, language)]
    if len(known) > 1:
        parts.append(_step_clause(known[-1], steps, "", language))
    return _joined(parts, language)


def _step_clause(
    pair: tuple[float, StepFigure], steps: Mapping[str, FunnelStep], name: str, language: Language
) -> str:
    _ = translator(language)
    share, figure = pair
    measure = step_measure(steps[figure.code], language)
    facts = {
        "name": name,
        "step": steps[figure.code].name[language],
        "year": figure.year,
        "value": measure.text(figure.value or 0.0) + status_in_brackets(figure.status, language),
        "share": Measure(1, "%", 0, language).text(share),
        "whose": yardstick_name(figure, language),
        "against": measure.text(figure.yardstick or 0.0),
    }
    template = (
        _("{name}, {year}: {step} stands lowest against others, at {value}, {share} of {whose}")
        if name
        else _("{step} stands highest, at {value}, {share} of {whose}")
    )
    return template.format(**facts)


def yardstick_name(figure: StepFigure, language: Language) -> str:
    """Whose median a ratio is held against, with how many regions it is of."""
    _ = translator(language)
    if figure.peers is not None:
        return _("the median of {count} peers").format(count=figure.peer_count)
    return _("the median of {count} regions").format(count=figure.regions)


def _in_sentence(chain: ChainEntry, language: Language) -> str:
    """A chain's name inside a sentence: English names lose their capital."""
    name = chain.name[language]
    return name if language == "zh" else name[:1].lower() + name[1:]


def _gap(language: Language) -> str:
    return "" if language == "zh" else " "


def _joined(parts: list[str], language: Language) -> str:
    return "；".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."
