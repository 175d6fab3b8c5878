"""Works on one uploaded file in a process of its own: bounded in time and memory, gone when done.

So the server keeps nothing of a file but the answer, a file that asks for too much ends with a
sentence, and no more than a few files are worked on at once; who comes later waits. Memory is
bounded where the system can do it (Linux); elsewhere time and number are.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from etl.read.child import receive, send
from scoreboard.catalog.models import Text
from scoreboard.paths import ROOT

# How many files one server works on at once.
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)
# How often the caller is asked whether anybody still waits for the answer.
_TICK_SECONDS = 0.5
_CODE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from etl.bounded import answer; answer()"
# What Linux and the allocators of the libraries end a process with that gets no more memory.
_ABORTED = {-6, -9, -11}
_SMALLER = Text(
    zh="请按年份或指标拆分文件后再上传", en="Split the file by year or indicator and try again"
)


@dataclass(frozen=True)
class WorkLimits:
    """How much of the machine the work on one file may take, from its start to the answer."""

    seconds: float = 180.0
    bytes_of_memory: int = 3 * 2**30


LIMITS = WorkLimits()


class Stopped(Exception):
    """Work that was ended before it had an answer; the reason says why and what to do."""

    def __init__(self, kind: str, zh: str, en: str) -> None:
        super().__init__(kind, zh, en)
        self.kind = kind
        self.reason = Text(zh=zh, en=en)

    def __str__(self) -> str:
        return self.reason.en


def run(
    task: Callable[..., Any],
    *arguments: Any,
    progress: Callable[[str], None] | None = None,
    watch: Callable[[bool], None] | None = None,
    limits: WorkLimits = LIMITS,
) -> Any:
    """What task(*arguments, progress=...) returns, worked out in a process of its own.

    task is a function of a module. progress: called with each step that the task tells. watch:
    called twice a second, with whether the work still waits for its turn; whatever it raises ends
    the work. Arguments that the answer refers to are the very same objects in it. Raises Stopped
    when time or memory run out, and what the task raises.
    """
    look = watch or (lambda _: None)
    while not _places.acquire(timeout=_TICK_SECONDS):
        look(True)
    try:
        look(False)
        with _Worker(limits) as worker:
            worker.ask(task, arguments)
            return worker.next_answer(arguments, progress or (lambda _: None), look)
    finally:
        _places.release()


class _Worker:
    """One process with its task on the way in and its steps and answer on the way out."""

    def __init__(self, limits: WorkLimits) -> None:
        self._limits = limits
        self._deadline = time.monotonic() + limits.seconds
        self._messages: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _CODE, str(ROOT), str(limits.bytes_of_memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            # Of a group of its own, so that it is ended with the processes that it started.
            start_new_session=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._threads = [threading.Thread(target=self._collect, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(timeout=5)
        for pipe in (self._input, self._output):
            with suppress(OSError):
                pipe.close()

    def ask(self, task: Callable[..., Any], arguments: Sequence[Any]) -> None:
        """Send the task; in a thread, since the process may be ended before it has read it."""
        message = pickle.dumps((task, tuple(arguments)), pickle.HIGHEST_PROTOCOL)
        self._threads.append(threading.Thread(target=self._feed, args=(message,), daemon=True))
        self._threads[-1].start()

    def next_answer(
        self,
        arguments: Sequence[Any],
        progress: Callable[[str], None],
        look: Callable[[bool], None],
    ) -> Any:
        """The answer; see run."""
        while True:
            try:
                message = self._messages.get(timeout=_TICK_SECONDS)
            except queue.Empty:
                look(False)
                if time.monotonic() > self._deadline:
                    raise _too_long(self._limits) from None
                continue
            if message is None:
                raise self._reason_of_end()
            kind, content = _Referring(io.BytesIO(message), arguments).load()
            if kind == "answer":
                return content
            if kind == "error":
                raise _too_large(self._limits) if content is None else content
            progress(content)

    def _reason_of_end(self) -> Stopped:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        code = self._process.returncode
        return _too_large(self._limits) if code in _ABORTED else _crashed(code)

    def _feed(self, message: bytes) -> None:
        with suppress(OSError, ValueError):
            send(self._input, message)  # type: ignore[arg-type]

    def _collect(self) -> None:
        with suppress(OSError, ValueError):
            while (message := receive(self._output)) is not None:  # type: ignore[arg-type]
                self._messages.put(message)
        self._messages.put(None)


class _Referring(pickle.Unpickler):
    """Reads an answer in which the arguments stand as numbers."""

    def __init__(self, source: IO[bytes], arguments: Sequence[Any]) -> None:
        super().__init__(source)
        self._arguments = arguments

    def persistent_load(self, place: Any) -> Any:
        """The argument of that number."""
        return self._arguments[place]


class _Referred(pickle.Pickler):
    """Writes an answer in which the arguments stand as numbers."""

    def __init__(self, target: IO[bytes], arguments: Sequence[Any]) -> None:
        super().__init__(target, pickle.HIGHEST_PROTOCOL)
        self._places = {id(argument): place for place, argument in enumerate(arguments)}

    def persistent_id(self, told: Any) -> int | None:
        """The number of an argument, None for everything else."""
        return self._places.get(id(told))


def answer() -> None:
    """The process: do the one task that comes in, send its steps and its answer."""
    _confine(int(sys.argv[1]))
    # Whatever a library prints must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    arguments: Sequence[Any] = ()

    def tell(kind: str, content: Any) -> None:
        written = io.BytesIO()
        _Referred(written, arguments).dump((kind, content))
        send(answers, written.getvalue())

    try:
        message = receive(sys.stdin.buffer)
        if message is None:
            return
        task, arguments = pickle.loads(message)
        del message
        tell("answer", task(*arguments, progress=lambda step: tell("step", step)))
    except Exception as error:
        is_memory = isinstance(error, MemoryError) or "OutOfMemory" in type(error).__name__
        arguments = ()
        tell("error", None if is_memory else error)


def _confine(bytes_of_memory: int) -> None:
    """Bound memory; Windows has no such bound."""
    try:
        import resource
    except ImportError:
        return
    for kind, bound in ((resource.RLIMIT_AS, bytes_of_memory), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, bound))


def _too_long(limits: WorkLimits) -> Stopped:
    seconds = f"{limits.seconds:g}"
    return Stopped(
        "timeout",
        f"检查超过{seconds}秒，已中止。{_SMALLER.zh}。",
        f"The check took more than {seconds} seconds and was stopped. {_SMALLER.en}.",
    )


def _too_large(limits: WorkLimits) -> Stopped:
    megabytes = limits.bytes_of_memory // 2**20
    return Stopped(
        "out_of_memory",
        f"检查所需内存超过{megabytes} MB，已中止。{_SMALLER.zh}。",
        f"The check needs more than {megabytes} MB of memory and was stopped. {_SMALLER.en}.",
    )


def _crashed(code: int | None) -> Stopped:
    return Stopped(
        "crashed",
        f"检查程序意外中止（{code}）。请重新上传；仍不成功的，将文件交管理员处理。",
        f"The check stopped unexpectedly ({code}). Upload the file again; if it fails again, give"
        " the file to whoever runs this dashboard.",
    )
