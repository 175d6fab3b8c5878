"""Fifty readers at once on one running dashboard, each a step every three seconds for a minute.

They speak to the server by the websocket, as browsers do. A step is over when its script is; a page
that fails, or an element that says so, is a fault.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.places import STREAMLIT_FLAGS, Server, free_port, serve
from tests.bench.report import Section, Target
from tests.bench.stores import build_shipped_store

READERS, SECONDS, PAUSE = 50, 60.0, 3.0
FIRST_PAGES = ("overview", "profile", "compare", "composite", "structure", "diagnosis")
WARM_UP_SECONDS = 120.0
LIMIT_SECONDS, LIMIT_MB = 1.0, 400.0
INDICATORS = (
    *("rd_intensity", "rd_expenditure", "tech_contract_value", "patents_granted"),
    *("valid_invention_patents_per_10k", "fiscal_st_expenditure_pct", "gdp_per_capita"),
)
PROVINCES = ("610000", "440000", "320000", "420000", "510000")
CITIES = ("410300", "320500", "340100", "370200", "330100")


@dataclass
class Crowd:
    """What the readers met: seconds of each step by page, and faults."""

    steps: list[tuple[str, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def measure(seconds: float = SECONDS) -> Section:
    """Median and 95th percentile of a step, by page and of all, and the server's memory."""
    crowd, port = Crowd(), free_port()
    settings = {"SCOREBOARD_RELEASES": str(build_shipped_store())}
    command = [sys.executable, "-m", "scoreboard.ui.serve", f"--server.port={port}"]
    with serve("server_crowd", [*command, *STREAMLIT_FLAGS], port, settings) as server:
        _wait_for_warm_up(server)
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        first = asyncio.run(_step_first(address))
        asyncio.run(_gather(crowd, address, seconds))
        memory = _memory_mb(port)
    pages = sorted({page for page, _ in crowd.steps})
    rows = [_row(page, [s for p, s in crowd.steps if p == page]) for page in pages]
    every = [seconds for _, seconds in crowd.steps]
    rows.append(_row("all", every))
    return Section(
        name="crowd",
        title="Fifty readers at once",
        command="python -m tests.bench crowd",
        tables=[("One process:", ["page", "steps", "median, s", "95 %, s"], rows)],
        targets=[
            Target(
                "slowest first step of the first reader", max(first.values()), LIMIT_SECONDS, "s"
            ),
            Target("a step of fifty readers, 95 %", _percentile(every), LIMIT_SECONDS, "s"),
            Target("faults of fifty readers", float(len(crowd.faults)), 0.0, ""),
            Target("memory of the process", memory, LIMIT_MB, "MB"),
        ],
        notes=[
            f"{READERS} readers, a step every {PAUSE:.0f} s for {seconds:.0f} s;"
            " begun after the warm-up.",
            "Before them the first reader after the warm-up, one step on each page, seconds: "
            + ", ".join(f"{page} {took:.2f}" for page, took in first.items())
            + ".",
        ],
    )


def _wait_for_warm_up(server: Server) -> None:
    """Wait as the operator does who opens the dashboard to readers: until the log says so."""
    until = time.monotonic() + WARM_UP_SECONDS
    while "first answers ready" not in server.log.read_text(encoding="utf-8"):
        if time.monotonic() > until:
            raise RuntimeError(f"no warm-up in {WARM_UP_SECONDS:.0f} s")
        time.sleep(0.2)


async def _step_first(address: str) -> dict[str, float]:
    """Seconds of one step on each page as it opens, for the first reader of all."""
    crowd = Crowd()
    async with websockets.connect(address, max_size=None, open_timeout=60) as socket:
        for page in FIRST_PAGES:
            await _step(socket, crowd, page, {})
    if crowd.faults:
        raise RuntimeError("; ".join(crowd.faults))
    return dict(crowd.steps)


async def _gather(crowd: Crowd, address: str, seconds: float) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(_read(crowd, address, number, until) for number in range(READERS)))


async def _read(crowd: Crowd, address: str, number: int, until: float) -> None:
    """One reader: a page, a pause, another page, until the time is up."""
    choose = random.Random(number)
    await asyncio.sleep(choose.random() * PAUSE)
    try:
        async with websockets.connect(address, max_size=None, open_timeout=60) as socket:
            while time.monotonic() < until:
                await _step(socket, crowd, *_next_step(choose))
                await asyncio.sleep(PAUSE * (0.5 + choose.random()))
    except Exception as error:  # whatever a reader meets is a fault of the server
        crowd.faults.append(f"{type(error).__name__}: {error}")


async def _step(
    socket: websockets.ClientConnection, crowd: Crowd, page: str, query: dict[str, str]
) -> None:
    """Ask for a page and wait until its script is over."""
    message = BackMsg()
    message.rerun_script.query_string = urlencode(query)
    message.rerun_script.page_name = "" if page == "overview" else page
    start = time.monotonic()
    await socket.send(message.SerializeToString())
    while not await _is_finished(socket, crowd, page):
        pass
    crowd.steps.append((page, time.monotonic() - start))


async def _is_finished(socket: websockets.ClientConnection, crowd: Crowd, page: str) -> bool:
    frame = await asyncio.wait_for(socket.recv(), 120)
    message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
    kind = message.WhichOneof("type")
    if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
        crowd.faults.append(f"{page}: {message.delta.new_element.exception.message}")
    if kind != "script_finished":
        return False
    # A run that gives way to the one that it asked for itself is not the end of the step.
    return message.script_finished in (
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    )


def _next_step(choose: random.Random) -> tuple[str, dict[str, str]]:
    share = choose.random()
    if share < 0.5:
        year = str(choose.randint(2019, 2023))
        return "overview", {"indicator": choose.choice(INDICATORS), "year": year}
    region = choose.choice((*PROVINCES, *CITIES))
    if share < 0.65:
        return "profile", {"region": region}
    if share < 0.8:
        return "diagnosis", {"region": region}
    if share < 0.9:
        return "compare", {"compared": ",".join(choose.sample((*PROVINCES, *CITIES), 3))}
    return "composite", {"region": choose.choice(PROVINCES)}


def _row(page: str, seconds: list[float]) -> list[str]:
    middle = sorted(seconds)[len(seconds) // 2]
    return [page, str(len(seconds)), f"{middle:.2f}", f"{_percentile(seconds):.2f}"]


def _percentile(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))] if seconds else float("inf")


def _memory_mb(port: int) -> float:
    """Resident memory of the process that listens on the port."""
    for process in psutil.process_iter(["cmdline", "memory_info"]):
        if f"--server.port={port}" in (process.info["cmdline"] or []):
            return float(process.info["memory_info"].rss) / 2**20
    raise RuntimeError("the server is gone")
