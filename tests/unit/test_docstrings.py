"""Examples in docstrings give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for part in ("scoreboard", "etl")
    for file in (ROOT / part).rglob("*.py")
    if ">>> " in file.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", MODULES)
def test_examples_give_what_they_say(module: str) -> None:
    names = {"pd": importlib.import_module("pandas"), "np": importlib.import_module("numpy")}
    found = doctest.testmod(importlib.import_module(module), extraglobs=names)
    assert found.attempted
    assert not found.failed
