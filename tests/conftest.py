"""All tests read one release, built from the shipped figures into a folder of this run."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine makes no test fail: properties are held to the truth, not to a time. What lands
# is judged by the same examples every time; on a desk they are new ones each time.
settings.register_profile("scoreboard", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("scoreboard")

# Set before anything of ours is imported: scoreboard.paths reads it once.
_RELEASES = Path(tempfile.mkdtemp(prefix="scoreboard-tests-")) / "releases"
os.environ["SCOREBOARD_RELEASES"] = str(_RELEASES)
# The command line speaks the system's language; tests read its English unless they say otherwise.
os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(scope="session")
def releases() -> Path:
    """The folder with release 1 of the shipped figures."""
    from etl.release.build import build

    if not (_RELEASES / "CURRENT").exists():
        build()
    return _RELEASES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever runs pages or publishes releases is slow: `make fast` takes a minute."""
    for item in items:
        folder, name = item.path.parent.name, item.path.name
        if folder == "app" or name in {"test_update_publish.py", "test_what_if.py"}:
            item.add_marker(pytest.mark.slow)
