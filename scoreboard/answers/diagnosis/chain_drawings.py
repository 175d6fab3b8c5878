"""The four chains: regions on a plane, each chain over the years, and what holds back."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd

from scoreboard.answers.diagnosis.chain_words import grade_name, index_format
from scoreboard.catalog import ChainEntry, Language
from scoreboard.charts.theme import CHOSEN, GRID, NATION, ORDINARY, Drawing, build_figure
from scoreboard.language import translator

PLANE_HEIGHT = 400
TREND_HEIGHT = 400
_OWN = CHOSEN[0]
_BAR = 58
# Characters that fit above a bar on a phone.
_LABEL_WIDTH = {"zh": 34, "en": 56}


def draw_plane(
    coupled: pd.DataFrame, names: dict[str, str], region_code: str, language: Language, shows: str
) -> Drawing:
    """Regions by development T and corrected coordination D, the chosen one marked.

    coupled: one year's rows of couple_chains. The dashed line is where a region with four equal
    chains would lie; the ring is the chosen region's D in the classic form.
    """
    _ = translator(language)
    others = coupled[coupled["region_code"] != region_code]
    own = coupled[coupled["region_code"] == region_code]
    classic = _("classic form")
    curve = np.linspace(0.0, 1.0, 41)
    low = max(0.0, np.floor(coupled["coordination_corrected"].min() * 10) / 10 - 0.02)
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": curve.round(3).tolist(),
            "y": np.sqrt(curve).round(4).tolist(),
            "line": {"color": NATION, "dash": "dash", "width": 1.2},
            "hoverinfo": "skip",
        },
        _points(others, names, ORDINARY, 9, language),
        _points(own, names, _OWN, 13, language),
        {
            "type": "scatter",
            "mode": "markers",
            "x": own["development"].round(4).tolist(),
            "y": own["coordination"].round(4).tolist(),
            "marker": {"symbol": "circle-open", "size": 12, "color": _OWN, "line": {"width": 2}},
            "text": [names[code] for code in own["region_code"]],
            "hovertemplate": f"%{{text}}  D %{{y:.2f}} ({classic})<extra></extra>",
        },
    ]
    layout = {
        "margin": {"l": 46, "r": 12, "t": 10, "b": 44},
        "annotations": [
            *(
                _class_label(grade, language)
                for grade in range(10)
                if (grade + 1) / 10 > low + 0.04
            ),
            *(_name_of(row, names) for row in own.itertuples()),
        ],
        "xaxis": _axis(_("Development T")) | {"range": [0, 1.02]},
        "yaxis": _axis(_("Coordination D (corrected)")) | {"range": [low, 1.02], "dtick": 0.1},
    }
    return build_figure(traces, layout, height=PLANE_HEIGHT, shows=shows)


def draw_chain_trend(
    index: pd.DataFrame,
    chains: dict[str, ChainEntry],
    region_code: str,
    language: Language,
    shows: str,
) -> Drawing:
    """The index of each chain over the years in a panel of its own, all on the same scale.

    index: of index_chains. The region's line in colour, the regions' median in grey; a year
    without an index is a gap.
    """
    _ = translator(language)
    years = index["year"]
    first, last = int(years.min()), int(years.max())
    traces, annotations = [], []
    layout: dict[str, Any] = {"margin": {"l": 34, "r": 14, "t": 38, "b": 26}}
    for place, (code, chain) in enumerate(chains.items()):
        suffix = "" if place == 0 else str(place + 1)
        left, top = place % 2, place // 2
        x_domain = [0, 0.46] if left == 0 else [0.54, 1]
        y_domain = [0.59, 1] if top == 0 else [0, 0.41]
        rows = index[index["chain"] == code]
        medians = rows.groupby("year")["index"].median()
        own = rows[rows["region_code"] == region_code].set_index("year")["index"]
        span = range(first, last + 1)
        traces += [
            _line(medians.reindex(span), NATION, suffix, _("Median")),
            _line(own.reindex(span), _OWN, suffix, chain.name[language]),
        ]
        layout[f"xaxis{suffix}"] = {
            "domain": x_domain,
            "anchor": f"y{suffix}",
            "range": [first - 0.4, last + 0.4],
            "tickformat": "d",
            "tickvals": [first, (first + last) // 2, last],
            "showgrid": False,
            "fixedrange": True,
        }
        layout[f"yaxis{suffix}"] = {
            "domain": y_domain,
            "anchor": f"x{suffix}",
            "range": [-0.07, 1.05],
            "tickvals": [0, 0.5, 1],
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
        }
        annotations.append(
            {
                "x": x_domain[0],
                "y": y_domain[1],
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "align": "left",
                "text": f"<b>{chain.name[language]}</b>" + _ends(own, medians, language),
                "showarrow": False,
                "font": {"size": 12},
            }
        )
    return build_figure(
        traces, layout | {"annotations": annotations}, height=TREND_HEIGHT, shows=shows
    )


def draw_obstacles(
    obstacles: pd.Series, labels: dict[str, str], language: Language, shows: str
) -> Drawing:
    """The indicators that hold a region back most, as bars; names above them, room for long ones.

    obstacles: per cent by indicator, highest first; labels: what stands above each bar.
    """
    count = len(obstacles)
    values = obstacles.to_numpy(dtype=float)
    top = float(values.max()) if count else 1.0
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(count)),
        "x": values.round(2).tolist(),
        "width": 0.34,
        "marker": {"color": ORDINARY},
        "text": [f"{value:.1f}%" for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [labels[code] for code in obstacles.index],
        "hovertemplate": "%{hovertext}  %{text}<extra></extra>",
    }
    layout = {
        "margin": {"l": 4, "r": 8, "t": 4, "b": 4},
        "xaxis": {"range": [0, top * 1.18 or 1], "visible": False, "fixedrange": True},
        "yaxis": {"range": [count - 0.7, -0.85], "visible": False, "fixedrange": True},
        "annotations": [
            {
                "x": 0,
                "y": place - 0.19,
                "xanchor": "left",
                "yanchor": "bottom",
                "text": "<br>".join(wrap(labels[str(code)], _LABEL_WIDTH[language])),
                "align": "left",
                "showarrow": False,
                "font": {"size": 12},
            }
            for place, code in enumerate(obstacles.index)
        ],
    }
    return build_figure([trace], layout, height=max(count, 1) * _BAR + 16, shows=shows)


def _points(
    rows: pd.DataFrame, names: dict[str, str], colour: str, size: int, language: Language
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": rows["development"].round(4).tolist(),
        "y": rows["coordination_corrected"].round(4).tolist(),
        "text": [names[code] for code in rows["region_code"]],
        "customdata": rows["region_code"].tolist(),
        "hovertext": [
            f"{names[row.region_code]}  T {row.development:.2f}  D {row.coordination_corrected:.2f}"
            f"  {grade_name(row.grade_corrected, language)}"
            for row in rows.itertuples()
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": colour, "size": size, "opacity": 0.9},
        "unselected": {"marker": {"opacity": 0.9}},
    }


def _class_label(grade: int, language: Language) -> dict[str, Any]:
    """The name of a class in its band, on the side of the dashed line where no region can be.

    Regions lie below the line, the upper bands' to the right and the lower ones' to the left.
    """
    is_upper = grade >= 7
    return {
        "x": 0.01 if is_upper else 1.01,
        "y": grade / 10 + 0.05,
        "xanchor": "left" if is_upper else "right",
        "yanchor": "middle",
        "text": grade_name(grade, language),
        "showarrow": False,
        "font": {"size": 10, "color": NATION},
    }


def _name_of(row: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "x": row.development,
        "y": row.coordination_corrected,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 6,
        "yshift": -3,
        "text": f"<b>{names[row.region_code]}</b>",
        "showarrow": False,
        "font": {"size": 12, "color": _OWN},
    }


def _axis(title: str) -> dict[str, Any]:
    return {
        "title": {"text": title, "font": {"size": 12}, "standoff": 6},
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 11},
    }


def _line(values: pd.Series, colour: str, suffix: str, name: str) -> dict[str, Any]:
    is_median = colour == NATION
    return {
        "type": "scatter",
        "mode": "lines" if is_median else "lines+markers",
        "x": [int(year) for year in values.index],
        "y": [None if pd.isna(v) else round(float(v), 4) for v in values],
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "connectgaps": False,
        "line": {
            "color": colour,
            "width": 1.4 if is_median else 2.4,
            "dash": "dash" if is_median else "solid",
        },
        "marker": {"size": 5, "color": colour},
        "hovertemplate": f"{name} %{{x}}  %{{y:.2f}}<extra></extra>",
    }


def _ends(own: pd.Series, medians: pd.Series, language: Language) -> str:
    """The newest index and the median of the same year, as they stand beside a chain's name."""
    _ = translator(language)
    if own.empty:
        return ""
    year, write, median = int(own.index.max()), index_format(language).number, _("Median")
    # On a line of its own: beside the name it runs into the next panel on a phone.
    text = f"<br><span style='color:{_OWN}'>{write(float(own[year]))}</span>"
    return text + f" · {median} {write(float(medians[year]))}"
