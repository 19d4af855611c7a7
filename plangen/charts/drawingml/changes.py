"""Changes: a waterfall from one total to the next, and a tornado of what moves one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from plangen.charts.drawable import waterfall_steps
from plangen.charts.drawingml.axes import category_axis, legend, value_axis
from plangen.charts.drawingml.bars import lowered, wide_gap
from plangen.charts.drawingml.drawing import Drawing, Figures, as_text, figures
from plangen.charts.drawingml.labels import CellLabel, cell_labels, value_labels
from plangen.charts.drawingml.look import UNSEEN, Look
from plangen.charts.drawingml.rooms import GAP, LINE, fits_upright, known, lying, tick_texts, upright, widest
from plangen.charts.drawingml.series import Series, bar_plot, filled, line_plot, unseen_line
from plangen.charts.drawingml.sheet import Column, Content, letter
from plangen.charts.scale import Scale, even_scale, value_scale
from plangen.doctree import Chart
from plangen.labels import label

ROW = 23.0  # points of a row of lying bars
APART = 56  # the gap between bars, in per cent of one
NONE = Decimal(0)

Step = tuple[Decimal, Decimal] | None


# --- waterfall -------------------------------------------------------------------------------------------------------


def waterfall(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw a waterfall as stacked bars on a base that is not seen.

    What lies above zero and what lies below it are stacked apart, so a bar that crosses zero is made of two. All of
    this is worked out from the changes by formulas, which follow an edit.
    """
    shown = figures(chart, language)
    steps = _steps(chart, shown)
    lies = chart.lying or not fits_upright(chart.categories, width, at)
    columns = _columns(chart, shown, steps, language, lies)
    places = {key: len(shown.columns) + index for index, key in enumerate(columns)}
    sheet = shown.sheet(*columns.values())
    scale = value_scale([level for step in steps if step for level in step])
    ticks = tick_texts(scale, shown.number)
    colors = {"total": at.colors.total, "rise": at.colors.rise, "fall": at.colors.fall}
    used = {key: any(columns[key].cells) for key in columns}
    shown_keys = {key: used[key] or used.get(f"{key}_below", False) for key in colors}
    names = [label(language, key) for key, there in shown_keys.items() if there]
    if lies:
        behind = widest(map(str, columns["sheet_text"].cells), at) + GAP
        room = lying(chart.categories, at, width, row=ROW, ticks=ticks, unit=shown.unit, legend=names, behind=behind)
    else:
        above = LINE * at.size
        room = upright(chart.categories, at, width, ticks=ticks, unit=shown.unit, legend=names, above=above)
    # What the legend does not name stands at both ends alike: programs differ in which end they count from.
    below = [
        Series(places[f"{key}_below"], places[key], filled(colors[key]))
        for key in ("rise", "fall")
        if used[f"{key}_below"]
    ]
    before = [Series(places["sheet_base"], places["sheet_base"], UNSEEN), *below]
    named = [Series(places[key], places[key], filled(color)) for key, color in colors.items() if shown_keys[key]]
    labels, extension = cell_labels(at, sheet, places["sheet_text"], [_label(step, at, lies) for step in steps])
    carrier = Series(places["sheet_place"], places["sheet_place"], UNSEEN, labels, extension)
    if lies:
        bars = [*before, *named, *[replace(carrier, labels="", extension="")] * len(below), carrier]
        lines = ""
        hidden = {*range(len(before)), *range(len(before) + len(named), len(bars))}
    else:
        bars = [*before, *named]
        lines = line_plot(sheet, [replace(carrier, look=unseen_line())], first=len(bars))
        hidden = {*range(len(before)), len(bars)}
    gap = APART if lies else wide_gap(APART, 1, len(steps), width)
    plot = bar_plot(sheet, bars, grouping="stacked", lying=lies, gap=gap, overlap=100) + lines
    axes = category_axis(at, lying=lies, turn=room.turn) + value_axis(
        at, shown.number.at(scale.step).code, lying=lies, low=None if scale.low else NONE, title=shown.unit
    )
    return Drawing(sheet, room.layout + plot + axes, legend(at, len(bars) + bool(lines), hidden), room.whole[1])


def _steps(chart: Chart, shown: Figures) -> tuple[Step, ...]:
    return tuple(step and (step[0] / shown.divisor, step[1] / shown.divisor) for step in waterfall_steps(chart))


