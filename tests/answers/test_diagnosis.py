"""分层诊断 as a pure answer: every region, both languages, and one value for one figure."""

import csv
import json
import re
from typing import Any

import pytest

from scoreboard import paths
from scoreboard.answers import basis, judged
from scoreboard.answers.diagnosis.answer import answer
from scoreboard.answers.diagnosis.choice import PARTS, parts_of, read_choice
from scoreboard.answers.link import Link
from scoreboard.answers.model import Answer, Bullets, Card, Figure, PageLink, Sentence, Step
from scoreboard.answers.release import Release
from scoreboard.catalog import OUTSIDE_STATISTICS, Language, Level, load_catalog
from scoreboard.diagnostics import collect_peers
from scoreboard.diagnostics.measures import name_of
from tests.answers.reading import said, tables_of

CATALOG = load_catalog()
PROVINCES = [
    r.code for r in CATALOG.children("000000", "province") if r.code not in OUTSIDE_STATISTICS
]
CITIES = [r.code for r in CATALOG.regions.values() if r.level == "city" and r.valid_to is None]
LEVELS: tuple[Level, ...] = ("province", "city")
CHINESE = re.compile(r"[一-鿿]+")


def ask(release: Release, language: Language = "zh", **values: str) -> Answer:
    """The answer to a link that nothing is to be said about."""
    link = Link(values, language)
    choice = read_choice(link, release)
    assert not link.notices, [n.text for n in link.notices]
    return answer(release, choice, language)


def notices(release: Release, **values: str) -> str:
    link = Link(values, "zh")
    read_choice(link, release)
    return "".join(notice.text for notice in link.notices)


def test_shaanxi_is_told_what_was_found_its_strengths_and_what_it_would_take(
    release: Release,
) -> None:
    """The order of an adviser; the survey of Shaanxi names conversion as the problem, too."""
    found = ask(release, region="610000")
    assert found.headline == (
        "陕西研发换来的新产品少：2024年规上工业每元R&D经费对应新产品销售收入8.24元（待核），"
        "低于其余30个省级地区的中位数14.68和8个同类地区的中位数16.86。"
    )
    lines = said(found, "opening").splitlines()
    labels = [line.partition(" ")[0] for line in lines[1:]]
    assert labels == [
        *("位置", "强项", "优先", "所需", "近五年", "层级（本平台设定）", "四链", "措施"),
    ]
    words = dict(line.split(" ", 1) for line in lines[1:])
    assert "每元R&D经费技术合同成交额4.87（2023年），居31个省级地区第1位" in words["强项"]
    assert words["优先"].startswith("首先是研发的新产品产出低（严重，可信度中）")
    # 33,786.1 x 2.65 % - 846.0 = 49.3: what it takes to the nation's intensity.
    assert "R&D经费需由846.0亿元（2023年）增加约49亿元" in words["所需"]
    assert words["层级（本平台设定）"].startswith(
        "产业支撑省份，依据R&D经费投入强度（首次公布）2.50%（2023年，初步核算"
    )
    assert "资金链低于8个同类地区的中位数最多，指数0.61，中位数0.77" in words["四链"]
    assert words["措施"].count("针对“研发的新产品产出低”") == 3
    # Of 2020 it was 2.42 % against 2.40, of 2021 2.35 against 2.44.
    assert "比2019年的2.27%升0.23个百分点；2021年起低于全国" in words["近五年"]


def test_without_a_marked_finding_the_headline_says_so(release: Release) -> None:
    """Jiangsu's only finding is slight; its best and its worst place stand beside it."""
    headline = ask(release, region="320000").headline
    assert headline.startswith("江苏：已有数据中未见明显断层；位次最前的是")
    slight = said(ask(release, region="320000"), "opening")
    assert "没有须优先解决的问题，轻微的有研发的技术交易产出低" in slight
    assert re.search(r"位次最前的是.+第\d+位；最后的是.+第\d+位。$", headline)
    for code in PROVINCES:
        words = ask(release, region=code)
        grave = [f for f in judged.findings_of(release, "province", code) if f.severity >= 2]
        assert ("未见明显断层" in words.headline) == (not grave), code


