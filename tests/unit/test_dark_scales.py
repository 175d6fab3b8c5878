"""On a dark page every scale is turned: what is most on paper is brightest there."""

import re
from itertools import pairwise

import pytest

from scoreboard.charts.theme import BETTER, MIDDLE, SEQUENTIAL, WORSE
from scoreboard.paths import STATIC

TEXT = (STATIC / "components" / "dark.js").read_text(encoding="utf-8")
COUNTERPARTS = dict(re.findall(r'"(#[0-9a-f]{6})": "(#[0-9a-f]{6})"', TEXT))


def brightness(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_colour_of_a_scale_has_a_counterpart_and_nothing_else() -> None:
    assert set(COUNTERPARTS) == {*SEQUENTIAL, *BETTER, *WORSE, MIDDLE}


@pytest.mark.parametrize("scale", [SEQUENTIAL, BETTER, WORSE], ids=["all", "better", "worse"])
def test_the_order_is_kept_and_turned(scale: tuple[str, ...]) -> None:
    light = [brightness(c) for c in scale]
    dark = [brightness(COUNTERPARTS[c]) for c in scale]
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)
    # Neighbours are told apart at least 1.3 : 1.
    assert all((b + 0.05) / (a + 0.05) > 1.3 for a, b in pairwise(dark))
