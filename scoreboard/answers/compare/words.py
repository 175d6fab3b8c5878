"""The comparison in words: how far each region is, the widest gap, and what is not compared."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from scoreboard.analysis.benchmark import widest_shortfall
from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers.basis import least_for_median
from scoreboard.answers.compare.comparison import Comparison, indicator_names
from scoreboard.answers.compare.sentences import end, gap_sentence
from scoreboard.answers.model import Sentence
from scoreboard.answers.sources import cited_line
from scoreboard.diagnostics.measures import concerns_break
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.sentences import status_in_brackets

MOST_NAMES = 6
# So many regions are told one by one; the figures have all of them.
_MOST_TOLD = 3
# How many years back a gap is looked at, the best first.
_SOME_YEARS = (3, 4, 2, 5)


def opening(page: Comparison) -> tuple[Sentence, ...]:
    """What is said of the first region as the headline, the rest under it; and limits."""
    first, *others = told_of(page)
    return (
        Sentence(end([first], page.language), "headline"),
        *((Sentence(end(others, page.language)),) if others else ()),
        *(Sentence(note, "note") for note in _notes(page)),
    )


def source_of(page: Comparison, rows: pd.DataFrame) -> tuple[Sentence, ...]:
    """The publications behind some rows, and the release; nothing where there is no row."""
    if rows.empty:
        return ()
    release = page.release
    return (cited_line(rows["source_code"], release.titles, release.info, page.language),)


def told_of(page: Comparison) -> list[str]:
    """How far each region is in the indicator in detail, how that moved, and the widest gap.

    Sentences without their full stop, at least one.
    """
    _ = translator(page.language)
    if page.choice.is_planned and page.gaps.empty:
        none = _(
            "No plan's target in {indicator} is on this platform for the chosen regions; type in a "
            "value to compare with it"
        )
        return [none.format(indicator=page.words(page.focus).shown)]
    if page.gaps.empty:
        none = _("No region chosen has a figure to compare with {benchmark}")
        return [none.format(benchmark=page.benchmark_name())]
    told = _first_told(page)
    parts = [
        _told(page, gap) + _moved(page, gap) + _newer(page, gap) for _n, gap in told.iterrows()
    ]
    better = _as_good(page, set(told["indicator_code"]))
    if better:
        parts.append(better)
    # Of the region that the page is about: the widest gap of all is mostly another's. Of an amount
    # it would only tell how large the region is.
    own = page.gaps[page.gaps["region_code"] == page.choice.regions[0]]
    rates = [code for code in page.counted if not page.catalog.adds_up(code)]
    own = own[own["indicator_code"].isin(rates)]
    worst = widest_shortfall(own, page.directions)
    if worst is not None and not (told.index == worst.name).any():
        sentence = _("Widest gap of {name}: {sentence}")
        name = page.names[page.choice.regions[0]]
        parts.append(sentence.format(name=name, sentence=_told(page, worst, named=False)))
    return parts


def _first_told(page: Comparison) -> pd.DataFrame:
    """The gaps of the indicator in detail, else of the one most regions have; in link order.

    After the first only those of its year and nearby: years far apart in one sentence would be
    read as if they could be compared.
    """
    counts = page.gaps["indicator_code"].value_counts()
    code = page.focus if page.focus in counts else counts.index[0]
    order = {region: place for place, region in enumerate(page.choice.regions)}
    rows = page.gaps_of(code)
    rows = rows.iloc[rows["region_code"].map(order).argsort()]
    near = (rows["year"] - rows["year"].iloc[0]).abs() < WINDOW_YEARS
    return rows[near].head(_MOST_TOLD)


def _as_good(page: Comparison, told: Collection[str]) -> str:
    """Of a single region: in which other indicators it is level with the benchmark or better."""
    _ = translator(page.language)
    others = [code for code in page.counted if code not in told]
    rows = page.gaps[page.gaps["indicator_code"].isin(others)]
    if len(set(page.gaps["region_code"])) != 1:
        return ""
    judged = rows["indicator_code"].map(page.directions) != "context"
    codes = rows.loc[judged & (rows["gap"] >= 0), "indicator_code"].tolist()
    if not codes:
        return ""
    return _("Also level with {benchmark} or better: {indicators}").format(
        benchmark=page.benchmark_name(), indicators=_few(page, codes)
    )


def _moved(page: Comparison, gap: pd.Series) -> str:
    """By how much the gap or lead of a rate became narrower or wider in some three years.

    Empty where it did not. Where the sides changed, on which it was. Nothing across a break, or
    against a fixed target.
    """
    _ = translator(page.language)
    code, region, year = str(gap["indicator_code"]), str(gap["region_code"]), int(gap["year"])
    words, indicator = page.words(code), page.catalog.indicators[code]
    if words.kind != "points" or page.choice.kind in ("target", "case"):
        return ""
    own, other = (
        rows[rows["region_code"] == region]
        for rows in (page.figures_of(code), page.references_of(code))
    )
    values = dict(zip(own["year"], own["value"], strict=True))
    references = dict(zip(other["year"], other["reference"], strict=True))
    years = (year - back for back in _SOME_YEARS)
    both = (y for y in years if y in values and y in references)
    earlier = next((y for y in both if not concerns_break(indicator, region, y, year)), None)
    if earlier is None:
        return ""
    apart = float(gap["value"] - gap["reference"])
    once = float(values[earlier] - references[earlier])
    amount = words.amount(abs(abs(apart) - abs(once)))
    if apart * once < 0 and words.amount(abs(once)) != words.amount(0):
        template = _(", in {year} {amount} above") if once > 0 else _(", in {year} {amount} below")
        return template.format(amount=words.amount(abs(once)), year=earlier)
    if apart * once <= 0 or amount == words.amount(0):
        return ""
    leads = float(gap["gap"]) > 0 and page.directions[code] != "context"
    if abs(apart) < abs(once):
        template = (
            _(", its lead {amount} smaller than in {year}")
            if leads
            else _(", {amount} closer than in {year}")
        )
    else:
        template = (
            _(", its lead {amount} larger than in {year}")
            if leads
            else _(", {amount} further apart than in {year}")
        )
    return template.format(amount=amount, year=earlier)


def _newer(page: Comparison, gap: pd.Series) -> str:
    """The region's own newest figure where it is newer than the one compared."""
    _ = translator(page.language)
    code = str(gap["indicator_code"])
    own = page.figures_of(code)
    own = own[own["region_code"] == gap["region_code"]].sort_values("year")
    if own.empty or own["year"].iloc[-1] <= gap["year"]:
        return ""
    newest = own.iloc[-1]
    return _("; newest {value} in {year}").format(
        value=page.words(code).numbers.text(float(newest["value"]))
        + status_in_brackets(str(newest["status"]), page.language),
        year=int(newest["year"]),
    )


