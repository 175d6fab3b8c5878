"""One indicator in detail: will the regions reach the benchmark in time, in words and trends."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.progress import FEWEST_FIGURES, Goal, Progress, assess_progress
from scoreboard.analysis.views import breaks_of
from scoreboard.answers.compare.comparison import Comparison
from scoreboard.answers.compare.drawing import SmallTrend, draw_small_trend
from scoreboard.answers.compare.sentences import missing_word, progress_sentence, state_word
from scoreboard.answers.model import Facts, Figure, Sentence, figure_part
from scoreboard.answers.targets import (
    newest_data_year,
    target_parts,
    targets_for,
)
from scoreboard.catalog import NATION, SeriesBreak
from scoreboard.language import translator
from scoreboard.language.numbers import NumberFormat

Assessed = dict[str, tuple[Goal, Progress]]


def assess(page: Comparison) -> Assessed:
    """By region: what it is to reach in the indicator in detail, and how it stands to it.

    Pace and standing go up to the year that the region is compared in, so that one figure is said
    of it on the whole page. A benchmark with a series of its own moves on, too. A region without
    a benchmark or a figure is absent; so is every region that stands against its plan's target,
    which has a path of its own (`planned_lines`).
    """
    if page.choice.is_planned:
        return {}
    indicator = page.catalog.indicators[page.focus]
    kind = page.catalog.unit_of(page.focus).change
    found = {}
    for row in page.gaps_of(page.focus).itertuples():
        region = str(row.region_code)
        goal = Goal(float(row.reference), page.choice.target_year)
        own = _own(page, region)
        own = own[own["year"] <= row.year]
        breaks = _breaks_of_region(page, region)
        progress = assess_progress(
            own,
            goal,
            indicator.direction,
            kind,
            breaks,
            benchmark=_benchmark_series(page, region, int(row.year)),
            data_until=newest_data_year(page.release),
        )
        if progress is not None:
            found[region] = (goal, progress)
    return found


def progress_lines(page: Comparison, assessed: Assessed) -> tuple[Sentence | Facts, ...]:
    """How each region stands to the benchmark: its class, then its pace in words."""
    _ = translator(page.language)
    if page.choice.is_planned:
        return ()
    if not page.is_judged:
        return (
            Sentence(_("This indicator is neither good nor bad: no progress is judged."), "note"),
        )
    lines: list[Sentence | Facts] = []
    for region in page.choice.regions:
        name = page.names[region]
        if region in assessed:
            goal, progress = assessed[region]
            sentence = progress_sentence(
                name,
                progress,
                goal,
                page.words(page.focus),
                page.benchmark_name(),
                newest_data_year(page.release),
            )
            lines.append(Facts(((state_word(progress.state, page.language), sentence),)))
        else:
            reason = page.missing_reason(region, page.focus)
            lines.append(Facts(((missing_word(reason, page.language), name),)))
    if any(progress.is_carried_on for _goal, progress in assessed.values()):
        lines.append(Sentence(_caution(page), "note"))
    return tuple(lines)


def planned_lines(page: Comparison) -> tuple[Sentence | Facts, ...]:
    """How each region stands to its own plan's targets in the indicator, where any is known."""
    _ = translator(page.language)
    parts: list[Sentence | Facts] = []
    for region in page.choice.regions:
        name, found = page.names[region], targets_for(page.release, region, page.focus)
        for judged in found:
            parts += target_parts(page.release, judged, page.language, name)
        if page.choice.is_planned and not found:
            parts.append(Facts(((name, _("no target in this indicator is on this platform")),)))
    if not parts:
        return ()
    return (Sentence(_("Targets of plans, by each region's newest figure"), "title"), *parts)


def _caution(page: Comparison) -> str:
    """What a pace that is carried on leaves out."""
    _ = translator(page.language)
    return _(
        "Where a year or a needed pace is told, at least {figures} years of data are carried on in "
        "a straight line, without new policies, changed definitions and turns of the economy: an "
        "indication, not a promise. Fewer years are not carried on."
    ).format(figures=FEWEST_FIGURES)


def _benchmark_series(page: Comparison, region: str, year: int) -> pd.DataFrame | None:
    """The benchmark's own figures up to a year; none of a fixed value.

    Of means and medians only the years that rest on as many figures as the last: a change of
    members is no change of the benchmark.
    """
    if page.choice.kind in ("case", "target"):
        return None
    rows = page.references_of(page.focus)
    rows = rows[(rows["region_code"] == region) & (rows["year"] <= year)].sort_values("year")
    if len(rows):
        rows = rows[rows["members"] == rows["members"].iloc[-1]]
    return rows[["year"]].assign(value=rows["reference"], status=rows["reference_status"])


def drawn_rows(page: Comparison) -> dict[str, pd.DataFrame]:
    """By region: its figures of all years as they are drawn; regions without any are absent."""
    own = {
        code: _indexed(page, _own(page, code), _breaks_of_region(page, code))
        for code in page.choice.regions
    }
    return {code: rows for code, rows in own.items() if len(rows)}


