"""What a ratio that is published as such divides by what."""

from __future__ import annotations

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry, Text


class PublishedRatio(Entry):
    """What stands above and below the line of an indicator that has no formula of ours.

    of: the indicator above; empty where we have none. per: the indicator below, or else per_name,
    the name of what has no figures here; two entries with the same name mean the same.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    of: str = ""
    per: str = ""
    per_name: Text | None = None

    @model_validator(mode="after")
    def _one_denominator(self) -> PublishedRatio:
        if bool(self.per) == (self.per_name is not None):
            raise ValueError("exactly one of per and per_name is needed")
        return self

    @property
    def below(self) -> str:
        """The code of what it is divided by, or its name."""
        return self.per or (self.per_name.zh if self.per_name else "")

    @property
    def parts(self) -> tuple[str, ...]:
        """The indicators of ours that it divides: the one above first, where there is one."""
        return tuple(filter(None, (self.of, self.per)))
