"""The figures of the comparison: dumbbells, progress to the benchmark, small trends, the case."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.progress import Goal, Progress, assess_progress
from scoreboard.analysis.snapshot import breaks_of
from scoreboard.catalog import NATION, SeriesBreak
from scoreboard.charts.compare import Dumbbell, SmallTrend, draw_dumbbells, draw_small_trend
from scoreboard.text.compare import (
    GapWords,
    bound_text,
    bracketed,
    gap_sentence,
    missing_word,
    progress_sentence,
    share_text,
    state_word,
)
from scoreboard.text.numbers import Measure, format_plain
from scoreboard.text.sentences import status_in_brackets
from scoreboard.ui.compare_choosers import choose_base_year, choose_focus, choose_target_year
from scoreboard.ui.compare_page import ComparePage, gap_facts, missing_reason, show_source_line
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import show_cells

SMALL_COLUMNS = 4


def show_dumbbells(page: ComparePage) -> None:
    """Each indicator on the page: every region's figure against its benchmark."""
    columns = 1 if len(page.indicators) == 1 else 2
    for start in range(0, len(page.indicators), columns):
        for place, column in enumerate(st.columns(columns, gap="medium")):
            if start + place < len(page.indicators):
                with column:
                    _show_dumbbell(page, page.indicators[start + place])
    show_source_line(page, page.gaps)


def assess(page: ComparePage) -> dict[str, tuple[Goal, Progress]]:
    """By region: what it is to reach in the indicator in detail, and how it stands to it.

    A region without a benchmark or a figure is absent.
    """
    code = page.focus
    indicator = page.frame.catalog.indicators[code]
    kind = page.frame.catalog.unit_of(code).change
    found = {}
    for row in page.gaps[page.gaps["indicator_code"] == code].itertuples():
        region = str(row.region_code)
        goal = Goal(float(row.reference), page.choice.target_year)
        breaks = _breaks_of_region(page, region)
        progress = assess_progress(_own(page, region), goal, indicator.direction, kind, breaks)
        if progress is not None:
            found[region] = (goal, progress)
    return found


def show_focus(page: ComparePage, assessed: dict[str, tuple[Goal, Progress]]) -> None:
    """One indicator in detail: will the regions reach the benchmark in time, in words."""
    _ = page.frame.translate
    st.header(_("Progress and trends"), anchor=False)
    newest = page.figures.loc[page.figures["indicator_code"] == page.focus, "year"]
    last = int(newest.max()) if len(newest) else page.choice.target_year - 1
    columns = st.columns([5, 2, 2], vertical_alignment="bottom")
    with columns[0]:
        choose_focus(page.frame, page.indicators, page.focus)
    with columns[1]:
        choose_target_year(page.frame, page.choice, last + 1)
    with columns[2]:
        choose_base_year(page.frame, page.choice, sorted({int(y) for y in newest}))
    _show_sentences(page, assessed)


def show_trends(page: ComparePage, assessed: dict[str, tuple[Goal, Progress]]) -> None:
    """One small trend a region, all on the same scale, the others grey behind it."""
    _ = page.frame.translate
    own = {code: _trend_rows(page, code) for code in page.choice.regions}
    own = {code: rows for code, rows in own.items() if len(rows)}
    if not own:
        st.caption(plain(_("No region chosen has figures to draw.")))
        return
    words = page.words(page.focus)
    measure = words.measure if _base(page) is None else Measure(1, "", 1, page.language)
    benchmarks = {code: _benchmark_rows(page, code) for code in own}
    notes = [measure.unit or _("{year} = 100").format(year=page.choice.base_year)]
    notes += [_("same scale in all"), _("grey: the other regions")]
    if any(len(rows) for rows in benchmarks.values()):
        notes.append(_("dashed: {benchmark}").format(benchmark=page.benchmark_name()))
    if any(_breaks_of_region(page, code) for code in own):
        notes.append(_("short marks: breaks in the series"))
    show_title(words.shown, notes)
    everything = pd.concat([*own.values(), *benchmarks.values()])
    drawn = pd.concat(list(own.values()))
    years = (int(drawn["year"].min()), int(drawn["year"].max()))
    reach = _reach(everything[everything["year"].between(*years)]["value"])
    codes = list(own)
    for start in range(0, len(codes), SMALL_COLUMNS):
        for code, column in zip(
            codes[start : start + SMALL_COLUMNS],
            st.columns(min(SMALL_COLUMNS, len(codes))),
            strict=False,
        ):
            trend = SmallTrend(
                own=own[code],
                others=[rows for other, rows in own.items() if other != code],
                benchmark=benchmarks[code][benchmarks[code]["year"].between(*years)],
                name=page.names[code],
                benchmark_name=page.benchmark_name(),
                colour=page.colours[code],
                years=years,
                reach=reach,
                breaks=tuple(mark.year for mark in _breaks_of_region(page, code)),
            )
            with column:
                _show_small(page, code, trend, measure, assessed)
    show_source_line(page, drawn)


