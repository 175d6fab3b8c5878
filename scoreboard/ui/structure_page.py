"""Regional structure: what a page is made from, its choosers, and the answer on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, cast

import pandas as pd
import streamlit as st

from scoreboard.analysis.concentration import LEADERS, comparable_years
from scoreboard.analysis.convergence import dispersion_by_year, per_head
from scoreboard.analysis.views import UNCERTAIN
from scoreboard.catalog import OUTSIDE_STATISTICS, Catalog, Indicator, Language
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.store.folder import ReleaseKey
from scoreboard.text.sentences import count_regions
from scoreboard.text.structure import (
    Moved,
    concentration_sentence,
    dispersion_sentence,
    join_list,
    moran_clause,
    number,
    per_cent,
    too_few_sentence,
)
from scoreboard.ui import cached, choices, choosers
from scoreboard.ui.cached_structure import (
    POPULATION,
    autocorrelation,
    count_expected,
    measures,
    whole_years,
)
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

DEFAULT_INDICATOR = "rd_expenditure"
BASES = ("regions", "people")
# amount: adds up over regions; rate: can be set side by side; score: without a zero to divide by;
# unranked: regions count different things, so nothing is worked out.
Kind = Literal["amount", "rate", "score", "unranked"]


@dataclass(frozen=True)
class StructurePage:
    """One indicator among regions in one year, with everything the blocks are drawn from.

    whole: the figures of the years that enough regions have published. since: the earlier year
    it is set against, none where no year compares. by_people: measured against the population.
    chosen: the region that is marked, empty when it is not among those compared.
    """

    frame: Frame
    choice: choosers.Choice
    year: int
    kind: Kind
    whole: pd.DataFrame
    expected: int
    earlier: list[int]
    since: int | None
    by_people: bool
    region_code: str
    chosen: str
    names: dict[str, str]

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @property
    def indicator(self) -> Indicator:
        """The indicator that the page is about."""
        return self.choice.indicator

    @property
    def shown(self) -> str:
        """The indicator's name."""
        return self.indicator.name[self.language]

    @property
    def unit(self) -> str:
        """The unit that the figures are kept in."""
        return self.frame.catalog.unit_of(self.indicator.code).name[self.language]

    @property
    def is_whole(self) -> bool:
        """Whether enough regions have a value in the year."""
        return self.year in set(self.whole["year"])

    @property
    def rows(self) -> pd.DataFrame:
        """The regions with a value in the year, in order of code."""
        rows = self.whole[self.whole["year"] == self.year]
        return rows.sort_values("region_code", ignore_index=True)

    @property
    def breaks(self) -> dict[int, str]:
        """Years from which the regions of the page are not comparable with those before."""
        codes = set(self.whole["region_code"])
        return {
            b.year: b.text[self.language]
            for b in self.indicator.breaks
            if not b.region_codes or codes & set(b.region_codes)
        }

    @property
    def measures(self) -> pd.DataFrame:
        """The measures of concentration by year, with the year as index."""
        return measures(self.release_key, *self.scope).set_index("year", drop=False)

    @property
    def release_key(self) -> ReleaseKey:
        """The release that the figures are from."""
        return self.frame.release.key

    @property
    def scope(self) -> tuple[str, choosers.Level, str | None]:
        """Indicator, level and province that the figures are of."""
        return self.indicator.code, self.choice.level, self.choice.within

    @property
    def field(self) -> str:
        """The regions counted in the year, in words."""
        return count_regions(len(self.rows), self.choice.level, self.language)

    @property
    def token(self) -> str:
        """What is shown, for tests that wait until every figure carries it."""
        return f"{self.indicator.code}|{self.year}|{self.choice.level}|{self.choice.within}"

    def choose_region(self, code: str) -> None:
        """A region clicked on the map or a chart becomes the chosen one."""
        if code:
            choices.write({"region": code})


def prepare(frame: Frame) -> tuple[choosers.Choice, StructurePage | None]:
    """The page's choices, and its figures; none when the level has none of the indicator."""
    choice = choosers.read_choice(frame, DEFAULT_INDICATOR)
    region = choosers.read_region(frame)
    if choice.year is None:
        return choice, None
    catalog, scope = frame.catalog, (choice.indicator.code, choice.level, choice.within)
    whole = whole_years(frame.release.key, *scope)
    compared = choosers.regions_compared(catalog, choice.level, choice.within)
    names = {r.code: r.short_name[frame.language] for r in compared}
    names |= {c: catalog.regions[c].short_name[frame.language] for c in set(whole["region_code"])}
    earlier = (
        comparable_years(whole, choice.year, choice.indicator.breaks)
        if choice.indicator.compares_years
        else []
    )
    province = catalog.province_of(region.code)
    marked = province if choice.level == "province" else region
    return choice, StructurePage(
        frame=frame,
        choice=choice,
        year=choice.year,
        kind=kind_of(catalog, choice.indicator),
        whole=whole,
        expected=count_expected(catalog, choice.level, choice.within),
        earlier=earlier,
        since=_read_since(frame, earlier, choice.year),
        by_people=choices.read_one("basis", BASES, BASES[0]) == "people",
        region_code=region.code,
        chosen=marked.code if marked is not None and marked.code in names else "",
        names=names,
    )


