"""The tables of 指标方法: all indicators, formulas, revised figures, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from scoreboard.answers.indicator_card import formula_in_words
from scoreboard.answers.model import Sentence, Table, TableFacts
from scoreboard.answers.release import Release
from scoreboard.answers.sources import release_line
from scoreboard.catalog import Language
from scoreboard.language import translator
from scoreboard.language.numbers import format_plain

_ROWS = 14


def index_of(release: Release, language: Language) -> tuple[Sentence | Table, ...]:
    """Every indicator with unit, pillar, chain and coverage."""
    _ = translator(language)
    build = partial(_index, release, language)
    return _titled("indicator_index", _("All indicators"), build, release, language)


def formulas_of(release: Release, language: Language) -> tuple[Sentence | Table, ...]:
    """The indicators that are worked out here, with their formulas in words."""
    _ = translator(language)
    title = _("Formulas of derived indicators")
    heading, table = _titled(
        "formulas", title, partial(_formulas, release, language), release, language
    )
    note = _(
        "Worked out for a region and year only when every part has a value; the status "
        "is that of the least certain part. A published official ratio is never replaced."
    )
    return heading, Sentence(note, "note"), table


def sources_of(release: Release, language: Language) -> tuple[Sentence | Table, ...]:
    """Every publication that figures were read from, with its grade."""
    _ = translator(language)
    heading, table = _titled(
        "sources",
        _("Sources"),
        partial(_sources, release, language),
        release,
        language,
        {_("Title"): "wide", _("Address"): "link"},
    )
    note = _(
        "Grade A: read on an official page. B: read in a public copy of the official "
        "table and cross-checked. C: read in a news or web copy of an official release."
    )
    return heading, Sentence(note, "note"), table


def revisions_of(release: Release, language: Language) -> Sentence | Table:
    """Figures that a release changed or withdrew, newest first."""
    _ = translator(language)
    if release.revisions().empty:
        return Sentence(_("No release has changed a published figure so far."), "note")
    build = partial(_revisions, release, language)
    return _table("revisions", _("Revisions and breaks"), build, release, language)


def _titled(
    key: str,
    title: str,
    build: Callable[[], pd.DataFrame],
    release: Release,
    language: Language,
    columns: Mapping[str, str] | None = None,
) -> tuple[Sentence, Table]:
    return Sentence(title, "heading"), _table(key, title, build, release, language, columns)


def _table(
    key: str,
    title: str,
    build: Callable[[], pd.DataFrame],
    release: Release,
    language: Language,
    columns: Mapping[str, str] | None = None,
) -> Table:
    """A table that is shown at once."""
    _ = translator(language)
    lines = ((_("Release"), release_line(release.info, language)),)
    return Table(
        key=key,
        label="",
        name=key,
        build=build,
        facts=partial(TableFacts, title, lines),
        rows=_ROWS,
        columns=columns or {},
    )


def _index(release: Release, language: Language) -> pd.DataFrame:
    _, catalog = translator(language), release.catalog
    table = pd.DataFrame(
        [
            {
                _("Indicator"): i.name[language],
                _("Unit"): catalog.units[i.unit].name[language],
                _("Pillar"): catalog.pillars[i.pillar].name[language],
                _("Chain"): catalog.chains[i.chain].name[language],
                _("Provinces"): release.widest("province").get(i.code),
                _("Cities"): release.widest("city").get(i.code),
                _("Code"): i.code,
                _("Definition"): i.definition[language],
            }
            for i in catalog.indicators_in_order()
        ]
    )
    return table.astype({_("Provinces"): "Int64", _("Cities"): "Int64"})


def _formulas(release: Release, language: Language) -> pd.DataFrame:
    _, catalog = translator(language), release.catalog
    return pd.DataFrame(
        [
            {
                _("Indicator"): i.name[language],
                _("Formula"): formula_in_words(catalog, i, language),
                _("Unit"): catalog.units[i.unit].name[language],
            }
            for i in catalog.indicators_in_order()
            if i.formula
        ]
    )


def _revisions(release: Release, language: Language) -> pd.DataFrame:
    _ = translator(language)
    regions, indicators = release.catalog.regions, release.catalog.indicators
    found = release.revisions()
    return pd.DataFrame(
        {
            _("Release"): found["release_id"],
            _("Region"): [regions[c].short_name[language] for c in found["region_code"]],
            _("Indicator"): [indicators[c].name[language] for c in found["indicator_code"]],
            _("Year"): found["year"],
            _("Before"): [_value(v) for v in found["value_before"]],
            _("After"): [_value(v) for v in found["value_after"]],
        }
    )


def _sources(release: Release, language: Language) -> pd.DataFrame:
    _ = translator(language)
    return pd.DataFrame(
        [
            {
                _("Title"): s.title,
                _("Publisher"): s.publisher,
                _("Published"): s.published,
                _("Grade"): s.grade,
                _("Address"): s.url or None,
            }
            for s in release.catalog.sources.values()
        ]
    )


def _value(value: float | None) -> str:
    return "" if value is None or pd.isna(value) else format_plain(value, 4)
