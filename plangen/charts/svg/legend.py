"""What stands above a chart: its unit, and which colour stands for what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from plangen.charts.geometry import Box
from plangen.charts.svg.canvas import GAP, LEADING, Canvas, Label
from plangen.charts.svg.markers import marker
from plangen.textwidth import text_width, wrap

SWATCH = 9.0  # the width of a sample
APART = 14.0  # between two entries
BETWEEN = 3.5  # between two rows
BELOW = 9.0  # between the legend and the chart

Sample = Callable[[Canvas, float, float], None]
"""Draws the sample of an entry from x on, centred on y."""


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    sample: Sample
    wide: float = SWATCH


def square(color: str) -> Sample:
    """Return a sample of a filled shape."""
    return lambda canvas, x, y: canvas.rectangles((Box(x, y - 3.6, x + 7.2, y + 3.6),), color)


def stroke(color: str, index: int) -> Sample:
    """Return a sample of a line with the marker of its series."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        canvas.lines((((x, y), (x + 16, y)),), color, 1.6)
        marker(canvas, [(x + 8, y)], index, color)

    return draw


def heading(canvas: Canvas, unit: str, entries: Sequence[Entry]) -> float:
    """Write the legend on the left and the unit on the right, above each other where they need it.

    Without a legend the unit stands on the left. Return where the chart itself may begin.
    """
    line = canvas.size * LEADING
    rows = _rows(canvas, entries)
    said = wrap(unit, canvas.ems(canvas.width)) if unit else ()
    if not rows and not said:
        return 0.0
    beside = len(rows) == 1 and len(said) == 1
    beside = beside and text_width(said[0]) * canvas.size + 2 * APART + _width(canvas, rows[0]) <= canvas.width
    top = 0.0
    if said:
        y = len(said) * line / 2
        muted = canvas.palette.muted
        if beside:
            canvas.text(Label(canvas.width, y, said, canvas.size, "end", muted))
        else:
            canvas.text(Label(0.0, y, said, canvas.size, color=muted))
            top += len(said) * line + BETWEEN
    columns = _columns(canvas, rows) if len(rows) > 1 else []
    for row in rows:
        height = max(len(_name(canvas, entry)) for entry in row) * line
        x = 0.0
        for index, entry in enumerate(row):
            x = columns[index] if columns else x
            entry.sample(canvas, x, top + height / 2)
            canvas.text(Label(x + entry.wide + GAP, top + height / 2, _name(canvas, entry), canvas.size))
            x += _entry_width(canvas, entry) + APART
        top += height + BETWEEN
    return top - BETWEEN + BELOW


def _rows(canvas: Canvas, entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Return entries in as few rows as they need, about as many in each, so that they stand in columns."""
    for count in range(1, len(entries) + 1):
        even = -(-len(entries) // count)
        rows = [entries[at : at + even] for at in range(0, len(entries), even)]
        columns = _columns(canvas, rows)
        if even == 1 or all(
            at + _entry_width(canvas, entry) <= canvas.width
            for row in rows
            for at, entry in zip(columns, row, strict=False)
        ):
            return rows
    return []


def _columns(canvas: Canvas, rows: Sequence[Sequence[Entry]]) -> list[float]:
    """Return where each column of a legend begins."""
    starts = [0.0]
    for index in range(max(map(len, rows)) - 1):
        starts.append(starts[-1] + APART + max(_entry_width(canvas, row[index]) for row in rows if index < len(row)))
    return starts


def _name(canvas: Canvas, entry: Entry) -> tuple[str, ...]:
    return wrap(entry.name, canvas.ems(canvas.width - entry.wide - GAP))


def _entry_width(canvas: Canvas, entry: Entry) -> float:
    return entry.wide + GAP + max(map(text_width, _name(canvas, entry))) * canvas.size


def _width(canvas: Canvas, row: Sequence[Entry]) -> float:
    return sum(_entry_width(canvas, entry) for entry in row) + APART * (len(row) - 1)
