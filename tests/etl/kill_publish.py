"""Kills a publishing process again and again, and looks at what is left each time.

Each round a fork of this process checks, compares and publishes uploads, every one of which gives
all its figures one and the same new value; at a random moment it is killed with SIGKILL. Then the
store must open, the release in force must be whole (all figures of one value, the history without
a gap, the original file of every publishing there and unchanged), and the next publish must work.

    python -m tests.etl.kill_publish --rounds 200
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from etl.check.file_report import check
from etl.check.report import Original
from etl.release.comparison import ReleaseComparison, compare
from etl.release.history import original_file
from etl.release.publish import publish
from etl.release.refusal import Refused
from scoreboard.store.folder import current_release, list_numbers
from scoreboard.store.reading import Store
from tests.etl.uploads import Reading, cell, reading, tiny_catalog
from tests.etl.workbench import read_release

YEARS = range(1990, 2024)
# Half of the kills fall anywhere in a publish, or a little after; the others as soon as there is
# an unfinished release, or a little later. Both in times of what one publish takes here.
LATEST = 1.2
SOON = 0.2


def upload(value: int) -> Reading:
    """All figures of one value, so that a mixture of two releases would show."""
    return reading(cell(value, year=str(year)) for year in YEARS)


def prepare(folder: Path, value: int) -> ReleaseComparison:
    """Check and compare such an upload."""
    report = check(
        upload(value),
        Original(f"{value}.csv", str(value).encode()),
        catalog=tiny_catalog(),
        releases=folder,
        aliases=(),
    )
    return compare(report)


def publish_value(folder: Path, value: int) -> None:
    """Publish such an upload; fails when it is refused."""
    result = publish(prepare(folder, value))
    assert not isinstance(result, Refused), result


def assert_whole(folder: Path) -> int:
    """The release in force opens and is one release, whole; returns its number."""
    number = current_release(folder)
    assert number is not None
    observations = Store(folder, number).read_observations("rd_expenditure", "province")
    assert len(observations) == len(YEARS)
    assert observations["value"].nunique() == 1, "figures of two releases"
    lines = read_release(
        folder, "SELECT release_id, source_file, sha256 FROM release ORDER BY release_id"
    )
    # A number is skipped when the writer was killed between the file's name and CURRENT.
    assert (lines[0][0], lines[-1][0]) == (1, number)
    published = [line for line in lines if line[1]]
    for _, source_file, sha256 in published:
        content = original_file(sha256, folder)
        assert hashlib.sha256(content).hexdigest() == sha256
        assert content.decode() == source_file.removesuffix(".csv")
    if lines[-1][1]:
        assert observations["value"].iloc[0] == float(lines[-1][1].removesuffix(".csv"))
    return number


def run(folder: Path, rounds: int, seed: int, at_least: int = 0) -> int:
    """Kill so often, and on until `at_least` kills left an unfinished release behind.

    Returns how many did. A machine with other work to do decides when a writer comes to its turn,
    so that the number of rounds which takes is not known beforehand; after ten times the rounds it
    is given up.
    """
    chance = random.Random(seed)
    releases = folder / "releases"
    value = 100
    publish_value(releases, value)
    before = assert_whole(releases)
    comparison = prepare(releases, value + 1)
    longest = _time_publish(folder)
    at_work = 0
    for number in range(10 * rounds):
        if number >= rounds and at_work >= at_least:
            break
        if comparison.based_on != before:
            value += 1
            comparison = prepare(releases, value + 1)
        begun, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(told, b"1")
            publish(comparison)
            os._exit(0)
        os.close(told)
        os.read(begun, 1)
        os.close(begun)
        if number % 2:
            _wait_for_unfinished(releases, child)
        time.sleep(chance.uniform(0, (SOON if number % 2 else LATEST) * longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        at_work += any(releases.glob(".unfinished-*"))
        after = assert_whole(releases)
        assert after == before or after == list_numbers(releases)[-1]
        before = after
    publish_value(releases, value + 2)
    assert_whole(releases)
    assert not list(releases.glob(".unfinished-*"))
    return at_work


def _wait_for_unfinished(releases: Path, child: int) -> None:
    """Until the writer has begun its copy or has ended; a busy machine may delay it at will."""
    while not any(releases.glob(".unfinished-*")):
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return


def _time_publish(folder: Path) -> float:
    """How long a publish in a fork takes, in a folder of its own."""
    comparison = prepare(folder / "timed", 1)
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        publish(comparison)
        os._exit(0)
    os.waitpid(child, 0)
    return time.perf_counter() - started


def main() -> int:
    """Run as many rounds as asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="kill-publish-") as folder:
        at_work = run(Path(folder), asked.rounds, asked.seed)
        releases = current_release(Path(folder) / "releases")
    print(
        f"{asked.rounds} kills, {at_work} of them left an unfinished release; {releases} releases,"
        f" all whole; {time.perf_counter() - started:.0f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
