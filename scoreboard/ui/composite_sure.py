"""How sure the ranks are: which assumption moves them, and what each indicator does."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from scoreboard.analysis.composite import leave_one_out
from scoreboard.analysis.composite.uncertainty import ASSUMPTIONS
from scoreboard.charts.composite import draw_shares
from scoreboard.charts.theme import CHOSEN
from scoreboard.text.composite import assumption_name, movers_sentence
from scoreboard.ui.composite_page import CompositePage
from scoreboard.ui.composite_table import method_facts
from scoreboard.ui.figure import show_figure, show_title
from scoreboard.ui.plain import plain
from scoreboard.ui.tables import offer_table, show_with_downloads


def show_assumptions(page: CompositePage) -> None:
    """Which of the assumptions moves the ranks most, of all regions and of the chosen one."""
    _, language = page.frame.translate, page.language
    sure = page.uncertainty
    whole = [sure.overall[code] for code in ASSUMPTIONS]
    own = None
    if page.is_ranked:
        at = page.codes.index(page.choice.region.code)
        mine = [float(sure.shares[code][at]) for code in ASSUMPTIONS]
        own = [*mine, _rest(mine)] if any(mine) else None
    labels = [assumption_name(code, language) for code in (*ASSUMPTIONS, "together")]
    show_title(
        _("What moves the ranks"),
        [_("share of the variance of ranks that each assumption explains alone, %")],
    )
    figure = draw_shares(
        labels, [*whole, _rest(whole)], own, (_("All regions"), page.name), CHOSEN[0], page.token
    )
    show_figure("composite_assumptions", figure, _("What moves the ranks"))
    st.markdown(plain(movers_sentence(sure.overall, language)))
    offer_table(
        page.frame,
        "composite_assumptions_table",
        _("What moves the ranks: table and download"),
        lambda: assumptions_table(page),
        lambda: method_facts(page, _("What moves the ranks")),
        name=f"composite_assumptions_{page.choice.system.code}_{page.year}",
    )


def assumptions_table(page: CompositePage) -> pd.DataFrame:
    """First all regions, then one row a region: what each assumption explains, per cent."""
    _, sure = page.frame.translate, page.uncertainty
    shares = {
        assumption_name(code, page.language): [sure.overall[code], *sure.shares[code]]
        for code in ASSUMPTIONS
    }
    return pd.DataFrame(
        {
            _("Region"): [_("All regions"), *(page.names[code] for code in page.codes)],
            **{
                f"{name} (%)": [round(100 * float(s), 1) for s in own]
                for name, own in shares.items()
            },
            _("Code"): ["", *page.codes],
        }
    )


def show_leave_one_out(page: CompositePage) -> None:
    """The chosen region's rank without each indicator, and whose rank moves most."""
    _ = page.frame.translate
    show_title(
        _("Leaving out one indicator at a time"),
        [_("its weight goes to the others in proportion"), str(page.year)],
    )
    show_with_downloads(
        page.frame,
        "composite_leave_one_out",
        leave_one_out_table(page),
        method_facts(page, _("Leaving out one indicator at a time")),
        f"composite_leave_one_out_{page.choice.system.code}_{page.year}",
    )


def leave_one_out_table(page: CompositePage) -> pd.DataFrame:
    """One row an indicator, the one whose absence moves ranks most first."""
    _ = page.frame.translate
    ranks = leave_one_out(page.found)
    moves = ranks.sub(page.found.ranked["rank"], axis=0)
    own = page.choice.region.code
    rows = []
    for code in page.found.design.indicator_codes:
        moved = moves[code]
        most = moved.abs().idxmax()
        row = {
            _("Left out"): page.frame.catalog.indicators[code].name[page.language],
            _("Weight, %"): round(float(page.found.weights[code]) * 100, 1),
        }
        if page.is_ranked:
            row[_("Rank of {name}").format(name=page.name)] = int(ranks.loc[own, code])
            row[_("Places")] = _places(-moved[own])
        row[_("Regions that move")] = int((moved != 0).sum())
        row[_("Moves most")] = f"{page.names[most]} {_places(-moved[most])}" if moved[most] else "—"
        rows.append(row | {"order": float(moved.abs().sum())})
    table = pd.DataFrame(rows).sort_values("order", ascending=False, kind="stable")
    return table.drop(columns="order").reset_index(drop=True)


def _places(gained: float) -> str:
    """Places gained or lost with their sign."""
    return "0" if gained == 0 else f"{gained:+.0f}".replace("-", "−")


def _rest(shares: list[float]) -> float:
    """What the assumptions explain only together."""
    return max(0.0, 1.0 - sum(shares))
