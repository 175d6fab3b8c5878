"""The lines of docs/notebook.md run with the installed library alone, and print what it says."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = (ROOT / "docs" / "notebook.md").read_text(encoding="utf-8")


def build_wheel(folder: Path) -> Path:
    """The wheel of the project, as `pip install .` makes it."""
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__")
    for part in ("scoreboard", "etl"):
        shutil.copytree(ROOT / part, source / part, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", source)
    command = "from setuptools.build_meta import build_wheel; print(build_wheel('..'))"
    subprocess.run([sys.executable, "-c", command], cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_lines_run_with_what_pip_installs(releases: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(build_wheel(tmp_path)) as wheel:
        wheel.extractall(installed)
    for part in ("scoreboard", "etl"):
        for file in (ROOT / part).rglob("*"):
            if file.is_file() and file.suffix != ".pyc":
                assert (installed / file.relative_to(ROOT)).is_file(), file
    code, printed = re.findall(r"^```(?:python)?\n(.*?)^```$", NOTEBOOK, re.M | re.S)
    folders = {"SCOREBOARD_DATA": str(ROOT / "data"), "SCOREBOARD_RELEASES": str(releases)}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=installed,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": "", **folders},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout == printed
