"""A file is checked as a whole, compared as a whole, and every issue names its cell."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from etl.check.file_report import check
from etl.check.issues import Issue
from etl.check.kinds import KINDS
from etl.check.report import Acceptance, Original, accept
from etl.release.comparison import apply_changes, compare
from etl.resolve.aliases import Alias
from scoreboard.catalog.models import Text
from scoreboard.store.reading import Store
from tests.etl.uploads import cell, check_cells, compare_cells, kinds, reading, values_of
from tests.etl.workbench import small_catalog


def test_every_kind_of_wrong_cell_is_told_at_once_with_its_place(base: Path) -> None:
    cells = [
        cell(2947.1),
        cell(599.2, region="天京市"),
        cell(599.2, region="鼓楼区"),
        cell(599.2, indicator="研发强度"),
        cell("十万", number="", region="天津市"),
        cell(912.1, region="河北省", year="2o23"),
        cell(912.1, region="河北省", year="2035"),
        cell(298.2, region="山西省", unit="兆元"),
        cell(298.2, region="山西省", unit="件"),
        cell("1e308", region="山西省"),
        cell("inf", number="", region="内蒙古"),
        cell(228.1, region="内蒙古", status="Q"),
        cell(676.4, region="辽宁省", source=""),
        cell(210.2, region="吉林省", unit=""),
    ]
    report = check_cells(cells, base)
    found = {(p.row, p.kind) for p in report.issues if p.severity == "error"}
    assert found == {
        (3, "region_unknown"),
        (4, "region_unknown"),
        (5, "indicator_unknown"),
        (6, "value_not_a_number"),
        (7, "year_not_whole"),
        (8, "year_out_of_range"),
        (9, "unit_unknown"),
        (10, "unit_not_convertible"),
        (11, "value_out_of_range"),
        (12, "value_not_finite")
        if (12, "value_not_finite") in found
        else (12, "value_not_a_number"),
        (13, "status_unknown"),
        (14, "source_unknown"),
        (15, "unit_unknown"),
    }
    assert all((p.file, p.sheet, p.column) == ("上传.xlsx", "表1", "B") for p in report.issues)
    assert all(p.message.zh and p.message.en and p.accepted.zh for p in report.issues)
    told = {(p.row, p.kind): p for p in report.issues}
    assert told[3, "region_unknown"].suggestions[0].startswith("120000")
    assert told[4, "region_unknown"].suggestions[0] == "320106 江苏省南京市鼓楼区"
    assert "同名" in told[4, "region_unknown"].message.zh
    assert told[6, "value_not_a_number"].suggestions == ("100000",)
    assert told[6, "value_not_a_number"].value == "十万"
    assert told[7, "year_not_whole"].suggestions == ("2023",)
    assert report.counts.sound == 1
    assert (report.can_publish, report.errors) == (False, 13)
    assert {kind for _, kind, _ in report.issue_counts} <= set(KINDS)


def test_a_parent_in_the_row_tells_namesakes_apart(base: Path) -> None:
    cells = [
        cell(30, region="鼓楼区", parent="南京市"),
        cell(20, region="鼓楼区", parent="徐州市"),
    ]
    report = check_cells(cells, base)
    assert not report.errors
    assert list(report.rows["region_code"]) == ["320106", "320302"]


def test_one_unknown_name_is_one_issue_and_one_question(base: Path) -> None:
    cells = [cell(1, region="京北市", year=str(year)) for year in range(2010, 2023)]
    report = check_cells(cells, base)
    (issue,) = report.issues
    assert (issue.row, issue.kind) == (2, "region_unknown")
    assert "13格" in issue.message.zh
    (question,) = report.unknown_names
    assert (question.kind, question.text, question.cells) == ("region", "京北市", 13)
    assert question.suggestions


def test_a_decision_about_a_name_resolves_it(base: Path) -> None:
    upload = reading([cell(2947.1, region="首都")])
    file = Original("a.csv", b"")
    options = {"catalog": small_catalog(), "releases": base}
    assert check(upload, file, aliases=(), **options).errors  # type: ignore[arg-type]
    decided = [Alias(kind="region", text="首都", code="110000")]
    report = check(upload, file, aliases=decided, **options)  # type: ignore[arg-type]
    assert list(report.rows["region_code"]) == ["110000"]


def test_converted_units_are_shown(base: Path) -> None:
    cells = [
        cell("29471000", unit="万元"),
        cell("59920000000", unit="元", region="天津市"),
        cell("21858000", indicator="年末常住人口", unit="人"),
        cell("67.3", indicator="R&D经费投入强度（首次公布）", unit="‰"),
    ]
    report = check_cells(cells, base)
    notices = kinds(report)["unit_converted"]
    assert [(p.row, p.severity) for p in notices] == [(row, "notice") for row in (2, 3, 4, 5)]
    factors = ("÷10000", "÷100000000", "÷10000", "÷10")
    for notice, factor in zip(notices, factors, strict=True):
        assert factor in notice.message.zh
    assert list(report.rows["value"]) == pytest.approx([2947.1, 599.2, 2185.8, 6.73])
    assert report.can_publish


def test_the_same_figure_twice_warns_and_two_values_are_an_error(base: Path) -> None:
    same = [cell(2947.1), cell("29471000", unit="万元"), cell(2947.1)]
    report = check_cells(same, base)
    assert [p.row for p in kinds(report)["repeated"]] == [3, 4]
    assert "表1!B2" in kinds(report)["repeated"][0].message.zh
    assert (report.counts.sound, report.counts.repeated) == (1, 2)
    # one value, though the doubles differ in the last bit
    thousandths = [cell("6.73", indicator="rd_intensity", unit="%")]
    thousandths += [cell("67.3", indicator="rd_intensity", unit="‰")]
    assert "repeated" in kinds(check_cells(thousandths, base))
    report = check_cells([cell(2947.1), cell(2950)], base)
    assert [p.row for p in kinds(report)["contradicted"]] == [2, 3]
    assert (report.counts.sound, report.can_publish) == (0, False)


def test_a_million_repetitions_are_counted_and_not_listed(base: Path) -> None:
    report = check_cells([cell(2947.1)] * 5000, base)
    assert report.counts.repeated == 4999
    assert ("warning", "repeated", 4999) in report.issue_counts
    assert len(report.issues) < 100


def test_blank_cells_are_no_figures(base: Path) -> None:
    report = check_cells([cell(2947.1), cell(" ", number="", region="天津市")], base)
    assert (report.counts.cells, report.counts.blank, report.issues) == (1, 1, ())


def test_a_code_and_a_name_that_disagree_are_an_error(base: Path) -> None:
    report = check_cells([cell(1, region="110000", region_name="上海市")], base)
    assert list(kinds(report)) == ["region_conflict"]
    assert not check_cells([cell(2947.1, region="110000", region_name="北京")], base).issues


def test_what_the_reader_found_stands_in_the_report(base: Path) -> None:
    found = Issue(
        "?", "表1", 9, "C", "#REF!", Text(zh="错误值", en="error value"),
        Text(zh="数", en="a number"), "error", "cell_error",
    )  # fmt: skip
    upload = replace(reading([cell(2947.1)]), issues=(found,))
    report = check(
        upload, Original("../../evil/a.xlsx", b""), catalog=small_catalog(), releases=base,
        aliases=(),
    )  # fmt: skip
    assert [(p.file, p.kind) for p in report.issues] == [("a.xlsx", "cell_error")]
    assert not report.can_publish


def test_warnings_are_accepted_one_by_one_or_by_kind_and_with_a_reason(base: Path) -> None:
    cells = [cell(2947.1 * 10_000), cell(599.2 * 10_000, region="天津市")]
    report = check_cells(cells, base)
    slips = kinds(report)["unit_slip"]
    assert report.open_warnings == len(report.issues) - report.errors
    assert (report.errors, len(slips)) == (2, 2)  # above what is possible, too
    one = report.accepting([accept(slips[0], "已与年鉴核对")])
    assert report.open_warnings - one.open_warnings == 1
    both = report.accepting([Acceptance("unit_slip", "已与年鉴核对")])
    assert report.open_warnings - both.open_warnings == 2
    with pytest.raises(ValueError, match="reason"):
        Acceptance("unit_slip", " ")


def test_a_comparison_shows_what_is_added_and_changed_the_greatest_first(base: Path) -> None:
    cells = [
        cell(2843.3, year="2022", source="rd_bulletin_2022"),  # as published
        cell(700, region="天津市", year="2022"),
        cell(900, region="河北省", year="2022"),
        cell(2947.1, year="2023"),
    ]
    comparison = compare_cells(cells, base)
    own = comparison.changes[~comparison.changes["is_derived"]]
    assert (comparison.added, comparison.changed, comparison.unchanged) == (1, 2, 1)
    assert list(own["action"]) == ["changed", "changed", "added"]
    tianjin = own.iloc[0]
    assert (tianjin["region_code"], tianjin["value_before"]) == ("120000", 568.7)
    assert tianjin["difference"] == pytest.approx(131.3)
    assert tianjin["difference_pct"] == pytest.approx(23.087, abs=1e-3)
    assert comparison.based_on == 1


def test_a_comparison_sets_last_years_value_beside_each_from_the_file_or_the_release(
    base: Path,
) -> None:
    cells = [
        cell(2947.1, year="2023"),  # 2022 stands in the release
        cell(700, region="天津市", year="2022"),  # changed by the file itself
        cell(750, region="天津市", year="2023"),
        cell(900, region="河北省", year="2025"),  # nobody has 2024
        cell(1, region="重庆市", year="2022", status="撤回"),
        cell(690, region="重庆市", year="2023"),  # taken back by the file itself
    ]
    changes = compare_cells(cells, base).changes
    own = changes[(changes["indicator_code"] == "rd_expenditure")]
    found = {
        (row.region_code, row.year): row.value_last_year for row in own.itertuples(index=False)
    }
    assert found["110000", 2023] == 2843.3
    assert found["120000", 2023] == 700
    assert pd.isna(found["130000", 2025])
    assert pd.isna(found["500000", 2023])


def test_derived_figures_and_ranks_follow(base: Path) -> None:
    comparison = compare_cells([cell(900, region="重庆市", year="2022")], base)
    derived = comparison.changes[comparison.changes["is_derived"]]
    assert set(derived["indicator_code"]) == {"rd_expenditure_per_capita"}
    assert comparison.derived == len(derived) == 1
    moved = comparison.ranks[comparison.ranks["indicator_code"] == "rd_expenditure"]
    places = {
        code: (int(before), int(after))
        for code, before, after in zip(
            moved["region_code"], moved["rank_before"], moved["rank_after"], strict=True
        )
    }
    assert places["500000"][0] > places["500000"][1]
    overtaken = [code for code, (before, after) in places.items() if after == before + 1]
    assert len(overtaken) == places["500000"][0] - places["500000"][1] == len(places) - 1


def test_the_same_value_from_an_unknown_publication_is_no_change(base: Path) -> None:
    cells = [
        cell(2843.3, year="2022", source="一份转载"),
        cell(568.7, year="2022", region="天津市", source="一份转载", note="初步核算"),
        cell(848.9, year="2022", region="河北省", source="一份转载", status="初步数"),
        cell(2277, year="2022", region="上海市", source="rd_bulletin_2021"),
    ]
    values = values_of("rd_expenditure", 2022)
    cells[3] |= {"value": str(values["310000"]), "number": str(values["310000"])}
    comparison = compare_cells(cells, base)
    own = comparison.changes[~comparison.changes["is_derived"]]
    # A note of the copy would stand under the better citation, which does not say so.
    assert sorted(own["region_code"]) == ["130000", "310000"]
    assert (own["difference"] == 0).all()
    assert (comparison.changed, comparison.unchanged) == (2, 2)


def test_a_row_can_take_its_figure_back(base: Path) -> None:
    cells = [
        cell("", number="", year="2022", status="撤回"),
        cell("", number="", year="2024", status="撤回", unit=""),
    ]
    report = check_cells(cells, base)
    assert report.errors == 0
    (warning,) = kinds(report)["withdrawal_unknown"]
    assert warning.row == 3
    comparison = compare_cells(cells, base)
    assert (comparison.withdrawn, comparison.added) == (1, 0)
    own = comparison.changes[~comparison.changes["is_derived"]].iloc[0]
    assert (own["action"], own["value_before"]) == ("withdrawn", 2843.3)
    gone = comparison.changes[comparison.changes["is_derived"]]
    assert set(gone["action"]) == {"withdrawn"}


def test_a_page_can_say_its_headline_after_the_change(base: Path) -> None:
    comparison = compare_cells([cell(900, region="重庆市", year="2022"), cell(2947.1)], base)
    store = Store(base, 1)
    before = store.read_observations("rd_expenditure", "province")
    changes = comparison.changes
    after = apply_changes(before, changes[changes["indicator_code"] == "rd_expenditure"])
    assert list(after.columns) == list(before.columns)
    assert len(after) == len(before) + 1
    values = after.set_index(["region_code", "year"])["value"]
    assert values["500000", 2022] == 900
    assert values["110000", 2023] == 2947.1


def test_comparing_twice_gives_the_same_digest_and_another_value_another(base: Path) -> None:
    first, second = compare_cells([cell(2947.1)], base), compare_cells([cell(2947.1)], base)
    assert first.digest == second.digest
    assert compare_cells([cell(2947.2)], base).digest != first.digest


def test_checking_and_comparing_write_nothing(base: Path) -> None:
    before = sorted((p.name, p.stat().st_mtime_ns) for p in base.rglob("*"))
    compare_cells([cell(2947.1)], base)
    assert sorted((p.name, p.stat().st_mtime_ns) for p in base.rglob("*")) == before


def test_a_check_works_before_the_first_release(tmp_path: Path) -> None:
    comparison = compare_cells([cell(2947.1)], tmp_path / "none")
    assert (comparison.based_on, comparison.added) == (None, 1)
    assert not (tmp_path / "none").exists()
    assert compare(comparison.report).digest == comparison.digest


def test_all_that_comparing_finds_is_counted_though_only_two_thousand_are_told(base: Path) -> None:
    regions = [code for code, r in small_catalog().regions.items() if r.level == "city"][:41]
    cells = [
        cell("", number="", region=code, year=str(year), status="撤回")
        for code in regions
        for year in range(1950, 2000)
    ]
    report = check_cells(cells, base)
    assert len(kinds(report)["withdrawal_unknown"]) == 2_000
    assert ("warning", "withdrawal_unknown", 41 * 50) in report.issue_counts
    assert report.open_warnings >= 41 * 50
