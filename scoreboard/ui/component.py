"""Components of our own, whose script and style the browser fetches once and keeps.

Streamlit puts the whole script of a component into every message to it: 40 kB for the map at each
change of a year. What is registered here is a few lines that load the script from `static/`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from scoreboard import paths

_LOADER = """
const {{ default: draw }} = await import(new URL("{script}", location.origin));
export default (component) => {{
  const root = component.parentElement;
  if (!root.querySelector("link")) {{
    const link = document.createElement("link");
    root.prepend(Object.assign(link, {{ rel: "stylesheet", href: "{style}" }}));
  }}
  return draw(component);
}};
"""


def register_component(name: str, *, isolate_styles: bool = True) -> Any:
    """The command that puts a component on a page; register once, at import.

    name: of the two files `static/components/<name>.js` and `.css`. The script's default export
    gets what Streamlit gives a component's. isolate_styles: draw in a shadow root.
    """
    loader = _LOADER.format(script=_address(f"{name}.js"), style=_address(f"{name}.css"))
    return st.components.v2.component(
        f"scoreboard_{name}", js=loader, isolate_styles=isolate_styles
    )


def static_address(path: str) -> str:
    """Where the browser finds a file of `static/`; follows `server.baseUrlPath`."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}/app/static/{path}" if base else f"/app/static/{path}"


def _address(file: str) -> str:
    content = (paths.STATIC / "components" / file).read_bytes()
    return f"{static_address(f'components/{file}')}?v={hashlib.sha256(content).hexdigest()[:8]}"
