"""Two processes publish at once, each its own rows, round after round: every row is in, once.

A writer that is told to compare again does so; one that finds the other at work waits.

    python -m tests.etl.two_writers --rounds 50
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from etl.check.file_report import check
from etl.check.report import Original
from etl.release.comparison import compare
from etl.release.publish import publish
from etl.release.refusal import Refused
from tests.etl.uploads import cell, reading, tiny_catalog
from tests.etl.workbench import read_release

REGIONS = ("110000", "120000")
FIRST_YEAR = 1960


def write(releases: Path, region: str, rounds: int) -> int:
    """Publish one figure a round; returns how often another writer had been faster."""
    overtaken = 0
    for number in range(rounds):
        year = FIRST_YEAR + number
        upload = reading([cell(100 + number, region=region, year=str(year))])
        report = check(
            upload,
            Original(f"{region}-{year}.csv", f"{region}-{year}".encode()),
            catalog=tiny_catalog(),
            releases=releases,
            aliases=(),
        )
        while isinstance(result := publish(compare(report)), Refused):
            assert result.kind == "stale", result
            overtaken += 1
    return overtaken


def run(folder: Path, rounds: int) -> None:
    """Let two writers run; fails when a row is missing, there twice, or in no release."""
    releases = folder / "releases"
    tiny_catalog()
    children = []
    for region in REGIONS:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                write(releases, region, rounds)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0, 0], codes
    wanted = [
        (region, FIRST_YEAR + number, 100.0 + number)
        for region in REGIONS
        for number in range(rounds)
    ]
    held = read_release(
        releases, "SELECT region_code, year, value FROM observation ORDER BY region_code, year"
    )
    assert held == wanted
    ((number, keys, added, last),) = read_release(
        releases,
        """
        SELECT (SELECT count(*) FROM revision),
            (SELECT count(DISTINCT (region_code, year)) FROM revision),
            (SELECT sum(rows_added) FROM release), (SELECT max(release_id) FROM release)
        """,
    )
    assert number == keys == added == last == 2 * rounds


def main() -> int:
    """Run as many rounds as asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    asked = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="two-writers-") as folder:
        run(Path(folder), asked.rounds)
    print(f"{asked.rounds} rounds of two writers, {time.perf_counter() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