def test_no_headline_and_no_finding_speaks_of_leaving_without_a_flow(release: Release) -> None:
    for level, codes in (("province", PROVINCES), ("city", CITIES[::8])):
        for code in codes:
            headline = ask(release, region=code).headline
            assert not re.search("留不住|流失|外流", headline), headline
            for f in judged.findings(release, level).get(code, ()):
                if not CATALOG.rules[f.rule_code].shows_flow:
                    assert not re.search("留不住|流失|外流", f.sentence.zh), f.sentence.zh


def test_no_region_is_shown_more_than_twelve_measures_and_a_marked_finding_has_some(
    release: Release,
) -> None:
    for code in PROVINCES:
        found = ask(release, region=code, part="measures")
        table = tables_of(found).get("measures_table")
        found_any = any(
            f.state in ("fires", "borderline")
            for f in judged.findings_of(release, "province", code)
            if f.severity
        )
        assert table is not None or not found_any, code
        if table is not None:
            assert 1 <= len(table.build()) <= 12
        assert len([p for p in found["measures"] if isinstance(p, Card)]) <= 3


@pytest.mark.parametrize("part", PARTS)
def test_every_province_gets_every_part_in_both_languages(release: Release, part: str) -> None:
    # All regions are the same for every province.
    codes = PROVINCES[::10] if part == "glance" else PROVINCES
    for code in codes:
        found = ask(release, region=code, part=part)
        assert CATALOG.regions[code].short_name.zh in found.headline
        assert len(found.blocks) > 1
        english = said(ask(release, "en", region=code, part=part))
        # Publications keep the names that they have.
        lines = [line for line in english.splitlines() if not line.startswith("Source:")]
        assert not [line for line in lines if CHINESE.search(line)], (code, part)


@pytest.mark.parametrize("part", ["verdict", "chains", "measures", "peers", "what_if"])
def test_every_city_gets_a_diagnosis_or_is_told_what_is_missing(
    release: Release, part: str
) -> None:
    diagnosed = 0
    for place, code in enumerate(CITIES):
        # The languages take turns.
        language: Language = "en" if place % 2 else "zh"
        found = ask(release, language, region=code, part=part)
        words = said(found)
        diagnosed += bool(found.headline)
        if found.headline:
            assert CATALOG.regions[code].short_name[language] in found.headline
        else:
            assert re.search("诊断至少需要5项|a diagnosis needs 5", words), code
            assert any(isinstance(p, Step) for p in found["opening"]), code
    # As many cities of the shipped figures have five indicators or more.
    assert diagnosed >= 59


def test_a_part_that_is_not_shown_is_not_worked_out(release: Release) -> None:
    own = {
        "verdict": {"verdict", "places"},
        "measures": {"measures_title", "measures"},
        "peers": {"peers"},
        "what_if": {"what_if_title", "moves", "what_if"},
        "glance": {"glance"},
    }
    for part, blocks in own.items():
        found = ask(release, region="610000", part=part)
        assert set(found.blocks) == {"opening", *blocks}
        # What a part is about stands right below the headline.
        assert (len(found["opening"]) == 1) == (part != "verdict")
    sheet = ask(release, region="610000", part="sheet")
    assert set(sheet.blocks) == {
        *("sheet_title", "opening", "sheet", "places", "sheet_measures", "sheet_sources"),
    }


def test_the_figure_of_places_stands_where_ranks_and_medians_are(release: Release) -> None:
    """No. k of n without ties lies at (n - k + 1/2) / n from last to first."""
    (figure,) = ask(release, region="610000")["places"]
    assert isinstance(figure, Figure)
    spec = json.loads(figure.spec)
    own = spec["data"][-1]
    labels = dict(zip(spec["layout"]["yaxis"]["tickvals"], _labels_of(spec), strict=True))
    found = {labels[y]: x for y, x in zip(own["y"], own["x"], strict=True)}
    facts = judged.facts(release, "province")["610000"]
    names = {name_of(release.catalog, code).zh: code for code in facts.ranks}
    seen = 0
    for label, percentile in found.items():
        code = names.get(re.sub(r"\s?\d{4}$", "", label))
        assert code is not None, label
        place, regions = facts.ranks[code]
        assert percentile == pytest.approx((regions - place + 0.5) / regions * 100, abs=2)
        seen += 1
    assert seen > 10
    medians = spec["data"][-2]
    assert len(medians["x"]) > 10
    assert all(0 <= x <= 100 for x in medians["x"])


