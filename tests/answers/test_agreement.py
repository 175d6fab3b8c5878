"""One quantity has one value: every page says the same of a region, an indicator and a year.

The sweep goes over all provinces and cities of the shipped release. What a page shows is read from
its answer: tiles, tables, the evidence of findings; from prose only the sentence about a standing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pandas as pd
import pytest

from scoreboard.analysis.concentration import gini, theil
from scoreboard.answers import basis, judged
from scoreboard.answers.compare.answer import answer as compare
from scoreboard.answers.compare.choice import CompareChoice
from scoreboard.answers.compare.comparison import take_comparison
from scoreboard.answers.compare.tables import gap_table
from scoreboard.answers.composite.answer import answer as composite
from scoreboard.answers.composite.choice import read_choice as read_composite
from scoreboard.answers.diagnosis.answer import answer as diagnosis
from scoreboard.answers.diagnosis.choice import DiagnosisChoice
from scoreboard.answers.diagnosis.funnel import funnel_blocks
from scoreboard.answers.diagnosis.subject import take_subject
from scoreboard.answers.diagnosis.what_if import outlook
from scoreboard.answers.indicator_choice import read_choice as read_indicator
from scoreboard.answers.key_figures import key_figures
from scoreboard.answers.link import Link
from scoreboard.answers.model import KeyFigure, KeyFigures, Part
from scoreboard.answers.overview.answer import answer as overview
from scoreboard.answers.overview.picture import take_picture
from scoreboard.answers.overview.words import headline_of
from scoreboard.answers.profile.choice import ProfileChoice
from scoreboard.answers.profile.region_profile import take_profile
from scoreboard.answers.profile.tables import table_of as profile_table
from scoreboard.answers.profile.tiles import tiles
from scoreboard.answers.profile.words import opening as profile_opening
from scoreboard.answers.release import Release
from scoreboard.answers.structure.answer import answer as structure
from scoreboard.answers.structure.choice import read_choice as read_structure
from scoreboard.catalog import Level
from scoreboard.charts.theme import MOST_COMPARED
from tests.answers.reading import said, tables_of

INTENSITY = "rd_intensity"
# Of a comparison: as many as a page holds.
INDICATORS = 12


class Claim(NamedTuple):
    """What a page says: value, rank, regions, median or peers (how many), or the figure as text.

    Values and medians are rounded as tables round them, which is finer than pages write them.
    """

    page: str
    region: str
    indicator: str
    year: int
    what: str
    said: float | str


@pytest.mark.parametrize("level", ["province", "city"])
def test_every_page_says_the_same(release: Release, level: Level) -> None:
    claims = [claim for page in PAGES for claim in page(release, level)]
    by_key = defaultdict(set)
    for claim in claims:
        by_key[claim[1:5]].add(claim.said)
    differing = {key for key, found in by_key.items() if len(found) > 1}
    assert not sorted({c for c in claims if c[1:5] in differing}, key=lambda c: c[1:])
    assert_one_year(release, level, claims)
    assert_same_medians(claims)
    for named in NAMED[level]:
        pages = {c.page for c in claims if c[1:3] == named}
        assert len(pages) >= 4, named


# What the issue found to differ, and 陕西's median of firms' share, of five peers and of eight.
NAMED = {
    "province": [("610000", "rd_funds_enterprise_pct"), ("610000", INTENSITY)],
    "city": [("340100", INTENSITY), ("320500", "rd_expenditure"), ("440300", "rd_expenditure")],
}


def assert_one_year(release: Release, level: Level, claims: Iterable[Claim]) -> None:
    """All pages say a region's figure of one year; a comparison needs one with a benchmark.

    The tiles and the headline of a profile say the region's newest. A tier holds the newest, or the
    figure of the threshold's year, against it. Neither compares regions.
    """
    medians = {c[1:4] for c in claims if c.what == "median"}
    for claim in claims:
        year = basis.said(release, level, claim.region).loc[claim.indicator, "year"]
        if claim.page == "diagnosis tier":
            continue
        if claim.year != year and claim.page in ("profile tiles", "profile headline"):
            own = basis.newest(release, level, claim.region).set_index("indicator_code")
            assert claim.year == own.loc[claim.indicator, "year"], claim
        elif claim.year != year:
            assert claim.page == "compare", claim
            assert (claim.region, claim.indicator, year) not in medians, claim


def assert_same_medians(claims: Iterable[Claim]) -> None:
    """Where profile and comparison both show a figure, both show a median or neither."""
    shown: dict[str, set[tuple[str, str, int]]] = defaultdict(set)
    for claim in claims:
        if claim.what == "median":
            shown[claim.page].add(claim[1:4])
    assert shown["profile"] - shown["compare"] == set()
    own = {c[1:4] for c in claims if c.page == "profile" and c.what == "rank"}
    assert (shown["compare"] & own) - shown["profile"] == set()


def overview_table(release: Release, level: Level) -> Iterator[Claim]:
    """Every indicator in the year that the overview opens on."""
    for indicator in release.catalog.indicators.values():
        link = Link({"indicator": indicator.code, "level": level}, "zh")
        choice = read_indicator(link, release)
        if choice.year is None or not indicator.is_ranked:
            continue
        table = tables_of(overview(release, choice, "zh"))["table"].build()
        (column,) = [c for c in table if c.startswith((str(choice.year), "最新值"))]
        table = table[table[column].notna()]
        if "年份" not in table:
            table = table.assign(年份=choice.year)
        for code, year, rank, value in table[["代码", "年份", "位次", column]].itertuples(
            index=False
        ):
            key = ("overview", code, indicator.code, int(year))
            yield Claim(*key, "value", value)
            yield Claim(*key, "rank", float(rank))
            yield Claim(*key, "regions", float(len(table)))


def overview_words(release: Release, level: Level) -> Iterator[Claim]:
    """The headline about a chosen region."""
    for region in basis.regions_compared(release.catalog, level):
        link = Link({"level": level, "regions": region.code}, "zh")
        choice = read_indicator(link, release)
        rows = release.observations(INTENSITY, level)
        sentence = headline_of(take_picture(release, choice, "zh", rows))
        yield from standing("overview headline", region.code, region.short_name.zh, sentence)


def standing(page: str, code: str, name: str, sentence: str) -> Iterator[Claim]:
    """What a sentence says of R&D intensity: year, figure, rank of how many."""
    found = re.match(
        rf"(\d{{4}})年{name}R&D经费投入强度（首次公布）为([\d.]+%)(?:（[^）]+）)?，"
        r"在(\d+)个[^，]+中居第(\d+)位",
        sentence,
    )
    if found:
        year, text, regions, rank = found.groups()
        key = (page, code, INTENSITY, int(year))
        yield Claim(*key, "text", text)
        yield Claim(*key, "rank", float(rank))
        yield Claim(*key, "regions", float(regions))


def overview_tiles(release: Release, level: Level) -> Iterator[Claim]:
    """The key figures of every region; the nation stands in for those without any."""
    for region in basis.regions_compared(release.catalog, level):
        if len(basis.newest(release, level, region.code)):
            parts = key_figures(release, region.code, "zh")
            own = [p for p in parts if isinstance(p, KeyFigures)]
            if region.short_name.zh in said_of(parts):
                yield from of_tiles(release, "overview tiles", region.code, own)


def said_of(parts: Iterable[Part]) -> str:
    """The titles over tiles."""
    return "".join(getattr(part, "text", "") for part in parts)


def of_tiles(
    release: Release, page: str, code: str, parts: Iterable[KeyFigures]
) -> Iterator[Claim]:
    """The figures of tiles, bare and as they are written."""
    for tile in (tile for part in parts for tile in part.figures):
        key = (page, code, tile.indicator_code, tile.year)
        yield Claim(*key, "value", rounded(release, tile.indicator_code, tile.value))
        yield Claim(*key, "text", tile.text)


def rounded(release: Release, code: str, value: float) -> float:
    """Two decimals finer than pages write it, as all tables round it."""
    return round(float(value), release.catalog.indicators[code].decimals + 2)


def profile(release: Release, level: Level) -> Iterator[Claim]:
    """Opening, tiles and table of every region's profile."""
    number = basis.default_peers(release.catalog)
    for region in basis.regions_compared(release.catalog, level):
        found = take_profile(release, ProfileChoice(region.code, number), "zh")
        if found.newest.empty:
            continue
        lead = profile_opening(found)[0].text
        yield from standing("profile headline", region.code, found.name, lead)
        yield from of_tiles(release, "profile tiles", region.code, [tiles(found)])
        names = ["代码", "年份", "数值", "位次", "有数据的地区数", "同类地区中位数"]
        for code, year, value, *rest in profile_table(found).build()[names].itertuples(index=False):
            key = ("profile", region.code, code, int(year))
            yield Claim(*key, "value", value)
            for what, one in zip(("rank", "regions", "median"), rest, strict=True):
                if not pd.isna(one) and found.indicator(code).is_ranked:
                    yield Claim(*key, what, float(one))


