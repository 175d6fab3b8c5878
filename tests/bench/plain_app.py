"""The page as it is usually first written in Streamlit: one table, one GeoJSON, three figures."""

import json
import os
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

LONGEST_RANKING = 31


@st.cache_data
def read_table() -> pd.DataFrame:
    """All observations of the release with the level of each region."""
    with duckdb.connect(os.environ["BENCH_RELEASE"], read_only=True) as connection:
        return connection.execute(
            "SELECT o.*, r.level FROM observation o JOIN region r USING (region_code)"
        ).df()


@st.cache_data
def read_borders() -> dict[str, Any]:
    """The borders of all cities as GeoJSON."""
    borders: dict[str, Any] = json.loads(Path(os.environ["BENCH_BORDERS"]).read_text("utf-8"))
    return borders


st.set_page_config(layout="wide")
table = read_table()
borders = read_borders()
indicator = st.selectbox("指标", sorted(table["indicator_code"].unique()))
rows = table[(table["indicator_code"] == indicator) & (table["level"] == "city")]
year = int(rows["year"].max())
newest = rows[rows["year"] == year].sort_values("value", ascending=False)
leaders = rows[rows["region_code"].isin(newest["region_code"].head(3))].sort_values("year")
marker = f"{indicator}|{year}|value"

country = px.choropleth_map(
    newest,
    geojson=borders,
    locations="region_code",
    color="value",
    color_continuous_scale="Blues",
    map_style="white-bg",
    center={"lon": 104, "lat": 36},
    zoom=2.6,
    height=520,
)
ranking = px.bar(newest.head(LONGEST_RANKING), x="value", y="region_code", orientation="h")
trend = px.line(leaders, x="year", y="value", color="region_code")
for figure in (country, ranking, trend):
    figure.update_layout(meta=marker)
ranking.update_layout(height=577)
ranking.update_yaxes(autorange="reversed", type="category")
trend.update_layout(height=320)

wide, narrow = st.columns([3, 2])
wide.plotly_chart(country, key="map")
narrow.plotly_chart(ranking, key="ranking")
wide.plotly_chart(trend, key="trend")
