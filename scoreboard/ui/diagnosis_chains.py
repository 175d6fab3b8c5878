"""The four chains of one region: which lags, how they go together, what holds back."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.analysis.chains import (
    ChainStanding,
    newest_year,
    parts_present,
    stand_in_chains,
)
from scoreboard.analysis.obstacle import sum_obstacles
from scoreboard.catalog import Level, Region
from scoreboard.charts.chains import draw_chain_trend, draw_obstacles, draw_plane
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.text.chains import (
    chains_sentence,
    coupling_caution,
    index_measure,
    missing_sentence,
)
from scoreboard.text.numbers import measure_for
from scoreboard.text.sentences import count_regions, status_word
from scoreboard.ui import cached, cached_chains, choices
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

MOST_OBSTACLES = 5
# The coupling degree above which regions are counted, to show how it crowds.
HIGH_COUPLING = 0.9


def show_chains(frame: Frame, region: Region) -> None:
    """Which chain lags, how the four go together and what holds the region back most.

    Regions without all four chains (nearly all cities) get a sentence of what is missing, and
    their province's standing.
    """
    _ = frame.translate
    standing = _standing(frame, region)
    if standing is None:
        _say_missing(frame, region)
        return
    st.subheader(plain(_sentence(frame, region, standing)), anchor=False)
    st.caption(plain(_caution(frame, region.level, standing)))
    left, right = st.columns([1, 1], gap="medium")
    with left:
        _show_plane(frame, region, standing)
    with right:
        _show_trend(frame, region, standing)
    _show_obstacles(frame, region, standing)
    _show_sources(frame, region, standing)
    offer_table(
        frame,
        "chains_table",
        _("Table and download: chains"),
        partial(build_table, frame, region, standing),
        partial(_table_facts, frame, region, standing),
        name=f"chains_{region.code}_{standing.year}",
    )


def _standing(frame: Frame, region: Region) -> ChainStanding | None:
    release = frame.release.key
    coupled = cached_chains.chains_coupled(release, region.level)
    year = newest_year(coupled)
    if year is None:
        return None
    scores = cached_chains.chain_scores(release, region.level)
    return stand_in_chains(scores, coupled, region.code, year)


def _sentence(frame: Frame, region: Region, standing: ChainStanding) -> str:
    return chains_sentence(
        standing,
        region.short_name[frame.language],
        frame.catalog.chains,
        region.level,
        frame.language,
    )


def _caution(frame: Frame, level: Level, standing: ChainStanding) -> str:
    coupled = cached_chains.chains_coupled(frame.release.key, level)
    coupling = coupled.loc[coupled["year"] == standing.year, "coupling"]
    high = int((coupling > HIGH_COUPLING).sum())
    return coupling_caution(standing, float(coupling.min()), high, HIGH_COUPLING, frame.language)


def _say_missing(frame: Frame, region: Region) -> None:
    """What of each chain is published for a region, what is not, and how its province stands."""
    _ = frame.translate
    catalog, language = frame.catalog, frame.language
    indices = list(catalog.chain_indices.values())
    codes = [part.indicator for index in indices for part in index.parts]
    panel = cached.panel(frame.release.key, region.level, tuple(sorted(codes)))
    present = parts_present(panel, indices, region.code)
    counts = {index.code: (len(present[index.code]), len(index.parts)) for index in indices}
    name = region.short_name[language]
    st.info(plain(missing_sentence(name, counts, catalog.chains, language)))
    found = {code: year for of_chain in present.values() for code, year in of_chain.items()}
    lines = []
    if found:
        year_of = "{name}（{year}）" if language == "zh" else "{name} ({year})"
        shown = [
            year_of.format(name=catalog.indicators[code].name[language], year=year)
            for code, year in found.items()
        ]
        lines.append(_("Published: {list}.").format(list=join_names(shown, language)))
    absent = [code for code in codes if code not in found]
    if absent:
        names = join_names(frame.indicator_names(absent), language)
        lines.append(_("Not published: {list}.").format(list=names))
    province = catalog.province_of(region.code)
    if province is not None and province.code != region.code:
        above = _standing(frame, province)
        if above is not None:
            sentence = _sentence(frame, province, above)
            lines.append(_("Its province: {sentence}").format(sentence=sentence))
    st.markdown("  \n".join(plain(line) for line in lines))


def _show_plane(frame: Frame, region: Region, standing: ChainStanding) -> None:
    _ = frame.translate
    coupled = cached_chains.chains_coupled(frame.release.key, region.level)
    rows = coupled[coupled["year"] == standing.year]
    names = dict(zip(rows["region_code"], frame.region_names(rows["region_code"]), strict=True))
    show_title(
        _("Development and coordination of the four chains"),
        [
            str(standing.year),
            count_regions(standing.regions, region.level, frame.language),
            _("dashed: four equal chains; ring: D in the classic form"),
        ],
    )
    figure = draw_plane(
        rows, names, region.code, frame.language, f"chains|{region.code}|{standing.year}"
    )
    alt = _("Regions by development and coordination of the four chains")
    show_figure("chains_plane", figure, alt, _choose)


def _show_trend(frame: Frame, region: Region, standing: ChainStanding) -> None:
    _ = frame.translate
    index = cached_chains.chain_index(frame.release.key, region.level)
    breaks = _break_years(frame, int(index["year"].min()), int(index["year"].max()), region.code)
    show_title(
        _("Index of each chain"),
        [
            _("0–1, between fixed goalposts"),
            _("breaks in the series of its indicators: {years}").format(
                years=join_names([str(year) for year in breaks], frame.language)
            )
            if breaks
            else "",
        ],
    )
    figure = draw_chain_trend(
        index,
        dict(frame.catalog.chains),
        region.code,
        frame.language,
        f"chain_trend|{region.code}",
    )
    show_figure("chains_trend", figure, _("Index of each chain over the years"))


def _break_years(frame: Frame, first: int, last: int, region_code: str) -> list[int]:
    """The years from which some indicator of a chain is not comparable with those before."""
    parts = [p for index in frame.catalog.chain_indices.values() for p in index.parts]
    return sorted(
        {
            mark.year
            for part in parts
            for mark in frame.catalog.indicators[part.indicator].breaks
            if first < mark.year <= last and mark.concerns(region_code)
        }
    )


def _show_obstacles(frame: Frame, region: Region, standing: ChainStanding) -> None:
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    top = standing.obstacles.head(MOST_OBSTACLES)
    top = top[top > 0]
    if top.empty:
        st.markdown(plain(_("Every indicator of the four chains is at its upper goalpost.")))
        return
    chains = pd.Series({code: i.chain for code, i in catalog.indicators.items()})
    sums = sum_obstacles(standing.obstacles, chains)
    by_chain = join_names(
        [f"{catalog.chains[code].name[language]} {value:.0f}%" for code, value in sums.items()],
        language,
    )
    show_title(
        _("What holds {name} back most").format(name=region.short_name[language]),
        [
            _("share of the distance to the upper goalposts, {year}").format(year=standing.year),
            _("by chain: {list}").format(list=by_chain),
        ],
    )
    scores = _own_scores(frame, region, standing.year).set_index("indicator_code")
    labels = {}
    for code in top.index:
        indicator, unit = catalog.indicators[str(code)], catalog.unit_of(str(code))
        value = float(scores.loc[code, "value"])
        measure = measure_for(indicator, unit, catalog.base_unit_of(str(code)), value, language)
        name, chain = indicator.name[language], catalog.chains[indicator.chain].name[language]
        labels[str(code)] = f"{name} {measure.text(value)} · {chain}"
    figure = draw_obstacles(top, labels, language, f"obstacles|{region.code}|{standing.year}")
    show_figure("chains_obstacles", figure, _("Indicators that hold the region back most"))


def _show_sources(frame: Frame, region: Region, standing: ChainStanding) -> None:
    """The publications behind the indices, and that some figures await a second source."""
    _ = frame.translate
    language = frame.language
    rows = _own_scores(frame, region, standing.year)
    titles = {code: source.title for code, source in frame.catalog.sources.items()}
    cells = [cited(cell, titles).split(";") for cell in rows["source_code"]]
    found = list(dict.fromkeys(title for cell in cells for title in cell))
    named = found[:2] + ([_("and {n} more").format(n=len(found) - 2)] if len(found) > 2 else [])
    lines = [
        _("Source: {titles}; {release}").format(
            titles=join_names(named, language), release=release_line(frame.release, language)
        )
    ]
    unconfirmed = int((rows["status"] == "P").sum())
    if unconfirmed:
        lines.append(
            _("Unconfirmed: {count} of the {all} figures.").format(count=unconfirmed, all=len(rows))
        )
    lines += [
        f"{frame.catalog.chains[code].name[language]}: {index.left_out[language]}"
        if language == "en"
        else f"{frame.catalog.chains[code].name[language]}：{index.left_out[language]}"
        for code, index in frame.catalog.chain_indices.items()
    ]
    st.caption("  \n".join(plain(line) for line in lines))


def build_table(frame: Frame, region: Region, standing: ChainStanding) -> pd.DataFrame:
    """One row an indicator of the chains: figure, goalposts, score, obstacle degree."""
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    rows = _own_scores(frame, region, standing.year).set_index("indicator_code")
    write = index_measure(language)
    titles = {code: source.title for code, source in catalog.sources.items()}
    table = []
    for index in catalog.chain_indices.values():
        for part in index.parts:
            row = rows.loc[part.indicator] if part.indicator in rows.index else None
            obstacle = standing.obstacles.get(part.indicator)
            table.append(
                {
                    _("Chain"): catalog.chains[index.code].name[language],
                    _("Index of the chain"): round(standing.indices[index.code], 4),
                    _("Rank of the chain"): standing.ranks[index.code],
                    _("Median of the chain"): round(standing.medians[index.code], 4),
                    _("Indicator"): catalog.indicators[part.indicator].name[language],
                    _("Unit"): catalog.unit_of(part.indicator).name[language],
                    _("Year"): str(standing.year),
                    _("Value"): None if row is None else round(float(row["value"]), 4),
                    _("Status"): _("no data")
                    if row is None
                    else status_word(row["status"], language),
                    _("Lower goalpost"): part.worst,
                    _("Upper goalpost"): part.best,
                    _("Scale of the score"): _("logarithmic")
                    if part.scale == "log"
                    else _("linear"),
                    _("Score (0–1)"): None
                    if row is None
                    else float(write.number(float(row["score"]))),
                    _("Obstacle degree (%)"): None if obstacle is None else round(obstacle, 2),
                    _("Source"): "" if row is None else cited(row["source_code"], titles),
                }
            )
    return pd.DataFrame(table)


def _table_facts(frame: Frame, region: Region, standing: ChainStanding) -> TableFacts:
    _ = frame.translate
    title = _("The four chains of {name}, {year}").format(
        name=region.name[frame.language], year=standing.year
    )
    lines = (
        (_("In one sentence"), _sentence(frame, region, standing)),
        (_("Release"), release_line(frame.release, frame.language)),
    )
    return TableFacts(title, lines)


def _own_scores(frame: Frame, region: Region, year: int) -> pd.DataFrame:
    scores = cached_chains.chain_scores(frame.release.key, region.level)
    return scores[(scores["region_code"] == region.code) & (scores["year"] == year)]


def _choose(code: str) -> None:
    choices.write({"region": code})
