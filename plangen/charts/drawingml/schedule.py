"""A Gantt chart: bars over days, stacked on a base that is not seen, and arrows between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from plangen.charts.arrows import REACH, THICK, Place, course, tip
from plangen.charts.drawingml.axes import category_axis, legend, value_axis
from plangen.charts.drawingml.drawing import Drawing, worked_out
from plangen.charts.drawingml.labels import CellLabel, cell_labels, sign_labels
from plangen.charts.drawingml.look import UNSEEN, Look, line, shape, solid
from plangen.charts.drawingml.rooms import GAP, LINE, Room, lying
from plangen.charts.drawingml.series import Series, bar_plot
from plangen.charts.drawingml.shapes import arrow, rule, shapes, words_below
from plangen.charts.drawingml.sheet import DAY_ZERO, Column, Content, Sheet, serial
from plangen.charts.geometry import Box, Point
from plangen.charts.timeaxis import TimeAxis, time_axis
from plangen.doctree import Chart, Span
from plangen.labels import label
from plangen.textwidth import text_width

ROW = 17.0  # points
APART = round((ROW / THICK - 1) * 100)  # the gap between bars, in per cent of one
DATE = "yyyy\\-mm\\-dd"
MONTH = "yyyy\\-mm"
DAY = "mm\\-dd"
WEEKS = 70  # days up to which an axis counts weeks
DAYS_OF_MONTH = Decimal("30.4375")  # on average
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
TICK = 44.0  # points from tick to tick at least
STONE = "◆"
SPACE = "\u3000"
NONE = Decimal(0)
KEYS = ("task", "critical", "milestone")
SIDES = ("right", "left")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the chart: a span and its number, or the name of a group."""

    name: str
    span: Span | None = None
    number: int = 0


def gantt(chart: Chart, language: str, at: Look, width: float) -> Drawing:
    """Draw a Gantt chart. The arrows are shapes over it: they stay where they are when somebody moves a bar."""
    rows = list(_rows(chart, language))
    days = [date.fromisoformat(day) for span in chart.spans for day in (span.start, span.end)]
    if chart.marker:
        days.append(date.fromisoformat(chart.marker))
    names = tuple(row.name for row in rows)
    entries = _entries(chart, language)
    kinds = [name for name, _ in entries]
    below = LINE * at.size if chart.marker else 0.0
    behind = _date_width(at) + REACH if any(span.milestone for span in chart.spans) else GAP * 3
    room = lying(names, at, width, row=ROW, legend=kinds, behind=behind, above=LINE * at.size + 4, below=below)
    axis = time_axis(min(days), max(days), room.width, at.tick_size, language)
    low, high, step, code = _scale(axis, room.width)
    places = _places(rows, room, low, high)
    courses = _courses(chart, places)
    sides = _sides(rows, places, courses, room, at)
    sheet = _sheet(rows, [side for side, _ in sides], language)
    raised = [up / room.whole[1] for _, up in sides]
    series = list(_series(rows, entries, sheet, raised, at))
    axes = category_axis(at, lying=True) + value_axis(at, code, lying=True, low=low, high=high, step=step, on_top=True)
    plot = bar_plot(sheet, series, grouping="stacked", lying=True, gap=APART, overlap=100)
    found = [_arrow(corners, critical, room, at) for corners, critical in courses]
    if chart.marker:
        x = _across(date.fromisoformat(chart.marker), room, low, high)
        found += _marked(chart.marker, x, room, at)
    # what the legend does not name stands at both ends: programs differ in which end they count from
    hidden = {0, len(series) - 1}
    return Drawing(
        sheet, room.layout + plot + axes, legend(at, len(series), hidden), room.whole[1], shapes=shapes(found)
    )


def _rows(chart: Chart, language: str) -> Iterator[_Row]:
    group = ""
    for number, span in enumerate(chart.spans):
        if span.group and span.group != group:
            yield _Row(label(language, "sheet_group", name=span.group))
        group = span.group
        yield _Row(span.name, span, number)


