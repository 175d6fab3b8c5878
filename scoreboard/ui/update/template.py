"""The template to fill in: blank, or with the regions of a level and last year's figures in it."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from etl.api import Prefill, write_template
from scoreboard.answers.basis import provinces_with_cities, regions_compared
from scoreboard.catalog import OUTSIDE_STATISTICS, Catalog, Level
from scoreboard.store.folder import ReleaseKey
from scoreboard.ui import cached
from scoreboard.ui.frame import Frame

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100


def show_template(frame: Frame) -> None:
    """The blank template, and one that is filled in as far as it can be."""
    _ = frame.translate
    with st.container(horizontal=True):
        st.download_button(
            _("Download the template"),
            partial(write_template, frame.catalog),
            "template.xlsx",
            SHEET_TYPE,
            icon=":material/download:",
            on_click="ignore",
        )
        with st.popover(_("Template with regions and last year's figures"),
                        icon=":material/table_edit:"):  # fmt: skip
            _show_prefilled(frame)


def _show_prefilled(frame: Frame) -> None:
    """What the template is to hold, and the file."""
    _ = frame.translate
    catalog, language = frame.catalog, frame.language
    names = {c: i.name[language] for c, i in catalog.indicators.items() if catalog.is_published(c)}
    codes = st.multiselect(
        _("Indicator"),
        list(names),
        format_func=lambda code: names.get(code, code),
        key="template_indicators",
        placeholder="",
    )
    provinces = {r.code: r.name[language] for r in provinces_with_cities(catalog)}
    cities = _("{province}: cities")
    within = st.selectbox(
        _("Level"),
        ["", *provinces],
        format_func=lambda c: cities.format(province=provinces[c]) if c else _("Provinces"),
        key="template_within",
    )
    if not codes:
        st.caption(_("Choose indicators first."))
        return
    level: Level = "city" if within else "province"
    key = frame.release.key
    years = [max(cached.years(key, code, level, within or None), default=0) for code in codes]
    year_proposed = max(years) + 1 if max(years) else _FIRST_YEAR
    # Of another proposal the field is another one: what was typed belonged to the one before.
    year = st.number_input(
        _("Year"), _FIRST_YEAR, _LAST_YEAR, year_proposed, key=f"template_year_{year_proposed}"
    )
    proposed = _propose_source(key, catalog, codes[0], level, within, int(year))
    source = st.text_input(
        _("Publication that the new figures are from"),
        proposed,
        key=f"template_source_{proposed}",
        max_chars=200,
    ).strip()
    st.download_button(
        _("Download this template"),
        partial(_write, key, catalog, tuple(codes), level, within, int(year), source),
        f"template_{year}.xlsx",
        SHEET_TYPE,
        icon=":material/download:",
        on_click="ignore",
    )


def _write(
    release: ReleaseKey,
    catalog: Catalog,
    codes: tuple[str, ...],
    level: Level,
    within: str,
    year: int,
    source: str,
) -> bytes:
    """The file, with the figures of the release in force of the year before."""
    rows: list[tuple[str, str, float | None]] = []
    for code in codes:
        known = cached.observations(release, code, level, within or None)
        known = known[known["year"] == year - 1]
        values = dict(zip(known["region_code"], known["value"], strict=True))
        regions = regions_compared(catalog, level, within or None)
        rows += [
            (region.code, code, values.get(region.code))
            for region in regions
            if region.code not in OUTSIDE_STATISTICS or region.code in values
        ]
    return write_template(catalog, Prefill(year, source, rows))


def _propose_source(
    release: ReleaseKey, catalog: Catalog, code: str, level: Level, within: str, year: int
) -> str:
    """The title that the publication of the new year probably has: last year's, a year on."""
    known = cached.observations(release, code, level, within or None)
    cited = known.loc[known["year"] == year - 1, "source_code"]
    source = catalog.sources.get(str(cited.mode().iloc[0])) if len(cited) else None
    return _YEAR.sub(lambda found: str(int(found[0]) + 1), source.title) if source else ""
