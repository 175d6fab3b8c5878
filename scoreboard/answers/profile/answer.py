"""One region in all its indicators: the profile's answer."""

from __future__ import annotations

from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part
from scoreboard.answers.profile.around import around_of
from scoreboard.answers.profile.choice import ProfileChoice
from scoreboard.answers.profile.claims import claims_of
from scoreboard.answers.profile.figures import figures_of
from scoreboard.answers.profile.lists import lists_of
from scoreboard.answers.profile.named import named_indicators
from scoreboard.answers.profile.parts import parts_of
from scoreboard.answers.profile.peers import peers_of_region
from scoreboard.answers.profile.plans import plan_targets
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.profile.tables import table_of, table_of_years
from scoreboard.answers.profile.tiles import tiles
from scoreboard.answers.profile.words import nothing_known, opening, strengths
from scoreboard.answers.release import Release
from scoreboard.catalog import Language


@kept
def answer(release: Release, choice: ProfileChoice, language: Language) -> Answer:
    """What is one region good and bad at, and who is really comparable to it?

    Blocks: opening (with the key figures), claims (of a paper, beside the statistics), positions,
    years, reading, years_table, around (of counties and zones: beside city, province and nation),
    strengths, named, targets, peers, lists, table, parts (its cities or counties). A region without
    any figure has opening, around, and parts where these have some.
    """
    profile = take_profile(release, choice, language)
    parts = parts_of(profile)
    if profile.newest.empty:
        found = {"opening": (nothing_known(profile),), "around": around_of(profile)}
        return Answer(profile.token, {**found, "parts": parts})
    blocks: dict[str, tuple[Part, ...]] = {
        "opening": (*opening(profile), tiles(profile)),
        "claims": claims_of(profile),
        **figures_of(profile),
        "around": around_of(profile),
        "strengths": strengths(profile),
        "named": named_indicators(profile),
        "targets": plan_targets(profile),
        "peers": peers_of_region(profile),
        "lists": lists_of(profile),
        "table": (table_of(profile),),
        "parts": parts,
    }
    if "years" in blocks:
        blocks["years_table"] = (table_of_years(profile),)
    return Answer(profile.token, blocks)
