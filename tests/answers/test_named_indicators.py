"""The four named indicators of a region, read against the shipped figures."""

import re

import pandas as pd
import pytest

from scoreboard import paths
from scoreboard.answers import basis
from scoreboard.answers.indicator_choice import read_choice as read_overview
from scoreboard.answers.link import Link
from scoreboard.answers.model import Card, Facts, Grid, PageLink
from scoreboard.answers.overview.answer import answer as overview
from scoreboard.answers.profile.choice import read_choice
from scoreboard.answers.profile.named import named_indicators
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.release import Release
from scoreboard.catalog import Language, Level
from tests.answers.reading import lines_of

FOUR = ["rd_intensity", "patent_conversion", "pilot_test_bases", "talent_retention"]


def cards(release: Release, code: str, language: Language = "zh") -> dict[str, Card]:
    """The cards, by code of the named indicator; none where the region has no figure at all."""
    link = Link({"region": code}, language)
    found = named_indicators(take_profile(release, read_choice(link, release), language))
    names = {named.name[language]: c for c, named in release.catalog.named_indicators.items()}
    return {names[card.title]: card for card in found if isinstance(card, Card)}


def cards_of(release: Release, code: str, language: Language = "zh") -> dict[str, str]:
    """The words of each card."""
    found = cards(release, code, language)
    return {named: "\n".join(lines_of((card,))) for named, card in found.items()}


def shipped(code: str, region: str, year: int) -> float:
    rows = pd.read_csv(paths.OBSERVATIONS / f"{code}.csv", dtype={"region_code": str})
    rows = rows[(rows["region_code"] == region) & (rows["year"] == year)]
    return float(rows["value"].iloc[0])


def test_shaanxi_is_told_its_place_and_what_a_paper_claims_apart(release: Release) -> None:
    told = cards_of(release, "610000")
    assert list(told) == FOUR
    own, nation = (shipped("rd_intensity", code, 2023) for code in ("610000", "000000"))
    assert (
        f"2023年{own:.2f}%（初步核算），在有2023年数据的31个省级地区中居第11位，全国{nation:.2f}%。"
        in (told["rd_intensity"])
    )
    contracts = shipped("tech_contract_value", "610000", 2023)
    ratio = contracts / shipped("rd_expenditure", "610000", 2023)
    assert f"每元R&D经费技术合同成交额 2023年{ratio:.2f}元" in told["patent_conversion"]
    assert "高校有效发明专利产业化率 2022年3.9%" in told["patent_conversion"]
    assert (
        "论文说法，不是统计数据 单列管理成果的市场化转化率 不足35%（2024）。"
        in (told["patent_conversion"])
    )
    assert (
        "中试基地（平台）数 2022年10个，各地统计范围不同，只展示不排名。"
        in (told["pilot_test_bases"])
    )
    assert "中试基地 不足30家（2024）" in told["pilot_test_bases"]
    assert "本平台没有陕西任何一种定义的数值。" in told["talent_retention"]
    assert "可由谁公布：高校毕业生就业质量年度报告" in told["talent_retention"]


def test_hefei_is_told_the_figure_compared_and_its_newest(release: Release) -> None:
    told = cards_of(release, "340100")
    assert "最新为2024年4.00%（估算）。" in told["rd_intensity"]
    assert "原文“全社会研发投入强度突破4%”" in told["rd_intensity"]
    assert "邻近地区 R&D经费投入强度（首次公布）：芜湖 2022年3.48%" in told["rd_intensity"]
    assert "中试基地（平台）数 2023年39个（估算）" in told["pilot_test_bases"]
    assert "新能源汽车高端人才留存率 85%（2023）。" in told["talent_retention"]


def test_luoyang_is_told_who_could_publish_what_it_lacks(release: Release) -> None:
    told = cards_of(release, "410300")
    assert shipped("rd_intensity", "410300", 2024) == 3.03
    assert "2024年3.03%" in told["rd_intensity"]
    assert "本平台没有洛阳任何一种定义的数值。" in told["pilot_test_bases"]
    assert "市科技局的中试基地（平台）认定或备案名单" in told["pilot_test_bases"]
    assert "人才吸引力排名 2022年第74位。" in told["talent_retention"]
    assert "也不是留存率" in told["talent_retention"]


