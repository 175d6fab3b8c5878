"""One indicator among regions in one year: the answer of 区域格局."""

from __future__ import annotations

from scoreboard.answers.indicator_card import indicator_card
from scoreboard.answers.indicator_choice import no_data
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part
from scoreboard.answers.release import Release
from scoreboard.answers.structure.choice import StructureChoice
from scoreboard.answers.structure.concentration import concentration
from scoreboard.answers.structure.convergence import convergence
from scoreboard.answers.structure.data import take_data
from scoreboard.answers.structure.first_cities import first_cities_block
from scoreboard.answers.structure.opening import opening
from scoreboard.answers.structure.parts import specialisation
from scoreboard.answers.structure.space import space
from scoreboard.catalog import Language


@kept
def answer(release: Release, choice: StructureChoice, language: Language) -> Answer:
    """In how few regions does it lie, who clusters with whom, do regions draw together?

    Blocks: opening; those of concentration, space, convergence and specialisation, see there;
    first_cities; card. Without figures at the level: opening and card.
    """
    blocks: dict[str, tuple[Part, ...]]
    if choice.year is None:
        token = f"{choice.indicator_code}|none|{choice.level}|{choice.within}"
        blocks = {"opening": (no_data(release, choice, language),)}
    else:
        data = take_data(release, choice, language)
        token = data.token
        blocks = {
            "opening": opening(data),
            **concentration(data),
            "first_cities": first_cities_block(data),
            **space(data),
            **convergence(data),
            **specialisation(data),
        }
    blocks["card"] = (indicator_card(release, choice.indicator_code, language),)
    return Answer(token, blocks)
