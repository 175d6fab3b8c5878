"""New indicators come in through a card, never through a file of figures alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml
from pydantic import ValidationError

from etl.resolve.texts import normalise
from scoreboard.catalog.loader import Catalog, added_folder
from scoreboard.catalog.models import Indicator


class CardError(ValueError):
    """A card that cannot become an indicator; `problems` says why, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{field}: {text}" for field, text in problems.items()))


def write_indicator_card(
    fields: Mapping[str, Any], catalog: Catalog, releases: Path | None = None
) -> Path:
    """Write one indicator's card to catalog/indicators/<code>.yml of the folder of releases.

    fields: those of scoreboard.catalog.models.Indicator; empty ones may be left out. Raises
    CardError when the code or the name is taken, a key is unknown, a value is unfit, or a unit,
    pillar, chain or part of the formula is not in the catalog. Whoever asks for the catalog next
    finds the indicator in it.
    """
    card = _validated(fields)
    problems = _conflicts(card, catalog)
    if problems:
        raise CardError(problems)
    file = added_folder(releases) / "indicators" / f"{card.code}.yml"
    text = yaml.safe_dump(
        card.model_dump(mode="json", exclude_defaults=True),
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    part = write_whole(file, text)
    try:
        # Unlike a rename, a link never replaces a card that somebody else wrote meanwhile.
        file.hardlink_to(part)
    except FileExistsError as error:
        raise CardError({"code": f"the indicator {card.code} exists already"}) from error
    finally:
        part.unlink()
    return file


def write_whole(file: Path, text: str) -> Path:
    """Bring a text safely to disk beside a file, for the caller to put in its place in one step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{uuid4().hex}.part")
    with part.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    return part


def _validated(fields: Mapping[str, Any]) -> Indicator:
    try:
        return Indicator.model_validate(dict(fields))
    except ValidationError as error:
        raise CardError(
            {".".join(map(str, e["loc"])) or "card": str(e["msg"]) for e in error.errors()}
        ) from error


def _conflicts(card: Indicator, catalog: Catalog) -> dict[str, str]:
    problems: dict[str, str] = {}
    if card.code in catalog.indicators:
        problems["code"] = f"the indicator {card.code} exists already"
    names = {
        normalise(name): other.code
        for other in catalog.indicators.values()
        for name in (other.name.zh, other.name.en)
    }
    for language in ("zh", "en"):
        taken = names.get(normalise(card.name[language]))
        if taken and taken != card.code:
            problems[f"name.{language}"] = f"{taken} has this name"
    wanted: dict[str, tuple[str, Mapping[str, Any]]] = {
        "unit": (card.unit, catalog.units),
        "pillar": (card.pillar, catalog.pillars),
        "chain": (card.chain, catalog.chains),
        "scope": (card.scope, catalog.scopes),
    }
    problems |= {
        field: f"{code} is not in the catalog"
        for field, (code, declared) in wanted.items()
        if code not in declared
    }
    missing = [part for part in card.parts if part not in catalog.indicators]
    if missing:
        problems["formula"] = f"not in the catalog: {', '.join(missing)}"
    return problems
