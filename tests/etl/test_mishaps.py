"""Ordinary mishaps in the folder of releases: nothing is lost, and a sentence says the way out.

Every mishap happens to a folder of four releases; then every command runs. Afterwards each release
file has the checksum that it had before.
"""

from __future__ import annotations

import contextlib
import csv
import ctypes
import hashlib
import os
import pickle
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import duckdb
import pytest

from etl import __main__ as command_line
from etl.bounded import Stopped
from etl.check.file_report import check
from etl.check.report import Acceptance, Original
from etl.release import files
from etl.release.build import build
from etl.release.comparison import ReleaseComparison, compare
from etl.release.history import ListedRelease
from etl.release.publish import publish
from etl.release.refusal import Refused
from etl.release.rollback import list_files, rollback
from etl.release.withdraw import withdraw
from scoreboard.catalog.models import Text
from scoreboard.catalog.problems import CatalogError
from scoreboard.store.folder import (
    FORMAT,
    PointerError,
    ReleaseFolderError,
    UnreadableReleaseError,
    current_release,
    key_of,
    list_numbers,
    too_new,
    unreadable,
)
from scoreboard.store.reading import Store
from tests.etl.uploads import cell, reading, shipped, tiny_catalog
from tests.etl.workbench import read_release

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def _four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Release 1 of Beijing's shipped figures, and three that people published."""
    releases = tmp_path_factory.mktemp("four") / "releases"
    rows = [r for r in shipped("rd_expenditure") if r["region_code"] == "110000"]
    figures = releases.parent / "observations" / "rd_expenditure.csv"
    figures.parent.mkdir()
    with figures.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row for row in rows if int(row["year"]) <= 2022)
    rebuild(releases)
    for year in (2023, 2024, 2025):
        publish_cells([cell(year * 1.5, year=str(year))], releases)
    return releases


