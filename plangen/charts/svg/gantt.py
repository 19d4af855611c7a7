"""A Gantt chart: tasks and milestones over time, what waits for what, and the critical path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from plangen.charts.arrows import REACH, STEP, THICK, Place, course, tip
from plangen.charts.geometry import Box, Point
from plangen.charts.svg.canvas import GAP, LEADING, Canvas, Label
from plangen.charts.svg.frame import names_beside
from plangen.charts.svg.legend import Entry, heading
from plangen.charts.timeaxis import Period, TimeAxis, time_axis
from plangen.doctree import Chart, Span
from plangen.labels import label
from plangen.textwidth import text_width

PITCH = 16.5  # from row to row
TIGHTEST = 11.5
NAMES = (0.2, 0.25, 0.3, 0.36)  # of the width that names may take
MANY = 14  # rows from which names are kept on one line where it goes
WIDER = (0.3, 0.36, 0.42, 0.47)
EDGE = 2 * STEP + 2  # beyond the axis, for arrows and milestones at its ends
DATED = 30.0  # beyond it where a milestone at its end is dated
LATE = 0.92  # of the time, after which a milestone is at the end
HEAD = 13.0  # the height of a row of the axis


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the chart: a span, or the name of a group."""

    span: Span | None
    lines: tuple[str, ...]
    middle: float
    height: float


def draw_gantt(canvas: Canvas, chart: Chart) -> float:
    """Draw a Gantt chart; return where the drawing ends."""
    top = heading(canvas, "", _legend(canvas, chart)) or GAP
    many = len(chart.spans) >= MANY
    named = [span.name for span in chart.spans]
    names, column = names_beside(canvas, named, 1 if many else 2, WIDER if many else NAMES)
    indent = 2 * GAP if any(span.group for span in chart.spans) else 0.0
    left = column + indent + EDGE
    days = [date.fromisoformat(day) for span in chart.spans for day in (span.start, span.end)]
    if chart.marker:
        days.append(date.fromisoformat(chart.marker))
    right = canvas.width - (DATED if _ends_dated(chart, days) else EDGE)
    axis = time_axis(min(days), max(days), right - left, canvas.tick_size, canvas.language)
    heads = HEAD * (2 if axis.years else 1)
    rows = _rows(canvas, chart, names, top + heads)
    bottom = rows[-1].middle + rows[-1].height / 2
    _axis(canvas, axis, left, right, top, bottom)
    _bands(canvas, rows)
    places = [_place(row.span, row.middle, axis, left, right) for row in rows if row.span]
    arrows = _arrows(canvas, chart, places)
    _spans(canvas, chart, places)
    _text(canvas, rows, indent)
    if chart.marker:
        bottom = _marker(canvas, chart.marker, axis, left, right, top + heads, bottom)
    _dates(canvas, chart, places, axis, arrows)
    return bottom


# --- what surrounds the rows -----------------------------------------------------------------------------------------


def _legend(canvas: Canvas, chart: Chart) -> list[Entry]:
    def bar(canvas: Canvas, x: float, y: float) -> None:
        canvas.rectangles((Box(x, y - THICK / 2, x + 14, y + THICK / 2),), canvas.palette.task)

    def critical(canvas: Canvas, x: float, y: float) -> None:
        _critical(canvas, [Box(x, y - THICK / 2, x + 14, y + THICK / 2)])

    def stone(canvas: Canvas, x: float, y: float) -> None:
        canvas.polygons((_diamond(x + REACH, y),), canvas.palette.milestone)

    tasks = [span for span in chart.spans if not span.milestone]
    found = (
        ("legend_task", bar, 14.0, any(not span.critical for span in tasks)),
        ("legend_critical", critical, 14.0, any(span.critical for span in tasks)),
        ("legend_milestone", stone, 2 * REACH, len(tasks) < len(chart.spans)),
    )
    entries = [Entry(label(canvas.language, key), draw, width) for key, draw, width, used in found if used]
    return entries if len(entries) > 1 else []


