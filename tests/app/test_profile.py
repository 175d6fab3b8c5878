"""The profile page: true sentences, every region, and words where figures are missing."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.catalog import OUTSIDE_STATISTICS, load_catalog

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("releases")


def open_profile(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    app.switch_page("pages/profile.py").run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def texts(app: AppTest) -> str:
    parts = [*app.subheader, *app.caption, *app.markdown, *app.info, *app.warning]
    return "\n".join(e.value for e in parts).replace("\\", "")


def test_every_province_has_a_page() -> None:
    app = open_profile()
    for region in load_catalog().children("000000", "province"):
        app.query_params["region"] = region.code
        app.run()
        assert not app.exception, (region.code, [e.value for e in app.exception])
        if region.code in OUTSIDE_STATISTICS:
            assert "不在内地统计范围内" in texts(app), region.code
        else:
            assert "R&D经费投入强度" in app.subheader[0].value.replace("\\", ""), region.code
