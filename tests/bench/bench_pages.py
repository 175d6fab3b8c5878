"""How long the server works at a step on each page, seen before or not, for one reader.

A client speaks to the running server as the browser does, and a stop-watch inside the server takes
the time of the script. Each page is asked for two regions or indicators in turn, so that every step
changes what is shown.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.bench.places import ROOT, STREAMLIT_FLAGS, WORK, free_port, serve
from tests.bench.report import Section, Target, spread
from tests.bench.stores import build_shipped_store


class Steps(NamedTuple):
    """Two steps on a page that take turns, and the milliseconds that one may take.

    unseen: an answer not seen before may take twice what every step took before answers were kept;
    None where that was not measured.
    """

    one: dict[str, str]
    other: dict[str, str]
    warm: float
    unseen: float | None


STEPS = {
    "overview": Steps({"indicator": "gdp"}, {"indicator": "patents_granted"}, 25.0, 2 * 70.0),
    "profile": Steps({"region": "610000"}, {"region": "420000"}, 40.0, 2 * 250.0),
    "compare": Steps({"compared": "610000,510000"}, {"compared": "320000,330000"}, 40.0, 2 * 200.0),
    "composite": Steps({"region": "610000"}, {"region": "420000"}, 40.0, 2 * 190.0),
    "diagnosis": Steps({"region": "610000"}, {"region": "420000"}, 40.0, 2 * 30.0),
    "structure": Steps({"indicator": "gdp"}, {"indicator": "rd_expenditure"}, 40.0, None),
}


class Reader:
    """One session on a server whose scripts are timed."""

    def __init__(self, socket: ClientConnection, log: Path) -> None:
        self._socket, self._log = socket, log

    def step(self, page: str, query: dict[str, str]) -> float:
        """Ask for a page and wait for its end; milliseconds of all the runs that it took."""
        before = len(self._times())
        message = BackMsg()
        message.rerun_script.query_string = urlencode(query)
        message.rerun_script.page_name = "" if page == "overview" else page
        self._socket.send(message.SerializeToString())
        runs = 1
        while (finished := self._next_end()) != ForwardMsg.FINISHED_SUCCESSFULLY:
            if finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                raise RuntimeError(f"the page {page} failed; see {self._log.parent}")
            runs += 1
        deadline = time.monotonic() + 5
        while len(times := self._times()) < before + runs and time.monotonic() < deadline:
            time.sleep(0.005)
        return sum(times[before:])

    def _next_end(self) -> int:
        """How the run that is at work ends."""
        while True:
            frame = self._socket.recv(timeout=60)
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            if message.WhichOneof("type") == "script_finished":
                return int(message.script_finished)

    def _times(self) -> list[float]:
        if not self._log.exists():
            return []
        return [float(line) for line in self._log.read_text(encoding="utf-8").split()]


def measure(repeats: int) -> Section:
    """Every page: the first step of all, a step not seen before, and warm steps."""
    rows, targets = [], []
    with _reader() as reader:
        reader.step("overview", {})
        for page, (one, other, limit, unseen) in STEPS.items():
            first, second = reader.step(page, one), reader.step(page, other)
            warm = [reader.step(page, (one, other)[turn % 2]) for turn in range(2 * repeats)]
            rows.append([page, f"{first:.0f}", f"{second:.0f}", spread(warm, 1)])
            targets.append(Target(f"warm step, {page}", statistics.median(warm), limit, "ms"))
            if unseen is not None:
                targets.append(Target(f"step not seen before, {page}", second, unseen, "ms"))
    heading = ["page", "first of all, ms", "not seen before, ms", "warm, ms"]
    return Section(
        name="pages",
        title="A step on each page",
        command=f"python -m tests.bench pages --repeats {repeats}",
        tables=[("The script of the page on the server, one session:", heading, rows)],
        targets=targets,
        notes=[f"{2 * repeats} warm steps a page."],
    )


@contextlib.contextmanager
def _reader() -> Iterator[Reader]:
    port, log = free_port(), WORK / "times_pages"
    log.unlink(missing_ok=True)
    timed = [sys.executable, "-m", "tests.bench.timed_server", str(log)]
    command = [*timed, str(ROOT / "app.py"), f"--server.port={port}", *STREAMLIT_FLAGS]
    settings = {"SCOREBOARD_RELEASES": str(build_shipped_store())}
    with (
        serve("server_pages", command, port, settings),
        connect(f"ws://127.0.0.1:{port}/_stcore/stream", max_size=2**26) as socket,
    ):
        yield Reader(socket, log)
