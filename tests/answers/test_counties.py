"""Counties as the pages show them: every figure as shipped, ranks as counted by hand."""

import csv
import json

import pytest

from scoreboard import paths
from scoreboard.answers.basis import count_expected, name_in_place, places_around
from scoreboard.answers.indicator_choice import LEVELS
from scoreboard.answers.indicator_choice import read_choice as read_overview
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer
from scoreboard.answers.overview.answer import answer as overview
from scoreboard.answers.release import Release
from scoreboard.catalog import Language
from scoreboard.charts.map import unpack_regions
from tests.answers.reading import said, tables_of

KUNSHAN, YIWU, JINJIANG = "320583", "330782", "350582"
TERTIARY = "higher_edu_per_100k"
# Counties of the census of 2020 that were merged since, and the city that they belong to.
MERGED = {"330103", "330104"}


def shipped(indicator: str) -> dict[str, float]:
    """The figures of counties in 2020, read from the file and not through our code."""
    with (paths.OBSERVATIONS / f"{indicator}.csv").open(encoding="utf-8") as handle:
        rows = [r for r in csv.DictReader(handle) if r["year"] == "2020" and r["value"]]
    ends = {"00"}
    return {r["region_code"]: float(r["value"]) for r in rows if r["region_code"][-2:] not in ends}


def read(release: Release, language: Language = "zh", **values: str) -> tuple[Answer, str]:
    link = Link({"level": "county", **values}, language)
    found = overview(release, read_overview(link, release), language)
    return found, "".join(notice.text for notice in link.notices)


def test_the_overview_of_counties_opens_with_all_that_the_census_has(release: Release) -> None:
    answer, notices = read(release)
    assert notices == ""
    assert "2020年2826个区县" in answer.headline
    assert "北京海淀区居首位，为56,451人/10万人" in answer.headline
    assert "trend" not in answer.blocks  # one census is no change over the years
    assert "2845个区县中有2826个有数据" in said(answer, "opening")
    assert count_expected(release.catalog, "county") == 2845


def test_the_map_of_the_nation_has_every_county_once(release: Release) -> None:
    answer, _ = read(release)
    (part,) = answer["map"]
    payload = json.loads(part.payload)  # type: ignore[union-attr]
    assert (payload["level"], payload["within"]) == ("county", None)
    figures = shipped(TERTIARY)
    drawn = {r.code: r.value for r in unpack_regions(payload) if r.mark is not None}
    assert drawn == {code: f"{value:,.0f}" for code, value in figures.items()}
    # The figures of a switch stay light: the borders do not travel with them.
    assert len(part.payload) < 70_000  # type: ignore[union-attr]


def test_a_county_has_its_place_in_nation_province_and_city(release: Release) -> None:
    figures = shipped(TERTIARY)
    own = figures[KUNSHAN]

    def place(prefix: str) -> tuple[int, int]:
        among = [v for code, v in figures.items() if code.startswith(prefix)]
        return sum(v > own for v in among) + 1, len(among)

    rows = places_around(release, "county", KUNSHAN)
    rows = rows[rows["indicator_code"] == TERTIARY]
    assert dict(
        zip(rows["around"], zip(rows["rank"], rows["regions"], strict=True), strict=True)
    ) == {
        "000000": place(""),
        "320000": place("32"),
        "320500": place("3205"),
    }
    answer, _ = read(release, regions=KUNSHAN)
    (first, of_all), (second, of_province), (third, of_city) = map(place, ("", "32", "3205"))
    assert f"在{of_all}个区县中居第{first}位" in answer.headline
    assert (
        f"苏州昆山市：江苏{of_province}个区县中第{second}位、苏州{of_city}个区县中第{third}位。"
        in said(answer, "opening")
    )


def test_counties_of_one_city_are_shown_alone_and_set_beside_its_sum(release: Release) -> None:
    answer, notices = read(release, within="330700", indicator="population", regions=YIWU)
    assert notices == ""
    assert "在9个区县中居第1位" in answer.headline
    assert "2020年所列区县合计705.1万人，金华全域为705.1万人。" in said(answer, "opening")
    assert "统计区域" not in said(answer, "opening")
    # Suzhou's industrial park is counted apart in the census.
    answer, _ = read(release, within="320500", indicator="population")
    assert "普查中单列的统计区域（开发区等）没有数据" in said(answer, "opening")


def test_in_a_table_of_thousands_the_chosen_stand_first(release: Release) -> None:
    answer, _ = read(release, regions=f"{YIWU},{JINJIANG}")
    table = tables_of(answer)["table"].build()
    assert len(table) == len(shipped(TERTIARY)) + len(
        [c for c in table["代码"] if c not in shipped(TERTIARY)]
    )
    assert set(table["代码"].head(2)) == {YIWU, JINJIANG}
    assert table["位次"].iloc[2] == 1


def test_counties_of_one_name_are_told_apart_by_their_city(release: Release) -> None:
    catalog = release.catalog
    assert name_in_place(catalog, "320106", "zh") == "南京鼓楼区"
    assert name_in_place(catalog, "110108", "en") == "Haidian, Beijing"
    assert name_in_place(catalog, "320500", "zh") == "苏州"
    now = [r.code for r in catalog.regions.values() if r.level == "county" and not r.valid_to]
    names = [name_in_place(catalog, code, "zh") for code in now]
    assert len(set(names)) == len(names)


def test_counties_merged_since_the_census_keep_their_figures(release: Release) -> None:
    assert shipped(TERTIARY).keys() >= MERGED
    answer, _ = read(release, within="330100")
    assert set(tables_of(answer)["table"].build()["代码"]) >= MERGED


@pytest.mark.parametrize("level", LEVELS)
def test_what_stands_around_another_level_is_left_without_a_word(
    release: Release, level: str
) -> None:
    link = Link({"level": level, "within": ""}, "zh")
    assert read_overview(link, release).within is None
    assert not link.notices
