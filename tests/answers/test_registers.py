"""Lists as pages show them: the numbers of the indicators, true zeros, and what is not known."""

from collections.abc import Iterator

import pytest

from scoreboard.answers.link import Link
from scoreboard.answers.model import Grid, Table
from scoreboard.answers.profile.choice import ProfileChoice
from scoreboard.answers.profile.lists import lists_of
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.registered import (
    listed,
    number_words,
    places_listed,
    registers_in_order,
    state_words,
    whole_words,
)
from scoreboard.answers.registers.answer import answer
from scoreboard.answers.registers.choice import RegisterChoice, read_choice
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION, Language, Level

LUOYANG, SHAANXI, DATONG = "410300", "610000", "140200"


def said_of(release: Release, register: str, region: str, language: Language = "zh") -> str:
    return number_words(listed(release, register, region), language)


def test_a_number_a_zero_and_what_is_not_known_are_said_apart(release: Release) -> None:
    assert said_of(release, "universities", LUOYANG) == "9个"
    assert said_of(release, "double_first_class", LUOYANG) == "0（名单完整）"
    assert said_of(release, "state_key_labs", LUOYANG) == "0（2019年名单完整）"
    assert said_of(release, "state_key_labs_enterprise", LUOYANG) == "至少2个"
    assert said_of(release, "a_class_disciplines", LUOYANG) == "未列名"
    # One laboratory of Shanxi may lie in Datong as well.
    assert said_of(release, "state_key_labs", DATONG) == "不详"
    assert said_of(release, "state_key_labs", DATONG, "en") == "not known"
    found = listed(release, "innovative_cities", "370300")
    assert number_words(found, "zh") == "0（2018年名单完整）"
    assert state_words(found, "zh") == "名单完整，共78个；2022年新增25个未收入"
    zones = listed(release, "national_hightech_zones", LUOYANG)
    assert whole_words(zones, "en") == "174 of 178 announced"


def places(release: Release) -> Iterator[tuple[Level, str]]:
    """All provinces, and the cities of three of them: with and without items not placed."""
    yield from (("province", r.code) for r in places_listed(release.catalog, "province"))
    for within in ("610000", "320000", "650000"):
        yield from (("city", r.code) for r in places_listed(release.catalog, "city", within))


def test_lists_and_the_indicators_counted_from_them_agree(release: Release) -> None:
    """The lists are counted here anew: no number and no zero differs from what was published."""
    compared = 0
    for register in release.catalog.registers.values():
        for count in register.counts:
            levels = release.catalog.indicators[count.indicator].levels
            known = {
                (row.region_code, row.year): (row.value, row.status)
                for level in ("province", "city")
                for row in release.observations(count.indicator, level).itertuples()
            }
            for level, code in places(release):
                found = listed(release, register.code, code)
                if level not in levels or found.known is None:
                    continue
                kinds = count.kinds or tuple(register.kind_of)
                number = int(found.items["kind"].isin(kinds).sum())
                published = known.get((code, found.known.year))
                if published is None:
                    assert number == 0 and not found.is_exact, (register.code, code)
                else:
                    assert published[0] == number, (register.code, code)
                    assert published[1] == ("A" if found.is_exact else "U"), (register.code, code)
                compared += 1
    assert compared > 700


def test_the_profile_shows_every_list_and_the_items_behind(release: Release) -> None:
    for code, level in ((LUOYANG, "city"), (SHAANXI, "province")):
        parts = lists_of(take_profile(release, ProfileChoice(code, 8), "zh"))
        (grid,) = (part for part in parts if isinstance(part, Grid))
        (table,) = (part for part in parts if isinstance(part, Table))
        assert [row[0] for row in grid.rows] == [
            r.name.zh for r in registers_in_order(release.catalog).values()
        ]
        items = table.build()
        assert f"{len(items)}个条目" in table.label
        if level == "city":
            assert {"河南科技大学", "洛阳高新技术产业开发区"} <= set(items["名称"])
            assert set(items["所在地"]) == {"河南 洛阳"}
        assert (items["来源"] != "").all()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_list_can_be_read_whole_and_by_province(release: Release, language: Language) -> None:
    for register in release.catalog.registers.values():
        year = register.newest.year if register.newest else None
        for region in (NATION, SHAANXI):
            found = answer(release, RegisterChoice(register.code, year, region), language)
            assert register.name[language] in found.headline
            (items,) = (part for part in found["items"] if isinstance(part, Table))
            (numbers,) = (part for part in found["places"] if isinstance(part, Table))
            expected = listed(release, register.code, region)
            assert len(items.build()) == expected.number
            assert len(numbers.build()) == (31 if region == NATION else 10)
            assert items.facts().lines
    assert answer(release, RegisterChoice("universities", 2011, NATION), "zh").headline == (
        "全国普通高等学校名单（2011）：名单完整，共2,101个。"
    )


def test_the_link_names_the_list_its_year_and_the_province(release: Release) -> None:
    link = Link({"register": "universities", "list": "2017", "within": SHAANXI}, "zh")
    assert read_choice(link, release) == RegisterChoice("universities", 2017, SHAANXI)
    link = Link({"register": "national_etdz", "list": "2017"}, "zh")
    assert read_choice(link, release) == RegisterChoice("national_etdz", 2025, NATION)
    link = Link({"register": "zoos", "within": "810000"}, "zh")
    assert read_choice(link, release) == RegisterChoice("universities", 2025, NATION)
    assert len(link.notices) == 2
