"""A profile in words: where the region stands, and what it is good and bad at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from scoreboard.analysis.profile import largest_moves
from scoreboard.analysis.summary import Standing
from scoreboard.answers.basis import DEFAULT_INDICATOR, default_indicator, places_around
from scoreboard.answers.model import Bullets, Card, Part, Sentence
from scoreboard.answers.profile.region_profile import RegionProfile
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, Catalog, Language, Level
from scoreboard.language import join_sentences, translator
from scoreboard.language.numbers import beside_name, change_format, value_format
from scoreboard.text.figures import figure_text, rank_text
from scoreboard.text.sentences import (
    count_regions,
    newest_text,
    places_sentence,
    span_text,
    standing_sentence,
    status_in_brackets,
    status_word,
)

MOVES = 6
# R&D over GDP as worked out here, for cities; never one series with the published intensity.
WORKED_OUT = "rd_intensity_derived"


@dataclass(frozen=True)
class Summary:
    """What the second sentence of a profile counts; see summary_sentence.

    best, worst: an indicator's name, its rank, and how many indicators share that rank.
    """

    against_peers: int
    better_than_peers: int
    best: tuple[str, int, int]
    worst: tuple[str, int, int]


def nothing_known(profile: RegionProfile) -> Sentence:
    """That the region has no figure at all, and why."""
    _ = translator(profile.language)
    province, why = profile.catalog.province_of(profile.region.code), ""
    if province is not None and province.code in OUTSIDE_STATISTICS:
        sentence = _("{name}: not covered by the statistics of the mainland; there are no figures.")
    else:
        sentence = _("{name}: there are no figures in this release.")
        if profile.level == "county":
            why = _("Figures of counties are of the census of 2020, by the counties of that time.")
    said = join_sentences([sentence.format(name=profile.name), why], profile.language)
    return Sentence(said, "info")


def opening(profile: RegionProfile) -> tuple[Sentence, ...]:
    """Where the region stands: one indicator, then all that are compared, then the limits.

    Of a city the published intensity and the one worked out, each by its own name; of a county,
    which has neither, what the census says, and its places in province and city.
    """
    coverage = _coverage(profile)
    is_county = profile.level == "county"
    codes = [default_indicator("county")] if is_county else [DEFAULT_INDICATOR, WORKED_OUT]
    leads = [_lead(profile, code) for code in codes]
    first, *rest = [s for s in (*leads, _places(profile), _summary(profile)) if s] or [coverage]
    said = [Sentence(first, "headline"), *map(Sentence, rest)]
    limits = ["" if first == coverage else coverage, _years_of_comparison(profile)]
    notes = join_sentences(limits, profile.language)
    return (*said, Sentence(notes, "note")) if notes else tuple(said)


def strengths(profile: RegionProfile) -> tuple[Part, ...]:
    """Strengths, weaknesses and what moved most, or why none are named."""
    _, marks, by_code = translator(profile.language), profile.marks, profile.by_code
    if not marks.is_covered:
        heading = Sentence(_("Strengths and weaknesses"), "title")
        return heading, Sentence(_too_little(profile), "note")

    def marked(codes: tuple[str, ...]) -> list[str]:
        return [marked_line(profile.catalog, by_code[c], profile.language) for c in codes]

    moves = largest_moves(profile.rows, profile.rule_codes, MOVES)
    moved = [moved_line(profile.catalog, row, profile.language) for _n, row in moves.iterrows()]
    return (
        _list(_("Strengths"), marked(marks.strengths), _("none")),
        _list(_("Weaknesses"), marked(marks.weaknesses), _("none")),
        _list(
            _("What moved most against the other regions since the year before"),
            moved,
            _("nothing that can be compared"),
        ),
        Sentence(
            _(
                "Strengths and weaknesses: the ten best and ten worst percentile ranks of the "
                "region itself, in the better and the worse half of the regions; places 1 to 3 "
                "always (rule of the Global Innovation Index). Amounts are left out: they tell "
                "large regions from small."
            ),
            "note",
        ),
    )


def _list(title: str, lines: list[str], nothing: str) -> Card:
    return Card(title, (Bullets("", tuple(lines)) if lines else Sentence(nothing),))


def _lead(profile: RegionProfile, code: str) -> str:
    """An intensity in the window of comparison; without a rank where few have published."""
    row = profile.shown(code)
    if row is None:
        return ""
    newer = profile.newer(row)
    if not profile.is_wide(row):
        # Without a place there is nothing to compare, and the newest figure is the one to know.
        shown = row if newer is None else newer
        return figure_sentence(profile.catalog, shown, profile.name, profile.language)
    indicator, language = profile.indicator(code), profile.language
    unit, base = (
        profile.catalog.unit_of(indicator.code),
        profile.catalog.base_unit_of(indicator.code),
    )
    standing = Standing(
        region_code=profile.region.code,
        year=int(row["year"]),
        value=float(row["value"]),
        status=str(row["status"]),
        rank=int(row["rank"]),
        regions=int(row["regions"]),
        value_before=_number(row["value_before"]),
        rank_before=None if pd.isna(row["rank_before"]) else int(row["rank_before"]),
        nation=_number(row["nation"]),
        share_of_nation_pct=None,
    )
    said = standing_sentence(
        standing,
        profile.name,
        indicator.name[language],
        standing.year,
        profile.level,
        beside_name(value_format(indicator, unit, base, standing.value, language), indicator),
        change_format(unit.change, indicator.decimals, language),
        newest_text(profile.spans[code], profile.level, language)
        if profile.window_text(code)
        else "",
    )
    return said if newer is None else join_sentences([said, _newest(profile, newer)], language)


def _newest(profile: RegionProfile, newest: pd.Series) -> str:
    """The region's newest figure where that of its place is older."""
    _, code = translator(profile.language), str(newest["indicator_code"])
    return _(
        "{year}: {value}{status}, of a year in which too few have a figure for a place."
    ).format(
        value=figure_text(profile.catalog, code, float(newest["value"]), profile.language),
        year=int(newest["year"]),
        status=status_in_brackets(str(newest["status"]), profile.language),
    )