def _labels_of(spec: dict[str, Any]) -> list[str]:
    """The rows' names, on one line each."""
    return [label.replace("<br>", "").strip() for label in spec["layout"]["yaxis"]["ticktext"]]


def test_the_sheet_holds_verdict_findings_one_figure_three_measures_and_sources(
    release: Release,
) -> None:
    for code in PROVINCES:
        found = ask(release, region=code, part="sheet")
        whole = ask(release, region=code)
        assert said(found, "opening") == said(whole, "opening")
        fires = [f for f in judged.findings_of(release, "province", code) if f.state == "fires"]
        words = said(found, "sheet")
        # Six in full, the others by name.
        assert sum(f.sentence.zh in words for f in fires) == min(6, len(fires)), code
        names = [release.catalog.rules[f.rule_code].name.zh for f in fires]
        assert all(
            f.sentence.zh in words or name in words for f, name in zip(fires, names, strict=True)
        ), code
        bullets = [p for p in found["sheet_measures"] if isinstance(p, Bullets)]
        measures = [item for p in bullets for item in p.items]
        assert len(measures) <= 3
        assert measures or not any(f.severity >= 2 for f in fires), code
        assert len([p for p in found["places"] if isinstance(p, Figure)]) == 1, code
        assert said(found, "sheet_sources").startswith("来源：")


@pytest.mark.parametrize("level", LEVELS)
def test_the_peers_are_those_of_every_other_page(release: Release, level: Level) -> None:
    collected = collect_peers(release.catalog, release.panel(level), level)
    assert len(collected) > 30
    for code, facts in judged.facts(release, level).items():
        shared = tuple(basis.peers_of(release, level, code)["region_code"])
        assert collected.get(code, ()) == shared, code
        assert facts.peers == tuple(p for p in shared if p in judged.facts(release, level)), code


@pytest.mark.parametrize("level", LEVELS)
def test_the_figure_said_of_a_region_is_that_of_every_other_page(
    release: Release, level: Level
) -> None:
    seen = 0
    for code, facts in judged.facts(release, level).items():
        said_elsewhere = basis.said(release, level, code)
        for indicator, fact in facts.values.items():
            if indicator not in said_elsewhere.index:
                continue  # worked out for the diagnosis alone
            row = said_elsewhere.loc[indicator]
            assert (fact.year, fact.value) == (row["year"], row["value"]), (code, indicator)
            seen += 1
    assert seen > 500


def test_hefei_is_spoken_of_by_its_intensity_of_the_year_of_comparison(release: Release) -> None:
    """3.91 % of 2022: most cities with an intensity have that year, and 2024 follows a census."""
    year = basis.years_compared(release, "city")["rd_intensity"]
    fact = judged.facts(release, "city")["340100"].values["rd_intensity"]
    assert (fact.year, fact.value, fact.status) == (year, 3.91, "A")
    words = said(ask(release, region="340100"))
    assert "2022年R&D经费投入强度3.91%" in words
    # A threshold compares nobody: the tier is by the newest figure.
    assert "R&D经费投入强度（首次公布）4.00%（2024年" in words


def test_an_example_from_the_region_itself_is_said_to_be_in_place(release: Release) -> None:
    assert "陕西（本地已有）：" in said(ask(release, region="610000", part="measures"))
    # Suzhou Industrial Park lies in Jiangsu; Shanghai's exchange does not.
    words = said(ask(release, region="320000", part="measures"))
    assert "江苏（本地已有）：" in words
    assert "苏州工业园区（本地已有）：" in words
    assert "上海：" in words


