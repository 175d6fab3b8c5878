"""The parts of an answer as JSON: the same sentences, figures and tables that the page shows."""

from __future__ import annotations

import dataclasses
from typing import Any

import orjson
import pandas as pd

from scoreboard.answers.model import Answer, Figure, Fold, Map, ShadedTable, Table

# What only a page needs: colours by figure, the codes behind a click.
_LEFT_OUT = {"style", "build", "regions", "columns", "rows", "icon", "stressed"}


def answer_json(answer: Answer) -> dict[str, Any]:
    """Headline and blocks; each part says by `type` what it is."""
    return {
        "headline": answer.headline,
        "blocks": {name: [part_json(p) for p in parts] for name, parts in answer.blocks.items()},
    }


def part_json(part: Any) -> Any:
    """One part; what is folded away on the page is worked out."""
    found = {
        "type": type(part).__name__,
        **{
            field.name: _value(getattr(part, field.name))
            for field in dataclasses.fields(part)
            if field.name not in _LEFT_OUT and not isinstance(part, Table | ShadedTable)
        },
    }
    if isinstance(part, Figure):
        found["spec"] = orjson.Fragment(part.spec)
    elif isinstance(part, Map):
        found["payload"] = orjson.Fragment(part.payload)
    elif isinstance(part, Table):
        facts = part.facts()
        found |= {"name": part.name, "label": part.label, "title": facts.title}
        found |= {"facts": [list(line) for line in facts.lines], **_table(part.build())}
    elif isinstance(part, ShadedTable):
        found |= {"alt": part.alt, **_table(part.cells.reset_index())}
    elif isinstance(part, Fold):
        found["parts"] = [part_json(inner) for inner in part.build()]
    return found


def _value(value: Any) -> Any:
    """A field of a part: text, number, another part, or several of these."""
    if dataclasses.is_dataclass(value):
        return part_json(value)
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    return None if isinstance(value, bytes) or callable(value) else value


def _table(table: pd.DataFrame) -> dict[str, Any]:
    """Headings, and rows of cells; a missing cell is null."""
    cells = table.astype(object).where(table.notna(), None)
    return {"columns": [str(name) for name in table.columns], "rows": cells.to_numpy().tolist()}
