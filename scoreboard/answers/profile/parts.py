"""The cities of a province, or the counties of a city, side by side."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.panel import pick_years, take_matrix, take_rows
from scoreboard.answers.basis import regions_compared, regions_with_counties
from scoreboard.answers.model import PageLink, Part, Sentence, Table, TableFacts
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.sources import release_line, source_line, titles_of
from scoreboard.catalog import Level
from scoreboard.language import in_brackets, translator

# What they are set beside each other in, in this order.
_COLUMNS: dict[Level, tuple[str, ...]] = {
    "city": (
        "gdp",
        "population",
        "rd_expenditure",
        "rd_intensity",
        "invention_patents_per_10k",
        "talent_attraction_rank",
    ),
    "county": (
        "population",
        "higher_edu_per_100k",
        "bachelor_per_100k",
        "professional_employment_pct",
        "rd_services_employment_pct",
        "ict_services_employment_pct",
        "interprovincial_migrant_pct",
    ),
}


def parts_of(profile: RegionProfile) -> tuple[Part, ...]:
    """The cities of a province, the counties of a city or municipality, with bars in the cells.

    Nothing for counties and zones.
    """
    level = _level_below(profile)
    compared = regions_compared(profile.catalog, level, profile.region.code) if level else ()
    codes = [r.code for r in compared]
    if level is None or not codes:
        return ()
    title = Sentence(_title(profile, level), "title")
    return (title, *_side_by_side(profile, level, codes), *_way_to_map(profile))


def _level_below(profile: RegionProfile) -> Level | None:
    """Cities for a province that has any, else counties; none below counties and zones.

    None either where the mainland's statistics cover no county.
    """
    if profile.level not in ("province", "city"):
        return None
    if profile.level == "province" and regions_compared(
        profile.catalog, "city", profile.region.code
    ):
        return "city"
    return "county" if profile.region in regions_with_counties(profile.catalog) else None


def _title(profile: RegionProfile, level: Level) -> str:
    _ = translator(profile.language)
    template = _("Cities of {place}") if level == "city" else _("Counties of {place}")
    return template.format(place=profile.name)


def _way_to_map(profile: RegionProfile) -> tuple[Part, ...]:
    """The counties on the map of the overview."""
    _ = translator(profile.language)
    if profile.region not in regions_with_counties(profile.catalog):
        return ()
    label = _("Counties of {place} on the map").format(place=profile.name)
    link = (("level", "county"), ("within", profile.region.code), ("indicator", None))
    return (
        PageLink("overview", label, (*link, ("regions", None), ("region", None)), ":material/map:"),
    )


def _side_by_side(profile: RegionProfile, level: Level, codes: list[str]) -> tuple[Part, ...]:
    _ = translator(profile.language)
    columns = _COLUMNS[level]
    rows = profile.release.panel(level, columns)
    rows = rows[rows["region_code"].isin(codes)]
    years = pick_years(rows, columns)
    rows = take_rows(rows, years)
    counts = rows["indicator_code"].value_counts()
    # A column for a single city compares nothing.
    years = {code: year for code, year in years.items() if counts[code] > 1}
    if not years:
        sentence = _("No indicator has figures for two or more of the {n} regions.")
        return (Sentence(sentence.format(n=len(codes)), "note"),)
    rows = take_rows(rows, years)
    titles = titles_of(rows["source_code"], profile.release.titles)
    notes = [_("newest year that most of them have"), _("blank: no figure")]
    if level == "county":
        notes.append(_("development zones that the census counts apart have no figures"))
    return (
        Sentence(" · ".join(notes), "note"),
        Table(
            key="profile_parts",
            label="",
            name=f"{'cities' if level == 'city' else 'counties'}_{profile.region.code}",
            build=partial(_build, profile, rows, years, codes),
            facts=partial(_facts, profile, level, titles),
            columns=_looks(profile, years),
        ),
        Sentence(source_line(titles, profile.release.info, profile.language), "source"),
    )


def _build(
    profile: RegionProfile, rows: pd.DataFrame, years: dict[str, int], codes: list[str]
) -> pd.DataFrame:
    """One row a region, the largest first; year and unit stand in the headers."""
    _ = translator(profile.language)
    matrix = take_matrix(rows, years, codes)
    matrix = matrix.sort_values(next(iter(years)), ascending=False, na_position="last")
    table = matrix.reset_index(drop=True).rename(columns=partial(_header, profile, years))
    names = profile.catalog.regions
    table.insert(0, _("Region"), [names[c].short_name[profile.language] for c in matrix.index])
    return table


def _header(profile: RegionProfile, years: dict[str, int], code: str) -> str:
    named = {f.indicator: f.name[profile.language] for f in profile.catalog.key_figures}
    name = named.get(code, profile.indicator_name(code))
    unit = profile.catalog.unit_of(code).name[profile.language]
    return f"{name} {years[code]}" + in_brackets(unit, profile.language)


def _looks(profile: RegionProfile, years: dict[str, int]) -> dict[str, str]:
    """Bars from zero; ranks are numbers only, as a longer bar would be worse."""
    _ = translator(profile.language)
    looks = {_("Region"): "pinned"}
    for code in years:
        indicator = profile.indicator(code)
        falls = indicator.direction == "lower_is_better"
        looks[_header(profile, years, code)] = "%d" if falls else f"bar %.{indicator.decimals}f"
    return looks


def _facts(profile: RegionProfile, level: Level, titles: list[str]) -> TableFacts:
    _ = translator(profile.language)
    return TableFacts(
        _title(profile, level),
        (
            (_("Release"), release_line(profile.release.info, profile.language)),
            (_("Sources"), ";".join(titles)),
        ),
    )