def test_every_measure_names_the_finding_that_called_it(release: Release) -> None:
    rules = {r.name.zh for r in CATALOG.rules.values()}
    for code in PROVINCES:
        found = ask(release, region=code, part="measures")
        cards = [p for p in found["measures"] if isinstance(p, Card)]
        because = [
            line for line in said(found, "measures").splitlines() if line.startswith("触发结论 ")
        ]
        measures = judged.findings_of(release, "province", code)
        assert len(because) >= len(cards), code
        fires = {
            CATALOG.rules[f.rule_code].name.zh
            for f in measures
            if f.state in ("fires", "borderline")
        }
        for line in because:
            named = re.match(r"触发结论 (.+?)（(严重|明显|轻微|临界)，", line)
            assert named, line
            assert named[1] in rules & fires


def test_the_indicator_of_a_measure_is_held_against_the_benchmark_chosen(
    release: Release,
) -> None:
    """What the finding found wanting is watched; the best peer, or the region chosen, beside it."""
    rows = release.panel("province", ("ind_new_product_revenue_per_rd",))
    figures = rows[rows["year"] == 2024].set_index("region_code")["value"]
    peers = figures.reindex(basis.peers_of(release, "province", "610000")["region_code"]).dropna()
    assert (round(peers.median(), 2), round(peers.max(), 2)) == (16.86, 25.78)
    own = said(ask(release, region="610000", part="measures"))
    assert "陕西8.24元/元（2024年），同类地区中位数16.86，江西25.78。" in own
    other = said(ask(release, region="610000", part="measures", against="440000"))
    assert f"同类地区中位数16.86，广东{figures['440000']:.2f}。" in other


def test_a_region_without_findings_gets_no_measure(release: Release) -> None:
    words = said(ask(release, region="330100", part="measures"))
    assert "杭州没有规则成立或临界，因此不推荐措施" in words
    assert "触发结论" not in words


def test_measures_lead_to_their_calculators_and_peers_to_their_comparison(
    release: Release,
) -> None:
    measures = ask(release, region="610000", part="measures")["measures"]
    tools = {dict(p.changes)["tool"] for p in measures if isinstance(p, PageLink)}
    assert tools
    assert tools <= set(CATALOG.instruments)
    peers = ask(release, region="610000", part="peers")["peers"]
    (link,) = (p for p in peers if isinstance(p, PageLink))
    nearest = basis.peers_of(release, "province", "610000")["region_code"].tolist()
    assert dict(link.changes)["compared"] == ",".join(["610000", *nearest[:5]])


def test_the_worst_finding_of_a_group_comes_first_with_its_mark_and_evidence(
    release: Release,
) -> None:
    found = ask(release, region="610000")
    words = said(found, "verdict")
    conversion = words[words.index("\n成果转化难\n") :]
    assert conversion.index("■■■ 严重") < conversion.index("■□□ 轻微") < conversion.index("◇ 临界")
    table = tables_of(found)["evidence_conversion"].build()
    own = table[table["指标"] == table["指标"].iloc[0]]
    assert own["数值"].iloc[0] == "8.24"
    assert (table["来源"] != "").all()
    assert "2024" in set(table["年份"])
    # One row a criterion of every tier of the level.
    criteria = [c for t in CATALOG.tiers.values() if t.level == "province" for c in t.criteria]
    assert len(tables_of(found)["tier_criteria"].build()) == len(criteria)
    rules = [r for r in CATALOG.rules.values() if "province" in r.levels]
    assert len(tables_of(found)["findings_table"].build()) == len(rules)


def test_the_filter_keeps_the_regions_of_one_tier(release: Release) -> None:
    everyone = ask(release, region="610000", part="glance")
    hubs = ask(release, region="610000", part="glance", tier="province_hub")
    assert "31个地区" in said(everyone)
    assert "6个地区" in said(hubs)
    assert len(tables_of(everyone)["glance_table"].build()) == 31
    assert len(tables_of(hubs)["glance_table"].build()) == 6


