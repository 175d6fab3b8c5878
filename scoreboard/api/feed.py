"""What releases changed of what somebody follows, as a feed."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from scoreboard.answers.follow.choice import read_choice
from scoreboard.answers.follow.news import feed_title, news
from scoreboard.answers.link import KEYS, Link
from scoreboard.api.opened import AnyAsked, answered, release_asked_for
from scoreboard.reports.feed import MEDIA_TYPE, to_atom

_LONGEST = 2_000


class FeedAsked(AnyAsked):
    """What is followed, as the address of the page 关注 has it."""

    follow: Annotated[str, Query(max_length=_LONGEST, description=KEYS["follow"])] = ""


def feed(request: Request, asked: Annotated[FeedAsked, Query()]) -> Response:
    """所关注地区和指标的变化（Atom）。What releases changed of what is followed, as Atom."""
    release = release_asked_for(asked.as_of)
    choice = read_choice(Link({"follow": asked.follow}, asked.lang), release)
    # The pages lie where the API's own path begins.
    pages = request.url.path.rpartition("/api/")[0]

    def page_of(number: int) -> str:
        values = {"follow": asked.follow, "as_of": str(number), "after": str(number - 1)}
        if number == release.number:
            del values["as_of"]
        if asked.lang != "zh":
            values["lang"] = asked.lang
        return str(request.url.replace(path=f"{pages}/follow", query=urlencode(values)))

    def make() -> Response:
        content = to_atom(
            feed_title(release, choice, asked.lang),
            news(release, choice, asked.lang),
            itself=str(request.url),
            page_of=page_of,
            since=str(release.releases()["published_at"].iloc[0]),
            language=asked.lang,
        )
        return Response(content, media_type=MEDIA_TYPE)

    return answered(request, release, make)
