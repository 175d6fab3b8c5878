"""What the link of 指标方法 says: an indicator, a level, and what is explained on top."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.answers import indicator_choice
from scoreboard.answers.link import Link
from scoreboard.answers.release import Release
from scoreboard.catalog import Level


@dataclass(frozen=True)
class MethodsChoice:
    """The indicator whose card is shown, and the level whose coverage is.

    about: code of an everyday word or a method that is explained on top; empty for none.
    """

    indicator_code: str
    level: Level
    about: str = ""


def read_choice(link: Link, release: Release) -> MethodsChoice:
    """The choice of a link, each part checked."""
    shown = indicator_choice.read_choice(link, release, marks_region=False)
    explained = release.catalog.everyday_words.keys() | release.catalog.methods.keys()
    return MethodsChoice(shown.indicator_code, shown.level, link.one("about", explained, ""))
