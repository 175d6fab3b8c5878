"""Names are read in their company; what stays unclear is a question with suggestions."""

from pathlib import Path

import pytest
import yaml

from etl.resolve.aliases import AliasError, append_aliases
from etl.resolve.cards import CardError, write_indicator_card
from etl.resolve.indicators import IndicatorFinder
from etl.resolve.regions import Place, RegionFinder
from etl.resolve.sources import find_sources
from etl.resolve.texts import NameMatch, clean_status, clean_year, suggest_number
from etl.resolve.units import UnitFinder
from scoreboard.catalog import Alias, CatalogError, load_catalog


@pytest.fixture(scope="module")
def regions() -> RegionFinder:
    return RegionFinder(load_catalog())


def find(finder: RegionFinder, text: str, parent: str = "", year: int = 2020) -> NameMatch:
    place = Place("", text, parent, year)
    return finder.find_all([place])[place]


@pytest.mark.parametrize(
    ("text", "parent", "year", "code"),
    [
        ("鼓楼区", "南京市", 2020, "320106"),
        ("鼓楼区", "徐州", 2020, "320302"),
        ("南京鼓楼区", "", 2020, "320106"),
        ("江苏省南京市鼓楼区", "", 2020, "320106"),
        ("城关区", "兰州市", 2020, "620102"),
        ("城关区", "西藏", 2020, "540102"),
        ("朝阳", "北京", 2020, "110105"),
        ("朝阳", "辽宁省", 2020, "211300"),
        ("朝阳区", "长春市", 2020, "220104"),
        ("海南", "青海", 2020, "632500"),
        ("恩施州", "", 2020, "422800"),
        ("延边州", "", 2020, "222400"),
        ("阿拉善", "", 2020, "152900"),
        ("广西自治区", "", 2020, "450000"),
        ("内 蒙 古", "", 2020, "150000"),
        ("襄樊", "", 2005, "420600"),
        ("巢湖市", "", 2009, "341400"),
        ("巢湖市", "", 2015, "340181"),
        ("苏州工业园区", "苏州市", 2020, "320500-SIP"),
        ("合计", "", 2020, "000000"),
        ("合计", "浙江省", 2020, "330000"),
        ("河北", "", 2020, "130000"),
    ],
)
def test_a_region_is_found_in_its_company(
    regions: RegionFinder, text: str, parent: str, year: int, code: str
) -> None:
    found = find(regions, text, parent, year)
    assert (found.code, found.is_assumed) == (code, False)


@pytest.mark.parametrize("text", ["鼓楼区", "城关区"])
def test_namesakes_without_a_parent_are_not_guessed_but_suggested(
    regions: RegionFinder, text: str
) -> None:
    found = find(regions, text)
    assert found.code is None
    suggestions = regions.suggest(text, found)
    assert 2 <= len(suggestions) <= 3
    assert all(suggestion.zh.endswith(text) for suggestion in suggestions)


def test_a_region_that_lies_elsewhere_than_the_row_says_is_not_taken(
    regions: RegionFinder,
) -> None:
    found = find(regions, "陕西", "江苏")
    assert (found.code, found.candidates) == (None, ("610000",))


def test_a_short_name_of_several_places_is_marked_as_assumed(regions: RegionFinder) -> None:
    found = find(regions, "朝阳")
    assert (found.code, found.is_assumed) == ("211300", True)


def test_the_rest_of_the_sheet_decides_about_namesakes(regions: RegionFinder) -> None:
    def codes(*texts: str) -> list[str | None]:
        places = [Place("s", text, "", 2020) for text in texts]
        found = regions.find_all(places)
        assert not any(found[place].is_assumed for place in places)
        return [found[place].code for place in places]

    assert codes("北京", "辽宁", "吉林", "海南")[2:] == ["220000", "460000"]
    assert codes("长春", "沈阳", "石家庄", "郑州", "朝阳")[4:] == ["211300"]
    districts = codes("海淀", "丰台", "石景山", "朝阳", "通州")
    assert districts == ["110108", "110106", "110107", "110105", "110112"]


def test_a_sheet_that_points_two_ways_decides_nothing(regions: RegionFinder) -> None:
    # cities of 吉林: 朝阳市 is a city, but of 辽宁; 朝阳区 lies in 吉林, but is no city
    places = [Place("s", text, "", 2020) for text in ("长春", "四平", "吉林市", "朝阳")]
    assert regions.find_all(places)[places[3]].is_assumed


@pytest.mark.parametrize(
    ("text", "code"),
    [("杭洲市", "330100"), ("浙将", "330000"), ("shanghai shi", "310000"), ("乌鲁木奇", "650100")],
)
def test_misspelt_regions_are_suggested_by_writing_and_by_sound(
    regions: RegionFinder, text: str, code: str
) -> None:
    suggestions = regions.suggest(text, find(regions, text))
    assert len(suggestions) <= 3
    assert suggestions[0].code == code


@pytest.fixture(scope="module")
def indicators() -> IndicatorFinder:
    return IndicatorFinder(load_catalog(), (), UnitFinder(load_catalog()))


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("rd_expenditure", "", "rd_expenditure"),
        ("R&D经费", "万元", "rd_expenditure"),
        ("Ｒ＆Ｄ 经费（亿元）", "", "rd_expenditure"),
        ("研究与试验发展(R&D)经费(亿元)", "", "rd_expenditure"),
        ("地区生产总值", "亿元", "gdp"),
        ("R&D经费投入强度", "%", None),  # first published, or revised?
        ("一无所知的指标", "", None),
    ],
)
def test_an_indicator_is_found_by_name_and_unit(
    indicators: IndicatorFinder, text: str, unit: str, code: str | None
) -> None:
    assert indicators.find(text, unit).code == code


