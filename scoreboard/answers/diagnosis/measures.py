"""The measures that a region's findings call for, as cards: why, what, who, where it worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from scoreboard.answers.diagnosis.costs import calculator_link, cost_line
from scoreboard.answers.diagnosis.strategy_words import (
    ComparedFigure,
    Weighed,
    behind_sentence,
    city_part_name,
    compared_sentence,
    evidence_name,
    growth_name,
    kind_name,
    lag_sentence,
    place_sentence,
    score_sentence,
    target_sentence,
)
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.diagnosis.words import (
    disconnection_heading,
    finding_name,
    yardstick_text,
)
from scoreboard.answers.model import (
    Bullets,
    Card,
    Facts,
    Fold,
    PageLink,
    Part,
    Sentence,
    Table,
    TableFacts,
)
from scoreboard.catalog import Strategy
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.measures import format_of, name_of
from scoreboard.diagnostics.strategies import (
    Recommendation,
    Watched,
    find_target,
    uncalled_findings,
    watch_indicator,
)
from scoreboard.diagnostics.verdict import find_priority
from scoreboard.language import join_list, join_sentences, translator


def measures_title(subject: Subject) -> tuple[Part, ...]:
    """How many measures fit; without any, why."""
    _ = translator(subject.language)
    found = subject.recommendations
    note = _("{count} of the {all} in the catalog are called by findings").format(
        count=len(found), all=len(subject.catalog.strategies)
    )
    order = (
        _("those against the priority first, each in order of severity × fit × evidence")
        if find_priority(subject.findings)
        else _("in order of severity × fit × evidence")
    )
    title = _("Measures that fit {name}").format(name=subject.name)
    parts = (Sentence(title, "title"), Sentence(f"{note} · {order}", "note"))
    return parts if found else (*parts, Sentence(_no_measures(subject), "info"))


def measures_parts(subject: Subject) -> tuple[Part, ...]:
    """The measures in order of severity × fit × evidence; the weaker ones folded away."""
    _ = translator(subject.language)
    found, shown = subject.recommendations, subject.measures_shown
    places = range(len(found[:shown]))
    parts: list[Part] = [part for place in places for part in _card(subject, found, place)]
    if found[shown:]:
        parts.append(Sentence(_why_behind(subject, found[shown - 1], found[shown], shown + 1)))
        parts.append(_more(subject, found, shown))
    left = uncalled_findings(subject.findings, found)
    if left:
        line = _("The catalog holds no measure for this tier against: {names}.")
        names = _names(subject, left)
        parts.append(Sentence(line.format(names=names), "note"))
    parts.append(Sentence(_caution(subject), "note"))
    if found:
        parts.append(Sentence(_papers_line(subject), "note"))
        parts.append(
            Table(
                key="measures_table",
                label=_("Table and download: measures"),
                name=f"measures_{subject.region.code}",
                build=partial(build_table, subject),
                facts=partial(_table_facts, subject),
            )
        )
    return tuple(parts)


def _more(subject: Subject, found: Sequence[Recommendation], shown: int) -> Part:
    """The weaker measures, folded away."""
    _ = translator(subject.language)

    def build() -> tuple[Part, ...]:
        places = range(shown, len(found))
        return tuple(part for place in places for part in _card(subject, found, place))

    label = _("{count} more measures").format(count=len(found) - shown)
    return Fold("more_measures", label, build)


def _card(
    subject: Subject, found: Sequence[Recommendation], place: int
) -> tuple[Card | PageLink, ...]:
    """A measure, what it is and why, and the way to its instruments' calculators."""
    _ = translator(subject.language)
    recommendation, language = found[place], subject.language
    strategy = recommendation.strategy
    # A finding that calls several measures is told in full by the first of them only.
    told = {r.findings[0].rule_code for r in found[:place]}
    card = Card(
        f"{place + 1}. {strategy.name[language]}",
        left=(
            Sentence(_what_for(subject, strategy), "note"),
            Sentence(strategy.action[language]),
            Facts(((_("Who"), strategy.who[language]),)),
            Facts(((_("Needs"), strategy.preconditions[language]),)),
            _costs(subject, strategy),
            Bullets(_("Elsewhere, as the papers tell it"), _elsewhere(subject, strategy)),
        ),
        right=_why(subject, recommendation, is_told=recommendation.findings[0].rule_code in told),
    )
    return (card, *(calculator_link(subject, code) for code in strategy.instruments))


def _what_for(subject: Subject, strategy: Strategy) -> str:
    """Tiers, disconnections, chains and grade of evidence in one line."""
    _ = translator(subject.language)
    language = subject.language
    parts = [join_list([kind_name(k, language) for k in strategy.tiers], language)]
    if strategy.disconnections:
        names = [disconnection_heading(d, language) for d in strategy.disconnections]
        parts.append(join_list(names, language))
    names = [subject.catalog.chains[c].name[language] for c in strategy.chains]
    evidence = _("evidence: {grade}").format(grade=evidence_name(strategy.evidence, language))
    return " · ".join([*parts, join_list(names, language), evidence])