def comparison(release: Release, level: Level) -> Iterator[Claim]:
    """Every region against its peers in every indicator."""
    catalog = release.catalog
    years = basis.years_compared(release, level)
    codes = [i.code for i in catalog.indicators_in_order() if i.is_ranked and i.code in years]
    regions = [r.code for r in basis.regions_compared(catalog, level)]
    regions = [code for code in regions if len(basis.newest(release, level, code))]
    names = ["region_code", "indicator_code", "year", "value", "reference", "members"]
    for some in parts_of(regions, MOST_COMPARED):
        for own in parts_of(codes, INDICATORS):
            page = take_comparison(release, CompareChoice(some, "peers", own=own), "zh")
            table = gap_table(page).build()
            assert len(table) == len(some) * len(own)
            for region, code, year, value, median, peers in page.gaps[names].itertuples(
                index=False
            ):
                key = ("compare", region, code, int(year))
                yield Claim(*key, "value", rounded(release, code, value))
                yield Claim(*key, "median", rounded(release, code, median))
                yield Claim(*key, "peers", float(peers))


def parts_of(items: list[str], length: int) -> Iterator[tuple[str, ...]]:
    """The items in parts of a length."""
    for start in range(0, len(items), length):
        yield tuple(items[start : start + length])


def findings(release: Release, level: Level) -> Iterator[Claim]:
    """The evidence of every finding of every region."""
    for region in judged.facts(release, level):
        for finding in judged.findings_of(release, level, region):
            by_what = {(e.code, e.what): e for e in finding.evidence}
            for (code, what), one in by_what.items():
                own = by_what.get((code, "value")) or by_what.get((code, "place"))
                if code not in release.catalog.indicators or own is None or own.year is None:
                    continue
                key = ("diagnosis", region, code, own.year)
                if what == "value":
                    yield Claim(*key, "value", rounded(release, code, one.value))
                elif what == "place":
                    yield Claim(*key, "rank", one.value)
                    yield Claim(*key, "regions", by_what[code, "place_count"].value)
                elif what == "peers":
                    yield Claim(*key, "median", rounded(release, code, one.value))
                    yield Claim(*key, "peers", by_what[code, "peers_count"].value)


