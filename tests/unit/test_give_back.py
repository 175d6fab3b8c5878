"""A session whose browser is closed is ended after a while, and its memory given back."""

from __future__ import annotations

from scoreboard.ui.give_back import GRACE_SECONDS, ClosedSessions


class Server:
    """What a server knows of its sessions, and what was done to them."""

    def __init__(self) -> None:
        self.active = {"a", "b"}
        self.done: list[str] = []
        self.sessions = ClosedSessions(
            self.active.__contains__, self.done.append, lambda: self.done.append("release")
        )


def test_nothing_is_given_back_while_the_browser_is_open() -> None:
    server = Server()
    assert server.sessions.add("a")
    assert not server.sessions.add("a") and not server.sessions.add("b")
    assert all(server.sessions.look(now) for now in (0, 1000, 2000))
    assert server.done == []


def test_a_closed_session_is_ended_once_and_its_memory_released_afterwards() -> None:
    server = Server()
    server.sessions.add("a")
    server.active.discard("a")
    assert server.sessions.look(100.0)
    assert server.sessions.look(100.0 + GRACE_SECONDS - 1)
    assert server.done == []
    assert server.sessions.look(100.0 + GRACE_SECONDS)
    assert server.done == ["a"]
    assert not server.sessions.look(200.0 + GRACE_SECONDS), "there is nothing left to look after"
    assert server.done == ["a", "release"]
    assert server.sessions.add("a"), "the next one is watched anew"


def test_a_browser_that_comes_back_finds_its_session() -> None:
    server = Server()
    server.sessions.add("a")
    server.active.discard("a")
    server.sessions.look(0.0)
    server.active.add("a")
    server.sessions.look(GRACE_SECONDS - 1)
    server.active.discard("a")
    server.sessions.look(GRACE_SECONDS + 1)
    server.sessions.look(2 * GRACE_SECONDS)
    assert server.done == []
    server.sessions.look(2 * GRACE_SECONDS + 1)
    assert server.done == ["a"]
