"""Breaks in all series of two cities, where a county went from one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoreboard.catalog.models import Indicator, Region, RegionChange, SeriesBreak, Text


def boundary_breaks(
    changes: Iterable[RegionChange], regions: Mapping[str, Region]
) -> tuple[SeriesBreak, ...]:
    """A break for the two cities between which counties moved, in the year they did.

    Totals grow or shrink by what moved, and ratios change with it: neither is growth.
    """
    moved: dict[tuple[int, str, str], list[RegionChange]] = {}
    for change in changes:
        old = change.old_code[:4] + "00"
        new = regions[change.region_code].parent_code if change.region_code in regions else ""
        if change.kind == "reparented" and old != new and _is_city(new, regions):
            moved.setdefault((change.year, old, new), []).append(change)
    return tuple(
        _break(year, [code for code in (old, new) if _is_city(code, regions)], group, regions)
        for (year, old, new), group in moved.items()
    )


def with_boundary_breaks(indicator: Indicator, found: Iterable[SeriesBreak]) -> Indicator:
    """The indicator with the breaks of boundaries; a break of its own in the year says enough."""
    own = {(b.year, code) for b in indicator.breaks for code in b.region_codes}
    added = []
    for each in found:
        codes = tuple(code for code in each.region_codes if (each.year, code) not in own)
        if codes:
            added.append(each.model_copy(update={"region_codes": codes}))
    return indicator.model_copy(update={"breaks": (*indicator.breaks, *added)})


def _as_clause(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _is_city(code: str, regions: Mapping[str, Region]) -> bool:
    return code in regions and regions[code].level == "city"


def _break(
    year: int, codes: list[str], moved: list[RegionChange], regions: Mapping[str, Region]
) -> SeriesBreak:
    names_en = ", ".join(regions[change.region_code].name.en for change in moved)
    names_zh = "、".join(change.new_name for change in moved)
    note = moved[0].note
    return SeriesBreak(
        year=year,
        text=Text(
            zh=f"{names_zh}{note.zh.rstrip('。')}，与此前年份不可比。",
            en=f"{names_en}: {_as_clause(note.en)}; not comparable with earlier years.",
        ),
        region_codes=tuple(codes),
        is_boundary=True,
    )
