"""The shipped figures are published whole: every row is in the release, or listed as rejected."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from etl.resolve.corrections import read_corrections
from scoreboard import paths
from scoreboard.catalog.loader import load_catalog
from tests.etl.workbench import read_release


def shipped_rows() -> Iterator[tuple[str, int, dict[str, str]]]:
    """Every row of the shipped files with its file and number in the spreadsheet."""
    for path in sorted(paths.OBSERVATIONS.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                yield path.name, number, row


def test_every_shipped_row_is_in_the_release_or_listed_as_rejected(releases: Path) -> None:
    published = {
        (region, indicator, year): (value, status, source)
        for region, indicator, year, value, status, source in read_release(
            releases,
            "SELECT region_code, indicator_code, year, value, status, source_code FROM observation",
        )
    }
    rejected = set(read_release(releases, "SELECT file, row FROM rejection WHERE row IS NOT NULL"))
    catalog = load_catalog()
    corrected: dict[tuple[str, str, int], dict[str, str]] = defaultdict(dict)
    for _file, c in read_corrections(paths.CORRECTIONS)[0]:
        match = (c.match.indicator, c.match.region_code, c.match.year)
        corrected[match][c.field] = c.value
    rows = kept = 0
    for file, number, row in shipped_rows():
        rows += 1
        if (file, number) in rejected:
            continue
        kept += 1
        value, status, source = published[row["region_code"], row["indicator"], int(row["year"])]
        key = (row["indicator"], row["region_code"], int(row["year"]))
        right = {**row, **corrected.get(key, {})}
        assert (status, source) == (right["status"], right["source"])
        unit = catalog.units.get(row["unit"])
        target = catalog.unit_of(row["indicator"])
        if unit is not None and unit.base == target.base:
            assert value == float(Fraction(float(right["value"])) * unit.ratio_to(target))
    assert rows > 15_000
    read_in = [key for key in published if catalog.is_published(key[1])]
    assert len(read_in) == kept == rows - len(rejected)


def test_hardly_any_shipped_row_is_rejected(releases: Path) -> None:
    rejected = read_release(releases, "SELECT * FROM rejection WHERE row IS NOT NULL")
    assert len(rejected) < 10, rejected


@pytest.mark.parametrize("indicator", ["rd_expenditure", "rd_personnel_fte", "rd_basic_research"])
def test_provinces_add_up_to_the_nation(releases: Path, indicator: str) -> None:
    nation: dict[int, float] = {}
    provinces: dict[int, list[float]] = defaultdict(list)
    for region, year, value, level in read_release(
        releases,
        f"SELECT region_code, year, value, level FROM observation JOIN region USING (region_code)"
        f" WHERE indicator_code = '{indicator}' AND year BETWEEN 2010 AND 2023",
    ):
        if region == "000000":
            nation[year] = value
        elif level == "province":
            provinces[year].append(value)
    assert sorted(nation) == list(range(2010, 2024))
    for year, whole in nation.items():
        assert len(provinces[year]) == 31
        assert sum(provinces[year]) == pytest.approx(whole, rel=1e-4), year


@pytest.mark.parametrize(
    ("indicator", "region", "year", "value"),
    [
        ("rd_expenditure", "110000", 2020, 2326.6),
        ("rd_expenditure", "320000", 2021, 3438.6),
        ("rd_basic_research", "110000", 2020, 373.0986),  # published as 3730986 万元
        ("rd_experimental_development", "320000", 2021, 3123.5271),  # 31235271 万元
        ("tech_contract_value", "320000", 2021, 2606.1663),
        ("tech_contract_value", "540000", 2017, 0.0440),
        ("invention_patents_granted", "440300", 2024, 74700),  # 7.47 万件
        ("hightech_enterprises", "220100", 2020, 2013),  # 户
        ("gdp", "110000", 2010, 15420.2),
        ("higher_edu_per_100k", "000000", 2010, 8930),
        ("rd_intensity", "120000", 2015, 3.08),
        ("rd_intensity_revised", "120000", 2015, 4.69),
    ],
)
def test_a_published_figure_is_there_in_the_unit_of_the_catalog(
    releases: Path, indicator: str, region: str, year: int, value: float
) -> None:
    found = read_release(
        releases,
        f"SELECT value FROM observation WHERE indicator_code = '{indicator}'"
        f" AND region_code = '{region}' AND year = {year}",
    )
    assert found == [(pytest.approx(value, rel=1e-12),)]


def test_coverage_counts_the_regions_that_have_a_value(releases: Path) -> None:
    assert read_release(
        releases,
        "SELECT regions FROM coverage WHERE indicator_code = 'rd_expenditure'"
        " AND level = 'province' AND year = 2020",
    ) == [(31,)]
    assert read_release(releases, "SELECT sum(regions) FROM coverage") == read_release(
        releases, "SELECT count(*) FROM observation"
    )


def test_regions_know_their_province(releases: Path) -> None:
    assert read_release(
        releases,
        "SELECT level, parent_code, province_code FROM region WHERE region_code = '320500-SIP'",
    ) == [("zone", "320500", "320000")]


def test_the_first_release_says_who_made_it_and_lists_no_revisions(releases: Path) -> None:
    ((number, when, who, kind, digest, added),) = read_release(
        releases,
        "SELECT release_id, published_at, published_by, kind, sha256, rows_added FROM release",
    )
    assert (number, kind, len(digest)) == (1, "build", 64)
    assert who
    assert when.endswith("+00:00")
    assert [(added,)] == read_release(releases, "SELECT count(*) FROM observation")
    assert read_release(releases, "SELECT count(*) FROM revision") == [(0,)]
