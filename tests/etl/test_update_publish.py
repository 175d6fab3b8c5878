"""What was shown is published, by one at a time, and can be taken back; nothing is ever lost."""

import dataclasses
import hashlib
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from etl import __main__ as command_line
from etl.check.report import Acceptance, accept
from etl.release.build import build
from etl.release.comparison import compare
from etl.release.files import open_workshop
from etl.release.history import acceptances_of, changes_of, list_releases, original_file
from etl.release.publish import publish
from etl.release.refusal import Refused
from etl.release.withdraw import list_kept, withdraw
from scoreboard.catalog.models import Source
from scoreboard.store.reading import Store
from tests.etl import kill_publish, two_writers
from tests.etl.uploads import cell, check_cells, compare_cells, kinds, publish_cells, values_of
from tests.etl.workbench import read_release, small_catalog

ROOT = Path(__file__).resolve().parents[2]


def value_of(releases: Path, region: str = "110000", year: int = 2022) -> float | None:
    found = read_release(
        releases,
        f"SELECT value FROM observation WHERE indicator_code = 'rd_expenditure'"
        f" AND region_code = '{region}' AND year = {year}",
    )
    return found[0][0] if found else None


def derived_of(releases: Path, region: str, year: int) -> float | None:
    found = read_release(
        releases,
        f"SELECT value FROM observation WHERE indicator_code = 'rd_expenditure_per_capita'"
        f" AND region_code = '{region}' AND year = {year}",
    )
    return found[0][0] if found else None


def test_publishing_makes_exactly_the_release_that_was_shown(own: Path) -> None:
    before = read_release(own, "SELECT * EXCLUDE (note) FROM observation")
    comparison = compare_cells([cell(3000, year="2022", note="修订"), cell(2947.1)], own)
    result = publish(comparison, by="张三", reviewed_by="李四", note="2023年公报")
    assert not isinstance(result, Refused)
    assert (result.release_id, result.kind, result.published_by) == (2, "publish", "张三")
    changes = comparison.changes
    # in the catalog of these figures population of 2023 is not there: one derived figure changes
    assert (result.rows_added, result.rows_changed) == (1, len(changes) - 1)
    after = {row[:3]: row[3:] for row in read_release(own, "SELECT * FROM observation")}
    for change in changes.itertuples():
        key = (change.region_code, change.indicator_code, change.year)
        assert after.pop(key) == (
            change.value_after, change.status_after, change.source_after, change.note_after
        )  # fmt: skip
    shown = set(
        zip(changes["region_code"], changes["indicator_code"], changes["year"], strict=True)
    )
    assert {key: v[:3] for key, v in after.items()} == {
        row[:3]: row[3:] for row in before if row[:3] not in shown
    }
    population = read_release(
        own,
        "SELECT value FROM observation WHERE indicator_code = 'population'"
        " AND region_code = '110000' AND year = 2022",
    )[0][0]
    assert derived_of(own, "110000", 2022) == pytest.approx(3000 * 10_000 / population)


def test_the_list_of_releases_says_who_when_what_and_why(own: Path) -> None:
    report = check_cells([cell(29_000)], own, name="C:\\公报\\2023.xlsx")
    (slip,) = [p for p in report.issues if p.kind == "decimal_slip"]
    kinds = {k for s, k, _ in report.issue_counts if s == "warning"}
    accepted = [Acceptance(kind, "与年鉴一致") for kind in kinds]
    result = publish(compare(report), by="张三", note="试", acceptances=accepted)
    assert not isinstance(result, Refused)
    line = list_releases(own).iloc[0]
    assert (line["release_id"], line["kind"], line["source_file"]) == (2, "publish", "2023.xlsx")
    assert line["sha256"] == hashlib.sha256(report.file.content).hexdigest()
    assert (line["rows_added"], line["accepted_warnings"]) == (1, len(report.issues))
    assert (line["is_in_force"], list(list_releases(own)["is_in_force"])) == (True, [True, False])
    recorded = acceptances_of(2, own).set_index("kind").loc["decimal_slip"]
    assert (recorded["reason"], recorded["value"]) == ("与年鉴一致", "29000")
    assert recorded["problem_zh"] == slip.message.zh
    changed = changes_of(2, own)
    assert list(changed["action"]) == ["added"]
    assert list(changed["value_after"]) == [29_000]


