"""Work on a file is bounded in time, memory and number, and leaves no process behind."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from etl import bounded
from etl.bounded import Stopped, WorkLimits, run
from tests.etl import tasks

PATIENT = WorkLimits(seconds=60)


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text(encoding="utf-8")


def test_the_answer_and_the_steps_come_back() -> None:
    steps: list[str] = []
    assert run(tasks.add, 2, 3, progress=steps.append, limits=PATIENT) == 5
    assert steps == ["adding"]


def test_arguments_in_the_answer_are_the_same_objects() -> None:
    known = {"large": "x"}
    answer = run(tasks.give_back, known, limits=PATIENT)
    assert answer["known"] is known
    assert answer["list"] == [known, "new"] and answer["list"][0] is known


def test_what_takes_too_long_ends_with_a_sentence_and_so_do_the_processes_it_started() -> None:
    told: list[str] = []
    with pytest.raises(Stopped) as stopped:
        run(tasks.never_end, progress=told.append, limits=WorkLimits(seconds=4))
    assert stopped.value.kind == "timeout"
    assert "4秒" in stopped.value.reason.zh and "4 seconds" in stopped.value.reason.en
    assert "拆分文件" in stopped.value.reason.zh and "Split the file" in stopped.value.reason.en
    assert_gone(told)


def test_who_no_longer_waits_ends_the_work() -> None:
    told: list[str] = []

    def watch(_is_waiting: bool) -> None:
        if told:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tasks.never_end, progress=told.append, watch=watch, limits=PATIENT)
    assert_gone(told)


def assert_gone(told: list[str]) -> None:
    if sys.platform != "linux":
        return
    processes = [int(number) for number in told[0].split()]
    for _ in range(100):
        if not any(map(is_running, processes)):
            return
        time.sleep(0.05)
    pytest.fail(f"still running: {processes}")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
def test_what_needs_too_much_memory_ends_with_a_sentence() -> None:
    with pytest.raises(Stopped) as stopped:
        run(tasks.fill_memory, limits=WorkLimits(seconds=60, bytes_of_memory=2**30))
    assert stopped.value.kind == "out_of_memory"
    assert "1024 MB" in stopped.value.reason.zh and "1024 MB" in stopped.value.reason.en


def test_a_process_that_just_ends_is_told_and_a_fault_is_raised() -> None:
    with pytest.raises(Stopped) as stopped:
        run(tasks.end_at_once, limits=PATIENT)
    assert stopped.value.kind == "crashed" and "3" in stopped.value.reason.zh
    with pytest.raises(LookupError, match="a fault of the program"):
        run(tasks.fail, limits=PATIENT)


def test_no_more_than_a_few_files_at_once_and_the_next_one_waits_for_its_turn() -> None:
    seen: list[bool] = []

    def watch(is_waiting: bool) -> None:
        seen.append(is_waiting)
        if is_waiting and len(seen) == 2:
            bounded._places.release()

    for _ in range(bounded.AT_ONCE):
        assert bounded._places.acquire(timeout=60)
    try:
        assert run(tasks.add, 1, 1, watch=watch, limits=PATIENT) == 2
    finally:
        for _ in range(bounded.AT_ONCE - 1):
            bounded._places.release()
    assert seen[:3] == [True, True, False] and True not in seen[2:]


def test_every_place_is_free_again_whatever_came_of_the_work() -> None:
    for task in (tasks.add, tasks.end_at_once, tasks.fail):
        with pytest.raises((Stopped, LookupError, TypeError)):
            run(task, limits=PATIENT)
    taken = [bounded._places.acquire(blocking=False) for _ in range(bounded.AT_ONCE)]
    for _ in filter(None, taken):
        bounded._places.release()
    assert all(taken)
