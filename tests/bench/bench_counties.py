"""How much longer a switch takes with all counties on one map than with all cities.

Both pages show the shipped release and the same two indicators, in one browser, taking turns.
"""

from __future__ import annotations

import contextlib
import shutil
import statistics

from playwright.sync_api import sync_playwright

from tests.bench.bench_browser import (
    BROWSER_FLAGS,
    Contestant,
    Run,
    count_border_downloads,
    new_page,
    open_combobox,
    open_contestant,
    time_switch,
    weigh_switch,
)
from tests.bench.places import ROOT, free_port, serve, streamlit_command
from tests.bench.report import Section, Target, ratio, spread
from tests.bench.stores import build_shipped_store

# Of the census, which both levels have whole.
INDICATORS = ("higher_edu_per_100k", "professional_employment_pct")
# What must be drawn: map, ranking and distribution; cities have a trend besides.
_FIGURES = {"city": 4, "county": 3}
LIMIT = 2.0


def measure(repeats: int) -> Section:
    """Switches, bytes and border downloads of both maps."""
    with contextlib.ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=BROWSER_FLAGS
        )
        stack.callback(browser.close)
        settings = {"SCOREBOARD_RELEASES": str(build_shipped_store())}
        runs = {}
        for level, figures in _FIGURES.items():
            port = free_port()
            contestant = Contestant(
                name=f"counties_{level}",
                title=f"all regions of level {level} on one map",
                command=lambda port: streamlit_command(ROOT / "app.py", port),
                open_list=open_combobox,
                figures=figures,
                first=INDICATORS[0],
                path=f"/?level={level}&indicator={INDICATORS[0]}",
                maps=True,
                indicators=INDICATORS,
            )
            server = stack.enter_context(
                serve(contestant.name, contestant.command(port), port, settings)
            )
            run = Run(contestant, server, new_page(browser), shown=contestant.first)
            run.loads.append(open_contestant(run.page, run))
            runs[level] = run
        for run in runs.values():
            run.kilobytes = [weigh_switch(run) for _ in INDICATORS]
        for _ in range(repeats):
            for run in runs.values():
                run.switches.append(time_switch(run))
        for run in runs.values():
            run.kilobytes.append(weigh_switch(run))
        downloads = count_border_downloads(browser, runs["county"])
        return _report(runs, downloads, repeats)


def _report(runs: dict[str, Run], downloads: list[int], repeats: int) -> Section:
    city, county = runs["city"], runs["county"]
    rows = [
        [
            run.contestant.title,
            spread(run.switches),
            f"{statistics.median(run.switches) / statistics.median(city.switches):.2f}",
            f"{run.kilobytes[-1]:,.1f}",
            f"{run.loads[0]:,.0f}",
        ]
        for run in runs.values()
    ]
    return Section(
        name="counties",
        title="All counties on one map",
        command=f"python -m tests.bench counties --repeats {repeats}",
        tables=[
            (
                "Indicator switch until drawn:",
                ["", "switch, ms", "÷ cities", "kB, again", "first load, ms"],
                rows,
            )
        ],
        targets=[
            Target("switch, counties ÷ cities", ratio(county.switches, city.switches), LIMIT),
            Target("county border downloads, first load", downloads[0], 1, "files"),
            Target("county border downloads, two reloads", sum(downloads[1:]), 0, "files"),
        ],
    )
