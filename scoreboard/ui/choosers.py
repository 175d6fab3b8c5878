"""The choosers of the pages: which regions, which indicator, which year, which view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

import streamlit as st

from scoreboard.analysis.classes import SCHEMES
from scoreboard.analysis.views import VIEWS
from scoreboard.analysis.window import MOST_YEARS, SPARSE, WINDOW_YEARS
from scoreboard.answers.basis import (
    MOST_PEERS,
    PeerChoice,
    default_indicator,
    regions_compared,
)
from scoreboard.answers.indicator_choice import (
    FEWEST_OFFERED,
    LEVELS,
    IndicatorChoice,
    default_year,
    indicators_offered,
    regions_around,
    years_shown,
)
from scoreboard.answers.kept import kept
from scoreboard.answers.link import read_region as link_region
from scoreboard.answers.release import Release
from scoreboard.catalog import Catalog, Language, Level, Region
from scoreboard.charts.theme import CHOSEN, MOST_CHOSEN
from scoreboard.language import translator
from scoreboard.language.search_keys import search_keys
from scoreboard.text.sentences import count_regions
from scoreboard.ui import choices
from scoreboard.ui.combobox import Option, Words, choose_many, choose_one
from scoreboard.ui.frame import Frame
from scoreboard.ui.show import show_notices

# The line of the menu that lists what few regions have, or leaves it out again.
_FEW = "few"


def show_choosers(frame: Frame, choice: IndicatorChoice) -> None:
    """Draw the choosers: range, indicator, year in one row; regions and view in the next."""
    first = st.columns([2, 4, 3.4], vertical_alignment="bottom")
    with first[0]:
        choose_range(frame, choice.level, choice.within)
    with first[1]:
        choose_indicator(frame, choice.indicator_code, choice.level, window=choice.window)
    with first[2]:
        choose_year(frame, choice)
    second = st.columns([4, 6], vertical_alignment="bottom")
    with second[0]:
        choose_chosen(frame, choice.level, choice.within, choice.regions)
    with second[1], st.container(horizontal=True, vertical_alignment="bottom"):
        if frame.catalog.indicators[choice.indicator_code].is_ranked:
            _choose_view(frame, choice)
            if choice.view == "value":
                choose_window(frame, (choice.level,), choice.window)
        with st.popover(frame.translate("Map classes"), icon=":material/palette:"):
            _choose_scheme(frame, choice)


def read_region(frame: Frame) -> Region:
    """The one region that a page is about; what the link says wrongly is said on the page."""
    link = frame.link
    region = link_region(link, frame.release)
    show_notices(frame, link)
    return region


def choose_or_drop(chosen: Iterable[str]) -> Callable[[str], None]:
    """What a click on a region does: it is chosen everywhere, or given up again."""
    return lambda code: choices.toggle_region(code, list(chosen), MOST_CHOSEN)


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


def choose_peers(frame: Frame, region_code: str, peers: PeerChoice) -> None:
    """Which regions are peers: whether those of the same province count, or named ones."""
    _, region = frame.translate, frame.catalog.regions[region_code]
    if region.level != "province" and not peers.own:
        labels = {"in": _("included"), "out": _("left out")}
        st.segmented_control(
            _("Cities of the same province")
            if region.level == "city"
            else _("Counties of the same province"),
            list(labels),
            format_func=labels.__getitem__,
            **choices.bind("near", "in" if peers.near else "out", "in"),
        )
    options = region_options(frame.catalog, region.level, None, frame.language)
    choose_many(
        "own_peers",
        _("Peers of your own; empty for the nearest"),
        [option for option in options if option.code != region_code],
        list(peers.own),
        limit=MOST_PEERS,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"own_peers": ",".join(codes) or None}),
    )


def choose_indicator(
    frame: Frame,
    chosen: str,
    level: Level,
    default: str | None = None,
    window: int = WINDOW_YEARS,
    *,
    key: str = "indicator",
    label: str = "",
) -> None:
    """The list of indicators by pillar, found by Chinese, pinyin or English.

    default: the one that the page shows when the URL names none; else that of the level. key: of
    the URL, and label: over the chooser, where a page has two of them. Those of fewer than ten
    regions are listed once the reader has asked for them, by the last line.
    """
    _ = frame.translate
    own = default or default_indicator(level)
    few = choices.read_one("few", ("show",), "") == "show"

    def choose(code: str) -> None:
        if code == _FEW:
            choices.write({"few": None if few else "show"})
        else:
            choices.write({key: None if code == own else code})

    choose_one(
        key,
        label or _("Indicator"),
        _indicator_options(frame.release, level, window, chosen, frame.language, few=few),
        chosen,
        words=combobox_words(frame.language),
        on_choice=choose,
    )


@kept
def _indicator_options(
    release: Release, level: Level, window: int, chosen: str, language: Language, *, few: bool
) -> tuple[Option, ...]:
    """The indicators by pillar with how many regions have a figure; last, which are listed."""
    _, catalog = translator(language), release.catalog
    offered = indicators_offered(release, level, window, chosen, few=few)
    options = tuple(
        Option(
            code=code,
            label=catalog.indicators[code].name[language],
            group=catalog.pillars[catalog.indicators[code].pillar].name[language],
            hint=count_regions(regions, level, language) if regions else _("none"),
            keys=search_keys(catalog.indicators[code].name.zh, catalog.indicators[code].name.en),
        )
        for code, regions in offered.items()
    )
    last = (
        _("List only indicators with figures of {n} regions or more")
        if few
        else _("List indicators with figures of fewer than {n} regions, too")
    ).format(n=FEWEST_OFFERED)
    return (*options, Option(code=_FEW, label=last, group=_("Which are listed")))


@lru_cache(maxsize=128)
def region_options(
    catalog: Catalog, level: Level, within: str | None, language: Language
) -> tuple[Option, ...]:
    """Every region of the comparison; cities under their provinces."""
    return tuple(
        Option(
            code=r.code,
            label=r.short_name[language],
            group=_group_of(catalog, r, language),
            keys=search_keys(r.name.zh, r.name.en),
        )
        for r in regions_compared(catalog, level, within)
    )


def _group_of(catalog: Catalog, region: Region, language: Language) -> str:
    """The heading that a region stands under: its province; of a county the city with it."""
    if region.level == "province":
        return ""
    parent = catalog.regions[region.parent_code]
    names = [parent.short_name[language]]
    if parent.level == "city":
        names.insert(0, catalog.regions[parent.parent_code].short_name[language])
    return " · ".join(names)


def choose_range(
    frame: Frame, level: Level, within: str | None, levels: tuple[Level, ...] = LEVELS
) -> None:
    """Which regions are compared: all of a level, or those of one province or city."""
    _ = frame.translate
    choose_one(
        "range",
        _("Regions compared"),
        _range_options(frame.catalog, levels, frame.language),
        f"{level}:{within}" if within else level,
        words=combobox_words(frame.language),
        on_choice=lambda code: choices.write(choices.split_level(code)),
    )


@lru_cache(maxsize=8)
def _range_options(
    catalog: Catalog, levels: tuple[Level, ...], language: Language
) -> tuple[Option, ...]:
    """Each level as a whole, then what of it lies in one province or city."""
    _ = translator(language)
    whole: dict[Level, str] = {
        "province": _("Provinces"),
        "city": _("Cities, nationwide"),
        "county": _("Counties, nationwide"),
        "zone": _("Development zones"),
    }
    parts: dict[Level, str] = {"city": _("Cities of {place}"), "county": _("Counties of {place}")}
    found = [Option(level, whole[level]) for level in levels]
    for level in levels:
        for around in regions_around(catalog, level):
            label = parts[level].format(place=around.short_name[language])
            keys = search_keys(around.name.zh, around.name.en)
            found.append(Option(f"{level}:{around.code}", label, whole[level], keys=keys))
    return tuple(found)


def choose_level(frame: Frame, level: Level) -> None:
    """Provinces, cities or counties, where it is not asked which of them."""
    _ = frame.translate
    labels = {"province": _("Provinces"), "city": _("Cities"), "county": _("Counties")}
    st.segmented_control(
        _("Level"),
        list(labels),
        format_func=labels.__getitem__,
        **choices.bind("level", level, "province", choices.split_level),
    )


def choose_year(frame: Frame, choice: IndicatorChoice) -> None:
    """The year, with a button that runs through all of them."""
    _ = frame.translate
    if choice.year is None:
        return
    known = years_shown(frame.release, choice.indicator_code, choice.level, choice.within)
    years = list(known)
    if len(years) == 1:
        only = (
            str(years[0])
            if frame.catalog.indicators[choice.indicator_code].is_ranked
            else _("each region's newest")
        )
        st.text_input(_("Year"), only, disabled=True, key=f"only_year_{only}")
        return
    scope = (choice.indicator_code, choice.level, choice.within)
    default = str(default_year(frame.release, *scope, choice.window))
    # Side by side on a phone as well, where columns would stack.
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
        st.select_slider(
            _("Year"),
            [str(y) for y in years],
            **choices.bind("year", str(choice.year), default, _end_playing),
        )
        _play(frame, choice, years)


def choose_window(frame: Frame, levels: Iterable[Level], chosen: int) -> None:
    """How old the newest figures of a region may be; nothing where all publish every year."""
    _ = frame.translate
    if not set(levels) & set(SPARSE):
        return
    labels = {"1": _("of the year")} | {
        str(n): _("newest, {n} years").format(n=n) for n in range(2, MOST_YEARS + 1)
    }
    st.selectbox(
        _("Figures of each region"),
        list(labels),
        format_func=labels.__getitem__,
        width=190,
        help=_(
            "Cities, counties and zones publish in different years. Each stands with its newest "
            "figure within these years; places and medians are among these figures alone."
        ),
        **choices.bind("window", str(chosen), str(WINDOW_YEARS)),
    )


def _play(frame: Frame, choice: IndicatorChoice, years: list[int]) -> None:
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
def _advance(choice: IndicatorChoice, years: list[int]) -> None:
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


def _stop_playing(choice: IndicatorChoice) -> None:
    year = st.session_state.pop(choices.PLAYED, choice.year)
    choices.write({"year": str(year)})


def choose_chosen(frame: Frame, level: Level, within: str | None, chosen: Iterable[str]) -> None:
    """Regions to look at closely, each with its colour."""
    _ = frame.translate
    choose_many(
        "regions",
        _("Chosen regions"),
        region_options(frame.catalog, level, within, frame.language),
        list(chosen),
        limit=MOST_CHOSEN,
        colours=CHOSEN,
        words=combobox_words(frame.language),
        on_choice=lambda codes: choices.write({"regions": ",".join(codes) or None, "region": None}),
    )


def _choose_view(frame: Frame, choice: IndicatorChoice) -> None:
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


def _choose_scheme(frame: Frame, choice: IndicatorChoice) -> None:
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
