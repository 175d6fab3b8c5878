"""One region: what the profile page is made from, its answer in words, figures and tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import pandas as pd
import streamlit as st

from scoreboard.analysis.peers import find_peers
from scoreboard.analysis.profile import (
    Marks,
    compared_codes,
    largest_moves,
    mark_strengths,
    newest_own,
    recent_codes,
)
from scoreboard.analysis.summary import WHOLE_FIELD, Standing
from scoreboard.catalog import NATION, OUTSIDE_STATISTICS, Indicator, Language, Level, Region
from scoreboard.reports.tables import TableFacts, cited
from scoreboard.store.folder import ReleaseKey
from scoreboard.text.numbers import change_measure, measure_for
from scoreboard.text.profile import (
    Summary,
    change_text,
    coverage_of_region,
    figure_text,
    is_place,
    marked_line,
    moved_line,
    newest_figure_sentence,
    rank_text,
    summary_sentence,
)
from scoreboard.text.sentences import short_status, standing_sentence, status_word
from scoreboard.ui import cached, cached_profile, choices
from scoreboard.ui.choosers import (
    DEFAULT_INDICATOR,
    choose_region,
    read_region,
    regions_compared,
)
from scoreboard.ui.frame import Frame, release_line
from scoreboard.ui.indicator_page import join_names
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table

FEWEST_PEERS, MOST_PEERS, PEERS = 3, 10, 5
MOVES = 6
# Cities publish little: a place is shown from this many of them on, with the number beside it.
_FEWEST_CITIES = 10
_MOST_CARDS = 6


@dataclass(frozen=True, eq=False)
class ProfilePage:
    """One region with its peers and its figures in every indicator.

    rows: the region's own rows beside the yardsticks, see compare_region. peers: region_code,
    distance, nearest first. k: how many were asked for; near: whether the same province counts.
    """

    frame: Frame
    region: Region
    k: int
    near: bool
    peers: pd.DataFrame
    placed: pd.DataFrame
    rows: pd.DataFrame

    @property
    def language(self) -> Language:
        """The language that the page is written in."""
        return self.frame.language

    @property
    def level(self) -> Level:
        """The level of the region and of those it is compared with."""
        return self.region.level

    @property
    def name(self) -> str:
        """The region's short name."""
        return self.region.short_name[self.language]

    @property
    def release_key(self) -> ReleaseKey:
        """The release that all figures are from."""
        return self.frame.release.key

    @property
    def peer_codes(self) -> list[str]:
        """The peers, nearest first."""
        return self.peers["region_code"].tolist()

    @property
    def panel(self) -> pd.DataFrame:
        """Every figure of the level and of the nation."""
        return cached.panel(self.release_key, self.level)

    @property
    def years(self) -> dict[str, int]:
        """The year that each indicator is compared in."""
        return cached_profile.years(self.release_key, self.level)

    @cached_property
    def newest(self) -> pd.DataFrame:
        """The region's newest figure in each indicator, whatever the year."""
        return newest_own(self.panel, self.region.code)

    @cached_property
    def expected(self) -> int:
        """How many regions the statistics of the level cover."""
        regions = regions_compared(self.frame.catalog, self.level, None)
        return sum(r.code not in OUTSIDE_STATISTICS for r in regions)

    @cached_property
    def rule_codes(self) -> list[str]:
        """The indicators that strengths and weaknesses are looked for in."""
        codes = compared_codes(self.placed, self.frame.catalog, self.expected)
        return recent_codes(self.years, codes)

    @cached_property
    def position_codes(self) -> list[str]:
        """The indicators drawn: those of the rule; for cities all that enough of them publish."""
        if self.level == "province":
            return self.rule_codes
        wanted = compared_codes(self.placed, self.frame.catalog, 2 * _FEWEST_CITIES)
        known = set(self.rows.loc[self.rows["percentile"].notna(), "indicator_code"])
        return [code for code in wanted if code in known]

    @cached_property
    def marks(self) -> Marks:
        """The region's strengths and weaknesses by the published rule."""
        return mark_strengths(self.rows, self.rule_codes)

    def row(self, code: str) -> pd.Series | None:
        """The region's row in an indicator's year of comparison; none without a figure."""
        found = self.rows[self.rows["indicator_code"] == code]
        return None if found.empty else found.iloc[0]

    def indicator(self, code: str) -> Indicator:
        """An indicator of the catalog."""
        return self.frame.catalog.indicators[code]


