"""The funnel's ratios: by hand, against peers without the region itself, in one year."""

import pandas as pd
import pytest

from scoreboard.analysis.funnel import step_rows, take_stages, take_steps
from scoreboard.catalog import NATION, load_catalog

FUNNEL = load_catalog().funnel
LEAST = 4


def panel(*rows: tuple[str, str, int, float]) -> pd.DataFrame:
    columns = ["indicator_code", "region_code", "year", "value"]
    return pd.DataFrame(rows, columns=columns).assign(status="A", source_code="s")


def patents(year: int, **granted: float) -> list[tuple[str, str, int, float]]:
    return [("invention_patents_granted", f"{c[1:]}0000", year, v) for c, v in granted.items()] + [
        ("rd_expenditure", f"{c[1:]}0000", year, 100.0) for c in granted
    ]


def test_the_ratio_is_of_the_same_year_and_a_zero_divides_nothing() -> None:
    rows = step_rows(
        panel(
            ("invention_patents_granted", "610000", 2022, 800),
            ("rd_expenditure", "610000", 2022, 400),
            ("invention_patents_granted", "610000", 2023, 900),
            ("invention_patents_granted", "620000", 2022, 5),
            ("rd_expenditure", "620000", 2022, 0),
        ),
        FUNNEL.steps[0],
    )
    assert rows[["region_code", "year", "value"]].to_numpy().tolist() == [["610000", 2022, 2.0]]


def test_peers_never_hold_the_region_and_few_have_no_median() -> None:
    data = panel(*patents(2023, p11=900, p12=100, p13=200, p14=300, p15=400))
    codes = ["110000", "120000", "130000", "140000", "150000"]
    found = take_steps(data, FUNNEL, "110000", codes, LEAST)[0]
    assert (found.value, found.peers, found.peer_count) == (9.0, 2.5, 4)
    assert found.rank == 1
    few = take_steps(data, FUNNEL, "110000", codes[:LEAST], LEAST)[0]
    assert few.peers is None
    assert few.yardstick == few.median == 3.0
    alone = take_steps(panel(*patents(2023, p11=900, p12=100)), FUNNEL, "110000", codes, LEAST)[0]
    assert (alone.value, alone.median, alone.yardstick) == (9.0, None, None)


def test_the_nation_is_no_region_and_stands_beside_in_the_same_year() -> None:
    data = panel(
        *patents(2023, p11=900, p12=100),
        ("invention_patents_granted", NATION, 2023, 50000),
        ("rd_expenditure", NATION, 2023, 10000),
    )
    found = take_steps(data, FUNNEL, "110000", [], LEAST)[0]
    assert (found.nation, found.regions) == (5.0, 2)


def test_a_region_silent_in_the_common_year_is_shown_in_its_own() -> None:
    data = panel(*patents(2023, p11=1, p12=1, p13=1), *patents(2020, p61=700))
    found = take_steps(data, FUNNEL, "610000", [], LEAST)[0]
    assert (found.year, found.value) == (2020, 7.0)


def test_no_figures_give_no_ratio_and_no_error() -> None:
    steps = take_steps(panel(), FUNNEL, "610000", [], LEAST)
    assert all(s.value is None and s.yardstick is None and s.year is None for s in steps)
    assert all(s.value is None for s in take_stages(panel(), FUNNEL.stages, "610000", {}))


def test_the_industrialization_rate_is_the_nations_only() -> None:
    data = panel(
        ("patent_industrialization_rate", NATION, 2022, 36.7),
        ("patent_industrialization_rate", NATION, 2020, 34.7),
    )
    stage = next(s for s in take_stages(data, FUNNEL.stages, "610000", {}) if s.scope == NATION)
    assert (stage.code, stage.value, stage.year) == ("industrialised", 36.7, 2022)


def test_the_survey_of_sleeping_patents_is_the_papers_30_40_20_10() -> None:
    assert [c.share_pct for c in FUNNEL.sleeping.causes] == [30, 40, 20, 10]
    assert FUNNEL.sleeping.source == "000_578ef17be3bf8ca2.txt"


@pytest.mark.parametrize("step", FUNNEL.steps, ids=lambda s: s.code)
def test_steps_lead_from_stage_to_stage(step) -> None:
    order = [stage.indicator for stage in FUNNEL.stages]
    assert order.index(step.per) < order.index(step.of)
