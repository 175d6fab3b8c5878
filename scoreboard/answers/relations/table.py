"""The table behind the scatter, with what goes along into its files."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.answers.model import Table, TableFacts
from scoreboard.answers.relations.scatter import Axis, Scatter
from scoreboard.answers.relations.words import beware, headline_of
from scoreboard.answers.sources import cited, release_line, titles_of
from scoreboard.language import in_brackets, translator
from scoreboard.text.figures import round_column
from scoreboard.text.sentences import status_word


def table_of(found: Scatter) -> Table:
    """All regions with both figures, and after them those with one."""
    _ = translator(found.language)
    return Table(
        key="relations_table",
        label=_("Table and download"),
        name=f"{found.y.indicator.code}_{found.x.indicator.code}_{found.year}",
        build=partial(_build, found),
        facts=partial(_facts, found),
        columns={_("Region"): "pinned"},
    )


def _build(found: Scatter) -> pd.DataFrame:
    """One row a region, the highest on the vertical axis first; what is missing stays empty."""
    _, language = translator(found.language), found.language
    rows = found.rows.assign(fitted=found.fitted())
    rows = rows.sort_values("value_y", ascending=False, kind="stable")
    rows = pd.concat([rows, found.single], ignore_index=True)
    columns: dict[str, object] = {_("Region"): [found.names[c] for c in rows["region_code"]]}
    for side, axis in (("y", found.y), ("x", found.x)):
        columns |= _columns_of(found, axis, rows, side)
    if found.line is not None:
        name = _("Height of the line") + in_brackets(_unit(found, found.y), language)
        columns[name] = round_column(rows["fitted"], found.y.indicator.decimals + 2)
    columns[_("Code")] = rows["region_code"]
    return pd.DataFrame(columns)


def _columns_of(found: Scatter, axis: Axis, rows: pd.DataFrame, side: str) -> dict[str, object]:
    """An indicator's figure with year, status, source and note."""
    _, language = translator(found.language), found.language
    name = axis.indicator.name[language]
    has = rows[f"value_{side}"].notna()
    texts = {
        _("Year"): rows[f"year_{side}"].astype("Int64").astype(str).where(has, ""),
        _("Status"): [status_word(s, language) for s in rows[f"status_{side}"].fillna("")],
        _("Source"): [
            cited(codes, found.release.titles) if codes else ""
            for codes in rows[f"source_code_{side}"].fillna("")
        ],
        _("Note"): rows[f"note_{side}"].fillna(""),
    }
    value = name + in_brackets(_unit(found, axis), language)
    return {
        value: round_column(rows[f"value_{side}"], axis.indicator.decimals + 2),
        **{f"{label}{in_brackets(name, language)}": cells for label, cells in texts.items()},
    }


def _unit(found: Scatter, axis: Axis) -> str:
    return found.release.catalog.unit_of(axis.indicator.code).name[found.language]


def _facts(found: Scatter) -> TableFacts:
    """What goes with the table into every file."""
    _, language = translator(found.language), found.language
    lines = [(_("Indicator"), axis.indicator.name[language]) for axis in (found.y, found.x)]
    lines += [
        (_("Result"), headline_of(found)),
        (_("Caveats"), " ".join(sentence.text for sentence in beware(found))),
        (_("Release"), release_line(found.release.info, language)),
        (_("Sources"), ";".join(titles_of(found.sources, found.release.titles))),
    ]
    return TableFacts(lines[0][1], tuple(lines))
