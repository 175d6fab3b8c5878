"""A real server on a free port and a real Chromium; no test sleeps, all wait for states."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The answer of a page in a sentence.
HEADLINE = "h2.sb-headline, [data-testid=stHeading] h3"
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    message = (
        "No Chromium found. Install it (Debian: apt-get install chromium fonts-noto-cjk) "
        "or set CHROMIUM to its path."
    )
    if found is None and os.environ.get("CI"):
        pytest.fail(message)
    if found is None:
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def server(releases: Path) -> Iterator[str]:
    """The address of the running dashboard."""
    with run_server(releases) as address:
        yield address


@pytest.fixture
def own_server(releases: Path, tmp_path: Path) -> Iterator[str]:
    """A dashboard with releases of its own, for tests that publish."""
    shutil.copytree(releases, tmp_path / "releases")
    with run_server(tmp_path / "releases") as address:
        yield address


@contextmanager
def run_server(
    releases: Path, start: Sequence[str] = ("streamlit", "run", "app.py")
) -> Iterator[str]:
    """A dashboard on a free port; start: the module that is run, with its arguments."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", *start, "--server.port", str(port)]
    log = releases.parent / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--server.headless", "true"],
            cwd=ROOT,
            env={**os.environ, "SCOREBOARD_RELEASES": str(releases)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process, log)
        yield address
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until the page is drawn."""
    page.goto(address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
