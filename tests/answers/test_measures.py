"""The measures of every region: few, each tied to a finding, a figure, a year and a cost."""

import re
from collections.abc import Iterator

import pytest

from scoreboard.analysis.instruments import check_inputs
from scoreboard.answers import judged
from scoreboard.answers.diagnosis.answer import answer
from scoreboard.answers.diagnosis.choice import read_choice
from scoreboard.answers.diagnosis.strategy_words import Weighed, behind_sentence
from scoreboard.answers.diagnosis.subject import Subject, take_subject
from scoreboard.answers.instruments.answer import answer as calculate
from scoreboard.answers.instruments.choice import read_choice as read_instrument
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Card, Facts, PageLink, Sentence
from scoreboard.answers.release import Release
from scoreboard.answers.sources import local_time
from scoreboard.catalog import Level, load_catalog
from scoreboard.diagnostics.strategies import find_target
from tests.answers.reading import said, tables_of

CATALOG = load_catalog()
LEVELS: tuple[Level, ...] = ("province", "city")


def ask(release: Release, region: str) -> Answer:
    return answer(release, read_choice(measures_of(region), release), "zh")


def measures_of(region: str) -> Link:
    return Link({"region": region, "part": "measures"}, "zh")


def diagnosed(release: Release, level: Level) -> Iterator[Subject]:
    for code in judged.facts(release, level):
        subject = take_subject(release, read_choice(measures_of(code), release), "zh")
        if subject.is_diagnosed:
            yield subject


def year_of(release: Release) -> int:
    return int(local_time(release.info.published_at)[:4])


def labelled(card: Card, label: str) -> str:
    pairs = [p for part in card.right if isinstance(part, Facts) for p in part.pairs]
    return dict(pairs)[label]


@pytest.mark.parametrize("level", LEVELS)
def test_measures_are_few_and_each_acts_on_what_was_found_wanting(
    release: Release, level: Level
) -> None:
    seen = 0
    for subject in diagnosed(release, level):
        found, findings = subject.recommendations, subject.findings
        fires = [f for f in findings if f.state == "fires"]
        assert len(found) <= 12
        assert found or not any(f.severity >= 2 for f in fires), subject.name
        for recommendation in found:
            for finding in recommendation.findings:
                # What lies on the line calls measures only where nothing fires.
                assert finding.state == ("fires" if fires else "borderline"), subject.name
                acted_on = recommendation.strategy.acts_on[finding.rule_code]
                bad = {s.indicator_code for s in finding.signs if s.points or s.is_borderline}
                assert acted_on in bad, (subject.name, recommendation.strategy.code)
                seen += 1
    assert seen > 150


@pytest.mark.parametrize("level", LEVELS)
def test_the_measures_shown_first_say_what_should_move_by_when_and_at_what_cost(
    release: Release, level: Level
) -> None:
    for subject in diagnosed(release, level):
        parts = ask(release, subject.region.code)["measures"]
        cards = [p for p in parts if isinstance(p, Card)]
        first = subject.recommendations[:3]
        assert len(cards) == len(first)
        for card, recommendation in zip(cards, first, strict=True):
            strategy = recommendation.strategy
            rule = CATALOG.rules[recommendation.findings[0].rule_code]
            assert labelled(card, "触发结论").startswith(rule.name.zh)
            lag = re.match(
                r"(\d{4})年起步，约\d+年后，看(\d{4})年的数据", labelled(card, "何时见效")
            )
            assert lag, subject.name
            assert int(lag[2]) - int(lag[1]) == strategy.lag_years
            assert int(lag[1]) == year_of(release)
            target = find_target(recommendation, subject.facts, CATALOG)
            moves = labelled(card, "应变动")
            assert (target is None) == (not re.search(r"由.+（\d{4}年）[升降]向", moves)), moves
            words = said(Answer("", {"card": (card,)}))
            named = [CATALOG.instruments[code].name.zh for code in strategy.instruments]
            for name in named:
                assert f"\n{name}（" in words.replace("• ", ""), (subject.name, words)
            assert ("没有对应的测算工具" in words) == (not named)
        behind = [p for p in parts if isinstance(p, Sentence) and p.text.startswith("第4项")]
        assert len(behind) == (len(subject.recommendations) > 3), subject.name


