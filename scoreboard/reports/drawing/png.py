"""An SVG as PNG, with the fonts that come with the dashboard and no others."""

from __future__ import annotations

import io
import re

import typst
from PIL import Image

from scoreboard.reports.fonts import typst_fonts

# A pixel of an SVG is a 96th of an inch; Typst counts 72 points an inch.
_POINTS = 72 / 96
_PAGE = b"""#set page(width: float(sys.inputs.width) * 1pt, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.picture), format: "svg", width: 100%)"""


def to_png(svg: str, dpi: int = 300) -> bytes:
    """A picture of `to_svg` with so many dots an inch, on white paper; the file says how many."""
    width = float(re.search(r'width="([\d.]+)"', svg)[1]) * _POINTS  # type: ignore[index]
    drawn = typst.compile(
        _PAGE,
        sys_inputs={"picture": svg, "width": str(width)},
        format="png",
        ppi=float(dpi),
        font_paths=typst_fonts(),
    )
    written = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").save(written, "PNG", dpi=(dpi, dpi), optimize=True)
    return written.getvalue()
