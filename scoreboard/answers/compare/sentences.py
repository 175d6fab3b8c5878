"""The sentences of the comparison: who is nearest the benchmark, how far, and when at this pace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.analysis.benchmark import Missing
from scoreboard.analysis.progress import Goal, Progress, State
from scoreboard.analysis.views import least_certain
from scoreboard.catalog import Bound, Language
from scoreboard.language import join_sentences, plurals, translator
from scoreboard.text.figures import bound_text
from scoreboard.text.pace import GapWords, change_text, pace_text, share_text, trimmed
from scoreboard.text.sentences import span_text, status_in_brackets, status_word

# Beyond this, "in 340 years" says no more than "not in fifty".
LONGEST_WAIT = 50
# Between two figures there is a change, and no mean of changes.
_FEWEST_FOR_A_MEAN = 3


@dataclass(frozen=True)
class GapFacts:
    """One gap as it is told: name of the region and of its benchmark, both values, the year.

    reference_years: the first and the last of the figures behind the benchmark; none where they are
    of the region's own year.
    """

    region: str
    benchmark: str
    value: float
    reference: float
    relative_pct: float | None
    year: int
    status: str = "A"
    bound: Bound = "exactly"
    reference_status: str = "A"
    reference_years: tuple[int, int] | None = None


def gap_sentence(facts: GapFacts, words: GapWords) -> str:
    """The value of a year and how far it is above or below the benchmark, without a full stop."""
    _ = translator(words.language)
    difference = facts.value - facts.reference
    told = {
        "year": facts.year,
        "value": words.numbers.text(facts.value) + status_in_brackets(facts.status, words.language),
        "benchmark": facts.benchmark,
        "reference": _reference_text(facts, words),
        "amount": words.amount(abs(difference)),
    }
    if words.amount(abs(difference)) == words.amount(0):
        if told["reference"] == told["value"]:
            return _("{value} in {year}, level with {benchmark}").format(**told)
        return _("{value} in {year}, level with {benchmark} ({reference})").format(**told)
    if words.numbers.is_rank:
        template = (
            _("{value} in {year}, {amount} behind {benchmark} ({reference})")
            if difference > 0
            else _("{value} in {year}, {amount} ahead of {benchmark} ({reference})")
        )
        return template.format(**told)
    # Per cent of a percentage is read as points.
    if facts.relative_pct is not None and words.kind != "points":
        told["amount"] = _("{amount} or {share}").format(
            amount=told["amount"], share=share_text(abs(facts.relative_pct), words.language)
        )
    template = (
        _("{value} in {year}, {amount} above {benchmark} ({reference})")
        if difference > 0
        else _("{value} in {year}, {amount} below {benchmark} ({reference})")
    )
    return template.format(**told)


def _reference_text(facts: GapFacts, words: GapWords) -> str:
    """The benchmark's value; with its years and status where they are not the region's own."""
    said = [bound_text(words.numbers.text(facts.reference), facts.bound, words.language)]
    if facts.reference_years not in (None, (facts.year, facts.year)):
        said.append(span_text(facts.reference_years, words.language))
    if least_certain((facts.status, facts.reference_status)) != facts.status:
        said.append(status_word(facts.reference_status, words.language))
    return ("，" if words.language == "zh" else ", ").join(said)


def end(parts: Sequence[str], language: Language) -> str:
    """Clauses as sentences one after the other, each with its full stop."""
    stop = "。" if language == "zh" else "."
    return join_sentences([part + stop for part in parts if part], language)


def progress_sentence(
    name: str,
    progress: Progress,
    goal: Goal,
    words: GapWords,
    benchmark: str = "",
    data_until: int | None = None,
) -> str:
    """Where a region stands to a goal: its pace, the needed one, and when it arrives.

    benchmark: what the goal is the value of. data_until: the newest year with data; an earlier one
    is no answer to when. The class stands in front of it, see state_word.
    """
    _ = translator(words.language)
    target = words.numbers.text(goal.target)
    told = {
        "name": name,
        "year": progress.year,
        "value": words.numbers.text(progress.value)
        + status_in_brackets(progress.status, words.language),
        "target": target,
        "goal_year": goal.year,
        "benchmark": benchmark,
    }
    if progress.state == "achieved" or (progress.state == "too_old" and progress.is_reached):
        head = (
            _("{name}: {value} in {year}, {target} is reached")
            if progress.state == "achieved"
            else _("{name}: {value} in {year}, {target} was reached then")
        ).format(**told)
        return _clauses([head, _pace_clause(progress, words)], words.language)
    head = _("{name}: {value} in {year}").format(**told)
    parts = [head, _pace_clause(progress, words)]
    if progress.moving is not None:
        template = _("{benchmark} moves on, too: {pace}")
        parts.append(template.format(**told, pace=pace_text(progress.moving.per_year, words)))
    if progress.required_from_now is not None:
        template = (
            _("to reach {target} by {goal_year} it needs {pace} from now on")
            if progress.moving is None
            else _("to be level with {benchmark} by {goal_year} it needs {pace} from now on")
        )
        parts.append(template.format(**told, pace=pace_text(progress.required_from_now, words)))
    parts += [
        _share_of_needed(progress, words.language),
        _arrival(progress, words.language, data_until),
    ]
    return _clauses([part for part in parts if part], words.language)


def state_word(state: State, language: Language) -> str:
    """The class of a region's progress in a few words."""
    _ = translator(language)
    return {
        "achieved": _("target reached"),
        "on_track": _("on track"),
        "accelerate": _("acceleration needed"),
        "slow": _("slow"),
        "away": _("moving away"),
        "too_few_years": _("too few comparable years"),
        "too_old": _("figures too old"),
        "not_positive": _("no growth rate: figures not above zero"),
        "overdue": _("target year over"),
    }[state]


