"""Where the plot of a Word chart stands.

The place is given, not left to the program: each would leave other room for labels, and some of them none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from plangen.charts.drawingml.look import Look
from plangen.charts.numbers import NumberFormat
from plangen.charts.scale import Scale
from plangen.textwidth import longest_word, text_width, wrap

LINE = 1.35  # the height of a line of text in ems
GAP = 6.0  # points between the plot and what stands around it
KEY = 32.0  # points that a legend's key and the gaps around an entry take
FULL = 0.94  # of the chart's width, for a row of the legend
WIDEST_HEADS = 0.36  # of the chart's width, for the names beside lying bars
MOST_LINES = 3
UPRIGHT = 0.92  # of the chart's width, for the names below bars
LONGEST_TURNED = 190.0  # points
PLOT = 150.0  # the height of an upright plot in points


@dataclass(frozen=True, slots=True)
class Room:
    """A plot of ``width`` and ``height`` within a chart of ``whole``, all in points.

    ``turn`` is how far the names of categories are turned, in degrees.
    """

    left: float
    top: float
    width: float
    height: float
    whole: tuple[float, float]
    turn: int = 0

    @property
    def layout(self) -> str:
        across, down = self.whole
        return (
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{self.left / across:.4f}"/><c:y val="{self.top / down:.4f}"/>'
            f'<c:w val="{self.width / across:.4f}"/><c:h val="{self.height / down:.4f}"/></c:manualLayout></c:layout>'
        )


def upright(
    categories: Sequence[str],
    at: Look,
    width: float,
    *,
    ticks: Sequence[str],
    unit: str = "",
    legend: Sequence[str] = (),
    above: float = 0.0,
) -> Room:
    """Return the room of an upright chart; ``above`` is what labels need above the plot."""
    left = widest(ticks, at) + GAP + 2
    inner = width - left - GAP
    turn, below = _heads(categories, inner, at)
    top = _unit_height(unit, at) + max(above, GAP)
    height = top + PLOT + GAP + below + legend_height(legend, width, at) + 4
    return Room(left, top, inner, PLOT, (width, height), turn)


def lying(
    categories: Sequence[str],
    at: Look,
    width: float,
    *,
    row: float,
    ticks: Sequence[str] = (),
    unit: str = "",
    legend: Sequence[str] = (),
    behind: float = 0.0,
    above: float = 0.0,
    below: float = 0.0,
) -> Room:
    """Return the room of a chart of lying bars.

    ``row`` is the height of a row in points; labels need ``behind`` on the right of the plot, ``above`` and ``below``.
    """
    names = min(widest(categories, at), WIDEST_HEADS * width)
    left = names + GAP + 4
    right = max(behind, text_width(ticks[-1]) * at.size / 2 if ticks else 0.0) + 4
    lines = max((len(wrap(name, names / at.size + 0.1)) for name in categories), default=1)
    top = _unit_height(unit, at) + above + 2
    under = (LINE * at.size + GAP if ticks else GAP) + below + legend_height(legend, width, at) + 4
    least = lines * LINE * at.size + 3  # a row that holds its name; more than a page of them cannot be drawn
    inner = max(min(max(row, least) * len(categories), at.tallest - top - under), least * len(categories))
    return Room(left, top, width - left - right, inner, (width, top + inner + under))


def fits_upright(categories: Sequence[str], width: float, at: Look) -> bool:
    """Tell whether names can stand below the bars of a chart of a width without being turned."""
    ems = (width * UPRIGHT / max(len(categories), 1) - 3) / at.size
    return all(longest_word(name) <= ems and len(wrap(name, ems)) <= MOST_LINES for name in categories)


def known(values: Iterable[Sequence[Decimal | None]]) -> list[Decimal]:
    """Return every figure that is there."""
    return [value for series in values for value in series if value is not None]


def widest(texts: Iterable[str], at: Look) -> float:
    """Return the width of the widest of some texts in points."""
    return max(map(text_width, texts), default=0.0) * at.size


def tick_texts(scale: Scale, number: NumberFormat) -> list[str]:
    """Return what stands at the ticks of an axis."""
    form = number.at(scale.step)
    return [form.text(tick) for tick in scale.ticks]


def legend_height(names: Sequence[str], width: float, at: Look) -> float:
    """Return what a legend below the plot takes; nothing for a single name."""
    if len(names) < 2:
        return 0.0
    rows, room = 1, width * FULL
    for name in names:
        entry = text_width(name) * at.size + KEY
        if entry > room and room < width * FULL:
            rows, room = rows + 1, width * FULL
        room -= entry
    return rows * at.size * 1.6 + GAP


def _unit_height(unit: str, at: Look) -> float:
    return LINE * at.size + GAP if unit else 0.0


def _heads(categories: Sequence[str], width: float, at: Look) -> tuple[int, float]:
    """Return how far names below a plot are turned, and how high they are: in one line, in several, or turned."""
    if fits_upright(categories, width / UPRIGHT, at):
        ems = (width / max(len(categories), 1) - 3) / at.size
        return 0, max((len(wrap(name, ems)) for name in categories), default=1) * LINE * at.size
    return -90, min(widest(categories, at), LONGEST_TURNED) + GAP
