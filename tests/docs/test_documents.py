"""What the documents name is there: files, modules and commands."""

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# What is made by building, lies with a reader's own releases, or stands for any file of its kind.
MADE = ("data/releases", "catalog/", "<releases>", ".bench/", ".venv", "files/")
TOP = ("app.py", "pages", "scoreboard", "etl", "data", "static", "tests", "docs")
IN_CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"python -m ([a-z_.]+)((?: [a-z]+)?)")


def named_paths(text: str) -> set[str]:
    """Paths in backticks that lie in the project; <code> and the like become wildcards."""
    found = set()
    for name in IN_CODE.findall(text):
        if re.fullmatch(r"[\w<>*./-]+", name) and name.split("/")[0] in TOP:
            found.add(re.sub(r"<[^>]*>", "*", name).rstrip("/"))
    return {name for name in found if not name.startswith(MADE)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    missing = [
        name
        for name in sorted(named_paths(document.read_text(encoding="utf-8")))
        if not list(ROOT.glob(name))
    ]
    assert not missing


def named_commands() -> list[tuple[str, str]]:
    texts = [document.read_text(encoding="utf-8") for document in DOCUMENTS]
    return sorted({(m[1].rstrip("."), m[2].strip()) for t in texts for m in COMMAND.finditer(t)})


@pytest.mark.parametrize(("module", "command"), named_commands())
def test_every_command_that_a_document_names_is_there(module: str, command: str) -> None:
    if module in ("venv", "pip", "pytest"):
        assert find_spec(module)
        return
    if module != "etl" or not command:
        found = find_spec(module)
        assert found is not None
        assert found.submodule_search_locations is None or find_spec(f"{module}.__main__")
        return
    told = subprocess.run(
        [sys.executable, "-m", module, command, "--help"], cwd=ROOT, capture_output=True
    )
    assert told.returncode == 0, told.stderr.decode()[-500:]
