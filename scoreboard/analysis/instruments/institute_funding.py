"""Who pays for an industry technology institute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoreboard.analysis.instruments.shares import PartyShare, split_amount

PARTIES = ("government", "firms", "universities")


@dataclass(frozen=True)
class InstituteFunding:
    """parts: what each pays, in 万元. levered: money of others for each yuan of the government.

    levered is none when the government pays nothing.
    """

    parts: tuple[PartyShare, ...]
    levered: float | None


def fund_institute(values: Mapping[str, float]) -> InstituteFunding:
    """What government, lead firms and universities pay for an institute.

    values: total, government, firms, universities (%). Raises ValueError unless the shares sum
    to 100.
    """
    parts = split_amount(values["total"], {party: values[party] for party in PARTIES})
    public = values["government"]
    return InstituteFunding(parts, (100 - public) / public if public else None)
