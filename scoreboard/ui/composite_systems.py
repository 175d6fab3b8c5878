"""Indicator systems beside each other: the ranks they give, and row by row what we have."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.composite import Composite, Options
from scoreboard.catalog import IndicatorSystem, SystemGroup, SystemItem
from scoreboard.text.numbers import format_plain
from scoreboard.ui import cached_composite
from scoreboard.ui.composite_choosers import default_shares, systems_in_order
from scoreboard.ui.composite_page import CompositePage, table_height
from scoreboard.ui.figure import show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import TABLE_ROW, show_cells

_LONGEST = 20
_SIDE_BY_SIDE = 12


def show_systems(page: CompositePage) -> None:
    """The ranks that the computed systems give the same regions, each by its own weights."""
    _ = page.frame.translate
    results = _results(page)
    if len(results) < 2:
        return
    ranks = pd.DataFrame({code: found.table["rank"] for code, found in results.items()}).dropna()
    first, second = (ranks[code] for code in list(results)[:2])
    # Pearson's of the ranks is Spearman's; pandas' own name for it loads scipy.stats, a second.
    spearman = float(first.rank().corr(second.rank()))
    show_title(
        _("Systems side by side"),
        [
            str(page.year),
            _("each by its own weights, goalposts and the arithmetic mean"),
            _("Spearman correlation of the ranks: {value}").format(value=format_plain(spearman, 2)),
        ],
    )
    names = page.frame.catalog.systems
    table = pd.DataFrame(
        {
            _("Region"): [page.names[code] for code in ranks.index],
            **{
                names[code].short_name[page.language]: ranks[code].astype(int).tolist()
                for code in results
            },
            _("Difference"): (second - first).abs().astype(int).tolist(),
        }
    )
    show_cells(
        table.sort_values(table.columns[1], kind="stable"),
        hide_index=True,
        key="composite_systems",
        row_height=TABLE_ROW,
        height=table_height(min(len(table), _SIDE_BY_SIDE)),
    )


def show_editions(page: CompositePage) -> None:
    """Every system with its edition, and how many of its rows we have."""
    _ = page.frame.translate
    notes = [_("same, related: rows with such an indicator here"), _("ranked: regions are, by it")]
    show_title(_("Systems and editions"), notes)
    editions = _editions(page)
    # Streamlit's own widths leave no room for the last column in half a page.
    widths = zip(editions.columns[1:], (60, 60, 46, 46, 60, 60), strict=True)
    narrow = {column: st.column_config.Column(width=width) for column, width in widths}
    show_cells(
        editions,
        hide_index=True,
        key="composite_editions",
        row_height=TABLE_ROW,
        column_config=narrow,
    )


def show_rows(page: CompositePage) -> None:
    """The chosen system row by row: wording, weight, goalposts, and what we have of it."""
    _ = page.frame.translate
    system = page.choice.system
    show_title(
        _("Rows of “{system}”").format(system=system.name[page.language]),
        [] if system.is_complete else [_("not known to its last row")],
    )
    gap = "" if page.language == "zh" else " "
    told = (system.description[page.language], system.reference[page.language])
    st.caption(plain(gap.join(told)))
    rows = [_row(page, system, group, item) for group, item in system.items]
    show_cells(
        pd.DataFrame(rows),
        hide_index=True,
        key="composite_rows",
        placeholder="—",
        row_height=TABLE_ROW,
        height=table_height(min(len(rows), _LONGEST)),
    )


def _results(page: CompositePage) -> dict[str, Composite]:
    """The evaluations of the year by each computed system, the shown one first."""
    systems = [s for s in page.frame.catalog.systems.values() if s.is_computed]
    systems.sort(key=lambda s: s.code != page.choice.system.code)
    results = {}
    for system in systems:
        found = cached_composite.evaluation(
            page.frame.release.key,
            page.choice.level,
            system.code,
            page.year,
            Options(),
            default_shares(system),
        )
        if not found.ranked.empty:
            results[system.code] = found
    return results


def _editions(page: CompositePage) -> pd.DataFrame:
    """One row a system: edition, whether it is official, and how many of its rows we have."""
    _, language = page.frame.translate, page.language
    rows = []
    for code in systems_in_order(page.frame.catalog.systems):
        system = page.frame.catalog.systems[code]
        matches = [item.match for _group, item in system.items]
        rows.append(
            {
                _("Indicator system"): system.short_name[language],
                _("Edition"): str(system.edition),
                _("Official"): _("yes") if system.is_official else _("no"),
                _("Rows"): len(matches),
                _("Same"): matches.count("same"),
                _("Related"): matches.count("near"),
                _("Ranked"): _("yes") if system.is_computed else _("no"),
            }
        )
    return pd.DataFrame(rows)


def _row(
    page: CompositePage, system: IndicatorSystem, group: SystemGroup, item: SystemItem
) -> dict[str, object]:
    """One row of a system: its wording, weight, goalposts, and what we have of it."""
    _, language, catalog = page.frame.translate, page.language, page.frame.catalog
    own = catalog.indicators.get(item.indicator or "")
    name = item.name[language] if item.name else (own.name[language] if own else "")
    if not item.is_verified:
        name += _(" (wording not verified)")
    row: dict[str, object] = {
        _("Group"): group.name[language],
        _("Row"): f"{item.number} {name}".strip(),
        _("Weight, %"): item.weight,
    }
    if system.is_computed and own and item.goalposts:
        unit = catalog.unit_of(own.code).name[language]
        worst, best = (f"{post:,g}" for post in item.goalposts)
        row[_("Goalposts")] = f"{worst} – {best} {unit}"
    match = {"same": _("same"), "near": _("related"), "none": _("none")}[item.match]
    row[_("In this dashboard")] = match
    if not system.is_computed:
        row[_("Indicator here")] = own.name[language] if own else None
    row[_("Note")] = item.note[language] if item.note else None
    return row
