"""The first city of each province: whether one city is too big."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers.model import Part, Sentence, figure_part
from scoreboard.answers.structure.concentration_figures import draw_first_cities
from scoreboard.answers.structure.data import StructureData, source_of, table_of
from scoreboard.answers.structure.measures import first_cities
from scoreboard.answers.structure.words import per_cent
from scoreboard.charts.theme import hover_note
from scoreboard.language import in_brackets, join_list, translator
from scoreboard.text.sentences import count_regions


def first_cities_block(data: StructureData) -> tuple[Part, ...]:
    """The largest city's share in each province; nothing for what does not add up."""
    if data.kind != "amount":
        return ()
    _ = translator(data.language)
    heading = Sentence(_("The first city in its province"), "heading")
    table = first_cities(data.release, data.indicator.code, data.year)
    if table.empty:
        sentence = _("No city's figure of {shown} can be set against its province's.")
        return heading, Sentence(sentence.format(shown=data.shown), "note")
    provinces = data.region_names(table["province_code"])
    cities = data.region_names(table["region_code"])
    known = _("{year}: {found} of {expected} cities have a value")
    facts = (table["year"], table["cities"], table["expected"])
    drawn = _drawn(data, table)
    notes = drawn.set_index("region_code")["note"]
    hover = [
        f"{city} "
        + known.format(year=year, found=found, expected=expected)
        + hover_note(notes[code])
        for code, city, year, found, expected in zip(
            table["region_code"], cities, *facts, strict=True
        )
    ]
    newest = int(table["year"].max())
    drawing = draw_first_cities(
        table.assign(
            label=provinces,
            hover=hover,
            is_chosen=table["province_code"] == data.province.code,
        ),
        [
            f"{per_cent(share)} {city}"
            + ("" if year == newest else in_brackets(str(year), data.language))
            for share, city, year in zip(table["share_pct"], cities, table["year"], strict=True)
        ],
        shows=data.token,
    )
    return (
        heading,
        figure_part(
            "structure_cities",
            drawing,
            _("Share of the largest city of {shown}").format(shown=data.shown),
            _("Share of the largest city with a value in its province"),
            (
                "%",
                _("{year}, else the year in brackets").format(year=newest),
                count_regions(len(table), "province", data.language),
            ),
        ),
        *_limits(data, table, drawn),
        source_of(data, drawn),
        table_of(
            data,
            "structure_cities_table",
            _("First cities: table and download"),
            partial(_table, data, table),
            drawn,
        ),
    )


def _drawn(data: StructureData, table: pd.DataFrame) -> pd.DataFrame:
    """The figures of cities and provinces that the shares are worked out from."""
    both = pd.concat(
        data.release.observations(data.indicator.code, level) for level in ("province", "city")
    )
    years = {
        code: year
        for column in ("region_code", "province_code")
        for code, year in zip(table[column], table["year"], strict=True)
    }
    return both[both["year"] == both["region_code"].map(years)]


def _limits(data: StructureData, table: pd.DataFrame, drawn: pd.DataFrame) -> list[Sentence]:
    """Where a larger city may be unknown, and which figures are not certain."""
    _ = translator(data.language)
    rule = _(
        "Each province in its newest year in which no city without a value can be larger; where "
        "there is none, in the year in which the known cities have most of the province."
    )
    limits = [Sentence(rule, "note")]
    light = int((~table["is_first_certain"]).sum())
    if light:
        sentence = _(
            "Light bars ({number}): not every city has a figure here, and one without a "
            "value may be larger; the share of the first city is at least this."
        )
        limits.append(Sentence(sentence.format(number=light), "note"))
    unsure = drawn.loc[drawn["status"].isin(UNCERTAIN), "region_code"]
    if len(unsure):
        names = join_list(data.region_names(unsure), data.language)
        sentence = _("Preliminary, unconfirmed or estimated: {names}.")
        limits.append(Sentence(sentence.format(names=names), "note"))
    return limits


def _table(data: StructureData, table: pd.DataFrame) -> pd.DataFrame:
    _ = translator(data.language)
    return pd.DataFrame(
        {
            _("Province"): data.region_names(table["province_code"]),
            _("Largest city"): data.region_names(table["region_code"]),
            _("Share, %"): table["share_pct"].round(2),
            _("Cities with a value"): table["cities"],
            _("Cities"): table["expected"],
            _("Certainly the first"): table["is_first_certain"].map(
                {True: _("yes"), False: _("no")}
            ),
            _("Year"): table["year"],
        }
    )