def kind_of(catalog: Catalog, indicator: Indicator) -> Kind:
    """Which measures make sense for an indicator."""
    if not indicator.is_ranked:
        return "unranked"
    if catalog.adds_up(indicator.code):
        return "amount"
    return "score" if catalog.unit_of(indicator.code).change == "difference" else "rate"


def show_choosers(frame: Frame, choice: choosers.Choice, page: StructurePage | None) -> None:
    """Range, indicator, year; then the marked region, the earlier year and what is counted."""
    _ = frame.translate
    first = st.columns([2, 4, 3.4], vertical_alignment="bottom")
    with first[0]:
        choosers.choose_range(frame, choice)
    with first[1]:
        choosers.choose_indicator(frame, choice.indicator.code, choice.level, DEFAULT_INDICATOR)
    with first[2]:
        choosers.choose_year(frame, choice)
    if page is None or page.kind == "unranked":
        return
    second = st.columns([2, 2, 5.4], vertical_alignment="bottom")
    with second[0]:
        levels: tuple[choosers.Level, ...] = (
            ("province",) if choice.level == "province" else ("province", "city")
        )
        choosers.choose_region(frame, page.chosen or page.region_code, levels)
    if page.kind == "amount" and page.indicator.code != POPULATION:
        with second[1 if page.since is None else 2]:
            _choose_basis(page)
    if page.since is not None:
        with second[1]:
            years = [str(y) for y in page.earlier]
            st.selectbox(
                _("Set against"), years, **choices.bind("since", str(page.since), years[0])
            )


def _choose_basis(page: StructurePage) -> None:
    _ = page.frame.translate
    labels = {"regions": _("each region once"), "people": _("by population")}
    st.segmented_control(
        _("Regions count"),
        list(BASES),
        format_func=labels.__getitem__,
        help=_(
            "Each region once: in how few regions the amount lies. "
            "By population: how unequal the amounts per head are."
        ),
        **choices.bind("basis", BASES[page.by_people], BASES[0]),
    )


def _read_since(frame: Frame, earlier: list[int], year: int) -> int | None:
    """The earlier year asked for; the oldest comparable one otherwise, with a sentence."""
    if not earlier:
        return None
    asked = st.query_params.get("since")
    if asked is None:
        return earlier[0]
    if asked in map(str, earlier):
        return int(asked)
    _ = frame.translate
    st.info(
        plain(
            _("{year} cannot be set against {asked}; {shown} is taken.").format(
                year=year, asked=asked[:8], shown=earlier[0]
            )
        )
    )
    return earlier[0]


def show_headline(page: StructurePage) -> None:
    """The answer in one sentence, what else must be said of it, and the key figures."""
    sentence, notes = _answer(page)
    st.subheader(plain(sentence), anchor=False)
    if notes:
        st.caption(plain(("" if page.language == "zh" else " ").join(notes)))
    figures = _key_figures(page) if page.is_whole and page.kind != "unranked" else []
    if figures:
        with st.container(horizontal=True, key="structure_figures", gap="small"):
            for label, value, change in figures:
                st.metric(
                    plain(label),
                    value,
                    change or None,
                    delta_color="off",
                    delta_arrow="off",
                    width=160,
                )


def _answer(page: StructurePage) -> tuple[str, list[str]]:
    """The sentence on top and the notes under it."""
    _ = page.frame.translate
    if page.kind == "unranked":
        return (
            _("{shown}: regions count different things, so nothing is worked out of them.").format(
                shown=page.shown
            ),
            [],
        )
    if not page.is_whole:
        return _too_few(page), []
    notes = _missing_note(page) + _uncertain_note(page) + _break_note(page)
    if page.kind == "amount":
        return _concentration(page), notes
    found = autocorrelation(page.release_key, *page.scope, page.year)
    clause = "" if found is None else moran_clause(found, page.language)
    stop = "。" if page.language == "zh" else "."
    if page.kind == "rate":
        about = _("Rates do not add up: there is no Gini coefficient and no share of a total.")
        first = [clause + stop] if clause else []
        return _dispersion(page), [*first, about, *notes]
    about = _(
        "Scores, indices and ranks have no zero to divide by: "
        "their spread and convergence are not worked out."
    )
    if not clause:
        return about, notes
    opening = _("{year}: {shown} among {field}").format(
        year=page.year, shown=page.shown, field=page.field
    )
    return opening + ("，" if page.language == "zh" else ": ") + clause + stop, [about, *notes]


