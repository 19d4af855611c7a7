"""The frame of a chart with one value axis: gridlines, ticks and the names of the categories, upright or lying."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plangen.charts.geometry import Box, Point
from plangen.charts.numbers import NumberFormat
from plangen.charts.scale import Scale
from plangen.charts.svg.canvas import GAP, LEADING, Anchor, Canvas, Label
from plangen.textwidth import longest_word, text_width, wrap

MOST_LINES = 3  # of a name below a column
NAME_SHARES = (0.2, 0.26, 0.32, 0.38, 0.44)  # of the width that names beside lying bars may take
LONGEST_TURNED = 0.35  # of the height there is, for a name that is turned
PLOT = 0.92  # of the width, for the plot of columns
NARROW = 0.45  # of the width, the least that names beside lying bars and their figures leave for the plot
FEW = 10  # columns that are rather laid down than their names turned
SHORT = 9.0  # ems of a name that may be turned


@dataclass(frozen=True, slots=True)
class Frame:
    """Where figures and categories lie. ``plot`` is what the axes enclose."""

    plot: Box
    scale: Scale
    starts: tuple[float, ...]  # where the room of each category begins, and where the last one ends
    lying: bool

    def at(self, value: Decimal) -> float:
        """Return where a figure lies on its axis."""
        if self.lying:
            return self.scale.at(value, self.plot.left, self.plot.right)
        return self.scale.at(value, self.plot.bottom, self.plot.top)

    def middle(self, index: int) -> float:
        """Return the middle of a category's room."""
        return (self.starts[index] + self.starts[index + 1]) / 2

    def room(self, index: int) -> float:
        """Return how much room a category has along its axis."""
        return self.starts[index + 1] - self.starts[index]

    def bar(self, start: Decimal, end: Decimal, centre: float, thick: float) -> Box:
        """Return the bar between two figures; it never vanishes."""
        low, high = sorted((self.at(start), self.at(end)))
        if high - low < 0.8:
            low, high = (high - 0.8, high) if end >= start and not self.lying else (low, low + 0.8)
        if self.lying:
            return Box(low, centre - thick / 2, high, centre + thick / 2)
        return Box(centre - thick / 2, low, centre + thick / 2, high)

    def point(self, index: int, value: Decimal) -> Point:
        """Return the place of a figure in the middle of its category."""
        return (self.at(value), self.middle(index)) if self.lying else (self.middle(index), self.at(value))


def ticks_for(length: float, *, lying: bool = False) -> int:
    """Return about how many steps an axis of a length should have."""
    return max(2, min(6, round(length / (62 if lying else 32))))


def fits_upright(canvas: Canvas, names: Sequence[str], width: float) -> bool:
    """Tell whether names can stand below columns in a plot of a width."""
    ems = canvas.ems(width / len(names) - GAP)
    return all(longest_word(name) <= ems and len(wrap(name, ems)) <= MOST_LINES for name in names)


def should_lie(canvas: Canvas, names: Sequence[str]) -> bool:
    """Tell whether names are better read beside lying bars: they do not fit below columns, nor would they if turned."""
    if fits_upright(canvas, names, canvas.width * PLOT):
        return False
    return len(names) <= FEW or max(map(text_width, names)) > SHORT


def upright(
    canvas: Canvas,
    names: Sequence[str],
    scale: Scale,
    number: NumberFormat,
    top: float,
    height: float,
    above: float = 0.0,
    below: float = 0.0,
) -> tuple[Frame, float]:
    """Draw the frame of columns. ``above`` and ``below`` leave room beyond the axis for figures.

    Return it with the lower end of the drawing.
    """
    ticks = [(tick, number.at(scale.step).text(tick)) for tick in scale.ticks]
    left = max(text_width(text) for _, text in ticks) * canvas.tick_size + GAP * 1.5
    right = canvas.width
    top += max(above, canvas.tick_size / 2)
    plot = Box(left, top, right, top + height)
    starts = tuple(left + (right - left) * index / len(names) for index in range(len(names) + 1))
    frame = Frame(plot, scale, starts, False)
    canvas.lines(
        [((left, frame.at(tick)), (right, frame.at(tick))) for tick, _ in ticks if tick != 0],
        canvas.palette.rule,
        grid=True,
    )
    for tick, text in ticks:
        label = Label(left - GAP * 1.5, frame.at(tick), (text,), canvas.tick_size, "end", canvas.palette.muted)
        canvas.text(label)
    return frame, _names_below(canvas, names, frame, plot.bottom + below + GAP)


