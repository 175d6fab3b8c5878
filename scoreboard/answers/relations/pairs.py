"""The figures of two indicators side by side, a pair a region and year."""

from __future__ import annotations

import pandas as pd

from scoreboard.answers.kept import kept
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Level

_OF_EACH = ["value", "status", "source_code", "note"]


@kept
def pairs(
    release: Release, level: Level, within: str | None, across: str, code: str
) -> pd.DataFrame:
    """Every region and year with either indicator, and the nation under its own code.

    One row per region_code, year with value_x, status_x, source_code_x, note_x of the indicator
    across, and the same with _y of the other; missing where there is none.
    """
    both = [
        release.observations(one, level, within)[["region_code", "year", *_OF_EACH]].rename(
            columns={name: f"{name}_{axis}" for name in _OF_EACH}
        )
        for axis, one in (("x", across), ("y", code))
    ]
    return both[0].merge(both[1], on=["region_code", "year"], how="outer")


def years_with_both(
    release: Release, level: Level, within: str | None, across: str, code: str
) -> dict[int, int]:
    """The years in which regions have both indicators, with the number of these regions."""
    rows = pairs(release, level, within, across, code)
    rows = rows[rows["region_code"] != NATION].dropna(subset=["value_x", "value_y"])
    return {int(year): int(n) for year, n in rows["year"].value_counts().sort_index().items()}
