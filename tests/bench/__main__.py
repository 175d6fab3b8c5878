"""Runs the benchmarks and writes docs/performance.md.

python -m tests.bench [browser | counties | server | pages | crowd | load | readers | check |
                       uploads | composite | api ...] [--repeats N] [--rows N] [--strict]
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Callable

from tests.bench import (
    bench_api,
    bench_browser,
    bench_check,
    bench_composite,
    bench_counties,
    bench_crowd,
    bench_pages,
    bench_readers,
    bench_server,
    bench_uploads,
)
from tests.bench.places import ROOT
from tests.bench.report import DOCUMENT, ORDER, Section, Target, keep, write_targets

LOAD_LIMITS = {"times": 2.0, "memory_gb": 3.0}


def main() -> int:
    """Measure what was asked for; 1 with --strict when a target is missed."""
    names = ORDER
    parser = argparse.ArgumentParser(description="Measures the dashboard beside its peers.")
    parser.add_argument("benchmarks", nargs="*", metavar="|".join(names), help="all without one")
    parser.add_argument("--repeats", type=int, default=12, help="of each measurement (12)")
    parser.add_argument("--rows", type=int, default=10_000_000, help="of the load (10,000,000)")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target is missed")
    asked = parser.parse_args()
    if unknown := set(asked.benchmarks) - set(names):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    benchmarks: dict[str, Callable[[], Section]] = {
        "browser": lambda: bench_browser.measure(asked.repeats),
        "counties": lambda: bench_counties.measure(asked.repeats),
        "server": lambda: bench_server.measure(asked.repeats),
        "pages": lambda: bench_pages.measure(asked.repeats),
        "crowd": lambda: bench_crowd.measure(),
        "load": lambda: measure_load(asked.rows),
        "readers": lambda: bench_readers.measure(repeats=min(asked.repeats, 5)),
        "check": lambda: bench_check.measure(min(asked.rows, 1_000_000), min(asked.repeats, 3)),
        "uploads": lambda: bench_uploads.measure(),
        "api": lambda: bench_api.measure(asked.repeats),
        "composite": lambda: bench_composite.measure(min(asked.repeats, 5)),
    }
    targets: list[Target] = []
    for name in names:
        if not asked.benchmarks or name in asked.benchmarks:
            section = benchmarks[name]()
            keep(section)
            targets += section.targets
    print(f"{write_targets(targets)}\n\nwritten to {DOCUMENT.relative_to(ROOT)}")
    return int(asked.strict and not all(target.is_met for target in targets))


def measure_load(rows: int, repeats: int = 3) -> Section:
    """Loading tidy figures, in a process of its own, so that its peak of memory is its own."""
    command = f"python -m tests.bench.bench_load --rows {rows} --repeat {repeats}"
    arguments = [sys.executable, *command.split()[1:]]
    ran = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    found = dict(re.findall(r"^median (\w+): (.+)$", ran.stdout, re.MULTILINE))
    numbers = {way: [float(n) for n in re.findall(r"[\d.]+", text)] for way, text in found.items()}
    times = numbers["ours"][0] / numbers["bare"][0]
    titles = {"bare": "DuckDB alone: CREATE TABLE AS", "ours": "our load, checks and publishing"}
    cells = [[titles.get(way, way), f"{s:.2f}", f"{gb:.2f}"] for way, (s, gb) in numbers.items()]
    caption = f"{rows:,} tidy rows of csv, medians of {repeats} in fresh processes:"
    return Section(
        name="load",
        title="Loading",
        command=command,
        tables=[(caption, ["", "seconds", "peak memory, GB"], cells)],
        targets=[
            Target("load ÷ DuckDB alone", times, LOAD_LIMITS["times"]),
            Target("peak memory of the load", numbers["ours"][1], LOAD_LIMITS["memory_gb"], "GB"),
        ],
    )


if __name__ == "__main__":
    sys.exit(main())
