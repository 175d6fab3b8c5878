"""What a place would have to publish so that the conversion of results could be judged."""

from __future__ import annotations

from collections.abc import Iterable

from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.words import disconnection_heading
from scoreboard.answers.model import Part, Sentence
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import name_of
from scoreboard.language import in_brackets, join_list, translator


def wanted_parts(subject: Subject, group: Iterable[Finding]) -> tuple[Part, ...]:
    """The figures that are lacking and who publishes them, where no rule of conversion answers.

    group: the findings of conversion; of counties there are none, and the heading comes along.
    """
    _, language = translator(subject.language), subject.language
    found = list(group)
    settings = subject.catalog.diagnosis
    if settings is None or any(f.state != "missing" for f in found):
        return ()
    lacking = [
        name_of(subject.catalog, wanted.indicator)[language]
        + in_brackets(wanted.published_by[language], language)
        for wanted in settings.conversion_figures
        if wanted.indicator not in subject.facts.series
    ]
    if not lacking:
        return ()
    line = _("Conversion cannot be judged for {name}. It could with figures of: {list}.")
    heading = [Sentence(disconnection_heading("conversion", language), "heading")]
    said = line.format(name=subject.name, list=join_list(lacking, language))
    return (*([] if found else heading), Sentence(said, "note"))
