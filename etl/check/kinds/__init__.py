"""One file a kind of issue; its name is the code. A new file here is a new kind."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from etl.check.kind import Kind
from scoreboard.catalog.models import Text


def _load(code: str) -> Kind:
    kind: Kind = import_module(f"{__name__}.{code}").KIND
    return replace(kind, code=code)


# In the order of their codes.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {code: _load(code) for code in sorted(module.name for module in iter_modules(__path__))}
)


def kind_name(code: str) -> Text:
    """What a kind of issue is called; of kinds that only an old release knows, the code."""
    return KINDS[code].name if code in KINDS else Text(zh=code, en=code)
