"""The parts an answer is made of. Text is plain: whoever shows it escapes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
import pandas as pd

from scoreboard.charts.map import MapPayload
from scoreboard.charts.theme import Drawing, without_codes
from scoreboard.store.bulk import Selection

Role = Literal["headline", "heading", "title", "text", "note", "info", "caution", "source"]


@dataclass(frozen=True)
class Sentence:
    """One or more sentences, and what they are on the page.

    headline: the answer itself. heading, title: over a block, over a figure or list. text: body.
    note: a limit, small. info, caution: a state of the data or of the link, in a box. source: the
    line of publications under the figures, with the codes of all of them in `sources`.
    """

    text: str
    role: Role = "text"
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A short list under a title; `links` has the address of an item where there is one."""

    title: str
    items: tuple[str, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeyFigure:
    """One figure as a tile: what, how much, how it changed, how certain, and its last years.

    value is the bare figure in the unit of the indicator; text is how it is written. series is in
    order of years, for a small line.
    """

    label: str
    text: str
    value: float
    indicator_code: str
    year: int
    change: str = ""
    note: str = ""
    status: str = ""
    source_code: str = ""
    series: tuple[float, ...] = ()


@dataclass(frozen=True)
class KeyFigures:
    """Tiles in a row."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Facts:
    """Pairs of label and text in one line, such as the unit and the direction of an indicator."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A drawing as it goes to the browser: JSON of a Plotly figure, with a text for the blind.

    regions: the region code of every point, by trace; empty where a click chooses nothing. source:
    where its figures are from, if that is not what the source line near it says.
    """

    key: str
    title: str
    notes: tuple[str, ...]
    alt: str
    spec: bytes
    height: int
    regions: tuple[tuple[Any, ...], ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Map:
    """A map of regions as it goes to the browser: JSON of `scoreboard.charts.map`."""

    key: str
    title: str
    notes: tuple[str, ...]
    payload: bytes
    height: int


@dataclass(frozen=True)
class TableFacts:
    """What a table must say about itself wherever it goes: pairs of label and text."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Behind:
    """Which observations stand behind a table, so that they can be had in other forms.

    year: the one that the table is of, where it is of one.
    """

    selection: Selection
    year: int | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """The figures behind a drawing; worked out when somebody opens or downloads them.

    label: what stands on the fold; empty where the table is shown at once. name: of its files.
    rows: shown before it scrolls. columns: by column how its cells look: "link", "wide", "right",
    "pinned" (stays in sight), "%.1f" (how a number is written), "bar %.1f" (a bar from zero with
    it). behind: the observations that it is made of, where it is made of nothing else.
    """

    key: str
    label: str
    name: str
    build: Callable[[], pd.DataFrame]
    facts: Callable[[], TableFacts]
    columns: Mapping[str, str] = field(default_factory=dict)
    rows: int = 34
    behind: Behind | None = None


@dataclass(frozen=True, eq=False)
class ShadedTable:
    """Figures in cells that are coloured by their size, each row named by the index.

    style: the CSS of a cell by its figure. alt: what the table shows, for the blind.
    """

    key: str
    alt: str
    cells: pd.DataFrame
    style: Callable[[Any], str]


@dataclass(frozen=True)
class Card:
    """Words in a frame: one or two columns, under a title where there is one.

    Cards of one column that follow each other stand side by side where there is room.
    """

    title: str
    left: tuple[Sentence | Bullets | Facts, ...]
    right: tuple[Sentence | Bullets | Facts, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A small table that is read as words: headings, and rows of as many cells.

    stressed: the cells that stand out, by row and column from 0.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stressed: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class PageLink:
    """A way to another page: which one, named as its file, and what the link then says besides.

    None in `changes` stands for a default.
    """

    page: str
    label: str
    changes: tuple[tuple[str, str | None], ...]
    icon: str = ""


@dataclass(frozen=True, eq=False)
class Fold:
    """Parts that are folded away under a label, and worked out when somebody opens them."""

    key: str
    label: str
    build: Callable[[], tuple[Part, ...]]
    icon: str = ""


@dataclass(frozen=True)
class Step:
    """A button to another view of the same page: what the link then says, None for a default."""

    key: str
    label: str
    changes: tuple[tuple[str, str | None], ...]
    icon: str = ""


Words = Sentence | Bullets | Facts | KeyFigures | Card | Grid
Part = Words | Figure | Map | Table | ShadedTable | Step | PageLink | Fold


@dataclass(frozen=True, eq=False)
class Answer:
    """One reader's question answered: its blocks by name, each a row of parts.

    token: what is shown, for tests and benchmarks that wait until every figure carries it.
    """

    token: str
    blocks: Mapping[str, tuple[Part, ...]]

    def __getitem__(self, block: str) -> tuple[Part, ...]:
        """The parts of a block; none when the answer has nothing to say there."""
        return self.blocks.get(block, ())

    @property
    def headline(self) -> str:
        """The answer in a sentence: its first headline; empty when it has none."""
        parts = (part for block in self.blocks.values() for part in block)
        return next((p.text for p in parts if isinstance(p, Sentence) and p.role == "headline"), "")


def figure_part(
    key: str,
    drawing: Drawing,
    alt: str,
    title: str,
    notes: tuple[str, ...] = (),
    source: str = "",
) -> Figure:
    """A drawing of `scoreboard.charts` as a part: its region codes stay on the server."""
    codes = tuple(tuple(trace.get("customdata", ())) for trace in drawing["data"])
    spec = without_codes(drawing)
    height = int(drawing["layout"]["height"])
    data = orjson.dumps(spec, option=orjson.OPT_SERIALIZE_NUMPY)
    return Figure(key, title, tuple(n for n in notes if n), alt, data, height, codes, source)


def map_part(
    key: str, payload: MapPayload, height: int, title: str, notes: tuple[str, ...] = ()
) -> Map:
    """A map's message as a part."""
    data = orjson.dumps({**payload, "height": height})
    return Map(key, title, tuple(n for n in notes if n), data, height)
