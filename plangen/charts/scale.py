"""Axes: from figures to round ticks, and from a figure to its place between two points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_WIDE = Context(prec=60)
LEVEL = Decimal("0.6")  # a line whose lowest figure is above this part of its highest need not begin at zero


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``, both multiples of ``step``."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * index for index in range(count + 1))

    def at(self, value: Decimal, start: float, end: float) -> float:
        """Return where a figure lies when ``low`` is at ``start`` and ``high`` at ``end``; never outside of the two."""
        inside = min(max(value, self.low), self.high)
        return start + float((inside - self.low) / (self.high - self.low)) * (end - start)


def value_scale(values: Iterable[Decimal], count: int = 5, *, zero: bool = True) -> Scale:
    """Return the axis of some figures in about ``count`` round steps: 1, 2, 2.5 or 5 times a power of ten.

    The axis holds zero. Where ``zero`` is false and the figures lie close together, far above zero, it may begin there.
    """
    found = [value for value in values if value.is_finite()]
    low, high = min(found, default=Decimal(0)), max(found, default=Decimal(0))
    if zero or low < high * LEVEL or low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        return Scale(Decimal(0), Decimal(1), Decimal("0.5") if count > 1 else Decimal(1))
    step = _step((high - low) / max(count, 1))
    return Scale(_multiple(low, step, ROUND_FLOOR), _multiple(high, step, ROUND_CEILING), step)


def even_scale(values: Iterable[Decimal], count: int = 6) -> Scale:
    """Return an axis that reaches as far below zero as above it."""
    reach = max((abs(value) for value in values if value.is_finite()), default=Decimal(0)) or Decimal(1)
    step = _step(reach * 2 / max(count, 2))
    end = _multiple(reach, step, ROUND_CEILING)
    return Scale(-end, end, step)


def _step(least: Decimal) -> Decimal:
    """Return the smallest round step that is not below ``least``."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in _STEPS if step * power >= least)


def _multiple(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    whole = _WIDE.divide(value, step).to_integral_value(rounding=rounding, context=_WIDE)
    return whole * step
