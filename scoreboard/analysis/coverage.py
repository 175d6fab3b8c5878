"""Which years have data, and which of them to show first."""

import pandas as pd


def years_with_data(coverage: pd.DataFrame, indicator_code: str, level: str) -> dict[int, int]:
    """The years of an indicator at a level, with the number of regions that have a value.

    coverage: one row per indicator_code, level, year with `regions`. Ascending; empty if none.
    """
    rows = coverage[(coverage["indicator_code"] == indicator_code) & (coverage["level"] == level)]
    return dict(sorted(zip(rows["year"].astype(int), rows["regions"].astype(int), strict=True)))


def newest_full_year(regions_by_year: dict[int, int]) -> int:
    """The newest year that at least half as many regions have as the best-covered year.

    A year with figures of a few early publishers only would make a poor first picture.

    Raises ValueError when there is no year at all.

    >>> newest_full_year({2022: 31, 2023: 31, 2024: 7})
    2023
    """
    if not regions_by_year:
        raise ValueError("there is no year with figures to choose from")
    enough = max(regions_by_year.values()) / 2
    return max(year for year, regions in regions_by_year.items() if regions >= enough)


def widest_coverage(coverage: pd.DataFrame, level: str) -> dict[str, int]:
    """By indicator: the largest number of regions of a level that have a value in one year.

    coverage: one row per indicator_code, level, year with `regions`.
    """
    rows = coverage[coverage["level"] == level]
    return rows.groupby("indicator_code")["regions"].max().astype(int).to_dict()
