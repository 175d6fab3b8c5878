"""What the link of the lists says: which list, of which year, and where."""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.answers.link import Link
from scoreboard.answers.registered import places_listed, registers_in_order
from scoreboard.answers.release import Release
from scoreboard.catalog import NATION


@dataclass(frozen=True)
class RegisterChoice:
    """The register that is shown, the year of its list (None: it has none), and the place.

    region_code: a province whose items are listed, or the nation.
    """

    register_code: str
    year: int | None
    region_code: str


def read_choice(link: Link, release: Release) -> RegisterChoice:
    """The choice of a link, each part checked; a year of another list gives the newest."""
    registers = registers_in_order(release.catalog)
    register = registers[link.one("register", registers, next(iter(registers)))]
    years = {str(known.year): known.year for known in register.lists}
    asked = link.get("list") or ""
    newest = register.newest.year if register.newest else None
    provinces = [r.code for r in places_listed(release.catalog, "province")]
    return RegisterChoice(
        register_code=register.code,
        year=years.get(asked, newest),
        region_code=link.one("within", provinces, "") or NATION,
    )
