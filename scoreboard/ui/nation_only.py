"""The overview of an indicator that is published for the nation alone: sentence, line, table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.snapshot import breaks_of
from scoreboard.analysis.views import change_over
from scoreboard.catalog import NATION, Indicator, Level
from scoreboard.charts.trend import draw_trend
from scoreboard.reports.tables import cited
from scoreboard.text.numbers import change_measure, measure_for
from scoreboard.text.sentences import nation_sentence, status_word
from scoreboard.ui import cached
from scoreboard.ui.figure import show_figure
from scoreboard.ui.frame import Frame
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import show_cells


def show_nation_only(frame: Frame, indicator: Indicator) -> bool:
    """The nation's figures of an indicator that no region publishes; says whether there are any."""
    release = frame.release.key
    levels: tuple[Level, ...] = ("province", "city")
    if any(indicator.code in cached.widest(release, level) for level in levels):
        return False
    rows = cached.observations(release, indicator.code, "province", None)
    rows = rows[rows["region_code"] == NATION]
    if rows.empty:
        return False
    catalog, language, _ = frame.catalog, frame.language, frame.translate
    unit, base = catalog.unit_of(indicator.code), catalog.base_unit_of(indicator.code)
    newest = rows.iloc[-1]
    measure = measure_for(indicator, unit, base, rows["value"].abs().max(), language)
    growth = change_over(rows, 1, unit.change, breaks_of(indicator, rows))
    change = growth.loc[growth["year"] == newest["year"], "value"]
    name = indicator.name[language]
    sentence = nation_sentence(
        name,
        int(newest["year"]),
        float(newest["value"]),
        None if change.empty else float(change.iloc[0]),
        measure,
        change_measure(unit.change, indicator.decimals, language),
    )
    st.subheader(plain(sentence), anchor=False)
    st.caption(plain(_("No province or city publishes this indicator.")))
    figure = draw_trend(
        rows.iloc[:0], rows, {}, {}, measure, indicator, int(newest["year"]), indicator.code
    )
    st.markdown(f"**{plain(name)}**  \n:small[{plain(measure.unit)}]")
    show_figure("trend", figure, _("Trend of {shown}").format(shown=name))
    titles = {code: s.title for code, s in catalog.sources.items()}
    table = pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            f"{_('Nation')} ({unit.name[language]})": rows["value"].round(indicator.decimals + 2),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(codes, titles) for codes in rows["source_code"]],
        }
    )
    show_cells(table.iloc[::-1], hide_index=True, key="nation_table", placeholder="—")
    return True