def _entries(chart: Chart, language: str) -> list[tuple[str, str]]:
    """Return what kinds of bars there are: their name and their key."""
    tasks = [span for span in chart.spans if not span.milestone]
    found = (
        ("task", any(not span.critical for span in tasks)),
        ("critical", any(span.critical for span in tasks)),
        ("milestone", len(tasks) < len(chart.spans)),
    )
    return [(label(language, f"legend_{key}"), key) for key, used in found if used]


def _sheet(rows: Sequence[_Row], sides: Sequence[str], language: str) -> Sheet:
    """Return names, first and last days, how many days each kind of bar is long, and the dates of milestones."""
    starts: list[Content] = []
    ends: list[Content] = []
    lengths: dict[str, list[Content]] = {key: [] for key in KEYS}
    dates: dict[str, list[Content]] = {side: [] for side in SIDES}
    for row, beside in zip(rows, sides, strict=True):
        span = row.span
        key = "" if span is None else "milestone" if span.milestone else "critical" if span.critical else "task"
        last = serial(span.end) if span else None
        first = None if span is None else last if span.milestone else serial(span.start)
        starts.append(first)
        ends.append(last)
        for kind in KEYS:
            length = None if first is None or last is None or kind != key else last - first + (kind != "milestone")
            lengths[kind].append(length)
        day = span.end[5:] if span else ""
        dates["right"].append(SPACE + day if beside == "right" else None)
        dates["left"].append(day + SPACE if beside == "left" else None)
    days = {"task": "C{row}-B{row}+1", "critical": "C{row}-B{row}+1", "milestone": "C{row}-B{row}"}
    text = 'TEXT(C{row},"mm-dd")'
    written = {"right": f'"{SPACE}"&{text}', "left": f'{text}&"{SPACE}"'}
    return Sheet(
        (
            Column("", tuple(row.name for row in rows)),
            Column(label(language, "start"), tuple(starts), DATE),
            Column(label(language, "end"), tuple(ends), DATE),
            *(
                Column(label(language, f"legend_{key}"), tuple(lengths[key]), "0", worked_out(lengths[key], days[key]))
                for key in KEYS
            ),
            Column(label(language, "sheet_place"), tuple(None if text is None else NONE for text in dates["right"])),
            *(
                Column(
                    label(language, "sheet_text"), tuple(dates[side]), formulas=worked_out(dates[side], written[side])
                )
                for side in SIDES
            ),
        )
    )


def _series(
    rows: Sequence[_Row], entries: Sequence[tuple[str, str]], sheet: Sheet, raised: Sequence[float], at: Look
) -> Iterator[Series]:
    """Yield the base, which carries the dates left of milestones, the bars, and what carries the dates on the right."""
    first = 3 + len(KEYS) + 1
    left, left_cells = cell_labels(at, sheet, first + 1, [CellLabel(at.colors.muted, "inEnd", up) for up in raised])
    right, right_cells = cell_labels(at, sheet, first, [CellLabel(at.colors.muted, "inBase", up) for up in raised])
    looks = {
        "task": shape(solid(at.colors.task)),
        "critical": shape(solid(at.colors.critical), line(at.colors.ink, 0.75)),
        "milestone": shape(solid(at.colors.milestone)),
    }
    yield Series(1, 1, UNSEEN, left, left_cells)
    for _, key in entries:
        column = 3 + KEYS.index(key)
        yield Series(column, column, looks[key], _stones(rows, at) if key == "milestone" else "")
    yield Series(first - 1, first - 1, UNSEEN, right, right_cells)


def _stones(rows: Sequence[_Row], at: Look) -> str:
    """Return the labels that draw milestones: a sign in place of each figure, in the middle of a bar of no length."""
    colors = {True: at.colors.critical, False: at.colors.milestone}
    stones = [colors[row.span.critical] if row.span and row.span.milestone else "" for row in rows]
    return sign_labels(at, STONE, stones, at.size + 3)


