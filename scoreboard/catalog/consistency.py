"""What must hold between the entries of the catalog: every code used is declared, and fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoreboard.catalog.structural import LAND_AREA

if TYPE_CHECKING:
    from scoreboard.catalog.loader import Catalog


def contradictions(catalog: Catalog) -> list[str]:
    """Codes that one entry uses and no other declares, or that do not fit: `file: what`."""
    # What follows asks for the unit of each indicator, and for the province of each region.
    return [*_undeclared(catalog), *_region_problems(catalog)] or [
        *_dangling_codes(catalog),
        *_dangling_diagnosis_codes(catalog),
        *_dangling_regional_codes(catalog),
    ]


def _undeclared(catalog: Catalog) -> list[str]:
    """Units, pillars, chains, scopes and parts of indicators that no entry declares."""
    problems = [
        f"scopes.csv: {scope.code}: within: {scope.within!r} is not a scope"
        for scope in catalog.scopes.values()
        if scope.within and scope.within not in catalog.scopes
    ]
    for indicator in catalog.indicators.values():
        where = f"indicators/{indicator.code}.yml"
        wanted = {"unit": (indicator.unit, catalog.units)}
        wanted["pillar"] = (indicator.pillar, catalog.pillars)  # type: ignore[assignment]
        wanted["chain"] = (indicator.chain, catalog.chains)  # type: ignore[assignment]
        wanted["scope"] = (indicator.scope, catalog.scopes)  # type: ignore[assignment]
        problems += [
            f"{where}: {key}: {code!r} is not declared"
            for key, (code, declared) in wanted.items()
            if code not in declared
        ]
        problems += [
            f"{where}: {code!r} is not an indicator"
            for code in (*indicator.parts, *indicator.not_comparable_with)
            if code not in catalog.indicators
        ]
    return problems


def _region_problems(catalog: Catalog) -> list[str]:
    """Regions that lie in none that is known, or at some remove in themselves."""
    problems = []
    for region in catalog.regions.values():
        above, passed = region, {region.code}
        while above.parent_code:
            if above.parent_code not in catalog.regions:
                problems.append(f"regions.csv: {above.code}: parent {above.parent_code} is unknown")
                break
            above = catalog.regions[above.parent_code]
            if above.code in passed:
                problems.append(f"regions.csv: {region.code}: lies in itself, by its parents")
                break
            passed.add(above.code)
    return list(dict.fromkeys(problems))


def _dangling_codes(catalog: Catalog) -> list[str]:
    """Codes that one entry uses and no other declares."""
    problems = [
        f"key_figures.yml: {figure.indicator!r} is not an indicator"
        for figure in catalog.key_figures
        if figure.indicator not in catalog.indicators
    ]
    problems += _structural_problems(catalog)
    problems += _chain_problems(catalog)
    problems += _funnel_problems(catalog)
    problems += _case_problems(catalog)
    problems += _system_problems(catalog)
    problems += _strategy_problems(catalog)
    return problems


def _system_problems(catalog: Catalog) -> list[str]:
    """Rows of systems that name no indicator of ours, or one that cannot be scored or ranked."""
    problems = []
    for system in catalog.systems.values():
        where = f"systems/{system.code}.yml"
        for code in system.indicators:
            indicator = catalog.indicators.get(code)
            if indicator is None:
                problems.append(f"{where}: {code!r} is not an indicator")
            elif system.is_computed and not (
                indicator.is_ranked and indicator.direction != "context"
            ):
                problems.append(f"{where}: {code!r} cannot be scored")
            elif system.is_computed and set(indicator.not_comparable_with) & set(system.indicators):
                problems.append(f"{where}: {code!r} stands beside one it must not be compared with")
    return problems


def _case_problems(catalog: Catalog) -> list[str]:
    """Cases of unknown places, or set beside an indicator of another name or unit."""
    problems = []
    for case in catalog.cases.values():
        where = f"benchmarks.yml: {case.code}"
        if case.region_code and case.region_code not in catalog.regions:
            problems.append(f"{where}: {case.region_code!r} is not a region")
        for code, figure in case.compared.items():
            if code not in catalog.indicators:
                problems.append(f"{where}: {code!r} is not an indicator")
            elif figure.unit != catalog.unit_of(code).name:
                problems.append(f"{where}: {code} is not counted in {figure.unit.zh}")
    return problems


def _strategy_problems(catalog: Catalog) -> list[str]:
    """Measures that name a rule, indicator, instrument, paper or region which no entry declares."""
    problems = []
    for strategy in catalog.strategies.values():
        named = (
            ("indicator", strategy.indicators, catalog.indicators | catalog.worked_ratios),
            ("rule", strategy.rules, catalog.rules),
            ("instrument", strategy.instruments, catalog.instruments),
            ("paper", [place.source for place in strategy.elsewhere], catalog.papers),
            ("region", [r for place in strategy.elsewhere for r in place.regions], catalog.regions),
        )
        problems += [
            f"strategies/{strategy.code}.yml: {code!r} is no {what}"
            for what, codes, declared in named
            for code in codes
            if code not in declared
        ]
    return problems


def _dangling_diagnosis_codes(catalog: Catalog) -> list[str]:
    """Codes of tiers, overrides, rules and worked ratios that no other entry declares."""
    used = [
        (f"tiers.yml: {tier.code}", criterion.indicator)
        for tier in catalog.tiers.values()
        for criterion in tier.criteria
    ]
    used += [
        (f"worked_ratios.yml: {ratio.code}", code)
        for ratio in catalog.worked_ratios.values()
        for code in (ratio.numerator, ratio.denominator)
    ]
    problems = [
        f"{where}: {code!r} is not an indicator"
        for where, code in used
        if code not in catalog.indicators
    ]
    problems += [
        f"rules/{rule.code}.yml: {code!r} is neither an indicator nor a worked ratio"
        for rule in catalog.rules.values()
        for code in rule.indicators
        if code not in catalog.indicators and code not in catalog.worked_ratios
    ]
    for entry in catalog.tier_overrides:
        region, tier = catalog.regions.get(entry.region), catalog.tiers.get(entry.tier)
        if region is None or tier is None or region.level != tier.level:
            problems.append(
                f"tier_overrides.yml: {entry.region} cannot be put into tier {entry.tier!r}"
            )
    return problems


def _structural_problems(catalog: Catalog) -> list[str]:
    """Unknown codes, and traits that would measure success: peers are never chosen by it."""
    problems = []
    for variable in catalog.structural.values():
        used = [variable.indicator, variable.per or LAND_AREA]
        for code in (c for c in used if c != LAND_AREA):
            if code not in catalog.indicators:
                problems.append(f"structural.yml: {code!r} is not an indicator")
            elif catalog.indicators[code].direction != "context":
                problems.append(f"structural.yml: {code!r} measures performance, not structure")
    return problems + [
        f"land_areas.csv: {code} is not a region"
        for code in catalog.land_areas
        if code not in catalog.regions
    ]


def _dangling_regional_codes(catalog: Catalog) -> list[str]:
    """Codes in neighbours, macro-regions and compositions that no entry declares."""
    problems = [
        f"neighbours.csv: {code} is unknown or no {pair.level}"
        for pair in catalog.neighbours
        for code in (pair.region_code, pair.neighbour_code)
        if code not in catalog.regions or catalog.regions[code].level != pair.level
    ]
    problems += [
        f"macro_regions.yml: {group.code}: {code!r} is not a province"
        for group in catalog.macro_regions.values()
        for code in group.members
        if code not in catalog.regions or catalog.regions[code].level != "province"
    ]
    problems += [
        f"compositions.yml: {entry.code}: {code!r} is not an indicator that adds up"
        for entry in catalog.compositions.values()
        for code in (entry.whole, *entry.parts)
        if code not in catalog.indicators or not catalog.adds_up(code)
    ]
    return problems


def _chain_problems(catalog: Catalog) -> list[str]:
    """Unknown indicators, and those that do not fit: of another chain, amounts, no direction."""
    problems = []
    for index in catalog.chain_indices.values():
        for code in (part.indicator for part in index.parts):
            where = f"chain_indicators.yml: {index.code}: {code!r}"
            indicator = catalog.indicators.get(code)
            if indicator is None:
                problems.append(f"{where} is not an indicator")
            elif indicator.chain != index.code:
                problems.append(f"{where} belongs to the chain {indicator.chain}")
            elif indicator.direction == "context" or not indicator.is_ranked:
                problems.append(f"{where} has no direction to be scored by")
            elif catalog.adds_up(code):
                problems.append(f"{where} is an amount; large regions would score by size")
    return problems


def _funnel_problems(catalog: Catalog) -> list[str]:
    if catalog.funnel is None:
        return []
    used = [stage.indicator for stage in catalog.funnel.stages]
    used += [code for step in catalog.funnel.steps for code in (step.of, step.per)]
    return [
        f"funnel.yml: {code!r} is not an indicator"
        for code in dict.fromkeys(used)
        if code not in catalog.indicators
    ]
