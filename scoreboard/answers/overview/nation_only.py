"""The overview of an indicator that is published for the nation alone: sentence, line, table."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.views import breaks_of, change_over
from scoreboard.answers.indicator_choice import LEVELS
from scoreboard.answers.model import Part, Sentence, Table, TableFacts, figure_part
from scoreboard.answers.release import Release
from scoreboard.answers.sources import cited, cited_line, release_line
from scoreboard.catalog import NATION, Indicator, Language
from scoreboard.charts.trend import draw_trend
from scoreboard.language import in_brackets, translator
from scoreboard.language.numbers import change_format, value_format
from scoreboard.text.figures import round_column
from scoreboard.text.sentences import nation_sentence, status_word


def nation_only(
    release: Release, indicator: Indicator, language: Language
) -> dict[str, tuple[Part, ...]]:
    """The national series of an indicator that no region publishes; empty without any."""
    if any(indicator.code in release.widest(level) for level in LEVELS):
        return {}
    rows = release.observations(indicator.code, "province")
    rows = rows[rows["region_code"] == NATION]
    if rows.empty:
        return {}
    _, catalog = translator(language), release.catalog
    unit, base = catalog.unit_of(indicator.code), catalog.base_unit_of(indicator.code)
    newest = rows.iloc[-1]
    year = int(newest["year"])
    values = value_format(indicator, unit, base, rows["value"].abs().median(), language)
    growth = change_over(rows, 1, unit.change, breaks_of(indicator, rows))
    change = growth.loc[growth["year"] == year, "value"]
    name = indicator.name[language]
    sentence = nation_sentence(
        name,
        year,
        float(newest["value"]),
        None if change.empty else float(change.iloc[0]),
        values,
        change_format(unit.change, indicator.decimals, language),
    )
    drawing = draw_trend(rows.iloc[:0], rows, {}, {}, values, indicator, year, indicator.code)

    sources = cited_line(rows["source_code"], release.titles, release.info, language)
    facts = TableFacts(name, ((_("Release"), release_line(release.info, language)),))
    return {
        "opening": (
            Sentence(sentence, "headline"),
            Sentence(_("No province or city publishes this indicator."), "note"),
        ),
        "trend": (
            figure_part(
                "trend", drawing, _("Trend of {shown}").format(shown=name), name, (values.unit,)
            ),
        ),
        "source": (sources,),
        "table": (
            Table(
                key="nation_table",
                label="",
                name=f"{indicator.code}_nation",
                build=partial(_build_table, release, indicator, rows, language),
                facts=partial(TableFacts, facts.title, facts.lines),
            ),
        ),
    }


def _build_table(
    release: Release, indicator: Indicator, rows: pd.DataFrame, language: Language
) -> pd.DataFrame:
    """One row a year, the newest first."""
    _ = translator(language)
    unit = release.catalog.unit_of(indicator.code).name[language]
    table = pd.DataFrame(
        {
            _("Year"): rows["year"].astype(str),
            _("Nation") + in_brackets(unit, language): round_column(
                rows["value"], indicator.decimals + 2
            ),
            _("Status"): [status_word(s, language) for s in rows["status"]],
            _("Source"): [cited(codes, release.titles) for codes in rows["source_code"]],
        }
    )
    return table.iloc[::-1]
