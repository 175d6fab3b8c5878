"""A shared pilot line against an own one: what firms save, and when that equals public money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SharedLine:
    """own_cost, price, saved: of one firm; time_value: of the months gained; amounts in 万元.

    saved_pct: of the own line. saved_a_year: by all firms, time not counted. public_money: what
    the government puts into the platform; years_to_equal: years until the firms' savings equal
    it; none when nothing is saved.
    """

    own_cost: float
    price: float
    saved: float
    saved_pct: float
    months: float
    time_value: float
    saved_a_year: float
    public_money: float
    years_to_equal: float | None


def compare_lines(values: Mapping[str, float]) -> SharedLine:
    """What a firm pays and saves at a shared line, and how that compares with public money.

    values: own_cost, ratio (own line as a multiple of the price), months, monthly_profit, firms
    (a year), platform_cost, government (%).
    """
    own = values["own_cost"]
    price = own / values["ratio"]
    saved = own - price
    public = values["platform_cost"] * values["government"] / 100
    a_year = saved * values["firms"]
    return SharedLine(
        own_cost=own,
        price=price,
        saved=saved,
        saved_pct=saved / own * 100 if own else 0.0,
        months=values["months"],
        time_value=values["months"] * values["monthly_profit"],
        saved_a_year=a_year,
        public_money=public,
        years_to_equal=public / a_year if a_year > 0 else None,
    )
