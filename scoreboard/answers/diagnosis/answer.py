"""One region diagnosed: the diagnosis' answer."""

from __future__ import annotations

from collections.abc import Callable

from scoreboard.answers.diagnosis.alike import alike_parts
from scoreboard.answers.diagnosis.chains import chain_blocks
from scoreboard.answers.diagnosis.choice import DiagnosisChoice, parts_of
from scoreboard.answers.diagnosis.findings import findings_parts
from scoreboard.answers.diagnosis.funnel import funnel_blocks
from scoreboard.answers.diagnosis.glance import glance_parts
from scoreboard.answers.diagnosis.measures import measures_parts, measures_title
from scoreboard.answers.diagnosis.opening import headline, opening, too_little
from scoreboard.answers.diagnosis.places import places_parts
from scoreboard.answers.diagnosis.sheet import sheet_parts
from scoreboard.answers.diagnosis.subject import Subject, take_subject
from scoreboard.answers.diagnosis.tier import tier_parts
from scoreboard.answers.diagnosis.what_if import move_steps, what_if_parts, what_if_title
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part
from scoreboard.answers.release import Release
from scoreboard.catalog import Language

Blocks = dict[str, tuple[Part, ...]]


def _verdict(subject: Subject) -> Blocks:
    return {
        "places": places_parts(subject),
        "verdict": (*tier_parts(subject), *findings_parts(subject)),
    }


def _measures(subject: Subject) -> Blocks:
    return {"measures_title": measures_title(subject), "measures": measures_parts(subject)}


def _what_if(subject: Subject) -> Blocks:
    return {
        "what_if_title": what_if_title(subject),
        "moves": move_steps(subject),
        "what_if": what_if_parts(subject),
    }


# What each part of the page is made of, besides the opening.
_PARTS: dict[str, Callable[[Subject], Blocks]] = {
    "verdict": _verdict,
    "chains": lambda subject: {**chain_blocks(subject), **funnel_blocks(subject)},
    "measures": _measures,
    "peers": lambda subject: {"peers": alike_parts(subject)},
    "what_if": _what_if,
    "glance": lambda _subject: {},
}


@kept
def answer(release: Release, choice: DiagnosisChoice, language: Language) -> Answer:
    """Which tier, what holds the region back, which chain lags, what fits, and what if?

    Blocks: opening, and those of the part that the choice shows: places, verdict; chains,
    chains_plane, chains_trend, chains_more, funnel, funnel_steps, funnel_sleeping, funnel_more;
    measures_title, measures; peers; what_if_title, moves, what_if; glance; those of the sheet to
    print. A region of which too little is known has opening and glance alone.
    """
    subject = take_subject(release, choice, language)
    if choice.part == "sheet" and subject.is_diagnosed:
        return Answer(f"{choice.region_code}|{choice.part}", sheet_parts(subject))
    if subject.is_diagnosed:
        # Elsewhere than on the verdict its lines would push what was asked for out of sight.
        above = opening if choice.part == "verdict" else headline
        blocks: Blocks = {"opening": above(subject)}
        if choice.part in parts_of(subject.level):
            blocks |= _PARTS[choice.part](subject)
    else:
        blocks = {"opening": too_little(subject)}
    if choice.part == "glance":
        blocks["glance"] = glance_parts(release, choice, language)
    return Answer(f"{choice.region_code}|{choice.part}", blocks)
