"""How unevenly an amount is spread over regions: Gini, Theil, HHI, leading shares, Lorenz curve.

Two questions are told apart. Without weights every region counts once, and the measures say in
how few regions the amount lies. With weights (the population) regions count by their people, and
the measures say how unequal the amounts per head are; the order is then that of the values per
head, never that of the totals. Only amounts that add up over regions have such measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoreboard.analysis.checks import (
    as_amounts,
    as_numbers,
    check_plain,
    check_unique,
    drop_missing,
    match_index,
)
from scoreboard.analysis.summary import WHOLE_FIELD
from scoreboard.catalog.models import SeriesBreak

Numbers = NDArray[np.float64]
LEADERS = 3
# A newer year may stand for the best-known one if the known cities have so few points less of it.
_NEARLY = 5.0


@dataclass(frozen=True)
class Theil:
    """Theil's T and its two parts, in nats: total = between + within."""

    total: float
    between: float
    within: float


@dataclass(frozen=True)
class Lorenz:
    """Points of a Lorenz curve from (0, 0) to (1, 1), and the regions in their order.

    counted: cumulated share of regions or people; amount: cumulated share of the amount;
    order: place of each region in the input, from the least per head to the most.
    """

    counted: Numbers
    amount: Numbers
    order: NDArray[np.intp]


def gini(values: Numbers, weights: Numbers | None = None) -> float:
    """The Gini coefficient: 0 when all have the same, near 1 when one has everything.

    values: the amount of each region; weights: the people of each region, above zero. Arrays go
    by position, Series by index. NaN when nothing is there at all. Largest possible: 1 − 1/n, or
    1 − the smallest share of weights. Weighted: 1 − Σ ΔP_k (L_k + L_{k−1}) over the Lorenz curve
    of the totals, regions in order of their value per head. Raises ValueError for amounts that are
    missing, infinite or negative, and for weights that do not match or are not above zero. Gini
    (1912), Variabilità e mutabilità; Lerman and Yitzhaki (1989), J. Econometrics 42, 43–47.
    """
    values, weights = _matched(values, weights)
    if values.sum() <= 0:
        return float("nan")
    if weights is None:
        # Half the relative mean difference, from the ranks: 2 Σ i x_i / (n Σ x) − (n + 1) / n.
        n, total = len(values), values.sum()
        ranked = (2.0 * np.arange(1, n + 1) * np.sort(values)).sum()
        return float((ranked - n * total - total) / (n * total))
    curve = lorenz(values, weights)
    return float(1 - np.sum(np.diff(curve.counted) * (curve.amount[1:] + curve.amount[:-1])))


def lorenz(values: Numbers, weights: Numbers | None = None) -> Lorenz:
    """The Lorenz curve: which share of the amount the poorest share of regions or people has.

    values, weights: as in `gini`. Regions are in order of value per weight; equal ones keep the
    order of the input. Raises ValueError as `gini` does, and when nothing is there at all. Lorenz
    (1905), Publications of the American Statistical Association 9, 209–219.
    """
    values, weights = _matched(values, weights)
    if values.sum() <= 0:
        raise ValueError("a Lorenz curve needs an amount above zero in one region at least")
    counted = np.ones_like(values) if weights is None else weights
    order = np.argsort(values / counted, kind="stable")
    share_counted = np.cumsum(counted[order]) / counted.sum()
    share_amount = np.cumsum(values[order]) / values.sum()
    start = np.zeros(1)
    return Lorenz(np.append(start, share_counted), np.append(start, share_amount), order)


def theil(
    values: Numbers, groups: Sequence[str] | None = None, weights: Numbers | None = None
) -> Theil:
    """Theil's T: 0 when all have the same; split into between and within groups of regions.

    values, weights: as in `gini`; groups: the group of each region. T = Σ s_i ln(s_i / p_i) with s
    the share of the amount and p that of the weights (1/n without weights); between =
    Σ S_g ln(S_g / P_g) over the groups; within = Σ S_g T_g; in nats. Without groups all of it is
    within one. A region with an amount of zero adds nothing. NaN when nothing is there at all.
    Raises ValueError as `gini` does, and for groups that do not match. Theil (1967), Economics and
    Information Theory, ch. 4.
    """
    if groups is not None:
        groups = _matched_groups(values, groups)
    values, weights = _matched(values, weights)
    if values.sum() <= 0:
        return Theil(*[float("nan")] * 3)
    labels = np.zeros(len(values), dtype=int) if groups is None else np.asarray(groups)
    weights = np.ones(len(values)) if weights is None else weights
    amount, counted = values / values.sum(), weights / weights.sum()
    between = within = 0.0
    for label in np.unique(labels):
        member = labels == label
        group_amount, group_counted = amount[member].sum(), counted[member].sum()
        if group_amount > 0:
            between += group_amount * np.log(group_amount / group_counted)
            within += group_amount * _relative_entropy(
                amount[member] / group_amount, counted[member] / group_counted
            )
    return Theil(float(between + within), float(between), float(within))


