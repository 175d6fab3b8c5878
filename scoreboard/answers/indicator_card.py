"""The card of an indicator: what it means, in which unit, from which sources, with which limits."""

from __future__ import annotations

import re

from scoreboard.answers.kept import kept
from scoreboard.answers.model import Bullets, Card, Facts, Sentence
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Catalog, Indicator, Language
from scoreboard.language import join_list, translator

MOST_SOURCES = 6


@kept
def indicator_card(release: Release, indicator_code: str, language: Language) -> Card:
    """Definition, unit, direction, formula, sources, release and caveats of an indicator."""
    _ = translator(language)
    catalog = release.catalog
    indicator = catalog.indicators[indicator_code]
    pairs = [
        (_("Unit"), catalog.unit_of(indicator.code).name[language]),
        (_("Direction"), _direction(indicator, language)),
        (_("Pillar"), catalog.pillars[indicator.pillar].name[language]),
        (_("Chain"), catalog.chains[indicator.chain].name[language]),
    ]
    left: list[Sentence | Bullets | Facts] = [
        Sentence(indicator.definition[language]),
        Facts(tuple(pairs)),
    ]
    if indicator.formula:
        left.append(Facts(((_("Formula"), formula_in_words(catalog, indicator, language)),)))
    limits = _limits(catalog, indicator, language)
    if limits:
        left.append(Bullets(_("Caveats"), limits))
    return Card(
        indicator.name[language],
        tuple(left),
        (
            _sources(release, indicator, language),
            Sentence(release_line(release.info, language), "note"),
        ),
    )


def formula_in_words(catalog: Catalog, indicator: Indicator, language: Language) -> str:
    """The formula with the indicators' names in place of their codes."""

    def name(match: re.Match[str]) -> str:
        part = catalog.indicators.get(match[0])
        return f"「{part.name[language]}」" if part else match[0]

    text = re.sub(r"[a-z][a-z0-9_]*", name, indicator.formula or "")
    text = text.replace("*", "×").replace("/", "÷")
    if not indicator.years_back:
        return text
    _ = translator(language)
    return _("{formula}, less the same {n} years before").format(
        formula=text, n=indicator.years_back
    )


def _limits(catalog: Catalog, indicator: Indicator, language: Language) -> tuple[str, ...]:
    """What limits the figure: caveats, breaks, and what it must not be compared with."""
    _ = translator(language)
    own = (b.text for b in indicator.breaks if not b.is_boundary)
    limits = [c[language] for c in (*indicator.caveats, *own)]
    other = [catalog.indicators[c].name[language] for c in indicator.not_comparable_with]
    if other:
        sentence = _("Not comparable with: {names}.")
        limits.append(sentence.format(names=join_list(other, language)))
    return tuple(limits)


def _direction(indicator: Indicator, language: Language) -> str:
    _ = translator(language)
    return {
        "higher_is_better": _("higher is better"),
        "lower_is_better": _("lower is better"),
        "context": _("context, neither good nor bad"),
    }[indicator.direction]


def _sources(release: Release, indicator: Indicator, language: Language) -> Bullets:
    """The publications behind most of the figures; linked where there is a page."""
    _ = translator(language)
    used = release.indicator_sources()
    rows = used[used["indicator_code"] == indicator.code].sort_values(
        ["observations", "last_year"], ascending=False
    )
    lines, links = [], []
    for row in rows.head(MOST_SOURCES).itertuples():
        source = release.catalog.sources[row.source_code]
        first, last = row.first_year, row.last_year
        lines.append(
            _("{title}, {publisher} ({years}; grade {grade})").format(
                title=source.title,
                publisher=source.publisher,
                years=f"{first}" if first == last else f"{first}–{last}",
                grade=source.grade,
            )
        )
        links.append(source.url or "")
    if len(rows) > MOST_SOURCES:
        lines.append(_("and {n} more").format(n=len(rows) - MOST_SOURCES))
        links.append("")
    return Bullets(_("Sources"), tuple(lines), tuple(links))
