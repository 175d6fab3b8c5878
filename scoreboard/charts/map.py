"""What the map of regions is told: one small message with colours, values and words.

The borders themselves never travel in this message; the browser fetches them once from
``static/boundaries`` and keeps them. A message for 375 cities stays under 10 kB, so that a
changed year or indicator costs a repaint and no more. The drawing is done by ``map.js`` and
``map.css`` in ``static/components``; ``scoreboard.ui.show`` mounts them. The script finds the
border files beside itself.
"""

from __future__ import annotations

import hashlib
import json
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NotRequired, TypedDict

from scoreboard.language import translator

Level = Literal["province", "city", "county"]
Language = Literal["zh", "en"]
Status = Literal["", "P", "U", "E"]

MISSING = -1
CONTINUOUS_STEPS = 1000
# Joins texts inside one string: 375 quoted list entries would cost 4 bytes each.
SEPARATOR = "|"
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_DIGITS = string.digits + string.ascii_lowercase
_CODE = re.compile(r"[1-9][0-9]{5}")
_STATUS_OF: dict[str, Status] = {"-": "", "P": "P", "U": "U", "E": "E"}


class MapLabels(TypedDict):
    """Every word the map shows, already in the reader's language.

    ``rank`` holds the place ``{rank}``, ``change`` ``{change}``, ``approval`` ``{approval}``
    and ``source`` ``{source}``; the browser puts the figure or name there.
    """

    rank: str
    change: str
    missing: str
    preliminary: str
    unconfirmed: str
    estimated: str
    zoom_in: str
    zoom_out: str
    reset: str
    hint: str
    keys: str
    failed: str
    inset: str
    approval: str
    source: str


class PackedScale(TypedDict):
    """A colour scale as sent: ``marks`` holds one class or position a region."""

    kind: Literal["classes", "continuous"]
    colors: list[str]
    marks: str
    texts: list[str]
    counts: NotRequired[list[int]]


class MapPayload(TypedDict):
    """The message to the browser; parallel texts are packed, see :func:`unpack_regions`."""

    token: str
    shows: str
    level: Level
    within: str | None
    language: Language
    title: str
    unit: str
    versions: Mapping[str, str]
    codes: str
    values: str
    ranks: str
    changes: str
    statuses: str
    notes: list[str]
    note_places: str
    scale: PackedScale
    counts: dict[str, int]
    chosen: dict[str, str]
    labels: MapLabels


@dataclass(frozen=True)
class MapRegion:
    """What the map knows of one region: its colour position and the texts of its card.

    ``mark`` is a class index for a classed scale and a share from 0 to 1 for a continuous
    one; None means that no value is published, and the region is hatched. ``change`` is the
    bare text for the place in ``labels["change"]``; ``note`` is what the source says about the
    value; empty texts leave their line out.
    """

    code: str
    mark: float | None
    value: str = ""
    rank: int | None = None
    change: str = ""
    status: Status = ""
    note: str = ""


@dataclass(frozen=True)
class ClassScale:
    """A scale of at most nine classes: a colour and a range text for each, low to high."""

    colors: Sequence[str]
    ranges: Sequence[str]

    def __post_init__(self) -> None:
        if len(self.colors) != len(self.ranges):
            raise ValueError(f"{len(self.colors)} colours for {len(self.ranges)} ranges")
        if len(self.colors) > 9:
            raise ValueError("a map legend has at most nine classes")


@dataclass(frozen=True)
class ContinuousScale:
    """A scale without classes: colour stops at equal distances, texts for low, middle, high."""

    colors: Sequence[str]
    ticks: tuple[str, str, str]

    def __post_init__(self) -> None:
        if len(self.colors) < 2:
            raise ValueError("a continuous scale needs at least two colours")


@dataclass(frozen=True)
class MapWords:
    """The words around the values: headline, unit, and the fixed words of the map.

    ``title`` is the headline read out to those who cannot see the map, ``unit`` follows each
    value; ``language`` picks the names of the regions in the border files.
    """

    title: str
    labels: MapLabels
    unit: str = ""
    language: Language = "zh"


