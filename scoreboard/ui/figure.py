"""Puts a Plotly figure on a page, redrawn in place."""

from __future__ import annotations

import orjson

from scoreboard.charts.theme import Drawing, without_codes
from scoreboard.language import translator
from scoreboard.ui import choices
from scoreboard.ui.component import pack, register_component

# Plotly's style sheet lies in the page's head, so the figure must not hide in a shadow root.
_mount = register_component("figure", isolate_styles=False)


def show_figure(key: str, figure: Drawing, alt: str) -> None:
    """Draw a figure of `scoreboard.charts` on a page that is no answer.

    alt: what the figure shows, for those who cannot see it. Keep `key` the same over reruns.
    """
    _ = translator(choices.language())
    spec = without_codes(figure)
    failed = _("The figure could not be loaded.")
    message = {"drawing": spec, "title": "", "notes": "", "alt": alt, "failed": failed}
    data = pack(orjson.dumps(message, option=orjson.OPT_SERIALIZE_NUMPY))
    _mount(key=key, data=data, height=int(spec["layout"]["height"]))
