"""How long the server works at one rerun of the page, on the shipped and on a larger store.

No browser: a client speaks to the running server as the browser does, and a stop-watch inside
the server (timed_server.py) takes the time of the script. The two stores take turns.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.bench.places import ROOT, STREAMLIT_FLAGS, WORK, free_port, serve
from tests.bench.report import Section, Target, ratio, spread
from tests.bench.stores import (
    WHAT_LARGE,
    build_large_store,
    build_shipped_store,
    count_observations,
    widest_city_indicators,
)

LEVEL = "city"
MOST_BYTES = 2**26


@dataclass
class Reader:
    """A session on one of the servers, and the milliseconds that its reruns took."""

    title: str
    observations: int
    socket: ClientConnection
    log: Path
    first_reads: list[float] = field(default_factory=list)
    repeats: list[float] = field(default_factory=list)

    def rerun(self, indicator: str) -> float:
        """Ask for the page of an indicator and wait for its end; the script's milliseconds."""
        before = len(self._times())
        message = BackMsg()
        message.rerun_script.query_string = urlencode({"level": LEVEL, "indicator": indicator})
        self.socket.send(message.SerializeToString())
        while not self._is_finished():
            pass
        deadline = time.monotonic() + 5
        while len(times := self._times()) == before and time.monotonic() < deadline:
            time.sleep(0.005)
        return times[-1]

    def _is_finished(self) -> bool:
        frame = self.socket.recv(timeout=60)
        message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
        if message.WhichOneof("type") != "script_finished":
            return False
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            raise RuntimeError(f"the page failed on {self.title}; see {self.log.parent}")
        return True

    def _times(self) -> list[float]:
        if not self.log.exists():
            return []
        return [float(line) for line in self.log.read_text(encoding="utf-8").split()]


def measure(repeats: int) -> Section:
    """Reruns with the indicator's figures read for the first time, and with them in the cache."""
    with _two_readers() as readers:
        codes = widest_city_indicators(build_shipped_store())
        for reader in readers:  # the first run of all loads libraries and catalog
            reader.rerun(codes[0])
        for code in codes[1 : repeats + 1]:
            for reader in readers:
                reader.first_reads.append(reader.rerun(code))
        for turn in range(repeats):
            for reader in readers:
                reader.repeats.append(reader.rerun(codes[turn % 2]))
    return _report(readers, repeats)


@contextlib.contextmanager
def _two_readers() -> Iterator[list[Reader]]:
    """A server on each of the stores, and a session on each."""
    stores = {
        "shipped release": build_shipped_store(),
        "1,000 × the observations": build_large_store(),
    }
    with contextlib.ExitStack() as stack:
        readers = []
        for number, (title, folder) in enumerate(stores.items()):
            port = free_port()
            log = WORK / f"times_{number}"
            log.unlink(missing_ok=True)
            timed = [sys.executable, "-m", "tests.bench.timed_server", str(log)]
            command = [*timed, str(ROOT / "app.py"), f"--server.port={port}", *STREAMLIT_FLAGS]
            settings = {"SCOREBOARD_RELEASES": str(folder)}
            stack.enter_context(serve(f"server_{number}", command, port, settings))
            address = f"ws://127.0.0.1:{port}/_stcore/stream"
            socket = stack.enter_context(connect(address, max_size=MOST_BYTES))
            readers.append(Reader(title, count_observations(folder), socket, log))
        yield readers


def _report(readers: list[Reader], repeats: int) -> Section:
    shipped, large = readers
    rows = [
        [
            reader.title,
            f"{reader.observations:,}",
            spread(reader.repeats, 1),
            spread(reader.first_reads, 1),
        ]
        for reader in readers
    ]
    heading = ["", "observations", "rerun, ms", "rerun on an indicator not read before, ms"]
    return Section(
        name="server",
        title="On the server",
        command=f"python -m tests.bench server --repeats {repeats}",
        tables=[("The script of the overview, level of cities, one session:", heading, rows)],
        targets=[
            Target(
                "rerun, 1,000 × the figures ÷ shipped", ratio(large.repeats, shipped.repeats), 2
            ),
            Target(
                "the same on an indicator not read before",
                ratio(large.first_reads, shipped.first_reads),
                2,
            ),
        ],
        notes=[f"{repeats} reruns each; {WHAT_LARGE}."],
    )
