"""The examples of docs/api.md run against a real server; addresses in all of them answer."""

import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette

from scoreboard.api.app import make_app, routes

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
WRITTEN = "http://127.0.0.1:8501"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture(scope="module")
def address(releases: Path) -> Iterator[str]:
    config = uvicorn.Config(Starlette(routes=list(routes())), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_an_example_in_python_prints_something(address: str, number: int, tmp_path: Path) -> None:
    code = blocks("python")[number].replace(WRITTEN, address)
    command = [sys.executable, "-X", "utf8", "-c", code]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


@pytest.mark.parametrize("line", "".join(blocks("sh")).splitlines())
def test_an_example_in_a_terminal_gets_something(address: str, line: str, tmp_path: Path) -> None:
    command = f"{line.replace(WRITTEN, address)} --fail"
    ran = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    files = list(tmp_path.iterdir())
    assert ran.stdout or files[0].stat().st_size > 1000


def test_every_address_that_the_document_names_answers(address: str) -> None:
    whole = set(re.findall(rf'{WRITTEN}(/api/v1/[^"\s)]+)', DOCUMENT))
    joined = {f"/api/v1{path}" for path in re.findall(r'(?<=[", ])"?(/[a-z]+\?[^"]+)"', DOCUMENT)}
    assert len(whole) >= 6
    assert joined
    for path in whole | joined:
        with urllib.request.urlopen(address + path) as answer:
            assert answer.status == 200, path


def test_every_route_is_in_the_document() -> None:
    assert all(f"`{path}`" in DOCUMENT for path in make_app().openapi()["paths"])
