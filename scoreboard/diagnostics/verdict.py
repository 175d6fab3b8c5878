"""Which of the three disconnections holds a region back, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from scoreboard.catalog import Disconnection
from scoreboard.diagnostics.finding import Confidence, Finding, Severity

_CONFIDENCE: tuple[Confidence, ...] = get_args(Confidence)


@dataclass(frozen=True)
class DisconnectionStanding:
    """What the rules of one disconnection say together.

    severity: of the gravest that fires, 0 when none does. confidence: the best among the gravest
    that fire (one sure finding is enough), else the best of those that were looked at; none when
    nothing could be. fires: gravest first. looked_at: rules with an answer; missing: without.
    """

    disconnection: Disconnection
    severity: Severity
    confidence: Confidence | None
    fires: tuple[Finding, ...]
    borderline: tuple[Finding, ...]
    looked_at: int
    missing: int


def weigh_disconnections(findings: Iterable[Finding]) -> tuple[DisconnectionStanding, ...]:
    """The three disconnections, the one that holds the region back most first.

    In order of the gravest finding, of the share of rules that fire among those with an answer,
    of how many are on the line, then as the founding paper lists them.
    """
    known = list(findings)
    standings = [
        _stand(name, [f for f in known if f.disconnection == name])
        for name in get_args(Disconnection)
    ]
    return tuple(
        sorted(
            standings,
            key=lambda s: (
                -s.severity,
                -len(s.fires) / max(s.looked_at, 1),
                -len(s.borderline) / max(s.looked_at, 1),
            ),
        )
    )


def _stand(name: Disconnection, findings: list[Finding]) -> DisconnectionStanding:
    fires = [f for f in findings if f.state == "fires"]
    fires.sort(key=lambda f: (-f.severity, _CONFIDENCE.index(f.confidence), f.rule_code))
    answered = [f for f in findings if f.state != "missing"]
    severity = fires[0].severity if fires else 0
    deciding = [f for f in fires if f.severity == severity] or answered
    return DisconnectionStanding(
        disconnection=name,
        severity=severity,
        confidence=min((f.confidence for f in deciding), key=_CONFIDENCE.index, default=None),
        fires=tuple(fires),
        borderline=tuple(f for f in findings if f.state == "borderline"),
        looked_at=len(answered),
        missing=len(findings) - len(answered),
    )
