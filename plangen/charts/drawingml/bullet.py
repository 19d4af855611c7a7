"""Bullet rows: a bar for what is reached against a mark for what is wanted (Few 2006), both figures on the right."""

from __future__ import annotations

from decimal import Decimal

from plangen.charts.drawingml.axes import (
    SECOND_CATEGORIES,
    SECOND_VALUES,
    category_axis,
    legend,
    value_axis,
)
from plangen.charts.drawingml.drawing import Drawing, Figures, as_text, figures
from plangen.charts.drawingml.labels import CellLabel, cell_labels
from plangen.charts.drawingml.look import UNSEEN, Look, shape, solid
from plangen.charts.drawingml.rooms import GAP, known, lying, tick_texts, widest
from plangen.charts.drawingml.series import Series, bar_plot, filled
from plangen.charts.drawingml.sheet import Column
from plangen.charts.scale import Scale, value_scale
from plangen.doctree import Chart
from plangen.labels import label

ROW = 23.0  # points
BAR = 150  # the gap between bars, in per cent of one
MARK = 30  # the gap between marks, in per cent of one
THICK = Decimal("0.007")  # of the axis, a mark
NONE = Decimal(0)
SECOND = (SECOND_CATEGORIES, SECOND_VALUES)


def bullet(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw bars, and marks as the visible ends of bars that are not seen.

    The marks have axes of their own, which are not shown; so that both agree, their length is given.
    """
    shown = figures(chart, language)
    found = known(shown.values)
    texts = [" / ".join("—" if value is None else shown.number.text(value) for value in row) for row in _rows(shown)]
    long = widest(texts, at) + 2 * GAP
    scale = _room_for_marks(value_scale(found), max(found))
    names = [one.name for one in chart.series]
    ticks = tick_texts(scale, shown.number)
    room = lying(chart.categories, at, width, row=ROW, ticks=ticks, unit=shown.unit, legend=names, behind=long)
    sheet = shown.sheet(*_columns(shown, scale, texts, language))
    first = len(shown.columns)
    labels, extension = cell_labels(at, sheet, first + 3, [CellLabel(at.colors.ink, "inBase")] * sheet.rows)
    # What the legend does not name lies in the middle: programs differ in which end they count from.
    reached = [
        Series(shown.plotted[0], 1, filled(at.colors.total)),
        Series(first, first, UNSEEN),
        Series(first + 1, first + 1, UNSEEN, labels, extension),
    ]
    wanted = [Series(shown.plotted[1], 2, UNSEEN), Series(first + 2, 2, shape(solid(at.colors.fall)))]
    plots = bar_plot(sheet, reached, grouping="stacked", lying=True, gap=BAR, overlap=100) + bar_plot(
        sheet, wanted, grouping="stacked", lying=True, gap=MARK, overlap=100, first=len(reached), ids=SECOND
    )
    code = shown.number.at(scale.step).code
    axes = (
        category_axis(at, lying=True)
        + value_axis(at, code, lying=True, low=scale.low, high=scale.high, step=scale.step, title=shown.unit)
        + category_axis(at, lying=True, ids=SECOND, unseen=True)
        + value_axis(at, code, lying=True, low=scale.low, high=scale.high, step=scale.step, ids=SECOND, unseen=True)
    )
    return Drawing(sheet, room.layout + plots + axes, legend(at, 5, {1, 2, 3}), room.whole[1])


def _room_for_marks(scale: Scale, most: Decimal) -> Scale:
    """Return an axis that a mark at the highest figure still lies on."""
    high = scale.high
    while high and high - most < (high - scale.low) * THICK:
        high += scale.step
    return Scale(scale.low, high, scale.step)


def _rows(shown: Figures) -> list[tuple[Decimal | None, ...]]:
    return list(zip(*shown.values, strict=True))


def _columns(shown: Figures, scale: Scale, texts: list[str], language: str) -> tuple[Column, ...]:
    """Return what is left from each bar to the axis's end, where figures stand, how thick marks are, and figures."""
    thick = (scale.high - scale.low) * THICK
    rows = _rows(shown)
    marks = tuple(None if target is None else thick if target >= 0 else -thick for _, target in rows)
    written = tuple(
        '&" / "&'.join(
            '"—"' if value is None else as_text(shown.cell(index, row), shown.number.code)
            for index, value in enumerate(values)
        )
        for row, values in enumerate(rows)
    )
    return (
        Column(
            label(language, "sheet_rest"),
            tuple(scale.high - max(value or NONE, NONE) for value, _ in rows),
            formulas=tuple(f"{scale.high:f}-MAX({shown.cell(0, row)},0)" for row in range(len(rows))),
        ),
        Column(label(language, "sheet_place"), (NONE,) * len(rows)),
        Column(label(language, "sheet_mark"), marks),
        Column(label(language, "sheet_text"), tuple(texts), formulas=written),
    )
