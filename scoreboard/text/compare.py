"""The sentences of the comparison: who is nearest the benchmark, how far, and when at this pace."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoreboard.analysis.benchmark import Missing, Nearness
from scoreboard.analysis.progress import Goal, Progress, State
from scoreboard.analysis.views import least_certain
from scoreboard.catalog import Bound, ChangeKind, Language
from scoreboard.text import translator
from scoreboard.text.numbers import Measure
from scoreboard.text.sentences import status_in_brackets, status_word

# Beyond this, "in 340 years" says no more than "not in fifty".
LONGEST_WAIT = 50


@dataclass(frozen=True)
class GapWords:
    """How one indicator's values and gaps are written. changes: for differences of rates."""

    shown: str
    measure: Measure
    changes: Measure
    kind: ChangeKind

    @property
    def language(self) -> Language:
        """The language of the sentences."""
        return self.measure.language

    def amount(self, difference: float, *, signed: bool = False) -> str:
        """A difference in the indicator's unit: percentage points of rates, places of ranks."""
        if self.measure.is_rank:
            _ = translator(self.language)
            sign = "−" if signed and difference < 0 else "+" if signed and difference > 0 else ""
            return sign + _("{places} places").format(places=_trimmed(abs(difference)))
        if self.kind == "points":
            return self.changes.text(difference, signed=signed)
        return self.measure.text(difference, signed=signed)


@dataclass(frozen=True)
class GapFacts:
    """One gap as it is told: name of the region and of its benchmark, both values, the year."""

    region: str
    benchmark: str
    value: float
    reference: float
    relative_pct: float | None
    year: int
    status: str = "A"
    bound: Bound = "exactly"
    reference_status: str = "A"


def gap_sentence(facts: GapFacts, words: GapWords) -> str:
    """The value of a year and how far it is above or below the benchmark, without a full stop."""
    _ = translator(words.language)
    difference = facts.value - facts.reference
    told = {
        "year": facts.year,
        "value": words.measure.text(facts.value) + status_in_brackets(facts.status, words.language),
        "benchmark": facts.benchmark,
        "reference": _reference_text(facts, words),
        "amount": words.amount(abs(difference)),
    }
    if words.amount(abs(difference)) == words.amount(0):
        return _("{value} in {year}, level with {benchmark} ({reference})").format(**told)
    if words.measure.is_rank:
        template = (
            _("{value} in {year}, {amount} behind {benchmark} ({reference})")
            if difference > 0
            else _("{value} in {year}, {amount} ahead of {benchmark} ({reference})")
        )
        return template.format(**told)
    if facts.relative_pct is not None:
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
    """The benchmark's value; its status too where it is less certain than the region's own."""
    text = bound_text(words.measure.text(facts.reference), facts.bound, words.language)
    if least_certain((facts.status, facts.reference_status)) == facts.status:
        return text
    comma = "，" if words.language == "zh" else ", "
    return text + comma + status_word(facts.reference_status, words.language)


def share_text(per_cent: float, language: Language, *, signed: bool = False) -> str:
    """A percentage with one decimal, with none from a hundred on."""
    decimals = 0 if abs(per_cent) >= 100 else 1
    return Measure(1, "%", decimals, language).text(per_cent, signed=signed)


def nearest_sentence(
    nearness: Sequence[Nearness], names: dict[str, str], benchmark: str, language: Language
) -> str:
    """Who is nearest the benchmark over several indicators; of a single region how it stands."""
    _ = translator(language)
    first = nearness[0]
    at_it = [names[n.region_code] for n in nearness if n.reached == n.compared]
    told = {
        "benchmark": benchmark,
        "count": first.compared,
        "name": names[first.region_code],
        "names": ("、" if language == "zh" else ", ").join(at_it),
        "reached": first.reached,
        "short": share_text(first.shortfall_pct, language),
    }
    if at_it:
        return _("Level with {benchmark} or better in every indicator ({count}): {names}").format(
            **told
        )
    if len(nearness) == 1:
        return _(
            "{name}: level with {benchmark} or better in {reached} of {count} indicators, {short} "
            "short on average"
        ).format(**told)
    return _(
        "Over the indicators that all of them have ({count}), {name} is nearest to {benchmark}: "
        "level or better in {reached}, {short} short on average"
    ).format(**told)


