"""What the figures and methods mean, and where they are from: the answer of 指标方法."""

from __future__ import annotations

from functools import partial

from scoreboard.analysis.gap import widest_gap
from scoreboard.answers.indicator_card import indicator_card
from scoreboard.answers.kept import kept
from scoreboard.answers.methods.about import about_of
from scoreboard.answers.methods.choice import MethodsChoice
from scoreboard.answers.methods.coverage import coverage_of
from scoreboard.answers.methods.tables import formulas_of, index_of, revisions_of, sources_of
from scoreboard.answers.model import Answer, Facts, Fold, Part, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.language.numbers import format_plain


@kept
def answer(release: Release, choice: MethodsChoice, language: Language) -> Answer:
    """What is measured, from where, with which limits?

    Blocks: about; card of one indicator; coverage of all at a level; index, formulas, methods,
    changes, sources.
    """
    blocks: dict[str, tuple[Part, ...]] = {
        "about": about_of(release, choice.about, language),
        "card": (indicator_card(release, choice.indicator_code, language),),
        "coverage": coverage_of(release, choice.level, language),
        "index": index_of(release, language),
        "formulas": formulas_of(release, language),
        "methods": _methods(release, language),
        "changes": _changes(release, language),
        "sources": sources_of(release, language),
    }
    return Answer(choice.indicator_code, blocks)


def _methods(release: Release, language: Language) -> tuple[Part, ...]:
    """Every method that the pages use, folded away by page."""
    _ = translator(language)
    topics = {
        "profile": _("Region profile"),
        "compare": _("Benchmarking"),
        "composite": _("Composite evaluation"),
        "structure": _("Regional structure"),
        "relations": _("Relations"),
        "diagnosis": _("Tiered diagnosis"),
        "instruments": _("Policy instruments"),
    }
    there = {method.topic for method in release.catalog.methods.values()}
    folds = [
        Fold(f"methods_{topic}", name, partial(_topic, release, topic, language))
        for topic, name in topics.items()
        if topic in there
    ]
    return Sentence(_("Methods, page by page"), "heading"), *folds


def _topic(release: Release, topic: str, language: Language) -> tuple[Part, ...]:
    """The methods of a page: name, explanation, formula, and where it is from."""
    return tuple(
        part
        for method in release.catalog.methods.values()
        if method.topic == topic
        for part in (
            Sentence(method.name[language], "title"),
            Sentence(method.explanation[language]),
            Sentence(method.formula),
            Sentence(method.reference, "note"),
        )
    )


def _changes(release: Release, language: Language) -> tuple[Part, ...]:
    """The two R&D intensities, known breaks, limits of comparison, and figures revised since."""
    _ = translator(language)
    indicators = release.catalog.indicators_in_order()
    year = "{}年：" if language == "zh" else "{}: "
    breaks = [
        Facts(((i.name[language], year.format(b.year) + b.text[language]),))
        for i in indicators
        for b in i.breaks
        if not b.is_boundary
    ]
    # A county that went to another city breaks all series of both: said once.
    moved = {(b.year, b.text[language]) for i in indicators for b in i.breaks if b.is_boundary}
    breaks += [
        Facts(((_("All indicators of these cities"), year.format(since) + text),))
        for since, text in sorted(moved)
    ]
    limits = tuple(
        Facts(((i.name[language], caveat[language]),))
        for i in indicators
        for caveat in i.caveats
        if not i.formula
    )
    return (
        Sentence(_("Revisions and breaks"), "heading"),
        *_first_and_revised(release, language),
        *breaks,
        Fold("caveats", _("Caveats by indicator"), lambda: limits),
        revisions_of(release, language),
    )


def _first_and_revised(release: Release, language: Language) -> tuple[Sentence, ...]:
    """Why first-published and revised R&D intensity are two indicators, by their widest gap."""
    _ = translator(language)
    gap = widest_gap(
        release.observations("rd_intensity", "province"),
        release.observations("rd_intensity_revised", "province"),
    )
    if gap is None:
        return ()
    sentence = _(
        "First-published and revised R&D intensity are two indicators. The first divides by the "
        "GDP known in the year of publication, the second by GDP as revised after an economic "
        "census. For {region} in {year} they are {first}% and {revised}%: one line through "
        "both would show a jump that never happened."
    ).format(
        region=release.catalog.regions[gap.region_code].short_name[language],
        year=gap.year,
        first=format_plain(gap.first, 2),
        revised=format_plain(gap.second, 2),
    )
    return (Sentence(sentence),)
