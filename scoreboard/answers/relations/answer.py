"""Two indicators over the regions of a level: the answer of 关系."""

from __future__ import annotations

from scoreboard.answers.indicator_card import indicator_card
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, PageLink, Part, Sentence
from scoreboard.answers.relations.choice import RelationsChoice
from scoreboard.answers.relations.figures import scatter_of
from scoreboard.answers.relations.scatter import Scatter, take_scatter
from scoreboard.answers.relations.table import table_of
from scoreboard.answers.relations.words import no_relation, opening
from scoreboard.answers.release import Release
from scoreboard.answers.sources import source_line, titles_of
from scoreboard.catalog import Language
from scoreboard.language import translator


@kept
def answer(release: Release, choice: RelationsChoice, language: Language) -> Answer:
    """Do two indicators go together, how surely, and who stands apart?

    Blocks: opening, scatter, source (with links to the profiles of the chosen regions), table,
    cards of both indicators. Where they cannot be set against each other: opening and cards.
    """
    codes = dict.fromkeys((choice.indicator_code, choice.across))
    cards = tuple(indicator_card(release, code, language) for code in codes)
    reason = no_relation(release, choice, language)
    if reason is not None:
        token = f"{choice.indicator_code}|{choice.across}|none"
        return Answer(token, {"opening": (reason,), "cards": cards})
    found = take_scatter(release, choice, language)
    titles = titles_of(found.sources, release.titles)
    blocks: dict[str, tuple[Part, ...]] = {
        "opening": opening(found),
        "scatter": (scatter_of(found),),
        "source": (
            Sentence(source_line(titles, release.info, language), "source"),
            *_profiles(found),
        ),
        "table": (table_of(found),),
        "cards": cards,
    }
    return Answer(found.token, blocks)


def _profiles(found: Scatter) -> tuple[PageLink, ...]:
    """What a click on a point does, for those who do not point: links of the chosen regions."""
    _ = translator(found.language)
    return tuple(
        PageLink(
            "profile",
            _("Profile of {region}").format(region=found.names[code]),
            (("region", code),),
            icon=":material/id_card:",
        )
        for code in found.choice.regions
    )
