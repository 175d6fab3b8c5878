"""Puts a Plotly figure on a page, redrawn in place, and tells which point the reader clicked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson
import streamlit as st

from scoreboard.text import translator
from scoreboard.ui import choices
from scoreboard.ui.component import register_component
from scoreboard.ui.plain import plain

# Plotly's style sheet lies in the page's head, so the figure must not hide in a shadow root.
_mount = register_component("figure", isolate_styles=False)


def show_title(what: str, notes: Iterable[str] = ()) -> None:
    """The title over a figure: what is shown, and small below it unit, year and count."""
    line = plain(" · ".join(note for note in notes if note))
    st.markdown(f"**{plain(what)}**" + (f"  \n:small[{line}]" if line else ""))


def show_figure(
    key: str, figure: Any, alt: str, on_region: Callable[[str], None] | None = None
) -> None:
    """Draw a figure of `scoreboard.charts`; a click on a point is told by its region code.

    figure: its traces may carry region codes as customdata, which stay on the server. alt: what
    the figure shows, for those who cannot see it. Keep `key` the same over reruns.
    """
    _ = translator(choices.language())
    spec = figure.to_dict()
    codes = [list(trace.pop("customdata", [])) for trace in spec["data"]]

    def clicked() -> None:
        point = st.session_state[key].get("point")
        if on_region and isinstance(point, dict):
            on_region(codes[point["trace"]][point["point"]])

    message = {"figure": spec, "alt": alt, "failed": _("The figure could not be loaded.")}
    data = orjson.dumps(message, option=orjson.OPT_SERIALIZE_NUMPY)
    height = int(spec["layout"]["height"])
    _mount(key=key, data=data, height=height, on_point_change=clicked)
