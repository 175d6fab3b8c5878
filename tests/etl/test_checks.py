"""Every check fires on a row that fails it, and on no other row."""

import csv

import pytest

from etl.check.row_checks import CHECKS
from etl.release.build import BuildReport
from tests.etl.workbench import GOOD, Workbench, kinds_by_row, row

HOSTILE = {
    "region_unknown": [
        row(region_code="999999", region=""),
        row(region_code="", region="亚特兰蒂斯"),
        row(region_code="", region=""),
    ],
    "region_conflict": [row(region_code="110000", region="上海市")],
    "indicator_unknown": [row(indicator="gpd"), row(indicator="")],
    "indicator_derived": [row(indicator="rd_basic_research_pct", unit="%", value="16")],
    "year_not_whole": [row(year="2020.5"), row(year="2020年"), row(year=""), row(year="2_020")],
    "year_out_of_range": [row(year="1948"), row(year="3020"), row(year="99999")],
    "value_not_a_number": [
        row(value="1,234.5"),
        row(value="…"),
        row(value=""),
        row(value="1_000"),
        row(value="12亿"),
    ],
    "value_not_finite": [row(value="nan"), row(value="inf"), row(value="-Infinity")],
    "unit_unknown": [row(unit="兆元"), row(unit="")],
    "unit_not_convertible": [row(unit="件"), row(unit="%")],
    "value_out_of_range": [row(value="-1"), row(value="2000001"), row(value="1e12", unit="万元")],
    "status_unknown": [row(status="Z"), row(status="a"), row(status="O")],
    "source_unknown": [row(source="somewhere"), row(source="")],
    "level_unexpected": [row(region_code="110101", region="东城区")],
    "region_not_then": [row(region_code="371200", region="莱芜市", year="2022")],
}
WARNINGS = {"level_unexpected", "region_not_then"}


# every good row has a key of its own, so that none is a repetition of another
GOOD_ROWS = [row(year=str(year)) for year in range(1990, 2000)]
HOSTILE_ROWS = [(kind, hostile) for kind, rows in HOSTILE.items() for hostile in rows]


@pytest.fixture(scope="module")
def hostile_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, int]:
    """One build of good rows and all hostile ones, and how many figures the release has."""
    bench = Workbench(tmp_path_factory.mktemp("hostile"))
    bench.write([*GOOD_ROWS, *(hostile for _, hostile in HOSTILE_ROWS)])
    report = bench.build()
    return report, len(bench.read("SELECT * FROM observation"))


@pytest.mark.parametrize("number", range(len(HOSTILE_ROWS)), ids=lambda n: HOSTILE_ROWS[n][0])
def test_a_check_fires_on_a_hostile_row(
    hostile_build: tuple[BuildReport, int], number: int
) -> None:
    report, _ = hostile_build
    spreadsheet_row = 2 + len(GOOD_ROWS) + number
    kind = HOSTILE_ROWS[number][0]
    issues = [p for p in report.issues if p.row == spreadsheet_row]
    assert [p.kind for p in issues] == [kind]
    assert issues[0].severity == ("warning" if kind in WARNINGS else "error")
    assert issues[0].is_rejected == (kind not in WARNINGS)


def test_no_check_fires_on_a_good_row_and_only_errors_keep_a_row_out(
    hostile_build: tuple[BuildReport, int],
) -> None:
    report, published = hostile_build
    assert min(p.row or 0 for p in report.issues) == 2 + len(GOOD_ROWS)
    warned = [kind for kind, _ in HOSTILE_ROWS if kind in WARNINGS]
    assert report.loaded.rows_rejected == len(HOSTILE_ROWS) - len(warned)
    assert report.rows_published == published == len(GOOD_ROWS) + len(warned)


def test_no_check_is_without_a_hostile_row() -> None:
    tested_elsewhere = {"declared_wrong", "repeated", "contradicted"}
    assert set(HOSTILE) | tested_elsewhere == {check.code for check in CHECKS}


