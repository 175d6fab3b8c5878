"""What plans want of the region, how it stands to that, and what officials said."""

from __future__ import annotations

from functools import partial

from scoreboard.answers.model import Card, Fold, Part, Sentence
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.release import Release
from scoreboard.answers.targets import statement_parts, statements_alone, target_card, targets_of
from scoreboard.catalog import NATION, Language
from scoreboard.language import translator
from scoreboard.text.targets import count_states, judgement_word, quantity_name


def plan_targets(profile: RegionProfile) -> tuple[Part, ...]:
    """Every target of the region with its state; where there is none, that none was found."""
    _, language, release = translator(profile.language), profile.language, profile.release
    heading = Sentence(_("Targets of plans"), "title")
    targets = targets_of(release, profile.region.code)
    alone = statements_alone(release, profile.region.code)
    parts: list[Part] = [heading]
    if targets:
        words = [judgement_word(t.target, t.judgement, language) for t in targets]
        said = _("{n} targets of {name} are on this platform: {states}.")
    else:
        words = []
        said = _("No target of {name} is on this platform; that does not mean that there is none.")
    parts.append(
        Sentence(
            said.format(n=len(targets), name=profile.name, states=count_states(words, language))
        )
    )
    parts += [target_card(release, judged, language) for judged in targets]
    if alone:
        said = _("What officials said of figures whose targets are not on this platform")
        lines = [
            part
            for statement in alone
            for part in statement_parts(
                release, statement, language, quantity_name(profile.catalog, statement, language)
            )
        ]
        parts.append(Card(said, tuple(lines)))
    if targets:
        parts.append(Sentence(_method(profile), "note"))
    label = _("Targets of the nation: {n}").format(n=len(targets_of(release, NATION)))
    parts.append(Fold("targets_of_nation", label, partial(_of_nation, release, language)))
    return tuple(parts)


def _of_nation(release: Release, language: Language) -> tuple[Part, ...]:
    return tuple(target_card(release, judged, language) for judged in targets_of(release, NATION))


def _method(profile: RegionProfile) -> str:
    _ = translator(profile.language)
    return _(
        "On course: since the base year the region moved at least 95% as fast as the straight "
        "path to the target asks for. “About” allows for 1% less than the number. What officials "
        "said is theirs and no figure of this platform; whether a target is met is for them to "
        "say."
    )
