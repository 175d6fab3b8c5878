"""The words of the diagnosis: states, severities, confidences, evidence."""

from __future__ import annotations

from scoreboard.analysis.views import UNCERTAIN
from scoreboard.catalog import Catalog, Disconnection, Language
from scoreboard.diagnostics.finding import Finding
from scoreboard.language import in_brackets, translator
from scoreboard.text.sentences import status_word

# Filled squares, so that severity is seen without colour.
_MARKS = {3: "■■■", 2: "■■□", 1: "■□□", 0: "□□□"}


def severity_word(severity: int, language: Language) -> str:
    """How bad a finding is, in a word."""
    _ = translator(language)
    return {3: _("severe"), 2: _("marked"), 1: _("slight")}.get(severity, _("not found"))


def state_word(state: str, language: Language) -> str:
    """Whether a rule fires, is on the line, is silent or cannot be judged."""
    _ = translator(language)
    return {
        "fires": _("found"),
        "borderline": _("on the line"),
        "silent": _("not found"),
        "missing": _("no data to judge"),
    }[state]


def finding_word(state: str, severity: int, language: Language) -> str:
    """The severity of what was found; else the state."""
    return severity_word(severity, language) if state == "fires" else state_word(state, language)


def finding_mark(state: str, severity: int) -> str:
    """The same as a shape: filled squares by severity, a diamond on the line, a dash unknown."""
    if state == "fires":
        return _MARKS[severity]
    return {"borderline": "◇", "missing": "—"}.get(state, _MARKS[0])


def confidence_word(confidence: str, language: Language) -> str:
    """How sure a finding is, by coverage, age and status of its figures."""
    _ = translator(language)
    return {
        "high": _("high confidence"),
        "medium": _("medium confidence"),
        "low": _("low confidence"),
    }[confidence]


def finding_name(catalog: Catalog, finding: Finding, language: Language) -> str:
    """The rule's name with severity, or that it is on the line, and confidence."""
    how = finding_word(finding.state, finding.severity, language)
    sure = confidence_word(finding.confidence, language)
    comma = "，" if language == "zh" else ", "
    return catalog.rules[finding.rule_code].name[language] + in_brackets(
        how + comma + sure, language
    )


def disconnection_heading(disconnection: str, language: Language) -> str:
    """One of the three disconnections as a heading; the rest under a heading of their own."""
    _ = translator(language)
    names: dict[str, str] = {
        "research_industry": _("Research and industry apart"),
        "talent": _("Talent does not stay"),
        "conversion": _("Results are hard to convert"),
    }
    return names.get(disconnection, _("Other weak points"))


def yardstick_text(yardstick: str, value: str, language: Language) -> str:
    """A written value of what a figure is held against."""
    _ = translator(language)
    return {
        "nation": _("the national {target}"),
        "peers": _("the peers' median {target}"),
        "tier": _("the median {target} of its tier"),
        "level": _("the median {target} of the others"),
        "limit": _("the line of {target}"),
        "nation_growth": _("the national {target}"),
        "past": _("the line of {target}"),
    }[yardstick].format(target=value)


def evidence_word(what: str, language: Language) -> str:
    """What a number of the evidence is: the figure itself or what it is held against."""
    _ = translator(language)
    if what.startswith("limit_"):
        return _("line of the rule")
    words = {
        "value": _("figure"),
        "nation": _("nation"),
        "peers": _("median of the peers"),
        "tier": _("median of the tier"),
        "level": _("median of the others"),
        "before": _("figure before"),
        "moved": _("change since"),
        "city_moved": _("change of that part since"),
        "growth": _("yearly growth"),
        "nation_growth": _("the nation's yearly growth"),
        "place": _("place"),
        "city_share": _("part of the largest city"),
        "city_before": _("that city's part before"),
        "context": _("a paper's figure"),
    }
    return words.get(what, "")


DISCONNECTIONS: tuple[Disconnection | str, ...] = ("research_industry", "talent", "conversion", "")


def year_and_status(year: int, status: str, language: Language) -> str:
    """The year of a figure, and how firm it is where that has to be said."""
    said = f"{year}年" if language == "zh" else str(year)
    between = "，" if language == "zh" else ", "
    return between.join([said, status_word(status, language)] if status in UNCERTAIN else [said])