def herfindahl(values: Numbers) -> float:
    """The Herfindahl–Hirschman index Σ s²: 1/n when all have the same, 1 when one has all.

    values: the amount of each region; s: its share. NaN when nothing is there at all. Raises
    ValueError for amounts that are missing, infinite or negative. Hirschman (1964), American
    Economic Review 54(5), 761–762.
    """
    values = as_amounts("values", values)
    total = values.sum()
    return float(np.sum((values / total) ** 2)) if total > 0 else float("nan")


def normalise_herfindahl(index: float, regions: int) -> float:
    """The index moved to 0–1, so that numbers of regions do not matter: (H − 1/n) / (1 − 1/n).

    index: of `herfindahl`; regions: n. NaN for a single region and for a missing index. Raises
    ValueError for an index that n regions cannot have.
    """
    if regions < 1 or (not np.isnan(index) and not 1 / regions - 1e-9 <= index <= 1 + 1e-9):
        raise ValueError(f"the index of {regions} regions lies from 1/n to 1, not at {index!r}")
    return (index - 1 / regions) / (1 - 1 / regions) if regions > 1 else float("nan")


def measure_by_year(
    observations: pd.DataFrame,
    population: pd.DataFrame | None = None,
    groups: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Every measure of concentration of one amount, one row a year.

    observations: one row per region_code, year with value; the regions of one level, without the
    nation. population: the same for the weights; a year in which a region has none has no
    weighted measures. groups: the group of each region; Theil is split only where all have one.
    Columns: year, regions, gini, gini_people, theil, theil_between, theil_within, theil_people,
    theil_people_between, theil_people_within, hhi, hhi_normalised, first_code, first_share_pct,
    leaders_share_pct (of the three largest). Rows without a figure do not count. Years in which
    nobody has anything are left out, as are those with a negative amount, which is no part of a
    sum. Raises ValueError for rows that repeat a region and year, and for infinity.
    """
    observations = drop_missing(observations)
    check_unique("observations", observations, ["region_code", "year"])
    if population is not None:
        population = drop_missing(population)
        check_unique("population", population, ["region_code", "year"])
    rows = [
        _measure(int(year), rows, population, groups)
        for year, rows in observations.groupby("year")
        if rows["value"].sum() > 0 and rows["value"].min() >= 0
    ]
    return pd.DataFrame(rows)


def keep_whole_years(observations: pd.DataFrame, expected: int) -> pd.DataFrame:
    """The years in which at least four fifths of the expected regions have a value.

    observations: one row per region_code, year with value. The concentration among the few that
    have published is not that of all. Rows without a figure are left out.
    """
    observations = drop_missing(observations)
    counts = observations.groupby("year")["region_code"].transform("nunique")
    return observations[counts >= WHOLE_FIELD * expected]


def comparable_years(
    observations: pd.DataFrame, year: int, breaks: Iterable[SeriesBreak] = ()
) -> list[int]:
    """Earlier years that `year` can be set against, oldest first.

    The same regions must have a value in both, and no break that concerns one of them may lie
    between. observations: the regions of one level, without the nation; rows without a figure do
    not count.
    """
    observations = drop_missing(observations)
    members = observations.groupby("year")["region_code"].agg(frozenset)
    if year not in members.index:
        return []
    now = members[year]
    floor = max(
        (b.year for b in breaks if b.year <= year and any(b.concerns(c) for c in now)),
        default=int(members.index.min()),
    )
    return [int(y) for y, there in members.items() if floor <= y < year and there == now]


def first_shares(
    cities: pd.DataFrame, totals: Mapping[str, float], expected: Mapping[str, int]
) -> pd.DataFrame:
    """The share of the largest city in each province's total, as far as cities have published.

    cities: one row per region_code with province_code and value, of one year. totals: the
    province's own figure; expected: how many cities it has. One row a province with both:
    province_code, region_code, value, total, share_pct, cities, expected, is_first_certain,
    largest share first. is_first_certain: all cities are known, or what the others have left is
    not more than the largest, so that no unknown city can be larger. A city above its province's
    total contradicts it, and the province is left out. Cities without a figure count as not known.
    Raises ValueError for a city that stands twice, and for infinity.
    """
    check_unique("cities", cities, ["region_code"])
    rows = []
    for province, known in drop_missing(cities).groupby("province_code"):
        total = totals.get(str(province))
        first = known.loc[known["value"].idxmax()]
        if total is None or not 0 < total < np.inf or first["value"] > total:
            continue
        left = total - known["value"].sum()
        rows.append(
            {
                "province_code": province,
                "region_code": first["region_code"],
                "value": first["value"],
                "total": total,
                "share_pct": first["value"] / total * 100,
                "cities": len(known),
                "expected": expected[str(province)],
                "is_first_certain": len(known) >= expected[str(province)] or left <= first["value"],
            }
        )
    columns = ["province_code", "region_code", "value", "total", "share_pct", "cities", "expected"]
    table = pd.DataFrame(rows, columns=[*columns, "is_first_certain"])
    return table.sort_values("share_pct", ascending=False, ignore_index=True)


def whole_of(indicator_code: str) -> str:
    """The provinces' figures that those of their cities are a part of, by indicator.

    Cities publish GDP as first estimated, and the provinces' is revised years later: a city's part
    is of what its province published at the time.
    """
    return "gdp_first_published" if indicator_code == "gdp" else indicator_code


def first_cities(
    cities: pd.DataFrame,
    provinces: pd.DataFrame,
    expected: Mapping[str, int],
    not_after: int,
    max_age: int,
) -> pd.DataFrame:
    """The largest city's share in each province, each in the year that tells most.

    cities: one row per region_code, year with province_code and value; provinces: one row per
    region_code, year with value; expected: how many cities a province has. The years looked at
    are not_after and the max_age before it. Of a province, the newest year in which no city
    without a figure can be larger; where there is none, the year in which the known cities have
    most of the province, or a newer one in which they have nearly as much (5 points less). One row
    a province as first_shares gives it, with year and known_pct: what all known cities have of the
    province.
    """
    tables = []
    for year in range(not_after - max_age, not_after + 1):
        totals = provinces[provinces["year"] == year].set_index("region_code")["value"]
        rows = cities[cities["year"] == year]
        table = first_shares(rows, totals.to_dict(), expected)
        known = table["province_code"].map(
            drop_missing(rows).groupby("province_code")["value"].sum()
        )
        tables.append(table.assign(year=year, known_pct=100 * known / table["total"]))
    every = pd.concat([t for t in tables if len(t)] or tables[:1], ignore_index=True)
    chosen = [_tells_most(rows) for _code, rows in every.groupby("province_code")]
    return every.loc[chosen].sort_values("share_pct", ascending=False, ignore_index=True)


def _tells_most(rows: pd.DataFrame) -> object:
    """The row of the year in which a province's first city is known best; years ascend."""
    certain = rows[rows["is_first_certain"].astype(bool)]
    if len(certain):
        return certain.index[-1]
    return rows.index[rows["known_pct"] >= rows["known_pct"].max() - _NEARLY][-1]


def _measure(
    year: int,
    rows: pd.DataFrame,
    population: pd.DataFrame | None,
    groups: Mapping[str, str] | None,
) -> dict[str, object]:
    rows = rows.sort_values("region_code")
    values = rows["value"].to_numpy(dtype=float)
    labels = _labels(rows["region_code"], groups)
    people = None if population is None else _people(rows, population)
    plain = theil(values, labels)
    by_people = Theil(*[float("nan")] * 3) if people is None else theil(values, labels, people)
    index = herfindahl(values)
    shares = np.sort(values)[::-1] / values.sum() * 100
    return {
        "year": year,
        "regions": len(values),
        "gini": gini(values),
        "gini_people": float("nan") if people is None else gini(values, people),
        "theil": plain.total,
        "theil_between": plain.between,
        "theil_within": plain.within,
        "theil_people": by_people.total,
        "theil_people_between": by_people.between,
        "theil_people_within": by_people.within,
        "hhi": index,
        "hhi_normalised": normalise_herfindahl(index, len(values)),
        "first_code": rows["region_code"].iloc[int(np.argmax(values))],
        "first_share_pct": float(shares[0]),
        "leaders_share_pct": float(shares[:LEADERS].sum()),
    }


def _matched(values: Numbers, weights: Numbers | None) -> tuple[Numbers, Numbers | None]:
    """Amounts and weights in the same order, refused where they are none."""
    if weights is None:
        return as_amounts("values", values), None
    people = as_numbers("weights", match_index("weights", values, weights))
    if not (people > 0).all():
        raise ValueError(
            "every region needs a weight above zero; "
            f"{int((~(people > 0)).sum())} of {people.size} have none: leave them out first"
        )
    return as_amounts("values", values), people


def _matched_groups(values: Numbers, groups: Sequence[str]) -> Sequence[str]:
    """The group of each value; a list goes by position, a Series by index."""
    if not isinstance(groups, pd.Series):
        check_plain("values with a list of groups", values)
    found = pd.Series(match_index("groups", values, groups))
    if found.isna().any():
        raise ValueError(f"every region needs a group; {int(found.isna().sum())} have none")
    return [str(group) for group in found]


def _labels(codes: pd.Series, groups: Mapping[str, str] | None) -> list[str] | None:
    if groups is None or not all(code in groups for code in codes):
        return None
    return [groups[code] for code in codes]


def _people(rows: pd.DataFrame, population: pd.DataFrame) -> Numbers | None:
    """The weights in the order of the rows; none when a region of the year has none."""
    both = rows[["region_code", "year"]].merge(population, on=["region_code", "year"], how="left")
    people = both["value"].to_numpy(dtype=float)
    return people if np.all(people > 0) else None


def _relative_entropy(amount: Numbers, counted: Numbers) -> float:
    """Σ s ln(s / p); what has no amount adds nothing, as s ln s goes to zero."""
    there = amount > 0
    return float(np.sum(amount[there] * np.log(amount[there] / counted[there])))