def test_suzhous_peers_are_shown_by_the_definition_that_suzhou_has(release: Release) -> None:
    told = cards_of(release, "320500")
    row = basis.said(release, "city", "320500").loc["rd_intensity_derived"]
    share = (
        100
        * shipped("rd_expenditure", "320500", row["year"])
        / shipped("gdp", "320500", row["year"])
    )
    assert f"R&D经费与GDP之比（推算） {row['year']}年{share:.2f}%" in told["rd_intensity"]
    assert "最近的同类地区 人才吸引力排名" in told["talent_retention"]
    assert "人才净流入占比：" not in told["talent_retention"]


@pytest.mark.parametrize("code", ["110000", "610100", "410300", "540000"])
def test_in_english_only_titles_and_notes_of_sources_are_chinese(
    release: Release, code: str
) -> None:
    for words in cards_of(release, code, "en").values():
        lines = [line for line in words.split("\n") if not line.startswith("Source: ")]
        assert not any("一" <= c <= "鿿" for line in lines for c in line), lines


def test_figures_of_several_regions_are_those_said_of_each(release: Release) -> None:
    codes = [r.code for r in basis.regions_compared(release.catalog, "city")][::40]
    wanted = ["rd_intensity", "talent_attraction_rank", "patents_granted"]
    several = basis.said_of(release, "city", codes, wanted)
    for code in codes:
        alone = basis.said(release, "city", code)
        for indicator in wanted:
            assert ((code, indicator) in several.index) == (indicator in alone.index)
            if indicator in alone.index:
                row = several.loc[(code, indicator)]
                assert (row["year"], row["value"]) == tuple(alone.loc[indicator, ["year", "value"]])


@pytest.mark.parametrize("level", ["province", "city"])
def test_every_figure_is_the_one_said_on_every_page_and_carries_its_year(
    release: Release, level: Level
) -> None:
    names = {i.name.zh: i.code for i in release.catalog.indicators.values()}
    definitions = {
        code for named in release.catalog.named_indicators.values() for code in named.definitions
    }
    seen = 0
    regions = basis.regions_compared(release.catalog, level)
    for region in regions if level == "province" else regions[::9]:
        said = basis.said(release, level, region.code)
        shown = set()
        for card in cards(release, region.code).values():
            words = "\n".join(lines_of((card,)))
            assert "nan" not in words
            assert "None" not in words
            for part in card.left:
                if isinstance(part, Facts) and part.pairs[0][0] in names:
                    code, text = names[part.pairs[0][0]], part.pairs[0][1]
                    years = re.findall(r"(20\d\d)年", text)
                    assert int(years[0]) == said.loc[code, "year"], text
                    shown.add(code)
        assert shown == definitions & set(said.index), region.code
        seen += len(shown)
    assert seen > 30


def test_the_overview_has_the_four_in_short_for_a_chosen_region(release: Release) -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        link = Link({"level": "city", "regions": "320500"}, language)
        found = overview(release, read_overview(link, release), language)
        (grid,) = (part for part in found["named"] if isinstance(part, Grid))
        named = release.catalog.named_indicators.values()
        assert [row[0] for row in grid.rows] == [n.name[language] for n in named]
        said = basis.said(release, "city", "320500")
        for row, one in zip(grid.rows, named, strict=True):
            known = [code for code in one.definitions if code in said.index]
            assert bool(row[2]) == bool(known)
            if known:
                assert row[2] == str(said.loc[known[0], "year"])
                assert release.catalog.indicators[known[0]].name[language] in row[1]
                assert row[3]
        (link_to,) = (part for part in found["named"] if isinstance(part, PageLink))
        assert (link_to.page, dict(link_to.changes)) == ("profile", {"region": "320500"})
    alone = read_overview(Link({"level": "city"}, "zh"), release)
    assert not overview(release, alone, "zh")["named"]
