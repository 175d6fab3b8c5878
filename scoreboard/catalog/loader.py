"""Reads data/catalog and says everything that is wrong with it at once."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from scoreboard import paths
from scoreboard.catalog.benchmarks import BenchmarkEntry, Case
from scoreboard.catalog.chain_indices import ChainIndex
from scoreboard.catalog.diagnosis import (
    DiagnosisSettings,
    Rule,
    Tier,
    TierOverride,
    WorkedRatio,
)
from scoreboard.catalog.funnel import Funnel
from scoreboard.catalog.instruments import Instrument
from scoreboard.catalog.models import (
    ChainEntry,
    Entry,
    Indicator,
    KeyFigure,
    Level,
    Method,
    Pillar,
    Region,
    RegionChange,
    Source,
    Unit,
)
from scoreboard.catalog.regional import Adjacency, Composition, MacroRegion
from scoreboard.catalog.strategies import MatchWeights, Paper, Strategy
from scoreboard.catalog.structural import LAND_AREA, LandArea, StructuralVariable
from scoreboard.catalog.systems import IndicatorSystem

EntryT = TypeVar("EntryT", bound=Entry)
# The C loader reads the catalog ten times as fast; the pure one is the same language.
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CatalogError(ValueError):
    """The catalog cannot be used; the message lists every problem, one a line."""


@dataclass(frozen=True, eq=False)
class Catalog:
    """Everything the dashboard knows about its indicators and places, by code."""

    indicators: dict[str, Indicator]
    pillars: dict[str, Pillar]
    chains: dict[str, ChainEntry]
    units: dict[str, Unit]
    sources: dict[str, Source]
    regions: dict[str, Region]
    region_changes: tuple[RegionChange, ...]
    key_figures: tuple[KeyFigure, ...]
    methods: dict[str, Method] = field(default_factory=dict)
    structural: dict[str, StructuralVariable] = field(default_factory=dict)
    land_areas: dict[str, LandArea] = field(default_factory=dict)
    chain_indices: dict[str, ChainIndex] = field(default_factory=dict)
    funnel: Funnel | None = None
    instruments: dict[str, Instrument] = field(default_factory=dict)
    benchmark_kinds: dict[str, BenchmarkEntry] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    neighbours: tuple[Adjacency, ...] = ()
    macro_regions: dict[str, MacroRegion] = field(default_factory=dict)
    compositions: dict[str, Composition] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)
    tier_overrides: tuple[TierOverride, ...] = ()
    worked_ratios: dict[str, WorkedRatio] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    diagnosis: DiagnosisSettings | None = None
    papers: dict[str, Paper] = field(default_factory=dict)
    strategies: dict[str, Strategy] = field(default_factory=dict)
    matching: MatchWeights | None = None
    systems: dict[str, IndicatorSystem] = field(default_factory=dict)

    def unit_of(self, indicator_code: str) -> Unit:
        """The unit that an indicator's values are kept and shown in."""
        return self.units[self.indicators[indicator_code].unit]

    def base_unit_of(self, indicator_code: str) -> Unit:
        """The unit that an indicator is counted in: 元 for 亿元; else its own."""
        unit = self.unit_of(indicator_code)
        return self.units.get(unit.base, unit)

    def adds_up(self, indicator_code: str) -> bool:
        """Whether regions add up to the nation: amounts do, rates, scores and averages do not."""
        unit = self.unit_of(indicator_code)
        is_amount = unit.change == "percent" and "/" not in unit.code
        return is_amount and self.indicators[indicator_code].is_total

    def indicators_in_order(self) -> list[Indicator]:
        """Indicators by pillar; within one, published before derived."""
        order = {code: n for n, code in enumerate(self.pillars)}
        return sorted(
            self.indicators.values(), key=lambda i: (order[i.pillar], i.formula is not None)
        )

    def children(self, parent_code: str, level: str) -> list[Region]:
        """The regions of one level directly below a region, in order of code."""
        return [
            r for r in self.regions.values() if r.parent_code == parent_code and r.level == level
        ]

    def structural_of(self, level: Level) -> list[StructuralVariable]:
        """The slow traits by which regions of a level are compared, in the catalog's order."""
        return [v for v in self.structural.values() if level in v.levels]

    def areas(self) -> dict[str, float]:
        """The land of each region in km²."""
        return {code: land.area_km2 for code, land in self.land_areas.items()}

    def province_of(self, region_code: str) -> Region | None:
        """The province that a place lies in (itself for a province); none for the nation."""
        region = self.regions.get(region_code)
        while region is not None and region.level != "province":
            region = self.regions.get(region.parent_code)
        return region


def load_catalog(folder: Path | None = None) -> Catalog:
    """The catalog of a folder, read once per process and folder.

    Raises CatalogError listing every unknown key, bad value and dangling code.
    """
    return _load((folder or paths.CATALOG).resolve())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Catalog:
    return read_catalog(folder)


