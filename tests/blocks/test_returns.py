"""Net present value, internal rate of return and payback against published examples and against their own laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangen.blocks.finance.returns import Irr, Payback, irr, npv, payback, present_values
from plangen.quantities import rounded


def flows(*numbers: object) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)


def test_net_present_value_of_the_excel_documentation() -> None:
    """Microsoft Support, "NPV function", example 1: NPV(10%; -10,000; 3,000; 4,200; 6,800) = 1,188.44.

    Excel discounts the first flow by a whole year, which is our time 1.
    """
    assert rounded(npv(Decimal(10), flows(0, -10_000, 3_000, 4_200, 6_800)), 2) == Decimal("1188.44")


def test_net_present_value_of_the_second_excel_example() -> None:
    """Microsoft Support, "NPV function", example 2: NPV(8%; 8,000; 9,200; 10,000; 12,000; 14,500) - 40,000 = 1,922.06.

    With a loss of 9,000 in the sixth year it is -3,749.47.
    """
    years = (-40_000, 8_000, 9_200, 10_000, 12_000, 14_500)
    assert rounded(npv(Decimal(8), flows(*years)), 2) == Decimal("1922.06")
    assert rounded(npv(Decimal(8), flows(*years, -9_000)), 2) == Decimal("-3749.47")


def test_internal_rate_of_return_of_the_excel_documentation() -> None:
    """Microsoft Support, "IRR function": after five years 8.7 %, after four -2.1 %, after two -44.4 %."""
    years = (-70_000, 12_000, 15_000, 18_000, 21_000, 26_000)
    expected = {6: "8.66", 5: "-2.12", 3: "-44.35"}
    for count, rate in expected.items():
        found = irr(flows(*years[:count]))
        assert found.rate is not None
        assert rounded(found.rate, 2) == Decimal(rate)


def test_payback_of_a_textbook() -> None:
    """OpenStax, "Principles of Finance", 16.1: 16,000 comes back as 2,000, 4,000 and thrice 5,000 in four years."""
    assert payback(flows(-16_000, 2_000, 4_000, 5_000, 5_000, 5_000)) == Payback(Decimal(4))


def test_payback_within_a_year_is_interpolated() -> None:
    """6,800 comes back as 1,950, 4,100, 1,750 and 1,450: 2 + 750 / 1,750 = 2.43 years."""
    found = payback(flows(-6_800, 1_950, 4_100, 1_750, 1_450))
    assert found.years is not None
    assert rounded(found.years, 2) == Decimal("2.43")


def test_discounted_payback_by_hand() -> None:
    """1,000 at 10 %: 600 / 1.1 = 545.45, 600 / 1.21 = 495.87; the first year leaves 454.55: 1 + 454.55 / 495.87."""
    found = payback(present_values(Decimal(10), flows(-1_000, 600, 600)))
    assert found.years is not None
    assert rounded(found.years, 3) == Decimal("1.917")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((-100, 30, 30), Payback(None, "never")),
        ((-100, 50, 50), Payback(Decimal(2))),  # back on the last day
        ((0, 10, 20), Payback(None, "nothing")),
        ((0, 0), Payback(None, "nothing")),
        ((-100, 150, -80, 60), Payback(Decimal("2.5"))),  # 50 after one year, -30 after two: half of the third
        ((-100, 150, -80), Payback(None, "never")),
        ((0, -40, 20, 40), Payback(Decimal("2.5"))),
    ],
)
def test_payback_is_when_the_sum_is_never_below_zero_again(numbers: tuple[int, ...], expected: Payback) -> None:
    assert payback(flows(*numbers)) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((-100, -20), Irr(None, "undefined")),
        ((100, 20), Irr(None, "undefined")),
        ((0, 0), Irr(None, "undefined")),
        ((100, -120), Irr(None, "undefined")),  # money received first: its cost is no return
        ((-100, 230, -132), Irr(None, "ambiguous")),  # both 10 % and 20 % (Brealey, Myers and Allen, chapter 5)
        ((-100, 0, 0, 0), Irr(None, "undefined")),
    ],
)
def test_there_is_no_rate_of_return_without_exactly_one_change_of_sign(numbers: tuple[int, ...], expected: Irr) -> None:
    assert irr(flows(*numbers)) == expected


def test_zeros_between_flows_change_no_sign() -> None:
    """100 becomes 121 after two years: 10 % a year."""
    found = irr(flows(0, -100, 0, 121, 0))
    assert found.rate is not None
    assert rounded(found.rate, 6) == 10


amounts = st.decimals("0.01", "100000", places=2)
investments = st.tuples(st.lists(amounts, min_size=1, max_size=4), st.lists(amounts, min_size=1, max_size=16)).map(
    lambda pair: (*(-out for out in pair[0]), *pair[1])
)


@given(investments)
def test_at_the_rate_of_return_nothing_is_left(invested: tuple[Decimal, ...]) -> None:
    """The value changes its sign between a rate just below and one just above, however extreme the flows are."""
    found = irr(invested).rate
    assert found is not None
    assert found > -100
    around = min(max(abs(found), Decimal(1)) * Decimal("1e-5"), (found + 100) / 2)
    assert npv(found - around, invested) >= 0 >= npv(found + around, invested)


@pytest.mark.parametrize(("inflow", "rate"), [("0.0001", "-99.9999"), ("1e12", "999999999900"), ("1e-20", "-100")])
def test_a_rate_of_return_far_from_usual_ones_is_found_as_well(inflow: str, rate: str) -> None:
    """The library that solves for the rate gives these up; 100 that becomes x in a year returns x - 100 per cent."""
    found = irr(flows(-100, inflow)).rate
    assert found is not None
    assert rounded(found, 6) == Decimal(rate)


@given(investments, st.decimals(-50, 200, places=2), st.decimals("0.01", 100, places=2))
def test_a_higher_discount_rate_makes_an_investment_with_one_outflow_worth_less(
    invested: tuple[Decimal, ...], rate: Decimal, more: Decimal
) -> None:
    """What holds for one outflow at the start and inflows after it holds for no row of outflows spread over years."""
    normal = (min(invested), *(flow for flow in invested if flow > 0))
    assert npv(rate + more, normal) < npv(rate, normal)


@given(investments)
def test_a_zero_rate_discounts_nothing(invested: tuple[Decimal, ...]) -> None:
    assert npv(Decimal(0), invested) == sum(invested)


@given(investments)
def test_what_is_recovered_has_a_rate_of_return_from_zero_on(invested: tuple[Decimal, ...]) -> None:
    rate, back = irr(invested).rate, payback(invested)
    assert rate is not None
    if back.years is None:
        assert back.why == "never"
        assert sum(invested) < 0
        assert rate < 0
    else:
        assert sum(invested) >= 0
        assert rate > Decimal("-1e-6")
        assert 0 < back.years <= len(invested) - 1
