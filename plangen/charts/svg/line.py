"""Lines over the categories, each with markers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from plangen.charts.geometry import Box, Point
from plangen.charts.numbers import NumberFormat, unit_line
from plangen.charts.scale import value_scale
from plangen.charts.svg.bars import draw_bars
from plangen.charts.svg.canvas import Canvas, Label
from plangen.charts.svg.frame import LONGEST_TURNED, PLOT, Frame, fits_upright, ticks_for, upright, zero_line
from plangen.charts.svg.legend import Entry, heading, stroke
from plangen.charts.svg.markers import REACH, marker
from plangen.doctree import Chart
from plangen.textwidth import text_width

HEIGHT = 160.0  # of the plot
MOST_FIGURES = 48  # beyond so many only the ends of the lines carry a figure
ENOUGH = 0.6  # if fewer of the figures find room, only the ends keep theirs
OFF = 3.0  # from a marker to its figure


def draw_line(canvas: Canvas, chart: Chart, number: NumberFormat) -> float:
    """Draw the lines of a chart; return where the drawing ends.

    Where names are too long to be turned, lying bars take over.
    """
    longest = max(map(text_width, chart.categories)) * canvas.size
    if longest > canvas.tallest * LONGEST_TURNED and not fits_upright(canvas, chart.categories, canvas.width * PLOT):
        return draw_bars(canvas, replace(chart, kind="bars", lying=True), number)
    colors = canvas.palette.take(len(chart.series))
    entries = [
        Entry(series.name, stroke(color, index), 16.0)
        for index, (series, color) in enumerate(zip(chart.series, colors, strict=True))
    ]
    top = heading(canvas, unit_line(chart, number, canvas.language), entries if len(entries) > 1 else ())
    known = [value for series in chart.series for value in series.values if value is not None]
    scale = value_scale(known, ticks_for(HEIGHT), zero=False)
    room = canvas.figure_size + OFF
    frame, end = upright(canvas, chart.categories, scale, number, top, HEIGHT, above=room)
    if scale.low < 0:
        zero_line(canvas, frame)
    else:
        bottom = frame.plot.bottom
        canvas.lines([((frame.plot.left, bottom), (frame.plot.right, bottom))], canvas.palette.ink, 0.8)
    runs = [_runs(frame, series.values) for series in chart.series]
    for color, parts in zip(colors, runs, strict=True):
        canvas.lines(parts, color, 1.7)
    for index, (color, parts) in enumerate(zip(colors, runs, strict=True)):
        marker(canvas, [point for part in parts for point in part], index, color)
    for label in _figures(canvas, frame, chart, number, runs, colors):
        canvas.text(label, clear=True)
    return end


def _runs(frame: Frame, values: Sequence[Decimal | None]) -> list[list[Point]]:
    """Return the points of a line, broken where a figure is missing."""
    runs: list[list[Point]] = [[]]
    for index, value in enumerate(values):
        if value is not None:
            runs[-1].append(frame.point(index, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _figures(
    canvas: Canvas,
    frame: Frame,
    chart: Chart,
    number: NumberFormat,
    runs: Sequence[Sequence[Sequence[Point]]],
    colors: Sequence[str],
) -> list[Label]:
    """Return the figures that find room beside their points: all if most do, else those at the ends of the lines."""
    every: list[tuple[int, int, Decimal]] = []
    ends: list[tuple[int, int, Decimal]] = []
    for row, series in enumerate(chart.series):
        found = [(row, index, value) for index, value in enumerate(series.values) if value is not None]
        ends += dict.fromkeys((found[-1], found[0]))
        every += found[1:-1]
    placing = _Placing(canvas, frame, chart, number, runs, colors)
    if len(every) + len(ends) <= MOST_FIGURES:
        labels = placing.placed([*ends, *every])
        if len(labels) >= ENOUGH * (len(every) + len(ends)):
            return labels
    return placing.placed(ends)


class _Placing:
    """Finds a free place above or below a point: clear of other figures, markers and lines."""

    def __init__(
        self,
        canvas: Canvas,
        frame: Frame,
        chart: Chart,
        number: NumberFormat,
        runs: Sequence[Sequence[Sequence[Point]]],
        colors: Sequence[str],
    ) -> None:
        self.canvas, self.frame, self.number, self.colors = canvas, frame, number, colors
        self.rows = [series.values for series in chart.series]
        self.segments = [pair for parts in runs for run in parts for pair in pairwise(run)]
        self.markers = [
            Box(x - REACH, y - REACH, x + REACH, y + REACH) for parts in runs for run in parts for x, y in run
        ]

    def placed(self, wanted: Sequence[tuple[int, int, Decimal]]) -> list[Label]:
        labels: list[Label] = []
        boxes: list[Box] = []
        for row, index, value in wanted:
            x, y = self.frame.point(index, value)
            size = self.canvas.figure_size
            off = REACH + OFF - 1.5 + size / 2
            text = (self.number.text(value),)
            for centre in (y + off, y - off) if self._is_low(row, index) else (y - off, y + off):
                color = self.canvas.palette.word(self.colors[row]) if len(self.colors) > 1 else ""
                label = Label(x, centre, text, size, "middle", color)
                if self._is_free(label.box, boxes):
                    labels.append(label)
                    boxes.append(label.box)
                    break
        return labels

    def _is_low(self, row: int, index: int) -> bool:
        """Tell whether a point lies below both its neighbours, so that its figure stands better below it."""
        values = self.rows[row]
        value = values[index]
        around = values[max(index - 1, 0) : index + 2 : 2]
        return len(around) == 2 and all(other is not None and value is not None and other > value for other in around)

    def _is_free(self, box: Box, boxes: Sequence[Box]) -> bool:
        plot = self.frame.plot
        if box.left < 0 or box.right > self.canvas.width or box.bottom > plot.bottom:
            return False
        inner = Box(box.left, box.top + 0.8, box.right, box.bottom - 0.8)
        return (
            self.canvas.is_free(box)
            and not any(box.meets(other, 0.5) for other in boxes)
            and not any(inner.is_crossed(start, end) for start, end in self.segments)
            and not any(box.meets(marked) for marked in self.markers)
        )
