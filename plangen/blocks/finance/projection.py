"""From revenue lines, cost lines and investment to profit and cash flow, year by year. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from plangen.blocks.finance.returns import Irr, Payback, irr, npv, payback, present_values

INVESTMENT = "investment"
WORKING_CAPITAL = "working_capital"


@dataclass(frozen=True, slots=True)
class Case:
    """What an outcome follows from. Amounts are in one unit of money, percentages in per cent.

    ``series`` holds a row of numbers by name, for the base year (or time 0) and each year of the plan: an amount, or
    for ``rated`` costs a percentage of revenue. ``growth`` and ``margin`` are those of the company without the plan.
    """

    revenue: tuple[str, ...]
    direct: tuple[str, ...]
    other: tuple[str, ...]
    rated: frozenset[str]
    series: Mapping[str, tuple[Decimal, ...]]
    years: int
    gap: int = 1  # how many years lie between the base year and the first year of the plan
    tax_rate: Decimal = Decimal(0)
    discount_rate: Decimal = Decimal(0)
    growth: Decimal | None = None
    margin: Decimal | None = None

    def changed(self, rows: Mapping[str, tuple[Decimal, ...]]) -> Case:
        """Return the case with some rows of numbers exchanged."""
        return replace(self, series={**self.series, **rows})


@dataclass(frozen=True, slots=True)
class Projection:
    """What follows from a case, for the base year first and then each year of the plan.

    ``increment``, ``benefit`` and ``flows`` have nothing in the base year; there ``flows`` holds the flow at time 0.
    ``without`` is the net profit that comes anyway.
    """

    lines: Mapping[str, tuple[Decimal, ...]]
    revenue: tuple[Decimal, ...]
    direct: tuple[Decimal, ...]
    other: tuple[Decimal, ...]
    operating_profit: tuple[Decimal, ...]
    tax: tuple[Decimal, ...]
    net_profit: tuple[Decimal, ...]
    without: tuple[Decimal, ...]
    increment: tuple[Decimal, ...]
    benefit: tuple[Decimal, ...]
    flows: tuple[Decimal, ...]
    gap: int

    @property
    def gross_profit(self) -> tuple[Decimal, ...]:
        return tuple(one - other for one, other in zip(self.revenue, self.direct, strict=True))

    @property
    def costs(self) -> tuple[Decimal, ...]:
        """Return all costs before tax."""
        return tuple(one + other for one, other in zip(self.direct, self.other, strict=True))

    def growth(self, year: int) -> Decimal | None:
        """Return by how many per cent revenue grows in a year of the plan, counted from 1.

        In the first year it is the average growth since the base year, compounded, where years lie between.
        """
        if year == 0 or self.revenue[year - 1] <= 0 or self.revenue[year] < 0:
            return None
        ratio = self.revenue[year] / self.revenue[year - 1]
        return ((ratio ** (1 / Decimal(self.gap)) if year == 1 and self.gap > 1 else ratio) - 1) * 100

    def share(self, amounts: tuple[Decimal, ...], year: int) -> Decimal | None:
        """Return one year's amount in per cent of that year's revenue; None without revenue."""
        return amounts[year] / self.revenue[year] * 100 if self.revenue[year] > 0 else None


@dataclass(frozen=True, slots=True)
class Returns:
    """What the cash flows of one case are worth."""

    npv: Decimal
    irr: Irr
    payback: Payback
    discounted_payback: Payback


def project(case: Case) -> Projection:
    """Work a case out.

    No tax falls due on a loss, and a loss is not carried forward, which errs on the careful side. The cash flow of a
    year is the profit that would not come without the plan, plus working capital released, less investment; nothing is
    added back for depreciation, and nothing is left at the end.
    """
    span = range(case.years + 1)
    revenue = _sums((case.series[name] for name in case.revenue), case.years)
    lines = {
        name: tuple(revenue[n] * case.series[name][n] / 100 for n in span) if name in case.rated else case.series[name]
        for name in (*case.revenue, *case.direct, *case.other)
    }
    direct = _sums((lines[name] for name in case.direct), case.years)
    other = _sums((lines[name] for name in case.other), case.years)
    operating = tuple(revenue[n] - direct[n] - other[n] for n in span)
    tax = tuple(max(profit, Decimal(0)) * case.tax_rate / 100 for profit in operating)
    net = tuple(one - other for one, other in zip(operating, tax, strict=True))
    zero = Decimal(0)
    without = (zero,) * (case.years + 1)
    if case.growth is not None and case.margin is not None:
        grown = 1 + case.growth / 100
        without = tuple(revenue[0] * grown ** (n + case.gap - 1) * case.margin / 100 for n in span)
    increment = (zero, *(net[n] - without[n] for n in span[1:]))
    released, invested = case.series[WORKING_CAPITAL], case.series[INVESTMENT]
    benefit = (zero, *(increment[n] + released[n] for n in span[1:]))
    flows = tuple(benefit[n] - invested[n] for n in span)
    return Projection(lines, revenue, direct, other, operating, tax, net, without, increment, benefit, flows, case.gap)


def _sums(rows: Iterable[tuple[Decimal, ...]], years: int) -> tuple[Decimal, ...]:
    totals = [Decimal(0)] * (years + 1)
    for row in rows:
        for n, number in enumerate(row):
            totals[n] += number
    return tuple(totals)


def returns(case: Case, projection: Projection) -> Returns:
    """Value the cash flows of a case at its discount rate."""
    discounted = present_values(case.discount_rate, projection.flows)
    return Returns(
        npv(case.discount_rate, projection.flows),
        irr(projection.flows),
        payback(projection.flows),
        payback(discounted),
    )
