"""What a measure against a disconnection is: who does what, for whom, and what it did elsewhere."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field, model_validator

from scoreboard.catalog.models import Chain, Entry, Language, Text

TierKind = Literal["hub", "base", "town"]
Disconnection = Literal["research_industry", "talent", "conversion"]
# What is known of a measure's effect, strongest first: a named place with figures of results; a
# named place without, or figures of one that the paper does not name; advice only.
EvidenceGrade = Literal["figures", "case", "advice"]


class Elsewhere(Entry):
    """What a measure was or did in another place, as a paper tells it.

    regions: codes of the regions that the place is or lies in, where the paper names them.
    source: the file name of that paper. A paper's figure is its claim, not a statistic: it is
    shown with its source and never joins the observations.
    """

    place: Text
    regions: tuple[str, ...] = ()
    figures: Text
    source: str = Field(pattern=r"^\d{3}_[0-9a-f]{16}\.txt$")


class Paper(Entry):
    """One of the papers that the measures, yardsticks and instruments are taken from."""

    code: str = Field(pattern=r"^\d{3}_[0-9a-f]{16}\.txt$")
    name: Text

    def cited(self, language: Language) -> str:
        """The first digits of its file in square brackets, and its name."""
        return f"[{self.code[:3]}] {self.name[language]}"


class Strategy(Entry):
    """A measure, the findings that call for it and the places it suits.

    tiers: the kinds of place it is meant for. acts_on: by code of a rule whose finding calls it,
    the indicator of that rule that it moves; it is recommended where that indicator is found
    wanting, and never without such a finding. disconnections and chains: what it works on; they
    decide how well it fits a finding. indicators: codes of indicators or worked ratios that show
    whether it works, the best first; where a place has no figure of the first, the next is
    watched. indicator_note: what the indicator does not see. lag_years: how long until it can
    move; lag_basis says whether a case tells so or whether it is our judgement.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    tiers: tuple[TierKind, ...] = Field(min_length=1)
    disconnections: tuple[Disconnection, ...] = ()
    chains: tuple[Chain, ...] = Field(min_length=1)
    acts_on: dict[str, str] = Field(min_length=1)
    action: Text
    who: Text
    preconditions: Text
    elsewhere: tuple[Elsewhere, ...] = Field(min_length=1)
    instruments: tuple[str, ...] = ()
    indicators: tuple[str, ...] = Field(min_length=1)
    indicator_note: Text | None = None
    lag_years: int = Field(ge=0, le=15)
    lag_basis: Literal["case", "judgement"]
    evidence: EvidenceGrade


class MatchWeights(Entry):
    """How measures are put in order: severity × fit × evidence, each between 0 and 1.

    severity: by step of a finding, 1 to 3. borderline: what a finding on the line is multiplied
    by. fit: what a finding's rule, disconnection and chain add when the measure names them, and
    what the measure's tier adds when it is the region's; together 1. evidence: by grade. shown:
    how many measures a page shows before the rest is folded away; most: how many a region gets.
    """

    severity: dict[Literal[1, 2, 3], float]
    borderline: float = Field(gt=0, le=1)
    fit: dict[Literal["rule", "disconnection", "chain", "tier"], float]
    evidence: dict[EvidenceGrade, float]
    shown: int = Field(ge=1)
    most: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_whole(self) -> MatchWeights:
        if set(self.severity) != {1, 2, 3} or set(self.evidence) != set(get_args(EvidenceGrade)):
            raise ValueError("severity needs 1, 2 and 3, evidence every grade")
        if set(self.fit) != {"rule", "disconnection", "chain", "tier"}:
            raise ValueError("fit needs rule, disconnection, chain and tier")
        parts = (*self.severity.values(), *self.fit.values(), *self.evidence.values())
        if not all(0 < part <= 1 for part in parts):
            raise ValueError("weights lie above 0 and up to 1")
        if abs(sum(self.fit.values()) - 1) > 1e-9:
            raise ValueError("the parts of fit must add up to 1")
        return self
