"""PG412: does every chart have something to draw?"""

from __future__ import annotations

from collections.abc import Iterator

from plangen.diagnostics import Diagnostic, Position, finding
from plangen.doctree import Chart
from plangen.rules.base import Examined


def series_without_figures(examined: Examined) -> Iterator[Diagnostic]:
    """PG412: a chart has a series without a single figure, or nothing to draw at all."""
    for chart in examined.nodes(Chart):
        origin = chart.origin
        at = Position(origin.file, origin.line, origin.column) if origin else Position(examined.plan.folder)
        if not chart.series and not chart.spans and not chart.rows:
            message = "the chart {caption} has nothing to draw"
            yield finding("PG412", at, message, "add the figures it is made from", caption=chart.caption)
        for series in chart.series:
            if all(value is None for value in series.values):
                message = "the chart {caption} has no figure of {series}"
                hint = "add the figures of {series}, or leave it out"
                yield finding("PG412", at, message, hint, caption=chart.caption, series=series.name)
