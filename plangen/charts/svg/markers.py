"""Points of a line: each series has a shape of its own, so that it is told apart without its colour."""

from __future__ import annotations

import math
from collections.abc import Sequence

from plangen.charts.geometry import Point
from plangen.charts.svg.canvas import Canvas, number

REACH = 2.7  # from the middle to the edge


def marker(canvas: Canvas, points: Sequence[Point], index: int, color: str, reach: float = REACH) -> None:
    """Draw the points of one series; after four filled shapes the same four are hollow."""
    hollow = index % 8 >= 4
    fill, edge, width = (canvas.palette.paper, color, 1.2) if hollow else (color, canvas.palette.paper, 0.8)
    match index % 4:
        case 0:
            r, turn = number(reach), f"0 1 0 {number(2 * reach)} 0"
            back = f"0 1 0 {number(-2 * reach)} 0"
            course = "".join(f"M{number(x - reach)} {number(y)}a{r} {r} {turn}a{r} {r} {back}z" for x, y in points)
            canvas.path(course, fill, f' stroke="{edge}" stroke-width="{number(width)}"')
        case 1:
            shape = _corners(4, reach * 1.25, math.pi / 4)
            canvas.polygons([_moved(shape, point) for point in points], fill, edge, width)
        case 2:
            shape = _corners(3, reach * 1.4, 0)
            canvas.polygons([_moved(shape, point) for point in points], fill, edge, width)
        case _:
            shape = _corners(4, reach * 1.35, 0)
            canvas.polygons([_moved(shape, point) for point in points], fill, edge, width)


def _corners(count: int, reach: float, turned: float) -> list[Point]:
    angles = (turned + 2 * math.pi * index / count for index in range(count))
    return [(reach * math.sin(angle), -reach * math.cos(angle)) for angle in angles]


def _moved(shape: Sequence[Point], to: Point) -> list[Point]:
    return [(x + to[0], y + to[1]) for x, y in shape]
