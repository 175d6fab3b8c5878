"""How sure the ranks are: which assumption moves them, and what each indicator does."""

from __future__ import annotations

from functools import partial

import pandas as pd

from scoreboard.analysis.composite import leave_one_group_out, leave_one_out
from scoreboard.analysis.composite.uncertainty import ASSUMPTIONS
from scoreboard.answers.composite.drawing import draw_shares
from scoreboard.answers.composite.evaluated import Evaluated
from scoreboard.answers.composite.words import assumption_name, movers_sentence
from scoreboard.answers.model import Part, Sentence, Table, figure_part
from scoreboard.charts.theme import CHOSEN
from scoreboard.language import translator


def assumptions_of(found: Evaluated) -> tuple[Part, ...]:
    """Which of the assumptions moves the ranks most, of all regions and of the chosen one."""
    _, language = translator(found.language), found.language
    sure = found.sure
    whole = [sure.overall[code] for code in ASSUMPTIONS]
    own = None
    if found.is_ranked:
        at = found.codes.index(found.choice.region_code)
        mine = [float(sure.shares[code][at]) for code in ASSUMPTIONS]
        own = [*mine, _rest(mine)] if any(mine) else None
    labels = [assumption_name(code, language) for code in (*ASSUMPTIONS, "together")]
    title = _("What moves the ranks")
    figure = draw_shares(
        labels,
        [*whole, _rest(whole)],
        own,
        (_("All regions"), found.name),
        CHOSEN[0],
        found.token,
    )
    note = _("share of the variance of ranks that each assumption explains alone, %")
    return (
        figure_part("composite_assumptions", figure, title, title, (note,)),
        Sentence(movers_sentence(sure.overall, language)),
        Table(
            key="composite_assumptions_table",
            label=_("What moves the ranks: table and download"),
            name=f"composite_assumptions_{found.system.code}_{found.year}",
            build=partial(_assumptions_table, found),
            facts=partial(found.facts, title),
        ),
    )


def _assumptions_table(found: Evaluated) -> pd.DataFrame:
    """First all regions, then one row a region: what each assumption explains, per cent."""
    _, sure = translator(found.language), found.sure
    shares = {
        f"{assumption_name(code, found.language)} (%)": [
            round(100 * float(share), 1) for share in (sure.overall[code], *sure.shares[code])
        ]
        for code in ASSUMPTIONS
    }
    names = [_("All regions"), *(found.names[code] for code in found.codes)]
    return pd.DataFrame({_("Region"): names, **shares, _("Code"): ["", *found.codes]})


def left_out_of(found: Evaluated) -> tuple[Part, ...]:
    """The chosen region's rank without each indicator and each group, and whose rank moves most."""
    _, language, composite = translator(found.language), found.language, found.composite
    codes = composite.weights.index
    indicators = dict(zip(codes, found.indicator_names(codes), strict=True))
    groups = {group.code: group.name[language] for group in found.system.groups}
    of_groups = composite.weights.groupby(list(composite.design.pillar_codes)).sum()
    tables = {
        (_("Leaving out one indicator at a time"), "composite_leave_one_out"): _left_out(
            found, leave_one_out(composite), indicators, composite.weights
        ),
        (_("Leaving out one group at a time"), "composite_leave_one_group_out"): _left_out(
            found, leave_one_group_out(composite), groups, of_groups
        ),
    }
    note = " · ".join([_("its weight goes to the others in proportion"), str(found.year)])
    return tuple(
        part
        for (title, key), table in tables.items()
        for part in (
            Sentence(title, "title"),
            Sentence(note, "note"),
            Table(
                key=key,
                label="",
                name=f"{key}_{found.system.code}_{found.year}",
                build=table.copy,
                facts=partial(found.facts, title),
                columns={_("Places"): "right"} if _("Places") in table else {},
            ),
        )
    )


def _left_out(
    found: Evaluated, ranks: pd.DataFrame, names: dict[str, str], weights: pd.Series
) -> pd.DataFrame:
    """One row for each thing left out, the one whose absence moves ranks most first.

    ranks: of the ranked regions, one column for each thing left out.
    """
    _ = translator(found.language)
    moves = ranks.sub(found.composite.ranked["rank"], axis=0)
    own = found.choice.region_code
    rows = []
    for code in ranks.columns:
        moved = moves[code].dropna()
        most = moved.abs().idxmax()
        row = {
            _("Left out"): names[code],
            _("Weight, %"): round(float(weights[code]) * 100, 1),
        }
        if found.is_ranked:
            # Without what is left out a region may have no figure at all.
            has_rank = own in moved.index
            row[_("Rank of {name}").format(name=found.name)] = (
                int(ranks.loc[own, code]) if has_rank else pd.NA
            )
            row[_("Places")] = _places(-moved[own]) if has_rank else "—"
        row[_("Regions that move")] = int((moved != 0).sum())
        row[_("Moves most")] = (
            f"{found.names[most]} {_places(-moved[most])}" if moved[most] else "—"
        )
        rows.append(row | {"order": float(moved.abs().sum())})
    if not rows:
        return pd.DataFrame(columns=[_("Left out"), _("Weight, %"), _("Moves most")])
    table = pd.DataFrame(rows).sort_values("order", ascending=False, kind="stable")
    if found.is_ranked:
        rank = _("Rank of {name}").format(name=found.name)
        table[rank] = table[rank].astype("Int64")
    return table.drop(columns="order").reset_index(drop=True)


def _places(gained: float) -> str:
    """Places gained or lost with their sign."""
    return "0" if gained == 0 else f"{gained:+.0f}".replace("-", "−")


def _rest(shares: list[float]) -> float:
    """What the assumptions explain only together."""
    return max(0.0, 1.0 - sum(shares))
