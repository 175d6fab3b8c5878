"""The four chains of one region: which lags, how they go together, what holds back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from scoreboard.analysis.chains import (
    ChainStanding,
    couple_chains,
    index_chains,
    newest_year,
    parts_present,
    score_chains,
    stand_in_chains,
)
from scoreboard.analysis.obstacle import sum_obstacles
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.answers import basis
from scoreboard.answers.diagnosis.chain_drawings import draw_chain_trend, draw_obstacles, draw_plane
from scoreboard.answers.diagnosis.chain_words import (
    chains_sentence,
    coupling_caution,
    index_format,
    missing_sentence,
)
from scoreboard.answers.diagnosis.subject import Subject
from scoreboard.answers.kept import kept
from scoreboard.answers.model import Figure, Part, Sentence, Table, TableFacts, figure_part
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited, source_line, titles_of
from scoreboard.catalog import Level, Region
from scoreboard.language import in_brackets, join_list, translator
from scoreboard.language.numbers import value_format
from scoreboard.text.sentences import count_regions, status_word

MOST_OBSTACLES = 5
# The coupling degree above which regions are counted, to show how it crowds.
HIGH_COUPLING = 0.9


@kept
def chain_scores(release: Release, level: Level) -> pd.DataFrame:
    """Every figure of the chains' indices with its score, for the regions of a level."""
    indices = list(release.catalog.chain_indices.values())
    codes = tuple(sorted(part.indicator for index in indices for part in index.parts))
    return score_chains(release.panel(level, codes), indices)


@kept
def chain_index(release: Release, level: Level) -> pd.DataFrame:
    """The index of each chain by region and year."""
    return index_chains(chain_scores(release, level), release.catalog.chain_indices.values())


@kept
def chains_coupled(release: Release, level: Level) -> pd.DataFrame:
    """How the four chains go together, by region and year."""
    return couple_chains(chain_index(release, level), release.catalog.chains)


@kept
def standing_of(release: Release, level: Level, region_code: str) -> ChainStanding | None:
    """How a region stands in the four chains in the newest year; none without all four."""
    coupled = chains_coupled(release, level)
    year = newest_year(coupled)
    if year is None:
        return None
    peers = tuple(basis.peers_of(release, level, region_code)["region_code"])
    least = basis.least_for_median(release.catalog)
    scores = chain_scores(release, level)
    return stand_in_chains(scores, coupled, region_code, year, peers, least)


def chain_blocks(subject: Subject) -> Mapping[str, tuple[Part, ...]]:
    """Which chain lags, how the four go together and what holds the region back most.

    Blocks: chains, chains_plane, chains_trend, chains_more. Regions without all four chains (nearly
    all cities) get the first alone: what is missing, and how their province stands.
    """
    _ = translator(subject.language)
    standing = standing_of(subject.release, subject.level, subject.region.code)
    if standing is None:
        return {"chains": _missing(subject)}
    table = Table(
        key="chains_table",
        label=_("Table and download: chains"),
        name=f"chains_{subject.region.code}_{standing.year}",
        build=partial(build_table, subject, standing),
        facts=partial(_table_facts, subject, standing),
    )
    return {
        "chains": (
            Sentence(_sentence(subject, subject.region, standing), "heading"),
            Sentence(_caution(subject, standing), "note"),
        ),
        "chains_plane": (_plane(subject, standing),),
        "chains_trend": (_trend(subject),),
        "chains_more": (_obstacles(subject, standing), *_sources(subject, standing), table),
    }


def _sentence(subject: Subject, region: Region, standing: ChainStanding) -> str:
    name = region.short_name[subject.language]
    chains = subject.catalog.chains
    return chains_sentence(standing, name, chains, region.level, subject.language)


def _caution(subject: Subject, standing: ChainStanding) -> str:
    coupled = chains_coupled(subject.release, subject.level)
    coupling = coupled.loc[coupled["year"] == standing.year, "coupling"]
    high = int((coupling > HIGH_COUPLING).sum())
    return coupling_caution(standing, float(coupling.min()), high, HIGH_COUPLING, subject.language)


def _missing(subject: Subject) -> tuple[Part, ...]:
    """What of each chain is published for a region, what is not, and how its province stands."""
    _ = translator(subject.language)
    catalog, language, region = subject.catalog, subject.language, subject.region
    indices = list(catalog.chain_indices.values())
    codes = [part.indicator for index in indices for part in index.parts]
    panel = subject.release.panel(subject.level, tuple(sorted(codes)))
    present = parts_present(panel, indices, region.code)
    counts = {index.code: (len(present[index.code]), len(index.parts)) for index in indices}
    said = missing_sentence(subject.name, counts, catalog.chains, language)
    parts = [Sentence(said, "info")]
    found = {code: year for of_chain in present.values() for code, year in of_chain.items()}
    if found:
        shown = [
            catalog.indicators[code].name[language] + in_brackets(str(year), language)
            for code, year in found.items()
        ]
        line = _("Published: {list}.").format(list=join_list(shown, language))
        parts.append(Sentence(line))
    absent = [catalog.indicators[code].name[language] for code in codes if code not in found]
    if absent:
        line = _("No figure here: {list}.").format(list=join_list(absent, language))
        parts.append(Sentence(line))
    province = catalog.province_of(region.code)
    if province is not None and province.code != region.code:
        above = standing_of(subject.release, province.level, province.code)
        if above is not None:
            sentence = _sentence(subject, province, above)
            line = _("Its province: {sentence}").format(sentence=sentence)
            parts.append(Sentence(line))
    return tuple(parts)


