"""The choosers of the comparison: regions of any level, the benchmark, the indicators, the goal."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from scoreboard.analysis.window import SPARSE
from scoreboard.answers.compare.choice import (
    DEFAULT_TARGET_YEAR,
    LAST_TARGET_YEAR,
    LEVELS,
    MOST_INDICATORS,
    CompareChoice,
    comparable_indicators,
    default_kind,
    default_pillar,
)
from scoreboard.answers.compare.comparison import Comparison
from scoreboard.catalog import Catalog, Language
from scoreboard.charts.theme import COMPARED, MOST_COMPARED
from scoreboard.language.search_keys import search_keys
from scoreboard.ui import choices
from scoreboard.ui.choosers import choose_peers, choose_window, combobox_words, region_options
from scoreboard.ui.combobox import Option, choose_many, choose_one
from scoreboard.ui.frame import Frame

OWN_LIST, OF_CASE = "own", "case"


def show_choosers(frame: Frame, page: Comparison) -> None:
    """Draw the choosers: regions and benchmark in one row, indicators and year in the next."""
    choice = page.choice
    has_details = choice.kind in ("region", "case")
    # An empty column would be an empty line on a phone.
    first = st.columns([5, 2, 3] if has_details else [7, 3], vertical_alignment="bottom")
    with first[0]:
        _choose_regions(frame, choice)
    with first[1]:
        _choose_kind(frame, choice)
    if has_details:
        with first[2]:
            _choose_details(frame, choice)
    if choice.kind == "peers":
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choose_peers(frame, choice.regions[0], choice.peers)
    if choice.kind == "target":
        _choose_goal(frame, choice)
        return
    levels = {frame.catalog.regions[code].level for code in choice.regions}
    is_sparse = bool(levels & set(SPARSE))
    second = st.columns([2, 4.5, 1.5, 2] if is_sparse else [2, 6.5, 1.5])
    with second[0]:
        _choose_pillar(frame, choice)
    with second[1]:
        _choose_indicators(frame, page)
    with second[2]:
        _choose_year(frame, choice)
    if is_sparse:
        with second[3]:
            choose_window(frame, levels, choice.window)


def show_detail_choosers(frame: Frame, page: Comparison) -> None:
    """Draw what is chosen for one indicator in detail: which, by when, and how trends are drawn."""
    columns = st.columns([5, 2, 2], vertical_alignment="bottom")
    with columns[0]:
        _choose_focus(frame, page)
    with columns[1]:
        _choose_target_year(frame, page)
    with columns[2]:
        _choose_base_year(frame, page)


def _choose_focus(frame: Frame, page: Comparison) -> None:
    _ = frame.translate
    st.selectbox(
        _("Indicator in detail"),
        page.indicators,
        format_func=lambda code: page.words(code).shown,
        **choices.bind("indicator", page.focus, "", lambda _code: {"target": None}),
    )


def _choose_target_year(frame: Frame, page: Comparison) -> None:
    """By which year the benchmark or target is to be reached."""
    asked = page.choice.target_year
    first = page.years[-1] + 1 if page.years else asked
    st.selectbox(
        frame.translate("Target year"),
        [str(y) for y in range(first, LAST_TARGET_YEAR + 1)],
        **choices.bind("target_year", str(max(asked, first)), str(DEFAULT_TARGET_YEAR)),
    )


def _choose_base_year(frame: Frame, page: Comparison) -> None:
    """Trends as they are, or as an index of a base year."""
    _ = frame.translate
    value = str(page.choice.base_year) if page.choice.base_year in page.years else ""
    st.selectbox(
        _("Trends"),
        ["", *(str(y) for y in page.years)],
        format_func=lambda y: _("{year} = 100").format(year=y) if y else _("as published"),
        **choices.bind("base_year", value, ""),
    )


def _choose_regions(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    choose_many(
        "compared",
        _("Regions: provinces, cities, counties, zones, at most {limit}").format(
            limit=MOST_COMPARED
        ),
        _region_options(frame.catalog, frame.language),
        list(choice.regions),
        limit=MOST_COMPARED,
        colours=COMPARED,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"compared": ",".join(codes) or None}),
    )


def _choose_kind(frame: Frame, choice: CompareChoice) -> None:
    _, kinds = frame.translate, frame.catalog.benchmark_kinds
    st.selectbox(
        _("Benchmark"),
        list(kinds),
        format_func=lambda code: kinds[code].name[frame.language],
        **choices.bind("benchmark", choice.kind, default_kind(frame.release, choice.regions)),
    )


def _choose_details(frame: Frame, choice: CompareChoice) -> None:
    """What the kind of benchmark needs besides: a region or a case."""
    _ = frame.translate
    language = frame.language
    if choice.kind == "region":
        choose_one(
            "against",
            _("Benchmark region"),
            _region_options(frame.catalog, language),
            choice.against,
            words=combobox_words(language),
            on_choice=lambda code: choices.write({"against": code or None}),
        )
    elif choice.kind == "case":
        cases = frame.catalog.cases
        st.selectbox(
            _("Case"),
            list(cases),
            format_func=lambda code: cases[code].name[language],
            **choices.bind("case", choice.case, next(iter(cases))),
        )


def _choose_goal(frame: Frame, choice: CompareChoice) -> None:
    """The indicator that a target is for, and its value."""
    _ = frame.translate
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        choose_one(
            "target_indicator",
            _("Indicator"),
            _indicator_options(frame.catalog, frame.language),
            choice.indicator,
            words=combobox_words(frame.language),
            on_choice=lambda code: choices.write({"indicator": code or None, "target": None}),
        )
    with right:
        _choose_target(frame, choice)


def _choose_target(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    unit = frame.catalog.unit_of(choice.indicator).name[frame.language]
    key = f"choose_target_{choice.indicator}"
    st.session_state[key] = choice.target

    def changed() -> None:
        typed = st.session_state[key]
        choices.write({"target": None if typed is None else f"{typed:.10g}"})

    st.number_input(
        _("Target value ({unit})").format(unit=unit),
        value=None,
        step=None,
        format="%.10g",
        placeholder=_("empty: of the plans"),
        key=key,
        on_change=changed,
    )


def _choose_pillar(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    pillars = frame.catalog.pillars
    names = {code: pillar.name[frame.language] for code, pillar in pillars.items()}
    options = list(names)
    shown = choice.pillar
    if choice.own:
        names[OWN_LIST] = _("own list")
        options.append(OWN_LIST)
        shown = OWN_LIST
    elif choice.kind == "case" and frame.catalog.cases[choice.case].compared:
        names[OF_CASE] = _("those of the case")
        options = [OF_CASE]
        shown = OF_CASE
    st.session_state["choose_pillar"] = shown

    def changed() -> None:
        new = st.session_state["choose_pillar"]
        if new in pillars:
            own = default_pillar(frame.release, choice.regions)
            wanted = None if new == own else new
            choices.write({"pillar": wanted, "indicators": None, "indicator": None})

    st.selectbox(
        _("Pillar"),
        options,
        format_func=names.__getitem__,
        key="choose_pillar",
        on_change=changed,
    )


def _choose_indicators(frame: Frame, page: Comparison) -> None:
    _ = frame.translate
    choose_many(
        "indicators",
        _("Indicators, at most {limit}; the address keeps your list").format(limit=MOST_INDICATORS),
        _indicator_options(frame.catalog, frame.language),
        list(page.choice.own or page.indicators),
        limit=MOST_INDICATORS,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"indicators": ",".join(codes) or None}),
    )


def _choose_year(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    years = sorted({int(y) for y in frame.release.coverage()["year"]}, reverse=True)
    value = str(choice.not_after) if choice.not_after in years else ""
    st.selectbox(
        _("Not after"),
        ["", *(str(y) for y in years)],
        format_func=lambda y: y or _("newest year"),
        **choices.bind("year", value, ""),
    )


@lru_cache(maxsize=4)
def _region_options(catalog: Catalog, language: Language) -> tuple[Option, ...]:
    return tuple(o for level in LEVELS for o in region_options(catalog, level, None, language))


@lru_cache(maxsize=4)
def _indicator_options(catalog: Catalog, language: Language) -> tuple[Option, ...]:
    return tuple(
        Option(
            code=i.code,
            label=i.name[language],
            group=catalog.pillars[i.pillar].name[language],
            keys=search_keys(i.name.zh, i.name.en),
        )
        for i in comparable_indicators(catalog)
    )
