"""A ring of shares, with a table of its sectors beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plangen.charts.drawable import sums
from plangen.charts.geometry import Box, Point
from plangen.charts.numbers import PERCENT, NumberFormat, shares, unit_line
from plangen.charts.svg.canvas import GAP, LEADING, Canvas, Label, number
from plangen.doctree import Chart
from plangen.labels import label
from plangen.textwidth import text_width, wrap

OUTER, INNER = 66.0, 38.0
APART = 34.0  # from the ring to the table
ROW = 7.0  # between two lines of the table
COLUMN = 20.0  # between two columns
SWATCH = 7.2
HEAD = 9.0  # the width of a column's head in ems
LEAST = Decimal(6)  # per cent of the ring that have room for a figure
FINE = Decimal("0.005")  # a share below this would vanish if it were rounded to a whole per cent
HUNDRED = Decimal(100)


def draw_doughnut(canvas: Canvas, chart: Chart, figures: NumberFormat) -> float:
    """Draw a doughnut; return where the drawing ends."""
    values = [value or Decimal(0) for value in chart.series[0].values]
    total = sums(chart)[0]
    fractions = [value / total for value in values]
    places = 1 if any(0 < fraction < FINE for fraction in fractions) else 0
    parts = [f"{share:f}%" if share is not None else "—" for share in shares(chart.series[0].values, places)]
    if figures.unit == PERCENT:  # shares already, whatever they add up to
        parts = ["—" if value is None else figures.text(value) for value in chart.series[0].values]
    colors = canvas.palette.take(len(values))
    table = _table(canvas, chart, figures, parts)
    height = max(2 * OUTER + 2, table.height)
    left = max((canvas.width - 2 * OUTER - APART - table.width) / 2, 0.0)
    centre = (left + OUTER, height / 2)
    _ring(canvas, centre, fractions, parts, colors)
    _middle(canvas, centre, total, figures)
    table.draw(canvas, left + 2 * OUTER + APART, (height - table.height) / 2, colors)
    return height


# --- the ring --------------------------------------------------------------------------------------------------------


def _ring(
    canvas: Canvas, centre: Point, fractions: Sequence[Decimal], parts: Sequence[str], colors: Sequence[str]
) -> None:
    start = Decimal(0)
    edge = f' stroke="{canvas.palette.paper}" stroke-width="1.2"'
    for fraction, part, color in zip(fractions, parts, colors, strict=True):
        if not fraction:
            continue
        canvas.path(_sector(centre, float(start), float(start + fraction)), color, edge)
        if fraction * 100 >= LEAST:
            x, y = _at(centre, (OUTER + INNER) / 2, float(start + fraction / 2))
            canvas.text_if_free(Label(x, y, (part,), canvas.figure_size, "middle", canvas.palette.on(color)))
        start += fraction


def _at(centre: Point, reach: float, turn: float) -> Point:
    """Return the point at a part of a full turn, clockwise from the top."""
    angle = 2 * math.pi * turn
    return centre[0] + reach * math.sin(angle), centre[1] - reach * math.cos(angle)


def _sector(centre: Point, start: float, end: float) -> str:
    """Return the outline of a sector; a whole ring is two circles, the inner one the other way round."""

    def to(reach: float, turn: float) -> str:
        x, y = _at(centre, reach, turn)
        return f"{number(x)} {number(y)}"

    def arc(reach: float, large: int, sweep: int, turn: float) -> str:
        return f"A{number(reach)} {number(reach)} 0 {large} {sweep} {to(reach, turn)}"

    if end - start > 0.9999:
        half = (start + end) / 2
        return "".join(
            f"M{to(reach, start)}{arc(reach, 1, sweep, half)}{arc(reach, 1, sweep, start)}z"
            for reach, sweep in ((OUTER, 1), (INNER, 0))
        )
    large = int(end - start > 0.5)
    return f"M{to(OUTER, start)}{arc(OUTER, large, 1, end)}L{to(INNER, end)}{arc(INNER, large, 0, start)}z"


def _middle(canvas: Canvas, centre: Point, total: Decimal, figures: NumberFormat) -> None:
    """Write the sum into the ring; where the figures are shares already, it says nothing."""
    if figures.unit == PERCENT and total == HUNDRED:
        return
    text = figures.text(total)
    size = min(canvas.size + 4, (2 * INNER - 4 * GAP) / text_width(text, bold=True))
    has_unit = bool(figures.said) and text_width(figures.said) * canvas.tick_size <= 2 * INNER - 6 * GAP
    x, y = centre
    canvas.text(Label(x, y - (canvas.size * 0.6 if has_unit else 0), (text,), size, "middle", bold=True))
    if has_unit:
        unit = Label(x, y + size * 0.7, (figures.said,), canvas.tick_size, "middle", canvas.palette.muted)
        canvas.text(unit)


# --- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """A line for each sector: its colour, its name, and its figures in columns that end flush right."""

    names: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # the head and the figures of each
    name_width: float
    widths: tuple[float, ...]
    size: float

    @property
    def width(self) -> float:
        return SWATCH + 2 * GAP + self.name_width + sum(self.widths) + COLUMN * len(self.widths)

    @property
    def head_height(self) -> float:
        return max(len(head) for head, _ in self.columns) * self.size * LEADING + 6

    @property
    def height(self) -> float:
        return self.head_height + sum(len(name) * self.size * LEADING + ROW for name in self.names)

    def draw(self, canvas: Canvas, left: float, top: float, colors: Sequence[str]) -> None:
        """Write the table."""
        ends: list[float] = []
        for width in self.widths:
            ends.append((ends[-1] if ends else left + SWATCH + 2 * GAP + self.name_width) + COLUMN + width)
        y = top + self.head_height
        lines = [((left, y - 3), (left + self.width, y - 3))]
        for (head, _), end in zip(self.columns, ends, strict=True):
            bottom = y - 6 - len(head) * self.size * LEADING / 2
            canvas.text(Label(end, bottom, head, self.size - 0.5, "end", canvas.palette.muted))
        for index, (name, color) in enumerate(zip(self.names, colors, strict=True)):
            height = len(name) * self.size * LEADING + ROW
            middle = y + height / 2
            canvas.rectangles((Box(left, middle - SWATCH / 2, left + SWATCH, middle + SWATCH / 2),), color)
            canvas.text(Label(left + SWATCH + 2 * GAP, middle, name, self.size))
            for (_, texts), end in zip(self.columns, ends, strict=True):
                canvas.text(Label(end, middle, (texts[index],), self.size, "end"))
            y += height
            lines.append(((left, y), (left + self.width, y)))
        canvas.lines(lines[:-1], canvas.palette.rule)


def _table(canvas: Canvas, chart: Chart, figures: NumberFormat, parts: Sequence[str]) -> _Table:
    head = wrap(unit_line(chart, figures, canvas.language), HEAD)
    texts = tuple("—" if value is None else figures.text(value) for value in chart.series[0].values)
    columns = [(head, texts)]
    if figures.unit != PERCENT:
        columns.append((wrap(label(canvas.language, "share"), HEAD), tuple(parts)))
    size = canvas.size
    widths = tuple(max(map(text_width, (*head, *texts))) * size for head, texts in columns)
    room = canvas.width - 2 * OUTER - APART - SWATCH - 2 * GAP - sum(widths) - COLUMN * len(widths)
    names = tuple(wrap(name, canvas.ems(room)) for name in chart.categories)
    longest = max(text_width(line) for name in names for line in name) * size
    return _Table(names, tuple(columns), longest, widths, size)