def test_shaanxi_is_told_its_lagging_chain_and_why_coupling_misleads(release: Release) -> None:
    words = said(ask(release, region="610000", part="chains"))
    lagging = "2023年陕西四链中资金链低于8个同类地区的中位数最多，指数0.61，中位数0.77"
    assert lagging in words
    assert "四链协调度为0.81（良好协调），居31个省级地区第11位，修正后为0.78（中级协调）" in words
    assert "C只反映四链是否均衡，四链同样低也等于1" in words
    assert "31个地区中30个的C高于0.90，最低为0.640" in words


def test_every_province_is_told_its_lagging_chain(release: Release) -> None:
    for code in PROVINCES:
        words = said(ask(release, region=code, part="chains"), "chains")
        assert re.search("链低于.+中位数最多，指数|四链均不低于.+中位数，最接近的是", words), code


def test_the_funnel_says_what_its_ratios_are_not_and_whose_survey_it_shows(
    release: Release,
) -> None:
    words = said(ask(release, region="610000", part="chains"))
    assert "比值不是转化率" in words
    assert "中试环节没有统计" in words
    assert "产业化率来自全国抽样调查" in words
    assert "[000] 分层创新生态构建的策略文章，为该文说法，不是统计数" in words


def test_a_city_is_told_what_is_missing_and_how_its_province_stands(release: Release) -> None:
    words = said(ask(release, region="320500", part="chains"))
    assert "苏州无法计算四链协调度" in words
    assert "人才链2项中有0项" in words
    assert "所在省：2023年江苏四链中" in words


def test_all_three_disconnections_have_a_heading_also_where_no_question_is_put(
    release: Release,
) -> None:
    for region in ("410300", "610000"):
        parts = ask(release, region=region)
        headings = [p.text for p in parts["verdict"] if isinstance(p, Sentence)]
        assert {"产学研脱节", "人才留不住", "成果转化难"} <= set(headings)


def test_tables_hold_every_indicator_of_the_chains_and_every_stage(release: Release) -> None:
    tables = tables_of(ask(release, region="610000", part="chains"))
    chains, funnel = tables["chains_table"].build(), tables["funnel_table"].build()
    assert len(chains) == sum(len(i.parts) for i in CATALOG.chain_indices.values())
    assert chains["障碍度（%）"].sum() == pytest.approx(100, abs=0.1)
    assert CATALOG.funnel is not None
    assert len(funnel) == len(CATALOG.funnel.stages) + len(CATALOG.funnel.steps)


def test_what_if_moves_rank_and_chains_and_says_that_it_is_arithmetic(release: Release) -> None:
    found = ask(release, region="610000", part="what_if", moves="rd_intensity:+0.5")
    words = said(found)
    assert "只作算术，不是预测" in words
    assert "R&D经费投入强度（首次公布）（2023年）：2.50% → 3.00%" in words
    chain = re.search(r"创新链指数 \| (0\.\d+) \| (0\.\d+)", words)
    assert chain
    # One third of the chain, goalposts 0.5 and 4: 0.5 / 3.5 / 3.
    assert float(chain[2]) - float(chain[1]) == pytest.approx(0.5 / 3.5 / 3, abs=0.0011)
    (step,) = found["moves"]
    assert isinstance(step, Step)
    assert step.changes == (("moves", None),)


def test_more_rd_moves_the_intensity_and_what_hangs_on_it(release: Release) -> None:
    # (846.0 + 100) / 846.0 x 2.50 = 2.7955.
    found = ask(release, region="610000", part="what_if", moves="rd_expenditure:+100")
    words = said(found)
    assert "R&D经费投入强度（首次公布）（2023年）：2.50% → 2.80%（随之计算）" in words
    # The revised one is of 2021, when R&D was 700.6: (700.6 + 100) / 700.6 x 2.35 = 2.6854.
    assert re.search("R&D经费投入强度（[^首].*（2021年）：2.35% → 2.69%（随之计算）", words)
    assert "不随之变动" not in words


