"""Codes that a release uses and the catalog no longer has: what is shown in their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Level, Region, Source, Text

# Codes named in a sentence; of more only the number is said.
_NAMED = 5
_WORDS = {
    "indicators": ("指标", "indicator", "indicators"),
    "regions": ("地区", "region", "regions"),
    "sources": ("来源", "source", "sources"),
}


@dataclass(frozen=True)
class Dropped:
    """Codes of a release that the catalog lacks, each sorted."""

    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.indicators or self.regions or self.sources)

    def listed(self) -> Text:
        """The codes by kind: indicators a, b; source c."""
        kinds = [(w, getattr(self, kind)) for kind, w in _WORDS.items() if getattr(self, kind)]
        return Text(
            zh="；".join(f"{words[0]}{_zh(codes)}" for words, codes in kinds),
            en="; ".join(
                f"{words[1] if len(codes) == 1 else words[2]} {_en(codes)}"
                for words, codes in kinds
            ),
        )

    def notice(self) -> Text:
        """That the release uses these codes, what becomes of them, and what can be done."""
        listed = self.listed()
        return Text(
            zh=f"现行版本用到、指标目录中已没有的代码：{listed.zh}。其数值仍保留；指标不再显示，"
            "地区和来源以代码显示。误删的，请恢复目录文件。",
            en=f"The release in force uses codes that the catalog no longer has: {listed.en}."
            " Their figures are kept; such indicators are not shown, regions and sources are shown"
            " by their codes. If they were removed by mistake, put the files of the catalog back.",
        )


def find_dropped(
    catalog: Catalog, indicators: Iterable[str], regions: Iterable[str], sources: Iterable[str]
) -> Dropped:
    """Which of a release's codes the catalog lacks. Sources may be joined by |, as of derived."""
    parts = {code for joined in sources for code in joined.split("|") if code}
    return Dropped(
        tuple(sorted(set(indicators) - catalog.indicators.keys())),
        tuple(sorted(set(regions) - catalog.regions.keys())),
        tuple(sorted(parts - catalog.sources.keys())),
    )


def put_stand_ins(
    catalog: Catalog, dropped: Dropped, places: Mapping[str, tuple[Level, str]]
) -> Catalog:
    """The catalog with regions and sources that it lacks, named by their codes.

    places: level and parent of each region as the release has them.
    """
    regions = {code: _region(code, *places[code]) for code in dropped.regions if code in places}
    sources = {
        code: Source(code=code, title=code, publisher="—", grade="C") for code in dropped.sources
    }
    return replace(catalog, regions=catalog.regions | regions, sources=catalog.sources | sources)


def _region(code: str, level: Level, parent: str) -> Region:
    name = Text(zh=code, en=code)
    return Region(code=code, name=name, short_name=name, level=level, parent_code=parent)


def _zh(codes: tuple[str, ...]) -> str:
    more = f"等{len(codes)}个" if len(codes) > _NAMED else ""
    return "、".join(codes[:_NAMED]) + more


def _en(codes: tuple[str, ...]) -> str:
    more = f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else ""
    return ", ".join(codes[:_NAMED]) + more
