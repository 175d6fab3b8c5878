"""What is found, as links: a name, where it leads, and what the link then says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.answers.pages import page_words
from scoreboard.answers.search.entries import Findable
from scoreboard.answers.search.items import ListedName
from scoreboard.catalog import Catalog, Language, Level, Region
from scoreboard.language import in_brackets, join_list, plurals, translator

Group = Literal["place", "both", "indicator", "page", "method", "item"]
# Pages that are about one region, which they take from the link.
OF_A_REGION = ("profile", "diagnosis", "composite", "structure", "relations", "overview")


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a word on it, its page and what the link says.

    page: named as its file. An empty value in `changes` takes a choice out of the link.
    """

    group: Group
    label: str
    hint: str
    page: str
    changes: tuple[tuple[str, str], ...]


def hit_of(catalog: Catalog, entry: Findable, language: Language) -> Hit:
    """An entry as a link."""
    _ = translator(language)
    code = entry.code
    if entry.kind == "region":
        return _region(catalog, catalog.regions[code], language)
    if entry.kind == "indicator":
        indicator = catalog.indicators[code]
        pillar = catalog.pillars[indicator.pillar].name[language]
        level = indicator.levels[-1] if "province" not in indicator.levels else "province"
        changes = _of_overview("" if level in ("nation", "province") else level, "", code)
        return Hit("indicator", indicator.name[language], pillar, "overview", changes)
    if entry.kind == "word":
        return _word(catalog, code, language)
    if entry.kind == "method":
        hint = _("method")
        name = catalog.methods[code].name[language]
        return Hit("method", name, hint, "methods", (("about", code),))
    name, question = page_words(language)[code]
    return Hit("page", name, question, code, ())


def hit_of_item(catalog: Catalog, item: ListedName, language: Language) -> Hit:
    """A name on a national list: the list, of its year and its province."""
    province = catalog.regions.get(item.province)
    year = in_brackets(str(item.year or ""), language)
    names = [catalog.registers[item.register_code].name[language] + year]
    names += [province.short_name[language]] if province else []
    changes = (
        ("register", item.register_code),
        ("list", str(item.year or "")),
        ("within", item.province),
        ("about", ""),
    )
    return Hit("item", item.name, " · ".join(names), "registers", changes)


def hit_of_both(catalog: Catalog, region: Region, entry: Findable, language: Language) -> list[Hit]:
    """A region with something else: its figure of an indicator, or a page about it."""
    name = region.short_name[language]
    if entry.kind == "page":
        return [_page_of(name, region, entry.code, language)] if entry.code in OF_A_REGION else []
    if entry.kind == "word":
        word = catalog.everyday_words[entry.code]
        pages = [_page_of(name, region, p, language) for p in word.pages if p in OF_A_REGION]
        return [
            *(h for code in word.indicators for h in _figure(catalog, region, code, language)),
            *pages,
        ]
    return _figure(catalog, region, entry.code, language) if entry.kind == "indicator" else []


def hit_of_regions(regions: list[Region], language: Language) -> Hit:
    """Several regions side by side."""
    _ = translator(language)
    names = join_list([region.short_name[language] for region in regions], language)
    codes = ",".join(region.code for region in regions)
    return Hit("both", names, page_words(language)["compare"][0], "compare", (("compared", codes),))


def _figure(catalog: Catalog, region: Region, code: str, language: Language) -> list[Hit]:
    """A region's figure of an indicator among its like; nothing where its level has none."""
    indicator = catalog.indicators[code]
    if region.level not in indicator.levels or region.level not in ("province", "city", "county"):
        return []
    level = "" if region.level == "province" else region.level
    label = f"{region.short_name[language]} · {indicator.name[language]}"
    hint = page_words(language)["overview"][0]
    return [Hit("both", label, hint, "overview", _of_overview(level, region.code, code))]


def _page_of(name: str, region: Region, page: str, language: Language) -> Hit:
    title = page_words(language)[page][0]
    return Hit("both", f"{name} · {title}", title, page, _about(region.code))


def _region(catalog: Catalog, region: Region, language: Language) -> Hit:
    _ = translator(language)
    words: dict[Level, str] = {
        "nation": _("the nation"),
        "province": _("province"),
        "city": _("city"),
        "county": _("county"),
        "zone": _("development zone"),
    }
    above = catalog.regions.get(region.parent_code)
    names = [] if above is None or above.level == "nation" else [above.short_name[language]]
    if above is not None and above.level == "city":
        names.insert(0, catalog.regions[above.parent_code].short_name[language])
    hint = " · ".join([*names, words[region.level]])
    name = region.short_name[language]
    return Hit("place", name, hint, "profile", _about(region.code))


def _word(catalog: Catalog, code: str, language: Language) -> Hit:
    word, ngettext = catalog.everyday_words[code], plurals(language)
    if not word.indicators:
        name, question = page_words(language)[word.pages[0]]
        return Hit(
            "page", name + in_brackets(word.shown(language), language), question, word.pages[0], ()
        )
    number = len(word.indicators)
    hint = ngettext("{number} definition", "{number} definitions side by side", number).format(
        number=number
    )
    return Hit("indicator", word.shown(language), hint, "methods", (("about", code),))


def _about(region_code: str) -> tuple[tuple[str, str], ...]:
    return ("region", region_code), ("regions", ""), ("about", "")


def _of_overview(level: str, region_code: str, code: str) -> tuple[tuple[str, str], ...]:
    """The overview of an indicator at a level, the region marked; what was chosen before goes."""
    own = (("indicator", code), ("level", level), ("regions", region_code))
    return (*own, *((key, "") for key in ("within", "region", "year", "view", "about")))
