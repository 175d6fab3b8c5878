"""Well-formed figures that cannot be right are named as what they are, with the right value."""

from pathlib import Path

import pytest

from tests.etl.uploads import LAST_YEAR, cell, check_cells, column, kinds, values_of

SCORE = "regional_innovation_capability_score"
NEW_YEAR = LAST_YEAR + 1


@pytest.fixture(scope="module")
def expenditure() -> dict[str, float]:
    """R&D expenditure of all provinces in a year that the release does not have."""
    return values_of("rd_expenditure", NEW_YEAR)


def upload(values: dict[str, float]) -> list[dict[str, str | int]]:
    return column("rd_expenditure", "亿元", NEW_YEAR, values)


def test_a_true_new_year_raises_no_warning(base: Path, expenditure: dict[str, float]) -> None:
    report = check_cells(upload(expenditure), base)
    assert report.issues == ()
    assert report.counts.sound == 31


def test_171_58_among_scores_of_20_to_60_is_a_decimal_slip(base: Path) -> None:
    scores = values_of(SCORE, 2019)
    assert min(scores.values()) > 15
    assert max(scores.values()) < 60
    cells = column(SCORE, "分", 2030, scores | {"540000": 171.58})
    # 2030 has no neighbour year in the release, so that only the other provinces tell
    cells = [c | {"year": "2026"} for c in cells]
    found = kinds(check_cells(cells, base))
    (slip,) = found["decimal_slip"]
    assert (slip.value, slip.column, slip.row) == ("171.58", "B", cells_row(cells, "西藏"))
    assert slip.suggestions == ("17.158",)
    assert "小数点" in slip.message.zh
    # it is above 100 besides, and no score can be
    assert [p.value for p in found["value_out_of_range"]] == ["171.58"]


def cells_row(cells: list[dict[str, str | int]], region: str) -> int:
    return next(n for n, c in enumerate(cells, start=2) if c["region"] == region)


def test_95_8_among_1_to_25_is_a_decimal_slip(base: Path) -> None:
    codes = list(values_of("rd_expenditure", NEW_YEAR))
    values = {code: 1 + 24 * n / 30 for n, code in enumerate(codes)}
    values["330000"] = 95.8
    cells = column("invention_patents_per_10k", "件/万人", 2026, values)
    (slip,) = kinds(check_cells(cells, base))["decimal_slip"]
    assert (slip.value, slip.suggestions) == ("95.8", ("9.58",))


SLIPS = {
    "330000": (4, "unit_slip"),
    "340000": (8, "unit_slip"),
    "350000": (-4, "unit_slip"),
    "360000": (1, "decimal_slip"),
    "370000": (-1, "decimal_slip"),
    "410000": (2, "decimal_slip"),
}


def test_figures_of_another_size_than_their_history_are_slips(
    base: Path, expenditure: dict[str, float]
) -> None:
    wrong = {code: expenditure[code] * 10.0**power for code, (power, _) in SLIPS.items()}
    report = check_cells(upload(expenditure | wrong), base)
    found = kinds(report)
    rows = dict(zip(expenditure, range(2, 33), strict=True))
    slips = {p.row: p for kind in ("unit_slip", "decimal_slip") for p in found[kind]}
    assert set(slips) == {rows[code] for code in SLIPS}
    for code, (_, kind) in SLIPS.items():
        slip = slips[rows[code]]
        assert (slip.kind, slip.severity) == (kind, "warning")
        assert float(slip.suggestions[0]) == pytest.approx(expenditure[code])
        assert str(LAST_YEAR) in slip.message.zh
    assert not report.can_publish


def test_a_whole_column_in_another_unit_is_told_once(
    base: Path, expenditure: dict[str, float]
) -> None:
    in_wan = {code: value / 10_000 for code, value in expenditure.items()}
    found = kinds(check_cells(upload(in_wan), base))
    (issue,) = found["unit_slip_column"]
    assert "31" in issue.message.zh
    assert "unit_slip" not in found


