"""Series of a Word chart and the plots that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from plangen.charts.drawingml.axes import CATEGORIES, VALUES
from plangen.charts.drawingml.look import NO_LINE, Look, line, shape, solid
from plangen.charts.drawingml.sheet import Sheet

SYMBOLS = ("circle", "square", "triangle", "diamond")
STROKE = 2.0  # points
STRAIGHT = '<c:smooth val="0"/>'
SAME_FILL = '<c:invertIfNegative val="0"/>'  # below zero as above


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one ``column``; ``named`` is the column whose head names them, ``names`` that of the categories."""

    column: int
    named: int
    look: str
    labels: str = ""
    extension: str = ""
    points: str = ""
    names: int = 0


def filled(color: str) -> str:
    """Return the look of a bar."""
    return shape(solid(color))


def apart(color: str, at: Look) -> str:
    """Return the look of a bar in a stack: an edge of paper keeps it apart from its neighbours."""
    return shape(solid(color), line(at.colors.paper, 0.75))


def stroke(index: int, color: str, at: Look) -> str:
    """Return the look of a line and of its marks, of which each series has its own; the second four are hollow."""
    hollow = index % 8 >= len(SYMBOLS)
    fill = solid(at.colors.paper if hollow else color)
    return (
        f"{shape('', line(color, STROKE, 'dash' if hollow else 'solid'))}"
        f'<c:marker><c:symbol val="{SYMBOLS[index % len(SYMBOLS)]}"/><c:size val="6"/>'
        f"{shape(fill, line(color, 1))}</c:marker>"
    )


def unseen_line() -> str:
    """Return the look of a line that only carries labels."""
    return f'{shape("", NO_LINE)}<c:marker><c:symbol val="none"/></c:marker>'


def bar_plot(
    sheet: Sheet,
    series: list[Series],
    *,
    grouping: str,
    lying: bool,
    gap: int,
    overlap: int,
    first: int = 0,
    ids: tuple[int, int] = (CATEGORIES, VALUES),
) -> str:
    """Return a plot of bars; ``first`` is the number of its first series, ``gap`` and ``overlap`` are in per cent."""
    found = "".join(
        f"{_head(sheet, one, number)}{one.look}{SAME_FILL}{one.points}{_tail(sheet, one)}</c:ser>"
        for number, one in enumerate(series, start=first)
    )
    return (
        f'<c:barChart><c:barDir val="{"bar" if lying else "col"}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{found}<c:gapWidth val="{gap}"/><c:overlap val="{overlap}"/>'
        f'<c:axId val="{ids[0]}"/><c:axId val="{ids[1]}"/></c:barChart>'
    )


def line_plot(sheet: Sheet, series: list[Series], *, first: int = 0) -> str:
    """Return a plot of lines."""
    found = "".join(
        f"{_head(sheet, one, number)}{one.look}{_tail(sheet, one, STRAIGHT)}</c:ser>"
        for number, one in enumerate(series, start=first)
    )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{found}<c:marker val="1"/>'
        f'<c:axId val="{CATEGORIES}"/><c:axId val="{VALUES}"/></c:lineChart>'
    )


def radar_plot(sheet: Sheet, series: list[Series]) -> str:
    """Return a plot of a web."""
    found = "".join(
        f"{_head(sheet, one, number)}{one.look}{_tail(sheet, one)}</c:ser>" for number, one in enumerate(series)
    )
    return (
        f'<c:radarChart><c:radarStyle val="marker"/><c:varyColors val="0"/>{found}'
        f'<c:axId val="{CATEGORIES}"/><c:axId val="{VALUES}"/></c:radarChart>'
    )


def doughnut_plot(sheet: Sheet, one: Series, hole: int) -> str:
    """Return a plot of a ring; ``hole`` is per cent of its width."""
    return (
        f'<c:doughnutChart><c:varyColors val="1"/>{_head(sheet, one, 0)}{one.look}{one.points}{_tail(sheet, one)}'
        f'</c:ser><c:firstSliceAng val="0"/><c:holeSize val="{hole}"/></c:doughnutChart>'
    )


def point(index: int, look: str) -> str:
    """Return the look of one point of a series."""
    return f'<c:dPt><c:idx val="{index}"/><c:bubble3D val="0"/>{look}</c:dPt>'


def _head(sheet: Sheet, one: Series, number: int) -> str:
    return f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx>{sheet.title(one.named)}</c:tx>'


def _tail(sheet: Sheet, one: Series, smooth: str = "") -> str:
    figures = f"<c:cat>{sheet.texts(one.names)}</c:cat><c:val>{sheet.numbers(one.column)}</c:val>"
    return f"{one.labels}{figures}{smooth}{one.extension}"
