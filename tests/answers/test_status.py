"""What a bulletin publishes as provisional is preliminary; what only a copy says is unconfirmed."""

import pandas as pd
import pytest

from scoreboard.answers.indicator_choice import IndicatorChoice
from scoreboard.answers.model import Table
from scoreboard.answers.overview.answer import answer
from scoreboard.answers.release import Release
from scoreboard.answers.sources import with_grades
from scoreboard.catalog import Language, load_catalog
from scoreboard.text.sentences import short_status, status_in_brackets, status_word

CATALOG = load_catalog()


def of_grade(grade: str) -> str:
    return next(source.code for source in CATALOG.sources.values() if source.grade == grade)


@pytest.mark.parametrize(
    ("status", "grades", "shown"),
    [
        ("P", "A", "P"),
        ("P", "B", "P"),
        ("P", "C", "U"),
        ("P", "AC", "U"),
        ("P", "AB", "P"),
        ("A", "C", "A"),
        ("E", "C", "E"),
    ],
)
def test_the_grade_of_the_source_says_how_firm_a_provisional_figure_is(
    status: str, grades: str, shown: str
) -> None:
    cell = "|".join(map(of_grade, grades))
    rows = pd.DataFrame({"status": ["A", status], "source_code": [of_grade("A"), cell]})
    assert with_grades(rows, CATALOG, "rd_intensity")["status"].tolist() == ["A", shown]
    assert rows["status"].tolist() == ["A", status], "the rows given are left as they are"


def test_only_what_rests_on_the_first_estimate_of_gdp_is_preliminary() -> None:
    """Patents and firms know no preliminary accounts: what nobody confirms is unconfirmed."""
    rows = pd.DataFrame(
        {
            "indicator_code": ["rd_intensity", "gdp_first_published", "patents_granted"],
            "status": "P",
            "source_code": of_grade("B"),
        }
    )
    assert with_grades(rows, CATALOG)["status"].tolist() == ["P", "P", "U"]


def test_the_words() -> None:
    assert [status_word(s, "zh") for s in "PUEA"] == ["初步核算", "待核", "估算", ""]
    assert [short_status(s, "en") for s in "PUEA"] == ["prelim.", "unconf.", "est.", ""]
    assert status_in_brackets("U", "en") == " (unconfirmed)"


@pytest.mark.parametrize(("year", "word", "count"), [(2023, "初步核算", 31), (2024, "待核", 7)])
def test_a_bulletin_is_preliminary_and_a_news_copy_unconfirmed(
    release: Release, year: int, word: str, count: int
) -> None:
    choice = IndicatorChoice("province", None, "rd_intensity", year, "value", "quantile", ())
    language: Language = "zh"
    (table,) = answer(release, choice, language)["table"]
    assert isinstance(table, Table)
    assert (table.build()["数据状态"] == word).sum() == count