def _columns(chart: Chart, shown: Figures, steps: Sequence[Step], language: str, lies: bool) -> dict[str, Column]:
    """Return the columns that a waterfall is drawn from, by what they hold."""
    own, level = letter(shown.plotted[0]), letter(len(shown.columns))
    code, signed = shown.number.code, shown.number.signed_code
    cells: dict[str, list[Content]] = {
        key: []
        for key in (
            *("sheet_level", "sheet_base", "total", "rise", "rise_below", "fall", "fall_below"),
            *("sheet_place", "sheet_text"),
        )
    }
    formulas: dict[str, list[str]] = {key: [] for key in cells}

    def put(key: str, cell: Content, formula: str = "") -> None:
        cells[key].append(cell)
        formulas[key].append(formula)

    reached = NONE
    for row, step in enumerate(steps):
        now, before = f"{level}{row + 2}", f"{level}{row + 1}" if row else "0"
        change, is_total = f"{own}{row + 2}", row in chart.totals
        has_value = shown.values[0][row] is not None
        start, end = step or (reached, reached)
        low, high = min(start, end), max(start, end)
        reached = end
        carried = f"{before}+{change}" if has_value and not is_total else before
        put("sheet_level", end, change if is_total and has_value else carried)
        if step is None or is_total:
            for key in ("sheet_base", "rise", "rise_below", "fall", "fall_below"):
                put(key, None)
            put("total", end if is_total else None, now)
        else:
            first, last = f"MIN({before},{now})", f"MAX({before},{now})"
            put("sheet_base", low if low > 0 else min(NONE, high), f"IF({first}>0,{first},MIN(0,{last}))")
            put("total", None)
            for key, grows in (("rise", True), ("fall", False)):
                upper, lower = (now, before) if grows else (before, now)
                drawn = (end >= start) == grows
                test = f"{now}>={before}" if grows else f"{now}<{before}"
                above, below = max(NONE, high) - max(NONE, low), min(NONE, low) - min(NONE, high)
                put(key, above if drawn else NONE, f"IF({test},MAX(0,{upper})-MAX(0,{lower}),0)")
                put(f"{key}_below", below if drawn else NONE, f"IF({test},MIN(0,{lower})-MIN(0,{upper}),0)")
        since = "0" if is_total else before
        further = f"IF(MAX({since},{now})>0,MAX({since},{now}),MIN({since},{now}))"
        place = None if step is None else NONE if lies else high if high > 0 else low
        put("sheet_place", place, "0" if lies else further)
        text = None if step is None else shown.number.text(end) if is_total else shown.number.signed(end - start)
        put("sheet_text", text, as_text(now, code) if is_total else as_text(change, signed))
    return {
        key: Column(
            _title(key, language),
            tuple(cells[key]),
            code if key not in ("sheet_place", "sheet_text") else "General",
            tuple("" if cell is None else formula for cell, formula in zip(cells[key], formulas[key], strict=True)),
        )
        for key in cells
    }


def _title(key: str, language: str) -> str:
    name = key.removesuffix("_below")
    return label(language, key) if name == key else label(language, "sheet_below", name=label(language, name))


def _label(step: Step, at: Look, lies: bool) -> CellLabel | None:
    """Return the place of a figure: beyond the end of its bar that lies further from zero."""
    if step is None:
        return None
    if lies:
        return CellLabel(at.colors.ink, "inBase")
    return CellLabel(at.colors.ink, "b" if max(step) <= 0 and min(step) < 0 else "t")


# --- tornado ---------------------------------------------------------------------------------------------------------


def tornado(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw the two sides of a tornado, one bar of both for each driver.

    Where both figures of a driver lie on one side of zero, the bars stand side by side: one would cover the other.
    """
    shown = figures(chart, language)
    found = known(shown.values)
    both = min(found) < 0 < max(found)
    scale = even_scale(found) if both else value_scale(found)
    names = [one.name for one in chart.series]
    long = widest(map(shown.number.signed, found), at) + GAP
    ticks = tick_texts(scale, shown.number)
    beside = any(low and high and (low < 0) == (high < 0) for low, high in zip(*shown.values, strict=True))
    row = ROW * 1.3 if beside else ROW
    room = lying(chart.categories, at, width, row=row, ticks=ticks, unit=shown.unit, legend=names, behind=long)
    part = long / room.width
    scale = _widened(scale, found, part) if both else lowered(scale, min(found), part)
    sheet = shown.sheet()
    series = [
        Series(
            column,
            index + 1,
            filled(color),
            value_labels(at, shown.number.signed_code, at.colors.ink, "outEnd"),
        )
        for index, (column, color) in enumerate(zip(shown.plotted, at.colors.take(2), strict=True))
    ]
    overlap = 0 if beside else 100
    plot = bar_plot(sheet, series, grouping="clustered", lying=True, gap=60, overlap=overlap)
    axes = category_axis(at, lying=True) + value_axis(
        at,
        shown.number.at(scale.step).code,
        lying=True,
        low=scale.low,
        high=scale.high,
        step=scale.step,
        title=shown.unit,
    )
    return Drawing(sheet, room.layout + plot + axes, legend(at, 2), room.whole[1])


def _widened(scale: Scale, found: Sequence[Decimal], part: float) -> Scale:
    """Return a scale that leaves ``part`` of the plot free at either end for a label."""
    low, high, step = scale.low, scale.high, scale.step
    while part < 0.4 and float(min(min(found) - low, high - max(found)) / (high - low)) < part:
        low, high = low - step, high + step
    return Scale(low, high, step)