def tiers(release: Release, level: Level) -> Iterator[Claim]:
    """The figures that the criteria of every region's tier look at."""
    for region, tier in judged.tiers(release, level).items():
        for criterion in tier.criteria:
            code = criterion.indicator_code
            if criterion.year is not None and code in release.catalog.indicators:
                key = ("diagnosis tier", region, code, criterion.year)
                yield Claim(*key, "value", rounded(release, code, criterion.value or 0.0))


def funnel(release: Release, level: Level) -> Iterator[Claim]:
    """The stages of every region's funnel, without those that only the nation knows."""
    for region in judged.facts(release, level):
        subject = take_subject(release, DiagnosisChoice(region, "chains"), "zh")
        parts = [p for p in funnel_blocks(subject)["funnel"] if isinstance(p, KeyFigures)]
        own = [KeyFigures(tuple(t for t in p.figures if not is_national(t))) for p in parts]
        yield from of_tiles(release, "funnel", region, own)


def is_national(tile: KeyFigure) -> bool:
    """Whether a stage's figure is the nation's, which its note says."""
    return tile.note.startswith("全国")


PAGES = (
    overview_table,
    overview_words,
    overview_tiles,
    profile,
    comparison,
    findings,
    tiers,
    funnel,
)


def test_a_province_has_one_rank_range(release: Release) -> None:
    page = composite(release, read_composite(Link({}, "zh"), release), "zh")
    names = ["代码", "位次", "位次（5%）", "位次（95%）"]
    table = tables_of(page)["composite_table"].build()[names].dropna()
    assert len(table) == 31
    for code, rank, low, high in table.itertuples(index=False):
        own = outlook(release, "province", code).rank
        assert own is not None
        assert (own.rank, own.low, own.high) == (rank, low, high)
    row = table.set_index("代码").loc["610000"]
    rank, low, high = row
    assert f"居第{rank}位，名次的5%—95%区间为第{low}—{high}位" in page.headline
    choice = DiagnosisChoice("610000", "what_if", moves="rd_expenditure:+10")
    assert f"第{rank}位（区间{low}—{high}）" in said(diagnosis(release, choice, "zh"))


