"""The figures of a profile: the region's rank in each indicator beside ten years of it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scoreboard.analysis.profile import recent_medians, recent_series
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers.model import Part, Sentence, figure_part
from scoreboard.answers.profile.drawing import (
    ProfileRow,
    ProfileWords,
    draw_sparklines,
)
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.answers.sources import cited_line
from scoreboard.catalog import Language
from scoreboard.charts.positions import draw_positions
from scoreboard.charts.theme import hover_note
from scoreboard.language import in_brackets, join_sentences, translator
from scoreboard.text.figures import figure_text, is_place, rank_text, short_figure_text
from scoreboard.text.sentences import count_regions, span_text, status_in_brackets

Series = dict[str, tuple[tuple[int, float], ...]]


def figures_of(profile: RegionProfile) -> dict[str, tuple[Part, ...]]:
    """Both figures, row by row, and how they are read; a sentence where nothing can be drawn."""
    _ = translator(profile.language)
    rows = _rows(profile)
    if profile.level == "zone":
        return {}
    if not rows:
        sentence = _(
            "No scaled indicator that tells better from worse has figures of ten cities and this "
            "one."
        )
        return {"reading": (Sentence(_("Place by indicator"), "title"), Sentence(sentence, "note"))}
    words = _words(profile)
    release = profile.release
    found: dict[str, tuple[Part, ...]] = {
        "positions": (
            figure_part(
                "positions",
                draw_positions(rows, words),
                _("Place of {name} by indicator").format(name=profile.name),
                _("Place by indicator"),
                _position_notes(profile),
            ),
        ),
        "reading": (
            Sentence(_reading_note(profile), "note"),
            cited_line(
                profile.drawn["source_code"], release.titles, release.info, profile.language
            ),
        ),
    }
    # Counties have one census: no years to draw.
    if profile.level == "county":
        return found
    return found | {
        "years": (
            figure_part(
                "sparklines",
                draw_sparklines(rows, words),
                _("Ten years of {name} by indicator").format(name=profile.name),
                _("The last ten years"),
                _spark_notes(profile),
            ),
        ),
    }


def _words(profile: RegionProfile) -> ProfileWords:
    _ = translator(profile.language)
    return ProfileWords(
        last=_("last"),
        first=_("first"),
        rank=_("Rank"),
        value=_("Value"),
        peers=_("median of the peers"),
        nation=_("Nation"),
        shows=profile.token,
    )


def _position_notes(profile: RegionProfile) -> tuple[str, ...]:
    """What the signs of the left figure are; short, so that both figures start level."""
    _ = translator(profile.language)
    notes = [_("dot: {name}").format(name=profile.name)]
    if profile.peer_codes:
        notes.append(_("line: median of the peers"))
    if profile.drawn["nation"].notna().any():
        notes.append(_("diamond: nation"))
    return tuple(notes)


def _spark_notes(profile: RegionProfile) -> tuple[str, ...]:
    _ = translator(profile.language)
    scale = _("each on its own scale")
    return (scale, _("grey: median of the peers")) if profile.peer_codes else (scale,)


def _reading_note(profile: RegionProfile) -> str:
    """How both figures are read, below them."""
    _ = translator(profile.language)
    notes = [
        _(
            "Further right is better: the place is the share of regions behind, the dotted line "
            "the middle. Hollow dots are preliminary, unconfirmed or estimated; lines are open "
            "where there is no figure; short upright marks are breaks in the series."
        )
    ]
    if profile.level == "county":
        notes.append(_("Places are among the regions of this level that have a figure."))
    if profile.level == "city":
        notes.append(
            _("Places are among the cities with a figure within {n} years.").format(
                n=profile.choice.window
            )
            if profile.choice.window > 1
            else _("Places are among the cities that have published.")
        )
    return join_sentences(notes, profile.language)


def _rows(profile: RegionProfile) -> list[ProfileRow]:
    """Indicators under their pillars, in the catalog's order."""
    codes = [code for code in profile.drawn_codes if code in profile.by_code]
    series = _by_indicator(recent_series(profile.panel, profile.region.code, codes))
    medians = _by_indicator(recent_medians(profile.panel, profile.peer_codes, codes))
    years = [profile.years[code] for code in codes]
    usual = max(set(years), key=years.count) if years else 0
    rows: list[ProfileRow] = []
    pillar = ""
    for code in codes:
        if profile.indicator(code).pillar != pillar:
            pillar = profile.indicator(code).pillar
            rows.append(ProfileRow(profile.catalog.pillars[pillar].name[profile.language]))
        rows.append(_row(profile, code, usual, series, medians))
    return rows