def benchmark_rows(page: Comparison, own: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """By region that is drawn: its benchmark's series; without rows where it has none."""
    return {code: _benchmark_rows(page, code) for code in own}


def trends_title(
    page: Comparison, own: dict[str, pd.DataFrame], benchmarks: dict[str, pd.DataFrame]
) -> tuple[Sentence, ...]:
    """What the small trends show, over all of them."""
    _ = translator(page.language)
    if not own:
        return (Sentence(_("No region chosen has figures to draw."), "note"),)
    notes = [_numbers(page).unit or _("{year} = 100").format(year=page.choice.base_year)]
    notes += [_("same scale in all"), _("grey: the other regions")]
    if any(len(rows) for rows in benchmarks.values()):
        notes.append(_("dashed: {benchmark}").format(benchmark=page.benchmark_name()))
    if any(_breaks_of_region(page, code) for code in own):
        notes.append(_("short marks: breaks in the series"))
    title = Sentence(page.words(page.focus).shown, "title")
    return title, Sentence(" · ".join(notes), "note")


def trend_figures(
    page: Comparison,
    own: dict[str, pd.DataFrame],
    benchmarks: dict[str, pd.DataFrame],
    assessed: Assessed,
) -> tuple[Figure, ...]:
    """One small trend a region, all on the same scale, the others grey behind it."""
    if not own:
        return ()
    _, language = translator(page.language), page.language
    drawn = pd.concat(list(own.values()))
    years = (int(drawn["year"].min()), int(drawn["year"].max()))
    benchmarks = {code: rows[rows["year"].between(*years)] for code, rows in benchmarks.items()}
    reach = _reach(pd.concat([drawn["value"], *(rows["value"] for rows in benchmarks.values())]))
    figures = []
    notes = page.notes(page.focus)
    for code, rows in own.items():
        trend = SmallTrend(
            own=rows.assign(note=[notes.get((code, int(year))) for year in rows["year"]]),
            others=[others for other, others in own.items() if other != code],
            benchmark=benchmarks[code],
            name=page.names[code],
            benchmark_name=page.benchmark_name(),
            colour=page.colours[code],
            years=years,
            reach=reach,
            breaks=tuple(mark.year for mark in _breaks_of_region(page, code)),
        )
        state = state_word(assessed[code][1].state, language) if code in assessed else ""
        shown = f"{page.words(page.focus).shown} {page.names[code]}"
        figures.append(
            figure_part(
                f"small_{code}",
                draw_small_trend(trend, _numbers(page), page.token),
                _("Trend of {shown}").format(shown=shown),
                page.names[code],
                (state,) if page.is_judged else (),
            )
        )
    return tuple(figures)


def _numbers(page: Comparison) -> NumberFormat:
    """How the trends are written: as published, or as an index."""
    if _base(page) is None:
        return page.words(page.focus).numbers
    return NumberFormat(1, "", 1, page.language)


def _own(page: Comparison, region: str) -> pd.DataFrame:
    rows = page.figures_of(page.focus)
    return rows[rows["region_code"] == region]


def _base(page: Comparison) -> int | None:
    """The base year, where any of the regions has a figure to be 100."""
    base = page.choice.base_year
    return base if base is not None and base in page.years else None


def _benchmark_rows(page: Comparison, region: str) -> pd.DataFrame:
    """The benchmark's own series; a fixed value has no index."""
    rows = page.references_of(page.focus)
    rows = rows[rows["region_code"] == region]
    rows = rows.assign(value=rows["reference"], status="A").sort_values("year")
    if page.choice.kind in ("case", "target"):
        return rows if _base(page) is None else rows.iloc[:0]
    named = page.choice.against if page.choice.kind == "region" else NATION
    return _indexed(page, rows, _breaks_of_region(page, named))


def _indexed(page: Comparison, rows: pd.DataFrame, breaks: tuple[SeriesBreak, ...]) -> pd.DataFrame:
    """The rows as they are, or with the base year as 100 and nothing beyond a break."""
    base = _base(page)
    if base is None:
        return rows
    at_base = rows.loc[rows["year"] == base, "value"]
    if at_base.empty or at_base.iloc[0] <= 0:
        return rows.iloc[:0]
    after = max((b.year for b in breaks if b.year <= base), default=0)
    before = min((b.year for b in breaks if b.year > base), default=9999)
    kept = rows[(rows["year"] >= after) & (rows["year"] < before)]
    return kept.assign(value=kept["value"] / at_base.iloc[0] * 100)


def _breaks_of_region(page: Comparison, region: str) -> tuple[SeriesBreak, ...]:
    """The breaks of the indicator in detail that lie in a region's series."""
    marks = breaks_of(page.catalog.indicators[page.focus], page.figures_of(page.focus))
    return tuple(mark for mark in marks if mark.concerns(region))


def _reach(values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.08 or abs(high) * 0.08 or 1.0
    return low - room, high + room
