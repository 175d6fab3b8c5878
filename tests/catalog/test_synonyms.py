"""What publications call an indicator leads to that indicator alone."""

from collections import defaultdict

import pytest

from etl.resolve.indicators import IndicatorFinder
from etl.resolve.texts import normalise
from etl.resolve.units import UnitFinder
from scoreboard.catalog.loader import load_catalog

CATALOG = load_catalog()
FINDER = IndicatorFinder(CATALOG, (), UnitFinder(CATALOG))
SYNONYMS = [(i.code, name) for i in CATALOG.indicators.values() for name in i.synonyms]
# Names that two definitions share: which one is meant has to be asked.
SHARED = [
    ("技术合同成交额", "亿元"),
    ("R&D经费投入强度", "%"),
    ("R&D人员", "人年"),
    ("R&D人员", "人"),
    ("年末总人口", "万人"),
    ("新产品销售收入", "亿元"),
    ("企业资金", "亿元"),
    ("财政支出", "亿元"),
    ("发明专利申请授权比重", "%"),
]
AS_PUBLISHED = [
    ("R&D经费内部支出", "rd_expenditure"),
    ("研究与试验发展（R&D）经费", "rd_expenditure"),
    ("研究与试验发展经费支出", "rd_expenditure"),
    ("研发经费投入", "rd_expenditure"),
    ("R&D人员折合全时当量", "rd_personnel_fte"),
    ("R&D人员：全时当量", "rd_personnel_fte"),
    ("R&D经费内部支出：基础研究", "rd_basic_research"),
    ("专利授权量", "patents_granted"),
    ("国内三种专利授权量", "patents_granted"),
    ("国内发明专利申请授权量", "invention_patents_granted"),
    ("发明专利授权量", "invention_patents_granted"),
    ("发明专利拥有量", "valid_invention_patents"),
    ("每万人口发明专利拥有量", "invention_patents_per_10k"),
    ("常住人口", "population"),
    ("国内生产总值", "gdp"),
    ("地区生产总值", "gdp"),
    ("GDP", "gdp"),
    ("gdp", "gdp"),
    ("人均GDP", "gdp_per_capita"),
    ("技术市场成交额", "tech_contract_value"),
    ("吸纳技术合同成交额", "tech_contract_value_absorbed"),
    ("一般公共预算支出", "fiscal_general_expenditure"),
    ("科学技术支出", "fiscal_st_expenditure"),
    ("高新技术企业数量", "hightech_enterprises"),
    ("规模以上工业企业R&D经费内部支出", "ind_rd_expenditure"),
    ("规模以上工业企业单位数", "industrial_enterprises"),
    ("科技型中小企业", "tech_sme"),
]


@pytest.mark.parametrize(("code", "name"), SYNONYMS, ids=[f"{c} {n}" for c, n in SYNONYMS])
def test_a_synonym_leads_to_its_indicator_alone(code: str, name: str) -> None:
    unit = CATALOG.indicators[code].unit
    for written in (unit, "", "件" if unit != "件" else "亿元"):
        assert FINDER.find(name, written).code == code


def test_no_synonym_is_shared_or_is_the_name_of_another() -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for indicator in CATALOG.indicators.values():
        for name in (indicator.code, indicator.name.zh, indicator.name.en, *indicator.synonyms):
            codes[normalise(name)].add(indicator.code)
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


def test_no_indicator_repeats_a_synonym_and_derived_ones_have_none() -> None:
    for indicator in CATALOG.indicators.values():
        keys = [normalise(name) for name in (indicator.name.zh, *indicator.synonyms)]
        assert len(keys) == len(set(keys)), indicator.code
        assert not (indicator.formula and indicator.synonyms), indicator.code


def test_official_names_lead_where_they_did_before_there_were_synonyms() -> None:
    for indicator in CATALOG.indicators.values():
        for name in (indicator.name.zh, indicator.name.en, indicator.code):
            assert FINDER.find(name, indicator.unit).code == indicator.code


@pytest.mark.parametrize(("name", "code"), AS_PUBLISHED)
def test_names_as_official_publications_write_them(name: str, code: str) -> None:
    assert FINDER.find(name, CATALOG.indicators[code].unit).code == code


@pytest.mark.parametrize(("name", "unit"), SHARED)
def test_a_name_of_two_definitions_is_nobodys(name: str, unit: str) -> None:
    assert FINDER.find(name, unit).code is None
