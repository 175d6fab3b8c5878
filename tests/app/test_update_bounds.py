"""What the update page keeps of a file, and when it lets go of it."""

from __future__ import annotations

import gc
import pickle
import weakref
from pathlib import Path

import pytest

from etl import bounded
from etl.api import Checked
from scoreboard.ui.update.page import CHECKED, COMPARED
from tests.app.test_update import (  # noqa: F401
    TWO_OF_EACH_FORM,
    earlier,
    open_update,
    own,
)


def test_a_session_keeps_the_report_and_no_cell_of_the_file_and_lets_go_with_the_file(
    own: Path,  # noqa: F811
) -> None:
    content = TWO_OF_EACH_FORM["nbs.csv"]()
    app = open_update("nbs.csv", content)
    _key, checked = app.session_state[CHECKED]
    assert isinstance(checked, Checked)
    assert b"etl.read.reading" not in pickle.dumps(checked), "cells are read again when asked for"
    assert checked.report.catalog is not None
    report, comparison = weakref.ref(checked.report), weakref.ref(app.session_state[COMPARED])
    del checked, _key
    app.file_uploader(key="update_file").set_value([]).run(timeout=60)
    assert not app.exception
    assert CHECKED not in app.session_state and COMPARED not in app.session_state
    gc.collect()
    assert report() is None and comparison() is None


def test_another_file_takes_the_place_of_the_one_before(own: Path) -> None:  # noqa: F811
    app = open_update("nbs.csv", TWO_OF_EACH_FORM["nbs.csv"]())
    first = weakref.ref(app.session_state[CHECKED][1].report)
    other = TWO_OF_EACH_FORM["yearbook.xlsx"]()
    app.file_uploader(key="update_file").set_value(("y.xlsx", other, "")).run(timeout=60)
    gc.collect()
    assert app.session_state[CHECKED][1].report.file.content == other
    assert first() is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_takes_too_long_is_told_and_not_tried_again_at_every_rerun(
    own: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    runs: list[object] = []

    def run(task: object, *arguments: object, **options: object) -> None:
        runs.append(task)
        raise bounded.Stopped(
            "timeout", "检查超过180秒，已中止。", "It took more than 180 seconds."
        )

    monkeypatch.setattr(bounded, "run", run)
    app = open_update("nbs.csv", TWO_OF_EACH_FORM["nbs.csv"](), lang=lang)
    for _ in range(2):
        said = app.error[0].value.replace("\\", "")
        assert said == (
            "检查超过180秒，已中止。" if lang == "zh" else "It took more than 180 seconds."
        )
        assert not [b for b in app.button if b.label in ("发布", "Publish")]
        app.run(timeout=60)
    assert len(runs) == 1