def test_the_original_file_is_kept_by_its_checksum_and_never_by_its_name(own: Path) -> None:
    report = check_cells([cell(2947.1)], own, name="../../../etc/passwd")
    publish(compare(report))
    sha256 = list_releases(own).iloc[0]["sha256"]
    assert original_file(sha256, own) == report.file.content
    assert [path.name for path in (own / "files").iterdir()] == [sha256]
    assert list_releases(own).iloc[0]["source_file"] == "passwd"
    for wrong in ("../CURRENT", "0" * 64, "", "A" * 64):
        with pytest.raises(LookupError):
            original_file(wrong, own)


def test_a_new_source_is_entered_with_the_release_once(own: Path) -> None:
    publish_cells([cell(2947.1, source="某省2023年公报")], own)
    publish_cells([cell(599.2, region="天津市", source="某省2023年公报")], own)
    ((code, title, grade, release_id),) = read_release(
        own, "SELECT code, title, grade, release_id FROM source"
    )
    assert (title, grade, release_id) == ("某省2023年公报", "C", 2)
    sources = read_release(
        own,
        "SELECT DISTINCT source_code FROM observation"
        " WHERE year = 2023 AND indicator_code = 'rd_expenditure'",
    )
    assert sources == [(code,)]


def test_nothing_is_published_while_an_error_or_a_warning_stands(own: Path) -> None:
    wrong = publish(compare(check_cells([cell("x", number=""), cell(2947.1)], own)))
    assert isinstance(wrong, Refused)
    assert wrong.kind == "errors"
    report = check_cells([cell(29_000)], own)
    warned = publish(compare(report))
    assert isinstance(warned, Refused)
    assert warned.kind == "warnings"
    assert str(report.open_warnings) in warned.reason.zh
    nothing = publish(compare_cells([cell(2843.3, year="2022", source="转载")], own))
    assert isinstance(nothing, Refused)
    assert nothing.kind == "nothing"
    assert [path.name for path in own.glob("*.duckdb")] == ["0001.duckdb"]
    assert not (own / "files").exists()


def test_what_was_compared_with_an_older_release_must_be_compared_again(own: Path) -> None:
    first = compare_cells([cell(2947.1)], own)
    publish_cells([cell(599.2, region="天津市")], own)
    late = publish(first)
    assert isinstance(late, Refused)
    assert (late.kind, late.in_force) == ("stale", 2)
    assert "重新比较" in late.reason.zh
    assert value_of(own, year=2023) is None
    again = publish(compare(first.report))
    assert not isinstance(again, Refused)
    assert (again.release_id, value_of(own, year=2023)) == (3, 2947.1)


def test_a_comparison_that_was_altered_is_not_published(own: Path) -> None:
    comparison = compare_cells([cell(2947.1)], own)
    altered = comparison.changes.assign(value_after=1.0)
    result = publish(dataclasses.replace(comparison, changes=altered))
    assert isinstance(result, Refused)
    assert result.kind == "differs"
    assert value_of(own, year=2023) is None


def test_the_same_comparison_is_published_once_and_the_second_press_is_told_of_the_first(
    own: Path,
) -> None:
    first, other_tab = compare_cells([cell(2947.1)], own), compare_cells([cell(2947.1)], own)
    assert not isinstance(publish(first), Refused)
    for comparison in (first, other_tab, dataclasses.replace(first)):
        again = publish(comparison)
        assert isinstance(again, Refused)
        assert (again.kind, again.in_force) == ("published", 2)
        assert again.reason.zh == "该文件已作为第2版发布，未重复发布。"
    # Releases of others in between change nothing about that.
    publish_cells([cell(599.2, region="天津市")], own)
    again = publish(first)
    assert isinstance(again, Refused)
    assert again.kind == "published"
    assert len(list_releases(own)) == 3
    # The file anew: nothing of it would change, and it is said which release has it.
    anew = compare_cells([cell(2947.1)], own)
    assert (anew.published_as, len(anew.changes)) == (2, 0)
    nothing = publish(anew)
    assert isinstance(nothing, Refused)
    assert (nothing.kind, "第2版" in nothing.reason.zh) == ("nothing", True)
    # Another file that says the same was not published as that release.
    assert compare_cells([cell(2947.1), cell(599.2, region="天津市")], own).published_as is None


