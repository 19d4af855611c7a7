"""Sensitivity: what one assumption at a time does to the net present value, the strongest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from plangen.blocks.finance.modelparts import Sensitivity, is_points
from plangen.blocks.finance.projection import INVESTMENT, WORKING_CAPITAL, Case, project
from plangen.blocks.finance.returns import irr, npv
from plangen.blocks.finance.scenarios import REVENUE, Base, unknown_line
from plangen.messages import language, listed
from plangen.model import Fault
from plangen.quantities import POINTS, Quantity

DISCOUNT_RATE = "discount_rate"
GROSS_MARGIN = "gross_margin"
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Swing:
    """The net present value with one assumption at its worse and at its better end.

    ``breakeven`` is how far the assumption may get worse until the net present value is 0.
    """

    entry: Sensitivity
    low: Decimal
    high: Decimal
    breakeven: Decimal | None

    @property
    def width(self) -> Decimal:
        return self.high - self.low


def variable(case: Case) -> tuple[str, ...]:
    """Return what may be varied, by name."""
    margin = (GROSS_MARGIN,) if case.direct else ()
    return (*case.revenue, *case.direct, *case.other, REVENUE, *margin, INVESTMENT, WORKING_CAPITAL, DISCOUNT_RATE)


def in_points(case: Case, line: str) -> bool:
    """Tell whether a line is varied in percentage points rather than in per cent of its amount."""
    return line in (DISCOUNT_RATE, GROSS_MARGIN) or line in case.rated


def swings(case: Case, entries: Sequence[Sensitivity], first_year: int) -> tuple[Swing, ...]:
    """Return the swings by width, the widest first; equal ones keep their order, and senseless entries are left out."""
    base = npv(case.discount_rate, project(case).flows)
    found: list[Swing] = []
    for entry in entries:
        ends = [_npv(case, entry, sign, first_year) for sign in (-1, 1)]
        known = [end for end in ends if end is not None]
        if len(known) == 2:
            low, high = min(known), max(known)
            found.append(Swing(entry, low, high, _breakeven(case, entry, base, low)))
    return tuple(sorted(found, key=lambda swing: -swing.width))


def _npv(case: Case, entry: Sensitivity, sign: int, first_year: int) -> Decimal | None:
    varied = vary(case, entry, sign * entry.change.number, first_year)
    return None if varied is None else npv(varied.discount_rate, project(varied).flows)


def _breakeven(case: Case, entry: Sensitivity, base: Decimal, low: Decimal) -> Decimal | None:
    """Extend the line from the base to the worse end; the discount rate may rise to the internal rate of return."""
    if base <= 0 or low >= base:
        return None
    if entry.line == DISCOUNT_RATE:
        rate = irr(project(case).flows).rate
        return rate - case.discount_rate if rate is not None and rate > case.discount_rate else None
    return entry.change.number * base / (base - low)


def vary(case: Case, entry: Sensitivity, by: Decimal, first_year: int) -> Case | None:
    """Return the case with one assumption changed by so many per cent or points; None where that makes no sense."""
    if entry.line not in variable(case) or is_points(entry.change) != in_points(case, entry.line):
        return None
    if entry.line == DISCOUNT_RATE:
        rate = case.discount_rate + by
        return replace(case, discount_rate=rate) if rate > -100 else None
    chosen = {year - first_year + 1 for year in entry.years} if entry.years else set(range(1, case.years + 1))
    if entry.line == INVESTMENT and not entry.years:
        chosen.add(0)

    def scaled(name: str) -> tuple[Decimal, ...]:
        return tuple(n * (1 + by / _HUNDRED) if t in chosen else n for t, n in enumerate(case.series[name]))

    def shifted(name: str, points: Decimal) -> tuple[Decimal, ...]:
        return tuple(n + points if t in chosen else n for t, n in enumerate(case.series[name]))

    if entry.line == REVENUE:
        return case.changed({name: scaled(name) for name in case.revenue})
    if entry.line == GROSS_MARGIN:
        name = case.direct[0]
        if name in case.rated:
            return case.changed({name: shifted(name, -by)})
        revenue = project(case).revenue
        row = case.series[name]
        return case.changed({name: tuple(n - revenue[t] * by / 100 if t in chosen else n for t, n in enumerate(row))})
    return case.changed({entry.line: shifted(entry.line, by) if entry.line in case.rated else scaled(entry.line)})


def check_sensitivity(entry: Sensitivity, path: tuple[str | int, ...], base: Base) -> Iterator[Fault]:
    """Yield an unknown line, a change of the wrong kind or size, and years outside the plan."""
    case = base.case
    if entry.line not in variable(case):
        yield unknown_line(entry.line, (*path, "line"), variable(case))
        return
    values: dict[str, object] = {"name": entry.name or base.name(entry.line), "change": entry.change.text}
    if wrong := _wrong_change(entry, case):
        message, hint = wrong
        yield Fault("PG006", (*path, "change"), message, hint, {**values, "points": _as_points(entry.change)})
    if entry.line == DISCOUNT_RATE and entry.years:
        message = "{name} is the same in all years"
        yield Fault("PG006", (*path, "years"), message, "delete years:", values)
    for index, year in enumerate(entry.years):
        if year not in base.years:
            message = "{year} is no year of the plan"
            spelt = listed(str(known) for known in base.years)
            said = {"year": year, "allowed": spelt}
            yield Fault("PG006", (*path, "years", index), message, "use one of: {allowed}", said)


def _wrong_change(entry: Sensitivity, case: Case) -> tuple[str, str] | None:
    """Return message and hint about a change that does not fit its line."""
    change, points = entry.change, in_points(case, entry.line)
    if points and not is_points(change):
        message = "{name} is a percentage and varied in percentage points; the change {change} does not fit"
        hint = "write it as points: {points}"
    elif not points and change.unit != "%":
        message = "{name} is an amount and varied in per cent; the change {change} does not fit"
        hint = "write it as a percentage, such as 10%"
    elif change.number <= 0:
        message = "the change of {name} is {change}; it has to be greater than 0"
        hint = "write how far it is varied in both directions, without a sign"
    elif not points and change.number > 100:
        message, hint = "{name}: the change {change} leads below 0", "correct the number"
    elif entry.line == DISCOUNT_RATE and case.discount_rate - change.number <= -100:
        message, hint = "{name}: the change {change} leads to -100% or less", "correct the number"
    else:
        return None
    return message, hint


def _as_points(change: Quantity) -> str:
    return Quantity(abs(change.number), POINTS[language()]).text
