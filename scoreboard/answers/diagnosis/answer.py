"""One region diagnosed: the diagnosis' answer."""

from __future__ import annotations

from scoreboard.answers.diagnosis.alike import alike_parts
from scoreboard.answers.diagnosis.chains import chain_blocks
from scoreboard.answers.diagnosis.choice import DiagnosisChoice, parts_of
from scoreboard.answers.diagnosis.findings import findings_parts
from scoreboard.answers.diagnosis.funnel import funnel_blocks
from scoreboard.answers.diagnosis.glance import glance_parts
from scoreboard.answers.diagnosis.measures import measures_parts, measures_title
from scoreboard.answers.diagnosis.opening import opening, too_little
from scoreboard.answers.diagnosis.subject import take_subject
from scoreboard.answers.diagnosis.tier import tier_parts
from scoreboard.answers.diagnosis.what_if import move_steps, what_if_parts, what_if_title
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part
from scoreboard.answers.release import Release
from scoreboard.catalog import Language


@kept
def answer(release: Release, choice: DiagnosisChoice, language: Language) -> Answer:
    """Which tier, what holds the region back, which chain lags, what fits, and what if?

    Blocks: opening, and those of the part that the choice shows: verdict; chains, chains_plane,
    chains_trend, chains_more, funnel, funnel_steps, funnel_sleeping, funnel_more; measures_title,
    measures; peers; what_if_title, moves, what_if; glance. A region of which too little is known
    has opening and glance alone.
    """
    subject = take_subject(release, choice, language)
    blocks: dict[str, tuple[Part, ...]] = {}
    shown = {part for part in parts_of(subject.level) if choice.shows(part)}
    if subject.is_diagnosed:
        blocks["opening"] = opening(subject)
        if "verdict" in shown:
            blocks["verdict"] = (*tier_parts(subject), *findings_parts(subject))
        if "chains" in shown:
            blocks |= chain_blocks(subject)
            blocks |= funnel_blocks(subject)
        if "measures" in shown:
            blocks["measures_title"] = measures_title(subject)
            blocks["measures"] = measures_parts(subject)
        if "peers" in shown:
            blocks["peers"] = alike_parts(subject)
        if "what_if" in shown:
            blocks["what_if_title"] = what_if_title(subject)
            blocks["moves"] = move_steps(subject)
            blocks["what_if"] = what_if_parts(subject)
    else:
        blocks["opening"] = too_little(subject)
    if choice.part == "glance" or (subject.is_diagnosed and "glance" in shown):
        blocks["glance"] = glance_parts(release, choice, language)
    return Answer(f"{choice.region_code}|{choice.part}", blocks)
