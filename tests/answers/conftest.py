"""Answers are worked out without a page: from the shipped release and a choice."""

from pathlib import Path

import pytest

from scoreboard.answers.release import Release, open_release
from scoreboard.store.folder import current_release, key_of


@pytest.fixture(scope="session")
def release(releases: Path) -> Release:
    """The shipped figures with the shipped catalog."""
    number = current_release(releases)
    assert number is not None
    return open_release(key_of(releases, number))
