"""The figures of the composite page: ranks with ranges, ladder, parts, years."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.composite.drawing import (
    RangeRow,
    ScoreLine,
    draw_contributions,
    draw_ladder,
    draw_rank_ranges,
    draw_score_years,
)
from scoreboard.answers.composite.evaluated import Evaluated
from scoreboard.answers.composite.words import rank_range, reason_sentence, step_name
from scoreboard.answers.model import Figure, Part, Sentence, Table, figure_part
from scoreboard.charts.theme import CHOSEN, ORDINARY
from scoreboard.language import in_brackets, join_list, translator
from scoreboard.language.numbers import format_plain
from scoreboard.text.sentences import count_regions

_MOST_LINES = 4
# So many indicators are named on either side of the reason for a rank.
_MOST_REASONS = 2


def ranks_of(found: Evaluated) -> Figure:
    """Every region's rank with the range that holds 90% of the evaluations."""
    _ = translator(found.language)
    rows = [
        RangeRow(c, _label(found, c), p.rank, p.low, p.high, _hover(found, c))
        for c in found.shown_codes
        for p in [found.ranges[c]]
    ]
    notes = [*_year_and_count(found), _("point: rank, bar: 5–95% range of 10,000 evaluations")]
    if found.is_ranked and found.unclear:
        notes.append(_("darker: no clear difference from {name}").format(name=found.name))
    figure = draw_rank_ranges(rows, found.chosen, set(found.unclear), len(found.codes), found.token)
    alt = _("Ranks with their ranges")
    return figure_part("composite_ranks", figure, alt, _("Rank and its range"), tuple(notes))


def ladder_of(found: Evaluated) -> Figure:
    """Scores relative to the mean as 100, with the four groups of the ladder."""
    _, ladder = translator(found.language), found.composite.ladder
    rows = [
        RangeRow(
            c,
            f"{step_name(ladder[c], found.language)}  {found.names[c]}",
            round(p.index, 1),
            round(p.index_low, 1),
            round(p.index_high, 1),
            _hover(found, c),
        )
        for c in found.shown_codes
        for p in [found.ranges[c]]
    ]
    notes = (
        *_year_and_count(found),
        _("dashed: mean score = 100"),
        _("bar: 5–95% range"),
        _("limits 70, 100, 125; + and − for the upper and lower third of a group"),
    )
    figure = draw_ladder(rows, found.chosen, set(found.unclear), found.token)
    alt = _("Ladder of the regions")
    return figure_part("composite_ladder", figure, alt, _("Ladder"), notes)


def contributions_of(found: Evaluated) -> tuple[Part, ...]:
    """What each group of indicators adds to a region's score."""
    _ = translator(found.language)
    groups = {g.code: g.name[found.language] for g in found.system.groups}
    parts = _parts(found, groups)
    shown = parts.loc[found.shown_codes]
    labels = {code: _label(found, code) for code in shown.index}
    notes = [_("weighted scores, 0–100"), str(found.year)]
    if found.composite.options.aggregation != "arithmetic":
        notes.append(_("of the weighted mean, since this way of aggregating does not split"))
    title = _("What makes up the score")
    figure = draw_contributions(shown, labels, groups, found.chosen, found.token)
    reason = (Sentence(_reason(found)),) if found.is_ranked else ()
    return (
        figure_part("composite_parts", figure, _("Parts of the scores"), title, tuple(notes)),
        *reason,
        Table(
            key="composite_parts_table",
            label=_("Parts of the scores: table and download"),
            name=f"composite_parts_{found.system.code}_{found.year}",
            build=partial(_parts_table, found, parts, groups),
            facts=partial(found.facts, " · ".join([title, *notes])),
        ),
    )


def _reason(found: Evaluated) -> str:
    """What puts the chosen region where it stands: points won and lost beside the median."""
    language, catalog = found.language, found.release.catalog
    points = found.composite.contributions
    apart = (points.loc[found.choice.region_code] - points.median()).round(1)
    named = [(catalog.indicators[str(c)].name[language], float(p)) for c, p in apart.items()]
    named.sort(key=lambda each: each[1])
    return reason_sentence(
        found.name,
        found.ranges[found.choice.region_code].rank,
        [(name, p) for name, p in reversed(named) if p > 0][:_MOST_REASONS],
        [(name, -p) for name, p in named if p < 0][:_MOST_REASONS],
        language,
    )


def years_of(found: Evaluated) -> tuple[Part, ...]:
    """Scores over the years between fixed goalposts, with the weights of the chosen year."""
    _, rows = translator(found.language), found.years
    if rows["year"].nunique() < 2:
        text = _("There are figures for one year only; nothing to compare over time.")
        return (Sentence(text, "note"),)
    notes = [
        _("fixed goalposts and the weights of {year} for every year").format(year=found.year),
        _("band: middle half of the regions"),
    ]
    breaks = _breaks(found)
    if breaks:
        notes.append(_("short marks: breaks in the series"))
    incomplete = rows[rows["missing_weight"] > 1e-9]
    if len(incomplete):
        notes.append(_("hollow: some indicators have no figure"))
    band = rows.groupby("year")["score"].quantile([0.25, 0.75]).unstack().reset_index()
    band.columns = ["year", "low", "high"]
    figure = draw_score_years(band, _lines(found), breaks, found.year, found.token)
    title = _("Score over the years")
    parts: list[Part] = [
        figure_part("composite_years", figure, _("Scores over the years"), title, tuple(notes))
    ]
    if len(incomplete):
        parts.append(_say_incomplete(found, incomplete))
    parts.append(
        Table(
            key="composite_years_table",
            label=_("Scores over the years: table and download"),
            name=f"composite_years_{found.system.code}_{found.year}",
            build=partial(_years_table, found),
            facts=partial(found.facts, " · ".join([title, notes[0]])),
        )
    )
    return tuple(parts)


