"""The answer in an adviser's order: what was found, strengths, the priority, what it would take."""

from __future__ import annotations

import re

from scoreboard.answers import basis, judged
from scoreboard.answers.diagnosis.chain_words import lagging_clause
from scoreboard.answers.diagnosis.chains import standing_of
from scoreboard.answers.diagnosis.direction import direction_line, standing_line
from scoreboard.answers.diagnosis.opening_words import (
    NeededAmount,
    RankedFigure,
    found_headline,
    inside_sentence,
    needed_sentence,
    none_found_headline,
    not_judged_sentence,
    nothing_judged_headline,
    priority_sentence,
    ranked_figure,
    slight_sentence,
    spread_sentence,
    too_little_sentence,
)
from scoreboard.answers.diagnosis.subject import LEAST_INDICATORS, Subject
from scoreboard.answers.diagnosis.tier import tier_line_of
from scoreboard.answers.diagnosis.words import (
    disconnection_heading,
    finding_name,
    year_and_status,
)
from scoreboard.answers.model import Facts, Part, Sentence, Step
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, Region
from scoreboard.diagnostics.finding import Finding
from scoreboard.diagnostics.judge import is_of
from scoreboard.diagnostics.measures import name_of, write_value
from scoreboard.diagnostics.needed import find_needed
from scoreboard.diagnostics.verdict import (
    find_priority,
    rank_findings,
    weigh_disconnections,
)
from scoreboard.language import join_list, join_sentences, translator
from scoreboard.text.sentences import count_regions

# The rule on R&D input: what it would take is said to everybody who is behind.
_INPUT = "rd_input_low"
# So many strengths, further findings and measures are named; the parts of the page have them all.
# Better than this share of the regions, in per cent, is a strength.
_STRONG = 75
_STRENGTHS, _NEXT, _CRITERIA = 2, 2, 2


def opening(subject: Subject) -> tuple[Part, ...]:
    """The headline, and under it standing, strengths, priority, what it takes, where it went."""
    _ = translator(subject.language)
    lines = [
        (_("Standing"), standing_line(subject)),
        (_("Strengths"), _strengths_line(subject)),
        (_("Priority"), _priority_line(subject)),
        (_("Needed"), _needed_line(subject)),
        (_("Five years"), direction_line(subject)),
        (_("Tier (our own)"), tier_line_of(subject, _CRITERIA)),
        (_("Chains"), _chains_line(subject)),
        (_("Measures"), _measures_line(subject)),
        (_("Not judged"), _not_judged_line(subject)),
        (_("Around it"), _around_line(subject)),
    ]
    parts = [*headline(subject)]
    parts += [Facts((line,)) for line in lines if line[1]]
    if subject.level == "county":
        around = subject.catalog.regions[subject.region.parent_code]
        label = _("Diagnosis of {name}").format(name=around.short_name[subject.language])
        parts.append(_to(around, label))
    return tuple(parts)


def headline(subject: Subject) -> tuple[Part, ...]:
    """The headline alone, over the parts of the page that go into one matter."""
    return (Sentence(_headline(subject), "headline"),)


def _to(region: Region, label: str) -> Step:
    """The way to the diagnosis of what the region lies in."""
    return Step("around", label, (("region", region.code),), ":material/arrow_upward:")


def _around_line(subject: Subject) -> str:
    """Of a county: tier and first finding of the city or province that it lies in; else empty."""
    if subject.level != "county":
        return ""
    language, catalog = subject.language, subject.catalog
    around = catalog.regions[subject.region.parent_code]
    known = (subject.release, around.level, around.code, subject.choice.window)
    tier = judged.tier_of(*known)
    if tier is None:
        return ""
    priority = find_priority(judged.findings_of(*known))
    said = [catalog.tiers[tier.tier_code].name[language]]
    said += [inside_sentence(priority.claim[language], language)] if priority else []
    colon, between, end = ("：", "；", "。") if language == "zh" else (": ", "; ", ".")
    return around.short_name[language] + colon + between.join(said) + end


def too_little(subject: Subject) -> tuple[Part, ...]:
    """What is there, what the tiers of the level would need, and what lies around it instead."""
    _ = translator(subject.language)
    language, catalog, region = subject.language, subject.catalog, subject.region
    if region.code in OUTSIDE_STATISTICS:
        sentence = _("{name}: not covered by the statistics of the mainland; there are no figures.")
        return (Sentence(sentence.format(name=subject.name), "info"),)
    known = subject.known
    said = too_little_sentence(subject.name, len(known), LEAST_INDICATORS, language)
    parts: list[Part] = [Sentence(said, "info")]
    wanted = {
        criterion.indicator
        for tier in catalog.tiers.values()
        if tier.level == region.level
        for criterion in tier.criteria
    }
    if known:
        names = join_list([name_of(catalog, c)[language] for c in known], language)
        parts.append(Sentence(_("Published: {list}.").format(list=names)))
    absent = [c for c in sorted(wanted) if c not in known]
    if absent:
        names = join_list([name_of(catalog, c)[language] for c in absent], language)
        line = _("What its tier would be judged by and is missing: {list}.")
        parts.append(Sentence(line.format(list=names)))
    around = catalog.regions.get(region.parent_code)
    if around is not None and around.code != NATION:
        parts.append(_to(around, _("See {name} instead").format(name=around.short_name[language])))
    return tuple(parts)


def _headline(subject: Subject) -> str:
    """The finding that comes first, in its own words; without a marked one, that there is none."""
    language = subject.language
    priority = find_priority(subject.findings)
    if priority is not None:
        return found_headline(subject.name, priority.claim[language], language)
    if all(f.state == "missing" for f in subject.findings):
        return nothing_judged_headline(subject.name, language)
    ranked = _ranked(subject)
    weak = [figure for figure in ranked[1:] if figure.code not in _excused(subject)]
    ends = [ranked[0], weak[-1]] if weak else []
    return none_found_headline(subject.name, ends, language)


