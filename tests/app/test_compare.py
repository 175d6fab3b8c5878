"""The comparison as its script runs: it opens, follows the link, and its tables open."""

import pytest

from tests.app.reading import headline, open_app, texts

pytestmark = pytest.mark.usefixtures("releases")


def test_the_page_opens_in_both_languages_with_every_kind_of_benchmark_chooser() -> None:
    app = open_app("compare", compared="610000", indicators="rd_intensity")
    assert "比全国（2.65%）低0.15个百分点" in headline(app)
    for kind in ("region", "case", "target"):
        app.query_params.update({"benchmark": kind, "lang": "en"})
        app.run()
        assert not app.exception, [e.value for e in app.exception]
        assert headline(app)
    assert app.number_input


def test_every_table_opens() -> None:
    app = open_app("compare", benchmark="peers", compared="610000,320500-SIP")
    for key in ("gaps", "progress", "trends"):
        app.session_state[f"{key}_open"] = True
    app.run()
    assert not app.exception
    gaps, progress, trends = (frame.value for frame in app.dataframe)
    assert set(gaps["基准"].dropna()) == {"同类地区中位数"}
    assert list(progress["地区"]) == ["陕西", "苏州工业园区"]
    assert "同类地区中位数" in trends.columns


def test_a_bad_link_gets_sentences_and_the_regions_stay_in_the_address() -> None:
    app = open_app("compare", compared="999999,610000", benchmark="moon", regions="420000")
    warned = " ".join(w.value for w in app.warning)
    assert "999999" in warned
    assert "moon" in warned
    assert "陕西" in texts(app)
    assert "".join(app.query_params["regions"]) == "420000"
