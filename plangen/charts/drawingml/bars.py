"""Bars: side by side, stacked, and as shares; upright or lying."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from plangen.charts.drawingml.axes import category_axis, legend, value_axis
from plangen.charts.drawingml.drawing import Drawing, Figures, as_text, figures, worked_out
from plangen.charts.drawingml.labels import CellLabel, cell_labels, value_labels
from plangen.charts.drawingml.look import UNSEEN, Look
from plangen.charts.drawingml.rooms import GAP, LINE, Room, fits_upright, known, lying, tick_texts, upright, widest
from plangen.charts.drawingml.series import Series, apart, bar_plot, filled, line_plot, unseen_line
from plangen.charts.drawingml.sheet import Column, letter
from plangen.charts.numbers import shares
from plangen.charts.scale import Scale, value_scale
from plangen.doctree import Chart
from plangen.labels import label
from plangen.textwidth import text_width

BAR = 12.0  # points that a lying bar is thick
STACK = 16.0  # and one that is made of several
BETWEEN = 10.0  # points between the bars of one category and the next
APART = 60  # the gap between categories, in per cent of a bar
ALONE = 80  # the same where each has one bar
WIDEST = 56.0  # points of an upright bar
MOST_APART = 500  # what the format allows
TIGHT = 1.1  # ems that a label needs across its line
PERCENT = "0%"
WHOLE_TICKS = ("0%", "25%", "50%", "75%", "100%")


def bars(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw bars side by side."""
    shown = figures(chart, language)
    lies = chart.lying or not fits_upright(chart.categories, width, at)
    count = len(chart.series)
    scale = value_scale(known(shown.values))
    long = widest(map(shown.number.text, known(shown.values)), at)
    gap = ALONE if count == 1 else APART
    if not lies:
        gap = wide_gap(gap, count, len(chart.categories), width)
    ticks, names = tick_texts(scale, shown.number), [one.name for one in chart.series]
    turn: int | None = 0
    if lies:
        row = count * BAR + BETWEEN
        room = lying(
            chart.categories, at, width, row=row, ticks=ticks, unit=shown.unit, legend=names, behind=long + GAP
        )
        if _thickness(room.height, chart, gap) < at.size:
            turn = None
        else:
            scale = lowered(scale, min(known(shown.values)), (long + GAP) / room.width)
    else:
        bar = _thickness(upright(chart.categories, at, width, ticks=ticks).width, chart, gap)
        if long > bar * (1.12 if count > 1 else 1 + gap / 100):
            turn = -90 if bar >= TIGHT * at.size else None
        above = 0.0 if turn is None else long if turn else LINE * at.size
        room = upright(chart.categories, at, width, ticks=ticks, unit=shown.unit, legend=names, above=above)
    labels = "" if turn is None else value_labels(at, shown.number.code, at.colors.ink, "outEnd", turn=turn or 0)
    sheet = shown.sheet()
    series = [
        Series(column, index + 1, filled(color), labels)
        for index, (column, color) in enumerate(zip(shown.plotted, at.colors.take(count), strict=True))
    ]
    overlap = 0 if count == 1 else -4
    plot = bar_plot(sheet, series, grouping="clustered", lying=lies, gap=gap, overlap=overlap)
    axes = _axes(shown, at, room, scale, lies)
    return Drawing(sheet, room.layout + plot + axes, legend(at, count), room.whole[1])


