"""The sentences a page opens with, made from computed facts; no number is typed in."""

from __future__ import annotations

import pandas as pd

from scoreboard.analysis.summary import Field, Standing
from scoreboard.analysis.views import TREND_YEARS, View
from scoreboard.catalog import Catalog
from scoreboard.catalog.models import Indicator, Language, Level
from scoreboard.language import join_list, plurals, translator
from scoreboard.language.numbers import NumberFormat


def view_name(indicator: Indicator, view: View, language: Language, span: int = TREND_YEARS) -> str:
    """What the figures show: the indicator, or its growth, trend over some years, or rank."""
    _ = translator(language)
    name = indicator.name[language]
    templates: dict[View, str] = {
        "value": "{name}",
        "change": _("{name}: change on the year"),
        "trend5": _("{name}: yearly change over {years} years"),
        "rank": _("{name}: rank"),
    }
    return templates[view].format(name=name, years=span)


def span_text(years: tuple[int, int], language: Language) -> str:
    """A year, or the first and the last of some: 2020年, 2018—2020年; 2018–2020."""
    first, last = years
    if language == "zh":
        return f"{last}年" if first == last else f"{first}—{last}年"
    return str(last) if first == last else f"{first}–{last}"


def count_regions(number: int, level: Level, language: Language) -> str:
    """A number of regions of a level, in words."""
    ngettext = plurals(language)
    if level == "province":
        words = ngettext("{number} province", "{number} provinces", number)
    elif level == "city":
        words = ngettext("{number} city", "{number} cities", number)
    elif level == "county":
        words = ngettext("{number} county", "{number} counties", number)
    else:
        words = ngettext("{number} region", "{number} regions", number)
    return words.format(number=number)


def newest_text(years: tuple[int, int], level: Level, language: Language) -> str:
    """The newest figures of a window, in words: 2018—2020年各市最新值."""
    _ = translator(language)
    templates = {
        "city": _("each city's newest figure, {span}"),
        "county": _("each county's newest figure, {span}"),
    }
    template = templates.get(level) or _("each region's newest figure, {span}")
    return template.format(span=span_text(years, language))


def coverage_sentence(
    covered: int, expected: int, year: int | str, level: Level, language: Language
) -> str | None:
    """Says how many regions have no value; nothing when all have one."""
    if covered >= expected:
        return None
    _ = translator(language)
    return _("{year}: {covered} of {regions} have a value; the others are left blank.").format(
        year=year, covered=covered, regions=count_regions(expected, level, language)
    )


def field_sentence(
    field: Field,
    names: dict[str, str],
    shown: str,
    year: int | str,
    level: Level,
    measure: NumberFormat,
    within: str = "",
) -> str:
    """Who is highest and lowest, and the nation: the headline when no region is chosen.

    year: or the first and the last of a window; within: what regions are then compared by. Where
    only part of the regions have published, it speaks of those; two or fewer are listed.
    """
    language = measure.language
    _ = translator(language)
    facts = {
        "year": year,
        "shown": shown,
        "regions": count_regions(field.regions, level, language),
        "best": names[field.best_code],
        "best_value": measure.text(field.best),
        "last": names[field.last_code],
        "last_value": measure.text(field.last),
    }
    if field.regions == 1:
        return _("{year}: only {best} has a value of {shown}: {best_value}.").format(**facts)
    if field.regions == 2:
        template = _("{year}: {shown} of {best} is {best_value}, of {last} {last_value}")
    elif measure.is_rank:
        template = _("{year}: {shown}: {best} comes first, {last} last of {regions}")
    elif field.is_whole:
        template = _(
            "{year}: {shown} in {regions}: {best} stands first with {best_value}, "
            "{last} last with {last_value}"
        )
    else:
        template = _(
            "{year}: {shown} in the {regions} that have published: {best} stands first with "
            "{best_value}, {last} last with {last_value}"
        )
    parts = [template.format(**facts)]
    if within:
        parts.append(_("compared by {within}").format(within=within))
    if field.nation is not None:
        parts.append(_("the nation stands at {value}").format(value=measure.text(field.nation)))
    if field.above_nation is not None:
        parts.append(
            _("{regions} are above the nation").format(
                regions=count_regions(field.above_nation, level, language)
            )
        )
    return _join(parts, language)


def newest_sentence(
    field: Field, shown: str, level: Level, first: int, last: int, language: Language
) -> str:
    """What there is of an indicator that is shown but not ranked."""
    _ = translator(language)
    years = str(last) if first == last else f"{first}–{last}"
    return _(
        "{regions} have published {shown} ({years}); definitions and dates differ, so the "
        "figures are shown and not ranked."
    ).format(regions=count_regions(field.regions, level, language), shown=shown, years=years)


def nation_sentence(
    shown: str,
    year: int,
    value: float,
    change: float | None,
    measure: NumberFormat,
    growth: NumberFormat,
) -> str:
    """The national figure with its change, where only the nation has one."""
    _ = translator(measure.language)
    parts = [
        _("{year}: the national figure of {shown} is {value}").format(
            year=year, shown=shown, value=measure.text(value)
        )
    ]
    if change is not None:
        parts.append(_change_clause(change, growth))
    return _join(parts, measure.language)