def _places(profile: RegionProfile) -> str:
    """The place of a county in that indicator among those of its province and of its city."""
    if profile.level != "county":
        return ""
    rows = places_around(profile.release, profile.level, profile.region.code, profile.choice.window)
    rows = rows[
        (rows["indicator_code"] == default_indicator("county")) & (rows["around"] != NATION)
    ]
    if rows.empty:
        return ""
    return places_sentence(profile.catalog, profile.name, profile.level, rows, profile.language)


def _summary(profile: RegionProfile) -> str:
    """What all compared indicators say together; empty when there are too few."""
    if not profile.marks.is_covered:
        return ""
    rows = profile.rows[profile.rows["indicator_code"].isin(profile.rule_codes)]
    against = rows["better_than_peers"].dropna().astype(bool)
    order = rows.sort_values(["percentile", "indicator_code"], ascending=[False, True])
    summary = Summary(
        against_peers=len(against),
        better_than_peers=int(against.sum()),
        best=_extreme(profile, rows, order.iloc[0]),
        worst=_extreme(profile, rows, order.iloc[-1]),
    )
    return summary_sentence(summary, profile.level, profile.expected, profile.language)


def _extreme(profile: RegionProfile, rows: pd.DataFrame, row: pd.Series) -> tuple[str, int, int]:
    name = profile.indicator_name(str(row["indicator_code"]))
    return name, int(row["rank"]), int((rows["rank"] == row["rank"]).sum())


def _coverage(profile: RegionProfile) -> str:
    """How many of the indicators of the level the region has any figure of."""
    _, panel = translator(profile.language), profile.panel
    measured = panel.loc[panel["region_code"] != NATION, "indicator_code"].nunique()
    return _("{name}: {present} of the {measured} indicators of this level have a value.").format(
        name=profile.name, present=len(profile.newest), measured=measured
    )


def _years_of_comparison(profile: RegionProfile) -> str:
    years = [profile.years[code] for code in profile.drawn_codes]
    if not years:
        return ""
    _, first, last = translator(profile.language), min(years), max(years)
    if profile.level != "province" and profile.choice.window > 1:
        sentence = _(
            "Regions are compared by their newest figures within {n} years, up to {span} by "
            "indicator; places, medians and the best of the peers are within these years alone."
        )
        span = span_text((first, last), profile.language)
        return sentence.format(n=profile.choice.window, span=span)
    return _("Each indicator is compared in its newest widely published year ({span}).").format(
        span=first if first == last else f"{first}–{last}"
    )


