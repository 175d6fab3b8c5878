"""The choosers of the comparison: regions of any level, the benchmark, the indicators, the goal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import streamlit as st

from scoreboard.analysis.peers import find_peers
from scoreboard.catalog import BenchmarkKind, Catalog, Indicator, Language, Level
from scoreboard.charts.theme import COMPARED, MOST_COMPARED
from scoreboard.ui import cached, choices
from scoreboard.ui.choosers import DEFAULT_INDICATOR, DEFAULT_REGION, combobox_words, region_options
from scoreboard.ui.combobox import Option, choose_many, choose_one, search_keys
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain

LEVELS: tuple[Level, ...] = ("province", "city", "zone")
MOST_INDICATORS = 12
# With fewer regions than this in the link, a region's nearest peers stand beside it.
FEWEST_COMPARED = 2
PEERS_BESIDE = 3
DEFAULT_KIND: BenchmarkKind = "nation"
DEFAULT_PILLAR = "input"
DEFAULT_TARGET_YEAR = 2030
LAST_TARGET_YEAR = 2060
OWN_LIST, OF_CASE = "own", "case"


@dataclass(frozen=True)
class CompareChoice:
    """What the comparison shows.

    regions: codes of any level. against: the region of the kind `region`; case: of the kind
    `case`. own: the reader's list of indicators, empty where a pillar's are shown. indicator: the
    one in detail, also the one that a target is typed in for. not_after: newer years are left out.
    target: as typed, in the indicator's unit. base_year: of indexed trends, none for plain ones.
    """

    regions: list[str]
    kind: BenchmarkKind
    against: str
    case: str
    pillar: str
    own: list[str]
    indicator: str
    not_after: int | None
    target: float | None
    target_year: int
    base_year: int | None


def read_choice(frame: Frame) -> CompareChoice:
    """The comparison's choices as the URL has them, each checked against what there is."""
    catalog = frame.catalog
    comparable = {i.code for i in comparable_indicators(catalog)}
    kinds = offered_kinds(frame)
    kind = cast(BenchmarkKind, choices.read_one("benchmark", kinds, DEFAULT_KIND))
    asked = choices.read_one("indicator", catalog.indicators, DEFAULT_INDICATOR)
    return CompareChoice(
        regions=_read_regions(frame),
        kind=kind,
        against=choices.read_one("against", {o.code for o in all_regions(frame)}, "110000"),
        case=choices.read_one("case", catalog.cases, next(iter(catalog.cases))),
        pillar=choices.read_one("pillar", catalog.pillars, DEFAULT_PILLAR),
        own=_read_own(frame, comparable),
        indicator=asked if asked in comparable else DEFAULT_INDICATOR,
        not_after=_read_year("year"),
        target=_read_target(),
        target_year=_read_target_year(),
        base_year=_read_year("base_year"),
    )


def offered_kinds(frame: Frame) -> list[BenchmarkKind]:
    """The kinds of benchmark of the catalog, in its order."""
    return [entry.code for entry in frame.catalog.benchmark_kinds.values()]


@lru_cache(maxsize=2)
def comparable_indicators(catalog: Catalog) -> tuple[Indicator, ...]:
    """The indicators that regions may be compared by, in order of pillar."""
    return tuple(i for i in catalog.indicators_in_order() if i.is_ranked)


def all_regions(frame: Frame) -> tuple[Option, ...]:
    """Every region that can be compared: provinces, then cities, then development zones."""
    return _region_options(frame.catalog, frame.language)


@lru_cache(maxsize=4)
def _region_options(catalog: Catalog, language: Language) -> tuple[Option, ...]:
    found = [o for level in LEVELS for o in region_options(catalog, level, None, language)]
    # Pieces of land that the border file holds apart are no zones: their codes have no suffix.
    return tuple(o for o in found if catalog.regions[o.code].level != "zone" or "-" in o.code)


