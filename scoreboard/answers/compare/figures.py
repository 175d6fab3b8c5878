"""The gaps of the comparison as figures: each indicator, every region against its benchmark."""

from __future__ import annotations

import pandas as pd

from scoreboard.answers.compare.comparison import Comparison
from scoreboard.answers.compare.drawing import Dumbbell, draw_dumbbells
from scoreboard.answers.compare.sentences import gap_sentence, missing_word
from scoreboard.answers.model import Figure, figure_part
from scoreboard.charts.theme import hover_note
from scoreboard.language import in_brackets, translator
from scoreboard.text.figures import bound_text
from scoreboard.text.pace import GapWords, share_text
from scoreboard.text.sentences import status_in_brackets


def gap_figure(page: Comparison, indicator_code: str) -> Figure:
    """One indicator: every region's figure against its benchmark."""
    _ = translator(page.language)
    words = page.words(indicator_code)
    rows = page.gaps_of(indicator_code).set_index("region_code", drop=False)
    common = rows.loc[rows["is_common"].astype(bool), "year"]
    notes = [words.numbers.unit]
    if len(common):
        notes.append(str(int(common.iloc[0])))
    elif len(rows):
        notes.append(_("newest, year in brackets"))
    if words.kind == "points":
        notes.append(_("gap in {unit}").format(unit=words.changes.unit))
    references = rows["reference"].unique()
    label = page.benchmark_name("" if rows.empty else str(rows["named"].iloc[0]))
    if len(references) == 1:
        figure = bound_text(
            words.numbers.number(float(references[0])), page.bound_of(indicator_code), page.language
        )
        # The long name of a case stands in the answer, not over every figure.
        label = f"{_short_name(page) or label} {figure}"
    elif len(references):
        notes.append(_("upright marks: {benchmark}").format(benchmark=page.benchmark_name()))
    notes_of = page.notes(indicator_code)
    dumbbells = [
        _dumbbell(page, rows.loc[region], words, notes_of)
        if region in rows.index
        else _lone_point(page, region, indicator_code, words, is_drawn=rows.empty)
        for region in page.choice.regions
    ]
    alt = _("{indicator}: regions against {benchmark}").format(
        indicator=words.shown, benchmark=page.benchmark_name()
    )
    drawing = draw_dumbbells(dumbbells, words.numbers, label, page.token)
    return figure_part(f"dumbbell_{indicator_code}", drawing, alt, words.shown, tuple(notes))


def _dumbbell(
    page: Comparison, gap: pd.Series, words: GapWords, notes: dict[tuple[str, int], str]
) -> Dumbbell:
    """One row of the figure: value, benchmark, and the gap in words."""
    language, region = page.language, str(gap["region_code"])
    name = page.names[region]
    year = "" if gap["is_common"] else in_brackets(str(int(gap["year"])), language)
    status = status_in_brackets(str(gap["status"]), language)
    facts = page.facts_of(gap)
    is_level = words.amount(abs(float(gap["gap"]))) == words.amount(0)
    has_side = page.directions[str(gap["indicator_code"])] != "context" and not is_level
    share = ""
    if facts.relative_pct is not None:
        share = in_brackets(share_text(facts.relative_pct, language, signed=True), language)
    return Dumbbell(
        code=region,
        label=name + year,
        value=facts.value,
        reference=facts.reference,
        note=f"{words.numbers.number(facts.value)}  {_bare(float(gap['gap']), words)}{share}",
        hover=f"{name}{status}  {gap_sentence(facts, words)}"
        + hover_note(notes.get((region, int(gap["year"])))),
        is_better=bool(gap["gap"] > 0) if has_side else None,
        is_uncertain=status != "",
    )


def _lone_point(
    page: Comparison, region: str, indicator_code: str, words: GapWords, *, is_drawn: bool
) -> Dumbbell:
    """A region without a gap: the reason, and its newest figure where no region has a gap.

    Beside gaps it would only stretch the axis, of totals to the size of another level.
    """
    language, name = page.language, page.names[region]
    note = missing_word(page.missing_reason(region, indicator_code), language)
    own = page.figures_of(indicator_code)
    own = own[own["region_code"] == region] if is_drawn else own.iloc[:0]
    if own.empty:
        return Dumbbell(region, name, None, None, note, "", None, False)
    newest = own.loc[own["year"].idxmax()]
    value, year = float(newest["value"]), int(newest["year"])
    status = status_in_brackets(str(newest["status"]), language)
    note_of = page.notes(indicator_code).get((region, year))
    hover = f"{name}{status}  {year}  {words.numbers.text(value)}" + hover_note(note_of)
    label = name + in_brackets(str(year), language)
    return Dumbbell(region, label, value, None, note, hover, None, status != "")


def _short_name(page: Comparison) -> str:
    kind = page.choice.kind
    return page.catalog.benchmark_kinds[kind].phrase[page.language] if kind == "case" else ""


def _bare(gap: float, words: GapWords) -> str:
    """The gap without its unit, which stands in the title."""
    if words.numbers.is_rank:
        return words.amount(gap, signed=True)
    numbers = words.changes if words.kind == "points" else words.numbers
    return numbers.number(gap, signed=True)
