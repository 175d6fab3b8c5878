"""All regions of a level by all rules: what was found where."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import partial

import pandas as pd

from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers import judged
from scoreboard.answers.diagnosis.choice import DiagnosisChoice
from scoreboard.answers.diagnosis.glance_drawing import Cell, draw_glance
from scoreboard.answers.diagnosis.words import DISCONNECTIONS, finding_mark, finding_word
from scoreboard.answers.model import Part, Sentence, Table, TableFacts, figure_part
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language, Level, Rule
from scoreboard.diagnostics import Finding
from scoreboard.language import translator

_HOVER_WIDTH = {"zh": 34, "en": 70}
# Cities with fewer figures are diagnosed when asked for, but do not fill the overview.
LEAST_FIGURES = 5


def glance_parts(release: Release, choice: DiagnosisChoice, language: Language) -> tuple[Part, ...]:
    """Regions by rules as a figure, those of one tier where one is chosen, with its table."""
    _ = translator(language)
    level = release.catalog.regions[choice.region_code].level
    shown = regions_shown(release, level, choice.tier, choice.region_code, choice.window)
    title = _("All regions by rule: what was found where")
    notes = (
        _("{count} regions").format(count=len(shown)),
        _("square: found, the larger the more severe; diamond: on the line"),
        _("dot: not found; dash: no data to judge; blank: does not apply"),
        _("lines part the three disconnections and the rest"),
    )
    if not shown:
        return (
            Sentence(title, "title"),
            Sentence(" · ".join(notes), "note"),
            Sentence(_("No region of this tier."), "note"),
        )
    rules = {r.code: r.name[language] for r in rules_in_order(release, level)}
    names = {c: release.catalog.regions[c].short_name[language] for c in shown}
    groups = [release.catalog.rules[code].disconnection for code in rules]
    sizes = [groups.count(d) for d in DISCONNECTIONS if d in groups]
    cells = [
        Cell(code, f.rule_code, f.state, f.severity, _hover(names[code], f, language))
        for code in shown
        for f in judged.findings_of(release, level, code, choice.window)
    ]
    alt = _("Heat map of {count} regions by {rules} rules.")
    return (
        figure_part(
            "glance",
            draw_glance(cells, names, rules, choice.region_code, language, sizes),
            alt.format(count=len(shown), rules=len(rules)),
            title,
            notes,
        ),
        Table(
            key="glance_table",
            label=_("Table and download: all regions by rule"),
            name=f"glance_{level}",
            build=partial(_build, release, choice, names, rules, language),
            facts=partial(_table_facts, release, language),
        ),
    )


def regions_shown(
    release: Release,
    level: Level,
    tier_code: str = "all",
    chosen: str = "",
    window: int = WINDOW_YEARS,
) -> list[str]:
    """The regions of a tier that are diagnosed; of cities those with enough figures."""
    known, tiers = judged.facts(release, level, window), judged.tiers(release, level, window)

    def has_enough(code: str) -> bool:
        figures = sum(c in release.catalog.indicators for c in known[code].series)
        return level != "city" or figures >= LEAST_FIGURES or code == chosen

    return [
        code for code in known if tier_code in ("all", tiers[code].tier_code) and has_enough(code)
    ]


def rules_in_order(release: Release, level: Level) -> list[Rule]:
    """The rules of a level under the three disconnections in their order, then the rest."""
    own = [rule for rule in release.catalog.rules.values() if level in rule.levels]
    return sorted(own, key=lambda r: (DISCONNECTIONS.index(r.disconnection), r.theme, r.code))


def _build(
    release: Release,
    choice: DiagnosisChoice,
    names: Mapping[str, str],
    rules: Mapping[str, str],
    language: Language,
) -> pd.DataFrame:
    """One row a region, one column a rule; the mark and the word, blank where it does not apply."""
    _ = translator(language)
    rows, level = [], release.catalog.regions[choice.region_code].level
    for code, name in names.items():
        row = {_("Region"): name} | dict.fromkeys(rules.values(), "")
        for f in judged.findings_of(release, level, code, choice.window):
            word = finding_word(f.state, f.severity, language)
            row[rules[f.rule_code]] = f"{finding_mark(f.state, f.severity)} {word}"
        rows.append(row | {_("Code"): code})
    return pd.DataFrame(rows)


def _hover(name: str, finding: Finding, language: Language) -> str:
    """The sentence in short lines, under the region's name."""
    word = finding_word(finding.state, finding.severity, language)
    lines = textwrap.wrap(finding.sentence[language], _HOVER_WIDTH[language])
    return "<br>".join([f"<b>{name}</b> {word}", *lines])


def _table_facts(release: Release, language: Language) -> TableFacts:
    _ = translator(language)
    title = _("All regions by rule: what was found where")
    return TableFacts(title, ((_("Release"), release_line(release.info, language)),))
