"""The choosers of the pages: which regions, which indicator, which year, which view."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import streamlit as st

from scoreboard.analysis.classes import SCHEMES, Scheme
from scoreboard.analysis.coverage import newest_full_year
from scoreboard.analysis.views import VIEWS, View
from scoreboard.catalog import NATION, Catalog, Indicator, Language, Level, Region
from scoreboard.charts.theme import CHOSEN, MOST_CHOSEN
from scoreboard.store.folder import ReleaseKey
from scoreboard.text import translator
from scoreboard.ui import cached, choices
from scoreboard.ui.combobox import Option, Words, choose_many, choose_one, search_keys
from scoreboard.ui.frame import Frame

DEFAULT_INDICATOR = "rd_intensity"
# The province that the survey among the founding papers is about.
DEFAULT_REGION = "610000"


@dataclass(frozen=True)
class Choice:
    """What the overview shows. year is missing when the level has no data at all."""

    level: Level
    within: str | None
    indicator: Indicator
    year: int | None
    years: dict[int, int]
    view: View
    scheme: Scheme
    regions: list[str]


def read_choice(frame: Frame, default: str = DEFAULT_INDICATOR) -> Choice:
    """The choices of a page on one indicator as the URL has them, each checked.

    default: the indicator shown when the URL names none.
    """
    catalog = frame.catalog
    level = cast(Level, choices.read_one("level", ("province", "city"), "province"))
    provinces = {r.code for r in provinces_with_cities(catalog)} if level == "city" else ()
    within = choices.read_one("within", provinces, "") or None
    code = choices.read_one("indicator", catalog.indicators, default)
    indicator = catalog.indicators[code]
    years = cached.years(frame.release.key, code, level, within)
    if years and not indicator.is_ranked:
        years = {max(years): sum(years.values())}
    members = {r.code for r in regions_compared(catalog, level, within)}
    names = {code: r.short_name[frame.language] for code, r in catalog.regions.items()}
    chosen = choices.read_many("regions", members, names, MOST_CHOSEN)
    about = choices.first_of("region", members)
    return Choice(
        level=level,
        within=within,
        indicator=indicator,
        year=_read_year(years, frame.language),
        years=years,
        view=cast(View, choices.read_one("view", VIEWS, VIEWS[0]))
        if indicator.is_ranked
        else "value",
        scheme=cast(Scheme, choices.read_one("scheme", SCHEMES, SCHEMES[0])),
        # The region that another page was about is marked where nothing else was chosen.
        regions=chosen or ([about] if about else []),
    )


@lru_cache(maxsize=2)
def provinces_with_cities(catalog: Catalog) -> tuple[Region, ...]:
    """The provinces below which cities are compared."""
    return tuple(
        r for r in catalog.children(NATION, "province") if catalog.children(r.code, "city")
    )


@lru_cache(maxsize=128)
def regions_compared(catalog: Catalog, level: Level, within: str | None) -> tuple[Region, ...]:
    """The regions of a level that still exist, all of them or those of one province."""
    return tuple(
        r
        for r in catalog.regions.values()
        if r.level == level and r.valid_to is None and within in (None, r.parent_code)
    )


def show_choosers(frame: Frame, choice: Choice) -> None:
    """Draw the choosers: range, indicator, year in one row; regions and view in the next."""
    first = st.columns([2, 4, 3.4], vertical_alignment="bottom")
    with first[0]:
        choose_range(frame, choice)
    with first[1]:
        choose_indicator(frame, choice.indicator.code, choice.level)
    with first[2]:
        choose_year(frame, choice)
    second = st.columns([4, 6], vertical_alignment="bottom")
    with second[0]:
        _choose_regions(frame, choice)
    with second[1], st.container(horizontal=True, vertical_alignment="bottom"):
        if choice.indicator.is_ranked:
            _choose_view(frame, choice)
        with st.popover(frame.translate("Map classes"), icon=":material/palette:"):
            _choose_scheme(frame, choice)


def read_region(frame: Frame, levels: tuple[Level, ...] = ("province", "city")) -> Region:
    """The one region that a page is about: the URL's, else the first chosen one, else Shaanxi.

    levels: of the regions that the page knows; a chosen one of another level does not count.
    """
    known = {r.code for level in levels for r in regions_compared(frame.catalog, level, None)}
    chosen = choices.first_of("regions", known) or DEFAULT_REGION
    return frame.catalog.regions[choices.read_one("region", known, chosen)]


def choose_region(
    frame: Frame, chosen: str, levels: tuple[Level, ...] = ("province", "city")
) -> None:
    """One region of any of the levels, under its province, found by Chinese, pinyin or English."""
    options = [
        option
        for level in levels
        for option in region_options(frame.catalog, level, None, frame.language)
    ]
    choose_one(
        "region",
        frame.translate("Region"),
        options,
        chosen,
        words=combobox_words(frame.language),
        on_choice=lambda code: choices.write({"region": code}),
    )


def choose_indicator(
    frame: Frame, chosen: str, level: Level, default: str = DEFAULT_INDICATOR
) -> None:
    """The list of indicators by pillar, found by Chinese, pinyin or English.

    default: the one that the page shows when the URL names none.
    """
    _ = frame.translate
    choose_one(
        "indicator",
        _("Indicator"),
        _indicator_options(frame.catalog, frame.release.key, level, frame.language),
        chosen,
        words=combobox_words(frame.language),
        on_choice=lambda code: choices.write({"indicator": None if code == default else code}),
    )


@lru_cache(maxsize=32)
def _indicator_options(
    catalog: Catalog, release: ReleaseKey, level: Level, language: Language
) -> tuple[Option, ...]:
    """Every indicator by pillar, with the number of regions it covers at most."""
    _ = translator(language)
    widest = cached.widest(release, level)
    return tuple(
        Option(
            code=i.code,
            label=i.name[language],
            group=catalog.pillars[i.pillar].name[language],
            hint=str(widest.get(i.code, "")) or _("none"),
            keys=search_keys(i.name.zh, i.name.en),
        )
        for i in catalog.indicators_in_order()
    )


@lru_cache(maxsize=128)
def region_options(
    catalog: Catalog, level: Level, within: str | None, language: Language
) -> tuple[Option, ...]:
    """Every region of the comparison; cities under their provinces."""
    return tuple(
        Option(
            code=r.code,
            label=r.short_name[language],
            group=""
            if level == "province"
            else catalog.regions[r.parent_code].short_name[language],
            keys=search_keys(r.name.zh, r.name.en),
        )
        for r in regions_compared(catalog, level, within)
    )


def choose_range(frame: Frame, choice: Choice) -> None:
    """Which regions are compared: provinces, all cities, or the cities of one province."""
    _ = frame.translate
    language = frame.language
    labels = {"province": _("Provinces"), "city": _("Cities, nationwide")}
    for province in provinces_with_cities(frame.catalog):
        labels[f"city:{province.code}"] = _("Cities of {province}").format(
            province=province.short_name[language]
        )
    value = f"city:{choice.within}" if choice.within else choice.level

    def split(new: str) -> dict[str, str | None]:
        return {"range": None, **choices.split_level(new)}

    st.selectbox(
        _("Regions compared"),
        list(labels),
        format_func=labels.__getitem__,
        **choices.bind("range", value, "province", split),
    )


def choose_year(frame: Frame, choice: Choice) -> None:
    """The year, with a button that runs through all of them."""
    _ = frame.translate
    if choice.year is None:
        return
    years = list(choice.years)
    if len(years) == 1:
        only = str(years[0]) if choice.indicator.is_ranked else _("each region's newest")
        st.text_input(_("Year"), only, disabled=True, key=f"only_year_{only}")
        return
    default = str(newest_full_year(choice.years))
    # Side by side on a phone as well, where columns would stack.
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        st.select_slider(
            _("Year"),
            [str(y) for y in years],
            **choices.bind("year", str(choice.year), default, _end_playing),
        )
        _play(frame, choice, years)


def _play(frame: Frame, choice: Choice, years: list[int]) -> None:
    """A button that runs through the years, one every second and a half, and stops at the last.

    The years played stay out of the URL, so that Back does not step through them; the one that
    the reader stops at goes in.
    """
    _ = frame.translate
    playing = st.session_state.get(choices.PLAYED) is not None

    def toggle() -> None:
        if playing:
            _stop_playing(choice)
        else:
            st.session_state[choices.PLAYED] = years[0] if choice.year == years[-1] else choice.year

    st.button(
        _("Stop") if playing else _("Play"),
        type="tertiary",
        icon=":material/stop:" if playing else ":material/play_arrow:",
        on_click=toggle,
        key="play",
        help=_("Run through the years"),
    )
    if playing:
        st.session_state["year_drawn"] = True
        _advance(choice, years)


@st.fragment(run_every=1.5)
def _advance(choice: Choice, years: list[int]) -> None:
    """Moves on by one year each time it runs by its own clock (not when the page draws it)."""
    if st.session_state.pop("year_drawn", None) is None:
        later = [y for y in years if choice.year is not None and y > choice.year]
        if later:
            st.session_state[choices.PLAYED] = later[0]
        if len(later) <= 1:
            _stop_playing(choice)
        st.rerun()


def _end_playing(_year: str) -> dict[str, str | None]:
    """The reader took the slider: what was playing stops."""
    st.session_state.pop(choices.PLAYED, None)
    return {}


def _stop_playing(choice: Choice) -> None:
    year = st.session_state.pop(choices.PLAYED, choice.year)
    choices.write({"year": str(year)})


def _choose_regions(frame: Frame, choice: Choice) -> None:
    _ = frame.translate
    choose_many(
        "regions",
        _("Chosen regions"),
        region_options(frame.catalog, choice.level, choice.within, frame.language),
        choice.regions,
        limit=MOST_CHOSEN,
        colours=CHOSEN,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"regions": ",".join(codes) or None, "region": None}),
    )


def _choose_view(frame: Frame, choice: Choice) -> None:
    _ = frame.translate
    labels = {
        "value": _("Value"),
        "change": _("On the year"),
        "trend5": _("Five years"),
        "rank": _("Rank"),
    }
    st.segmented_control(
        _("Shown"),
        list(VIEWS),
        format_func=labels.__getitem__,
        **choices.bind("view", choice.view, VIEWS[0]),
    )


def _choose_scheme(frame: Frame, choice: Choice) -> None:
    _ = frame.translate
    labels = {
        "quantile": _("Quantiles"),
        "natural": _("Natural breaks"),
        "continuous": _("Continuous"),
    }
    st.radio(
        _("Map classes"),
        list(SCHEMES),
        format_func=labels.__getitem__,
        **choices.bind("scheme", choice.scheme, SCHEMES[0]),
    )


def _read_year(years: dict[int, int], language: Language) -> int | None:
    if not years:
        return None
    default = newest_full_year(years)
    played = st.session_state.get(choices.PLAYED)
    if played is not None:
        if played in years:
            return int(played)
        del st.session_state[choices.PLAYED]
    asked = st.query_params.get("year")
    if asked is None:
        return default
    if asked in map(str, years):
        return int(asked)
    if asked.isascii() and asked.isdecimal() and len(asked) == 4:
        _ = translator(language)
        st.info(
            _("There are no figures for {year}; {shown} is shown.").format(
                year=asked, shown=default
            )
        )
        return default
    return int(choices.read_one("year", [str(y) for y in years], str(default)))


def combobox_words(language: Language) -> Words:
    """What the searchable choosers say, in the language of the page."""
    _ = translator(language)
    return Words(
        placeholder=_("Search: Chinese, pinyin initials, English"),
        no_match=_("Nothing found"),
        remove=_("Remove {name}"),
        full=_("At most {limit} can be chosen"),
        found=_("{count} found"),
    )
