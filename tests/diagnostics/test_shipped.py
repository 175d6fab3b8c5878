"""The diagnosis of the shipped figures: complete, not degenerate, every number traceable."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from scoreboard.catalog import Language
from scoreboard.diagnostics import (
    Evidence,
    Finding,
    RegionFacts,
    Sign,
    TierAssignment,
    assign_tier,
    collect_facts,
    diagnose,
    find_degenerate,
)
from scoreboard.diagnostics.measures import name_of
from scoreboard.store.reading import Store
from tests.diagnostics.conftest import Shipped

GOLDEN = Path(__file__).parent / "golden"
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# What stands right behind a number says its size: 3,952万人 is 3,952 times 10,000.
SCALES: dict[Language, dict[str, float]] = {
    "zh": {"万亿": 1e12, "亿": 1e8, "万": 1e4},
    "en": {"tn": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3},
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_every_province_and_every_city_with_five_indicators_is_diagnosed(shipped: Shipped) -> None:
    provinces = [c for c, f in shipped.facts.items() if f.level == "province"]
    cities = [
        c
        for c, f in shipped.facts.items()
        if f.level == "city" and len(set(f.series) & set(shipped.catalog.indicators)) >= 5
    ]
    assert len(provinces) == 31
    assert len(cities) >= 59
    for code in (*provinces, *cities):
        assert shipped.findings[code]
        assert shipped.tiers[code].tier_code in shipped.catalog.tiers


def test_no_rule_tells_no_region_from_another_unless_its_note_says_why(shipped: Shipped) -> None:
    findings = [f for found in shipped.findings.values() for f in found]
    assert find_degenerate(findings, shipped.catalog) == []
    severities = {f.severity for f in findings if f.state == "fires"}
    assert severities == {1, 2, 3}


def test_most_cities_have_a_tier_by_three_criteria_and_rules_judged_in_two_disconnections(
    shipped: Shipped,
) -> None:
    cities = [c for c, f in shipped.facts.items() if f.level == "city"]
    known = [
        sum(r.tier_code == "base" and r.is_met is not None for r in shipped.tiers[c].criteria)
        for c in cities
    ]
    assert sum(count >= 3 for count in known) >= 280
    judged = [
        {f.disconnection for f in shipped.findings[c] if f.state != "missing"} - {""}
        for c in cities
    ]
    assert sum(len(found) >= 2 for found in judged) >= 280
    assert sum("conversion" in found for found in judged) >= 200


def test_tiers_are_spread_and_the_papers_examples_fall_where_it_puts_them(
    shipped: Shipped,
) -> None:
    by_tier: dict[str, int] = {}
    for assignment in shipped.tiers.values():
        by_tier[assignment.tier_code] = by_tier.get(assignment.tier_code, 0) + 1
    declared = {t.code for t in shipped.catalog.tiers.values() if t.level != "county"}
    assert set(by_tier) == declared
    kinds = {name: shipped.tiers[shipped.named(name)].kind for name in ("北京", "上海", "深圳")}
    assert set(kinds.values()) == {"hub"}
    kinds = {name: shipped.tiers[shipped.named(name)].kind for name in ("苏州", "东莞", "合肥")}
    assert set(kinds.values()) == {"base"}


def test_every_county_with_three_figures_has_a_tier_and_the_papers_examples_are_towns(
    shipped: Shipped, counties: dict[str, RegionFacts]
) -> None:
    tiers = {code: assign_tier(facts, shipped.catalog) for code, facts in counties.items()}
    assert len(tiers) > 2800
    assert all(t.is_confirmed for code, t in tiers.items() if len(counties[code].values) >= 3)
    kinds = {n: tiers[c].kind for n, c in (("义乌", "330782"), ("晋江", "350582"))}
    assert kinds == {"义乌": "town", "晋江": "town"}
    # 海淀 and 昆山 are no small counties: far ahead by graduates, professionals and research.
    assert [tiers[c].tier_code for c in ("110108", "320583")] == ["county_hub", "county_base"]
    findings = [f for facts in counties.values() for f in diagnose(facts, shipped.catalog)]
    assert find_degenerate(findings, shipped.catalog) == []


def test_yiwu_by_the_census(shipped: Shipped, counties: dict[str, RegionFacts]) -> None:
    """14,720 graduates per 100,000, 791st of 2,826; professionals 5.97 %, 2,335th: read by hand."""
    found = {f.rule_code: f for f in diagnose(counties["330782"], shipped.catalog)}
    assert {code: f.state for code, f in found.items()} == {
        "county_graduates_few": "silent",
        "county_professionals_few": "fires",
        "county_research_services_few": "fires",
    }
    said = found["county_research_services_few"].sentence.zh
    assert "外省人口占常住人口47.34%" in said
    assert "低于其余2811个区县的中位数0.59%" in said


def test_one_county_is_built_as_among_all(
    releases: Path, shipped: Shipped, counties: dict[str, RegionFacts]
) -> None:
    panel = Store(releases, 1).read_panel("county")
    tiers = {code: facts.tier_code for code, facts in counties.items()}
    one = collect_facts(shipped.catalog, panel, "county", peers={}, tiers=tiers, only=("330782",))
    assert one == {"330782": counties["330782"]}
    with pytest.raises(ValueError, match="tiers"):
        collect_facts(shipped.catalog, panel, "county", peers={}, only=("330782",))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_every_sentence_stands_in_the_evidence(
    shipped: Shipped, language: Language
) -> None:
    seen = 0
    for found in shipped.findings.values():
        for finding in found:
            numbers = numbers_of(finding, shipped, language)
            known = {n for e in finding.evidence for n in NUMBER.findall(e.written[language])}
            assert numbers <= known, (finding.sentence[language], numbers - known)
            seen += len(numbers)
    assert seen > 3000


def numbers_of(finding: Finding, shipped: Shipped, language: Language) -> set[str]:
    """The numbers of a sentence; of a missing one without the names that it lists."""
    sentence = finding.sentence[language]
    for code in finding.missing if finding.state == "missing" else ():
        sentence = sentence.replace(name_of(shipped.catalog, code)[language], "")
    return set(NUMBER.findall(sentence))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_the_value_of_the_evidence(shipped: Shipped, language: Language) -> None:
    for found in shipped.findings.values():
        for finding in found:
            for evidence in finding.evidence:
                assert is_written(evidence, shipped, language), evidence


def is_written(evidence: Evidence, shipped: Shipped, language: Language) -> bool:
    """Whether the written number is the value, rounded to the decimals that are written."""
    written = evidence.written[language]
    match = NUMBER.search(written)
    assert match is not None, evidence
    number = float(match[0].replace(",", ""))
    after = written[match.end() :].strip()
    scale = next((f for s, f in SCALES[language].items() if after.startswith(s)), 1.0)
    if language == "en" and scale == 1e6 and not re.match(r"m\b", after):
        scale = 1.0
    decimals = len(match[0].partition(".")[2])
    factor = factor_of(evidence, shipped)
    half = 0.5 * 10**-decimals * scale * 1.001
    return abs(number * scale - abs(evidence.value) * factor) <= half + 1e-9


def factor_of(evidence: Evidence, shipped: Shipped) -> float:
    """How many of the counted unit one of the evidence's unit is."""
    if evidence.unit[:1] in "万亿" and "/" not in evidence.unit:
        return float(shipped.catalog.units[evidence.unit].factor)
    return 1e4 if evidence.unit.startswith("万元/") else 1.0


