"""Neighbours: the scatter of Moran's I and the map of local clusters."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from scoreboard.analysis.spatial.moran import Autocorrelation
from scoreboard.charts.map import ClassScale, MapRegion, MapWords, map_payload
from scoreboard.charts.structure import CLUSTERS, cluster_colours, draw_moran
from scoreboard.charts.theme import CHOSEN
from scoreboard.text.numbers import Measure, measure_for
from scoreboard.text.structure import (
    cluster_words,
    clusters_sentence,
    moran_clause,
    moran_notes,
    number,
)
from scoreboard.ui import map as region_map
from scoreboard.ui.cached_structure import autocorrelation
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.structure_page import StructurePage, show_sources, show_table

MAP_HEIGHT = 520


def show_space(page: StructurePage) -> None:
    """Whether high regions lie beside high ones, and where such clusters are."""
    _ = page.frame.translate
    if page.kind == "unranked" or not page.is_whole:
        return
    st.subheader(_("Neighbours"), anchor=False)
    found = autocorrelation(page.release_key, *page.scope, page.year)
    if found is None:
        st.caption(
            plain(
                _(
                    "Clusters are not worked out: fewer than ten regions with neighbours have "
                    "a value, or all have the same."
                )
            )
        )
        return
    stop = "。" if page.language == "zh" else ". "
    said = f"{page.year}: " if page.language == "en" else f"{page.year}年"
    st.markdown(
        plain(
            said
            + moran_clause(found, page.language)
            + stop
            + clusters_sentence(found, page.names, page.language)
        )
    )
    wide, narrow = st.columns([3, 2], gap="medium")
    with wide:
        _show_map(page, found)
    with narrow:
        _show_scatter(page, found)
    left_out = [page.names[code] for code in found.left_out]
    notes = moran_notes(found, _islands(page, found), left_out, page.language)
    st.caption(plain(("" if page.language == "zh" else " ").join(notes)))
    show_sources(page, page.rows)
    show_table(
        page,
        "structure_lisa",
        _("Local clusters: table and download"),
        partial(_table, page, found),
        page.rows,
        _("Local Moran's I, queen contiguity, rows standardised, p two-sided"),
    )


def _show_map(page: StructurePage, found: Autocorrelation) -> None:
    _ = page.frame.translate
    show_title(
        _("Local clusters (LISA)"),
        [page.shown, str(page.year), _("coloured where p < 0.05")],
    )
    words, colours = cluster_words(page.language), _colours(page)
    payload = map_payload(
        level="city" if page.choice.level == "city" else "province",
        within=page.choice.within,
        files=region_map.locate_border_files(),
        regions=_map_regions(page, found),
        scale=ClassScale([colours[c] for c in CLUSTERS], [words[c] for c in CLUSTERS]),
        words=MapWords(
            title=_("Local clusters of {shown}").format(shown=page.shown),
            labels=region_map.map_labels(_, "p = {change}"),
            language=page.language,
        ),
        chosen={page.chosen: CHOSEN[0]} if page.chosen else {},
        shows=page.token,
    )
    region_map.show_map("structure_map", payload, MAP_HEIGHT, page.choose_region)


def _show_scatter(page: StructurePage, found: Autocorrelation) -> None:
    _ = page.frame.translate
    show_title(
        _("Own level and that of the neighbours"),
        [
            str(page.year),
            page.field,
            _("Moran's I") + f" {number(found.value)}, p = {number(found.p)}",
            _("dashed: slope = Moran's I"),
        ],
    )
    figure = draw_moran(
        found.rows,
        found.value,
        page.names,
        (_("own value, standardised"), _("mean of the neighbours, standardised")),
        page.chosen,
        falling_is_better=page.indicator.direction == "lower_is_better",
        shows=page.token,
    )
    show_figure(
        "structure_moran",
        figure,
        _("Moran scatter of {shown}").format(shown=page.shown),
        page.choose_region,
    )


def _map_regions(page: StructurePage, found: Autocorrelation) -> list[MapRegion]:
    """The regions counted with their kind of cluster, then all others as without a value."""
    write = _measure(page).text
    counted = [
        MapRegion(
            code=row.region_code,
            mark=float(CLUSTERS.index(row.cluster)),
            value=write(row.value),
            change=number(row.p),
        )
        for row in found.rows.itertuples()
    ]
    others = sorted(page.names.keys() - set(found.rows["region_code"]))
    return counted + [MapRegion(code, None) for code in others]


def _table(page: StructurePage, found: Autocorrelation) -> pd.DataFrame:
    _ = page.frame.translate
    rows, words = found.rows, cluster_words(page.language)
    return pd.DataFrame(
        {
            _("Region"): rows["region_code"].map(page.names),
            f"{page.shown} ({page.unit})": rows["value"],
            _("own value, standardised"): rows["z"].round(4),
            _("mean of the neighbours, standardised"): rows["lag"].round(4),
            _("Local Moran's I"): rows["local"].round(4),
            _("p-value"): rows["p"].round(3),
            _("Quadrant"): rows["quadrant"].map(words),
            _("Cluster"): rows["cluster"].map(words),
            _("Code"): rows["region_code"],
        }
    )


def _measure(page: StructurePage) -> Measure:
    """How the values of the year are written."""
    catalog, code = page.frame.catalog, page.indicator.code
    largest = float(page.rows["value"].abs().max())
    unit, base = catalog.unit_of(code), catalog.base_unit_of(code)
    return measure_for(page.indicator, unit, base, largest, page.language)


def _colours(page: StructurePage) -> dict[str, str]:
    return cluster_colours(falling_is_better=page.indicator.direction == "lower_is_better")


def _islands(page: StructurePage, found: Autocorrelation) -> list[tuple[str, str]]:
    """Regions of the figure that are joined to the nearest, by name: the island first."""
    counted = set(found.rows["region_code"])
    links = [pair for pair in page.frame.catalog.neighbours if pair.level == page.choice.level]
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
            found_pairs.append((page.names[island], page.names[nearest]))
    return found_pairs