def _concentration(page: StructurePage) -> str:
    by_people = weighted_is_known(page)
    return concentration_sentence(
        page.year,
        page.shown,
        page.field,
        _moved(page, page.measures["gini_people" if by_people else "gini"]),
        (_leader_names(page), float(page.measures.loc[page.year, "leaders_share_pct"])),
        page.language,
        by_people=by_people,
    )


def _dispersion(page: StructurePage) -> str:
    spread = dispersion_by_year(page.whole).set_index("year")["cv"]
    return dispersion_sentence(
        page.year, page.shown, page.field, _moved(page, spread), page.language
    )


def weighted_is_known(page: StructurePage) -> bool:
    """Whether regions are to count by population, and the year has everybody's population."""
    return page.by_people and bool(pd.notna(page.measures["gini_people"].get(page.year)))


def comparable_values(page: StructurePage) -> pd.DataFrame:
    """The whole years in values that can be set side by side: rates, and amounts per head."""
    if page.kind != "amount":
        return page.whole
    code, level, within = page.scope
    people = cached.observations(page.release_key, POPULATION, level, within)
    if code == POPULATION:
        return page.whole.iloc[:0]
    each = per_head(page.whole, people)
    each = each.assign(value=each["value"] * per_head_unit(page)[0])
    # A year in which some have no population is not whole.
    counts = page.whole.groupby("year")["region_code"].count()
    return each[each.groupby("year")["region_code"].transform("count") == each["year"].map(counts)]


def per_head_unit(page: StructurePage) -> tuple[float, str]:
    """By what amounts per head are multiplied to be readable, and the unit that they then have.

    Money, kept in 亿元 by 万人, becomes 元 a person; what is counted stands by 万人.
    """
    _ = page.frame.translate
    catalog = page.frame.catalog
    unit, people = catalog.unit_of(page.indicator.code), catalog.unit_of(POPULATION)
    if unit.factor == 1:
        return 1.0, _("{unit} per 10,000 people").format(unit=unit.name[page.language])
    base = catalog.base_unit_of(page.indicator.code).name[page.language]
    return unit.factor / people.factor, _("{unit} a person").format(unit=base)


def _moved(page: StructurePage, series: pd.Series) -> Moved:
    before = series.get(page.since) if page.since is not None else None
    is_known = before is not None and bool(pd.notna(before))
    return Moved(
        now=float(series[page.year]),
        before=float(cast(float, before)) if is_known else None,
        since=page.since if is_known else None,
    )


def _leader_names(page: StructurePage) -> list[str]:
    leaders = page.rows.nlargest(LEADERS, "value")["region_code"]
    return [page.names[code] for code in leaders]


def _key_figures(page: StructurePage) -> list[tuple[str, str, str]]:
    """Label, value and change since the earlier year of the page's main measures."""
    _ = page.frame.translate
    if page.kind == "amount":
        return _amount_figures(page)
    figures = []
    if page.kind == "rate":
        spread = dispersion_by_year(page.whole).set_index("year")
        for column, label in (
            ("cv", _("Coefficient of variation")),
            ("log_sd", _("Log standard deviation")),
        ):
            if pd.notna(spread.loc[page.year, column]):
                moved = _moved(page, spread[column])
                figures.append((label, number(moved.now), _since_text(page, moved)))
    found = autocorrelation(page.release_key, *page.scope, page.year)
    if found is not None:
        figures.append((_("Moran's I"), number(found.value), f"p = {number(found.p)}"))
    return figures


def _amount_figures(page: StructurePage) -> list[tuple[str, str, str]]:
    _ = page.frame.translate
    table = page.measures
    plan = [("gini", _("Gini coefficient"))]
    if pd.notna(table.loc[page.year, "gini_people"]):
        plan.append(("gini_people", _("Gini by population")))
    plan += [("theil", _("Theil index")), ("hhi", _("HHI"))]
    figures = []
    for column, label in plan:
        moved = _moved(page, table[column])
        figures.append((label, number(moved.now), _since_text(page, moved)))
    first = page.names[str(table.loc[page.year, "first_code"])]
    share = float(table.loc[page.year, "first_share_pct"])
    figures.append((_("Share of the first region"), per_cent(share), first))
    return figures


