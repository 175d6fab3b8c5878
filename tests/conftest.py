"""All tests read one release, built from the shipped figures into a folder of this run."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# A busy machine makes no test fail: properties are held to the truth, not to a time. What lands
# is judged by the same examples every time; on a desk they are new ones each time.
settings.register_profile("scoreboard", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("scoreboard")

# Set before anything of ours is imported: scoreboard.paths reads it once.
# The processes of one run share one folder: the release is built once.
_RUN = os.environ.get("SCOREBOARD_TESTS") or tempfile.mkdtemp(prefix="scoreboard-tests-")
os.environ["SCOREBOARD_TESTS"] = _RUN
_RELEASES = Path(_RUN) / "releases"
os.environ["SCOREBOARD_RELEASES"] = str(_RELEASES)
# The command line speaks the system's language; tests read its English unless they say otherwise.
os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(scope="session")
def releases() -> Path:
    """The folder with release 1 of the shipped figures; tests that write take a copy."""
    from etl.release.build import build

    with FileLock(Path(_RUN) / "lock"):
        if not (_RELEASES / "CURRENT").exists():
            build()
    return _RELEASES


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that began the run takes its folder away."""
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(_RUN, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever runs pages or publishes releases is slow: `make fast` takes a minute."""
    for item in items:
        folder, name = item.path.parent.name, item.path.name
        if folder == "app" or name in {"test_update_publish.py", "test_what_if.py"}:
            item.add_marker(pytest.mark.slow)
