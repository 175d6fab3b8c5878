"""The figures of regional structure are valid, keep gaps and breaks, and name what they must."""

import colorsys
import math
from itertools import pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from scoreboard.analysis.concentration import lorenz
from scoreboard.analysis.convergence import fit_beta, growth_rates
from scoreboard.answers.structure.concentration_figures import draw_first_cities, draw_lorenz
from scoreboard.answers.structure.convergence_figures import draw_beta
from scoreboard.answers.structure.parts_figures import draw_quotients
from scoreboard.answers.structure.space_figures import CLUSTERS, cluster_colours, draw_moran
from scoreboard.answers.structure.year_figures import YearLine, draw_over_years, draw_parts
from scoreboard.charts.theme import BETTER, SEQUENTIAL, WORSE, Drawing

NAMES = {f"r{k}": f"Region {k}" for k in range(12)}
CODES = list(NAMES)


def checked(figure: Drawing) -> go.Figure:
    """The same figure, validated by Plotly."""
    return go.Figure(figure)


def labels(figure: go.Figure) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_a_line_has_a_gap_at_a_missing_year_and_at_a_break() -> None:
    line = YearLine("Gini", [2010, 2011, 2013, 2014], [0.5, 0.51, 0.52, math.nan])
    figure = checked(draw_over_years([line], 2013, {2011: "new method"}))
    drawn = dict(zip(figure.data[0].x, figure.data[0].y, strict=True))
    assert drawn == {2010: 0.5, 2010.5: None, 2011: 0.51, 2012: None, 2013: 0.52}
    assert "Gini" in labels(figure)
    assert any("new method" in (a.hovertext or "") for a in figure.layout.annotations)


def test_lines_start_at_zero_when_asked_and_names_do_not_cover_each_other() -> None:
    lines = [YearLine("a", [2010, 2011], [1.0, 2.0]), YearLine("b", [2010, 2011], [1.0, 2.001])]
    figure = checked(draw_over_years(lines, 2011, {}, from_zero=True))
    assert figure.layout.yaxis.range[0] == 0
    shifts = {a.text: a.yshift for a in figure.layout.annotations}
    assert shifts["b"] - shifts["a"] > 10


def test_no_value_at_all_gives_an_empty_figure() -> None:
    figure = checked(draw_over_years([YearLine("a", [2010], [math.nan])], 2010, {}))
    assert len(figure.data) == 0


def test_parts_are_stacked_and_both_named() -> None:
    figure = checked(draw_parts([2010, 2011], {"within": [0.2, 0.1], "between": [0.3, 0.4]}, 2011))
    assert figure.layout.barmode == "stack"
    assert labels(figure) == ["within", "between"]


def test_the_lorenz_curve_runs_from_nothing_to_all_and_names_the_top_and_the_chosen() -> None:
    values = np.arange(1.0, 13.0)
    figure = checked(draw_lorenz(lorenz(values), CODES, NAMES, {}, ("regions", "amount"), "r0"))
    curve = figure.data[1]
    assert (curve.x[0], curve.y[0], curve.x[-1], curve.y[-1]) == (0, 0, 100, 100)
    assert set(labels(figure)) == {"Region 9", "Region 10", "Region 11", "Region 0"}
    assert curve.customdata[1] == "r0"


def test_a_city_that_may_not_be_the_first_is_washed_out() -> None:
    rows = pd.DataFrame(
        {
            "province_code": ["a", "b"],
            "label": ["A", "B"],
            "share_pct": [60.0, 40.0],
            "is_first_certain": [True, False],
            "is_chosen": [False, False],
            "hover": ["x", "y"],
        }
    )
    figure = checked(draw_first_cities(rows, ["60 % x", "40 % y"]))
    sure, unsure = figure.data[0].marker.color
    assert sure.startswith("#")
    assert unsure.startswith("rgba")


def test_quotients_show_the_others_in_grey_and_leave_out_what_is_missing() -> None:
    table = pd.DataFrame({"p": [1.0, 2.0, np.nan], "q": [np.nan, 0.5, 1.0]}, index=CODES[:3])
    figure = checked(draw_quotients(table, ["P", "Q"], NAMES, "r0", {}))
    assert len(figure.data[0].x) == 3
    assert list(figure.data[1].text) == ["1.00"]
    assert figure.layout.shapes[0].x0 == 1
    assert labels(figure) == ["P", "Q"]


def moran_rows(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "region_code": CODES[:count],
            "z": rng.normal(size=count),
            "lag": rng.normal(size=count),
            "p": 0.5,
            "cluster": ["HH", "LL", *[""] * (count - 2)],
        }
    )


def test_the_moran_scatter_has_a_line_with_slope_i_and_names_clusters() -> None:
    figure = checked(draw_moran(moran_rows(12), 0.4, NAMES, {}, ("own", "others"), "r5"))
    line = figure.data[0]
    assert (line.y[1] - line.y[0]) / (line.x[1] - line.x[0]) == 0.4
    assert {"Region 0", "Region 1"} & set(labels(figure))


def test_names_of_crowded_points_do_not_cover_each_other() -> None:
    rows = moran_rows(12).assign(z=0.1, lag=0.1, cluster="HH")
    rows.loc[0, ["z", "lag"]] = [3.0, 3.0]
    figure = checked(draw_moran(rows, 0.4, NAMES, {}, ("own", "others"), ""))
    # One on each side of the crowd, and the one far off.
    assert len(labels(figure)) <= 3


def hue(colour: str) -> float:
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return colorsys.rgb_to_hsv(red, green, blue)[0]


def test_every_kind_of_cluster_has_its_own_colour_and_direction_turns_them() -> None:
    up, down = (cluster_colours(falling_is_better=f) for f in (False, True))
    assert len({up[c] for c in CLUSTERS}) == len(CLUSTERS)
    assert up[""] == down[""]
    assert (up["HH"], up["LL"]) == (down["LL"], down["HH"])


def test_kinds_of_clusters_are_no_steps_of_a_ramp() -> None:
    # High and low, cluster and exception differ in hue, not in strength alone.
    colours = cluster_colours(falling_is_better=False)
    hues = sorted(hue(colours[kind]) for kind in CLUSTERS if kind)
    assert all(after - before > 0.05 for before, after in pairwise(hues))
    for ramp in (SEQUENTIAL, BETTER, WORSE):
        assert len(set(colours.values()) & set(ramp)) <= 1


def test_the_parts_of_theil_are_two_hues() -> None:
    figure = checked(draw_parts([2010, 2011], {"within": [0.2, 0.1], "between": [0.3, 0.4]}, 2011))
    one, other = (trace.marker.color for trace in figure.data)
    assert abs(hue(one) - hue(other)) > 0.2


def test_the_beta_figure_has_its_line_and_round_ticks() -> None:
    first = [10.0 * (k + 1) for k in range(12)]
    rows = pd.concat(
        [
            pd.DataFrame({"region_code": CODES, "year": 2010, "value": first}),
            pd.DataFrame({"region_code": CODES, "year": 2020, "value": [v**0.8 for v in first]}),
        ]
    )
    growth = growth_rates(rows, 2010, 2020)
    beta = fit_beta(growth, 10)
    assert beta is not None
    figure = checked(draw_beta(growth, beta, NAMES, {}, ("start", "growth"), "r3"))
    assert list(figure.layout.xaxis.tickvals) == [10, 20, 50, 100]
    assert len(figure.data[1].x) == 12
    assert "Region 3" in labels(figure)
