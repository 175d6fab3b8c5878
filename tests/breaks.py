"""Breaks the code on purpose, in a copy, and sees whether the tests notice.

Every break is a fault that would publish something wrong without a word. The tests named beside
it must fail with the break and pass without it.

    python -m tests.breaks
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("app.py", "data", "etl", "pages", "pyproject.toml", "scoreboard", "static", "tests")


@dataclass(frozen=True)
class Break:
    """One fault: in a file, a piece of code is replaced by another; which tests must notice."""

    name: str
    file: str
    code: str
    broken: str
    tests: tuple[str, ...]


BREAKS = (
    Break(
        "CURRENT written before the release has its name",
        "etl/release/files.py",
        "    _prepare_line(releases, CURRENT, release_name(number))\n",
        "    _prepare_line(releases, CURRENT, release_name(number))\n"
        "    _replace(releases, CURRENT)\n"
        "    _prepare_line(releases, CURRENT, release_name(number))\n",
        ("tests/etl/test_kill_steps.py",),
    ),
    Break(
        "a comparison with another release published",
        "etl/release/publish.py",
        "            if past.number != comparison.based_on:\n",
        "            if past.number is None:\n",
        ("tests/etl/test_update_publish.py",),
    ),
    Break(
        "a source of a lower grade wins without a word",
        "etl/release/compare.py",
        "o.value IS NOT NULL AND grade_after > grade_before AS is_lower",
        "false AS is_lower",
        ("tests/etl/test_update_publish.py",),
    ),
    Break(
        "the scope in a title ignored",
        "etl/resolve/indicators.py",
        "        named = around if is_official else around | scopes.named_in(text)\n",
        "        named: set[str] = set()\n",
        ("tests/etl/test_period_and_scope.py",),
    ),
    Break(
        "a unit taken for one ten thousand times as large",
        "data/catalog/units.yml",
        "    en: 10,000 yuan\n  base: 元\n  factor: 10000\n",
        "    en: 10,000 yuan\n  base: 元\n  factor: 100000000\n",
        ("tests/etl/test_names.py", "tests/etl/test_checks.py"),
    ),
    Break(
        "the note of a value missing on the bars",
        "scoreboard/charts/ranking.py",
        'note=hover_note(getattr(row, "note", "")),',
        'note="",',
        ("tests/answers/test_notes.py",),
    ),
    Break(
        "the note of a value missing on the small lines of the profile",
        "scoreboard/charts/positions.py",
        "note = hover_note(notes.get(year))",
        'note = ""',
        ("tests/answers/test_notes.py",),
    ),
    Break(
        "the note of a value missing on the small trends of the comparison",
        "scoreboard/answers/compare/drawing.py",
        'word + said.get(year, "") for',
        "word for",
        ("tests/answers/test_notes.py",),
    ),
    Break(
        "a value that is not final drawn like one that is",
        "scoreboard/charts/ranking.py",
        "fill=washed(colour, 0.55 if is_chosen else 0.22) if status else colour",
        "fill=colour",
        ("tests/unit/test_charts.py",),
    ),
    Break(
        "rising blue where less is better",
        "scoreboard/charts/theme.py",
        "    lower, upper = (BETTER, WORSE) if falling_is_better else (WORSE, BETTER)\n    below",
        "    lower, upper = WORSE, BETTER\n    below",
        ("tests/unit/test_charts.py",),
    ),
    Break(
        "a year without any value left out of the coverage",
        "scoreboard/answers/methods/coverage.py",
        "    if not wide.empty:\n",
        "    if wide.empty:\n",
        ("tests/unit/test_charts.py",),
    ),
    Break(
        "a city that lacks a trait nearer to all for it",
        "scoreboard/analysis/peers.py",
        "weight * (column[:, None] - column[None, :]) ** 2",
        "weight * np.nan_to_num(column[:, None] - column[None, :]) ** 2",
        ("tests/answers/test_peers_of_cities.py",),
    ),
    Break(
        "traits of peers not on one scale",
        "scoreboard/analysis/peers.py",
        " / spread.where(spread > tiny, 1.0)\n",
        "\n",
        ("tests/answers/test_peers_of_cities.py",),
    ),
)


def notices(chosen: Break | None, tests: tuple[str, ...]) -> tuple[bool, str]:
    """Whether tests fail in a copy of the project with a break; and the last line they print."""
    with tempfile.TemporaryDirectory(prefix="break-") as folder:
        for part in PARTS:
            source = ROOT / part
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "releases")
                shutil.copytree(source, Path(folder) / part, ignore=ignored)
            else:
                shutil.copy(source, folder)
        if chosen is not None:
            file = Path(folder) / chosen.file
            code = file.read_text(encoding="utf-8")
            if code.count(chosen.code) != 1:
                raise SystemExit(f"{chosen.name}: not found once in {chosen.file}")
            file.write_text(code.replace(chosen.code, chosen.broken), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if ran.returncode not in (0, 1):
        raise SystemExit(f"the tests did not run: {ran.stdout[-500:]}{ran.stderr[-500:]}")
    failed = [line for line in ran.stdout.splitlines() if line.startswith("FAILED")]
    return ran.returncode == 1, failed[0][:160] if failed else ran.stdout.splitlines()[-1]


def main() -> int:
    """Try every break; 1 when one is not noticed."""
    missed = 0
    for chosen in BREAKS:
        started = time.perf_counter()
        noticed, line = notices(chosen, chosen.tests)
        missed += not noticed
        print(f"{'noticed' if noticed else 'MISSED '}  {chosen.name}")
        print(f"         {line}  ({time.perf_counter() - started:.0f} s)")
    every = tuple(dict.fromkeys(test for chosen in BREAKS for test in chosen.tests))
    failing, line = notices(None, every)
    print(f"{'FAILING' if failing else 'green  '}  without a break: {line}")
    return 1 if missed or failing else 0


if __name__ == "__main__":
    sys.exit(main())
