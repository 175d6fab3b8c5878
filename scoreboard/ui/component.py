"""Components of our own, whose script and style the browser fetches once and keeps.

Streamlit puts the whole script of a component into every message to it: 40 kB for the map at each
change of a year. What is registered here only loads the script from `static/`.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any

import streamlit as st

from scoreboard import paths

# Two lines, not one: what has no line break Streamlit takes for the name of a file.
_LOADER = """export default (
await import(location.origin + "{script}")).default;"""


def register_component(name: str, *, isolate_styles: bool = True) -> Any:
    """The command that puts a component on a page; register once, at import.

    name: of the two files `static/components/<name>.js` and `.css`. The script's default export
    gets what Streamlit gives a component's. isolate_styles: draw in a shadow root.
    """
    loader = _LOADER.format(script=_address(name))
    return st.components.v2.component(
        f"scoreboard_{name}", js=loader, isolate_styles=isolate_styles
    )


def static_address(path: str) -> str:
    """Where the browser finds a file of `static/`; follows `server.baseUrlPath`."""
    return server_address(f"app/static/{path}")


def server_address(path: str) -> str:
    """A path of this server as the browser asks for it; follows `server.baseUrlPath`."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}/{path}" if base else f"/{path}"


_serves_api = False


def serves_api() -> bool:
    """Whether this server has the API beside its pages: `streamlit run` serves the pages alone."""
    return _serves_api


def announce_api() -> None:
    """Have the pages of this process lead to the API: its server mounts it beside them."""
    global _serves_api
    _serves_api = True


def pack(message: bytes) -> bytes:
    """A message of JSON as the browser unpacks it; see `static/components/component.js`."""
    return zlib.compress(message)


def _address(name: str) -> str:
    """The script, under an edition that changes with it, its style or what components share."""
    folder = paths.STATIC / "components"
    files = [folder / f"{name}.js", folder / f"{name}.css", *sorted(folder.glob("*.js"))]
    content = b"".join(file.read_bytes() for file in files)
    edition = hashlib.sha256(content).hexdigest()[:8]
    return f"{static_address(f'components/{name}.js')}?v={edition}"
