"""The relations that a release is written from."""

from __future__ import annotations

from dataclasses import dataclass

from etl.relation import Relation, declare


class Figures(Relation):
    """One figure a row, each region, indicator and year once."""

    table = "figures"
    columns = declare(
        region_code="region_code_t",
        indicator_code="indicator_code_t",
        year="SMALLINT",
        value="DOUBLE",
        status="status_t",
        source_code="VARCHAR",
    )


class Derived(Figures):
    """Figures worked out by formula; source_code joins the codes of their parts by "|"."""

    table = "derived"


class Content(Figures):
    """All figures that a release is to hold."""

    table = "content"
    columns = declare(**Figures.columns, note="VARCHAR")


class Places(Relation):
    """Every region with its level, and the codes of the region above it and of its province."""

    table = "place"
    columns = declare(
        region_code="region_code_t",
        level="VARCHAR",
        parent_code="VARCHAR",
        province_code="VARCHAR",
    )


class Items(Relation):
    """The items of all registers; year is missing where none is known."""

    table = "register_item"
    columns = declare(
        register_code="VARCHAR",
        year="SMALLINT",
        region_code="VARCHAR",
        name="VARCHAR",
        kind="VARCHAR",
        batch="VARCHAR",
        source_code="VARCHAR",
        note="VARCHAR",
    )


class Change(Relation):
    """Figures that a release changes; missing before: added, missing after: withdrawn."""

    table = "change"
    columns = declare(
        region_code="VARCHAR",
        indicator_code="VARCHAR",
        year="SMALLINT",
        value_before="DOUBLE",
        value_after="DOUBLE",
        status_before="VARCHAR",
        status_after="VARCHAR",
        source_before="VARCHAR",
        source_after="VARCHAR",
        note_before="VARCHAR",
        note_after="VARCHAR",
    )

    def totals(self) -> Totals:
        """How many figures are added, changed and withdrawn."""
        return Totals(
            self.count("value_before IS NULL"),
            self.count("value_before IS NOT NULL AND value_after IS NOT NULL"),
            self.count("value_after IS NULL"),
        )


@dataclass(frozen=True)
class Totals:
    """How many figures differ from the release in force."""

    added: int
    changed: int
    withdrawn: int