def test_a_figure_far_from_its_history_that_is_no_power_of_ten_is_a_jump(
    base: Path, expenditure: dict[str, float]
) -> None:
    found = kinds(check_cells(upload(expenditure | {"330000": expenditure["330000"] * 3.6}), base))
    assert [p.message.zh.count("浙江") for p in found["jump"]] == [1]


@pytest.mark.parametrize("step", [1, -1])
def test_a_column_shifted_by_a_row_is_told_once(
    base: Path, expenditure: dict[str, float], step: int
) -> None:
    codes = list(expenditure)
    shifted = {code: expenditure[codes[(n + step) % len(codes)]] for n, code in enumerate(codes)}
    found = kinds(check_cells(upload(shifted), base))
    (issue,) = found["shifted"]
    assert ("下移" if step < 0 else "上移") in issue.message.zh
    assert "jump" not in found
    assert "decimal_slip" not in found


def test_a_column_shifted_from_some_row_on_is_told(
    base: Path, expenditure: dict[str, float]
) -> None:
    codes = list(expenditure)
    shifted = {code: expenditure[codes[n - 1] if n >= 18 else code] for n, code in enumerate(codes)}
    (issue,) = kinds(check_cells(upload(shifted), base))["shifted"]
    # from the first row on from which six in a row fit
    assert 20 <= (issue.row or 0) <= 24


def test_provinces_that_do_not_give_the_nation_are_told(
    base: Path, expenditure: dict[str, float]
) -> None:
    total = sum(expenditure.values())
    nation = [cell(f"{total:.1f}", region="全国")]
    assert not kinds(check_cells([*upload(expenditure), *nation], base))
    wrong = expenditure | {"330000": expenditure["330000"] + 60}
    (issue,) = kinds(check_cells([*upload(wrong), *nation], base))["total_mismatch"]
    assert (issue.row, issue.value) == (33, f"{total:.1f}")
    assert "0.01%" in issue.accepted.zh


def test_a_city_above_its_province_is_told(base: Path, expenditure: dict[str, float]) -> None:
    cells = [*upload(expenditure), cell(str(expenditure["320000"] * 1.2), region="苏州市")]
    found = kinds(check_cells(cells, base))
    (issue,) = found["part_above_total"]
    assert "江苏" in issue.message.zh
    assert issue.row == 33


def test_regions_that_the_year_before_had_are_missed_once(
    base: Path, expenditure: dict[str, float]
) -> None:
    few = {code: v for code, v in expenditure.items() if code not in ("540000", "630000")}
    (issue,) = kinds(check_cells(upload(few), base))["regions_missing"]
    assert "西藏、青海" in issue.message.zh
    # a file with one province is not meant to be complete
    single = {"330000": expenditure["330000"]}
    assert "regions_missing" not in kinds(check_cells(upload(single), base))


def test_a_zero_and_a_turned_sign_where_there_never_was_one_are_told(
    base: Path, expenditure: dict[str, float]
) -> None:
    found = kinds(check_cells(upload(expenditure | {"540000": 0, "330000": -2640.2}), base))
    (zero,) = found["zero_for_missing"]
    assert "缺失" in zero.message.zh
    (turned,) = found["sign_changed"]
    assert turned.suggestions == ("2640.2",)
    assert [p.value for p in found["value_out_of_range"]] == ["-2640.2"]


def test_a_series_that_is_new_is_compared_with_its_own_other_years(base: Path) -> None:
    cells = [
        cell(value, region="苏州工业园区", parent="苏州", year=str(year))
        for year, value in zip(range(2018, 2024), (70, 80, 90, 1000, 110, 120), strict=True)
    ]
    (slip,) = kinds(check_cells(cells, base))["decimal_slip"]
    assert (slip.value, slip.suggestions) == ("1000", ("100",))