def _since_text(page: StructurePage, moved: Moved) -> str:
    """The change since the earlier year, short; empty where there is none to set it against."""
    if moved.before is None:
        return ""
    _ = page.frame.translate
    amount = round(moved.now, 3) - round(moved.before, 3)
    sign = "+" if amount > 0.0005 else "−" if amount < -0.0005 else "±"
    return _("{change} since {since}").format(change=sign + number(abs(amount)), since=moved.since)


def _too_few(page: StructurePage) -> str:
    """That the year has too few regions, and which are missing."""
    rows = cached.observations(page.release_key, *page.scope)
    there = set(rows.loc[rows["year"] == page.year, "region_code"]) & page.names.keys()
    missing, known = _missing(page, there), [page.names[code] for code in sorted(there)]
    return too_few_sentence(
        page.year,
        page.shown,
        known,
        count_regions(page.expected, page.choice.level, page.language),
        missing,
        page.language,
    )


def _missing_note(page: StructurePage) -> list[str]:
    missing = _missing(page, set(page.rows["region_code"]))
    if not missing:
        return []
    _ = page.frame.translate
    return [
        _("No value in {year}: {regions}.").format(
            year=page.year, regions=join_list(missing, page.language)
        )
    ]


def _uncertain_note(page: StructurePage) -> list[str]:
    """How many of the figures of the year, and of the one it is set against, are not certain."""
    _ = page.frame.translate
    notes = []
    for year in (y for y in (page.year, page.since) if y is not None):
        rows = page.whole[page.whole["year"] == year]
        uncertain = int(rows["status"].isin(UNCERTAIN).sum())
        if uncertain:
            notes.append(
                _("Unconfirmed or estimated: {count} of the {all} figures of {year}.").format(
                    count=uncertain, all=len(rows), year=year
                )
            )
    return notes


def _missing(page: StructurePage, there: set[str]) -> list[str]:
    compared = choosers.regions_compared(page.frame.catalog, page.choice.level, page.choice.within)
    absent = [r.code for r in compared if r.code not in there | OUTSIDE_STATISTICS]
    return [page.names[code] for code in absent]


def _break_note(page: StructurePage) -> list[str]:
    """Why the year is not set against older ones."""
    _ = page.frame.translate
    if not page.indicator.compares_years:
        return [_("Years have different coverage; changes are not shown.")]
    earlier = [y for y in page.breaks if y <= page.year]
    if not earlier:
        return []
    last = max(earlier)
    return [
        _("Break in {year}, not set against the years before: {text}").format(
            year=last, text=page.breaks[last]
        )
    ]


def show_sources(page: StructurePage, rows: pd.DataFrame, extra: Iterable[str] = ()) -> None:
    """Under a figure, small: the publications that its figures were read from, and the release.

    rows: the figures drawn, with source_code; extra: further source codes.
    """
    _ = page.frame.translate
    titles = source_titles(page, [*rows["source_code"], *extra])
    named = titles[:2] + ([_("and {n} more").format(n=len(titles) - 2)] if len(titles) > 2 else [])
    line = _("Source: {titles}; {release}").format(
        titles=join_list(named, page.language),
        release=release_line(page.frame.release, page.language),
    )
    st.caption(plain(line))


def source_titles(page: StructurePage, codes: Iterable[str]) -> list[str]:
    """The publications behind figures, each once."""
    titles = {code: s.title for code, s in page.frame.catalog.sources.items()}
    cells = dict.fromkeys(codes)
    return list(dict.fromkeys(t for cell in cells for t in cited(cell, titles).split(";")))


def show_table(
    page: StructurePage,
    key: str,
    label: str,
    build: Callable[[], pd.DataFrame],
    rows: pd.DataFrame,
    note: str = "",
) -> None:
    """The table behind a figure with its downloads; rows: the figures that it was made from."""

    def facts() -> TableFacts:
        _ = page.frame.translate
        lines = (
            (_("Indicator"), page.shown),
            (_("Method"), note),
            (_("Release"), release_line(page.frame.release, page.language)),
            (_("Sources"), ";".join(source_titles(page, rows["source_code"]))),
        )
        return TableFacts(label, tuple(pair for pair in lines if pair[1]))

    offer_table(
        page.frame, key, label, build, facts, name=f"{key}_{page.indicator.code}_{page.year}"
    )
