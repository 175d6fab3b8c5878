"""Builds what is known of every region of a level, once, from a release's figures."""

from __future__ import annotations

from collections.abc import Collection, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from sys import intern
from typing import Any

import pandas as pd

from scoreboard.analysis.concentration import first_cities, whole_of
from scoreboard.analysis.panel import pick_years
from scoreboard.analysis.peers import (
    find_peers,
    peer_distances,
    structural_matrix,
    weights_of,
)
from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.views import least_certain
from scoreboard.analysis.window import WINDOW_YEARS, pick_windows, take_windows, window_length
from scoreboard.catalog import (
    NATION,
    OUTSIDE_STATISTICS,
    Catalog,
    DiagnosisSettings,
    Level,
    WorkedRatio,
)
from scoreboard.diagnostics.facts import (
    Fact,
    LargestCity,
    RegionFacts,
    Yardstick,
    YardstickKind,
)
from scoreboard.diagnostics.group import Group, join_sources
from scoreboard.diagnostics.measures import concerns_break, is_total
from scoreboard.diagnostics.tiers import assign_tier

Series = dict[str, dict[str, tuple[Fact, ...]]]
# What the parts of a province's cities are looked at for.
SHARED_OUT = ("rd_expenditure", "gdp")


def collect_facts(
    catalog: Catalog,
    panel: pd.DataFrame,
    level: Level,
    *,
    cities: pd.DataFrame | None = None,
    peers: Mapping[str, Sequence[str]] | None = None,
    window: int = WINDOW_YEARS,
    tiers: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> dict[str, RegionFacts]:
    """What is known of each region of a level that has any figure, by region code.

    panel: all years and indicators of the level and the nation, as Store.read_panel gives them.
    cities: the panel of all cities, for the parts that they have in their provinces; without it
    nothing is known of them. peers: by region; worked out from the structural traits when not
    given. window: how many years a window has on sparse levels. tiers: tier codes by region, where
    they are known; worked out when not given. only: the regions to build; the others still stand
    behind medians and ranks, and their tiers are needed.
    """
    settings = settings_of(catalog)
    if peers is None:
        peers = collect_peers(catalog, panel, level)
    panel = _with_worked(panel, catalog, level)
    regional = panel[panel["region_code"] != NATION]
    codes = [*catalog.indicators, *catalog.worked_ratios]
    length = window_length(level, window)
    picked = pick_windows(regional, codes, length, catalog)
    today = this_year(catalog, regional, pick_years(regional, codes))
    known = _Known(catalog, settings, length, picked, today)
    series = _series(panel, picked)
    nation = series.pop(NATION, {})
    members = [
        r.code
        for r in catalog.regions.values()
        if r.level == level
        and r.valid_to is None
        and r.code not in OUTSIDE_STATISTICS
        and r.code in series
    ]
    # Also those merged since: they are counted on every page that ranks.
    among = [code for code in series if code not in OUTSIDE_STATISTICS]
    compared = _compared(take_windows(regional, picked, length, catalog), among)
    values = {code: known.pick_values(code, series[code], compared[code]) for code in members}
    ranks = known.rank(compared)
    shares = {} if cities is None else _largest_cities(catalog, known, series, cities)
    if only is not None and tiers is None:
        raise ValueError("with only some regions built, the tiers of all have to be given")
    facts = {
        code: RegionFacts(
            region_code=code,
            level=level,
            this_year=known.this_year,
            values=values[code],
            series=series[code],
            nation=known.nation_of(values[code], nation),
            nation_series=nation,
            peers=tuple(p for p in peers.get(code, ()) if p in values),
            ranks=ranks.get(code, {}),
            has_cities=bool(catalog.children(code, "city")),
            largest_cities=shares.get(code, {}),
            compared=frozenset(compared[code]),
        )
        for code in members
        if only is None or code in only
    }
    if tiers is None:
        tiers = {code: assign_tier(f, catalog).tier_code for code, f in facts.items()}
    medians = _Medians(catalog, settings, compared, tiers)
    return {code: medians.put(f) for code, f in facts.items()}


def collect_peers(
    catalog: Catalog, panel: pd.DataFrame, level: Level
) -> dict[str, tuple[str, ...]]:
    """The structurally nearest regions of each region; without those outside the statistics."""
    traits = catalog.structural_of(level)
    matrix = structural_matrix(panel, traits, areas=catalog.areas())
    matrix = matrix[~matrix.index.isin(list(OUTSIDE_STATISTICS))]
    distances = peer_distances(matrix, weights_of(traits))
    count = settings_of(catalog).peers
    return {
        str(code): tuple(find_peers(distances, str(code), count)["region_code"])
        for code in matrix.index
    }


def settings_of(catalog: Catalog) -> DiagnosisSettings:
    """What all rules share. Raises ValueError when the catalog has no diagnosis.yml."""
    if catalog.diagnosis is None:
        raise ValueError("the catalog has no diagnosis.yml")
    return catalog.diagnosis


def this_year(catalog: Catalog, regional: pd.DataFrame, picked: Mapping[str, int]) -> int:
    """The newest year compared of the indicators that at least half as many regions have as any.

    Of statistics: a list of universities is newer, and makes no figure of a survey old.
    """
    counts = regional.groupby("indicator_code")["region_code"].nunique()
    enough = counts.max() / 2
    return max(
        year
        for code, year in picked.items()
        if counts[code] >= enough and code in catalog.indicators and code not in catalog.register_of
    )


@dataclass(frozen=True)
class _Known:
    """How figures are picked and held against each other at one level.

    length: how many years the windows have; picked: the last year of each.
    """

    catalog: Catalog
    settings: DiagnosisSettings
    length: int
    picked: Mapping[str, int]
    this_year: int

    def pick_values(
        self,
        region_code: str,
        series: Mapping[str, tuple[Fact, ...]],
        compared: Mapping[str, Fact],
    ) -> dict[str, Fact]:
        """What is said of a region: the figure of the window, else its newest.

        One that is too old, or that a later break parts from the window, is not said.
        """
        newest = {c: facts[-1] for c, facts in series.items() if c not in compared}
        said = {c: fact for c, fact in newest.items() if self._may_be_said(region_code, fact)}
        return {**compared, **said}

    def _may_be_said(self, region_code: str, fact: Fact) -> bool:
        last = self.picked[fact.indicator_code]
        if fact.year > last:
            return True
        if self.this_year - fact.year > self.settings.max_age:
            return False
        indicator = self.catalog.indicators.get(fact.indicator_code)
        if indicator is None or not indicator.is_ranked:
            return True
        return not concerns_break(indicator, region_code, fact.year, last)

    def nation_of(
        self, values: Mapping[str, Fact], nation: Mapping[str, tuple[Fact, ...]]
    ) -> dict[str, Yardstick]:
        """The nation's figures of the same years; totals are no yardstick for a region."""
        found = {}
        for code, fact in values.items():
            same = next((f for f in nation.get(code, ()) if f.year == fact.year), None)
            if same is not None and not is_total(self.catalog, code):
                found[code] = Yardstick(
                    "nation", code, same.value, same.year, same.year, 1, same.source_code
                )
        return found

    def rank(
        self, compared: Mapping[str, Mapping[str, Fact]]
    ) -> dict[str, dict[str, tuple[int, int]]]:
        """The place of each region among those with a figure in the window."""
        found: dict[str, dict[str, tuple[int, int]]] = {code: {} for code in compared}
        for code in self.picked:
            here = {r: v[code].value for r, v in compared.items() if code in v}
            item = self.catalog.indicators.get(code) or self.catalog.worked_ratios[code]
            places = rank_values(pd.Series(here, dtype=float), item.direction)
            for region, place in places.items():
                found[str(region)][code] = (int(place), len(here))
        return found


@dataclass(frozen=True)
class _Medians:
    """The medians that regions are held against; each group of figures is looked through once."""

    catalog: Catalog
    settings: DiagnosisSettings
    compared: Mapping[str, Mapping[str, Fact]]
    tiers: Mapping[str, str]
    groups: dict[Hashable, dict[str, Group]] = field(default_factory=dict)

    def put(self, facts: RegionFacts) -> RegionFacts:
        """The region with its tier and the medians of peers, tier and level, itself left out."""
        own = self.tiers[facts.region_code]
        of_tier = [c for c in self.compared if self.tiers.get(c) == own]
        return replace(
            facts,
            tier_code=own,
            peer_medians=self._of("peers", facts, facts.region_code, facts.peers),
            tier_medians=self._of("tier", facts, own, of_tier),
            level_medians=self._of("level", facts, "", self.compared),
        )

    def _of(
        self, kind: YardstickKind, facts: RegionFacts, name: str, members: Iterable[str]
    ) -> dict[str, Yardstick]:
        """All of a group are compared in one window, so it is the same for each of them."""
        if (kind, name) not in self.groups:
            self.groups[kind, name] = self._group(members)
        group, found = self.groups[kind, name], {}
        for code in facts.compared:
            if code in group and not is_total(self.catalog, code):
                yardstick = group[code].median_without(
                    facts.region_code, self.settings.least_for_median
                )
                if yardstick is not None:
                    found[code] = replace(yardstick, kind=kind)
        return found

    def _group(self, members: Iterable[str]) -> dict[str, Group]:
        figures: dict[str, dict[str, Fact]] = {}
        for region in members:
            for code, fact in self.compared[region].items():
                figures.setdefault(code, {})[region] = fact
        return {code: Group(by_region) for code, by_region in figures.items()}


def _compared(rows: pd.DataFrame, members: Iterable[str]) -> dict[str, dict[str, Fact]]:
    """What regions are held against each other by: their figures in the windows, by indicator."""
    found: dict[str, dict[str, Fact]] = {code: {} for code in members}
    for region, facts in _series(rows, set(rows["indicator_code"])).items():
        if region in found:
            found[region] = {code: fact for code, (fact,) in facts.items()}
    return found


def _series(panel: pd.DataFrame, picked: Container[str]) -> Series:
    """All figures by region and indicator, by year ascending."""
    found: dict[str, dict[str, list[Fact]]] = {}
    years: dict[int, int] = {}
    columns = ["region_code", "indicator_code", "year", "value", "status", "source_code"]
    for region, code, year, value, status, source in panel.sort_values("year")[columns].itertuples(
        index=False, name=None
    ):
        if code in picked:
            # Kept for long and by the ten thousand: each word and year once, not once a figure.
            status, source = intern(str(status)), intern(str(source))
            fact = Fact(intern(code), years.setdefault(year, int(year)), value, status, source)
            found.setdefault(region, {}).setdefault(code, []).append(fact)
    return {r: {c: tuple(f) for c, f in by_code.items()} for r, by_code in found.items()}


def _with_worked(panel: pd.DataFrame, catalog: Catalog, level: Level) -> pd.DataFrame:
    """The panel with a row for each ratio that can be worked out of it."""
    ratios = [_ratio_rows(panel, r) for r in catalog.worked_ratios.values() if level in r.levels]
    return pd.concat([panel, *ratios], ignore_index=True)


def _ratio_rows(panel: pd.DataFrame, ratio: WorkedRatio) -> pd.DataFrame:
    """Numerator over denominator of the same region and year."""
    above = panel[panel["indicator_code"] == ratio.numerator]
    below = panel[(panel["indicator_code"] == ratio.denominator) & (panel["value"] > 0)]
    both = above.merge(below, on=["region_code", "year"], suffixes=("", "_below"))
    return _worked_rows(panel, both, ratio.code, both["value"] / both["value_below"] * ratio.times)


def _worked_rows(
    panel: pd.DataFrame, both: pd.DataFrame, code: str, values: pd.Series
) -> pd.DataFrame:
    """Rows of the panel's columns with the less certain status and both sources."""
    sources = zip(both["source_code"], both["source_code_below"], strict=True)
    statuses = zip(both["status"], both["status_below"], strict=True)
    return both.assign(
        indicator_code=code,
        value=values,
        status=[least_certain(pair) for pair in statuses],
        source_code=[join_sources(pair) for pair in sources],
    )[[c for c in panel.columns if c in both.columns]]


def _largest_cities(
    catalog: Catalog, known: _Known, series: Series, cities: pd.DataFrame
) -> dict[str, dict[str, LargestCity]]:
    """By province and indicator, the largest city's part in the year that tells most."""
    parents = {r.code: r.parent_code for r in catalog.regions.values() if r.level == "city"}
    found: dict[str, dict[str, LargestCity]] = {}
    for code in SHARED_OUT:
        rows = cities[(cities["indicator_code"] == code) & cities["region_code"].isin(parents)]
        if code not in known.picked or rows.empty:
            continue
        of = whole_of(code)
        whole = {r: {f.year: f for f in s[of]} for r, s in series.items() if of in s}
        table = first_cities(
            rows.assign(province_code=rows["region_code"].map(parents)),
            pd.DataFrame(
                [(r, y, f.value) for r, facts in whole.items() for y, f in facts.items()],
                columns=["region_code", "year", "value"],
            ),
            _count_cities(catalog),
            known.picked[code],
            known.settings.max_age,
        )
        for first in table.to_dict("records"):
            province = str(first["province_code"])
            city = _largest_city(code, first, rows, whole[province], catalog)
            found.setdefault(province, {})[code] = city
    return found


def _count_cities(catalog: Catalog) -> dict[str, int]:
    """How many cities each province has today."""
    cities = [r for r in catalog.regions.values() if r.level == "city" and r.valid_to is None]
    return {p: sum(r.parent_code == p for r in cities) for p in {r.parent_code for r in cities}}


def _largest_city(
    code: str,
    first: Mapping[Hashable, Any],
    rows: pd.DataFrame,
    whole: Mapping[int, Fact],
    catalog: Catalog,
) -> LargestCity:
    """The largest city of one province, and the part that the same city had before.

    A break in the city's series, or in the province's, parts the years.
    """
    settings, year, city = settings_of(catalog), int(first["year"]), str(first["region_code"])
    own = rows[rows["region_code"] == city].sort_values("year")
    top = own[own["year"] == year].iloc[0]
    first_year, last_year = year - settings.trend_years, year - settings.least_trend_years
    marks = [
        mark.year
        for indicator in (catalog.indicators[code], catalog.indicators[whole_of(code)])
        for mark in indicator.breaks
        if mark.concerns(city)
    ]
    alike = [
        y
        for y in whole
        if first_year <= y <= last_year and not any(y < mark <= year for mark in marks)
    ]
    before = own[own["year"].isin(alike)]
    earlier = None if before.empty else before.iloc[0]
    return LargestCity(
        indicator_code=code,
        city_code=city,
        share_pct=float(first["share_pct"]),
        unknown_pct=max(0.0, 100 - float(first["known_pct"])),
        year=year,
        status=least_certain((str(top["status"]), whole[year].status)),
        source_code=join_sources((str(top["source_code"]), whole[year].source_code)),
        earlier_share_pct=None
        if earlier is None
        else float(earlier["value"]) / whole[int(earlier["year"])].value * 100,
        earlier_year=None if earlier is None else int(earlier["year"]),
    )
