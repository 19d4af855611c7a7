"""Amounts of money that a block adds up: of one currency, none below zero."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from plangen.blocks.performance.units import commonest
from plangen.model import Fault
from plangen.quantities import MONEY_UNITS, Quantity, money

Place = tuple[str | int, ...]


def summed(amounts: Sequence[Quantity]) -> Quantity | None:
    """Add amounts in the unit they share, else in a fitting one of their currency.

    Nothing comes of no amounts, and of amounts in several currencies.
    """
    if not amounts or len({amount.dimension for amount in amounts}) > 1:
        return None
    if len({amount.unit for amount in amounts}) == 1:
        return Quantity(sum((amount.number for amount in amounts), Decimal(0)), amounts[0].unit)
    largest = max(amounts, key=lambda amount: MONEY_UNITS[amount.unit])
    return money(sum((amount.base for amount in amounts), Decimal(0)), largest)


def wrong_amounts(amounts: Iterable[tuple[str, Quantity, Place]]) -> Iterator[Fault]:
    """Yield PG006 for amounts below zero, and for those of another currency than most."""
    held = list(amounts)
    usual = commonest(amount for _, amount, _ in held)
    if usual is None:
        return
    other = next(name for name, amount, _ in held if amount == usual)
    for name, amount, path in held:
        values = {"name": name, "amount": amount.text, "other": other, "first": usual.text}
        if amount.number < 0:
            message = "{name}: the amount {amount} is below 0"
            yield Fault("PG006", path, message, "correct the number", values)
        if amount.dimension != usual.dimension:
            message = "{name}: {amount} is of another currency than {other} with {first}"
            yield Fault("PG006", path, message, "write all amounts of the block in one currency", values)
