"""What the chosen province does more of than its weight: location quotients."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.model import Part, Sentence, figure_part
from scoreboard.answers.structure.data import StructureData, source_of, table_of
from scoreboard.answers.structure.measures import quotients
from scoreboard.answers.structure.parts_figures import draw_quotients
from scoreboard.answers.structure.words import quotients_sentence
from scoreboard.catalog import Composition
from scoreboard.charts.theme import hover_note
from scoreboard.language import join_list, translator


def specialisation(data: StructureData) -> dict[str, tuple[Part, ...]]:
    """The location quotients of the marked region's province, among all provinces.

    Blocks: specialisation (the heading), quotients.
    """
    _ = translator(data.language)
    return {
        "specialisation": (Sentence(_("Specialisation"), "heading"),),
        "quotients": _quotients(data),
    }


def _quotients(data: StructureData) -> tuple[Part, ...]:
    _ = translator(data.language)
    composition = data.catalog.compositions[data.choice.composition_code]
    table, years = quotients(data.release, composition.code, data.year)
    code, region = data.province.code, data.province.short_name[data.language]
    if table.empty or code not in table.index or table.loc[code].isna().all():
        sentence = _("{region} has no figures of {what} up to {year}.")
        what = composition.name[data.language]
        return (Sentence(sentence.format(region=region, what=what, year=data.year), "note"),)
    names = _names(data, composition)
    drawing = draw_quotients(
        table,
        [_label(names[part], years[part], years) for part in table.columns],
        {c: data.catalog.regions[c].short_name[data.language] for c in table.index},
        code,
        _notes(data, years),
        shows=data.token,
    )
    title = _("Location quotients of {region}").format(region=region)
    whole = data.catalog.indicators[composition.whole].name[data.language]
    drawn = _drawn(data, composition, years)
    return (
        *_sentence(data, table, names),
        figure_part(
            "structure_quotients",
            drawing,
            title,
            title,
            (
                _("share of the part ÷ share of {whole}").format(whole=whole),
                _years_words(years),
                _("1 = as much as its weight; grey: the other provinces"),
            ),
        ),
        *_missing(data, names, years),
        source_of(data, drawn),
        table_of(
            data,
            "structure_quotients_table",
            _("Location quotients: table and download"),
            partial(_table, data, table, years),
            drawn,
            composition.name[data.language],
        ),
    )


def _names(data: StructureData, composition: Composition) -> dict[str, str]:
    return {c: data.catalog.indicators[c].name[data.language] for c in composition.parts}


def _notes(data: StructureData, years: dict[str, int]) -> dict[str, str]:
    """What the sources say of the province's figure of each part."""
    rows = data.release.notes(data.province.code)
    rows = rows[rows["indicator_code"].map(years) == rows["year"]]
    return dict(zip(rows["indicator_code"], map(hover_note, rows["note"]), strict=True))


def _sentence(
    data: StructureData, table: pd.DataFrame, names: dict[str, str]
) -> tuple[Sentence, ...]:
    """What the province has most and least of; nothing where it has one part only."""
    own = table.loc[data.province.code].dropna()
    if len(own) < 2:
        return ()
    high, low = str(own.idxmax()), str(own.idxmin())
    region = data.province.short_name[data.language]
    most, least = (names[high], float(own[high])), (names[low], float(own[low]))
    return (Sentence(quotients_sentence(region, most, least, data.language)),)


def _missing(
    data: StructureData, names: dict[str, str], years: dict[str, int]
) -> tuple[Sentence, ...]:
    """The parts that too few provinces have published."""
    missing = [name for part, name in names.items() if part not in years]
    if not missing:
        return ()
    _ = translator(data.language)
    sentence = _("No year up to {year} with enough provinces: {names}.").format(
        year=data.year, names=join_list(missing, data.language)
    )
    return (Sentence(sentence, "note"),)


def _years_words(years: dict[str, int]) -> str:
    """The year of all parts, or the first and last of them."""
    first, last = min(years.values()), max(years.values())
    return str(last) if first == last else f"{first}–{last}"


def _label(name: str, year: int, years: dict[str, int]) -> str:
    """A part's name, with its year where the parts differ in theirs."""
    return name if len(set(years.values())) == 1 else f"{name} {year}"


def _drawn(data: StructureData, composition: Composition, years: dict[str, int]) -> pd.DataFrame:
    """The figures that the quotients are worked out from."""
    panel = data.release.panel("province", (composition.whole, *composition.parts))
    parts = panel[panel["indicator_code"].map(years) == panel["year"]]
    whole = panel[
        (panel["indicator_code"] == composition.whole) & panel["year"].isin(set(years.values()))
    ]
    return pd.concat([parts, whole])


def _table(data: StructureData, table: pd.DataFrame, years: dict[str, int]) -> pd.DataFrame:
    _ = translator(data.language)
    columns = {
        f"{data.catalog.indicators[c].name[data.language]} {years[c]}": table[c].round(3)
        for c in table.columns
    }
    names = data.region_names(table.index)
    return pd.DataFrame({_("Region"): names, **columns, _("Code"): table.index})
