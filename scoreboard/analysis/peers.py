"""True peers: the regions most alike in slow structural traits, never in performance.

Traits are standardised over the regions of a level, so that one unit of distance is one standard
deviation of a trait; the distance is the weighted Euclidean one. Why structure alone: Navarro et
al. (2014), Regional benchmarking in the smart specialisation process, JRC S3 Working Paper 3.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from scoreboard.analysis.checks import as_numbers
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.catalog.models import NATION
from scoreboard.catalog.structural import LAND_AREA, StructuralVariable


def structural_matrix(
    panel: pd.DataFrame,
    catalog_variables: Sequence[StructuralVariable],
    not_after: int | None = None,
    areas: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """How large, dense, rich each region is: one row a region, one column a trait.

    panel: one row per indicator_code, region_code, year with value and status, of one level; the
    nation's rows are left out, as are preliminary and unconfirmed figures, since an older year
    serves for what is slow. catalog_variables: of that level; areas: km² by region. Each trait is
    of its newest widely published year (structural_years), not after `not_after`. Logarithms are
    natural. Missing stays missing; a region without any trait has no row.
    """
    found = {
        v.code: _one_year(rows, v)
        for v, rows in _all_years(panel, catalog_variables, not_after, areas)
    }
    matrix = pd.DataFrame(found, columns=[v.code for v in catalog_variables], dtype=float)
    return matrix.rename_axis("region_code").sort_index()


def structural_years(
    panel: pd.DataFrame,
    catalog_variables: Sequence[StructuralVariable],
    not_after: int | None = None,
    areas: Mapping[str, float] | None = None,
) -> dict[str, int]:
    """The year that each trait of structural_matrix is of; traits without any figure drop out.

    Takes what structural_matrix takes.
    """
    return {
        v.code: _year_of(rows)
        for v, rows in _all_years(panel, catalog_variables, not_after, areas)
        if len(rows)
    }


def weights_of(catalog_variables: Sequence[StructuralVariable]) -> pd.Series:
    """How much each trait counts, by its code."""
    return pd.Series({v.code: v.weight for v in catalog_variables}, dtype=float)


def standardise(matrix: pd.DataFrame) -> pd.DataFrame:
    """Each trait as standard deviations from its mean over the regions (n − 1 in the deviation).

    matrix: regions × traits. A trait that is the same everywhere is 0 for all: it tells nobody
    apart. Missing stays missing. Raises ValueError for infinity.
    """
    as_numbers("traits", matrix)
    centred = matrix - matrix.mean()
    spread = matrix.std(ddof=1)
    # Rounding leaves a constant column with a deviation of 1e-17 instead of none.
    tiny = 1e-12 * matrix.abs().max()
    return centred.mask(centred.notna() & ~(spread > tiny), 0.0) / spread.where(spread > tiny, 1.0)


def peer_distances(matrix: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    """How far any two regions are apart: a square, symmetric table, 0 on its diagonal.

    matrix: regions × traits; weights: by trait, any scale. d = √Σ w (z_i − z_j)². A region that
    lacks a trait has no distance to any other: what is not known makes no pair closer. Raises
    ValueError for infinity and for a trait without a weight that is not negative.
    """
    z = standardise(matrix).to_numpy(dtype=float)
    distances = distances_between(z, weight_of_each(matrix, weights))
    return pd.DataFrame(distances, index=matrix.index, columns=matrix.index)


def distances_from(matrix: pd.DataFrame, weights: pd.Series, region_code: str) -> pd.Series:
    """How far every other region is from one, by code: its row of peer_distances without itself.

    matrix, weights: as peer_distances takes them. Regions that lack a trait are absent, and so are
    all when the region itself lacks one or is unknown. Raises ValueError as peer_distances does.
    """
    z = standardise(matrix)
    of_each = weight_of_each(matrix, weights)
    if region_code not in z.index:
        return pd.Series(dtype=float)
    squares = ((z - z.loc[region_code]) ** 2 * of_each).sum(axis=1, skipna=False)
    return np.sqrt(squares).drop(region_code).dropna()


def weight_of_each(matrix: pd.DataFrame, weights: pd.Series) -> np.ndarray:
    """The weights in the order of the traits, by name. Raises ValueError where one is none."""
    found = weights.reindex(list(matrix.columns)).to_numpy(dtype=float)
    wrong = [str(c) for c, w in zip(matrix.columns, found, strict=True) if not 0 <= w < np.inf]
    if wrong:
        raise ValueError(
            f"every trait needs a weight that is finite and not negative; {', '.join(wrong)} have "
            "none"
        )
    return found


def distances_between(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The weighted Euclidean distance of every pair of rows; missing where either lacks a value.

    rows: n × m, missing as nan; weights: m. Returns n × n, 0 on the diagonal.
    """
    squares = np.zeros((len(rows), len(rows)))
    for column, weight in zip(rows.T, weights, strict=True):
        squares += weight * (column[:, None] - column[None, :]) ** 2
    distances = np.sqrt(squares)
    np.fill_diagonal(distances, 0.0)
    return distances


