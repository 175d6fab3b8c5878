"""Indicator systems: every code exists, weights sum, goalposts come from the shipped figures."""

from math import floor, log10
from pathlib import Path

import pandas as pd
import pytest
from pydantic import ValidationError

from scoreboard.catalog import IndicatorSystem, SystemItem, Text, load_catalog
from scoreboard.store.reading import Store

CATALOG = load_catalog()
COMPUTED = [s for s in CATALOG.systems.values() if s.is_computed]


@pytest.fixture(scope="module")
def panel(releases: Path) -> pd.DataFrame:
    rows = Store(releases, 1).read_panel("province")
    return rows[rows["region_code"] != "000000"]


@pytest.fixture(scope="module")
def cities(releases: Path) -> pd.DataFrame:
    rows = Store(releases, 1).read_panel("city")
    return rows[rows["region_code"] != "000000"]


def test_every_indicator_of_a_system_exists() -> None:
    assert len(CATALOG.systems) == 6
    for system in CATALOG.systems.values():
        assert set(system.indicators) <= set(CATALOG.indicators), system.code


@pytest.mark.parametrize("system", COMPUTED, ids=lambda s: s.code)
def test_weights_sum_to_a_hundred_and_groups_to_their_own(system: IndicatorSystem) -> None:
    assert sum(item.weight or 0 for _group, item in system.items) == 100
    for group in system.groups:
        assert sum(item.weight or 0 for item in group.items) == group.weight


@pytest.mark.parametrize("system", COMPUTED, ids=lambda s: s.code)
def test_only_comparable_rates_with_a_direction_are_scored(system: IndicatorSystem) -> None:
    for code in system.indicators:
        indicator = CATALOG.indicators[code]
        assert indicator.direction != "context"
        assert indicator.is_ranked
        assert not CATALOG.adds_up(code), f"{code} is a total: the size would decide"
        assert not set(indicator.not_comparable_with) & set(system.indicators)


@pytest.mark.parametrize("system", COMPUTED, ids=lambda s: s.code)
def test_goalposts_are_in_order_and_are_the_quantiles_they_say(
    system: IndicatorSystem, panel: pd.DataFrame, cities: pd.DataFrame
) -> None:
    if system.code == "cities_2026":
        rows = cities[cities["year"] == 2020]
    else:
        rows = panel[panel["year"].between(2012, 2023)]
    for _group, item in system.items:
        assert item.goalposts is not None
        worst, best = item.goalposts
        falls = CATALOG.indicators[item.indicator or ""].direction == "lower_is_better"
        assert (worst > best) == falls
        values = rows.loc[rows["indicator_code"] == item.indicator, "value"]
        quantiles = sorted(float(q) for q in values.quantile([0.025, 0.975]))
        assert sorted(item.goalposts) == [two_figures(q) for q in quantiles], item.indicator


def two_figures(value: float) -> float:
    return round(value, 1 - floor(log10(abs(value))))


def test_our_system_covers_every_province_in_its_newest_year(panel: pd.DataFrame) -> None:
    ours = CATALOG.systems["pillars_2026"]
    assert 15 <= len(ours.indicators) <= 25
    newest = panel[(panel["year"] == 2023) & panel["indicator_code"].isin(ours.indicators)]
    assert newest.groupby("indicator_code")["region_code"].nunique().eq(31).all()


def test_the_cities_system_has_what_most_cities_publish(cities: pd.DataFrame) -> None:
    ours = CATALOG.systems["cities_2026"]
    of_2020 = cities[(cities["year"] == 2020) & cities["indicator_code"].isin(ours.indicators)]
    known = of_2020.groupby("indicator_code")["region_code"].nunique()
    assert len(known) == len(ours.indicators) == 8
    # Invention patents of 2020 are one short of 250: two thirds of all cities and more.
    assert known.min() == known["invention_patents_granted_per_10k"] == 249


def test_what_was_not_verified_is_not_called_official() -> None:
    forces = CATALOG.systems["five_forces"]
    assert not forces.is_official
    assert "非官方指标体系" in forces.name.zh
    assert "not an official system" in forces.name.en
    parks = CATALOG.systems["park_2021"]
    unverified = [item.number for _group, item in parks.items if not item.is_verified]
    assert unverified == ["3.2", "3.3", "3.4"]
    assert not parks.is_complete


def test_the_published_park_lists_have_the_weights_that_were_found() -> None:
    parks = CATALOG.systems["park_2021"]
    weights = {item.number: item.weight for _group, item in parks.items if item.weight}
    assert weights == {"1.1": 0.8, "1.2": 1.2}
    assert [group.weight for group in parks.groups] == [20, None, None, None, None]
    assert [len(group.items) for group in parks.groups] == [10, 9, 6, 7, 10]
    earlier = CATALOG.systems["park_2013"]
    assert [group.weight for group in earlier.groups] == [20, 20, 25, 10, 25]
    assert {len(group.items) for group in earlier.groups} == {5}


def test_no_park_indicator_is_claimed_to_be_the_very_same() -> None:
    for code in ("park_2013", "park_2021", "park_2024"):
        for _group, item in CATALOG.systems[code].items:
            assert item.match != "same"
            assert (item.note is not None) == (item.match == "near")


def test_a_system_that_cannot_be_computed_as_it_says_is_refused() -> None:
    ours = CATALOG.systems["pillars_2026"].model_dump()
    ours["groups"][0]["items"][0]["weight"] = 4
    with pytest.raises(ValidationError, match="do not sum to 100"):
        IndicatorSystem.model_validate(ours)
    ours = CATALOG.systems["pillars_2026"].model_dump()
    ours["groups"][0]["items"][0]["goalposts"] = (1, 1)
    with pytest.raises(ValidationError, match="span nothing"):
        IndicatorSystem.model_validate(ours)
    with pytest.raises(ValidationError, match="needs a name"):
        SystemItem(number="1", match="none")
    with pytest.raises(ValidationError, match="needs an indicator"):
        SystemItem(number="1", name=Text(zh="甲", en="A"), match="same")