def map_payload(
    *,
    level: Level,
    versions: Mapping[str, str],
    regions: Sequence[MapRegion],
    scale: ClassScale | ContinuousScale,
    words: MapWords,
    within: str | None = None,
    chosen: Mapping[str, str] | None = None,
    shows: str = "",
) -> MapPayload:
    """Everything the map shows in one small message: colours, values, legend and words.

    One entry a region, in the order given; list regions without a value too (``mark`` None),
    so that the legend counts them. ``within`` is the province to zoom into, or the city whose
    counties are shown; ``chosen`` gives the outline colour of each marked region; ``shows``
    names what is shown for tests that wait until it is drawn. Colours are
    ``#rrggbb``.

    Raises ValueError for a code that is not six digits or is listed twice, an unknown class, a
    share outside 0-1, a colour in another form or a text with the separator in it.
    """
    codes = [region.code for region in regions]
    _check_codes(codes)
    outlines = dict(chosen or {})
    _check_colors([*scale.colors, *outlines.values()])
    # Many regions share a note: each is sent once.
    notes = list(dict.fromkeys(region.note for region in regions if region.note))
    payload = MapPayload(
        token="",
        shows=shows,
        level=level,
        within=within,
        language=words.language,
        title=words.title,
        unit=words.unit,
        versions=versions,
        # 440000 -> 44: GB/T 2260 fills the unused right end with zeros.
        codes=" ".join(code.rstrip("0") for code in codes),
        values=_join([region.value for region in regions]),
        ranks=_pack_ranks(regions),
        changes=_join([region.change for region in regions]),
        statuses=_pack_statuses(regions),
        notes=notes,
        note_places=" ".join(str(notes.index(r.note)) if r.note else "-" for r in regions)
        if notes
        else "",
        scale=_pack_scale(scale, regions),
        counts=_count_notes(regions),
        chosen=outlines,
        labels=words.labels,
    )
    content = json.dumps(payload, sort_keys=True).encode()
    payload["token"] = hashlib.sha256(content).hexdigest()[:12]
    return payload


def unpack_regions(payload: MapPayload) -> list[MapRegion]:
    """The regions inside a message again, for tests and for the table under the map.

    The exact reverse of what ``map.js`` reads: shares come back rounded to a thousandth.
    """
    codes = [code.ljust(6, "0") for code in payload["codes"].split(" ") if code]
    size = len(codes)
    marks = _unpack_marks(payload["scale"])
    values = _split(payload["values"], size)
    ranks = _unpack_ranks(payload["ranks"], size)
    changes = _split(payload["changes"], size)
    statuses = payload["statuses"].ljust(size, "-")
    places = payload["note_places"].split(" ") if payload["notes"] else ["-"] * size
    notes = ["" if place == "-" else payload["notes"][int(place)] for place in places]
    columns = zip(codes, marks, values, ranks, changes, statuses, notes, strict=True)
    return [
        MapRegion(code, mark, value, rank, change, _STATUS_OF[letter], note)
        for code, mark, value, rank, change, letter, note in columns
    ]


def border_versions(folder: Path) -> dict[str, str]:
    """Which border files are there, by level: a hash each, so that a new edition is fetched once.

    The county files, one for all and one a province, share theirs. A level whose files are absent
    is left out; the map then says that the borders could not be read. Files are hashed again when
    one is rebuilt.
    """
    files = sorted(folder.glob("*.json"))
    stamps = tuple((file.name, file.stat().st_mtime_ns) for file in files)
    return _border_versions(folder, stamps)


@lru_cache(maxsize=4)
def _border_versions(folder: Path, _stamps: tuple[tuple[str, int], ...]) -> dict[str, str]:
    versions = {
        level: _hash_files([folder / f"{level}.json"])
        for level in ("province", "city")
        if (folder / f"{level}.json").is_file()
    }
    counties = sorted(folder.glob("county*.json"))
    if counties:
        versions["county"] = _hash_files(counties)
    return versions


