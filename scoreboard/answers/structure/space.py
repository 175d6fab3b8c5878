"""Neighbours: the map of local clusters and the scatter of Moran's I."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.spatial.moran import Autocorrelation
from scoreboard.answers.model import Figure, Map, Part, Sentence, figure_part, map_part
from scoreboard.answers.structure.data import StructureData, source_of, table_of
from scoreboard.answers.structure.space_figures import CLUSTERS, cluster_colours, draw_moran
from scoreboard.answers.structure.words import (
    cluster_words,
    clusters_sentence,
    join_clauses,
    moran_clause,
    moran_notes,
    number,
)
from scoreboard.charts.map import (
    ClassScale,
    MapRegion,
    MapWords,
    border_versions,
    map_labels,
    map_payload,
)
from scoreboard.charts.theme import CHOSEN
from scoreboard.language import in_brackets, join_sentences, translator
from scoreboard.language.numbers import value_format
from scoreboard.paths import BOUNDARIES
from scoreboard.text.sentences import span_text

MAP_HEIGHT = 520


def space(data: StructureData) -> dict[str, tuple[Part, ...]]:
    """Whether high regions lie beside high ones, and where such clusters are.

    Blocks: space (heading and sentence), clusters, moran, space_data (limits, sources, table).
    """
    if data.kind == "unranked" or not data.is_whole:
        return {}
    _ = translator(data.language)
    heading, found = Sentence(_("Neighbours"), "heading"), data.autocorrelation
    if found is None:
        sentence = _(
            "Clusters are not worked out: fewer than ten regions with neighbours have "
            "a value, or all have the same."
        )
        return {"space": (heading, Sentence(sentence, "note"))}
    left_out = [data.names[code] for code in found.left_out]
    notes = moran_notes(found, _islands(data, found), left_out, data.language)
    return {
        "space": (heading, Sentence(_said(data, found))),
        "clusters": (_clusters(data, found),),
        "moran": (_moran(data, found),),
        "space_data": (
            Sentence(join_sentences(notes, data.language), "note"),
            source_of(data, data.rows),
            table_of(
                data,
                "structure_lisa",
                _("Local clusters: table and download"),
                partial(_table, data, found),
                data.rows,
                _("Local Moran's I, queen contiguity, rows standardised, p two-sided"),
            ),
        ),
    }


def _said(data: StructureData, found: Autocorrelation) -> str:
    _ = translator(data.language)
    clause = moran_clause(found, data.language)
    said = _("{year}: {clause}").format(year=data.when, clause=clause)
    clusters = clusters_sentence(found, data.names, data.language)
    return join_sentences([join_clauses([said], data.language), clusters], data.language)


def _clusters(data: StructureData, found: Autocorrelation) -> Map:
    _ = translator(data.language)
    words, colours = cluster_words(data.language), _colours(data)
    payload = map_payload(
        level="city" if data.choice.level == "city" else "province",
        within=data.choice.within,
        versions=border_versions(BOUNDARIES),
        regions=_map_regions(data, found),
        scale=ClassScale([colours[c] for c in CLUSTERS], [words[c] for c in CLUSTERS]),
        words=MapWords(
            title=_("Local clusters of {shown}").format(shown=data.shown),
            labels=map_labels(data.language, "p = {change}"),
            language=data.language,
        ),
        chosen={data.marked: CHOSEN[0]} if data.marked else {},
        shows=data.token,
    )
    return map_part(
        "structure_map",
        payload,
        MAP_HEIGHT,
        _("Local clusters (LISA)"),
        (data.shown, data.when, _("coloured where p < 0.05")),
    )


def _moran(data: StructureData, found: Autocorrelation) -> Figure:
    _ = translator(data.language)
    drawing = draw_moran(
        found.rows,
        found.value,
        data.names,
        data.notes,
        (_("own value, standardised"), _("mean of the neighbours, standardised")),
        data.marked,
        falling_is_better=data.indicator.direction == "lower_is_better",
        shows=data.token,
    )
    return figure_part(
        "structure_moran",
        drawing,
        _("Moran scatter of {shown}").format(shown=data.shown),
        _("Own level and that of the neighbours"),
        (
            data.when,
            data.field,
            _("Moran's I") + f" {number(found.value)}, p = {number(found.p)}",
            _("dashed: slope = Moran's I"),
        ),
    )


def _map_regions(data: StructureData, found: Autocorrelation) -> list[MapRegion]:
    """The regions counted with their kind of cluster, then all others as without a value."""
    catalog, code = data.catalog, data.indicator.code
    unit, base = catalog.unit_of(code), catalog.base_unit_of(code)
    typical = data.rows["value"].abs().median()
    numbers = value_format(data.indicator, unit, base, typical, data.language)
    counted = [
        MapRegion(
            code=row.region_code,
            mark=float(CLUSTERS.index(row.cluster)),
            value=numbers.text(row.value),
            change=number(row.p),
            note=span_text((data.year_of[row.region_code],) * 2, data.language)
            if data.is_mixed
            else "",
        )
        for row in found.rows.itertuples()
    ]
    others = sorted(data.names.keys() - set(found.rows["region_code"]))
    return counted + [MapRegion(code, None) for code in others]


def _table(data: StructureData, found: Autocorrelation) -> pd.DataFrame:
    _ = translator(data.language)
    rows, words = found.rows, cluster_words(data.language)
    notes = data.rows.set_index("region_code")["note"].fillna("")
    return pd.DataFrame(
        {
            _("Region"): rows["region_code"].map(data.names),
            _("Year"): rows["region_code"].map(data.year_of),
            data.shown + in_brackets(data.unit, data.language): rows["value"],
            _("own value, standardised"): rows["z"].round(4),
            _("mean of the neighbours, standardised"): rows["lag"].round(4),
            _("Local Moran's I"): rows["local"].round(4),
            _("p-value"): rows["p"].round(3),
            _("Quadrant"): rows["quadrant"].map(words),
            _("Cluster"): rows["cluster"].map(words),
            _("Code"): rows["region_code"],
            _("Note"): rows["region_code"].map(notes),
        }
    )


def _colours(data: StructureData) -> dict[str, str]:
    return cluster_colours(falling_is_better=data.indicator.direction == "lower_is_better")


def _islands(data: StructureData, found: Autocorrelation) -> list[tuple[str, str]]:
    """Regions of the figure that are joined to the nearest, by name: the island first."""
    counted = set(found.rows["region_code"])
    links = [pair for pair in data.catalog.neighbours if pair.level == data.choice.level]
    bordered = {
        code
        for pair in links
        if pair.link == "border"
        for code in (pair.region_code, pair.neighbour_code)
    }
    found_pairs = []
    for pair in links:
        both = (pair.region_code, pair.neighbour_code)
        if pair.link == "nearest" and counted.issuperset(both):
            island, nearest = sorted(both, key=lambda code: code in bordered)
            found_pairs.append((data.names[island], data.names[nearest]))
    return found_pairs
