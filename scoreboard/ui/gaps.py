"""The template of 数据清单: a file with a row for each figure that a region lacks."""

from __future__ import annotations

from functools import partial

import streamlit as st

from etl.api import Prefill, write_template
from scoreboard.answers.gaps.missing import MissingFigure, missing_of
from scoreboard.answers.gaps.words import office_of
from scoreboard.answers.release import Release
from scoreboard.ui.frame import Frame

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_template(frame: Frame, region_code: str) -> None:
    """The template for exactly the figures of the list; nothing where none can be asked for."""
    _ = frame.translate
    number = len(asked_for(frame.release, region_code))
    if number:
        st.download_button(
            _("Template for these {number} figures").format(number=number),
            partial(template_of, frame.release, region_code),
            f"template_{region_code}.xlsx",
            _SHEET,
            icon=":material/download:",
            on_click="ignore",
            key="gaps_template",
        )


def asked_for(release: Release, region_code: str) -> tuple[MissingFigure, ...]:
    """What a template can ask for: what the region's offices publish, of a year that is known."""
    return tuple(gap for gap in missing_of(release, region_code).local if gap.year is not None)


def template_of(release: Release, region_code: str) -> bytes:
    """The template filled in but for the values: region, indicator, year, unit, publication.

    The publication named is where the figure is to be expected; who found it elsewhere changes it.
    """
    gaps = asked_for(release, region_code)
    region = release.catalog.regions[region_code]
    own = {}
    for gap in gaps:
        assert gap.publisher is not None
        assert gap.year is not None
        office = office_of(gap.publisher, region, "zh")
        title = f"{office}：{gap.publisher.publication.zh}（{gap.year}年）"
        own[gap.indicator.code] = (gap.year, title)
    year = max(year for year, _title in own.values())
    rows = [(region_code, gap.indicator.code, None) for gap in gaps]
    return write_template(release.catalog, Prefill(year, "", rows, own))
