"""The least a Streamlit page can do: one selectbox and a text. Nothing of ours can be quicker."""

import os
from pathlib import Path

import duckdb
import streamlit as st


@st.cache_data
def list_indicators(release: str) -> list[str]:
    """The codes of all indicators in the release."""
    with duckdb.connect(release, read_only=True) as connection:
        rows = connection.execute("SELECT DISTINCT indicator_code FROM observation ORDER BY 1")
        return [code for (code,) in rows.fetchall()]


codes = list_indicators(str(Path(os.environ["BENCH_RELEASE"])))
chosen = st.selectbox("指标", codes)
st.text(f"chosen: {chosen}")
