"""New indicators come in through a card, never through a file of figures alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from etl.names import normalise
from scoreboard import paths
from scoreboard.catalog.loader import Catalog
from scoreboard.catalog.models import Indicator


class CardError(ValueError):
    """A card that cannot become an indicator; `problems` says why, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{field}: {text}" for field, text in problems.items()))


def write_indicator_card(
    fields: Mapping[str, Any], catalog: Catalog, folder: Path | None = None
) -> Path:
    """Write one indicator's card to indicators/<code>.yml of the catalog folder.

    fields: those of scoreboard.catalog.models.Indicator; empty ones may be left out. Raises
    CardError when the code or the name is taken, a key is unknown, a value is unfit, or a unit,
    pillar, chain or part of the formula is not in the catalog. The catalog must be loaded anew
    afterwards.
    """
    card = _validated(fields)
    problems = _conflicts(card, catalog)
    if problems:
        raise CardError(problems)
    file = (folder or paths.CATALOG) / "indicators" / f"{card.code}.yml"
    text = yaml.safe_dump(
        card.model_dump(mode="json", exclude_defaults=True),
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    part = file.with_name(f".{card.code}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    try:
        # Unlike a rename, a link never replaces a card that somebody else wrote meanwhile.
        file.hardlink_to(part)
    except FileExistsError as error:
        raise CardError({"code": f"the indicator {card.code} exists already"}) from error
    finally:
        part.unlink()
    return file


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
