"""One chart as one SVG element."""

from __future__ import annotations

from typing import assert_never

from plangen.charts.drawable import drawable
from plangen.charts.numbers import number_format
from plangen.charts.palette import palette
from plangen.charts.svg.bars import draw_bars
from plangen.charts.svg.bullet import draw_bullet
from plangen.charts.svg.canvas import Canvas
from plangen.charts.svg.doughnut import draw_doughnut
from plangen.charts.svg.gantt import draw_gantt
from plangen.charts.svg.heatmap import draw_heatmap
from plangen.charts.svg.line import draw_line
from plangen.charts.svg.radar import draw_radar
from plangen.charts.svg.tornado import draw_tornado
from plangen.charts.svg.waterfall import draw_waterfall
from plangen.doctree import Chart
from plangen.theme import Theme

TALLEST = 560.0  # points: what a page holds beside a caption and a note


def draw(
    chart: Chart, theme: Theme, language: str, width: float, tallest: float = TALLEST, family: str = ""
) -> str | None:
    """Return a chart as an SVG element of a width in points.

    Nothing is returned where the chart has no figures, or where it cannot be drawn within ``tallest`` points.
    ``family`` names the font for a reader that does not inherit the page's.
    """
    found = drawable(chart)
    if found is None:
        return None
    canvas = Canvas(width, tallest, float(theme.sizes.small), palette(theme), language)
    height = _draw(canvas, found) + 2
    return canvas.svg(height, chart.alt or chart.caption, family) if height <= tallest else None


def _draw(canvas: Canvas, chart: Chart) -> float:
    """Draw a chart on a sheet; return where it ends."""
    match chart.kind:
        case "gantt":
            return draw_gantt(canvas, chart)
        case "heatmap":
            return draw_heatmap(canvas, chart)
        case _:
            pass
    number = number_format(chart, canvas.language)
    match chart.kind:
        case "bars" | "stacked" | "percent":
            return draw_bars(canvas, chart, number)
        case "line":
            return draw_line(canvas, chart, number)
        case "radar":
            return draw_radar(canvas, chart, number)
        case "doughnut":
            return draw_doughnut(canvas, chart, number)
        case "waterfall":
            return draw_waterfall(canvas, chart, number)
        case "tornado":
            return draw_tornado(canvas, chart, number)
        case "bullet":
            return draw_bullet(canvas, chart, number)
        case _:
            assert_never(chart.kind)
