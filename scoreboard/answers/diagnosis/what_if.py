"""What if some figures were others: the planner's moves, and what is said of the region then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import pandas as pd

from scoreboard.analysis.chains import ChainStanding
from scoreboard.analysis.composite.system import RankRange
from scoreboard.analysis.window import WINDOW_YEARS
from scoreboard.answers import composited, judged
from scoreboard.answers.diagnosis.chain_words import grade_name
from scoreboard.answers.diagnosis.chains import standing_of
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.what_if_words import (
    alone_sentence,
    problem_sentence,
    rank_range,
    stays_sentence,
    write_difference,
    write_value,
)
from scoreboard.answers.diagnosis.words import finding_word
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Bullets, Card, Grid, Part, Sentence, Step, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, Language, Level
from scoreboard.diagnostics.moves import (
    MOST_MOVES,
    FigureChange,
    Move,
    MoveProblem,
    Stays,
    read_moves,
    stands_alone,
    write_moves,
)
from scoreboard.diagnostics.what_if import (
    FindingChange,
    Outlook,
    WhatIf,
    ask_what_if,
)
from scoreboard.language import in_brackets, join_list, translator


@kept
def outlook(
    release: Release, level: Level, region_code: str, window: int = WINDOW_YEARS
) -> Outlook:
    """Tier, findings, chains and rank of a region on the figures of the release."""
    return Outlook(
        facts=judged.facts(release, level, window)[region_code],
        tier=judged.tiers(release, level, window)[region_code],
        findings=judged.findings_of(release, level, region_code, window),
        chains=standing_of(release, level, region_code),
        rank=composited.rank_of(release, level, region_code),
    )


@kept
def what_if(
    release: Release,
    level: Level,
    region_code: str,
    moves: tuple[Move, ...],
    window: int = WINDOW_YEARS,
) -> WhatIf:
    """A region before and after some moves; its peers stay those of the published figures."""
    return ask_what_if(
        release.panel(level),
        outlook(release, level, region_code, window),
        moves,
        release.catalog,
        cities=release.panel("city") if level == "province" else None,
        peers={code: facts.peers for code, facts in judged.facts(release, level, window).items()},
        window=window,
    )


def _asked(subject: Subject, moves: tuple[Move, ...]) -> WhatIf:
    return what_if(
        subject.release, subject.level, subject.region.code, moves, subject.choice.window
    )


@dataclass(frozen=True)
class Movable:
    """An indicator that can be moved: how it is labelled, its unit in words and its decimals."""

    code: str
    label: str
    unit: str
    decimals: int


def movable(subject: Subject) -> tuple[Movable, ...]:
    """The indicators that a move can be added for; none where there are as many as there may be."""
    catalog, language = subject.catalog, subject.language
    moves, _problems = read_moves(subject.choice.moves, catalog)
    moved = {move.indicator_code for move in moves}
    if len(moved) >= MOST_MOVES or not subject.is_diagnosed:
        return ()
    known = subject.facts.values  # noqa: PD011 (a mapping, no frame)
    found = []
    for i in catalog.indicators_in_order():
        if i.code not in known or i.parts or i.code in moved:
            continue
        value = write_value(catalog, i.code, known[i.code].value, language)
        year = known[i.code].year
        how = f"{year}年{value}" if language == "zh" else f"{year}: {value}"
        label = i.name[language] + in_brackets(how, language)
        found.append(Movable(i.code, label, _unit(catalog, i.code, language), i.decimals))
    return tuple(found)


def add_move(written: str, move: Move, catalog: Catalog) -> str:
    """The moves of a link with one more."""
    moves, _problems = read_moves(written, catalog)
    return write_moves([*moves, move])


def what_if_title(subject: Subject) -> tuple[Part, ...]:
    """What a what-if is, and why some moves of the link cannot be made."""
    _ = translator(subject.language)
    moves, problems = read_moves(subject.choice.moves, subject.catalog)
    found = _asked(subject, moves)
    said = [_problem_sentence(subject, p) for p in (*problems, *found.moved.problems)]
    said += [_stays_sentence(subject, stays) for stays in found.moved.stays]
    return (
        Sentence(_("What if: {name} with other figures").format(name=subject.name), "title"),
        Sentence(_("arithmetic, not a forecast"), "note"),
        Sentence(_caution(subject)),
        *(Sentence(sentence, "caution") for sentence in dict.fromkeys(said)),
        *(Sentence(sentence, "info") for sentence in _alone_sentences(subject, moves)),
    )


def move_steps(subject: Subject) -> tuple[Step, ...]:
    """The moves of the link, each with a button that takes it out."""
    moves, _problems = read_moves(subject.choice.moves, subject.catalog)
    return tuple(
        Step(
            key=f"move_drop_{move.indicator_code}",
            label=_move_line(subject, move),
            changes=(("moves", write_moves([m for m in moves if m != move]) or None),),
            icon=":material/close:",
        )
        for move in moves
    )


def what_if_parts(subject: Subject) -> tuple[Part, ...]:
    """Tier, findings, rank and chains before and after the moves."""
    _ = translator(subject.language)
    moves, _problems = read_moves(subject.choice.moves, subject.catalog)
    found = _asked(subject, moves)
    if not found.moved.changes:
        none = _("No figure is moved yet; choose an indicator and an amount above.")
        return () if moves else (Sentence(none, "note"),)
    rows = tuple(_rows(subject, found))
    note = _(
        "Ranks are those of the composite evaluation by its default method, with the other "
        "regions' figures as published; the range holds nine tenths of the evaluations that could "
        "as well have been made. {release}"
    ).format(release=subject.release_line)
    changed = [_finding_line(subject, change) for change in found.changed_findings]
    moved = [_change_line(subject, change) for change in found.moved.changes]
    return (
        Grid(
            (_("What"), _("As published"), _("After the moves")),
            rows,
            frozenset((k, 2) for k, (_what, before, after) in enumerate(rows) if before != after),
        ),
        Card(
            "",
            (Bullets(_("Findings that change"), tuple(changed or [_("none")])),),
            (Bullets(_("Figures that change"), tuple(moved)),),
        ),
        Sentence(note, "note"),
        Table(
            key="what_if_table",
            label=_("Table and download: what if"),
            name=f"what_if_{subject.region.code}",
            build=partial(build_table, subject, found),
            facts=partial(_table_facts, subject, found),
        ),
    )


def _caution(subject: Subject) -> str:
    _ = translator(subject.language)
    return _(
        "The figures named are replaced and everything is worked out again by the same rules. "
        "Indicators with a formula follow, and a published ratio moves in proportion to what it "
        "divides; other published figures, other regions and the nation stay as they are. This is "
        "accounting: it says where the region would stand if it had these figures today, and not "
        "how to get them nor what would follow. A total that is moved alone lowers the shares of "
        "its parts; move the parts with it."
    )


def _unit(catalog: Catalog, code: str, language: Language) -> str:
    """The unit that an amount is typed in: that of the catalog, points for rates."""
    unit = catalog.unit_of(code)
    if unit.change == "points":
        return "个百分点" if language == "zh" else "pp"
    return unit.name[language]


def _rows(subject: Subject, found: WhatIf) -> list[tuple[str, str, str]]:
    """What is said of the region before and after: what, before, after."""
    _ = translator(subject.language)
    before, after = found.before, found.after
    rows = [
        (_("Tier"), _tier(subject, before), _tier(subject, after)),
        (_("Findings"), _count(subject, before), _count(subject, after)),
    ]
    if before.rank and after.rank:
        system = subject.catalog.systems[before.rank.system_code].name[subject.language]
        what = _("Rank in the composite ({system}, {year})").format(
            system=system, year=before.rank.year
        )
        rows.append((what, _rank(subject, before.rank), _rank(subject, after.rank)))
    if before.chains and after.chains:
        what = _("Coordination of the four chains ({year})").format(year=before.chains.year)
        rows.append((what, _degree(subject, before.chains), _degree(subject, after.chains)))
        for chain, entry in subject.catalog.chains.items():
            what = _("{chain}, index").format(chain=entry.name[subject.language])
            was, would_be = before.chains.indices[chain], after.chains.indices[chain]
            rows.append((what, f"{was:.3f}", f"{would_be:.3f}"))
    return rows


def _rank(subject: Subject, rank: RankRange) -> str:
    return rank_range(rank.rank, rank.low, rank.high, subject.language)


def _tier(subject: Subject, outlook: Outlook) -> str:
    """The tier, and whether one criterion on the line would change it."""
    _ = translator(subject.language)
    tier = subject.catalog.tiers[outlook.tier.tier_code].name[subject.language]
    return _("{tier}, on the line").format(tier=tier) if outlook.tier.is_borderline else tier


def _count(subject: Subject, outlook: Outlook) -> str:
    _ = translator(subject.language)
    states = [f.state for f in outlook.findings]
    return _("{fires} found, {line} on the line, of {all}").format(
        fires=states.count("fires"), line=states.count("borderline"), all=len(states)
    )


def _degree(subject: Subject, chains: ChainStanding) -> str:
    """D in both forms, with the class of the usual one."""
    _ = translator(subject.language)
    return _("D {degree} ({grade}), corrected {corrected}").format(
        degree=f"{chains.coordination:.3f}",
        grade=grade_name(chains.grade, subject.language),
        corrected=f"{chains.coordination_corrected:.3f}",
    )


def _finding_line(subject: Subject, change: FindingChange) -> str:
    """A rule with its word before and after."""
    language = subject.language
    name = subject.catalog.rules[change.before.rule_code].name[language]
    words = [finding_word(f.state, f.severity, language) for f in (change.before, change.after)]
    colon = "：" if language == "zh" else ": "
    return f"{name}{colon}{words[0]} → {words[1]}"


def _change_line(subject: Subject, change: FigureChange) -> str:
    """A figure with its year, before and after."""
    _ = translator(subject.language)
    catalog, language, code = subject.catalog, subject.language, change.indicator_code
    template = (
        _("{name} ({year}): {before} → {after}, worked out")
        if change.is_worked_out
        else _("{name} ({year}): {before} → {after}")
    )
    return template.format(
        name=catalog.indicators[code].name[language],
        year=change.year,
        before=write_value(catalog, code, change.before, language),
        after=write_value(catalog, code, change.after, language),
    )


def _move_line(subject: Subject, move: Move) -> str:
    """A move in words: by how much, or to what."""
    catalog, language, code = subject.catalog, subject.language, move.indicator_code
    name = catalog.indicators[code].name[language]
    if move.kind == "to":
        return f"{name} → {write_value(catalog, code, move.amount, language)}"
    return f"{name} {write_difference(catalog, code, move.amount, language)}"


def _problem_sentence(subject: Subject, problem: MoveProblem) -> str:
    catalog, language, code = subject.catalog, subject.language, problem.indicator_code
    indicator = catalog.indicators.get(code)
    low, high = (
        "" if end is None or not code else write_value(catalog, code, end, language)
        for end in (problem.low, problem.high)
    )
    parts = [catalog.indicators[c].name[language] for c in indicator.parts] if indicator else []
    return problem_sentence(
        problem.reason,
        problem.part,
        indicator.name[language] if indicator else "",
        join_list(parts, language),
        (low, high),
        MOST_MOVES,
        language,
    )


def _stays_sentence(subject: Subject, stays: Stays) -> str:
    names, language = subject.catalog.indicators, subject.language
    name, part = (names[c].name[language] for c in (stays.indicator_code, stays.part_code))
    return stays_sentence(name, stays.year, part, language)


def _alone_sentences(subject: Subject, moves: Iterable[Move]) -> list[str]:
    """Of every move that can change nothing that is said of the region: that, and why."""
    catalog, language = subject.catalog, subject.language
    alone = (
        catalog.indicators[m.indicator_code]
        for m in moves
        if stands_alone(catalog, m.indicator_code, subject.level)
    )
    # What is not ranked says in its first caveat why not.
    return [
        alone_sentence(i.name[language], "" if i.is_ranked else i.caveats[0][language], language)
        for i in alone
    ]


def build_table(subject: Subject, found: WhatIf) -> pd.DataFrame:
    """One row a figure that changes, then what is said before and after."""
    _ = translator(subject.language)
    catalog, language = subject.catalog, subject.language
    figures = [
        {
            _("What"): f"{catalog.indicators[c.indicator_code].name[language]} ({c.year})",
            _("As published"): write_value(catalog, c.indicator_code, c.before, language),
            _("After the moves"): write_value(catalog, c.indicator_code, c.after, language),
            _("Kind"): _("worked out") if c.is_worked_out else _("moved"),
        }
        for c in found.moved.changes
    ]
    said = [
        {
            _("What"): what,
            _("As published"): before,
            _("After the moves"): after,
            _("Kind"): _("result"),
        }
        for what, before, after in _rows(subject, found)
    ]
    return pd.DataFrame([*figures, *said])


def _table_facts(subject: Subject, found: WhatIf) -> TableFacts:
    _ = translator(subject.language)
    changed = [_change_line(subject, change) for change in found.moved.changes]
    lines = (
        (_("Note"), _caution(subject)),
        (_("Figures that change"), "; ".join(changed)),
        (_("Release"), subject.release_line),
    )
    return TableFacts(_("What if: {name} with other figures").format(name=subject.name), lines)