def _say_incomplete(found: Evaluated, incomplete: pd.DataFrame) -> Sentence:
    """The years in which some indicators were not published, with the weight of these."""
    _, language = translator(found.language), found.language
    by_weight = incomplete.groupby("missing_weight")["year"].unique()
    listed = [
        join_list([str(y) for y in sorted(years)], language)
        + in_brackets(f"{share * 100:.0f}%", language)
        for share, years in by_weight.items()
    ]
    sentence = _("Years without some indicators (their weight): {years}.")
    return Sentence(sentence.format(years=join_list(listed, language)), "note")


def _parts(found: Evaluated, groups: dict[str, str]) -> pd.DataFrame:
    """What each group adds to the score of every ranked region, in the order of the groups."""
    design = found.composite.design
    group_of = dict(zip(design.indicator_codes, design.pillar_codes, strict=True))
    parts = found.composite.contributions.T.groupby(group_of).sum().T
    return parts[[code for code in groups if code in parts.columns]]


def _parts_table(found: Evaluated, parts: pd.DataFrame, groups: dict[str, str]) -> pd.DataFrame:
    _ = translator(found.language)
    named = {groups[code]: parts[code].round(2) for code in parts.columns}
    table = pd.DataFrame({_("Region"): parts.index.map(found.names), **named}, index=parts.index)
    return table.assign(**{_("Code"): parts.index})


def _years_table(found: Evaluated) -> pd.DataFrame:
    """One row a year and region, with its score and rank and the weight that nobody has."""
    _ = translator(found.language)
    rows = found.years.sort_values(["year", "rank", "region_code"])
    return pd.DataFrame(
        {
            _("Year"): rows["year"].astype(int),
            _("Region"): rows["region_code"].map(found.names),
            _("Score"): rows["score"].round(2),
            _("Rank"): rows["rank"].astype(int),
            _("Weight without a figure, %"): (rows["missing_weight"] * 100).round(1),
            _("Code"): rows["region_code"],
        }
    )


def _hover(found: Evaluated, code: str) -> str:
    _, place = translator(found.language), found.ranges[code]
    return _("{name}: score {score}, {index} of the mean ({low}–{high}), rank {range}").format(
        name=found.names[code],
        score=format_plain(place.score, 1),
        index=f"{place.index:.0f}%",
        low=f"{place.index_low:.0f}",
        high=f"{place.index_high:.0f}",
        range=rank_range(place, found.language),
    )


def _year_and_count(found: Evaluated) -> tuple[str, str]:
    return str(found.year), count_regions(len(found.codes), found.choice.level, found.language)


def _label(found: Evaluated, code: str) -> str:
    return f"{found.ranges[code].rank}  {found.names[code]}"


def _lines(found: Evaluated) -> list[ScoreLine]:
    """The chosen region, the leader, and the chosen one's neighbours in rank."""
    _, codes, own = translator(found.language), found.codes, found.choice.region_code
    at = codes.index(own) if own in codes else 0
    near = [codes[k] for k in (at - 1, at + 1) if 0 <= k < len(codes)]
    wanted = list(dict.fromkeys([own, codes[0], *near]))[:_MOST_LINES]
    # The chosen region in its colour, whoever it is seen beside behind it.
    shades = [CHOSEN[0], *[ORDINARY] * (_MOST_LINES - 1)]
    lines = []
    for code, colour in zip(wanted, shades, strict=False):
        series = found.years[found.years["region_code"] == code].sort_values("year")
        if series.empty:
            continue
        name = found.names[code]
        hover = [
            f"{name} {row.year}  {row.score:.1f}  " + _("no. {rank}").format(rank=f"{row.rank:.0f}")
            for row in series.itertuples()
        ]
        lines.append(
            ScoreLine(
                name,
                colour,
                [int(y) for y in series["year"]],
                [float(s) for s in series["score"]],
                (series["missing_weight"] > 1e-9).tolist(),
                hover,
            )
        )
    return lines


def _breaks(found: Evaluated) -> dict[int, str]:
    """Breaks in series of the system that concern every region, by year."""
    first, last = int(found.years["year"].min()), int(found.years["year"].max())
    breaks: dict[int, list[str]] = {}
    for code in found.composite.design.indicator_codes:
        indicator = found.release.catalog.indicators[code]
        for mark in indicator.breaks:
            if first < mark.year <= last and not mark.region_codes:
                breaks.setdefault(mark.year, []).append(indicator.name[found.language])
    return {year: join_list(names, found.language) for year, names in sorted(breaks.items())}
