"""Registers: every item is in the release, what is counted is true, and a wrong item is refused."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from etl import __main__ as command_line
from etl.read.registers import COLUMNS, Item, read_registers
from etl.release.build import build
from etl.release.count import count_items
from etl.release.rollback import rollback
from scoreboard import paths
from scoreboard.catalog import Catalog, Register, load_catalog
from tests.etl.workbench import read_release, row

SHIPPED = {file.stem: file for file in sorted(paths.REGISTERS.glob("*.csv"))}

# Counted from the same lists by another person with another program: how many regions of a level
# have a number, in how many it is zero, their sum, and how many numbers are lower bounds.
COUNTED = {
    ("a_class_disciplines", 2017, "city"): (28, 0, 383, 28),
    ("a_class_disciplines", 2017, "province"): (22, 0, 735, 22),
    ("double_first_class_universities", 2022, "city"): (333, 294, 89, 0),
    ("double_first_class_universities", 2022, "province"): (31, 1, 147, 0),
    ("national_etdz", 2025, "city"): (316, 168, 209, 7),
    ("national_etdz", 2025, "province"): (31, 0, 232, 0),
    ("national_hightech_zones", 2024, "city"): (153, 0, 163, 153),
    ("national_hightech_zones", 2024, "province"): (30, 0, 174, 30),
    ("state_key_labs", 2019, "city"): (216, 191, 116, 9),
    ("state_key_labs", 2019, "province"): (31, 6, 253, 0),
    ("state_key_labs_enterprise", 2016, "city"): (84, 54, 46, 25),
    ("state_key_labs_enterprise", 2016, "province"): (31, 2, 177, 0),
    ("state_key_labs_joint", 2020, "city"): (30, 0, 37, 30),
    ("state_key_labs_joint", 2020, "province"): (26, 0, 48, 26),
    ("universities", 2011, "city"): (332, 28, 1844, 68),
    ("universities", 2011, "nation"): (1, 0, 2101, 0),
    ("universities", 2017, "city"): (333, 20, 2341, 0),
    ("universities", 2017, "nation"): (1, 0, 2631, 0),
    ("universities", 2025, "city"): (333, 12, 2603, 0),
    ("universities", 2025, "nation"): (1, 0, 2919, 0),
    ("universities_junior", 2011, "city"): (327, 42, 1150, 63),
    ("universities_junior", 2025, "city"): (333, 25, 1413, 0),
    ("universities_undergraduate", 2011, "city"): (333, 104, 694, 0),
    ("universities_undergraduate", 2025, "city"): (333, 64, 1190, 0),
    ("universities_undergraduate", 2025, "nation"): (1, 0, 1365, 0),
}
# By name, read off the lists by hand: 洛阳, 苏州, 徐州, 西安, 北京, 太原, 大同, 绵阳.
BY_HAND = {
    ("410300", "universities_undergraduate", 2025): (3, "A"),
    ("410300", "double_first_class_universities", 2022): (0, "A"),
    ("410300", "state_key_labs_enterprise", 2016): (2, "U"),
    ("410300", "innovative_cities", 2016): (1, "A"),
    ("320500", "national_etdz", 2025): (9, "A"),
    ("320500", "state_key_labs", 2019): (0, "A"),
    ("320300", "innovative_cities", 2016): (0, "A"),
    ("320300", "innovative_cities", 2018): (1, "A"),
    ("610100", "state_key_labs", 2019): (9, "U"),
    ("610100", "universities", 2025): (64, "A"),
    ("110000", "state_key_labs", 2019): (79, "A"),
    # One of Shanxi's laboratories could not be placed in a city: no city there has a zero.
    ("140100", "state_key_labs", 2019): (1, "U"),
    ("140200", "state_key_labs", 2019): None,
    # Of a list not shown to be complete, what is not on it is not known.
    ("510700", "state_key_labs_joint", 2020): (1, "U"),
    ("410300", "state_key_labs_joint", 2020): None,
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_every_item_is_in_the_release_in_order(releases: Path) -> None:
    held = read_release(releases, "SELECT * FROM register_item")
    listed = []
    for code, file in SHIPPED.items():
        with file.open(encoding="utf-8", newline="") as handle:
            for r in csv.DictReader(handle):
                year = int(r["year"]) if r["year"] else None
                listed.append(
                    (code, year, r["region_code"], r["name"], r["kind"], r["batch"], r["source"],
                     r["note"])
                )  # fmt: skip
    assert sorted(held, key=str) == sorted(listed, key=str)
    keys = [(r[0], r[1] or 0, r[2], r[3]) for r in held]
    assert keys == sorted(keys)
    assert len(held) == 9_598


def test_a_register_has_a_card_and_a_card_a_register(catalog: Catalog) -> None:
    assert set(catalog.registers) == set(SHIPPED)
    items, issues = read_registers(paths.REGISTERS, catalog)
    assert issues == []
    kinds = {(item.register_code, item.kind) for item in items}
    declared = {(r.code, kind) for r in catalog.registers.values() for kind in r.kind_of}
    assert kinds == declared


def test_counts_are_those_of_an_independent_count(releases: Path) -> None:
    found = {
        (code, year, level): numbers
        for code, year, level, *rest in read_release(
            releases,
            """
            SELECT indicator_code, year, level, count(*), count(*) FILTER (WHERE value = 0),
                sum(value)::INTEGER, count(*) FILTER (WHERE status = 'U')
            FROM observation JOIN region USING (region_code) GROUP BY ALL
            """,
        )
        if (numbers := tuple(rest))
    }
    assert {key: found[key] for key in COUNTED} == COUNTED


def test_counts_read_off_the_lists_by_hand(releases: Path) -> None:
    found = {
        (region, code, year): (value, status)
        for region, code, year, value, status in read_release(
            releases, "SELECT region_code, indicator_code, year, value, status FROM observation"
        )
    }
    assert {key: found.get(key) for key in BY_HAND} == BY_HAND


def test_a_lower_bound_says_so_and_nothing_else_does(releases: Path, catalog: Catalog) -> None:
    for code in catalog.register_of:
        rows = read_release(
            releases,
            "SELECT value, status, note FROM observation"
            f" WHERE indicator_code = '{code}' ORDER BY region_code",
        )
        assert rows, code
        for value, status, note in rows:
            assert (status == "U") == note.startswith("下限："), (code, note)
            assert status in {"A", "U"} and value == int(value)
            assert status == "A" or value > 0, "a lower bound of nothing is no figure"


def test_complete_lists_add_up_to_the_number_announced(catalog: Catalog) -> None:
    items, _ = read_registers(paths.REGISTERS, catalog)
    announced = {
        (register.code, known.year): known.announced
        for register in catalog.registers.values()
        for known in register.lists
        if known.is_complete
    }
    assert announced == {
        ("double_first_class", 2022): 147,
        ("innovative_cities", 2016): 61,
        ("innovative_cities", 2018): 78,
        ("national_etdz", 2025): 232,
        ("state_key_labs", 2019): 253,
        ("state_key_labs_enterprise", 2016): 177,
        ("universities", 2011): 2101,
        ("universities", 2017): 2631,
        ("universities", 2025): 2919,
    }
    for (code, year), number in announced.items():
        if number is not None:
            is_cumulative = catalog.registers[code].is_cumulative
            on_list = [
                item
                for item in items
                if item.register_code == code
                and item.year is not None
                and (item.year <= year if is_cumulative else item.year == year)
            ]
            assert len(on_list) == number, (code, year)


# ---- the rule -----------------------------------------------------------------------------------

HEBEI, SHIJIAZHUANG, TANGSHAN, BEIJING = "130000", "130100", "130200", "110000"


def counted(
    catalog: Catalog, items: Iterable[tuple[int, str, str]], **card: object
) -> dict[tuple[str, int], tuple[int, str]]:
    """What is counted from (year, region, kind) by a register of one card."""
    register = Register.model_validate(
        {
            "code": "zones",
            "name": {"zh": "名单", "en": "List"},
            "item": {"zh": "园区", "en": "Zone"},
            "kinds": [{"zh": "甲", "en": "a"}, {"zh": "乙", "en": "b"}],
            "lists": [{"year": 2020, "is_complete": True}],
            "counts": [{"indicator": "national_etdz"}],
            **card,
        }
    )
    known = replace(catalog, registers={"zones": register})
    listed = [
        Item("zones", year, code, f"{n}", kind, "", "etdz_2025", "")
        for n, (year, code, kind) in enumerate(items)
    ]
    return {(f.region_code, f.year): (f.value, f.status) for f in count_items(listed, known)}


def test_a_complete_list_gives_every_region_a_number(catalog: Catalog) -> None:
    found = counted(catalog, [(2020, SHIJIAZHUANG, "甲"), (2020, SHIJIAZHUANG, "乙")])
    assert found["000000", 2020] == found[HEBEI, 2020] == found[SHIJIAZHUANG, 2020] == (2, "A")
    assert found[TANGSHAN, 2020] == found[BEIJING, 2020] == (0, "A")
    assert len(found) == 1 + 31 + 333
    only = counted(
        catalog,
        [(2020, SHIJIAZHUANG, "甲"), (2020, TANGSHAN, "乙")],
        counts=[{"indicator": "national_etdz", "kinds": ["甲"]}],
    )
    assert (only[SHIJIAZHUANG, 2020], only[TANGSHAN, 2020]) == ((1, "A"), (0, "A"))


def test_an_item_whose_city_is_unknown_makes_lower_bounds_below_its_province(
    catalog: Catalog,
) -> None:
    found = counted(
        catalog, [(2020, HEBEI, "甲"), (2020, SHIJIAZHUANG, "甲"), (2020, BEIJING, "甲")]
    )
    assert found[HEBEI, 2020] == (2, "A")
    assert found[SHIJIAZHUANG, 2020] == (1, "U")
    assert (TANGSHAN, 2020) not in found
    assert found[BEIJING, 2020] == (1, "A")
    assert found["410300", 2020] == (0, "A")


def test_an_incomplete_list_gives_no_zero(catalog: Catalog) -> None:
    lists = [{"year": 2020, "announced": 9, "is_complete": False}]
    found = counted(catalog, [(2020, SHIJIAZHUANG, "甲")], lists=lists)
    assert found == {(code, 2020): (1, "U") for code in ("000000", HEBEI, SHIJIAZHUANG)}


def test_batches_add_up_and_whole_lists_do_not(catalog: Catalog) -> None:
    lists = [{"year": 2016, "is_complete": True}, {"year": 2018, "is_complete": True}]
    items = [(2016, SHIJIAZHUANG, "甲"), (2018, TANGSHAN, "甲")]
    batches = counted(catalog, items, lists=lists, is_cumulative=True)
    assert [batches[HEBEI, year] for year in (2016, 2018)] == [(1, "A"), (2, "A")]
    whole = counted(catalog, items, lists=lists)
    assert whole[SHIJIAZHUANG, 2018] == (0, "A")


# ---- refusals -----------------------------------------------------------------------------------

GOOD = "苏州某园区,320500,国家级经济技术开发区,2025,,etdz_2025,"


def told(folder: Path, catalog: Catalog, *lines: str) -> list[tuple[str, int | None, str, str]]:
    """File, row, column and sentence of what is wrong with a register of some lines."""
    folder.mkdir(exist_ok=True)
    text = "\n".join([",".join(COLUMNS), *lines, ""])
    (folder / "national_etdz.csv").write_text(text, encoding="utf-8")
    known = replace(catalog, registers={"national_etdz": catalog.registers["national_etdz"]})
    _, issues = read_registers(folder, known)
    return [(i.file, i.row, i.column, i.message.en) for i in issues]


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (GOOD.replace("320500", "329900"), "region_code", "'329900' is no region"),
        (GOOD.replace("etdz_2025", ""), "source", "'' is not among the sources"),
        (GOOD.replace("etdz_2025", "somewhere"), "source", "'somewhere' is not among the sources"),
        (GOOD.replace("2025,,", "2024,,"), "year", "'2024' has no list"),
        (GOOD.replace("国家级", "省级"), "kind", "is not declared on the card"),
        (GOOD.replace("苏州某园区", ""), "name", "is empty"),
    ],
)
def test_an_item_that_does_not_fit_is_refused_by_file_and_line(
    tmp_path: Path, catalog: Catalog, line: str, column: str, sentence: str
) -> None:
    ((file, row_number, where, said),) = told(tmp_path, catalog, line)
    assert (file, row_number, where) == ("national_etdz.csv", 2, column)
    assert sentence.replace("'", '"') in said


def test_an_item_that_stands_twice_is_refused(tmp_path: Path, catalog: Catalog) -> None:
    found = told(tmp_path, catalog, GOOD, GOOD)
    assert found == [("national_etdz.csv", 3, "name", '"苏州某园区" stands in row 2, too')]


def test_a_complete_list_of_another_number_is_refused(tmp_path: Path, catalog: Catalog) -> None:
    ((file, _, _, said),) = told(tmp_path, catalog, GOOD)
    assert file == "national_etdz.csv"
    assert said == "the list of 2025 is called complete, 232 are announced, and 1 are here"


def test_other_columns_and_a_file_without_a_card_are_refused(
    tmp_path: Path, catalog: Catalog
) -> None:
    (tmp_path / "parks.csv").write_text("name\n某园区\n", encoding="utf-8")
    _, issues = read_registers(tmp_path, replace(catalog, registers={}))
    assert [(i.file, i.message.en) for i in issues] == [
        ("parks.csv", "the file of a register has no card")
    ]
    (tmp_path / "parks.csv").unlink()
    (tmp_path / "national_etdz.csv").write_text("name\n某园区\n", encoding="utf-8")
    register = {"national_etdz": catalog.registers["national_etdz"]}
    _, issues = read_registers(tmp_path, replace(catalog, registers=register))
    assert [i.message.en for i in issues] == ["the file of a register has other columns"]


def test_the_command_line_checks_a_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["check", str(SHIPPED["national_etdz"])]) == 0
    file = tmp_path / "national_etdz.csv"
    wrong = SHIPPED["national_etdz"].read_text("utf-8").replace(",320500,", ",329900,", 1)
    file.write_text(wrong, encoding="utf-8")
    assert command_line.main(["check", str(file)]) == 1
    said = capsys.readouterr().out
    line = wrong[: wrong.index(",329900,")].count("\n") + 1
    assert f"error national_etdz.csv row {line} region_code: " in said
    assert '"329900" is no region of the catalog' in said


# ---- releases -----------------------------------------------------------------------------------


def test_items_follow_their_release(tmp_path: Path, catalog: Catalog) -> None:
    """A wrong item publishes nothing, a changed list is a release, a rollback brings items back."""
    observations, registers = tmp_path / "observations", tmp_path / "registers"
    observations.mkdir()
    registers.mkdir()
    figures = observations / "gdp.csv"
    with figures.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, row())
        writer.writeheader()
        writer.writerow(row())
    card = catalog.registers["pilot_platforms"]
    known = replace(catalog, registers={"pilot_platforms": card})
    header, first, second, *_ = SHIPPED["pilot_platforms"].read_text("utf-8").splitlines()

    def publish(*lines: str) -> tuple[int | None, bool]:
        (registers / "pilot_platforms.csv").write_text("\n".join([header, *lines]), "utf-8")
        report = build(known, observations, tmp_path / "releases")
        return report.release_id, report.is_new

    names = "SELECT name FROM register_item ORDER BY year NULLS FIRST, region_code"
    assert publish(first) == (1, True)
    assert publish(first) == (1, False)
    assert publish(first, second) == (2, True)
    assert len(read_release(tmp_path / "releases", names)) == 2
    assert publish(first, second.replace("320000", "999999")) == (2, False)
    rollback(1, releases=tmp_path / "releases")
    assert read_release(tmp_path / "releases", names) == [(first.split(",")[0],)]
