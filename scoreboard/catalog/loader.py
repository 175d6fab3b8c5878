"""Reads the whole catalog, and says everything that is wrong with it at once.

The whole catalog is the program's own folder, and over it what people wrote on the pages: cards of
indicators and decisions about names. These lie with the releases (`<releases>/catalog`), so that
they move and are backed up with the figures which need them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from scoreboard import paths
from scoreboard.catalog.aliases import Alias
from scoreboard.catalog.benchmarks import BenchmarkEntry, Case
from scoreboard.catalog.boundaries import boundary_breaks, with_boundary_breaks
from scoreboard.catalog.chain_indices import ChainIndex
from scoreboard.catalog.consistency import Contradiction, contradictions
from scoreboard.catalog.diagnosis import (
    DiagnosisSettings,
    Rule,
    Tier,
    TierOverride,
    WorkedRatio,
)
from scoreboard.catalog.everyday import EverydayWord
from scoreboard.catalog.files import Folder, area_row, region_row, scope_row
from scoreboard.catalog.funnel import Funnel
from scoreboard.catalog.instruments import Instrument
from scoreboard.catalog.models import (
    ChainEntry,
    Indicator,
    KeyIndicator,
    Level,
    Method,
    NamedIndicator,
    Pillar,
    Region,
    RegionChange,
    Scope,
    Source,
    Text,
    Unit,
)
from scoreboard.catalog.problems import CatalogError, CatalogProblem, line_with
from scoreboard.catalog.publishers import Publisher
from scoreboard.catalog.ratios import PublishedRatio
from scoreboard.catalog.regional import Adjacency, Composition, MacroRegion
from scoreboard.catalog.registers import Register
from scoreboard.catalog.strategies import MatchWeights, Paper, Strategy
from scoreboard.catalog.structural import LandArea, StructuralVariable
from scoreboard.catalog.systems import IndicatorSystem
from scoreboard.catalog.targets import PlanTarget, TargetStatement


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
    key_figures: tuple[KeyIndicator, ...]
    methods: dict[str, Method] = field(default_factory=dict)
    structural: dict[str, StructuralVariable] = field(default_factory=dict)
    land_areas: dict[str, LandArea] = field(default_factory=dict)
    chain_indices: dict[str, ChainIndex] = field(default_factory=dict)
    funnel: Funnel | None = None
    instruments: dict[str, Instrument] = field(default_factory=dict)
    benchmark_kinds: dict[str, BenchmarkEntry] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    named_indicators: dict[str, NamedIndicator] = field(default_factory=dict)
    targets: tuple[PlanTarget, ...] = ()
    target_statements: tuple[TargetStatement, ...] = ()
    neighbours: tuple[Adjacency, ...] = ()
    macro_regions: dict[str, MacroRegion] = field(default_factory=dict)
    compositions: dict[str, Composition] = field(default_factory=dict)
    published_ratios: dict[str, PublishedRatio] = field(default_factory=dict)
    everyday_words: dict[str, EverydayWord] = field(default_factory=dict)
    publishers: dict[str, Publisher] = field(default_factory=dict)
    tiers: dict[str, Tier] = field(default_factory=dict)
    tier_overrides: tuple[TierOverride, ...] = ()
    worked_ratios: dict[str, WorkedRatio] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    diagnosis: DiagnosisSettings | None = None
    papers: dict[str, Paper] = field(default_factory=dict)
    strategies: dict[str, Strategy] = field(default_factory=dict)
    matching: MatchWeights | None = None
    systems: dict[str, IndicatorSystem] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    # What is to be known about the catalog though it can be used.
    notices: tuple[Text, ...] = ()
    # Codes among `sources` that uploaded files named and sources.csv does not hold.
    named_sources: frozenset[str] = frozenset()

    def with_named_sources(self, named: Iterable[Source]) -> Catalog:
        """The catalog with the publications that the files of one release named, and no others.

        An entry of sources.csv stays as it is; what another release named is left out.
        """
        own = {c: s for c, s in self.sources.items() if c not in self.named_sources}
        added = {s.code: s for s in named if s.code not in own}
        return replace(self, sources=own | added, named_sources=frozenset(added))

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

    @cached_property
    def register_of(self) -> dict[str, Register]:
        """The register that an indicator is counted from, by indicator; others are left out."""
        return {c.indicator: r for r in self.registers.values() for c in r.counts}

    def is_published(self, indicator_code: str) -> bool:
        """Whether figures come in with files: neither a formula nor a register gives them."""
        formula = self.indicators[indicator_code].formula
        return formula is None and indicator_code not in self.register_of

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

    def above(self, region_code: str) -> tuple[str, ...]:
        """The regions that a region lies in, the nearest first and the nation last.

        Empty for the nation, and for a code that the catalog does not have.
        """
        return self._above.get(region_code, ())

    @cached_property
    def _above(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code in self.regions:
            around: list[str] = []
            inner = code
            while (inner := self.regions[inner].parent_code) in self.regions.keys() - {*around}:
                around.append(inner)
            found[code] = tuple(around)
        return found

    def province_of(self, region_code: str) -> Region | None:
        """The province that a place lies in (itself for a province); none for the nation."""
        region = self.regions.get(region_code)
        while region is not None and region.level != "province":
            region = self.regions.get(region.parent_code)
        return region


class CatalogInUse(NamedTuple):
    """The catalog that pages go by.

    key: changes whenever the files of this catalog do. problem: why the files as they lie there
    now are not used, and this is the catalog as it last could be read; None when they are.
    """

    catalog: Catalog
    key: str
    problem: CatalogError | None


def added_folder(releases: Path | None = None) -> Path:
    """Where people's cards and decided names lie: with the releases, to be backed up with them."""
    return (releases or paths.RELEASES) / "catalog"


