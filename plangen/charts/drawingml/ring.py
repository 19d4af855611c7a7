"""A ring of shares, with a legend that says each one's figure."""

from __future__ import annotations

from decimal import Decimal

from plangen.charts.drawingml.drawing import Drawing, Figures, as_text, figures
from plangen.charts.drawingml.labels import CellLabel, cell_labels
from plangen.charts.drawingml.look import Look, at_place, line, shape, solid, text
from plangen.charts.drawingml.rooms import LINE, Room
from plangen.charts.drawingml.series import Series, doughnut_plot, point
from plangen.charts.drawingml.sheet import Column, Content, Sheet, letter
from plangen.charts.numbers import PERCENT, shares
from plangen.doctree import Chart
from plangen.labels import label
from plangen.quantities import unit_forms
from plangen.textwidth import text_width, wrap

ACROSS = 136.0  # points of the ring
HOLE = 56  # per cent of it
INSIDE = ACROSS * HOLE / 100 - 12  # points that the sum in the middle may take
EDGE = 8.0  # points around it
APART = 30.0  # points from the ring to its legend
ROW = 1.9  # ems of a row of the legend
KEY = 20.0  # points of a legend's key
LEAST = Decimal(6)  # per cent of the ring that have room for a figure
FINE = Decimal("0.005")  # a share below this would vanish if it were rounded to a whole per cent
HUNDRED = Decimal(100)
SPACE = "\u3000"


def doughnut(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw a ring; each entry of its legend says name, figure and share."""
    shown = figures(chart, language)
    values = shown.values[0]
    whole = sum((value for value in values if value is not None), Decimal(0))
    fine = any(value and value / whole < FINE for value in values)
    parts = shares(values, 1 if fine else 0)
    names, sheet = _sheet(chart, shown, parts, "0.0%" if fine else "0%", language, at)
    entries = [wrap(name, (width / 2 - KEY) / at.size) for name in names]
    rows = sum(len(entry) * LINE + ROW - LINE for entry in entries) * at.size
    height = max(ACROSS + 2 * EDGE, rows + 2 * EDGE)
    wide = min(max(text_width(line) for entry in entries for line in entry) * at.size + KEY, width / 2)
    left = (width - ACROSS - APART - wide) / 2
    room = Room(left, (height - ACROSS) / 2, ACROSS, ACROSS, (width, height))
    colors = at.colors.take(len(values))
    edge = line(at.colors.paper, 1)
    labels, extension = cell_labels(
        at,
        sheet,
        len(shown.columns),
        [
            CellLabel(at.colors.on(color)) if part is not None and part >= LEAST else None
            for part, color in zip(parts, colors, strict=True)
        ],
    )
    series = Series(
        shown.plotted[0],
        1,
        shape(solid(colors[0]), edge),
        labels,
        extension,
        "".join(point(index, shape(solid(color), edge)) for index, color in enumerate(colors)),
        names=len(shown.columns) + 1,
    )
    box = (left + ACROSS + APART, (height - rows) / 2, wide + 4, rows)
    title = ""
    if shown.number.unit != PERCENT or whole != HUNDRED:
        title = _middle(sheet, len(shown.columns) + 2, at, room)
    plot = room.layout + doughnut_plot(sheet, series, HOLE)
    return Drawing(sheet, plot, _legend(at, box, room.whole), height, title=title)


def _sheet(
    chart: Chart, shown: Figures, parts: tuple[Decimal | None, ...], code: str, language: str, at: Look
) -> tuple[list[str], Sheet]:
    """Return the entries of the legend, and the sheet: behind the figures the shares, those entries and the sum."""
    own, rows = letter(shown.plotted[0]), range(len(parts))
    area = f"{own}$2:{own}${len(parts) + 1}"
    said = shown.number.said
    before, behind, _ = unit_forms(said)
    texts = [None if part is None else f"{part:f}%" for part in parts]
    formulas = [as_text(f"{own}{row + 2}/SUM({area})", code) for row in rows]
    longest = max(map(text_width, chart.categories))
    names: list[str] = []
    named: list[str] = []
    for row, (name, value, part) in enumerate(zip(chart.categories, shown.values[0], texts, strict=True)):
        pad = round(longest - text_width(name)) + 1  # so that figures stand below each other
        figure = "—" if value is None else f"{before}{shown.number.text(value)}{behind}"
        digits = f"{_literal(before).removeprefix(chr(38))}&" if before else ""
        digits += as_text(f"{own}{row + 2}", shown.number.code) + (_literal(behind) if behind else "")
        written = digits if value is not None else '"—"'
        shared = part is not None and shown.number.unit != PERCENT
        names.append(f"{name}{SPACE * pad}{figure}" + (f"{SPACE}{part}" if shared else ""))
        named.append(f'A{row + 2}&REPT("{SPACE}",{pad})&{written}' + (f'&"{SPACE}"&{formulas[row]}' if shared else ""))
    whole = sum((value for value in shown.values[0] if value is not None), Decimal(0))
    sums: list[Content] = [None] * len(parts)
    has_unit = bool(said) and text_width(said, bold=True) * at.size <= INSIDE
    sums[0] = shown.number.text(whole) + (f"\n{said}" if has_unit else "")
    total = as_text(f"SUM({area})", shown.number.code) + (f"&CHAR(10){_literal(said)}" if has_unit else "")
    columns = (
        Column(
            label(language, "share"),
            tuple(texts),
            formulas=tuple("" if text is None else formula for text, formula in zip(texts, formulas, strict=True)),
        ),
        Column(label(language, "sheet_text"), tuple(names), formulas=tuple(named)),
        Column(label(language, "total"), tuple(sums), formulas=(total, *[""] * (len(parts) - 1))),
    )
    return names, shown.sheet(*columns)


def _literal(text: str) -> str:
    """Return text as it is joined to a formula."""
    quoted = text.replace('"', '""')
    return f'&"{quoted}"' if text else ""


def _middle(sheet: Sheet, column: int, at: Look, room: Room) -> str:
    """Return the sum in the middle of the ring, as a title that takes it from its cell."""
    lines = str(sheet.columns[column].cells[0]).split("\n")
    size = min(at.size + 2, INSIDE / max(text_width(line, bold=True) for line in lines))
    wide = max(text_width(line, bold=True) for line in lines) * size
    high = len(lines) * LINE * size
    x = (room.left + (room.width - wide) / 2 - 1) / room.whole[0]
    y = (room.top + (room.height - high) / 2 - 3) / room.whole[1]
    letters_of = text(at, at.colors.ink, size=size, bold=True, turn=0)
    return f'<c:title><c:tx>{sheet.text(column, 0)}</c:tx>{at_place(x, y)}<c:overlay val="1"/>{letters_of}</c:title>'


def _legend(at: Look, box: tuple[float, float, float, float], whole: tuple[float, float]) -> str:
    left, top, wide, high = box
    size = f'<c:w val="{wide / whole[0]:.4f}"/><c:h val="{high / whole[1]:.4f}"/>'
    return (
        f'<c:legend><c:legendPos val="r"/>{at_place(left / whole[0], top / whole[1], size)}'
        f'<c:overlay val="0"/>{text(at, at.colors.ink)}</c:legend>'
    )
