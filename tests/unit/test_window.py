"""A window holds each region's newest figure of some years, and none from beyond a break."""

import pandas as pd
import pytest

from scoreboard.analysis.profile import compare_region, place_regions
from scoreboard.analysis.window import (
    newest_within,
    pick_window,
    pick_windows,
    take_windows,
    window_length,
    years_of,
)
from scoreboard.catalog import load_catalog
from scoreboard.catalog.models import SeriesBreak, Text

CATALOG = load_catalog()
RATE = "rd_basic_research_pct"


def rows(years: dict[str, list[int]], code: str = RATE) -> pd.DataFrame:
    """A figure of each region and year given; its value is the year, plus ten for each region."""
    found = [
        (code, region, year, float(year + 10 * n))
        for n, (region, of) in enumerate(years.items())
        for year in of
    ]
    columns = ["indicator_code", "region_code", "year", "value"]
    return pd.DataFrame(found, columns=columns).assign(status="A", source_code="s")


def mark(year: int, *regions: str) -> SeriesBreak:
    return SeriesBreak(year=year, text=Text(zh="口径", en="coverage"), region_codes=regions)


def years_by_region(found: pd.DataFrame) -> dict[str, int]:
    return dict(zip(found["region_code"], found["year"], strict=True))


def test_each_region_stands_with_its_newest_within_the_window() -> None:
    known = rows({"a": [2017, 2019], "b": [2018, 2021], "c": [2016], "d": [2020]})
    assert years_by_region(newest_within(known, 2020, 3)) == {"a": 2019, "b": 2018, "d": 2020}
    assert years_by_region(newest_within(known, 2020, 1)) == {"d": 2020}


def test_a_break_after_the_figure_leaves_its_region_out() -> None:
    known = rows({"a": [2019], "b": [2019], "c": [2019, 2020], "d": [2020]})
    found = newest_within(known, 2020, 3, (mark(2020, "a"),))
    assert years_by_region(found) == {"b": 2019, "c": 2020, "d": 2020}
    # One that lies before all figures, or after the window, parts nothing.
    assert len(newest_within(known, 2020, 3, (mark(2019), mark(2021)))) == 4
    assert years_by_region(newest_within(known, 2020, 3, (mark(2020),))) == {"c": 2020, "d": 2020}


def test_the_window_holds_the_full_year_and_most_regions() -> None:
    # 2019 is the newest year that half as many have; two more publish in 2021 alone.
    known = rows({c: [2019] for c in "abcdef"} | {"g": [2021], "h": [2021]})
    assert pick_window(known, 1) == 2019
    assert pick_window(known, 3) == 2021
    # Nobody is added by a later end, so that the window stays with the full year.
    assert pick_window(rows({c: [2019, 2020] for c in "abc"} | {"a": [2020, 2021]}), 3) == 2020
    # A break would lose more regions than the later end adds.
    assert pick_window(known, 3, (mark(2020, "a", "b", "c"),)) == 2019
    assert pick_window(known, 3, not_after=2020) == 2019
    assert pick_window(known.iloc[:0], 3) is None


def test_provinces_are_compared_in_one_year_alone() -> None:
    assert [window_length(level, 5) for level in ("nation", "province")] == [1, 1]
    assert [window_length(level, 5) for level in ("city", "county", "zone")] == [5, 5, 5]


def test_windows_of_a_panel_are_those_of_its_indicators() -> None:
    known = pd.concat([rows({"a": [2019], "b": [2020]}), rows({"a": [2015]}, "gdp")])
    lasts = pick_windows(known, [RATE, "gdp", "population"], 3, CATALOG)
    assert lasts == {RATE: 2020, "gdp": 2015}
    taken = take_windows(known, lasts, 3, CATALOG)
    assert taken[["indicator_code", "region_code", "year"]].to_numpy().tolist() == [
        [RATE, "a", 2019],
        [RATE, "b", 2020],
        ["gdp", "a", 2015],
    ]
    assert years_of(taken) == (2015, 2020)
    with pytest.raises(ValueError, match="no figures have no years"):
        years_of(taken.iloc[:0])


def test_ranks_and_changes_of_a_mixed_window() -> None:
    """Places are among the window; a change is of the region's own two years, never a place's."""
    known = rows({"a": [2019, 2020], "b": [2018, 2019], "c": [2020]})
    placed = place_regions(known, CATALOG, {RATE: 2020}, 3).set_index("region_code")
    assert placed["year"].to_dict() == {"a": 2020, "b": 2019, "c": 2020}
    assert placed["rank"].to_dict() == {"a": 3, "b": 2, "c": 1}
    assert set(placed["regions"]) == {3}
    assert placed.loc["b", ["value", "value_before", "change"]].tolist() == [2029, 2028, 1]
    assert placed[["rank_before", "standard_change"]].isna().all(axis=None)


def test_a_median_says_of_which_years_its_figures_are() -> None:
    known = pd.concat(
        [rows({"a": [2020], "b": [2018], "c": [2019], "d": [2014]}), rows({"000000": [2019, 2020]})]
    )
    placed = place_regions(known, CATALOG, {RATE: 2020}, 3)
    own = compare_region(placed, known, CATALOG, "a", ["b", "c", "d"], 2).iloc[0]
    assert (own["peers"], own["peers_first_year"], own["peers_last_year"]) == (2, 2018, 2019)
    assert own["peers_median"] == (2018 + 10 + 2019 + 20) / 2
    assert own["best_year"] == 2019
    assert own["nation"] == 2020, "the nation's figure is of the region's own year"
