"""A release is whole or not there: nothing new publishes nothing, a kill breaks nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from etl import __main__ as command_line
from etl.release import write
from scoreboard.store.folder import current_release
from tests.etl.workbench import GOOD, Workbench, read_release, row

ROOT = Path(__file__).resolve().parents[2]


def test_a_second_build_publishes_nothing(bench: Workbench) -> None:
    bench.write([row(), row(year="2021")])
    first, second = bench.build(), bench.build()
    assert (first.release_id, first.is_new, first.rows_added) == (1, True, 2)
    assert (second.release_id, second.is_new, second.rows_added) == (1, False, 0)
    assert [file.name for file in bench.releases.glob("*.duckdb")] == ["0001.duckdb"]


def test_a_new_release_lists_what_it_added_changed_and_withdrew(bench: Workbench) -> None:
    bench.write([row(year="2019", value="1"), row(year="2020", value="2"), row(year="2021")])
    bench.build()
    bench.write([row(year="2020", value="3"), row(year="2021"), row(year="2022", value="4")])
    report = bench.build()
    assert (report.rows_added, report.rows_changed, report.rows_withdrawn) == (1, 1, 1)
    first_columns = "region_code, indicator_code, year, value_before, value_after, release_id"
    assert bench.read(f"SELECT {first_columns} FROM revision ORDER BY year") == [
        ("110000", "gdp", 2019, 1.0, None, 2),
        ("110000", "gdp", 2020, 2.0, 3.0, 2),
        ("110000", "gdp", 2022, None, 4.0, 2),
    ]
    assert bench.read("SELECT release_id, rows_added FROM release ORDER BY ALL") == [(1, 3), (2, 1)]
    assert bench.read("SELECT year FROM observation") == [(2020,), (2021,), (2022,)]


@pytest.mark.parametrize(
    "change", [{"status": "P"}, {"source": "rd_bulletin_2020"}, {"note": "初步核算数"}]
)
def test_a_change_of_status_source_or_note_is_a_change(
    bench: Workbench, change: dict[str, str]
) -> None:
    bench.write([row()])
    bench.build()
    bench.write([row(**change)])
    report = bench.build()
    assert (report.is_new, report.rows_changed) == (True, 1)
    assert bench.read("SELECT value_before = value_after FROM revision") == [(True,)]


def test_releases_before_stay_as_they_were(bench: Workbench) -> None:
    bench.write([row(value="1")])
    bench.build()
    before = (bench.releases / "0001.duckdb").read_bytes()
    bench.write([row(value="2")])
    bench.build()
    assert (bench.releases / "0001.duckdb").read_bytes() == before
    assert bench.read("SELECT value FROM observation") == [(2.0,)]


def test_whoever_reads_while_another_release_comes_into_force_reads_on(bench: Workbench) -> None:
    bench.write([row(value="1")])
    bench.build()
    with duckdb.connect(str(bench.releases / "0001.duckdb"), read_only=True) as reader:
        bench.write([row(value="2")])
        assert bench.build().is_new
        assert reader.execute("SELECT value FROM observation").fetchall() == [(1.0,)]
    assert bench.read("SELECT value FROM observation") == [(2.0,)]


def test_figures_lie_in_order(bench: Workbench) -> None:
    keys = [(i, y, r) for i in ("gdp", "population") for y in (2021, 2020) for r in ("12", "11")]
    bench.write(
        row(
            region_code=f"{region}0000",
            region="",
            year=str(year),
            indicator=indicator,
            unit="亿元" if indicator == "gdp" else "万人",
            value="1",
        )
        for indicator, year, region in reversed(keys)
    )
    bench.build()
    stored = bench.read("SELECT indicator_code, year, region_code FROM observation")
    assert len(stored) == 8
    assert stored == sorted(stored)


def test_a_build_keeps_what_a_person_published(bench: Workbench) -> None:
    bench.write([row(value="1"), row(year="2021", value="1")])
    bench.build()
    with duckdb.connect(str(bench.releases / "0001.duckdb")) as connection:
        connection.execute("UPDATE observation SET value = 7 WHERE year = 2020")
        connection.execute(
            "INSERT INTO revision (region_code, indicator_code, year, value_before, value_after,"
            " release_id) VALUES ('110000', 'gdp', 2020, 1, 7, 2)"
        )
        connection.execute("INSERT INTO release SELECT * REPLACE (2 AS release_id) FROM release")
        connection.execute("UPDATE release SET kind = 'publish' WHERE release_id = 2")
    assert not bench.build().is_new
    bench.write([row(value="2"), row(year="2021", value="2")])
    assert bench.build().rows_changed == 1
    assert bench.read("SELECT year, value FROM observation") == [(2020, 7.0), (2021, 2.0)]


def test_what_killed_writers_left_is_removed_and_whole_files_are_not(bench: Workbench) -> None:
    bench.write([row()])
    bench.build()
    leftovers = [".unfinished-0002.duckdb", ".unfinished-0002.duckdb.wal", ".unfinished-CURRENT"]
    for name in (*leftovers, "0002-rejected.csv"):
        (bench.releases / name).write_text("half a rel", encoding="utf-8")
    # Killed between the file's name and CURRENT: whole, never in force, and nobody's to remove.
    (bench.releases / "0002.duckdb").write_bytes((bench.releases / "0001.duckdb").read_bytes())
    (bench.releases / ".unfinished-spill").mkdir()
    bench.write([row(value="2")])
    assert bench.build().release_id == 3
    assert sorted(path.name for path in bench.releases.iterdir()) == [
        ".highest-number",
        ".lock",
        "0001.duckdb",
        "0002-rejected.csv",
        "0002.duckdb",
        "0003.duckdb",
        "CURRENT",
    ]
    assert bench.read("SELECT value FROM observation") == [(2.0,)]


def test_a_release_that_fails_its_check_does_not_come_into_force(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write([row()])
    bench.build()
    insert = write._insert_figures

    def insert_one_twice(draft: write.Draft) -> None:
        insert(draft)
        draft.content.connection.execute("INSERT INTO fresh.observation FROM fresh.observation")

    monkeypatch.setattr(write, "_insert_figures", insert_one_twice)
    bench.write([row(value="2")])
    with pytest.raises(write.ReleaseError):
        bench.build()
    assert bench.read("SELECT value FROM observation") == [(35943.3,)]


def test_the_command_line_reports_and_says_by_its_exit_how_it_went(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bench.write([row(), row(year="2021", value="?")])
    monkeypatch.setattr(command_line, "build", lambda progress: bench.build())
    monkeypatch.setattr("scoreboard.paths.RELEASES", bench.releases)
    assert command_line.main(["releases"]) == 0
    assert "no release yet" in capsys.readouterr().out
    assert command_line.main(["build"]) == 0
    said = capsys.readouterr().out
    assert "Release 1: 1 figures added" in said
    assert 'figures.csv row 3 value: "?" is not a number' in said
    assert command_line.main(["build"]) == 0
    assert "Nothing new: release 1 stays." in capsys.readouterr().out
    assert command_line.main(["releases"]) == 0
    assert "In force: release 1" in capsys.readouterr().out
    bench.write_text("a,b\n")
    assert command_line.main(["build"]) == 1
    assert "nothing was published" in capsys.readouterr().out
    with pytest.raises(SystemExit) as bad_usage:
        command_line.main(["bild"])
    assert bad_usage.value.code == 2


PUBLISH_ONCE = """
import sys
from pathlib import Path
from etl.release.build import build
print(build(observations=Path(sys.argv[1]), releases=Path(sys.argv[2])).is_new)
"""


def start(script: str, bench: Workbench) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(bench.folder / "observations"), str(bench.releases)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_of_two_processes_at_once_one_builds_and_the_other_finds_nothing_new(
    bench: Workbench,
) -> None:
    bench.write([row(year=str(year)) for year in range(1990, 2024)])
    processes = [start(PUBLISH_ONCE, bench) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(answers) == ["False", "True"]
    assert current_release(bench.releases) == 1
    assert bench.read("SELECT count(*) FROM observation") == [(34,)]


# For every line it is sent, starts a process that publishes release after release, each with one
# and the same value in all its rows. All is imported once, and each process is a fork of that.
PUBLISH_FOR_EVER = f"""
import os
import sys
from itertools import count
from pathlib import Path
from etl.release.build import build
from scoreboard.store.folder import current_release
from tests.etl.workbench import small_catalog