def show_case(page: ComparePage) -> None:
    """All figures of the case, the paper's claims: those that are compared and the others."""
    if page.choice.kind != "case":
        return
    _ = page.frame.translate
    language = page.language
    case = page.frame.catalog.cases[page.choice.case]
    st.header(
        plain(_("Figures of the case: {case}").format(case=case.name[language])), anchor=False
    )
    st.caption(
        plain(
            _("Claims of a paper, not statistics: {title}; file {source}.").format(
                title=case.title[language], source=case.source
            )
        )
    )
    show_cells(case_table(page), hide_index=True, key="case_figures", placeholder="—")


def case_table(page: ComparePage) -> pd.DataFrame:
    """The case's figures, one a row: value as the paper bounds it, unit, year, our indicator."""
    _ = page.frame.translate
    language, indicators = page.language, page.frame.catalog.indicators
    return pd.DataFrame(
        [
            {
                _("Figure"): figure.label[language],
                _("Value"): bound_text(_shortest(figure.value), figure.bound, language),
                _("Unit"): figure.unit[language],
                _("Year"): "" if figure.year is None else str(figure.year),
                _("Compared as"): indicators[figure.indicator].name[language]
                if figure.indicator
                else _("not compared"),
                _("Note"): figure.note[language] if figure.note else "",
            }
            for figure in page.frame.catalog.cases[page.choice.case].figures
        ]
    )


def _show_dumbbell(page: ComparePage, code: str) -> None:
    _ = page.frame.translate
    words = page.words(code)
    rows = page.gaps[page.gaps["indicator_code"] == code].set_index("region_code")
    common = rows.loc[rows["is_common"].astype(bool), "year"]
    notes = [words.measure.unit]
    if len(common):
        notes.append(str(int(common.iloc[0])))
    if words.kind == "points":
        notes.append(_("gap in {unit}").format(unit=words.changes.unit))
    references = rows["reference"].unique()
    label = page.benchmark_name("" if rows.empty else str(rows["named"].iloc[0]))
    if len(references) == 1:
        figure = bound_text(
            words.measure.number(float(references[0])), page.bound_of(code), page.language
        )
        # The long name of a case stands in the answer, not over every figure.
        label = f"{_short_name(page) or label} {figure}"
    elif len(references):
        notes.append(_("upright marks: {benchmark}").format(benchmark=page.benchmark_name()))
    show_title(words.shown, notes)
    dumbbells = [_dumbbell(page, region, code, rows, words) for region in page.choice.regions]
    figure = draw_dumbbells(dumbbells, words.measure, label, page.token)
    alt = _("{indicator}: regions against {benchmark}").format(
        indicator=words.shown, benchmark=page.benchmark_name()
    )
    show_figure(f"dumbbell_{code}", figure, alt)


def _dumbbell(
    page: ComparePage, region: str, code: str, rows: pd.DataFrame, words: GapWords
) -> Dumbbell:
    """One row of the figure; without a gap, the reason in its place."""
    language = page.language
    name = page.names[region]
    if region not in rows.index:
        return _lone_point(page, region, code, words, is_drawn=rows.empty)
    row = rows.loc[region]
    year = "" if row["is_common"] else bracketed(str(int(row["year"])), language)
    status = status_in_brackets(str(row["status"]), language)
    facts = gap_facts(page, row.to_dict() | {"region_code": region})
    is_level = words.amount(abs(float(row["gap"]))) == words.amount(0)
    has_side = page.directions[code] != "context" and not is_level
    share = ""
    if facts.relative_pct is not None:
        share = bracketed(share_text(facts.relative_pct, language, signed=True), language)
    return Dumbbell(
        code=region,
        label=name + year,
        value=facts.value,
        reference=facts.reference,
        note=_bare(float(row["gap"]), words) + share,
        hover=f"{name}{status}  {gap_sentence(facts, words)}",
        is_better=bool(row["gap"] > 0) if has_side else None,
        is_uncertain=status != "",
    )


def _short_name(page: ComparePage) -> str:
    kind = page.choice.kind
    return page.frame.catalog.benchmark_kinds[kind].phrase[page.language] if kind == "case" else ""


