"""Chosen regions against a benchmark: the comparison's answer."""

from __future__ import annotations

import pandas as pd

from scoreboard.answers.compare.case import case_block
from scoreboard.answers.compare.choice import CompareChoice
from scoreboard.answers.compare.comparison import take_comparison
from scoreboard.answers.compare.figures import gap_figure
from scoreboard.answers.compare.progress import (
    assess,
    benchmark_rows,
    drawn_rows,
    planned_lines,
    progress_lines,
    trend_figures,
    trends_title,
)
from scoreboard.answers.compare.tables import gap_table, progress_table, trend_table
from scoreboard.answers.compare.words import opening, source_of
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Answer, Part, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.language import translator


@kept
def answer(release: Release, choice: CompareChoice, language: Language) -> Answer:
    """How far are chosen regions from a benchmark, and will they reach it in time?

    Blocks: opening, gaps (a figure an indicator), source, gap_table, case, detail (a heading),
    progress, trends_title, trends (a figure a region), trends_source, trend_table.
    """
    _ = translator(language)
    page = take_comparison(release, choice, language)
    assessed, own = assess(page), drawn_rows(page)
    benchmarks = benchmark_rows(page, own)
    blocks: dict[str, tuple[Part, ...]] = {
        "opening": opening(page),
        "gaps": tuple(gap_figure(page, code) for code in page.indicators),
        "source": source_of(page, page.gaps),
        "gap_table": (gap_table(page),),
        "case": case_block(page) if choice.kind == "case" else (),
        "detail": (Sentence(_("Progress and trends"), "heading"),),
        "progress": (
            *progress_lines(page, assessed),
            *planned_lines(page),
            *(() if choice.is_planned else (progress_table(page, assessed),)),
        ),
        "trends_title": trends_title(page, own, benchmarks),
        "trends": trend_figures(page, own, benchmarks, assessed),
        "trends_source": source_of(page, pd.concat(list(own.values()))) if own else (),
        "trend_table": (trend_table(page),),
    }
    return Answer(page.token, blocks)
