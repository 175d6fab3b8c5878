"""Figures and maps of an answer as pictures, SVG and PNG, without a browser."""

from scoreboard.reports.drawing.frame import WIDTH, Caption, caption_of, to_svg
from scoreboard.reports.drawing.known import UnknownFeatureError
from scoreboard.reports.drawing.png import to_png

__all__ = ["WIDTH", "Caption", "UnknownFeatureError", "caption_of", "to_png", "to_svg"]
