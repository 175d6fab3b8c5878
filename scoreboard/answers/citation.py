"""How what a page shows is cited, by GB/T 7714-2015."""

from __future__ import annotations

from scoreboard.answers.sources import local_time
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.store.reading import ReleaseInfo


def cite(title: str, release: ReleaseInfo, address: str, day: str, language: Language) -> str:
    """The entry of a list of references: who, what, which release, of which day, read when, where.

    title: of what is cited, such as page and headline. address: the link that shows it. day: when
    it was read, YYYY-MM-DD. The form is that of a database online: GB/T 7714-2015, 4.6 and 8.4.
    """
    _ = translator(language)
    return _(
        "{publisher}. {title}[DB/OL]. Release {number}. ({published})[{day}]. {address}."
    ).format(
        publisher=_("Regional innovation scoreboard"),
        title=title.rstrip("。."),
        number=release.release_id,
        published=local_time(release.published_at)[:10],
        day=day,
        address=address,
    )
