"""One unit of money for many amounts, so that a column or a chart can be read at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from plangen.quantities import MONEY_UNITS, Quantity, rounded

_YUAN = ("亿元", "万元", "元")
_EXACT = 4  # up to so many decimals are shown where that makes every amount exact
_NEAR = 2  # and so many where nothing does


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit of money and how many decimals its amounts are shown with."""

    unit: str
    places: int

    def number(self, amount: Decimal) -> Decimal:
        """Return an amount given in the currency's own unit (yuan) as a number of this scale."""
        return rounded(amount / MONEY_UNITS[self.unit], self.places)

    def text(self, amount: Decimal) -> str:
        """Write an amount given in the currency's own unit without its unit: ``1,200``."""
        return f"{self.number(amount):,f}"


def scale_for(amounts: Iterable[Decimal], like: Quantity) -> Scale:
    """Choose one unit for amounts given in the currency's own unit.

    Yuan are counted in the largest unit that the largest amount holds ten times, other currencies in the unit of
    ``like``. Decimals are as many as the amounts need to be exact, or two.
    """
    held = [abs(amount) for amount in amounts]
    unit = like.unit
    if not unit[0].isascii():
        most = max(held, default=Decimal(0))
        unit = next((unit for unit in _YUAN if most >= 10 * MONEY_UNITS[unit]), "元")
    numbers = [amount / MONEY_UNITS[unit] for amount in held]
    exact = (n for n in range(_EXACT + 1) if all(rounded(number, n) == number for number in numbers))
    return Scale(unit, next(exact, _NEAR))
