"""What of a chart can be drawn, decided once for every format: which kind, which series, which steps."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from plangen.doctree import Chart, ChartKind, Series

FEWEST_AXES = 3  # a radar of two axes is a line
MOST_SECTORS = 8  # more cannot be told apart


def drawable(chart: Chart) -> Chart | None:
    """Return the chart as it is drawn, or nothing where it has no figures.

    Series without figures are left out, and every other has a value or ``None`` for each category. A kind that cannot
    show the data gives way to lying bars: a radar with negative values or fewer than three axes, a doughnut with
    negative values, no sum or more than eight sectors, a tornado or bullet chart without its two series, a waterfall of
    several.
    """
    match chart.kind:
        case "gantt":
            return chart if chart.spans else None
        case "heatmap":
            return chart if chart.rows and len(chart.categories) > 1 else None
        case _:
            count = len(chart.categories)
            series = tuple(Series(one.name, _fitted(one.values, count)) for one in chart.series)
            series = tuple(one for one in series if any(value is not None for value in one.values))
            if not series:
                return None
            found = replace(chart, series=series, totals=tuple(n for n in chart.totals if 0 <= n < count))
            return found if _can_show(found) else replace(found, kind=_instead(found.kind), lying=True)


def waterfall_steps(chart: Chart) -> tuple[tuple[Decimal, Decimal] | None, ...]:
    """Return from where to where each column of a waterfall reaches, nothing for one without a figure.

    A total stands on zero and shows its own value where it has one, else the sum so far.
    """
    steps: list[tuple[Decimal, Decimal] | None] = []
    level = Decimal(0)
    for index, value in enumerate(chart.series[0].values):
        if index in chart.totals:
            level = level if value is None else value
            steps.append((Decimal(0), level))
        elif value is None:
            steps.append(None)
        else:
            steps.append((level, level + value))
            level += value
    return tuple(steps)


def sums(chart: Chart) -> list[Decimal]:
    """Return what the series add up to: for each category, or over all of them for a doughnut."""
    if chart.kind == "doughnut":
        return [sum((value for series in chart.series for value in series.values if value is not None), Decimal(0))]
    return [
        sum((series.values[index] or Decimal(0) for series in chart.series), Decimal(0))
        for index in range(len(chart.categories))
    ]


def _fitted(values: tuple[Decimal | None, ...], count: int) -> tuple[Decimal | None, ...]:
    known = tuple(value if value is not None and value.is_finite() else None for value in values[:count])
    return known + (None,) * (count - len(known))


def _instead(kind: ChartKind) -> ChartKind:
    return "stacked" if kind == "percent" else "bars"


def _can_show(chart: Chart) -> bool:
    values = [value for series in chart.series for value in series.values if value is not None]
    match chart.kind:
        case "bars" | "stacked" | "line":
            return True
        case "percent":
            return any(values)
        case "radar":
            return len(chart.categories) >= FEWEST_AXES and min(values) >= 0
        case "doughnut":
            return len(chart.series) == 1 and len(chart.categories) <= MOST_SECTORS and min(values) >= 0 and any(values)
        case "waterfall":
            return len(chart.series) == 1
        case "tornado" | "bullet":
            return len(chart.series) == 2
        case "gantt" | "heatmap":
            return True
        case _:
            assert_never(chart.kind)
