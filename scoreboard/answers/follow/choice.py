"""What the link of 关注 says: what is followed, and since which release changes are told."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.answers.link import Link, cut
from scoreboard.answers.release import Release
from scoreboard.language import translator

MOST_FOLLOWED = 20


@dataclass(frozen=True)
class FollowChoice:
    """What is followed, and the release that this one is compared with.

    regions, indicators: in the order of the link. after: number of the earlier release; 0 where
    there is none.
    """

    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    after: int

    @property
    def followed(self) -> tuple[str, ...]:
        """All codes, regions first."""
        return (*self.regions, *self.indicators)


def read_choice(link: Link, release: Release) -> FollowChoice:
    """The choice of a link; a code that is neither region nor indicator is left out and said."""
    _, catalog = translator(link.language), release.catalog
    asked = list(dict.fromkeys(c for c in (link.get("follow") or "").split(",") if c))
    for code in asked:
        if code not in catalog.regions and code not in catalog.indicators:
            sentence = _("The link follows something unknown, left out: “{value}”.")
            link.notice(sentence.format(value=cut(code)))
    known = [c for c in asked if c in catalog.regions or c in catalog.indicators]
    if len(known) > MOST_FOLLOWED:
        link.notice(_("At most {limit} can be chosen").format(limit=MOST_FOLLOWED))
    known = known[:MOST_FOLLOWED]
    earlier = earlier_releases(release)
    newest = earlier[-1] if earlier else 0
    after = link.one("after", [str(number) for number in earlier], str(newest))
    return FollowChoice(
        tuple(c for c in known if c in catalog.regions),
        tuple(c for c in known if c in catalog.indicators),
        int(after),
    )


def earlier_releases(release: Release) -> list[int]:
    """The numbers of the releases before this one, in their order."""
    numbers = [int(n) for n in release.releases()["release_id"]]
    return [number for number in numbers if number < release.number]
