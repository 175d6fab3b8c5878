"""The tier in force, in sentences with their numbers, with every criterion as a table."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers import judged
from scoreboard.answers.diagnosis.opening_words import WrittenCriterion, tier_line
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.words import year_and_status
from scoreboard.answers.model import Part, Sentence, Table, TableFacts
from scoreboard.answers.sources import cited
from scoreboard.diagnostics import CriterionResult
from scoreboard.diagnostics.measures import write_value
from scoreboard.diagnostics.tier_sentence import write_second_opinion, write_tier
from scoreboard.language import in_brackets, join_sentences, translator
from scoreboard.text.sentences import status_word


def tier_parts(subject: Subject) -> tuple[Part, ...]:
    """The tier and why, what groups by structure alone say of it, and the criteria."""
    _ = translator(subject.language)
    language, assignment = subject.language, subject.tier
    notes = [] if assignment.is_confirmed else [_("not confirmed: too few figures")]
    if assignment.is_borderline:
        notes.append(_("on the line"))
    if assignment.override is not None:
        notes.append(_("set by hand"))
    tier = subject.catalog.tiers[assignment.tier_code].name[language]
    title = f"{_('Tier')}{'：' if language == 'zh' else ': '}{tier}"
    sentences = write_tier(assignment, subject.catalog, language)
    looked_at = [r for r in assignment.criteria if r.is_met is not None]
    words = [
        Sentence(title, "title"),
        Sentence(" · ".join(notes), "note"),
        Sentence(tier_line_of(subject)),
        Sentence(join_sentences(sentences[1:], language), "note"),
        Sentence(_second_opinion(subject), "note"),
        Sentence(_of_county(subject), "note"),
    ]
    label = _("Criteria: {met} of {known} met, with values and thresholds").format(
        met=sum(bool(r.is_met) for r in looked_at), known=len(looked_at)
    )
    return (
        *(sentence for sentence in words if sentence.text),
        Table(
            key="tier_criteria",
            label=label,
            name=f"tier_{subject.region.code}",
            build=partial(build_criteria, subject),
            facts=partial(_table_facts, subject, f"{subject.name} {tier}", sentences),
        ),
    )


def tier_line_of(subject: Subject, most: int | None = None) -> str:
    """The tier in force by the region's own figures, and what keeps it from the tier above.

    most: how many criteria of either are named; all without it.
    """
    catalog, language, tier = subject.catalog, subject.language, subject.tier
    above = _tier_above(subject)
    return tier_line(
        catalog.tiers[tier.tier_code].name[language],
        [_write(subject, c) for c in _known(subject, tier.tier_code) if c.is_met][:most],
        catalog.tiers[above].name[language] if above else "",
        [_write(subject, c) for c in _known(subject, above) if not c.is_met][:most],
        _tier_notes(subject),
        language,
    )


def _tier_above(subject: Subject) -> str:
    """The tier before the one in force; empty for the highest."""
    tiers = [t.code for t in subject.catalog.tiers.values() if t.level == subject.level]
    place = tiers.index(subject.tier.tier_code)
    return tiers[place - 1] if place else ""


def _tier_notes(subject: Subject) -> list[str]:
    """What makes the tier unsure, or who set it."""
    _ = translator(subject.language)
    tier = subject.tier
    notes = []
    if tier.override is not None:
        notes.append(_("set by an analyst"))
    elif not tier.is_confirmed:
        notes.append(_("by default, as too few criteria have figures"))
    if tier.is_borderline:
        other = subject.catalog.tiers[tier.other_tier_code].name[subject.language]
        notes.append(_("on the line to “{tier}”").format(tier=other))
    return notes


def _known(subject: Subject, tier_code: str) -> list[CriterionResult]:
    """The criteria of a tier that the region has a figure of."""
    return [c for c in subject.tier.criteria if c.tier_code == tier_code and c.is_met is not None]


def _write(subject: Subject, criterion: CriterionResult) -> WrittenCriterion:
    code = criterion.indicator_code
    return WrittenCriterion(
        name=criterion.name[subject.language],
        value=subject.write_short(code, criterion.value or 0.0),
        line=subject.write_short(code, criterion.threshold),
        when=year_and_status(criterion.year or 0, criterion.status, subject.language),
        is_at_most=criterion.is_at_most,
        is_of_year=criterion.of_year is not None,
    )


def _of_county(subject: Subject) -> str:
    """What a county is judged by; empty for other levels."""
    _ = translator(subject.language)
    words = _(
        "For most counties there are no figures of R&D and patents: tier and findings rest on the "
        "census of 2020 alone, and there is no composite of counties."
    )
    return words if subject.level == "county" else ""


def _second_opinion(subject: Subject) -> str:
    opinions = judged.second_opinions(subject.release, subject.level, subject.choice.window)
    opinion = opinions.get(subject.region.code)
    return write_second_opinion(opinion, subject.catalog, subject.language)


def build_criteria(subject: Subject) -> pd.DataFrame:
    """Every criterion with the region's value, its year and the threshold."""
    _ = translator(subject.language)
    language, catalog = subject.language, subject.catalog
    return pd.DataFrame(
        [
            {
                _("Tier"): catalog.tiers[r.tier_code].name[language],
                _("Criterion"): r.name[language],
                _("Value"): ""
                if r.value is None
                else write_value(catalog, r.indicator_code, r.value)[language],
                _("Year"): "" if r.year is None else str(r.year),
                _("Threshold"): _threshold(subject, r),
                _("Met"): _met(subject, r),
                _("Why this threshold"): _why(subject, r),
                _("Status"): status_word(r.status, language),
                _("Source"): cited(r.source_code, subject.release.titles) if r.source_code else "",
            }
            for r in subject.tier.criteria
        ]
    )


def _threshold(subject: Subject, result: CriterionResult) -> str:
    sign = "≤" if result.is_at_most else "≥"
    written = write_value(subject.catalog, result.indicator_code, result.threshold)
    return f"{sign} {written[subject.language]}"


def _met(subject: Subject, result: CriterionResult) -> str:
    _ = translator(subject.language)
    if result.is_met is None:
        return _("no data")
    word = _("met") if result.is_met else _("not met")
    on_line = _("on the line") if result.is_borderline else ""
    return word + in_brackets(on_line, subject.language)


def _why(subject: Subject, result: CriterionResult) -> str:
    tier = subject.catalog.tiers[result.tier_code]
    criterion = next(c for c in tier.criteria if c.code == result.criterion_code)
    return criterion.why[subject.language]


def _table_facts(subject: Subject, title: str, sentences: list[str]) -> TableFacts:
    _ = translator(subject.language)
    said = join_sentences(sentences, subject.language)
    return TableFacts(title, ((_("Release"), subject.release_line), (_("Note"), said)))