def test_a_ratio_whose_part_has_no_figure_of_its_year_is_said_to_stay(release: Release) -> None:
    """A city's intensity follows its R&D, or the page says why it does not."""
    follows = {
        code: any(f.year == facts.values["rd_intensity"].year for f in facts.series[part])
        for part in ["rd_expenditure"]
        for code, facts in judged.facts(release, "city").items()
        if {"rd_intensity", part} <= facts.values.keys()
    }
    assert set(follows.values()) == {True, False}
    for code in [min(c for c in follows if follows[c] is wanted) for wanted in (True, False)]:
        words = said(ask(release, region=code, part="what_if", moves="rd_expenditure:+1"))
        year = judged.facts(release, "city")[code].values["rd_intensity"].year
        stays = f"R&D经费投入强度（首次公布）（{year}年）不随之变动：没有R&D经费的同年数据。"
        assert (stays in words) == (not follows[code]), code
        assert (f"（首次公布）（{year}年）：" in words) == follows[code], code


@pytest.mark.parametrize("moves", ["pilot_test_bases:+1", "pilot_platforms_national:+1"])
def test_a_pilot_base_added_says_what_it_changes_and_what_it_cannot(
    release: Release, moves: str
) -> None:
    for code in ("610000", "520000"):
        found = ask(release, region=code, part="what_if", moves=moves)
        (alone,) = [
            p.text for p in found["what_if_title"] if isinstance(p, Sentence) and p.role == "info"
        ]
        assert "变动只改变该项数据本身：这里的规则、层级标准、综合评价和四链指数都不使用它" in alone
        assert "没有数据说明做了多少次中试" in alone
        english = said(ask(release, "en", region=code, part="what_if", moves=moves))
        assert "No figure says how many tests" in english or "no figure says how many" in english
    counted = said(ask(release, region="610000", part="what_if", moves="pilot_test_bases:+1"))
    assert "中试基地（平台）数（2022年）：10个 → 11个" in counted
    moved = said(ask(release, region="610000", part="what_if", moves="rd_intensity:+0.1"))
    assert "只改变该项数据本身" not in moved


def test_bad_moves_in_a_link_get_a_sentence_each(release: Release) -> None:
    moves = "nonsense,no_such:+1,rd_intensity:+90,rd_expenditure_per_capita:+1,gdp:x"
    words = said(ask(release, region="610000", part="what_if", moves=moves), "what_if_title")
    for part in ("nonsense", "no_such", "将超出0.00%至15.00%", "请变动后者", "没有给出"):
        assert part in words, (part, words)


def test_what_a_link_says_wrongly_gets_a_sentence(release: Release) -> None:
    assert "no_such_part" in notices(release, region="610000", part="no_such_part")
    assert "no_such_place" in notices(
        release, region="610000", part="measures", against="no_such_place"
    )
    assert "“hub”" in notices(release, region="610000", part="glance", tier="hub")
    # A city is no benchmark of a province, but it is a place that a link may carry along.
    assert not notices(release, region="610000", part="measures", against="440300")
    # The park lies in Suzhou, which the page shows instead.
    assert "无法识别" not in notices(release, region="320500-SIP")


def test_a_target_stands_beside_the_finding_of_the_same_indicator(release: Release) -> None:
    words = said(ask(release, region="130000", part="verdict"), "verdict")
    assert "规划目标 基础研究经费占R&D经费比重，2025年：达到4%——落后于进度。2023年为2.85%" in words
    # Hebei's plan has contracts and enterprises, too, of which nothing is found here.
    assert "高新技术企业数，2025年" not in words
    words = said(ask(release, region="610000", part="verdict"), "verdict")
    assert "规划目标" not in words


YIWU, JINHUA = "330782", "330700"


def census(indicator: str) -> dict[str, float]:
    """The figures of counties in 2020, read from the file and not through our code."""
    with (paths.OBSERVATIONS / f"{indicator}.csv").open(encoding="utf-8") as handle:
        rows = [r for r in csv.DictReader(handle) if r["year"] == "2020" and r["value"]]
    return {r["region_code"]: float(r["value"]) for r in rows if r["region_code"][-2:] != "00"}


