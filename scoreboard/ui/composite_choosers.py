"""The choosers of the composite page: system, year, region, and every choice of method."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

import streamlit as st

from scoreboard.analysis.composite import (
    AGGREGATIONS,
    NORMALISATIONS,
    OUTLIERS,
    WEIGHTINGS,
    Aggregation,
    Normalisation,
    Options,
    Outliers,
    Weighting,
    share_pillars,
)
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.catalog import IndicatorSystem, Level, Region
from scoreboard.text.composite import (
    aggregation_name,
    level_name,
    normalisation_name,
    outliers_name,
    weighting_name,
)
from scoreboard.ui import cached_composite, choices
from scoreboard.ui.choosers import DEFAULT_REGION, choose_region, regions_compared
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

DEFAULT_SYSTEM = "pillars_2026"
LEVELS: tuple[Level, ...] = ("province", "city")
COVERAGES = ("80", "90", "100")
_DEFAULT = Options()


@dataclass(frozen=True)
class CompositeChoice:
    """What the page shows. year is missing where no region has enough figures in any year."""

    system: IndicatorSystem
    level: Level
    year: int | None
    years: dict[int, int]
    region: Region
    options: Options
    shares: tuple[int, ...]

    @property
    def default_shares(self) -> tuple[int, ...]:
        """The shares of the groups as the system has them."""
        return default_shares(self.system)


def default_shares(system: IndicatorSystem) -> tuple[int, ...]:
    """The shares of a system's groups in whole per cents; none where they are not all set."""
    weights = [group.weight for group in system.groups]
    return tuple(round(w) for w in weights if w is not None) if all(weights) else ()


def read_choice(frame: Frame) -> CompositeChoice:
    """The page's choices as the URL has them, each checked against what there is."""
    systems = frame.catalog.systems
    system = systems[choices.read_one("system", systems, DEFAULT_SYSTEM)]
    level = cast(Level, choices.read_one("level", LEVELS, "province"))
    years = cached_composite.ranked_years(frame.release.key, level, system.code)
    return CompositeChoice(
        system=system,
        level=level,
        year=_read_year(frame, years),
        years=years,
        region=_read_region(frame, level),
        options=read_options(),
        shares=_read_shares(system),
    )


def read_options() -> Options:
    """The choices of method in the URL."""
    return Options(
        normalisation=cast(
            Normalisation,
            choices.read_one("normalisation", NORMALISATIONS, _DEFAULT.normalisation),
        ),
        weighting=cast(Weighting, choices.read_one("weighting", WEIGHTINGS, _DEFAULT.weighting)),
        aggregation=cast(
            Aggregation, choices.read_one("aggregation", AGGREGATIONS, _DEFAULT.aggregation)
        ),
        outliers=cast(Outliers, choices.read_one("outliers", OUTLIERS, _DEFAULT.outliers)),
        least_share=int(choices.read_one("coverage", COVERAGES, COVERAGES[0])) / 100,
    )


def show_choosers(frame: Frame, choice: CompositeChoice) -> None:
    """System, level, year and region in one row, with the two popovers of the method."""
    row = st.columns([3.2, 1.5, 1.5, 2.2, 2.8], vertical_alignment="bottom")
    with row[0]:
        _choose_system(frame, choice)
    with row[1]:
        _choose_level(frame, choice)
    with row[2]:
        _choose_year(frame, choice)
    with row[3]:
        choose_region(frame, choice.region.code, (choice.level,))
    if not choice.system.is_computed:
        return
    with row[4], st.container(horizontal=True, vertical_alignment="bottom"):
        _ = frame.translate
        with st.popover(_("Weights"), icon=":material/balance:"):
            _choose_weights(frame, choice)
        with st.popover(_("Method"), icon=":material/tune:"):
            _choose_steps(frame, choice)


def systems_in_order(systems: dict[str, IndicatorSystem]) -> list[str]:
    """Codes of the systems: ours, the others that are computed, then lists from new to old."""
    order = sorted(systems, key=lambda code: -systems[code].edition)
    return sorted(order, key=lambda code: (code != DEFAULT_SYSTEM, not systems[code].is_computed))


def _choose_system(frame: Frame, choice: CompositeChoice) -> None:
    systems = frame.catalog.systems
    order = systems_in_order(systems)
    st.selectbox(
        frame.translate("Indicator system"),
        order,
        format_func=lambda code: systems[code].name[frame.language],
        **choices.bind("system", choice.system.code, DEFAULT_SYSTEM, lambda _new: {"shares": None}),
    )


def _choose_level(frame: Frame, choice: CompositeChoice) -> None:
    st.selectbox(
        frame.translate("Regions compared"),
        list(LEVELS),
        format_func=lambda level: level_name(level, frame.language),
        **choices.bind("level", choice.level, "province", choices.split_level),
    )


