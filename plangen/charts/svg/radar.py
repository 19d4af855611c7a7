"""A radar: an axis for each category from the middle outwards, and a polygon for each series."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from plangen.charts.geometry import Point
from plangen.charts.numbers import NumberFormat, unit_line
from plangen.charts.scale import Scale, value_scale
from plangen.charts.svg.canvas import GAP, LEADING, Anchor, Canvas, Label, number
from plangen.charts.svg.legend import Entry, heading, stroke
from plangen.charts.svg.markers import marker
from plangen.doctree import Chart
from plangen.textwidth import wrap

RADIUS, LONGEST = 82.0, 130.0  # of an axis: as a rule, and where there are many
RINGS = 5
MOST_FIGURES = 10  # axes that carry their figures below their names
MOST_SERIES = 4  # series whose figures stand there
NAME = 14.0  # the most a name takes in ems
APART = 2.0  # between two names on one side
SIDE = 0.02  # an axis this near to the vertical is neither left nor right


@dataclass(frozen=True, slots=True)
class _Axis:
    name: tuple[str, ...]
    figures: str
    angle: float

    def height(self, canvas: Canvas) -> float:
        return (len(self.name) + bool(self.figures)) * canvas.size * LEADING

    @property
    def side(self) -> int:
        return 0 if abs(math.sin(self.angle)) < SIDE else 1 if math.sin(self.angle) > 0 else -1


def draw_radar(canvas: Canvas, chart: Chart, figures: NumberFormat) -> float:
    """Draw a radar; return where the drawing ends."""
    colors = canvas.palette.take(len(chart.series))
    entries = [
        Entry(series.name, stroke(color, index), 16.0)
        for index, (series, color) in enumerate(zip(chart.series, colors, strict=True))
    ]
    top = heading(canvas, unit_line(chart, figures, canvas.language), entries if len(entries) > 1 else ())
    axes, radius, reach = _fitted(canvas, chart, figures)
    outer = [axis for axis in axes if not axis.side]
    above = max((axis.height(canvas) for axis in outer if math.cos(axis.angle) > 0), default=0.0)
    centre = (canvas.width / 2, top + above + GAP + reach)
    known = [value for series in chart.series for value in series.values if value is not None]
    scale = value_scale(known, RINGS)
    end = max(centre[1] + radius + GAP, _names(canvas, axes, centre, radius, reach))
    _grid(canvas, axes, centre, radius, scale, figures)
    for index, (series, color) in enumerate(zip(chart.series, colors, strict=True)):
        row = [
            None if value is None else _point(centre, axis.angle, scale.at(value, 0, radius))
            for axis, value in zip(axes, series.values, strict=True)
        ]
        whole = [point for point in row if point is not None]
        if len(whole) == len(row):
            _closed(canvas, whole, color, filled=index == 0)
        else:
            canvas.lines(_open(row), color, 1.7)
        marker(canvas, whole, index, color)
    return end


def _fitted(canvas: Canvas, chart: Chart, figures: NumberFormat) -> tuple[list[_Axis], float, float]:
    """Return the axes, their length, and how far the names reach from the middle upwards and downwards.

    The more names there are on a side, the longer the axes, and the narrower the names.
    """
    radius, reach = RADIUS, RADIUS
    while True:
        axes = _axes(chart, figures, min(NAME, canvas.ems(canvas.width / 2 - radius - 4 * GAP)))
        sides = [[axis.height(canvas) + APART for axis in axes if axis.side == side] for side in (-1, 1)]
        reach = max(radius + GAP, max(map(sum, sides)) / 2)
        if reach <= radius + 4 * GAP or radius >= LONGEST:
            return axes, radius, reach
        radius = min(radius + 8, LONGEST)


def _axes(chart: Chart, figures: NumberFormat, room: float) -> list[_Axis]:
    count = len(chart.categories)
    has_figures = count <= MOST_FIGURES and len(chart.series) <= MOST_SERIES
    found = []
    for index, name in enumerate(chart.categories):
        values = [series.values[index] for series in chart.series] if has_figures else []
        written = " / ".join("—" if value is None else figures.text(value) for value in values)
        found.append(_Axis(wrap(name, room), written, 2 * math.pi * index / count))
    return found


def _point(centre: Point, angle: float, reach: float) -> Point:
    return (centre[0] + reach * math.sin(angle), centre[1] - reach * math.cos(angle))


def _names(canvas: Canvas, axes: Sequence[_Axis], centre: Point, radius: float, reach: float) -> float:
    """Write the names around the radar, those of each side kept apart; return where the lowest ends."""
    lowest = 0.0
    for axis in axes:
        if axis.side == 0:
            up = math.cos(axis.angle) > 0
            height = axis.height(canvas)
            y = centre[1] - reach - GAP - height if up else centre[1] + reach + GAP
            lowest = max(lowest, _name(canvas, axis, centre[0], y, "middle"))
    for side in (-1, 1):
        column = sorted((axis for axis in axes if axis.side == side), key=lambda axis: -math.cos(axis.angle))
        for axis, y in zip(column, _spread(canvas, column, centre[1], radius, reach), strict=True):
            end = _point(centre, axis.angle, radius)
            middle = y + axis.height(canvas) / 2
            # above and below, where the circle is narrow, the name may come nearer
            nearest = min(max(centre[1], y), y + axis.height(canvas))
            half = math.sqrt(max(radius**2 - (nearest - centre[1]) ** 2, 0))
            x = centre[0] + side * (max(half, abs(end[0] - centre[0])) + 2.5 * GAP)
            if abs(middle - end[1]) > axis.height(canvas) / 2 + 2:
                canvas.lines([(end, (x - side * GAP / 2, middle))], canvas.palette.rule)
            lowest = max(lowest, _name(canvas, axis, x, y, "start" if side > 0 else "end"))
    return lowest


def _spread(canvas: Canvas, column: Sequence[_Axis], middle: float, radius: float, reach: float) -> list[float]:
    """Return the upper ends of the names on one side: beside their axes, moved apart where they would meet."""
    tops = [middle - radius * math.cos(axis.angle) - axis.height(canvas) / 2 for axis in column]
    ceiling, floor = middle - reach, middle + reach
    for index, axis in enumerate(column):
        tops[index] = max(tops[index], ceiling)
        ceiling = tops[index] + axis.height(canvas) + APART
    for index in reversed(range(len(tops))):
        tops[index] = min(tops[index], floor - column[index].height(canvas))
        floor = tops[index] - APART
    return tops


def _name(canvas: Canvas, axis: _Axis, x: float, top: float, anchor: Anchor) -> float:
    height = len(axis.name) * canvas.size * LEADING
    canvas.text(Label(x, top + height / 2, axis.name, canvas.size, anchor))
    if axis.figures:
        y = top + height + canvas.tick_size * LEADING / 2
        canvas.text(Label(x, y, (axis.figures,), canvas.tick_size, anchor, canvas.palette.muted))
    return top + axis.height(canvas)


def _grid(
    canvas: Canvas, axes: Sequence[_Axis], centre: Point, radius: float, scale: Scale, figures: NumberFormat
) -> None:
    rings = [tick for tick in scale.ticks if tick > 0]
    canvas.lines(
        [
            *([_point(centre, axis.angle, scale.at(tick, 0, radius)) for axis in (*axes, axes[0])] for tick in rings),
            *((centre, _point(centre, axis.angle, radius)) for axis in axes),
        ],
        canvas.palette.rule,
    )
    if any(axis.figures for axis in axes):  # which say more than the rings would
        return
    for tick in rings:
        label = Label(
            centre[0] + GAP,
            centre[1] - scale.at(tick, 0, radius) + canvas.tick_size * 0.7,
            (figures.at(scale.step).text(tick),),
            canvas.tick_size - 0.5,
            color=canvas.palette.muted,
        )
        canvas.text_if_free(label)


def _closed(canvas: Canvas, points: Sequence[Point], color: str, *, filled: bool) -> None:
    """Draw the polygon of a series; only the first is filled, lest colours mix."""
    course = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"
    edge = f' stroke="{color}" stroke-width="1.7" stroke-linejoin="round"'
    canvas.path(course, color if filled else "none", f' fill-opacity=".1"{edge}' if filled else edge)


def _open(row: Sequence[Point | None]) -> list[list[Point]]:
    """Return the stretches between missing figures, the one over the first axis in one piece."""
    gap = next(index for index, point in enumerate(row) if point is None)
    runs: list[list[Point]] = [[]]
    for point in (*row[gap:], *row[:gap]):
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return runs