def test_a_county_opens_with_its_own_diagnosis(release: Release) -> None:
    found = ask(release, region=YIWU)
    places = []
    for code in ("higher_edu_per_100k", "professional_employment_pct"):
        figures = census(code)
        place = sum(v > figures[YIWU] for v in figures.values()) + 1
        places.append(f"居{len(figures)}个区县第{place}位")
    assert re.fullmatch(
        rf"义乌市专业技术人员.+14,720.+{places[0]}.+5.97%.+{places[1]}.+", found.headline
    )
    lines = dict(line.partition(" ")[::2] for line in said(found, "opening").splitlines()[1:])
    tier = next(text for label, text in lines.items() if label.startswith("层级"))
    assert tier.startswith("特色县域。未达“人才基础较好区县”标准")
    # What comes first is not named again as what comes next.
    first, _, after = lines["优先"].partition("其次是")
    assert "专业技术岗位的从业人员少" in first
    assert "专业技术岗位的从业人员少" not in after
    assert "校企共建实训基地（针对“专业技术岗位的从业人员少”）" in lines["措施"]
    assert lines["未判断"].endswith("产学研脱节、成果转化难。")
    city = judged.tier_of(release, "city", JINHUA)
    assert city is not None
    assert lines["所在地"].startswith(f"金华：{CATALOG.tiers[city.tier_code].name.zh}")
    (step,) = (p for p in found["opening"] if isinstance(p, Step))
    assert step.changes == (("region", JINHUA),)


def test_a_county_is_told_which_figures_would_allow_a_judgement(release: Release) -> None:
    verdict = said(ask(release, region=YIWU), "verdict")
    # 义乌 has a figure of R&D; 晋江 has none.
    wanted = "成果转化无法判断，还缺技术合同登记成交额（地方发布）（科技局"
    assert f"义乌市的{wanted}" in verdict
    assert "R&D经费（统计局" not in verdict
    other = said(ask(release, region="350582"), "verdict")
    assert "R&D经费（统计局的研发统计）" in other
    assert "市级据每万人口规模以上工业企业数、每万人口发明专利授权数" in other
    for words in (verdict, other):
        assert words.splitlines().count("成果转化难") == 1
        assert "也不作综合评价" in words


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counties_all_over_the_country_are_diagnosed(release: Release, language: Language) -> None:
    codes = [r.code for r in basis.regions_compared(CATALOG, "county")][::400]
    assert len(codes) > 6
    for code in codes:
        known = judged.facts_of(release, "county", code)
        for part in parts_of("county"):
            found = ask(release, language, region=code, part=part)
            is_diagnosed = known is not None and len(known.series) >= 5
            assert ("verdict" in found.blocks) == (is_diagnosed and part in ("verdict", "all"))
            if language == "en" and is_diagnosed:
                assert not CHINESE.search(found.headline), found.headline


def test_peers_of_a_county_are_told_with_their_cities(release: Release) -> None:
    words = said(ask(release, region=YIWU, part="peers"), "peers")
    assert "按结构特征最接近：宁波慈溪市、" in words
    # A large share from elsewhere is no merit: peers are set beside by the other figure.
    assert "按科学研究和技术服务业从业人员占比：" in words
    named = ask(release, region=YIWU, part="peers", own_peers="320583,350582")
    assert "苏州昆山市、泉州晋江市" in said(named, "peers")


def test_what_counties_have_not_is_said(release: Release) -> None:
    assert "区县没有“四链与漏斗”一项" in notices(release, region=YIWU, part="chains")
    zone = next(r for r in CATALOG.regions.values() if r.level == "zone" and "-" in r.code)
    told = notices(release, region=zone.code)
    assert zone.short_name.zh in told
    shown = CATALOG.regions[read_choice(Link({"region": zone.code}, "zh"), release).region_code]
    assert shown.code in CATALOG.above(zone.code)
    assert f"现展示{shown.short_name.zh}" in told
    without = next(
        r.code
        for r in basis.regions_compared(CATALOG, "county")
        if r.code not in census("population") and r.code[:2] < "70"
    )
    found = ask(release, region=without)
    assert "verdict" not in found.blocks
    (step,) = (p for p in found["opening"] if isinstance(p, Step))
    assert step.changes[0][1] == CATALOG.regions[without].parent_code
