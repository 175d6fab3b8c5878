"""What of Plotly's language our figures use: it is drawn, and anything else is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


class UnknownFeatureError(ValueError):
    """A figure asks for something that the drawing does not know; leaving it out would mislead."""


def check_keys(node: Mapping[str, Any], known: str, where: str) -> None:
    """Raise UnknownFeatureError where a part of a figure has a key that is not drawn.

    known: the keys that are, with spaces between.
    """
    unknown = sorted(set(node) - set(known.split()))
    if unknown:
        raise UnknownFeatureError(f"{where} of a figure has {unknown}, which is not drawn")


def one_of(value: Any, known: Collection[Any], where: str) -> Any:
    """The value; raise UnknownFeatureError unless it is one of those that are drawn."""
    if value not in known:
        raise UnknownFeatureError(f"{where} of a figure is {value!r}, which is not drawn")
    return value


def each(value: Any, count: int) -> list[Any]:
    """A property of many points, given once for all or one by one, as a list."""
    return list(value) if isinstance(value, list) else [value] * count