def prepare(frame: Frame) -> ProfilePage:
    """The page's region and figures as the URL has them."""
    region = read_region(frame)
    allowed = [str(n) for n in range(FEWEST_PEERS, MOST_PEERS + 1)]
    k = int(choices.read_one("peers", allowed, str(PEERS)))
    near = choices.read_one("near", ("in", "out"), "in") == "in"
    release, level = frame.release.key, region.level
    excluded = () if near or level == "province" else _same_province(frame, region)
    peers = find_peers(cached.peer_distances(release, level), region.code, k, excluded)
    return ProfilePage(
        frame=frame,
        region=region,
        k=k,
        near=near,
        peers=peers,
        placed=cached_profile.placed(release, level),
        rows=cached_profile.compared(release, level, region.code, tuple(peers["region_code"])),
    )


def _same_province(frame: Frame, region: Region) -> list[str]:
    return [r.code for r in frame.catalog.children(region.parent_code, region.level)]


def show_choosers(page: ProfilePage) -> None:
    """The region, how many peers, and for cities whether those of its province count."""
    _ = page.frame.translate
    left, right = st.columns([4, 6], vertical_alignment="bottom")
    with left:
        choose_region(page.frame, page.region.code)
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Number of peers"),
            [str(n) for n in range(FEWEST_PEERS, MOST_PEERS + 1)],
            width=120,
            **choices.bind("peers", str(page.k), str(PEERS)),
        )
        if page.level == "city":
            labels = {"in": _("included"), "out": _("left out")}
            st.segmented_control(
                _("Cities of the same province"),
                list(labels),
                format_func=labels.__getitem__,
                **choices.bind("near", "in" if page.near else "out", "in"),
            )


def say_nothing_known(page: ProfilePage) -> None:
    """Says that the region has no figure at all, and why."""
    _ = page.frame.translate
    if page.region.code in OUTSIDE_STATISTICS:
        sentence = _("{name}: not covered by the statistics of the mainland; there are no figures.")
    else:
        sentence = _("{name}: there are no figures in this release.")
    st.info(plain(sentence.format(name=page.name)))


def show_headline(page: ProfilePage) -> None:
    """The answer first: where the region stands, in words with numbers."""
    first, second = headline_of(page)
    st.subheader(plain(first), anchor=False)
    if second:
        st.markdown(plain(second))
    notes = _coverage_notes(page, said=first)
    if notes:
        st.caption(plain(("" if page.language == "zh" else " ").join(notes)))


def headline_of(page: ProfilePage) -> tuple[str, str]:
    """The page in two sentences: the R&D intensity, then all compared indicators together."""
    sentences = [s for s in (_lead_sentence(page), _summary(page)) if s] or [_coverage(page)]
    return sentences[0], sentences[1] if len(sentences) > 1 else ""


def _lead_sentence(page: ProfilePage) -> str:
    row = page.row(DEFAULT_INDICATOR)
    if row is None or not _is_wide(page, row):
        newest = page.newest[page.newest["indicator_code"] == DEFAULT_INDICATOR]
        if newest.empty:
            return ""
        return newest_figure_sentence(page.frame.catalog, newest.iloc[0], page.name, page.language)
    indicator = page.indicator(DEFAULT_INDICATOR)
    unit, base = (
        page.frame.catalog.unit_of(indicator.code),
        page.frame.catalog.base_unit_of(indicator.code),
    )
    standing = Standing(
        region_code=page.region.code,
        value=float(row["value"]),
        status=str(row["status"]),
        rank=int(row["rank"]),
        regions=int(row["regions"]),
        value_before=_number(row["value_before"]),
        rank_before=None if pd.isna(row["rank_before"]) else int(row["rank_before"]),
        nation=_number(row["nation"]),
        share_of_nation_pct=None,
    )
    return standing_sentence(
        standing,
        page.name,
        indicator.name[page.language],
        int(row["year"]),
        page.level,
        measure_for(indicator, unit, base, standing.value, page.language),
        change_measure(unit.change, indicator.decimals, page.language),
    )