def lying(
    canvas: Canvas,
    names: Sequence[str],
    scale: Scale,
    number: NumberFormat,
    top: float,
    pitch: float,
    before: float = 0.0,
    after: float = 0.0,
) -> tuple[Frame, float]:
    """Draw the frame of lying bars, a row of at least ``pitch`` for each name.

    ``before`` and ``after`` leave room for figures beyond the axis. Return it with the lower end of the drawing.
    """
    lines, column = names_beside(canvas, names)
    starts = [top]
    for name in lines:
        starts.append(starts[-1] + max(pitch, len(name) * canvas.size * LEADING + 5))
    ticks = [(tick, number.at(scale.step).text(tick)) for tick in scale.ticks]
    last = text_width(ticks[-1][1]) * canvas.tick_size / 2
    plot = Box(column + 2 * GAP + before, top, canvas.width - max(after, last), starts[-1])
    frame = Frame(plot, scale, tuple(starts), True)
    canvas.lines(
        [((frame.at(tick), plot.top), (frame.at(tick), plot.bottom)) for tick, _ in ticks if tick != 0],
        canvas.palette.rule,
        grid=True,
    )
    for index, name in enumerate(lines):
        canvas.text(Label(column, frame.middle(index), name, canvas.size, "end"))
    y = plot.bottom + GAP + canvas.tick_size * 0.6
    end = plot.bottom
    for tick, text in ticks:
        if canvas.text_if_free(
            Label(frame.at(tick), y, (text,), canvas.tick_size, "middle", canvas.palette.muted), gap=GAP
        ):
            end = y + canvas.tick_size * 0.6
    return frame, end


def overhang(scale: Scale, values: Iterable[Decimal], length: float, extent: float) -> tuple[float, float]:
    """Return how far figures of an extent stand out beyond an axis of a length, at its low and at its high end."""
    low = high = 0.0
    for value in values:
        at = scale.at(value, 0.0, length)
        if value < 0:
            low = max(low, extent - at)
        else:
            high = max(high, extent - (length - at))
    return low, high


def zero_line(canvas: Canvas, frame: Frame) -> None:
    """Draw the line that bars stand on."""
    at, plot = frame.at(Decimal(0)), frame.plot
    ends = ((at, plot.top), (at, plot.bottom)) if frame.lying else ((plot.left, at), (plot.right, at))
    canvas.lines((ends,), canvas.palette.ink, 0.8)


def names_beside(
    canvas: Canvas, names: Sequence[str], most_lines: int = 2, shares: Sequence[float] = NAME_SHARES, bold: bool = False
) -> tuple[list[tuple[str, ...]], float]:
    """Return the lines of names in a column beside bars, and the width of that column."""
    lines: list[tuple[str, ...]] = []
    for share in shares:
        ems = canvas.ems(canvas.width * share)
        lines = [wrap(name, ems, bold) for name in names]
        words = max((longest_word(name, bold) for name in names), default=0.0)
        if words <= ems and all(len(name) <= most_lines for name in lines):
            break
    widest = max((text_width(line, bold) for name in lines for line in name), default=0.0)
    return lines, widest * canvas.size


def figure_label(
    frame: Frame, box: Box, end: Decimal, text: str, size: float, *, turned: bool = False, color: str = ""
) -> Label:
    """Return the label of a bar's figure just beyond its end: above and to the right, or the reverse below zero."""
    if frame.lying:
        y = (box.top + box.bottom) / 2
        if end < 0:
            return Label(box.left - GAP, y, (text,), size, "end", color)
        return Label(box.right + GAP, y, (text,), size, "start", color)
    x = (box.left + box.right) / 2
    if turned:
        anchor: Anchor = "end" if end < 0 else "start"
        return Label(x, box.bottom + 2 if end < 0 else box.top - 2, (text,), size, anchor, color, turned=True)
    y = box.bottom + size * 0.6 + 1 if end < 0 else box.top - size * 0.6 - 1
    return Label(x, y, (text,), size, "middle", color)


def _names_below(canvas: Canvas, names: Sequence[str], frame: Frame, top: float) -> float:
    """Write the names of columns below them; names that are too long are turned."""
    size = canvas.size
    if fits_upright(canvas, names, frame.plot.right - frame.plot.left):
        lines = [wrap(name, canvas.ems(frame.room(0) - GAP)) for name in names]
        for index, name in enumerate(lines):
            height = len(name) * size * LEADING
            canvas.text(Label(frame.middle(index), top + height / 2, name, size, "middle"))
        return top + max(map(len, lines)) * size * LEADING
    pitch = frame.room(0)
    size = min(size, pitch / LEADING)
    count = max(1, int(pitch / (size * LEADING)))
    longest = max(map(text_width, names))
    ems = min(longest, max(longest / count + 2, 6.0))
    lines = [wrap(name, ems) for name in names]
    while max(map(len, lines)) > count and ems < longest:
        ems += 1
        lines = [wrap(name, ems) for name in names]
    reach = max(text_width(line) for name in lines for line in name) * size
    for index, name in enumerate(lines):
        canvas.text(Label(frame.middle(index), top, name, size, "end", turned=True))
    return top + reach
