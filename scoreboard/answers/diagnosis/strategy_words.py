"""The words of measures, made from data; no number is typed in."""

from __future__ import annotations

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


def lag_sentence(strategy: Strategy, language: Language) -> str:
    """How long until the indicator can move, and who says so."""
    _ = translator(language)
    template = (
        _("after about {years} (as in the case told)")
        if strategy.lag_basis == "case"
        else _("after about {years} (our judgement)")
    )
    return template.format(years=count_years(strategy.lag_years, language))


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
