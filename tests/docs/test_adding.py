"""Follows docs/adding.md in a copy of the project: what it says is enough to add something."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDING = (ROOT / "docs" / "adding.md").read_text(encoding="utf-8")
# Enough figures for a release, few enough to build it in a second.
SHIPPED = "gdp"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy with the code, the catalog, and the figures of one indicator."""
    for part in ("etl", "scoreboard", "data/catalog"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=ignored)
    (tmp_path / "data" / "observations").mkdir()
    name = f"data/observations/{SHIPPED}.csv"
    shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(project: Path, *arguments: str, code: int = 0) -> str:
    """What a command of the copy prints; it has to end with this code."""
    # The copy has folders of its own, whatever the tests beside this one use.
    own = ("SCOREBOARD_", "LANG", "LC_")
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(own)}
    ran = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**inherited, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == code, ran.stdout[-2000:] + ran.stderr[-2000:]
    return ran.stdout


def read(project: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of the release in force of the copy."""
    releases = project / "data" / "releases"
    file = releases / (releases / "CURRENT").read_text().strip()
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def add_line(project: Path, name: str, line: str) -> None:
    """Append a line to a file of the copy."""
    with (project / name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def write(project: Path, name: str, text: str) -> None:
    """Write a new file of the copy."""
    assert not (project / name).exists()
    (project / name).write_text(text, encoding="utf-8")


CARD = """\
code: science_museums
name: {zh: 科技馆数量, en: Science museums}
definition: {zh: 年末已开放的科技馆。, en: Museums of science that are open at the end of the year.}
unit: 个
decimals: 0
direction: higher_is_better
pillar: base
chain: science
levels: [province]
valid_range: [0, 1000]
"""
FIGURES = """\
region_code,year,indicator,value,unit,source
610000,2023,science_museums,{value},个,{source}
"""


def add_indicator(project: Path, source: str = "nbs_communique") -> None:
    """The row "indicator" of the document."""
    write(project, "data/catalog/indicators/science_museums.yml", CARD)
    figures = FIGURES.format(value=12, source=source)
    write(project, "data/observations/science_museums.csv", figures)


def a_source() -> str:
    """The code of a publication that the catalog has."""
    lines = (ROOT / "data/catalog/sources.csv").read_text(encoding="utf-8").splitlines()
    return lines[1].split(",")[0]


def test_an_indicator_is_a_card_and_its_figures(project: Path) -> None:
    assert "`data/catalog/indicators/<code>.yml`" in ADDING
    add_indicator(project, a_source())
    run(project, "-m", "etl", "build")
    found = read(project, "SELECT value FROM observation WHERE indicator_code = 'science_museums'")
    assert found == [(12.0,)]


def test_a_source_is_a_row(project: Path) -> None:
    add_line(
        project,
        "data/catalog/sources.csv",
        "museums_2023,科技馆统计年报2023,某省科协,2024-05-01,,B",
    )
    add_indicator(project, "museums_2023")
    run(project, "-m", "etl", "build")
    found = read(project, "SELECT source_code FROM observation WHERE value = 12 AND year = 2023")
    assert ("museums_2023",) in found


def test_a_place_is_a_row(project: Path) -> None:
    add_line(project, "data/catalog/regions.csv", "619900,新设市,新设,Xinshe,city,610000,2020,,")
    add_line(
        project,
        "data/observations/gdp.csv",
        _row_like_the_first(region_code="619900", region="新设市", year="2023", value="100"),
    )
    run(project, "-m", "etl", "build")
    found = read(
        project,
        "SELECT value, level, province_code FROM observation JOIN region USING (region_code)"
        " WHERE region_code = '619900'",
    )
    assert found == [(100.0, "city", "610000")]


def _row_like_the_first(**cells: str) -> str:
    """A row of the shipped file with some cells changed."""
    header, first, *_ = (
        (ROOT / f"data/observations/{SHIPPED}.csv").read_text("utf-8-sig").splitlines()
    )
    row = dict(zip(header.split(","), first.split(","), strict=False))
    return ",".join({**row, "note": "", **cells}[name] for name in header.split(","))


REGISTER = """\
code: science_museums
name: {zh: 科技馆名单, en: List of science museums}
item: {zh: 已开放的科技馆，按所在地。, en: A museum of science that is open.}
kinds:
- {zh: 科技馆, en: Science museum}
lists:
- {year: 2023, announced: 2, is_complete: true}
counts:
- {indicator: science_museums}
"""


def test_a_register_is_a_file_and_its_card(project: Path) -> None:
    assert "`data/registers/<code>.csv`" in ADDING
    shutil.copytree(ROOT / "data/registers", project / "data/registers")
    write(project, "data/catalog/indicators/science_museums.yml", CARD)
    write(project, "data/catalog/registers/science_museums.yml", REGISTER)
    items = "".join(f"{n}馆,610100,科技馆,2023,,{a_source()},\n" for n in "甲乙")
    header = "name,region_code,kind,year,batch,source,note\n"
    write(project, "data/registers/science_museums.csv", header + items)
    run(project, "-m", "etl", "build")
    found = read(
        project,
        "SELECT region_code, value, status FROM observation"
        " WHERE indicator_code = 'science_museums' AND region_code IN ('610000', '620000')",
    )
    assert found == [("610000", 2.0, "A"), ("620000", 0.0, "A")]
    add_line(
        project, "data/registers/science_museums.csv", f"丙馆,619999,科技馆,2023,,{a_source()},"
    )
    assert "science_museums.csv row 4 region_code" in run(project, "-m", "etl", "build", code=1)


FORM = '''\
"""Reads tables whose first cell says 三列表: region, year, value."""

from etl.read import cells as c
from etl.read.forms.blocks import Context
from etl.read.model import ReadFigure, SheetResult, Hints, Sheet, column_letters


def recognise(sheet: Sheet) -> float:
    """Sure where the first cell says so."""
    return 1.0 if sheet.cells and c.text_of(sheet.cells[0][0]) == "三列表" else 0.0


def read(sheet: Sheet, hints: Hints, before: Context | None = None) -> SheetResult:
    """A figure a row."""
    found = SheetResult()
    for row, cells in enumerate(sheet.cells[1:], start=2):
        region, year, value = map(c.text_of, cells[:3])
        found.figures.append(
            ReadFigure(sheet.name, row, column_letters(2), region, "", "地区生产总值", "亿元", year,
                   value, "", hints.source, "", value, "")
        )
    return found
'''
READ = """
import json
from etl.read import Hints, read_file
reading = read_file("三列表,,\\n陕西,2023,33786\\n".encode(), "三列表.csv", hints=Hints(source="x"))
print(json.dumps([reading.form, reading.rows[["region", "year", "value"]].values.tolist()]))
"""


TARGET = """\
- region_code: '610000'
  year: 2030
  indicator: gdp
  value: 50000
  unit: 亿元
  comparator: more_than
  wording: 突破
  base_year: 2025
  source: {source}
"""
COUNT = "from scoreboard.catalog import load_catalog; print(len(load_catalog().targets))"


def test_a_target_is_an_entry(project: Path) -> None:
    assert "an entry in `data/catalog/targets.yml`" in ADDING
    before = int(run(project, "-c", COUNT))
    add_line(project, "data/catalog/targets.yml", TARGET.format(source=a_source()))
    assert int(run(project, "-c", COUNT)) == before + 1


def test_a_form_is_a_file_and_a_line(project: Path) -> None:
    assert "one file in `etl/read/forms/` and its line in `etl/read/forms/__init__.py`" in ADDING
    write(project, "etl/read/forms/three_columns.py", FORM)
    forms = project / "etl/read/forms/__init__.py"
    text = forms.read_text(encoding="utf-8")
    text = text.replace("import nbs_export, template", "import nbs_export, template, three_columns")
    line = '    "template": template,\n'
    text = text.replace(line, '    "three_columns": three_columns,\n' + line)
    forms.write_text(text, encoding="utf-8")
    form, rows = json.loads(run(project, "-c", READ))
    assert form == "three_columns"
    assert rows == [["陕西", "2023", "33786"]]


KIND = """\
from etl.check.kind import RowCheck
from scoreboard.catalog.models import Text

KIND = RowCheck(
    name=Text(zh="尾数为零", en="round value"),
    severity="warning",
    column_name="value",
    fails="value >= 1000 AND value % 1000 = 0",
    message=Text(zh="{value_text}恰为整千", en="{value_text} is a round number of thousands"),
    accepted=Text(zh="核对后接受", en="accept it once it is checked"),
)
"""


def test_a_kind_of_issue_is_a_file(project: Path) -> None:
    assert "one file in `etl/check/kinds/`" in ADDING
    write(project, "etl/check/kinds/round_value.py", KIND)
    figure = f"陕西省,2023,地区生产总值,33000,亿元,{a_source()}"
    write(project, "table.csv", f"region,year,indicator,value,unit,source\n{figure}\n")
    run(project, "-m", "etl", "build")
    told = run(project, "-m", "etl", "check", "table.csv", code=1)
    assert "33000 is a round number of thousands" in told
    assert "warning  round_value" in told
