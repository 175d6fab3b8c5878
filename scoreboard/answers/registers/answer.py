"""Which universities, laboratories and zones are there, and is the list whole?"""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.kept import kept
from scoreboard.answers.model import (
    Answer,
    Bullets,
    Card,
    Facts,
    PageLink,
    Part,
    Sentence,
    Table,
    TableFacts,
)
from scoreboard.answers.registered import (
    Listed,
    items_table,
    listed,
    number_words,
    places_listed,
    state_words,
    whole_words,
)
from scoreboard.answers.registers.choice import RegisterChoice
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line, source_line, titles_of
from scoreboard.catalog import NATION, Language, Level
from scoreboard.language import in_brackets, translator

_ROWS = 20


@kept
def answer(release: Release, choice: RegisterChoice, language: Language) -> Answer:
    """Blocks: opening; items (the list itself); places (how many where); card (what it means)."""
    token = f"{choice.register_code}|{choice.year}|{choice.region_code}"
    if release.register_items().empty:
        _ = translator(language)
        return Answer(token, {"opening": (Sentence(_("This release has no lists."), "info"),)})
    found = listed(release, choice.register_code, choice.region_code, choice.year)
    titles = titles_of(found.items["source_code"].unique(), release.titles)
    blocks: dict[str, tuple[Part, ...]] = {
        "opening": _opening(release, choice, found, language),
        "items": (
            _items(release, choice, found, language),
            Sentence(source_line(titles, release.info, language), "source"),
        ),
        "places": _places(release, choice, language),
        "card": (_card(found, language), *_counted(release, found, language)),
    }
    return Answer(token, blocks)


def _name(found: Listed, language: Language) -> str:
    """The register with the year of its list."""
    year = str(found.known.year) if found.known else ""
    return found.register.name[language] + in_brackets(year, language)


def _opening(
    release: Release, choice: RegisterChoice, found: Listed, language: Language
) -> tuple[Part, ...]:
    _ = translator(language)
    # Of the nation the whole says the number.
    is_nation = choice.region_code == NATION
    template = _("{list}: {whole}.") if is_nation else _("{list}: {place}, {number}; {whole}.")
    sentence = template.format(
        list=_name(found, language),
        place=release.catalog.regions[choice.region_code].short_name[language],
        number=number_words(found, language),
        whole=whole_words(found, language),
    )
    return Sentence(sentence, "headline"), Sentence(found.register.item[language])


def _items(release: Release, choice: RegisterChoice, found: Listed, language: Language) -> Table:
    rows = found.items
    alike = [c for c in ("kind", "year", "batch", "note") if len(rows[c].unique()) <= 1]
    return Table(
        key="register_items",
        label="",
        name=f"{choice.register_code}_{choice.year or 'names'}_{choice.region_code}",
        build=partial(items_table, release, rows, language, ("register_code", *alike)),
        facts=partial(_facts, release, found, language),
        rows=_ROWS,
    )


def _facts(release: Release, found: Listed, language: Language) -> TableFacts:
    _ = translator(language)
    lines = (
        (_("Completeness"), state_words(found, language)),
        (_("Release"), release_line(release.info, language)),
    )
    return TableFacts(_name(found, language), lines)


def _places(release: Release, choice: RegisterChoice, language: Language) -> tuple[Part, ...]:
    """How many each province has, or each city of a province."""
    _, is_nation = translator(language), choice.region_code == NATION
    level: Level = "province" if is_nation else "city"
    regions = places_listed(release.catalog, level, None if is_nation else choice.region_code)
    if not regions:
        return ()
    codes = tuple(region.code for region in regions)
    label = _("Number by province") if is_nation else _("Number by city")
    found = listed(release, choice.register_code, choice.region_code, choice.year)
    return (
        Table(
            key="register_places",
            label=label,
            name=f"{choice.register_code}_{level}",
            build=partial(_by_place, release, choice, codes, language),
            facts=partial(_facts, release, found, language),
        ),
    )


def _by_place(
    release: Release, choice: RegisterChoice, codes: tuple[str, ...], language: Language
) -> pd.DataFrame:
    """One row a region, the most first; what is not known stands last."""
    _ = translator(language)
    names = release.region_names(language)
    found = {code: listed(release, choice.register_code, code, choice.year) for code in codes}
    order = sorted(codes, key=lambda c: (-found[c].number, not found[c].is_exact, c))
    return pd.DataFrame(
        {
            _("Region"): [names[c] for c in order],
            _("Number"): [number_words(found[c], language) for c in order],
            _("Code"): order,
        }
    )


def _card(found: Listed, language: Language) -> Card:
    """The kinds with their numbers, and the limits of the list."""
    _ = translator(language)
    register = found.register
    numbers = found.items["kind"].value_counts()
    kinds = tuple(
        (kind[language], f"{int(numbers[code]):,}")
        for code, kind in register.kind_of.items()
        if code in numbers
    )
    limits = Bullets(_("Limits"), tuple(caveat[language] for caveat in register.caveats))
    title = _("What is on this list")
    return Card(title, (Facts(kinds),), (limits,)) if len(kinds) > 1 else Card(title, (limits,))


def _counted(release: Release, found: Listed, language: Language) -> tuple[Part, ...]:
    """Ways to the indicators that are counted from the list."""
    _ = translator(language)
    if not found.register.counts:
        return (Sentence(_("No indicator is counted from these names."), "note"),)
    links = tuple(
        PageLink(
            "overview",
            release.catalog.indicators[count.indicator].name[language],
            (("indicator", count.indicator), ("year", None), ("view", None)),
            ":material/map:",
        )
        for count in found.register.counts
    )
    return Sentence(_("Indicators counted from this list"), "title"), *links
