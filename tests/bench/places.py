"""Where the benchmark keeps what it makes, and how it starts and stops the servers it measures."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / ".bench"
START_SECONDS = 120
STREAMLIT_FLAGS = ("--server.headless=true",)


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and where its output goes."""

    url: str
    port: int
    log: Path


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def streamlit_command(script: Path, port: int, *flags: str) -> list[str]:
    """How a Streamlit script is started on a port; flags override .streamlit/config.toml."""
    run = [sys.executable, "-m", "streamlit", "run", str(script)]
    return [*run, f"--server.port={port}", *STREAMLIT_FLAGS, *flags]


@contextlib.contextmanager
def serve(
    name: str, command: Sequence[str], port: int, settings: Mapping[str, str]
) -> Iterator[Server]:
    """Start a server, wait until it answers, and end it afterwards.

    Raises RuntimeError, with the end of what the server wrote, when it does not come up.
    """
    WORK.mkdir(exist_ok=True)
    log = WORK / f"{name}.log"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    with log.open("w", encoding="utf-8") as output:
        process = _start(command, environment, output)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, process, log)
            yield Server(url, port, log)
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start(
    command: Sequence[str], environment: Mapping[str, str], output: IO[str]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command), cwd=ROOT, env=dict(environment), stdout=output, stderr=subprocess.STDOUT
    )


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{url} did not come up:\n{log.read_text(encoding='utf-8')[-2000:]}")
