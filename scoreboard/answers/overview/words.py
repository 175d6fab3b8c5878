"""The overview in words: its headline, and what the figures leave out."""

from __future__ import annotations

from scoreboard.analysis.summary import describe_field, find_standing
from scoreboard.analysis.views import TREND_YEARS
from scoreboard.answers.basis import name_in_place, places_around, regions_compared
from scoreboard.answers.model import Sentence
from scoreboard.answers.overview.picture import Picture
from scoreboard.catalog import NATION
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.sentences import (
    coverage_sentence,
    field_sentence,
    newest_sentence,
    places_sentence,
    standing_sentence,
)

# Census figures of counties without zones add up to the city but for rounding.
_ADDS_UP = 0.9995


def headline_of(picture: Picture) -> str:
    """The answer in one sentence: the first chosen region's standing, or who leads."""
    sentence = _standing_of_chosen(picture) or _leaders(picture)
    if sentence is not None:
        return sentence
    _ = translator(picture.language)
    return _("No region has a figure of {shown} in {year}.").format(
        shown=picture.shown, year=picture.year
    )


def opening(picture: Picture) -> tuple[Sentence, ...]:
    """Headline and limits."""
    said = [Sentence(headline_of(picture), "headline")]
    said += [Sentence(text) for text in _places_around(picture)]
    notes = join_sentences(_notes(picture), picture.language)
    return (*said, Sentence(notes, "note")) if notes else tuple(said)


def _places_around(picture: Picture) -> list[str]:
    """The places of the chosen counties in nation, province and city, one sentence each."""
    choice, release, language = picture.choice, picture.release, picture.language
    if choice.level != "county" or choice.view != "value":
        return []
    said = []
    for code in choice.regions:
        rows = places_around(release, choice.level, code, choice.window)
        rows = rows[rows["indicator_code"] == choice.indicator_code]
        # The headline has the place among the regions shown.
        rows = rows[rows["around"] != (choice.within or NATION)]
        if len(rows):
            name = name_in_place(release.catalog, code, language)
            said.append(places_sentence(release.catalog, name, choice.level, rows, language))
    return said


def _standing_of_chosen(picture: Picture) -> str | None:
    """The sentence about the first chosen region that has a value."""
    if not picture.indicator.is_ranked:
        return None
    for code in picture.choice.regions:
        standing = find_standing(picture.snapshot, code)
        if standing is not None:
            return standing_sentence(
                standing,
                picture.names[code],
                picture.shown,
                standing.year,
                picture.choice.level,
                picture.numbers,
                picture.changes,
                picture.within,
            )
    return None


def _leaders(picture: Picture) -> str | None:
    """The sentence about the first and the last; none when no region has a value."""
    field = describe_field(picture.snapshot, picture.expected)
    level = picture.choice.level
    if field is None:
        return None
    if not picture.indicator.is_ranked:
        years = picture.snapshot.rows["year"]
        first, last = int(years.min()), int(years.max())
        return newest_sentence(field, picture.shown, level, first, last, picture.language)
    return field_sentence(
        field, picture.dated, picture.shown, picture.when, level, picture.numbers, picture.within
    )


def _notes(picture: Picture) -> list[str]:
    """What the figures leave out: regions without a value, and those that are not compared."""
    _, language, year = translator(picture.language), picture.language, picture.year
    indicator, choice = picture.indicator, picture.choice
    found = picture.present
    partial = coverage_sentence(len(found), picture.expected, picture.when, choice.level, language)
    notes = [partial] if partial and indicator.is_ranked else []
    span = picture.snapshot.span
    if choice.view == "trend5" and span < TREND_YEARS:
        sentence = _("Figures before {year} must not be compared or are missing.")
        notes.append(sentence.format(year=year - span))
    notes += [
        _("Break in {year}, no comparison with the year before: {text}").format(
            year=mark.year, text=mark.text[language]
        )
        for mark in indicator.breaks
        if mark.year == year and any(mark.concerns(code) for code in choice.regions or found)
    ]
    parted = picture.snapshot.parted
    if parted:
        sentence = _(
            "Left out, as their series break between their newest figure and {year}: {regions}."
        )
        names = join_list([picture.names[code] for code in parted], language)
        notes.append(sentence.format(year=year, regions=names))
    if not indicator.compares_years:
        notes.append(_("Years have different coverage; changes are not shown."))
    silent = [picture.names[code] for code in choice.regions if code not in found]
    if silent:
        sentence = _("No value in {year}: {regions}.")
        notes.append(sentence.format(year=picture.when, regions=join_list(silent, language)))
    if choice.level == "county" and choice.view == "value":
        notes += _sum_of_counties(picture)
    if choice.level == "city" and choice.within is None:
        notes.append(
            _(
                "Municipalities, Hong Kong, Macao, Taiwan and counties governed by provinces "
                "are not compared as cities."
            )
        )
    return notes


def _sum_of_counties(picture: Picture) -> list[str]:
    """That counties need not add up, with both figures where those of one place are shown."""
    _, release, choice = translator(picture.language), picture.release, picture.choice
    if not release.catalog.adds_up(choice.indicator_code):
        return []
    zones = _(
        "Development zones that the census counts apart have no figures here; where there are any, "
        "the counties add up to less than their city or province."
    )
    around = release.catalog.regions.get(choice.within or "")
    if around is None or picture.is_mixed:
        return [zones]
    rows = release.observations(choice.indicator_code, around.level)
    own = rows.loc[(rows["region_code"] == around.code) & (rows["year"] == picture.year), "value"]
    if own.empty:
        return [zones]
    total, whole = float(picture.snapshot.rows["value"].sum()), float(own.iloc[0])
    sentence = _("{year}: the counties shown add up to {sum}, {place} as a whole has {whole}.")
    told = sentence.format(
        year=picture.year,
        sum=picture.numbers.text(total),
        place=around.short_name[picture.language],
        whole=picture.numbers.text(whole),
    )
    return [told] if total >= whole * _ADDS_UP else [told, zones]


def regions_without(picture: Picture) -> list[str]:
    """The regions of the level that exist today and have no figure."""
    compared = regions_compared(
        picture.release.catalog, picture.choice.level, picture.choice.within
    )
    return sorted({r.code for r in compared} - picture.present)
