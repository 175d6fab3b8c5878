"""What each release changed of what is followed, newest first: the entries of a feed."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.answers.follow.changes import changes_in
from scoreboard.answers.follow.choice import FollowChoice
from scoreboard.answers.follow.words import counts_text, first_changes, names_of
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.language import join_list, translator

# Feed readers ask often enough; older releases stand on the page of releases.
_MOST_RELEASES = 20
_MOST_CHANGES = 50


@dataclass(frozen=True)
class News:
    """What one release changed: its number, its moment as releases keep it, and the words.

    items: the changes to read first; `more` is how many there are besides.
    """

    number: int
    published_at: str
    title: str
    items: tuple[str, ...]
    more: int


def news(release: Release, choice: FollowChoice, language: Language) -> tuple[News, ...]:
    """Of every release that touched something followed what it changed; the first one is left out.

    Nothing for who follows nothing.
    """
    _ = translator(language)
    names = join_list(names_of(release, choice, language), language)
    found = []
    later = release.releases().iloc[1:].tail(_MOST_RELEASES)
    for row in later.iloc[::-1].itertuples():
        changes = changes_in(release, choice, int(row.release_id))
        if changes.empty:
            continue
        title = _("Release {number}, {names}: {counts}").format(
            number=row.release_id, names=names, counts=counts_text(changes, language)
        )
        items = first_changes(release, changes, _MOST_CHANGES, language)
        more = len(changes) - len(items)
        found.append(News(int(row.release_id), str(row.published_at), title, items, more))
    return tuple(found)


def feed_title(release: Release, choice: FollowChoice, language: Language) -> str:
    """What the feed is called: the dashboard, and what is followed."""
    _ = translator(language)
    names = join_list(names_of(release, choice, language), language)
    title = _("Regional innovation scoreboard")
    return f"{title} · {names}" if names else title
