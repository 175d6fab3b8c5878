"""The tables behind the comparison, with benchmark, sources and release in every file."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from scoreboard.answers.compare.comparison import Comparison
from scoreboard.answers.compare.progress import Assessed
from scoreboard.answers.compare.sentences import arrival_year, missing_word, state_word
from scoreboard.answers.compare.words import benchmark_note
from scoreboard.answers.model import Behind, Table, TableFacts
from scoreboard.answers.sources import cited, release_line, titles_of
from scoreboard.answers.targets import newest_data_year
from scoreboard.language import translator
from scoreboard.store.bulk import Selection
from scoreboard.text.figures import round_column
from scoreboard.text.sentences import span_text, status_word


def gap_table(page: Comparison) -> Table:
    """Every gap, and every missing one with its reason."""
    _ = translator(page.language)
    return Table(
        key="gaps",
        label=_("Table of gaps and download"),
        name="gaps",
        build=partial(_build_gaps, page),
        facts=partial(_gap_facts, page),
        behind=_behind(page, tuple(page.indicators)),
    )


def progress_table(page: Comparison, assessed: Assessed) -> Table:
    """Pace and needed pace of the indicator in detail."""
    _ = translator(page.language)
    return Table(
        key="progress",
        label=_("Table of progress and download"),
        name=f"progress_{page.focus}",
        build=partial(_build_progress, page, assessed),
        facts=partial(_focus_facts, page),
    )


def trend_table(page: Comparison) -> Table:
    """The years behind the small trends."""
    _ = translator(page.language)
    return Table(
        key="trends",
        label=_("Table of trends and download"),
        name=f"trends_{page.focus}",
        build=partial(_build_trends, page),
        facts=partial(_focus_facts, page),
        behind=_behind(page, (page.focus,)),
    )


def _behind(page: Comparison, indicators: tuple[str, ...]) -> Behind:
    return Behind(Selection(indicators=indicators, regions=page.choice.regions))


def _build_gaps(page: Comparison) -> pd.DataFrame:
    """One row an indicator and region, in the catalog's unit; without a gap, the reason."""
    _, language = translator(page.language), page.language
    found = {(r.indicator_code, r.region_code): r for r in page.gaps.itertuples()}
    rows = []
    for code in page.indicators:
        unit = page.catalog.unit_of(code).name[language]
        decimals = page.catalog.indicators[code].decimals + 2
        notes = page.notes(code)
        for region in page.choice.regions:
            start: dict[str, Any] = {
                _("Indicator"): page.words(code).shown,
                _("Region"): page.names[region],
                _("Unit"): unit,
            }
            row = found.get((code, region))
            if row is None:
                reason = missing_word(page.missing_reason(region, code), language)
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
                    _("Years behind it"): span_text((row.first_year, row.last_year), language),
                    _("Gap (above zero: better)"): round(row.gap, decimals),
                    _("Gap (%)"): round(row.relative_pct, 2),
                    _("Status of the benchmark"): status_word(row.reference_status, language),
                    _("Status"): status_word(row.status, language),
                    _("Source"): cited(row.source_code, page.release.titles),
                    _("Code"): region,
                    _("Note"): notes.get((region, row.year), ""),
                }
            )
    table = pd.DataFrame(rows)
    last = [c for c in (_("Status"), _("Source"), _("Code"), _("Note")) if c in table]
    return table[[c for c in table if c not in last] + last]


def _build_progress(page: Comparison, assessed: Assessed) -> pd.DataFrame:
    """One row a region: pace, needed pace, their ratio, class, and when it arrives."""
    _ = translator(page.language)
    kind = page.catalog.unit_of(page.focus).change
    unit = "%" if kind == "percent" else page.words(page.focus).changes.unit
    rows: list[dict[str, Any]] = []
    for region in page.choice.regions:
        if region not in assessed:
            reason = missing_word(page.missing_reason(region, page.focus), page.language)
            rows.append({_("Region"): page.names[region], _("Progress"): reason})
            continue
        goal, progress = assessed[region]
        pace = progress.pace
        arrival = arrival_year(progress, newest_data_year(page.release))
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
                _("Pace of the benchmark a year ({unit})").format(unit=unit): _rounded(
                    None if progress.moving is None else progress.moving.per_year
                ),
                _("Years left"): _rounded(progress.years_left if arrival else None),
                _("Reached in"): str(arrival or ""),
            }
        )
    return pd.DataFrame(rows)


def _build_trends(page: Comparison) -> pd.DataFrame:
    """One row a region and year of the indicator in detail, with its benchmark."""
    _, code = translator(page.language), page.focus
    keys = ["region_code", "year"]
    marks = page.references_of(code)[[*keys, "reference"]]
    both = page.figures_of(code).merge(marks, on=keys, how="left").sort_values(keys)
    unit = page.catalog.unit_of(code).name[page.language]
    decimals = page.catalog.indicators[code].decimals + 2
    notes = page.notes(code)
    regions = both["region_code"].tolist()
    return pd.DataFrame(
        {
            _("Region"): [page.names[region] for region in regions],
            _("Year"): both["year"].astype(str),
            f"{_('Value')} ({unit})": round_column(both["value"], decimals),
            page.benchmark_name(): round_column(both["reference"], decimals),
            _("Status"): [status_word(s, page.language) for s in both["status"]],
            _("Source"): [cited(c, page.release.titles) for c in both["source_code"]],
            _("Code"): regions,
            _("Note"): [notes.get(key, "") for key in zip(regions, both["year"], strict=True)],
        }
    )


def _gap_facts(page: Comparison) -> TableFacts:
    _ = translator(page.language)
    return _facts(page, _("Benchmarking"), page.gaps["source_code"])


def _focus_facts(page: Comparison) -> TableFacts:
    rows = page.figures_of(page.focus)
    return _facts(page, page.words(page.focus).shown, rows["source_code"])


def _facts(page: Comparison, title: str, source_codes: pd.Series) -> TableFacts:
    """What goes into every file: the benchmark and how it is made, sources, release."""
    _ = translator(page.language)
    lines = (
        (_("Benchmark"), page.benchmark_name()),
        (_("How it is made"), benchmark_note(page)),
        (_("Release"), release_line(page.release.info, page.language)),
        (_("Sources"), ";".join(titles_of(source_codes.unique(), page.release.titles))),
    )
    return TableFacts(title, lines)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
