"""The four named indicators of the chosen region in a few lines; the profile has them in full."""

from __future__ import annotations

from scoreboard.answers import basis
from scoreboard.answers.indicator_choice import IndicatorChoice
from scoreboard.answers.model import Grid, PageLink, Part, Sentence
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, NamedIndicator
from scoreboard.language import translator
from scoreboard.text.figures import figure_text
from scoreboard.text.sentences import status_in_brackets


def named_of(release: Release, choice: IndicatorChoice, language: Language) -> tuple[Part, ...]:
    """Of the first chosen region: figure, year, and whether regions may be ranked by it.

    Nothing where no region is chosen.
    """
    if not choice.regions:
        return ()
    _, catalog, region = translator(language), release.catalog, choice.regions[0]
    rows = [
        _row(release, choice, region, named, language)
        for named in catalog.named_indicators.values()
    ]
    name = basis.name_in_place(catalog, region, language)
    title = _("{region}: the four named indicators").format(region=name)
    heads = (_("Indicator"), _("Value"), _("Year"), _("Comparable"))
    label = _("Profile of {region}").format(region=name)
    link = PageLink("profile", label, (("region", region),), ":material/id_card:")
    return Sentence(title, "title"), Grid(heads, tuple(rows)), link


def _row(
    release: Release,
    choice: IndicatorChoice,
    region: str,
    named: NamedIndicator,
    language: Language,
) -> tuple[str, str, str, str]:
    """The first definition that the region has a figure of."""
    _, catalog = translator(language), release.catalog
    said = basis.said(release, choice.level, region, choice.window)
    code = next((code for code in named.definitions if code in said.index), None)
    if code is None:
        return named.name[language], _("no data"), "", ""
    row, indicator = said.loc[code], catalog.indicators[code]
    value = figure_text(catalog, code, float(row["value"]), language)
    figure = f"{indicator.name[language]} {value}"
    placed = basis.placed(release, choice.level, choice.window)
    is_placed = ((placed["region_code"] == region) & (placed["indicator_code"] == code)).any()
    if not indicator.is_ranked:
        comparable = _("no: regions count different things")
    elif is_placed:
        comparable = _("within the years compared")
    else:
        comparable = _("no: not of the years compared")
    status = status_in_brackets(str(row["status"]), language)
    return named.name[language], figure + status, str(row["year"]), comparable