def _row(
    profile: RegionProfile, code: str, usual: int, series: Series, medians: Series
) -> ProfileRow:
    row, indicator = profile.by_code[code], profile.indicator(code)
    name, year = profile.indicator_name(code), int(row["year"])
    return ProfileRow(
        label=name if year == usual and profile.level == "province" else f"{name} {year}",
        code=code,
        percentile=_number(row["percentile"]),
        peers=_number(row["peers_percentile"]),
        nation=_number(row["nation_percentile"]),
        rank=_rank(profile, row),
        value=short_figure_text(profile.catalog, code, float(row["value"]), profile.language),
        falls=indicator.direction == "lower_is_better",
        hover=_hover(profile, row),
        is_uncertain=row["status"] in UNCERTAIN,
        year=year,
        series=series.get(code, ()),
        peers_series=medians.get(code, ()),
        breaks=tuple(b.year for b in indicator.breaks if b.concerns(profile.region.code)),
        notes={y: note for (c, y), note in profile.notes.items() if c == code},
    )


def _rank(profile: RegionProfile, row: pd.Series) -> str:
    """The rank; for cities with the number of those that have published."""
    if is_place(profile.catalog, str(row["indicator_code"])):
        return f"{row['value']:.0f}"
    rank = f"{row['rank']:.0f}"
    return rank if profile.level == "province" else f"{rank}/{row['regions']:.0f}"


def _hover(profile: RegionProfile, row: pd.Series) -> str:
    """The whole row in words, one line a yardstick."""
    _, language, code = translator(profile.language), profile.language, str(row["indicator_code"])

    def line(label: str, value: Any, years: str = "") -> list[str]:
        if pd.isna(value):
            return []
        figure = figure_text(profile.catalog, code, float(value), language)
        return [f"{label} {figure}" + in_brackets(years, language)]

    window = profile.window_text(code)

    status = status_in_brackets(str(row["status"]), language)
    regions = count_regions(int(row["regions"]), profile.level, language)
    lines = [
        f"{profile.indicator_name(code)} {int(row['year'])}",
        *line(profile.name, row["value"]),
        *line(_("Nation"), row["nation"]),
        *line(_("Median of the peers"), row["peers_median"], _peers_years(row, window, language)),
    ]
    lines[1] += f"{status} {rank_text(row['rank'], language)} / {regions}"
    lines[1] += in_brackets(window, language)
    if not pd.isna(row["best_peer"]):
        (best,) = profile.region_names([row["best_peer"]])
        year = span_text((int(row["best_year"]),) * 2, language) if window else ""
        lines += line(_("Best of the peers") + f" {best}", row["best_value"], year)
    own = profile.notes.get((code, int(row["year"])), "")
    return "<br>".join(lines) + hover_note(own)


def _peers_years(row: pd.Series, window: str, language: Language) -> str:
    """Of which years the peers' figures are, where the window has several and any has one."""
    if not window or pd.isna(row["peers_first_year"]):
        return ""
    return span_text((int(row["peers_first_year"]), int(row["peers_last_year"])), language)


def _by_indicator(rows: pd.DataFrame) -> Series:
    return {
        str(code): tuple(zip(part["year"].astype(int), part["value"].astype(float), strict=True))
        for code, part in rows.sort_values("year").groupby("indicator_code")
    }


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
