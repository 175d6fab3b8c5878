"""What a measurement gives, and docs/performance.md that is written from all of them."""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.places import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
# Beside the document and as well kept: who measures one thing must not lose the others.
KEPT = DOCUMENT.with_suffix(".json")
ORDER = (
    "browser",
    "counties",
    "server",
    "pages",
    "crowd",
    "load",
    "readers",
    "check",
    "uploads",
    "composite",
    "api",
)
PACKAGES = ("streamlit", "plotly", "duckdb", "pandas", "dash", "datasette", "playwright")


@dataclass(frozen=True)
class Target:
    """Something promised: at most `limit`, measured as `value`, both in `unit` (× for a ratio)."""

    what: str
    value: float
    limit: float
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit


@dataclass
class Section:
    """One benchmark's outcome: tables (a caption, a heading row and rows), targets, remarks."""

    name: str
    title: str
    command: str
    tables: list[tuple[str, list[str], list[list[str]]]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    taken: str = ""


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Median and, in brackets, least and most."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"**{middle:,.{digits}f}** ({low:,.{digits}f} – {high:,.{digits}f})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of ours as a part of the median of theirs."""
    return statistics.median(ours) / statistics.median(theirs)


def keep(section: Section) -> None:
    """Put a section's outcome beside those of earlier runs, and write the document anew."""
    section.taken = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {describe_machine()}"
    kept: dict[str, Any] = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    kept[section.name] = asdict(section)
    kept = {name: kept[name] for name in sorted(kept, key=ORDER.index)}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sections = [_restore(entry) for entry in kept.values()]
    DOCUMENT.write_text(write_document(sections), encoding="utf-8")


def write_document(sections: Sequence[Section]) -> str:
    """The whole of docs/performance.md: what was promised, what was measured, and on what."""
    targets = [target for section in sections for target in section.targets]
    blocks = [
        "# Performance",
        "Written by `make bench`; not edited by hand. Medians, least and most in brackets. "
        "Contestants take turns within one run, so that all meet the same machine.",
        f"Versions: {describe_versions()}.",
        "## Targets",
        write_targets(targets),
        *(_write_section(section) for section in sections),
    ]
    return "\n\n".join(blocks) + "\n"


def write_targets(targets: Sequence[Target]) -> str:
    """A table of promises with pass or FAIL."""
    rows = [
        [t.what, _amount(t.value, t.unit), f"≤ {_amount(t.limit, t.unit)}", _verdict(t)]
        for t in targets
    ]
    return write_table(["Target", "Measured", "Promised", ""], rows)


def write_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: first column to the left, the others to the right."""
    rule = ["---", *["---:"] * (len(heading) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [heading, rule, *rows])


def describe_machine() -> str:
    """Processor, cores, memory, and how busy the machine was with other things."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.split(":", 1)[1].strip() for line in text.splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = models[0] if models else platform.machine()
    load = os.getloadavg()[0]
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, load at the end {load:.1f}"


def describe_versions() -> str:
    """Python, the packages that matter, and the browser."""
    found = [f"Python {platform.python_version()}", *(f"{p} {version(p)}" for p in PACKAGES)]
    chromium = shutil.which("chromium")
    if chromium:
        said = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False)
        found.append(" ".join(said.stdout.split()[:2]))
    return ", ".join(found)


def _write_section(section: Section) -> str:
    blocks = [f"## {section.title}", f"`{section.command}`, {section.taken}"]
    for caption, heading, rows in section.tables:
        blocks += [caption, write_table(heading, rows)]
    blocks += ["\n".join(f"- {note}" for note in section.notes)] if section.notes else []
    return "\n\n".join(blocks)


def _restore(entry: dict[str, Any]) -> Section:
    targets = [Target(**target) for target in entry["targets"]]
    return Section(**{**entry, "targets": targets})


def _amount(value: float, unit: str) -> str:
    return f"{value:.2f} ×" if unit == "×" else f"{value:,.1f} {unit}".replace(".0 ", " ")


def _verdict(target: Target) -> str:
    return "pass" if target.is_met else "**FAIL**"
