"""Every shipped target: judged by its own definition or not at all, with words and source."""

from collections import Counter

import pytest

from scoreboard.answers.link import Link
from scoreboard.answers.profile.choice import read_choice
from scoreboard.answers.profile.plans import plan_targets
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.release import Release
from scoreboard.answers.targets import (
    newest_data_year,
    statements_alone,
    target_card,
    target_sentence,
    targets_of,
)
from scoreboard.catalog import OUTSIDE_STATISTICS, Language
from tests.answers.reading import lines_of

# State and ratio of every target that can be judged, worked out from the published figures.
JUDGED = {
    ("000000", 2025, "rd_intensity"): ("reached", None),
    ("000000", 2025, "rd_basic_research_pct"): ("behind", 0.637),
    ("000000", 2025, "highvalue_invention_patents_per_10k"): ("reached", None),
    ("130000", 2025, "rd_basic_research_pct"): ("behind", 0.428),
    ("310000", 2025, "rd_intensity"): ("on_course", 0.994),
    ("310000", 2025, "rd_basic_research_pct"): ("on_course", 1.106),
    ("360000", 2023, "rd_basic_research_pct"): ("reached", None),
    ("370000", 2027, "rd_intensity"): ("on_course", 1.630),
    ("420000", 2025, "hightech_enterprises"): ("reached", None),
    ("420000", 2025, "tech_contract_value_registered"): ("reached", None),
    ("440000", 2025, "rd_intensity"): ("reached", None),
    ("440000", 2025, "rd_basic_research_pct"): ("behind", -0.125),
    ("450000", 2025, "rd_intensity"): ("behind", 0.122),
    ("450000", 2035, "rd_intensity"): ("behind", 0.174),
    ("460000", 2025, "rd_intensity"): ("on_course", 1.057),
    ("500000", 2025, "rd_intensity"): ("on_course", 1.259),
    ("520000", 2025, "rd_basic_research_pct"): ("behind", 0.065),
    ("620000", 2025, "rd_intensity"): ("behind", 0.595),
}
# Provinces of which no plan was read.
WITHOUT = ["北京", "吉林", "福建", "安徽", "湖南", "西藏", "青海", "宁夏", "新疆"]


def told_of(release: Release, code: str) -> str:
    """What the profile says of a region's targets."""
    choice = read_choice(Link({"region": code}, "zh"), release)
    return "\n".join(lines_of(plan_targets(take_profile(release, choice, "zh"))))


def test_each_target_is_judged_as_worked_out_by_hand(release: Release) -> None:
    regions = dict.fromkeys(t.region_code for t in release.catalog.targets)
    found = {
        (code, judged.target.year, judged.target.indicator): judged.judgement
        for code in regions
        for judged in targets_of(release, code)
        if judged.is_judged
    }
    assert {key: j.state for key, j in found.items() if j} == {k: v[0] for k, v in JUDGED.items()}
    for key, (_state, ratio) in JUDGED.items():
        judgement = found[key]
        assert judgement is not None
        if ratio is not None:
            assert judgement.ratio == pytest.approx(ratio, abs=6e-4), key
    close = {key for key, j in found.items() if j and j.is_close}
    assert close == {("310000", 2025, "rd_intensity"), ("460000", 2025, "rd_intensity")}


def test_no_target_is_judged_by_a_figure_of_another_definition(release: Release) -> None:
    catalog = release.catalog
    for target in catalog.targets:
        (judged,) = [j for j in targets_of(release, target.region_code) if j.target == target]
        if not target.indicator or target.doubt is not None:
            assert judged.judgement is None, target
            continue
        assert target.unit == catalog.indicators[target.indicator].unit
        judgement = judged.judgement
        assert judgement is not None
        if judgement.value is None:
            continue
        level = catalog.regions[target.region_code].level
        rows = release.observations(target.indicator, "province" if level == "nation" else level)
        own = rows[(rows["region_code"] == target.region_code) & (rows["year"] == judgement.year)]
        assert own["value"].tolist() == [judgement.value], target
        assert judgement.year is not None
        assert judgement.year <= target.year