def _elsewhere(subject: Subject, strategy: Strategy) -> tuple[str, ...]:
    """What the measure did in other places, each with the number of its paper.

    Where the place is the region itself, or one holds the other, that is said: it has the measure.
    """
    _ = translator(subject.language)
    language = subject.language
    colon = "：" if language == "zh" else ": "
    lines = []
    for e in strategy.elsewhere:
        place = e.place[language]
        if any(_is_here(subject, code) for code in e.regions):
            place = _("{place} (in place here)").format(place=place)
        lines.append(f"{place}{colon}{e.figures[language]} [{e.source[:3]}]")
    return tuple(lines)


def _is_here(subject: Subject, code: str) -> bool:
    """Whether a place is the region, its province or one of its cities."""
    region, place = subject.region, subject.catalog.regions[code]
    return code in (region.code, region.parent_code) or place.parent_code == region.code


def _papers_line(subject: Subject) -> str:
    """The papers that the numbers in square brackets stand for."""
    _ = translator(subject.language)
    language = subject.language
    cited = {e.source for r in subject.recommendations for e in r.strategy.elsewhere}
    titles = [
        paper.cited(language) for code, paper in subject.catalog.papers.items() if code in cited
    ]
    return _("Papers: {list}.").format(list=("；" if language == "zh" else "; ").join(titles))


def _why(
    subject: Subject, recommendation: Recommendation, *, is_told: bool
) -> tuple[Sentence | Facts, ...]:
    """The findings that call a measure, what shows whether it works, and how it came to its place.

    is_told: the first finding stands in full in a card above.
    """
    _ = translator(subject.language)
    strategy, language = recommendation.strategy, subject.language
    first, *others = recommendation.findings
    parts: list[Sentence | Facts] = [Facts(((_("Because"), _names(subject, [first])),))]
    if not is_told:
        parts.append(Sentence(first.sentence[language], "note"))
    if others:
        parts.append(Facts(((_("Also"), _names(subject, others)),)))
    watched = _watch(subject, recommendation)
    target = find_target(recommendation, subject.facts, subject.catalog)
    is_other = target is not None and target.indicator_code != watched.indicator_code
    lag = lag_sentence(strategy, subject.year_of_release, language)
    parts += [
        Facts(((_("Should move"), target_line(subject, recommendation)),)),
        Sentence(_watched_line(subject, watched, strategy, is_other=is_other), "note"),
        Facts(((_("Shows"), lag),)),
    ]
    if not recommendation.fits_tier:
        note = _("Meant for the neighbouring tier; this one is on the line.")
        parts.append(Sentence(note, "note"))
    call = recommendation.calls[0]
    score = score_sentence(call.severity, call.fit, recommendation.evidence, language)
    return (*parts, Sentence(score, "note"))


def _costs(subject: Subject, strategy: Strategy) -> Bullets | Facts:
    """What the measure costs by each of its calculators; without one, that it is not estimated."""
    _ = translator(subject.language)
    lines = tuple(cost_line(subject, code) for code in strategy.instruments)
    if not lines:
        return Facts(((_("Cost"), _("no calculator fits; not estimated here")),))
    return Bullets(_("By the calculators"), lines)


def target_line(subject: Subject, recommendation: Recommendation) -> str:
    """The figure that should move and where to; only its name where nothing was held against it."""
    target = find_target(recommendation, subject.facts, subject.catalog)
    if target is None:
        return _name(subject, _watch(subject, recommendation).indicator_code)
    name, value, against = _name(subject, target.indicator_code), target.value, target.against
    written = [subject.write_short(target.indicator_code, x) for x in (value, against)]
    if target.what == "city":
        name = city_part_name(subject.names([target.of])[0], name, subject.language)
    if target.what in ("city", "growth"):
        written = [f"{x:.1f}%" for x in (value, against)]
    if target.what == "place":
        other = _name(subject, target.of)
        return place_sentence(
            name, round(value), target.year, other, round(against), subject.language
        )
    return target_sentence(
        growth_name(name, subject.language) if target.what == "growth" else name,
        written[0],
        target.year,
        yardstick_text(target.yardstick, written[1], subject.language),
        subject.language,
        rises=against > value,
    )


def _name(subject: Subject, code: str) -> str:
    return name_of(subject.catalog, code)[subject.language]


def _why_behind(
    subject: Subject, last: Recommendation, following: Recommendation, place: int
) -> str:
    """Why the first measure that is folded away is no longer among those shown."""
    language, rules = subject.language, subject.catalog.rules
    priority = find_priority(subject.findings)
    aims = None
    if priority and priority in last.findings and priority not in following.findings:
        wanted = (following.findings[0].rule_code, priority.rule_code)
        aims = (rules[wanted[0]].name[language], rules[wanted[1]].name[language])
    own, other = (
        Weighed(r.calls[0].severity, r.calls[0].fit, r.evidence, len(r.calls))
        for r in (following, last)
    )
    return behind_sentence(place, following.strategy.name[language], own, other, aims, language)


