"""Does a server give back what uploads took, and how long does a file of many sources take?

A browser opens the update page, uploads a file of 14 MB, waits for the comparison and is closed;
twenty times in a row, against one server. Afterwards, when sessions have had their time to come
back, the memory of the server and of all its processes is set against that before. Then
a file in which every figure names another publication is uploaded three times.

    python -m tests.bench uploads
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from scoreboard.catalog import Catalog, Indicator, load_catalog
from tests.bench.places import ROOT, WORK, free_port, serve, streamlit_command
from tests.bench.report import Section, Target, spread
from tests.bench.stores import build_shipped_store

UPLOADS = 20
MEGABYTES = 14
SOURCES = 60_000
LIMIT_MB, LIMIT_SECONDS = 100.0, 20.0
# Longer than a session may stay away and come back, and a look after it.
SETTLE_SECONDS = 60.0
_WAIT_MS = 300_000
_TIMES = 3
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_HEADER = ["地区代码", "指标", "单位", "年份", "数值", "来源", "备注"]


@dataclass
class Measured:
    """Memory in MB before, after each upload, and at the end; seconds of every upload."""

    before: float = 0.0
    after_each: list[float] = field(default_factory=list)
    after: float = 0.0
    seconds: list[float] = field(default_factory=list)
    seconds_of_sources: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)


def measure(uploads: int = UPLOADS) -> Section:
    """Twenty uploads whose browsers are closed, then three of 60,000 sources."""
    files = WORK / "uploads"
    files.mkdir(parents=True, exist_ok=True)
    large, sources = files / "large.csv", files / "sources.csv"
    large.write_bytes(figures_of(MEGABYTES * 2**20))
    sources.write_bytes(figures_of_sources(SOURCES))
    releases = Path(shutil.copytree(build_shipped_store(), files / "releases", dirs_exist_ok=True))
    port = free_port()
    command = streamlit_command(ROOT / "app.py", port)
    measured = Measured()
    with (
        sync_playwright() as playwright,
        serve("uploads", command, port, {"SCOREBOARD_RELEASES": str(releases)}) as server,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        process = server_process(port)
        # The first upload of all loads libraries and fills the caches of the pages.
        upload(browser, server.url, sources)
        time.sleep(SETTLE_SECONDS)
        measured.before = memory_mb(process)
        for _ in range(uploads):
            measured.seconds.append(upload(browser, server.url, large))
            measured.after_each.append(memory_mb(process))
        time.sleep(SETTLE_SECONDS)
        measured.after = memory_mb(process)
        for _ in range(_TIMES):
            used = processor_seconds(process)
            measured.seconds_of_sources.append(upload(browser, server.url, sources))
            measured.processor_seconds.append(processor_seconds(process) - used)
        browser.close()
    return _report(measured, large.stat().st_size / 2**20)


def figures_of(size: int) -> bytes:
    """A tidy table of about that size: cities and provinces, every plain indicator, many years."""
    catalog = load_catalog()
    regions = [r for r in catalog.regions.values() if r.level in ("province", "city")]
    indicators = plain_indicators(catalog)
    lines = (
        [
            region.code,
            indicator.name.zh,
            catalog.units[indicator.unit].name.zh,
            str(year),
            f"{1 + (number * 7 + year) % 97 / 1000:.3f}",
            "rd_bulletin_2023",
            "统计年鉴表二至十三分地区主要指标",
        ]
        for year in range(2005, 2025)
        for indicator in indicators
        for number, region in enumerate(regions)
    )
    return _to_csv(lines, size)


def figures_of_sources(rows: int) -> bytes:
    """A tidy table in which every figure names another publication."""
    catalog = load_catalog()
    regions = [r for r in catalog.regions.values() if r.level in ("province", "city")]
    indicators = plain_indicators(catalog)
    lines = (
        [region.code, i.name.zh, catalog.units[i.unit].name.zh, str(year), "1"]
        for year in range(2010, 2025)
        for i in indicators
        for region in regions
    )
    numbered = (
        [*line, f"某地区统计公报第{number}号", ""]
        for number, line in zip(range(rows), lines, strict=False)
    )
    return _to_csv(numbered, 2**40)


def plain_indicators(catalog: Catalog) -> list[Indicator]:
    """Indicators that are read from files and may be between 1 and 2: no error keeps them out."""
    return [
        indicator
        for indicator in catalog.indicators.values()
        if not indicator.formula
        and (indicator.valid_range[0] or 0) <= 1
        and (indicator.valid_range[1] or 2) >= 2
    ]


def upload(browser: Browser, url: str, file: Path) -> float:
    """Upload a file in a browser of its own that is closed afterwards; the seconds to the answer.

    The answer is the last block of the page, or what keeps the file from being published.
    """
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{url}/update?lang=en")
    page.locator("input[type=file]").wait_for(state="attached", timeout=_WAIT_MS)
    start = time.perf_counter()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_text("Read and checked").wait_for(timeout=_WAIT_MS)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(
        timeout=_WAIT_MS
    )
    took = time.perf_counter() - start
    context.close()
    return took


def server_process(port: int) -> int:
    """The process that listens on a port of this machine."""
    for place in Path("/proc").iterdir():
        if place.name.isdecimal() and f"--server.port={port}".encode() in _command(place):
            return int(place.name)
    raise RuntimeError(f"no server on port {port}")


def memory_mb(process: int) -> float:
    """The resident memory of a process and of all that it started, in MB."""
    total = 0
    for one in _family(process):
        status = Path(f"/proc/{one}/status")
        if status.exists():
            lines = status.read_text(encoding="utf-8").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total / 1024


def processor_seconds(process: int) -> float:
    """The processor time of a process and of those that it started and that have ended."""
    numbers = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")


def _family(process: int) -> Iterator[int]:
    yield process
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        for child in tasks.read_text(encoding="utf-8").split():
            yield from _family(int(child))


def _command(place: Path) -> bytes:
    try:
        return (place / "cmdline").read_bytes()
    except OSError:
        return b""


def _to_csv(lines: Iterator[list[str]], size: int) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    written = 0
    for line in lines:
        written += len(",".join(line).encode()) + 2
        if written > size:
            break
        writer.writerow(line)
    return text.getvalue().encode()


def _report(measured: Measured, megabytes: float) -> Section:
    growth = measured.after - measured.before
    rows = [
        [
            f"{len(measured.seconds)} × {megabytes:.0f} MB",
            f"{measured.before:,.0f}",
            f"{max(measured.after_each):,.0f}",
            f"{measured.after:,.0f}",
            spread(measured.seconds, 1),
        ]
    ]
    heading = [
        "",
        "before, MB",
        "most after one, MB",
        f"{SETTLE_SECONDS:.0f} s after the last, MB",
        "seconds to the answer",
    ]
    return Section(
        name="uploads",
        title="Uploads whose browsers are closed",
        command="python -m tests.bench uploads",
        tables=[
            (
                "Memory of a server with all its processes, one browser after another:",
                heading,
                rows,
            ),
            (
                f"A file with {SOURCES:,} sources, checked and compared:",
                ["", "seconds to the answer", "processor seconds of the server"],
                [
                    [
                        f"{_TIMES} ×",
                        spread(measured.seconds_of_sources, 1),
                        spread(measured.processor_seconds, 1),
                    ]
                ],
            ),
        ],
        targets=[
            Target("memory kept of twenty uploads", growth, LIMIT_MB, "MB"),
            Target(
                f"a file with {SOURCES:,} sources",
                statistics.median(measured.seconds_of_sources),
                LIMIT_SECONDS,
                "s",
            ),
        ],
    )
