"""Where a county went from one city to another, neither city grew or shrank by it."""

import pytest

from scoreboard.analysis.views import change_over
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, load_catalog

SIPING, CHANGCHUN, JILIN = "220300", "220100", "220200"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_counties_that_changed_their_city_break_the_series_of_both(catalog: Catalog) -> None:
    found = {
        (b.year, frozenset(b.region_codes))
        for b in catalog.indicators["industrial_enterprises"].breaks
        if b.is_boundary
    }
    assert found == {
        (2011, frozenset({"341400", "340100"})),
        (2011, frozenset({"341400", "340200"})),
        (2011, frozenset({"341400", "340500"})),
        (2015, frozenset({"341500", "340400"})),
        (2015, frozenset({"340800", "340700"})),
        (2016, frozenset({"512000", "510100"})),
        (2019, frozenset({"371200", "370100"})),
        (2020, frozenset({SIPING, CHANGCHUN})),
    }
    (moved,) = (b for b in catalog.indicators["gdp"].breaks if SIPING in b.region_codes)
    assert moved.text.zh == "公主岭市由四平市划归长春市，与此前年份不可比。"
    assert moved.text.en == (
        "Gongzhuling: moved from Siping to Changchun; not comparable with earlier years."
    )


def test_what_is_of_todays_borders_in_every_year_has_no_such_break(catalog: Catalog) -> None:
    """The census of 2010 is moved to the cities of 2020, and lists are counted in today's."""
    for indicator in catalog.indicators.values():
        has_break = any(b.is_boundary for b in indicator.breaks)
        is_free = indicator.keeps_boundaries or indicator.code in catalog.register_of
        assert has_break == ("city" in indicator.levels and not is_free), indicator.code
    assert catalog.indicators["higher_edu_per_100k"].keeps_boundaries


@pytest.mark.parametrize("code", ["gdp", "industrial_enterprises", "fiscal_general_expenditure"])
def test_neither_city_is_said_to_have_grown_or_shrunk(
    release: Release, catalog: Catalog, code: str
) -> None:
    """四平's GDP is a third lower in 2020 than in 2019, and 长春's firms are a fifth more."""
    rows = release.observations(code, "city", "220000")
    breaks = catalog.indicators[code].breaks
    grown = change_over(rows, 1, "percent", breaks)
    in_2020 = set(grown.loc[grown["year"] == 2020, "region_code"])
    assert not {SIPING, CHANGCHUN} & in_2020
    there = set(rows.loc[rows["year"] == 2020, "region_code"])
    assert {SIPING, CHANGCHUN, JILIN} <= there
    assert JILIN in in_2020 or code == "gdp"
