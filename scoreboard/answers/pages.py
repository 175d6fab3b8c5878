"""The pages: their names, as in the menu, and the questions that they answer."""

from __future__ import annotations

from functools import lru_cache

from scoreboard.catalog import Language
from scoreboard.language import translator


@lru_cache(maxsize=2)
def page_words(language: Language) -> dict[str, tuple[str, str]]:
    """By page, named as its file: its name and its question."""
    _ = translator(language)
    return {
        "overview": (
            _("Overview"),
            _("Where is one indicator high, who leads, and how did it change?"),
        ),
        "profile": (
            _("Region profile"),
            _("What is one region good and bad at, and who is comparable to it?"),
        ),
        "compare": (
            _("Benchmarking"),
            _("How far are regions from a benchmark, and will they reach it in time?"),
        ),
        "composite": (_("Composite"), _("Who leads overall, and how sure is that rank?")),
        "structure": (
            _("Regional structure"),
            _("Where does innovation concentrate, who clusters with whom, do gaps close?"),
        ),
        "relations": (
            _("Relations"),
            _("Do two indicators go together, how surely, and which regions stand apart?"),
        ),
        "diagnosis": (
            _("Tiered diagnosis"),
            _("Which tier is a region in, what holds it back, and which measures fit?"),
        ),
        "instruments": (
            _("Policy instruments"),
            _("What does a policy instrument cost, and what does it give?"),
        ),
        "registers": (
            _("National lists"),
            _("Which universities, laboratories and zones are there, and is the list whole?"),
        ),
        "gaps": (
            _("Missing figures"),
            _("What does a region have no figure of, who publishes it, what to ask for first?"),
        ),
        "follow": (
            _("Follow"),
            _("What did newer releases change of the regions and indicators that I follow?"),
        ),
        "update": (
            _("Update"),
            _("Upload new figures, see what is wrong and what would change, then publish."),
        ),
        "releases": (
            _("Releases"),
            _("Who published what and when, and what did it change? A file can be taken back."),
        ),
        "methods": (_("Methods"), _("What is measured, from which source, and with which limits?")),
    }
