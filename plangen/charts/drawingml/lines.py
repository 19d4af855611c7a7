"""Lines over the categories, and a radar of them around a middle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from plangen.charts.drawingml.axes import category_axis, legend, unit_title, value_axis
from plangen.charts.drawingml.bars import bars
from plangen.charts.drawingml.drawing import Drawing, Figures, as_text, figures
from plangen.charts.drawingml.labels import point_labels
from plangen.charts.drawingml.look import Look
from plangen.charts.drawingml.rooms import (
    GAP,
    LINE,
    LONGEST_TURNED,
    Room,
    fits_upright,
    known,
    legend_height,
    tick_texts,
    upright,
    widest,
)
from plangen.charts.drawingml.series import Series, line_plot, radar_plot, stroke
from plangen.charts.drawingml.sheet import Column
from plangen.charts.geometry import Box, Point
from plangen.charts.scale import Scale, value_scale
from plangen.doctree import Chart
from plangen.labels import label
from plangen.textwidth import text_width, wrap

MARKER = 4.0  # points from the middle of a mark to its figure
MOST_FIGURES = 48  # beyond so many only the ends of lines carry a figure
ENOUGH = 0.6  # if fewer of the figures find room, only the ends keep theirs
WEB = 180.0  # the height of a radar in points
MOST_AXES = 10  # of a radar that carry their figures below their names
MOST_WRITTEN = 3  # series whose figures stand there
NAME = 9.0  # the width of a name around a radar in ems


def line(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw a line for each series; where names are too long to be turned, bars instead."""
    upright_names = fits_upright(chart.categories, width, at)
    if not upright_names and widest(chart.categories, at) > LONGEST_TURNED:
        return bars(replace(chart, kind="bars", lying=True), language, at, width)
    shown = figures(chart, language)
    found = known(shown.values)
    scale = value_scale(found, zero=False)
    names = [one.name for one in chart.series]
    above = LINE * at.size
    ticks = tick_texts(scale, shown.number)
    room = upright(chart.categories, at, width, ticks=ticks, unit=shown.unit, legend=names, above=above)
    sheet = shown.sheet()
    colors = at.colors.take(len(names))
    places = _figures(shown, room, _reach(scale, found), at)
    inks = tuple(map(at.colors.word, colors)) if len(names) > 1 else (at.colors.ink,)
    series = [
        Series(
            column,
            index + 1,
            stroke(index, color, at),
            point_labels(at, shown.number.code, inks[index], places[index], sheet.rows),
        )
        for index, (column, color) in enumerate(zip(shown.plotted, colors, strict=True))
    ]
    low, step = scale.low if scale.low >= 0 else None, scale.step if scale.low > 0 else None
    axes = category_axis(at, turn=room.turn) + value_axis(
        at, shown.number.at(scale.step).code, low=low, step=step, title=shown.unit
    )
    return Drawing(sheet, room.layout + line_plot(sheet, series) + axes, legend(at, len(names)), room.whole[1])


def _reach(scale: Scale, found: Sequence[Decimal]) -> Scale:
    """Return the scale that Word will choose: it leaves a twentieth of the range free above the highest figure."""
    high = scale.high
    free = max(found) + (max(found) - min(found)) / 20
    while max(found) > 0 and high < free:
        high += scale.step
    return Scale(scale.low, high, scale.step)


def _figures(shown: Figures, room: Room, scale: Scale, at: Look) -> list[dict[int, str]]:
    """Return where the figures of each series stand, by point: above or below it.

    All of them do where most find room, else those at the ends of the lines.
    """
    placing = _Placing(shown, room, scale, at)
    ends: list[tuple[int, int]] = []
    inner: list[tuple[int, int]] = []
    for row, values in enumerate(shown.values):
        there = [(row, index) for index, value in enumerate(values) if value is not None]
        ends += dict.fromkeys((there[-1], there[0]))
        inner += there[1:-1]
    count = len(ends) + len(inner)
    if count <= MOST_FIGURES:
        placed = placing.placed([*ends, *inner])
        if sum(map(len, placed)) >= ENOUGH * count:
            return placed
    return placing.placed(ends)


