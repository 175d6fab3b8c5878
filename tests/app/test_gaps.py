"""数据清单 as its script runs: the list, the template, and the way to it from the diagnosis."""

import pytest

from tests.app.reading import headline, open_app, texts

pytestmark = pytest.mark.usefixtures("releases")


def test_the_page_lists_what_is_missing_and_offers_a_template() -> None:
    app = open_app("gaps", region="410300")
    assert "洛阳本级可由公开资料获得的" in headline(app)
    assert len(app.dataframe[0].value) > 5
    assert "gaps_template" in {button.key for button in app.get("download_button")}
    assert "不由本地部门发布的" in texts(app)


def test_an_unknown_region_gets_a_sentence() -> None:
    app = open_app("gaps", region="999999")
    assert "999999" in " ".join(w.value for w in app.warning)
    assert "陕西" in headline(app)
