"""How long a reader waits: four ways to build the page, in one browser, taking turns.

Every contestant reads the same release. A switch begins when the reader lets go of the mouse on
an option of the list, and ends when every figure carries the new indicator, is idle and is
painted; watch.js sees to that inside the page.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

from scoreboard.catalog import load_catalog
from tests.bench.borders import build_city_borders
from tests.bench.places import HERE, ROOT, Server, free_port, serve, streamlit_command
from tests.bench.report import Section, Target, ratio, spread
from tests.bench.stores import WHAT_FULL, build_full_store

# The two that take turns, so that after the first round every cache of everybody is warm.
INDICATORS = ("gdp", "patents_granted")
VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The peers run with Streamlit's own default where the project's configuration has another.
USUAL = ("--runner.postScriptGC=true",)
SETTLE_MS = 300
# What a switch and a first load may take as a part of each contestant's, and what a switch brings.
SWITCH_LIMITS = {"plain": 0.2, "dash_webgl": 0.45, "dash_svg": 1.0, "bare": 2.0}
LOAD_LIMITS = {"plain": 0.7, "bare": 2.0}
BYTES_LIMIT_KB = 20.0


@dataclass(frozen=True)
class Contestant:
    """One way to build the page: how it is started, opened, and switched by a reader's hand.

    `first` is the indicator that it opens with; `figures` counts what must be drawn; `indicators`
    are the two that take turns.
    """

    name: str
    title: str
    command: Callable[[int], list[str]]
    open_list: Callable[[Page, str], Any]
    figures: int
    first: str
    path: str = "/"
    maps: bool = False
    says: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    indicators: tuple[str, str] = INDICATORS

    def wants(self, indicator: str) -> dict[str, Any]:
        """What watch.js waits for: `{code}|…` on every figure, or the text of a bare page."""
        text = f"{self.says}{indicator}" if self.says else ""
        marker = f"{indicator}|"
        return {"marker": marker, "figures": self.figures, "maps": self.maps, "text": text}


@dataclass
class Run:
    """A contestant's server and the page that stays open through all switches."""

    contestant: Contestant
    server: Server
    page: Page
    shown: str
    loads: list[float] = field(default_factory=list)
    switches: list[float] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)


def measure(repeats: int) -> Section:
    """First loads, switches, bytes and border downloads of every contestant."""
    with sync_playwright() as playwright, _everybody(playwright.chromium) as (browser, runs):
        for _ in range(repeats):
            for run in runs:
                run.loads.append(_time_first_load(browser, run))
        for run in runs:  # the warm-up: each indicator once, the first of them never seen before
            run.kilobytes = [weigh_switch(run) for _ in INDICATORS]
        for _ in range(repeats):
            for run in runs:
                run.switches.append(time_switch(run))
        for run in runs:
            run.kilobytes.append(weigh_switch(run))
        downloads = [count_border_downloads(browser, run) for run in runs if run.contestant.maps]
    return _report(runs, downloads[0], repeats)


def contestants() -> list[Contestant]:
    """The page as we build it, and those it is compared with."""
    dash = [sys.executable, str(HERE / "dash_app.py")]
    first = min(
        load_catalog().indicators
    )  # the first of the alphabet, which a selectbox opens with
    return [
        Contestant(
            name="ours",
            title="This dashboard",
            command=lambda port: streamlit_command(ROOT / "app.py", port),
            open_list=open_combobox,
            figures=4,
            first=INDICATORS[0],
            path=f"/?level=city&indicator={INDICATORS[0]}",
            maps=True,
        ),
        Contestant(
            name="plain",
            title="Plain Streamlit: whole table, GeoJSON in the figure",
            command=lambda port: streamlit_command(HERE / "plain_app.py", port, *USUAL),
            open_list=_open_selectbox,
            figures=3,
            first=first,
        ),
        Contestant(
            name="dash_webgl",
            title="Dash, Patch(), borders by URL, MapLibre map",
            command=lambda port: dash,
            open_list=_open_dash,
            figures=4,
            first=INDICATORS[0],
            settings={"BENCH_DASH_MAP": "webgl"},
        ),
        Contestant(
            name="dash_svg",
            title="Dash, Patch(), borders by URL, SVG map",
            command=lambda port: dash,
            open_list=_open_dash,
            figures=4,
            first=INDICATORS[0],
            settings={"BENCH_DASH_MAP": "svg"},
        ),
        Contestant(
            name="bare",
            title="Bare Streamlit: one selectbox, one text",
            command=lambda port: streamlit_command(HERE / "bare_app.py", port, *USUAL),
            open_list=_open_selectbox,
            figures=0,
            first=first,
            says="chosen: ",
        ),
    ]


