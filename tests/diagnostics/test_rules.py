"""Rules: four fixtures each, lines that are data, severity from several signs, honest gaps."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import get_args

import pytest
import yaml
from pydantic import ValidationError

from scoreboard import paths
from scoreboard.catalog import (
    Catalog,
    CatalogError,
    Rule,
    Theme,
    load_catalog,
    read_catalog,
)
from scoreboard.diagnostics import Finding, Sign, diagnose
from scoreboard.diagnostics.judge import find_confidence, judge, weigh
from scoreboard.diagnostics.signs import kind_of
from tests.diagnostics.region_fixtures import build_region, read_fixture

CATALOG = load_catalog()
RULES = CATALOG.rules
STATES = ("fires", "borderline", "silent", "missing")


def judged(code: str, state: str, catalog: Catalog = CATALOG) -> Finding:
    fixture = read_fixture(code)
    region = build_region(fixture["level"], fixture[state])
    return judge(catalog.rules[code], region, catalog)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("code", RULES)
def test_each_rule_fires_is_on_the_line_is_silent_and_says_what_is_missing(
    code: str, state: str
) -> None:
    found = judged(code, state)
    assert found.state == state, found.sentence.en
    assert "—" not in found.sentence.en, "a place without a figure was written"
    assert (found.severity > 0) == (state in ("fires", "borderline"))
    if state == "missing":
        assert found.missing
        assert found.where_from is not None
        assert found.evidence == ()
        assert found.sentence.en.endswith("cannot be judged.")
    else:
        assert found.evidence
        assert found.sentence.zh.endswith("。")


@pytest.mark.parametrize("code", RULES)
def test_a_line_turned_in_the_data_changes_the_result(code: str) -> None:
    told = CATALOG.rules[code].model_dump()
    for lines in told["signs"].values():
        # So far off that nothing reaches it; a fixed limit moves out of reach as well.
        lines |= {"margin": 900.0, "marked": 1000.0, "far": 2000.0}
    lenient = Rule.model_validate(told)
    fixture = read_fixture(code)
    region = build_region(fixture["level"], fixture["fires"])
    assert judge(RULES[code], region, CATALOG).state == "fires"
    assert judge(lenient, region, CATALOG).state != "fires"


def edit_catalog(folder: Path, file: str, change: Callable[[str], str]) -> Path:
    """A copy of the catalog with one file changed."""
    copy = folder / "catalog"
    copytree(paths.CATALOG, copy)
    wanted = copy / file
    wanted.write_text(change(wanted.read_text("utf-8")), "utf-8")
    return copy


def test_a_limit_turned_in_the_yaml_changes_what_is_said_of_a_region(tmp_path: Path) -> None:
    before = judged("converts_elsewhere", "fires")
    folder = edit_catalog(
        tmp_path, "rules/converts_elsewhere.yml", lambda s: s.replace("limit: 1\n", "limit: 0.1\n")
    )
    after = judged("converts_elsewhere", "fires", read_catalog(folder))
    assert (before.state, after.state) == ("fires", "silent")
    assert "0.10" in after.sentence.zh


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/rd_input_low.yml", "theme: input", "theme: input\ncolour: red"),
        ("rules/rd_input_low.yml", "against: nation, margin: 5,", "against: nation, margine: 5,"),
        ("tiers.yml", "- code: hub\n", "- code: hub\n  colour: red\n"),
        ("tiers.yml", "      at_least: 3.3\n", "      at_least: 3.3\n      at_most: 4\n"),
        ("diagnosis.yml", "peers: 8", "peers: 8\nneighbours: 2"),
    ],
)
def test_unknown_keys_and_contradictions_are_refused(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    with pytest.raises(CatalogError, match=file.split("/")[-1]):
        read_catalog(edit_catalog(tmp_path, file, change))


def test_steps_of_a_sign_must_rise() -> None:
    told = CATALOG.rules["rd_input_low"].model_dump()
    told["signs"]["nation"] |= {"margin": 30.0}
    with pytest.raises(ValidationError, match="must rise"):
        Rule.model_validate(told)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"against": "limit"}, "a limit is given where"),
        ({"limit": 3.0}, "a limit is given where"),
        ({"against": "place"}, "other is given where"),
        ({"other": "gdp"}, "other is given where"),
        ({"against": "neighbours"}, "Input should be"),
    ],
)
def test_a_sign_that_cannot_be_looked_at_is_refused(
    change: dict[str, object], message: str
) -> None:
    told = CATALOG.rules["rd_input_low"].model_dump()
    told["signs"]["nation"] |= change
    with pytest.raises(ValidationError, match=message):
        Rule.model_validate(told)


def test_a_rule_that_names_a_sign_or_an_indicator_that_is_not_there_is_refused(
    tmp_path: Path,
) -> None:
    told = CATALOG.rules["rd_input_low"].model_dump() | {"decisive": ("nation", "moon")}
    with pytest.raises(ValidationError, match="no such sign: moon"):
        Rule.model_validate(told)
    folder = edit_catalog(
        tmp_path,
        "rules/rd_input_low.yml",
        lambda s: s.replace("indicator: rd_intensity", "indicator: no_such", 1),
    )
    with pytest.raises(CatalogError, match="'no_such' is neither an indicator nor a worked ratio"):
        read_catalog(folder)


def test_every_theme_has_a_rule_and_every_rule_its_fixture() -> None:
    assert len(RULES) >= 15
    assert {rule.theme for rule in CATALOG.rules.values()} == set(get_args(Theme))
    for code in RULES:
        assert set(read_fixture(code)) == {"level", *STATES}


@pytest.mark.parametrize("code", RULES)
def test_severity_never_comes_from_one_kind_of_sign(code: str) -> None:
    signs = RULES[code].signs.values()
    assert len({kind_of(s) for s in signs}) >= 2 or len({s.against for s in signs}) >= 2


def sign(code: str, points: int, *, is_borderline: bool = False) -> Sign:
    return Sign(code, "level", "nation", "gdp", 1, 2, 50, points, is_borderline)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "state", "severity"),
    [
        ((3, 0, 0), "borderline", 1),  # one bad sign alone never fires
        ((1, 1, 1), "fires", 1),
        ((2, 2, 1), "fires", 2),
        ((3, 3, 1), "fires", 3),
        ((3, 3, 0), "fires", 2),
        ((1, 0, 0), "silent", 0),
        ((0, 0, 0), "silent", 0),
    ],
)
def test_severity_follows_the_mean_of_all_signs(
    points: tuple[int, ...], state: str, severity: int
) -> None:
    signs = [sign(str(k), p) for k, p in enumerate(points)]
    assert CATALOG.diagnosis is not None
    found = weigh(signs, CATALOG.rules["rd_input_low"], CATALOG.diagnosis)
    assert found == (state, severity)


def test_a_finding_that_hangs_on_signs_on_the_line_is_on_the_line() -> None:
    assert CATALOG.diagnosis is not None
    signs = [sign("a", 2), sign("b", 1, is_borderline=True), sign("c", 0, is_borderline=True)]
    entry = CATALOG.rules["rd_input_low"]
    assert weigh(signs, entry, CATALOG.diagnosis) == ("borderline", 1)


@pytest.mark.parametrize(
    ("changes", "confidence"),
    [
        ({}, "high"),
        ({"status": "P"}, "medium"),
        ({"status": "E"}, "medium"),
        ({"year": 2020}, "medium"),
        ({"year": 2018}, "low"),
    ],
)
def test_confidence_falls_with_age_and_unconfirmed_figures(
    changes: dict[str, object], confidence: str
) -> None:
    region = build_region("province", read_fixture("rd_input_low")["fires"])
    fact = replace(region.values["rd_intensity"], **changes)  # type: ignore[arg-type]
    region = replace(region, values={"rd_intensity": fact})
    rule = RULES["rd_input_low"]
    signs = [sign(code, 1) for code in rule.signs]
    assert CATALOG.diagnosis is not None
    assert find_confidence(rule, signs, region, CATALOG.diagnosis) == confidence
    assert find_confidence(rule, signs[:2], region, CATALOG.diagnosis) == "low"


def test_rules_that_look_at_stand_ins_are_never_surer_than_they_may_be() -> None:
    assert judged("pilot_gap", "fires").confidence == "low"
    assert judged("patents_sleep", "fires").confidence == "medium"


def test_no_trend_is_taken_across_a_break() -> None:
    # 2019 is the first year after the fourth economic census: 2018 cannot be compared with 2023.
    region = build_region("province", read_fixture("rd_input_low")["fires"])
    (before, now) = region.series["rd_intensity"]
    series = {"rd_intensity": (replace(before, year=2018), now)}
    found = judge(RULES["rd_input_low"], replace(region, series=series), CATALOG)
    assert [s.code for s in found.signs] == ["nation", "peers", "tier"]
    assert "2018" not in found.sentence.zh


def test_a_city_without_a_figure_that_could_be_larger_leaves_the_answer_open() -> None:
    fixture = read_fixture("one_city_dominates")["silent"]
    assert judged("one_city_dominates", "silent").state == "silent"
    for city in fixture["cities"].values():
        city["unknown"] = 60.0
    region = build_region("province", fixture)
    found = judge(RULES["one_city_dominates"], region, CATALOG)
    assert found.state == "missing"
    assert "各市" in found.sentence.zh


def test_a_decisive_sign_that_is_clearly_good_silences_the_rule() -> None:
    """Guangdong has three times the median of R&D personnel; below the hubs is no lack of them."""
    fixture = read_fixture("rd_people_thin")["fires"]
    people = fixture["values"]["rd_personnel_fte_per_10k"]
    states = []
    for median in (people * 0.5, people * 0.9, people * 2):
        fixture["level"] = {"rd_personnel_fte_per_10k": median}
        region = build_region("province", fixture)
        states.append(judge(RULES["rd_people_thin"], region, CATALOG).state)
    assert states == ["silent", "borderline", "fires"]


def test_a_rule_of_one_file_is_found_and_used(tmp_path: Path) -> None:
    """docs/adding.md: a rule is one file in data/catalog/rules."""
    words = yaml.safe_load((paths.CATALOG / "rules" / "rd_input_low.yml").read_text("utf-8"))
    words |= {
        "code": "graduates_few",
        "levels": ["province"],
        "signs": {
            against: {"indicator": "higher_edu_per_100k", "against": against}
            for against in ("nation", "level")
        },
        "decisive": [],
        "context": {},
        "sentence": {
            state: {"zh": f"大学文化程度人口{state}", "en": f"Graduates {state}"}
            for state in ("fires", "borderline", "silent")
        }
        | {"body": {"zh": "{higher_edu_per_100k}", "en": "{higher_edu_per_100k}"}},
    }
    folder = tmp_path / "catalog"
    copytree(paths.CATALOG, folder)
    (folder / "rules" / "graduates_few.yml").write_text(
        yaml.safe_dump(words, allow_unicode=True), "utf-8"
    )
    region = build_region(
        "province",
        {
            "values": {"higher_edu_per_100k": 10000.0},
            "nation": {"higher_edu_per_100k": 15467.0},
            "level": {"higher_edu_per_100k": 14000.0},
        },
    )
    found = {f.rule_code: f for f in diagnose(region, read_catalog(folder))}
    assert found["graduates_few"].state == "fires"
    assert found["graduates_few"].sentence.en.startswith("Graduates fires: ")
