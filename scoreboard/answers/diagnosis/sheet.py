"""The diagnosis on two sheets of paper: verdict, one figure, the first measures, sources."""

from __future__ import annotations

from scoreboard.answers.diagnosis.findings import sort_findings
from scoreboard.answers.diagnosis.measures import target_line
from scoreboard.answers.diagnosis.opening import opening
from scoreboard.answers.diagnosis.places import places_parts
from scoreboard.answers.diagnosis.strategy_words import lag_sentence
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.words import confidence_word, finding_mark, finding_word
from scoreboard.answers.model import Bullets, Part, Sentence
from scoreboard.answers.sources import codes_of, titles_of
from scoreboard.diagnostics.strategies import Recommendation
from scoreboard.language import in_brackets, join_list, join_sentences, translator

# So many findings in full fit on two sheets.
_FINDINGS = 6


def sheet_parts(subject: Subject) -> dict[str, tuple[Part, ...]]:
    """Blocks sheet_title, opening, sheet, places, sheet_measures, sheet_sources."""
    _ = translator(subject.language)
    title = _("{name}: diagnosis of innovation").format(name=subject.name)
    return {
        "sheet_title": (
            Sentence(title, "heading"),
            Sentence(subject.release_line, "note"),
        ),
        "opening": opening(subject),
        "sheet": _findings(subject),
        # Without any finding the figure shows what was looked at.
        "places": places_parts(subject, ("fires",)) or places_parts(subject),
        "sheet_measures": _measures(subject),
        "sheet_sources": _sources(subject),
    }


def _measures(subject: Subject) -> tuple[Part, ...]:
    """The measures that come first: what, against which finding, who, what should move, when."""
    _ = translator(subject.language)
    items = [_measure(subject, r) for r in subject.first_measures]
    return (Bullets(_("Measures"), tuple(items)),) if items else ()


def _measure(subject: Subject, recommendation: Recommendation) -> str:
    _ = translator(subject.language)
    language, catalog, strategy = subject.language, subject.catalog, recommendation.strategy
    finding = recommendation.findings[0]
    line = _("{measure} (against “{finding}”)").format(
        measure=strategy.name[language], finding=catalog.rules[finding.rule_code].name[language]
    )
    colon = "：" if language == "zh" else ": "
    facts = (
        (_("Who"), strategy.who[language]),
        (_("Should move"), target_line(subject, recommendation)),
        (_("Shows"), lag_sentence(strategy, subject.year_of_release, language)),
    )
    between = "；" if language == "zh" else "; "
    said = between.join(f"{label}{colon}{text}" for label, text in facts)
    return line + colon + join_sentences((strategy.action[language], said), language)


def _findings(subject: Subject) -> tuple[Part, ...]:
    """What was found, worst first, each with what limits it; of the last only the names."""
    _ = translator(subject.language)
    language = subject.language
    found = sort_findings(f for f in subject.findings if f.state == "fires")
    items = []
    for finding in found[:_FINDINGS]:
        mark = finding_mark(finding.state, finding.severity)
        word = finding_word(finding.state, finding.severity, language)
        sure = in_brackets(confidence_word(finding.confidence, language), language)
        limits = [caveat[language] for caveat in finding.caveats]
        said = join_sentences((finding.sentence[language], *limits), language)
        items.append(f"{mark} {word}{sure} {said}")
    if found[_FINDINGS:]:
        rules = subject.catalog.rules
        names = [rules[f.rule_code].name[language] for f in found[_FINDINGS:]]
        items.append(_("Also: {names}.").format(names=join_list(names, language)))
    return (Bullets(_("Findings"), tuple(items)),) if items else ()


def _sources(subject: Subject) -> tuple[Part, ...]:
    """Every publication that the findings and the tier rest on."""
    _ = translator(subject.language)
    figures = [e.source for f in subject.findings if f.state == "fires" for e in f.evidence]
    figures += [c.source_code for c in subject.tier.criteria if c.source_code]
    known = subject.catalog.sources
    codes = tuple(code for code in codes_of(figures) if code in known)
    titles = join_list(titles_of(codes, subject.release.titles), subject.language)
    said = _("Source: {titles}").format(titles=titles)
    return (Sentence(said, "source", codes),) if titles else ()
