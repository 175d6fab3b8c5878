"""How long do 10,000 evaluations of all cities take, and what is that against the bare arithmetic?

375 regions × 40 indicators, 10,000 joint draws of weights, normalisation, aggregation and left-out
indicator, with the 5–95 % ranges of rank and score and the first-order shares. Beside it, in turns
in one process: the bare matrix product and argsort of the same size in NumPy, and scikit-criteria
called once a draw (a sample of draws, from which the whole is reckoned). Our peak of memory is
taken in a process of its own.

    python -m tests.bench.bench_composite --repeat 5
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from scoreboard.analysis.composite import Plan, assess
from scoreboard.analysis.composite.screen import Array
from tests.bench.places import ROOT
from tests.bench.report import Section, Target, spread, write_table

REGIONS, INDICATORS, DRAWS = 375, 40, 10_000
SAMPLE = 60
TIMES_BARE, TIMES_FASTER, MEMORY_GB = 3.0, 40.0, 1.0


def make_table() -> tuple[Array, Array, Array, Array]:
    """Figures as skewed as real ones, equal weights, and goalposts."""
    values = np.random.default_rng(7).lognormal(size=(REGIONS, INDICATORS))
    worst, best = np.quantile(values, [0.025, 0.975], axis=0)
    return values, np.full(INDICATORS, 1 / INDICATORS), worst, best


def assess_here() -> None:
    """All draws with everything the page shows of them."""
    assess(*make_table(), Plan(draws=DRAWS))


def multiply_and_sort(values: Array, weights: Array) -> None:
    """What the least of it costs in NumPy: every score of every draw, and their order."""
    np.argsort(-(weights @ values.T), axis=1)


def rank_by_library(values: Array, weights: Array) -> None:
    """The draws one after the other with scikit-criteria, the three aggregations in turn."""
    import skcriteria
    from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.preprocessing.scalers import MinMaxScaler

    objectives = [max] * values.shape[1]
    methods = (WeightedSumModel(), WeightedProductModel(), TOPSIS())
    for draw, row in enumerate(weights):
        decision = skcriteria.mkdm(values + 1, objectives, weights=row)
        method = methods[draw % len(methods)]
        if not isinstance(method, WeightedProductModel):  # which cannot stand the zeros
            decision = MinMaxScaler(target="matrix").transform(decision)
        assert method.evaluate(decision).rank_.size == values.shape[0]


def measure(repeats: int = 5) -> Section:
    """All three ways in turns, and the memory of ours."""
    values, weights, _worst, _best = make_table()
    drawn = np.random.default_rng(1).dirichlet(weights * 300, size=DRAWS)
    ways: dict[str, Callable[[], None]] = {
        "ours": assess_here,
        "bare": lambda: multiply_and_sort(values, drawn),
        "library": lambda: rank_by_library(values, drawn[:SAMPLE]),
    }
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(repeats + 1):
        for way, run in ways.items():
            started = time.perf_counter()
            run()
            taken = time.perf_counter() - started
            if turn:  # the first turn loads libraries
                seconds[way].append(taken * (DRAWS / SAMPLE if way == "library" else 1))
    middle = {way: statistics.median(taken) for way, taken in seconds.items()}
    titles = {
        "ours": "all draws, ranges and first-order shares",
        "bare": "NumPy: matrix product and argsort of the same size",
        "library": f"scikit-criteria once a draw (reckoned from {SAMPLE} draws)",
    }
    cells = [
        [titles[way], spread(taken, 2), f"{middle['ours'] / middle[way]:.3f}"]
        for way, taken in seconds.items()
    ]
    size = f"{REGIONS} regions × {INDICATORS} indicators, {DRAWS:,} draws"
    faster = middle["library"] / middle["ours"]
    return Section(
        name="composite",
        title="Rank uncertainty",
        command=f"python -m tests.bench.bench_composite --repeat {repeats}",
        tables=[(f"{size}, seconds:", ["", "seconds", "ours ÷ it"], cells)],
        targets=[
            Target("10,000 draws ÷ bare NumPy", middle["ours"] / middle["bare"], TIMES_BARE),
            Target("10,000 draws ÷ (scikit-criteria / 40)", TIMES_FASTER / faster, 1.0),
            Target("peak memory of the draws", measure_memory(), MEMORY_GB, "GB"),
        ],
        notes=[f"{faster:,.0f} times as fast as scikit-criteria called once a draw."],
    )


def measure_memory() -> float:
    """The greatest memory, in GB, of a process that does nothing else."""
    command = [sys.executable, "-m", "tests.bench.bench_composite", "--memory"]
    ran = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return float(ran.stdout)


def main() -> int:
    """Measure and print; 1 with --strict when a promise is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--memory", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        assess_here()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)
        return 0
    section = measure(asked.repeat)
    for caption, heading, rows in section.tables:
        print(f"{caption}\n\n{write_table(heading, rows)}\n")
    for target in section.targets:
        print(f"{target.what}: {target.value:.2f} (promised ≤ {target.limit})")
    print("\n".join(section.notes))
    return int(asked.strict and not all(target.is_met for target in section.targets))


if __name__ == "__main__":
    sys.exit(main())