def show_choosers(frame: Frame, choice: CompareChoice, shown: list[str]) -> None:
    """Draw the choosers: regions and benchmark in one row, indicators and year in the next.

    shown: the indicators on the page.
    """
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
    if choice.kind == "target":
        _choose_goal(frame, choice)
        return
    second = st.columns([2, 6.5, 1.5], vertical_alignment="bottom")
    with second[0]:
        _choose_pillar(frame, choice)
    with second[1]:
        _choose_indicators(frame, choice, shown)
    with second[2]:
        _choose_year(frame, choice)


def choose_focus(frame: Frame, options: list[str], chosen: str) -> None:
    """Which of the indicators on the page is looked at in detail."""
    _, language = frame.translate, frame.language
    st.selectbox(
        _("Indicator in detail"),
        options,
        format_func=lambda code: frame.catalog.indicators[code].name[language],
        **choices.bind("indicator", chosen, "", lambda _code: {"target": None}),
    )


def choose_target_year(frame: Frame, choice: CompareChoice, first: int) -> None:
    """By which year the benchmark or target is to be reached."""
    _ = frame.translate
    years = [str(y) for y in range(first, LAST_TARGET_YEAR + 1)]
    chosen = str(max(choice.target_year, first))
    st.selectbox(
        _("Target year"),
        years,
        **choices.bind("target_year", chosen, str(DEFAULT_TARGET_YEAR)),
    )


def choose_base_year(frame: Frame, choice: CompareChoice, years: list[int]) -> None:
    """Trends as they are, or as an index of a base year."""
    _ = frame.translate
    value = str(choice.base_year) if choice.base_year in years else ""
    st.selectbox(
        _("Trends"),
        ["", *(str(y) for y in years)],
        format_func=lambda y: _("{year} = 100").format(year=y) if y else _("as published"),
        **choices.bind("base_year", value, ""),
    )


def _choose_regions(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    choose_many(
        "compared",
        _("Regions: provinces, cities, zones, at most {limit}").format(limit=MOST_COMPARED),
        all_regions(frame),
        choice.regions,
        limit=MOST_COMPARED,
        colours=COMPARED,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"compared": ",".join(codes) or None}),
    )


def _choose_kind(frame: Frame, choice: CompareChoice) -> None:
    _, kinds = frame.translate, frame.catalog.benchmark_kinds
    st.selectbox(
        _("Benchmark"),
        offered_kinds(frame),
        format_func=lambda code: kinds[code].name[frame.language],
        **choices.bind("benchmark", choice.kind, DEFAULT_KIND),
    )


def _choose_details(frame: Frame, choice: CompareChoice) -> None:
    """What the kind of benchmark needs besides: a region or a case."""
    _ = frame.translate
    language = frame.language
    if choice.kind == "region":
        choose_one(
            "against",
            _("Benchmark region"),
            all_regions(frame),
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
        placeholder=_("type a number"),
        key=key,
        on_change=changed,
    )


def _choose_pillar(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    pillars = frame.catalog.pillars
    names = {code: pillar.name[frame.language] for code, pillar in pillars.items()}
    options = list(names)
    if choice.own:
        names[OWN_LIST] = _("own list")
        options.append(OWN_LIST)

    names_its_own = choice.kind == "case" and frame.catalog.cases[choice.case].compared
    if names_its_own and not choice.own:
        names[OF_CASE] = _("those of the case")
        options = [OF_CASE]
    st.session_state["choose_pillar"] = (
        OWN_LIST if choice.own else OF_CASE if names_its_own else choice.pillar
    )

    def changed() -> None:
        new = st.session_state["choose_pillar"]
        if new in pillars:
            wanted = None if new == DEFAULT_PILLAR else new
            choices.write({"pillar": wanted, "indicators": None, "indicator": None})

    st.selectbox(
        _("Pillar"),
        options,
        format_func=names.__getitem__,
        key="choose_pillar",
        on_change=changed,
    )


def _choose_indicators(frame: Frame, choice: CompareChoice, shown: list[str]) -> None:
    _ = frame.translate
    choose_many(
        "indicators",
        _("Indicators, at most {limit}; the address keeps your list").format(limit=MOST_INDICATORS),
        _indicator_options(frame.catalog, frame.language),
        choice.own or shown,
        limit=MOST_INDICATORS,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"indicators": ",".join(codes) or None}),
    )