def test_every_number_has_a_source_that_is_known(shipped: Shipped) -> None:
    known = set(shipped.catalog.sources) | set(shipped.catalog.papers)
    known |= {f"rules/{code}.yml" for code in shipped.catalog.rules}
    for found in shipped.findings.values():
        for finding in found:
            for evidence in finding.evidence:
                assert evidence.source, evidence
                assert set(evidence.source.split("|")) <= known, evidence


def test_findings_name_only_figures_that_the_region_has_or_lacks(shipped: Shipped) -> None:
    for code, found in shipped.findings.items():
        values = shipped.facts[code].values
        for finding in found:
            for evidence in finding.evidence:
                if evidence.what == "value":
                    assert values[evidence.code].value == evidence.value
                    assert values[evidence.code].year == evidence.year
            of_cities = set(shipped.facts[code].largest_cities)
            assert not set(finding.missing) & (set(values) - of_cities - {"rd_expenditure", "gdp"})


def test_what_must_not_be_ranked_or_compared_is_not(shipped: Shipped) -> None:
    """Pilot-test bases are mentioned and never judged; no rule compares unlike series."""
    for found in shipped.findings.values():
        for finding in found:
            for sign in finding.signs:
                indicator = shipped.catalog.indicators.get(sign.indicator_code)
                assert indicator is None or indicator.is_ranked, sign
    for facts in shipped.facts.values():
        assert facts.region_code not in facts.peers