def _plane(subject: Subject, standing: ChainStanding) -> Figure:
    _ = translator(subject.language)
    code = subject.region.code
    coupled = chains_coupled(subject.release, subject.level)
    rows = coupled[coupled["year"] == standing.year]
    names = dict(zip(rows["region_code"], subject.names(rows["region_code"]), strict=True))
    drawing = draw_plane(rows, names, code, subject.language, f"chains|{code}|{standing.year}")
    return figure_part(
        "chains_plane",
        drawing,
        _("Regions by development and coordination of the four chains"),
        _("Development and coordination of the four chains"),
        (
            str(standing.year),
            count_regions(standing.regions, subject.level, subject.language),
            _("dashed: four equal chains; ring: D in the classic form"),
        ),
    )


def _trend(subject: Subject) -> Figure:
    _ = translator(subject.language)
    code, language = subject.region.code, subject.language
    index = chain_index(subject.release, subject.level)
    breaks = _break_years(subject, int(index["year"].min()), int(index["year"].max()))
    note = _("breaks in the series of its indicators: {years}").format(
        years=join_list([str(year) for year in breaks], language)
    )
    chains = dict(subject.catalog.chains)
    drawing = draw_chain_trend(index, chains, code, language, f"chain_trend|{code}")
    return figure_part(
        "chains_trend",
        drawing,
        _("Index of each chain over the years"),
        _("Index of each chain"),
        (_("0–1, between fixed goalposts"), note if breaks else ""),
    )


def _break_years(subject: Subject, first: int, last: int) -> list[int]:
    """The years from which some indicator of a chain is not comparable with those before."""
    catalog = subject.catalog
    parts = [p for index in catalog.chain_indices.values() for p in index.parts]
    return sorted(
        {
            mark.year
            for part in parts
            for mark in catalog.indicators[part.indicator].breaks
            if first < mark.year <= last and mark.concerns(subject.region.code)
        }
    )


def _obstacles(subject: Subject, standing: ChainStanding) -> Part:
    _ = translator(subject.language)
    language, catalog = subject.language, subject.catalog
    top = standing.obstacles.head(MOST_OBSTACLES)
    top = top[top > 0]
    if top.empty:
        return Sentence(_("Every indicator of the four chains is at its upper goalpost."))
    chains = pd.Series({code: i.chain for code, i in catalog.indicators.items()})
    sums = sum_obstacles(standing.obstacles, chains)
    by_chain = join_list(
        [f"{catalog.chains[code].name[language]} {value:.0f}%" for code, value in sums.items()],
        language,
    )
    scores = _own_scores(subject, standing.year).set_index("indicator_code")
    labels = {}
    for code in map(str, top.index):
        indicator, unit = catalog.indicators[code], catalog.unit_of(code)
        value = float(scores.loc[code, "value"])
        numbers = value_format(indicator, unit, catalog.base_unit_of(code), value, language)
        name, chain = indicator.name[language], catalog.chains[indicator.chain].name[language]
        labels[code] = f"{name} {numbers.text(value)} · {chain}"
    shows = f"obstacles|{subject.region.code}|{standing.year}"
    return figure_part(
        "chains_obstacles",
        draw_obstacles(top, labels, language, shows),
        _("Indicators that hold the region back most"),
        _("What holds {name} back most").format(name=subject.name),
        (
            _("share of the distance to the upper goalposts, {year}").format(year=standing.year),
            _("by chain: {list}").format(list=by_chain),
        ),
    )


def _sources(subject: Subject, standing: ChainStanding) -> tuple[Sentence, ...]:
    """The publications behind the indices, and how many figures are not final."""
    _ = translator(subject.language)
    language, release = subject.language, subject.release
    rows = _own_scores(subject, standing.year)
    titles = titles_of(rows["source_code"], release.titles)
    lines = [Sentence(source_line(titles, release.info, language), "source")]
    uncertain = int(rows["status"].isin(UNCERTAIN).sum())
    if uncertain:
        line = _("Preliminary, unconfirmed or estimated: {count} of the {all} figures.")
        lines.append(Sentence(line.format(count=uncertain, all=len(rows)), "note"))
    colon = "：" if language == "zh" else ": "
    lines += [
        Sentence(
            subject.catalog.chains[code].name[language] + colon + index.left_out[language], "note"
        )
        for code, index in subject.catalog.chain_indices.items()
    ]
    return tuple(lines)


def build_table(subject: Subject, standing: ChainStanding) -> pd.DataFrame:
    """One row an indicator of the chains: figure, goalposts, score, obstacle degree."""
    _ = translator(subject.language)
    language, catalog = subject.language, subject.catalog
    rows = _own_scores(subject, standing.year).set_index("indicator_code")
    write, titles = index_format(language), subject.release.titles
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
                    _("Median of the chain (peers)"): round(standing.medians[index.code], 4),
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


def _table_facts(subject: Subject, standing: ChainStanding) -> TableFacts:
    _ = translator(subject.language)
    title = _("The four chains of {name}, {year}").format(
        name=subject.region.name[subject.language], year=standing.year
    )
    lines = (
        (_("In one sentence"), _sentence(subject, subject.region, standing)),
        (_("Release"), subject.release_line),
    )
    return TableFacts(title, lines)


def _own_scores(subject: Subject, year: int) -> pd.DataFrame:
    scores = chain_scores(subject.release, subject.level)
    return scores[(scores["region_code"] == subject.region.code) & (scores["year"] == year)]
