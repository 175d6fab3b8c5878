"""What if some figures were others: the planner's moves, and what is said of the region then."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.analysis.chains import ChainStanding
from scoreboard.catalog import Catalog, Language
from scoreboard.diagnostics.moves import (
    MOST_MOVES,
    Change,
    Move,
    MoveProblem,
    read_moves,
    write_moves,
)
from scoreboard.diagnostics.what_if import FindingChange, Outlook, RankRange, WhatIf
from scoreboard.reports.tables import TableFacts
from scoreboard.text.chains import grade_name
from scoreboard.text.diagnosis import finding_word
from scoreboard.text.what_if import problem_sentence, rank_range, write_difference, write_value
from scoreboard.ui import cached_what_if, choices
from scoreboard.ui.choosers import DEFAULT_INDICATOR
from scoreboard.ui.diagnosis_page import DiagnosisPage
from scoreboard.ui.figure import show_title
from scoreboard.ui.frame import release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table


def show_what_if(page: DiagnosisPage) -> None:
    """The moves, how to add one, and tier, findings, rank and chains before and after."""
    _ = page.frame.translate
    show_title(
        _("What if: {name} with other figures").format(name=page.name),
        [_("arithmetic, not a forecast")],
    )
    st.markdown(plain(_caution(page)))
    moves, problems = read_moves(st.query_params.get("moves", ""), page.frame.catalog)
    found = cached_what_if.what_if(
        page.frame.release.key, page.region.level, page.region.code, moves
    )
    if found is None:
        return
    _say_problems(page, [*problems, *found.moved.problems])
    _choose_move(page, found.before, moves)
    _show_moves(page, moves)
    if found.moved.changes:
        _show_result(page, found)
    elif not moves:
        st.caption(plain(_("No figure is moved yet; choose an indicator and an amount above.")))


def _caution(page: DiagnosisPage) -> str:
    _ = page.frame.translate
    return _(
        "The figures named are replaced and everything is worked out again by the same rules. "
        "Indicators with a formula follow; other published figures, other regions and the nation "
        "stay as they are. This is accounting: it says where the region would stand if it had "
        "these figures today, and not how to get them nor what would follow. A total that is moved "
        "alone lowers the shares of its parts; move the parts with it."
    )


def _say_problems(page: DiagnosisPage, problems: Iterable[MoveProblem]) -> None:
    sentences = [_problem_sentence(page, p) for p in problems]
    for sentence in dict.fromkeys(sentences):
        st.warning(plain(sentence))


def _choose_move(page: DiagnosisPage, before: Outlook, moves: tuple[Move, ...]) -> None:
    """An indicator, an amount or a target, and a button that puts it into the link."""
    _ = page.frame.translate
    catalog = page.frame.catalog
    known = before.facts.values  # noqa: PD011
    codes = [
        i.code
        for i in catalog.indicators_in_order()
        if i.code in known and not i.parts and i.code not in {m.indicator_code for m in moves}
    ]
    if not codes or len(moves) >= MOST_MOVES or page.is_printed:
        return

    def label(code: str) -> str:
        value = write_value(catalog, code, known[code].value, page.language)
        year = known[code].year
        name = catalog.indicators[code].name[page.language]
        return (
            f"{name}（{year}年{value}）" if page.language == "zh" else f"{name} ({year}: {value})"
        )

    columns = st.columns([4.6, 3, 2, 1.4], vertical_alignment="bottom")
    with columns[0]:
        code = st.selectbox(
            _("Indicator moved"),
            codes,
            index=codes.index(DEFAULT_INDICATOR) if DEFAULT_INDICATOR in codes else 0,
            format_func=label,
            key="move_indicator",
        )
    kinds = {"by": _("by an amount"), "to": _("to a target")}
    with columns[1]:
        st.segmented_control(
            _("Moved"),
            list(kinds),
            format_func=kinds.__getitem__,
            default="by",
            required=True,
            wrap=True,
            key="move_kind",
        )
    with columns[2]:
        st.number_input(
            _("Amount ({unit})").format(unit=_unit(catalog, code, page.language)),
            value=0.0,
            step=10.0 ** -catalog.indicators[code].decimals,
            format=f"%.{catalog.indicators[code].decimals}f",
            key=f"move_amount_{code}",
        )
    with columns[3]:
        st.button(
            _("Add"),
            icon=":material/add:",
            key="move_add",
            on_click=partial(_add, moves),
            width="stretch",
        )


def _unit(catalog: Catalog, code: str, language: Language) -> str:
    """The unit that an amount is typed in: that of the catalog, points for rates."""
    unit = catalog.unit_of(code)
    if unit.change == "points":
        return "个百分点" if language == "zh" else "pp"
    return unit.name[language]


def _add(moves: tuple[Move, ...]) -> None:
    """Put what is typed in into the link; read when the button is pressed, not when drawn."""
    state = st.session_state
    code = state["move_indicator"]
    kind, amount = state["move_kind"], state[f"move_amount_{code}"]
    if amount is None or (kind == "by" and amount == 0):
        return
    move = Move(code, "to" if kind == "to" else "by", float(amount))
    choices.write({"moves": write_moves([*moves, move])})


def _drop(moves: tuple[Move, ...], code: str) -> None:
    left = [m for m in moves if m.indicator_code != code]
    choices.write({"moves": write_moves(left) or None})


def _show_moves(page: DiagnosisPage, moves: tuple[Move, ...]) -> None:
    """The moves of the link, each with a button that takes it out."""
    _ = page.frame.translate
    if not moves:
        return
    with st.container(horizontal=True, key="moves"):
        for move in moves:
            st.button(
                plain(_move_line(page, move)),
                icon=":material/close:",
                key=f"move_drop_{move.indicator_code}",
                help=_("Take this move out"),
                on_click=partial(_drop, moves, move.indicator_code),
            )


def _show_result(page: DiagnosisPage, found: WhatIf) -> None:
    _ = page.frame.translate
    rows = _rows(page, found)
    headings = [_("What"), _("As published"), _("After the moves")]
    head = f"| {' | '.join(plain(heading) for heading in headings)} |"
    # Small, so that three columns of English words fit a phone.
    cells = [(plain(w), plain(b), _strong(a, is_new=a != b)) for w, b, a in rows]
    lines = [f"| {' | '.join(f':small[{cell}]' for cell in row)} |" for row in cells]
    st.markdown("\n".join([head, "|---|---|---|", *lines]))
    left, right = st.columns(2, gap="large")
    with left:
        changed = [_finding_line(page, change) for change in found.changed_findings]
        heading = _("Findings that change")
        st.markdown(f"**{plain(heading)}**\n" + _list(changed or [_("none")]))
    with right:
        moved = [_change_line(page, change) for change in found.moved.changes]
        heading = _("Figures that change")
        st.markdown(f"**{plain(heading)}**\n" + _list(moved))
    note = _(
        "Ranks are among the other regions' figures of today, each indicator in its newest year, "
        "so they may differ from those of one year on the composite page; the range holds nine "
        "tenths of the evaluations that could as well have been made. {release}"
    ).format(release=release_line(page.frame.release, page.language))
    st.caption(plain(note))
    offer_table(
        page.frame,
        "what_if_table",
        _("Table and download: what if"),
        partial(build_table, page, found),
        partial(_table_facts, page, found),
        name=f"what_if_{page.region.code}",
    )


def _rows(page: DiagnosisPage, found: WhatIf) -> list[tuple[str, str, str]]:
    """What is said of the region before and after: what, before, after."""
    _ = page.frame.translate
    before, after = found.before, found.after
    rows = [
        (_("Tier"), _tier(page, before), _tier(page, after)),
        (_("Findings"), _count(page, before), _count(page, after)),
    ]
    if before.rank and after.rank:
        system = page.frame.catalog.systems[before.rank.system_code].name[page.language]
        what = _("Rank in the composite ({system})").format(system=system)
        rows.append((what, _rank(page, before.rank), _rank(page, after.rank)))
    if before.chains and after.chains:
        what = _("Coordination of the four chains ({year})").format(year=before.chains.year)
        rows.append((what, _degree(page, before.chains), _degree(page, after.chains)))
        for chain, entry in page.frame.catalog.chains.items():
            what = _("{chain}, index").format(chain=entry.name[page.language])
            was, would_be = before.chains.indices[chain], after.chains.indices[chain]
            rows.append((what, f"{was:.3f}", f"{would_be:.3f}"))
    return rows


def _rank(page: DiagnosisPage, rank: RankRange) -> str:
    return rank_range(rank.rank, rank.low, rank.high, page.language)


def _tier(page: DiagnosisPage, outlook: Outlook) -> str:
    """The tier, and whether one criterion on the line would change it."""
    _ = page.frame.translate
    tier = page.frame.catalog.tiers[outlook.tier.tier_code].name[page.language]
    return _("{tier}, on the line").format(tier=tier) if outlook.tier.is_borderline else tier


def _count(page: DiagnosisPage, outlook: Outlook) -> str:
    _ = page.frame.translate
    states = [f.state for f in outlook.findings]
    return _("{fires} found, {line} on the line, of {all}").format(
        fires=states.count("fires"), line=states.count("borderline"), all=len(states)
    )


def _degree(page: DiagnosisPage, chains: ChainStanding) -> str:
    """D in both forms, with the class of the usual one."""
    _ = page.frame.translate
    return _("D {degree} ({grade}), corrected {corrected}").format(
        degree=f"{chains.coordination:.3f}",
        grade=grade_name(chains.grade, page.language),
        corrected=f"{chains.coordination_corrected:.3f}",
    )


def _finding_line(page: DiagnosisPage, change: FindingChange) -> str:
    """A rule with its word before and after."""
    language = page.language
    name = page.frame.catalog.rules[change.before.rule_code].name[language]
    words = [finding_word(f.state, f.severity, language) for f in (change.before, change.after)]
    colon = "：" if language == "zh" else ": "
    return f"{name}{colon}{words[0]} → {words[1]}"


def _change_line(page: DiagnosisPage, change: Change) -> str:
    """A figure with its year, before and after."""
    _ = page.frame.translate
    catalog, language, code = page.frame.catalog, page.language, change.indicator_code
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


def _move_line(page: DiagnosisPage, move: Move) -> str:
    """A move in words: by how much, or to what."""
    catalog, language, code = page.frame.catalog, page.language, move.indicator_code
    name = catalog.indicators[code].name[language]
    if move.kind == "to":
        return f"{name} → {write_value(catalog, code, move.amount, language)}"
    return f"{name} {write_difference(catalog, code, move.amount, language)}"


def _problem_sentence(page: DiagnosisPage, problem: MoveProblem) -> str:
    catalog, language, code = page.frame.catalog, page.language, problem.indicator_code
    indicator = catalog.indicators.get(code)
    limits = tuple(
        "" if end is None or not code else write_value(catalog, code, end, language)
        for end in (problem.low, problem.high)
    )
    return problem_sentence(
        problem.reason,
        problem.part,
        indicator.name[language] if indicator else "",
        join_names(page.frame.indicator_names(indicator.parts), language) if indicator else "",
        (limits[0], limits[1]),
        MOST_MOVES,
        language,
    )


def build_table(page: DiagnosisPage, found: WhatIf) -> pd.DataFrame:
    """One row a figure that changes, then what is said before and after."""
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
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
        for what, before, after in _rows(page, found)
    ]
    return pd.DataFrame([*figures, *said])


def _table_facts(page: DiagnosisPage, found: WhatIf) -> TableFacts:
    _ = page.frame.translate
    changed = [_change_line(page, change) for change in found.moved.changes]
    lines = (
        (_("Note"), _caution(page)),
        (_("Figures that change"), "; ".join(changed)),
        (_("Release"), release_line(page.frame.release, page.language)),
    )
    return TableFacts(_("What if: {name} with other figures").format(name=page.name), lines)


def _strong(text: str, *, is_new: bool) -> str:
    return f"**{plain(text)}**" if is_new else plain(text)


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {plain(line)}" for line in lines)
