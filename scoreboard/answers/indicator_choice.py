"""What the link of a page on one indicator says: level, year, view, classes, chosen regions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from scoreboard.analysis.classes import SCHEMES, Scheme
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.views import VIEWS, View, breaks_of
from scoreboard.analysis.window import pick_window, window_length
from scoreboard.answers.basis import (
    default_indicator,
    provinces_with_cities,
    regions_compared,
    regions_with_counties,
    windowed,
)
from scoreboard.answers.kept import kept
from scoreboard.answers.link import Link, read_level, read_shown_region, read_window
from scoreboard.answers.model import Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Catalog, Language, Level, Region
from scoreboard.charts.theme import MOST_CHOSEN
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.sentences import count_regions

LEVELS: tuple[Level, ...] = ("province", "city", "county")

# Indicators that fewer regions of a level have are listed when the reader asks for them.
FEWEST_OFFERED = 10


@dataclass(frozen=True)
class IndicatorChoice:
    """What a page on one indicator shows; no year where the level has no figure of it.

    window: of how many years, the year being the last, regions stand with their newest figure; one
    at a level that publishes every year, for changes and for places of a year.
    """

    level: Level
    within: str | None
    indicator_code: str
    year: int | None
    view: View
    scheme: Scheme
    regions: tuple[str, ...]
    window: int = field(default=1, kw_only=True)


def read_choice(
    link: Link,
    release: Release,
    default: str | None = None,
    *,
    marks_region: bool = True,
    levels: tuple[Level, ...] = LEVELS,
    has_views: bool = True,
) -> IndicatorChoice:
    """The choice of a link, each part checked.

    default: the indicator shown when the link names none; else that of the level. marks_region:
    whether the page marks the region that another page was about; one of another level gives way
    to the nearest. levels: those that the page shows; for another the first, with a notice.
    has_views: whether the page shows anything but values.
    """
    catalog = release.catalog
    level = read_level(link, levels)
    around = {r.code for r in regions_around(catalog, level)}
    # What stands around the regions of another level goes with it.
    within = link.one("within", around, "") or None if level == link.get("level") else None
    code = link.one("indicator", catalog.indicators, default or default_indicator(level))
    is_ranked = catalog.indicators[code].is_ranked
    members = {r.code for r in regions_compared(catalog, level, within)}
    names = release.region_names(link.language)
    chosen = link.many("regions", members, names, MOST_CHOSEN)
    about = ""
    asked = link.first_of("region", catalog.regions)
    # A city or province is no single one of its counties: none is marked.
    if level == "county" and asked and catalog.regions[asked].level != "county":
        asked = ""
    if marks_region and not chosen and asked:
        shown = {r.code: r for r in regions_compared(catalog, level)}
        about = read_shown_region(link, catalog, shown, (level,)).code
    shows_view = is_ranked and has_views
    view = cast(View, link.one("view", VIEWS, VIEWS[0])) if shows_view else VIEWS[0]
    window = window_length(level, read_window(link, level)) if view == "value" else 1
    return IndicatorChoice(
        level=level,
        within=within,
        indicator_code=code,
        year=read_year(
            link,
            years_shown(release, code, level, within),
            default_year(release, code, level, within, window),
        ),
        view=view,
        scheme=cast(Scheme, link.one("scheme", SCHEMES, SCHEMES[0])),
        # The region that another page was about is marked where nothing else was chosen.
        regions=chosen or ((about,) if about in members else ()),
        window=window,
    )


def regions_around(catalog: Catalog, level: Level) -> tuple[Region, ...]:
    """The regions whose parts of a level may be compared alone."""
    if level == "county":
        return regions_with_counties(catalog)
    return provinces_with_cities(catalog) if level == "city" else ()


@kept
def indicators_offered(
    release: Release, level: Level, window: int, chosen: str, *, few: bool
) -> dict[str, int]:
    """The indicators that a level is offered, in order, with how many regions have a figure.

    Counted within the windows of the level; of what is not ranked in any year. few: also those
    that fewer than ten regions have; the chosen one always.
    """
    rows = windowed(release, level, window)
    counts = rows.groupby("indicator_code")["region_code"].nunique().to_dict()
    every = release.panel(level)
    every = every[every["region_code"] != NATION]
    ever = every.groupby("indicator_code")["region_code"].nunique().to_dict()
    found = {
        i.code: int((counts if i.is_ranked else ever).get(i.code, 0))
        for i in release.catalog.indicators_in_order()
    }
    return {c: n for c, n in found.items() if few or n >= FEWEST_OFFERED or c == chosen}


def years_shown(
    release: Release, indicator_code: str, level: Level, within: str | None
) -> dict[int, int]:
    """The years that can be chosen, with the number of regions that have a value.

    One alone where each region is shown with its own newest figure.
    """
    years = release.years(indicator_code, level, within)
    if years and not release.catalog.indicators[indicator_code].is_ranked:
        return {max(years): sum(years.values())}
    return years


@kept
def default_year(
    release: Release, indicator_code: str, level: Level, within: str | None, window: int
) -> int | None:
    """The year shown where a link names none: the last of the window that regions compare in."""
    if not release.catalog.indicators[indicator_code].is_ranked:
        return max(release.years(indicator_code, level, within), default=None)
    rows = release.observations(indicator_code, level, within)
    rows = rows[rows["region_code"] != NATION]
    return pick_window(rows, window, breaks_of(release.catalog.indicators[indicator_code], rows))


def read_year(link: Link, years: dict[int, int], default: int | None = None) -> int | None:
    """The year of a link; the default, with a notice, where it names none that there is.

    default: the newest full year where none is given.
    """
    if not years:
        return None
    default = newest_full_year(years) if default is None else default
    asked = link.get("year")
    if asked is None:
        return default
    if asked in map(str, years):
        return int(asked)
    if asked.isascii() and asked.isdecimal() and len(asked) == 4:
        _ = translator(link.language)
        sentence = _("There are no figures for {year}; {shown} is shown.")
        link.notice(sentence.format(year=asked, shown=default), is_fault=False)
        return default
    return int(link.one("year", [str(y) for y in years], str(default)))


def no_data(release: Release, choice: IndicatorChoice, language: Language) -> Sentence:
    """That an indicator has no figure at the chosen level, and at which it has."""
    _ = translator(language)
    regions = release.catalog.regions
    if choice.within:
        is_city = choice.level == "city"
        template = _("the cities of {place}") if is_city else _("the counties of {place}")
        where = template.format(place=regions[choice.within].short_name[language])
    else:
        words = {"province": _("provinces"), "city": _("cities"), "county": _("counties")}
        where = words[choice.level]
    indicator = release.catalog.indicators[choice.indicator_code]
    sentences = [
        _("There are no figures of {indicator} for {where}.").format(
            indicator=indicator.name[language], where=where
        )
    ]
    elsewhere = [
        count_regions(number, level, language)
        for level in LEVELS
        if (number := release.widest(level).get(indicator.code))
    ]
    if elsewhere:
        sentences.append(
            _("There are figures for: {levels}.").format(levels=join_list(elsewhere, language))
        )
    return Sentence(join_sentences(sentences, language), "info")
