"""Sums of money, and what share of the whole a part is."""

from decimal import Decimal

from plangen.quantities import MONEY_UNITS, Quantity, money, rounded

FINEST = 6  # decimals of a share in per cent


def sum_of(amounts: list[Quantity]) -> Quantity | None:
    """Add amounts of one currency, in the largest unit among them; None without any, or with several currencies."""
    if not amounts or len({amount.dimension for amount in amounts}) > 1:
        return None
    like = max(amounts, key=lambda amount: MONEY_UNITS.get(amount.unit, Decimal(1)))
    return money(sum((amount.base for amount in amounts), Decimal(0)), like)


def share_of(part: list[Quantity], whole: list[Quantity]) -> Decimal | None:
    """Return what per cent of one sum another one is; None where that is not from 0 to 100, or cannot be told."""
    if not part or len({amount.dimension for amount in (*part, *whole)}) > 1:
        return None
    one, other = (sum((amount.base for amount in amounts), Decimal(0)) for amounts in (part, whole))
    return one / other * 100 if 0 <= one <= other and other > 0 else None


def share_figure(share: Decimal) -> Quantity:
    """Round a share to one decimal; one below 1 % to two significant digits, without an idle zero."""
    places = min(1 - share.adjusted(), FINEST) if 0 < share < 1 else 1
    figure = rounded(share, places)
    while places > 1 and figure == rounded(figure, places - 1):
        places -= 1
        figure = rounded(figure, places)
    return Quantity(figure, "%")