def time_switch(run: Run) -> float:
    """Choose the other indicator; milliseconds from the reader's click to the painted page."""
    seen = watch_switch(run)
    took: float = seen["end"] - seen["start"]
    return took


def watch_switch(run: Run) -> dict[str, Any]:
    """Choose the other indicator; start, end and what happened on the way (see watch.js)."""
    page = run.page
    page.bring_to_front()
    indicator = next(code for code in run.contestant.indicators if code != run.shown)
    option = run.contestant.open_list(page, indicator)
    option.scroll_into_view_if_needed()
    page.wait_for_timeout(SETTLE_MS)
    wanted = run.contestant.wants(indicator)
    page.evaluate("wanted => { window.watched = benchWatch(wanted); }", wanted)
    option.click()
    seen: dict[str, Any] = page.evaluate("() => window.watched")
    run.shown = indicator
    return seen


@contextlib.contextmanager
def _everybody(chromium: Any) -> Iterator[tuple[Browser, list[Run]]]:
    """All servers running, and one page open on each."""
    settings = {
        "SCOREBOARD_RELEASES": str(build_full_store()),
        "BENCH_RELEASE": str(build_full_store() / "0001.duckdb"),
        "BENCH_BORDERS": str(build_city_borders()),
        "BENCH_INDICATOR": INDICATORS[0],
    }
    with contextlib.ExitStack() as stack:
        browser = chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER_FLAGS)
        stack.callback(browser.close)
        runs = []
        for contestant in contestants():
            port = free_port()
            theirs = {**settings, **contestant.settings, "BENCH_PORT": str(port)}
            command = contestant.command(port)
            server = stack.enter_context(serve(contestant.name, command, port, theirs))
            page = new_page(browser)
            runs.append(Run(contestant, server, page, shown=contestant.first))
            open_contestant(page, runs[-1])
        yield browser, runs


def new_page(browser: Browser) -> Page:
    """A page of a browser profile of its own, with nothing cached."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.add_init_script(path=HERE / "watch.js")
    return page


def open_contestant(page: Page, run: Run) -> float:
    """Open the contestant's page; milliseconds from the beginning until it is drawn."""
    contestant = run.contestant
    page.goto(run.server.url + contestant.path, wait_until="commit")
    wanted = contestant.wants(contestant.first)
    seen: dict[str, float] = page.evaluate("wanted => benchWatch(wanted, 0)", wanted)
    return seen["end"]


def _time_first_load(browser: Browser, run: Run) -> float:
    page = new_page(browser)
    try:
        return open_contestant(page, run)
    finally:
        page.context.close()


def open_combobox(page: Page, indicator: str) -> Any:
    box = page.locator('[data-testid="combobox"][data-key="indicator"]')
    box.get_by_test_id("combobox-input").click()
    return box.locator(f'[data-testid="combobox-option"][data-code="{indicator}"]')


def _open_selectbox(page: Page, indicator: str) -> Any:
    entry = page.locator('[data-testid="stSelectbox"] input')
    entry.click()
    entry.fill(indicator)
    return page.get_by_role("option", name=indicator, exact=True)


def _open_dash(page: Page, indicator: str) -> Any:
    search = page.locator(".dash-dropdown-search")
    while not search.is_visible():  # a click while the list of the last switch still folds is lost
        page.click("#indicator")
        page.wait_for_timeout(SETTLE_MS)
    search.fill(indicator)
    value = page.locator(f'input[value="{indicator}"]')
    return page.locator(".dash-dropdown-option", has=value)


