"""One indicator in one year: the overview's answer."""

from __future__ import annotations

from scoreboard.answers.indicator_card import indicator_card
from scoreboard.answers.indicator_choice import IndicatorChoice, no_data
from scoreboard.answers.kept import kept
from scoreboard.answers.key_figures import key_figures
from scoreboard.answers.model import Answer, Part
from scoreboard.answers.overview.figures import distribution_of, map_of, ranking_of, trend_of
from scoreboard.answers.overview.named import named_of
from scoreboard.answers.overview.nation_only import nation_only
from scoreboard.answers.overview.picture import take_picture
from scoreboard.answers.overview.table import table_of
from scoreboard.answers.overview.words import opening
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited_line
from scoreboard.catalog import NATION, Language


@kept
def answer(release: Release, choice: IndicatorChoice, language: Language) -> Answer:
    """Where is one indicator high, who leads, how did it change, where is it from?

    Blocks: opening, map, ranking, trend, distribution, source, table, key_figures, named, card.
    Without figures at the level: opening, key_figures, named and card, and the national series
    where there is one.
    """
    indicator = release.catalog.indicators[choice.indicator_code]
    blocks: dict[str, tuple[Part, ...]] = {}
    token = f"{indicator.code}|none|{choice.view}"
    if choice.year is None:
        blocks = nation_only(release, indicator, language) or {
            "opening": (no_data(release, choice, language),)
        }
    else:
        picture = take_picture(release, choice, language)
        token, told = picture.token, (release.titles, release.info, language)
        blocks = {
            "opening": opening(picture),
            "map": (map_of(picture),),
            "ranking": (ranking_of(picture),),
            "source": (cited_line(picture.snapshot.rows["source_code"], *told),),
            "table": (table_of(picture),),
        }
        # One census is no change over the years.
        if choice.level != "county":
            blocks["trend"] = (trend_of(picture),)
        if indicator.is_ranked:
            blocks["distribution"] = (distribution_of(picture),)
    about = choice.regions[0] if choice.regions else NATION
    blocks["key_figures"] = key_figures(release, about, language, choice.window)
    blocks["named"] = named_of(release, choice, language)
    blocks["card"] = (indicator_card(release, indicator.code, language),)
    return Answer(token, blocks)
