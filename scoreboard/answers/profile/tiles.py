"""The key figures of a region as tiles."""

from __future__ import annotations

import re

import pandas as pd

from scoreboard.answers.model import KeyFigure, KeyFigures
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.language import in_brackets, translator
from scoreboard.text.figures import change_text, figure_text, is_place, rank_text
from scoreboard.text.sentences import short_status

# How the sources' notes say that a stock was counted within the year.
_MONTH = re.compile(r"时点：\d{4}年(\d{1,2})月末（非年末）")
MOST_TILES = 6
YEARS = 10
# After the dashboard's key figures, for regions that lack some of them.
_MORE = ("gdp", "population", "talent_attraction_rank", "invention_patents_per_10k")

_OF_COUNTIES = (
    "higher_edu_per_100k",
    "bachelor_per_100k",
    "professional_employment_pct",
    "ict_services_employment_pct",
    "interprovincial_migrant_pct",
)
_OF_ZONES = ("hightech_enterprises", "valid_invention_patents", "tech_sme", "new_rd_institutes")


def tiles(profile: RegionProfile) -> KeyFigures:
    """Up to six figures with change, rank and their last years."""
    named = {f.indicator: f.name[profile.language] for f in profile.catalog.key_figures}
    more = {"county": (*_MORE, *_OF_COUNTIES), "zone": (*_MORE, *_OF_ZONES)}.get(
        profile.level, _MORE
    )
    known_codes = profile.catalog.indicators
    named |= {code: profile.indicator_name(code) for code in more if code in known_codes}
    known = set(profile.newest["indicator_code"])
    codes = [code for code in named if code in known][:MOST_TILES]
    panel = profile.panel
    own = panel[(panel["region_code"] == profile.region.code) & panel["indicator_code"].isin(codes)]
    series = dict(tuple(own.groupby("indicator_code")))
    return KeyFigures(tuple(_tile(profile, code, named[code], series[code]) for code in codes))


def _tile(profile: RegionProfile, code: str, label: str, series: pd.DataFrame) -> KeyFigure:
    row = profile.shown(code)
    assert row is not None  # the region has the figure
    newer = profile.newer(row)
    # The newest figure stands in the tile; a place is of the year compared, and names it.
    note = _note(profile, code, row, is_older=newer is not None)
    row = row if newer is None else newer
    value, year = float(row["value"]), int(row["year"])
    uncertain = short_status(str(row["status"]), profile.language)
    return KeyFigure(
        label=" ".join(filter(None, (label, _day(profile, code, year), uncertain))),
        text=figure_text(profile.catalog, code, value, profile.language),
        value=value,
        indicator_code=code,
        year=year,
        change=_change(profile, code, row),
        note=note,
        status=str(row["status"]),
        source_code=str(row["source_code"]),
        series=tuple(series.loc[series["year"] <= year, "value"].tail(YEARS)),
    )


def _change(profile: RegionProfile, code: str, row: pd.Series) -> str:
    """The change on the year; none for ranks, whose rise would look like a gain."""
    change = row.get("change", float("nan"))
    if pd.isna(change) or is_place(profile.catalog, code):
        return ""
    return change_text(profile.catalog, code, float(change), profile.language)


def _day(profile: RegionProfile, code: str, year: int) -> str:
    """The year of a figure, or the month at whose end a stock within the year was counted."""
    _, found = translator(profile.language), _MONTH.search(profile.notes.get((code, year), ""))
    return _("end of {month}/{year}").format(month=found[1], year=year) if found else str(year)


def _note(profile: RegionProfile, code: str, row: pd.Series, *, is_older: bool) -> str:
    """The rank of the figure compared where enough regions have published, and of which years.

    is_older: whether that figure is of an earlier year than the one in the tile.
    """
    _ = translator(profile.language)
    rank = row.get("rank", float("nan"))
    if pd.isna(rank) or is_place(profile.catalog, code) or not profile.is_wide(row):
        return ""
    place, window = rank_text(float(rank), profile.language), profile.window_text(code)
    if is_older and not window:
        return _("{rank} in {year}").format(rank=place, year=int(row["year"]))
    return place + in_brackets(window, profile.language)