def _excused(subject: Subject) -> set[str]:
    """Indicators that a caveat of the catalog says tell too little of the region when low."""
    found: set[str] = set()
    for finding in subject.findings:
        rule = subject.catalog.rules[finding.rule_code]
        for caveat in rule.caveats:
            if is_of(caveat, subject.facts):
                found |= {sign.indicator for sign in rule.signs.values()} | {*caveat.also}
    return found


def _ranked(subject: Subject) -> list[RankedFigure]:
    """The region's figures that tell better from worse, the best place first."""
    rows = basis.placed(subject.release, subject.level)
    codes = basis.telling(subject.release, subject.level)
    rows = rows[(rows["region_code"] == subject.region.code) & rows["indicator_code"].isin(codes)]
    rows = rows[rows["rank"].notna()]
    rows = rows.sort_values(["percentile", "indicator_code"], ascending=[False, True])
    return [
        RankedFigure(
            code=str(row.indicator_code),
            name=name_of(subject.catalog, row.indicator_code)[subject.language],
            value=subject.write_short(row.indicator_code, float(row.value)),
            when=year_and_status(int(row.year), str(row.status), subject.language),
            rank=int(row.rank),
            among=count_regions(int(row.regions), subject.level, subject.language),
            is_strength=float(row.percentile) >= _STRONG,
        )
        for row in rows.itertuples()
    ]


def _strengths_line(subject: Subject) -> str:
    """The two figures with the best places among those of the best quarter; empty without one."""
    best = [figure for figure in _ranked(subject) if figure.is_strength][:_STRENGTHS]
    said = [ranked_figure(figure, subject.language) for figure in best]
    end = "。" if subject.language == "zh" else "."
    return ("；" if subject.language == "zh" else "; ").join(said) + end if said else ""


def _priority_line(subject: Subject) -> str:
    """Which finding comes first and why, and which come next."""
    language = subject.language
    priority = find_priority(subject.findings)
    if priority is None:
        catalog = subject.catalog
        slight = [
            catalog.rules[f.rule_code].name[language] for f in rank_findings(subject.findings)
        ]
        return slight_sentence(slight, language) if slight else ""
    after = [f for f in rank_findings(subject.findings) if f is not priority][:_NEXT]
    caveats = [c[language] for c in priority.caveats]
    named = [finding_name(subject.catalog, f, language) for f in (priority, *after)]
    line = priority_sentence(named[0], named[1:], language)
    return join_sentences((line, *caveats), language)


def _needed_line(subject: Subject) -> str:
    """What the priority would take to reach what it is held against, and what R&D input would."""
    priority = find_priority(subject.findings)
    wanted = [priority] if priority else []
    wanted += [f for f in subject.findings if f.rule_code == _INPUT and f is not priority]
    said = [_needed(subject, finding) for finding in wanted]
    return join_sentences(said, subject.language)


def _needed(subject: Subject, finding: Finding) -> str:
    """What one finding would take, as arithmetic; empty where it is no simple ratio."""
    needed = find_needed(finding, subject.facts, subject.catalog)
    if needed is None:
        return ""
    language, catalog = subject.language, subject.catalog
    amount = NeededAmount(
        indicator=name_of(catalog, needed.indicator_code)[language],
        yardstick=needed.yardstick,
        target=subject.write_short(needed.indicator_code, needed.target),
        year=needed.current.year,
        numerator=name_of(catalog, needed.numerator_code)[language],
        denominator=name_of(catalog, needed.denominator_code)[language],
        current=write_value(catalog, needed.numerator_code, needed.current.value)[language],
        amount=_about(write_value(catalog, needed.numerator_code, needed.amount)[language]),
    )
    return needed_sentence(amount, language)


def _about(written: str) -> str:
    """A number without the zeros that rounding left behind its point: 49.00亿元 is 49亿元."""
    return re.sub(r"(\d)\.0+(?!\d)|(\.\d*[1-9])0+(?!\d)", r"\1\2", written)


def _chains_line(subject: Subject) -> str:
    """Which chain lags, and in which chains the findings lie; empty without all four chains."""
    language = subject.language
    standing = standing_of(subject.release, subject.level, subject.region.code)
    if standing is None:
        return ""
    chains = subject.catalog.chains
    end = "。" if language == "zh" else "."
    line = lagging_clause(standing, subject.name, chains, subject.level, language) + end
    found = [f.chain for f in subject.findings if f.state == "fires"]
    counts = sorted(((found.count(c), chains[c].name[language]) for c in set(found)), reverse=True)
    return join_sentences((line, spread_sentence(counts, language)), language)


def _measures_line(subject: Subject) -> str:
    """The measures that come first, each with the finding that it acts on."""
    _ = translator(subject.language)
    language = subject.language
    said = [
        _("{measure} (against “{finding}”)").format(
            measure=r.strategy.name[language],
            finding=subject.catalog.rules[r.findings[0].rule_code].name[language],
        )
        for r in subject.first_measures
    ]
    return join_list(said, language) + ("。" if language == "zh" else ".") if said else ""


def _not_judged_line(subject: Subject) -> str:
    """The disconnections that no rule with figures speaks of."""
    language = subject.language
    absent = [
        disconnection_heading(s.disconnection, language)
        for s in weigh_disconnections(subject.findings)
        if not s.looked_at
    ]
    return not_judged_sentence(subject.name, absent, language)