def _ends_dated(chart: Chart, days: Sequence[date]) -> bool:
    """Tell whether a milestone lies so late that its date reaches beyond the axis."""
    late = min(days) + (max(days) - min(days)) * LATE
    return any(span.milestone and date.fromisoformat(span.end) >= late for span in chart.spans)


def _rows(canvas: Canvas, chart: Chart, names: Sequence[tuple[str, ...]], top: float) -> list[_Row]:
    """Return the rows from the top on, set closer where they would not fit."""
    heads = 0
    group = ""
    for span in chart.spans:
        heads += bool(span.group) and span.group != group
        group = span.group
    line = canvas.size * LEADING
    extra = sum((len(name) - 1) * line for name in names)
    room = (canvas.tallest - top - 16 - extra) / (len(names) + heads)
    pitch = max(min(PITCH, room), TIGHTEST)
    rows: list[_Row] = []
    group = ""
    for span, name in zip(chart.spans, names, strict=True):
        if span.group and span.group != group:
            rows.append(_Row(None, (span.group,), top + pitch / 2, pitch))
            top += pitch
        group = span.group
        height = pitch + (len(name) - 1) * line
        rows.append(_Row(span, name, top + height / 2, height))
        top += height
    return rows


def _axis(canvas: Canvas, axis: TimeAxis, left: float, right: float, top: float, bottom: float) -> None:
    """Draw the names of years and periods above, and a line between any two of them."""

    def write(periods: Sequence[Period], y: float, bold: bool) -> None:
        for period in periods:
            start, end = axis.at(period.start, left, right), axis.at(period.end, left, right)
            if text_width(period.name, bold) * canvas.tick_size <= end - start:
                canvas.text(
                    Label((start + end) / 2, y, (period.name,), canvas.tick_size, "middle", canvas.palette.muted, bold)
                )

    height = HEAD * (2 if axis.years else 1)
    canvas.rectangles((Box(left, top, right, top + height),), canvas.palette.soft)
    write(axis.years, top + HEAD / 2, True)
    write(axis.periods, top + height - HEAD / 2, False)
    inner = [axis.at(period.start, left, right) for period in axis.periods[1:]]
    canvas.lines([((x, top + height - HEAD), (x, bottom)) for x in inner], canvas.palette.rule, 0.3)
    starts = [axis.at(period.start, left, right) for period in axis.years[1:]]
    canvas.lines([((x, top), (x, bottom)) for x in starts], canvas.palette.rule, 0.9)


def _bands(canvas: Canvas, rows: Sequence[_Row]) -> None:
    """Draw a line below each row."""
    ends = (row.middle + row.height / 2 for row in rows)
    canvas.lines([((0.0, y), (canvas.width, y)) for y in ends], canvas.palette.rule, 0.3)


def _text(canvas: Canvas, rows: Sequence[_Row], indent: float) -> None:
    for row in rows:
        if row.span:
            canvas.text(Label(indent if row.span.group else 0.0, row.middle, row.lines, canvas.size))
        else:
            canvas.text(Label(0.0, row.middle, row.lines, canvas.size, color=canvas.palette.accent, bold=True))


def _marker(canvas: Canvas, day: str, axis: TimeAxis, left: float, right: float, top: float, bottom: float) -> float:
    """Draw the day that is pointed out, its date below the rows; return where that ends."""
    x = axis.at(date.fromisoformat(day), left, right)
    canvas.lines([((x, top), (x, bottom + GAP))], canvas.palette.accent, 1.0, "3 2")
    half = text_width(day) * canvas.tick_size / 2
    middle = min(max(x, half), canvas.width - half)
    y = bottom + GAP + canvas.tick_size * 0.7
    canvas.text(Label(middle, y, (day,), canvas.tick_size, "middle", canvas.palette.accent))
    return y + canvas.tick_size * 0.6


# --- spans -----------------------------------------------------------------------------------------------------------


