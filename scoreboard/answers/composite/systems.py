"""Indicator systems beside each other: the ranks they give, and row by row what we have."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.composite import Composite, Options
from scoreboard.analysis.composite.system import default_shares
from scoreboard.answers.composite.choice import LEVELS, systems_in_order
from scoreboard.answers.composite.evaluated import Evaluated
from scoreboard.answers.composited import Asked, evaluation
from scoreboard.answers.model import Grid, Part, Sentence, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import IndicatorSystem, Language, SystemGroup, SystemItem
from scoreboard.language import in_brackets, join_sentences, translator
from scoreboard.language.numbers import format_plain

_LONGEST = 20
_SIDE_BY_SIDE = 12


def systems_of(found: Evaluated) -> tuple[Part, ...]:
    """The ranks that the computed systems give the same regions, each by its own weights."""
    _, language, catalog = translator(found.language), found.language, found.release.catalog
    results = _results(found)
    if len(results) < 2:
        return ()
    ranks = pd.DataFrame({code: c.table["rank"] for code, c in results.items()}).dropna()
    first, second = (ranks[code] for code in list(results)[:2])
    # Pearson's of the ranks is Spearman's; pandas' own name for it loads scipy.stats, a second.
    spearman = float(first.rank().corr(second.rank()))
    title = _("Systems side by side")
    notes = (
        str(found.year),
        _("each by its own weights, goalposts and the arithmetic mean"),
        _("Spearman correlation of the ranks: {value}").format(value=format_plain(spearman, 2)),
    )
    table = pd.DataFrame(
        {
            _("Region"): [found.names[code] for code in ranks.index],
            **{
                catalog.systems[code].short_name[language]: ranks[code].astype(int).tolist()
                for code in results
            },
            _("Difference"): (second - first).abs().astype(int).tolist(),
        }
    ).sort_values(catalog.systems[found.system.code].short_name[language], kind="stable")
    facts = (
        (_("Method"), " · ".join(notes)),
        (_("Release"), release_line(found.release.info, language)),
    )
    return (
        Sentence(title, "title"),
        Sentence(" · ".join(notes), "note"),
        Table(
            key="composite_systems",
            label="",
            name=f"composite_systems_{found.year}",
            build=table.copy,
            facts=partial(TableFacts, title, facts),
            rows=_SIDE_BY_SIDE,
        ),
    )


def editions_of(release: Release, language: Language) -> tuple[Part, ...]:
    """Every system with its edition, whether it is official, and how many of its rows we have."""
    _, systems = translator(language), release.catalog.systems
    notes = (_("same, related: rows with such an indicator here"), _("ranked: regions are, by it"))
    headings = (
        _("Indicator system"),
        _("Edition"),
        _("Official"),
        _("Rows"),
        _("Same"),
        _("Related"),
        _("Ranked"),
    )
    yes_no = {True: _("yes"), False: _("no")}
    rows = []
    for code in systems_in_order(release.catalog, LEVELS[0]):
        system = systems[code]
        matches = [item.match for _group, item in system.items]
        rows.append(
            (
                system.short_name[language],
                str(system.edition),
                yes_no[system.is_official],
                str(len(matches)),
                str(matches.count("same")),
                str(matches.count("near")),
                yes_no[system.is_computed],
            )
        )
    return (
        Sentence(_("Systems and editions"), "title"),
        Sentence(" · ".join(notes), "note"),
        Grid(headings, tuple(rows)),
    )


def rows_of(release: Release, system_code: str, language: Language) -> tuple[Part, ...]:
    """The chosen system row by row: wording, weight, goalposts, and what we have of it."""
    _, system = translator(language), release.catalog.systems[system_code]
    title = _("Rows of “{system}”").format(system=system.name[language])
    told = join_sentences((system.description[language], system.reference[language]), language)
    part = "" if system.is_complete else _("not known to its last row")
    rows = [_row(release, system, group, item, language) for group, item in system.items]
    table = pd.DataFrame(rows)
    facts = (
        (_("Description"), told),
        (_("Note"), part),
        (_("Release"), release_line(release.info, language)),
    )
    return (
        Sentence(title, "title"),
        *((Sentence(part, "note"),) if part else ()),
        Sentence(told, "note"),
        Table(
            key="composite_rows",
            label="",
            name=f"composite_rows_{system_code}",
            build=table.copy,
            facts=partial(TableFacts, title, tuple(pair for pair in facts if pair[1])),
            rows=_LONGEST,
        ),
    )


def _results(found: Evaluated) -> dict[str, Composite]:
    """The evaluations of the year by each computed system, the shown one first."""
    systems = [s for s in found.release.catalog.systems.values() if s.is_computed]
    systems.sort(key=lambda s: s.code != found.system.code)
    level, year = found.choice.level, found.year
    results = {
        s.code: evaluation(found.release, Asked(level, s.code, year, Options(), default_shares(s)))
        for s in systems
    }
    return {code: composite for code, composite in results.items() if len(composite.ranked)}


def _row(
    release: Release,
    system: IndicatorSystem,
    group: SystemGroup,
    item: SystemItem,
    language: Language,
) -> dict[str, object]:
    """One row of a system: its wording, weight, goalposts, and what we have of it."""
    _, catalog = translator(language), release.catalog
    own = catalog.indicators.get(item.indicator or "")
    name = item.name[language] if item.name else (own.name[language] if own else "")
    if not item.is_verified:
        name += in_brackets(_("wording not verified"), language)
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
