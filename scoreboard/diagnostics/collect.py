"""Builds what is known of every region of a level, once, from a release's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pandas as pd

from scoreboard.analysis.panel import pick_years
from scoreboard.analysis.peers import (
    find_peers,
    peer_distances,
    structural_matrix,
    weights_of,
)
from scoreboard.analysis.ranking import rank_values
from scoreboard.analysis.views import least_certain
from scoreboard.catalog import (
    NATION,
    OUTSIDE_STATISTICS,
    Catalog,
    DiagnosisSettings,
    Level,
    WorkedRatio,
)
from scoreboard.diagnostics.facts import Fact, LargestCity, RegionFacts, Yardstick
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
) -> dict[str, RegionFacts]:
    """What is known of each region of a level that has any figure, by region code.

    panel: all years and indicators of the level and the nation, as Store.read_panel gives them.
    cities: the panel of all cities, for the parts that they have in their provinces; without it
    nothing is known of them. peers: by region; worked out from the structural traits when not
    given.
    """
    settings = settings_of(catalog)
    if peers is None:
        peers = collect_peers(catalog, panel, level)
    panel = _with_ratios(panel, catalog.worked_ratios.values(), level)
    regional = panel[panel["region_code"] != NATION]
    picked = pick_years(regional, [*catalog.indicators, *catalog.worked_ratios])
    known = _Known(catalog, settings, level, picked, this_year(catalog, regional, picked))
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
    values = {code: known.pick_values(code, series[code]) for code in members}
    ranks = known.rank(values)
    shares = {} if cities is None else _largest_cities(catalog, series, cities, settings)
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
        )
        for code in members
    }
    facts = {
        code: replace(f, tier_code=assign_tier(f, catalog).tier_code) for code, f in facts.items()
    }
    return {code: known.with_medians(f, facts) for code, f in facts.items()}


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
    """The newest year compared of the indicators that at least half as many regions have as any."""
    counts = regional.groupby("indicator_code")["region_code"].nunique()
    enough = counts.max() / 2
    return max(
        year
        for code, year in picked.items()
        if counts[code] >= enough and code in catalog.indicators
    )


@dataclass(frozen=True)
class _Known:
    """How figures are picked and held against each other at one level."""

    catalog: Catalog
    settings: DiagnosisSettings
    level: Level
    picked: Mapping[str, int]
    this_year: int

    @property
    def window(self) -> int:
        """Years that two regions' figures may lie apart: none for provinces."""
        return self.settings.city_window if self.level == "city" else 0

    def pick_values(
        self, region_code: str, series: Mapping[str, tuple[Fact, ...]]
    ) -> dict[str, Fact]:
        """The figure of the year compared; else the newest that may be compared with it."""
        found = {}
        for code, facts in series.items():
            fact = next((f for f in facts if f.year == self.picked[code]), None)
            if fact is None:
                usable = [f for f in facts if self._may_stand_in(region_code, f)]
                fact = usable[-1] if usable else None
            if fact is not None:
                found[code] = fact
        return found

    def _may_stand_in(self, region_code: str, fact: Fact) -> bool:
        indicator = self.catalog.indicators.get(fact.indicator_code)
        if self.this_year - fact.year > self.settings.max_age:
            return False
        if indicator is None or not indicator.is_ranked:
            return True
        return not concerns_break(
            indicator, region_code, fact.year, self.picked[fact.indicator_code]
        )

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
        self, values: Mapping[str, Mapping[str, Fact]]
    ) -> dict[str, dict[str, tuple[int, int]]]:
        """The place of each region among those with a figure in the year compared."""
        found: dict[str, dict[str, tuple[int, int]]] = {code: {} for code in values}
        for code, year in self.picked.items():
            here = {
                r: v[code].value for r, v in values.items() if code in v and v[code].year == year
            }
            item = self.catalog.indicators.get(code) or self.catalog.worked_ratios[code]
            places = rank_values(pd.Series(here, dtype=float), item.direction)
            for region, place in places.items():
                found[str(region)][code] = (int(place), len(here))
        return found

    def with_medians(self, facts: RegionFacts, every: Mapping[str, RegionFacts]) -> RegionFacts:
        """The region with the medians of its peers, its tier and its level, itself left out."""
        others = [code for code in every if code != facts.region_code]
        tier = [code for code in others if every[code].tier_code == facts.tier_code]
        return replace(
            facts,
            peer_medians=self._medians("peers", facts, [every[code] for code in facts.peers]),
            tier_medians=self._medians("tier", facts, [every[code] for code in tier]),
            level_medians=self._medians("level", facts, [every[code] for code in others]),
        )

    def _medians(
        self, kind: str, facts: RegionFacts, group: Sequence[RegionFacts]
    ) -> dict[str, Yardstick]:
        found = {}
        for code in facts.known:
            fact = facts.values[code]  # noqa: PD011 (a mapping, no frame)
            if is_total(self.catalog, code):
                continue
            having = [g.values for g in group if code in g.known]  # noqa: PD011
            figures = [values[code] for values in having]
            near = [f for f in figures if abs(f.year - fact.year) <= self.window]
            if len(near) >= self.settings.least_for_median:
                years = [f.year for f in near]
                found[code] = Yardstick(
                    kind,  # type: ignore[arg-type]
                    code,
                    float(median(f.value for f in near)),
                    min(years),
                    max(years),
                    len(near),
                    _join(f.source_code for f in near),
                )
        return found