def stacked(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw bars on top of each other, and their sum at the end where none is negative."""
    shown = figures(chart, language)
    lies = chart.lying or not fits_upright(chart.categories, width, at)
    columns = list(zip(*shown.values, strict=True))
    rising = [sum((value for value in column if value and value > 0), Decimal(0)) for column in columns]
    falling = [sum((value for value in column if value and value < 0), Decimal(0)) for column in columns]
    scale = value_scale([*rising, *falling])
    ticks, names = tick_texts(scale, shown.number), [one.name for one in chart.series]
    whole = shown.number.suffix != "" and all(total in (0, 100) for total in rising)  # shares of 100 % already
    summed = len(names) > 1 and not any(falling) and not whole
    if lies:
        behind = widest(map(shown.number.text, rising), at) + GAP if summed else 0.0
        row = STACK + BETWEEN
        room = lying(chart.categories, at, width, row=row, ticks=ticks, unit=shown.unit, legend=names, behind=behind)
    else:
        above = LINE * at.size if summed else 0.0
        room = upright(chart.categories, at, width, ticks=ticks, unit=shown.unit, legend=names, above=above)
    reach = scale.high - scale.low
    series = []
    for index, (values, color) in enumerate(zip(shown.values, at.colors.take(len(names)), strict=True)):
        texts = ["" if value is None else shown.number.text(value) for value in values]
        sizes = [0.0 if value is None else float(abs(value) / reach) for value in values]
        hidden = _hidden(chart, lies, room, at, texts, sizes)
        labels = value_labels(at, shown.number.code, at.colors.on(color), "ctr", hidden=hidden)
        series.append(Series(shown.plotted[index], index + 1, apart(color, at), labels))
    own = len(shown.columns)
    hidden_entries: set[int] = set()
    lines = ""
    if summed and lies:
        sheet = shown.sheet(*_sum_columns(shown, rising, language))
        place = CellLabel(at.colors.ink, "inBase")
        labels, extension = cell_labels(at, sheet, own + 2, [place] * sheet.rows, bold=True)
        # one that shows nothing at either end: programs differ in which end of a legend they count from
        series = [Series(own + 1, own, UNSEEN), *series, Series(own + 1, own, UNSEEN, labels, extension)]
        hidden_entries = {0, len(series) - 1}
    elif summed:
        sheet = shown.sheet(_sum_columns(shown, rising, language)[0])
        labels = value_labels(at, shown.number.code, at.colors.ink, "t", bold=True)
        lines = line_plot(sheet, [Series(own, own, unseen_line(), labels)], first=len(names))
        hidden_entries = {len(names)}
    else:
        sheet = shown.sheet()
    gap = APART if lies else wide_gap(APART, 1, len(chart.categories), width)
    plot = bar_plot(sheet, series, grouping="stacked", lying=lies, gap=gap, overlap=100) + lines
    axes = _axes(shown, at, room, scale, lies, full=whole)
    entries = len(series) + bool(lines)
    return Drawing(sheet, room.layout + plot + axes, legend(at, entries, hidden_entries), room.whole[1])


def percent(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw bars as shares of each category's sum. The figures stay as they are; labels show the shares."""
    shown = figures(chart, language)
    lies = chart.lying or not fits_upright(chart.categories, width, at)
    names = [one.name for one in chart.series]
    parts = [shares(column) for column in zip(*shown.values, strict=True)]
    negative = any(value < 0 for value in known(shown.values))
    if lies:
        row = STACK + BETWEEN
        room = lying(chart.categories, at, width, row=row, ticks=WHOLE_TICKS, legend=names)
    else:
        room = upright(chart.categories, at, width, ticks=WHOLE_TICKS, legend=names)
    first, last = letter(shown.plotted[0]), letter(shown.plotted[-1])
    area = f"${first}{{row}}:${last}{{row}}"
    texts = [
        [None if column[index] is None else f"{column[index]}%" for column in parts] for index in range(len(names))
    ]
    sheet = shown.sheet(
        *(
            Column(
                label(language, "share_of", name=name),
                tuple(texts[index]),
                formulas=worked_out(
                    texts[index], as_text(f"{letter(shown.plotted[index])}{{row}}/SUMPRODUCT(ABS({area}))", PERCENT)
                ),
            )
            for index, name in enumerate(names)
        )
    )
    series = []
    for index, color in enumerate(at.colors.take(len(names))):
        whole = 200 if negative else 100
        sizes = [float(abs(column[index] or Decimal(0))) / whole for column in parts]
        hidden = _hidden(chart, lies, room, at, [text or "" for text in texts[index]], sizes)
        places = [None if row in hidden else CellLabel(at.colors.on(color), "ctr") for row in range(sheet.rows)]
        labels, extension = cell_labels(at, sheet, len(shown.columns) + index, places)
        series.append(Series(shown.plotted[index], index + 1, apart(color, at), labels, extension))
    gap = APART if lies else wide_gap(APART, 1, len(chart.categories), width)
    plot = bar_plot(sheet, series, grouping="percentStacked", lying=lies, gap=gap, overlap=100)
    low, high, step = Decimal(-negative), Decimal(1), Decimal("0.5") if negative else Decimal("0.25")
    axes = category_axis(at, lying=lies, turn=room.turn) + value_axis(
        at, PERCENT, lying=lies, low=low, high=high, step=step
    )
    return Drawing(sheet, room.layout + plot + axes, legend(at, len(names)), room.whole[1])


def wide_gap(gap: int, count: int, categories: int, width: float) -> int:
    """Return the gap between categories in per cent of a bar, wider where bars of a few would become blocks."""
    return max(gap, min(round((width / categories / WIDEST - count) * 100), MOST_APART))


def lowered(scale: Scale, least: Decimal, part: float) -> Scale:
    """Return a scale that begins so far below zero that a label left of the lowest bar takes ``part`` of the plot."""
    low = scale.low
    while least < 0 and float((least - low) / (scale.high - low)) < part < 0.5:
        low -= scale.step
    return Scale(low, scale.high, scale.step)


def _axes(shown: Figures, at: Look, room: Room, scale: Scale, lies: bool, *, full: bool = False) -> str:
    """Return the axes of figures. Zero stays where it is; below it an axis of lying bars ends where labels do."""
    lowest = scale.low if lies or not scale.low else None
    highest = None if scale.high else Decimal(0)
    step = None
    if full or not any(known(shown.values)):  # nothing can be longer, or there is nothing to reckon an axis from
        highest, step = scale.high, scale.step
    code = shown.number.at(scale.step).code
    values = value_axis(at, code, lying=lies, low=lowest, high=highest, step=step, title=shown.unit)
    return category_axis(at, lying=lies, turn=room.turn) + values


def _thickness(length: float, chart: Chart, gap: int) -> float:
    """Return how thick a bar is where bars stand side by side."""
    return length / len(chart.categories) / (len(chart.series) + gap / 100)


def _hidden(chart: Chart, lies: bool, room: Room, at: Look, texts: Sequence[str], sizes: Sequence[float]) -> set[int]:
    """Return the segments of a stack that are too small for their label; ``sizes`` are parts of the axis."""
    slot = (room.height if lies else room.width) / len(chart.categories) / (1 + APART / 100)
    high, wide = TIGHT * at.size, [text_width(text) * at.size for text in texts]
    if lies:
        fits = [size * room.width >= wide[row] + 3 and slot >= at.size for row, size in enumerate(sizes)]
    else:
        fits = [size * room.height >= high and slot * 1.05 >= wide[row] for row, size in enumerate(sizes)]
    return {row for row, fit in enumerate(fits) if not fit}


def _sum_columns(shown: Figures, sums: Sequence[Decimal], language: str) -> tuple[Column, ...]:
    """Return the sums, the zeros that carry their labels at the end of lying bars, and those labels."""
    first, last = letter(shown.plotted[0]), letter(shown.plotted[-1])
    own = letter(len(shown.columns))
    code = shown.number.code
    rows = range(len(sums))
    return (
        Column(label(language, "total"), tuple(sums), code, tuple(f"SUM({first}{n + 2}:{last}{n + 2})" for n in rows)),
        Column(label(language, "sheet_place"), (Decimal(0),) * len(sums)),
        Column(
            label(language, "sheet_text"),
            tuple(map(shown.number.text, sums)),
            formulas=tuple(as_text(f"{own}{n + 2}", code) for n in rows),
        ),
    )
