"""The way of research results from laboratory to mass production, as far as figures follow it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Text

Phase = Literal["laboratory", "pilot", "production"]


class FunnelStage(Entry):
    """One stage: the indicator that tells of it, or in words why none does.

    is_national: known for the nation only. missing: said where a region has no figure.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    phase: Phase
    name: Text
    indicator: str
    is_national: bool = False
    missing: Text


class FunnelStep(Entry):
    """A ratio between two stages of the same year: `of` divided by `per`, times factor.

    The stages are not the same patents or projects, so it is a ratio and no conversion rate.
    english_divisor: by what the number is divided for English readers, whose unit is another.
    reading: what a high or a low one may mean.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text
    of: str
    per: str
    factor: float = Field(gt=0)
    unit: Text
    english_divisor: float = Field(default=1, gt=0)
    decimals: int = Field(ge=0, le=4)
    reading: Text


class SleepingCause(Entry):
    """Why a share of patents is not used, as one survey found."""

    share_pct: float = Field(gt=0, le=100)
    name: Text
    stage: str


class SleepingSurvey(Entry):
    """One park's survey of unused patents: context for a reader, not a statistic of any region."""

    source: str = Field(min_length=1)
    about: Text
    causes: tuple[SleepingCause, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _causes_make_a_whole(self) -> SleepingSurvey:
        if abs(sum(c.share_pct for c in self.causes) - 100) > 1e-9:
            raise ValueError("the shares of the causes must add up to 100")
        return self


class Funnel(Entry):
    """The stages in their order, the ratios between them, and why patents sleep."""

    stages: tuple[FunnelStage, ...] = Field(min_length=2)
    steps: tuple[FunnelStep, ...] = Field(min_length=1)
    sleeping: SleepingSurvey
