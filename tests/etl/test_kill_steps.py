"""A writer killed before any single step on the folder leaves a whole release in force.

Random kills may miss the moment between two steps; here every step is hit once. A step is
whatever Python asks of a file in the folder of releases: opening, renaming, removing, making.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.release.publish import publish
from etl.release.refusal import Refused
from etl.release.rollback import rollback
from etl.release.withdraw import withdraw
from scoreboard.store.folder import current_release, list_numbers
from tests.etl.kill_publish import assert_whole, prepare, publish_value
from tests.etl.uploads import tiny_catalog

# More steps than this no publishing has; fewer than this would mean that none was counted.
MOST, FEWEST = 120, 10
_EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")


def kill_before(step: int, folder: Path, work: Callable[[], object]) -> bool:
    """Run work in a fork and kill it right before its step; whether it got that far."""
    child = os.fork()
    if child == 0:
        taken = 0

        def count(event: str, details: tuple[Any, ...]) -> None:
            nonlocal taken
            if event in _EVENTS and str(details[0]).startswith(str(folder)):
                taken += 1
                if taken == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        code = 1
        try:
            sys.addaudithook(count)
            code = 3 if isinstance(work(), Refused) else 0
        finally:
            os._exit(code)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL), ended
    return ended != 0


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, each of which gives all figures one value."""
    releases = tmp_path_factory.mktemp("killed") / "releases"
    publish_value(releases, 100)
    publish_value(releases, 101)
    return releases


def work_of(action: str, releases: Path) -> Callable[[], object]:
    if action == "publish":
        comparison = prepare(releases, 102)
        return lambda: publish(comparison)
    if action == "withdraw":
        return lambda: withdraw(2, by="张三", note="试", releases=releases, catalog=tiny_catalog())
    return lambda: rollback(1, by="张三", note="试", releases=releases)


@pytest.mark.slow
@pytest.mark.parametrize("action", ["publish", "withdraw", "rollback"])
def test_a_writer_killed_before_any_step_leaves_a_whole_release(
    published: Path, tmp_path: Path, action: str
) -> None:
    in_force, folder = [], tmp_path / "releases"
    shutil.copytree(published, folder)
    work = work_of(action, folder)
    for step in range(1, MOST):
        shutil.rmtree(folder)
        shutil.copytree(published, folder)
        if not kill_before(step, folder, work):
            break
        number = assert_whole(folder)
        assert number in (2, list_numbers(folder)[-1])
        in_force.append(number)
        if step % 10 == 0:
            publish_value(folder, 103)
            assert assert_whole(folder) > number
            assert not list(folder.glob(".unfinished-*"))
    assert FEWEST < len(in_force) < MOST - 1
    # Until the pointer is replaced the old release is in force, and from then on the new one.
    assert in_force == sorted(in_force)
    assert current_release(folder) == 3