@pytest.mark.parametrize("level", LEVELS)
def test_a_calculator_opens_without_a_notice_and_with_the_regions_own_figures(
    release: Release, level: Level
) -> None:
    sized = 0
    for subject in diagnosed(release, level):
        known = subject.facts.values
        for part in ask(release, subject.region.code)["measures"]:
            if not isinstance(part, PageLink):
                continue
            link = Link({key: value or "" for key, value in part.changes}, "zh")
            choice = read_instrument(link, release)
            assert not link.notices, (subject.name, link.notices)
            instrument, inputs = CATALOG.instruments[choice.instrument_code], dict(choice.inputs)
            assert not check_inputs(instrument, inputs)
            assert calculate(release, choice, "zh").headline
            for item in instrument.inputs:
                own = [by for by in item.sized_by if by.indicator in known]
                if own:
                    wanted = max(1, round(known[own[0].indicator].value * own[0].times))
                    assert inputs[item.code] == wanted, (subject.name, item.code)
                    sized += 1
    assert sized >= 20


def test_shaanxi_by_hand(release: Release) -> None:
    """1,480 firms with R&D: 15 projects, at 40% of 8m yuan each 48m yuan; 3 years from 2026."""
    found = ask(release, "610000")
    first = next(p for p in found["measures"] if isinstance(p, Card))
    assert labelled(first, "应变动") == (
        "每元R&D经费新产品销售收入由8.24（2024年）升向其余地区中位数14.68"
    )
    assert f"看{year_of(release) + 3}年的数据（据所引案例）" in labelled(first, "何时见效")
    words = said(found, "measures")
    assert (
        "中试补贴（按每100家有R&D活动的规上工业企业1个项目、2020年1,480家计）："
        "800万元的中试项目补贴320万元（占40%），企业承担480万元；15个同类项目需财政4,800万元。"
    ) in words
    link = next(p for p in found["measures"] if isinstance(p, PageLink))
    assert dict(link.changes) == {"tool": "pilot_subsidy", "inputs": "projects:15"}
    assert "第4项“设备与检测条件共享”列在其后：得分相同，对应的结论2项，少于前一项的3项。" in words
    table = tables_of(found)["measures_table"].build()
    assert table["应变动"].iloc[0] == labelled(first, "应变动")
    assert "4,800万元" in table["花费"].iloc[0]


def test_a_part_of_a_city_a_place_and_a_growth_are_called_that(release: Release) -> None:
    def targets(region: str) -> list[str]:
        cards = [p for p in ask(release, region)["measures"] if isinstance(p, Card)]
        return [labelled(card, "应变动") for card in cards]

    assert "兰州占全省地区生产总值的比重由32.0%（2020年）降向判断线30.0%" in targets("620000")
    assert (
        "科学研究和技术服务业从业人员占比的位次由第36位（2020年）"
        "升向“每万人口规模以上工业企业数”所在的第5位"
    ) in targets("320200")
    assert "R&D研究人员全时当量年均增速由3.1%（2023年）升向全国的10.0%" in targets("120000")


BEST = Weighed(severity=1.0, fit=1.0, evidence=1.0, findings=2)


@pytest.mark.parametrize(
    ("own", "aims", "reason"),
    [
        (BEST._replace(fit=0.8), ("甲", "乙"), "针对的是“甲”，不是排在首位的“乙”"),
        (BEST._replace(severity=0.7), None, "严重程度0.70，低于前一项的1.00"),
        (
            BEST._replace(fit=0.8, evidence=0.5),
            None,
            "适配0.80，低于前一项的1.00；证据0.50，低于前一项的1.00",
        ),
        (BEST._replace(findings=1), None, "得分相同，对应的结论1项，少于前一项的2项"),
        (BEST, None, "得分相同，按目录次序在后"),
    ],
)
def test_why_a_measure_stands_behind(
    own: Weighed, aims: tuple[str, str] | None, reason: str
) -> None:
    assert behind_sentence(4, "丙", own, BEST, aims, "zh") == f"第4项“丙”列在其后：{reason}。"