def test_all_issues_of_a_row_are_told_at_once(bench: Workbench) -> None:
    bench.write([row(region_code="999999", region="", year="x", value="?", unit="兆", status="?")])
    assert kinds_by_row(bench.build().issues) == {
        2: {
            "region_unknown",
            "year_not_whole",
            "value_not_a_number",
            "unit_unknown",
            "status_unknown",
        }
    }


def test_a_issue_says_where_what_and_what_would_be_right(bench: Workbench) -> None:
    bench.write([row(), row(year="2021", unit="件")])
    (issue,) = bench.build().issues
    assert (issue.file, issue.row, issue.column) == ("figures.csv", 3, "unit")
    assert issue.value == "件"
    assert "亿元" in issue.accepted.zh
    assert "亿元" in issue.accepted.en
    assert issue.kind == "unit_not_convertible"


def test_two_values_for_one_figure_are_both_rejected_and_name_each_other(
    bench: Workbench,
) -> None:
    bench.write([row(), row(year="2021")], "a.csv")
    bench.write([row(value="1")], "b.csv")
    report = bench.build()
    assert {(p.file, p.row, p.kind) for p in report.issues} == {
        ("a.csv", 2, "contradicted"),
        ("b.csv", 2, "contradicted"),
    }
    first, second = report.issues
    assert "b.csv:2" in first.message.en
    assert "a.csv:2" in second.message.zh
    assert bench.read("SELECT year FROM observation") == [(2021,)]


def test_the_same_value_twice_is_kept_once_the_first_row_winning(bench: Workbench) -> None:
    in_other_unit = row(value="359433000", unit="万元", note="second", status="E")
    bench.write([row(note="first"), in_other_unit, row(note="third")])
    report = bench.build()
    assert kinds_by_row(report.issues) == {3: {"repeated"}, 4: {"repeated"}}
    assert (report.loaded.rows_repeated, report.loaded.rows_rejected) == (2, 0)
    assert bench.read("SELECT value, status, note FROM observation") == [(35943.3, "A", "first")]


def test_a_row_that_is_wrong_anyway_contradicts_nobody(bench: Workbench) -> None:
    bench.write([row(), row(value="1", source="somewhere")])
    assert kinds_by_row(bench.build().issues) == {3: {"source_unknown"}}


def test_provinces_that_do_not_add_up_to_the_nation_are_told(bench: Workbench) -> None:
    def research(code: str, year: str, value: str) -> dict[str, str]:
        return row(region_code=code, region="", year=year, indicator="rd_expenditure", value=value)

    bench.write(
        [
            *(research("000000", "2020", "300"), research("110000", "2020", "100")),
            research("120000", "2020", "199.98"),  # 0.0067 % short: within 0.01 %
            *(research("000000", "2021", "300"), research("110000", "2021", "100")),
            research("120000", "2021", "199.9"),  # 0.033 % short
            # 2022 has only one of the two provinces, so there is nothing to compare
            *(research("000000", "2022", "300"), research("110000", "2022", "100")),
        ]
    )
    report = bench.build()
    (issue,) = report.issues
    assert (issue.kind, issue.severity, issue.row) == ("total_mismatch", "warning", None)
    assert "2021" in issue.message.zh
    (total,) = report.totals
    assert (total.years, total.worst_year) == (2, 2021)
    assert total.worst_pct == pytest.approx(0.1 / 3)
    assert report.rows_published == 8


def test_rows_are_counted_as_a_spreadsheet_shows_them(bench: Workbench) -> None:
    good = ",".join(GOOD.values())
    header = ",".join(GOOD)
    bench.write_text(
        "\ufeff"
        + "\r\n".join(
            [
                header,
                good.removesuffix(",") + ',"a note\r\nof two lines, in quotes"',
                "",  # row 3: blank
                ",,,,,,,,",  # row 4: empty cells, as spreadsheets leave them
                good.replace("2020", "2021") + ",one cell too many",  # row 5
                good.replace("2020", "2022").replace("35943.3", "abc"),  # row 6
                "too,few",  # row 7
                good.replace("2020", "2023"),
            ]
        )
    )
    report = bench.build()
    assert kinds_by_row(report.issues) == {
        5: {"broken_row"},
        6: {"value_not_a_number"},
        7: {"broken_row"},
    }
    loaded = report.loaded
    assert (loaded.rows_read, loaded.rows_sound, loaded.rows_rejected) == (5, 2, 3)
    assert bench.read("SELECT note FROM observation WHERE year = 2020") == [
        ("a note\r\nof two lines, in quotes",)
    ]