@pytest.fixture
def four(_four: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The four releases as a copy of the test's own; the folder that all commands work on."""
    own = Path(shutil.copytree(_four, tmp_path / "releases"))
    shutil.copytree(_four.parent / "observations", tmp_path / "observations")
    monkeypatch.setattr("scoreboard.paths.RELEASES", own)
    return own


def compare_cells(cells: Iterable[dict[str, str | int]], releases: Path) -> ReleaseComparison:
    """Check and compare an upload, all its warnings accepted."""
    listed = list(cells)
    original = Original("上传.csv", repr(listed).encode())
    report = check(reading(listed), original, catalog=tiny_catalog(), releases=releases, aliases=())
    kinds = {kind for severity, kind, _ in report.issue_counts if severity == "warning"}
    return compare(report.accepting(Acceptance(kind, "已核对") for kind in kinds))


def publish_cells(cells: Iterable[dict[str, str | int]], releases: Path) -> ListedRelease:
    """Check, compare and publish an upload."""
    result = publish(compare_cells(cells, releases), by="张三")
    assert not isinstance(result, Refused), result
    return result


def checksums(releases: Path) -> dict[str, str]:
    """The checksum of every file below the folder but the lock and the pointer."""
    return {
        str(path.relative_to(releases)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in releases.rglob("*")
        if path.is_file() and path.name not in (".lock", "CURRENT", ".highest-number")
    }


def values(releases: Path) -> list[tuple[int, float]]:
    return read_release(
        releases,
        "SELECT year, value FROM observation WHERE indicator_code = 'rd_expenditure'"
        " AND region_code = '110000' AND year > 2022 ORDER BY year",
    )


def rebuild(releases: Path) -> object:
    """Build from the shipped figures that release 1 was made of."""
    return build(tiny_catalog(), releases.parent / "observations", releases)


def try_all(releases: Path) -> list[str]:
    """Let everyone write; returns the sentences of those that refused."""
    said = []
    for action in (
        lambda: rebuild(releases),
        lambda: publish(compare_cells([cell(9999, year="2026")], releases)),
        lambda: withdraw(2, releases=releases, catalog=tiny_catalog(), note="试"),
    ):
        try:
            result = action()
        except ReleaseFolderError as error:
            said.append(error.sentence.zh)
        else:
            if isinstance(result, Refused):
                said.append(result.reason.zh)
    return said


def write_pointer(content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / "CURRENT").write_bytes(content)


def pointer_as_folder(folder: Path) -> None:
    (folder / "CURRENT").unlink()
    (folder / "CURRENT").mkdir()
    (folder / "CURRENT" / "note.txt").write_text("mine", encoding="utf-8")


BROKEN_POINTERS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda folder: (folder / "CURRENT").unlink(),
    "empty": write_pointer(b""),
    "garbage": write_pointer(b"\x00\xff\xfe garbage"),
    "a number of digits that is no file name": write_pointer(b"4\n"),
    "written by another shell in UTF-16": write_pointer("0004.duckdb\r\n".encode("utf-16")),
    "a folder": pointer_as_folder,
    "names an absent file": write_pointer(b"0009.duckdb\n"),
    "names a file elsewhere": write_pointer(b"../0004.duckdb\n"),
    "names a copy": write_pointer(b"0004.duckdb.bak\n"),
}


@pytest.mark.parametrize("mishap", BROKEN_POINTERS.values(), ids=BROKEN_POINTERS)
def test_without_a_valid_pointer_nobody_writes_and_a_command_sets_it_right(
    four: Path, mishap: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    mishap(four)
    before = checksums(four)
    said = try_all(four)
    assert len(said) == 3
    assert all("python -m etl rollback 4" in sentence for sentence in said)
    for command in (["build"], ["releases"], ["withdraw", "2", "--note", "试"]):
        assert command_line.main(command) == 1
        told = capsys.readouterr()
        assert "python -m etl rollback 4" in told.out + told.err
    assert checksums(four) == before
    if (four / "CURRENT").is_dir():
        # A folder of somebody's is not removed to make room: the sentence says what stands there.
        assert all("请先移走" in sentence for sentence in said)
        (four / "CURRENT").rename(four.parent / "moved")
        before.pop("CURRENT/note.txt")
    assert command_line.main(["rollback", "4", "--by", "张三", "--note", "指针丢失"]) == 0
    assert current_release(four) == 5
    assert values(four) == [(2023, 3034.5), (2024, 3036.0), (2025, 3037.5)]
    after = checksums(four)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf0004.duckdb\n", b"0004.duckdb\r\n", b" 0004.duckdb"]
)
def test_a_pointer_that_an_editor_saved_still_points(four: Path, content: bytes) -> None:
    (four / "CURRENT").write_bytes(content)
    assert current_release(four) == 4
    assert publish_cells([cell(7, year="2026")], four).release_id == 5


def test_an_empty_folder_is_no_mishap_and_a_pointer_without_releases_is(tmp_path: Path) -> None:
    assert current_release(tmp_path / "absent") is None
    assert current_release(tmp_path) is None
    (tmp_path / "CURRENT").write_text("0003.duckdb\n", encoding="utf-8")
    with pytest.raises(PointerError, match="backup"):
        current_release(tmp_path)


OTHER_NAMES = (
    "2026-11-backup/0004.duckdb", "2026-11-backup.tar.gz", "0005.duckdb.bak", "0007.duckdb",
    "0009-rejected.csv", "12-notes.txt", ".unfinished-notes.txt", "0003 (copy).duckdb",
    ".unfinished-0006.duckdb.mine",
)  # fmt: skip


def test_what_people_put_into_the_folder_stays_there(four: Path) -> None:
    for name in OTHER_NAMES:
        (four / name).parent.mkdir(exist_ok=True)
        (four / name).write_bytes(b"mine")
    before = checksums(four)
    rebuild(four)
    published = publish_cells([cell(7, year="2026")], four)
    withdraw(published.release_id, releases=four, catalog=tiny_catalog(), note="试")
    after = checksums(four)
    assert {n: after[n] for n in before} == before


@pytest.mark.parametrize(
    ("name", "number"), [("0007.duckdb", 8), ("0005.duckdb.bak", 6), ("2026-11-backup.tar.gz", 5)]
)
def test_a_new_number_lies_above_every_number_ever_given(
    four: Path, name: str, number: int
) -> None:
    (four / name).write_bytes(b"mine")
    assert publish_cells([cell(7, year="2026")], four).release_id == number


def test_a_number_is_not_given_twice_though_its_file_was_taken_away(four: Path) -> None:
    publish_cells([cell(7, year="2026")], four)
    (four / "0005.duckdb").unlink()
    (four / "0004.duckdb").rename(four.parent / "elsewhere.duckdb")
    assert command_line.main(["rollback", "3", "--by", "张三", "--note", "文件丢失"]) == 0
    assert current_release(four) == 6
    assert publish_cells([cell(8, year="2027")], four).release_id == 7


def test_after_a_pointer_set_back_by_hand_no_reader_takes_one_release_for_another(
    four: Path,
) -> None:
    (four / "CURRENT").write_text("0003.duckdb\n", encoding="utf-8")
    published = publish_cells([cell(7, year="2024")], four)
    assert published.release_id == 5
    assert values(four) == [(2023, 3034.5), (2024, 7.0)]
    assert key_of(four, 4) != key_of(four, 5)
    assert Store(four, 5).read_numbers() == {1, 2, 3, 5}


def test_a_file_exchanged_by_hand_is_read_anew_and_has_another_key(four: Path) -> None:
    before, old = key_of(four, 4), Store(four, 4)
    assert len(old.read_observations("rd_expenditure", "province"))
    shutil.copy(four / "0003.duckdb", four / "exchange")
    (four / "exchange").replace(four / "0004.duckdb")
    assert key_of(four, 4) != before
    fresh = Store(four, 4).read_observations("rd_expenditure", "province")
    assert fresh["year"].max() == 2024
    assert old.read_observations("rd_expenditure", "province")["year"].max() == 2025


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def overwrite_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:] = bytes(b ^ 0x5A for b in content[8192:])
    file.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut off": truncate,
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(b"garbage" * 1000),
    "other bytes inside": overwrite_middle,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_release_in_force_is_named_and_an_earlier_one_put_in_force(
    four: Path, damage: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    damage(four / "0004.duckdb")
    before = checksums(four)
    said = try_all(four)
    assert len(said) == 3
    assert all("第4版" in sentence and "rollback" in sentence for sentence in said)
    assert not any(str(four) in sentence for sentence in said)
    with pytest.raises(UnreadableReleaseError, match="Release 4"):
        Store(four, 4).read_all()
    assert command_line.main(["releases"]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert [(f.number, f.fault is None) for f in list_files(four)] == [
        (4, False), (3, True), (2, True), (1, True)
    ]  # fmt: skip
    refused = rollback(4, releases=four)
    assert isinstance(refused, Refused)
    assert "第4版" in refused.reason.zh
    assert command_line.main(["rollback", "3", "--by", "张三", "--note", "文件损坏"]) == 0
    assert values(four) == [(2023, 3034.5), (2024, 3036.0)]
    after = checksums(four)
    assert {n: after[n] for n in before} == before


NEWER = {
    "format": f"UPDATE release_format SET number = {FORMAT + 1}",
    "table": "CREATE TABLE need (code VARCHAR)",
    "column": "ALTER TABLE observation ADD COLUMN scope VARCHAR",
}


@pytest.mark.parametrize("change", NEWER.values(), ids=NEWER)
def test_a_release_of_a_newer_program_is_not_half_read(four: Path, change: str) -> None:
    with duckdb.connect(str(four / "0004.duckdb")) as connection:
        connection.execute(change)
    before = checksums(four)
    said = try_all(four)
    assert len(said) == 3
    assert all("较新的程序" in sentence for sentence in said), said
    assert checksums(four) == before


def test_pages_refuse_a_newer_format_too(four: Path) -> None:
    with duckdb.connect(str(four / "0004.duckdb")) as connection:
        connection.execute(f"UPDATE release_format SET number = {FORMAT + 1}")
    with pytest.raises(UnreadableReleaseError, match="newer program"):
        Store(four, 4)


def test_a_release_from_before_formats_were_numbered_is_read_and_gone_on_from(four: Path) -> None:
    with duckdb.connect(str(four / "0004.duckdb")) as connection:
        connection.execute("DROP TABLE release_format")
        connection.execute("ALTER TABLE release DROP COLUMN rolls_back_to")
    assert publish_cells([cell(7, year="2026")], four).release_id == 5
    assert read_release(four, "SELECT number FROM release_format") == [(FORMAT,)]


@contextlib.contextmanager
def in_a_fork(prepare: Callable[[], object], folder: Path) -> Iterator[list[str]]:
    """Run try_all in a child process after prepare; yields what was said there."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            prepare()
            os.write(write, "\n".join(try_all(folder)).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as said:
        text = said.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    yield text.splitlines()


def no_file_grows() -> None:
    """As on a full disk: every write beyond a few bytes is refused."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, 6_000))


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process as Linux has them")
def test_on_a_full_disk_nothing_changes_and_it_is_said(four: Path) -> None:
    figures = four.parent / "observations" / "rd_expenditure.csv"
    lines = figures.read_text(encoding="utf-8").splitlines(True)
    figures.write_text("".join(lines[:-1]), encoding="utf-8")
    before = checksums(four)
    with in_a_fork(no_file_grows, four) as said:
        assert len(said) == 3, said
        assert all("无法写入" in sentence for sentence in said)
    after = checksums(four)
    assert {n: after[n] for n in before} == before
    assert list_numbers(four) == [1, 2, 3, 4]
    assert current_release(four) == 4
    assert publish_cells([cell(7, year="2026")], four).release_id == 5
    assert not list(four.glob(".unfinished-*"))


def give_up_privileges() -> None:
    """Root may write anywhere; without its capabilities it may not."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)())


@pytest.mark.skipif(sys.platform != "linux", reason="permissions as Linux has them")
def test_in_a_folder_that_may_only_be_read_it_is_said(four: Path) -> None:
    before = checksums(four)
    paths = [four, *four.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with in_a_fork(give_up_privileges, four) as said:
            assert len(said) == 3, said
            assert all("无法写入" in sentence for sentence in said)
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert checksums(four) == before


HOLD_LOCK = """
import sys, time
from pathlib import Path
from filelock import FileLock
lock = FileLock(Path(sys.argv[1]) / ".lock")
lock.acquire()
print("held", flush=True)
time.sleep(600)
"""


def test_a_lock_held_by_another_is_said_and_one_left_by_a_killed_writer_is_none(
    four: Path,
) -> None:
    comparison = compare_cells([cell(7, year="2026")], four)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_LOCK, str(four)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            refusals = [
                publish(comparison, wait_seconds=0.1),
                withdraw(2, releases=four, note="试", wait_seconds=0.1),
                rollback(3, releases=four, wait_seconds=0.1),
            ]
        finally:
            holder.kill()
    assert [r.kind for r in refusals if isinstance(r, Refused)] == ["busy"] * 3
    assert (four / ".lock").exists()
    published = publish(comparison)
    assert not isinstance(published, Refused)
    assert published.release_id == 5


def test_a_lock_that_is_a_folder_is_said(four: Path) -> None:
    (four / ".lock").unlink(missing_ok=True)
    (four / ".lock").mkdir()
    before = checksums(four)
    said = try_all(four)
    assert len(said) == 3
    assert all("无法写入" in sentence for sentence in said)
    assert checksums(four) == before


def test_a_system_that_refuses_to_sync_folders_publishes_all_the_same(
    four: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_file, synced = os.open, []

    def refuse_folders(path: Path, flags: int, *more: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(13, "Permission denied")
        synced.append((Path(path).name, flags & os.O_RDWR))
        return open_file(path, flags, *more)

    monkeypatch.setattr(files.os, "open", refuse_folders)
    assert publish_cells([cell(7, year="2026")], four).release_id == 5
    # Windows syncs a file only when it is open for writing.
    assert [flags for name, flags in synced if name == ".unfinished-0005.duckdb"] == [os.O_RDWR]


def test_a_pointer_that_a_reader_holds_is_replaced_a_moment_later(
    four: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, refusals = Path.replace, iter([True, True])

    def refuse_twice(part: Path, target: Path) -> Path:
        if Path(target).name == "CURRENT" and next(refusals, False):
            raise PermissionError(13, "the file is open elsewhere")
        return replace(part, target)

    monkeypatch.setattr(Path, "replace", refuse_twice)
    assert publish_cells([cell(7, year="2026")], four).release_id == 5
    assert current_release(four) == 5


def test_going_back_publishes_the_earlier_figures_and_keeps_the_history(four: Path) -> None:
    result = rollback(2, by="张三", note="误发布", releases=four)
    assert not isinstance(result, Refused)
    assert (result.release_id, result.kind, result.rolls_back_to) == (5, "rollback", 2)
    assert values(four) == [(2023, 3034.5)]
    observations = "SELECT * FROM observation"
    with duckdb.connect(str(four / "0002.duckdb"), read_only=True) as connection:
        earlier = connection.execute(observations).fetchall()
    assert read_release(four, observations) == earlier
    assert read_release(four, "SELECT release_id FROM release ORDER BY 1") == [
        (n,) for n in range(1, 6)
    ]
    # What it went back beyond is undone: not taken back once more, not kept by a build.
    refused = withdraw(3, releases=four, catalog=tiny_catalog(), note="试")
    assert isinstance(refused, Refused)
    assert refused.kind == "withdrawn"
    rebuild(four)
    assert values(four) == [(2023, 3034.5)]
    again = rollback(4, by="张三", note="还是要", releases=four)
    assert not isinstance(again, Refused)
    assert values(four) == [(2023, 3034.5), (2024, 3036.0), (2025, 3037.5)]
    undone = withdraw(3, releases=four, catalog=tiny_catalog(), note="试")
    assert not isinstance(undone, Refused)
    assert values(four) == [(2023, 3034.5), (2025, 3037.5)]


@pytest.mark.parametrize(("number", "kind"), [(9, "unknown_release"), (4, "nothing")])
def test_going_back_to_no_release_or_the_one_in_force_does_nothing(
    four: Path, number: int, kind: str
) -> None:
    before = checksums(four)
    refused = rollback(number, releases=four)
    assert isinstance(refused, Refused)
    assert refused.kind == kind
    assert checksums(four) == before
    assert list_numbers(four) == [1, 2, 3, 4]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as POSIX has them")
def test_whoever_reads_only_the_first_lines_sees_no_traceback(four: Path) -> None:
    # A release lists more than a pipe holds only after many releases: the reader is gone at once.
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(
        [sys.executable, "-m", "etl", "releases"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"SCOREBOARD_RELEASES": str(four)},
    )
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_build_keeps_what_was_published_in_a_release_that_was_lost_and_put_back(
    four: Path,
) -> None:
    """The figures of 2 to 4 are people's: a build must not take them for shipped ones."""
    newest = (four / "0004.duckdb").read_bytes()
    (four / "0004.duckdb").write_bytes(b"garbage" * 500)
    assert not isinstance(rollback(1, by="张三", note="损坏", releases=four), Refused)
    (four / "0004.duckdb").write_bytes(newest)
    assert not isinstance(rollback(4, by="张三", note="已从备份恢复", releases=four), Refused)
    held = [(2023, 3034.5), (2024, 3036.0), (2025, 3037.5)]
    assert values(four) == held
    rebuild(four)
    assert values(four) == held
    assert read_release(four, "SELECT release_id FROM release WHERE kind = 'publish'") == [
        (2,), (3,), (4,)
    ]  # fmt: skip
    taken_back = withdraw(3, releases=four, catalog=tiny_catalog(), note="试")
    assert not isinstance(taken_back, Refused)
    assert values(four) == [(2023, 3034.5), (2025, 3037.5)]


def test_a_build_keeps_what_a_pointer_edited_by_hand_had_gone_back_beyond(four: Path) -> None:
    (four / "CURRENT").write_text("0001.duckdb\n", encoding="utf-8")
    assert not isinstance(rollback(3, by="张三", note="误改", releases=four), Refused)
    rebuild(four)
    assert values(four) == [(2023, 3034.5), (2024, 3036.0)]


def test_release_files_that_were_moved_away_are_not_begun_anew(four: Path) -> None:
    """A wrong mount or a folder that was tidied up looks like this."""
    publish_cells([cell(7, year="2026")], four)
    for name in ("CURRENT", *(file.name for file in four.glob("*.duckdb"))):
        (four / name).unlink()
    said = try_all(four)
    assert len(said) == 3
    assert all("备份" in sentence for sentence in said)
    assert not list(four.glob("*.duckdb"))


def test_an_older_program_does_not_go_around_what_a_newer_one_wrote(four: Path) -> None:
    with duckdb.connect(str(four / "0004.duckdb")) as connection:
        connection.execute(f"UPDATE release_format SET number = {FORMAT + 1}")
    before = checksums(four)
    refused = rollback(3, by="张三", note="试", releases=four)
    assert isinstance(refused, Refused)
    assert "请更新本程序" in refused.reason.zh
    assert checksums(four) == before


def test_a_pointer_that_is_a_folder_leaves_no_release_behind(four: Path) -> None:
    pointer_as_folder(four)
    before = checksums(four)
    refused = rollback(3, by="张三", note="试", releases=four)
    assert isinstance(refused, Refused)
    assert "请先移走" in refused.reason.zh
    assert checksums(four) == before


def test_damage_in_the_middle_is_a_sentence_on_the_command_line(
    four: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    overwrite_middle(four / "0004.duckdb")
    file = tmp_path / "2026.csv"
    file.write_text("region,indicator,year,value,unit,source\n", encoding="utf-8")
    for command in (["check", str(file)], ["publish", str(file), "--yes"], ["build"]):
        assert command_line.main(command) == 1, command
        assert "Release 4" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        unreadable(4, "damaged"),
        too_new(4, "format 9"),
        PointerError(Text(zh="甲", en="a")),
        Stopped("memory", "太大", "too large"),
        CatalogError([]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_keeps_its_sentence_on_the_way_from_another_process(error: Exception) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)
