"""The words of measures, made from data; no number is typed in."""

from __future__ import annotations

from math import prod
from typing import NamedTuple

from scoreboard.catalog import EvidenceGrade, Language, Strategy, TierKind
from scoreboard.language import translator
from scoreboard.language.numbers import count_years


class ComparedFigure(NamedTuple):
    """A figure beside those it is held against, each already written; empty where there is none."""

    name: str
    year: int
    own: str
    peers: str = ""
    nation: str = ""
    benchmark: str = ""
    benchmark_name: str = ""


def kind_name(kind: TierKind, language: Language) -> str:
    """A kind of tier, the same for cities and provinces."""
    _ = translator(language)
    names: dict[TierKind, str] = {
        "hub": _("innovation hub"),
        "base": _("industrial base"),
        "town": _("speciality town"),
    }
    return names[kind]


def evidence_name(grade: EvidenceGrade, language: Language) -> str:
    """How much is known of what a measure did elsewhere."""
    _ = translator(language)
    names: dict[EvidenceGrade, str] = {
        "figures": _("figures of a named place"),
        "case": _("a case without figures of a named place"),
        "advice": _("advice only"),
    }
    return names[grade]


def lag_sentence(strategy: Strategy, start: int, language: Language) -> str:
    """Of which year the figure can show a measure that begins in `start`, and who says so."""
    _ = translator(language)
    template = (
        _("begun in {start}, after about {years}: figures of {year} (as in the case told)")
        if strategy.lag_basis == "case"
        else _("begun in {start}, after about {years}: figures of {year} (our judgement)")
    )
    years = count_years(strategy.lag_years, language)
    return template.format(start=start, years=years, year=start + strategy.lag_years)


def target_sentence(
    name: str, value: str, year: int, held: str, language: Language, *, rises: bool
) -> str:
    """Which figure a measure should move, from what of which year, and towards what."""
    _ = translator(language)
    template = (
        _("{name} from {value} ({year}) up towards {held}")
        if rises
        else _("{name} from {value} ({year}) down towards {held}")
    )
    return template.format(name=name, value=value, year=year, held=held)


def place_sentence(
    name: str, place: int, year: int, other: str, held: int, language: Language
) -> str:
    """From which place among the regions a figure should come up, and towards whose place."""
    _ = translator(language)
    return _("{name} from place {place} ({year}) up towards place {held}, that of {other}").format(
        name=name, place=place, year=year, held=held, other=other
    )


def city_part_name(city: str, name: str, language: Language) -> str:
    """What the largest city's part of a province's amount is called."""
    _ = translator(language)
    return _("{city}'s part of {name}").format(city=city, name=name)


def growth_name(name: str, language: Language) -> str:
    """What the yearly growth of a figure is called."""
    _ = translator(language)
    return _("{name}, growth a year,").format(name=name)


def cost_sentence(name: str, basis: str, result: str, language: Language) -> str:
    """What a calculator gives; basis: the region's own figures in it, empty where it takes none."""
    _ = translator(language)
    if not basis:
        template = _("{name}, by the example's numbers as no figure of the region enters: {result}")
        return template.format(name=name, result=result)
    return _("{name}, for {basis}: {result}").format(name=name, basis=basis, result=result)


class Weighed(NamedTuple):
    """What gives a measure its place: the parts of its score, and how many findings call it."""

    severity: float
    fit: float
    evidence: float
    findings: int


def behind_sentence(
    place: int,
    name: str,
    own: Weighed,
    other: Weighed,
    aims: tuple[str, str] | None,
    language: Language,
) -> str:
    """Why a measure stands behind the one before it (`other`).

    aims: what it acts on and the priority, where only the other acts on that; none elsewhere.
    """
    _ = translator(language)
    between = "；" if language == "zh" else "; "
    if aims:
        template = _("it acts on “{own}” and not on “{other}”, which comes first")
        reasons = [template.format(own=aims[0], other=aims[1])]
    elif prod(own[:3]) < prod(other[:3]) - 1e-9:
        templates = (
            _("severity {own} against {other}"),
            _("fit {own} against {other}"),
            _("evidence {own} against {other}"),
        )
        reasons = [
            template.format(own=f"{a:.2f}", other=f"{b:.2f}")
            for template, a, b in zip(templates, own[:3], other[:3], strict=True)
            if a < b
        ]
    elif own.findings < other.findings:
        template = _("the same score, and {own} of the findings call it against {other}")
        reasons = [template.format(own=own.findings, other=other.findings)]
    else:
        reasons = [_("the same score; it comes later in the catalog")]
    return _("No. {place}, “{name}”, stands behind: {reasons}.").format(
        place=place, name=name, reasons=between.join(reasons)
    )


def score_sentence(severity: float, fit: float, evidence: float, language: Language) -> str:
    """How a measure came to its place."""
    _ = translator(language)
    return _("Order: severity {severity} × fit {fit} × evidence {evidence} = {score}").format(
        severity=f"{severity:.2f}",
        fit=f"{fit:.2f}",
        evidence=f"{evidence:.2f}",
        score=f"{severity * fit * evidence:.2f}",
    )


def compared_sentence(compared: ComparedFigure, region: str, language: Language) -> str:
    """A region's figure beside the nation, the median of its peers and a benchmark region."""
    _ = translator(language)
    parts = [
        _("{region} {value} ({year})").format(region=region, value=compared.own, year=compared.year)
    ]
    if compared.peers:
        parts.append(_("median of its peers {value}").format(value=compared.peers))
    if compared.benchmark:
        gap = "" if language == "zh" else " "
        parts.append(compared.benchmark_name + gap + compared.benchmark)
    if compared.nation:
        parts.append(_("nation {value}").format(value=compared.nation))
    return ("，" if language == "zh" else "; ").join(parts)