def test_bytes_that_are_not_utf8_break_their_row_only(bench: Workbench) -> None:
    lines = [",".join(GOOD), ",".join(GOOD.values()), ",".join(row(year="2021").values())]
    bench.write_text("\n".join(lines).encode() + "北京".encode("gb18030"))
    report = bench.build()
    assert kinds_by_row(report.issues) == {3: {"broken_row"}}
    assert report.rows_published == 1


def test_unpaired_quotes_make_the_whole_file_a_issue(bench: Workbench) -> None:
    good = ",".join(GOOD.values())
    bench.write_text(f'{",".join(GOOD)}\n{good}"open\n{good}\n{good.replace("2020", "2021")}"x"\n')
    report = bench.build()
    assert report.is_stopped
    assert "form" in kinds_by_row(report.issues)[None]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b\n1,2\n",
        "region_code,year,indicator,unit,source\n110000,2020,gdp,亿元,x\n",
        "region_code,year,year,indicator,value,unit,source\n",
        "地区,2020年\n北京,1\n".encode("gb18030"),
    ],
)
def test_a_file_that_is_no_tidy_table_stops_the_build(
    bench: Workbench, content: str | bytes
) -> None:
    bench.write([row()], "good.csv")
    bench.write_text(content, "bad.csv")
    report = bench.build()
    assert report.is_stopped
    assert [(p.file, p.row, p.kind) for p in report.issues] == [("bad.csv", None, "form")]
    assert not (bench.releases / "CURRENT").exists()


def test_a_column_nobody_knows_is_told_and_not_read(bench: Workbench) -> None:
    bench.write_text(
        f"{','.join(GOOD).replace('note', 'notes')},{'region_code x'}\n"
        f"{','.join(GOOD.values())}seen?,y\n"
    )
    report = bench.build()
    assert kinds_by_row(report.issues) == {1: {"unknown_column"}}
    assert {p.value for p in report.issues} == {"notes", "region_code x"}
    assert bench.read("SELECT note FROM observation") == [("",)]


def test_columns_may_stand_in_any_order_and_optional_ones_be_left_out(bench: Workbench) -> None:
    bench.write_text(
        "Source,Value,Unit,Indicator,Year,Region\nout_nbs_gdp_5c,5,亿元,gdp,2020,北京\n"
    )
    assert not bench.build().issues
    assert bench.read("SELECT region_code, value, status, note FROM observation") == [
        ("110000", 5.0, "A", "")
    ]


def test_braces_in_a_header_are_told_as_they_stand(bench: Workbench) -> None:
    bench.write_text("{year},{year},{}\n")
    (issue,) = bench.build().issues
    assert "region_code" in issue.message.zh
    bench.write_text(f"{','.join(GOOD)},{{x}},{{x}}\n")
    (issue,) = bench.build().issues
    assert (issue.kind, issue.value) == ("form", "{x}")
    assert "{x}" in issue.message.en


def test_a_folder_without_files_stops_the_build(bench: Workbench) -> None:
    (bench.folder / "observations").mkdir()
    report = bench.build()
    assert report.is_stopped
    assert [p.kind for p in report.issues] == ["no_files"]


def test_rejected_rows_are_listed_in_the_release_and_beside_it(bench: Workbench) -> None:
    bench.write([row(), row(year="2021", value="?")])
    bench.build()
    assert bench.read("SELECT release_id, file, row, column_name, value FROM rejection") == [
        (1, "figures.csv", 3, "value", "?")
    ]
    listed = bench.releases / "0001-rejected.csv"
    assert listed.read_bytes().startswith(b"\xef\xbb\xbf")
    with listed.open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert (line["file"], line["row"], line["value"]) == ("figures.csv", "3", "?")
    assert "不是数" in line["problem_zh"]