def end(parts: Sequence[str], language: Language) -> str:
    """Sentences one after the other, each with its full stop."""
    stop, gap = ("。", "") if language == "zh" else (".", " ")
    return gap.join(part + stop for part in parts if part)


def progress_sentence(name: str, progress: Progress, goal: Goal, words: GapWords) -> str:
    """Where a region stands to a goal: its pace, the needed one, and when it arrives.

    The class stands in front of it, see state_word.
    """
    _ = translator(words.language)
    target = words.measure.text(goal.target)
    told = {
        "name": name,
        "year": progress.year,
        "value": words.measure.text(progress.value)
        + status_in_brackets(progress.status, words.language),
        "target": target,
        "goal_year": goal.year,
    }
    if progress.state == "achieved":
        head = _("{name}: {value} in {year}, {target} is reached").format(**told)
        return _clauses([head, _pace_clause(progress, words)], words.language)
    head = _("{name}: {value} in {year}").format(**told)
    parts = [head, _pace_clause(progress, words)]
    if progress.required_from_now is not None:
        parts.append(
            _("to reach {target} by {goal_year} it needs {pace} from now on").format(
                **told, pace=pace_text(progress.required_from_now, words)
            )
        )
    parts += [_share_of_needed(progress, words.language), _arrival(progress, words.language)]
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
        "not_positive": _("no growth rate: figures not above zero"),
        "overdue": _("target year over"),
    }[state]


def pace_text(per_year: float, words: GapWords) -> str:
    """A pace in words: growing by so many per cent, rising by so many points a year."""
    _ = translator(words.language)
    if words.kind == "percent":
        amount = replace(words.changes, unit="%", decimals=1).text(abs(per_year), signed=False)
        template = (
            _("growth of {amount} a year") if per_year >= 0 else _("a decline of {amount} a year")
        )
        return template.format(amount=amount)
    finer = replace(words, changes=replace(words.changes, decimals=words.changes.decimals + 1))
    amount = finer.amount(abs(per_year))
    if words.measure.is_rank:
        template = _("{amount} back a year") if per_year > 0 else _("{amount} forward a year")
    else:
        template = (
            _("a rise of {amount} a year") if per_year >= 0 else _("a fall of {amount} a year")
        )
    return template.format(amount=amount)


def arrival_year(progress: Progress) -> int | None:
    """The first year in which the target is reached at the present pace."""
    left = progress.years_left
    if left is None or left > LONGEST_WAIT:
        return None
    # What falls on a year to the last rounding error is that year, not the next.
    return progress.year + math.ceil(left - 1e-9)


def bracketed(text: str, language: Language) -> str:
    """Something said by the way after a name or a figure, in the language's own brackets."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def missing_word(reason: Missing, language: Language) -> str:
    """Why there is no gap, where there is little room."""
    _ = translator(language)
    return {
        "no_value": _("no data"),
        "no_reference": _("no benchmark"),
        "no_common_year": _("no common year"),
    }[reason]


def bound_text(text: str, bound: Bound, language: Language) -> str:
    """A figure as its paper bounds it: more than, less than, or as it stands."""
    _ = translator(language)
    if bound == "exactly":
        return text
    template = _("more than {figure}") if bound == "more_than" else _("less than {figure}")
    return template.format(figure=text)


def _pace_clause(progress: Progress, words: GapWords) -> str:
    """The pace; its status too where its first year is less certain than the newest figure."""
    pace = progress.pace
    if pace is None:
        return ""
    _ = translator(words.language)
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


def _arrival(progress: Progress, language: Language) -> str:
    _ = translator(language)
    if progress.pace is None:
        return ""
    if progress.years_left is None:
        return _("at this pace it is never reached")
    year = arrival_year(progress)
    if year is None:
        return _("at this pace it takes more than {years} years").format(years=LONGEST_WAIT)
    return _("at this pace it takes about {years} years, until {year}").format(
        years=_trimmed(progress.years_left), year=year
    )


def _clauses(parts: Sequence[str], language: Language) -> str:
    joined = ("，" if language == "zh" else "; ").join(part for part in parts if part)
    return joined + ("。" if language == "zh" else ".")


def _trimmed(number: float) -> str:
    """One decimal, and none for whole numbers and from ten on."""
    return f"{number:.0f}" if abs(number) >= 10 else f"{number:.1f}".removesuffix(".0")