good = {GOOD!r}
observations, releases = Path(sys.argv[1]), Path(sys.argv[2])
catalog = small_catalog()

def say(line):
    print(line, flush=True)

def publish_for_ever():
    say(os.getpid())
    for value in count(current_release(releases) + 1):
        rows = [good | {{"year": str(year), "value": str(value)}} for year in range(1990, 2024)]
        lines = [",".join(good), *(",".join(r.values()) for r in rows)]
        unfinished = observations / "figures.tmp"
        unfinished.write_text("\\n".join(lines), encoding="utf-8")
        unfinished.replace(observations / "figures.csv")
        build(catalog, observations, releases, progress=say)

for _ in sys.stdin:
    if (child := os.fork()) == 0:
        try:
            publish_for_ever()
        finally:
            os._exit(1)
    os.waitpid(child, 0)
    say("killed")
"""
STEPS = (
    "reading the catalog's names",
    "reading and checking the files",
    "working out derived indicators",
    "comparing with the release in force",
    "done",
)


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_a_whole_release(bench: Workbench) -> None:
    chance = random.Random(20240501)
    bench.write([row(value="0")])
    bench.build()
    killed_at_work = 0
    with start(PUBLISH_FOR_EVER, bench) as starter:
        assert starter.stdin is not None
        assert starter.stdout is not None
        for number in range(15):
            before = current_release(bench.releases) or 0
            starter.stdin.write("again\n")
            starter.stdin.flush()
            writer = int(starter.stdout.readline())
            # two kills of three while the release is written, the others at any other step
            step = "writing the release" if number % 3 else chance.choice(STEPS)
            said = next(line for line in starter.stdout if line in (f"{step}\n", "killed\n"))
            assert said != "killed\n", "the writer died by itself"
            time.sleep(chance.uniform(0, 0.12))
            os.kill(writer, signal.SIGKILL)
            assert "killed\n" in starter.stdout
            killed_at_work += any(bench.releases.glob(".unfinished-*"))
            after = current_release(bench.releases) or 0
            assert after >= before
            assert_whole(bench.releases, after)
    assert killed_at_work, "no kill hit a writer at work"
    assert bench.build().release_id is not None
    assert not list(bench.releases.glob(".unfinished-*"))


def assert_whole(releases: Path, number: int) -> None:
    """The release opens, is the one it says, and its figures are all of one and the same load."""
    history = read_release(releases, "SELECT release_id FROM release ORDER BY release_id")
    assert history[0] == (1,)
    assert history[-1] == (number,)
    ((rows, lowest, highest),) = read_release(
        releases, "SELECT count(*), min(value), max(value) FROM observation"
    )
    assert lowest == highest
    assert (rows, lowest) == ((1, 0.0) if number == 1 else (34, lowest))