def weigh_switch(run: Run) -> float:
    """Kilobytes that a switch brings to the browser: websocket frames and answers to requests.

    Taken apart from the timing, because watching the traffic slows the heavy contestants down.
    """
    session: CDPSession = run.page.context.new_cdp_session(run.page)
    received = [0.0]

    def on_frame(event: dict[str, Any]) -> None:
        response = event["response"]
        text: str = response["payloadData"]
        is_binary = response["opcode"] == 2  # then the text is base64
        received[0] += len(text) * 3 / 4 - text.count("=") if is_binary else len(text.encode())

    def on_answer(event: dict[str, Any]) -> None:
        received[0] += event["encodedDataLength"]

    session.on("Network.webSocketFrameReceived", on_frame)
    session.on("Network.loadingFinished", on_answer)
    session.send("Network.enable")
    time_switch(run)
    session.detach()
    return received[0] / 1000


def count_border_downloads(browser: Browser, run: Run) -> list[int]:
    """How often the borders came over the network: at the first load and at two reloads."""
    page = new_page(browser)
    session = page.context.new_cdp_session(page)
    asked: dict[str, bool] = {}

    def on_request(event: dict[str, Any]) -> None:
        if "/boundaries/" in event["request"]["url"]:
            asked[event["requestId"]] = True

    def on_cached(event: dict[str, Any]) -> None:
        if event["requestId"] in asked:
            asked[event["requestId"]] = False

    def on_response(event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache") and event["requestId"] in asked:
            asked[event["requestId"]] = False

    session.on("Network.requestWillBeSent", on_request)
    session.on("Network.requestServedFromCache", on_cached)
    session.on("Network.responseReceived", on_response)
    session.send("Network.enable")
    counts = []
    for _ in range(3):
        asked.clear()
        open_contestant(page, run)
        counts.append(sum(asked.values()))
    page.context.close()
    return counts


def _report(runs: list[Run], downloads: list[int], repeats: int) -> Section:
    by_name = {run.contestant.name: run for run in runs}
    ours = by_name["ours"]
    rows = [
        [
            run.contestant.title,
            spread(run.switches),
            f"{ratio(ours.switches, run.switches):.2f}",
            f"{run.kilobytes[0]:,.1f}",
            f"{run.kilobytes[-1]:,.1f}",
            spread(run.loads),
            f"{ratio(ours.loads, run.loads):.2f}",
        ]
        for run in runs
    ]
    heading = [
        "",
        "switch, ms",
        "ours ÷ it",
        "kB, first time",
        "kB, again",
        "load, ms",
        "ours ÷ it",
    ]
    return Section(
        name="browser",
        title="In the browser",
        command=f"python -m tests.bench browser --repeats {repeats}",
        tables=[
            ("Indicator switch until drawn, and first load with an empty cache:", heading, rows)
        ],
        targets=[
            *(
                Target(
                    f"switch ÷ {by_name[name].contestant.title}",
                    ratio(ours.switches, by_name[name].switches),
                    limit,
                )
                for name, limit in SWITCH_LIMITS.items()
            ),
            Target("received at a switch", max(ours.kilobytes), BYTES_LIMIT_KB, "kB"),
            *(
                Target(
                    f"first load ÷ {by_name[name].contestant.title}",
                    ratio(ours.loads, by_name[name].loads),
                    limit,
                )
                for name, limit in LOAD_LIMITS.items()
            ),
            Target("border downloads, first load", downloads[0], 1, "files"),
            Target("border downloads, two reloads", sum(downloads[1:]), 0, "files"),
        ],
        notes=[
            f"{repeats} switches and first loads each; {WHAT_FULL}.",
            "WebGL is drawn by the processor here (no graphics card), which costs the MapLibre "
            "maps more than it would on a desk; the SVG maps do not depend on it.",
        ],
    )