def map_labels(language: Language, change: str) -> MapLabels:
    """Every fixed word of a map; `change` says what the small text of a region is."""
    _ = translator(language)
    return {
        "rank": _("no. {rank}"),
        "change": change,
        "missing": _("no data"),
        "preliminary": _("preliminary"),
        "unconfirmed": _("unconfirmed"),
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


def _pack_scale(scale: ClassScale | ContinuousScale, regions: Sequence[MapRegion]) -> PackedScale:
    """The scale with one mark a region: a digit for a class, two of base 36 for a share."""
    if isinstance(scale, ContinuousScale):
        positions = [_position_of(region) for region in regions]
        return PackedScale(
            kind="continuous",
            colors=list(scale.colors),
            marks="".join(_base36(position) for position in positions),
            texts=list(scale.ticks),
        )
    classes = [_class_of(region, len(scale.colors)) for region in regions]
    return PackedScale(
        kind="classes",
        colors=list(scale.colors),
        marks="".join("-" if index == MISSING else str(index) for index in classes),
        texts=list(scale.ranges),
        counts=[classes.count(index) for index in range(len(scale.colors))],
    )


def _class_of(region: MapRegion, size: int) -> int:
    """The class index of a region, -1 when it has no value."""
    if region.mark is None:
        return MISSING
    if region.mark not in range(size):
        raise ValueError(f"region {region.code}: there is no class {region.mark}")
    return int(region.mark)


def _position_of(region: MapRegion) -> int:
    """The place of a region on the colour bar from 0 to 1000, -1 when it has no value."""
    if region.mark is None:
        return MISSING
    if not 0 <= region.mark <= 1:
        raise ValueError(f"region {region.code}: {region.mark} is not between 0 and 1")
    return round(region.mark * CONTINUOUS_STEPS)


def _unpack_marks(scale: PackedScale) -> list[float | None]:
    """One class or share a region, None where no value is published."""
    if scale["kind"] == "classes":
        return [None if mark == "-" else int(mark) for mark in scale["marks"]]
    pairs = [scale["marks"][at : at + 2] for at in range(0, len(scale["marks"]), 2)]
    return [None if pair == "--" else int(pair, 36) / CONTINUOUS_STEPS for pair in pairs]


def _base36(position: int) -> str:
    """A position as two digits of base 36 (1000 is rs), -- for a missing one."""
    return "--" if position == MISSING else _DIGITS[position // 36] + _DIGITS[position % 36]


def _count_notes(regions: Sequence[MapRegion]) -> dict[str, int]:
    """How many regions lack a value, and how many have one of each uncertain status."""
    valued = [region for region in regions if region.mark is not None]
    return {
        "missing": len(regions) - len(valued),
        **{key: sum(region.status == key for region in valued) for key in ("P", "U", "E")},
    }


def _pack_statuses(regions: Sequence[MapRegion]) -> str:
    """One letter a region, - for an ordinary value; nothing at all when every one is ordinary."""
    letters = "".join(region.status or "-" for region in regions)
    return "" if set(letters) <= {"-"} else letters


def _pack_ranks(regions: Sequence[MapRegion]) -> str:
    """One entry a region: nothing for the place after the one before, - for none, else the rank.

    Regions listed from first to last cost one character each.
    """
    entries, before = [], 0
    for region in regions:
        if region.rank is None:
            entries.append("-")
            continue
        entries.append("" if region.rank == before + 1 else str(region.rank))
        before = region.rank
    return SEPARATOR.join(entries)


def _unpack_ranks(packed: str, size: int) -> list[int | None]:
    """The ranks of :func:`_pack_ranks` again."""
    ranks: list[int | None] = []
    before = 0
    for entry in packed.split(SEPARATOR)[:size]:
        if entry == "-":
            ranks.append(None)
            continue
        before = int(entry) if entry else before + 1
        ranks.append(before)
    return ranks


def _join(texts: Sequence[str]) -> str:
    """Texts in one string, or nothing at all when every one is empty."""
    for text in texts:
        if SEPARATOR in text:
            raise ValueError(f"a text on the map may not contain {SEPARATOR!r}: {text!r}")
    return SEPARATOR.join(texts) if any(texts) else ""


def _split(joined: str, size: int) -> list[str]:
    """The texts of :func:`_join` again, ``size`` of them."""
    return joined.split(SEPARATOR) if joined else [""] * size


def _check_codes(codes: Sequence[str]) -> None:
    """Refuse codes the border files cannot know, and codes listed twice."""
    for code in codes:
        if not _CODE.fullmatch(code):
            raise ValueError(f"a region on the map has a code of six digits, not {code!r}")
    if len(set(codes)) != len(codes):
        raise ValueError("a region is listed twice")


def _check_colors(colors: Sequence[str]) -> None:
    """Refuse colours that the browser could not mix: only #rrggbb is read there."""
    for color in colors:
        if not _COLOR.fullmatch(color):
            raise ValueError(f"map colours are written #rrggbb, not {color!r}")


def _hash_files(paths: Sequence[Path]) -> str:
    """Eight hex digits that change when the content of any of the files does."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