def _summary(page: ProfilePage) -> str:
    """What all compared indicators say together; empty when there are too few."""
    rows = page.rows[page.rows["indicator_code"].isin(page.rule_codes)]
    if not page.marks.is_covered:
        return ""
    against = rows["better_than_peers"].dropna().astype(bool)
    order = rows.sort_values(["percentile", "indicator_code"], ascending=[False, True])
    best, worst = order.iloc[0], order.iloc[-1]
    summary = Summary(
        against_peers=len(against),
        better_than_peers=int(against.sum()),
        best=_extreme(page, rows, best),
        worst=_extreme(page, rows, worst),
    )
    return summary_sentence(summary, page.level, page.expected, page.language)


def _extreme(page: ProfilePage, rows: pd.DataFrame, row: pd.Series) -> tuple[str, int, int]:
    name = page.indicator(str(row["indicator_code"])).name[page.language]
    return name, int(row["rank"]), int((rows["rank"] == row["rank"]).sum())


def _coverage(page: ProfilePage) -> str:
    regions = page.panel[page.panel["region_code"] != NATION]
    return coverage_of_region(
        page.name, len(page.newest), regions["indicator_code"].nunique(), page.language
    )


def _coverage_notes(page: ProfilePage, said: str) -> list[str]:
    """How much is known, unless that is said already, and which years are spoken of."""
    _ = page.frame.translate
    notes = [note for note in [_coverage(page)] if note != said]
    if page.position_codes:
        years = sorted({page.years[c] for c in page.position_codes})
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        notes.append(
            _("Each indicator is compared in its newest widely published year ({span}).").format(
                span=span
            )
        )
    return notes


def show_key_figures(page: ProfilePage) -> None:
    """Up to six figures with change, rank and the last years as a small line."""
    _ = page.frame.translate
    with st.container(horizontal=True, key="profile_figures", gap="xsmall"):
        for code, label in _card_codes(page)[:_MOST_CARDS]:
            row = page.row(code)
            shown = page.newest[page.newest["indicator_code"] == code].iloc[0]
            if row is not None:
                shown = row
            st.metric(
                plain(f"{label} {int(shown['year'])}"),
                figure_text(page.frame.catalog, code, float(shown["value"]), page.language),
                _card_change(page, code, row),
                delta_color="off",
                delta_arrow="off",
                delta_description=_card_note(page, code, shown) or None,
                width=164,
            )


def _card_change(page: ProfilePage, code: str, row: pd.Series | None) -> str | None:
    """The change on the year; none for places, whose rise would look like a gain."""
    if row is None or pd.isna(row["change"]) or is_place(page.frame.catalog, code):
        return None
    return change_text(page.frame.catalog, code, float(row["change"]), page.language)


def _card_note(page: ProfilePage, code: str, row: pd.Series) -> str:
    """What is uncertain about the figure, else its place where enough regions have published."""
    status = short_status(str(row["status"]), page.language)
    rank = row.get("rank", float("nan"))
    if status or pd.isna(rank) or is_place(page.frame.catalog, code) or not _is_wide(page, row):
        return status
    return rank_text(float(rank), page.language)


def _is_wide(page: ProfilePage, row: pd.Series) -> bool:
    """Whether enough regions have published for a place to mean something by itself."""
    return bool(row["regions"] >= WHOLE_FIELD * page.expected)


def _card_codes(page: ProfilePage) -> list[tuple[str, str]]:
    """The key figures of the dashboard first, then size; only those the region has."""
    known = set(page.newest["indicator_code"])
    named = [(f.indicator, f.name[page.language]) for f in page.frame.catalog.key_figures]
    more = ["gdp", "population", "talent_attraction_rank", "invention_patents_per_10k"]
    named += [(code, page.indicator(code).name[page.language]) for code in more]
    return [(code, name) for code, name in named if code in known]


