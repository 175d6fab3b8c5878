"""Where the region stands in the figures that its findings rest on, as one figure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scoreboard.analysis.profile import percentile_of
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers import basis
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.words import DISCONNECTIONS, disconnection_heading
from scoreboard.answers.model import Part, figure_part
from scoreboard.charts.positions import PositionRow, PositionWords, draw_positions
from scoreboard.diagnostics import Finding
from scoreboard.diagnostics.finding import State
from scoreboard.diagnostics.measures import direction_of, name_of, write_value
from scoreboard.language import translator
from scoreboard.text.sentences import count_regions, status_in_brackets


def places_parts(
    subject: Subject, states: tuple[State, ...] = ("fires", "borderline", "silent")
) -> tuple[Part, ...]:
    """The figure, for findings in some states; nothing where no figure of one has a place."""
    _ = translator(subject.language)
    rows = _rows(subject, [f for f in subject.findings if f.state in states])
    if not rows:
        return ()
    words = PositionWords(
        last=_("last"),
        first=_("first"),
        rank=_("Rank"),
        peers=_("median of the peers"),
        nation="",
        shows=f"{subject.region.code}|{subject.choice.part}",
    )
    title = _("{name}: place in the figures that were judged").format(name=subject.name)
    notes = (
        _("dot: {name}").format(name=subject.name),
        *((_("line: median of the peers"),) if any(r.peers is not None for r in rows) else ()),
        _("hollow: uncertain"),
    )
    return (figure_part("places", draw_positions(rows, words), title, title, notes),)


def _rows(subject: Subject, findings: Sequence[Finding]) -> list[PositionRow]:
    """A row for the first figure of each finding, under the disconnection it is filed in."""
    codes = {f.rule_code: _first_figure(subject, f) for f in findings}
    known = subject.facts.values  # noqa: PD011 (a mapping, no frame)
    years = [known[code].year for code in codes.values() if code]
    usual = max(set(years), key=years.count) if years else 0
    rows: list[PositionRow] = []
    for disconnection in DISCONNECTIONS:
        rules = [f.rule_code for f in findings if f.disconnection == disconnection]
        found = dict.fromkeys(codes[rule] for rule in rules if codes[rule])
        if found:
            heading = disconnection_heading(disconnection, subject.language)
            rows += [PositionRow(heading), *(_row(subject, code, usual) for code in found)]
    return rows


def _first_figure(subject: Subject, finding: Finding) -> str:
    """The first figure of a rule's signs that has a place; empty where none has."""
    signs = subject.catalog.rules[finding.rule_code].signs
    codes = (s.indicator_code for s in finding.signs if not signs[s.code].of_largest_city)
    return next((code for code in codes if code in subject.facts.ranks), "")


def _row(subject: Subject, code: str, usual: int) -> PositionRow:
    language, place = subject.language, subject.facts.ranks[code]
    fact = subject.facts.values[code]  # noqa: PD011 (a mapping, no frame)
    name, direction = name_of(subject.catalog, code)[language], direction_of(subject.catalog, code)
    field = _field(subject, code)
    median = subject.facts.peer_medians.get(code)
    written = write_value(subject.catalog, code, fact.value)[language]
    status = status_in_brackets(fact.status, language)
    regions = count_regions(place[1], subject.level, language)
    return PositionRow(
        label=name if fact.year == usual else f"{name} {fact.year}",
        code=code,
        percentile=percentile_of(fact.value, field, direction),
        peers=None if median is None else percentile_of(median.value, field, direction),
        rank=str(place[0]) if subject.level == "province" else f"{place[0]}/{place[1]}",
        hover=f"{name} {fact.year}<br>{subject.name} {written}{status} {place[0]} / {regions}",
        is_uncertain=fact.status in UNCERTAIN,
    )


def _field(subject: Subject, code: str) -> pd.Series:
    """The figures that the region's place is among."""
    if code in subject.catalog.indicators:
        rows = basis.windowed(subject.release, subject.level, subject.choice.window)
        return rows.loc[rows["indicator_code"] == code, "value"]
    everywhere = (facts for facts in subject.everywhere.values() if code in facts.compared)
    figures = [facts.values[code].value for facts in everywhere]  # noqa: PD011 (as above)
    return pd.Series(figures, dtype=float)
