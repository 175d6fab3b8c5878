"""The tables behind the comparison, with benchmark, sources and release in every file."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from scoreboard.analysis.progress import Goal, Progress
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.text.compare import arrival_year, missing_word, state_word
from scoreboard.text.sentences import status_word
from scoreboard.ui.compare_figures import case_table
from scoreboard.ui.compare_page import ComparePage, missing_reason, source_titles
from scoreboard.ui.frame import release_line
from scoreboard.ui.tables import offer_table


def show_gap_table(page: ComparePage) -> None:
    """Every gap, and every missing one with its reason."""
    _ = page.frame.translate
    label = _("Table of gaps and download")
    offer_table(page.frame, "gaps", label, partial(gap_table, page), partial(_gap_facts, page))


def show_progress_table(page: ComparePage, assessed: dict[str, tuple[Goal, Progress]]) -> None:
    """Pace and needed pace of the indicator in detail."""
    _ = page.frame.translate
    offer_table(
        page.frame,
        "progress",
        _("Table of progress and download"),
        partial(progress_table, page, assessed),
        partial(_focus_facts, page),
        name=f"progress_{page.focus}",
    )


def show_trend_table(page: ComparePage) -> None:
    """The years behind the small trends."""
    _ = page.frame.translate
    offer_table(
        page.frame,
        "trends",
        _("Table of trends and download"),
        partial(trend_table, page),
        partial(_focus_facts, page),
        name=f"trends_{page.focus}",
    )


def show_case_table(page: ComparePage) -> None:
    """The case's figures as a file."""
    _ = page.frame.translate
    if page.choice.kind == "case":
        offer_table(
            page.frame,
            "case_table",
            _("Table of the case and download"),
            partial(case_table, page),
            partial(_case_facts, page),
            name=f"case_{page.choice.case}",
        )


def gap_table(page: ComparePage) -> pd.DataFrame:
    """One row an indicator and region, in the catalog's unit; without a gap, the reason."""
    _ = page.frame.translate
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    found = {(r.indicator_code, r.region_code): r for r in page.gaps.itertuples()}
    rows = []
    for code in page.indicators:
        unit = page.frame.catalog.unit_of(code).name[page.language]
        decimals = page.frame.catalog.indicators[code].decimals + 2
        for region in page.choice.regions:
            start: dict[str, Any] = {
                _("Indicator"): page.words(code).shown,
                _("Region"): page.names[region],
                _("Unit"): unit,
            }
            row = found.get((code, region))
            if row is None:
                reason = missing_word(missing_reason(page, region, code), page.language)
                rows.append(start | {_("Status"): reason, _("Code"): region})
                continue
            rows.append(
                start
                | {
                    _("Year"): str(row.year),
                    _("Value"): round(row.value, decimals),
                    _("Benchmark"): page.benchmark_name(row.named),
                    _("Benchmark value"): round(row.reference, decimals),
                    _("Figures behind it"): row.members,
                    _("Gap (above zero: better)"): round(row.gap, decimals),
                    _("Gap (%)"): round(row.relative_pct, 2),
                    _("Status of the benchmark"): status_word(row.reference_status, page.language),
                    _("Status"): status_word(row.status, page.language),
                    _("Source"): cited(row.source_code, titles),
                    _("Code"): region,
                }
            )
    table = pd.DataFrame(rows)
    last = [c for c in (_("Status"), _("Source"), _("Code")) if c in table]
    return table[[c for c in table if c not in last] + last]


def progress_table(page: ComparePage, assessed: dict[str, tuple[Goal, Progress]]) -> pd.DataFrame:
    """One row a region: pace, needed pace, their ratio, class, and when it arrives."""
    _ = page.frame.translate
    kind = page.frame.catalog.unit_of(page.focus).change
    unit = "%" if kind == "percent" else page.words(page.focus).changes.unit
    rows: list[dict[str, Any]] = []
    for region in page.choice.regions:
        if region not in assessed:
            reason = missing_word(missing_reason(page, region, page.focus), page.language)
            rows.append({_("Region"): page.names[region], _("Progress"): reason})
            continue
        goal, progress = assessed[region]
        pace = progress.pace
        rows.append(
            {
                _("Region"): page.names[region],
                _("Progress"): state_word(progress.state, page.language),
                _("Year"): str(progress.year),
                _("Value"): progress.value,
                _("Benchmark value"): goal.target,
                _("Target year"): str(goal.year),
                _("Pace from"): "" if pace is None else str(pace.first_year),
                _("Pace a year ({unit})").format(unit=unit): _rounded(
                    None if pace is None else pace.per_year
                ),
                _("Needed from then ({unit})").format(unit=unit): _rounded(progress.required),
                _("Needed from now ({unit})").format(unit=unit): _rounded(
                    progress.required_from_now
                ),
                _("Pace over needed (%)"): _rounded(
                    None if progress.ratio is None else progress.ratio * 100
                ),
                _("Years left"): _rounded(progress.years_left),
                _("Reached in"): str(arrival_year(progress) or ""),
            }
        )
    return pd.DataFrame(rows)


def trend_table(page: ComparePage) -> pd.DataFrame:
    """One row a region and year of the indicator in detail, with its benchmark."""
    _ = page.frame.translate
    code = page.focus
    titles = {c: s.title for c, s in page.frame.catalog.sources.items()}
    rows = page.figures[page.figures["indicator_code"] == code]
    keys = ["region_code", "year"]
    marks = page.references[page.references["indicator_code"] == code][[*keys, "reference"]]
    both = rows.merge(marks, on=keys, how="left").sort_values(keys)
    unit = page.frame.catalog.unit_of(code).name[page.language]
    decimals = page.frame.catalog.indicators[code].decimals + 2
    return pd.DataFrame(
        {
            _("Region"): both["region_code"].map(page.names),
            _("Year"): both["year"].astype(str),
            f"{_('Value')} ({unit})": both["value"].round(decimals),
            page.benchmark_name(): both["reference"].round(decimals),
            _("Status"): [status_word(s, page.language) for s in both["status"]],
            _("Source"): [cited(c, titles) for c in both["source_code"]],
            _("Code"): both["region_code"],
        }
    )


def _gap_facts(page: ComparePage) -> TableFacts:
    return _facts(page, page.frame.translate("Benchmarking"), page.gaps["source_code"])


def _focus_facts(page: ComparePage) -> TableFacts:
    rows = page.figures[page.figures["indicator_code"] == page.focus]
    return _facts(page, page.words(page.focus).shown, rows["source_code"])


def _case_facts(page: ComparePage) -> TableFacts:
    _ = page.frame.translate
    case = page.frame.catalog.cases[page.choice.case]
    lines = (
        (_("Case"), case.name[page.language]),
        (_("Source"), f"{case.title[page.language]} ({case.source})"),
        (_("Release"), release_line(page.frame.release, page.language)),
    )
    return TableFacts(case.name[page.language], lines)


def _facts(page: ComparePage, title: str, cells: pd.Series) -> TableFacts:
    """What goes into every file: the benchmark and how it is made, sources, release."""
    _ = page.frame.translate
    kind = page.frame.catalog.benchmark_kinds[page.choice.kind]
    lines = (
        (_("Benchmark"), page.benchmark_name()),
        (_("How it is made"), kind.explanation[page.language]),
        (_("Release"), release_line(page.frame.release, page.language)),
        (_("Sources"), ";".join(source_titles(page, cells.unique()))),
    )
    return TableFacts(title, lines)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
