"""Every kind of issue has one file, is told somewhere, and has its words in both languages."""

import ast
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import duckdb
import pytest

from etl.check.accepted import TIDY_CSV
from etl.check.by_name import TOLD_BY_NAME
from etl.check.issues import create_issue_table, fetch_issues
from etl.check.kind import CrossCheck, Kind, RowCheck
from etl.check.kinds import KINDS, kind_name
from etl.read.forms.leaving_out import NOTICES
from etl.read.model import RawIssue
from etl.read.raw_issues import to_issues
from etl.read.shipped import COLUMNS
from scoreboard.catalog.models import Text

ETL = Path(__file__).parents[2] / "etl"
# Kinds that the readers put together from a word and an end.
PUT_TOGETHER = {
    *(f"{name}_missing" for name in ("region", "indicator", "unit", "year", "source")),
    *(f"{kind}_more" for kind in ("formula_error", "formula_without_result")),
    *NOTICES.values(),
}


def texts_and_findings() -> tuple[set[str], set[str]]:
    """All texts in the code outside the kinds' own files; of them those told by readers."""
    texts, raw_issues = set(), set(PUT_TOGETHER)
    for file in ETL.rglob("*.py"):
        if file.parent.name == "kinds":
            continue
        named: dict[str, str] = {}
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Assign(targets=[ast.Name(name)], value=ast.Constant(str(text))):
                    named[name] = text
                case ast.Call(ast.Name("RawIssue" | "Unreadable"), [ast.Constant(str(text)), *_]):
                    raw_issues.add(text)
                case ast.Call(ast.Name("RawIssue" | "Unreadable"), [ast.Name(name), *_]):
                    raw_issues |= {named[name]} if name in named else set()
                case ast.Constant(str(text)):
                    texts.add(text)
    return texts, raw_issues


TEXTS, RAW_ISSUES = texts_and_findings()


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_what_readers_tell_has_a_file() -> None:
    assert len(RAW_ISSUES) > 40
    assert set(KINDS) >= RAW_ISSUES
    assert set(KINDS) >= TOLD_BY_NAME


@pytest.mark.parametrize("code", KINDS)
def test_a_kind_is_told_somewhere_and_has_its_words(code: str) -> None:
    kind = KINDS[code]
    assert kind.code == code
    # A row check and a comparison are told because they are there; others by their code.
    assert isinstance(kind, RowCheck | CrossCheck) or code in TEXTS | RAW_ISSUES
    for text in (kind.name, kind.message, kind.accepted):
        assert text.zh != text.en
    assert re.search("[\u4e00-\u9fff]", kind.name.zh + kind.message.zh)
    for text in (kind.message, kind.accepted):
        # what is said in one language is said in the other
        bare = [{f.removesuffix("_zh").removesuffix("_en") for f in fields(text[language])}
                for language in ("zh", "en")]  # fmt: skip
        assert bare[0] <= bare[1] | {"what", "place", "unit_code", "moved", "side"}
    if code in RAW_ISSUES:
        assert fields(kind.message.zh + kind.message.en) <= {"value", "detail"}


def test_kinds_can_be_told_apart_by_their_names() -> None:
    for language in ("zh", "en"):
        names = Counter(kind.name[language] for kind in KINDS.values())
        assert [name for name, number in names.items() if number > 1] == []
    assert kind_name("of_an_old_release") == Text(zh="of_an_old_release", en="of_an_old_release")


def test_a_text_of_a_file_is_no_sentence_with_braces() -> None:
    raw_issues = [RawIssue(k, value="{detail}", detail="{0} %s {") for k in sorted(RAW_ISSUES)]
    for issue in to_issues("{f}", raw_issues):
        assert (issue.file, issue.value) == ("{f}", "{detail}")
        kind = KINDS[issue.kind]
        said = "{detail}" * ("value" in fields(kind.message.zh)) or "{0} %s {"
        assert said in issue.message.zh or not fields(kind.message.zh)
        assert (issue.severity, issue.is_rejected) == (kind.severity, kind.is_rejected)


def test_an_issue_needs_all_that_its_sentences_say() -> None:
    kind = Kind(
        name=Text(zh="名", en="name"),
        severity="notice",
        message=Text(zh="{value}在{place}", en="{value} in {place}"),
        accepted=Text(zh="别处", en="not {place}"),
        code="somewhere",
    )
    issue = kind.issue("f.csv", ("表1", 3, "B"), "x{y}", place="'z'", suggestions=("w",))
    assert (issue.message.zh, issue.accepted.en) == ("x{y}在'z'", "not 'z'")
    with pytest.raises(KeyError, match="place"):
        kind.issue("f.csv")
    # the same said by SQL
    connection = duckdb.connect()
    create_issue_table(connection)
    kind.insert(
        connection,
        "(SELECT 'x{y}' AS value, '''z''' AS place, 3 AS line)",
        file="'f.csv'",
        sheet="'表1'",
        row="line",
        column_name="'B'",
        value="value",
        suggestions="'w'",
    )
    assert fetch_issues(connection, 9) == (issue,)


def test_the_columns_of_a_tidy_file_are_those_that_are_read() -> None:
    for text in (TIDY_CSV.zh, TIDY_CSV.en):
        assert re.findall("[a-z_]+", text.split("：" if "：" in text else ":")[1]) == list(COLUMNS)