def _too_little(profile: RegionProfile) -> str:
    _, marks = translator(profile.language), profile.marks
    if profile.level == "county":
        return _(
            "Not named for counties: one census tells of people and their work, {n} indicators, "
            "and nothing of R&D, patents or firms. For the same reason counties have no composite."
        ).format(n=marks.compared)
    if profile.level == "zone":
        return _(
            "Not named for zones: each publishes other figures, of other years, so there is no "
            "field to rank it in."
        )
    if not marks.compared:
        return _(
            "Not named: no indicator has figures for half of the regions of this level, so that "
            "places would only compare those that happen to publish."
        )
    return _(
        "Not named: {present} of the {compared} indicators compared at this level have a figure "
        "here; the rule asks for two thirds and at least 20."
    ).format(present=marks.present, compared=marks.compared)


def summary_sentence(summary: Summary, level: Level, regions: int, language: Language) -> str:
    """How many of the compared figures are better than the peers', and the best and worst rank."""
    _ = translator(language)
    parts = []
    if summary.against_peers:
        parts.append(
            _("{better} of {n} scaled indicators are better than the median of the peers").format(
                better=summary.better_than_peers, n=summary.against_peers
            )
        )
    parts.append(
        _("best place among {regions}: {best} ({rank})").format(
            regions=count_regions(regions, level, language),
            best=_among_equals(summary.best, language),
            rank=rank_text(summary.best[1], language),
        )
    )
    parts.append(
        _("lowest place: {worst} ({rank})").format(
            worst=_among_equals(summary.worst, language),
            rank=rank_text(summary.worst[1], language),
        )
    )
    return "；".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."


def _among_equals(extreme: tuple[str, int, int], language: Language) -> str:
    """The indicator's name, and how many share its rank when it is not alone."""
    name, _rank, equal = extreme
    if equal == 1:
        return name
    _ = translator(language)
    return _("{name}, one of {total}").format(name=name, total=equal)


def figure_sentence(catalog: Catalog, row: pd.Series, name: str, language: Language) -> str:
    """A region's figure of an indicator, without a rank among the few that published."""
    _ = translator(language)
    code = str(row["indicator_code"])
    return _("{year}: {shown} of {name} is {value}{status}.").format(
        year=int(row["year"]),
        shown=catalog.indicators[code].name[language],
        name=name,
        value=figure_text(catalog, code, float(row["value"]), language),
        status=status_in_brackets(str(row["status"]), language),
    )


def marked_line(catalog: Catalog, row: pd.Series, language: Language) -> str:
    """One strength or weakness: rank, indicator, figure and year."""
    _ = translator(language)
    code, word = str(row["indicator_code"]), status_word(str(row["status"]), language)
    comma = "，" if language == "zh" else ", "
    return _("{rank}: {indicator}, {value} ({year}{status})").format(
        rank=rank_text(float(row["rank"]), language),
        indicator=catalog.indicators[code].name[language],
        value=figure_text(catalog, code, float(row["value"]), language),
        year=int(row["year"]),
        status=comma + word if word else "",
    )


def moved_line(catalog: Catalog, row: pd.Series, language: Language) -> str:
    """What moved since the year before: ranks, and the figure before and now."""
    _ = translator(language)
    code = str(row["indicator_code"])
    facts = {
        "indicator": catalog.indicators[code].name[language],
        "before": figure_text(catalog, code, float(row["value_before"]), language),
        "value": figure_text(catalog, code, float(row["value"]), language),
        "year": int(row["year"]),
        "rank": rank_text(float(row["rank"]), language),
        "places": f"{abs(row['rank_before'] - row['rank']):.0f}",
    }
    if row["rank"] < row["rank_before"]:
        template = _("{indicator}: up {places} to {rank}, {before} → {value} ({year})")
    elif row["rank"] > row["rank_before"]:
        template = _("{indicator}: down {places} to {rank}, {before} → {value} ({year})")
    else:
        template = _("{indicator}: still {rank}, {before} → {value} ({year})")
    return template.format(**facts)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
