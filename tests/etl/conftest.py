import shutil
from pathlib import Path

import pytest

from tests.etl.uploads import build_base
from tests.etl.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """An empty folder to publish figures in."""
    return Workbench(tmp_path)


@pytest.fixture(scope="session")
def _base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_base(tmp_path_factory.mktemp("base"))


@pytest.fixture
def base(_base: Path) -> Path:
    """A folder of releases to look at, with one of some shipped figures; not to be written to."""
    return _base


@pytest.fixture
def own(_base: Path, tmp_path: Path) -> Path:
    """The same as a copy of the test's own, to publish into."""
    return Path(shutil.copytree(_base, tmp_path / "releases"))
