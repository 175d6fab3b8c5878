"""What a rule says of a region, as data: state, severity, confidence, sentence and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.catalog import Chain, Text

# fires: the problem is there; borderline: the signs are close to the line or do not agree;
# silent: looked at and not found; missing: it cannot be told from what is published.
State = Literal["fires", "borderline", "silent", "missing"]
Severity = Literal[0, 1, 2, 3]
Confidence = Literal["high", "medium", "low"]
# The three disconnections of the founding papers; empty where a rule belongs to none of them.
Disconnection = Literal["research_industry", "talent", "conversion", ""]
SignKind = Literal["level", "trend", "gap"]


@dataclass(frozen=True)
class Evidence:
    """One number that a sentence rests on.

    what: what the number is, in the rule's own short code (value, nation, peers, threshold …);
    value in `unit`; year: of the figure, none for a threshold or a count; indicator_code: none
    where the number is worked out from several or is set in the catalog; source: a code of the
    catalog's sources (several joined by |), a seed's file name, or the catalog file that sets it;
    written: the number exactly as it stands in the sentence, in both languages.
    """

    code: str
    what: str
    value: float
    unit: str
    year: int | None
    indicator_code: str | None
    source: str
    written: Text


@dataclass(frozen=True)
class Sign:
    """One thing looked at: an indicator against a yardstick, and how far it is on the bad side.

    distance: in per cent of the yardstick, above zero on the bad side; for a trend the yearly
    change on the bad side against its own threshold. points: 0 good, 1 close to the line or a
    little over, 2 over it, 3 far over it. is_clearly_good: a marked step or more on the good side.
    """

    code: str
    kind: SignKind
    yardstick: str
    indicator_code: str
    value: float
    against: float
    distance: float
    points: Severity
    is_borderline: bool
    is_clearly_good: bool = False


@dataclass(frozen=True)
class Finding:
    """The answer of one rule for one region; ready to be shown, ordered, matched and exported.

    severity: 0 not found, 1 slight, 2 marked, 3 severe; from all signs together. chain: of the
    rule. missing: indicators that the rule needed and did not get. where_from: where those
    figures could come from, in words. caveats: why the rule is less sure of this region than of
    others, or says nothing of it.
    """

    rule_code: str
    region_code: str
    state: State
    severity: Severity
    confidence: Confidence
    disconnection: Disconnection
    chain: Chain
    signs: tuple[Sign, ...]
    evidence: tuple[Evidence, ...]
    sentence: Text
    missing: tuple[str, ...] = ()
    where_from: Text | None = None
    caveats: tuple[Text, ...] = ()

    @property
    def claim(self) -> Text:
        """What is found with its first figure, short enough for a headline; without a full stop."""
        return Text(
            zh=self.sentence.zh.removesuffix("。").partition("；")[0],
            en=self.sentence.en.removesuffix(".").partition("; ")[0],
        )