def read_catalog(folder: Path) -> Catalog:
    """The catalog of a folder as it is now. Raises CatalogError as load_catalog does."""
    problems: list[str] = []
    catalog = Catalog(
        indicators=_folder(Indicator, folder / "indicators", problems),
        pillars=_listed(Pillar, folder / "pillars.yml", problems),
        chains=_listed(ChainEntry, folder / "chains.yml", problems),
        units=_listed(Unit, folder / "units.yml", problems),
        sources=_by_code(
            _build(Source, _read_table(folder / "sources.csv", dict), problems),
            "sources.csv",
            problems,
        ),
        regions=_by_code(
            _build(Region, _read_table(folder / "regions.csv", _region_row), problems),
            "regions.csv",
            problems,
        ),
        region_changes=tuple(
            _build(RegionChange, _numbered(folder / "region_changes.yml"), problems)
        ),
        key_figures=tuple(_build(KeyFigure, _numbered(folder / "key_figures.yml"), problems)),
        methods=_folder(Method, folder / "methods", problems),
        systems=_folder(IndicatorSystem, folder / "systems", problems),
        structural=_listed(StructuralVariable, folder / "structural.yml", problems),
        benchmark_kinds=_listed(BenchmarkEntry, folder / "benchmark_kinds.yml", problems),
        cases=_listed(Case, folder / "benchmarks.yml", problems),
        land_areas=_by_code(
            _build(LandArea, _read_table(folder / "land_areas.csv", _area_row), problems),
            "land_areas.csv",
            problems,
        ),
        neighbours=tuple(_build(Adjacency, _read_table(folder / "neighbours.csv", dict), problems)),
        macro_regions=_listed(MacroRegion, folder / "macro_regions.yml", problems),
        compositions=_listed(Composition, folder / "compositions.yml", problems),
        chain_indices=_listed(ChainIndex, folder / "chain_indicators.yml", problems),
        funnel=next(iter(_build(Funnel, _single(folder / "funnel.yml"), problems)), None),
        instruments=_folder(Instrument, folder / "instruments", problems),
        papers=_listed(Paper, folder / "papers.yml", problems),
        strategies=_folder(Strategy, folder / "strategies", problems),
        matching=next(iter(_build(MatchWeights, _single(folder / "matching.yml"), problems)), None),
        tiers=_listed(Tier, folder / "tiers.yml", problems),
        tier_overrides=tuple(
            _build(TierOverride, _numbered(folder / "tier_overrides.yml"), problems)
        ),
        worked_ratios=_listed(WorkedRatio, folder / "worked_ratios.yml", problems),
        rules=_folder(Rule, folder / "rules", problems),
        diagnosis=next(
            iter(_build(DiagnosisSettings, _single(folder / "diagnosis.yml"), problems)), None
        ),
    )
    problems += _dangling_codes(catalog)
    problems += _dangling_diagnosis_codes(catalog)
    problems += _dangling_regional_codes(catalog)
    if problems:
        raise CatalogError("\n".join(problems))
    return catalog


def _read_yaml(file: Path) -> Any:
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_YAML)
    except yaml.YAMLError as error:
        raise CatalogError(f"{file.name}: {error}") from error


def _numbered(file: Path) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{file.name} entry {n}", e) for n, e in enumerate(_read_yaml(file), start=1)]


def _single(file: Path) -> list[tuple[str, dict[str, Any]]]:
    return [(file.name, _read_yaml(file))] if file.exists() else []


def _read_table(
    file: Path, to_entry: Callable[[dict[str, str]], dict[str, Any]]
) -> list[tuple[str, dict[str, Any]]]:
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [(f"{file.name} row {n}", to_entry(row)) for n, row in enumerate(rows, start=2)]


def _region_row(row: dict[str, str]) -> dict[str, Any]:
    return {
        "code": row["region_code"],
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        "short_name": {"zh": row["short_name_zh"], "en": row["name_en"]},
        "level": row["level"],
        "parent_code": row["parent_code"],
        "valid_from": int(row["valid_from"]) if row["valid_from"] else None,
        "valid_to": int(row["valid_to"]) if row["valid_to"] else None,
        "note": row["note"],
    }


def _area_row(row: dict[str, str]) -> dict[str, Any]:
    return {"code": row["region_code"], "area_km2": row["area_km2"]}


def _build(
    kind: type[EntryT], entries: Iterable[tuple[str, dict[str, Any]]], problems: list[str]
) -> list[EntryT]:
    built = []
    for where, entry in entries:
        try:
            built.append(kind.model_validate(entry))
        except ValidationError as error:
            problems += [
                f"{where}: {'.'.join(map(str, e['loc']))}: {e['msg']} (found {e['input']!r})"
                for e in error.errors()
            ]
    return built


def _folder(kind: type[EntryT], folder: Path, problems: list[str]) -> dict[str, EntryT]:
    """The entries of a folder, one a file, which is named after the entry's code."""
    files = sorted(folder.glob("*.yml"))
    entries = [(file.name, _read_yaml(file)) for file in files]
    for file, (_name, entry) in zip(files, entries, strict=True):
        if entry.get("code") != file.stem:
            problems.append(
                f"{folder.name}/{file.name}: code {entry.get('code')!r} is not the file's name"
            )
    return _by_code(_build(kind, entries, problems), folder.name, problems)


def _listed(kind: type[EntryT], file: Path, problems: list[str]) -> dict[str, EntryT]:
    return _by_code(_build(kind, _numbered(file), problems), file.name, problems)


def _by_code(entries: list[EntryT], where: str, problems: list[str]) -> dict[str, EntryT]:
    found: dict[str, EntryT] = {}
    for entry in entries:
        code: str = entry.code  # type: ignore[attr-defined]
        if code in found:
            problems.append(f"{where}: code {code!r} is there twice")
        found[code] = entry
    return found


def _dangling_codes(catalog: Catalog) -> list[str]:
    """Codes that one entry uses and no other declares."""
    problems = []
    for indicator in catalog.indicators.values():
        where = f"indicators/{indicator.code}.yml"
        wanted = {"unit": (indicator.unit, catalog.units)}
        wanted["pillar"] = (indicator.pillar, catalog.pillars)  # type: ignore[assignment]
        wanted["chain"] = (indicator.chain, catalog.chains)  # type: ignore[assignment]
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
    problems += [
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
    for region in catalog.regions.values():
        if region.parent_code and region.parent_code not in catalog.regions:
            problems.append(f"regions.csv: {region.code}: parent {region.parent_code} is unknown")
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