def _choose_year(frame: Frame, choice: CompareChoice) -> None:
    _ = frame.translate
    coverage = cached.coverage(frame.release.key)
    years = sorted({int(y) for y in coverage["year"]}, reverse=True)
    value = str(choice.not_after) if choice.not_after in years else ""
    st.selectbox(
        _("Not after"),
        ["", *(str(y) for y in years)],
        format_func=lambda y: y or _("newest year"),
        **choices.bind("year", value, ""),
    )


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


def _read_regions(frame: Frame) -> list[str]:
    """The compared regions; else those chosen elsewhere, and a lone one with its nearest peers."""
    known = {o.code for o in all_regions(frame)}
    names = {code: r.short_name[frame.language] for code, r in frame.catalog.regions.items()}
    if "compared" in st.query_params:
        found = choices.read_many("compared", known, names, MOST_COMPARED)
        if found:
            return found
    asked = st.query_params.get("regions", "").split(",")
    chosen = [code for code in dict.fromkeys(asked) if code in known][:MOST_COMPARED]
    region = st.query_params.get("region", "")
    if region in known and region not in chosen:
        chosen = [region, *chosen][:MOST_COMPARED]
    if len(chosen) >= FEWEST_COMPARED:
        return chosen
    alone = chosen[0] if chosen else DEFAULT_REGION
    return [alone, *_peers_beside(frame, alone)]


def _peers_beside(frame: Frame, code: str) -> list[str]:
    """The nearest peers of a region; of a zone, which has no traits, the other zones."""
    level = frame.catalog.regions[code].level
    if level == "zone":
        zones = [o.code for o in all_regions(frame) if frame.catalog.regions[o.code].level == level]
        return [zone for zone in zones if zone != code][:PEERS_BESIDE]
    distances = cached.peer_distances(frame.release.key, level)
    found = find_peers(distances, code, PEERS_BESIDE)["region_code"].tolist()
    return found or [c for c in (DEFAULT_REGION, "510000", "420000") if c != code]


def _read_own(frame: Frame, comparable: set[str]) -> list[str]:
    """The reader's own list of indicators; what cannot be compared is named and left out."""
    _ = frame.translate
    known = frame.catalog.indicators
    asked = list(dict.fromkeys(c for c in st.query_params.get("indicators", "").split(",") if c))
    for code in asked:
        if code in known and code not in comparable:
            sentence = _("{name} is shown but not compared: its figures differ in definition.")
            st.warning(plain(sentence.format(name=known[code].name[frame.language])))
        elif code not in known:
            choices.read_one("indicators", [], code)
    return [code for code in asked if code in comparable][:MOST_INDICATORS]


def _read_year(key: str) -> int | None:
    asked = st.query_params.get(key)
    if asked is None:
        return None
    if asked.isdecimal() and len(asked) == 4:
        return int(asked)
    choices.read_one(key, [], "")
    return None


def _read_target_year() -> int:
    years = [str(y) for y in range(2000, LAST_TARGET_YEAR + 1)]
    return int(choices.read_one("target_year", years, str(DEFAULT_TARGET_YEAR)))


def _read_target() -> float | None:
    asked = st.query_params.get("target")
    if asked is None:
        return None
    try:
        value = float(asked)
    except ValueError:
        value = float("nan")
    # A number that has no end, or is none, gives no target.
    if abs(value) < 1e15:
        return value
    choices.read_one("target", [], "")
    return None