def _choose_year(frame: Frame, choice: CompositeChoice) -> None:
    _ = frame.translate
    if choice.year is None:
        st.selectbox(_("Year"), ["—"], disabled=True, key="no_year")
        return
    years = [str(y) for y in sorted(choice.years, reverse=True)]
    default = str(newest_full_year(choice.years))
    st.selectbox(_("Year"), years, **choices.bind("year", str(choice.year), default))


def _choose_weights(frame: Frame, choice: CompositeChoice) -> None:
    """The way of weighting, and sliders for the groups that always sum to 100."""
    _ = frame.translate
    st.radio(
        _("Weights"),
        list(WEIGHTINGS),
        format_func=lambda code: weighting_name(code, frame.language),
        **choices.bind("weighting", choice.options.weighting, _DEFAULT.weighting),
    )
    if choice.options.weighting != "expert":
        return
    st.caption(_("The others give way in proportion, so that the sum stays 100%."))
    for place, group in enumerate(choice.system.groups):
        key = f"share_{choice.system.code}_{group.code}"
        st.session_state[key] = choice.shares[place]
        st.slider(
            plain(group.name[frame.language]),
            0,
            100,
            format="%d%%",
            key=key,
            on_change=partial(_move_share, choice, place, key),
        )
    st.button(
        _("Weights of the system"),
        disabled=choice.shares == choice.default_shares,
        on_click=partial(choices.write, {"shares": None}),
        key="default_shares",
    )


def _move_share(choice: CompositeChoice, place: int, key: str) -> None:
    shares = tuple(share_pillars(choice.shares, place, int(st.session_state[key])))
    is_default = shares == choice.default_shares
    choices.write({"shares": None if is_default else "-".join(map(str, shares))})


def _choose_steps(frame: Frame, choice: CompositeChoice) -> None:
    _, language, options = frame.translate, frame.language, choice.options
    st.radio(
        _("Outliers"),
        list(OUTLIERS),
        format_func=lambda code: outliers_name(code, language),
        **choices.bind("outliers", options.outliers, _DEFAULT.outliers),
    )
    st.radio(
        _("Normalisation"),
        sorted(NORMALISATIONS, key=lambda code: code != _DEFAULT.normalisation),
        format_func=lambda code: normalisation_name(code, language),
        **choices.bind("normalisation", options.normalisation, _DEFAULT.normalisation),
    )
    st.radio(
        _("Aggregation"),
        list(AGGREGATIONS),
        format_func=lambda code: aggregation_name(code, language),
        **choices.bind("aggregation", options.aggregation, _DEFAULT.aggregation),
    )
    st.radio(
        _("Weight that a region must have figures for"),
        list(COVERAGES),
        format_func=lambda share: f"{share}%",
        horizontal=True,
        **choices.bind("coverage", f"{options.least_share * 100:.0f}", COVERAGES[0]),
    )


def _read_region(frame: Frame, level: Level) -> Region:
    """The region that the page is about; one of another level gives way to one of this level."""
    known = {r.code for r in regions_compared(frame.catalog, level, None)}
    default = DEFAULT_REGION
    if level == "city":
        default = next(r.code for r in frame.catalog.children(DEFAULT_REGION, "city"))
    chosen = choices.first_of("region", known) or choices.first_of("regions", known)
    asked = st.query_params.get("region")
    if asked in frame.catalog.regions and asked not in known:
        return frame.catalog.regions[chosen or default]
    return frame.catalog.regions[choices.read_one("region", known, chosen or default)]


def _read_year(frame: Frame, years: dict[int, int]) -> int | None:
    if not years:
        return None
    default = newest_full_year(years)
    asked = st.query_params.get("year", "")
    if asked in map(str, years):
        return int(asked)
    if asked.isascii() and asked.isdecimal() and len(asked) == 4:
        _ = frame.translate
        st.info(
            _("There are no figures for {year}; {shown} is shown.").format(
                year=asked, shown=default
            )
        )
        return default
    return int(choices.read_one("year", [str(y) for y in years], str(default)))


def _read_shares(system: IndicatorSystem) -> tuple[int, ...]:
    """The shares of the groups: whole numbers that sum to 100, else the system's own."""
    default = default_shares(system)
    asked = st.query_params.get("shares")
    if asked is None or not system.is_computed:
        return default
    parts = asked.split("-")
    if all(p.isdecimal() and len(p) <= 3 for p in parts):
        shares = tuple(int(p) for p in parts)
        if len(shares) == len(default) and sum(shares) == 100:
            return shares
    choices.read_one("shares", (), "")
    return default