def test_what_was_taken_back_can_be_published_again_after_comparing_again(own: Path) -> None:
    first = compare_cells([cell(2947.1)], own)
    publish(first)
    withdraw(2, releases=own, catalog=small_catalog())
    late = publish(first)
    assert isinstance(late, Refused)
    assert late.kind == "stale"
    assert publish_cells([cell(2947.1)], own).release_id == 4


@pytest.mark.parametrize(
    ("by", "reviewed_by"),
    [
        ("张三", "张三"),
        ("张三", " 张　三 "),
        ("Li Si", "ＬＩ ｓｉ"),
        ("", "统计处"),
        ("A-1", "a-1\u200b"),
    ],
)
def test_nobody_reviews_what_they_publish(
    by: str, reviewed_by: str, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCOREBOARD_USER", "统计处")
    comparison = compare_cells([cell(2947.1)], own)
    result = publish(comparison, by=by, reviewed_by=reviewed_by)
    assert isinstance(result, Refused)
    assert (result.kind, "复核人与发布人相同" in result.reason.zh) == ("reviewer", True)
    assert len(list_releases(own)) == 1
    assert not isinstance(publish(comparison, by=by, reviewed_by="李四"), Refused)


# --- the grade of a source -------------------------------------------------------------------

GRADE_A, GRADE_A_TOO, GRADE_C, GRADE_C_TOO = (
    "rd_bulletin_2022", "rd_bulletin_2021", "city_C001", "city_C002"
)  # fmt: skip
NAMED = "某省科技统计资料汇编"


def sources_of(releases: Path, year: int) -> dict[str, str]:
    return dict(
        read_release(
            releases,
            "SELECT region_code, source_code FROM observation"
            f" WHERE indicator_code = 'rd_expenditure' AND year = {year}",
        )
    )


@pytest.mark.parametrize("history", ["never named", "entered", "taken back"])
@pytest.mark.parametrize("present", [GRADE_A, GRADE_C])
def test_no_citation_gets_worse_unless_somebody_says_why(
    present: str, history: str, own: Path
) -> None:
    """Every meeting of two sources, with and without another value and status."""
    figures = [(code, value) for code, value in values_of("rd_expenditure", 2022).items()]
    regions = [code for code, _ in figures if code != "000000"][:16]
    values = {code: value for code, value in figures if code in regions}
    publish_cells([cell(v, region=c, year="2024", source=present) for c, v in values.items()], own)
    if history != "never named":
        number = publish_cells([cell(1, year="2000", source=NAMED)], own).release_id
    if history == "taken back":
        withdraw(number, releases=own, catalog=small_catalog())
    cases = list(product([GRADE_A_TOO, GRADE_C_TOO, NAMED, present], [1, 1.5], ["A", "P"]))
    meeting = dict(zip(regions, cases, strict=True))
    cells = [
        cell(values[code] * times, region=code, year="2024", source=source, status=status)
        for code, (source, times, status) in meeting.items()
    ]
    report = check_cells(cells, own)
    comparison = compare(report)
    own_changes = comparison.changes[~comparison.changes["is_derived"]].set_index("region_code")
    lower = {
        code
        for code, (source, times, status) in meeting.items()
        if present == GRADE_A and source in (GRADE_C_TOO, NAMED) and (times, status) != (1, "A")
    }
    assert set(own_changes.index[own_changes["grade_after"].notna()]) == lower
    assert comparison.of_lower_grade == len(lower)
    told = kinds(report).get("source_of_lower_grade", [])
    assert len(told) == len(lower)
    for code, (source, times, status) in meeting.items():
        listed = source in (GRADE_A_TOO, GRADE_C_TOO)
        is_lower = present == GRADE_A and source != GRADE_A_TOO
        is_cited = source != present and (times != 1 or (listed and not is_lower))
        changes = times != 1 or status != "A" or is_cited
        assert (code in own_changes.index) == changes, (source, times, status)
        if changes:
            kept = own_changes.loc[code, "source_after"] == present
            assert kept != is_cited, (source, times, status)
    # Everything else accepted, and all of these but one: nothing is published.
    others = [
        Acceptance(kind, "已核对")
        for severity, kind, _ in report.issue_counts
        if severity == "warning" and kind != "source_of_lower_grade"
    ]
    if not lower:
        assert not isinstance(publish(compare(report.accepting(others))), Refused)
        return
    singly = [accept(issue, "以新资料为准") for issue in told]
    before = sources_of(own, 2024)
    for given in ((), singly[:-1]):
        refused = publish(compare(report.accepting([*others, *given])))
        assert isinstance(refused, Refused)
        assert refused.kind == "warnings"
    assert sources_of(own, 2024) == before
    result = publish(compare(report.accepting([*others, *singly])))
    assert not isinstance(result, Refused)
    recorded = acceptances_of(result.release_id, own).set_index("kind")
    assert set(recorded.loc["source_of_lower_grade", "reason"]) == {"以新资料为准"}


def test_a_source_is_told_with_both_titles_and_grades(own: Path) -> None:
    cells = [cell(3000, year="2022", source=NAMED), cell(568.7, year="2022", region="天津市",
             source=NAMED, status="P")]  # fmt: skip
    value, status = kinds(check_cells(cells, own))["source_of_lower_grade"]
    assert value.message.zh == (
        "北京2022年R&D经费：2843.3改为3000亿元；来源“某省科技统计资料汇编”为C级，"
        "低于现有来源“2022年全国科技经费投入统计公报”（A级）"
    )
    assert (value.severity, value.row, value.column, value.value) == ("warning", 2, "B", "3000")
    assert "数值不变，状态由A改为P" in status.message.zh
    assert "the same value, status A becomes P" in status.message.en


def test_a_report_older_than_a_better_source_does_not_publish_over_it(own: Path) -> None:
    publish_cells([cell(2900, source=GRADE_C)], own)
    report = check_cells([cell(2950, source=NAMED)], own)
    assert "source_of_lower_grade" not in kinds(report)
    publish_cells([cell(2947.1, source="rd_bulletin_2023")], own)
    comparison = compare(report)
    assert (comparison.based_on, comparison.of_lower_grade) == (3, 1)
    refused = publish(comparison)
    assert isinstance(refused, Refused)
    assert refused.kind == "warnings"
    chosen = publish(comparison, acceptances=[Acceptance("source_of_lower_grade", "已核对")])
    assert not isinstance(chosen, Refused)


def test_a_source_counts_as_known_while_a_figure_cites_it(own: Path) -> None:
    def known(number: int) -> set[str]:
        return {row["title"] for row in Store(own, number).read_new_sources()}

    publish_cells([cell(2947.1, source=NAMED)], own)
    publish_cells([cell(599.2, region="天津市", source=NAMED)], own)
    assert known(3) == {NAMED}
    assert "source_new" not in kinds(check_cells([cell(800, region="河北省", source=NAMED)], own))
    withdraw(2, releases=own, catalog=small_catalog())
    assert known(4) == {NAMED}
    withdraw(3, releases=own, catalog=small_catalog())
    assert known(5) == set()
    # Whatever catalog is handed in, the release in force says which were named.
    stale = small_catalog().with_named_sources(
        [Source.model_validate(row) for row in Store(own, 3).read_new_sources()]
    )
    for catalog in (small_catalog(), stale):
        report = check_cells([cell(800, region="河北省", source=NAMED)], own, catalog=catalog)
        assert report.catalog.sources.keys() == small_catalog().sources.keys()
        assert [source.title for source in report.new_sources] == [NAMED]
    publish_cells([cell(800, region="河北省", source=NAMED)], own)
    assert known(6) == {NAMED}


def test_whoever_comes_while_somebody_publishes_is_told(own: Path) -> None:
    comparison = compare_cells([cell(2947.1)], own)
    with open_workshop(own):
        result = publish(comparison, wait_seconds=0.1)
        assert isinstance(result, Refused)
        assert result.kind == "busy"
        assert isinstance(withdraw(1, releases=own, wait_seconds=0.1), Refused)
    assert not isinstance(publish(comparison), Refused)


def test_an_older_release_can_be_read_as_of_then(own: Path) -> None:
    publish_cells([cell(3000, year="2022")], own)
    values = [
        Store(own, number).read_observations("rd_expenditure", "province").query(
            "region_code == '110000' and year == 2022"
        )["value"].item()
        for number in (1, 2)
    ]  # fmt: skip
    assert values == [2843.3, 3000]
    revisions = Store(own, 2).read_revisions()
    revision = revisions[revisions["indicator_code"] == "rd_expenditure"].iloc[0]
    assert (revision["value_before"], revision["value_after"]) == (2843.3, 3000)
    assert (revision["status_before"], revision["source_before"]) == ("A", "rd_bulletin_2022")


def test_withdrawing_brings_back_the_figures_before(own: Path) -> None:
    before = read_release(own, "SELECT * FROM observation")
    publish_cells([cell(3000, year="2022", status="P", note="x"), cell(2947.1)], own)
    publish_cells([cell("", number="", region="天津市", year="2022", status="撤回")], own)
    for release_id in (3, 2):
        result = withdraw(release_id, by="李四", note="误传", releases=own, catalog=small_catalog())
        assert not isinstance(result, Refused)
        assert (result.kind, result.withdraws, result.kept) == ("withdraw", release_id, 0)
    assert read_release(own, "SELECT * FROM observation") == before
    listed = list_releases(own).set_index("release_id")
    assert listed.loc[2, "withdrawn_by"] == 5
    assert listed.loc[5, "note"] == "误传"
    again = withdraw(2, releases=own, catalog=small_catalog())
    assert isinstance(again, Refused)
    assert again.kind == "withdrawn"


def test_a_figure_that_was_changed_again_keeps_the_later_value(own: Path) -> None:
    publish_cells([cell(3000, year="2022"), cell(600, region="天津市", year="2022")], own)
    publish_cells([cell(3100, year="2022")], own)
    result = withdraw(2, releases=own, catalog=small_catalog())
    assert not isinstance(result, Refused)
    assert result.kept == 1
    assert list_kept(2, own) == [("110000", "rd_expenditure", 2022, 3100.0, 3)]
    assert (value_of(own), value_of(own, "120000")) == (3100, 568.7)
    # what comes back when the later one is withdrawn, too, is not what had been withdrawn
    withdraw(3, releases=own, catalog=small_catalog())
    assert value_of(own) == 2843.3


def test_only_what_a_person_published_can_be_withdrawn(own: Path) -> None:
    for release_id, kind in ((1, "not_published"), (99, "unknown_release")):
        result = withdraw(release_id, releases=own, catalog=small_catalog())
        assert isinstance(result, Refused)
        assert result.kind == kind
    assert [p.name for p in own.glob("*.duckdb")] == ["0001.duckdb"]


def test_the_next_build_keeps_what_was_published_and_what_was_taken_out(own: Path) -> None:
    observations = own.parent / "observations"
    observations.mkdir()
    header = "region_code,year,indicator,value,unit,source\n"
    rows = [
        f"{region},2022,rd_expenditure,{value},亿元,rd_bulletin_2022\n"
        for region, value in (("110000", 2843.3), ("120000", 568.7), ("130000", 848.9))
    ]
    (observations / "rd.csv").write_text(header + "".join(rows), encoding="utf-8")
    build(small_catalog(), observations=observations, releases=own)
    publish_cells([cell(3000, year="2022")], own)
    publish_cells([cell("", number="", region="天津市", year="2022", status="撤回")], own)
    publish_cells([cell(3100, year="2022"), cell(900, region="河北省", year="2022")], own)
    withdraw(5, releases=own, catalog=small_catalog())
    state = [value_of(own, region) for region in ("110000", "120000", "130000")]
    assert state == [3000, None, 848.9]
    assert not build(small_catalog(), observations=observations, releases=own).is_new
    (observations / "rd.csv").write_text(header + "".join(rows[:2]), encoding="utf-8")
    assert build(small_catalog(), observations=observations, releases=own).rows_withdrawn == 1
    state = [value_of(own, region) for region in ("110000", "120000", "130000")]
    assert state == [3000, None, None]


def test_a_release_of_an_older_program_takes_uploads(own: Path) -> None:
    import duckdb

    with duckdb.connect(str(own / "0001.duckdb")) as connection:
        connection.execute("DROP TABLE acceptance; DROP TABLE source")
        connection.execute("ALTER TABLE release DROP withdraws; ALTER TABLE release DROP digest")
        connection.execute("ALTER TABLE revision DROP note_after")
    publish_cells([cell(2947.1, source="某公报")], own)
    assert read_release(own, "SELECT count(*) FROM source") == [(1,)]
    assert not isinstance(withdraw(2, releases=own, catalog=small_catalog()), Refused)


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_a_whole_release(tmp_path: Path) -> None:
    assert kill_publish.run(tmp_path, rounds=25, seed=20240501, at_least=3) >= 3


def test_of_two_writers_every_row_is_in_once(tmp_path: Path) -> None:
    two_writers.run(tmp_path, rounds=4)


TIDY = (
    "region_code,region,year,indicator,value,unit,status,source,note\n"
    "110000,北京市,2023,R&D经费,29471000,万元,A,rd_bulletin_2023,\n"
    "120000,天津市,2023,R&D经费,{tianjin},亿元,A,rd_bulletin_2023,\n"
)


@pytest.mark.slow
def test_the_command_line_checks_publishes_lists_and_withdraws(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scoreboard.paths.RELEASES", own)
    file = own.parent / "2023.csv"

    def call(*arguments: str) -> tuple[int, str]:
        code = command_line.main(list(arguments))
        return code, capsys.readouterr().out

    file.write_text(TIDY.format(tianjin="5992"), encoding="utf-8")
    code, said = call("check", str(file))
    assert code == 1
    assert "decimal_slip" in said
    assert "perhaps: 599.2" in said
    code, said = call("publish", str(file), "--yes")
    assert code == 1
    assert "Nothing was published" in said
    code, said = call("check", str(file), "--accept", "decimal_slip=年鉴如此")
    assert code == 0
    file.write_text(TIDY.format(tianjin="599.2"), encoding="utf-8")
    code, said = call("publish", str(file), "--by", "张三", "--note", "公报")
    assert code == 1
    assert "--yes" in said
    code, said = call("publish", str(file), "--by", "张三", "--note", "公报", "--yes")
    assert (code, value_of(own, year=2023)) == (0, 2947.1)
    assert "Release 2: 2 figures added" in said
    code, said = call("publish", str(file), "--yes")
    assert code == 0
    assert "published already, as release 2; nothing would change" in said
    code, said = call("publish", str(file), "--by", "张三", "--reviewed-by", " 张三", "--yes")
    assert code == 1
    assert "The reviewer and the publisher are the same person" in said
    copied = file.with_name("copied.csv")
    copied.write_text(
        TIDY.format(tianjin="600").replace("rd_bulletin_2023", "一份转载"), encoding="utf-8"
    )
    code, said = call("publish", str(copied), "--yes")
    assert code == 1
    assert "warning  source_of_lower_grade        1" in said
    code, said = call("publish", str(copied), "--yes", "--accept", "source_of_lower_grade=更正")
    assert code == 0
    assert "changed on a source of a lower grade: 1" in said
    assert "[source, grade A → C]" in said
    assert call("withdraw", "3")[0] == 0
    code, said = call("withdraw", "2", "--by", "李四", "--note", "误传")
    assert (code, value_of(own, year=2023)) == (0, None)
    code, said = call("releases")
    assert code == 0
    assert "withdrawn by release 5" in said
    assert call("withdraw", "2")[0] == 1
    assert call("check", str(own / "nowhere.csv"))[0] == 2
    for usage in (["publish", str(file), "--accept", "kind"], ["withdraw", "x"], ["check"]):
        with pytest.raises(SystemExit) as stopped:
            command_line.main(usage)
        assert stopped.value.code == 2


def test_the_engine_is_imported_without_streamlit() -> None:
    code = (
        "import sys; import etl.release.publish, etl.check.file_report, etl.commands, etl.api;"
        "sys.exit('streamlit' in sys.modules)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT).returncode == 0
