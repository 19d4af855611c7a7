from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.charts.scale import Scale, even_scale, value_scale

FIGURES = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(-9999, 9999), st.integers(-6, 12)
)


def scale(*values: str | int, count: int = 5, zero: bool = True) -> tuple[str, str, str]:
    found = value_scale([Decimal(value) for value in values], count, zero=zero)
    return tuple(f"{number.normalize():f}" for number in (found.low, found.high, found.step))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((3000, 6600, 2400), ("0", "8000", "2000")),  # 6600 / 5 = 1320, so steps of 2000
        (("0.001", "0.004"), ("0", "0.004", "0.001")),  # 0.0008, so 0.001
        ((10**12,), ("0", "1000000000000", "200000000000")),
        ((-30, 70), ("-40", "80", "20")),  # 100 / 5 = 20 exactly
        ((-1, -7), ("-8", "0", "2")),  # 1.4, so 2
        ((0, 0), ("0", "1", "0.5")),
        ((), ("0", "1", "0.5")),
        ((5, 5), ("0", "5", "1")),
        ((12, 10**6), ("0", "1000000", "200000")),
        ((11,), ("0", "12.5", "2.5")),  # 2.2, so 2.5
    ],
)
def test_round_ticks(values: tuple[str | int, ...], expected: tuple[str, str, str]) -> None:
    assert scale(*values) == expected


def test_a_line_far_above_zero_need_not_begin_there() -> None:
    assert scale("98.2", "101.2", zero=False) == ("98", "102", "1")
    assert scale("98.2", "101.2") == ("0", "125", "25")
    assert scale(50, 100, zero=False) == ("0", "100", "20")
    assert scale(7, 7, zero=False) == ("0", "8", "2")


@given(st.lists(FIGURES, max_size=30), st.integers(1, 8), st.booleans())
def test_every_scale_is_round_and_holds_every_figure(values: list[Decimal], count: int, zero: bool) -> None:
    found = value_scale(values, count, zero=zero)
    assert found.low < found.high
    assert f"{found.step.normalize():e}".split("e")[0] in ("1", "2", "2.5", "5")
    assert found.low % found.step == found.high % found.step == 0
    assert all(found.low <= value <= found.high for value in values)
    assert 1 <= len(found.ticks) - 1 <= count + 2
    assert found.ticks[0] == found.low
    assert found.ticks[-1] == found.high
    if zero:
        assert found.low <= 0 <= found.high
        assert not values or 0 in found.ticks
    places = [found.at(value, 10, 110) for value in sorted(values)]
    assert places == sorted(places)
    assert all(math.isfinite(place) and 10 <= place <= 110 for place in places)


@given(st.lists(FIGURES, max_size=30), st.integers(1, 8))
def test_an_even_scale_reaches_as_far_on_both_sides(values: list[Decimal], count: int) -> None:
    found = even_scale(values, count)
    assert found.low == -found.high
    assert 0 in found.ticks
    assert all(found.low <= value <= found.high for value in values)


def test_places_between_two_points() -> None:
    axis = Scale(Decimal(-50), Decimal(50), Decimal(25))
    assert [axis.at(Decimal(value), 200, 0) for value in (-50, 0, 25, 50)] == [200, 100, 50, 0]
    assert axis.at(Decimal(80), 200, 0) == 0
