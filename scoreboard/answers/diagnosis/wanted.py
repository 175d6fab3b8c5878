"""What a place would have to publish so that a disconnection could be judged."""

from __future__ import annotations

from collections.abc import Iterable

from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.model import Part, Sentence
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import name_of
from scoreboard.language import in_brackets, join_list, translator


def wanted_parts(
    subject: Subject, disconnection: str, group: Iterable[Finding]
) -> tuple[Part, ...]:
    """The figures that are lacking where no rule of a disconnection answers.

    group: the findings of the disconnection; counties have no rules of two of them.
    """
    if any(f.state != "missing" for f in group):
        return ()
    sentences = []
    if disconnection == "conversion":
        sentences.append(_of_conversion(subject))
    elif not group:
        sentences.append(_as_of_cities(subject, disconnection))
    return tuple(Sentence(sentence, "note") for sentence in sentences if sentence)


def _of_conversion(subject: Subject) -> str:
    """What tells of conversion, and who publishes it."""
    _, language, settings = (
        translator(subject.language),
        subject.language,
        subject.catalog.diagnosis,
    )
    assert settings is not None  # a shipped catalog always has its settings
    lacking = [
        name_of(subject.catalog, wanted.indicator)[language]
        + in_brackets(wanted.published_by[language], language)
        for wanted in settings.conversion_figures
        if wanted.indicator not in subject.facts.series
    ]
    if not lacking:
        return ""
    line = _("Conversion cannot be judged for {name}: there are no figures of {list}.")
    return line.format(name=subject.name, list=join_list(lacking, language))


def _as_of_cities(subject: Subject, disconnection: str) -> str:
    """What cities are judged by in a disconnection, as far as the region has no figure of it."""
    _, catalog, language = translator(subject.language), subject.catalog, subject.language
    codes = dict.fromkeys(
        code
        for rule in catalog.rules.values()
        if rule.disconnection == disconnection and "city" in rule.levels
        for code in rule.indicators
        if code not in subject.facts.series
    )
    names = join_list([name_of(catalog, code)[language] for code in codes], language)
    line = _("Cities are judged here by {list}; there are no such figures of {name}.")
    return line.format(list=names, name=subject.name) if names else ""
