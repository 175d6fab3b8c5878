"""The API as the server mounts it, asked without a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from scoreboard.answers.release import Release, open_in_force
from scoreboard.api.app import PREFIX, routes


@pytest.fixture(scope="session")
def release(releases: Path) -> Release:
    return open_in_force()


@pytest.fixture(scope="session")
def api(releases: Path) -> Iterator[TestClient]:
    app = Starlette(routes=list(routes()))
    with TestClient(app, base_url=f"http://scoreboard{PREFIX}/") as client:
        yield client