def test_growth_is_listed_and_not_compared(release: Release) -> None:
    growing = [
        t for t in release.catalog.targets if t.quantity and t.quantity.zh.endswith("年均增长")
    ]
    assert len(growing) == 9
    assert all(t.apart and not t.indicator for t in growing)
    assert "按不变价计" in (growing[0].apart.zh if growing[0].apart else "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_target_has_a_state_a_sentence_its_words_and_its_source(
    release: Release, language: Language
) -> None:
    states: Counter[str] = Counter()
    for target in release.catalog.targets:
        (judged,) = [j for j in targets_of(release, target.region_code) if j.target == target]
        card = target_card(release, judged, language)
        words = "\n".join(lines_of((card,)))
        state = card.left[0].pairs[0][0]  # type: ignore[union-attr]
        states[state] += 1
        sentence = target_sentence(release, judged, language)
        assert sentence.endswith("。" if language == "zh" else "."), sentence
        assert "None" not in words
        assert "nan" not in words
        assert str(target.year) in card.title
        assert release.catalog.sources[target.source].title in words
        assert target.wording[:2] in words
        if target.is_ambition:
            assert ("力争" if language == "zh" else "ambition") in card.title
    assert sum(states.values()) == len(release.catalog.targets) == 74
    assert states[{"zh": "存疑不判断", "en": "doubtful, not judged"}[language]] == 4


def test_shanghais_sentence_names_both_figures_the_path_and_the_close_call(
    release: Release,
) -> None:
    words = told_of(release, "310000")
    assert "2024年为4.35%（待核），还差0.15个百分点。" in words
    assert "从2020年的4.17%起，按期达到须年均提高0.057个百分点；" in words
    assert "2020—2023年实际年均提高0.057个百分点，为所需的99.4%；" in words
    assert "2023年之后的数值与起点年不可比，未计入进度。" in words
    assert "临界：如按4.5%整计，结论即不同。" in words
    assert "官方说法 2025年：预计4.5%左右。" in words


def test_what_officials_said_stands_beside_the_figure_once_and_is_no_observation(
    release: Release,
) -> None:
    catalog = release.catalog
    shown = [
        statement
        for code in {s.region_code for s in catalog.target_statements}
        for statement in (
            *(s for judged in targets_of(release, code) for s in judged.statements),
            *statements_alone(release, code),
        )
    ]
    assert Counter(shown) == Counter(catalog.target_statements)
    # Shaanxi's 16,000 of 2023 is what an official said; no figure of ours says so.
    words = told_of(release, "610000")
    assert "官方说法 2023年：增长到16,000家。" in words
    assert "“提前超额完成”" in words
    assert "尚无法判断（官方称已完成） 本平台没有这项数值。" in words
    # The nation's 10 % of 2021–2025 stands beside the target of that period, not the next.
    later = [j for j in targets_of(release, "000000") if j.target.year == 2030]
    assert [j.statements for j in later] == [()]


def test_the_nations_targets_are_on_every_profile(release: Release) -> None:
    words = told_of(release, "410300")
    assert "本平台未收录洛阳的规划目标" in words
    assert "全国规划目标5个" in words
    assert "全社会R&D经费年均增长，2030年：达到7%" in words
    assert "官方说法 2025年：年均增长10%。" in words


def test_a_province_without_targets_is_said_not_to_be_shipped(release: Release) -> None:
    catalog = release.catalog
    known = {t.region_code for t in catalog.targets}
    without = [
        r
        for r in catalog.regions.values()
        if r.level == "province" and r.code not in known | OUTSIDE_STATISTICS
    ]
    assert sorted(r.short_name.zh for r in without) == sorted(WITHOUT)
    for region in without:
        words = told_of(release, region.code)
        assert f"本平台未收录{region.short_name.zh}的规划目标" in words
        assert "没有目标" not in words


def test_a_target_year_that_is_over_without_a_figure_is_said_to_be_open(release: Release) -> None:
    assert newest_data_year(release) >= 2025
    words = told_of(release, "620000")
    assert "落后于进度 2023年为1.32%" in words
    assert "目标年2025年的数值本平台尚未收录。" in words
