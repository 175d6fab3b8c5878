"""The blocks of chains and funnel: every province and city, and no Chinese in the English ones."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from scoreboard.catalog import OUTSIDE_STATISTICS, load_catalog
from scoreboard.charts.chains import draw_chain_trend, draw_obstacles, draw_plane
from scoreboard.charts.funnel import draw_sleeping

pytestmark = pytest.mark.usefixtures("releases")
CHINESE = re.compile(r"[一-鿿]")


def blocks() -> None:
    from scoreboard.ui import choices
    from scoreboard.ui.choosers import read_region
    from scoreboard.ui.diagnosis_chains import show_chains
    from scoreboard.ui.diagnosis_funnel import show_funnel
    from scoreboard.ui.frame import open_page

    choices.arrive("test")
    frame = open_page("diagnosis")
    region = read_region(frame)
    show_chains(frame, region)
    show_funnel(frame, region)


def open_blocks(**query: str) -> AppTest:
    app = AppTest.from_function(blocks, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def texts(app: AppTest) -> str:
    parts = [*app.subheader, *app.caption, *app.markdown, *app.info]
    return "\n".join(e.value for e in parts).replace("\\", "")


@pytest.mark.slow
def test_every_province_and_city_gets_its_chains_and_funnel() -> None:
    catalog = load_catalog()
    app = open_blocks()
    regions = [r for r in catalog.regions.values() if r.level in ("province", "city")]
    for place, region in enumerate(r for r in regions if r.valid_to is None):
        # The languages take turns.
        app.query_params.update({"region": region.code, "lang": ("zh", "en")[place % 2]})
        app.run()
        assert not app.exception, (region.code, [e.value for e in app.exception])
        said = texts(app)
        if region.level == "province" and region.code not in OUTSIDE_STATISTICS:
            assert re.search("四链中|lags in", app.subheader[0].value.replace("\\", "")), (
                region.code
            )
        assert re.search("缺口|Not known", said), region.code


def test_shaanxi_is_told_its_lagging_chain_and_why_coupling_misleads() -> None:
    app = open_blocks(region="610000")
    said = texts(app)
    assert "2023年陕西四链中资金链最弱，指数为0.61，居31个省级地区第16位" in said
    assert "四链协调度为0.81（良好协调），居第11位，修正后为0.78（中级协调）" in said
    assert "C只反映四链是否均衡，四链同样低也等于1" in said
    assert "31个地区中30个的C高于0.90，最低为0.640" in said


def test_the_funnel_says_what_its_ratios_are_not_and_whose_survey_it_shows() -> None:
    said = texts(open_blocks(region="610000"))
    assert "比值不是转化率" in said
    assert "中试环节没有统计" in said
    assert "产业化率来自全国抽样调查" in said
    assert "000_578ef17be3bf8ca2.txt，为该文说法，不是统计数" in said


def test_a_city_is_told_what_is_missing_and_how_its_province_stands() -> None:
    said = texts(open_blocks(region="320500"))
    assert "苏州无法计算四链协调度" in said
    assert "人才链2项中有0项" in said
    assert "所在省：2023年江苏四链中" in said


def test_english_blocks_hold_no_chinese_besides_the_titles_of_sources() -> None:
    app = open_blocks(region="610000", lang="en")
    said = [line for line in texts(app).splitlines() if not line.startswith("Source:")]
    assert [line for line in said if CHINESE.search(line)] == []


def test_tables_open_and_hold_every_indicator_and_stage() -> None:
    app = open_blocks(region="610000")
    app.session_state["chains_table_open"] = True
    app.session_state["funnel_table_open"] = True
    app.run()
    assert not app.exception
    chains, funnel = (frame.value for frame in app.dataframe)
    catalog = load_catalog()
    assert len(chains) == sum(len(i.parts) for i in catalog.chain_indices.values())
    assert chains["障碍度（%）"].sum() == pytest.approx(100, abs=0.1)
    assert catalog.funnel is not None
    assert len(funnel) == len(catalog.funnel.stages) + len(catalog.funnel.steps)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_are_valid_plotly(language) -> None:
    import pandas as pd
    import plotly.graph_objects as go

    catalog = load_catalog()
    coupled = pd.DataFrame(
        {
            "region_code": ["610000", "110000"],
            "development": [0.6, 0.9],
            "coordination": [0.75, 0.94],
            "coordination_corrected": [0.7, 0.9],
            "grade_corrected": [7, 9],
        }
    )
    index = pd.DataFrame(
        [
            {"chain": c, "region_code": "610000", "year": y, "index": 0.5}
            for c in catalog.chains
            for y in (2020, 2022)
        ]
    )
    names = {"610000": "a", "110000": "b"}
    assert catalog.funnel is not None
    figures = [
        draw_plane(coupled, names, "610000", language, "x"),
        draw_chain_trend(index, catalog.chains, "610000", language, "x"),
        draw_obstacles(pd.Series({"p": 60.0, "q": 40.0}), {"p": "P", "q": "Q"}, language, "x"),
        draw_sleeping(catalog.funnel.sleeping, language, "x"),
    ]
    for figure in figures:
        go.Figure(figure.to_dict())
    # A year without an index breaks the line.
    own = figures[1].to_dict()["data"][1]
    assert (list(own["x"]), list(own["y"])) == ([2020, 2021, 2022], [0.5, None, 0.5])