@dataclass(slots=True)
class _Placing:
    """Finds a free place above or below a point: clear of other figures, of marks and of lines."""

    shown: Figures
    room: Room
    scale: Scale
    at: Look

    def placed(self, wanted: Sequence[tuple[int, int]]) -> list[dict[int, str]]:
        points = [self._points(row) for row in range(len(self.shown.values))]
        strokes = [
            (one, other) for row in points for one, other in pairwise(row) if one is not None and other is not None
        ]
        strokes += [(point, point) for row in points for point in row if point is not None]
        found: list[dict[int, str]] = [{} for _ in self.shown.values]
        taken: list[Box] = []
        half = self.at.figure_size / 2
        for row, index in wanted:
            point, value = points[row][index], self.shown.values[row][index]
            if point is None or value is None:
                continue
            wide = text_width(self.shown.number.text(value)) * self.at.figure_size / 2
            for place, sign in (("t", -1), ("b", 1)):
                y = point[1] + sign * (MARKER + half * LINE)
                box = Box(point[0] - wide, y - half, point[0] + wide, y + half)
                if self._is_free(box, taken, strokes):
                    found[row][index] = place
                    taken.append(box)
                    break
        return found

    def _is_free(self, box: Box, taken: Sequence[Box], strokes: Sequence[tuple[Point, Point]]) -> bool:
        inner = Box(box.left - 1.5, box.top + 1, box.right + 1.5, box.bottom - 1)
        return (
            -LINE * self.at.size <= box.top
            and box.bottom <= self.room.height + 1
            and not any(box.meets(other, 1) for other in taken)
            and not any(inner.is_crossed(start, end) for start, end in strokes)
        )

    def _points(self, row: int) -> list[Point | None]:
        values = self.shown.values[row]
        slot = self.room.width / len(values)
        return [
            None if value is None else ((index + 0.5) * slot, self.scale.at(value, self.room.height, 0.0))
            for index, value in enumerate(values)
        ]


# --- radar -----------------------------------------------------------------------------------------------------------


def radar(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw a radar; of few axes and series the figures stand below the names."""
    shown = figures(chart, language)
    names = [one.name for one in chart.series]
    scale = value_scale(known(shown.values), 4)
    written = len(chart.categories) <= MOST_AXES and len(names) <= MOST_WRITTEN
    heads = tuple(_head(chart, shown, index, written, at, width) for index in range(len(chart.categories)))
    sheet = shown.sheet(
        Column(
            label(language, "sheet_text"),
            heads,
            formulas=tuple(_head_formula(chart, shown, row, head, written) for row, head in enumerate(heads)),
        )
    )
    colors = at.colors.take(len(names))
    series = [
        Series(column, index + 1, stroke(index, color, at), names=len(shown.columns))
        for index, (column, color) in enumerate(zip(shown.plotted, colors, strict=True))
    ]
    lines = max(head.count("\n") + 1 for head in heads)
    edge = lines * LINE * at.size + 3 * GAP
    top = (LINE * at.size if shown.unit else 0.0) + edge
    height = top + WEB + edge + legend_height(names, width, at)
    room = Room(width * 0.2, top, width * 0.6, WEB, (width, height))
    # where figures stand below the names, only the outermost line says how far it reaches: lines cross the others
    code = shown.number.at(scale.step).code
    axes = category_axis(at, bare=True) + value_axis(
        at,
        f'[>={scale.high:f}]{code};""' if written else code,
        low=Decimal(0),
        high=scale.high,
        step=scale.step,
    )
    plot = room.layout + radar_plot(sheet, series) + axes
    return Drawing(sheet, plot, legend(at, len(names)), height, title=unit_title(at, shown.unit))


def _head(chart: Chart, shown: Figures, row: int, written: bool, at: Look, width: float) -> str:
    """Return what stands at the end of an axis: its name in lines, and its figures."""
    lines = wrap(chart.categories[row], NAME if written else max(NAME, width * 0.2 / at.size))
    if not written:
        return "\n".join(lines)
    values = (values[row] for values in shown.values)
    return "\n".join((*lines, " / ".join("—" if value is None else shown.number.text(value) for value in values)))


def _head_formula(chart: Chart, shown: Figures, row: int, head: str, written: bool) -> str:
    """Return the formula of what stands at the end of an axis: its name, broken where it is now, and its figures."""
    name, lines = chart.categories[row], head.split("\n")
    parts: list[str] = []
    start = 0
    for line in lines[:-1] if written else lines:
        start = name.index(line, start)
        parts.append(f"MID(A{row + 2},{start + 1},{len(line)})")
        start += len(line)
    if len(parts) == 1:
        parts = [f"A{row + 2}"]
    if written:
        texts = [
            '"—"' if values[row] is None else as_text(shown.cell(index, row), shown.number.code)
            for index, values in enumerate(shown.values)
        ]
        parts.append('&" / "&'.join(texts))
    return "&CHAR(10)&".join(parts)