@pytest.mark.parametrize(("indicator", "whole"), [("rd_expenditure", "R&D经费"), ("gdp", "GDP")])
def test_a_first_city_has_one_share(release: Release, indicator: str, whole: str) -> None:
    """西安's share of GDP, 深圳's of R&D: the diagnosis and 区域格局 say the same of one year."""
    link = Link({"indicator": indicator}, "zh")
    page = structure(release, read_structure(link, release), "zh")
    table = tables_of(page)["structure_cities_table"].build().set_index("省份")
    facts = judged.facts(release, "province")
    regions = release.catalog.regions
    compared = 0
    for code, own in facts.items():
        city, name = own.largest_cities.get(indicator), regions[code].short_name.zh
        assert (city is None) == (name not in table.index), whole
        if city is not None:
            row = table.loc[name]
            assert (regions[city.city_code].short_name.zh, city.year) == (
                row["首位城市"],
                row["年份"],
            )
            assert round(city.share_pct, 2) == row["占比（%）"]
            compared += 1
    assert compared > 8
    shares = set()
    for finding in judged.findings_of(release, "province", "610000"):
        shares |= {
            (e.year, e.written.zh)
            for e in finding.evidence
            if (e.code, e.what) == (indicator, "city_share")
        }
    assert len(shares) == 1


def test_a_change_is_the_difference_of_unrounded_measures(release: Release) -> None:
    """Rounded before they are subtracted, some of these would be off by one in the last place."""
    values = release.observations("rd_expenditure", "province")
    values = values[values["region_code"] != "000000"]
    off = 0
    for since in range(2010, 2023):
        link = Link({"since": str(since)}, "zh")
        page = structure(release, read_structure(link, release), "zh")
        (row,) = [p for p in page["opening"] if isinstance(p, KeyFigures)]
        changes = {tile.label: tile.change for tile in row.figures}
        for label, measure in (("基尼系数", gini), ("泰尔指数", lambda v: theil(v).total)):
            now, before = (
                measure(values.loc[values["year"] == year, "value"].to_numpy(dtype=float))
                for year in (2023, since)
            )
            change = round(now - before, 3)
            sign = "+" if change > 0 else "−" if change < 0 else "±"
            assert changes[label] == f"较{since}年 {sign}{abs(change):.3f}"
            off += round(round(now, 3) - round(before, 3), 3) != change
        gini_change = changes["基尼系数"].split()[-1]
        if gini_change[0] in "+−":
            word = "上升" if gini_change[0] == "+" else "下降"
            assert f"较{since}年{word}{gini_change[1:]}" in page.headline
    assert off > 3, "no case here tells the two apart"


@pytest.mark.parametrize("level", ["province", "city"])
def test_a_comparison_speaks_of_one_year(release: Release, level: Level) -> None:
    """A region's figure in detail, with pace and goal, is the one that its gap is drawn from."""
    rows = release.observations(INTENSITY, level)
    regions = sorted(set(rows["region_code"]) - {"000000"})
    seen = 0
    for some in parts_of(regions, MOST_COMPARED):
        page = compare(release, CompareChoice(some, "nation", own=(INTENSITY,)), "zh")
        tables = {key: table.build() for key, table in tables_of(page).items()}
        gaps = tables["gaps"].set_index("地区")
        words = said(page, "progress")
        for row in tables["progress"].to_dict("records"):
            if not row.get("年份") or pd.isna(row["年份"]):
                continue
            gap = gaps.loc[row["地区"]]
            assert (row["年份"], row["数值"]) == (gap["年份"], gap["数值"]), row["地区"]
            assert f"{row['地区']}{row['年份']}年为{row['数值']:.2f}%" in words
            seen += 1
    assert seen > 20