def _scale(axis: TimeAxis, width: float) -> tuple[Decimal, Decimal, Decimal, str]:
    """Return the first and the last day of the axis, the days from tick to tick, and the format of the ticks.

    Ticks of months stand an average month apart, and begin so late that each lies in the month it stands for.
    """
    low = (axis.start - DAY_ZERO).days
    high = (axis.end - DAY_ZERO).days
    if high - low <= WEEKS:
        step = 7
        while (high - low) / step * TICK > width:
            step += 7
        return Decimal(low), Decimal(high), Decimal(step), DAY
    months = (high - low) / float(DAYS_OF_MONTH)
    count = next((step for step in STEPS if months / step * TICK <= width), STEPS[-1])
    step_days = DAYS_OF_MONTH * count
    start = Decimal(low)
    for quarter_days in range(13):
        start = low + Decimal(quarter_days) / 4
        if all(day.day <= 15 for day in _ticks(start, Decimal(high), step_days)):
            break
    return start, max(Decimal(high), start + step_days), step_days, MONTH


def _ticks(low: Decimal, high: Decimal, step: Decimal) -> Iterator[date]:
    tick = low
    while tick < high:
        yield DAY_ZERO + timedelta(days=int(tick))
        tick += step


# --- over the chart --------------------------------------------------------------------------------------------------


def _across(day: date, room: Room, low: Decimal, high: Decimal) -> float:
    """Return where a day begins."""
    part = float((Decimal((day - DAY_ZERO).days) - low) / (high - low))
    return room.left + min(max(part, 0.0), 1.0) * room.width


def _places(rows: Sequence[_Row], room: Room, low: Decimal, high: Decimal) -> dict[int, Place]:
    """Return where each span lies, by its number."""
    pitch = room.height / len(rows)
    places: dict[int, Place] = {}
    for index, row in enumerate(rows):
        if row.span:
            middle = room.top + (index + 0.5) * pitch
            last = date.fromisoformat(row.span.end)
            if row.span.milestone:
                x = _across(last, room, low, high)
                places[row.number] = Place(x, x, middle, True)
            else:
                after = last + timedelta(days=1) if last < date.max else last
                start = _across(date.fromisoformat(row.span.start), room, low, high)
                places[row.number] = Place(start, _across(after, room, low, high), middle, False)
    return places


def _courses(chart: Chart, places: Mapping[int, Place]) -> list[tuple[list[Point], bool]]:
    """Return the corners of the arrow of each dependency, and whether it lies on the critical path."""
    return [
        (course(places[other], place), chart.spans[number].critical and chart.spans[other].critical)
        for number, place in places.items()
        for other in chart.spans[number].after
        if other in places and other != number
    ]


def _sides(
    rows: Sequence[_Row],
    places: Mapping[int, Place],
    courses: Sequence[tuple[Sequence[Point], bool]],
    room: Room,
    at: Look,
) -> list[tuple[str, float]]:
    """Return on which side of each milestone its date stands, and how much it is raised, to be clear of arrows."""
    wide = _date_width(at)
    half = at.figure_size / 2
    lines = [pair for corners, _ in courses for pair in pairwise(corners)]
    sides: list[tuple[str, float]] = []
    for row in rows:
        found = ("", 0.0)
        if row.span and row.span.milestone:
            place = places[row.number]
            starts = {"right": place.end + REACH + 1, "left": place.start - REACH - 1 - wide}
            options = ((side, up) for up in (0.0, half + 2.5, -half - 2.5) for side in SIDES)
            for side, up in options:
                middle = place.middle - up
                box = Box(starts[side], middle - half, starts[side] + wide, middle + half)
                inside = room.left <= box.left and box.right <= room.whole[0]
                if inside and not any(box.is_crossed(start, end) for start, end in lines):
                    found = (side, up)
                    break
        sides.append(found)
    return sides


def _date_width(at: Look) -> float:
    return text_width("00-00") * at.figure_size + 2


def _arrow(corners: Sequence[Point], critical: bool, room: Room, at: Look) -> str:
    color = at.colors.critical if critical else at.colors.muted
    return arrow(corners, tip(corners), color, 1.0 if critical else 0.75, room.whole)


def _marked(day: str, x: float, room: Room, at: Look) -> list[str]:
    """Return the line of the day that is pointed out, and its date."""
    end = (x, room.top + room.height)
    return [
        rule((x, room.top), end, at.colors.accent, room.whole),
        words_below(end, day, at.colors.accent, room.whole, at),
    ]
