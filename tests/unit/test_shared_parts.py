"""Which indicators are worked out from the same: read from the shipped formulas."""

import pytest

from scoreboard.analysis.shared_parts import shared_parts
from scoreboard.catalog import load_catalog

CATALOG = load_catalog()


def sides(one: str, other: str) -> set[tuple[str, str, str]]:
    return {(p.name.zh, *p.sides) for p in shared_parts(CATALOG, one, other)}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Both per GDP.
        (
            "patents_granted_per_100m_gdp",
            "rd_intensity_derived",
            {("地区生产总值", "below", "below")},
        ),
        # As published, too; GDP as first published is GDP.
        ("rd_intensity", "patents_granted_per_100m_gdp", {("地区生产总值", "below", "below")}),
        ("rd_intensity", "gdp_per_capita", {("地区生产总值", "below", "above")}),
        (
            "tech_contract_value_gdp_pct",
            "rd_intensity_derived",
            {("地区生产总值", "below", "below")},
        ),
        # An amount is its own numerator.
        ("gdp", "rd_intensity", {("地区生产总值", "above", "below")}),
        ("rd_expenditure", "rd_intensity", {("R&D经费", "above", "above")}),
        # Both per head, and one of them a part of the other.
        (
            "patents_granted_per_10k",
            "invention_patents_granted_pct",
            {("专利授权数", "above", "below")},
        ),
        # Numerator of the one, part of the sum below in the other, which holds it above as well.
        (
            "rd_basic_research",
            "rd_basic_research_pct",
            {
                ("基础研究经费", "above", "above"),
                ("基础研究经费", "above", "below"),
            },
        ),
        # No figures of the employed are shipped, and yet they are the same people.
        (
            "ict_services_employment_pct",
            "professional_employment_pct",
            {("从业人员", "below", "below")},
        ),
        ("university_students_per_10k", "rd_intensity", set()),
        ("gdp", "population", set()),
    ],
)
def test_what_two_indicators_share(one: str, other: str, expected: set[object]) -> None:
    names = {i.name.zh for i in CATALOG.indicators.values()} | {"从业人员"}
    assert {name for name, *_ in expected} <= names  # type: ignore[misc]
    assert sides(one, other) == expected
    assert {(n, b, a) for n, a, b in sides(other, one)} == expected


def test_an_indicator_shares_all_with_itself() -> None:
    for code in CATALOG.indicators:
        assert shared_parts(CATALOG, code, code)


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        shared_parts(CATALOG, "rd_intensity", "moon")
