"""What a row of cash flows is worth: net present value, internal rate of return, payback. Pure functions.

Flows stand at the times 0, 1, 2 …: time 0 is the start of the plan, time 1 the end of its first year. The definitions
are those of Brealey, Myers and Allen, "Principles of Corporate Finance", chapters 2 (present values), 5 (payback,
internal rate of return and its pitfalls) and 6 (what belongs into a cash flow).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Literal

_HALVINGS = 110  # more than a decimal has digits


@dataclass(frozen=True, slots=True)
class Irr:
    """The internal rate of return in per cent, or why there is none.

    ``undefined`` where no outflow is followed by inflows; ``ambiguous`` where the sign changes more than once, since
    then several rates, or none, bring the net present value to 0 (Descartes' rule of signs).
    """

    rate: Decimal | None
    why: Literal["", "undefined", "ambiguous"] = ""


@dataclass(frozen=True, slots=True)
class Payback:
    """After how many years the outflows are back, or why that cannot be said."""

    years: Decimal | None
    why: Literal["", "never", "nothing"] = ""


def present_values(rate: Decimal, flows: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Discount each flow to time 0; ``rate`` is in per cent a year and above -100."""
    factor = discount_factor(rate)
    return tuple(flow * factor**time for time, flow in enumerate(flows))


def discount_factor(rate: Decimal) -> Decimal:
    """Return what one unit of money in a year's time is worth now."""
    return 100 / (100 + rate)


def npv(rate: Decimal, flows: Sequence[Decimal]) -> Decimal:
    """Return the net present value. Excel's NPV stands for the same flows after a 0 at time 0."""
    return sum(present_values(rate, flows), Decimal(0))


def irr(flows: Sequence[Decimal]) -> Irr:
    """Return the rate at which the net present value is 0, where exactly one makes sense."""
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(one != other for one, other in pairwise(signs))
    if changes == 0 or (changes == 1 and signs[0]):
        return Irr(None, "undefined")
    if changes > 1:
        return Irr(None, "ambiguous")
    rate = _solved(flows)
    return Irr(_halved(flows) if rate is None else rate)


def _solved(flows: Sequence[Decimal]) -> Decimal | None:
    """Let the library solve for the rate; None where it gives up or its answer does not hold, far from usual rates."""
    from pyxirr import irr as solve  # only where there is something to solve

    found = solve([float(flow) for flow in flows], silent=True)
    if found is None or not -0.999 < found < 1000:
        return None
    rate = Decimal(repr(found)) * 100
    around = Decimal("1e-6") * max(abs(rate), Decimal(1))
    low, high = npv(rate - around, flows), npv(rate + around, flows)
    return rate if low >= 0 >= high else None


def _halved(flows: Sequence[Decimal]) -> Decimal:
    """Find the rate of an outflow that inflows follow by halving the interval its discount factor lies in."""

    def worth(factor: Decimal) -> Decimal:
        total = Decimal(0)
        for flow in reversed(flows):
            total = total * factor + flow
        return total

    low = high = Decimal(1)
    while worth(high) < 0:
        high *= 2
    while worth(low) > 0:
        low /= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) < 0 else (low, middle)
    return 100 / high - 100


def payback(flows: Sequence[Decimal]) -> Payback:
    """Return the time from which on the sum of all flows so far is never below 0 again.

    In the year of recovery the flow counts as spread evenly (linear interpolation).
    """
    sums = list(accumulate(flows))
    short = [time for time, total in enumerate(sums) if total < 0]
    if not short:
        return Payback(None, "nothing")
    last = short[-1]
    if last == len(sums) - 1:
        return Payback(None, "never")
    return Payback(last - sums[last] / flows[last + 1])
