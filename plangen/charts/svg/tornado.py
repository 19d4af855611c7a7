"""A tornado: by how much one figure moves when each driver takes its lower or its upper value."""

from __future__ import annotations

from decimal import Decimal

from plangen.charts.geometry import Box
from plangen.charts.numbers import NumberFormat, unit_line
from plangen.charts.scale import even_scale, value_scale
from plangen.charts.svg.bars import THICK, row_size
from plangen.charts.svg.canvas import GAP, Canvas
from plangen.charts.svg.frame import NARROW, figure_label, lying, overhang, ticks_for, zero_line
from plangen.charts.svg.legend import Entry, heading, square
from plangen.doctree import Chart
from plangen.textwidth import text_width


def draw_tornado(canvas: Canvas, chart: Chart, number: NumberFormat) -> float:
    """Draw a tornado; return where the drawing ends."""
    colors = canvas.palette.take(2)
    entries = [Entry(series.name, square(color)) for series, color in zip(chart.series, colors, strict=True)]
    top = heading(canvas, unit_line(chart, number, canvas.language), entries)
    known = [value for series in chart.series for value in series.values if value is not None]
    size = canvas.figure_size
    widest = max(text_width(number.signed(value)) for value in known) * size + 2 * GAP
    count = ticks_for(canvas.width * 0.6, lying=True)
    both = min(known) < 0 < max(known)
    scale = even_scale(known, count) if both else value_scale(known, count)
    pairs = list(zip(*(series.values for series in chart.series), strict=True))
    pitch, thick = row_size(canvas, len(pairs), 2 if any(map(_same_side, pairs)) else 1, top)
    before, after = overhang(scale, known, canvas.width * NARROW, widest)
    frame, end = lying(
        canvas,
        chart.categories,
        scale,
        number,
        top,
        pitch,
        before,
        after,
    )
    bars: list[list[tuple[Box, Decimal]]] = [[], []]
    for index, values in enumerate(pairs):
        offsets, own = (0.0, 0.0), min(THICK, pitch * 0.7)
        if _same_side(values):  # the two would cover each other
            offsets, own = (-thick / 2, thick / 2), thick
        for row, value, offset in zip(bars, values, offsets, strict=True):
            if value is not None:
                row.append((frame.bar(Decimal(0), value, frame.middle(index) + offset, own), value))
    for row, color in zip(bars, colors, strict=True):
        canvas.rectangles((box for box, _ in row), color)
    zero_line(canvas, frame)
    for row in bars:
        for box, value in row:
            canvas.text_if_free(figure_label(frame, box, value, number.signed(value), size), gap=0.2, clear=True)
    return end


def _same_side(values: tuple[Decimal | None, ...]) -> bool:
    low, high = values
    return low is not None and high is not None and low * high > 0
