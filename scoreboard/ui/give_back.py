"""Memory given back: what a session holds of an uploaded file goes when its browser is closed.

Streamlit keeps the state of a closed session until another one ends, and its parts until Python
happens to look for garbage; with files of many megabytes that is most of the server's memory.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pyarrow as pa
from streamlit import runtime
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state import SafeSessionState

# A browser that lost its connection may come back within this time and finds all as it was.
GRACE_SECONDS = 30.0
_TICK_SECONDS = 5.0
# Pieces from this size on get pages of their own and give them back when freed. Left alone, the
# allocator of Linux raises the size to that of the largest file, and small pieces hold its pages.
_MMAP_THRESHOLD, _LARGE_BYTES = -3, 2**18


class ClosedSessions:
    """Sessions that hold much, each closed for good once its browser has been away for a while.

    is_active: whether a session has a browser. close: ends a session. release: gives back to the
    system what the ended ones held; called on the look after they were ended.
    """

    def __init__(
        self,
        is_active: Callable[[str], bool],
        close: Callable[[str], None],
        release: Callable[[], None],
    ) -> None:
        self._is_active, self._close, self._release = is_active, close, release
        self._lock = threading.Lock()
        self._away_since: dict[str, float | None] = {}
        self._has_ended_some = False

    def add(self, session_id: str) -> bool:
        """Watch a session; whether nobody was watched before."""
        with self._lock:
            was_idle = not self._away_since and not self._has_ended_some
            self._away_since.setdefault(session_id, None)
            return was_idle

    def look(self, now: float) -> bool:
        """Close what has been away for too long; whether there is anything left to look after."""
        if self._has_ended_some:
            self._release()
        with self._lock:
            self._has_ended_some = False
            for session_id, since in list(self._away_since.items()):
                if self._is_active(session_id):
                    self._away_since[session_id] = None
                elif since is None:
                    self._away_since[session_id] = now
                elif now - since >= GRACE_SECONDS:
                    del self._away_since[session_id]
                    self._close(session_id)
                    self._has_ended_some = True
            return bool(self._away_since) or self._has_ended_some


def give_back_when_closed(*keys: str) -> None:
    """Have all that this session holds given back once its browser is closed.

    keys: of the session's state, what is large. It is taken out then, because Streamlit itself
    still refers to the last session that was closed.
    """
    context = get_script_run_ctx()
    if context is None or _server() is None:  # a test runs the page without a server
        return
    _large[context.session_id] = context.session_state, keys
    if _watched.add(context.session_id):
        threading.Thread(target=_watch, name="give-back", daemon=True).start()


def release_memory() -> None:
    """Give memory that nobody uses any more back to the system."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    _tell_allocator("malloc_trim", 0)


def _tell_allocator(name: str, *arguments: int) -> None:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library has no such call
            getattr(ctypes.CDLL(None), name)(*arguments)


def _watch() -> None:
    _tell_allocator("mallopt", _MMAP_THRESHOLD, _LARGE_BYTES)
    is_left = True
    while is_left:
        time.sleep(_TICK_SECONDS)
        is_left = _watched.look(time.monotonic())


def _server() -> Runtime | None:
    running = runtime.get_instance() if runtime.exists() else None
    # The very class: a test puts something in its place that says it is one.
    return running if type(running) is Runtime else None


def _is_active(session_id: str) -> bool:
    server = _server()
    return server is not None and server.is_active_session(session_id)


def _close(session_id: str) -> None:
    state, keys = _large.pop(session_id)
    for key in keys:
        with suppress(KeyError):
            del state[key]
    server = _server()
    if server is not None:
        # The one call of Streamlit's that ends a session without a browser from any thread.
        server.clear_user_info_for_session(session_id)


_large: dict[str, tuple[SafeSessionState, tuple[str, ...]]] = {}
_watched = ClosedSessions(_is_active, _close, release_memory)
