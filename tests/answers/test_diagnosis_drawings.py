"""The drawings of chains and funnel are valid, and a year without an index breaks the line."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from scoreboard.answers.diagnosis.chain_drawings import draw_chain_trend, draw_obstacles, draw_plane
from scoreboard.answers.diagnosis.funnel_drawings import draw_sleeping
from scoreboard.catalog import load_catalog


@pytest.mark.parametrize("language", ["zh", "en"])
def test_figures_are_valid_plotly(language) -> None:
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
        go.Figure(figure)
    # A year without an index breaks the line.
    own = figures[1]["data"][1]
    assert (list(own["x"]), list(own["y"])) == ([2020, 2021, 2022], [0.5, None, 0.5])