def benchmark_note(page: Comparison) -> str:
    """How the benchmark is made; of peers also which the reader named or left out."""
    _, language = translator(page.language), page.language
    peers = page.choice.peers
    kind = page.catalog.benchmark_kinds[page.choice.kind].explanation[language]
    if peers.own:
        regions = page.catalog.regions
        names = join_list([regions[code].short_name[language] for code in peers.own], language)
        note = _("The median of the regions that you named, of at least {n} figures: {names}.")
        return note.format(names=names, n=least_for_median(page.catalog))
    if page.choice.kind == "peers" and not peers.near:
        return join_sentences([kind, _("Cities of the same province are left out.")], language)
    return kind


def _notes(page: Comparison) -> list[str]:
    """What the kind of benchmark means, the year compared, and what is not compared and why."""
    _, language = translator(page.language), page.language
    notes = [benchmark_note(page)]
    if len(page.gaps):
        notes.append(_years_note(page))
    if page.left_out:
        notes.append(
            _("Not compared with {benchmark}: {indicators}.").format(
                benchmark=page.benchmark_name(), indicators=_few(page, page.left_out)
            )
        )
    if page.too_many:
        notes.append(
            _("Not shown for want of room, to be chosen above: {indicators}.").format(
                indicators=_few(page, page.too_many)
            )
        )
    if page.unpublished:
        notes.append(
            _("No region chosen has figures of: {indicators}.").format(
                indicators=_few(page, page.unpublished)
            )
        )
    found = set(page.gaps["region_code"])
    silent = [page.names[code] for code in page.choice.regions if code not in found]
    if silent and len(page.gaps):
        notes.append(
            _("Nothing to compare here: {regions}.").format(regions=join_list(silent, language))
        )
    return notes


def _years_note(page: Comparison) -> str:
    """Which year or window the regions are compared in, and what stands for a region without it."""
    _ = translator(page.language)
    notes = []
    years = sorted({int(y) for y in page.gaps.loc[page.gaps["is_common"].astype(bool), "year"]})
    if page.is_by_newest:
        years = []
    if len(years) == 1:
        notes.append(_("Year of comparison: {year}.").format(year=years[0]))
    elif years:
        sentence = _("Year of comparison: one for each indicator, {first}–{last}, in its title.")
        notes.append(sentence.format(first=years[0], last=years[-1]))
    if page.has_windows:
        sentence = _(
            "Cities, counties and zones stand with their newest figure within {n} years, and so do "
            "the medians and the best of them; years that differ stand in brackets, as does an "
            "older year where there is no figure within these."
        )
        notes.append(sentence.format(n=page.choice.window))
    elif page.has_sparse:
        sentence = _(
            "Cities, counties and zones stand with their newest figure, beside that of the "
            "benchmark of the same year; years that differ stand in brackets."
        )
        notes.append(sentence)
    elif not page.gaps["is_common"].all():
        more = _("A region without a figure of that year stands with its newest, year in brackets.")
        notes.append(more)
    return join_sentences(notes, page.language)


def _told(page: Comparison, gap: pd.Series, *, named: bool = True) -> str:
    """One gap as a sentence: region (unless the sentence has it), indicator, value, benchmark."""
    _ = translator(page.language)
    words = page.words(str(gap["indicator_code"]))
    sentence = gap_sentence(page.facts_of(gap), words)
    if not named:
        return _("{indicator}: {sentence}").format(indicator=words.shown, sentence=sentence)
    return _("{indicator} of {name}: {sentence}").format(
        name=page.names[str(gap["region_code"])], indicator=words.shown, sentence=sentence
    )


def _few(page: Comparison, codes: Sequence[str]) -> str:
    """The names of some indicators, the first of them where there are many."""
    _ = translator(page.language)
    names = indicator_names(page.catalog, codes[:MOST_NAMES], page.language)
    if len(codes) > MOST_NAMES:
        names.append(_("and {n} more").format(n=len(codes) - MOST_NAMES))
    return join_list(names, page.language)
