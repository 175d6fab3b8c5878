"""The template with last year's figures, as it is chosen on the page and filled in."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.catalog import load_catalog
from scoreboard.ui import cached
from scoreboard.ui.update.template import _write
from tests.app.reading import open_app
from tests.app.test_update import earlier, own

__all__ = ["earlier", "own"]


def labels(app: AppTest) -> list[str]:
    return [e.proto.label for e in app.get("download_button")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_year_and_publication_are_proposed_a_year_on(own: Path, lang: str) -> None:
    app = open_app("update", lang=lang)
    wanted = {"zh": "下载该模板", "en": "Download this template"}[lang]
    assert wanted not in labels(app)
    app.multiselect(key="template_indicators").set_value(["rd_expenditure", "gdp"]).run()
    assert not app.exception
    assert wanted in labels(app)
    # The figures of these releases end in 2022, cited from the bulletin of that year.
    assert app.number_input[0].value == 2023
    (source,) = [f for f in app.text_input if str(f.key).startswith("template_source_")]
    title = load_catalog().sources["rd_bulletin_2022"].title
    assert "2022" in title
    assert source.value == title.replace("2022", "2023")


def test_the_file_holds_the_regions_of_the_level_and_their_figures_of_the_year_before(
    own: Path,
) -> None:
    release = cached.release_in_force("zh")
    catalog = load_catalog()
    for within, level, count in (("", "province", 31), ("320000", "city", 13)):
        content = _write(release, catalog, ("rd_expenditure",), level, within, 2023, "某公报")  # type: ignore[arg-type]
        sheet = openpyxl.load_workbook(io.BytesIO(content))["填报"]
        rows = [[cell.value for cell in line[:9]] for line in sheet.iter_rows(3)]
        rows = [row for row in rows if row[0]]
        assert len(rows) == count
        assert {row[3] for row in rows} == {2023}
        assert all(row[5] is None for row in rows)
        if level == "province":
            beijing = next(row for row in rows if row[0].startswith("110000"))
            assert beijing[4] == pytest.approx(2843.3 * 0.98)
        else:
            assert all(row[0].split(" ")[1].startswith("江苏省/") for row in rows)