def _series(panel: pd.DataFrame, picked: Mapping[str, int]) -> Series:
    """All figures by region and indicator, by year ascending."""
    found: dict[str, dict[str, list[Fact]]] = {}
    columns = ["region_code", "indicator_code", "year", "value", "status", "source_code"]
    for region, code, year, value, status, source in panel.sort_values("year")[columns].itertuples(
        index=False, name=None
    ):
        if code in picked:
            fact = Fact(code, int(year), float(value), str(status), str(source))
            found.setdefault(region, {}).setdefault(code, []).append(fact)
    return {r: {c: tuple(f) for c, f in by_code.items()} for r, by_code in found.items()}


def _with_ratios(panel: pd.DataFrame, ratios: Iterable[WorkedRatio], level: Level) -> pd.DataFrame:
    """The panel with a row for each ratio that can be worked out in the same region and year."""
    frames = [panel]
    keys = ["region_code", "year"]
    for ratio in ratios:
        if level not in ratio.levels:
            continue
        above = panel[panel["indicator_code"] == ratio.numerator]
        below = panel[(panel["indicator_code"] == ratio.denominator) & (panel["value"] > 0)]
        both = above.merge(below, on=keys, suffixes=("", "_below"))
        if both.empty:
            continue
        sources = zip(both["source_code"], both["source_code_below"], strict=True)
        statuses = zip(both["status"], both["status_below"], strict=True)
        frames.append(
            both.assign(
                indicator_code=ratio.code,
                value=both["value"] / both["value_below"] * ratio.times,
                status=[least_certain(pair) for pair in statuses],
                source_code=[_join(pair) for pair in sources],
            )[[c for c in panel.columns if c in both.columns]]
        )
    return pd.concat(frames, ignore_index=True)


def _join(codes: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(c for code in codes for c in str(code).split("|") if c))


def _largest_cities(
    catalog: Catalog, series: Series, cities: pd.DataFrame, settings: DiagnosisSettings
) -> dict[str, dict[str, LargestCity]]:
    """By province and indicator, the largest known city's part, in the best-covered recent year."""
    found: dict[str, dict[str, LargestCity]] = {}
    parent = {r.code: r.parent_code for r in catalog.regions.values() if r.level == "city"}
    rows = cities[cities["indicator_code"].isin(SHARED_OUT) & cities["region_code"].isin(parent)]
    rows = rows.assign(province=rows["region_code"].map(parent))
    for (province, code), group in rows.groupby(["province", "indicator_code"]):
        whole = {f.year: f for f in series.get(str(province), {}).get(str(code), ())}
        city = _largest_city(str(code), group, whole, settings)
        if city is not None:
            found.setdefault(str(province), {})[str(code)] = city
    return found


def _largest_city(
    code: str, rows: pd.DataFrame, whole: Mapping[int, Fact], settings: DiagnosisSettings
) -> LargestCity | None:
    """The largest city of one province; none when no year has both a city and the province."""
    usable = rows[rows["year"].isin([y for y in whole if max(whole) - y <= settings.max_age])]
    if usable.empty:
        return None
    known = usable.groupby("year")["value"].sum() / pd.Series(
        {y: f.value for y, f in whole.items()}
    )
    known = known.dropna()
    # A newer year may stand for the best-covered one if it knows nearly as much.
    year = int(max(y for y in known.index if known[y] >= known.max() - 0.05))
    here = usable[usable["year"] == year]
    top = here.loc[here["value"].idxmax()]
    before = rows[
        (rows["region_code"] == top["region_code"])
        & rows["year"].isin(list(whole))
        & rows["year"].between(
            year - settings.trend_years, year - settings.least_trend_years, inclusive="both"
        )
    ].sort_values("year")
    first = None if before.empty else before.iloc[0]
    return LargestCity(
        indicator_code=code,
        city_code=str(top["region_code"]),
        share_pct=float(top["value"]) / whole[year].value * 100,
        unknown_pct=max(0.0, 100 - float(known[year]) * 100),
        year=year,
        status=least_certain((str(top["status"]), whole[year].status)),
        source_code=_join((str(top["source_code"]), whole[year].source_code)),
        earlier_share_pct=None
        if first is None
        else float(first["value"]) / whole[int(first["year"])].value * 100,
        earlier_year=None if first is None else int(first["year"]),
    )
