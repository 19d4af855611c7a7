"""Bullet rows: what is reached against what is wanted (Few 2006), with both figures on the right."""

from __future__ import annotations

from decimal import Decimal

from plangen.charts.geometry import Box
from plangen.charts.numbers import NumberFormat
from plangen.charts.scale import value_scale
from plangen.charts.svg.bars import row_size
from plangen.charts.svg.canvas import LEADING, Canvas, Label
from plangen.charts.svg.frame import lying, ticks_for, zero_line
from plangen.charts.svg.legend import BELOW, Entry, Sample, heading, square
from plangen.doctree import Chart
from plangen.labels import label
from plangen.textwidth import text_width, wrap

BAR = 0.5  # of a row's thickness
MARK = 2.4  # the width of a mark
COLUMN = 16.0  # between two columns of figures
HEAD = 6.0  # the width of their heads in ems


def draw_bullet(canvas: Canvas, chart: Chart, number: NumberFormat) -> float:
    """Draw bullet rows; return where the drawing ends."""
    reached, wanted = chart.series
    color, mark = canvas.palette.total, canvas.palette.fall
    unit = label(canvas.language, "in_unit", unit=number.said) if number.said else ""
    entries = [Entry(reached.name, square(color)), Entry(wanted.name, _mark(mark), 6.0)]
    top = heading(canvas, unit, entries)
    known = [value for series in chart.series for value in series.values if value is not None]
    heads = [wrap(series.name, HEAD) for series in chart.series]
    texts = [["—" if value is None else number.text(value) for value in series.values] for series in chart.series]
    columns = [max(map(text_width, (*head, *row))) * canvas.figure_size for head, row in zip(heads, texts, strict=True)]
    after = sum(columns) + 2 * COLUMN
    deep = max(map(len, heads)) * canvas.figure_size * LEADING
    top += deep - BELOW / 2
    pitch, thick = row_size(canvas, len(chart.categories), 1, top)
    scale = value_scale(known, ticks_for(canvas.width * 0.55, lying=True))
    frame, end = lying(canvas, chart.categories, scale, number, top, pitch, after=after)
    rows = range(len(chart.categories))
    canvas.rectangles(
        (
            Box(frame.plot.left, frame.middle(row) - thick / 2, frame.plot.right, frame.middle(row) + thick / 2)
            for row in rows
        ),
        canvas.palette.soft,
    )
    zero = Decimal(0)
    canvas.rectangles(
        (
            frame.bar(zero, value, frame.middle(row), thick * BAR)
            for row, value in enumerate(reached.values)
            if value is not None
        ),
        color,
    )
    canvas.rectangles(
        (
            Box(at - MARK / 2, frame.middle(row) - thick / 2, at + MARK / 2, frame.middle(row) + thick / 2)
            for row, value in enumerate(wanted.values)
            if value is not None
            for at in (frame.at(value),)
        ),
        mark,
    )
    zero_line(canvas, frame)
    ends = (frame.plot.right + COLUMN + columns[0], frame.plot.right + 2 * COLUMN + sum(columns))
    for head, row_texts, x, own in zip(heads, texts, ends, (color, mark), strict=True):
        bottom = top - len(head) * canvas.figure_size * LEADING / 2
        canvas.text(Label(x, bottom, head, canvas.figure_size, "end", own))
        for row, text in enumerate(row_texts):
            canvas.text(Label(x, frame.middle(row), (text,), canvas.figure_size, "end", own))
    return end


def _mark(color: str) -> Sample:
    return lambda canvas, x, y: canvas.rectangles((Box(x + 1.5, y - 4.5, x + 1.5 + MARK, y + 4.5),), color)
