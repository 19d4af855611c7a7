"""Charts as SVG: sharp at any size, with live text in the document's font, and small."""

from plangen.charts.svg.drawing import draw

__all__ = ["draw"]