def show_strengths(page: ProfilePage) -> None:
    """Strengths, weaknesses and what moved most, as three short lists."""
    _ = page.frame.translate
    marks = page.marks
    if not marks.is_covered:
        heading = _("Strengths and weaknesses")
        st.markdown(f"**{plain(heading)}**")
        st.caption(plain(_too_little(page)))
        return
    by_code = page.rows.set_index("indicator_code", drop=False)
    write = partial(marked_line, page.frame.catalog, language=page.language)
    first, second, third = st.columns(3, gap="medium")
    with first:
        _list(_("Strengths"), [write(by_code.loc[c]) for c in marks.strengths], _("none"))
    with second:
        _list(_("Weaknesses"), [write(by_code.loc[c]) for c in marks.weaknesses], _("none"))
    with third:
        moves = largest_moves(page.rows, page.rule_codes, MOVES)
        _list(
            _("What moved most against the other regions since the year before"),
            [moved_line(page.frame.catalog, moves.loc[n], page.language) for n in moves.index],
            _("nothing that can be compared"),
        )
    st.caption(
        plain(
            _(
                "Strengths and weaknesses: the ten best and ten worst percentile ranks of the "
                "region itself, in the better and the worse half of the regions; places 1 to 3 "
                "always (rule of the Global Innovation Index). Amounts are left out: they tell "
                "large regions from small."
            )
        )
    )


def _too_little(page: ProfilePage) -> str:
    _ = page.frame.translate
    if not page.marks.compared:
        return _(
            "Not named: no indicator has figures for half of the regions of this level, so that "
            "places would only compare those that happen to publish."
        )
    return _(
        "Not named: {present} of the {compared} indicators compared at this level have a figure "
        "here; the rule asks for two thirds and at least 20."
    ).format(present=page.marks.present, compared=page.marks.compared)


def _list(heading: str, lines: list[str], nothing: str) -> None:
    st.markdown(f"**{plain(heading)}**")
    st.markdown("\n".join(f"- :small[{plain(line)}]" for line in lines) or plain(nothing))


def show_table(page: ProfilePage) -> None:
    """Every figure of the region with its yardsticks, and the files."""
    _ = page.frame.translate
    offer_table(
        page.frame,
        "profile_table",
        _("All indicators: table and download"),
        partial(build_table, page),
        partial(table_facts, page),
        name=f"profile_{page.region.code}",
    )


def build_table(page: ProfilePage) -> pd.DataFrame:
    """One row an indicator that the region has a figure of, in the catalog's unit and order.

    Indicators without a figure in the year compared show the region's newest, without a rank.
    """
    _ = page.frame.translate
    catalog, language = page.frame.catalog, page.language
    compared = page.rows.set_index("indicator_code", drop=False)
    rest = page.newest[~page.newest["indicator_code"].isin(compared.index)]
    rows = pd.concat([page.rows, rest], ignore_index=True)
    order = {i.code: n for n, i in enumerate(catalog.indicators_in_order())}
    rows = rows.sort_values("indicator_code", key=lambda codes: codes.map(order))
    rows = rows.reset_index(drop=True)
    codes = rows["indicator_code"]
    titles = {code: s.title for code, s in catalog.sources.items()}
    places = [catalog.indicators[c].decimals + 2 for c in codes]

    def rounded(column: str) -> list[float | None]:
        return [
            None if pd.isna(v) else round(float(v), n)
            for v, n in zip(rows[column], places, strict=True)
        ]

    return pd.DataFrame(
        {
            _("Pillar"): [
                catalog.pillars[catalog.indicators[c].pillar].name[language] for c in codes
            ],
            _("Indicator"): page.frame.indicator_names(codes),
            _("Year"): rows["year"].astype(int),
            _("Value"): rounded("value"),
            _("Unit"): [catalog.unit_of(c).name[language] for c in codes],
            _("Rank"): rows["rank"].astype("Int64"),
            _("Regions with a figure"): rows["regions"].astype("Int64"),
            _("Rank before"): rows["rank_before"].astype("Int64"),
            _("Value before"): rounded("value_before"),
            _("Nation"): rounded("nation"),
            _("Median of the peers"): rounded("peers_median"),
            _("Best of the peers"): [
                "" if pd.isna(c) else page.frame.region_names([c])[0] for c in rows["best_peer"]
            ],
            _("Value of the best"): rounded("best_value"),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(s, titles) for s in rows["source_code"]],
            _("Code"): codes,
        }
    )


def table_facts(page: ProfilePage) -> TableFacts:
    """What goes with the table into every file."""
    _ = page.frame.translate
    peers = join_names(page.frame.region_names(page.peer_codes), page.language)
    return TableFacts(
        _("Region profile") + f": {page.name}",
        (
            (_("Region"), f"{page.name} ({page.region.code})"),
            (_("Peers"), peers or _("none")),
            (_("Release"), release_line(page.frame.release, page.language)),
        ),
    )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)
