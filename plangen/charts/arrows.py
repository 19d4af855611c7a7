"""Arrows of a Gantt chart: how they run from a bar to the one that waits for it, alike in every format.

Lengths are points, x to the right and y downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from plangen.charts.geometry import Point

THICK = 8.0  # a task's bar
REACH = 4.6  # from the middle of a milestone to its tips
STEP = 3.5  # how far an arrow leaves a bar before it turns
TIP = 2.2  # half the width of an arrow's tip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span is drawn."""

    start: float
    end: float
    middle: float
    milestone: bool


def course(before: Place, after: Place) -> list[Point]:
    """Return the corners of an arrow: out of the one, down or up, and into the other."""
    down = 1 if after.middle > before.middle else -1
    entry = after.start - (REACH if after.milestone else 0)
    top = after.middle - down * (REACH if after.milestone else THICK / 2)
    if before.milestone:
        return _course_of_milestone(before, after, entry, top, down)
    start = before.end
    if entry - start >= 3 * STEP:  # room between the two: in from the side
        turn = entry - 2 * STEP
        return [(start, before.middle), (turn, before.middle), (turn, after.middle), (entry, after.middle)]
    x = after.start
    if after.milestone and abs(x - start) < 3 * STEP:  # both end together: straight on
        if x <= start:
            return [(x, before.middle + down * THICK / 2), (x, top)]
        return [(start, before.middle), (x, before.middle), (x, top)]
    turn = start + STEP if x < start else x + min(STEP, (after.end - x) / 2)
    if x >= start or turn < after.end:  # the one follows close on the other, or they overlap: in from above
        return [(start, before.middle), (turn, before.middle), (turn, top)]
    return [(start, before.middle), (turn, before.middle), *_back(turn, entry, top, after.middle, down)]


def _course_of_milestone(before: Place, after: Place, entry: float, top: float, down: int) -> list[Point]:
    """Return the corners of an arrow that leaves a milestone downwards or upwards, since its date stands beside it."""
    x, leave = before.end, before.middle + down * REACH
    if entry - x >= 2 * STEP:
        return [(x, leave), (x, after.middle), (entry, after.middle)]
    if after.start <= x <= max(after.end, after.start + 1):
        return [(x, leave), (x, top)]
    return [(x, leave), *_back(x, entry, top, after.middle, down)]


def _back(x: float, entry: float, top: float, middle: float, down: int) -> list[Point]:
    """Return the last corners of an arrow to what begins long before: back between the rows, and in from the side."""
    between = top - down * 3
    back = entry - 2 * STEP
    return [(x, between), (back, between), (back, middle), (entry, middle)]


def tip(course: Sequence[Point]) -> list[Point]:
    """Return the tip of an arrow, which points the way its last stretch goes."""
    (x0, y0), (x, y) = course[-2:]
    if abs(x - x0) > abs(y - y0):
        back = 1.7 * TIP if x > x0 else -1.7 * TIP
        return [(x, y), (x - back, y - TIP), (x - back, y + TIP)]
    back = 1.7 * TIP if y > y0 else -1.7 * TIP
    return [(x, y), (x - TIP, y - back), (x + TIP, y - back)]
