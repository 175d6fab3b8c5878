"""What rules look at: medians of the others, changes between two years, one rule for another."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from scoreboard.catalog import load_catalog
from scoreboard.diagnostics import collect_facts, diagnose
from scoreboard.diagnostics.facts import Fact
from scoreboard.diagnostics.group import Group

CATALOG = load_catalog()
CITIES = [r.code for r in CATALOG.regions.values() if r.level == "city" and r.valid_to is None]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=9), st.data())
def test_the_median_without_a_region_is_that_of_the_others(
    values: list[int], data: st.DataObject
) -> None:
    figures = {
        CITIES[k]: Fact("gdp_per_capita", 2018 + k % 3, value, "A", f"s{k % 2}")
        for k, value in enumerate(values)
    }
    left_out = data.draw(st.sampled_from([*figures, "000000"]))
    others = [f for code, f in figures.items() if code != left_out]
    found = Group(figures).median_without(left_out, 1)
    if not others:
        assert found is None
        return
    assert found is not None
    assert found.value == median(f.value for f in others)
    years = [f.year for f in others]
    assert (found.first_year, found.last_year) == (min(years), max(years))
    assert found.regions == len(years)
    assert set(found.source_code.split("|")) == {f.source_code for f in others}
    assert Group(figures).median_without(left_out, len(others) + 1) is None


def panel_of(rows: list[tuple[str, str, int, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["region_code", "indicator_code", "year", "value"])
    return frame.assign(status="A", source_code="s")


def test_of_a_rule_and_the_one_in_its_place_the_first_that_has_an_answer_speaks() -> None:
    """Of R&D input a city has one finding: by the published figure, else by the one worked out."""
    rows = [(c, "rd_intensity_derived", 2019, 1.0 + k) for k, c in enumerate(CITIES[:12])]
    codes = {"rd_input_low", "city_rd_low"}
    peers = {c: tuple(x for x in CITIES[:12] if x != c) for c in CITIES[:12]}
    facts = collect_facts(CATALOG, panel_of(rows), "city", peers=peers)[CITIES[0]]
    found = {f.rule_code: f.state for f in diagnose(facts, CATALOG)}
    assert {c: s for c, s in found.items() if c in codes} == {"city_rd_low": "fires"}
    nothing = replace(facts, values={}, series={})
    found = {f.rule_code: f.state for f in diagnose(nothing, CATALOG)}
    assert {c: s for c, s in found.items() if c in codes} == {"rd_input_low": "missing"}
