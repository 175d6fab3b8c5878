"""导出、分享 on a page: nothing until it is opened; then a brief of the page, and its link."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.reading import texts


def opened(page: str, **query: str) -> AppTest:
    """The buttons on top of a page, the export being open."""
    script = f"from scoreboard.ui.actions import show_actions\nshow_actions({page!r}, 'zh')"
    app = AppTest.from_string(script, default_timeout=30)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert "export_note" not in {area.key for area in app.text_area}
    app.session_state[f"actions_{page}"] = True
    return app.run()


def press(app: AppTest, form: str) -> list[str]:
    """Make a brief of a form; the names of the files that are then offered by the export."""
    app.button(key=f"export_{form}").click().run(timeout=120)
    assert not app.exception, [e.value for e in app.exception]
    return [
        element.proto.label
        for element in app.get("download_button")
        if "export_file" in element.proto.id
    ]


def test_a_page_offers_a_brief_of_what_it_shows() -> None:
    app = opened("overview", indicator="rd_intensity")
    assert press(app, "pdf") == ["下载rd_intensity_2023_province.pdf"]
    assert press(app, "pptx") == ["下载rd_intensity_2023_province.pptx"]
    # The file of before is not offered for another choice.
    app.query_params["indicator"] = "gdp"
    app.run()
    assert not [e for e in app.get("download_button") if "export_file" in e.proto.id]


def test_what_cannot_be_printed_is_a_sentence() -> None:
    app = opened("compare", compared="610000,510000")
    app.text_area(key="export_note").set_value("看\U0001f600").run()
    assert press(app, "pdf") == []
    assert "PDF所用字体缺少这些字：\U0001f600" in texts(app)
    assert press(app, "docx") == ["下载compare_610000_510000.docx"]


def test_a_region_has_the_same_brief_on_both_of_its_pages() -> None:
    for page in ("profile", "diagnosis"):
        app = opened(page, region="540000")
        assert press(app, "docx") == ["下载540000_西藏.docx"]


@pytest.mark.parametrize("page", ["releases", "update"])
def test_a_page_without_an_answer_has_its_link_alone(page: str) -> None:
    app = opened(page, as_of="1")
    assert [code.value for code in app.code] == [f"/{page}?as_of=1&release=1"]
    assert not app.tabs and not app.selectbox
