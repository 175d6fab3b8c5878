"""The shipped figures, diagnosed once for all tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from scoreboard.catalog import Catalog, load_catalog
from scoreboard.diagnostics import (
    Finding,
    RegionFacts,
    TierAssignment,
    assign_tier,
    collect_facts,
    diagnose,
)
from scoreboard.store.reading import Store


@dataclass(frozen=True)
class Shipped:
    """Facts, findings and tiers of all provinces and cities of the first release."""

    catalog: Catalog
    facts: dict[str, RegionFacts]
    findings: dict[str, tuple[Finding, ...]]
    tiers: dict[str, TierAssignment]

    def named(self, name: str) -> str:
        """The code of a diagnosed region by its Chinese short name."""
        return next(c for c in self.facts if self.catalog.regions[c].short_name.zh == name)


@pytest.fixture(scope="session")
def counties(releases: Path) -> dict[str, RegionFacts]:
    """What is known of every county; no rule of theirs looks at peers."""
    return collect_facts(
        load_catalog(), Store(releases, 1).read_panel("county"), "county", peers={}
    )


@pytest.fixture(scope="session")
def shipped(releases: Path) -> Shipped:
    """The diagnosis of every region that has any figure."""
    catalog, store = load_catalog(), Store(releases, 1)
    cities = store.read_panel("city")
    facts = collect_facts(catalog, store.read_panel("province"), "province", cities=cities)
    facts |= collect_facts(catalog, cities, "city")
    return Shipped(
        catalog=catalog,
        facts=facts,
        findings={code: diagnose(f, catalog) for code, f in facts.items()},
        tiers={code: assign_tier(f, catalog) for code, f in facts.items()},
    )
