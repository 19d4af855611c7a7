"""A heat map: a grid of cells whose colour is a grade, with what lies in each written into it."""

from __future__ import annotations

from plangen.charts.geometry import Box
from plangen.charts.svg.canvas import GAP, LEADING, Canvas, Label
from plangen.charts.svg.frame import names_beside
from plangen.doctree import Cell, Chart, plain_text
from plangen.textwidth import longest_word, wrap

LEAST = 27.0  # the height of a row
EDGE = 0.8  # half the gap between two cells
SMALLEST = 6.5  # font size in a cell
NAMES = (0.12, 0.16, 0.2, 0.25, 0.3)  # of the width that the heads of rows may take


def draw_heatmap(canvas: Canvas, chart: Chart) -> float:
    """Draw a heat map; return where the drawing ends."""
    corner, *titles = chart.categories
    heads, column = names_beside(
        canvas, [plain_text(row.cells[0]) if row.cells else "" for row in chart.rows] + [corner], 2, NAMES, bold=True
    )
    left = column + 3 * GAP
    width = (canvas.width - left) / len(titles)
    lines = [wrap(title, canvas.ems(width - 2 * GAP), True) for title in titles]
    height = max(map(len, (*lines, heads[-1]))) * canvas.size * LEADING + 2 * GAP
    accent = canvas.palette.accent
    canvas.text(Label(0, height / 2, heads[-1], canvas.size, color=canvas.palette.muted, bold=True))
    for index, title in enumerate(lines):
        x = left + (index + 0.5) * width
        canvas.text(Label(x, height / 2, title, canvas.size, "middle", accent, bold=True))
    y = height
    boxes: dict[str, list[Box]] = {}
    for row, head in zip(chart.rows, heads, strict=False):
        cells = [_fitted(canvas, cell, width) for cell in row.cells[1 : len(titles) + 1]]
        tallest = max((len(text) * size * LEADING for text, size in cells), default=0.0)
        high = max(LEAST, tallest + 2 * GAP, len(head) * canvas.size * LEADING + 2 * GAP)
        canvas.text(Label(0, y + high / 2, head, canvas.size, color=accent, bold=True))
        for index, (cell, (text, size)) in enumerate(zip(row.cells[1:], cells, strict=False)):
            x = left + index * width
            box = Box(x + EDGE, y + EDGE, x + width - EDGE, y + high - EDGE)
            fill = canvas.palette.tones.get(cell.tone, canvas.palette.soft)
            boxes.setdefault(fill, []).append(box)
            bold = cell.tone in ("severe", "strong")
            canvas.text(Label(x + width / 2, y + high / 2, text, size, "middle", canvas.palette.on(fill), bold))
        y += high
    for fill, found in boxes.items():
        canvas.rectangles(found, fill)
    return y


def _fitted(canvas: Canvas, cell: Cell, width: float) -> tuple[tuple[str, ...], float]:
    """Return the lines of a cell and their font size: smaller where a word would break."""
    text = plain_text(cell)
    room = width - 2 * GAP
    bold = cell.tone in ("severe", "strong")
    size = min(canvas.size, max(SMALLEST, room / (longest_word(text, bold) or 1.0)))
    return wrap(text, room / size, bold), size