def load_catalog(folder: Path | None = None, releases: Path | None = None) -> Catalog:
    """The whole catalog as its files are now: the program's, and what people added to it.

    folder: the program's part, releases: the folder of releases where people's part lies. Files
    are read again only when one has changed. Raises CatalogError listing every file that cannot
    be read, unknown key, bad value and dangling code.
    """
    known = _read_once(*_state(folder, releases))
    if isinstance(known, CatalogError):
        raise known
    return known


_last_good: dict[tuple[Path, Path], tuple[Catalog, str]] = {}
_only_one = Lock()


def catalog_in_use() -> CatalogInUse:
    """The whole catalog for those who must not stop: the last good one when a file is broken.

    Raises CatalogError when this process has not read a good one yet.
    """
    program, added, key = _state(None, None)
    # Of many who find a changed file one reads it, and the others wait for that.
    with _only_one:
        known = _read_once(program, added, key)
        if isinstance(known, Catalog):
            _last_good[program, added] = known, key
            return CatalogInUse(known, key, None)
        if (program, added) not in _last_good:
            raise known
        return CatalogInUse(*_last_good[program, added], known)


def _state(folder: Path | None, releases: Path | None) -> tuple[Path, Path, str]:
    """Both parts of the catalog, and a key that changes whenever one of their files does."""
    program, added = (folder or paths.CATALOG).resolve(), added_folder(releases).resolve()
    files = [*_files(program), *_files(added)]
    return program, added, hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()


def _files(folder: Path) -> list[str]:
    """Each file below a folder with what tells that it was written anew."""
    found: list[str] = []
    folders = [str(folder)]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir():
                        folders.append(entry.path)
                    elif entry.name.endswith((".yml", ".csv")):
                        state = entry.stat()
                        mark = (state.st_ino, state.st_size, state.st_mtime_ns)
                        found.append(f"{entry.path}:{mark}")
        except (FileNotFoundError, NotADirectoryError):
            continue  # no such folder, or a file that was there a moment ago
    return found


@lru_cache(maxsize=8)
def _read_once(program: Path, added: Path, _key: str) -> Catalog | CatalogError:
    try:
        return read_catalog(program, added)
    except CatalogError as error:
        return error


