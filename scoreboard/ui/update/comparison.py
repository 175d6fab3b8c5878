"""What publishing a file would change."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from etl.api import CheckReport, ReleaseComparison, Stopped, apply_changes, compare_file
from scoreboard.analysis.views import VIEWS
from scoreboard.answers.indicator_choice import IndicatorChoice
from scoreboard.answers.overview.picture import take_picture
from scoreboard.answers.overview.words import headline_of
from scoreboard.catalog import NATION, Level
from scoreboard.charts.update import draw_old_and_new
from scoreboard.language.numbers import value_format
from scoreboard.ui import cached
from scoreboard.ui.figure import show_figure
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import ROWS_SHOWN, say_first, show_cells
from scoreboard.ui.update.page import COMPARED

HEADLINES = 3


def show_comparison(frame: Frame, report: CheckReport) -> ReleaseComparison:
    """What publishing would change: counts, headlines, a picture and the changes, biggest first."""
    _ = frame.translate
    comparison = _compare(frame, report)
    with st.container(horizontal=True):
        for label, number in (
            (_("Added"), comparison.added),
            (_("Changed"), comparison.changed),
            (_("Withdrawn"), comparison.withdrawn),
            (_("Unchanged"), comparison.unchanged),
            (_("Derived figures"), comparison.derived),
        ):
            st.metric(label, f"{number:,}", width=120)
    if comparison.of_lower_grade:
        sentence = _(
            "Of these, changed on a source of a lower grade: {n} (column “Source grade”)."
        ).format(n=f"{comparison.of_lower_grade:,}")
        st.markdown(f":material/trending_down: {plain(sentence)}")
    for code in comparison.affected[:HEADLINES]:
        _show_headlines(frame, comparison, code)
    _show_picture(frame, comparison)
    if not comparison.changes.empty:
        show_cells(
            _change_table(frame, comparison.changes.head(ROWS_SHOWN)),
            hide_index=True,
            key="update_changes",
            placeholder="—",
        )
        say_first(frame, len(comparison.changes))
    _show_ranks(frame, comparison)
    return comparison


def _compare(frame: Frame, report: CheckReport) -> ReleaseComparison:
    """The comparison of a report; a new reason for a warning does not make it anew."""
    known = st.session_state.get(COMPARED)
    if isinstance(known, ReleaseComparison) and known.report.rows is report.rows:
        comparison = replace(known, report=report)
    else:
        comparison = _compare_anew(frame, report)
    st.session_state[COMPARED] = comparison
    return comparison


def _compare_anew(frame: Frame, report: CheckReport) -> ReleaseComparison:
    """The comparison, worked out in a process of its own; a sentence and no more when it is not."""
    _ = frame.translate
    with st.spinner(_("Comparing with the release in force")):
        place = st.empty()

        def watch(_is_waiting: bool) -> None:
            place.empty()  # where Streamlit can stop the script when the page is closed

        try:
            return compare_file(report, watch=watch)
        except Stopped as stopped:
            st.error(plain(stopped.reason[frame.language]))
    st.stop()


def _show_ranks(frame: Frame, comparison: ReleaseComparison) -> None:
    """Regions whose rank changes, the longest way first: also those whose own figure stays."""
    _ = frame.translate
    moved = comparison.ranks.dropna(subset=["rank_before", "rank_after"])
    ranked = {c for c, i in frame.catalog.indicators.items() if i.is_ranked}
    moved = moved[moved["indicator_code"].isin(ranked)]
    moved = moved.assign(places=moved["rank_before"] - moved["rank_after"])
    moved = moved.sort_values("places", key=abs, ascending=False, kind="stable")
    if moved.empty:
        return
    label = _("Changes of rank: {n}").format(n=len(moved))
    number, moved = len(moved), moved.head(ROWS_SHOWN)
    with st.expander(label, icon=":material/swap_vert:"):
        show_cells(
            pd.DataFrame(
                {
                    _("Region"): frame.region_names(moved["region_code"]),
                    _("Indicator"): frame.indicator_names(moved["indicator_code"]),
                    _("Year"): moved["year"].astype(str),
                    _("Old rank"): moved["rank_before"],
                    _("Rank after"): moved["rank_after"],
                    _("Places up"): moved["places"],
                }
            ),
            hide_index=True,
            key="update_ranks",
        )
        say_first(frame, number)


def _show_headlines(frame: Frame, comparison: ReleaseComparison, code: str) -> None:
    """The overview's sentence of an indicator before and after, in the newest year that changes."""
    _ = frame.translate
    level: Level = "province"
    before = cached.observations(frame.release.key, code, level, None)
    changes = comparison.changes[comparison.changes["indicator_code"] == code]
    after = apply_changes(before.assign(indicator_code=code), changes)
    regions = frame.catalog.regions
    after = after[[regions[c].level == level or c == NATION for c in after["region_code"]]]
    year = int(changes["year"].max())
    if after.empty or not (after["year"] == year).any():
        return
    choice = IndicatorChoice(level, None, code, year, VIEWS[0], "quantile", ())
    new = headline_of(take_picture(frame.release, choice, frame.language, after))
    old = (
        headline_of(take_picture(frame.release, choice, frame.language, before))
        if (before["year"] == year).any()
        else _("no figures of {year} so far").format(year=year)
    )
    colon = "：" if frame.language == "zh" else ": "
    if old == new:
        st.markdown(plain(_("Unchanged") + colon + new))
        return
    before_it, after_it = _("Before") + colon + old, _("After") + colon + new
    st.markdown(f"{plain(before_it)}  \n**{plain(after_it)}**")


