"""Regions made by hand for one rule: figures, yardsticks and past as a fixture file gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts, Yardstick

FOLDER = Path(__file__).parent / "fixtures"
YEAR, BEFORE = 2023, 2019
REGION = {"province": "610000", "city": "610100", "county": "330782"}
COUNTED = {"province": 31, "city": 280, "county": 2800}
KINDS = ("nation", "peers", "tier", "level")


def read_fixture(rule_code: str) -> dict[str, Any]:
    """The four cases of a rule: fires, borderline, silent, missing."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / f"{rule_code}.yml").read_text("utf-8"))
    return found


def build_region(level: Any, case: dict[str, Any]) -> RegionFacts:
    """One region from one case of a fixture."""
    values = {
        code: Fact(code, YEAR, value, "A", "fixture")
        for code, value in case.get("values", {}).items()
    }
    before = case.get("before", {})
    growth = case.get("nation_growth", {})
    yardsticks = {
        kind: {
            code: Yardstick(kind, code, value, YEAR, YEAR, 8, "fixture")  # type: ignore[arg-type]
            for code, value in case.get(kind, {}).items()
        }
        for kind in KINDS
    }
    return RegionFacts(
        region_code=REGION[level],
        level=level,
        this_year=YEAR,
        values=values,
        series={
            code: (Fact(code, BEFORE, before[code], "A", "fixture"), fact)
            if code in before
            else (fact,)
            for code, fact in values.items()
        },
        nation=yardsticks["nation"],
        nation_series={
            code: (
                Fact(code, BEFORE, 100.0, "A", "fixture"),
                Fact(code, YEAR, 100.0 * (1 + yearly / 100) ** (YEAR - BEFORE), "A", "fixture"),
            )
            for code, yearly in growth.items()
        },
        peer_medians=yardsticks["peers"],
        tier_medians=yardsticks["tier"],
        level_medians=yardsticks["level"],
        ranks={code: (place, COUNTED[level]) for code, place in case.get("places", {}).items()},
        has_cities=level == "province",
        largest_cities={
            code: LargestCity(
                code,
                "610100",
                city["share"],
                city["unknown"],
                YEAR,
                "A",
                "fixture",
                city.get("before"),
                YEAR - 5 if "before" in city else None,
            )
            for code, city in case.get("cities", {}).items()
        },
    )
