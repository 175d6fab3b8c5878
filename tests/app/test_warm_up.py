"""The warm-up at the start of the server works out what it says."""

import logging
from pathlib import Path

import pytest

from scoreboard.answers.kept import keeper
from scoreboard.ui.serve import LINKS, SLOWEST, warm_up

PAGES = Path(__file__).resolve().parents[2] / "pages"


def test_the_default_answer_of_every_question_is_there_before_anybody_asks(
    releases: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keeper.clear()
    with caplog.at_level(logging.INFO, logger="scoreboard.answers"):
        warm_up()
    assert "first answers ready" in caplog.text
    asked = keeper.misses
    warm_up()
    assert keeper.misses == asked  # all of it is kept
    assert asked > len(LINKS) * len(SLOWEST)


def test_what_is_warmed_up_is_a_page() -> None:
    assert {f"{question}.py" for question in SLOWEST} <= {page.name for page in PAGES.iterdir()}
