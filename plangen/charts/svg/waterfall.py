"""A waterfall: what leads from one total to the next, each column standing where the one before it ended."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from plangen.charts.drawable import waterfall_steps
from plangen.charts.geometry import Box
from plangen.charts.numbers import NumberFormat, unit_line
from plangen.charts.scale import value_scale
from plangen.charts.svg.bars import HEIGHT, SMALLEST, WIDEST, row_size
from plangen.charts.svg.canvas import GAP, Canvas
from plangen.charts.svg.frame import (
    NARROW,
    Frame,
    figure_label,
    lying,
    overhang,
    should_lie,
    ticks_for,
    upright,
    zero_line,
)
from plangen.charts.svg.legend import Entry, heading, square
from plangen.doctree import Chart
from plangen.labels import label
from plangen.textwidth import text_width

FILLED = 0.64  # of a category's room, by its column

Step = tuple[Decimal, Decimal]


def draw_waterfall(canvas: Canvas, chart: Chart, number: NumberFormat) -> float:
    """Draw a waterfall; return where the drawing ends."""
    steps = waterfall_steps(chart)
    colors = [_color(canvas, step, index in chart.totals) for index, step in enumerate(steps)]
    named = {canvas.palette.total: "total", canvas.palette.rise: "rise", canvas.palette.fall: "fall"}
    entries = [Entry(label(canvas.language, key), square(color)) for color, key in named.items() if color in colors]
    top = heading(canvas, unit_line(chart, number, canvas.language), entries if len(entries) > 1 else ())
    texts = [_text(step, number, index in chart.totals) for index, step in enumerate(steps)]
    levels = [level for step in steps if step for level in step]
    ends = [_far_end(step) for step in steps if step]
    lies = chart.lying or should_lie(canvas, chart.categories)
    scale = value_scale(levels, ticks_for(canvas.width * 0.6 if lies else HEIGHT, lying=lies))
    size = canvas.figure_size
    widest = max(map(text_width, texts)) * size
    if lies:
        pitch, thick = row_size(canvas, len(steps), 1, top)
        before, after = overhang(scale, ends, canvas.width * NARROW, widest + 2 * GAP)
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
        turned = False
    else:
        room = (canvas.width - 30) / len(steps)
        size = max(SMALLEST, min(size, size * (room - GAP) / widest))
        turned = widest * SMALLEST / canvas.figure_size > room - GAP
        below, above = overhang(scale, ends, HEIGHT, widest + GAP if turned else size + 2)
        frame, end = upright(canvas, chart.categories, scale, number, top, HEIGHT, above, below)
        thick = min(room * FILLED, WIDEST)
    bars = _bars(frame, steps, thick)
    _connect(canvas, frame, steps, bars)
    for color in dict.fromkeys(colors):
        canvas.rectangles((box for box, own in zip(bars, colors, strict=True) if box and own == color), color)
    zero_line(canvas, frame)
    for step, box, text in zip(steps, bars, texts, strict=True):
        if step and box:
            canvas.text_if_free(figure_label(frame, box, _far_end(step), text, size, turned=turned), clear=True)
    return end


def _color(canvas: Canvas, step: Step | None, is_total: bool) -> str:
    if is_total or step is None:
        return canvas.palette.total
    return canvas.palette.rise if step[1] >= step[0] else canvas.palette.fall


def _text(step: Step | None, number: NumberFormat, is_total: bool) -> str:
    if step is None:
        return ""
    return number.text(step[1]) if is_total else number.signed(step[1] - step[0])


def _far_end(step: Step) -> Decimal:
    """Return the end of a column that carries its figure: the upper one, or the lower one where all is below zero."""
    return min(step) if max(step) <= 0 else max(step)


def _bars(frame: Frame, steps: tuple[Step | None, ...], thick: float) -> list[Box | None]:
    return [
        frame.bar(step[0], step[1], frame.middle(index), thick) if step else None for index, step in enumerate(steps)
    ]


def _connect(canvas: Canvas, frame: Frame, steps: tuple[Step | None, ...], bars: list[Box | None]) -> None:
    """Draw the levels at which one column hands over to the next."""
    known = [(step, box) for step, box in zip(steps, bars, strict=True) if step and box]
    lines = []
    for (step, box), (_, following) in pairwise(known):
        at = frame.at(step[1])
        if frame.lying:
            lines.append(((at, box.bottom), (at, following.top)))
        else:
            lines.append(((box.right, at), (following.left, at)))
    canvas.lines(lines, canvas.palette.muted, 0.6)
