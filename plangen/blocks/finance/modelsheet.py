"""How the figures of a financial model are written, and one course of events worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from plangen.blocks.finance.projection import Case, Projection, Returns
from plangen.blocks.finance.returns import Irr, Payback
from plangen.blocks.finance.sensitivity import in_points
from plangen.labels import label
from plangen.quantities import POINTS, Quantity, Stated, rounded, stated_text


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a model's figures are written: its unit, its decimals, its years, its names, its language.

    Of ``digits`` below 0, amounts are rounded to tens or hundreds: what stood in millions with one decimal is in 万 as
    precise as that, and no more.
    """

    language: str
    unit: str
    digits: int
    base_year: int
    years: tuple[int, ...]
    names: Mapping[str, str]

    @property
    def places(self) -> int:
        """Return the decimals that amounts are shown with."""
        return max(0, self.digits)

    def word(self, key: str, **values: object) -> str:
        return label(self.language, key, **values)

    def amount(self, number: Decimal) -> Quantity:
        """Return an amount as it is shown."""
        return Quantity(_plain(rounded(rounded(number, self.digits), self.places)), self.unit)

    def percent(self, number: Decimal) -> Quantity:
        """Return a percentage as it is shown."""
        return Quantity(_plain(rounded(number, 1)), "%")

    def shown(self, number: Decimal) -> str:
        return f"{self.amount(number).number:,f}"

    def share(self, number: Decimal | None) -> str:
        return "—" if number is None else self.percent(number).text

    def irr(self, found: Irr) -> Stated:
        """Return the rate, or in words why it says little."""
        if found.rate is None:
            return self.word(f"irr_{found.why}")
        rate = self.percent(found.rate)
        return self.word("irr_unrecovered", rate=rate.text) if found.rate < 0 else rate

    def payback(self, found: Payback) -> Stated:
        """Return the years, or in words why there are none."""
        if found.years is None:
            return self.word(f"payback_{found.why}")
        return Quantity(rounded(found.years, 2), self.word("years_unit"))

    def change(self, case: Case, line: str, number: Decimal) -> Quantity:
        """Write by how much an assumption changes, in points or in per cent."""
        return Quantity(number, POINTS[self.language] if in_points(case, line) else "%")

    def breakeven(self, case: Case, line: str, number: Decimal) -> Quantity:
        """Write how far an assumption may get worse."""
        return self.change(case, line, rounded(number, 2 if number < 1 else 1))

    def said(self, value: Stated) -> str:
        return stated_text(value, self.language)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One course of events worked out: the base case, whose ``key`` is empty, or a scenario.

    ``returns`` is None where the model has no investment.
    """

    key: str
    name: str
    probability: Decimal | None
    case: Case
    projection: Projection
    returns: Returns | None


def _plain(number: Decimal) -> Decimal:
    return number if number else abs(number)  # no minus sign before nothing