@pytest.mark.parametrize("name", ["北京", "广东", "陕西", "贵州", "苏州"])
def test_five_regions_read_by_a_person_say_what_they_said(shipped: Shipped, name: str) -> None:
    """Read against the shipped figures and the founding papers before they were kept.

    北京: R&D intensity 6.73 %, first of 31, basic research 16.0 %: silent on both. Firms pay
    49.8 % of R&D because central institutes lie there; contracts bought over sold 0.59, and
    11.5 % of GDP taken in: silent. Experimental development is 58.4 % of
    R&D: right, with low confidence, as pilot-test bases cannot be compared.
    广东: nothing severe. Contracts per yuan of R&D 0.81 against 1.84 nationwide fires slightly:
    firms use their results themselves, a caveat that lowers the confidence; patents do not sleep,
    as new-product revenue over GDP ranks 4th. R&D personnel, fewer than in the other hubs, is
    three times the provinces' median: silent. Researchers are 34 % of the R&D personnel, yet 32 per
    10,000 people against 14: silent, as its engineers are many, not its researchers few.
    陕西: the survey's four complaints come out: new products per yuan of R&D 8.24 (severe), firms
    pay 56.6 %, research ranks 11th and 8th while new products rank 24th and 21st, Xi'an holds
    78.1 % of R&D (the paper: 90 % in Guanzhong). Bought over sold 0.55 is silent, as 6.65 % of
    GDP is taken in. R&D intensity 2.50 % is
    5.7 % below the nation and above its peers: silent, though the paper's own rank fell.
    贵州: low input (1.01 %), few R&D people (12.2 per 10,000), few firms (0.24), few new high-tech
    products (13.2 %): the pattern of a province that takes technology over. The last was 28.8 % a
    year before, so it is less sure. Contracts per yuan of R&D are above the nation and stay silent,
    as does technology taken in, above its peers. Guiyang holds 49.2 % of R&D in 2019: below the
    line.
    苏州: base, as in the paper: size, R&D (4.28 % in 2023, worked out, as the published one is of
    2020) and inventions (9,909) are a hub's; graduates, research and information services are not.
    Ahead of other cities in contracts, firms, patents and R&D; inventions are 7.1 % of the patents
    granted against 12.1 % among its peers, which fires slightly and with low confidence: 10.3 % a
    year before. Inventions per R&D, 13.0 in 2020 against 21.0, are on the line: 23.2 in 2023.
    Firms rank 6th and research services 30th: on the line, as ours stands at 24.
    """
    code = shipped.named(name)
    now = facts_of(shipped.tiers[code], shipped.facts[code], shipped.findings[code])
    kept = json.loads((GOLDEN / f"{code}.json").read_text("utf-8"))
    assert json.loads(json.dumps(now)) == kept


def facts_of(
    assignment: TierAssignment, facts: RegionFacts, findings: Iterable[Finding]
) -> dict[str, Any]:
    """What a diagnosis says as facts, however it is worded: tier, rules, figures, years.

    Of each sign: indicator, year, value, what it is held against, and points.
    """
    return {
        "tier": assignment.tier_code,
        "is_borderline": assignment.is_borderline,
        "criteria": {
            f"{r.tier_code}.{r.criterion_code}": [r.value, r.year, r.threshold, r.is_met]
            for r in assignment.criteria
        },
        "findings": {
            f.rule_code: {
                "said": [f.state, f.severity, f.confidence],
                "missing": list(f.missing),
                "signs": {
                    s.code: [s.indicator_code, year_of(s, facts), s.value, s.against, s.points]
                    for s in f.signs
                },
            }
            for f in findings
        },
    }


def year_of(sign: Sign, facts: RegionFacts) -> int:
    """The year of the figure that a sign looks at; of a city's part the part's."""
    figure = facts.values.get(sign.indicator_code)
    part = facts.largest_cities.get(sign.indicator_code)
    return part.year if part is not None else figure.year
