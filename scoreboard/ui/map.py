"""Puts the map of regions on a page and tells which region the reader clicked."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import streamlit as st

from scoreboard.charts.map import MapFiles, MapLabels, MapPayload, find_border_files
from scoreboard.paths import BOUNDARIES
from scoreboard.ui.component import register_component, static_address

# Registered once an import: registering again on each rerun would remount every map.
_mount = register_component("map")


def show_map(key: str, payload: MapPayload, height: int, on_region: Callable[[str], None]) -> None:
    """Draw the map; a region that the reader clicks is told before the page is drawn again.

    ``payload`` comes from :func:`scoreboard.charts.map.map_payload`; ``height`` in pixels
    holds everything, legend and source line too, and is kept free from the first moment; 480 to
    540 suits a desk and a phone. Keep ``key`` the same over reruns: under one key the borders
    are drawn once and only repainted afterwards.
    """

    def clicked() -> None:
        region = st.session_state[key].get("region")
        if isinstance(region, dict) and isinstance(region.get("code"), str):
            on_region(region["code"])

    data: dict[str, Any] = {**payload, "height": height}
    _mount(key=key, data=data, height=height, on_region_change=clicked)


def map_labels(translate: Callable[[str], str], change: str) -> MapLabels:
    """Every fixed word of a map; `change` says what the small text of a region is."""
    _ = translate
    return {
        "rank": _("no. {rank}"),
        "change": change,
        "missing": _("no data"),
        "provisional": _("unconfirmed"),
        "estimated": _("estimated"),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "reset": _("Whole map"),
        "hint": _("Ctrl and wheel to zoom, drag to move"),
        "keys": _("Arrow keys move between regions, Enter chooses, plus and minus zoom"),
        "failed": _("The borders could not be loaded."),
        "inset": _("South China Sea Islands"),
        "approval": _("Map approval no. {approval}"),
        "source": _("Borders: {source}"),
    }


def locate_border_files() -> MapFiles:
    """Where the browser finds the borders of this installation, with the edition of each file.

    Follows ``server.baseUrlPath``; the files are hashed once and again when one is rebuilt.
    """
    paths = sorted(BOUNDARIES.glob("*.json"))
    stamps = tuple((path.name, path.stat().st_mtime_ns) for path in paths)
    prefix = static_address("boundaries")
    return _read_border_files(prefix, stamps)


@lru_cache(maxsize=4)
def _read_border_files(prefix: str, stamps: tuple[tuple[str, int], ...]) -> MapFiles:
    """The border files, remembered for as long as their time stamps stay the same."""
    return find_border_files(BOUNDARIES, prefix)