def test_of_two_indicators_of_one_name_both_are_suggested(indicators: IndicatorFinder) -> None:
    found = indicators.find("R&D经费投入强度", "%")
    codes = {suggestion.code for suggestion in indicators.suggest("R&D经费投入强度", found)}
    assert codes == {"rd_intensity", "rd_intensity_revised"}


def test_units_are_found_with_their_labels_and_brackets() -> None:
    units = UnitFinder(load_catalog())
    written = ("单位：万元", "（亿元）", "％", "人·年", "万元人民币")
    assert [units.find(text) for text in written] == ["万元", "亿元", "%", "人年", "万元"]
    assert units.find("兆元") is units.find("") is None
    assert units.in_name("R&D经费（万元）") == "万元"


@pytest.mark.parametrize(
    ("text", "guess"),
    [("2o23", "2023"), ("1l.5", "11.5"), ("十万", "100000"), ("三百二十", "320"), ("abc", "")],
)
def test_a_number_with_letters_in_it_is_guessed(text: str, guess: str) -> None:
    assert suggest_number(text) == guess


def test_years_and_statuses_are_read_as_tables_print_them() -> None:
    years = ("２０２３年", "2023.0", "2023年度", "2o23")
    assert [clean_year(y) for y in years] == ["2023", "2023", "2023", "2o23"]
    assert [clean_status(s) for s in ("", "初步数", "p", "E", "?!")] == ["A", "P", "P", "E", "?!"]


def test_a_source_is_a_code_a_title_or_new() -> None:
    catalog = load_catalog()
    known = catalog.sources["rd_bulletin_2023"]
    texts = ["rd_bulletin_2023", known.title, "某市2025年公报", " 某市2025年公报 "]
    codes, new = find_sources(texts, catalog)
    assert codes["rd_bulletin_2023"] == codes[known.title] == "rd_bulletin_2023"
    assert [(source.title, source.grade) for source in new] == [("某市2025年公报", "C")]
    assert codes[texts[2]] == codes[texts[3]] == new[0].code


def test_a_decision_is_kept_and_answers_the_next_time(tmp_path: Path) -> None:
    catalog = load_catalog()
    decided = [
        Alias(kind="region", text="园区", parent="苏州", code="320500-SIP", decided_by="张三"),
        Alias(kind="indicator", text="研发投入", code="rd_expenditure"),
        Alias(kind="unit", text="亿", code="亿元"),
    ]
    assert load_catalog(releases=tmp_path).aliases == ()
    append_aliases(decided[:2], catalog, tmp_path)
    append_aliases([*decided[2:], decided[1]], catalog, tmp_path)  # once more: replaces
    aliases = load_catalog(releases=tmp_path).aliases
    assert [alias.text for alias in aliases] == ["园区", "研发投入", "亿"]
    assert all(alias.decided_on for alias in aliases)
    finder = RegionFinder(catalog, aliases)
    assert find(finder, "园 区", "苏州").code == "320500-SIP"
    assert find(finder, "园区", "无锡").code is None
    units = UnitFinder(catalog, aliases)
    assert units.find("亿") == "亿元"
    assert IndicatorFinder(catalog, aliases, units).find("研发投入", "").code == "rd_expenditure"


def test_unfit_decisions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match="999999"):
        append_aliases([Alias(kind="region", text="x", code="999999")], load_catalog(), tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / "catalog").mkdir()
    file = tmp_path / "catalog" / "aliases.yml"
    broken = "- {kind: region, text: x, codes: '110000'}\n"
    file.write_text(broken)
    for read in (
        lambda: load_catalog(releases=tmp_path),
        lambda: append_aliases(
            [Alias(kind="region", text="x", code="110000")], load_catalog(), tmp_path
        ),
    ):
        with pytest.raises(CatalogError, match=r"aliases\.yml line 1: codes"):
            read()
    assert file.read_text() == broken  # what a person wrote is not thrown away for one slip


CARD = {
    "code": "new_labs",
    "name": {"zh": "新型实验室数", "en": "New laboratories"},
    "definition": {"zh": "数目。", "en": "How many."},
    "unit": "个",
    "decimals": 0,
    "direction": "higher_is_better",
    "pillar": "input",
    "chain": "science",
    "levels": ["province"],
    "valid_range": [0, None],
}


def test_a_new_indicator_comes_in_by_its_card(tmp_path: Path) -> None:
    file = write_indicator_card(CARD, load_catalog(), tmp_path)
    assert file == tmp_path / "catalog" / "indicators" / "new_labs.yml"
    assert yaml.safe_load(file.read_text(encoding="utf-8"))["name"] == CARD["name"]
    assert [path.name for path in file.parent.iterdir()] == ["new_labs.yml"]
    with pytest.raises(CardError, match="exists already"):
        write_indicator_card(CARD, load_catalog(), tmp_path)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "gdp"}, "code"),
        ({"code": "../gdp"}, "code"),
        ({"unit": "斤"}, "unit"),
        ({"name": {"zh": "R&D经费", "en": "x"}}, "name.zh"),
        ({"formula": "gdp / nothing"}, "formula"),
        ({"colour": "red"}, "colour"),
        ({"valid_range": [2, 1]}, "card"),
    ],
)
def test_an_unfit_card_is_refused_and_says_where(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    with pytest.raises(CardError) as refused:
        write_indicator_card(CARD | change, load_catalog(), tmp_path)
    assert field in refused.value.problems
    assert not list(tmp_path.iterdir())


def test_the_catalog_reads_a_card_that_was_written(tmp_path: Path) -> None:
    assert "new_labs" not in load_catalog(releases=tmp_path).indicators
    write_indicator_card(CARD, load_catalog(), tmp_path)
    assert load_catalog(releases=tmp_path).indicators["new_labs"].unit == "个"
