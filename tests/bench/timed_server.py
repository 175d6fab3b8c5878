"""Streamlit, started with a stop-watch around each run of the page's script.

`python -m tests.bench.timed_server LOG SCRIPT [flags of streamlit run]` appends to LOG one line a
run: its milliseconds, callbacks and script together, without what the network takes.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web import cli


def time_every_run(log: Path) -> None:
    """Have every script run of this process write its milliseconds to a file."""
    run_script = ScriptRunner._run_script

    def timed(runner: ScriptRunner, rerun_data: Any) -> None:
        start = time.perf_counter()
        run_script(runner, rerun_data)
        took = (time.perf_counter() - start) * 1000
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"{took:.2f}\n")

    ScriptRunner._run_script = timed  # type: ignore


if __name__ == "__main__":
    log_file, *arguments = sys.argv[1:]
    time_every_run(Path(log_file))
    sys.argv = ["streamlit", "run", *arguments]
    cli.main(prog_name="streamlit")
