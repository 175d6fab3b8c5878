from pathlib import Path

import pytest

from tests.etl.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """An empty folder to publish figures in."""
    return Workbench(tmp_path)
