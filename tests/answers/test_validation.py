"""docs/validation.md is what its command writes from the shipped figures."""

from pathlib import Path

from scoreboard.answers import judged
from scoreboard.answers.release import Release
from scoreboard.answers.validation import PROBLEMS, write_report

REPORT = Path(__file__).parents[2] / "docs" / "validation.md"


def test_the_report_is_of_the_shipped_figures(release: Release) -> None:
    assert REPORT.read_text("utf-8") == write_report(release) + "\n"


def test_the_papers_examples_are_in_the_tiers_it_puts_them(release: Release) -> None:
    examples = [(t, code) for t in release.catalog.tiers.values() for code in t.examples]
    assert len(examples) == 8
    for expected, code in examples:
        tier = judged.tier_of(release, expected.level, code)
        assert tier is not None
        assert tier.tier_code == expected.code, code


def test_every_problem_of_the_survey_names_rules_of_provinces(release: Release) -> None:
    assert len(PROBLEMS) == 5
    for problem in PROBLEMS:
        for code in problem.rules:
            assert "province" in release.catalog.rules[code].levels
