"""Arrows of a Gantt chart end at what they lead to, and point at it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.charts.arrows import REACH, STEP, THICK, Place, course, tip

BEFORE = Place(100, 200, 50, False)


def task(start: float, end: float, middle: float = 100) -> Place:
    return Place(start, end, middle, False)


def stone(x: float, middle: float = 100) -> Place:
    return Place(x, x, middle, True)


@pytest.mark.parametrize(
    ("after", "end"),
    [
        (task(260, 300), (260, 100)),  # later: in from the side
        (task(200, 300), (200 + STEP, 100 - THICK / 2)),  # the day after: in from above, a little way into the bar
        (task(200, 202), (201, 100 - THICK / 2)),  # however short the bar is
        (task(150, 300), (200 + STEP, 100 - THICK / 2)),  # overlapping: from above
        (task(20, 60), (20, 100)),  # long before: back to its start
        (stone(200), (200, 100 - REACH)),  # at the same time: straight down
        (stone(300), (300 - REACH, 100)),
        (task(200, 300, 10), (200 + STEP, 10 + THICK / 2)),  # a row above: in from below
    ],
)
def test_an_arrow_leads_into_the_bar(after: Place, end: tuple[float, float]) -> None:
    assert course(BEFORE, after)[-1] == pytest.approx(end)


def test_an_arrow_leaves_a_milestone_downwards_since_its_date_stands_beside_it() -> None:
    assert course(stone(100, 50), stone(300)) == [(100, 50 + REACH), (100, 100), (300 - REACH, 100)]


PLACES = st.builds(
    lambda start, length, row, milestone: Place(start, start if milestone else start + length, row * 17.0, milestone),
    st.floats(0, 400),
    st.floats(1.5, 300),
    st.integers(0, 20),
    st.booleans(),
)


@given(PLACES, PLACES)
def test_every_arrow_runs_square_from_the_one_to_the_other(before: Place, after: Place) -> None:
    if before.middle == after.middle:
        return
    corners = course(before, after)
    assert all(abs(x1 - x2) < 1e-6 or abs(y1 - y2) < 1e-6 for (x1, y1), (x2, y2) in pairwise(corners))
    (x, y), half = corners[-1], REACH if after.milestone else THICK / 2
    assert after.start - half - 0.01 <= x <= max(after.end, after.start + 1) + 0.01
    assert abs(y - after.middle) <= half + 0.01
    assert abs(corners[0][1] - before.middle) <= REACH + 0.01
    assert before.start - 0.01 <= corners[0][0] <= before.end + REACH
    points = tip(corners)
    assert points[0] == corners[-1]
