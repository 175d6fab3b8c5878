"""The choosers of 关注: what is followed, and since which release changes are told."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from scoreboard.answers.follow.choice import MOST_FOLLOWED, FollowChoice, earlier_releases
from scoreboard.answers.sources import local_time
from scoreboard.catalog import Catalog, Language, Level
from scoreboard.language.search_keys import search_keys
from scoreboard.ui import choices
from scoreboard.ui.choosers import combobox_words, region_options
from scoreboard.ui.combobox import Option, choose_many
from scoreboard.ui.frame import Frame
from scoreboard.ui.share import server_url


def show_choosers(frame: Frame, choice: FollowChoice) -> None:
    """Regions and indicators in one list, and the release to compare with where there is one."""
    _ = frame.translate
    earlier = earlier_releases(frame.release)
    wide, narrow = st.columns([3, 1], vertical_alignment="bottom")
    with wide:
        choose_many(
            "follow",
            _("Followed regions and indicators"),
            (*_listed_nowhere(frame, choice), *_options(frame.catalog, frame.language)),
            list(choice.followed),
            limit=MOST_FOLLOWED,
            words=combobox_words(frame.language),
            on_choice=lambda codes: choices.write({"follow": ",".join(codes) or None}),
        )
    if earlier:
        times = dict(
            zip(
                frame.release.releases()["release_id"].astype(int),
                frame.release.releases()["published_at"],
                strict=True,
            )
        )
        with narrow:
            st.selectbox(
                _("Compared with"),
                [str(number) for number in reversed(earlier)],
                format_func=lambda number: _("release {number} ({day})").format(
                    number=number, day=local_time(times[int(number)])[:10]
                ),
                **choices.bind("after", str(choice.after), str(earlier[-1])),
            )


def offer_feed(frame: Frame, choice: FollowChoice) -> None:
    """The address that a feed reader or a mail program asks for news."""
    _ = frame.translate
    values = {"follow": ",".join(choice.followed)}
    if frame.language != "zh":
        values["lang"] = frame.language
    st.markdown(_("Subscribe to these changes (Atom feed, for feed readers and mail programs):"))
    st.code(server_url("api/v1/feed.atom", values), language=None, wrap_lines=True)


def _listed_nowhere(frame: Frame, choice: FollowChoice) -> list[Option]:
    """What is followed and not among the options, which would be too many: counties and zones."""
    known = frame.catalog.regions
    return [
        Option(code, known[code].short_name[frame.language])
        for code in choice.regions
        if known[code].level not in ("province", "city")
    ]


@lru_cache(maxsize=2)
def _options(catalog: Catalog, language: Language) -> tuple[Option, ...]:
    """Provinces and cities, then the indicators by pillar."""
    indicators = [
        Option(
            code=i.code,
            label=i.name[language],
            group=catalog.pillars[i.pillar].name[language],
            keys=search_keys(i.name.zh, i.name.en),
        )
        for i in catalog.indicators.values()
    ]
    levels: tuple[Level, ...] = ("province", "city")
    regions = [o for level in levels for o in region_options(catalog, level, None, language)]
    return (*regions, *indicators)
