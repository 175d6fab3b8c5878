"""Targets of plans beside a region's figures, as every page shows them.

A target is judged only by figures of its own definition. What officials said of it stands beside
the judgement as theirs. A region without targets here may well have some: they were not found.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.analysis.targets import Aim, Judgement, judge_target
from scoreboard.analysis.views import breaks_of
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Card, Facts, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, PlanTarget, TargetStatement
from scoreboard.language import translator
from scoreboard.text.targets import (
    judgement_sentence,
    judgement_word,
    original_text,
    statement_sentence,
    target_title,
)


@dataclass(frozen=True)
class JudgedTarget:
    """A target with how it stands and what was said of it.

    judgement: none where the quantity is no indicator of ours, or the target itself is doubtful.
    """

    target: PlanTarget
    judgement: Judgement | None
    statements: tuple[TargetStatement, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether it is known how the target stands."""
        return self.judgement is not None and self.judgement.state != "open"


@kept
def targets_of(release: Release, region_code: str) -> tuple[JudgedTarget, ...]:
    """The targets of a region, each judged by its newest figures: first what can be judged."""
    catalog = release.catalog
    own = sorted((t for t in catalog.targets if t.region_code == region_code), key=lambda t: t.year)
    said: dict[PlanTarget, list[TargetStatement]] = {target: [] for target in own}
    for statement in catalog.target_statements:
        target = _next_target(own, statement)
        if target is not None:
            said[target].append(statement)
    judged = [JudgedTarget(t, _judge(release, t), tuple(said[t])) for t in own]
    return tuple(sorted(judged, key=lambda j: (j.judgement is None, not j.is_judged)))


def targets_for(
    release: Release, region_code: str, indicator_code: str
) -> tuple[JudgedTarget, ...]:
    """The targets of a region in one indicator, the nearest year first; doubtful ones left out."""
    found = [
        judged
        for judged in targets_of(release, region_code)
        if judged.target.indicator == indicator_code and judged.judgement is not None
    ]
    return tuple(sorted(found, key=lambda judged: judged.target.year))


@kept
def statements_alone(release: Release, region_code: str) -> tuple[TargetStatement, ...]:
    """What officials said of figures of a region whose target is not on this platform."""
    own = [t for t in release.catalog.targets if t.region_code == region_code]
    return tuple(
        s
        for s in release.catalog.target_statements
        if s.region_code == region_code and _next_target(own, s) is None
    )


@kept
def newest_data_year(release: Release) -> int:
    """The newest year that any figure of the release is of."""
    return int(release.coverage()["year"].max())


def target_card(release: Release, judged: JudgedTarget, language: Language) -> Card:
    """One target: what is wanted, how it stands, what was said, in which words and where."""
    target, catalog = judged.target, release.catalog
    parts: list[Sentence | Facts] = [
        Facts(((_word(judged, language), target_sentence(release, judged, language)),))
    ]
    if target.note:
        parts.append(Sentence(target.note[language], "note"))
    original = original_text(catalog.sources[target.source], [target.wording], language)
    parts.append(Sentence(original, "note"))
    for statement in judged.statements:
        parts += statement_parts(release, statement, language)
    return Card(target_title(catalog, target, language), tuple(parts))


def target_parts(
    release: Release, judged: JudgedTarget, language: Language, label: str = ""
) -> tuple[Facts | Sentence, ...]:
    """The same in lines, to stand among other words; label: what stands before them."""
    _, target = translator(language), judged.target
    told = _("{title} – {word}. {sentence}").format(
        title=target_title(release.catalog, target, language),
        word=_word(judged, language),
        sentence=target_sentence(release, judged, language),
    )
    source = release.catalog.sources[target.source]
    parts: list[Facts | Sentence] = [
        Facts(((label or _("Target of a plan"), told),)),
        Sentence(original_text(source, [target.wording], language), "note"),
    ]
    for statement in judged.statements:
        parts += statement_parts(release, statement, language)
    return tuple(parts)


def statement_parts(
    release: Release, statement: TargetStatement, language: Language, name: str = ""
) -> tuple[Facts, Sentence]:
    """What officials said of a figure, under its name where one is given, and where."""
    _, catalog = translator(language), release.catalog
    words = [statement.verdict] if language == "zh" else [statement.wording, statement.verdict]
    original = original_text(catalog.sources[statement.source], words, language)
    said = statement_sentence(catalog, statement, language)
    return Facts(((name or _("Officials said"), said),)), Sentence(original, "note")


def target_sentence(release: Release, judged: JudgedTarget, language: Language) -> str:
    """How the figures stand to a target, or why they are not set against it."""
    return judgement_sentence(
        release.catalog, judged.target, judged.judgement, language, newest_data_year(release)
    )


def _word(judged: JudgedTarget, language: Language) -> str:
    """How a target stands; of one that our figures cannot judge also that officials call it met."""
    _ = translator(language)
    word = judgement_word(judged.target, judged.judgement, language)
    is_open = judged.judgement is not None and not judged.is_judged
    if not is_open or not any(s.verdict for s in judged.statements):
        return word
    return _("{word}, met by officials' account").format(word=word)


def _next_target(own: list[PlanTarget], statement: TargetStatement) -> PlanTarget | None:
    """The target that a statement is about: of the same quantity, the next from its year on."""
    fitting = [
        t
        for t in own
        if (t.region_code, t.what) == (statement.region_code, statement.what)
        and t.year >= statement.year
    ]
    return min(fitting, key=lambda t: t.year, default=None)


def _judge(release: Release, target: PlanTarget) -> Judgement | None:
    catalog = release.catalog
    if not target.indicator or target.doubt is not None:
        return None
    level = catalog.regions[target.region_code].level
    rows = release.observations(target.indicator, "province" if level == "nation" else level)
    own = rows[rows["region_code"] == target.region_code]
    breaks = breaks_of(catalog.indicators[target.indicator], own)
    return judge_target(
        own,
        Aim(
            target.value,
            target.year,
            target.comparator,
            target.base_year,
            not target.is_base_inferred,
        ),
        catalog.unit_of(target.indicator).change,
        [mark for mark in breaks if mark.concerns(target.region_code)],
    )