def find_peers(
    distances: pd.DataFrame, region_code: str, k: int, excluded: Collection[str] = ()
) -> pd.DataFrame:
    """The k regions nearest to one, nearest first: region_code, distance.

    Never the region itself, nor the excluded. Fewer rows when fewer have a distance; none when
    the region is unknown. Equal distances stand in order of code.
    """
    if region_code not in distances.index:
        return pd.DataFrame(
            {"region_code": pd.Series(dtype=str), "distance": pd.Series(dtype=float)}
        )
    return nearest(distances.loc[region_code].drop(labels=region_code), k, excluded)


def nearest(distances: pd.Series, k: int, excluded: Collection[str] = ()) -> pd.DataFrame:
    """The k regions with the smallest distances, nearest first: region_code, distance.

    distances: by region code, missing ones are none. Equal ones stand in order of code.
    """
    row = distances.dropna()
    row = row[~row.index.isin(list(excluded))]
    found = row.rename_axis("region_code").rename("distance").reset_index()
    return found.sort_values(["distance", "region_code"], ignore_index=True).head(k)


def closest_variables(
    matrix: pd.DataFrame, region_code: str, peer_code: str, n: int = 2
) -> list[str]:
    """The traits in which two regions are most alike, closest first: the reason in words.

    Fewer than n where they share fewer.
    """
    z = standardise(matrix)
    apart = (z.loc[region_code] - z.loc[peer_code]).abs().dropna()
    return apart.sort_values(kind="stable").index[:n].tolist()


def _all_years(
    panel: pd.DataFrame,
    variables: Sequence[StructuralVariable],
    not_after: int | None,
    areas: Mapping[str, float] | None,
) -> list[tuple[StructuralVariable, pd.DataFrame]]:
    """Each variable with its rows region_code, year, value of every year."""
    rows = panel[(panel["region_code"] != NATION) & ~panel["status"].isin(("P", "U"))]
    if not_after is not None:
        rows = rows[rows["year"] <= not_after]
    by_code = dict(tuple(rows.groupby("indicator_code")[["region_code", "year", "value"]]))
    empty = rows[["region_code", "year", "value"]].iloc[:0]
    return [(v, _values(v, by_code, empty, areas or {})) for v in variables]


def _values(
    variable: StructuralVariable,
    by_code: Mapping[str, pd.DataFrame],
    empty: pd.DataFrame,
    areas: Mapping[str, float],
) -> pd.DataFrame:
    rows = by_code.get(variable.indicator, empty)
    if variable.per == LAND_AREA:
        rows = rows.assign(value=rows["value"] / rows["region_code"].map(areas).astype(float))
    elif variable.per is not None:
        keys = ["region_code", "year"]
        both = rows.merge(by_code.get(variable.per, empty), on=keys, suffixes=("", "_per"))
        rows = both.assign(value=both["value"] / both["value_per"].where(both["value_per"] > 0))
    if variable.transform == "log":
        # What is not above zero has no logarithm and is as good as missing.
        rows = rows.assign(value=np.log(rows["value"].where(rows["value"] > 0)))
    return rows.dropna(subset="value")


def _year_of(rows: pd.DataFrame) -> int:
    return newest_full_year({int(y): int(n) for y, n in rows["year"].value_counts().items()})


def _one_year(rows: pd.DataFrame, variable: StructuralVariable) -> pd.Series:
    if rows.empty:
        return pd.Series(dtype=float)
    chosen = rows[rows["year"] == _year_of(rows)]
    return chosen.set_index("region_code")["value"].rename(variable.code)