def _lone_point(
    page: ComparePage, region: str, code: str, words: GapWords, *, is_drawn: bool
) -> Dumbbell:
    """A region without a gap: the reason, and its newest figure where no region has a gap.

    Beside gaps it would only stretch the axis, of totals to the size of another level.
    """
    language, name = page.language, page.names[region]
    note = missing_word(missing_reason(page, region, code), language)
    own = page.figures
    own = own[(own["region_code"] == region) & (own["indicator_code"] == code)]
    if own.empty or not is_drawn:
        return Dumbbell(region, name, None, None, note, "", None, False)
    newest = own.loc[own["year"].idxmax()]
    value, year = float(newest["value"]), int(newest["year"])
    status = status_in_brackets(str(newest["status"]), language)
    hover = f"{name}{status}  {year}  {words.measure.text(value)}"
    label = name + bracketed(str(year), language)
    return Dumbbell(region, label, value, None, note, hover, None, status != "")


def _bare(gap: float, words: GapWords) -> str:
    """The gap without its unit, which stands in the title."""
    if words.measure.is_rank:
        return words.amount(gap, signed=True)
    measure = words.changes if words.kind == "points" else words.measure
    return measure.number(gap, signed=True)


def _show_sentences(page: ComparePage, assessed: dict[str, tuple[Goal, Progress]]) -> None:
    _ = page.frame.translate
    code, words = page.focus, page.words(page.focus)
    if page.choice.kind != "target" and page.directions[code] == "context":
        st.caption(plain(_("This indicator is neither good nor bad: no progress is judged.")))
        return
    lines = []
    for region in page.choice.regions:
        if region in assessed:
            goal, progress = assessed[region]
            word = state_word(progress.state, page.language)
            sentence = progress_sentence(page.names[region], progress, goal, words)
            lines.append(f"- **{plain(word)}** {plain(sentence)}")
        else:
            reason = missing_word(missing_reason(page, region, code), page.language)
            lines.append(f"- **{plain(reason)}** {plain(page.names[region])}")
    st.markdown("\n".join(lines))


def _show_small(
    page: ComparePage,
    code: str,
    trend: SmallTrend,
    measure: Measure,
    assessed: dict[str, tuple[Goal, Progress]],
) -> None:
    _ = page.frame.translate
    judged = page.choice.kind == "target" or page.directions[page.focus] != "context"
    state = state_word(assessed[code][1].state, page.language) if code in assessed else ""
    show_title(page.names[code], [state] if judged else [])
    alt = _("Trend of {shown}").format(shown=f"{page.words(page.focus).shown} {page.names[code]}")
    show_figure(f"small_{code}", draw_small_trend(trend, measure, page.token), alt)


def _own(page: ComparePage, region: str) -> pd.DataFrame:
    rows = page.figures
    return rows[(rows["region_code"] == region) & (rows["indicator_code"] == page.focus)]


def _base(page: ComparePage) -> int | None:
    """The base year, where any of the regions has a figure to be 100."""
    base = page.choice.base_year
    rows = page.figures[page.figures["indicator_code"] == page.focus]
    return base if base is not None and (rows["year"] == base).any() else None


def _trend_rows(page: ComparePage, region: str) -> pd.DataFrame:
    return _indexed(page, _own(page, region), _breaks_of_region(page, region))


def _benchmark_rows(page: ComparePage, region: str) -> pd.DataFrame:
    """The benchmark's own series; a fixed value has no index."""
    rows = page.references
    rows = rows[(rows["region_code"] == region) & (rows["indicator_code"] == page.focus)]
    rows = rows.assign(value=rows["reference"], status="A").sort_values("year")
    if page.choice.kind in ("case", "target"):
        return rows if _base(page) is None else rows.iloc[:0]
    named = page.choice.against if page.choice.kind == "region" else NATION
    return _indexed(page, rows, _breaks_of_region(page, named))


def _indexed(
    page: ComparePage, rows: pd.DataFrame, breaks: tuple[SeriesBreak, ...]
) -> pd.DataFrame:
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


def _breaks_of_region(page: ComparePage, region: str) -> tuple[SeriesBreak, ...]:
    """The breaks of the indicator in detail that lie in a region's series."""
    indicator = page.frame.catalog.indicators[page.focus]
    marks = breaks_of(indicator, page.figures[page.figures["indicator_code"] == page.focus])
    return tuple(mark for mark in marks if mark.concerns(region))


def _reach(values: pd.Series) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.08 or abs(high) * 0.08 or 1.0
    return low - room, high + room


def _shortest(value: float) -> str:
    decimals = 0 if value == int(value) else 2 if round(value, 1) != value else 1
    return format_plain(value, decimals)
