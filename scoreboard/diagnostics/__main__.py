"""python -m scoreboard.diagnostics: how tiers and severities are spread on the release in force.

For whoever sets the lines in data/catalog/tiers.yml and data/catalog/rules.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping

from scoreboard import paths
from scoreboard.catalog import Catalog, Level, load_catalog
from scoreboard.diagnostics import (
    Finding,
    RegionFacts,
    assign_tier,
    collect_facts,
    diagnose,
    find_degenerate,
)
from scoreboard.store.folder import current_release
from scoreboard.store.reading import Store

_STATES = ("fires 3", "fires 2", "fires 1", "borderline", "silent", "missing")


def main() -> int:
    """Print both tables for each level; 1 when a rule tells no region from another."""
    catalog = load_catalog()
    release_id = current_release(paths.RELEASES)
    if release_id is None:
        print("There is no release yet; `python -m etl build` makes the first.")
        return 1
    store = Store(paths.RELEASES, release_id)
    cities = store.read_panel("city")
    print(f"release {release_id}")
    findings: list[Finding] = []
    levels: tuple[Level, ...] = ("province", "city", "county")
    for level in levels:
        # No rule of counties looks at peers.
        peers: dict[str, tuple[str, ...]] | None = {} if level == "county" else None
        panel = cities if level == "city" else store.read_panel(level)
        facts = collect_facts(catalog, panel, level, cities=cities, peers=peers)
        found = [f for region in facts.values() for f in diagnose(region, catalog)]
        print(f"\n{level}: {len(facts)} regions")
        _print_tiers(catalog, facts)
        _print_rules(found)
        findings += found
    problems = find_degenerate(findings, catalog)
    print("\n" + ("\n".join(problems) or "no rule is degenerate without a note"))
    return 1 if problems else 0


def _print_tiers(catalog: Catalog, facts: Mapping[str, RegionFacts]) -> None:
    assigned = [assign_tier(region, catalog) for region in facts.values()]
    for code, count in sorted(Counter(a.tier_code for a in assigned).items()):
        of_tier = [a for a in assigned if a.tier_code == code]
        line = sum(a.is_borderline for a in of_tier)
        unconfirmed = sum(not a.is_confirmed for a in of_tier)
        by_hand = sum(a.override is not None for a in of_tier)
        print(f"  {code:16}{count:5}  on the line {line}, unconfirmed {unconfirmed}, set {by_hand}")


def _print_rules(findings: Iterable[Finding]) -> None:
    counts: dict[str, Counter[str]] = {}
    for f in findings:
        state = f"fires {f.severity}" if f.state == "fires" else f.state
        counts.setdefault(f.rule_code, Counter())[state] += 1
    print(f"  {'rule':28}" + "".join(f"{s:>11}" for s in _STATES))
    for rule, count in counts.items():
        print(f"  {rule:28}" + "".join(f"{count[s]:>11}" for s in _STATES))


if __name__ == "__main__":
    sys.exit(main())
