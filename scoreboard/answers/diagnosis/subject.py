"""The region that a diagnosis is about, with everything that its blocks are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from scoreboard.answers import judged
from scoreboard.answers.basis import chosen_peers, name_in_place
from scoreboard.answers.diagnosis.choice import DiagnosisChoice
from scoreboard.answers.release import Release
from scoreboard.answers.sources import local_time, release_line
from scoreboard.catalog import Catalog, Language, Level, Region, TierKind
from scoreboard.diagnostics import diagnose
from scoreboard.diagnostics.facts import RegionFacts
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import write_named
from scoreboard.diagnostics.strategies import Recommendation, match_strategies
from scoreboard.diagnostics.tiers import TierAssignment

LEAST_INDICATORS = 5


@dataclass(frozen=True, eq=False)
class Subject:
    """One region and the release that it is diagnosed by.

    facts: none where nothing is known of the region. everywhere: the facts of all regions of its
    level; of a county its own and those of its peers.
    """

    release: Release
    choice: DiagnosisChoice
    language: Language
    everywhere: Mapping[str, RegionFacts]

    @property
    def catalog(self) -> Catalog:
        """What is measured, where, and by which rules."""
        return self.release.catalog

    @property
    def region(self) -> Region:
        """The region itself."""
        return self.catalog.regions[self.choice.region_code]

    @property
    def name(self) -> str:
        """The region's short name."""
        return self.region.short_name[self.language]

    @property
    def level(self) -> Level:
        """The level of the region."""
        return self.region.level

    @property
    def facts(self) -> RegionFacts:
        """What is known of the region. Raises KeyError where nothing is."""
        return self.everywhere[self.region.code]

    @property
    def known(self) -> list[str]:
        """The indicators that the region has any figure of."""
        found = self.everywhere.get(self.region.code)
        return [] if found is None else [c for c in found.series if c in self.catalog.indicators]

    @property
    def is_diagnosed(self) -> bool:
        """Whether enough is known of the region to judge it."""
        return len(self.known) >= LEAST_INDICATORS

    @property
    def tier(self) -> TierAssignment:
        """The region's tier, with its criteria."""
        window = self.choice.window
        found = judged.tier_of(self.release, self.level, self.region.code, window)
        assert found is not None  # it is asked of regions that are diagnosed
        return found

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What every rule says of the region, held against the peers of the choice."""
        window = self.choice.window
        if self.facts is judged.facts_of(self.release, self.level, self.region.code, window):
            return self.findings_of(self.region.code)
        return diagnose(self.facts, self.catalog)

    def findings_of(self, region_code: str) -> tuple[Finding, ...]:
        """What every rule says of another region of the level."""
        if self.level == "county":
            return diagnose(self.everywhere[region_code], self.catalog)
        return judged.findings_of(self.release, self.level, region_code, self.choice.window)

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """The strategies that the findings call for, best first."""
        tier = self.tier
        other = self.catalog.tiers[tier.other_tier_code].kind if tier.other_tier_code else None
        kind: TierKind | None = tier.kind if tier.is_confirmed else None
        return match_strategies(self.findings, kind, self.catalog, other)

    @property
    def first_measures(self) -> list[Recommendation]:
        """The strategies told at once, against what was found: as many as the page shows first."""
        found = [r for r in self.recommendations if r.findings[0].state == "fires"]
        return found[: self.measures_shown]

    @property
    def measures_shown(self) -> int:
        """How many strategies are shown before the others are folded away."""
        assert self.catalog.matching is not None  # a shipped catalog always has it
        return self.catalog.matching.shown

    @property
    def peers(self) -> list[str]:
        """The regions nearest in structure of which something is known, nearest first."""
        return [p for p in self.facts.peers if p in self.everywhere]

    @property
    def release_line(self) -> str:
        """Which release the figures are from."""
        return release_line(self.release.info, self.language)

    @property
    def year_of_release(self) -> int:
        """The year in which the figures were published here; measures cannot begin before it."""
        return int(local_time(self.release.info.published_at)[:4])

    def names(self, codes: Iterable[str]) -> list[str]:
        """The short names of regions; of counties with the city that they lie in."""
        return [name_in_place(self.catalog, code, self.language) for code in codes]

    @cached_property
    def _notes(self) -> dict[tuple[str, int], str]:
        rows = self.release.notes(self.region.code)
        keys = zip(rows["indicator_code"], rows["year"].astype(int), strict=True)
        return dict(zip(keys, rows["note"], strict=True))

    def note_of(self, indicator_code: str, year: int | None) -> str:
        """What the source says of the region's figure of a year; empty where it says nothing."""
        return "" if year is None else self._notes.get((indicator_code, year), "")

    def write_short(self, code: str, value: float) -> str:
        """A value after its indicator's name, which tells the unit."""
        return write_named(self.catalog, code, value)[self.language]


def take_subject(release: Release, choice: DiagnosisChoice, language: Language) -> Subject:
    """The region of a choice; of a county without the facts of the other 2,800."""
    code, window = choice.region_code, choice.window
    level = release.catalog.regions[code].level
    peers = tuple(chosen_peers(release, level, code, choice.peers)["region_code"])
    if level == "county":
        known = judged.county_facts(release, code, peers, window)
        return Subject(release, choice, language, known)
    everywhere = judged.facts(release, level, window)
    if code in everywhere and peers != everywhere[code].peers:
        own = judged.facts_with_peers(release, level, code, peers, window)
        if own is not None:
            everywhere = {**everywhere, code: own}
    return Subject(release, choice, language, everywhere)
