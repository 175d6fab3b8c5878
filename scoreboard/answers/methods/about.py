"""What a link asks to be explained: a word that may mean several indicators, or a method."""

from __future__ import annotations

from scoreboard.answers.indicator_card import formula_in_words
from scoreboard.answers.indicator_choice import LEVELS
from scoreboard.answers.model import Card, Facts, Part, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.language import join_list, translator
from scoreboard.text.sentences import count_regions


def about_of(release: Release, code: str, language: Language) -> tuple[Part, ...]:
    """What a word may mean, the definitions side by side; or one method. Else nothing."""
    catalog = release.catalog
    if code in catalog.methods:
        method = catalog.methods[code]
        words = (Sentence(method.explanation[language]), Sentence(method.formula))
        return (Card(method.name[language], (*words, Sentence(method.reference, "note"))),)
    word = catalog.everyday_words.get(code)
    if word is None or not word.indicators:
        return ()
    _ = translator(language)
    title = _("What “{word}” may mean").format(word=word.shown(language))
    difference = () if word.difference is None else (Sentence(word.difference[language]),)
    cards = (_definition(release, indicator, language) for indicator in word.indicators)
    return Sentence(title, "heading"), *difference, *cards


def _definition(release: Release, code: str, language: Language) -> Card:
    """One meaning of a word: definition, unit, formula, and which levels have figures of it."""
    _, catalog = translator(language), release.catalog
    indicator = catalog.indicators[code]
    pairs = [(_("Unit"), catalog.unit_of(code).name[language])]
    if indicator.formula:
        pairs.append((_("Formula"), formula_in_words(catalog, indicator, language)))
    widest = [
        count_regions(number, level, language)
        for level in LEVELS
        if (number := release.widest(level).get(code))
    ]
    pairs.append((_("With figures"), join_list(widest, language) or _("the nation only")))
    left = (Sentence(indicator.definition[language]), Facts(tuple(pairs)))
    return Card(indicator.name[language], left)
