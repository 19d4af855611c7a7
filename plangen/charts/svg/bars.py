"""Bars side by side, on top of each other, and as shares of 100 %; upright, or lying where names need the room."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plangen.charts.drawable import sums
from plangen.charts.geometry import Box
from plangen.charts.numbers import PERCENT, NumberFormat, shares, unit_line
from plangen.charts.scale import Scale, value_scale
from plangen.charts.svg.canvas import GAP, Canvas, Label
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
from plangen.textwidth import text_width

HEIGHT = 150.0  # of an upright plot
WIDEST = 46.0  # a bar
THICK = 13.0  # a lying bar by itself
PITCH = 23.0  # its row
THIN = 9.5  # a lying bar among others of its category
THINNEST = 2.0
FILLED = 0.72  # of a category's room, by its bars
SMALLEST = 6.5  # font size of a figure
INSIDE = 7.0  # and of one inside its bar
SHARE = NumberFormat(Decimal(1), PERCENT, 0)
HUNDRED = Scale(Decimal(0), Decimal(100), Decimal(25))

Values = Sequence[Decimal | None]


def draw_bars(canvas: Canvas, chart: Chart, number: NumberFormat) -> float:
    """Draw the bars of a chart; return where the drawing ends."""
    colors = canvas.palette.take(len(chart.series))
    entries = [Entry(series.name, square(color)) for series, color in zip(chart.series, colors, strict=True)]
    percent = chart.kind == "percent"
    unit = unit_line(chart, SHARE if percent else number, canvas.language)
    top = heading(canvas, unit, entries if len(entries) > 1 else ())
    rows = _shown(chart)
    lies = chart.lying or should_lie(canvas, chart.categories)
    number = SHARE if percent else number
    if chart.kind == "bars":
        return _grouped(canvas, chart.categories, rows, colors, number, top, lies)
    return _stacked(canvas, chart, rows, colors, number, top, lies)


def _shown(chart: Chart) -> list[Values]:
    """Return the figures of each series; for 100 % the rounded shares, which are what the labels say."""
    if chart.kind != "percent":
        return [series.values for series in chart.series]
    columns = [shares([series.values[index] for series in chart.series]) for index in range(len(chart.categories))]
    return [[column[index] for column in columns] for index in range(len(chart.series))]


# --- side by side ----------------------------------------------------------------------------------------------------


def _grouped(
    canvas: Canvas,
    names: Sequence[str],
    rows: Sequence[Values],
    colors: Sequence[str],
    number: NumberFormat,
    top: float,
    lies: bool,
) -> float:
    known = [value for row in rows for value in row if value is not None]
    size = canvas.figure_size
    widest = max(text_width(number.text(value)) for value in known) * size + GAP
    scale = value_scale(known, ticks_for(canvas.width * 0.7 if lies else HEIGHT, lying=lies))
    if lies:
        pitch, thick = row_size(canvas, len(names), len(rows), top)
        shown = thick >= SMALLEST - 0.5
        before, after = overhang(scale, known, canvas.width * NARROW, widest + GAP) if shown else (0.0, 0.0)
        frame, end = lying(canvas, names, scale, number, top, pitch, before, after)
        bars = _group_bars(frame, rows, thick, thick)
        size = min(size, max(thick, SMALLEST))
        turned = False
    else:
        room = (canvas.width - 30) / len(names)
        step = min(room * FILLED / len(rows), WIDEST)
        space = room - GAP if len(rows) == 1 else step - 1.5
        size, turned, shown = _figure_size(canvas, widest - GAP, space, step)
        below, above = overhang(scale, known, HEIGHT, widest if turned else size + 2) if shown else (0.0, 0.0)
        frame, end = upright(canvas, names, scale, number, top, HEIGHT, above, below)
        bars = _group_bars(frame, rows, step * (0.9 if len(rows) > 1 else 1.0), step)
    for color, row in zip(colors, bars, strict=True):
        canvas.rectangles((box for box, _ in row), color)
    zero_line(canvas, frame)
    if shown:
        for row in bars:
            for box, value in row:
                label = figure_label(frame, box, value, number.text(value), size, turned=turned)
                canvas.text_if_free(label, gap=0.4, clear=True)
    return end


def row_size(canvas: Canvas, categories: int, series: int, top: float) -> tuple[float, float]:
    """Return the height of a category's row and of each of its lying bars, smaller where there are many."""
    thick = THICK if series == 1 else THIN
    pitch = PITCH if series == 1 else series * THIN + 10
    room = (canvas.tallest - top - 20) / categories
    if pitch > room:
        pitch = room
        thick = max((pitch * 0.8) / series, THINNEST)
    return pitch, thick


