"""What people decided once about a name that files use and the catalog does not."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from scoreboard.catalog.models import Entry

AliasKind = Literal["region", "indicator", "unit", "left_out"]


class Alias(Entry):
    """One decision: this text, in this company, means that code.

    parent narrows a region to rows under that name, unit an indicator to columns in that unit. Of
    kind left_out: rows and columns of that label are not read; there is no code.
    """

    kind: AliasKind
    text: str = Field(min_length=1)
    code: str = ""
    parent: str = ""
    unit: str = ""
    decided_by: str = ""
    decided_on: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What the decision is about: a later one with the same key replaces it."""
        return self.kind, self.text, self.parent, self.unit

    @model_validator(mode="after")
    def _company_fits_the_kind(self) -> Alias:
        if self.parent and self.kind != "region":
            raise ValueError("parent belongs to regions only")
        if self.unit and self.kind != "indicator":
            raise ValueError("unit belongs to indicators only")
        if bool(self.code) == (self.kind == "left_out"):
            raise ValueError("a code belongs to all kinds but left_out")
        return self
