"""Which of the three disconnections holds a region back, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from scoreboard.catalog import Disconnection
from scoreboard.diagnostics.finding import Confidence, Finding, Severity

# How much a finding weighs: how grave it is, less what its confidence takes away.
_WEIGHT: dict[Confidence, float] = {"high": 1.0, "medium": 0.75, "low": 0.4}
MARKED: Severity = 2
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


def rank_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that fire, the one to begin with first.

    By severity times confidence (high 1, medium 0.75, low 0.4), then by the mean points of the
    signs, then by the rule's code.
    """

    def weight(finding: Finding) -> tuple[float, float, str]:
        points = sum(s.points for s in finding.signs) / max(len(finding.signs), 1)
        return (-finding.severity * _WEIGHT[finding.confidence], -points, finding.rule_code)

    return tuple(sorted((f for f in findings if f.state == "fires"), key=weight))


def find_priority(findings: Iterable[Finding]) -> Finding | None:
    """The finding to begin with: the first that is at least marked; none without one."""
    return next((f for f in rank_findings(findings) if f.severity >= MARKED), None)
