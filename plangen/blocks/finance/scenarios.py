"""Scenarios: the base case with some lines changed, and whether such a change makes sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from plangen.blocks.finance.modelparts import Scenario, fitted, is_points
from plangen.blocks.finance.projection import INVESTMENT, WORKING_CAPITAL, Case
from plangen.messages import listed
from plangen.model import Fault
from plangen.quantities import MONEY_UNITS, AccountUnit, Quantity, percent_text

REVENUE = "revenue"


def changeable(case: Case) -> tuple[str, ...]:
    """Return what a scenario may change, by name."""
    return (*case.revenue, *case.direct, *case.other, REVENUE, INVESTMENT, WORKING_CAPITAL)


def in_scenario(case: Case, scenario: Scenario, unit: AccountUnit) -> Case:
    """Return the case as a scenario has it; changes that make no sense are left out."""
    rows: dict[str, tuple[Decimal, ...]] = {}
    for name, change in scenario.changes.items():
        changes = change if isinstance(change, tuple) else (change,) * case.years
        listed = isinstance(change, tuple)
        for line in case.revenue if name == REVENUE else (name,):
            if line not in case.series:
                continue
            row = case.series[line]
            rated = line in case.rated
            new = [_applied(row[n + 1], figure, unit, rated, listed) for n, figure in enumerate(changes[: case.years])]
            first = row[0]
            if line == INVESTMENT and not listed and changes and changes[0].unit == "%":
                first = row[0] * (1 + changes[0].number / 100)
            kept = [row[n + 1] if number is None else number for n, number in enumerate(new)]
            rows[line] = (first, *fitted([*kept, *row[len(kept) + 1 :]], case.years))
    return case.changed(rows)


def _applied(number: Decimal, change: Quantity, unit: AccountUnit, rated: bool, listed: bool) -> Decimal | None:
    """Return what one change makes of one number; None where a change of its kind says nothing about it."""
    if is_points(change):
        return number + change.number if rated else None
    if change.unit == "%":
        if rated:
            return change.number if listed else None
        return number * (1 + change.number / 100)
    if rated or not listed:
        return None
    return in_unit(change, unit)


def in_unit(figure: Quantity, unit: AccountUnit) -> Decimal | None:
    """Return an amount as a number of the unit shown; bare numbers are in the one written. None for anything else."""
    if not figure.unit:
        return unit.number(figure.number)
    if figure.dimension != Quantity(figure.number, unit.shown).dimension:
        return None
    return figure.base / MONEY_UNITS[unit.shown]


@dataclass(frozen=True, slots=True)
class Base:
    """What changes are checked against: the base case, its unit and years, and what its lines are called."""

    case: Case
    unit: AccountUnit
    years: tuple[int, ...]
    names: Mapping[str, str]

    def name(self, line: str) -> str:
        return self.names.get(line, line)


def check_scenario(scenario: Scenario, path: tuple[str | int, ...], base: Base) -> Iterator[Fault]:
    """Yield changes of unknown lines, of the wrong kind or number, and those that lead below 0."""
    known = changeable(base.case)
    for line, change in scenario.changes.items():
        place = (*path, "changes", line)
        if line not in known:
            yield unknown_line(line, place, known, key=True)
            continue
        if line == REVENUE and any(own in scenario.changes for own in base.case.revenue):
            message = "{name} changes both revenue as a whole and single lines of it"
            yield Fault("PG006", place, message, "change one or the other", {"name": scenario.name}, key=True)
        if not isinstance(change, tuple):
            yield from _check_change(line, change, place, base, base.case.series.get(line, ())[1:], listed=False)
        elif len(change) != len(base.years):
            yield wrong_count(base.name(line), len(change), base.years, place)
        else:
            for index, figure in enumerate(change):
                row = base.case.series.get(line, ())[index + 1 : index + 2]
                yield from _check_change(line, figure, (*place, index), base, row, listed=True)


def _check_change(
    line: str, figure: Quantity, place: tuple[str | int, ...], base: Base, row: Sequence[Decimal], *, listed: bool
) -> Iterator[Fault]:
    """Check one change of the numbers in ``row``; there are none for revenue as a whole."""
    values = {"name": base.name(line), "change": figure.text, "unit": base.unit.shown}
    rated = line in base.case.rated
    results = [_applied(number, figure, base.unit, rated, listed) for number in row]
    if line == REVENUE and figure.unit != "%":
        message = "{name} as a whole can only be changed in per cent; {change} does not fit"
        hint = "write a change such as -6%, or change the lines one by one"
        yield Fault("PG006", place, message, hint, values)
    elif rated and None in results:
        message = "{name} is a percentage of revenue; the change {change} does not fit"
        hint = "write a list with one rate for each year, or one change such as +1.4 pp"
        yield Fault("PG006", place, message, hint, values)
    elif None in results:
        message = "{name} is an amount in {unit}; the change {change} does not fit"
        hint = "write a list with one amount for each year, or one change such as -6%"
        yield Fault("PG006", place, message, hint, values)
    elif (line == REVENUE and figure.number < -100) or (
        line != WORKING_CAPITAL and any(result is not None and result < 0 <= row[n] for n, result in enumerate(results))
    ):
        yield Fault("PG006", place, "{name}: the change {change} leads below 0", "correct the number", values)


def unknown_line(name: str, place: tuple[str | int, ...], known: Sequence[str], *, key: bool = False) -> Fault:
    """Make the finding about a line that the model does not have."""
    near = get_close_matches(name, known, 1)
    hint = "did you mean {near}?" if near else "use one of: {allowed}"
    values = {"line": name, "near": near[0] if near else "", "allowed": listed(dict.fromkeys(known))}
    return Fault("PG201", place, "the model has no line {line}", hint, values, key=key)


def wrong_count(name: str, count: int, years: Sequence[int], place: tuple[str | int, ...]) -> Fault:
    """Make the finding about a list that is too short or too long."""
    message = "{name} has {count} values, but {expected} are expected"
    hint = "write one value for each of: {years}"
    if count > len(years):
        hint = 'put a number that holds a comma in quotes, such as "1,200"; one value belongs to each of: {years}'
    spelt = listed(str(year) for year in years)
    return Fault("PG006", place, message, hint, {"name": name, "count": count, "expected": len(years), "years": spelt})


def check_probabilities(scenarios: Sequence[Scenario], base: Decimal | None) -> Iterator[Fault]:
    """Yield probabilities that are given for some scenarios only, or that do not make 100 % with the base case."""
    given = [scenario.probability for scenario in scenarios if scenario.probability is not None]
    if not given and base is None:
        return
    for index, scenario in enumerate(scenarios):
        if scenario.probability is None:
            message = "{name} has no probability, though others have one"
            hint = "add probability: to every scenario, or leave it out everywhere"
            yield Fault("PG007", ("scenarios", index), message, hint, {"name": scenario.name})
    if len(given) < len(scenarios):
        return
    total = sum(given, Decimal(0)) + (base or 0)
    if total > 100 or (base is not None and total != 100):
        said = listed(f"{s.name} {percent_text(s.probability)}" for s in scenarios if s.probability is not None)
        message = "the probabilities sum to {total}, not 100%"
        hint = "change the probabilities ({shares}), so that they add up to 100% together with the base case"
        path = ("scenarios", len(scenarios) - 1, "probability") if scenarios else ("base_probability",)
        yield Fault("PG401", path, message, hint, {"total": percent_text(total), "shares": said})