def standing_sentence(
    standing: Standing,
    name: str,
    shown: str,
    year: int,
    level: Level,
    measure: NumberFormat,
    change: NumberFormat,
    within: str = "",
) -> str:
    """One region's value, rank, change and distance to the nation, as far as they are known.

    within: what the rank is among, where that is not the regions' figures of the year. A figure
    that is a rank itself is not ranked again; of growth only the value is compared.
    """
    language = measure.language
    _ = translator(language)
    facts = {
        "year": year,
        "shown": shown,
        "name": name,
        "value": measure.text(standing.value),
        "status": status_in_brackets(standing.status, language),
        "rank": standing.rank,
        "regions": count_regions(standing.regions, level, language),
    }
    if measure.is_rank:
        places = None if standing.value_before is None else standing.value_before - standing.value
        parts = [
            _("{year}: {shown} of {name} is {value}{status}").format(**facts),
            _places_moved(places, language),
        ]
        return _join([part for part in parts if part], language)
    if standing.regions <= 2:
        template = _("{year}: {shown} of {name} is {value}{status}")
    elif within:
        template = _(
            "{year}: {shown} of {name} is {value}{status}, no. {rank} of {regions} ({within})"
        )
        facts["within"] = within
    else:
        template = _("{year}: {shown} of {name} is {value}{status}, no. {rank} of {regions}")
    parts = [template.format(**facts), _distance_to_nation(standing, measure, change, language)]
    if not measure.signs:
        moved = None if standing.rank_before is None else standing.rank_before - standing.rank
        parts[1:1] = [_places_moved(moved, language), _value_change(standing, change)]
    return _join([part for part in parts if part], language)


def places_sentence(
    catalog: Catalog, name: str, level: Level, places: pd.DataFrame, language: Language
) -> str:
    """The place of a region among those of the nation, its province and its city.

    places: one row each with around (its code), rank and regions, as basis.places_around has them.
    """
    _ = translator(language)
    parts = [
        _("no. {rank} of {regions} in {place}").format(
            rank=row.rank,
            regions=count_regions(row.regions, level, language),
            place=catalog.regions[row.around].short_name[language],
        )
        for row in places.itertuples(index=False)
    ]
    return _("{name}: {places}.").format(name=name, places=join_list(parts, language))


def status_word(status: str, language: Language) -> str:
    """What an uncertain status means in a word; empty for an ordinary figure."""
    _ = translator(language)
    words = {
        "P": _("preliminary"),
        "U": _("unconfirmed"),
        "E": _("estimated"),
        "B": _("break in series"),
    }
    return words.get(status, "")


def short_status(status: str, language: Language) -> str:
    """The same where there is hardly room; empty for an ordinary figure."""
    _ = translator(language)
    words = {"P": _("prelim."), "U": _("unconf."), "E": _("est."), "B": _("break")}
    return words.get(status, "")


def status_in_brackets(status: str, language: Language) -> str:
    """The status word in brackets, or nothing for an ordinary figure."""
    word = status_word(status, language)
    if not word:
        return ""
    return f"（{word}）" if language == "zh" else f" ({word})"


def _places_moved(places: float | None, language: Language) -> str:
    """How many places a region gained (above zero) or lost; empty when that is not known."""
    if places is None:
        return ""
    _ = translator(language)
    if places == 0:
        return _("the same rank as the year before")
    template = (
        _("up {places} on the year before") if places > 0 else _("down {places} on the year before")
    )
    return template.format(places=f"{abs(places):.0f}")


def _value_change(standing: Standing, change: NumberFormat) -> str:
    if standing.value_before is None:
        return ""
    amount = _difference(standing.value, standing.value_before, change)
    return "" if amount is None else _change_clause(amount, change)


def _change_clause(amount: float, change: NumberFormat) -> str:
    _ = translator(change.language)
    if change.number(amount) == change.number(0):
        return _("value unchanged on the year")
    template = (
        _("value up {amount} on the year") if amount > 0 else _("value down {amount} on the year")
    )
    return template.format(amount=change.text(abs(amount)))


def _distance_to_nation(
    standing: Standing, measure: NumberFormat, change: NumberFormat, language: Language
) -> str:
    if standing.nation is None:
        return ""
    _ = translator(language)
    if standing.share_of_nation_pct is not None:
        share = NumberFormat(1, "%", 2, language).text(standing.share_of_nation_pct)
        return _("{share} of the national {nation}").format(
            share=share, nation=measure.text(standing.nation)
        )
    amount = _difference(standing.value, standing.nation, change)
    if amount is None:
        return _("the nation stands at {value}").format(value=measure.text(standing.nation))
    if change.number(amount) == change.number(0):
        return _("equal to the national {nation}").format(nation=measure.text(standing.nation))
    template = (
        _("{amount} above the national {nation}")
        if amount > 0
        else _("{amount} below the national {nation}")
    )
    return template.format(amount=change.text(abs(amount)), nation=measure.text(standing.nation))


def _difference(value: float, other: float, change: NumberFormat) -> float | None:
    """The difference as the change measure writes it: relative in per cent, or plain."""
    if change.unit != "%":
        return value - other
    return (value / other - 1) * 100 if other > 0 else None


def _join(parts: list[str], language: Language) -> str:
    return "，".join(parts) + "。" if language == "zh" else "; ".join(parts) + "."
