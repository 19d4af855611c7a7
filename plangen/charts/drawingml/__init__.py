"""Native Word charts: DrawingML with cached values, and the workbook they are edited in."""

from plangen.charts.drawingml.parts import ChartParts, chart_parts

__all__ = ["ChartParts", "chart_parts"]
