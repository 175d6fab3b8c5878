"""Starts pages and API in one process, and works out beforehand what a first reader would wait for.

python -m scoreboard.ui.serve [flags of streamlit run]
"""

from __future__ import annotations

import ctypes
import logging
import subprocess
import sys
import threading
import time
from typing import Any

import pyarrow as pa
from streamlit import config
from streamlit.starlette import App
from streamlit.web import bootstrap, cli

from scoreboard import paths
from scoreboard.answers.questions import answer_question
from scoreboard.answers.release import open_in_force
from scoreboard.answers.search.entries import names_read_aloud
from scoreboard.api.app import routes
from scoreboard.catalog import Catalog, CatalogError
from scoreboard.language.search_keys import learn_readings
from scoreboard.store.folder import ReleaseFolderError
from scoreboard.ui.component import announce_api

# The pages that take longest at first.
SLOWEST = ("overview", "diagnosis", "profile", "compare", "composite", "structure")
# What a reader mostly asks of them.
LINKS: tuple[dict[str, str], ...] = ({}, {"level": "city", "region": "410300"})
# The setting M_ARENA_MAX of mallopt(3): in how many heaps the C library serves threads.
_HEAPS_SETTING, _HEAPS = -8, 2
_log = logging.getLogger("scoreboard.answers")


def warm_up() -> None:
    """Work out the default answers of the release in force; what is wrong the pages will say."""
    start = time.perf_counter()
    try:
        release = open_in_force()
    except (LookupError, CatalogError, ReleaseFolderError):
        return
    _learn_names(release.catalog)
    for values in LINKS:
        for question in SLOWEST:
            answer_question(question, release, values, "zh")
    _log.info("first answers ready after %.1f s", time.perf_counter() - start)


def _learn_names(catalog: Catalog) -> None:
    """Pinyin of the names that are searched for; without it pages read them aloud themselves."""
    try:
        learn_readings(names_read_aloud(catalog))
    except (OSError, subprocess.CalledProcessError) as error:
        _log.warning("the names were not read aloud beforehand: %s", error)


def save_memory() -> None:
    """Have all threads share few heaps; where the C library has no such setting, change nothing.

    Each reader's run is a thread of its own, and by default threads get heaps of their own, which
    keep what was freed. Arrow's allocator does likewise; the C library's then serves both.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)
        if set_option is not None:
            set_option(_HEAPS_SETTING, _HEAPS)


def main() -> None:
    """Serve at once and warm up beside it; what the dashboard logs goes to the terminal."""
    save_memory()
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("scoreboard").setLevel(logging.INFO)
    script, flags = str(paths.ROOT / "app.py"), _read_flags()
    # Configuration is looked for beside the script, whatever folder the command is given in.
    sys.argv = [script]
    config._main_script_path = script
    bootstrap.load_config_options(flags)
    announce_api()
    app = App(script, routes=routes(config.get_option("server.baseUrlPath") or ""))
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    app.run(config=flags)


def _read_flags() -> dict[str, Any]:
    """The flags of the command line as `streamlit run` reads them, by the name of the setting."""
    given = [str(paths.ROOT / "app.py"), *sys.argv[1:]]
    read = cli.main_run.make_context("streamlit run", given).params
    others = {"target", "args"}
    return {k.replace("_", "."): v for k, v in read.items() if k not in others and v is not None}


if __name__ == "__main__":
    main()
