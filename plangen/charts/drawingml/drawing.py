"""What a kind of chart is drawn with: the sheet behind it, and the series that take their figures from its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plangen.charts.drawingml.sheet import Column, Content, Sheet, letter
from plangen.charts.numbers import NumberFormat, number_format, unit_line
from plangen.doctree import Chart
from plangen.labels import label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of ``height`` points: its data, its plots and their axes, its legend and title, and shapes over it."""

    sheet: Sheet
    plot: str
    legend: str
    height: float
    title: str = ""
    shapes: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a chart as its sheet holds them.

    ``columns`` begin with the categories and the figures as they were given. Where long figures are shown in a larger
    unit, columns follow that divide them. ``plotted`` are the columns that are drawn, ``values`` what stands in those.
    """

    columns: tuple[Column, ...]
    plotted: tuple[int, ...]
    values: tuple[tuple[Decimal | None, ...], ...]
    number: NumberFormat
    divisor: Decimal
    unit: str

    def sheet(self, *more: Column) -> Sheet:
        return Sheet((*self.columns, *more))

    def cell(self, series: int, row: int) -> str:
        """Return the name of the cell that holds a plotted figure: ``B2`` for the first of the first series."""
        return f"{letter(self.plotted[series])}{row + 2}"


def figures(chart: Chart, language: str) -> Figures:
    """Return the figures of a chart."""
    number = number_format(chart, language)
    count = len(chart.series)
    shown = NumberFormat(Decimal(1), number.unit, number.places)
    given = (Column("", chart.categories), *(Column(one.name, one.values, _code(one.values)) for one in chart.series))
    if number.divisor == 1:
        values = tuple(one.values for one in chart.series)
        return Figures(
            given, tuple(range(1, count + 1)), values, shown, number.divisor, unit_line(chart, number, language)
        )
    values = tuple(
        tuple(None if value is None else value / number.divisor for value in one.values) for one in chart.series
    )
    divided = tuple(
        Column(
            label(language, "of_unit", name=one.name, unit=number.unit),
            values[index],
            shown.code,
            worked_out(one.values, f"{letter(index + 1)}{{row}}/{number.divisor:f}"),
        )
        for index, one in enumerate(chart.series)
    )
    plotted = tuple(range(count + 1, 2 * count + 1))
    return Figures((*given, *divided), plotted, values, shown, number.divisor, unit_line(chart, number, language))


def worked_out(cells: Sequence[Content], formula: str) -> tuple[str, ...]:
    """Return a formula for each cell of a column that has something in it; ``{row}`` in it is the cell's own row."""
    return tuple("" if cell is None else formula.replace("{row}", str(row + 2)) for row, cell in enumerate(cells))


def _code(values: Sequence[Decimal | None]) -> str:
    """Return the format that shows figures with the decimals they were given with."""
    exponents = [value.as_tuple().exponent for value in values if value is not None]
    places = max((-found for found in exponents if isinstance(found, int)), default=0)
    return f"#,##0.{'0' * places}" if places > 0 else "#,##0"


def as_text(cell: str, code: str) -> str:
    """Return the formula that writes a cell in a format."""
    quoted = code.replace('"', '""')
    return f'TEXT({cell},"{quoted}")'