def arrival_year(progress: Progress, data_until: int | None = None) -> int | None:
    """The first year in which the target is reached at the present pace, if it is still to come."""
    left = progress.years_left
    if left is None or left > LONGEST_WAIT:
        return None
    year = _first_year(progress, left)
    return None if data_until is not None and year <= data_until else year


def _first_year(progress: Progress, left: float) -> int:
    # What falls on a year to the last rounding error is that year, not the next.
    return progress.year + math.ceil(left - 1e-9)


def missing_word(reason: Missing, language: Language) -> str:
    """Why there is no gap, where there is little room."""
    _ = translator(language)
    return {
        "no_value": _("no data"),
        "no_reference": _("no benchmark"),
        "no_common_year": _("no common year"),
    }[reason]


def _pace_clause(progress: Progress, words: GapWords) -> str:
    """The pace, of two figures the change alone; with its status where that is less certain."""
    pace = progress.pace
    if pace is None:
        return ""
    _ = translator(words.language)
    if pace.figures < _FEWEST_FOR_A_MEAN:
        clause = _("{change} since {first}").format(
            first=pace.first_year, change=change_text(pace.first, pace.last, words)
        )
    else:
        clause = _("from {first} to {last} {pace}").format(
            first=pace.first_year, last=pace.last_year, pace=pace_text(pace.per_year, words)
        )
    less_certain = pace.status != progress.status
    return clause + (status_in_brackets(pace.status, words.language) if less_certain else "")


def _share_of_needed(progress: Progress, language: Language) -> str:
    # Of a pace that leads away, "never reached" is said, and a negative share says no more.
    if progress.ratio is None or progress.ratio < 0 or progress.pace is None:
        return ""
    _ = translator(language)
    return _("its pace is {share} of the one needed since {first}").format(
        share=share_text(progress.ratio * 100, language),
        first=progress.pace.first_year,
    )


def _arrival(progress: Progress, language: Language, data_until: int | None) -> str:
    """When it arrives; of a year that is over only that it ought to have arrived."""
    _ = translator(language)
    if progress.pace is None or not progress.pace.is_long or progress.state == "too_old":
        return ""
    left = progress.years_left
    if left is None and progress.moving is not None:
        return _("at these paces the gap does not close")
    if left is None:
        return _("at this pace it is never reached")
    if left > LONGEST_WAIT:
        return _("at this pace it takes more than {years} years").format(years=LONGEST_WAIT)
    year = arrival_year(progress, data_until)
    if year is None:
        return _(
            "at this pace it would be reached by now, which figures after {year} have to show"
        ).format(year=progress.year)
    years, ngettext = trimmed(left), plurals(language)
    template = ngettext(
        "at this pace it takes about {years} year, until {year}",
        "at this pace it takes about {years} years, until {year}",
        1 if years == "1" else 2,
    )
    return template.format(years=years, year=year)


def _clauses(parts: Sequence[str], language: Language) -> str:
    joined = ("，" if language == "zh" else "; ").join(part for part in parts if part)
    return joined + ("。" if language == "zh" else ".")