def read_catalog(folder: Path, added: Path | None = None) -> Catalog:
    """The catalog of a folder as it is now, with what people added in another.

    Raises CatalogError as load_catalog does.
    """
    problems: list[CatalogProblem] = []
    program = Folder(folder, problems)
    people = (
        None if added is None else Folder(added, problems, f"{added.parent.name}/{added.name}/")
    )
    shipped = program.named(Indicator, "indicators")
    cards = {} if people is None else people.named(Indicator, "indicators")
    catalog = Catalog(
        indicators=_laid_over(shipped, cards),
        pillars=program.listed(Pillar, "pillars.yml"),
        chains=program.listed(ChainEntry, "chains.yml"),
        units=program.listed(Unit, "units.yml"),
        sources=program.coded_table(Source, "sources.csv", dict),
        scopes=program.coded_table(Scope, "scopes.csv", scope_row),
        regions=program.coded_table(Region, "regions.csv", region_row),
        region_changes=program.sequence(RegionChange, "region_changes.yml"),
        key_figures=program.sequence(KeyIndicator, "key_figures.yml"),
        named_indicators=program.listed(NamedIndicator, "named_indicators.yml"),
        methods=program.named(Method, "methods"),
        systems=program.named(IndicatorSystem, "systems"),
        registers=program.named(Register, "registers"),
        structural=program.listed(StructuralVariable, "structural.yml"),
        benchmark_kinds=program.listed(BenchmarkEntry, "benchmark_kinds.yml"),
        cases=program.listed(Case, "benchmarks.yml"),
        targets=program.sequence(PlanTarget, "targets.yml"),
        target_statements=program.sequence(TargetStatement, "target_statements.yml"),
        land_areas=program.coded_table(LandArea, "land_areas.csv", area_row),
        neighbours=program.table(Adjacency, "neighbours.csv", dict),
        macro_regions=program.listed(MacroRegion, "macro_regions.yml"),
        compositions=program.listed(Composition, "compositions.yml"),
        published_ratios=program.listed(PublishedRatio, "published_ratios.yml"),
        everyday_words=program.listed(EverydayWord, "everyday_words.yml"),
        publishers=program.listed(Publisher, "publishers.yml"),
        chain_indices=program.listed(ChainIndex, "chain_indicators.yml"),
        funnel=program.optional(Funnel, "funnel.yml"),
        instruments=program.named(Instrument, "instruments"),
        papers=program.listed(Paper, "papers.yml"),
        strategies=program.named(Strategy, "strategies"),
        matching=program.optional(MatchWeights, "matching.yml"),
        tiers=program.listed(Tier, "tiers.yml"),
        tier_overrides=program.sequence(TierOverride, "tier_overrides.yml"),
        worked_ratios=program.listed(WorkedRatio, "worked_ratios.yml"),
        rules=program.named(Rule, "rules"),
        diagnosis=program.optional(DiagnosisSettings, "diagnosis.yml"),
        aliases=_decided(program, people),
        notices=tuple(_twice(shipped, cards)),
    )
    if not problems:
        # Of a file that cannot be read all codes would be missing, too.
        problems += [
            _located(said, catalog, program, people, cards) for said in contradictions(catalog)
        ]
    if problems:
        raise CatalogError(problems)
    return _broken_by_boundaries(catalog)


def _broken_by_boundaries(catalog: Catalog) -> Catalog:
    """The catalog whose indicators of cities have a break where a county changed its city."""
    breaks = boundary_breaks(catalog.region_changes, catalog.regions)
    indicators = {
        code: with_boundary_breaks(i, breaks)
        if "city" in i.levels and not i.keeps_boundaries and code not in catalog.register_of
        else i
        for code, i in catalog.indicators.items()
    }
    return replace(catalog, indicators=indicators)


def _laid_over(shipped: dict[str, Indicator], cards: dict[str, Indicator]) -> dict[str, Indicator]:
    """All indicators; where both have a code, the program's unless figures would change meaning.

    The program's card is the reviewed one. But figures were published by people's card, and read
    in another unit they would be wrong without a word.
    """
    kept = {
        code: card
        for code, card in cards.items()
        if code not in shipped or shipped[code].meaning != card.meaning
    }
    return shipped | kept


def _twice(shipped: dict[str, Indicator], cards: dict[str, Indicator]) -> list[Text]:
    notices = []
    for code in sorted(shipped.keys() & cards.keys()):
        if shipped[code].meaning == cards[code].meaning:
            zh = "以程序的定义为准，本地登记的同名文件可以删除"
            en = "the program's card is used, and the one added here may be deleted"
        else:
            zh = (
                "单位、公式或统计范围与本地登记的不同；已发布的数值按本地登记的解释，"
                "仍以本地登记的为准"
            )
            en = (
                "its unit, formula or scope is another than on the card added here, by which"
                " figures were published; the card added here is used"
            )
        notices.append(
            Text(
                zh=f"程序现已附带指标{code}：{zh}。",
                en=f"The program now ships the indicator {code}: {en}.",
            )
        )
    return notices


def _decided(program: Folder, people: Folder | None) -> tuple[Alias, ...]:
    """Names decided by people, over those that are shipped."""
    known = {
        alias.key: alias
        for folder in (program, people)
        if folder is not None and (folder.path / "aliases.yml").exists()
        for alias in folder.sequence(Alias, "aliases.yml")
    }
    return tuple(known.values())


def _located(
    found: Contradiction,
    catalog: Catalog,
    program: Folder,
    people: Folder | None,
    cards: dict[str, Indicator],
) -> CatalogProblem:
    """A contradiction with the file it is in, people's card or one of the program, and its line."""
    code = Path(found.file).stem
    is_card = found.file == f"indicators/{code}.yml"
    is_added = is_card and catalog.indicators.get(code) is cards.get(code)
    folder = people if people is not None and is_added else program
    line = line_with(folder.path / found.file, found.entry, found.code)
    return CatalogProblem(folder.shown(found.file), line, found.text())