def _figure_size(canvas: Canvas, widest: float, room: float, step: float) -> tuple[float, bool, bool]:
    """Return the font size of figures above columns, whether they are turned, and whether they fit at all."""
    size = canvas.figure_size
    if widest <= room:
        return size, False, True
    if widest * SMALLEST / size <= room:
        return max(SMALLEST, size * room / widest), False, True
    if step >= SMALLEST * 0.9:
        return min(size, max(SMALLEST, step * 0.9)), True, widest <= HEIGHT / 2
    return size, False, False


def _group_bars(frame: Frame, rows: Sequence[Values], thick: float, step: float) -> list[list[tuple[Box, Decimal]]]:
    """Return the bars of each series with their figures."""
    zero = Decimal(0)
    found: list[list[tuple[Box, Decimal]]] = []
    for number, row in enumerate(rows):
        offset = (number - (len(rows) - 1) / 2) * step
        found.append(
            [
                (frame.bar(zero, value, frame.middle(index) + offset, thick), value)
                for index, value in enumerate(row)
                if value is not None
            ]
        )
    return found


# --- on top of each other --------------------------------------------------------------------------------------------


def _stacked(
    canvas: Canvas,
    chart: Chart,
    rows: Sequence[Values],
    colors: Sequence[str],
    number: NumberFormat,
    top: float,
    lies: bool,
) -> float:
    names = chart.categories
    totals = sums(chart) if chart.kind == "stacked" else []
    ends = _ends(rows, len(names))
    percent = chart.kind == "percent"
    negative = any(low < 0 for low, _ in ends)
    if percent:
        scale = Scale(Decimal(-100), Decimal(100), Decimal(50)) if negative else HUNDRED
    else:
        scale = value_scale(
            [value for pair in ends for value in pair], ticks_for(canvas.width * 0.7 if lies else HEIGHT, lying=lies)
        )
    summed = bool(totals) and len(rows) > 1 and not negative and not _is_whole(totals, number)
    size = canvas.figure_size
    widest = max((text_width(number.text(total), bold=True) for total in totals), default=0.0) * size
    if lies:
        after = overhang(scale, totals, canvas.width * NARROW, widest + 2 * GAP)[1] if summed else 0.0
        pitch, thick = row_size(canvas, len(names), 1, top)
        thick = max(thick, min(pitch * 0.68, 16.0))
        frame, end = lying(canvas, names, scale, number, top, pitch, after=after)
    else:
        above = overhang(scale, totals, HEIGHT, size + 2)[1] if summed else 0.0
        frame, end = upright(canvas, names, scale, number, top, HEIGHT, above)
        thick = min(frame.room(0) * 0.62, WIDEST * 1.2)
    segments = _segments(frame, rows, thick)
    for color, row in zip(colors, segments, strict=True):
        canvas.rectangles((box for box, _ in row), color)
    canvas.outlines((box for row in segments for box, _ in row), canvas.palette.paper, 0.8)
    zero_line(canvas, frame)
    for color, row in zip(colors, segments, strict=True):
        for box, value in row:
            inside_label(canvas, box, number.text(value), color)
    if summed:
        for index, total in enumerate(totals):
            if any(row[index] is not None for row in rows):
                box = frame.bar(Decimal(0), total, frame.middle(index), thick)
                found = figure_label(frame, box, total, number.text(total), size)
                canvas.text_if_free(Label(found.x, found.y, found.lines, size, found.anchor, bold=True), clear=True)
    return end


def inside_label(canvas: Canvas, box: Box, text: str, fill: str) -> None:
    """Write a figure into a bar where it fits."""
    width, height = box.right - box.left, box.bottom - box.top
    size = min(canvas.figure_size, height - 1.5, (width - 3) / text_width(text))
    if size >= INSIDE:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        size = canvas.figure_size if size > canvas.figure_size - 0.5 else INSIDE
        canvas.text_if_free(Label(x, y, (text,), size, "middle", canvas.palette.on(fill)))


def _ends(rows: Sequence[Values], count: int) -> list[tuple[Decimal, Decimal]]:
    """Return how far each category's bars reach below and above zero."""
    found = []
    for index in range(count):
        values = [row[index] or Decimal(0) for row in rows]
        found.append((sum((v for v in values if v < 0), Decimal(0)), sum((v for v in values if v > 0), Decimal(0))))
    return found


def _segments(frame: Frame, rows: Sequence[Values], thick: float) -> list[list[tuple[Box, Decimal]]]:
    found: list[list[tuple[Box, Decimal]]] = []
    levels: dict[tuple[int, bool], Decimal] = {}
    for row in rows:
        found.append([])
        for index, value in enumerate(row):
            if value:
                key = (index, value > 0)
                start = levels.get(key, Decimal(0))
                levels[key] = start + value
                found[-1].append((frame.bar(start, start + value, frame.middle(index), thick), value))
    return found


def _is_whole(totals: Sequence[Decimal], number: NumberFormat) -> bool:
    """Tell whether the bars are shares of 100 % already, so that their sums say nothing."""
    return number.unit == PERCENT and all(total in (0, 100) for total in totals)
