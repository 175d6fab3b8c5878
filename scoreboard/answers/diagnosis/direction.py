"""Where a region stands by the composite, and which way its main figures went in five years."""

from __future__ import annotations

from scoreboard.answers import composited
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.targets import JudgedTarget, target_sentence, targets_for
from scoreboard.catalog import Text
from scoreboard.diagnostics.collect import settings_of
from scoreboard.diagnostics.measures import name_of
from scoreboard.diagnostics.sentence import Writer
from scoreboard.diagnostics.signs import find_trend
from scoreboard.diagnostics.verdict import find_priority
from scoreboard.language import join_sentences, translator
from scoreboard.text.sentences import count_regions
from scoreboard.text.targets import target_title

# How much a region spends on R&D; of cities the published figure, else the one worked out.
_INPUTS = ("rd_intensity", "rd_intensity_derived")


def standing_line(subject: Subject) -> str:
    """The composite rank with its range; empty where the region has none."""
    _ = translator(subject.language)
    rank = composited.rank_of(subject.release, subject.level, subject.region.code)
    if rank is None:
        return ""
    return _("Composite of {year}: no. {rank} of {regions} (5–95% range {low}–{high}).").format(
        year=rank.year,
        rank=rank.rank,
        regions=count_regions(rank.regions, subject.level, subject.language),
        low=rank.low,
        high=rank.high,
    )


def direction_line(subject: Subject) -> str:
    """How R&D intensity and the first finding's figure moved, with amounts; plan targets of it."""
    known = subject.facts.values
    code = next((c for c in _INPUTS if c in known), "")
    priority = find_priority(subject.findings)
    others = [s.indicator_code for s in priority.signs[:1]] if priority else []
    codes = [c for c in dict.fromkeys([code, *others]) if c in known]
    said = [_moved(subject, c) for c in codes]
    targets = targets_for(subject.release, subject.region.code, code) if code else ()
    said += [_held_to(subject, judged) for judged in targets[:1]]
    return join_sentences(said, subject.language)


def _held_to(subject: Subject, judged: JudgedTarget) -> str:
    """A plan's target with its year and value, and how the figures stand to it."""
    _ = translator(subject.language)
    return _("Target of a plan ({target}): {sentence}").format(
        target=target_title(subject.catalog, judged.target, subject.language),
        sentence=target_sentence(subject.release, judged, subject.language),
    )


def _moved(subject: Subject, code: str) -> str:
    """One figure, how far it moved, and since when it has been on its side of the nation.

    Empty where no earlier figure may be compared with it.
    """
    if find_trend(subject.facts, code, subject.catalog, settings_of(subject.catalog)) is None:
        return ""
    language, name = subject.language, name_of(subject.catalog, code)
    words = Text(
        zh=f"{name.zh}{{{code}.year}}年为{{{code}}}，{{{code}.trend}}",
        en=f"{name.en} was {{{code}}} in {{{code}.year}}, {{{code}.trend}}",
    )
    written = Writer(subject.catalog, None, subject.facts, is_named=True).write(words)[language]
    return written + _since(subject, code) + ("。" if language == "zh" else ".")


def _since(subject: Subject, code: str) -> str:
    """Since which year it has been above or below the nation; empty where it always was."""
    _ = translator(subject.language)
    nation = {f.year: f.value for f in subject.facts.nation_series.get(code, ())}
    if code not in subject.facts.nation:
        return ""
    sides = [
        (f.year, f.value < nation[f.year]) for f in subject.facts.series[code] if f.year in nation
    ]
    if not sides or all(is_below == sides[-1][1] for _year, is_below in sides):
        return ""
    last = max(n for n, (_year, is_below) in enumerate(sides) if is_below != sides[-1][1])
    year, is_below = sides[last + 1]
    words = (
        _("; below the nation since {year}") if is_below else _("; above the nation since {year}")
    )
    return words.format(year=year)
