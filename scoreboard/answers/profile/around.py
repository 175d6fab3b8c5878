"""A county or zone beside what lies around it: city, province, nation, and what only these have."""

from __future__ import annotations

import pandas as pd

from scoreboard.answers import basis
from scoreboard.answers.model import Grid, Part, Sentence, Step
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.sources import source_line, titles_of
from scoreboard.catalog import NATION, Level, Region
from scoreboard.language import in_brackets, join_list, translator
from scoreboard.language.numbers import NumberFormat, value_format
from scoreboard.text.figures import figure_text
from scoreboard.text.sentences import short_status, status_in_brackets

# What readers look for first where the county or zone itself has published nothing.
_CONTEXT = (
    "gdp",
    "gdp_per_capita",
    "rd_expenditure",
    "rd_intensity",
    "rd_intensity_derived",
    "fiscal_st_expenditure_pct",
    "patents_granted_per_10k",
    "invention_patents_granted_per_10k",
    "university_students_per_10k",
)


def around_of(profile: RegionProfile) -> tuple[Part, ...]:
    """Figures and places of a county in its city, province and nation; then what only they have.

    Nothing for provinces and cities.
    """
    if profile.level not in ("county", "zone"):
        return ()
    return (*_beside(profile), *_places(profile), *_context(profile))


def _wider(profile: RegionProfile) -> list[Region]:
    """The city and the province that the region lies in, as far as there are, and the nation."""
    codes = profile.catalog.above(profile.region.code)
    return [profile.catalog.regions[code] for code in codes]


def _beside(profile: RegionProfile) -> tuple[Part, ...]:
    """The region's rates beside those of the same year around it; amounts would only tell size."""
    _, language, catalog = translator(profile.language), profile.language, profile.catalog
    wider = _wider(profile)
    own = _figures(profile, profile.level, profile.region.code)
    others = [_figures(profile, region.level, region.code) for region in wider]
    rows, shown = [], []
    for code in _ranked_codes(profile):
        figure = profile.shown(code)
        if catalog.adds_up(code) or figure is None:
            continue
        key = (code, int(figure["year"]))
        if not any(key in figures for figures in others):
            continue
        shown.append(own[key]["source_code"])
        indicator = profile.indicator(code)
        unit, base = catalog.unit_of(code), catalog.base_unit_of(code)
        # One unit a row, told once: on a phone there is no room for more.
        numbers = value_format(indicator, unit, base, float(figure["value"]), language)
        label = f"{indicator.name[language]} {key[1]}" + in_brackets(numbers.unit, language)
        cells = [_number(figures.get(key), numbers) for figures in (own, *others)]
        rows.append((label, *cells))
    if not rows:
        return ()
    names = [region.short_name[language] for region in wider]
    title = _("{name} beside {around}").format(name=profile.name, around=join_list(names, language))
    titles = titles_of(pd.Series(shown), profile.release.titles)
    return (
        Sentence(title, "title"),
        Grid((_("Indicator"), profile.region.short_name[language], *names), tuple(rows)),
        Sentence(source_line(titles, profile.release.info, language), "source"),
    )


def _places(profile: RegionProfile) -> tuple[Part, ...]:
    """The place of a county in every indicator, in the nation, its province and its city."""
    _, language = translator(profile.language), profile.language
    if profile.level != "county":
        return ()
    places = basis.places_around(
        profile.release, profile.level, profile.region.code, profile.choice.window
    )
    places = places[places["regions"] > 1]
    cells = {
        (row.indicator_code, row.around): f"{row.rank}/{row.regions}"
        for row in places.itertuples(index=False)
    }
    around = [r for r in reversed(_wider(profile)) if r.code in set(places["around"])]
    codes = [c for c in _ranked_codes(profile) if (c, NATION) in cells]
    rows = [
        (
            f"{profile.indicator_name(code)} {profile.years[code]}",
            *(cells.get((code, region.code), "") for region in around),
        )
        for code in codes
    ]
    if not rows:
        return ()
    headings = [region.short_name[language] for region in around]
    note = _(
        "Place and number of counties with a figure; amounts and figures that are neither good nor "
        "bad are ranked by size."
    )
    return (
        Sentence(_("Place of {name} among counties").format(name=profile.name), "title"),
        Grid((_("Indicator"), *headings), tuple(rows)),
        Sentence(note, "note"),
    )


def _context(profile: RegionProfile) -> tuple[Part, ...]:
    """What the city, else the province, has published and the region has not, as its own figures.

    Where the region has everything of this, or the city nothing, there is nothing to say.
    """
    _, language = translator(profile.language), profile.language
    parent = _wider(profile)[0]
    if parent.code == NATION:
        return ()
    said = basis.said(profile.release, parent.level, parent.code, profile.choice.window)
    known = set(profile.newest["indicator_code"])
    codes = [code for code in _CONTEXT if code in said.index and code not in known]
    if not codes:
        return ()
    place = parent.short_name[language]
    lacking = [profile.indicator_name(code) for code in _CONTEXT if code not in known]
    sentence = _(
        "Not in this release for {name}: {indicators}. The figures below are those of {place} as a "
        "whole, which {name} is a part of; they are not {name}'s own."
    ).format(name=profile.name, indicators=join_list(lacking, language), place=place)
    rows = tuple(
        (
            f"{profile.indicator_name(code)} {int(said.loc[code, 'year'])}",
            _cell(profile, code, said.loc[code]),
        )
        for code in codes
    )
    titles = titles_of(said.loc[codes, "source_code"], profile.release.titles)
    return (
        Sentence(_("What {place} as a whole has").format(place=place), "title"),
        Sentence(sentence),
        Grid((_("Indicator"), place), rows),
        Sentence(source_line(titles, profile.release.info, language), "source"),
        Step(
            "around_profile",
            _("Profile of {place}").format(place=place),
            (("region", parent.code), ("regions", None)),
            ":material/id_card:",
        ),
    )


def _ranked_codes(profile: RegionProfile) -> list[str]:
    """The ranked indicators that the region has a figure of, in the catalog's order."""
    known = set(profile.newest["indicator_code"])
    return [
        i.code for i in profile.catalog.indicators_in_order() if i.code in known and i.is_ranked
    ]


def _figures(profile: RegionProfile, level: Level, code: str) -> dict[tuple[str, int], pd.Series]:
    """The newest figures of a region, by indicator and year; the nation's are in any panel."""
    rows = profile.release.panel("province" if level == "nation" else level)
    rows = rows[(rows["region_code"] == code) & rows["indicator_code"].isin(_ranked_codes(profile))]
    return {(row["indicator_code"], int(row["year"])): row for _n, row in rows.iterrows()}


def _number(figure: pd.Series | None, numbers: NumberFormat) -> str:
    """A figure without its unit and, where it is not certain, its status in short; or a dash."""
    if figure is None:
        return "—"
    status = short_status(str(figure["status"]), numbers.language)
    return numbers.number(float(figure["value"])) + in_brackets(status, numbers.language)


def _cell(profile: RegionProfile, code: str, figure: pd.Series) -> str:
    """A figure with its unit and, where it is not certain, its status."""
    text = figure_text(profile.catalog, code, float(figure["value"]), profile.language)
    return text + status_in_brackets(str(figure["status"]), profile.language)
