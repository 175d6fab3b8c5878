"""The parts of an answer as elements of the page; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from typing import Any

import orjson
import pandas as pd
import streamlit as st

from scoreboard.answers.link import Link
from scoreboard.answers.model import (
    Figure,
    Fold,
    Map,
    PageLink,
    Part,
    Sentence,
    ShadedTable,
    Step,
    Table,
    Words,
)
from scoreboard.ui import choices
from scoreboard.ui.component import pack, register_component, serves_api
from scoreboard.ui.downloads import offer_files
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import TABLE_ROW, show_cells, show_shaded, table_height
from scoreboard.ui.words import html_of

# Registered once an import: registering again on each rerun would remount every map and figure.
# Plotly's style sheet lies in the page's head, so the figure must not hide in a shadow root.
_mount_figure = register_component("figure", isolate_styles=False)
_mount_map = register_component("map")
_COLUMNS = {
    "link": st.column_config.LinkColumn(display_text=r"https?://([^/]+)"),
    "wide": st.column_config.TextColumn(width=380),
    "right": st.column_config.TextColumn(alignment="right"),
    "pinned": st.column_config.Column(pinned=True),
}
_BOXES = {"info": st.info, "caution": st.warning}

OnRegion = Callable[[str], None]


def show(frame: Frame, parts: Iterable[Part], on_region: OnRegion | None = None) -> None:
    """Parts one below the other; words that follow each other are one element.

    Buttons and links that follow each other stand in a row.

    on_region: told of the region that the reader clicks in a figure or on a map.
    """
    words: list[Words] = []
    for part in _in_rows(parts):
        if isinstance(part, Sentence) and part.role in _BOXES:
            _flush(words)
            _BOXES[part.role](plain(part.text))
        elif isinstance(part, Figure):
            _flush(words)
            _show_figure(frame, part, on_region)
        elif isinstance(part, Map):
            _flush(words)
            _show_map(frame, part, on_region)
        elif isinstance(part, Table):
            _flush(words)
            _show_table(frame, part)
        elif isinstance(part, ShadedTable):
            _flush(words)
            show_shaded(part.cells, part.style, key=part.key, alt=part.alt)
        elif isinstance(part, tuple):
            _flush(words)
            _show_row(part)
        elif isinstance(part, Fold):
            _flush(words)
            _show_fold(frame, part)
        else:
            words.append(part)
    _flush(words)


def show_beside(
    frame: Frame,
    blocks: Iterable[tuple[int, tuple[Part, ...]]],
    on_region: OnRegion | None = None,
) -> None:
    """Blocks side by side, each with its width; an empty one leaves its room to the others."""
    there = [(width, parts) for width, parts in blocks if parts]
    if not there:
        return
    columns = st.columns([width for width, _ in there], gap="medium")
    for column, (_, parts) in zip(columns, there, strict=True):
        with column:
            show(frame, parts, on_region)


def show_grid(frame: Frame, parts: Sequence[Part], columns: int) -> None:
    """Parts in rows of so many columns, in order of reading; one alone takes the whole width."""
    columns = min(columns, len(parts))
    for start in range(0, len(parts), max(columns, 1)):
        row = zip(parts[start : start + columns], st.columns(columns, gap="medium"), strict=False)
        for part, column in row:
            with column:
                show(frame, (part,))


def show_notices(frame: Frame, link: Link) -> None:
    """What the link said and the page could not follow."""
    show(frame, link.notices)


def _in_rows(
    parts: Iterable[Part],
) -> Iterator[Words | Figure | Map | Table | ShadedTable | Fold | tuple[Step | PageLink, ...]]:
    """The parts, with buttons and links that follow each other as one."""
    row: list[Step | PageLink] = []
    for part in parts:
        if isinstance(part, Step | PageLink):
            row.append(part)
            continue
        if row:
            yield tuple(row)
            row.clear()
        yield part
    if row:
        yield tuple(row)


def _show_row(row: tuple[Step | PageLink, ...]) -> None:
    with st.container(horizontal=True, gap="small") if len(row) > 1 else nullcontext():
        for part in row:
            if isinstance(part, Step):
                _show_step(part)
            else:
                _show_page_link(part)


def _flush(words: list[Words]) -> None:
    if words:
        st.html(html_of(words))
        words.clear()


def _show_figure(frame: Frame, part: Figure, on_region: OnRegion | None) -> None:
    _ = frame.translate

    def clicked() -> None:
        point = st.session_state[part.key].get("point")
        if on_region and isinstance(point, dict):
            codes = part.regions[point["trace"]]
            # A column of a histogram stands for no region.
            if point["point"] < len(codes):
                on_region(codes[point["point"]])

    words = {"alt": part.alt, "failed": _("The figure could not be loaded.")}
    data = _message(part, part.spec, words)
    _mount_figure(key=part.key, data=data, on_point_change=clicked)


def _show_map(frame: Frame, part: Map, on_region: OnRegion | None) -> None:
    def clicked() -> None:
        region = st.session_state[part.key].get("region")
        if on_region and isinstance(region, dict) and isinstance(region.get("code"), str):
            on_region(region["code"])

    # Under one key the borders are drawn once and only repainted afterwards.
    data = _message(part, part.payload, {})
    _mount_map(key=part.key, data=data, on_region_change=clicked)


def _message(part: Figure | Map, drawing: bytes, words: dict[str, str]) -> bytes:
    """What goes to the browser: the drawing, which is JSON already, beside title and words."""
    head = {"title": part.title, "notes": " · ".join(part.notes), **words}
    if serves_api():  # which draws it as a picture, by its key
        head["picture"] = part.key
    return pack(b'{"drawing":' + drawing + b"," + orjson.dumps(head)[1:])


def _show_table(frame: Frame, part: Table) -> None:
    if not part.label:
        _show_open_table(frame, part)
        return
    fold = st.expander(
        part.label, key=f"{part.key}_open", on_change="rerun", icon=":material/table_rows:"
    )
    if fold.open:
        with fold:
            _show_open_table(frame, part)


def _show_open_table(frame: Frame, part: Table) -> None:
    """The table and its files."""
    table = part.build()
    show_cells(
        table,
        hide_index=True,
        key=part.key,
        placeholder="—",
        row_height=TABLE_ROW,
        height=table_height(len(table), part.rows),
        column_config={name: _look(table[name], look) for name, look in part.columns.items()},
    )
    offer_files(frame, part, table)


def _look(values: pd.Series, look: str) -> Any:
    """A column as the answer wants it; see Table."""
    if look in _COLUMNS:
        return _COLUMNS[look]
    kind, _space, number = look.rpartition(" ")
    if kind != "bar":
        return st.column_config.NumberColumn(format=number)
    large = values.max() >= 1000
    return st.column_config.ProgressColumn(
        format="localized" if large else number,
        step=1 if large else None,
        min_value=0,
        max_value=float(values.max()),
    )


def _show_step(part: Step) -> None:
    st.button(
        part.label,
        icon=part.icon or None,
        key=part.key,
        on_click=partial(choices.write, dict(part.changes)),
    )


def _show_page_link(part: PageLink) -> None:
    query = dict(st.query_params) | dict(part.changes)
    st.page_link(
        f"pages/{part.page}.py",
        label=plain(part.label),
        icon=part.icon or None,
        query_params={key: value for key, value in query.items() if value is not None},
    )


def _show_fold(frame: Frame, part: Fold) -> None:
    fold = st.expander(plain(part.label), key=part.key, on_change="rerun", icon=part.icon or None)
    if fold.open:
        with fold:
            show(frame, part.build())
