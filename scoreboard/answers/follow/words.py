"""What 关注 says: how much changed, and the changes that are worth reading first."""

from __future__ import annotations

import pandas as pd

from scoreboard.answers.follow.choice import FollowChoice
from scoreboard.answers.model import Bullets, Sentence
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.language import join_list, plurals, translator
from scoreboard.text.figures import figure_text
from scoreboard.text.sentences import status_in_brackets

_MOST_ITEMS = 6
# What a reader wants to hear first.
_ORDER = {"changed": 0, "withdrawn": 1, "added": 2, "restated": 3}


def opening(
    release: Release, choice: FollowChoice, changes: pd.DataFrame, language: Language
) -> tuple[Sentence, ...]:
    """How many figures of what is followed came in, changed or went since the earlier release."""
    _ = translator(language)
    if not choice.followed:
        text = _(
            "Choose regions and indicators above. After each release this page says what it "
            "changed of them; the address keeps what is followed, so that a bookmark is enough."
        )
        return Sentence(_("Nothing is followed yet."), "headline"), Sentence(text)
    names = join_list(names_of(release, choice, language), language)
    shown = release_line(release.info, language)
    if not choice.after:
        sentence = _("{names}: {release} is the first, so nothing has changed yet.")
        return (Sentence(sentence.format(names=names, release=shown), "headline"),)
    facts = {"names": names, "release": shown, "earlier": choice.after}
    counts = counts_text(changes, language)
    sentence = (
        _("{names}: against release {earlier}, {release} has {counts}.")
        if counts
        else _("{names}: {release} changes nothing against release {earlier}.")
    )
    return (Sentence(sentence.format(**facts, counts=counts), "headline"),)


def names_of(release: Release, choice: FollowChoice, language: Language) -> list[str]:
    """The names of what is followed, regions first."""
    catalog = release.catalog
    regions = [catalog.regions[code].short_name[language] for code in choice.regions]
    return regions + [catalog.indicators[code].name[language] for code in choice.indicators]


def counts_text(changes: pd.DataFrame, language: Language) -> str:
    """How many figures of each kind of change, in words; empty where there is none."""
    ngettext = plurals(language)
    numbers = changes["kind"].value_counts()

    def of(kind: str) -> int:
        return int(numbers.get(kind, 0))

    parts = {
        "added": ngettext("{n} new figure", "{n} new figures", of("added")),
        "changed": ngettext("{n} changed", "{n} changed", of("changed")),
        "withdrawn": ngettext("{n} withdrawn", "{n} withdrawn", of("withdrawn")),
        "restated": ngettext(
            "{n} with another status, source or note",
            "{n} with another status, source or note",
            of("restated"),
        ),
    }
    said = [words.format(n=f"{of(kind):,}") for kind, words in parts.items() if of(kind)]
    return join_list(said, language)


def lists_of(
    release: Release, choice: FollowChoice, changes: pd.DataFrame, language: Language
) -> tuple[Bullets, ...]:
    """For each thing followed the changes to read first: corrections, then the newest years."""
    _, catalog = translator(language), release.catalog
    found = []
    for code in choice.followed:
        column = "region_code" if code in catalog.regions else "indicator_code"
        of_it = changes[changes[column] == code]
        if of_it.empty:
            continue
        items = list(first_changes(release, of_it, _MOST_ITEMS, language))
        if len(of_it) > _MOST_ITEMS:
            items.append(_("and {n} more").format(n=f"{len(of_it) - _MOST_ITEMS:,}"))
        followed = catalog.regions[code].short_name if code in catalog.regions else None
        name = followed or catalog.indicators[code].name
        found.append(Bullets(name[language], tuple(items)))
    return tuple(found)


def first_changes(
    release: Release, changes: pd.DataFrame, most: int, language: Language
) -> tuple[str, ...]:
    """The changes to read first, in words: corrections, then what went, then the newest years."""
    ordered = changes.assign(order=changes["kind"].map(_ORDER)).sort_values(
        ["order", "year"], ascending=[True, False], kind="stable"
    )
    rows = ordered.head(most).to_dict("records")
    return tuple(change_text(release, row, language) for row in rows)


def change_text(release: Release, row: dict[str, object], language: Language) -> str:
    """One change in words: which figure, what it was and what it is."""
    _, catalog = translator(language), release.catalog
    code, year = str(row["indicator_code"]), row["year"]
    sentences = {
        "added": _("{figure}: {after}, new"),
        "changed": _("{figure}: {after}, before {before}"),
        "withdrawn": _("{figure}: withdrawn, before {before}"),
        "restated": _("{figure}: {after}, with another status, source or note"),
    }
    figure = _("{region}, {indicator}, {year}").format(
        region=catalog.regions[str(row["region_code"])].short_name[language],
        indicator=catalog.indicators[code].name[language],
        year=year,
    )
    values = {
        when: ""
        if pd.isna(row[f"value_{when}"])
        else figure_text(catalog, code, float(str(row[f"value_{when}"])), language)
        + status_in_brackets(str(row[f"status_{when}"]), language)
        for when in ("before", "after")
    }
    return sentences[str(row["kind"])].format(figure=figure, **values)
