"""What regions of sparse levels are compared by: their newest figures within a window."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scoreboard.analysis.window import SPARSE, take_windows, window_length
from scoreboard.answers.compare.choice import CompareChoice
from scoreboard.answers.compare.references import build_references, group_of
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Level

_PAIR = ["indicator_code", "region_code"]


def sparse_regions(release: Release, choice: CompareChoice) -> list[str]:
    """The compared regions whose level publishes in different years."""
    return [c for c in choice.regions if release.catalog.regions[c].level in SPARSE]


def figures_in_windows(
    release: Release,
    choice: CompareChoice,
    panels: Mapping[Level, pd.DataFrame],
    lasts: Mapping[str, int],
) -> dict[Level, pd.DataFrame]:
    """By sparse level: every region's figure of each indicator in the window that ends in a year.

    panels: all years of the levels concerned; lasts: the last year of each indicator's window.
    """
    return {
        level: take_windows(
            panel[panel["region_code"] != NATION],
            lasts,
            window_length(level, choice.window),
            release.catalog,
        )
        for level, panel in panels.items()
        if level in SPARSE
    }


def newest_beside(figures: pd.DataFrame, references: pd.DataFrame) -> pd.DataFrame:
    """Each region's newest figure of an indicator that has a benchmark of the same year."""
    both = figures.merge(references[[*_PAIR, "year"]], on=[*_PAIR, "year"])
    return both.sort_values("year").drop_duplicates(_PAIR, keep="last")


def references_in_windows(
    release: Release,
    choice: CompareChoice,
    panels: Mapping[Level, pd.DataFrame],
    lasts: Mapping[str, int],
    figures: Mapping[Level, pd.DataFrame],
) -> pd.DataFrame:
    """The benchmark of each sparse region's figure in the window, under the year of that figure.

    first_year and last_year say of which years it is.
    """
    own = pd.concat([rows[[*_PAIR, "year"]] for rows in figures.values()])
    own = own[own["region_code"].isin(sparse_regions(release, choice))]
    # For the while of their making all figures of a window stand under its last year.
    as_last = {
        level: rows.assign(year=rows["indicator_code"].map(lasts))
        for level, rows in figures.items()
    }
    found = build_references(release, choice, {**panels, **as_last})
    found = found[found["year"] == found["indicator_code"].map(lasts)]
    found = found.drop(columns="year").merge(own, on=_PAIR)
    return found.merge(_years_behind(release, choice, found, figures), on=_PAIR)


def is_of_window(release: Release, choice: CompareChoice) -> bool:
    """Whether the benchmark is made of regions of a sparse level, so that it has a window too.

    Against one with a figure of every year each region stands with its newest.
    """
    against = release.catalog.regions[choice.against].level
    return choice.kind in ("peers", "tier", "frontier") or (
        choice.kind == "region" and against in SPARSE
    )


def _years_behind(
    release: Release,
    choice: CompareChoice,
    found: pd.DataFrame,
    figures: Mapping[Level, pd.DataFrame],
) -> pd.DataFrame:
    """The first and the last year of the figures behind each benchmark."""
    parts = [found.iloc[:0][_PAIR].assign(first_year=0, last_year=0)]
    every = pd.concat(list(figures.values()))[[*_PAIR, "year"]]
    if choice.kind in ("peers", "tier"):
        for code in found["region_code"].unique():
            level = release.catalog.regions[code].level
            group = group_of(release, choice, code, level)
            years = every[every["region_code"].isin(group)].groupby("indicator_code")["year"]
            spans = years.agg(first_year="min", last_year="max").reset_index()
            parts.append(spans.assign(region_code=code))
        return pd.concat(parts, ignore_index=True)
    named = found[[*_PAIR, "named"]].merge(
        every.rename(columns={"region_code": "named"}), on=["indicator_code", "named"]
    )
    return named[_PAIR].assign(first_year=named["year"], last_year=named["year"])
