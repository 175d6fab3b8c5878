"""A declared error of a source is corrected while it is there, and told once it is gone."""

from tests.etl.workbench import Workbench, kinds_by_row, row

REASON = "  reason: {zh: 印刷错误, en: a misprint}\n"
MATCH = "- match: {indicator: gdp, region_code: '110000', year: 2020}\n"
REPLACE = (
    f"{MATCH}  field: value\n  expect: '35943.3'\n  action: replace\n  value: 36102.6\n{REASON}"
)
REJECT = f"{MATCH}  field: value\n  expect: '35943.3'\n  action: reject\n{REASON}"


def test_a_wrong_value_is_replaced_and_the_reason_noted(bench: Workbench) -> None:
    bench.write([row(note="初步"), row(year="2021", value="1")])
    bench.write_correction(REPLACE)
    report = bench.build()
    assert not report.issues
    assert report.loaded.corrections == 1
    assert bench.read("SELECT year, value, note FROM observation ORDER BY year") == [
        (2020, 36102.6, "初步；更正：印刷错误"),
        (2021, 1.0, ""),
    ]


def test_a_wrong_value_is_rejected_with_the_reason(bench: Workbench) -> None:
    bench.write([row(), row(year="2021", value="1")])
    bench.write_correction(REJECT)
    report = bench.build()
    assert kinds_by_row(report.issues) == {2: {"declared_wrong"}}
    assert "印刷错误" in report.issues[0].message.zh
    assert "a misprint" in report.issues[0].message.en
    assert bench.read("SELECT year FROM observation") == [(2021,)]


def test_several_fields_of_a_figure_can_be_wrong(bench: Workbench) -> None:
    bench.write([row(value="36", unit="万元")])
    bench.write_correction(
        f"{MATCH}  field: unit\n  expect: 万元\n  action: replace\n  value: 亿元\n{REASON}"
        f"{MATCH}  field: value\n  expect: '36'\n  action: replace\n  value: '37'\n{REASON}"
    )
    assert not bench.build().issues
    assert bench.read("SELECT value FROM observation") == [(37.0,)]


def test_an_error_that_is_no_longer_there_stops_the_build(bench: Workbench) -> None:
    bench.write([row(value="36102.6")])
    bench.write_correction(REPLACE)
    report = bench.build()
    assert report.is_stopped
    (issue,) = report.issues
    assert (issue.kind, issue.severity) == ("stale_correction", "error")
    assert issue.file == "corrections/declared.yml"
    assert "gdp 110000 2020" in issue.message.en
    assert not (bench.releases / "CURRENT").exists()


def test_unfit_declarations_are_all_told(bench: Workbench) -> None:
    bench.write([row()])
    bench.write_correction(
        REPLACE.replace("reason", "because")
        + REPLACE.replace("  value: 36102.6\n", "")
        + REPLACE.replace("replace", "improve")
        + REPLACE
        + REPLACE.replace("36102.6", "1")
    )
    report = bench.build()
    assert report.is_stopped
    assert {p.kind for p in report.issues} == {"correction"}
    messages = "\n".join(p.value for p in report.issues)
    for said in ("1: because", "1: reason", "2: ", "3: action", "declared twice"):
        assert said in messages


def test_a_file_of_corrections_that_is_no_list_stops_the_build(bench: Workbench) -> None:
    bench.write([row()])
    bench.write_correction("match: [")
    assert bench.build().is_stopped
    bench.write_correction("match: 1")
    assert bench.build().is_stopped
    bench.write_correction("")
    assert bench.build().is_new