def _watch(subject: Subject, recommendation: Recommendation) -> Watched:
    """What shows whether a measure works: where it can be, what the finding looked at."""
    catalog = subject.catalog
    return watch_indicator(
        recommendation.strategy,
        subject.facts,
        subject.everywhere,
        catalog,
        subject.choice.against,
        recommendation.strategy.acts_on[recommendation.findings[0].rule_code],
    )


def _compare(subject: Subject, watched: Watched) -> ComparedFigure | None:
    """The watched figure and what it is held against, written; none without a figure."""
    if watched.own is None:
        return None
    catalog, language, code = subject.catalog, subject.language, watched.indicator_code
    peers, nation, benchmark = watched.peers, watched.nation, watched.benchmark
    return ComparedFigure(
        name=name_of(catalog, code)[language],
        year=watched.own.year,
        own=format_of(catalog, code, language).text(watched.own.value),
        peers=subject.write_short(code, peers.value) if peers else "",
        nation=subject.write_short(code, nation.value) if nation else "",
        benchmark=subject.write_short(code, benchmark.value) if benchmark else "",
        benchmark_name=subject.names([watched.benchmark_code])[0] if benchmark else "",
    )


def _watched_line(subject: Subject, watched: Watched, strategy: Strategy, *, is_other: bool) -> str:
    """The region's figure beside peers, benchmark and nation; and what the indicator misses.

    is_other: the figure is not the one that the line before it names.
    """
    _ = translator(subject.language)
    language = subject.language
    compared = _compare(subject, watched)
    if compared is None:
        none = _("{name} has no figure of it yet; start by counting it.")
        line = none.format(name=subject.name)
    else:
        end = "。" if language == "zh" else "."
        line = compared_sentence(compared, subject.name, language) + end
        if is_other:
            line = compared.name + ("：" if language == "zh" else ": ") + line
    # It is about the measure's own indicators; what the finding looked at may be another.
    note = strategy.indicator_note if watched.indicator_code in strategy.indicators else None
    return join_sentences((line, note[language] if note else ""), language)


def _names(subject: Subject, findings: Iterable[Finding]) -> str:
    """Findings in a row, each with how grave and how sure it is."""
    names = [finding_name(subject.catalog, f, subject.language) for f in findings]
    return join_list(names, subject.language)


def _no_measures(subject: Subject) -> str:
    _ = translator(subject.language)
    missing = sum(f.state == "missing" for f in subject.findings)
    return _(
        "No rule fires for {name} and none is on the line, so no measure is recommended; "
        "{missing} of {all} rules lack figures."
    ).format(name=subject.name, missing=missing, all=len(subject.findings))


def _caution(subject: Subject) -> str:
    _ = translator(subject.language)
    return _(
        "A measure is shown only where a finding calls it. What it did elsewhere is the claim of "
        "the paper named and no statistic; effects have not been evaluated. Costs are arithmetic: "
        "sizes follow the region's figures by a convention of ours, other inputs are the papers' "
        "or examples; all can be changed in the calculator."
    )


def build_table(subject: Subject) -> pd.DataFrame:
    """One row a measure, in order: why, what, who, where, indicator, lag, score."""
    _ = translator(subject.language)
    language = subject.language
    rows = []
    for place, found in enumerate(subject.recommendations, start=1):
        strategy = found.strategy
        watched = _watch(subject, found)
        compared = _compare(subject, watched)
        rows.append(
            {
                _("Order"): place,
                _("Measure"): strategy.name[language],
                _("Because"): _names(subject, found.findings),
                _("Action"): strategy.action[language],
                _("Who"): strategy.who[language],
                _("Needs"): strategy.preconditions[language],
                _("Cost"): " ".join(cost_line(subject, code) for code in strategy.instruments),
                _("Elsewhere"): " ".join(_elsewhere(subject, strategy)),
                _("Should move"): target_line(subject, found),
                _("How it stands"): compared_sentence(compared, subject.name, language)
                if compared
                else _("no data"),
                _("Lag (years)"): strategy.lag_years,
                _("Evidence"): evidence_name(strategy.evidence, language),
                _("Score"): round(found.score, 3),
            }
        )
    return pd.DataFrame(rows)


def _table_facts(subject: Subject) -> TableFacts:
    _ = translator(subject.language)
    title = _("Measures that fit {name}").format(name=subject.name)
    lines = (
        (_("Note"), _caution(subject)),
        (_("Papers"), _papers_line(subject)),
        (_("Release"), subject.release_line),
    )
    return TableFacts(title, lines)
