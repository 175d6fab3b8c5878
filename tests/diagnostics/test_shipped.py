"""The diagnosis of the shipped figures: complete, not degenerate, every number traceable."""

import json
import re
from pathlib import Path

import pytest

from scoreboard.catalog import Language
from scoreboard.diagnostics import Evidence, Finding, find_degenerate
from scoreboard.diagnostics.measures import name_of
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


def test_tiers_are_spread_and_the_papers_examples_fall_where_it_puts_them(
    shipped: Shipped,
) -> None:
    by_tier: dict[str, int] = {}
    for assignment in shipped.tiers.values():
        by_tier[assignment.tier_code] = by_tier.get(assignment.tier_code, 0) + 1
    assert set(by_tier) == set(shipped.catalog.tiers)
    kinds = {name: shipped.tiers[shipped.named(name)].kind for name in ("北京", "上海", "深圳")}
    assert set(kinds.values()) == {"hub"}
    kinds = {name: shipped.tiers[shipped.named(name)].kind for name in ("苏州", "东莞", "合肥")}
    assert set(kinds.values()) == {"base"}


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
def test_five_regions_read_by_a_person_stay_as_they_were_read(shipped: Shipped, name: str) -> None:
    """Read against the shipped figures and the founding papers before they were kept.

    北京: R&D intensity 6.73 %, first of 31, basic research 16.0 %: silent on both. Firms pay
    49.8 % of R&D because central institutes lie there; contracts bought over sold 0.59: it sells
    technology, which a hub is for, and the note says so. Experimental development is 58.4 % of
    R&D: right, with low confidence, as pilot-test bases cannot be compared.
    广东: nothing severe. Contracts per yuan of R&D 0.81 against 1.84 nationwide fires slightly:
    firms use their results themselves, which the note says; patents do not sleep, as new-product
    revenue over GDP ranks 4th. R&D personnel, fewer than in the other hubs, is three times the
    provinces' median: silent. Researchers are 34 % of the R&D personnel.
    陕西: the survey's four complaints come out: new products per yuan of R&D 8.24 (severe), firms
    pay 56.6 %, research ranks 11th and 8th while new products rank 24th and 21st, Xi'an holds
    78.1 % of R&D (the paper: 90 % in Guanzhong), bought over sold 0.55. R&D intensity 2.50 % is
    5.7 % below the nation and above its peers: silent, though the paper's own rank fell.
    贵州: low input (1.01 %), few R&D people (12.2 per 10,000), few firms (0.24), few new high-tech
    products (13.2 %): the pattern of a province that takes technology over. Contracts per yuan of
    R&D are above the nation and stay silent. Guiyang's part cannot be told for want of city R&D.
    苏州: base, as in the paper; ahead of cities with a figure in contracts, firms, patents and R&D
    (3.78 % in 2020, the newest comparable one); nothing is found.
    """
    code = shipped.named(name)
    assignment = shipped.tiers[code]
    now = {
        "tier": assignment.tier_code,
        "is_borderline": assignment.is_borderline,
        "criteria": {
            f"{r.tier_code}.{r.criterion_code}": [r.value, r.year, r.threshold, r.is_met]
            for r in assignment.criteria
        },
        "findings": {
            f.rule_code: [f.state, f.severity, f.confidence, f.sentence.zh, f.sentence.en]
            for f in shipped.findings[code]
        },
    }
    kept = json.loads((GOLDEN / f"{code}.json").read_text("utf-8"))
    assert json.loads(json.dumps(now)) == kept
