"""A chart as the table of its data."""

from __future__ import annotations

from decimal import Decimal

from plangen.charts.numbers import NumberFormat, figure_format
from plangen.doctree import Cell, Chart, Column, Row, Table, Text
from plangen.labels import label


def chart_table(chart: Chart, language: str) -> Table:
    """Return the data of a chart as a table of the same id and origin, with the chart's caption and number."""
    note = chart.note
    match chart.kind:
        case "heatmap":
            columns = tuple(Column(title, "center") for title in chart.categories)
            rows, heads = chart.rows, True
        case "gantt":
            columns = (
                Column(label(language, "task")),
                Column(label(language, "start"), "center"),
                Column(label(language, "end"), "center"),
            )
            rows = tuple(Row((_cell(s.name), _cell(s.start), _cell(s.end))) for s in chart.spans)
            heads = False
        case _:
            number = figure_format(
                (value for series in chart.series for value in series.values if value is not None),
                chart.unit,
                chart.places,
                language,
            )
            columns = (
                Column(number.said and label(language, "in_unit", unit=number.said)),
                *(Column(series.name, "right") for series in chart.series),
            )
            rows = tuple(
                Row((_cell(name), *(_cell(_shown(series.values[n : n + 1], number)) for series in chart.series)))
                for n, name in enumerate(chart.categories)
            )
            heads = True
    return Table(columns, rows, chart.caption, chart.id, chart.number, note, heads, chart.origin)


def _cell(text: str) -> Cell:
    return Cell((Text(text),) if text else ())


def _shown(values: tuple[Decimal | None, ...], number: NumberFormat) -> str:
    """Write a figure, if there is one."""
    return next((number.text(value) for value in values if value is not None and value.is_finite()), "—")