def _place(span: Span, middle: float, axis: TimeAxis, left: float, right: float) -> Place:
    first, last = date.fromisoformat(span.start), date.fromisoformat(span.end)
    after = last + timedelta(days=1) if last < date.max else last
    if span.milestone:
        x = (axis.at(last, left, right) + axis.at(after, left, right)) / 2
        return Place(x, x, middle, True)
    start, end = axis.at(first, left, right), axis.at(after, left, right)
    return Place(start, max(end, start + 1.5), middle, False)


def _spans(canvas: Canvas, chart: Chart, places: Sequence[Place]) -> None:
    def bars(critical: bool) -> Iterator[Box]:
        for span, place in zip(chart.spans, places, strict=True):
            if not span.milestone and span.critical == critical:
                yield Box(place.start, place.middle - THICK / 2, place.end, place.middle + THICK / 2)

    canvas.rectangles(bars(False), canvas.palette.task)
    _critical(canvas, list(bars(True)))
    for critical, color in ((False, canvas.palette.milestone), (True, canvas.palette.critical)):
        stones = [
            _diamond(place.start, place.middle)
            for span, place in zip(chart.spans, places, strict=True)
            if span.milestone and span.critical == critical
        ]
        canvas.polygons(stones, color, canvas.palette.ink if critical else "", 0.9)


def _critical(canvas: Canvas, boxes: Sequence[Box]) -> None:
    """Draw bars of the critical path: in their colour, with a dark edge and a light stripe, told apart without it."""
    inner = [Box(b.left + 0.4, b.top + 0.4, max(b.right - 0.4, b.left + 0.8), b.bottom - 0.4) for b in boxes]
    canvas.rectangles(inner, canvas.palette.critical)
    canvas.outlines(inner, canvas.palette.ink, 0.8)
    stripes = [
        ((box.left + 2.5, (box.top + box.bottom) / 2), (box.right - 2.5, (box.top + box.bottom) / 2))
        for box in inner
        if box.right - box.left > 8
    ]
    canvas.lines(stripes, canvas.palette.paper, 1.2)


def _diamond(x: float, y: float) -> list[Point]:
    return [(x, y - REACH), (x + REACH, y), (x, y + REACH), (x - REACH, y)]


def _dates(
    canvas: Canvas, chart: Chart, places: Sequence[Place], axis: TimeAxis, arrows: Sequence[Sequence[Point]]
) -> None:
    """Write the day of each milestone beside it, clear of arrows where it goes, else breaking the arrow behind it."""
    stretches = [pair for arrow in arrows for pair in pairwise(arrow)]
    for span, place in zip(chart.spans, places, strict=True):
        if span.milestone:
            text = (span.end[5:] if axis.years else span.end,)
            options = (
                Label(place.end + REACH + 2, place.middle, text, canvas.tick_size, color=canvas.palette.muted),
                Label(place.start - REACH - 2, place.middle, text, canvas.tick_size, "end", canvas.palette.muted),
            )
            clear = [option for option in options if not any(option.box.is_crossed(*pair) for pair in stretches)]
            chosen = next((option for option in (*clear, *options) if canvas.text_if_free(option)), None)
            if chosen and chosen not in clear:
                canvas.rectangles((chosen.box,), canvas.palette.paper)


# --- dependencies ----------------------------------------------------------------------------------------------------


def _arrows(canvas: Canvas, chart: Chart, places: Sequence[Place]) -> list[list[Point]]:
    """Draw an arrow from the end of each predecessor to the start of what waits for it; return their courses."""
    courses: dict[bool, list[list[Point]]] = {False: [], True: []}
    for span, place in zip(chart.spans, places, strict=True):
        for number in span.after:
            if 0 <= number < len(places) and places[number] is not place:
                before = chart.spans[number]
                courses[span.critical and before.critical].append(course(places[number], place))
    for critical, color in ((False, canvas.palette.muted), (True, canvas.palette.critical)):
        canvas.lines(courses[critical], color, 0.9 if critical else 0.7)
        canvas.polygons([tip(corners) for corners in courses[critical]], color)
    return courses[False] + courses[True]