def _show_picture(frame: Frame, comparison: ReleaseComparison) -> None:
    """Old against new for the indicator with the most changed figures."""
    _ = frame.translate
    changes = comparison.changes
    # Without those whose source or status alone changes: they all lie on the line.
    changed = changes[(changes["action"] == "changed") & (changes["difference"] != 0)]
    if changed.empty:
        return
    code = str(changed["indicator_code"].value_counts().idxmax())
    rows = changed[changed["indicator_code"] == code]
    catalog, indicator = frame.catalog, frame.catalog.indicators[code]
    named = rows.assign(name=frame.region_names(rows["region_code"]))
    largest = float(rows[["value_before", "value_after"]].abs().max().max())
    measure = value_format(
        indicator, catalog.unit_of(code), catalog.base_unit_of(code), largest, frame.language
    )
    name = indicator.name[frame.language]
    title = _("{indicator}: old against new").format(indicator=name)
    st.markdown(f"**{plain(title)}**  \n:small[{plain(measure.unit)}]")
    show_figure("old_and_new", draw_old_and_new(named, measure), title)


def _change_table(frame: Frame, changes: pd.DataFrame) -> pd.DataFrame:
    _ = frame.translate
    language, catalog = frame.language, frame.catalog
    words = {"added": _("Added"), "changed": _("Changed"), "withdrawn": _("Withdrawn")}
    ranked = {code for code, i in catalog.indicators.items() if i.is_ranked}
    is_ranked = changes["indicator_code"].isin(ranked)
    table = pd.DataFrame(
        {
            _("Change"): changes["action"].map(words),
            _("Region"): frame.region_names(changes["region_code"]),
            _("Indicator"): frame.indicator_names(changes["indicator_code"]),
            _("Unit"): [catalog.unit_of(c).name[language] for c in changes["indicator_code"]],
            _("Year"): changes["year"].astype(str),
            _last_year(frame, changes): changes["value_last_year"],
            _("Before"): changes["value_before"],
            _("After"): changes["value_after"],
            _("Also changes"): also_changed(frame, changes),
            _("Source grade"): _grades(changes),
            _("Difference"): changes["difference"],
            _("Difference, %"): changes["difference_pct"].round(2),
            _("Old rank"): changes["rank_before"].where(is_ranked),
            _("Rank after"): changes["rank_after"].where(is_ranked),
        }
    )
    empty = [c for c in (_("Also changes"), _("Source grade")) if not table[c].any()]
    table = table.drop(columns=empty)
    # Where every figure is new there is nothing before it to set beside.
    return table.dropna(axis="columns", how="all")


def _last_year(frame: Frame, changes: pd.DataFrame) -> str:
    """The heading of last year's values, with the year where it is one."""
    _ = frame.translate
    years = changes["year"].unique()
    if len(years) != 1:
        return _("Last year")
    return _("Last year ({year})").format(year=years[0] - 1)


def _grades(changes: pd.DataFrame) -> pd.Series:
    """The grades of the old and the new source where the new one is lower, empty elsewhere."""
    return (changes["grade_before"] + " → " + changes["grade_after"]).fillna("")


def also_changed(frame: Frame, changes: pd.DataFrame) -> list[str]:
    """What changes besides the value: status, source, note; empty for what is added or gone.

    changes: one row a figure with action, and status, source, note each _before and _after.
    """
    _ = frame.translate
    words = {"status": _("Status"), "source": _("Source"), "note": _("Note")}
    both = changes["action"] == "changed"
    parts = [
        (both & (changes[f"{name}_before"] != changes[f"{name}_after"])).map(
            {True: word, False: ""}
        )
        for name, word in words.items()
    ]
    joint = "、" if frame.language == "zh" else ", "
    return [joint.join(filter(None, found)) for found in zip(*parts, strict=True)]
